"""Microsoft Teams' attendance of a meeting: joined and left as rows of their own, or one row a stay.

Older lists have three columns (name, action, moment); reports have lines on the meeting above a table with the time
joined, the time left and the length. The newest hold three tables below each other: on the meeting, one row a person
and one row a stay; the stays are read. Several stays of a person stay several events. Whoever organised the meeting is no attendee.
"""

from __future__ import annotations

import numpy as np

from toolbox.model import Choices, Problem
from toolbox.reading.activities.lengths import minutes_of
from toolbox.reading.activities.stays import Stay, paired
from toolbox.reading.activities.times import NAT, Times, times
from toolbox.reading.activities.titles import known, parts_of, starts_with
from toolbox.reading.dates import take_apart
from toolbox.reading.grid import Column, Grid
from toolbox.reading.layout import Happened, Layout, Left, Reader, Role, sample, simple
from toolbox.reading.words import match_form

_ROWS = ("action", "stamp", "name")
_STAYS = ("joined", "left", "length", "upn", "mail", "role", "name")


def claims(grid: Grid, first: int) -> int:
    """By titles of a known language and moments below them; else by stays whose length is the time between."""
    heading = grid.row(first)
    filled = sum(map(bool, heading))
    if filled < 3 or any(take_apart(cell) is not None for cell in heading):
        return 0
    rows, stays = parts_of(heading, "teams_attendance", _ROWS), parts_of(heading, "teams_attendance", _STAYS)
    if {"action", "stamp"} <= set(rows) and filled <= 6 and _moments(grid, rows["stamp"], first + 1):
        return 1
    if {"joined", "left"} <= set(stays) and _moments(grid, stays["joined"], first + 1):
        return 1
    return int(bool(_stays_below(grid, first + 1)) or (filled <= 4 and bool(_pairs_below(grid, first + 1))))


def _moments(grid: Grid, column: int, first: int) -> bool:
    cells = sample(grid, column, first, 60)
    return not cells or any((part := take_apart(cell)) is not None and part.clock for cell in cells)


def _clocked(grid: Grid, column: int, first: int) -> list[str]:
    cells = sample(grid, column, first, 60)
    fits = [cell for cell in cells if (part := take_apart(cell)) is not None and part.clock]
    return fits if cells and len(fits) >= 0.8 * len(cells) else []


def _stays_below(grid: Grid, first: int) -> dict[str, int]:
    """Two columns of moments with a length in words of time between them, in any language."""
    for column in range(1, grid.width - 2):
        lengths = sample(grid, column + 2, first, 60)
        if not (_clocked(grid, column, first) and _clocked(grid, column + 1, first) and lengths):
            continue
        worded = [cell for cell in lengths if not cell[-1:].isdigit() and not np.isnan(minutes_of(cell))]
        if len(worded) >= 0.8 * len(lengths):
            return {"name": 0, "joined": column, "left": column + 1, "length": column + 2}
    return {}


def _pairs_below(grid: Grid, first: int) -> dict[str, int]:
    """A name, one of two or three words, a moment: and nearly everyone's words take turns."""
    for column in range(1, min(3, grid.width - 1)):
        actions, names = grid.columns[column], grid.columns[column - 1]
        used = set(actions.codes[first:].tolist()) - {0}
        if not 2 <= len(used) <= 3 or not _clocked(grid, column + 1, first):
            continue
        same = (names.codes[first + 1 :] == names.codes[first:-1]) & (names.codes[first + 1 :] != 0)
        turns = actions.codes[first + 1 :] != actions.codes[first:-1]
        if same.sum() >= 2 and (turns & same).sum() >= 0.9 * same.sum():
            return {"name": column - 1, "action": column, "stamp": column + 2 - 1}
    return {}


def lay_out(rows: list[list[str]], body: Grid) -> Layout:
    """Parts by title or structure; rows of the other tables of the report are left out."""
    last = _last_heading(body)
    rows = [body.row(last)] if last is not None else rows
    plain = simple(rows, body)
    parts = parts_of(rows[-1], "teams_attendance", _ROWS)
    if not {"action", "stamp"} <= set(parts):
        parts = parts_of(rows[-1], "teams_attendance", _STAYS)
    if not ({"action", "stamp"} <= set(parts) or {"joined", "left"} <= set(parts)):
        parts = {**parts, **(_stays_below(body, 0) or _pairs_below(body, 0))}
    if "name" not in parts:
        parts = {**parts, "name": min(set(range(body.width)) - set(parts.values()), default=0)}
    named: dict[str, Role] = {"name": "name", "mail": "e-mail", "upn": "e-mail"}
    roles = {parts[part]: role for part, role in named.items() if part in parts}
    roles |= {parts[part]: "time" for part in ("stamp", "joined", "left") if part in parts}
    stamped = body.columns[parts.get("stamp", parts.get("joined", 0))]
    other = ~stamped.where(lambda word: (part := take_apart(word)) is not None and part.clock)
    if last is not None:
        other[: last + 1] = True
    left = (
        Left(
            rows=other,
            code="other_lines",
            message="{count} rows come from headings, summaries or notes of this report and were set aside.",
        ),
    )
    return Layout(
        **{**vars(plain), "roles": roles, "parts": parts, "left": left if other.any() and not other.all() else ()}
    )


def _last_heading(body: Grid) -> int | None:
    """Where the table of stays begins below the table of persons, with columns of its own; None in a report of one table."""
    heads = known("teams_attendance", "joined")
    again = np.zeros(body.rows, bool)
    for column in body.columns:
        again |= column.where(lambda word: match_form(word) in heads)
    places = np.flatnonzero(again)
    if not places.size or places[-1] + 1 >= body.rows:
        return None
    whole = {"joined", "left"} <= set(parts_of(body.row(int(places[-1])), "teams_attendance", _STAYS))
    return int(places[-1]) if whole else None


