"""Rounds and their data sets, inside a session that is already open. Each call checks the viewer."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from toolbox.model import Answers, Averages, Clues, Recipe, Round, Source, ToolboxError, Viewer
from toolbox.store.clues import from_bytes, to_bytes
from toolbox.store.joining import PSEUDONYM, counts
from toolbox.store.names import answers_now, clues_now, counts_now, former_names, invited_now
from toolbox.store.parquet import from_parquet, to_parquet
from toolbox.store.records import from_plain, to_plain
from toolbox.store.rights import must_see_all, sees_all
from toolbox.store.schema import DataSetRow, RoundRow, SourceRow
from toolbox.store.together import into_of, invited_together, names_seen, renamed_people

#: SQLite holds a billion bytes in one cell at most.
LARGEST = 900_000_000

Invited = Mapping[tuple[str, str], int]


def seen(session: Session, viewer: Viewer) -> tuple[Round, ...]:
    """Every round the viewer may see, earliest first."""
    return tuple(round_ for round_ in _records(session, viewer) if round_.schools)


def one(session: Session, viewer: Viewer, id: str) -> Round:
    """One round, cut down to what the viewer may see.

    Raises:
        ToolboxError: ``no_such_round``, also when it is there but shows nothing to this viewer.
    """
    for round_ in _records(session, viewer, id):
        if round_.schools:
            return round_
    raise _no_such_round()


def changeable(session: Session, viewer: Viewer, id: str, version: int | None = None) -> RoundRow:
    """The row of a round, locked until the end of the transaction, for a viewer who may change it.

    Raises:
        ToolboxError: ``no_such_round``, ``not_allowed``, ``changed_meanwhile``.
    """
    row = session.get(RoundRow, id, with_for_update=True)
    people = _counts(session, id)
    if not any(viewer.may_see(school) for school, _, _ in people):
        raise _no_such_round()
    must_see_all(viewer, _concerned(people, _invited(session, row)), "This round")
    if version is not None and row.version != version:
        raise ToolboxError(
            "changed_meanwhile",
            "Someone else changed this round since you opened it, so your change was not saved over theirs. "
            "Reload the page, look at the round as it is now, and make your change again.",
        )
    return row


def payload(session: Session, id: str, sha256: str = "") -> bytes:
    """The Parquet bytes of a round's data set, as stored: the newest, or the one with this checksum.

    Raises:
        ToolboxError: ``no_such_data_set``; ``damaged_data_set`` when the bytes are not what was stored.
    """
    wanted = DataSetRow.sha256 == sha256 if sha256 else DataSetRow.number == RoundRow.data_set
    query = select(DataSetRow.payload, DataSetRow.sha256).join(RoundRow).where(RoundRow.id == id, wanted)
    found = session.execute(query.limit(1)).one_or_none()
    if found is None:
        raise ToolboxError("no_such_data_set", "This round has no answers with that checksum. Compare it once more.")
    content, checksum = found
    if hashlib.sha256(content).hexdigest() != checksum:
        raise ToolboxError(
            "damaged_data_set",
            "The stored answers of this round are not what was saved: they no longer match their checksum. "
            "Put back a copy of the data folder from before, or delete the round and upload its file again.",
        )
    return content


def answers_of(session: Session, id: str, sha256: str = "") -> Answers | Averages:
    """The answers of a round's data set, schools under their names of now; raises as :func:`payload`."""
    return answers_now(from_parquet(payload(session, id, sha256)), former_names(session))


def clues_of(session: Session, id: str) -> Clues | None:
    """The clues of a round's newest data set; None where there are none."""
    newest = select(DataSetRow.clues).join(
        RoundRow, (RoundRow.id == DataSetRow.round_id) & (RoundRow.data_set == DataSetRow.number)
    )
    content = session.scalars(newest.where(RoundRow.id == id)).first()
    return None if content is None else clues_now(from_bytes(content), former_names(session))


def packed_clues(clues: Clues | None) -> bytes | None:
    """Clues as the bytes to store.

    Raises:
        ValueError: when a person of theirs is not a pseudonym.
        ToolboxError: ``too_large``.
    """
    if clues is None:
        return None
    if not all(re.fullmatch(PSEUDONYM, person) for person in clues.person):
        raise ValueError("A person of the clues is not a pseudonym; names and codes as written are never stored.")
    content = to_bytes(clues)
    if len(content) > LARGEST:
        raise _too_large(content)
    return content


def packed(answers: Answers | Averages) -> bytes:
    """Answers as the bytes to store.

    Raises:
        ToolboxError: ``no_answers``, ``too_large``.
    """
    if not len(answers):
        raise ToolboxError(
            "no_answers",
            "No answers are left to save. Check the filters, and which columns hold the school and the group.",
        )
    content = to_parquet(answers)
    if len(content) > LARGEST:
        raise _too_large(content)
    return content


def _too_large(content: bytes) -> ToolboxError:
    return ToolboxError(
        "too_large",
        f"These answers take {len(content) // 1_000_000} MB, more than the {LARGEST // 1_000_000} MB one round "
        "can hold. Save them as several rounds.",
    )


def add(
    session: Session,
    *,
    name: str,
    collected_on,
    framework: str,
    answers: Answers | Averages,
    content: bytes,
    sources: Iterable[Source],
    recipe: Recipe | None,
    invited: Invited,
    sample: bool,
    clues: bytes | None = None,
) -> str:
    """Write a new round with its first data set; its id."""
    row = RoundRow(
        id=secrets.token_hex(8),
        name=named(name),
        collected_on=collected_on,
        framework=framework,
        data_set=1,
        invited=to_plain(invited),
        recipe=to_plain(recipe),
        version=1,
        sample=sample,
        made_at=_now(),
    )
    session.add(row)
    session.flush()
    add_data_set(session, row, answers, content, clues)
    for place, source in enumerate(sources):
        add_source(session, row.id, place, source)
    return row.id


