"""What a hub writes down about mentoring: schools, who belongs where, sessions, clusters, consent, indicators.

None of it is a person's answer. Persons are the same keyed pseudonyms as in rounds and logs, so that what somebody got can
be joined to what they answered; schools are named as in the rounds. Records with an ``id`` get it from the store; ``version``
is raised by every change, and a change that names another version is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

#: The way of a mentored school, in order; a hub's own words are kept as they are and have no place in it.
PHASES = ("initiative", "anchoring", "mapping", "planning", "development", "reflection")

#: Advanced school, school of advanced practitioners.
SCHOOL_TYPES = ("AS", "AP")

Kind = Literal["person", "school"]
Role = Literal["mentor", "mentee", "teacher", "leader", "facilitator", "coordinator", "member"]
ROLES: tuple[Role, ...] = ("mentor", "mentee", "teacher", "leader", "facilitator", "coordinator", "member")


@dataclass(frozen=True, kw_only=True)
class School:
    """One row of the roster: all that is known about a school beside its answers. ``SchoolFacts`` is a part of it."""

    school: str
    """The name, as in the rounds."""
    country: str = ""
    region: str = ""
    hub: str = ""
    level: str = ""
    """Of education, in the hub's words or as ISCED: "primary", "ISCED 2"."""
    teachers: int | None = None
    """Teachers on the roster: the denominator of dose and reach. None where nobody counted; never the number of answers."""
    leaders: int | None = None
    pupils: int | None = None
    types: tuple[tuple[str, date | None], ...] = ()
    """(AS or AP, since when), earliest first: the last is what the school is now; None where the day is not known."""
    wave: str = ""
    """Schools that started together."""
    starts: date | None = None
    """The day mentoring began; None where it has not begun."""
    hours: float | None = None
    """Hours of mentoring received, where a hub only has the sum. Where sessions are recorded, they are what counts."""

    @property
    def type(self) -> str:
        """What the school is now; "" where nobody said.

        Example:
            >>> School(school="Elm", types=(("AP", date(2024, 9, 1)), ("AS", date(2026, 2, 1)))).type
            'AS'
        """
        return self.types[-1][0] if self.types else ""

    def type_on(self, day: date) -> str:
        """What the school was on a day; a type without a day held from the start.

        Example:
            >>> School(school="Elm", types=(("AP", None), ("AS", date(2026, 2, 1)))).type_on(date(2025, 12, 1))
            'AP'
        """
        return next((type for type, since in reversed(self.types) if since is None or since <= day), "")


@dataclass(frozen=True, kw_only=True)
class Membership:
    """One person, or one school, in one role from one day to another. Who has two roles, or two schools, has two rows.

    A mentor school and its mentees are rows of kind "school" in one cluster.
    """

    id: str = ""
    kind: Kind = "person"
    member: str
    """Pseudonym of the person, or the school's name again."""
    role: Role
    school: str
    """The person's school (a mentor's own), or the school itself."""
    cluster: str = ""
    since: date | None = None
    until: date | None = None
    """The last day, included; None: still."""
    version: int = 1

    def on(self, day: date) -> bool:
        """Whether it held on a day.

        Example:
            >>> Membership(member="P-1", role="mentee", school="Elm", until=date(2026, 1, 31)).on(date(2026, 1, 31))
            True
        """
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, kw_only=True)
class Cluster:
    """One mentor school (or mentor) and its mentees, and how they work. Its members are ``Membership`` rows."""

    id: str = ""
    name: str
    hub: str = ""
    model: str = ""
    """How it works, in the hub's words: "top-down", "bottom-up", "virtual", "rural"."""
    incentive: str = ""
    """What mentors or mentees get for it, in the hub's words; "" where nothing or not known."""
    capacity: int | None = None
    """Mentee schools its mentor can take, as declared; None where nobody said (then more than 3 are too many)."""
    version: int = 1


