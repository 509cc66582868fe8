"""The ledger of releases: what left, to whom, when, under which rule; and which states of the rounds have been shown.

Two tables, because two ask. ``releases`` is for people: one row a day for the same thing to the same role; it holds no
answer and no number that was shown, stays when its rounds are deleted, and may be pruned. ``shown`` is for the gate: one
row for each state of a round (data set, minimums, merged groups), of the accepted pairs of two rounds, of two rounds that
were compared, and of schools told apart; never pruned. It is forgotten with the round, but for what another upload of the same
file is held against: numbers of persons, and check numbers (:mod:`toolbox.disclosure.gone`).

**Written down first, shown after.** :meth:`Ledger.add` is called before a number leaves. Where it fails (the store is
locked, full, may only be read), what it was called for is not shown. It is refused, too, where somebody else has shown
another state of the same rounds since the caller looked: the caller looks again, so that of two processes that show two
states at the same moment the second knows of the first.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, delete, func, or_, select
from sqlalchemy.orm import Session, aliased

from toolbox.model import Release, Shown, ToolboxError, Viewer
from toolbox.store.connection import put
from toolbox.store.names import former_names, shown_now
from toolbox.store.records import from_plain, to_plain
from toolbox.store.rights import must_see_everything, sees_all
from toolbox.store.rounds import one
from toolbox.store.schema import ReleasedRoundRow, ReleaseRow, RoundRow, ShownRow, SourceRow
from toolbox.store.together import together_in

if TYPE_CHECKING:
    from toolbox.store.repository import Store

#: What tells no two releases of the same apart.
_WHEN = ("at", "times", "first_at", "rounds_gone")


@dataclass(frozen=True, kw_only=True)
class Page:
    """Some of the releases, latest first, and how many there are in all."""

    releases: tuple[Release, ...]
    of: int


def about_round(id: str) -> str:
    """How a state of a round is filed."""
    return f"round:{id}"


def about_pairs(before: str, after: str) -> str:
    """How accepted pairs of two rounds are filed."""
    return f"pairs:{before}:{after}"


def about_compared(before: str, after: str) -> str:
    """How it is filed that two rounds were compared."""
    return f"compared:{before}:{after}"


def about_gone(framework: str, on: str, files: Iterable[str]) -> str:
    """How it is filed what is kept of a round that was shown and deleted: by what another upload of it has in common."""
    return ":".join(("gone", framework, on, *(sha256[:16] for sha256 in files)))


def about_sets(ids: Iterable[str]) -> str:
    """How schools told apart in several rounds are filed."""
    return ":".join(("sets", *sorted(ids)))


class Ledger:
    """What has left this store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._written: set[tuple[date, str]] = set()
        self._one_at_a_time = threading.Lock()

    # ── what the gate asks ───────────────────────────────────────────────────────────────────────

    def shown(self, viewer: Viewer, ids: Sequence[str]) -> tuple[Shown, ...]:
        """Every state of these rounds, and of rounds made from a file of theirs, that was shown; first shown first.

        Raises:
            ToolboxError: ``no_such_round``, for a viewer of some schools who sees none of it.
        """
        with self._store._read() as session:
            if viewer.schools is not None:
                for id in ids:
                    one(session, viewer, id)
            return _shown(session, ids)

    def add(
        self, viewer: Viewer, release: Release, states: Sequence[Shown] = (), *, seen: Sequence[Shown] = ()
    ) -> None:
        """Write down that something leaves now. ``states``: those it shows; ``seen``: what :meth:`shown` told before.

        The same once more on the same day makes no new row but is counted; a page that this process has written down
        today is not written again.

        Raises:
            ToolboxError: ``shown_meanwhile`` where another state was shown since ``seen``: look again; ``no_such_round``;
                ``not_recorded`` where it cannot be written down, so that it must not be shown.
        """
        signature = _signature(release, states)
        today = (release.at.date(), signature)
        if release.how == "page" and today in self._written:
            return
        try:
            with self._store._write() as session:
                _add(session, viewer, release, signature, states, max((each.order for each in seen), default=0))
        except ToolboxError as refusal:
            if refusal.code in ("shown_meanwhile", "no_such_round"):
                raise
            raise ToolboxError(
                "not_recorded",
                "This is not shown, because it could not be written down that it is: every number that leaves the store is "
                f"noted first, so that later ones do not give away what this one hides. {refusal.message}",
            ) from refusal
        with self._one_at_a_time:
            self._written = {kept for kept in self._written if kept[0] == release.at.date()} | {today}

    # ── what a person reads ──────────────────────────────────────────────────────────────────────

    def releases(
        self, viewer: Viewer, *, round: str = "", what: str = "", how: str = "", page: int = 1, per: int = 25
    ) -> Page:
        """What left, latest first: of one round, kind or way, or everything. ``per`` 0: all of it on one page.

        A viewer of some schools sees what was released of these alone.
        """
        query = select(ReleaseRow)
        if round:
            query = query.where(
                ReleaseRow.id.in_(select(ReleasedRoundRow.release_id).where(ReleasedRoundRow.round_id == round))
            )
        for name, wanted in (("what", what), ("how", how)):
            if wanted:
                query = query.where(ReleaseRow.release[name].as_string() == wanted)
        ordered = query.order_by(ReleaseRow.last_at.desc(), ReleaseRow.id)
        with self._store._read() as session:
            there = set(session.scalars(select(RoundRow.id)))
            if viewer.schools is None:
                total = session.scalar(select(func.count()).select_from(query.subquery()))
                rows = session.scalars(ordered.offset(per * (page - 1)).limit(per) if per else ordered)
                return Page(releases=tuple(_record(row, there) for row in rows), of=total)
            mine = [
                found
                for row in session.scalars(ordered)
                if (found := _record(row, there)).schools and sees_all(viewer, found.schools)
            ]
        first = per * (page - 1)
        return Page(releases=tuple(mine[first : first + per] if per else mine), of=len(mine))

    def prune(self, viewer: Viewer, before: date) -> int:
        """Forget releases that last happened before a day; how many. What the gate needs of them is kept.

        Raises:
            ToolboxError: ``not_allowed``.
        """
        must_see_everything(viewer, "The ledger of releases")
        with self._store._write() as session:
            old = select(ReleaseRow.id).where(ReleaseRow.last_at < datetime.combine(before, time.min))
            ids = session.scalars(old).all()
            session.execute(delete(ReleasedRoundRow).where(ReleasedRoundRow.release_id.in_(old)))
            session.execute(delete(ReleaseRow).where(ReleaseRow.last_at < datetime.combine(before, time.min)))
        self._written = set()
        return len(ids)


