"""Table 1 as a Word document: who answered, in how many schools, and where each group stood at the start.

Of arms, each stands in a column of its own with the standardised difference beside; of one group, those who answered
both times stand beside everybody invited and answering.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from toolbox.disclosure import hidden
from toolbox.disclosure.released import ReleasedEvaluation, ReleasedLine
from toolbox.disclosure.words import group_name, of_whom, under
from toolbox.reports.printed_numbers import NOTHING, Letters, decimals, mean_sd, whole
from toolbox.reports.word_change import described
from toolbox.reports.word_file import PrintedTable, document
from toolbox.tables.contrasts import REFUSALS
from toolbox.tables.reasons import REFUSED

#: Counted for every group, in this order: the step of the flow, and whether it belongs to the first round.
COUNTED = (("Invited, n", "invited"), ("Answered before, n", "answered"), ("Answered both times, n", "matched"))


def table1_document(released: ReleasedEvaluation, number: int = 1) -> bytes:
    """Who took part."""
    return document(table1_printed(released, number))


def table1_printed(released: ReleasedEvaluation, number: int = 1) -> PrintedTable:
    """The same as text in cells."""
    letters = Letters()
    starts = [line for line in released.lines if line.block == "baseline" and line.contrast == "baseline"]
    arms = list(dict.fromkeys(line.arm for line in starts))
    make = _of_arms if arms else _of_everybody
    headings, rows, note = make(released, starts, arms, letters)
    if not rows:
        rows = [("Nothing to show",)]
    return PrintedTable(
        number=number,
        title=f"Who Took Part, and Where They Stood in {released.rounds[0][0]}",
        headings=(tuple((heading, 1) for heading in headings),),
        rows=tuple(rows),
        notes=(note, *letters.notes()),
    )


def _of_arms(released: ReleasedEvaluation, starts: Sequence[ReleasedLine], arms: list[str], letters: Letters):
    """One column an arm, then the schools waiting, then the differences."""
    named = [_arm_name(arm) for arm in arms]
    several = len(arms) > 1
    differences = [f"g, {name} − waiting" if several else "g" for name in named]
    headings = ("", "All", *named, "Not yet mentored", *differences)
    columns = ["", *(arm or "mentored" for arm in arms), "waiting"]
    rows: list[tuple[str, ...]] = []
    for group in dict.fromkeys(line.group for line in starts):
        rows.append((group_name(group),))
        rows += _counts(released, group, columns, len(arms), letters)
        for area in dict.fromkeys(line.area for line in starts if line.group == group):
            lines = [_first(starts, group, area, arm) for arm in arms]
            found = [line for line in lines if line is not None]
            marks = _marks(released, found, letters)
            means = [_of(line, "mean_mentored", "sd_mentored") for line in lines]
            waiting = next((_of(line, "mean_waiting", "sd_waiting") for line in found if not line.hidden), NOTHING)
            gaps = [decimals(line.effect.estimate) if line else NOTHING for line in lines]
            rows.append(
                (_area(released, area) + marks, _start(described(released, area, group)), *means, waiting, *gaps)
            )
    note = (
        "Scales: M (SD) at the start, of those who answered both times (All: of everybody who answered then, where nobody could be "
        "followed). g = standardised difference at the start, mentored minus "
        "not yet mentored: up to 0.05 comparable, to 0.25 to be adjusted for, above that not comparable. "
        + ("Schools were drawn by lot." if released.plan.at_random else "Schools were not drawn by lot.")
    )
    return headings, rows, note


def _of_everybody(released: ReleasedEvaluation, _starts, _arms, letters: Letters):
    """One column of numbers, one of means, and how leavers began."""
    first = released.rounds[0][0]
    groups = dict.fromkeys(line.group for line in released.lines if line.block == "flow")
    rows: list[tuple[str, ...]] = []
    for group in groups:
        rows.append((group_name(group),))
        rows += [(*row, "", "") for row in _counts(released, group, [""], 0, letters)]
        areas = dict.fromkeys(
            line.area for line in released.lines if line.block == "change" and line.group == group and line.area
        )
        for line in filter(None, (described(released, area, group) for area in areas)):
            n = line.n_pairs if line.contrast == "change" else line.values.get("n_before")
            gone = next(
                (
                    each
                    for each in released.lines
                    if (each.block, each.contrast, each.group, each.area)
                    == ("attrition", "stayers_leavers", group, line.area)
                ),
                None,
            )
            marks = _marks(released, [line], letters)
            gap = decimals(gone.effect.estimate) if gone else NOTHING
            rows.append((_area(released, line.area) + marks, whole(n), _start(line), gap))
    note = (
        f"Scales: persons who answered both times, with their M (SD) in {first}; where nobody could be followed, everybody who answered then. "
        "g = standardised difference at the start between those who answered again and those who did not."
    )
    return ("", "n", "M (SD)", "Stayed − left, g"), rows, of_whom(note, released.framework)


def _counts(
    released: ReleasedEvaluation, group: str, columns: Sequence[str], differences: int, letters: Letters
) -> list[tuple[str, ...]]:
    """Schools and persons of a group, one row a step; a row nobody can fill is left out."""
    first = released.rounds[0][0]
    flow = [
        line
        for line in released.lines
        if line.block == "flow" and line.group == group and not line.area and not line.values.get("hub")
    ]
    told: list[tuple[str, Callable[[ReleasedLine], int | None], str]] = [
        ("Schools, n", lambda line: line.found.n_schools or None, "answered"),
        *((label, lambda line: line.found.n, step) for label, step in COUNTED),
    ]
    rows = []
    for label, number, step in told:
        lines = [
            next((line for line in flow if (line.contrast == step and line.arm == arm and line.round in (first, "")) or _matched(line, step, arm)), None)
            for arm in columns
        ]  # fmt: skip
        cells = [
            NOTHING if line is None or line.hidden or line.found.refused else whole(number(line)) for line in lines
        ]
        if all(cell == NOTHING for cell in cells) and not any(line is not None and line.hidden for line in lines):
            continue
        marks = _marks(released, [line for line in lines if line is not None], letters)
        rows.append((label + marks, *cells, *[""] * differences))
    return rows


def _matched(line: ReleasedLine, step: str, arm: str) -> bool:
    """Those found in both rounds stand in the last one."""
    return step == "matched" and line.contrast == step and line.arm == arm


def _first(lines: Sequence[ReleasedLine], group: str, area: str, arm: str) -> ReleasedLine | None:
    return next((line for line in lines if (line.group, line.area, line.arm) == (group, area, arm)), None)


def _of(line: ReleasedLine | None, mean: str, sd: str) -> str:
    return NOTHING if line is None else mean_sd(line.values.get(mean), line.values.get(sd))


def _start(line: ReleasedLine | None) -> str:
    return NOTHING if line is None or line.hidden else _of(line, "mean_before", "sd_before")


def _area(released: ReleasedEvaluation, area: str) -> str:
    return next((each.name for each in released.framework.areas if each.id == area), area)


def _arm_name(arm: str) -> str:
    return f"Mentored from {arm}" if arm else "Mentored"


def _marks(released: ReleasedEvaluation, lines: Sequence[ReleasedLine], letters: Letters) -> str:
    """Letters for why a number of these lines is not there."""
    said = [hidden(line.hidden, released.policy) for line in lines if line.hidden]
    words = REFUSED | REFUSALS
    said += [
        under(words.get(line.effect.refused, ""), released.policy)
        for line in lines
        if line.block == "baseline" and not line.hidden
    ]
    return "".join(letters.mark(each) for each in dict.fromkeys(said) if each)
