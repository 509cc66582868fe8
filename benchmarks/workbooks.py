"""The groups of workbooks: what is compared, and what has to agree."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from benchmarks import material, workbook_ways
from benchmarks.groups import Aim, Group, Way
from benchmarks.workbook_traps import WORKBOOKS


def _group(name: str, file: Callable[[Path], Path], answers: int, *, slow: bool, traps=()) -> Group:
    def way(reads: Callable, title: str, **more) -> Way:
        whole = reads is not workbook_ways.inflate
        return Way(
            name=f"{name}_{reads.__name__}",
            title=title,
            ready=workbook_ways.timed(reads, file),
            reads=workbook_ways.rows(reads) if whole else None,
            **more,
        )

    ways = (
        way(workbook_ways.toolbox, "toolbox, told nothing, to a Reading"),
        way(workbook_ways.fastexcel_eager, "fastexcel, eager, to Arrow texts"),
        way(workbook_ways.fastexcel_arrow, "fastexcel, a sheet, then to Arrow texts"),
        way(workbook_ways.polars_excel, "polars.read_excel", needs="polars"),
        way(workbook_ways.pandas_calamine, "pandas with calamine", needs="python_calamine", slow=slow, runs=1),
        way(workbook_ways.pandas_openpyxl, "pandas with openpyxl", slow=slow, runs=1),
        way(workbook_ways.duckdb_xlsx, "DuckDB read_xlsx", needs="duckdb", extension="excel"),
        way(workbook_ways.inflate, "inflate and count values"),
    )
    ours, bare = ways[0].name, ways[1].name
    return Group(
        name=name,
        file=file,
        heading=f"Reading {answers:,} answers × {material.ITEMS} items, XLSX",
        ways=ways,
        aims=(
            Aim(way=ours, against=bare, times=1 / 1.5, text="against bare fastexcel"),
            *([Aim(way=ours, against=bare, times=2, text="less memory than bare fastexcel", of="peak_mb")] if slow else []),
        ),
        same=(tuple(each.name for each in ways if "inflate" not in each.name),),
        traps=traps,
    )  # fmt: skip


GROUPS = (
    _group("xlsx", material.xlsx, material.ANSWERS, slow=False, traps=WORKBOOKS),
    _group("xlsx_large", material.xlsx_large, material.MANY_ANSWERS, slow=True),
)
