"""What a reader is: a name, a question ("is this yours?") and an answer ("this is what the columns are").

A reader never opens files and never looks at persons. It is shown a grid, says how many heading rows
it sees, and names the columns its tool adds to every export. Everything after that is the same for all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from toolbox.model import Choices, DateOrder, Kind, Problem
from toolbox.reading.grid import Column, Grid
from toolbox.reading.seeding import tool_titles
from toolbox.reading.words import clean_heading, match_form

Role = Literal["id", "time", "status", "key", "name", "e-mail", "ip", "phone", "place"]


@dataclass(frozen=True, kw_only=True, eq=False)
class Left:
    """Rows a reader leaves out before anything is counted (previews, tests), and why."""

    rows: np.ndarray
    """bool, one per row of the body."""
    code: str
    message: str
    """With ``{count}`` where the number goes."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Layout:
    """What the columns are, as far as the tool says. One entry per column of the body."""

    headings: tuple[str, ...]
    """As the file has them; several heading rows joined."""
    keys: tuple[str, ...]
    """Cleaned, not yet unique; "" where a column has no heading."""
    codes: tuple[str, ...]
    texts: tuple[str, ...]
    roles: Mapping[int, Role] = field(default_factory=dict)
    """What the tool adds itself: column → role. Columns without a role hold answers."""
    times: tuple[int, ...] = ()
    """Columns that say when an answer was given, best first."""
    finished: np.ndarray | None = None
    left: tuple[Left, ...] = ()
    kinds: Mapping[int, Kind] = field(default_factory=dict)
    """Columns whose kind the tool itself tells (check boxes); the cells decide about all others."""
    body: Grid | None = None
    """The answers in plainer words or another shape, where the tool writes them in codes of its own."""
    problems: tuple[Problem, ...] = ()
    """What a person should know of this tool's file."""
    tells_not_shown: bool = False
    """Whether the tool writes nothing where a question was not shown, and ``""`` where it was left empty."""
    repeats: Mapping[Literal["record", "event", "part"], int] = field(default_factory=dict)
    """Where records have several rows: the columns that say whose row it is, of which event, of which repeated part."""
    parts: Mapping[str, int] = field(default_factory=dict)
    """Activities: what a column is to its reader ("time", "name", "topic") → column."""
    ended: str = ""
    """Activities: when all of it ended, as the lines above the table say."""
    private: tuple[int, ...] = ()
    """Activities: columns in whose text persons are named (descriptions, notes); emptied once events are made."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Happened:
    """The events of an activity export, before persons are made pseudonyms. Every array has one entry an event."""

    rows: np.ndarray
    """Row of the body each event came from (int)."""
    at: np.ndarray
    """datetime64[s], NaT unknown."""
    actor: Column
    """Who did it, as a text that is the same for the same person; "" unknown."""
    kind: Column
    order: DateOrder = ""
    day: np.ndarray | None = None
    school: Column | None = None
    minutes: np.ndarray | None = None
    count: np.ndarray | None = None
    topic: Column | None = None
    method: Column | None = None
    delivered: np.ndarray | None = None
    ends: np.ndarray | None = None
    """Other moments the file names (when stays ended): they count for the first and last moment of the file."""
    persons: frozenset[str] = frozenset()
    """Names of persons as the file has them: removed where they stand inside a topic or a method."""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Reader:
    """One tool's export."""

    key: str
    title: str
    """How a person calls the tool."""
    where: str
    """Where a person finds the export: menus of the tool, joined by " > ". Page, refusals, help and README take it from here."""
    kind: Literal["survey", "activity"]
    claims: Callable[[Grid, int], int]
    """(grid, row) → how many heading rows start there, 0 where the export is not this tool's."""
    lay_out: Callable[[list[list[str]], Grid], Layout]
    """(heading rows, body) → layout."""
    summary: bool = False
    """Whether its table sums answers up: in a workbook, a sheet with answers comes before it."""
    events: Callable[[Grid, Layout, Choices], Happened] | None = None
    """Activities: (body, layout, what a person decided) → what happened."""
    several_sheets: bool = False
    """Whether every sheet of the kind belongs to the export (one a month, one a mentor)."""
    reads_above: bool = False
    """Whether the lines above the heading say something of the events: ``lay_out`` gets them before the heading rows."""
    beside: Callable[[Grid, int], list[tuple[str, str]]] | None = None
    """Activities: (grid, row of the heading) → (title, value) of what holds for a whole sheet, read as columns of its own."""
    record: RecordReader | None = None
    """Activities kept as JSON records instead of a table."""


@dataclass(frozen=True, kw_only=True)
class RecordReader:
    """How one tool's JSON records are told and read, one at a time, so that no file needs to fit in memory."""

    claims: Callable[[Mapping[str, Any]], bool]
    """Whether a record is of this tool."""
    unpack: Callable[[Mapping[str, Any]], Iterator[Moment | None]]
    """A record → its events; None for one without what an event needs (counted and told)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Moment:
    """One event of a JSON record. ``at`` is an ISO 8601 text, ``actor`` the same text for the same person."""

    actor: str
    at: str
    kind: str
    topic: str = ""
    method: str = ""
    minutes: float = float("nan")
    id: str = ""
    """The record's own number: a second record of the same number is the same event."""
    voids: str = ""
    """Number of an earlier record this one takes back; neither of the two happened."""


def never(grid: Grid, first: int) -> int:
    """The claim of a reader whose exports are no tables."""
    return 0


def simple(rows: list[list[str]], body: Grid) -> Layout:
    """One heading row, nothing known about any column."""
    headings = tuple(rows[-1]) if rows else ("",) * body.width
    keys = tuple(clean_heading(heading) for heading in headings)
    return Layout(headings=headings, keys=keys, codes=("",) * len(keys), texts=keys)


def titled(heading: list[str], tool: str, part: str) -> list[int]:
    """Columns whose heading is one of the titles a tool gives a certain column, in any language."""
    known = tool_titles(tool, part)
    return [index for index, cell in enumerate(heading) if match_form(clean_heading(cell)) in known]


def sample(grid: Grid, column: int, first: int, count: int = 300) -> list[str]:
    """The filled cells of a column below a row, for structural tests."""
    held = grid.columns[column]
    return [held.words[code] for code in held.codes[first : first + count] if code]
