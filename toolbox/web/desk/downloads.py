"""What the researcher takes away: everything in one archive, and the two tables of a paper as documents.

Each file is built when somebody clicks, from what the store says this viewer may see at that moment.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import streamlit as st

from toolbox import reports
from toolbox.disclosure import ReleasedAnswers, ReleasedEvaluation
from toolbox.model import Round
from toolbox.web import evaluated, noting, state
from toolbox.web.desk.choices import Chosen
from toolbox.web.plain import file_name

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def take_away(chosen: Chosen) -> None:
    """The downloads of the desk."""
    with st.container(border=True, key="desk_take_away"):
        words, buttons = st.columns([3, 1], vertical_alignment="center")
        words.markdown(
            "**Evidence bundle.** The eleven tables as CSV and in one workbook with codebook, notes and reasons for what is "
            "hidden; what was done, in words with references; where everything came from; and a recipe that repeats the "
            "analysis to the byte."
        )
        single = state.viewer().may_take_answers and words.checkbox(
            "Also single answers, as CSV, SPSS and Stata files",
            key="desk_single_answers",
            help="Under pseudonyms made for this download only; small schools are not named. Handle them as personal data: they "
            "are one line a person.",
        )
        with buttons:
            st.download_button(
                "Evidence bundle (zip)", data=lambda: _bundle(chosen, single=bool(single)), file_name=_named(chosen, "evidence", "zip"),
                mime="application/zip", on_click="ignore", icon=":material/folder_zip:", key="desk_bundle", type="primary",
                width="stretch",
            )  # fmt: skip
            st.download_button(
                "Table 1 (Word)", data=lambda: _document(reports.table1_document, chosen, "table 1"), file_name=_named(chosen, "table 1", "docx"),
                mime=WORD, on_click="ignore", icon=":material/description:", key="desk_table1", width="stretch",
            )  # fmt: skip
            if len(chosen.rounds) > 1:
                st.download_button(
                    "Change (Word)", data=lambda: _document(reports.change_document, chosen, "change"), file_name=_named(chosen, "change", "docx"),
                    mime=WORD, on_click="ignore", icon=":material/description:", key="desk_change_word", width="stretch",
                )  # fmt: skip


def _now(chosen: Chosen):
    return evaluated.evaluation(chosen.ids, chosen.plan)


def _document(make: Callable[[ReleasedEvaluation], bytes], chosen: Chosen, what: str) -> bytes:
    with noting.as_file(_named(chosen, what, "docx")):
        return make(_now(chosen))


def _bundle(chosen: Chosen, *, single: bool) -> bytes:
    rounds = _rounds(chosen)
    with noting.as_file(_named(chosen, "evidence", "zip")):
        return reports.evidence_bundle(_now(chosen), rounds, answers=_answers(chosen, rounds) if single else None)


def _rounds(chosen: Chosen) -> tuple[Round, ...]:
    """The rounds as the store has them now, by the names the plan calls them."""
    found = [state.store().round(state.viewer(), id) for id in chosen.ids]
    names = evaluated.names_apart([each.name for each in found])
    return tuple(replace(each, name=name) for each, name in zip(found, names, strict=True))


def _answers(chosen: Chosen, rounds: Sequence[Round]) -> ReleasedAnswers:
    """Single answers, through their own gate, of exactly the rounds evaluated."""
    names = {chosen.plan.then_round, *(name for name, _, _ in _now(chosen).rounds)}
    return evaluated.single_answers([each for each in rounds if each.name in names], chosen.framework)


def _named(chosen: Chosen, what: str, kind: str) -> str:
    """A file's name: what it is, of which rounds."""
    ends = dict.fromkeys((chosen.rounds[0].name, chosen.rounds[-1].name))
    return f"{file_name(what, ' to '.join(ends))}.{kind}"
