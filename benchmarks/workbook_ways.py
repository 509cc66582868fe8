"""Ways to read the answers in a workbook. Each takes a path and gives how many cells are filled, and the rows when asked.

The same function is timed on the large files and led into the traps, as a person calls it who wants the answers.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time
from pathlib import Path

from benchmarks.groups import Call

Found = tuple[int, Callable[[], Iterator[Sequence[object]]]]
_SHEET = "xl/worksheets/sheet1.xml"


def timed(way: Callable[[Path], Found], file: Callable[[Path], Path]) -> Callable[[Path], Call]:
    """A way on a large file: the call gives the number of filled cells below the heading."""

    def ready(folder: Path) -> Call:
        path = file(folder)
        _warm(way)
        return lambda: float(way(path)[0])

    return ready


def rows(way: Callable[[Path], Found]) -> Callable[[Path], Iterator[str]]:
    """A way on a trap: each row as one text."""

    def reads(path: Path) -> Iterator[str]:
        return (line(row) for row in way(path)[1]())

    return reads


def line(row: Sequence[object]) -> str:
    """A row as one text in which only the meaning of a cell counts, not its type.

    Example:
        >>> line(["00123", 4.0, None, float("nan"), datetime(2026, 1, 3), True, "2026-01-03 00:00:00"])
        '00123 | 4 |  |  | 2026-01-03 | true | 2026-01-03'
    """
    return " | ".join(map(_told, row))


def _told(cell: object) -> str:
    if cell is None or cell != cell:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).removesuffix(" 00:00:00") if isinstance(cell, str | date | datetime | time) else str(cell)


def _warm(way: Callable[[Path], Found]) -> None:
    """Load what a running server has loaded."""
    if way is toolbox:
        from toolbox.reading import read

        read(b"a,b\n1,2\n", "warm.csv")
        import fastexcel  # noqa: F401
    for name in ("pandas", "openpyxl", "polars", "fastexcel", "duckdb"):
        if name in way.__name__:
            __import__(name)
    if way is pandas_calamine:
        import python_calamine  # noqa: F401


def toolbox(path: Path) -> Found:
    """The toolbox, told nothing: bytes to a Reading, with labels counted, kinds told and identifiers replaced."""
    from toolbox.reading import read

    reading = read(path.read_bytes(), path.name)
    filled = sum(int((reading.table[name].cat.codes > 0).sum()) for name in reading.table)

    def told() -> Iterator[Sequence[object]]:
        yield from reading.table.itertuples(index=False)
        yield from ([f"told: {problem.code}"] for problem in reading.problems if problem.code == "excel_dates")

    return filled, told


def _of_pandas(path: Path, engine: str) -> Found:
    import pandas as pd

    frame = pd.read_excel(path, engine=engine)
    return int(frame.count().sum()), lambda: frame.itertuples(index=False)


def pandas_openpyxl(path: Path) -> Found:
    """pandas with openpyxl, as most scripts read a workbook."""
    return _of_pandas(path, "openpyxl")


def pandas_calamine(path: Path) -> Found:
    """pandas with calamine."""
    return _of_pandas(path, "calamine")


def polars_excel(path: Path) -> Found:
    """polars.read_excel: calamine by way of fastexcel."""
    import polars

    frame = polars.read_excel(path)
    return frame.height * frame.width - sum(frame.null_count().row(0)) if frame.width else 0, frame.iter_rows


def _of_arrow(batch) -> Found:
    filled = batch.num_rows * batch.num_columns - sum(column.null_count for column in batch.columns)
    return filled, lambda: (list(row.values()) for row in batch.to_pylist())


def fastexcel_eager(path: Path) -> Found:
    """fastexcel straight to Arrow texts and no further."""
    import fastexcel

    return _of_arrow(fastexcel.read_excel(path).load_sheet_eager(0, dtypes="string"))


def fastexcel_arrow(path: Path) -> Found:
    """fastexcel, the sheet first and then to Arrow texts."""
    import fastexcel

    return _of_arrow(fastexcel.read_excel(path).load_sheet(0, dtypes="string").to_arrow())


def duckdb_xlsx(path: Path) -> Found:
    """DuckDB's read_xlsx, every cell a text."""
    import duckdb

    duckdb.sql("LOAD excel")
    table = duckdb.sql(f"SELECT * FROM read_xlsx('{path}', header = true, all_varchar = true)").arrow()
    return _of_arrow(table.read_all() if hasattr(table, "read_all") else table)


def inflate(path: Path) -> Found:
    """Inflate the sheet and count the ends of its values: below this no reader of workbooks can come."""
    ends, last = 0, b""
    with zipfile.ZipFile(path) as book, book.open(_SHEET) as stream:
        while piece := stream.read(1 << 20):
            ends += (last + piece).count(b"</v>")
            last = piece[-3:]
    return ends, lambda: iter(())
