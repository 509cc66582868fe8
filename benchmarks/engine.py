"""The engine's questions over one and ten million events, beside plain pandas and DuckDB's SQL written by hand.

Every way begins at the Parquet files and ends at a pandas frame in order. Ways that do the same work give the same number.
Memory is that of the whole process, libraries included; beside it stands what a way took on top of them: at a million
events the libraries weigh more than the work.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.processes import ROOT, Measured

#: Events; the second takes some minutes to make.
SIZES = (1_000_000, 10_000_000)
RUNS = 3
_GAP = 30
_ACTS = "\"at\" is not null and actor <> '' and delivered and kind not in ('mentoring', 'mentored')"


@dataclass(frozen=True, kw_only=True)
class Grown(Measured):
    """The middle of some runs of one way."""

    added_mb: float
    """Peak, less what was held when the libraries were loaded and nothing was read yet."""


# ── what each way does: (folder, events) → a call that gives a frame ─────────────────────────────


def toolbox_visits(folder: Path, many: int) -> Callable:
    """The toolbox."""
    from benchmarks.engine_material import events
    from toolbox.engine import asking

    return lambda: asking.visits_of([events(folder, many)], url="duckdb")


def toolbox_weeks(folder: Path, many: int) -> Callable:
    """The toolbox."""
    from benchmarks.engine_material import events, memberships
    from toolbox.engine import asking

    rows = memberships(many)
    return lambda: asking.weeks([events(folder, many)], rows, url="duckdb")


def toolbox_dose(folder: Path, many: int) -> Callable:
    """The toolbox's expression, over sessions that lie in Parquet: so many rows are no records in memory."""
    from benchmarks.engine_material import given
    from toolbox.engine import asking, expressions
    from toolbox.engine.backends import files

    path = str(given(folder, many))
    return lambda: asking.asked(lambda on: expressions.dose(files(on, [path])), ["school"], url="duckdb")


def _sql(query: str, **tables) -> Callable:
    def call():
        import duckdb

        connection = duckdb.connect()
        for name, table in tables.items():
            connection.register(name, table)
        return connection.sql(query).df()

    return call


def duckdb_visits(folder: Path, many: int) -> Callable:
    """As it stands in every book: a flag where a gap is, a running sum of the flags, a group by it."""
    from benchmarks.engine_material import events

    return _sql(
        f"""with marked as (
            select actor, "at", "count", coalesce("at" - lag("at") over who > interval {_GAP} minute, true)::int as begins
            from '{events(folder, many)}' where {_ACTS} window who as (partition by actor order by "at")
        ), numbered as (
            select actor, "at", "count",
                sum(begins) over (partition by actor order by "at" rows unbounded preceding) as visit from marked
        ) select actor, min("at") as begins, max("at") as ends, sum("count")::bigint as events
          from numbered group by actor, visit order by actor, begins""",
    )


def duckdb_weeks(folder: Path, many: int) -> Callable:
    """A join by person and day, a distinct count."""
    from benchmarks.engine_material import events, memberships
    from toolbox.engine.tables import members_table

    return _sql(
        f"""select m.school, date_trunc('week', "at")::date as week, count(distinct actor) as persons,
            sum("count")::bigint as events, sum(minutes) as minutes
        from '{events(folder, many)}' e join members m on actor = person and "at"::date between since and until
        where {_ACTS} group by m.school, week order by m.school, week""",
        members=members_table(memberships(many)),
    )


def duckdb_dose(folder: Path, many: int) -> Callable:
    """Sums with filters, a distinct count."""
    from benchmarks.engine_material import given

    return _sql(
        f"""select school, count(*) filter (delivered and nth = 0) as sessions_delivered,
            count(*) filter (nth = 0) as sessions_planned, sum(hours) filter (delivered and nth = 0) as hours_delivered,
            sum(hours) filter (nth = 0) as hours_planned, sum(hours) filter (delivered and person <> '') as person_hours,
            count(distinct person) filter (delivered and person <> '') as reached,
            count(*) filter (delivered and person = '') as unnamed,
            count(*) filter (delivered and nth = 0 and not timed) as without_length,
            min("on") filter (delivered) as first, max("on") filter (delivered) as last
        from '{given(folder, many)}' group by school order by school""",
    )


