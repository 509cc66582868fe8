"""Step 5: what would be saved — how many answers, what each rule leaves out, the causes, the first rows and the odd ones."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

from toolbox.model import Framework, Policy, Problem, Recipe, ToolboxError
from toolbox.reading.recipes.events import events_of
from toolbox.reports.spreadsheet_text import harmless
from toolbox.web.mapping import rules, session
from toolbox.web.mapping.draft import Draft, columns_of, spelled
from toolbox.web.mapping.recognised import said
from toolbox.web.mapping.results import Made, final, first_rows, made, people
from toolbox.web.mapping.words import open_words, quoted, scales_in_use
from toolbox.web.plain import plain

#: Rows of the file shown beside their causes.
MOST_ODD = 12
#: Up to so many problems of one kind are listed at once.
MOST_ALIKE = 3
Told = tuple[Problem, tuple[str, ...]]


def applied(draft: Draft) -> tuple[Framework, Recipe, Made]:
    """The answers a draft stands for, worked out again only when something was decided anew.

    Raises:
        ToolboxError: where something is not decided yet, or no answer is left.
    """
    framework, recipe = final(draft)
    key = f"upload_{draft.key}_applied"
    places = tuple((each.school, each.group) for each in draft.files)
    asked = (id(draft.reading), framework, recipe, places)
    if key not in st.session_state or st.session_state[key][0] != asked:
        with st.spinner("Reading the answers …"):
            st.session_state[key] = (asked, made(draft, framework, recipe, session.pseudonyms_of(draft)))
    return framework, recipe, st.session_state[key][1]


def show(draft: Draft) -> None:
    """Counts, the rules with their switches, problems by cause, and a few rows."""
    try:
        framework, _, found = applied(draft)
    except ToolboxError as refusal:
        if refusal.code == "nothing_left":
            # The refusal says to keep them, so the switches must be there.
            _event(draft)
            rules.switches(draft)
        raise
    counted = people(found.answers)
    schools = {school for school, _, _ in counted}
    st.markdown(f"### {found.kept:,} of {found.rows:,} answers will be saved")
    st.markdown(_who(counted, len(schools)))
    if few := too_few(counted):
        st.info(plain(few), icon=":material/visibility_off:")
    _open_words(draft)
    _event(draft)
    rules.show(draft, found)
    if draft.files:
        _files(found)
    told = causes(found)
    if told:
        st.markdown("**Worth knowing, by cause**")
        _by_cause(told, len(found.parts))
    _odd_rows(draft, found)
    st.markdown("**A few rows as they will be saved**")
    st.dataframe(
        first_rows(found.answers, framework),
        hide_index=True,
        alt=f"A few rows of the answers to {framework.name}: school, group, whether there is a code, and the values",
    )
    st.caption(
        "Numbers are values of the scale. Names and codes of persons are not shown and not stored; a code becomes a pseudonym."
    )


def causes(found: Made) -> tuple[Told, ...]:
    """Every problem once, with the files it is about; what a rule took is said beside the rule and left out here."""
    told: dict[str, tuple[Problem, list[str]]] = {}
    for file, part in found.parts:
        for problem in (*file.reading.problems, *part.problems):
            if problem.code not in rules.RULES:
                told.setdefault(said(problem), (problem, []))[1].append(file.draft.file)
    every = sorted(told.values(), key=lambda pair: pair[0].code)
    return tuple((problem, tuple(files)) for problem, files in [*((p, []) for p in found.problems), *every])


def _by_cause(told: Sequence[Told], of: int) -> None:
    """The causes as a list; of many alike the first by name, the others on demand."""
    kinds: dict[str, list[str]] = {}
    for problem, files in told:
        kinds.setdefault(problem.code, []).append(f"- {plain(_line(problem, files, of))}")
    for lines in kinds.values():
        few = lines if len(lines) <= MOST_ALIKE else lines[:1]
        st.markdown("\n".join(few))
        if rest := lines[len(few) :]:
            with st.expander(f"{len(rest)} more of the same kind", icon=":material/format_list_bulleted:"):
                st.markdown("\n".join(rest))


def _line(problem: Problem, files: Sequence[str], of: int) -> str:
    if of < 2 or not files:
        return said(problem)
    where = f"all {of} files" if len(files) == of else ", ".join(files[:3]) + (" …" if len(files) > 3 else "")
    return f"{said(problem)} [{where}]"


def _files(found: Made) -> None:
    """What comes from each file."""
    rows = [
        {
            "File": plain(file.draft.file),
            "School": plain(_few(part.answers.schools)),
            "Group": plain(_few(part.answers.groups)),
            "Rows": part.rows,
            "Kept": part.kept,
            "Left out": part.rows - part.kept,
        }
        for file, part in found.parts
    ]
    st.markdown("**File by file**")
    st.table(pd.DataFrame(rows), hide_index=True, border="horizontal", alt="What comes from each file")


def _few(names: Sequence[str]) -> str:
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


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


def _odd_rows(draft: Draft, found: Made) -> None:
    """The rows with a problem as the file has them, and the list of all of them to take along."""
    every = [
        (file, row, problem)
        for file, part in found.parts
        for problem in (*file.reading.problems, *part.problems)
        for row in problem.rows
    ]
    if every:
        chosen = [each.column for meaning in ("school", "group", "item") for each in columns_of(draft, meaning)]
        with st.expander(
            f"Rows with a problem ({len(every):,})", icon=":material/rule:", key=f"upload_{draft.key}_odd"
        ):
            st.caption("As your file has them, with their row number there. Persons’ codes are not shown.")
            st.dataframe(
                [_as_written(draft, file, row, problem, chosen) for file, row, problem in _some_of_each(every)],
                hide_index=True,
                alt="Rows with a problem: row number in the file, the cause, and the cells that are used",
            )
    st.download_button(
        "Download the list of rows",
        problem_rows([(file.draft.file if draft.files else "", row, problem) for file, row, problem in every]),
        file_name="rows-to-look-at.csv",
        mime="text/csv",
        on_click="ignore",
        icon=":material/download:",
        disabled=not every,
        key=f"upload_{draft.key}_problem_rows",
        help="Which rows of your file, and why. It holds no answers.",
    )


def _some_of_each(every: Sequence[tuple]) -> list[tuple]:
    """Rows of every cause in turn, up to :data:`MOST_ODD`."""
    by_cause: dict[str, list[tuple]] = {}
    for each in every:
        by_cause.setdefault(each[2].code, []).append(each)
    share = max(MOST_ODD // max(len(by_cause), 1), 1)
    return [each for some in by_cause.values() for each in some[:share]][:MOST_ODD]


def _as_written(draft: Draft, file, row: int, problem: Problem, columns: Sequence[str]) -> dict[str, str]:
    reading = file.reading
    place = reading.row_numbers.searchsorted(row)
    there = place < len(reading.row_numbers) and reading.row_numbers[place] == row
    names = {question.key: question.code or question.key for question in reading.questions}
    cells = {names[key]: str(reading.table[key].iloc[place]) for key in columns if there and key in names}
    head = {"File": file.draft.file} if draft.files else {}
    return {**head, "Row": str(row), "Cause": problem.message, **cells}


def problem_rows(every: Iterable[tuple[str, int, Problem]]) -> bytes:
    """The rows of the original files with problems, as CSV: row number and cause, no answers.

    Example:
        >>> problem_rows([("", 7, Problem(code="blank_school", message="No school", rows=(7,)))]).decode("utf-8-sig")
        'row,cause\\r\\n7,No school\\r\\n'
    """
    every = list(every)
    named = any(file for file, _, _ in every)
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(["file", "row", "cause"] if named else ["row", "cause"])
    for file, row, problem in every:
        writer.writerow([*([harmless(file)] if named else []), row, harmless(problem.message)])
    return text.getvalue().encode("utf-8-sig")


def too_few(counted: Iterable[tuple[str, str, int]], least: int = Policy().min_n) -> str:
    """That some groups are so small that their results will be hidden; "" where none is.

    Example:
        >>> too_few([("Elm", "teachers", 4), ("Elm", "pupils", 40)])
        'Only 4 teachers answered at Elm; their results are hidden so that nobody can be recognised.'
    """
    small = [(school, group, count) for school, group, count in counted if count < least]
    if not small:
        return ""
    if len(small) == 1:
        ((school, group, count),) = small
        return f"Only {count} {group} answered at {school}; their results are hidden so that nobody can be recognised."
    named = "; ".join(f"{school}, {group}: {count}" for school, group, count in small[:3])
    more = f"; and {len(small) - 3} more" if len(small) > 3 else ""
    return (
        f"In {len(small)} groups fewer than {least} people answered ({named}{more}). Their results are hidden at that school "
        "so that nobody can be recognised; all schools together may show them."
    )


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
