"""Indicator files a programme edits, and the numbers somebody counts by hand. They hold nothing about any one school."""

from __future__ import annotations

import math
from dataclasses import fields, replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from toolbox.model import HandCount, Programme, ToolboxError, Viewer
from toolbox.store.connection import put
from toolbox.store.days import not_meant
from toolbox.store.entries import as_opened
from toolbox.store.records import from_plain, to_plain
from toolbox.store.rights import must_see_everything
from toolbox.store.rounds import _now
from toolbox.store.schema import HandCountRow, ProgrammeRow

if TYPE_CHECKING:
    from toolbox.store.repository import Store


class Indicators:
    """``store.indicators``. Every call names the viewer and is one transaction."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def programmes(self, viewer: Viewer) -> tuple[Programme, ...]:
        """Every programme kept here, by name; any viewer may see them."""
        with self._store._read() as session:
            found = [_programme(row) for row in session.scalars(select(ProgrammeRow))]
        return tuple(sorted(found, key=lambda each: (each.name, each.id)))

    def save(self, viewer: Viewer, programme: Programme, *, new: bool = False) -> Programme:
        """Save an indicator file: a ``new`` one, or one nobody changed since ``programme.version``.

        Raises:
            ToolboxError: ``not_allowed``, ``no_such_row``, ``changed_meanwhile`` (also where ``new`` is there already).
        """
        must_see_everything(viewer, "An indicator file")
        kept = {"programme": to_plain(replace(programme, version=1)), "saved_at": _now()}
        with self._store._write_beside() as session:
            if new and put(session, ProgrammeRow, {"id": programme.id}, kept | {"version": 1}, replace=False):
                return replace(programme, version=1)
            row = session.get(ProgrammeRow, programme.id, with_for_update=True)
            as_opened(row, 0 if new else programme.version, True, "indicator file")
            row.programme, row.saved_at, row.version = kept["programme"], kept["saved_at"], row.version + 1
            session.flush()
            return _programme(row)

    def delete(self, viewer: Viewer, id: str, *, version: int) -> None:
        """Delete an indicator file; hand counts stay. ToolboxError ``not_allowed``, ``no_such_row``, ``changed_meanwhile``."""
        must_see_everything(viewer, "An indicator file")
        with self._store._write_beside() as session:
            row = session.get(ProgrammeRow, id, with_for_update=True)
            as_opened(row, version, True, "indicator file")
            session.delete(row)

    def hand_counts(self, viewer: Viewer, programme: str) -> tuple[HandCount, ...]:
        """Every number entered for a programme, by indicator and day."""
        asked = select(HandCountRow).where(HandCountRow.programme == programme)
        with self._store._read() as session:
            rows = session.scalars(asked.order_by(HandCountRow.indicator, HandCountRow.on))
            return tuple(_hand_count(row) for row in rows)

    def enter(self, viewer: Viewer, count: HandCount, *, new: bool = True) -> HandCount:
        """Enter a number for a day: a ``new`` one, or one nobody changed since ``count.version``.

        Raises:
            ToolboxError: ``not_allowed``, ``bad_count``, ``no_such_row``, ``changed_meanwhile``.
        """
        must_see_everything(viewer, "A number of the programme")
        if any(each is not None and not (math.isfinite(each) and each >= 0) for each in (count.value, count.of)):
            raise ToolboxError("bad_count", "What was counted is 0 or more. Correct the number.")
        if wrong := not_meant(count.on):
            raise ToolboxError("bad_count", wrong)
        key = {name: getattr(count, name) for name in ("programme", "indicator", "on")}
        values = {name: getattr(count, name) for name in ("value", "of", "source")}
        with self._store._write_beside() as session:
            if new and put(session, HandCountRow, key, values | {"version": 1}, replace=False):
                return replace(count, version=1)
            row = session.get(HandCountRow, tuple(key.values()), with_for_update=True)
            as_opened(row, 0 if new else count.version, True, "number")
            for name, value in values.items():
                setattr(row, name, value)
            row.version += 1
            session.flush()
            return _hand_count(row)


def _programme(row: ProgrammeRow) -> Programme:
    return replace(from_plain(Programme, row.programme), version=row.version)


def _hand_count(row: HandCountRow) -> HandCount:
    return HandCount(**{part.name: getattr(row, part.name) for part in fields(HandCount)})
