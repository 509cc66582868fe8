"""Pairs of codes a person accepted, inside a session that is already open. Each call checks the viewer.

Every pair is a row of its own: of two visitors who accept at the same moment neither loses anything.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from toolbox.model import Viewer
from toolbox.store.connection import put
from toolbox.store.rights import must_see_all
from toolbox.store.rounds import _now, one
from toolbox.store.schema import AcceptedPairRow

Named = tuple[str, str, str, str]
"""(school, group, pseudonym before, pseudonym after)"""


@dataclass(frozen=True)
class Rounds:
    """The two rounds pairs are accepted for, by id."""

    before: str
    after: str


def accepted(session: Session, viewer: Viewer, of: Rounds) -> frozenset[Named]:
    """The accepted pairs of the schools the viewer may see.

    Raises:
        ToolboxError: ``no_such_round``.
    """
    _there(session, viewer, of)
    rows = session.scalars(_of(select(AcceptedPairRow), of))
    return frozenset(
        (row.school, row.group, row.before_person, row.after_person) for row in rows if viewer.may_see(row.school)
    )


def accept(session: Session, viewer: Viewer, of: Rounds, pairs: Iterable[Named]) -> None:
    """Accept pairs; those that are accepted already stay.

    Raises:
        ToolboxError: ``no_such_round``, ``not_allowed``.
    """
    pairs = tuple(pairs)
    _there(session, viewer, of)
    must_see_all(viewer, {school for school, _, _, _ in pairs}, "One of these pairs")
    for school, group, before, after in pairs:
        key = {
            "before_id": of.before, "after_id": of.after, "school": school, "group": group,
            "before_person": before, "after_person": after,
        }  # fmt: skip
        put(session, AcceptedPairRow, key, {"accepted_at": _now()}, replace=False)


def take_back(session: Session, viewer: Viewer, of: Rounds, pairs: Iterable[Named]) -> None:
    """Accept pairs no longer.

    Raises:
        ToolboxError: ``no_such_round``, ``not_allowed``.
    """
    pairs = tuple(pairs)
    _there(session, viewer, of)
    must_see_all(viewer, {school for school, _, _, _ in pairs}, "One of these pairs")
    for school, group, before, after in pairs:
        session.execute(
            _of(delete(AcceptedPairRow), of).where(
                AcceptedPairRow.school == school,
                AcceptedPairRow.group == group,
                AcceptedPairRow.before_person == before,
                AcceptedPairRow.after_person == after,
            )
        )


def _there(session: Session, viewer: Viewer, of: Rounds) -> None:
    for id in (of.before, of.after):
        one(session, viewer, id)


def _of(query, of: Rounds):
    return query.where(AcceptedPairRow.before_id == of.before, AcceptedPairRow.after_id == of.after)
