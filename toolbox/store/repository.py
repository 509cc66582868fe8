"""The store itself: what the rest of the house calls. Every call names the viewer and is one transaction."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from toolbox.model import (
    Answers,
    Averages,
    Clues,
    Framework,
    Recipe,
    Round,
    SchoolFacts,
    Shown,
    Source,
    ToolboxError,
    Viewer,
)
from toolbox.store import keys, names, rounds, school_facts, shelf
from toolbox.store.actions import Actions
from toolbox.store.benchmarks import Benchmarks
from toolbox.store.clues import of_schools as clues_of_schools
from toolbox.store.clues import together as clues_together
from toolbox.store.connection import engine_of, forget_deleted, one_at_a_time, reading, writing
from toolbox.store.entries import changed, state_of
from toolbox.store.events import Events
from toolbox.store.faults import spoken
from toolbox.store.indicators import Indicators
from toolbox.store.joining import checked, joined, of_schools, with_repeated
from toolbox.store.ledger import Ledger, forget_states, remember_states
from toolbox.store.memberships import Memberships
from toolbox.store.mergings import Mergings
from toolbox.store.migrating import migrate, remove_backups
from toolbox.store.pairs import Pairs
from toolbox.store.place import data_folder, database_url, in_folder
from toolbox.store.positions import Positions
from toolbox.store.ratings import Ratings
from toolbox.store.roster import Roster
from toolbox.store.sessions import Sessions
from toolbox.store.together import SchoolsTogether, into_of, names_seen, schools_together
from toolbox.store.together import clues_together as schools_of_clues

Invited = Mapping[tuple[str, str], int]


def open_store(url: str | None = None, folder: Path | None = None, *, wait: float = 10.0) -> Store:
    """The store of a data folder (see :mod:`toolbox.store.place` for the defaults).

    A folder named here holds its own SQLite file, whatever ``TOOLBOX_DATABASE_URL`` says, unless ``url`` says otherwise.
    ``wait``: seconds to wait for another writer before giving up with ``store_locked``.

    Example:
        >>> import tempfile
        >>> open_store(folder=Path(tempfile.mkdtemp())).rounds(Viewer())
        ()
    """
    place = data_folder(folder)
    return Store(engine_of(database_url(url or (in_folder(place) if folder else None), place), wait), place)


class Store:
    """Rounds, answers, recipes, own frameworks and settings. Safe to share between threads."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.engine = engine
        self.folder = folder
        self._ready = False
        self._starting = threading.Lock()
        self.ratings = Ratings(self)
        self.ledger, self.mergings, self.pairs = Ledger(self), Mergings(self), Pairs(self)
        self.benchmarks = Benchmarks(self)
        self.actions, self.positions = Actions(self), Positions(self)
        self.together = SchoolsTogether(self)
        self.roster, self.memberships, self.sessions = Roster(self), Memberships(self), Sessions(self)
        self.events, self.indicators = Events(self), Indicators(self)

    # ── the store as a whole ─────────────────────────────────────────────────────────────────────

    def migrate(self) -> None:
        """Make or update the tables. Called before the first use in any case; the launcher calls it at start.

        Raises:
            ToolboxError: ``newer_database``, and what :mod:`toolbox.store.faults` lists.
        """
        with self._starting:
            if not self._ready:
                migrate(self.engine, self.folder)
                self._ready = True

    def pseudonym_key(self) -> bytes:
        """The key of this store's pseudonyms, made on first use.

        Raises:
            ToolboxError: ``key_missing``, ``key_mismatch``, ``key_unreadable``.
        """
        with self._read() as session:
            known = keys.known_fingerprint(session)
        key = keys.read_key(self.folder)
        if key is None and not known:
            with spoken(), one_at_a_time(self.folder):
                key = keys.read_key(self.folder) or keys.make_key(self.folder)
        keys.check(known, key, self.folder)
        return key

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    # ── rounds ───────────────────────────────────────────────────────────────────────────────────

    def rounds(self, viewer: Viewer) -> tuple[Round, ...]:
        """Every round the viewer may see, earliest first, each cut down to the viewer's schools."""
        with self._read() as session:
            return rounds.seen(session, viewer)

    def round(self, viewer: Viewer, id: str) -> Round:
        """One round. ToolboxError ``no_such_round`` when it is gone or not the viewer's to see."""
        with self._read() as session:
            return rounds.one(session, viewer, id)

    def answers(self, viewer: Viewer, id: str, *, sha256: str = "") -> Answers | Averages:
        """The answers of a round (or its averages), of the schools the viewer may see; the arrays are read-only.

        ``sha256`` names an earlier data set of the round, as a report made then does.

        Raises:
            ToolboxError: ``no_such_round``, ``no_such_data_set``, ``damaged_data_set``.
        """
        with self._read() as session:
            into = into_of(session, rounds.one(session, viewer, id).framework)
            found = rounds.answers_of(session, id, sha256)
        return of_schools(schools_together(found, into), names_seen(viewer, into).may_see)

    def clues(self, viewer: Viewer, id: str) -> Clues | None:
        """What shows a slip in the codes of a round, of the schools the viewer may see; None where nothing does.

        Raises:
            ToolboxError: ``no_such_round``, ``damaged_clues``.
        """
        with self._read() as session:
            into = into_of(session, rounds.one(session, viewer, id).framework)
            found = schools_of_clues(rounds.clues_of(session, id), into)
        return None if found is None else clues_of_schools(found, names_seen(viewer, into).may_see)

    def save_round(
        self,
        viewer: Viewer,
        *,
        name: str,
        collected_on: date,
        framework: str,
        answers: Answers | Averages,
        sources: tuple[Source, ...] = (),
        recipe: Recipe | None = None,
        invited: Invited | None = None,
        sample: bool = False,
        clues: Clues | None = None,
    ) -> Round:
        """Save a new round: all of it or nothing.

        Raises:
            ToolboxError: ``no_name``, ``no_answers``, ``too_large``, ``not_allowed``, and the store's faults.
        """
        answers, clues, invited = self._under_names_of_now(answers, clues, invited)
        rounds.must_be_own(viewer, answers, invited)
        answers = checked(answers)
        content, clue_bytes = rounds.packed(answers), rounds.packed_clues(clues)
        with self._write() as session:
            keys.vouch(session, self.folder)
            id = rounds.add(
                session,
                name=name,
                collected_on=collected_on,
                framework=framework,
                answers=answers,
                content=content,
                sources=sources,
                recipe=recipe,
                invited=invited or {},
                sample=sample,
                clues=clue_bytes,
            )
            session.flush()
            return rounds.one(session, viewer, id)

    def add_to_round(
        self,
        viewer: Viewer,
        id: str,
        *,
        answers: Answers,
        sources: tuple[Source, ...],
        invited: Invited | None = None,
        version: int,
        clues: Clues | None = None,
    ) -> Round:
        """Add the answers of one more file, or of several: a new data set, old and new together (``joining.joined``).

        People who were in the round already (same key, school and group) are counted in the first source's problems.

        Raises:
            ToolboxError: as :meth:`save_round`, and ``changed_meanwhile``, ``no_such_round``, ``averages_round``.
        """
        answers, clues, invited = self._under_names_of_now(answers, clues, invited)
        rounds.must_be_own(viewer, answers, invited)
        # Put together outside the write: on SQLite nobody else could write meanwhile.
        with self._read() as session:
            rounds.changeable(session, viewer, id, version)
            before, clues_before = rounds.answers_of(session, id), rounds.clues_of(session, id)
        together, twice = joined(before, checked(answers))
        content, clue_bytes = rounds.packed(together), rounds.packed_clues(clues_together(clues_before, clues))
        with self._write() as session:
            keys.vouch(session, self.folder)
            row = rounds.changeable(session, viewer, id, version)
            place = len(rounds.one(session, viewer, id).sources)
            row.data_set += 1
            row.version += 1
            row.invited = rounds.to_plain({**dict(_pairs(row.invited)), **(invited or {})})
            rounds.add_data_set(session, row, together, content, clue_bytes)
            for further, source in enumerate(with_repeated(sources, twice)):
                rounds.add_source(session, id, place + further, source)
            session.flush()
            return rounds.one(session, viewer, id)

    def update_round(
        self,
        viewer: Viewer,
        id: str,
        *,
        version: int,
        name: str | None = None,
        collected_on: date | None = None,
        invited: Invited | None = None,
    ) -> Round:
        """Change a round's name, date or invited numbers (all of them), if nobody changed it since ``version``.

        Raises:
            ToolboxError: ``changed_meanwhile``, ``no_such_round``, ``not_allowed``, ``no_name``.
        """
        with self._write() as session:
            row = rounds.changeable(session, viewer, id, version)
            rounds.must_be_own(viewer, None, invited)
            row.name = row.name if name is None else rounds.named(name)
            row.collected_on = collected_on or row.collected_on
            if invited is not None:
                # What is known of each of the schools shown as one stays, for as long as they may be shown apart again.
                into, former = into_of(session, row.framework), names.former_names(session)
                apart = {
                    (school, group): n
                    for (school, group), n in rounds.invited_of(row).items()
                    if former.get(school, school) in into
                }
                row.invited = rounds.to_plain({**apart, **invited})
            row.version += 1
            session.flush()
            return rounds.one(session, viewer, id)

    def delete_round(self, viewer: Viewer, id: str, *, remember: Iterable[Shown] = ()) -> None:
        """Delete a round with every data set it had; its bytes are overwritten, its migration backups removed.

        ``remember``: what the gate keeps of what was shown of it (``disclosure.gone``): numbers and check numbers.

        Raises:
            ToolboxError: ``no_such_round``, ``not_allowed``; ``delete_unfinished`` when the round is gone but a trace
                of it is still in the database's files, because something else was reading.
        """
        with self._write() as session:
            session.delete(rounds.changeable(session, viewer, id))
            forget_states(session, id)
            remember_states(session, remember)
        remove_backups(self.engine)
        self._wipe()

    def same_file(self, viewer: Viewer, sha256: str) -> Round | None:
        """The newest round this very file went into; None when there is none the viewer may see whole."""
        with self._read() as session:
            return rounds.from_file(session, viewer, sha256)

    # ── schools ──────────────────────────────────────────────────────────────────────────────────

    def school_facts(self, viewer: Viewer) -> tuple[SchoolFacts, ...]:
        """What an evaluation takes of the roster (``roster.change`` corrects it), of the schools the viewer may see, by name."""
        with self._read() as session:
            return school_facts.known(session, viewer)

    def mentoring_state(self, viewer: Viewer) -> str:
        """A word for what is kept beside rounds (roster, memberships, sessions, logs, indicators) as this viewer meets it:
        another after every change and for every other viewer, so that a cache keys on it. It tells nothing itself.
        """
        with self._read() as session:
            return state_of(session, viewer)

    # ── recipes, own frameworks, settings ────────────────────────────────────────────────────────

    def save_recipe(self, viewer: Viewer, recipe: Recipe) -> None:
        """Save a recipe under its name; an older one of that name is replaced."""
        with self._write() as session:
            shelf.save_recipe(session, viewer, recipe)

    def recipes(self, viewer: Viewer) -> tuple[Recipe, ...]:
        """The saved recipes, latest first, without those that name a school the viewer may not see."""
        with self._read() as session:
            return shelf.recipes(session, viewer)

    def delete_recipe(self, viewer: Viewer, name: str) -> None:
        """Forget a recipe; rounds keep their own copy."""
        with self._write() as session:
            shelf.delete_recipe(session, viewer, name)

    def save_framework(self, viewer: Viewer, framework: Framework, *, seen: Framework | None = None) -> None:
        """Save an own framework under its id; an older one of that id is replaced, if it still is as ``seen``."""
        with self._write() as session:
            shelf.save_framework(session, viewer, framework, seen)

    def frameworks(self, viewer: Viewer) -> tuple[Framework, ...]:
        """The hub's own frameworks, by name; any viewer may see them."""
        with self._read() as session:
            return shelf.frameworks(session)

    def delete_framework(self, viewer: Viewer, id: str) -> None:
        """Delete an own framework; ToolboxError ``framework_in_use`` while a round needs it."""
        with self._write() as session:
            shelf.delete_framework(session, viewer, id)

    def setting(self, viewer: Viewer, key: str) -> Any:
        """A setting of the whole store; None when it was never set."""
        with self._read() as session:
            return shelf.setting(session, key)

    def set_setting(self, viewer: Viewer, key: str, value: Any, *, once: bool = False) -> bool:
        """Set a setting (anything JSON can hold); only for a viewer who may see every school.

        With ``once`` it is set only if it never was. Of several who try at the same time, one is told True.
        """
        with self._write() as session:
            return shelf.set_setting(session, viewer, key, value, once=once)

    # ── inside ───────────────────────────────────────────────────────────────────────────────────

    def _under_names_of_now(self, answers: Answers | Averages, clues: Clues | None, invited: Invited | None):
        with self._read() as session:
            former = names.former_names(session)
        asked = None if invited is None else names.invited_now(invited, former)
        return names.answers_now(answers, former), names.clues_now(clues, former), asked

    def _read(self):
        self.migrate()
        return reading(self.engine)

    def _write(self):
        self.migrate()
        return writing(self.engine)

    @contextmanager
    def _write_beside(self):
        """Write what is kept beside rounds."""
        with self._write() as session:
            yield session
            changed(session)

    def _wipe(self) -> None:
        with spoken():
            forgotten = forget_deleted(self.engine)
        if not forgotten:
            raise ToolboxError(
                "delete_unfinished",
                "The round is deleted and nobody can open it any more. Traces of it stay in the database's files "
                "because something else was reading them: restart the toolbox, or delete another round, to clear them.",
            )


def _pairs(plain: list) -> list[tuple[tuple[str, str], int]]:
    return [((school, group), number) for (school, group), number in plain]
