"""A list of schools out of a spreadsheet: hub, the day mentoring began, hours. One row a school, headings on top."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from toolbox.model import SchoolFacts, ToolboxError
from toolbox.reading.dates import dates
from toolbox.reading.grid import Column, Grid
from toolbox.reading.opening import grids
from toolbox.reading.words import match_form

#: The headings each column goes by.
HEADINGS: Mapping[str, frozenset[str]] = {
    "school": frozenset({"school", "school name", "name of school", "name of the school", "schools"}),
    "hub": frozenset({"hub", "regional hub", "hub name"}),
    "starts": frozenset(
        {"starts", "start", "start date", "started", "mentoring starts", "mentoring started", "mentoring began",
         "mentoring starts on", "first day of mentoring"}
    ),
    "hours": frozenset({"hours", "mentoring hours", "hours of mentoring"}),
}  # fmt: skip
_AS_SHOWN = "school, hub, starts and hours"
_NUMBER = re.compile(r"^\d+([.,]\d+)?$")
#: Headings stand within so many rows of the top; above them there may be a title.
_ROWS_ABOVE = 20


@dataclass(frozen=True, kw_only=True)
class SchoolList:
    """What a file says about schools. A column it does not have says nothing, and changes nothing."""

    facts: tuple[SchoolFacts, ...]
    columns: frozenset[str]


def read_schools(content: bytes, name: str = "The list") -> SchoolList:
    """The schools of a CSV file or a workbook's first sheet that has a column of schools.

    Raises:
        ToolboxError: ``school_list_columns``, ``school_list_date``, ``school_list_hours``, ``school_list_twice``,
            ``school_list_empty``, and what :mod:`toolbox.reading.opening` refuses.

    Example:
        >>> read_schools(b"School;Hub;Starts;Hours\\nElm;North;27.10.2025;12,5\\nOak;North;;\\n").facts[0]
        SchoolFacts(school='Elm', hub='North', starts=datetime.date(2025, 10, 27), hours=12.5)
    """
    for grid in grids(content, name):
        top, places = _headings(grid)
        if "school" in places:
            return _list(grid, top, places, name)
    raise ToolboxError(
        "school_list_columns",
        f"{name} has no column with the heading “school”. Write the headings {_AS_SHOWN} into its first row, one row "
        "for each school below.",
    )


def _headings(grid: Grid) -> tuple[int, dict[str, int]]:
    """The row of the headings and the place of each column that is known."""
    rows = list(zip(*(column.cells(slice(_ROWS_ABOVE)) for column in grid.columns), strict=True))
    for top, row in enumerate(rows):
        places: dict[str, int] = {}
        for place, cell in enumerate(row):
            for column, words in HEADINGS.items():
                if match_form(cell) in words:
                    places.setdefault(column, place)
        if "school" in places:
            return top, places
    return 0, {}


def _list(grid: Grid, top: int, places: Mapping[str, int], name: str) -> SchoolList:
    if len(places) == 1:
        raise ToolboxError(
            "school_list_columns",
            f"{name} names schools, but has no column “hub”, “starts” or “hours”. Add the column you want to bring in.",
        )
    below = slice(top + 1, None)
    cells = {column: [text.strip() for text in grid.columns[place].cells(below)] for column, place in places.items()}
    starts = _days(cells["starts"], name) if "starts" in cells else None
    facts = []
    for row, school in enumerate(cells["school"]):
        said = {column: cells[column][row] for column in cells if column != "school"}
        if not school:
            if any(said.values()):
                raise ToolboxError(
                    "school_list_columns",
                    f"Row {top + row + 2} of {name} has no school. Write the school's name, or delete the row.",
                )
            continue
        facts.append(
            SchoolFacts(
                school=school,
                hub=said.get("hub", ""),
                starts=starts[row] if starts else None,
                hours=_hours(said.get("hours", ""), school, name),
            )
        )
    if not facts:
        raise ToolboxError("school_list_empty", f"{name} has headings, but no school below them.")
    names = [match_form(each.school) for each in facts]
    if twice := sorted({each.school for each, form in zip(facts, names, strict=True) if names.count(form) > 1}):
        raise ToolboxError(
            "school_list_twice", f"{name} names {', '.join(twice[:5])} more than once. Keep the row that is right."
        )
    return SchoolList(facts=tuple(facts), columns=frozenset(places))


def _days(cells: list[str], name: str) -> list[date | None]:
    """The days of a column, all read in one order of day and month."""
    column = Column.of_cells(cells)
    if not column.filled().any():
        return [None] * len(cells)
    found = dates(column)
    if found.unclear:
        raise ToolboxError(
            "school_list_date",
            f"{name} has days such as “{found.examples[0]}”, which could be read with the day or the month first. "
            "Write the days of the column “starts” as year-month-day, for example 2025-10-27.",
        )
    times = np.full(len(cells), np.datetime64("NaT")) if found.times is None else found.times
    bad = [cell for cell, when in zip(cells, times, strict=True) if cell and np.isnat(when)]
    if bad:
        raise ToolboxError(
            "school_list_date",
            f"“{bad[0]}” in the column “starts” of {name} is no day. Write it as year-month-day, for example "
            "2025-10-27, or leave the cell empty where mentoring has not begun.",
        )
    return [None if np.isnat(when) else when.astype("datetime64[D]").astype(date) for when in times]


def _hours(cell: str, school: str, name: str) -> float | None:
    if not cell:
        return None
    if not _NUMBER.match(cell):
        raise ToolboxError(
            "school_list_hours",
            f"“{cell}” for {school} in the column “hours” of {name} is no number of hours. Write for example 12 or 12.5, "
            "or leave the cell empty where nobody counted.",
        )
    return float(cell.replace(",", "."))


def matched(
    listed: SchoolList, schools: Iterable[str], kept: Iterable[SchoolFacts]
) -> tuple[tuple[SchoolFacts, ...], tuple[str, ...]]:
    """What is known with the list: (facts of every school it names that is among ``schools``, names that are not).

    Names are compared without case, outer punctuation and doubled blanks. Columns the list lacks keep what is known.

    Example:
        >>> listed = read_schools(b"school,hours\\nELM,3\\nAsh,4\\n")
        >>> matched(listed, ["Elm"], [SchoolFacts(school="Elm", hub="North")])
        ((SchoolFacts(school='Elm', hub='North', starts=None, hours=3.0),), ('Ash',))
    """
    names = {match_form(school): school for school in schools}
    before = {facts.school: facts for facts in kept}
    made, unknown = [], []
    for said in listed.facts:
        school = said.school if said.school in names.values() else names.get(match_form(said.school))
        if school is None:
            unknown.append(said.school)
            continue
        was = before.get(school, SchoolFacts(school=school))
        told = {column: getattr(said, column) for column in listed.columns if column != "school"}
        made.append(replace(was, **told))
    return tuple(made), tuple(unknown)
