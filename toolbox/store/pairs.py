"""Pairs of codes a person accepted for two rounds. Every pair is a row of its own: of two visitors who accept at the same
moment neither loses anything.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from toolbox.model import Viewer
from toolbox.store.connection import put
from toolbox.store.rights import must_see_all
from toolbox.store.rounds import _now, one
from toolbox.store.schema import AcceptedPairRow

if TYPE_CHECKING:
    from toolbox.store.repository import Store

Named = tuple[str, str, str, str]
"""(school, group, pseudonym before, pseudonym after)"""


class Pairs:
    """``store.pairs``. Every call names the viewer and is one transaction."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def accepted(self, viewer: Viewer, before_id: str, after_id: str) -> frozenset[Named]:
        """The pairs accepted for these two rounds, of the schools the viewer may see.

        Raises:
            ToolboxError: ``no_such_round``.
        """
        with self._store._read() as session:
            _there(session, viewer, before_id, after_id)
            rows = session.scalars(_of(select(AcceptedPairRow), before_id, after_id))
            return frozenset(
                (row.school, row.group, row.before_person, row.after_person)
                for row in rows
                if viewer.may_see(row.school)
            )

    def accept(self, viewer: Viewer, before_id: str, after_id: str, named: Iterable[Named]) -> None:
        """Accept pairs for these two rounds; those that are accepted already stay.

        Raises:
            ToolboxError: ``no_such_round``, ``not_allowed``.
        """
        with self._store._write() as session:
            for school, group, before, after in _own(session, viewer, before_id, after_id, named):
                key = {
                    "before_id": before_id, "after_id": after_id, "school": school, "group": group,
                    "before_person": before, "after_person": after,
                }  # fmt: skip
                put(session, AcceptedPairRow, key, {"accepted_at": _now()}, replace=False)

    def take_back(self, viewer: Viewer, before_id: str, after_id: str, named: Iterable[Named]) -> None:
        """Accept pairs no longer.

        Raises:
            ToolboxError: ``no_such_round``, ``not_allowed``.
        """
        with self._store._write() as session:
            for school, group, before, after in _own(session, viewer, before_id, after_id, named):
                session.execute(
                    _of(delete(AcceptedPairRow), before_id, after_id).where(
                        AcceptedPairRow.school == school,
                        AcceptedPairRow.group == group,
                        AcceptedPairRow.before_person == before,
                        AcceptedPairRow.after_person == after,
                    )
                )


def _own(session: Session, viewer: Viewer, before_id: str, after_id: str, named: Iterable[Named]) -> tuple[Named, ...]:
    """The pairs, if the rounds are there and every school is the viewer's."""
    pairs = tuple(named)
    _there(session, viewer, before_id, after_id)
    must_see_all(viewer, {school for school, _, _, _ in pairs}, "One of these pairs")
    return pairs


def _there(session: Session, viewer: Viewer, before_id: str, after_id: str) -> None:
    for id in (before_id, after_id):
        one(session, viewer, id)


def _of(query, before_id: str, after_id: str):
    return query.where(AcceptedPairRow.before_id == before_id, AcceptedPairRow.after_id == after_id)