def _acts(folder: Path, many: int, *more: str):
    import pandas as pd

    from benchmarks.engine_material import events

    frame = pd.read_parquet(events(folder, many), columns=["at", "actor", "kind", "delivered", *more])
    mine = frame["at"].notna() & (frame["actor"] != "") & frame["delivered"]
    return frame[mine & ~frame["kind"].isin(["mentoring", "mentored"])]


def pandas_visits(folder: Path, many: int) -> Callable:
    """Plain pandas: sort, difference, running sum, group."""

    def call():
        import pandas as pd

        frame = _acts(folder, many, "count").sort_values(["actor", "at"])
        apart = (frame["actor"] != frame["actor"].shift()) | (frame["at"].diff() > pd.Timedelta(minutes=_GAP))
        visits = frame.groupby(["actor", apart.cumsum().rename("visit")])
        found = visits.agg(begins=("at", "min"), ends=("at", "max"), events=("count", "sum"))
        return found.reset_index().drop(columns="visit")

    return call


def pandas_weeks(folder: Path, many: int) -> Callable:
    """Plain pandas: merge, filter by day, group."""
    from benchmarks.engine_material import memberships
    from toolbox.engine.tables import members_table

    members = members_table(memberships(many)).to_pandas()
    # Days without end are no moments of pandas; the largest it knows stands for them.
    import pandas as pd

    for name in ("since", "until"):
        members[name] = pd.to_datetime(members[name].astype(str), errors="coerce")
    members["since"] = members["since"].fillna(pd.Timestamp.min)
    members["until"] = members["until"].fillna(pd.Timestamp.max)

    def call():
        frame = _acts(folder, many, "count", "minutes")
        day = frame["at"].dt.normalize()
        frame = frame.assign(day=day, week=day - pd.to_timedelta(day.dt.day_of_week, unit="D"))
        frame = frame.merge(members, left_on="actor", right_on="person")
        frame = frame[(frame["since"] <= frame["day"]) & (frame["day"] <= frame["until"])]
        groups = frame.groupby(["school", "week"])
        found = groups.agg(persons=("person", "nunique"), events=("count", "sum"))
        found["minutes"] = groups["minutes"].sum(min_count=1)
        return found.reset_index()

    return call


def pandas_dose(folder: Path, many: int) -> Callable:
    """Plain pandas: columns of what counts, group, sum, a distinct count."""

    def call():
        import pandas as pd

        from benchmarks.engine_material import given

        frame = pd.read_parquet(given(folder, many))
        held, whole, named = frame["delivered"], frame["nth"] == 0, frame["person"] != ""
        hours = frame["hours"]
        said = pd.DataFrame(
            {
                "school": frame["school"], "sessions_delivered": held & whole, "sessions_planned": whole,
                "hours_delivered": hours.where(held & whole, 0), "hours_planned": hours.where(whole, 0),
                "person_hours": hours.where(held & named, 0), "unnamed": held & ~named,
                "without_length": held & whole & ~frame["timed"],
            }
        )  # fmt: skip
        found = said.groupby("school").sum()
        came = frame[held & named].groupby("school")["person"].nunique()
        found.insert(5, "reached", came.reindex(found.index, fill_value=0))
        days = frame[held].groupby("school")["on"].agg(["min", "max"])
        found = found.assign(first=pd.to_datetime(days["min"]), last=pd.to_datetime(days["max"]))
        return found.reset_index()

    return call


def read_events(folder: Path, many: int) -> Callable:
    """Read the columns of the events these questions need, once, with Arrow."""

    def call():
        import pyarrow.parquet as pq

        from benchmarks.engine_material import events

        columns = ["id", "at", "actor", "kind", "minutes", "count", "delivered"]
        return pq.read_table(events(folder, many), columns=columns)

    return call


def read_given(folder: Path, many: int) -> Callable:
    """Read the sessions once with Arrow."""

    def call():
        import pyarrow.parquet as pq

        from benchmarks.engine_material import given

        return pq.read_table(given(folder, many))

    return call


QUESTIONS = {
    "visits": ("Visits (a gap of 30 minutes)", read_events),
    "weeks": ("Activity by school and week", read_events),
    "dose": ("Dose by school", read_given),
}
_TITLES = {
    "toolbox": "toolbox, Ibis on DuckDB",
    "duckdb": "DuckDB, SQL written by hand",
    "pandas": "plain pandas",
}


