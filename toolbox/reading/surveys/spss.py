"""SPSS: .sav and .zsav files. The file itself says what each variable asks and what each value means."""

from __future__ import annotations

from dataclasses import replace

from toolbox.model import Kind
from toolbox.reading.grid import Column, Declared, Grid
from toolbox.reading.kinds import kind_of
from toolbox.reading.layout import Layout, Reader, simple


def claims(grid: Grid, first: int) -> int:
    """By the first bytes of the file; the names of the variables are its only heading row."""
    return 1 if grid.source == "spss" and first == 0 else 0


def lay_out(rows: list[list[str]], body: Grid) -> Layout:
    """Names as codes, labels as questions, multiple-response sets as several choices."""
    plain = simple(rows, body)
    if not body.declared:
        return plain
    return replace(
        plain,
        codes=plain.keys,
        texts=tuple(told.text or key for told, key in zip(body.declared, plain.keys, strict=True)),
        kinds={column: _kind(body.columns[column], told) for column, told in enumerate(body.declared) if told.kind},
    )


def _kind(column: Column, told: Declared) -> Kind:
    """As the file declares it; labelled values are a scale where their words are one, and a choice otherwise."""
    if told.kind != "choice":
        return told.kind or "text"
    seen = kind_of(column, told.text)
    return seen if seen in ("scale", "consent") else "choice"


READER = Reader(
    key="spss",
    title="SPSS",
    where="File > Save As > SPSS Statistics (.sav)",
    kind="survey",
    claims=claims,
    lay_out=lay_out,
)
