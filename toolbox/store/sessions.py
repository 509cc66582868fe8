"""Mentoring sessions, planned and held: brought in files or entered here, each kept once; and consent of single teachers.

A session is the mentee school's: who sees that school sees it, enters and corrects it. Who only sees the mentor's school
sees that it took place, without persons and without the note.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from toolbox.model import Added, Consent, MentoringSession, ToolboxError, Viewer
from toolbox.store import keys
from toolbox.store.connection import put
from toolbox.store.days import not_meant
from toolbox.store.entries import all_names, as_opened, bring, keys_of, take_out
from toolbox.store.names import former_names
from toolbox.store.rights import must_see_all, must_see_everything, worth_reading
from toolbox.store.schema import ConsentRow, MentoringSessionRow

if TYPE_CHECKING:
    from toolbox.store.repository import Store

#: Longer than this is no session; a training of a week is a session a day.
MOST_HOURS = 24.0
LONGEST_WORD, LONGEST_NOTE = 200, 2000
_LISTS = ("mentors", "persons")
_COLUMNS = tuple(part.name for part in fields(MentoringSession) if part.name not in ("id", "version"))


class Sessions:
    """``store.sessions``. Every call names the viewer and is one transaction."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(
        self, viewer: Viewer, *, receiver: str = "", since: date | None = None, until: date | None = None
    ) -> tuple[MentoringSession, ...]:
        """The sessions the viewer may see, earliest first: of one mentee school, or between two days (both included)."""
        row = MentoringSessionRow
        asked = select(row).where(worth_reading(viewer, row.receiver, row.giver)).order_by(row.on, row.receiver, row.id)
        asked = asked.where(row.receiver == receiver) if receiver else asked
        asked = asked.where(row.on >= since) if since else asked
        asked = asked.where(row.on <= until) if until else asked
        with self._store._read() as session:
            return tuple(_seen(viewer, each) for each in session.scalars(asked) if _may_know(viewer, each))

    def add(self, viewer: Viewer, sessions: Iterable[MentoringSession], *, source: str = "") -> Added:
        """Bring sessions, all or none. Those kept already, or taken out before, add nothing (``toolbox.store.entries``);
        two that are the same word for word are one.

        Raises:
            ToolboxError: ``not_allowed``, ``bad_session``, and the key's faults.
        """
        with self._store._write_beside() as session:
            keys.vouch(session, self._store.folder)
            former = former_names(session)
            now = [_under(former, _checked(each)) for each in sessions]
            must_see_all(viewer, {each.receiver for each in now}, "One of these sessions")
            names = all_names(former)
            keyed = [(_keys(each, names), _values(each) | {"source": source or each.source}) for each in now]
            return bring(session, MentoringSessionRow, keyed)

    def change(self, viewer: Viewer, changed: MentoringSession) -> MentoringSession:
        """Make a session what this says, if nobody changed it since ``changed.version``.

        Raises:
            ToolboxError: ``no_such_row``, ``changed_meanwhile``, ``not_allowed``, ``bad_session``.
        """
        kept = _checked(changed)
        with self._store._write_beside() as session:
            row = self._opened(session, viewer, kept.id, kept.version)
            must_see_all(viewer, [kept.receiver], "This session")
            for name, value in _values(kept).items():
                setattr(row, name, value)
            row.version += 1
            session.flush()
            return _record(row)

    def take_out(self, viewer: Viewer, id: str, *, version: int) -> None:
        """Delete a session; its file does not bring it back. ToolboxError ``no_such_row``, ``changed_meanwhile``."""
        with self._store._write_beside() as session:
            take_out(session, self._opened(session, viewer, id, version))

    def forget_source(self, viewer: Viewer, source: str) -> int:
        """Delete every session one file brought, so that it can be brought again; how many. For a viewer of every school."""
        must_see_everything(viewer, "What a file brought")
        with self._store._write_beside() as session:
            return session.execute(delete(MentoringSessionRow).where(MentoringSessionRow.source == source)).rowcount

    def _opened(self, session, viewer: Viewer, id: str, version: int) -> MentoringSessionRow:
        row = session.get(MentoringSessionRow, id, with_for_update=True)
        as_opened(row, version, row is not None and viewer.may_see(row.receiver), "session")
        return row

    # ── consent ──────────────────────────────────────────────────────────────────────────────────

    def consents(self, viewer: Viewer) -> tuple[Consent, ...]:
        """Consents given to this mentor (``viewer.person``); to anybody, for who holds the store. Else none."""
        if not viewer.person and (viewer.schools is not None or viewer.role != "local"):
            return ()
        asked = select(ConsentRow).order_by(ConsentRow.mentor, ConsentRow.given_on, ConsentRow.person)
        with self._store._read() as session:
            rows = session.scalars(asked.where(ConsentRow.mentor == viewer.person) if viewer.person else asked)
            return tuple(_consent(row) for row in rows)

    def save_consent(self, viewer: Viewer, consent: Consent) -> Consent:
        """Write down a consent, or that it was taken back, if nobody changed it since ``consent.version``.

        Raises:
            ToolboxError: ``not_allowed`` (another mentor's), ``bad_consent``, ``changed_meanwhile``.
        """
        if viewer.person != consent.mentor and (viewer.schools is not None or viewer.role != "local"):
            raise ToolboxError("not_allowed", "Only the mentor a teacher agreed with may write that down.")
        if not consent.person or not consent.mentor or consent.person == consent.mentor:
            raise ToolboxError("bad_consent", "A consent names a teacher and a mentor, who are two persons.")
        for day in (consent.given_on, consent.withdrawn_on):
            if wrong := not_meant(day):
                raise ToolboxError("bad_consent", wrong)
        if consent.withdrawn_on is not None and consent.withdrawn_on < consent.given_on:
            raise ToolboxError("bad_consent", "A consent was taken back before it was given. Correct one of the days.")
        key = {"person": consent.person, "mentor": consent.mentor}
        values = {name: getattr(consent, name) for name in ("school", "given_on", "how", "withdrawn_on")}
        with self._store._write_beside() as session:
            keys.vouch(session, self._store.folder)
            if put(session, ConsentRow, key, values | {"version": 1}, replace=False):
                return replace(consent, version=1)
            row = session.get(ConsentRow, (consent.person, consent.mentor), with_for_update=True)
            as_opened(row, consent.version, True, "consent")
            for name, value in values.items():
                setattr(row, name, value)
            row.version += 1
            session.flush()
            return _consent(row)


