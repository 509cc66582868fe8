"""The rules that leave rows out: how many answers there were before and after each, and a switch beside it."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from toolbox.model import Recipe
from toolbox.reading.recipes import Step
from toolbox.reading.recipes.persons import group_of
from toolbox.web import state
from toolbox.web.mapping import session
from toolbox.web.mapping.deciding import tidy, with_word
from toolbox.web.mapping.draft import Draft, columns_of
from toolbox.web.mapping.results import RULES, Made

__all__ = ["RULES", "show", "switches"]

#: Rule → the field of the recipe that switches it off, the words of its switch for one row and for many, and why it is usual.
_SWITCHES = {
    "unfinished": (
        "keep_unfinished",
        ("Keep the answer that was not finished", "Keep the {count} answers that were not finished"),
        "People who did not press Submit. Leaving them out is usual.",
    ),
    "no_answer": (
        "keep_silent",
        ("Keep the row that answers no statement", "Keep the {count} rows that answer no statement"),
        "They count as persons who took part without an answer. Leaving them out is usual.",
    ),
    "repeated_key": (
        "keep_repeated",
        ("Keep the answer whose code occurs again", "Keep all {count} answers whose code occurs again"),
        "Where several people share a code by chance. Usually one person answered twice, and the finished, most complete, "
        "latest answer is used.",
    ),
}
_SAID = {
    "other_event": ("{count} of another event", "each event is a round of its own"),
    "repeated_part": ("{count} of a repeated part", "visits and the like are no persons"),
    "unfinished": ("{count} not finished", "usually left out: nobody pressed Submit"),
    "no_school": ("{count} name no school", "they belong to nobody’s profile"),
    "no_group": ("{count} name no group", "leaders, teachers and pupils are told apart by it"),
    "no_answer": ("{count} answer no statement", "nothing to count"),
    "repeated_key": ("{count} repeat a person’s code", "the finished, most complete, latest answer is used"),
}


def show(draft: Draft, found: Made) -> None:
    """Each rule that is about any row, from all rows down to what is saved."""
    steps = found.steps
    if not steps and not _named_blanks(draft):
        return
    with st.container(border=True):
        st.markdown(f"**From {found.rows:,} rows to {found.kept:,} answers**")
        for step in steps:
            left, right = st.columns([3, 2], vertical_alignment="center")
            with left:
                st.markdown(_line(step))
            with right:
                _switch(draft, step)
        shown = {step.code for step in steps}
        for code in ("no_school", "no_group"):
            if code not in shown and _blank_name(draft, code):
                _name_blanks(draft, code, 0)


def switches(draft: Draft) -> None:
    """The switch of unfinished answers by itself, where no answer is left to count."""
    reading, recipe = draft.reading, draft.recipe
    if reading is None or recipe is None or reading.finished is None or reading.finished.all():
        return
    count = int((~reading.finished).sum())
    _switch(draft, Step(code="unfinished", before=len(reading.table), after=0, rows=count))


def _line(step: Step) -> str:
    what, why = _SAID[step.code]
    said = what.format(count=f"{step.rows:,}")
    return f"{step.before:,} → {step.after:,} · {said}: {why}" if step.used else f"{step.before:,}, all kept · {said}"


def _switch(draft: Draft, step: Step) -> None:
    if step.code in ("no_school", "no_group"):
        _name_blanks(draft, step.code, step.rows)
        return
    if step.code not in _SWITCHES:
        return
    field, (one, many), why = _SWITCHES[step.code]
    st.toggle(
        one if step.rows == 1 else many.format(count=step.rows),
        help=why,
        **session.led(draft, field, bool(getattr(draft.recipe, field)), lambda old, on: _with(old, field, on)),
    )


def _with(draft: Draft, field: str, on: bool) -> Draft:
    return replace(draft, recipe=replace(draft.recipe, **{field: bool(on)})) if draft.recipe else draft


def _blank_name(draft: Draft, code: str) -> str:
    return dict(_words(draft.recipe, code)).get("", "") if draft.recipe else ""


def _named_blanks(draft: Draft) -> bool:
    return any(_blank_name(draft, code) for code in ("no_school", "no_group"))


def _words(recipe: Recipe, code: str) -> tuple[tuple[str, str], ...]:
    return recipe.schools if code == "no_school" else recipe.groups


def _name_blanks(draft: Draft, code: str, count: int) -> None:
    """Rows that name no school (or group) can be given one; by themselves they are left out."""
    meaning, which = ("school", "schools") if code == "no_school" else ("group", "groups")
    if not columns_of(draft, meaning):
        return
    now = _blank_name(draft, code)
    known = (
        state.schools_of(state.rounds())
        if meaning == "school"
        else ("leaders", "teachers", "pupils", "parents", "staff")
    )

    def name(old: Draft, typed: str | None) -> Draft:
        text = tidy(typed or "", 250)
        return with_word(old, which, "", (group_of(text) or text) if meaning == "group" else text)

    st.selectbox(
        f"Rows that name no {meaning}" if not count else f"The {count} rows that name no {meaning}",
        list(dict.fromkeys([*([now] if now else []), *known])),
        index=None,
        accept_new_options=True,
        placeholder="Left out; choose or type one to keep them",
        **session.led(draft, f"blank_{meaning}", now or None, name),
    )
