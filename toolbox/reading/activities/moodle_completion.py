"""Moodle's report of activity completion: a person a row, two columns an activity (state and moment).

The first heading is empty, and so is the second of each pair (or it holds the date the activity was expected by).
Two buttons give the same table: CSV in UTF-8 with commas, and "Excel" in UTF-16 with tabs, named .csv all the same.
"""

from __future__ import annotations

import numpy as np

from toolbox.model import Choices
from toolbox.reading.activities.times import times
from toolbox.reading.dates import take_apart
from toolbox.reading.grid import Column, Grid
from toolbox.reading.layout import Happened, Layout, Reader, Role, sample, simple

#: States an activity can be in: done or not, passed or failed, by hand or by itself.
_MOST_STATES = 8


def claims(grid: Grid, first: int) -> int:
    """By an empty first heading over names, and pairs of state and moment to the right."""
    heading = grid.row(first)
    if heading[0] or sum(map(bool, heading)) < 1 or not sample(grid, 0, first + 1, 20):
        return 0
    if any(take_apart(cell) or cell.isdigit() for cell in sample(grid, 0, first + 1, 20)):
        return 0
    return int(bool(_pairs(grid, heading, first + 1)))


def _pairs(grid: Grid, heading: list[str], first: int) -> list[tuple[int, int]]:
    """(column of the state, column of the moment) of each activity; all or none, from some column to the last."""
    pairs: list[tuple[int, int]] = []
    column = 1
    while column + 1 < grid.width:
        moments, states = sample(grid, column + 1, first, 200), sample(grid, column, first, 200)
        titled = bool(heading[column]) and (not heading[column + 1] or take_apart(heading[column + 1]) is not None)
        dated = all(take_apart(cell) is not None for cell in moments)
        worded = bool(states) and len(set(states)) <= _MOST_STATES and not any(take_apart(cell) for cell in states)
        if titled and dated and worded:
            pairs.append((column, column + 1))
            column += 2
        elif pairs:
            break
        else:
            column += 1
    return pairs if any(sample(grid, moment, first, 200) for _, moment in pairs) else []


def lay_out(rows: list[list[str]], body: Grid) -> Layout:
    """Identity fields to the left, activities to the right; a moment is named after its activity."""
    plain = simple(rows, body)
    pairs = _pairs(body, rows[-1], 0)
    keys = list(plain.keys)
    for state, moment in pairs:
        keys[moment] = f"{keys[state]} (moment)"
    keys[0] = keys[0] or "Name"
    before = pairs[0][0] if pairs else 1
    roles: dict[int, Role] = {0: "name"}
    roles |= {column: "key" for column in range(1, before)}
    roles |= {column: "e-mail" for column in range(1, before) if _mails(body, column)}
    roles |= {moment: "time" for _, moment in pairs}
    parts = {f"state {index}": state for index, (state, _) in enumerate(pairs)}
    private = tuple(column for column in range(1, before) if roles[column] == "key")
    return Layout(**{**vars(plain), "keys": tuple(keys), "roles": roles, "parts": parts, "private": private})


def _mails(body: Grid, column: int) -> bool:
    cells = sample(body, column, 0, 50)
    return bool(cells) and all("@" in cell for cell in cells)


def events(body: Grid, layout: Layout, choices: Choices) -> Happened:
    """One event for each activity a person has a moment for; what is not done yet has none."""
    states = list(layout.parts.values())
    read = times(*(body.columns[state + 1] for state in states), chosen=choices.date_order)
    mails = [column for column, role in layout.roles.items() if role == "e-mail"]
    who = [
        mail or name
        for mail, name in zip(body.columns[mails[0] if mails else 0].cells(), body.columns[0].cells(), strict=True)
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
        topic=Column.of_cells(topics),
        method=Column.of_cells(words),
        problems=read.problems,
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
