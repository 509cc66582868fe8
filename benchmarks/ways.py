"""The ways that are compared. Each makes itself ready (not timed) and returns a call (timed) that gives a number.

The number lets the run see that two ways did the same work: rows read, or the sum of every mean and spread found.
"""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

from benchmarks import logs, material, workbooks
from benchmarks.groups import Aim, Call, Group, Way

# ── reading ──────────────────────────────────────────────────────────────────────────────────────


def read_csv(folder: Path) -> Call:
    """The toolbox: bytes to a Reading; encoding, separator and headings found out."""
    from toolbox.reading import read

    read(b"a,b\n1,2\n", "warm.csv")
    content = material.csv(folder).read_bytes()
    return lambda: len(read(content, "survey.csv").table)


def pandas_csv(folder: Path) -> Call:
    """``pandas.read_csv``, told nothing."""
    import pandas as pd

    content = material.csv(folder).read_bytes()
    return lambda: len(pd.read_csv(io.BytesIO(content)))


def scan_csv(folder: Path) -> Call:
    """Look at every byte once."""
    content = material.csv(folder).read_bytes()
    return lambda: content.count(b"\n") - 1


# ── a profile over a million answers ─────────────────────────────────────────────────────────────


def _digest(found) -> float:
    """Every mean and spread of the areas added up."""
    return sum(cell.mean.estimate + cell.sd for cell in found.areas)


def _profile(answers, *, items: bool) -> float:
    from toolbox.profile import profile

    return _digest(profile(answers, material.framework(), round_name="r", collected_on=date(2026, 3, 1), items=items))


def _warm() -> None:
    """Load what a running server has loaded, and read one small data set."""
    import pandas as pd
    import scipy.special  # noqa: F401

    import toolbox.profile  # noqa: F401
    from toolbox.store.parquet import from_parquet, to_parquet

    small = to_parquet(material.large(200))
    from_parquet(small)
    pd.read_parquet(io.BytesIO(small))


def profile_held(folder: Path) -> Call:
    """The toolbox, answers in memory: areas, items, counts, states, intervals, and what the gate needs."""
    from toolbox.store.parquet import from_parquet

    _warm()
    answers = from_parquet(material.parquet(folder).read_bytes())
    return lambda: _profile(answers, items=True)


def areas_held(folder: Path) -> Call:
    """The toolbox, answers in memory, without the item cells."""
    from toolbox.store.parquet import from_parquet

    _warm()
    answers = from_parquet(material.parquet(folder).read_bytes())
    return lambda: _profile(answers, items=False)


def profile_stored(folder: Path) -> Call:
    """The toolbox from the store's bytes: read and profile."""
    from toolbox.store.parquet import from_parquet

    _warm()
    content = material.parquet(folder).read_bytes()
    return lambda: _profile(from_parquet(content), items=True)


def _frame(folder: Path):
    import pandas as pd

    return pd.read_parquet(io.BytesIO(material.parquet(folder).read_bytes()))


def _areas_pandas(frame):
    """Area scores by the half rule, the plain way."""
    import pandas as pd

    members = {
        area.id: [item.id for item in material.framework().items_of(area.id)] for area in material.framework().areas
    }
    numbers = frame[[item.id for item in material.framework().items]]
    numbers = numbers.where(numbers >= 1)
    scores = pd.DataFrame(
        {
            area: numbers[names].mean(axis=1).where(numbers[names].count(axis=1) >= len(names) / 2)
            for area, names in members.items()
        }
    )
    return numbers, scores


def pandas_areas(folder: Path) -> Call:
    """Plain pandas: area means by group, and their counts by school; nothing about items."""
    frame = _frame(folder)

    def call() -> float:
        _, scores = _areas_pandas(frame)
        found = scores.groupby(frame["group"], observed=True).agg(["count", "mean", "std"])
        scores.groupby([frame["school"], frame["group"]], observed=True).agg(["count", "mean"])
        return float(found.xs("mean", axis=1, level=1).sum().sum() + found.xs("std", axis=1, level=1).sum().sum())

    return call