def forget_states(session: Session, round_id: str) -> None:
    """Forget which states of a deleted round were shown. The releases themselves stay."""
    session.execute(delete(ShownRow).where(ShownRow.about.contains(round_id)))


def _add(
    session: Session, viewer: Viewer, release: Release, signature: str, states: Sequence[Shown], last: int
) -> None:
    _lock(session, release.rounds)
    for id in release.rounds:
        one(session, viewer, id)
    known = _shown(session, release.rounds)
    new = [each for each in states if each not in known]
    together = {about_round(id): together_in(session, id) for id in release.rounds}
    if any(each.together != together.get(each.about, each.together) for each in new):
        raise ToolboxError(
            "shown_meanwhile", "Which schools are shown together was changed a moment ago. Reload the page to see them."
        )
    # A state that is known keeps its place whatever came after; a new one must have been held against all there are.
    if new and any(each.order > last for each in known):
        raise ToolboxError(
            "shown_meanwhile",
            "Another state of this round was shown a moment ago. Reload the page to see the round as it is now.",
        )
    for each in new:
        session.add(ShownRow(about=each.about, state=to_plain(replace(each, order=0)), first_at=_naive(release.at)))
    _write(session, release, signature)


def _related(session: Session, ids: Sequence[str]) -> set[str]:
    """These rounds, and those made from a file of theirs."""
    one_file, other = aliased(SourceRow), aliased(SourceRow)
    query = select(other.round_id).join(one_file, one_file.sha256 == other.sha256).where(one_file.round_id.in_(ids))
    return set(session.scalars(query.distinct())) | set(ids)


