"""From a recognised activity table to a Reading with its events: the steps that are the same for every tool."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from toolbox.model import Choices, Problem, Question, Reading, ToolboxError
from toolbox.reading.activities.framing import framed, people_in, unnamed
from toolbox.reading.activities.times import NAT
from toolbox.reading.bodies import body_of
from toolbox.reading.grid import Column, Grid
from toolbox.reading.protecting import protected
from toolbox.reading.recognising import Recognised

#: What a column of a log is, by its role; every other column of a log is a choice among words.
_KINDS = {"time": "date", "name": "key", "e-mail": "key", "key": "key"}


def make(
    recognised: Sequence[Recognised],
    *,
    name: str,
    choices: Choices,
    pseudonym: Callable[[str], str],
) -> Reading:
    """The reading of one table, or of several sheets of one log.

    Raises:
        ToolboxError: ``no_events`` when nothing stands below the heading.
    """
    one = _joined([_with_beside(each) for each in recognised])
    reader, grid = one.reader, one.grid
    if not one.body_rows:
        raise ToolboxError(
            "no_events",
            f"There {'are no sessions' if reader.key == 'mentoring_log' else 'are no events'} in this file yet: it has a heading and nothing "
            "below it. Fill in the rows, or check the dates you chose in the export.",
        )
    if not reader.claims(grid, one.first):
        raise ToolboxError(
            "not_this_tool",
            f"This file does not look like an export of {reader.title}: its columns are others. Let the tool be recognised, or choose another.",
        )
    table = body_of(one)
    happened = reader.events(table.body, table.layout, choices)
    table = replace(table, body=_without_private(table.body, table.layout.private))
    body, identifiers, told = protected(table, pseudonym)
    body = _without_names(body, table.layout.roles, happened.persons)
    events = framed(happened, reader.key, pseudonym)
    keys = _unique(table.layout.keys)
    times = _times_of_rows(happened, body.rows)
    known = happened.at if happened.ends is None else np.concatenate([happened.at, happened.ends])
    # Both leave unknown moments out.
    first, last = (each.reduce(known) if known.size else NAT for each in (np.fmin, np.fmax))
    return Reading(
        reader=reader.key,
        kind="activity",
        title=reader.title,
        file=name,
        table=pd.DataFrame(
            {key: column.categorical() for key, column in zip(keys, body.columns, strict=True)}, copy=False
        ),
        row_numbers=body.row_numbers,
        questions=tuple(
            Question(
                key=key,
                heading=table.layout.headings[index],
                text=table.layout.texts[index],
                kind=_KINDS.get(table.layout.roles.get(index, ""), "metadata"),
                identifier=identifiers[index],
            )
            for index, key in enumerate(keys)
        ),
        problems=(
            *_worth_telling(grid),
            *(_of_a_log(problem, times) for problem in table.problems),
            *happened.problems,
            *told,
        ),
        people=people_in(events),
        first=None if np.isnat(first) else first.item(),
        last=None if np.isnat(last) else last.item(),
        times=times,
        encoding=grid.encoding,
        separator=grid.separator,
        sheet=grid.sheet,
        sheets=grid.sheets,
        heading_rows=one.heading_rows,
        date_order=happened.order,
        events=events,
    )


def _with_beside(one: Recognised) -> Recognised:
    """The table with columns for what stands above it or on its tab; a tab that names a person is not shown again."""
    told = one.reader.beside(one.grid, one.first) if one.reader.beside else []
    if not told:
        return one
    place = one.first + one.heading_rows - 1
    added = tuple(
        Column.of_cells([""] * place + [title] + [value] * (one.grid.rows - place - 1)) for title, value in told
    )
    hidden = {"sheet": "", "sheets": ()} if any(value == one.grid.sheet for _, value in told) else {}
    return replace(one, grid=replace(one.grid, columns=(*one.grid.columns, *added), declared=(), **hidden))


def _joined(recognised: Sequence[Recognised]) -> Recognised:
    """Sheets of one log below each other, under the heading of the first; columns are matched by heading."""
    first, *others = recognised
    if not others:
        return first
    heading = first.grid.row(first.first)
    parts = _parts(first)
    grids = [first.grid]
    for other in others:
        titles, others_parts = other.grid.row(other.first), _parts(other)
        body = other.grid.take(slice(other.first + other.heading_rows, None))
        empty = Column.of_cells([""] * body.rows)
        # A column of the same part under another title is the same column.
        same = {index: others_parts[part] for part, index in parts.items() if part in others_parts}
        places = [titles.index(title) if title in titles else same.get(index) for index, title in enumerate(heading)]
        columns = tuple(empty if place is None else body.columns[place] for place in places)
        grids.append(replace(body, columns=columns, declared=()))
    columns = tuple(_below([grid.columns[index] for grid in grids]) for index in range(first.grid.width))
    grid = replace(
        first.grid,
        columns=columns,
        row_numbers=np.concatenate([grid.row_numbers for grid in grids]),
        sheet=", ".join(one.grid.sheet for one in recognised if one.grid.sheet),
    )
    return replace(first, grid=grid)


def _parts(one: Recognised) -> Mapping[str, int]:
    body = one.grid.take(slice(one.first + one.heading_rows, None))
    return one.reader.lay_out([one.grid.row(one.first)], body).parts


def _below(columns: Sequence[Column]) -> Column:
    words = [word for column in columns for word in column.words]
    shifts = np.cumsum([0, *(len(column.words) for column in columns[:-1])])
    return Column.of(
        np.concatenate([column.codes + shift for column, shift in zip(columns, shifts, strict=True)]), words
    )


def _without_private(body: Grid, private: Sequence[int]) -> Grid:
    """Texts that name persons go: what they say is in the events by now."""
    empty = Column.blank(body.rows)
    return replace(
        body, columns=tuple(empty if index in private else column for index, column in enumerate(body.columns))
    )


def _without_names(body: Grid, roles: Mapping[int, str], persons: frozenset[str]) -> Grid:
    """Texts that tell what happened name persons too; columns with a role are pseudonyms, moments or gone already."""
    columns = (column if index in roles else unnamed(column, persons) for index, column in enumerate(body.columns))
    return replace(body, columns=tuple(columns))


def _unique(keys: Sequence[str]) -> tuple[str, ...]:
    seen: dict[str, int] = {}
    unique = []
    for key in keys:
        seen[key] = seen.get(key, 0) + 1
        named = key if seen[key] == 1 else f"{key} ({seen[key]})"
        while named in unique:
            named += "'"
        unique.append(named)
    return tuple(unique)


def _times_of_rows(happened, rows: int) -> np.ndarray:
    if len(happened.rows) == rows and (happened.rows == np.arange(rows)).all():
        return happened.at
    times = np.full(rows, np.datetime64("NaT", "s"))
    # Written backwards, so that the first event of a row is the one that stays.
    times[happened.rows[::-1]] = happened.at[::-1]
    return times


def _of_a_log(problem: Problem, times: np.ndarray) -> Problem:
    """A file that ends at the row limit lacks what a log writes last: the newest events, or in most logs the oldest."""
    known = times[~np.isnat(times)]
    if problem.code != "row_limit" or not known.size:
        return problem
    newest_first = known[0] > known[-1]
    lost = (
        f"before {known.min().item():%d %b %Y, %H:%M}"
        if newest_first
        else f"after {known.max().item():%d %b %Y, %H:%M}"
    )
    message = (
        f"This file stops at Excel's row limit, so events {lost} are missing. "
        "Download it again and upload without opening it in Excel."
    )
    return replace(problem, message=message)


def _worth_telling(grid: Grid) -> tuple[Problem, ...]:
    """What opening the file found, without remarks on rows of unequal length: a log's lines above its table are no answers."""
    return tuple(
        problem for problem in grid.problems if problem.code not in ("ragged_rows", "short_rows", "short_heading")
    )