def run(folder: Path, show, sizes: tuple[int, ...] = SIZES) -> list[str]:
    """Print a table a question and size. Returns what went wrong, in words."""
    wrong = []
    for many in sizes:
        _child("make", folder, many)
        for question, (heading, reading) in QUESTIONS.items():
            found = {way: _middle(f"{way}_{question}", folder, many) for way in _TITLES}
            rows = [(title, found[way]) for way, title in _TITLES.items()]
            rows.append(("read the Parquet file once", _middle(reading.__name__, folder, many)))
            show(f"{heading}, {many:,} events", rows, _aims(found["toolbox"], found["duckdb"], found["pandas"]))
            results = {way: each.result for way, each in found.items()}
            if len({f"{each:.9g}" for each in results.values()}) > 1:
                wrong.append(f"{question} of {many:,}: these should give the same result and do not: {results}")
    return wrong


def _aims(mine: Grown, by_hand: Grown, plain: Grown) -> list[str]:
    def said(text: str, times: float, reached: float) -> str:
        verdict = "reached" if reached >= times else "not reached"
        return f"aim: {text} at least {times:.2g}×; measured {reached:.2g}× ({verdict})"

    return [
        said("faster than plain pandas", 6, plain.seconds / mine.seconds),
        said("a fraction of plain pandas' memory, libraries included,", 4, plain.peak_mb / mine.peak_mb),
        said("the same on top of the loaded libraries", 4, plain.added_mb / max(mine.added_mb, 1)),
        said("SQL by hand takes of the toolbox's seconds", 1 / 1.5, by_hand.seconds / mine.seconds),
        f"on top of the libraries: toolbox {mine.added_mb:.0f} MB, by hand {by_hand.added_mb:.0f}, pandas {plain.added_mb:.0f}; "
        f"the libraries: {mine.peak_mb - mine.added_mb:.0f}, {by_hand.peak_mb - by_hand.added_mb:.0f}, "
        f"{plain.peak_mb - plain.added_mb:.0f}",
    ]


def _middle(way: str, folder: Path, many: int) -> Grown:
    found = [_child(way, folder, many) for _ in range(RUNS)]
    middle = {name: statistics.median(each[name] for each in found) for name in found[0]}
    return Grown(runs=RUNS, **middle | {"result": found[0]["result"]})


def _child(way: str, folder: Path, many: int) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.engine", way, str(folder), str(many)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if ended.returncode:
        raise SystemExit(f"{' '.join(command[2:])} failed:\n{ended.stderr[-2000:]}")
    return json.loads(ended.stdout.splitlines()[-1])


def _digest(found) -> float:
    """One number of a frame in order: rows, numbers added up, and moments by where they stand."""
    total = float(len(found))
    for name in getattr(found, "columns", ()):
        column = found[name]
        if column.dtype.kind in "iuf":
            total += float(column.sum())
        elif column.dtype.kind == "M":
            seconds = column.astype("datetime64[s]").astype("int64")
            total += float((seconds % 1_000_003).sum())
    return total


def main() -> None:
    """Inside the process: make the files, or load the libraries (not timed), do it once (timed), print one line of JSON."""
    way, folder, many = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    if way == "make":
        from benchmarks.engine_material import make

        make(folder, many)
        print("{}")
        return
    call = globals()[way](folder, many)
    _warm(way)
    before = _peak_mb()
    started, busy = time.perf_counter(), time.process_time()
    found = call()
    seconds, busy = time.perf_counter() - started, time.process_time() - busy
    peak = _peak_mb()
    result = _digest(found) if hasattr(found, "dtypes") else float(len(found))
    print(json.dumps({"seconds": seconds, "busy": busy, "peak_mb": peak, "added_mb": peak - before, "result": result}))


def _warm(way: str) -> None:
    """Load what a running server has loaded."""
    import pandas as pd
    import pyarrow.parquet  # noqa: F401

    pd.DataFrame({"a": ["x"]}).sort_values("a").groupby("a").size()
    if way.startswith("toolbox"):
        from toolbox.engine import asking

        asking.doses([], url="duckdb")
    if way.startswith("duckdb"):
        import duckdb

        duckdb.connect().sql("select 1 as a").df()


def _peak_mb() -> float:
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


if __name__ == "__main__":
    main()
