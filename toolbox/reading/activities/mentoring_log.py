"""The log of mentoring sessions a hub keeps in a spreadsheet, as hands write it.

Title rows stand above the heading, a sheet may be a month, a hub or a mentor, a date is merged over several sessions,
several mentees share a cell, lengths are written in five ways, totals stand between. One session gives one
event for the mentor (``mentoring``) and one for each mentee (``mentored``), all of one row: the row is the session.
"""

from __future__ import annotations

import re

import numpy as np

from toolbox.model import Choices, Problem
from toolbox.reading.activities.lengths import minutes_of
from toolbox.reading.activities.times import times
from toolbox.reading.activities.titles import known, parts_of
from toolbox.reading.grid import Column, Grid
from toolbox.reading.layout import Happened, Layout, Left, Reader, Role, simple
from toolbox.reading.words import match_form, plain_words

_PARTS = ("date", "giver", "mentor", "mentee", "school", "length", "topic", "method", "status", "notes")
#: What is written once and merged over the sessions below it.
_FILLED_DOWN = ("date", "giver", "mentor", "school")
#: A number without a word is hours up to here, and minutes from the second number on; between them nobody knows.
_MOST_HOURS, _FEWEST_MINUTES = 10.0, 15.0


def claims(grid: Grid, first: int) -> int:
    """By a date, who mentored or was mentored, and what a session has: a length, a topic, a form."""
    parts = set(parts_of(grid.row(first), "mentoring_log", _PARTS))
    mentors = {"mentor", "giver"} & parts
    return int(
        "date" in parts
        and bool(mentors)
        and bool({"mentee", "school"} & parts)
        and bool({"length", "topic", "method"} & parts)
    )


def lay_out(rows: list[list[str]], body: Grid) -> Layout:
    """Parts by heading; totals and empty lines between are left out."""
    plain = simple(rows, body)
    parts = parts_of(rows[-1], "mentoring_log", _PARTS)
    roles: dict[int, Role] = {parts["date"]: "time"}
    roles |= {parts[part]: "name" for part in ("mentor",) if part in parts}
    forms = [match_form(heading) for heading in rows[-1]]
    private = [parts["mentee"]] if "mentee" in parts else []
    private += [index for index, form in enumerate(forms) if form in known("mentoring_log", "notes")]
    total, empty = _totals(body), _empty(body, parts)
    left = tuple(
        Left(rows=found, code=code, message=message)
        for found, code, message in (
            (total, "total_rows", "{count} rows come between the sessions as totals and were left out."),
            (empty & ~total, "empty_sessions", "{count} rows come without a session and were left out."),
        )
        if found.any()
    )
    return Layout(**{**vars(plain), "roles": roles, "parts": parts, "private": tuple(private), "left": left})


def _totals(body: Grid) -> np.ndarray:
    """Rows one of whose cells begins with a word for a sum."""
    words = known("mentoring_log", "totals")

    def is_total(cell: str) -> bool:
        form = match_form(cell)
        return len(form) <= 40 and any(form == word or form.startswith((f"{word} ", f"{word}:")) for word in words)

    found = np.zeros(body.rows, bool)
    for column in body.columns[:4]:
        found |= column.where(is_total)
    return found


def _empty(body: Grid, parts) -> np.ndarray:
    """Rows with nothing of a session beside a length or a note: sums without a word, remarks, months as headings."""
    says = np.zeros(body.rows, bool)
    for part in ("mentee", "topic", "method", "mentor", "giver", "school"):
        if part in parts:
            says |= body.columns[parts[part]].filled()
    return ~says


