"""Invented events, memberships and sessions, drawn so that they hold what backends could differ in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from toolbox.model import Membership, MentoringSession
from toolbox.store.events import to_table

#: Moments around which backends differ: turns of years and of weeks, a leap day, clocks going forward, before 1970, after 2038.
EDGES = (
    datetime(2025, 12, 28, 23, 59, 59), datetime(2025, 12, 29), datetime(2026, 1, 1), datetime(2027, 1, 3, 23, 50),
    datetime(2021, 1, 1, 0, 0, 1), datetime(2024, 2, 29, 12), datetime(2026, 3, 29, 2, 30), datetime(2026, 10, 25, 2, 30),
    datetime(1969, 12, 31, 23, 59, 59), datetime(1970, 1, 5), datetime(2040, 6, 1, 8),
)  # fmt: skip
#: Days and spans that are equal, touch, overlap, or have no end.
DAYS = (None, date(2025, 12, 1), date(2025, 12, 29), date(2026, 1, 5), date(2026, 3, 29), date(2026, 10, 25))
PERSONS = ("P-1", "P-2", "P-3", "")
SCHOOLS = ("Elm", "Oak", "Ümera kool")


@dataclass(frozen=True)
class Case:
    """One small hub: rows of events, who belongs where, what was given."""

    events: tuple[dict, ...] = ()
    memberships: tuple[Membership, ...] = ()
    sessions: tuple[MentoringSession, ...] = ()


def event(actor: str, at: datetime | None, **more) -> dict:
    """One row of events as readers make it."""
    return {
        "at": pd.Timestamp(at), "day": np.nan, "actor": actor, "school": "", "kind": "viewed", "minutes": np.nan, "count": 1,
        "topic": "", "method": "", "delivered": True, "source": "moodle_log", **more,
    }  # fmt: skip


# A gap of exactly the limit, of a second more, none at all: that is where visits are made or not.
_gaps = st.sampled_from((0, 1, 60, 419, 420, 421, 1799, 1800, 1801, 5000, 86400 * 3))
_moments = st.builds(
    lambda edge, gaps: [edge + timedelta(seconds=sum(gaps[:n])) for n in range(len(gaps) + 1)],
    st.sampled_from(EDGES),
    st.lists(_gaps, max_size=6),
)
_one = st.builds(
    event,
    st.sampled_from(PERSONS),
    st.none(),
    kind=st.sampled_from(("viewed", "viewed", "created", "attended", "mentored", "mentoring")),
    minutes=st.sampled_from((np.nan, np.nan, 0.1, 0.2, 90.0)),
    count=st.sampled_from((1, 1, 17)),
    delivered=st.sampled_from((True, True, True, False)),
)
_events = st.lists(
    st.builds(lambda rows, moments: [row | {"at": pd.Timestamp(at)} for row in rows for at in [*moments, None][:6]],
              st.lists(_one, min_size=1, max_size=2), _moments),
    max_size=4,
)  # fmt: skip
_memberships = st.builds(
    lambda **said: Membership(**said),
    member=st.sampled_from(PERSONS),
    kind=st.sampled_from(("person", "person", "person", "school")),
    role=st.sampled_from(("mentor", "mentee")),
    school=st.sampled_from(SCHOOLS),
    since=st.sampled_from(DAYS),
    until=st.sampled_from(DAYS),
)
_sessions = st.builds(
    lambda **said: MentoringSession(**said),
    on=st.sampled_from(DAYS[1:]),
    receiver=st.sampled_from(SCHOOLS),
    giver=st.sampled_from(("", "Oak")),
    persons=st.lists(st.sampled_from(PERSONS[:3]), max_size=4).map(tuple),
    hours=st.sampled_from((None, 0.1, 0.7, 1.5, 45 / 60)),
    delivered=st.sampled_from((True, True, False)),
)
CASES = st.builds(
    lambda events, memberships, sessions: Case(
        tuple(row for each in events for row in each), tuple(memberships), tuple(sessions)
    ),
    _events,
    st.lists(_memberships, max_size=6),
    st.lists(_sessions, max_size=5),
)


def together(many: int) -> Case:
    """So many cases as one: persons and schools of each have names of their own, so that each could be counted alone."""
    found: list[Case] = []

    @settings(
        max_examples=many, derandomize=True, database=None, deadline=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(CASES)
    def collect(case: Case) -> None:
        n = len(found)
        named = {name: name and f"{name}·{n}" for name in (*PERSONS, *SCHOOLS)}
        found.append(
            Case(
                tuple(row | {"actor": named[row["actor"]]} for row in case.events),
                tuple(
                    Membership(
                        kind=row.kind, member=named[row.member], role=row.role, school=named[row.school], since=row.since,
                        until=row.until,
                    )
                    for row in case.memberships
                ),
                tuple(
                    MentoringSession(
                        on=each.on, receiver=named[each.receiver], giver=each.giver, hours=each.hours,
                        persons=tuple(named[person] for person in each.persons), delivered=each.delivered,
                    )
                    for each in case.sessions
                ),
            )
        )  # fmt: skip

    collect()
    return Case(*(tuple(row for case in found for row in getattr(case, part)) for part in Case.__dataclass_fields__))


def kept(case: Case, folder: Path, files: int = 2) -> list[Path]:
    """The events as the store keeps them, in some files; those no event falls to are not written."""
    paths = []
    for number in range(files):
        rows = case.events[number::files]
        if rows:
            paths.append(folder / f"events-{number}.parquet")
            pq.write_table(to_table(pd.DataFrame(list(rows))), paths[-1])
    return paths