def events(body: Grid, layout: Layout, choices: Choices) -> Happened:
    """One event a stay: when joined, how many minutes; where nobody left, the last moment of the meeting counts."""
    parts = layout.parts
    who = _who(body, parts)
    stays, read, ends = (_from_rows if "action" in parts else _from_stays)(body, parts, who, choices)
    rows = np.asarray([stay.row for stay in stays], np.int64)
    organised = np.zeros(body.rows, bool)
    if "role" in parts:
        organised = body.columns[parts["role"]].where(
            lambda word: bool(word) and starts_with(word, "teams_attendance", "organisers")
        )
    kinds = ["organised" if organised[stay.row] else "attended" for stay in stays]
    return Happened(
        rows=rows,
        at=np.asarray([stay.begin for stay in stays], "datetime64[s]"),
        actor=who.take(rows),
        kind=Column.of_cells(kinds),
        order=read.order,
        minutes=np.asarray([stay.minutes for stay in stays], float),
        ends=ends,
        problems=(*read.problems, *_open(stays)),
    )


def _who(body: Grid, parts) -> Column:
    """Address before name: names repeat and change; a person without an address in one row has it in another."""
    names = body.columns[parts["name"]]
    held = next(
        (
            body.columns[parts[part]]
            for part in ("upn", "mail")
            if part in parts and body.columns[parts[part]].filled().any()
        ),
        None,
    )
    if held is None:
        return names
    return Column.of_cells([mail or name for mail, name in zip(held.cells(), names.cells(), strict=True)])


def _from_rows(body: Grid, parts, who: Column, choices: Choices) -> tuple[list[Stay], Times, np.ndarray]:
    read = times(body.columns[parts["stamp"]], chosen=choices.date_order)
    begins = _joining(body.columns[parts["action"]], who)
    stays = paired(who.codes, begins, read.at[0])
    if read.unclear and read.under:
        under = [paired(who.codes, begins, one[0]) for one in read.under]
        stays = _agreed(*under)
    return stays, read, read.at[0]


def _joining(actions: Column, who: Column) -> np.ndarray:
    """For each row whether somebody came: by a known word, else by the word most persons begin with."""
    come, gone = known("teams_attendance", "joins"), known("teams_attendance", "leaves")
    forms = [match_form(word) for word in actions.words]
    told = [any(form.startswith(word) for word in come) if form else False for form in forms]
    left = [any(form.startswith(word) for word in gone) if form else False for form in forms]
    if any(told) or any(left):
        return np.asarray([one or (not other and not any(told)) for one, other in zip(told, left, strict=True)], bool)[
            actions.codes
        ]
    _, firsts = np.unique(who.codes, return_index=True)
    words, counts = np.unique(actions.codes[firsts], return_counts=True)
    return actions.codes == words[counts.argmax()]


def _from_stays(body: Grid, parts, who: Column, choices: Choices) -> tuple[list[Stay], Times, np.ndarray]:
    begin, end = body.columns[parts["joined"]], body.columns[parts["left"]]
    read = times(begin, end, chosen=choices.date_order)
    cells = body.columns[parts["length"]].cells() if "length" in parts else [""] * body.rows
    lengths = np.asarray([minutes_of(cell) for cell in cells])
    if read.unclear and read.under:
        fits = [under for under in read.under if _fits(under, lengths)]
        if len(fits) == 1:
            order = "dmy" if fits[0] is read.under[0] else "mdy"
            read = Times(at=fits[0], order=order)
    starts, ends = read.at
    last = np.nanmax(np.concatenate([starts, ends]).astype("datetime64[s]")) if (~np.isnat(starts)).any() else NAT
    stays = []
    for row in range(body.rows):
        open_end = np.isnat(ends[row]) and np.isnan(lengths[row])
        until = last if open_end else ends[row]
        between = (
            (until - starts[row]) / np.timedelta64(60, "s")
            if not (np.isnat(until) or np.isnat(starts[row]))
            else np.nan
        )
        stays.append(
            Stay(
                row=row,
                begin=starts[row],
                minutes=lengths[row] if np.isnan(between) else float(between),
                open_end=open_end,
            )
        )
    return stays, read, ends


def _fits(under: tuple[np.ndarray, ...], lengths: np.ndarray) -> bool:
    """Whether lengths agree with the time between coming and leaving, to two minutes."""
    between = (under[1] - under[0]) / np.timedelta64(60, "s")
    both = ~np.isnan(between) & ~np.isnan(lengths)
    return bool(both.any()) and bool((np.abs(between - lengths)[both] <= 2).all())


def _agreed(first: list[Stay], second: list[Stay]) -> list[Stay]:
    """Stays of a day of which nobody knows which it is: lengths stay where both orders give the same, days go."""
    other = {stay.row: stay for stay in second}
    return [
        Stay(
            row=stay.row,
            begin=NAT,
            minutes=stay.minutes if stay.row in other and other[stay.row].minutes == stay.minutes else np.nan,
            open_end=stay.open_end,
        )
        for stay in first
    ]


def _open(stays: list[Stay]) -> tuple[Problem, ...]:
    count = sum(bool(stay.open_end) for stay in stays)
    if not count:
        return ()
    message = f"{count} {'stay has' if count == 1 else 'stays have'} no time of leaving. The last moment of the meeting was taken instead."
    return (Problem(code="no_leaving", message=message, count=count),)


READER = Reader(
    key="teams_attendance",
    title="Teams attendance",
    where="Calendar > the meeting > Attendance > Download",
    kind="activity",
    claims=claims,
    lay_out=lay_out,
    events=events,
)
