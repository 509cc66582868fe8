"""A plain table: one heading row, one answer per row, made by hand or by a tool we do not know."""

from __future__ import annotations

from toolbox.reading.grid import Grid
from toolbox.reading.layout import Reader, simple


def claims(grid: Grid, first: int) -> int:
    """Whatever has a heading row is a table; this reader is asked last."""
    return 1 if first < grid.rows else 0


READER = Reader(
    key="plain_table",
    title="Plain table",
    where="any program: one row an answer, the questions as headings, as CSV or Excel",
    kind="survey",
    claims=claims,
    lay_out=simple,
)
