"""Beside others: the middle half of the round's schools, a reference year, or figures from a file. Never a ranking."""

from __future__ import annotations

from functools import partial

import streamlit as st

from toolbox import charts, tables
from toolbox.disclosure import ReleasedProfile
from toolbox.disclosure.benchmarks import beside
from toolbox.model import Benchmark, Round, Table
from toolbox.web import other_rounds, released, showing
from toolbox.web.plain import plain
from toolbox.web.refusals import saying_what_went_wrong
from toolbox.web.school import benchmark_files, short_tables
from toolbox.web.school.short_tables import table_file
from toolbox.wording import band_alt, band_sentences, benchmark_alt, benchmark_sentences
from toolbox.wording.others import no_band

NOBODY, HUB = "", "hub"


def part(found: ReleasedProfile, asked: Round, school: str | None) -> None:
    """A choice of others, the areas beside them, and the place where own figures are brought."""
    if not found.framework.averaged or not found.areas:
        return
    st.header("Beside others", anchor=False)
    known = {each.id: each for each in other_rounds.benchmarks(found.framework.id)}
    options = {NOBODY: "Nobody", HUB: f"The middle half of the schools of “{asked.name}”"}
    options |= {id: each.name for id, each in known.items()}
    if (brought := st.session_state.pop(benchmark_files.CHOSEN, None)) in known:
        st.session_state["school_beside"] = brought
    if st.session_state.get("school_beside", NOBODY) not in options:
        del st.session_state["school_beside"]
    chosen = st.selectbox(
        "Show the areas beside", list(options), format_func=options.__getitem__, key="school_beside",
        placeholder="Choose", persist_state="session",
    )  # fmt: skip
    with saying_what_went_wrong():
        if chosen == HUB:
            _hub(found, asked, school)
        elif chosen in known:
            _benchmark(found, known[chosen], asked, school)
    benchmark_files.part(found, asked, tuple(known.values()))


def chosen(found: ReleasedProfile) -> Benchmark | None:
    """The figures of others the visitor looks at now; None for nobody's, and for the schools of the round."""
    known = {each.id: each for each in other_rounds.benchmarks(found.framework.id)}
    return known.get(st.session_state.get("school_beside", NOBODY))


def _hub(found: ReleasedProfile, asked: Round, school: str | None) -> None:
    bands = other_rounds.bands(asked.id)
    if reason := no_band(bands, found):
        st.markdown(f":material/visibility_off: {plain(reason)}")
        return
    if len(found.schools) > 1:
        st.markdown(
            "All schools of the round are in view: the middle half says how they lie, the mark is their average."
        )
    else:
        _said(band_sentences(found, bands))
    called = f"middle half of the schools of {found.round}"
    make = partial(_drawn, found, bands, (), called)
    showing.chart((found, bands), "others", HUB, make, band_alt(found, bands))
    showing.numbers(
        short_tables.beside_band(found, bands), "Average here beside the middle half", key="school_beside_numbers"
    )
    table_file(
        lambda: tables.bands_table(released.profile(asked.id, school), other_rounds.bands(asked.id)),
        "bands", found.schools, found.round, key="school_beside",
    )  # fmt: skip


def _benchmark(found: ReleasedProfile, benchmark: Benchmark, asked: Round, school: str | None) -> None:
    seen = beside(found, benchmark)
    _said(benchmark_sentences(seen, benchmark, found))
    if any(not each.item and each.other is not None for each in seen):
        make = partial(_drawn, found, (), seen, benchmark.name)
        showing.chart((found, seen), "others", benchmark.id, make, benchmark_alt(found, seen, benchmark.name))
    if seen:
        label = f"Average here beside {benchmark.name}"
        showing.numbers(short_tables.beside_benchmark(found, seen), label, key="school_beside_numbers")

        def again() -> Table:
            now = released.profile(asked.id, school)
            return tables.benchmark_table(now, beside(now, benchmark), benchmark)

        table_file(again, "benchmark", found.schools, found.round, key="school_beside")


def _drawn(found: ReleasedProfile, bands, seen, called: str, dark: bool):
    return charts.others(found, bands, seen, called=called, dark=dark)


def _said(sentences: tuple[str, ...]) -> None:
    st.markdown("\n".join(f"- {plain(each)}" for each in sentences))
