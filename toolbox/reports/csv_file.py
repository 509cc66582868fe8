"""A table as a CSV file: every digit, UTF-8 with a byte-order mark so that spreadsheets read the letters."""

from __future__ import annotations

import math

import pandas as pd

from toolbox.model import Table
from toolbox.reports.spreadsheet_text import harmless


def csv(table: Table) -> bytes:
    """Full precision, comma-separated, text always quoted, missing numbers empty, the same bytes every time.

    Text is quoted so that a spreadsheet that splits at semicolons keeps it in one piece.

    Example:
        >>> import pandas as pd
        >>> table = Table(name="t", title="T", frame=pd.DataFrame({"group": ["=cmd", "a"], "mean": [1 / 3, None]}))
        >>> print(csv(table).decode("utf-8-sig"))
        "group","mean"
        "'=cmd",0.3333333333333333
        "a",
    """
    lines = [",".join(_written(harmless(str(name))) for name in table.frame.columns)]
    columns = [[_written(cell(value)) for value in table.frame[name]] for name in table.frame.columns]
    lines += [",".join(row) for row in zip(*columns, strict=True)]
    return "".join(f"{line}\r\n" for line in lines).encode("utf-8-sig")


def _written(value: object) -> str:
    if value is None:
        return ""
    return '"{}"'.format(value.replace('"', '""')) if isinstance(value, str) else repr(value)


def cell(value: object) -> object:
    """A value of a frame as a cell: harmless text, a plain number, an ISO date, or None where it is missing."""
    if value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and not math.isfinite(value)):
        return None
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return value.item() if hasattr(value, "item") else value
