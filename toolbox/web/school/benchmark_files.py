"""Figures others published, brought as a file; a round frozen as a reference year; and both taken away again."""

from __future__ import annotations

import streamlit as st

from toolbox import reports
from toolbox.disclosure import ReleasedProfile
from toolbox.disclosure.rules import LEAST_FOR_ALL
from toolbox.model import Benchmark, Round
from toolbox.web import other_rounds, state
from toolbox.web.plain import file_name, plain
from toolbox.web.refusals import saying_what_went_wrong
from toolbox.wording.others import about

_TURN, _SAID = "benchmark_turn", "benchmark_said"
#: What was brought a moment ago, so that the page shows it; taken by the choice above.
CHOSEN = "benchmark_chosen"


def part(found: ReleasedProfile, asked: Round, known: tuple[Benchmark, ...]) -> None:
    """What is kept, a way to bring more, and a way to freeze the round."""
    if words := st.session_state.pop(_SAID, ""):
        st.success(plain(words), icon=":material/check_circle:")
    # Of fewer schools there is no average to keep: one school's rubric, or a small hub, would be frozen for nothing.
    freezes = found.of_schools >= LEAST_FOR_ALL
    also = ", or freeze a reference year" if freezes else ""
    with st.expander(f"Bring figures of others{also}", icon=":material/library_add:", key="benchmark"):
        _bring(found)
        if freezes:
            st.divider()
            _freeze(asked)
        if known:
            st.divider()
            _kept(known)


def _turn() -> int:
    return st.session_state.get(_TURN, 0)


def _say_and_rerun(words: str, chosen: str | None = None) -> None:
    st.session_state[_TURN] = _turn() + 1
    st.session_state[_SAID] = words
    if chosen is not None:
        # Widgets of this run are drawn already: the choice is made before the next one.
        st.session_state[CHOSEN] = chosen
    st.rerun()


def _bring(found: ReleasedProfile) -> None:
    from toolbox.reading.benchmark_files import read_benchmark

    st.markdown(
        "**From a file.** One row for each group and area: the mean and, where they are known, the standard deviation and the "
        "number of persons; whom it is about, when, and whether they chose to take part."
    )
    _templates(found)
    file = st.file_uploader(
        "CSV or Excel",
        type=["csv", "tsv", "txt", "xlsx", "xls", "ods"],
        max_upload_size=2,
        key=f"benchmark_file_{_turn()}",
    )
    if file is None:
        return
    with saying_what_went_wrong():
        read = read_benchmark(file.getvalue(), file.name, found.framework)
        st.markdown(f"Understood: {_many(read)}. {plain(about(read))}")
        name = st.text_input("Name", value=read.name, max_chars=200, key=f"benchmark_name_{_turn()}")
        if st.button("Keep it", type="primary", key=f"benchmark_keep_{_turn()}"):
            from dataclasses import replace

            kept = state.store().benchmarks.save(state.viewer(), replace(read, name=name))
            _say_and_rerun(f"Kept: “{kept.name}”. The areas stand beside it now.", chosen=kept.id)


def _templates(found: ReleasedProfile) -> None:
    """The table to fill in. A workbook first: a spreadsheet that splits at semicolons shows a CSV file as one column."""
    from toolbox.reading.benchmark_files import template

    name = file_name("benchmark", found.framework.id)
    empty = template(found.framework)
    with st.container(horizontal=True, key="benchmark_templates"):
        st.download_button(
            "Template (Excel)", data=lambda: reports.form(empty), file_name=f"{name}.xlsx", on_click="ignore",
            icon=":material/download:", key="benchmark_template_xlsx",
        )  # fmt: skip
        st.download_button(
            "Template (CSV)", data=lambda: reports.csv(empty), file_name=f"{name}.csv", mime="text/csv",
            on_click="ignore", icon=":material/download:", key="benchmark_template",
        )  # fmt: skip


def _freeze(asked: Round) -> None:
    st.markdown(
        f"**As a reference year.** What “{plain(asked.name)}” shows of all its schools together today is kept as numbers, "
        "and stays as it is when the round gets more answers."
    )
    with st.form("benchmark_freeze", border=False):
        name = st.text_input("Name", value=f"Reference year: {asked.name}", max_chars=200)
        if st.form_submit_button("Freeze it", icon=":material/ac_unit:"):
            with saying_what_went_wrong():
                kept = other_rounds.freeze(asked.id, name)
                _say_and_rerun(f"Frozen: “{kept.name}”, {_many(kept)}. Choose it above.")


def _many(benchmark: Benchmark) -> str:
    return f"{len(benchmark.rows):,} {'number' if len(benchmark.rows) == 1 else 'numbers'}"


def _kept(known: tuple[Benchmark, ...]) -> None:
    st.markdown("**Kept.**")
    for each in known:
        words, button = st.columns([4, 1], vertical_alignment="center")
        kind = "reference year" if each.frozen_from else "from a file"
        words.markdown(f"{plain(about(each))} {kind.capitalize()}, {_many(each)}.")
        with button:
            if st.button("Take it out", icon=":material/delete:", key=f"benchmark_delete_{each.id}"):
                with saying_what_went_wrong():
                    state.store().benchmarks.delete(state.viewer(), each.id)
                    _say_and_rerun(f"Taken out: “{each.name}”.")