def _may_know(viewer: Viewer, row: MentoringSessionRow) -> bool:
    return viewer.may_see(row.receiver) or (bool(row.giver) and viewer.may_see(row.giver))


def _seen(viewer: Viewer, row: MentoringSessionRow) -> MentoringSession:
    whole = _record(row)
    return whole if viewer.may_see(row.receiver) else replace(whole, mentors=(), persons=(), note="")


def _keys(each: MentoringSession, names) -> tuple[str, ...]:
    """Of everything a session says but the note, which a reader drops and a mentor adds."""
    said = [each.on.isoformat(), each.mentors, each.persons, each.hours, each.method, each.topic, each.phase]
    return keys_of("session", (each.giver, each.receiver), (*said, each.delivered), names)


def _under(former: dict[str, str], each: MentoringSession) -> MentoringSession:
    """A session under the schools' names of now."""
    giver, receiver = (former.get(name, name) for name in (each.giver, each.receiver))
    return replace(each, giver=giver, receiver=receiver)


def _checked(each: MentoringSession) -> MentoringSession:
    """The session as it is kept.

    Example:
        >>> _checked(MentoringSession(on=date(2026, 1, 7), receiver=" Elm ", persons=("P-2", "P-1", "P-2"), hours=1)).persons
        ('P-1', 'P-2')
    """
    texts = {name: " ".join(getattr(each, name).split()) for name in ("giver", "receiver", "method", "topic", "phase")}
    if not texts["receiver"]:
        raise _bad(f"A session of {each.on:%Y-%m-%d} names no mentee school. Write whom it was for, or take it out.")
    if wrong := not_meant(each.on):
        raise _bad(wrong)
    if each.hours is not None and not (math.isfinite(each.hours) and 0 < each.hours <= MOST_HOURS):
        raise _bad(
            f"{texts['receiver']}, {each.on:%Y-%m-%d}: {each.hours:g} hours cannot be. Write more than 0 and up to "
            f"{MOST_HOURS:g}, or leave it empty where nobody knows."
        )
    if long := next((name for name, said in texts.items() if len(said) > LONGEST_WORD), ""):
        raise _bad(f"{texts['receiver'][:40]}: what stands under “{long}” is longer than {LONGEST_WORD} letters.")
    note = each.note.replace("\0", "").strip()
    if len(note) > LONGEST_NOTE:
        raise _bad(f"The note has {len(note):,} letters; up to {LONGEST_NOTE:,} fit. Say it shorter.")
    lists = {name: tuple(sorted(set(getattr(each, name)) - {""})) for name in _LISTS}
    hours = None if each.hours is None else float(each.hours)
    return replace(each, hours=hours, note=note, **texts, **lists)


def _bad(words: str) -> ToolboxError:
    return ToolboxError("bad_session", words)


def _values(each: MentoringSession) -> dict[str, object]:
    kept = {name: getattr(each, name) for name in _COLUMNS}
    return kept | {name: list(kept[name]) for name in _LISTS}


def _record(row: MentoringSessionRow) -> MentoringSession:
    kept = {name: getattr(row, name) for name in _COLUMNS}
    kept |= {name: tuple(kept[name]) for name in _LISTS}
    return MentoringSession(id=row.id, version=row.version, **kept)


def _consent(row: ConsentRow) -> Consent:
    return Consent(**{part.name: getattr(row, part.name) for part in fields(Consent)})
