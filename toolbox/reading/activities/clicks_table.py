"""Tables of clicks: a person, a day, how often. As research data sets and reports of learning platforms have them.

A day may be a date, or a number of days from the start of the course (before it: below zero). Rows are added up by
whoever asks; a row of three clicks is one event of count 3. Of the same family: what a person handed in on which day
(``submitted``), and the points a person earned for an item of a gradebook (``graded``, without a day).
"""

from __future__ import annotations

import re

import numpy as np

from toolbox.model import Choices
from toolbox.reading.activities.mentoring_titles import is_of_sessions
from toolbox.reading.activities.times import NAT, is_moment, times
from toolbox.reading.activities.titles import parts_of
from toolbox.reading.grid import Column, Grid
from toolbox.reading.layout import Happened, Layout, Reader, Role, sample, simple

_PARTS = ("count", "submitted", "when", "person", "points", "what", "course")
_WHOLE = re.compile(r"^-?\d+(?: \d{3})*(?:[.,]0+)?$")
#: Thousands apart: clicks are whole numbers, so ``1,234`` is no decimal. Of ``1,000`` alone that cannot be told.
_GROUPED = re.compile(r"^-?\d{1,3}(?:[.,]\d{3})+$")


def claims(grid: Grid, first: int) -> int:
    """By columns for person, day and clicks, the clicks all whole numbers."""
    parts = parts_of(grid.row(first), "clicks_table", _PARTS)
    if is_of_sessions(grid, first):
        return 0
    if {"person", "when", "count"} <= set(parts):
        counts = sample(grid, parts["count"], first + 1)
        whole = all(_WHOLE.match(cell) or _GROUPED.match(cell) for cell in counts)
        return int(whole and _days(sample(grid, parts["when"], first + 1)))
    if {"person", "what", "submitted"} <= set(parts):
        return int(_days(sample(grid, parts["submitted"], first + 1)))
    return int({"person", "what", "points"} <= set(parts))


def _days(cells: list[str]) -> bool:
    """Whether cells say days: dates, or numbers of days."""
    told = sum(bool(_WHOLE.match(cell)) or is_moment(cell) for cell in cells)
    return not cells or (told >= 0.8 * len(cells) and not set(cells) <= {"0", "1"})


def lay_out(rows: list[list[str]], body: Grid) -> Layout:
    """Person, day, clicks; pages and courses where they are told."""
    parts = parts_of(rows[-1], "clicks_table", _PARTS)
    roles: dict[int, Role] = {parts["person"]: "name"}
    roles |= {parts[part]: "time" for part in ("when", "submitted") if part in parts}
    return Layout(**{**vars(simple(rows, body)), "roles": roles, "parts": parts})


def events(body: Grid, layout: Layout, choices: Choices) -> Happened:
    """Every row is an event of as many clicks as it says."""
    parts = layout.parts
    blank = Column.blank(body.rows)
    when = next((body.columns[parts[part]] for part in ("when", "submitted") if part in parts), blank)
    offsets = when.filled().any() and all(_WHOLE.match(word) for word in when.words[1:])
    kind = "viewed" if "count" in parts else "submitted" if "submitted" in parts else "graded"
    read = None if offsets else times(when, chosen=choices.date_order)
    rows = np.arange(body.rows)
    topic = next((body.columns[parts[part]] for part in ("course", "what") if part in parts), None)
    return Happened(
        rows=rows,
        at=np.full(body.rows, NAT) if read is None else read.at[0],
        day=_numbers(when) if offsets else None,
        actor=body.columns[parts["person"]],
        kind=Column.of_cells([kind] * body.rows),
        order=read.order if read else "",
        count=np.nan_to_num(_numbers(body.columns[parts["count"]])) if "count" in parts else None,
        topic=topic,
        method=body.columns[parts["what"]] if "what" in parts and "course" in parts else None,
        problems=read.problems if read else (),
    )


def _numbers(column: Column) -> np.ndarray:
    """Numbers of clicks or points; groups of three are thousands as soon as one of them is not 000, and none has other decimals.

    Example:
        >>> [_numbers(Column.of_cells(cells)).tolist() for cells in (["1,234", "12", "2,000"], ["1.000", "3.000"], ["4,5", "1,125"])]
        [[1234.0, 12.0, 2000.0], [1.0, 3.0], [4.5, 1.125]]
    """
    words = [word.replace(" ", "") for word in column.words]
    whole = all(_WHOLE.match(word) or _GROUPED.match(word) for word in words if word)
    grouped = whole and any(_GROUPED.match(word) and not _WHOLE.match(word) for word in words)
    plain = [re.sub(r"[.,](?=\d{3})", "", word) if grouped else word.replace(",", ".") for word in words]
    return np.asarray([float(word) if word else np.nan for word in plain])[column.codes]


READER = Reader(
    key="clicks_table",
    title="Clicks table",
    where="any program: a person, a day and a number of clicks in each row",
    kind="activity",
    claims=claims,
    lay_out=lay_out,
    events=events,
)
