"""Agreed ratings kept in the house: what stands beside them, and ratings given without any file. Reached as ``Store.ratings``.

What stands beside a rating is a school's own words. It belongs to the round and the school, not to a data set: it stays
when the round's ratings change, goes when the round is deleted, and nobody sees it who may not see the school.

One row a rating. A change names what the visitor saw, and is refused where the row is another by now: two people who fill in
different rows both keep their work, two who fill in the same one are told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Protocol

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from toolbox.model import Answers, Averages, RatingNote, Round, State, ToolboxError, Viewer
from toolbox.store import keys, rounds
from toolbox.store.connection import put
from toolbox.store.days import not_meant
from toolbox.store.joining import checked
from toolbox.store.schema import RatingNoteRow

#: Evidence is a few sentences and where to find more; who rated from outside is a role.
LONGEST_EVIDENCE, LONGEST_BY = 2000, 200
#: No rubric has a level beyond; answers are kept in a byte each.
MOST_LEVEL = 100


class _Transactions(Protocol):
    """What this room asks of the store it belongs to."""

    folder: object

    def _read(self) -> AbstractContextManager[Session]: ...
    def _write(self) -> AbstractContextManager[Session]: ...


class Ratings:
    """Evidence, targets and outside ratings beside agreed ratings, and the ratings of one school themselves."""

    def __init__(self, store: _Transactions) -> None:
        self._store = store

    def notes(self, viewer: Viewer, round_id: str, school: str) -> tuple[RatingNote, ...]:
        """What stands beside the ratings of one school in one round, by item.

        Raises:
            ToolboxError: ``no_such_round``, also where the school is not in it or not the viewer's to see.
        """
        with self._store._read() as session:
            _must_have(session, viewer, round_id, school)
            query = select(RatingNoteRow).where(RatingNoteRow.round_id == round_id, RatingNoteRow.school == school)
            return tuple(_record(row) for row in session.scalars(query.order_by(RatingNoteRow.item)))

    def change_notes(self, viewer: Viewer, now: Iterable[RatingNote], *, seen: Iterable[RatingNote]) -> None:
        """Make these notes ``now``, where they still are what was ``seen``: all of them or none.

        ``seen`` are the notes the visitor's table opened on; a rating without a note is not among them. A note that says
        nothing is forgotten. Rows of ``now`` that are as they were seen are not touched.

        Raises:
            ToolboxError: ``changed_meanwhile``, ``no_such_round``, ``bad_rating_note``.
        """
        wanted = {_key(each): _checked(each) for each in now}
        started = {_key(each): each for each in seen}
        changed = {key: note for key, note in wanted.items() if _said(note) != _said(started.get(key, _nothing(key)))}
        with self._store._write() as session:
            for place in sorted({(key[0], key[1]) for key in changed}):
                _must_have(session, viewer, *place)
            for key in sorted(changed):  # in one order, so that two writers never wait for each other
                _change(session, changed[key], started.get(key, _nothing(key)))

    def give(
        self,
        viewer: Viewer,
        round_id: str,
        school: str,
        levels: Mapping[str, int],
        *,
        group: str,
        items: Iterable[str],
        version: int,
    ) -> Round:
        """Make ``levels`` (item → level) the agreed ratings of a school in a round: a new data set, older ones stay.

        Args:
            group: whose rating it is, for a school that has none yet.
            items: every item of the framework, so that one not rated has its place.
            version: of the round, as the visitor saw it.

        Raises:
            ToolboxError: ``changed_meanwhile``, ``no_such_round``, ``not_allowed``; ``no_answers`` without a rating;
                ``not_a_rating`` where the school has more than one row, as answers of persons have.
        """
        rounds.must_be_own(viewer, None, {(school, group): 0})
        row_of_school = agreed(school, levels, group=group, items=items)
        with self._store._write() as session:
            keys.vouch(session, self._store.folder)
            row = rounds.changeable(session, viewer, round_id, version)
            together = _with_ratings(rounds.answers_of(session, round_id), row_of_school)
            row.data_set += 1
            row.version += 1
            rounds.add_data_set(session, row, together, rounds.packed(together))
            session.flush()
            return rounds.one(session, viewer, round_id)


def agreed(school: str, levels: Mapping[str, int], *, group: str, items: Iterable[str]) -> Answers:
    """The agreed ratings of one school as answers: one row, blank where an item is not rated.

    Raises:
        ToolboxError: ``no_answers`` without a rating.

    Example:
        >>> agreed("Elm", {"idi.A2": 3}, group="school", items=["idi.A1", "idi.A2"]).values.tolist()
        [[-103, 3]]
    """
    items = tuple(items)
    if not any(item in levels for item in items):
        raise ToolboxError("no_answers", "No indicator has a level yet. Choose at least one, then save again.")
    values = [levels.get(item, State.BLANK) for item in items]
    return checked(
        Answers(
            person=np.array([""], object),
            school=np.zeros(1, np.int32),
            group=np.zeros(1, np.int16),
            schools=(school,),
            groups=(group,),
            items=items,
            values=np.asfortranarray(np.array([values], np.int8)),
        )
    )


def _with_ratings(before: Answers | Averages, row: Answers) -> Answers:
    """The answers of a round with the one row of a school put in the place of the one it had, or added."""
    school = row.schools[0]
    if isinstance(before, Averages):
        raise _no_rating(school)
    place = before.schools.index(school) if school in before.schools else None
    mine = np.flatnonzero(np.asarray(before.school) == (-1 if place is None else place))
    if len(mine) > 1:
        raise _no_rating(school)
    items = tuple(dict.fromkeys((*before.items, *row.items)))
    groups = before.groups if len(mine) or row.groups[0] in before.groups else (*before.groups, row.groups[0])
    schools = before.schools if place is not None else (*before.schools, school)
    kept = np.setdiff1d(np.arange(len(before)), mine)
    values = np.full((len(kept) + 1, len(items)), State.BLANK, np.int8, order="F")
    for column, item in enumerate(items):
        if item in before.items:
            values[:-1, column] = before.values[kept, before.items.index(item)]
        if item in row.items:
            values[-1, column] = row.values[0, row.items.index(item)]
    group = int(before.group[mine[0]]) if len(mine) else groups.index(row.groups[0])
    return checked(
        replace(
            before,
            person=np.array([*np.asarray(before.person)[kept], ""], object),
            school=np.array([*np.asarray(before.school)[kept], schools.index(school)], np.int32),
            group=np.array([*np.asarray(before.group)[kept], group], np.int16),
            schools=schools,
            groups=groups,
            items=items,
            values=values,
        )
    )


def _no_rating(school: str) -> ToolboxError:
    return ToolboxError(
        "not_a_rating",
        f"{school} has answers of several persons in this round, not one agreed rating, so nothing was changed. Save the "
        "ratings as a round of their own.",
    )


def _must_have(session: Session, viewer: Viewer, round_id: str, school: str) -> None:
    """Refuse a round that is gone, or not the viewer's, or has nothing of this school."""
    if school not in rounds.one(session, viewer, round_id).schools:
        raise ToolboxError(
            "no_such_round", "This school is not in this round, or not yours to see. Go back and choose another."
        )


