"""Tables of a Teams report: which columns hold what, by titles of a known language, else by what stands below them."""

from __future__ import annotations

import re

import numpy as np

from toolbox.reading.activities.spelled import spelled
from toolbox.reading.activities.titles import known, parts_of
from toolbox.reading.dates import dates, take_apart
from toolbox.reading.grid import Column, Grid
from toolbox.reading.layout import sample
from toolbox.reading.words import match_form

_ROWS = ("action", "stamp", "name")
_STAYS = ("joined", "left", "length", "upn", "mail", "role", "name")


def has_moments(grid: Grid, column: int, first: int) -> bool:
    cells = sample(grid, column, first, 60)
    return not cells or any((part := take_apart(cell)) is not None and part.clock for cell in cells)


def _clocked(grid: Grid, column: int, first: int) -> list[str]:
    cells = sample(grid, column, first, 60)
    fits = list(filter(is_clocked, cells))
    return fits if cells and len(fits) >= 0.8 * len(cells) else []


def is_clocked(cell: str) -> bool:
    part = take_apart(spelled(cell)) if cell else None
    return part is not None and part.clock


def _run(grid: Grid, first: int) -> int:
    """How many rows from one on hold two moments or more: a table of stays, up to the next table of the report."""
    rows = 0
    while first + rows < min(grid.rows, first + 60) and sum(map(is_clocked, grid.row(first + rows))) >= 2:
        rows += 1
    return rows


def stays_below(grid: Grid, first: int) -> dict[str, int]:
    """Two columns of moments with a length of the time between them, in any language."""
    run = _run(grid, first)
    if not run:
        return {}
    table = [grid.row(first + row) for row in range(run)]
    for column in range(1, grid.width - 2):
        stays = [row[column : column + 3] for row in table if is_clocked(row[column]) and is_clocked(row[column + 1])]
        told = [stay for stay in stays if stay[2]]
        if len(stays) >= 0.8 * run and told and sum(map(_lasts, told)) >= 0.8 * len(told):
            return {"name": 0, "joined": column, "left": column + 1, "length": column + 2}
    return {}


def _lasts(stay: list[str]) -> bool:
    """Whether a length says the time between two moments, its units in whatever language.

    Example:
        >>> _lasts(["13.4.2021 09:01:31", "13.4.2021 10:43:31", "1 zz 42 yy"]), _lasts(["13.4.2021 09:00", "13.4.2021 10:00", "3 of 5"])
        (True, False)
        >>> _lasts(["13.4.2021 09:00", "13.4.2021 09:07", "AB07K"])
        False
    """
    numbers = [int(number) for number in re.findall(r"\d+", stay[2])]
    if not any(numbers) or len(numbers) > 3 or len(stay[2]) > 30 or not stay[2][0].isdigit() or stay[2][-1].isdigit():
        return False
    for order in ("dmy", "mdy"):
        begin, end = dates(Column.of_cells([spelled(cell) for cell in stay[:2]]), order).times
        seconds = (end - begin) / np.timedelta64(1, "s")
        units = (86_400, 3_600, 60, 1)
        said = [
            sum(number * unit for number, unit in zip(numbers, units[place:], strict=False))
            for place in range(len(units) - len(numbers) + 1)
        ]
        if any(abs(length - seconds) <= 60 for length in said):
            return True
    return False


def pairs_below(grid: Grid, first: int) -> dict[str, int]:
    """A name, one of two or three words, a moment: and nearly everyone's words take turns."""
    for column in range(1, min(3, grid.width - 1)):
        actions, names = grid.columns[column], grid.columns[column - 1]
        used = set(actions.codes[first:].tolist()) - {0}
        if not 2 <= len(used) <= 3 or not _clocked(grid, column + 1, first):
            continue
        same = (names.codes[first + 1 :] == names.codes[first:-1]) & (names.codes[first + 1 :] != 0)
        turns = actions.codes[first + 1 :] != actions.codes[first:-1]
        often = max(2, 0.1 * len(same))
        if same.sum() >= often and (turns & same).sum() >= 0.9 * same.sum() and _of_one_day(grid, column + 1, first):
            return {"name": column - 1, "action": column, "stamp": column + 2 - 1}
    return {}


def _of_one_day(grid: Grid, column: int, first: int) -> bool:
    """Whether most moments are of the same day: a meeting is."""
    days = [
        (part.year, part.a, part.b) for cell in _clocked(grid, column, first) if (part := take_apart(spelled(cell)))
    ]
    return max(map(days.count, days), default=0) >= 0.8 * len(days)


def titled(heading: list[str]) -> dict[str, int]:
    rows = parts_of(heading, "teams_attendance", _ROWS)
    return rows if {"action", "stamp"} <= set(rows) else parts_of(heading, "teams_attendance", _STAYS)


def is_whole(parts: dict[str, int]) -> bool:
    return {"action", "stamp"} <= set(parts) or {"joined", "left"} <= set(parts)


def ended_at(above: list[list[str]]) -> str:
    """When the meeting ended, as the lines above the table say; a comma may have cut the moment in two."""
    ends = known("teams_attendance", "ends")
    told = next((row[1:] for row in above if match_form(row[0]) in ends), [])
    return ", ".join(filter(None, told))


def last_heading(body: Grid) -> int | None:
    """Where the table of stays begins below the table of persons, with columns of its own; None in a report of one table."""
    if body.width < 4:
        return None
    moments = np.stack([column.where(is_clocked) for column in body.columns]).sum(axis=0)
    filled = np.stack([column.filled() for column in body.columns]).sum(axis=0)
    heads = (filled[:-1] >= 4) & (moments[:-1] == 0) & (moments[1:] >= 1)
    # A person who never came has no moments either, but an address or numbers.
    places = [row for row in np.flatnonzero(heads).tolist() if not re.search(r"[\d@]", " ".join(body.row(row)))]
    return places[-1] if places else None