def events(body: Grid, layout: Layout, choices: Choices) -> Happened:
    """One event for the mentor and one for each mentee of every session."""
    parts = layout.parts
    columns = {part: body.columns[place] for part, place in parts.items()}
    columns |= {part: _down(columns[part]) for part in _FILLED_DOWN if part in columns}
    blank = Column(codes=np.zeros(body.rows, np.int32), words=("",))
    read = times(columns["date"], chosen=choices.date_order, school_year=choices.school_year)
    minutes, told = _minutes(columns.get("length", blank), layout.keys[parts["length"]] if "length" in parts else "")
    rows, actors, kinds, schools = [], [], [], []
    givers, receivers = columns.get("giver", blank).cells(), columns.get("school", blank).cells()
    mentees = _mentees(columns.get("mentee", blank))
    for row, mentor in enumerate(columns.get("mentor", blank).cells()):
        taking_part = [("mentoring", mentor, givers[row])] if mentor else []
        taking_part += [
            ("mentored", mentee, receivers[row])
            for mentee in mentees[row] or ([""] if not mentor or receivers[row] else [])
        ]
        for kind, actor, school in taking_part:
            rows.append(row)
            kinds.append(kind)
            actors.append(actor)
            schools.append(school)
    at = np.asarray(rows, np.int64)
    return Happened(
        rows=at,
        at=read.at[0][at],
        actor=Column.of_cells(actors),
        kind=Column.of_cells(kinds),
        order=read.order,
        school=Column.of_cells(schools),
        minutes=minutes[at],
        topic=columns.get("topic", blank).take(at),
        method=columns.get("method", blank).take(at),
        delivered=~columns.get("status", blank).where(_is_planned)[at],
        problems=(*read.problems, *told, *_twice(body, columns["date"], parts)),
    )


def _down(column: Column) -> Column:
    """Blank cells take what stands above them: a merged cell is filled in its first row only."""
    places = np.where(column.filled(), np.arange(len(column)), -1)
    last = np.maximum.accumulate(places) if len(column) else places
    return Column(codes=np.where(last >= 0, column.codes[last], 0).astype(np.int32), words=column.words)


def _mentees(column: Column) -> list[list[str]]:
    """The persons of each cell.

    Example:
        >>> _mentees(Column.of_cells(["Mari, Jaan ja Liis", "Udu, Mari; Pilv, Jaan", "AB12C\\nDE34F", ""]))
        [['Mari', 'Jaan', 'Liis'], ['Udu, Mari', 'Pilv, Jaan'], ['AB12C', 'DE34F'], []]
    """
    together = "|".join(sorted(map(re.escape, known("mentoring_log", "together")), key=len, reverse=True))
    strong = any(";" in word or "\n" in word for word in column.words)
    turned = []
    for word in column.words:
        # Where semicolons or lines divide persons, a comma stands between surname and first name.
        signs = r"[;\n]" if strong and (";" in word or "\n" in word) else r"[,;/\n&+]"
        pieces = re.split(rf"{signs}|\s+(?:{together})\s+", word)
        turned.append([piece.strip(" .-–•") for piece in pieces if piece.strip(" .-–•")])
    return [turned[code] for code in column.codes]


def _minutes(column: Column, heading: str) -> tuple[np.ndarray, tuple[Problem, ...]]:
    """Minutes of each session; a bare number is what the heading says, else hours if small and minutes if large."""
    bare = _unit(heading)
    lengths, unknown, guessed = [], [], 0
    counts = column.counts()
    for word, count in zip(column.words, counts, strict=True):
        length = minutes_of(word, bare=-1.0)
        if length < 0:
            number = -length
            unit = (
                bare
                if bare and not (bare == 60.0 and number > 24)
                else 60.0
                if number <= _MOST_HOURS
                else 1.0
                if number >= _FEWEST_MINUTES
                else np.nan
            )
            length, guessed = number * unit, guessed + (int(count) if unit != bare else 0)
        lengths.append(length)
        if word and np.isnan(length):
            unknown.append((word, int(count)))
    problems = []
    if guessed:
        message = f"{guessed} lengths are bare numbers. Up to {_MOST_HOURS:g} they were read as hours, from {_FEWEST_MINUTES:g} as minutes."
        problems.append(Problem(code="lengths_taken", message=message, count=guessed))
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
)
