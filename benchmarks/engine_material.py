"""Invented kept logs of one and of ten million events, who belongs where, and sessions somebody came to. Fixed seed.

Clicks come as people click: visits of some minutes, eight clicks or so each, on days spread over a school year.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from toolbox.engine.tables import GIVEN
from toolbox.model import Membership
from toolbox.store.events import to_table

SCHOOLS, CLICKS_A_VISIT = 1_000, 8
_BEGIN = np.datetime64("2025-08-25T06:00:00", "us")
_BLOCK = 1_000_000
_PERSONS_A_MILLION = 8_000


def events(folder: Path, many: int) -> Path:
    """Events as the store keeps them."""
    return folder / f"events-{many}.parquet"


def given(folder: Path, many: int) -> Path:
    """Sessions as the engine takes them: one row a session and person who came."""
    return folder / f"given-{many}.parquet"


def persons(many: int) -> int:
    """Ten times the events are of ten times the people."""
    return _PERSONS_A_MILLION * many // _BLOCK


def names(many: int) -> np.ndarray:
    """Pseudonyms as long as real ones."""
    return np.array([f"P-{number * 0x9E3779B97F4A7C15 % (1 << 64):016X}" for number in range(persons(many))], object)


def memberships(many: int) -> list[Membership]:
    """Everybody in a school, every tenth in two, every twentieth from a day on."""
    rows = []
    for number, name in enumerate(names(many)):
        since = date(2025, 12, 1) if number % 20 == 0 else None
        rows.append(Membership(member=name, role="teacher", school=f"School {number % SCHOOLS}", since=since))
        if number % 10 == 0:
            rows.append(Membership(member=name, role="mentor", school=f"School {(number + 7) % SCHOOLS}"))
    return rows


def make(folder: Path, many: int) -> None:
    """Write both files, unless they are there; a million rows at a time, so that little memory is needed."""
    if events(folder, many).exists():
        return
    people = names(many)
    with pq.ParquetWriter(given(folder, many), GIVEN, compression="zstd") as out:
        for first in range(0, many, _BLOCK):
            out.write_table(_given(np.random.default_rng([2031, first]), people, first))
    writer = None
    for first in range(0, many, _BLOCK):
        table = to_table(clicks(np.random.default_rng([2030, first]), people))
        writer = writer or pq.ParquetWriter(events(folder, many), table.schema, compression="zstd")
        writer.write_table(table, row_group_size=128 * 1024)
    writer.close()


def clicks(rng: np.random.Generator, people: np.ndarray) -> pd.DataFrame:
    visits = _BLOCK // CLICKS_A_VISIT
    visit = np.repeat(np.arange(visits), CLICKS_A_VISIT)
    begins = rng.integers(0, 300 * 86_400, visits)
    after = rng.exponential(90, (visits, CLICKS_A_VISIT)).cumsum(axis=1).ravel().astype(np.int64)
    moments = _BEGIN + ((begins[visit] + after) * 1_000_000).astype("timedelta64[us]")
    who = pd.Categorical.from_codes(
        rng.integers(0, len(people), visits)[visit], categories=pd.Index(people, dtype="str")
    )
    kinds = pd.Index(["viewed", "submitted", "created"], dtype="str")
    blank = pd.Categorical.from_codes(np.zeros(_BLOCK, np.int8), categories=pd.Index([""], dtype="str"))
    return pd.DataFrame(
        {
            "at": moments, "day": np.nan, "actor": who, "school": blank,
            "kind": pd.Categorical.from_codes(rng.choice(3, _BLOCK, p=(0.9, 0.06, 0.04)), categories=kinds),
            "minutes": np.where(rng.random(_BLOCK) < 0.02, rng.integers(1, 90, _BLOCK) / 2, np.nan),
            "count": 1, "topic": blank, "method": blank, "delivered": True, "source": blank,
        }
    )  # fmt: skip


def _given(rng: np.random.Generator, people: np.ndarray, first: int) -> pa.Table:
    """Eight persons a session, now and then a session that was only planned or whose length nobody knows."""
    sessions = _BLOCK // 8
    session = np.repeat(np.arange(sessions), 8)
    held, timed = rng.random(sessions) < 0.9, rng.random(sessions) < 0.97
    hours = np.where(timed, rng.integers(2, 13, sessions) / 4, 0.0)
    days = np.datetime64("2025-08-25", "D") + rng.integers(0, 300, sessions).astype("timedelta64[D]")
    schools = np.array([f"School {number}" for number in range(SCHOOLS)], object)
    school = rng.integers(0, SCHOOLS, sessions)
    # Who comes is of the school: its people stand SCHOOLS apart.
    who = (rng.integers(0, len(people) // SCHOOLS, _BLOCK) * SCHOOLS + school[session]) % len(people)
    columns = (
        first // 8 + session, np.tile(np.arange(8), sessions), days[session], schools[school[session]],
        np.full(_BLOCK, "", object), people[who], hours[session], timed[session], np.full(_BLOCK, "visit", object),
        held[session],
    )  # fmt: skip
    return pa.table([pa.array(each, kind) for each, kind in zip(columns, GIVEN.types, strict=True)], schema=GIVEN)
