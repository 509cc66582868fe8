"""Microsoft Teams' attendance of a meeting: joined and left as rows of their own, or one row a stay.

Older lists have three columns (name, action, moment); reports have lines on the meeting above a table with the time
joined, the time left and the length. The newest hold three tables below each other: on the meeting, one row a person
and one row a stay; the stays are read. In languages not listed a table is known by its moments and by lengths whose
numbers are the time between them. Several stays of a person stay several events; a stay nobody ended lasts until the end
of the meeting as the lines above say, else until the last moment of the file. Whoever organised the meeting is no attendee.
"""

from __future__ import annotations

import numpy as np

from toolbox.model import Choices, Problem
from toolbox.reading.activities.attendance_tables import (
    ended_at,
    has_moments,
    is_clocked,
    is_whole,
    last_heading,
    pairs_below,
    stays_below,
    titled,
)
from toolbox.reading.activities.lengths import minutes_of
from toolbox.reading.activities.stays import Stay, paired
from toolbox.reading.activities.times import NAT, Times, times
from toolbox.reading.activities.titles import known, starts_with
from toolbox.reading.dates import take_apart
from toolbox.reading.grid import Column, Grid
from toolbox.reading.layout import Happened, Layout, Left, Reader, Role, simple
from toolbox.reading.words import match_form


def claims(grid: Grid, first: int) -> int:
    """By titles of a known language and moments below them; else by stays whose length is the time between."""
    heading = grid.row(first)
    filled = sum(map(bool, heading))
    if filled < 3 or any(take_apart(cell) is not None for cell in heading):
        return 0
    found = titled(heading)
    # The tool writes names first; a form that asks for a name and an activity begins with its timestamp.
    if is_whole(found) and found.get("stamp") != 0 and (filled <= 6 or "joined" in found):
        return int(has_moments(grid, found.get("joined", found.get("stamp", 0)), first + 1))
    return int(bool(stays_below(grid, first + 1)) or (filled <= 4 and bool(pairs_below(grid, first + 1))))


def lay_out(rows: list[list[str]], body: Grid) -> Layout:
    """Parts by title or structure; rows of the other tables of the report are left out."""
    last = last_heading(body)
    above, first = rows[:-1], rows[-1]
    rows = [body.row(last)] if last is not None else rows
    plain = simple(rows, body)
    below = 0 if last is None else last + 1
    # The title of a later table may be damaged: its columns stand as those of the first.
    title = titled(rows[-1])
    tried = (title, stays_below(body, below), pairs_below(body, below), titled(first), stays_below(body, 0))
    parts = {**title, **next(filter(is_whole, tried), {"joined": 1, "left": 2})}
    if "name" not in parts:
        parts = {**parts, "name": min(set(range(body.width)) - set(parts.values()), default=0)}
    named: dict[str, Role] = {"name": "name", "mail": "e-mail", "upn": "e-mail"}
    roles = {parts[part]: role for part, role in named.items() if part in parts}
    roles |= {parts[part]: "time" for part in ("stamp", "joined", "left") if part in parts}
    stamped = body.columns[parts.get("stamp", parts.get("joined", 0))]
    other = ~stamped.where(is_clocked)
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
        **{
            **vars(plain),
            "roles": roles,
            "parts": parts,
            "left": left if other.any() and not other.all() else (),
            "ended": ended_at(above),
        }
    )


def events(body: Grid, layout: Layout, choices: Choices) -> Happened:
    """One event a stay: when joined, how many minutes; where nobody left, the last moment of the meeting counts."""
    parts = layout.parts
    who = _who(body, parts)
    ended = Column.of_cells([layout.ended])
    stays, read, ends = (_from_rows if "action" in parts else _from_stays)(body, parts, who, ended, choices)
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


def _from_rows(body: Grid, parts, who: Column, ended: Column, choices: Choices) -> tuple[list[Stay], Times, np.ndarray]:
    read = times(body.columns[parts["stamp"]], ended, chosen=choices.date_order)
    begins = _joining(body.columns[parts["action"]], who)
    stays = paired(who.codes, begins, read.at[0], read.at[1][0])
    if read.unclear and read.under:
        under = [paired(who.codes, begins, one[0], one[1][0]) for one in read.under]
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


def _from_stays(
    body: Grid, parts, who: Column, ended: Column, choices: Choices
) -> tuple[list[Stay], Times, np.ndarray]:
    begin, end = body.columns[parts["joined"]], body.columns[parts["left"]]
    read = times(begin, end, ended, chosen=choices.date_order)
    cells = body.columns[parts["length"]].cells() if "length" in parts else [""] * body.rows
    lengths = np.asarray([minutes_of(cell) for cell in cells])
    if read.unclear and read.under:
        fits = [under for under in read.under if _fits(under, lengths)]
        if len(fits) == 1:
            order = "dmy" if fits[0] is read.under[0] else "mdy"
            read = Times(at=fits[0], order=order)
    starts, ends, (closed,) = read.at
    known_moments = np.concatenate([starts, ends])
    known_moments = known_moments[~np.isnat(known_moments)]
    last = closed if not np.isnat(closed) else known_moments.max() if known_moments.size else NAT
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
    message = f"{count} {'stay has' if count == 1 else 'stays have'} no time of leaving. The end of the meeting was taken instead."
    return (Problem(code="no_leaving", message=message, count=count),)


READER = Reader(
    key="teams_attendance",
    title="Teams attendance",
    where="Calendar > the meeting > Attendance > Download",
    kind="activity",
    claims=claims,
    lay_out=lay_out,
    events=events,
    reads_above=True,
)
