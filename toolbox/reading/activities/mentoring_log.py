"""The log of mentoring sessions a hub keeps in a spreadsheet, as hands write it.

Title rows stand above the heading, a sheet may be a month, a hub or a mentor, a date is merged over several sessions,
several mentees share a cell, lengths are written in five ways, totals stand between. One session gives one
event for the mentor (``mentoring``) and one for each mentee (``mentored``), all of one row: the row is the session.
Where no column names mentors, the line above the table or the tab of the sheet does. What was planned and not held, or not
yet, is kept as not delivered. Names in several spellings are told and kept apart.
"""

from __future__ import annotations

import numpy as np

from toolbox.model import Choices, Problem
from toolbox.reading.activities.lengths import is_academic, minutes_of
from toolbox.reading.activities.mentoring_persons import persons_of, spellings
from toolbox.reading.activities.mentoring_titles import beside, is_of_sessions, is_template, parts
from toolbox.reading.activities.times import is_moment, times
from toolbox.reading.activities.titles import known
from toolbox.reading.grid import Column, Grid
from toolbox.reading.layout import Happened, Layout, Left, Reader, Role, simple
from toolbox.reading.words import match_form, plain_words

#: What is written once and merged over the sessions below it.
_FILLED_DOWN = ("date", "giver", "mentor", "school")
#: A number without a word is hours up to here, and minutes from the second number on; between them nobody knows.
_MOST_HOURS, _FEWEST_MINUTES = 10.0, 15.0
#: More in a column of hours are minutes: no session lasts longer than a day.
_DAY = 24
#: Rows of a problem that are named.
_MOST_TOLD = 200
#: Words that only a log of mentoring has above its persons.


def claims(grid: Grid, first: int) -> int:
    """By a date, who mentored or was mentored, and what a session has: a length, a topic, a form."""
    return int(is_of_sessions(grid, first))


def lay_out(rows: list[list[str]], body: Grid) -> Layout:
    """Parts by heading; totals and empty lines between are left out."""
    plain = simple(rows, body)
    found = parts(rows[-1])
    if "date" not in found:
        found["date"] = found.pop("clock", 0)
    roles: dict[int, Role] = {found["date"]: "time"}
    roles |= {found[part]: "name" for part in ("mentor",) if part in found}
    private = [found["mentee"]] if "mentee" in found else []
    private += [index for index, heading in enumerate(rows[-1]) if "notes" in parts([heading])]
    total, empty = _totals(body, found["date"]), _empty(body, found)
    left = tuple(
        Left(rows=found, code=code, message=message)
        for found, code, message in (
            (total, "total_rows", "{count} rows come between the sessions as totals and were left out."),
            (empty & ~total, "empty_sessions", "{count} rows come without a session and were left out."),
        )
        if found.any()
    )
    return Layout(**{**vars(plain), "roles": roles, "parts": found, "private": tuple(private), "left": left})


def _totals(body: Grid, date: int) -> np.ndarray:
    """Rows one of whose cells begins with a word for a sum, and that hold hardly anything else than numbers."""
    words = known("mentoring_log", "totals")

    def is_total(cell: str) -> bool:
        form = match_form(cell)
        return len(form) <= 40 and any(form == word or form.startswith((f"{word} ", f"{word}:")) for word in words)

    found, texts = np.zeros(body.rows, bool), np.zeros(body.rows, int)
    for column in body.columns:
        found |= column.where(is_total)
        texts += column.where(lambda cell: bool(cell) and not is_total(cell) and np.isnan(minutes_of(cell, bare=1.0)))
    dated = body.columns[date].where(is_moment)
    return found & ~dated & (texts <= 1)


def _empty(body: Grid, parts) -> np.ndarray:
    """Rows with nothing of a session beside a length or a note: sums without a word, remarks, months as headings."""
    says = np.zeros(body.rows, bool)
    for part in ("mentee", "topic", "method", "mentor", "giver", "school"):
        if part in parts:
            says |= body.columns[parts[part]].filled()
    return ~says


