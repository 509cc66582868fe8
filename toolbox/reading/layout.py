"""What a reader is: a name, a question ("is this yours?") and an answer ("this is what the columns are").

A reader never opens files and never looks at persons. It is shown a grid, says how many heading rows
it sees, and names the columns its tool adds to every export. Everything after that is the same for all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from toolbox.model import Kind, Problem
from toolbox.reading.grid import Grid
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


@dataclass(frozen=True, kw_only=True)
class Reader:
    """One tool's export."""

    key: str
    title: str
    kind: Literal["survey", "activity"]
    claims: Callable[[Grid, int], int]
    """(grid, row) → how many heading rows start there, 0 where the export is not this tool's."""
    lay_out: Callable[[list[list[str]], Grid], Layout]
    """(heading rows, body) → layout."""
    summary: bool = False
    """Whether its table sums answers up: in a workbook, a sheet with answers comes before it."""


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