@dataclass(frozen=True, kw_only=True)
class MentoringSession:
    """One mentoring session, planned or held. It is the mentee school's (``receiver``): who sees that school sees it."""

    id: str = ""
    on: date
    giver: str = ""
    """The mentor's school; "" where the file does not say."""
    receiver: str
    """The mentee's school."""
    mentors: tuple[str, ...] = ()
    """Pseudonyms, sorted."""
    persons: tuple[str, ...] = ()
    """Pseudonyms of the mentees who came (or were to come), sorted; () where nobody wrote that down."""
    hours: float | None = None
    """Length of the session in hours of 60 minutes; None where it is not known. Each person gets all of it."""
    method: str = ""
    topic: str = ""
    phase: str = ""
    """One of ``PHASES``, or the hub's own word."""
    delivered: bool = True
    """False: planned, and did not, or not yet, take place."""
    note: str = ""
    """The mentor's own words. Never in a file or on a page beside answers."""
    source: str = ""
    """Sha256 of the file it came from; "" where it was entered here."""
    version: int = 1


@dataclass(frozen=True, kw_only=True)
class Added:
    """What became of rows that were brought in."""

    added: int
    there: int
    """Rows that are kept already, or were taken out by a person before: nothing changes for them."""
    twice: int = 0
    """Rows that stand in what was brought more than once, word for word: each is kept once."""


@dataclass(frozen=True, kw_only=True)
class Consent:
    """A single teacher agreed that one mentor sees their own change. Without it, or once taken back, nobody does."""

    person: str
    """Pseudonym of the teacher."""
    mentor: str
    """Pseudonym of the mentor who may look."""
    school: str = ""
    given_on: date
    how: str = ""
    """How it was given: "in writing", "at the first meeting"."""
    withdrawn_on: date | None = None
    version: int = 1


@dataclass(frozen=True, kw_only=True)
class EventFile:
    """One log that is kept: its events lie as Parquet in the data folder, columns ``EVENT_COLUMNS``."""

    id: str
    """Sha256 of the file that was read, so that the same file twice is one."""
    file: str
    reader: str
    events: int
    """Rows kept: those an earlier log did not have already."""
    there: int = 0
    """Rows that an earlier log had."""
    first: datetime | None = None
    last: datetime | None = None
    saved_at: datetime
    sample: bool = False


#: Columns of an event file, and their types in Arrow's words. ``id`` is the event's natural key: a hash of all the other
#: columns but ``source``, and of which of several identical events of one file it is; so two logs that overlap share ids.
EVENT_COLUMNS = (
    ("id", "int64"),
    ("at", "timestamp[us]"),
    ("day", "double"),
    ("actor", "string"),
    ("school", "string"),
    ("kind", "string"),
    ("minutes", "double"),
    ("count", "int64"),
    ("topic", "string"),
    ("method", "string"),
    ("delivered", "bool"),
    ("source", "string"),
)


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """One thing a programme promised: what is counted, by which rule, and how much by when."""

    id: str
    name: str
    definition: str
    counts: str
    """Key of the counting rule in ``toolbox.indicators``: "schools", "teachers", "mentors", "countries", "hubs",
    "facilitators", "communities", "active_members", "sessions", "hours", "materials"; "by_hand" where somebody enters the
    number."""
    unit: str = ""
    direct: bool = True
    """Reached by the programme itself (a member, somebody in a session); False: through somebody who was."""
    only: tuple[tuple[str, str], ...] = ()
    """(what, which) a member must be to count: ("country", "Estonia"), ("wave", "1"), ("type", "AS"), ("role", "mentor")."""
    actions: tuple[str, ...] = ()
    """Words of a kept log for what is counted ("Post created"), where that is materials shared: what a tool calls sharing."""
    window_days: int | None = None
    """Days back in which somebody must have done something to be active; None where that is no part of it."""
    baseline: float | None = None
    target: float | None = None
    deadline: date | None = None
    source: str = ""
    """Where the target was published or agreed."""
    confirmed: bool = True
    """False: the target is recalled, not read in its source; the card says so."""
    owner: str = ""
    """A role, never a person's name."""


@dataclass(frozen=True, kw_only=True)
class Programme:
    """What an indicator file (TOML) holds: a programme and its indicators."""

    id: str
    name: str
    about: str = ""
    source: str = ""
    indicators: tuple[Indicator, ...]
    version: int = 1
    """Given by the store; no part of the file."""


@dataclass(frozen=True, kw_only=True)
class HandCount:
    """A number somebody entered for an indicator that is counted by hand, or that no record here holds."""

    programme: str
    indicator: str
    on: date
    value: float
    of: float | None = None
    """The denominator, where it is a part of something."""
    source: str = ""
    version: int = 1
