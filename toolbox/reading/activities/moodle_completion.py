"""Moodle's reports of completion and participation: a person a row.

Completion: two columns an activity (state and moment). The first heading is empty, and so is the second of each pair (or it
holds the date the activity was expected by, or the name again with a few words; some program may have written "Unnamed: 3").
Two buttons give the same table: CSV in UTF-8 with commas, and "Excel" in UTF-16 with tabs, named .csv all the same.
Participation: a person and "Yes (5)" or "No", in any language: one event of five times, without a moment.
"""

from __future__ import annotations

import re

import numpy as np

from toolbox.model import Choices
from toolbox.reading.activities.times import NAT, times
from toolbox.reading.dates import take_apart
from toolbox.reading.grid import Column, Grid
from toolbox.reading.layout import Happened, Layout, Reader, Role, sample, simple

#: States an activity can be in: done or not, passed or failed, by hand or by itself.
_MOST_STATES, _FEW_STATES = 8, 3
_UNNAMED = re.compile(r"^Unnamed: \d+$")
_TOOK_PART = re.compile(r"^([^\W\d]+)(?: \((\d+)\))?$")


def claims(grid: Grid, first: int) -> int:
    """By an empty first heading over names, and pairs of state and moment to the right; or by who took part how often."""
    heading = _bare(grid.row(first))
    names = sample(grid, 0, first + 1, 20)
    # A person is a row: two may share a name, but a table of schools or classes repeats them.
    repeated = len(set(names)) < 0.7 * len(names)
    if sum(map(bool, heading)) < 1 or not names or repeated or any(take_apart(cell) for cell in names):
        return 0
    if (column := _took_part(grid, first + 1)) is not None and heading[column]:
        return int(heading[column] not in sample(grid, column, first + 1))
    pairs = _pairs(grid, heading, first + 1)
    told_again = any(heading[moment].startswith(f"{heading[state]} ") for state, moment in pairs)
    if not pairs or (heading[0] and not told_again) or (not heading[0] and any(map(str.isdigit, names))):
        return 0
    return 1


def _bare(heading: list[str]) -> list[str]:
    return ["" if _UNNAMED.match(cell) else cell for cell in heading]


def _took_part(grid: Grid, first: int) -> int | None:
    """The column of "Yes (5)" and "No" in a table of few columns, a person a row.

    One word bears numbers, the other none; "Agree (2)" beside "Disagree (1)" are answers, and so is one number always.
    """
    persons = sample(grid, 0, first, 200)
    if grid.width > 5 or len(set(persons)) < len(persons):
        return None
    for column in range(1, grid.width):
        found = [_TOOK_PART.match(cell) for cell in sample(grid, column, first, 200)]
        if not found or not all(found):
            continue
        took = {one[1] for one in found if one[2]}
        idle = {one[1] for one in found if not one[2]}
        times_taken = [one[2] for one in found if one[2]]
        # Of many persons not all took part equally often; "Agree (2)" says 2 whoever answers.
        told = len(set(times_taken)) > 1 or (idle and len(times_taken) < 5)
        if len(took) == 1 and len(idle) <= 1 and not took & idle and told:
            return column
    return None


def _pairs(grid: Grid, heading: list[str], first: int) -> list[tuple[int, int]]:
    """(column of the state, column of the moment) of each activity; all or none, from some column to the last."""
    pairs: list[tuple[int, int]] = []
    column = 1
    while column + 1 < grid.width:
        moments, states = sample(grid, column + 1, first, 200), sample(grid, column, first, 200)
        title, beside = heading[column], heading[column + 1]
        titled = (
            bool(title)
            and title not in states
            and take_apart(title) is None
            and (not beside or beside.startswith(f"{title} ") or _is_day(beside))
        )
        dated = all(take_apart(cell) is not None for cell in moments)
        worded = bool(states) and len(set(states)) <= _MOST_STATES and not any(map(_is_value, states))
        if titled and dated and worded:
            pairs.append((column, column + 1))
            column += 2
        elif pairs:
            break
        else:
            column += 1
    if any(sample(grid, moment, first, 200) for _, moment in pairs):
        return pairs
    # Where nobody has done anything yet, several pairs that share a few states are needed to tell.
    states = {cell for state, _ in pairs for cell in sample(grid, state, first, 200)}
    return pairs if len(pairs) > 1 and len(states) <= _FEW_STATES else []


