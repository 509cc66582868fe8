"""Answers <-> Parquet bytes."""

from __future__ import annotations

import io

import numpy as np
import pandas as pd
import pytest

from tests.store.makers import answers, same
from toolbox.model import Answers, State, ToolboxError
from toolbox.store import from_parquet, to_parquet


def many(people: int, items: int = 60, seed: int = 20261122) -> Answers:
    """Answers as a large hub has them: keyed and nameless people, every state, empty schools among the names."""
    rng = np.random.default_rng(seed)
    schools = tuple(f"School {number}" for number in range(50))
    place = np.sort(rng.integers(0, 45 * 3, people))
    codes = np.array([*range(1, 6), *State], dtype=np.int8)
    values = np.empty((people, items), dtype=np.int8, order="F")
    for item in range(items):
        values[:, item] = codes[np.minimum(rng.integers(0, 14, people), 9)]
    person = np.array([f"P-{number:016X}" if number % 3 else "" for number in range(people)], dtype=object)
    return Answers(
        person=person,
        school=(place // 3).astype(np.int32),
        group=(place % 3).astype(np.int16),
        schools=schools,
        groups=("leaders", "teachers", "pupils"),
        items=tuple(f"selfie2020.{item}" for item in range(items)),
        values=values,
        reworded=frozenset({"selfie2020.3"}),
    )


@pytest.mark.parametrize("people", [0, 1, 5000])
def test_answers_come_back_exactly(people):
    before = many(people)
    after = from_parquet(to_parquet(before))
    assert same(before, after)
    assert after.values.dtype == np.int8
    assert after.values.flags.f_contiguous
    assert not after.values.flags.writeable


def test_equal_answers_give_equal_bytes():
    assert to_parquet(many(500)) == to_parquet(many(500))
    assert to_parquet(many(500)) != to_parquet(many(500, seed=1))


@pytest.mark.parametrize("items", [("person", "school"), ("x", "group"), ("ä. 'ö\"\n", "")])
def test_an_item_may_be_called_anything(items):
    before = answers(items=items)
    assert same(from_parquet(to_parquet(before)), before)


def test_other_tools_can_open_it():
    before = answers()
    frame = pd.read_parquet(io.BytesIO(to_parquet(before)))
    assert list(frame.columns) == ["person", "school", "group", "x.1", "x.2"]
    assert list(frame["school"]) == ["Elm"] * 3 + ["Oak"] * 3
    assert frame["x.2"].tolist() == before.values[:, 1].tolist()


@pytest.mark.parametrize("content", [b"", b"PAR1", b"no parquet", to_parquet(answers())[:-20]])
def test_other_bytes_are_refused(content):
    with pytest.raises(ToolboxError, match="damaged") as refused:
        from_parquet(content)
    assert refused.value.code == "damaged_data_set"


def test_parquet_of_another_program_is_refused():
    content = io.BytesIO()
    pd.DataFrame({"school": ["Elm"]}).to_parquet(content)
    with pytest.raises(ToolboxError, match="damaged"):
        from_parquet(content.getvalue())