def add_data_set(
    session: Session, row: RoundRow, answers: Answers | Averages, content: bytes, clues: bytes | None = None
) -> None:
    """Write a data set with the number the round names."""
    session.add(
        DataSetRow(
            id=secrets.token_hex(8),
            round_id=row.id,
            number=row.data_set,
            sha256=hashlib.sha256(content).hexdigest(),
            made_at=_now(),
            counts=counts(answers),
            payload=content,
            clues=clues,
        )
    )


def add_source(session: Session, round_id: str, place: int, source: Source) -> None:
    """Note where answers came from, without the words of the file that showed a problem."""
    kept = replace(source, problems=tuple(replace(problem, example="") for problem in source.problems))
    session.add(
        SourceRow(id=secrets.token_hex(8), round_id=round_id, place=place, sha256=source.sha256, source=to_plain(kept))
    )


def from_file(session: Session, viewer: Viewer, sha256: str) -> Round | None:
    """The newest round a file went into, if the viewer may see that round whole."""
    query = select(RoundRow.id).join(SourceRow).where(SourceRow.sha256 == sha256).order_by(RoundRow.made_at)
    found = [round_ for id in session.scalars(query) for round_ in _records(session, viewer, id) if round_.sources]
    return found[-1] if found else None


def must_be_own(viewer: Viewer, answers: Answers | Averages | None, invited: Invited | None) -> None:
    """Refuse answers or invited numbers of schools the viewer may not see.

    Raises:
        ToolboxError: ``not_allowed``.
    """
    schools = {school for school, _ in invited or {}} | set(answers.schools if answers else ())
    must_see_all(viewer, schools, "This round")


def named(name: str) -> str:
    """A round's name, without outer blanks.

    Raises:
        ToolboxError: ``no_name``.
    """
    name = name.replace("\0", "").strip()  # PostgreSQL cannot hold a NUL
    if not name:
        raise ToolboxError("no_name", 'The round has no name. Give it one, such as "Autumn 2026", and save again.')
    return name


def _records(session: Session, viewer: Viewer, id: str | None = None) -> list[Round]:
    query = (
        select(RoundRow, DataSetRow.sha256, DataSetRow.counts)
        .join(DataSetRow, (RoundRow.id == DataSetRow.round_id) & (RoundRow.data_set == DataSetRow.number))
        .order_by(RoundRow.collected_on, RoundRow.made_at, RoundRow.id)
    )
    notes = select(SourceRow.round_id, SourceRow.source).order_by(SourceRow.place)
    if id is not None:
        query, notes = query.where(RoundRow.id == id), notes.where(SourceRow.round_id == id)
    sources: dict[str, list[dict]] = {}
    for round_id, source in session.execute(notes):
        sources.setdefault(round_id, []).append(source)
    former = former_names(session)
    return [
        _record(
            viewer, row, sha256, counts_now(people, former), invited_now(invited_of(row), former), sources.get(row.id, []),
            into_of(session, row.framework),
        )
        for row, sha256, people in session.execute(query)
    ]  # fmt: skip


def _record(
    viewer: Viewer,
    row: RoundRow,
    sha256: str,
    people: list,
    asked: Invited,
    sources: list[dict],
    into: Mapping[str, str],
) -> Round:
    """A round as this viewer may see it. Sources and recipe speak of the whole file, so they go with every school.

    ``into``: school → what it is shown as together with others.
    """
    whole = sees_all(viewer, _concerned(people, asked))
    if into:
        asked = invited_together(asked, into, dict.fromkeys(school for school, _, _ in people))
        people, viewer = renamed_people(people, into), names_seen(viewer, into)
    mine = [(school, group, count) for school, group, count in people if viewer.may_see(school)]
    invited = {(school, group): count for (school, group), count in asked.items() if viewer.may_see(school)}
    return Round(
        id=row.id,
        name=row.name,
        collected_on=row.collected_on,
        framework=row.framework,
        sha256=sha256,
        people=sum(count for _, _, count in mine),
        schools=tuple(dict.fromkeys(school for school, _, _ in mine)),
        groups=tuple(dict.fromkeys(group for _, group, _ in mine)),
        invited=invited,
        sources=tuple(from_plain(Source, source) for source in sources) if whole else (),
        recipe=from_plain(Recipe, row.recipe) if whole and row.recipe else None,
        version=row.version,
        sample=row.sample,
    )


def _no_such_round() -> ToolboxError:
    return ToolboxError(
        "no_such_round", "This round is not there any more, or is not yours to see. Go back and choose another."
    )


def _concerned(people: list, invited: Invited) -> set[str]:
    """Every school a round speaks of: those that answered and those that were invited."""
    return {school for school, _, _ in people} | {school for school, _ in invited}


def _invited(session: Session, row: RoundRow) -> Invited:
    return invited_now(invited_of(row), former_names(session))


def invited_of(row: RoundRow) -> Invited:
    """Persons invited as they are kept, by (school, group)."""
    return {(school, group): count for (school, group), count in row.invited}


def _counts(session: Session, id: str) -> list:
    query = select(DataSetRow.counts).join(
        RoundRow, (RoundRow.id == DataSetRow.round_id) & (RoundRow.data_set == DataSetRow.number)
    )
    return counts_now(session.scalars(query.where(RoundRow.id == id)).first() or [], former_names(session))


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
