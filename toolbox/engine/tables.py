"""What the expressions take: tables of memberships and sessions made of records, and kept events as they lie in Parquet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from toolbox.engine.backends import files, memory
from toolbox.model import EVENT_COLUMNS, Membership, MentoringSession

if TYPE_CHECKING:
    import ibis.expr.types as ir
    from ibis.backends import BaseBackend

_DAY = pa.date32()
#: A person and a school, from one day to another, both included: spans of one person and school never touch.
MEMBERS = pa.schema([("person", pa.string()), ("school", pa.string()), ("since", _DAY), ("until", _DAY)])

#: One row a session and person who came (or was to come); a session nobody wrote the persons of has one row, person "".
GIVEN = pa.schema(
    [
        ("session", pa.int64()),
        ("nth", pa.int64()),  # which row of its session: what is summed over sessions takes row 0 of each
        ("on", _DAY),
        ("school", pa.string()),
        ("giver", pa.string()),
        ("person", pa.string()),
        ("hours", pa.float64()),  # 0 where nobody knows
        ("timed", pa.bool_()),  # whether somebody does
        ("method", pa.string()),
        ("delivered", pa.bool_()),
    ]
)


def members_table(
    memberships: Iterable[Membership], former: Mapping[str, str] | None = None, *, apart: bool = True
) -> pa.Table:
    """Which persons belong to which school, and when: each person once on each day, however many roles and clusters.

    Args:
        memberships: of the schools the viewer sees; those of schools say nothing about persons and are left out.
        former: former name of a school → its name now.
        apart: schools apart; else every school is "", so that who is in two of them is one person.

    Example:
        >>> rows = [Membership(member="P-1", role="mentor", school="Elm", until=date(2026, 1, 31)),
        ...         Membership(member="P-1", role="mentee", school="Elm", since=date(2025, 9, 1), until=date(2026, 6, 30))]
        >>> [(row["until"].isoformat(), row["school"]) for row in members_table(rows).to_pylist()]
        [('2026-06-30', 'Elm')]
    """
    names = former or {}
    spans = sorted(
        (
            row.member,
            names.get(row.school, row.school) if apart else "",
            row.since or date.min,
            row.until or date.max,
        )
        for row in memberships
        if row.kind == "person" and row.member
    )
    found: list[tuple[str, str, date, date]] = []
    for (person, school), rows in groupby(spans, key=lambda span: span[:2]):
        found += [(person, school, since, until) for since, until in _joined([row[2:] for row in rows])]
    columns = zip(*found, strict=True) if found else ((), (), (), ())
    return pa.table([pa.array(each, kind) for each, kind in zip(columns, MEMBERS.types, strict=True)], schema=MEMBERS)


def _joined(spans: Sequence[tuple[date, date]]) -> list[tuple[date, date]]:
    """Spans in order, those that overlap or follow one another made one; one that ends before it begins is none."""
    found: list[tuple[date, date]] = []
    for since, until in spans:
        if until < since:
            continue
        if found and (found[-1][1] == date.max or since <= found[-1][1] + timedelta(days=1)):
            found[-1] = (found[-1][0], max(found[-1][1], until))
        else:
            found.append((since, until))
    return found


def given_table(sessions: Iterable[MentoringSession]) -> pa.Table:
    """Sessions as rows of ``GIVEN``; a person named twice in one session came once.

    Example:
        >>> held = MentoringSession(on=date(2026, 1, 7), receiver="Elm", persons=("P-1", "P-2"), hours=2)
        >>> [(row["person"], row["nth"], row["hours"]) for row in given_table([held]).to_pylist()]
        [('P-1', 0, 2.0), ('P-2', 1, 2.0)]
    """
    rows = [
        (number, nth, each.on, each.receiver, each.giver, person, each.hours or 0.0, each.hours is not None, each.method,
         each.delivered)
        for number, each in enumerate(sessions)
        for nth, person in enumerate(sorted(set(each.persons) - {""}) or [""])
    ]  # fmt: skip
    columns = zip(*rows, strict=True) if rows else [()] * len(GIVEN)
    return pa.table([pa.array(each, kind) for each, kind in zip(columns, GIVEN.types, strict=True)], schema=GIVEN)


def events(backend: BaseBackend, paths: Sequence[Path]) -> ir.Table:
    """Kept events (columns ``EVENT_COLUMNS``) as a table of the backend; without a file an empty one."""
    if paths:
        return files(backend, [str(path) for path in paths])
    kinds = [(name, pa.timestamp("us") if kind == "timestamp[us]" else kind) for name, kind in EVENT_COLUMNS]
    return memory(backend, pa.schema([pa.field(*each) for each in kinds]).empty_table())
