"""Next steps of schools: at most three open at a time, kept when the round they were chosen in is deleted.

A step is the school's own words and no person's answer. Only a viewer of the school reads or changes it; to anybody else
it does not exist. Done and dropped steps stay to be read, until somebody deletes them for good.
"""

from __future__ import annotations

import math
import secrets
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from toolbox.model import Action, ToolboxError, Viewer
from toolbox.store.days import not_meant
from toolbox.store.rounds import _now
from toolbox.store.schema import ActionRow

if TYPE_CHECKING:
    from toolbox.store.repository import Store

#: More than this at a time and none of them happens (the guidance that goes with the self-reflection says two or three).
MOST_OPEN = 3
LONGEST_STEP = 500
LONGEST_OWNER = 80
STATES = ("open", "done", "dropped")
#: A day outside of these years is a slip of the keyboard.


class Actions:
    """``store.actions``. Every call names the viewer and is one transaction."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of(self, viewer: Viewer, school: str, *, state: str = "") -> tuple[Action, ...]:
        """The steps of one school, earliest chosen first: all, or those ``open``, ``done`` or ``dropped``."""
        if not viewer.may_see(school):
            return ()
        wanted = select(ActionRow).where(ActionRow.school == school).order_by(ActionRow.made_at, ActionRow.id)
        with self._store._read() as session:
            rows = session.scalars(wanted.where(ActionRow.state == state) if state else wanted)
            return tuple(_record(row) for row in rows)

    def open_steps(self, viewer: Viewer, school: str) -> tuple[Action, ...]:
        """What a school is doing now: three steps at most."""
        return self.of(viewer, school, state="open")

    def add(self, viewer: Viewer, action: Action) -> Action:
        """Choose a next step; returned as it is kept, with its id and day.

        Raises:
            ToolboxError: ``not_allowed``, ``bad_action``, ``three_open``.
        """
        _must_see(viewer, action.school)
        kept = _checked(action)
        with self._store._write() as session:
            if kept.state == "open":
                _room_for_one(session, kept.school)
            row = ActionRow(id=secrets.token_hex(16), version=1, made_at=_now(), **_values(kept))
            row.school = kept.school
            session.add(row)
            session.flush()
            return _record(row)

    def change(self, viewer: Viewer, action: Action) -> Action:
        """Make a step what ``action`` says, if nobody changed it since ``action.version``. The school stays the same.

        Raises:
            ToolboxError: ``no_such_action``, ``changed_meanwhile``, ``bad_action``, ``three_open`` (opened again).
        """
        kept = _checked(action)
        with self._store._write() as session:
            row = _changeable(session, viewer, kept.id, kept.version)
            if kept.state == "open" != row.state:
                _room_for_one(session, row.school)
            for name, value in _values(kept).items():
                setattr(row, name, value)
            row.version += 1
            session.flush()
            return _record(row)

    def delete(self, viewer: Viewer, id: str, *, version: int) -> None:
        """Delete a step for good, if nobody changed it since ``version``.

        Raises:
            ToolboxError: ``no_such_action``, ``changed_meanwhile``.
        """
        with self._store._write() as session:
            session.delete(_changeable(session, viewer, id, version))


def _room_for_one(session: Session, school: str) -> None:
    """Refuse a fourth open step. Of two who add the third at the same moment, the second waits here and is refused.

    SQLite lets one writer in at a time; PostgreSQL is told to, because a row that is not there yet cannot be locked.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE actions IN SHARE ROW EXCLUSIVE MODE"))
    there = select(func.count()).where(ActionRow.school == school, ActionRow.state == "open")
    if session.scalar(there) >= MOST_OPEN:
        raise ToolboxError(
            "three_open",
            f"{school} has {MOST_OPEN} next steps open, and a fourth would take strength from them. Mark one of them as done, "
            "or drop one, and choose this one then.",
        )


def _changeable(session: Session, viewer: Viewer, id: str, version: int) -> ActionRow:
    row = session.get(ActionRow, id, with_for_update=True)
    if row is None or not viewer.may_see(row.school):
        raise ToolboxError("no_such_action", "This next step is no longer here. Reload the page to see what there is.")
    if row.version != version:
        raise ToolboxError(
            "changed_meanwhile",
            "Someone else changed this next step since you opened it, so nothing of yours was saved over theirs. Look at "
            "the step as it is now, and make your change again.",
        )
    return row


def _must_see(viewer: Viewer, school: str) -> None:
    if not viewer.may_see(school):
        raise ToolboxError(
            "not_allowed", "Only somebody of the school may choose its next steps. Ask the hub's coordinator."
        )


def _checked(action: Action) -> Action:
    """The step as it is kept.

    Example:
        >>> _checked(Action(school="Elm", framework="f", area="a", step="  Meet  once a month ")).step
        'Meet once a month'
    """
    step, owner = " ".join(action.step.split()), " ".join(action.owner.split())
    if not action.school.strip() or not action.framework or not action.area:
        raise _bad("A next step belongs to a school and to an area of a framework. Choose what it is about first.")
    if not step:
        raise _bad("The step has no words yet. Write what will be done, in a sentence.")
    if len(step) > LONGEST_STEP:
        raise _bad(f"The step has {len(step)} letters; up to {LONGEST_STEP} fit. Say it shorter, or make two steps.")
    if len(owner) > LONGEST_OWNER:
        raise _bad(f"Who sees to it has {len(owner)} letters; up to {LONGEST_OWNER} fit. Name a role.")
    if wrong := not_meant(action.due):
        raise _bad(wrong)
    if action.target is not None and not math.isfinite(action.target):
        raise _bad("The target is not a number. Choose one on the scale of the framework, or leave it open.")
    if action.state not in STATES:
        raise ValueError(f"A next step is one of {', '.join(STATES)}, not {action.state!r}.")
    return replace(action, step=step, owner=owner, target=None if action.target is None else float(action.target))


def _bad(words: str) -> ToolboxError:
    return ToolboxError("bad_action", words)


#: What a change may change; the school and the day a step was chosen stay.
_CHANGING = ("framework", "area", "item", "group", "step", "owner", "due", "target", "chosen_in", "state")


def _values(action: Action) -> dict[str, object]:
    return {name: getattr(action, name) for name in _CHANGING}


def _record(row: ActionRow) -> Action:
    kept = {name: getattr(row, name) for name in _CHANGING}
    return Action(id=row.id, school=row.school, version=row.version, made_on=row.made_at.date(), **kept)
