"""What a head states about the school, knowingly and under the school's name; forgotten with its round.

It is entered, never computed: nothing here reads an answer.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sqlalchemy import select

from toolbox.model import Position, ToolboxError, Viewer
from toolbox.store.connection import put
from toolbox.store.rounds import one
from toolbox.store.schema import PositionRow

if TYPE_CHECKING:
    from toolbox.store.repository import Store


class Positions:
    """``store.positions``. Every call names the viewer and is one transaction."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of(self, viewer: Viewer, round_id: str, school: str) -> tuple[Position, ...]:
        """What the school states in this round, by area.

        Raises:
            ToolboxError: ``no_such_round``.
        """
        with self._store._read() as session:
            one(session, viewer, round_id)
            if not viewer.may_see(school):
                return ()
            rows = session.scalars(
                select(PositionRow)
                .where(PositionRow.round_id == round_id, PositionRow.school == school)
                .order_by(PositionRow.area)
            )
            return tuple(_record(row) for row in rows)

    def change(self, viewer: Viewer, positions: tuple[Position, ...], *, seen: tuple[Position, ...]) -> None:
        """Make what one school states in one round ``positions``, if it still is what was ``seen``; () takes it back.

        All of it or nothing. ``positions`` and ``seen`` are of one round and one school.

        Raises:
            ToolboxError: ``no_such_round``, ``not_allowed``, ``bad_position``, ``changed_meanwhile``.
        """
        places = {(each.round, each.school) for each in (*positions, *seen)}
        if not places:
            return
        if len(places) > 1:
            raise ValueError("Positions of several rounds or schools are stated one after the other.")
        ((round_id, school),) = places
        wanted, before = _by_area(positions), _by_area(seen)
        with self._store._write() as session:
            if school not in one(session, viewer, round_id).schools:
                raise ToolboxError(
                    "not_allowed", "Only somebody of the school may state where it stands in this round."
                )
            for area in sorted({*wanted, *before}):  # in one order, so that two writers never wait for each other
                if wanted.get(area) == before.get(area):
                    continue
                key = {"round_id": round_id, "school": school, "area": area}
                row = session.get(PositionRow, (round_id, school, area), with_for_update=True)
                if (None if row is None else (row.value, row.version)) != before.get(area):
                    raise _meanwhile()
                if area not in wanted:
                    session.delete(row)
                elif row is not None:
                    row.value, row.version = wanted[area][0], row.version + 1
                elif not put(session, PositionRow, key, {"value": wanted[area][0], "version": 1}, replace=False):
                    raise _meanwhile()


def _by_area(positions: tuple[Position, ...]) -> dict[str, tuple[float, int]]:
    """Value and version by area; what is not a number is refused.

    Example:
        >>> _by_area((Position(round="r", school="Elm", area="a", value=3),))
        {'a': (3.0, 1)}
    """
    for each in positions:
        if not math.isfinite(each.value):
            raise ToolboxError("bad_position", "What the school states is not a number. Choose one on the scale.")
    return {each.area: (float(each.value), each.version) for each in positions}


def _record(row: PositionRow) -> Position:
    return Position(round=row.round_id, school=row.school, area=row.area, value=row.value, version=row.version)


def _meanwhile() -> ToolboxError:
    return ToolboxError(
        "changed_meanwhile",
        "Someone else changed what the school states since you opened this, so nothing of yours was saved over theirs. "
        "Look at it as it is now, and make your change again.",
    )
