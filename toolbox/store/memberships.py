"""Who belongs where, in which role, from when to when; and how clusters work.

A person in two schools, or a mentor who is also a mentee, has a row for each. Whoever counts persons counts ``member``, not
rows. Only a viewer of the school sees or changes a row.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from toolbox.model import ROLES, Added, Cluster, Membership, ToolboxError, Viewer
from toolbox.store import keys
from toolbox.store.days import LONG_SINCE, not_meant
from toolbox.store.entries import all_names, alone, as_opened, bring, keys_of, take_out
from toolbox.store.names import former_names
from toolbox.store.rights import must_see_all, must_see_everything, worth_reading
from toolbox.store.schema import ClusterRow, MembershipRow
from toolbox.store.school_facts import LONGEST_NAME

if TYPE_CHECKING:
    from toolbox.store.repository import Store

_COLUMNS = tuple(part.name for part in fields(Membership) if part.name not in ("id", "version"))
_OF_CLUSTER = tuple(part.name for part in fields(Cluster) if part.name not in ("id", "version"))
#: More mentee schools than this is no capacity.
MOST_MENTEES = 1000


class Memberships:
    """``store.memberships``. Every call names the viewer and is one transaction."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self, viewer: Viewer, *, school: str = "", on: date | None = None) -> tuple[Membership, ...]:
        """Every row of the schools the viewer may see, by school and member: of one school, or those that hold on a day."""
        asked = select(MembershipRow).where(worth_reading(viewer, MembershipRow.school))
        asked = asked.order_by(MembershipRow.school, MembershipRow.kind, MembershipRow.member)
        asked = asked.order_by(MembershipRow.role, MembershipRow.since, MembershipRow.id)
        with self._store._read() as session:
            rows = session.scalars(asked.where(MembershipRow.school == school) if school else asked)
            found = tuple(_record(row) for row in rows if viewer.may_see(row.school))
        return found if on is None else tuple(each for each in found if each.on(on))

    def mentees_of(self, viewer: Viewer, mentor: str, *, on: date) -> tuple[str, ...]:
        """The schools mentored, on a day, in the clusters in which this school or person (a pseudonym) is a mentor."""
        rows = self.all(viewer, on=on)
        clusters = {row.cluster for row in rows if row.member == mentor and row.role == "mentor" and row.cluster}
        mine = [row for row in rows if row.role == "mentee" and row.cluster in clusters]
        return tuple(sorted({row.school for row in mine if row.kind == "school" and row.member != mentor}))

    def add(self, viewer: Viewer, rows: Iterable[Membership], *, source: str = "") -> Added:
        """Bring rows, all or none. Those that are kept already, or were taken out, add nothing (``toolbox.store.entries``).

        Raises:
            ToolboxError: ``not_allowed``, ``bad_membership``, and the key's faults.
        """
        with self._store._write_beside() as session:
            keys.vouch(session, self._store.folder)
            former = former_names(session)
            now = [_under(former, _checked(row)) for row in rows]
            must_see_all(viewer, {row.school for row in now}, "One of these rows")
            names = all_names(former)
            return bring(
                session, MembershipRow, [(_keys(row, names), _values(row) | {"source": source}) for row in now]
            )

    def change(self, viewer: Viewer, row: Membership) -> Membership:
        """Make a row what this says, if nobody changed it since ``row.version``.

        Raises:
            ToolboxError: ``no_such_row``, ``changed_meanwhile``, ``not_allowed``, ``bad_membership``.
        """
        kept = _checked(row)
        with self._store._write_beside() as session:
            there = session.get(MembershipRow, kept.id, with_for_update=True)
            as_opened(there, kept.version, there is not None and viewer.may_see(there.school), "row")
            must_see_all(viewer, [kept.school], "This row")
            for name, value in _values(kept).items():
                setattr(there, name, value)
            there.version += 1
            session.flush()
            return _record(there)

    def take_out(self, viewer: Viewer, id: str, *, version: int) -> None:
        """Delete a row; the file it came from does not bring it back. ToolboxError ``no_such_row``, ``changed_meanwhile``."""
        with self._store._write_beside() as session:
            there = session.get(MembershipRow, id, with_for_update=True)
            as_opened(there, version, there is not None and viewer.may_see(there.school), "row")
            take_out(session, there)

    def forget_source(self, viewer: Viewer, source: str) -> int:
        """Delete every row one file brought, so that it can be brought again; how many. For a viewer of every school."""
        must_see_everything(viewer, "What a file brought")
        with self._store._write_beside() as session:
            return session.execute(delete(MembershipRow).where(MembershipRow.source == source)).rowcount

    # ── clusters ─────────────────────────────────────────────────────────────────────────────────

    def clusters(self, viewer: Viewer) -> tuple[Cluster, ...]:
        """Every cluster with a member the viewer may see, by name; with no members, for a viewer of every school."""
        with self._store._read() as session:
            named = session.execute(select(MembershipRow.cluster, MembershipRow.school).distinct())
            mine = {cluster for cluster, school in named if viewer.may_see(school)}
            rows = session.scalars(select(ClusterRow).order_by(ClusterRow.name))
            return tuple(_cluster(row) for row in rows if viewer.schools is None or row.name in mine)

    def save_cluster(self, viewer: Viewer, cluster: Cluster) -> Cluster:
        """Save a cluster: a new one where ``cluster.id`` is "", else if nobody changed it since ``cluster.version``.

        Another name goes into the membership rows too. For a viewer of every school.

        Raises:
            ToolboxError: ``not_allowed``, ``no_such_row``, ``changed_meanwhile``, ``bad_cluster``.
        """
        must_see_everything(viewer, "A cluster")
        kept = _checked_cluster(cluster)
        with self._store._write_beside() as session:
            alone(session, ClusterRow)
            same = session.scalars(select(ClusterRow).where(ClusterRow.name == kept.name)).first()
            if same is not None and same.id != kept.id:
                raise ToolboxError(
                    "bad_cluster", f"There is a cluster “{kept.name}” already. Give this one another name."
                )
            if not kept.id:
                row = ClusterRow(id=secrets.token_hex(16), version=1, **_of_cluster(kept))
                session.add(row)
            else:
                row = session.get(ClusterRow, kept.id, with_for_update=True)
                as_opened(row, kept.version, True, "cluster")
                members = session.scalars(select(MembershipRow).where(MembershipRow.cluster == row.name))
                for member in members if row.name != kept.name else ():
                    member.cluster = kept.name
                for name, value in _of_cluster(kept).items():
                    setattr(row, name, value)
                row.version += 1
            session.flush()
            return _cluster(row)

    def delete_cluster(self, viewer: Viewer, id: str, *, version: int) -> None:
        """Forget how a cluster works; its members stay. ToolboxError ``no_such_row``, ``changed_meanwhile``, ``not_allowed``."""
        must_see_everything(viewer, "A cluster")
        with self._store._write_beside() as session:
            row = session.get(ClusterRow, id, with_for_update=True)
            as_opened(row, version, True, "cluster")
            session.delete(row)


