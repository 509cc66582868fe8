"""A plain table: one heading row, one answer per row, made by hand or by a tool we do not know."""

from __future__ import annotations

from dataclasses import replace

from toolbox.reading.grid import Grid
from toolbox.reading.layout import Layout, Reader, simple
from toolbox.reading.surveys.option_headings import spread


def claims(grid: Grid, first: int) -> int:
    """Whatever has a heading row is a table; this reader is asked last."""
    return 1 if first < grid.rows else 0


def lay_out(rows: list[list[str]], body: Grid) -> Layout:
    """Headings as questions; a question spread over columns without headings of their own is told."""
    plain = simple(rows, body)
    return replace(plain, texts=spread(plain.keys, body))


READER = Reader(
    key="plain_table",
    title="Plain table",
    where="any program: one row an answer, the questions as headings, as CSV or Excel",
    kind="survey",
    claims=claims,
    lay_out=lay_out,
)