def _is_day(cell: str) -> bool:
    """Whether a heading is the day an activity was expected by; the moments below it have a clock."""
    part = take_apart(cell)
    return part is not None and not part.clock


def _is_value(cell: str) -> bool:
    """Whether a cell is no state but a date, or a number with or without words: a state is told in words alone."""
    return take_apart(cell) is not None or any(map(str.isdigit, cell))


def lay_out(rows: list[list[str]], body: Grid) -> Layout:
    """Identity fields to the left, activities to the right; a moment is named after its activity."""
    plain = simple(rows, body)
    keys = list(plain.keys)
    keys[0] = keys[0] if _bare(keys)[0] else "Name"
    if (times_taken := _took_part(body, 0)) is not None:
        return Layout(**{**vars(plain), "keys": tuple(keys), "roles": {0: "name"}, "parts": {"took part": times_taken}})
    pairs = _pairs(body, _bare(rows[-1]), 0)
    for state, moment in pairs:
        keys[moment] = f"{keys[state]} (moment)"
    before = pairs[0][0] if pairs else 1
    named = next((column for column in range(before) if not all(map(str.isdigit, sample(body, column, 0, 50)))), 0)
    roles: dict[int, Role] = {column: "key" for column in range(before)}
    roles |= {column: "e-mail" for column in range(before) if _mails(body, column)} | {named: "name"}
    roles |= {moment: "time" for _, moment in pairs}
    parts = {"name": named, **{f"state {index}": state for index, (state, _) in enumerate(pairs)}}
    private = tuple(column for column in range(before) if roles[column] == "key")
    return Layout(**{**vars(plain), "keys": tuple(keys), "roles": roles, "parts": parts, "private": private})


def _mails(body: Grid, column: int) -> bool:
    cells = sample(body, column, 0, 50)
    return bool(cells) and all("@" in cell for cell in cells)


def events(body: Grid, layout: Layout, choices: Choices) -> Happened:
    """One event for each activity a person has a moment for; what is not done yet has none."""
    if "took part" in layout.parts:
        return _participation(body, layout.parts["took part"])
    states = [column for part, column in layout.parts.items() if part != "name"]
    read = times(*(body.columns[state + 1] for state in states), chosen=choices.date_order)
    mails = [column for column, role in layout.roles.items() if role == "e-mail"]
    who = [
        mail or name
        for mail, name in zip(
            body.columns[mails[0] if mails else layout.parts["name"]].cells(),
            body.columns[layout.parts["name"]].cells(),
            strict=True,
        )
    ]
    done = [np.flatnonzero(body.columns[state + 1].filled()) for state in states]
    rows = np.concatenate(done) if done else np.zeros(0, np.int64)
    topics = [layout.keys[state] for state, found in zip(states, done, strict=True) for _ in found]
    words = [
        body.columns[state].words[body.columns[state].codes[row]]
        for state, found in zip(states, done, strict=True)
        for row in found
    ]
    return Happened(
        rows=rows,
        at=np.concatenate([at[found] for at, found in zip(read.at, done, strict=True)]),
        actor=Column.of_cells([who[row] for row in rows]),
        kind=Column.of_cells(["completed"] * len(rows)),
        order=read.order,
        persons=frozenset(body.columns[layout.parts["name"]].words) - {""},
        topic=Column.of_cells(topics),
        method=Column.of_cells(words),
        problems=read.problems,
    )


def _participation(body: Grid, column: int) -> Happened:
    """As many times as the number says, of whoever took part."""
    found = [_TOOK_PART.match(word) for word in body.columns[column].words]
    times_taken = np.asarray([int(one[2] or 0) if one else 0 for one in found])[body.columns[column].codes]
    rows = np.flatnonzero(times_taken)
    return Happened(
        rows=rows,
        at=np.full(len(rows), NAT),
        actor=body.columns[0].take(rows),
        kind=Column.of_cells(["viewed"] * len(rows)),
        count=times_taken[rows],
    )


READER = Reader(
    key="moodle_completion",
    title="Moodle completion",
    where="Course > Reports > Activity completion > Download in spreadsheet format",
    kind="activity",
    claims=claims,
    lay_out=lay_out,
    events=events,
)
