"""No reader of a tool claims what is not its own: ordinary tables, and exports whose headings or columns were changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random

import numpy as np
import pytest

from tests.reading import activities, invented
from tests.reading.ordinary import Ordinary, Rows
from toolbox.reading import READERS, read
from toolbox.reading.grid import Column, Grid
from toolbox.reading.opening import grids, records
from toolbox.reading.recognising import recognise

TABLES = 400
SAMPLES = [(sample.__name__, sample, name) for sample, _, name in (*invented.SAMPLES, *activities.SAMPLES)]


def grid_of(rows: Rows) -> Grid:
    columns = tuple(Column.of_cells(cells) for cells in zip(*rows, strict=True))
    return Grid(columns=columns, row_numbers=np.arange(1, len(rows) + 1)).without_blank_rows()


@pytest.mark.parametrize("part", range(4))
def test_ordinary_tables_are_no_tool_s_export(part: int) -> None:
    claimed = []
    for seed in range(part * TABLES // 4, (part + 1) * TABLES // 4):
        rows = Ordinary(seed).table()
        found = recognise(grid_of(rows), READERS)
        if found.reader.key != "plain_table":
            claimed.append((seed, found.reader.key, found.first, rows[found.first][:5]))
    assert claimed == []


def changed(rows: Rows, first: int, heading_rows: int, seed: str) -> Iterator[tuple[str, Rows]]:
    """The rows of an export as hands and other languages change them."""
    random = Random(seed)
    body = first + heading_rows

    def invented_word(cell: str) -> str:
        made = "".join(random.choice("zqwkrt") + random.choice("aou") for _ in range(3))
        return (made + "?" * cell.endswith("?")) if cell else ""

    def renamed(share: float) -> Rows:
        heads = [[invented_word(cell) if random.random() < share else cell for cell in row] for row in rows[first:body]]
        return [*rows[:first], *heads, *rows[body:]]

    yield "invented language", renamed(1.0)
    yield "half of the headings", renamed(0.5)
    cut = set(random.sample(range(min(8, len(rows[0]))), min(2, len(rows[0]) - 1)))
    yield "two columns less", [[cell for place, cell in enumerate(row) if place not in cut] for row in rows]
    order = random.sample(range(len(rows[0])), len(rows[0]))
    yield "columns in another order", [[row[place] for place in order] for row in rows]
    yield "one answer", rows[: body + 1]
    yield "the heading alone", rows[:body]
    yield "no heading", [*rows[:first], *rows[body:]]


@pytest.mark.parametrize(("label", "sample", "name"), SAMPLES, ids=[label for label, _, _ in SAMPLES])
def test_a_changed_export_is_the_same_tool_s_or_a_plain_table(label, sample, name) -> None:
    content = sample()
    if records(content) is not None:
        pytest.skip("JSON records have no heading to change")
    for grid in grids(content, name):
        if grid.source or not grid.rows or not grid.width:
            continue
        was = recognise(grid, READERS)
        rows = grid.head(was.first + was.heading_rows + 40)
        for what, made in changed(rows, was.first, was.heading_rows, label):
            filled = [row for row in made if any(row)]
            if filled and filled[0]:
                now = recognise(replace(grid_of(filled), sheet=grid.sheet, sheets=grid.sheets), READERS)
                assert now.reader.key in (was.reader.key, "plain_table"), (what, now.first, filled[now.first])


def test_answers_with_numbers_in_three_columns_are_no_report() -> None:
    rows = "".join(f"P{n} Udu,{('Agree (2)', 'Disagree')[n % 2]},5\n" for n in range(20))
    assert read(f"who,plan,devices\n{rows}".encode()).reader == "plain_table"


def test_a_heading_below_titles_is_still_found() -> None:
    assert read(activities.mentoring(), "log.xlsx").reader == "mentoring_log"
