"""Step 1 of several files of one round: which they are, how they differ, and the way out for one that does not belong."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from toolbox.model import Problem, Reading
from toolbox.web.choosing import day
from toolbox.web.mapping import arriving, session
from toolbox.web.mapping.draft import Draft
from toolbox.web.mapping.sets import belong
from toolbox.web.plain import plain

_MOST_ROWS = 5


def show(draft: Draft) -> None:
    """One sentence on all files, a line on each, and what was noticed in them."""
    reading = draft.reading
    if reading is None:
        return
    finished = f", {int(reading.finished.sum()):,} finished" if reading.finished is not None else ""
    st.success(
        f"{len(draft.files)} {reading.title} exports of the same survey, {len(reading.table):,} answers{finished}. They become "
        f"one round: what you decide holds for all of them. {plain(draft.as_before)}".strip(),
        icon=":material/task_alt:",
    )
    for file, known in session.seen_before(draft):
        st.warning(
            f"“{plain(file)}” is already in the round “{plain(known.name)}” of {day(known.collected_on)}. Take it out here, "
            "or its answers count twice.",
            icon=":material/content_copy:",
        )
    rows = [
        {
            "File": plain(each.draft.file),
            "Answers": f"{len(each.reading.table):,}",
            "Given": _when(each.reading),
            "Differs from the others": plain(each.differs) or "–",
        }
        for each in draft.files
    ]
    st.table(pd.DataFrame(rows), hide_index=True, border="horizontal", alt="The files of this round")
    for line in noticed(draft):
        st.markdown(f"- {plain(line)}")
    _take_out(draft)


def noticed(draft: Draft) -> tuple[str, ...]:
    """What was noticed in the files, each sentence once, with the files it is about."""
    told: dict[str, list[str]] = {}
    for each in draft.files:
        for problem in each.reading.problems:
            told.setdefault(said(problem), []).append(each.draft.file)
    return tuple(f"{sentence} [{where(names, len(draft.files))}]" for sentence, names in told.items())


def where(names: list[str] | tuple[str, ...], of: int) -> str:
    """The files something is about.

    Example:
        >>> where(["a.csv", "b.csv"], 2), where(["a.csv", "b.csv", "c.csv", "d.csv"], 9)
        ('all 2 files', 'a.csv, b.csv, c.csv and 1 more')
    """
    if len(names) == of:
        return f"all {of} files"
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def said(problem: Problem) -> str:
    """A problem with an example and the first of its rows in the original file."""
    message = " ".join(problem.message.split())
    if problem.example:
        message = f"{message} For example: {problem.example}."
    if not problem.rows:
        return message
    rows = ", ".join(str(row) for row in problem.rows[:_MOST_ROWS])
    more = " …" if max(problem.count, len(problem.rows)) > _MOST_ROWS else ""
    return f"{message} ({'row' if len(problem.rows) == 1 else 'rows'} {rows}{more})"


def _when(reading: Reading) -> str:
    if reading.first is None or reading.last is None:
        return "not said"
    first, last = day(reading.first.date()), day(reading.last.date())
    return first if first == last else f"{first} to {last}"


def _take_out(draft: Draft) -> None:
    """A file that belongs to another round is worked on by itself."""
    names = {each.draft.key: each.draft.file for each in draft.files}
    key = f"upload_{draft.key}_out"

    def out() -> None:
        if draft.key in session.drafts() and (chosen := st.session_state.get(key)):
            arriving.take_out(session.drafts()[draft.key], chosen)

    st.multiselect(
        "Files of another round? Take them out; each is then worked on by itself",
        list(names),
        format_func=names.__getitem__,
        placeholder="Choose files",
        key=key,
        on_change=out,
    )


def offer_to_join(draft: Draft) -> None:
    """Other open files of the same survey can be put together with this one by hand."""
    others = [each for each in session.drafts().values() if each.key != draft.key and each.reading is not None]
    fitting = [each for each in others if belong(draft, each)]
    if not fitting:
        return
    names = ", ".join(f"“{plain(each.file)}”" for each in fitting[:3])
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"{names} holds answers to the same survey.")
        st.button(
            "Put them together as one round",
            icon=":material/merge:",
            key=f"upload_{draft.key}_join",
            on_click=lambda: arriving.join([session.drafts()[each.key] for each in (draft, *fitting)]),
        )