def _keys(row: Membership, names) -> tuple[str, ...]:
    since = row.since.isoformat() if row.since else ""
    if row.kind == "school":
        return keys_of("school", (row.school,), (row.role, row.cluster, since), names)
    return keys_of("person", (row.school,), (row.member, row.role, row.cluster, since), names)


def _under(former: dict[str, str], row: Membership) -> Membership:
    """A row under the school's name of now."""
    school = former.get(row.school, row.school)
    return replace(row, school=school, member=school if row.kind == "school" else row.member)


def _checked(row: Membership) -> Membership:
    """The row as it is kept.

    Example:
        >>> _checked(Membership(kind="school", member="", role="mentee", school=" Elm ")).member
        'Elm'
    """
    school, cluster = " ".join(row.school.split()), " ".join(row.cluster.split())
    member = school if row.kind == "school" else row.member.strip()
    if not school:
        raise _bad("A row has no school. Write the school's name, or take the row out.")
    if not member:
        raise _bad(f"{school}: a row names no person. Write the person's code, or take the row out.")
    if row.role not in ROLES:
        raise _bad(f"{school}: “{row.role}” is no role here. Write one of {', '.join(ROLES)}.")
    for day in (row.since, row.until):
        if wrong := not_meant(day, earliest=LONG_SINCE):
            raise _bad(f"{school}: {wrong}")
    if row.since and row.until and row.until < row.since:
        raise _bad(f"{school}: a row ends ({row.until}) before it begins ({row.since}). Correct one of the days.")
    if max(len(school), len(cluster), len(member)) > LONGEST_NAME:
        raise _bad(f"{school[:40]}: a name is longer than {LONGEST_NAME} letters. Write it shorter.")
    return replace(row, school=school, cluster=cluster, member=member)


def _checked_cluster(cluster: Cluster) -> Cluster:
    name = " ".join(cluster.name.split())
    if not 0 < len(name) <= LONGEST_NAME:
        raise ToolboxError("bad_cluster", f"A cluster's name has 1 to {LONGEST_NAME} letters. Write one.")
    if cluster.capacity is not None and not 0 <= cluster.capacity <= MOST_MENTEES:
        raise ToolboxError(
            "bad_cluster",
            f"{name}: {cluster.capacity:,} is no number of mentee schools. Write one from 0 to {MOST_MENTEES:,}.",
        )
    return replace(cluster, name=name)


def _bad(words: str) -> ToolboxError:
    return ToolboxError("bad_membership", words)


def _values(row: Membership) -> dict[str, object]:
    return {name: getattr(row, name) for name in _COLUMNS}


def _record(row: MembershipRow) -> Membership:
    return Membership(id=row.id, version=row.version, **{name: getattr(row, name) for name in _COLUMNS})


def _of_cluster(cluster: Cluster) -> dict[str, object]:
    return {name: getattr(cluster, name) for name in _OF_CLUSTER}


def _cluster(row: ClusterRow) -> Cluster:
    return Cluster(id=row.id, version=row.version, **{name: getattr(row, name) for name in _OF_CLUSTER})
