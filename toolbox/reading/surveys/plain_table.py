"""A plain table: one heading row, one answer per row, made by hand or by a tool we do not know."""

from __future__ import annotations

from dataclasses import replace

from toolbox.reading.grid import Grid
from toolbox.reading.layout import Layout, Reader, Role, simple
from toolbox.reading.merged_headings import are_merged, joined
from toolbox.reading.surveys.option_headings import spread
from toolbox.reading.words import clean_heading


def claims(grid: Grid, first: int) -> int:
    """Whatever has a heading row is a table; this reader is asked last."""
    return 1 if first < grid.rows else 0


def lay_out(rows: list[list[str]], body: Grid) -> Layout:
    """Headings as questions; a question spread over columns without headings of their own is told."""
    plain = simple(rows, body)
    if len(rows) == 2 and are_merged(*rows):
        keys = joined(*([clean_heading(cell) for cell in row] for row in rows))
        headings = tuple(f"{title}\n{row}".strip() for title, row in zip(*rows, strict=True))
        return replace(plain, headings=headings, keys=keys, texts=keys)
    roles: dict[int, Role] = {0: "id"} if _is_index(plain.keys, body) else {}
    return replace(plain, texts=spread(plain.keys, body), roles=roles)


def _is_index(keys: tuple[str, ...], body: Grid) -> bool:
    """Whether the first column only counts the rows, as programs write it without a heading."""
    if body.width < 2 or body.rows < 2 or not (keys[0] == "" or keys[0].startswith("Unnamed:")):
        return False
    cells = body.columns[0].cells()
    return any(cells == [str(number) for number in range(start, start + body.rows)] for start in (0, 1))


READER = Reader(
    key="plain_table",
    title="Plain table",
    where="any program: one row an answer, the questions as headings, as CSV or Excel",
    kind="survey",
    claims=claims,
    lay_out=lay_out,
)