def _lock(session: Session, ids: Sequence[str]) -> None:
    """Nobody else adds answers to these rounds, or shows them for the first time, until this transaction ends."""
    related = _related(session, ids)
    session.execute(select(RoundRow.id).where(RoundRow.id.in_(related)).order_by(RoundRow.id).with_for_update())


def _shown(session: Session, ids: Sequence[str]) -> tuple[Shown, ...]:
    related = _related(session, ids)
    abouts = [about_round(id) for id in related]
    abouts += [about_pairs(*ids)] if len(ids) == 2 else []
    # Comparisons of one of these rounds with any other, and schools told apart in one: what follows from all of them together.
    beside = [
        ShownRow.about.like(f"{kind}:%") & ShownRow.about.contains(id)
        for kind in ("compared", "sets")
        for id in related
    ]
    wanted = or_(ShownRow.about.in_(abouts), *beside, *_of_deleted(session, ids))
    rows = session.scalars(select(ShownRow).where(wanted).order_by(ShownRow.order))
    former = former_names(session)
    return tuple(shown_now(replace(from_plain(Shown, row.state), order=row.order), former) for row in rows)


def _of_deleted(session: Session, ids: Sequence[str]) -> Iterator[ColumnElement[bool]]:
    """States of deleted rounds that one of these may be uploaded from once more: of its framework, and of its day or file."""
    for row in session.scalars(select(RoundRow).where(RoundRow.id.in_(ids))):
        files = session.scalars(select(SourceRow.sha256).where(SourceRow.round_id == row.id))
        same = [row.collected_on.isoformat(), *(sha256[:16] for sha256 in files)]
        yield ShownRow.about.startswith(f"gone:{row.framework}:", autoescape=True) & or_(
            *(ShownRow.about.contains(f":{each}") for each in same)
        )


def remember_states(session: Session, states: Iterable[Shown]) -> None:
    """Keep what the gate needs of a round that is deleted now (:mod:`toolbox.disclosure.gone`)."""
    known = {
        (row.about, json.dumps(row.state, sort_keys=True))
        for row in session.scalars(select(ShownRow).where(ShownRow.about.like("gone:%")))
    }
    for each in states:
        plain = to_plain(replace(each, order=0))
        if (each.about, json.dumps(plain, sort_keys=True)) not in known:
            session.add(ShownRow(about=each.about, state=plain, first_at=_naive(datetime.now(UTC))))


def _write(session: Session, release: Release, signature: str) -> None:
    at = _naive(release.at)
    id = hashlib.sha256(f"{at.date()} {signature}".encode()).hexdigest()[:32]
    plain = to_plain(replace(release, rounds_gone=(), first_at=None, times=1))
    row = session.get(ReleaseRow, id, with_for_update=True)
    if row is None and put(
        session,
        ReleaseRow,
        {"id": id},
        {"signature": signature, "first_at": at, "last_at": at, "times": 1, "release": plain},
        replace=False,
    ):
        for round_id, data_set in zip(release.rounds, release.data_sets, strict=True):
            session.add(ReleasedRoundRow(release_id=id, round_id=round_id, data_set=data_set))
        return
    row = row or session.get(ReleaseRow, id, with_for_update=True)
    row.times, row.last_at = row.times + 1, max(row.last_at, at)


def _record(row: ReleaseRow, there: set[str]) -> Release:
    found = from_plain(Release, row.release)
    return replace(
        found,
        at=row.last_at,
        first_at=row.first_at,
        times=row.times,
        rounds_gone=tuple(id for id in found.rounds if id not in there),
    )


def _signature(release: Release, states: Sequence[Shown]) -> str:
    """Of everything but the time."""
    said = {name: value for name, value in to_plain(release).items() if name not in _WHEN}
    whole = [said, [to_plain(replace(each, order=0)) for each in states]]
    return hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()


def _naive(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(tzinfo=None) if at.tzinfo else at