def events(body: Grid, layout: Layout, choices: Choices) -> Happened:
    """One event for the mentor and one for each mentee of every session."""
    columns = {part: body.columns[place] for part, place in layout.parts.items()}
    starts = np.flatnonzero(np.diff(body.row_numbers, prepend=body.row_numbers[:1] + 1) <= 0)
    # Our template has a day in every row and nothing merged: what is blank in a row, nobody said.
    down = {}
    if not is_template(layout.keys):
        down = {part: _down(columns[part], starts) for part in _FILLED_DOWN if part in columns}
    filled = _filled(body, layout, columns, down)
    columns |= down
    blank = Column.blank(body.rows)
    read = times(columns["date"], chosen=choices.date_order, school_year=choices.school_year)
    clock, finish = columns.get("clock", blank), columns.get("finish", blank)
    if "length" not in columns and "finish" not in columns and not _is_clock(clock):
        columns["length"], clock = clock, blank
    intended = columns.get("intended", blank)
    length = columns.get("length", intended)
    minutes, told = _minutes(length, layout.keys[layout.parts["length"]] if "length" in layout.parts else "")
    begins, ends = _clocks(clock), _clocks(finish)
    minutes = np.where(np.isnan(minutes) & (ends > begins), ends - begins, minutes)
    held = ~columns.get("status", blank).where(_is_planned)
    if "length" in columns:
        # Hours planned and none held: the session has not taken place, and its planned length is what is known.
        held &= length.filled() | ~intended.filled()
        minutes = np.where(length.filled(), minutes, _minutes(intended, "")[0] if "intended" in columns else minutes)
    rows, actors, kinds, schools = [], [], [], []
    givers, receivers = columns.get("giver", blank).cells(), columns.get("school", blank).cells()
    mentees = persons_of(columns.get("mentee", blank))
    mentors = persons_of(columns.get("mentor", blank))
    for row in range(body.rows):
        taking_part = [("mentoring", mentor, givers[row]) for mentor in mentors[row] or ([""] if givers[row] else [])]
        taking_part += [
            ("mentored", mentee, receivers[row])
            for mentee in mentees[row] or ([""] if not mentors[row] or receivers[row] else [])
        ]
        for kind, actor, school in taking_part:
            rows.append(row)
            kinds.append(kind)
            actors.append(actor)
            schools.append(school)
    at = np.asarray(rows, np.int64)
    hours = np.where(np.isnan(begins) | (begins >= 1440), 0, begins).astype("timedelta64[m]")
    moments = np.where(_has_no_clock(read.at[0]), read.at[0] + hours, read.at[0])
    return Happened(
        rows=at,
        at=moments[at] if len(at) else np.zeros(0, "datetime64[s]"),
        actor=Column.of_cells(actors),
        kind=Column.of_cells(kinds),
        order=read.order,
        school=Column.of_cells(schools),
        minutes=minutes[at],
        topic=columns.get("topic", blank).take(at),
        method=columns.get("method", blank).take(at),
        delivered=held[at],
        persons=frozenset(actors) - {""},
        problems=(
            *filled,
            *read.problems,
            *told,
            *spellings(actors),
            *_twice(body, columns["date"], layout.parts),
        ),
    )


def _down(column: Column, starts: np.ndarray) -> Column:
    """Blank cells take what stands above them in their sheet: a merged cell is filled in its first row only."""
    places = np.where(column.filled(), np.arange(len(column)), -1)
    if len(column):
        # The first row of every further sheet holds its own cell, blank or not.
        places[starts] = starts
        places = np.maximum.accumulate(places)
    return Column(codes=np.where(places >= 0, column.codes[places], 0).astype(np.int32), words=column.words)


def _filled(body: Grid, layout: Layout, were: dict[str, Column], now: dict[str, Column]) -> tuple[Problem, ...]:
    """That blank cells were taken to be merged with the one above: a day that was only forgotten would be another's."""
    rows, headings = np.zeros(body.rows, bool), []
    for part, column in now.items():
        taken = column.filled() & ~were[part].filled()
        if taken.any():
            rows |= taken
            headings.append(layout.keys[layout.parts[part]])
    count = int(rows.sum())
    if not count:
        return ()
    where = "1 row" if count == 1 else f"{count:,} rows"
    message = (
        f"In {where} what is blank under {', '.join(f'“{each}”' for each in headings)} was taken from the row above, as in merged "
        "cells. Where it was only forgotten, write it into the file first."
    )
    found = tuple(int(each) for each in body.row_numbers[rows][:_MOST_TOLD])
    return (Problem(code="filled_down", message=message, rows=found, count=count),)


def _is_clock(column: Column) -> bool:
    """Whether a column says when in the day, and not how long: most of it is seven hours or more, with a colon."""
    told = [minutes_of(word) for word in column.words[1:] if ":" in word or "." in word]
    return bool(told) and float(np.nanmedian([0.0, *told, *told])) >= 420


def _clocks(column: Column) -> np.ndarray:
    """Minutes since midnight."""
    return np.asarray([minutes_of(word.replace(".", ":"), bare=np.nan) for word in column.words])[column.codes]


