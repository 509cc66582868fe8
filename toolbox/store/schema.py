"""The tables. One migration set serves SQLite and PostgreSQL; constraints have names so that both can change them.

``REVISION`` is the version these classes describe: the newest file in ``migrations/versions`` (a test keeps both equal).
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, Date, DateTime, ForeignKey, LargeBinary, MetaData, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

REVISION = "0005"
VERSION_TABLE = "toolbox_version"


class Table(DeclarativeBase):
    """The parent of every table."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class RoundRow(Table):
    """One round: everything but its answers."""

    __tablename__ = "rounds"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    collected_on: Mapped[date] = mapped_column(Date)
    framework: Mapped[str] = mapped_column(Text)
    data_set: Mapped[int]
    """Number of the data set in use: the newest."""
    invited: Mapped[list] = mapped_column(JSON)
    """[[[school, group], invited], …]"""
    recipe: Mapped[dict | None] = mapped_column(JSON(none_as_null=True))
    version: Mapped[int]
    """Raised by every change; a change that names another version is refused."""
    sample: Mapped[bool]
    made_at: Mapped[datetime] = mapped_column(DateTime)


class DataSetRow(Table):
    """The answers of a round, never changed: more answers make the next number. The payload is last, so that the
    small columns are read without it."""

    __tablename__ = "data_sets"
    __table_args__ = (UniqueConstraint("round_id", "number"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    round_id: Mapped[str] = mapped_column(ForeignKey("rounds.id", ondelete="CASCADE"))
    number: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    made_at: Mapped[datetime] = mapped_column(DateTime)
    counts: Mapped[list] = mapped_column(JSON)
    """[[school, group, people], …]"""
    payload: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    clues: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    """What shows a slip in a code (``toolbox.store.clues``); NULL where there is nothing, or an older version saved it."""


class AcceptedPairRow(Table):
    """Two codes of two rounds a person took for one person's; forgotten with either round."""

    __tablename__ = "accepted_pairs"

    before_id: Mapped[str] = mapped_column(ForeignKey("rounds.id", ondelete="CASCADE"), primary_key=True)
    after_id: Mapped[str] = mapped_column(ForeignKey("rounds.id", ondelete="CASCADE"), primary_key=True)
    school: Mapped[str] = mapped_column(Text, primary_key=True)
    group: Mapped[str] = mapped_column(Text, primary_key=True)
    before_person: Mapped[str] = mapped_column(Text, primary_key=True)
    after_person: Mapped[str] = mapped_column(Text, primary_key=True)
    accepted_at: Mapped[datetime] = mapped_column(DateTime)


class SourceRow(Table):
    """One file that went into a round."""

    __tablename__ = "sources"
    __table_args__ = (UniqueConstraint("round_id", "place"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    round_id: Mapped[str] = mapped_column(ForeignKey("rounds.id", ondelete="CASCADE"))
    place: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    source: Mapped[dict] = mapped_column(JSON)


class SchoolFactsRow(Table):
    """The roster: what is known about a school beside its answers; it belongs to no round and stays when one is deleted."""

    __tablename__ = "school_facts"

    school: Mapped[str] = mapped_column(Text, primary_key=True)
    hub: Mapped[str] = mapped_column(Text)
    starts: Mapped[date | None] = mapped_column(Date)
    """The day mentoring began; NULL where it has not begun."""
    hours: Mapped[float | None]
    country: Mapped[str] = mapped_column(Text, server_default="")
    region: Mapped[str] = mapped_column(Text, server_default="")
    level: Mapped[str] = mapped_column(Text, server_default="")
    teachers: Mapped[int | None]
    leaders: Mapped[int | None]
    pupils: Mapped[int | None]
    types: Mapped[list] = mapped_column(JSON, server_default="[]")
    """[[AS or AP, day or null], …], earliest first"""
    wave: Mapped[str] = mapped_column(Text, server_default="")


class FormerNameRow(Table):
    """A name a school had before. What is never changed (answers, events) keeps it and is read under the name of now."""

    __tablename__ = "former_names"

    name: Mapped[str] = mapped_column(Text, primary_key=True)
    now: Mapped[str] = mapped_column(Text, index=True)


class MembershipRow(Table):
    """One person, or one school, in one role from one day to another."""

    __tablename__ = "memberships"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    """Of the row as it was brought, so that the same file twice adds nothing; a later correction does not change it."""
    kind: Mapped[str] = mapped_column(String(16))
    member: Mapped[str] = mapped_column(Text, index=True)
    role: Mapped[str] = mapped_column(String(32))
    school: Mapped[str] = mapped_column(Text, index=True)
    cluster: Mapped[str] = mapped_column(Text)
    since: Mapped[date | None] = mapped_column(Date)
    until: Mapped[date | None] = mapped_column(Date)
    source: Mapped[str] = mapped_column(String(64))
    version: Mapped[int]


class ClusterRow(Table):
    """One mentor school and its mentees, and how they work."""

    __tablename__ = "clusters"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(Text, unique=True)
    hub: Mapped[str] = mapped_column(Text)
    model: Mapped[str] = mapped_column(Text)
    incentive: Mapped[str] = mapped_column(Text)
    capacity: Mapped[int | None]
    version: Mapped[int]


class MentoringSessionRow(Table):
    """One mentoring session, planned or held."""

    __tablename__ = "mentoring_sessions"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    """As in :class:`MembershipRow`."""
    on: Mapped[date] = mapped_column(Date)
    giver: Mapped[str] = mapped_column(Text, index=True)
    receiver: Mapped[str] = mapped_column(Text, index=True)
    mentors: Mapped[list] = mapped_column(JSON)
    persons: Mapped[list] = mapped_column(JSON)
    hours: Mapped[float | None]
    method: Mapped[str] = mapped_column(Text)
    topic: Mapped[str] = mapped_column(Text)
    phase: Mapped[str] = mapped_column(Text)
    delivered: Mapped[bool]
    note: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(String(64))
    version: Mapped[int]


class TakenOutRow(Table):
    """Keys of rows a person took out: the file they came from does not bring them back. Names nobody."""

    __tablename__ = "taken_out"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[datetime] = mapped_column(DateTime)


class ConsentRow(Table):
    """A teacher agreed that one mentor sees their own change."""

    __tablename__ = "consents"

    person: Mapped[str] = mapped_column(Text, primary_key=True)
    mentor: Mapped[str] = mapped_column(Text, primary_key=True)
    school: Mapped[str] = mapped_column(Text)
    given_on: Mapped[date] = mapped_column(Date)
    how: Mapped[str] = mapped_column(Text)
    withdrawn_on: Mapped[date | None] = mapped_column(Date)
    version: Mapped[int]


class EventFileRow(Table):
    """One log that is kept. Its events lie as Parquet in the folder ``events`` beside the key."""

    __tablename__ = "event_files"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    file: Mapped[str] = mapped_column(Text)
    reader: Mapped[str] = mapped_column(Text)
    events: Mapped[int]
    there: Mapped[int]
    first: Mapped[datetime | None] = mapped_column(DateTime)
    last: Mapped[datetime | None] = mapped_column(DateTime)
    saved_at: Mapped[datetime] = mapped_column(DateTime)
    sample: Mapped[bool]


class ProgrammeRow(Table):
    """An indicator file, by the id of its programme."""

    __tablename__ = "programmes"

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    programme: Mapped[dict] = mapped_column(JSON)
    version: Mapped[int]
    saved_at: Mapped[datetime] = mapped_column(DateTime)


class HandCountRow(Table):
    """A number somebody entered for an indicator, by day."""

    __tablename__ = "hand_counts"

    programme: Mapped[str] = mapped_column(Text, primary_key=True)
    indicator: Mapped[str] = mapped_column(Text, primary_key=True)
    on: Mapped[date] = mapped_column(Date, primary_key=True)
    value: Mapped[float]
    of: Mapped[float | None]
    source: Mapped[str] = mapped_column(Text)
    version: Mapped[int]


class ActionRow(Table):
    """One next step of a school. It stays when the round it was chosen in is deleted."""

    __tablename__ = "actions"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    school: Mapped[str] = mapped_column(Text, index=True)
    framework: Mapped[str] = mapped_column(Text)
    area: Mapped[str] = mapped_column(Text)
    item: Mapped[str] = mapped_column(Text)
    group: Mapped[str] = mapped_column(Text)
    step: Mapped[str] = mapped_column(Text)
    owner: Mapped[str] = mapped_column(Text)
    due: Mapped[date | None] = mapped_column(Date)
    target: Mapped[float | None]
    chosen_in: Mapped[str] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(16))
    version: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(DateTime)


class RatingNoteRow(Table):
    """Evidence, target and external rating beside one agreed rating; forgotten with its round."""

    __tablename__ = "rating_notes"

    round_id: Mapped[str] = mapped_column(ForeignKey("rounds.id", ondelete="CASCADE"), primary_key=True)
    school: Mapped[str] = mapped_column(Text, primary_key=True)
    item: Mapped[str] = mapped_column(Text, primary_key=True)
    evidence: Mapped[str] = mapped_column(Text)
    target: Mapped[int | None]
    due: Mapped[date | None] = mapped_column(Date)
    external: Mapped[int | None]
    external_by: Mapped[str] = mapped_column(Text)
    version: Mapped[int]


class PositionRow(Table):
    """What a head states about the school in one area; forgotten with its round."""

    __tablename__ = "positions"

    round_id: Mapped[str] = mapped_column(ForeignKey("rounds.id", ondelete="CASCADE"), primary_key=True)
    school: Mapped[str] = mapped_column(Text, primary_key=True)
    area: Mapped[str] = mapped_column(Text, primary_key=True)
    value: Mapped[float]
    version: Mapped[int]


class MergingRow(Table):
    """Groups of a round that are shown as one (leaders with teachers, as staff); forgotten with its round."""

    __tablename__ = "mergings"

    round_id: Mapped[str] = mapped_column(ForeignKey("rounds.id", ondelete="CASCADE"), primary_key=True)
    group: Mapped[str] = mapped_column(Text, primary_key=True)
    into: Mapped[str] = mapped_column(Text)


class BenchmarkRow(Table):
    """What others reported, or a reference year frozen here."""

    __tablename__ = "benchmarks"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    framework: Mapped[str] = mapped_column(Text, index=True)
    benchmark: Mapped[dict] = mapped_column(JSON)
    saved_at: Mapped[datetime] = mapped_column(DateTime)


class ReleaseRow(Table):
    """One thing that left, once a day and signature. Kept when its rounds are deleted: it holds no answers."""

    __tablename__ = "releases"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    """Of day and signature, so that the same view twice is one row."""
    signature: Mapped[str] = mapped_column(String(64), index=True)
    """Of everything but the time: what a later release is held against."""
    first_at: Mapped[datetime] = mapped_column(DateTime)
    last_at: Mapped[datetime] = mapped_column(DateTime)
    times: Mapped[int]
    release: Mapped[dict] = mapped_column(JSON)


class ReleasedRoundRow(Table):
    """Which data set of which round a release was made from."""

    __tablename__ = "released_rounds"

    release_id: Mapped[str] = mapped_column(ForeignKey("releases.id", ondelete="CASCADE"), primary_key=True)
    round_id: Mapped[str] = mapped_column(String(32), primary_key=True, index=True)
    data_set: Mapped[str] = mapped_column(String(64), primary_key=True)


class ShownRow(Table):
    """One state of something as it was shown: what the gate holds later states against. Small, never pruned, forgotten
    with its rounds; the ledger above is for people to read."""

    __tablename__ = "shown"

    order: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    about: Mapped[str] = mapped_column(Text, index=True)
    state: Mapped[dict] = mapped_column(JSON)
    first_at: Mapped[datetime] = mapped_column(DateTime)


class RecipeRow(Table):
    """A saved recipe, by name."""

    __tablename__ = "recipes"

    name: Mapped[str] = mapped_column(Text, primary_key=True)
    recipe: Mapped[dict] = mapped_column(JSON)
    saved_at: Mapped[datetime] = mapped_column(DateTime)


class FrameworkRow(Table):
    """A framework of the hub's own, by id."""

    __tablename__ = "frameworks"

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    framework: Mapped[dict] = mapped_column(JSON)
    saved_at: Mapped[datetime] = mapped_column(DateTime)


class SettingRow(Table):
    """One setting of the whole store."""

    __tablename__ = "settings"

    key: Mapped[str] = mapped_column(Text, primary_key=True)
    value: Mapped[object] = mapped_column(JSON)


class FactRow(Table):
    """What the store must remember about itself, such as the fingerprint of its key."""

    __tablename__ = "facts"

    name: Mapped[str] = mapped_column(Text, primary_key=True)
    value: Mapped[str] = mapped_column(Text)