def _change(session: Session, now: RatingNote, seen: RatingNote) -> None:
    key = {"round_id": now.round, "school": now.school, "item": now.item}
    row = session.get(RatingNoteRow, tuple(key.values()), with_for_update=True)
    if (_nothing(_key(now)) if row is None else _record(row)) != seen:
        raise _meanwhile(now)
    values = _said(now) | {"version": seen.version + 1}
    if row is None:
        # Nobody can lock a row that is not there: of two who fill in the same new row, one writes it.
        if not put(session, RatingNoteRow, key, values, replace=False):
            raise _meanwhile(now)
    elif _said(now) == _said(_nothing(_key(now))):
        session.delete(row)
    else:
        for name, value in values.items():
            setattr(row, name, value)


def _checked(note: RatingNote) -> RatingNote:
    """The note as it is kept.

    Example:
        >>> _checked(RatingNote(round="r", school="Elm", item="A1", evidence=" Plan of 2026 ")).evidence
        'Plan of 2026'
    """
    evidence, by = note.evidence.replace("\0", "").strip(), note.external_by.replace("\0", "").strip()
    for text, longest, what in ((evidence, LONGEST_EVIDENCE, "evidence"), (by, LONGEST_BY, "name of who rated it")):
        if len(text) > longest:
            raise ToolboxError(
                "bad_rating_note",
                f"{note.item}: the {what} has {len(text):,} letters, and {longest:,} can be kept. Shorten it, or say where "
                "the whole text is.",
            )
    for level, what in ((note.target, "target"), (note.external, "rating from outside")):
        if level is not None and not 0 <= level <= MOST_LEVEL:
            raise ToolboxError(
                "bad_rating_note", f"{note.item}: {level} is no level for the {what}. Choose one of the framework's."
            )
    if wrong := not_meant(note.due):
        raise ToolboxError("bad_rating_note", f"{note.item}: {wrong}")
    return replace(note, evidence=evidence, external_by=by)


def _said(note: RatingNote) -> dict[str, object]:
    return {name: getattr(note, name) for name in ("evidence", "target", "due", "external", "external_by")}


def _key(note: RatingNote) -> tuple[str, str, str]:
    return note.round, note.school, note.item


def _nothing(key: tuple[str, str, str]) -> RatingNote:
    return RatingNote(round=key[0], school=key[1], item=key[2])


def _record(row: RatingNoteRow) -> RatingNote:
    return RatingNote(
        round=row.round_id,
        school=row.school,
        item=row.item,
        evidence=row.evidence,
        target=row.target,
        due=row.due,
        external=row.external,
        external_by=row.external_by,
        version=row.version,
    )


def _meanwhile(note: RatingNote) -> ToolboxError:
    return ToolboxError(
        "changed_meanwhile",
        f"Someone else wrote beside the rating of {note.item} since you opened this table, so nothing of yours was saved over "
        "theirs. Look at the table as it is now, and write yours again.",
    )