def _has_no_clock(moments: np.ndarray) -> np.ndarray:
    return moments.astype("datetime64[D]") == moments


def _minutes(column: Column, heading: str) -> tuple[np.ndarray, tuple[Problem, ...]]:
    """Minutes of each session; a bare number is what the heading says, else hours if small and minutes if large."""
    bare = _unit(heading)
    lengths, unknown, guessed, above = [], [], 0, []
    counts = column.counts()
    for word, count in zip(column.words, counts, strict=True):
        length = minutes_of(word, bare=-1.0)
        if length < 0:
            number = -length
            if bare == 60.0 and number > _DAY:
                unit = 1.0
                above.append((word, int(count)))
            elif bare:
                unit = bare
            else:
                unit = 60.0 if number <= _MOST_HOURS else 1.0 if number >= _FEWEST_MINUTES else np.nan
                guessed += int(count)
            length = number * unit
        lengths.append(length)
        if word and np.isnan(length):
            unknown.append((word, int(count)))
    problems = []
    lessons = int(sum(count for word, count in zip(column.words, counts, strict=True) if is_academic(word)))
    if lessons:
        message = f"{lessons} {'length is' if lessons == 1 else 'lengths are'} in academic hours (lessons), read as 45 minutes each."
        problems.append(Problem(code="academic_hours", message=message, count=lessons))
    if guessed:
        message = (
            f"{guessed} {'length is a number' if guessed == 1 else 'lengths are numbers'} without a unit. Up to {_MOST_HOURS:g} is read "
            f"as hours, from {_FEWEST_MINUTES:g} as minutes. If that is wrong, write 90 min or 1,5 h into the file."
        )
        problems.append(Problem(code="lengths_taken", message=message, count=guessed))
    if above:
        count = sum(number for _, number in above)
        message = (
            f"{count} {'length' if count == 1 else 'lengths'} under “{heading}” {'is' if count == 1 else 'are'} above {_DAY} (the "
            f"first: {above[0][0]}). No session lasts longer than a day, so {'it was' if count == 1 else 'they were'} read as minutes."
        )
        problems.append(Problem(code="minutes_among_hours", message=message, count=count))
    if unknown:
        count = sum(number for _, number in unknown)
        message = (
            f"{count} lengths could not be read (the first: '{unknown[0][0][:30]}'). Write them as 90 min or 1,5 h."
        )
        problems.append(Problem(code="lengths_unknown", message=message, count=count))
    return np.asarray(lengths)[column.codes], tuple(problems)


def _unit(heading: str) -> float:
    """Minutes one bare number stands for by its heading, 0 where the heading does not say.

    Example:
        >>> _unit("Hours"), _unit("Kestus (min)"), _unit("Duration")
        (60.0, 1.0, 0.0)
    """
    for word in plain_words(heading).split()[::-1]:
        if word.startswith(("min", "мин", "წუთ", "λεπ")):
            return 1.0
        if word in ("h", "t", "val", "std", "hours", "hour") or word.startswith(
            ("hour", "tun", "valand", "stund", "tim", "heure", "hora", "ore", "uren", "godz", "час", "საათ")
        ):
            return 60.0 if not word.startswith("time") or word == "timer" else 0.0
    return 0.0


def _is_planned(word: str) -> bool:
    form = match_form(word)
    return any(form == plan or form.startswith(f"{plan} ") for plan in known("mentoring_log", "planned"))


def _twice(body: Grid, dates: Column, parts) -> tuple[Problem, ...]:
    """Sessions that stand there twice, perhaps entered by both sides: kept, and told."""
    compared = [
        dates.codes,
        *(body.columns[place].codes for part, place in parts.items() if part not in ("date", "notes")),
    ]
    _, first, counts = np.unique(np.stack(compared, axis=1), axis=0, return_index=True, return_counts=True)
    again = int((counts - 1).sum())
    if not again:
        return ()
    rows = tuple(sorted(int(body.row_numbers[row]) for row in first[counts > 1]))[:200]
    message = f"{again} {'session stands' if again == 1 else 'sessions stand'} in this log a second time, word for word, perhaps entered by both sides. Both are kept; delete one if it is the same session."
    return (Problem(code="entered_twice", message=message, rows=rows, count=again),)


READER = Reader(
    key="mentoring_log",
    title="Mentoring log",
    where="the spreadsheet the hub keeps: one row a session, with date, mentor, mentees and length",
    kind="activity",
    claims=claims,
    lay_out=lay_out,
    events=events,
    several_sheets=True,
    beside=beside,
)
