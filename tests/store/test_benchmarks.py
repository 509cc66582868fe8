"""Benchmarks in the store: kept as they came, one name each, the hub's to take away."""

from __future__ import annotations

from dataclasses import replace

import pytest

from toolbox.model import Benchmark, BenchmarkRow, ToolboxError, Viewer

EVERYONE, HEAD = Viewer(), Viewer(role="head", schools=frozenset({"Elm"}))
ROWS = (
    BenchmarkRow(group="teachers", area="A", mean=3.1, sd=0.8, n=420),
    BenchmarkRow(group="pupils", area="C", item="selfie2020.C2", shares=((1, 0.25), (2, 0.75))),
)
FIGURES = Benchmark(
    name="Country 2024", framework="selfie-2020", population="Teachers of one country", collected_on="2024", rows=ROWS
)


def code(job, *arguments) -> str:
    with pytest.raises(ToolboxError) as refused:
        job(*arguments)
    return refused.value.code


def test_what_is_kept_comes_back_whole(store):
    kept = store.benchmarks.save(HEAD, FIGURES)
    assert kept.id
    assert store.benchmarks.one(EVERYONE, kept.id) == kept == replace(FIGURES, id=kept.id)
    assert store.benchmarks.all(HEAD, "selfie-2020") == (kept,)
    assert store.benchmarks.all(EVERYONE, "another") == ()


def test_by_name_and_each_name_once(store):
    second = store.benchmarks.save(EVERYONE, replace(FIGURES, name="a land"))
    first = store.benchmarks.save(EVERYONE, FIGURES)
    assert store.benchmarks.all(EVERYONE) == (second, first)
    assert code(store.benchmarks.save, EVERYONE, replace(FIGURES, name=" country  2024 ")) == "benchmark_there"
    assert store.benchmarks.save(EVERYONE, replace(FIGURES, framework="another")).id


def test_only_the_hub_freezes_and_takes_away(store):
    frozen = replace(FIGURES, frozen_from=("ab" * 32,))
    assert code(store.benchmarks.save, HEAD, frozen) == "not_allowed"
    kept = store.benchmarks.save(EVERYONE, frozen)
    assert code(store.benchmarks.delete, HEAD, kept.id) == "not_allowed"
    store.benchmarks.delete(EVERYONE, kept.id)
    store.benchmarks.delete(EVERYONE, kept.id)
    assert code(store.benchmarks.one, EVERYONE, kept.id) == "no_such_benchmark"


def test_what_is_none_is_refused(store):
    for bad in (replace(FIGURES, name=" "), replace(FIGURES, rows=()), replace(FIGURES, rows=ROWS * 2501)):
        assert code(store.benchmarks.save, EVERYONE, bad) == "bad_benchmark"


def test_a_reference_year_outlives_its_round(store):
    from tests.store.makers import save

    made = save(store)
    kept = store.benchmarks.save(EVERYONE, replace(FIGURES, frozen_from=(made.sha256,)))
    store.delete_round(EVERYONE, made.id)
    assert store.benchmarks.one(EVERYONE, kept.id).rows == ROWS
