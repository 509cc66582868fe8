"""The groups of activity logs: what is compared, and what has to agree."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from benchmarks import log_material, log_traps, log_ways
from benchmarks.groups import Aim, Group, Way


def _way(file: Callable[[Path], Path], way: Callable, title: str, *, name: str = "", **more) -> Way:
    whole = not title.startswith(("count", "inflate"))
    return Way(
        name=name or way.__name__,
        title=title,
        ready=log_ways.timed(way, file),
        reads=log_ways.rows(way) if whole else None,
        **more,
    )


def _moodle(way: Callable, title: str, **more) -> Way:
    return _way(log_material.moodle, way, title, **more)


def _xapi(way: Callable, title: str, **more) -> Way:
    return _way(log_material.statements, way, title, **more)


GROUPS = (
    Group(
        name="moodle",
        file=log_material.moodle,
        heading=f"Reading {log_material.EVENTS:,} events of a Moodle log, CSV",
        ways=(
            _moodle(log_ways.toolbox, "toolbox, told nothing, to a Reading with events", name="moodle_toolbox"),
            _moodle(log_ways.moodle_polars_told, "polars, told format and the columns needed", needs="polars"),
            _moodle(log_ways.moodle_polars_whole, "polars, told format, all columns kept", needs="polars"),
            _moodle(log_ways.moodle_duckdb_told, "DuckDB, told format and columns", needs="duckdb"),
            _moodle(log_ways.moodle_pandas_told, "pandas, told format and columns"),
            _moodle(log_ways.moodle_pandas_naive, "pandas, told nothing of dates", runs=1),
            _moodle(log_ways.moodle_lines, "count the ends of lines"),
        ),
        aims=(
            Aim(way="moodle_toolbox", against="moodle_polars_told", times=0.5, text="against polars told the columns"),
            Aim(way="moodle_toolbox", against="moodle_polars_whole", times=0.5, text="against polars keeping all"),
            Aim(way="moodle_toolbox", against="moodle_pandas_naive", times=40, text="against pandas told nothing"),
        ),
        same=(
            ("moodle_toolbox", "moodle_polars_told", "moodle_polars_whole", "moodle_duckdb_told", "moodle_pandas_told"),
        ),
        traps=log_traps.MOODLE,
    ),
    Group(
        name="xapi",
        file=log_material.statements,
        heading=f"Reading {log_material.EVENTS:,} xAPI statements, compressed lines",
        ways=(
            _xapi(log_ways.toolbox, "toolbox, told nothing, to a Reading with events", name="xapi_toolbox"),
            _xapi(log_ways.xapi_polars, "polars.scan_ndjson, told the fields", needs="polars"),
            _xapi(log_ways.xapi_duckdb, "DuckDB read_json, told the fields", needs="duckdb"),
            _xapi(log_ways.xapi_pandas, "pandas.read_json", runs=1),
            _xapi(log_ways.xapi_inflate, "inflate and count lines"),
            _xapi(log_ways.xapi_json, "inflate and parse with the standard library"),
            _xapi(log_ways.xapi_msgspec, "inflate and parse with msgspec"),
        ),
        same=(("xapi_toolbox", "xapi_polars", "xapi_duckdb", "xapi_pandas"),),
        traps=log_traps.XAPI,
    ),
)
