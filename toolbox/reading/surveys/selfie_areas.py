"""SELFIE area averages, typed or pasted: the tool gives schools a report, not the answers.

Areas as rows and groups as columns, or the other way round, or one line per area and group; averages between
1 and 5 with point or comma; the number of answers in a row or column of its own, or in brackets behind an
average. Whatever the shape, the table read has one row per area and group.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from toolbox.model import Problem
from toolbox.reading.dates import take_apart
from toolbox.reading.grid import Column, Grid
from toolbox.reading.layout import Layout, Reader
from toolbox.reading.seeding import group_in, tool_titles
from toolbox.reading.words import clean_heading, match_form, plain_words

_AVERAGE = re.compile(r"^([1-5](?:[.,]\d+)?)(?:\s*\(\s*(?:n\s*=?\s*)?(\d+)\s*\))?$", re.IGNORECASE)
_NONE = frozenset(["", "-", "–", "n/a", "na", "."])
#: No framework has more areas and no school more groups.
_MOST = 60

#: (row of the body, area, group, average, number of answers)
Line = tuple[int, str, str, str, str]


def claims(grid: Grid, first: int) -> int:
    """By averages between 1 and 5 under or beside words for groups, in a table far too small for answers."""
    heading, body = (
        _cleaned(grid.row(first)),
        [grid.row(row) for row in range(first + 1, min(grid.rows, first + _MOST + 1))],
    )
    if not body or grid.rows - first - 1 > _MOST or len([cell for cell in heading if cell]) < 2:
        return 0
    lines = list(_lines(heading, body))
    parted = any(re.search(r"[.,]\d", line[3]) for line in lines)
    named = match_form(heading[0]) in tool_titles("selfie_areas", "area") and _of_groups(heading)
    return 1 if len(lines) >= 2 and (parted or named) else 0


def lay_out(rows: list[list[str]], body: Grid) -> Layout:
    """One row per area and group: area, group, average, n."""
    heading = _cleaned(rows[-1]) if rows else []
    lines = list(_lines(heading, [body.row(row) for row in range(body.rows)] if body.rows <= _MOST else []))
    names = ("area", "group", "average", "n")
    turned = Grid(
        columns=tuple(Column.of_cells(line[part] for line in lines) for part in range(1, 5)),
        row_numbers=np.asarray([body.row_numbers[line[0]] for line in lines], np.int64),
    )
    if not lines:
        return Layout(headings=tuple(heading), keys=tuple(heading), codes=("",) * len(heading), texts=tuple(heading))
    areas, groups = len({line[1] for line in lines}), len({line[2] for line in lines})
    told = Problem(
        code="averages",
        message=f"These are averages of {areas} areas for {groups} groups, not answers of persons. "
        "They can be looked at, but no interval and no change of persons can be worked out from them.",
        count=len(lines),
    )
    return Layout(
        headings=names,
        keys=names,
        codes=("",) * 4,
        texts=names,
        kinds={0: "choice", 1: "choice", 2: "number", 3: "number"},
        body=turned,
        problems=(told,),
    )


def _cleaned(row: list[str]) -> list[str]:
    return [clean_heading(cell) for cell in row]


def _lines(heading: list[str], body: list[list[str]]) -> Iterator[Line]:
    """Lines of whichever shape the table has; none where it has none of them."""
    for shape in (_long, _groups_as_columns, _groups_as_rows):
        lines = shape(heading, body)
        if lines:
            yield from lines
            return


def _counts(text: str) -> bool:
    """Whether a heading speaks of the number of answers."""
    plain = f" {plain_words(text)} "
    return any(f" {plain_words(word)} " in plain for word in tool_titles("selfie_areas", "count"))


def _of_groups(cells: list[str]) -> list[int]:
    return [place for place, cell in enumerate(cells) if place and cell and group_in(cell) and not _counts(cell)]


def _long(heading: list[str], body: list[list[str]]) -> list[Line]:
    """area, group, average, n: one line each."""
    forms = [match_form(cell) for cell in heading]
    found = {
        part: next((place for place, form in enumerate(forms) if form in tool_titles("selfie_areas", part)), None)
        for part in ("area", "group", "average", "count")
    }
    area, group, average, count = (found[part] for part in ("area", "group", "average", "count"))
    if area is None or group is None or average is None or not all(group_in(row[group]) for row in body):
        return []
    cells = [
        (turn, row[area], row[group], row[average], row[count] if count is not None else "")
        for turn, row in enumerate(body)
    ]
    return _checked(cells)


def _groups_as_columns(heading: list[str], body: list[list[str]]) -> list[Line]:
    """Areas as rows: a column per group, perhaps a column or a row with numbers of answers."""
    columns = _of_groups(heading)
    groups = [group_in(heading[column]) for column in columns]
    if len(columns) < 2 or len(set(groups)) < len(groups):
        return []
    beside = {group_in(cell): place for place, cell in enumerate(heading) if place and group_in(cell) and _counts(cell)}
    below = next((row for row in body if _counts(row[0])), None)
    cells = [
        (
            turn,
            row[0],
            heading[column],
            row[column],
            row[beside[group]] if group in beside else below[column] if below else "",
        )
        for turn, row in enumerate(body)
        if row is not below
        for column, group in zip(columns, groups, strict=True)
    ]
    return _checked(cells)


def _groups_as_rows(heading: list[str], body: list[list[str]]) -> list[Line]:
    """Groups as rows: a column per area, perhaps one with the numbers of answers."""
    groups = [group_in(row[0]) for row in body]
    if len(body) < 2 or not all(groups) or len(set(groups)) < len(groups):
        return []
    count = next((place for place, cell in enumerate(heading) if place and _counts(cell)), None)
    areas = [place for place, cell in enumerate(heading) if place and cell and place != count]
    if len(areas) < 2:
        return []
    cells = [
        (turn, heading[area], row[0], row[area], row[count] if count is not None else "")
        for area in areas
        for turn, row in enumerate(body)
    ]
    return _checked(cells)


def _checked(cells: list[Line]) -> list[Line]:
    """The lines with an average, or none at all where a cell is neither an average nor blank."""
    lines: list[Line] = []
    for turn, area, group, average, count in cells:
        if match_form(average) in _NONE:
            continue
        found = _AVERAGE.match(average)
        if not found or not area or re.fullmatch(r"[\d.,]+", area) or take_apart(area):
            return []
        lines.append((turn, clean_heading(area), clean_heading(group), found.group(1), found.group(2) or count))
    return lines


READER = Reader(
    key="selfie_areas",
    title="SELFIE area averages",
    where="the school report: type or paste the averages, areas as rows and groups as columns",
    kind="survey",
    claims=claims,
    lay_out=lay_out,
    summary=True,
)