def _pandas_everything(frame) -> float:
    numbers, scores = _areas_pandas(frame)
    found = scores.groupby(frame["group"], observed=True).agg(["count", "mean", "std"])
    (scores >= 4).groupby(frame["group"], observed=True).mean()
    scores.groupby([frame["school"], frame["group"]], observed=True).agg(["count", "min", "max"])
    numbers.groupby(frame["group"], observed=True).agg(["count", "mean", "std"])
    numbers.groupby([frame["school"], frame["group"]], observed=True).agg(["count", "min", "max"])
    for item in numbers.columns:
        frame.groupby("group", observed=True)[item].value_counts()
    return float(found.xs("mean", axis=1, level=1).sum().sum() + found.xs("std", axis=1, level=1).sum().sum())


def pandas_held(folder: Path) -> Call:
    """Plain pandas, all the numbers of a profile but the intervals."""
    frame = _frame(folder)
    return lambda: _pandas_everything(frame)


def pandas_stored(folder: Path) -> Call:
    """Plain pandas from the store's bytes: read and group."""
    import pandas as pd

    _warm()
    content = material.parquet(folder).read_bytes()
    return lambda: _pandas_everything(pd.read_parquet(io.BytesIO(content)))


def unpack_stored(folder: Path) -> Call:
    """Only unpack the store's bytes."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    content = material.parquet(folder).read_bytes()
    return lambda: pq.read_table(pa.BufferReader(content)).num_rows


def touch_held(folder: Path) -> Call:
    """Look at every answer in memory once."""
    from toolbox.store.parquet import from_parquet

    answers = from_parquet(material.parquet(folder).read_bytes())
    return lambda: float(answers.values.max())


# ── groups ───────────────────────────────────────────────────────────────────────────────────────


GROUPS = {
    group.name: group
    for group in (
        Group(
            name="csv",
            file=material.csv,
            heading=f"Reading {material.ANSWERS:,} answers × {material.ITEMS} items, CSV",
            ways=(
                Way(name="read_csv", title="toolbox, to a Reading", ready=read_csv),
                Way(name="pandas_csv", title="pandas.read_csv", ready=pandas_csv),
                Way(name="scan_csv", title="scan the bytes", ready=scan_csv),
            ),
            same=(("read_csv", "pandas_csv", "scan_csv"),),
        ),
        Group(
            name="profile",
            file=material.parquet,
            heading=f"A profile over {material.LARGE:,} answers × {material.ITEMS} items, {material.SCHOOLS} schools, as kept",
            ways=(
                Way(name="profile_held", title="toolbox, answers in memory", ready=profile_held),
                Way(name="areas_held", title="toolbox, areas only", ready=areas_held),
                Way(name="profile_stored", title="toolbox, from the store's bytes", ready=profile_stored),
                Way(name="pandas_held", title="plain pandas, the same numbers", ready=pandas_held),
                Way(name="pandas_areas", title="plain pandas, areas only", ready=pandas_areas),
                Way(name="pandas_stored", title="plain pandas, from the store's bytes", ready=pandas_stored),
                Way(name="unpack_stored", title="unpack the store's bytes", ready=unpack_stored),
                Way(name="touch_held", title="look at every answer once", ready=touch_held),
            ),
            aims=(
                Aim(
                    way="profile_held",
                    against="pandas_held",
                    times=4,
                    text="faster than plain pandas, the same numbers",
                ),
                Aim(way="areas_held", against="pandas_areas", times=4, text="areas alone faster than plain pandas"),
                Aim(
                    way="profile_stored",
                    against="pandas_stored",
                    times=4,
                    text="from the store faster than plain pandas",
                ),
            ),
            same=(("profile_held", "areas_held", "profile_stored", "pandas_held", "pandas_areas", "pandas_stored"),),
        ),
        *workbooks.GROUPS,
        *logs.GROUPS,
    )
}

WAYS: dict[str, Way] = {way.name: way for group in GROUPS.values() for way in group.ways}
