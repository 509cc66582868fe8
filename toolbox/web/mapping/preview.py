"""Step 5: what would be saved — how many answers, what was left out and why, and the first rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import streamlit as st

from toolbox.model import Framework, Problem, Recipe, ToolboxError
from toolbox.reading.recipes import Applied, apply
from toolbox.reading.recipes.events import events_of
from toolbox.web.mapping import session
from toolbox.web.mapping.draft import Draft, spelled
from toolbox.web.mapping.recognised import said
from toolbox.web.mapping.results import final, first_rows, people
from toolbox.web.mapping.words import open_words, quoted, scales_in_use
from toolbox.web.plain import plain


def applied(draft: Draft) -> tuple[Framework, Recipe, Applied]:
    """The answers a draft stands for, worked out again only when something was decided anew.

    Raises:
        ToolboxError: where something is not decided yet, or no answer is left.
    """
    framework, recipe = final(draft)
    key = f"upload_{draft.key}_applied"
    asked = (id(draft.reading), framework, recipe)
    if key not in st.session_state or st.session_state[key][0] != asked:
        with st.spinner("Reading the answers …"):
            st.session_state[key] = (asked, apply(recipe, draft.reading, framework, session.pseudonyms_of(draft)))
    return framework, recipe, st.session_state[key][1]


def show(draft: Draft) -> None:
    """Counts, the switch for unfinished answers, problems by cause, and a few rows."""
    try:
        framework, _, found = applied(draft)
    except ToolboxError as refusal:
        if refusal.code == "nothing_left":
            # The refusal says to keep them, so the switch must be there.
            _event(draft)
            _unfinished(draft)
        raise
    counted = people(found.answers)
    schools = {school for school, _, _ in counted}
    st.markdown(f"### {found.kept} of {found.rows} answers will be saved")
    st.markdown(_who(counted, len(schools)))
    _open_words(draft)
    _event(draft)
    _unfinished(draft)
    problems = (*(draft.reading.problems if draft.reading else ()), *found.problems)
    if problems:
        st.markdown("**Left out, or worth knowing**")
        for problem in problems:
            st.markdown(f"- {plain(said(problem))}")
    st.download_button(
        "Download the list of rows",
        problem_rows(problems),
        file_name="rows-to-look-at.csv",
        mime="text/csv",
        on_click="ignore",
        icon=":material/download:",
        disabled=not any(problem.rows for problem in problems),
        key=f"upload_{draft.key}_problem_rows",
        help="Which rows of your file, and why. It holds no answers.",
    )
    st.markdown("**A few rows as they will be saved**")
    st.dataframe(
        first_rows(found.answers, framework),
        hide_index=True,
        alt=f"A few rows of the answers to {framework.name}: school, group, whether there is a code, and the values",
    )
    st.caption(
        "Numbers are values of the scale. Names and codes of persons are not shown and not stored; a code becomes a pseudonym."
    )


def _open_words(draft: Draft) -> None:
    """Answers nobody has placed on a scale yet: they would not be counted, so that is said before anything else."""
    own = spelled(draft)
    left = [own.get(word, word) for scale, _ in scales_in_use(draft) for word in open_words(scale)]
    if left:
        st.warning(f"Not on a scale yet, so not counted: {quoted(tuple(left))}.", icon=":material/help:")
        st.button(
            "Say what they stand for",
            key=f"upload_{draft.key}_to_words",
            on_click=session.go,
            args=(draft.key, "words"),
            icon=":material/arrow_back:",
        )


def problem_rows(problems: Iterable[Problem]) -> bytes:
    """The rows of the original file with problems, as CSV: row number and cause, no answers.

    Example:
        >>> problem_rows([Problem(code="blank_school", message="No school", rows=(7,))]).decode("utf-8-sig")
        'row,cause\\r\\n7,No school\\r\\n'
    """
    import csv
    import io

    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(["row", "cause"])
    for problem in problems:
        # A cause may quote the file; a spreadsheet must not run it.
        cause = problem.message if problem.message[:1] not in tuple("=+-@\t\r") else f"'{problem.message}"
        writer.writerows((row, cause) for row in problem.rows)
    return text.getvalue().encode("utf-8-sig")


def _who(counted: Iterable[tuple[str, str, int]], schools: int) -> str:
    groups: dict[str, int] = {}
    for _, group, count in counted:
        groups[group] = groups.get(group, 0) + count
    parts = ", ".join(f"{plain(group)} {count}" for group, count in sorted(groups.items()))
    return f"{schools} school{'' if schools == 1 else 's'} · {parts}"


def _event(draft: Draft) -> None:
    """Which event this round is made of, where an export holds several."""
    reading, recipe = draft.reading, draft.recipe
    events = events_of(reading) if reading is not None else ()
    if recipe is None or len(events) < 2:
        return
    rows = dict(events)
    st.selectbox(
        "Event this round is made of",
        list(rows),
        format_func=lambda event: f"{event} ({rows[event]} {'row' if rows[event] == 1 else 'rows'})",
        help="Each event is a round of its own. Upload the file again for the next one.",
        **session.led(
            draft,
            "event",
            recipe.event if recipe.event in rows else next(iter(rows)),
            lambda old, event: replace(old, recipe=replace(old.recipe, event=str(event))) if old.recipe else old,
        ),
    )


def _unfinished(draft: Draft) -> None:
    reading, recipe = draft.reading, draft.recipe
    if reading is None or recipe is None or reading.finished is None or reading.finished.all():
        return
    count = int((~reading.finished).sum())
    st.toggle(
        f"Keep the {count} answers that were not finished",
        help="People who did not press Submit. Leaving them out is usual.",
        **session.led(
            draft,
            "unfinished",
            recipe.keep_unfinished,
            lambda old, on: replace(old, recipe=replace(old.recipe, keep_unfinished=bool(on))) if old.recipe else old,
        ),
    )
