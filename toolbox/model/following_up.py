"""What is written down beside answers: next steps, evidence for ratings, what others reported, and what has left the house.

None of it is a person's answer. Notes are a school's own words; a school writes and reads its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal


@dataclass(frozen=True, kw_only=True)
class Action:
    """One next step of a school: at most three are open at a time. The next round shows the item beside it."""

    id: str = ""
    """Given by the store; "" for one not saved yet."""
    school: str
    framework: str
    area: str
    item: str = ""
    """The item that will show whether it worked; "" where the whole area will."""
    group: str = ""
    """Whose answers will show it; "" for everybody's who are asked (and in a rubric)."""
    step: str
    """What will be done, in the school's words."""
    owner: str = ""
    """A role, never a person's name."""
    due: date | None = None
    target: float | None = None
    """Where the average (or the rating) is to be, on the framework's scale."""
    chosen_in: str = ""
    """Id of the round it was chosen in; the round may be gone since."""
    state: Literal["open", "done", "dropped"] = "open"
    made_on: date | None = None
    """The day it was chosen, given by the store."""
    version: int = 1


@dataclass(frozen=True, kw_only=True)
class RatingNote:
    """What stands beside one agreed rating of a rubric."""

    round: str
    """Id of the round."""
    school: str
    item: str
    evidence: str = ""
    target: int | None = None
    due: date | None = None
    external: int | None = None
    """What somebody from outside rated: an assessor, a visit."""
    external_by: str = ""
    """Who, as a role: "visit of the hub", "inspectorate"."""
    version: int = 1


@dataclass(frozen=True, kw_only=True)
class Position:
    """What a head states about the school in one area, knowingly and by name of the school: no person's answer."""

    round: str
    school: str
    area: str
    value: float
    """On the framework's scale."""
    version: int = 1


@dataclass(frozen=True, kw_only=True)
class CategoryOutcome:
    """What is reported of those who chose one ordered category: an outcome, or its difference from another category.

    It goes together with the category; that the category made it cannot be read from it.
    """

    value: int
    mean: float | None = None
    difference: float | None = None
    """From those who chose ``against``, as reported; ``adjusted`` the same after what the source adjusts for."""
    adjusted: float | None = None
    against: int | None = None


@dataclass(frozen=True, kw_only=True)
class BenchmarkRow:
    """What a benchmark says of one group in one area (or item)."""

    group: str
    area: str
    item: str = ""
    mean: float | None = None
    """On the framework's scale; None where only ``shares`` are known."""
    sd: float | None = None
    n: int | None = None
    shares: tuple[tuple[int, float], ...] = ()
    """(value, share of persons who chose it), for ordered categories."""
    outcome: str = ""
    """What ``outcomes`` are measured in: "points in mathematics"."""
    outcomes: tuple[CategoryOutcome, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Benchmark:
    """What others reported, as they reported it: a file of the visitor's, or a reference year frozen from rounds here."""

    id: str = ""
    name: str
    framework: str
    population: str
    """Whom it is about, in a few words."""
    collected_on: str
    """A year or a date, as given."""
    source: str = ""
    version: str = ""
    """Of the instrument."""
    self_selected: bool = True
    """Whether those in it chose to take part: then it is no norm, and a sentence says so."""
    rows: tuple[BenchmarkRow, ...] = ()
    frozen_from: tuple[str, ...] = ()
    """Sha256 of the data sets a reference year was made from; () for a file."""


@dataclass(frozen=True, kw_only=True)
class Release:
    """One thing that left: what, to whom, when, under which rule. Holds no answer and no number that was shown."""

    at: datetime
    role: str
    """Role of the viewer."""
    what: Literal["profile", "trend", "comparison", "evaluation", "answers", "report", "mentees", "dose", "hub"]
    how: Literal["page", "file", "shell"]
    audience: Literal["internal", "public"] = "internal"
    rounds: tuple[str, ...] = ()
    """Ids of the rounds."""
    data_sets: tuple[str, ...] = ()
    """Sha256 of the data set of each."""
    framework: str = ""
    """Id and a digest of its content."""
    schools: tuple[str, ...] = ()
    """The schools in view; () is all of the rounds."""
    policy: tuple[int, int, int] = (5, 10, 20)
    """The three least numbers."""
    detail: str = ""
    """File name, page, or what else tells two releases of the same apart."""
    times: int = 1
    """How often the same left on the same day."""
    merged: tuple[tuple[str, str], ...] = ()
    """(group, group it was shown together with as) of the rounds."""
    files: tuple[str, ...] = ()
    """Sha256 of the files the rounds were read from, so that the same file under another name is known again."""
    first_at: datetime | None = None
    """When it first left that day; None for one not written down yet."""
    beside: str = ""
    """The state of what is kept beside rounds (``Store.mentoring_state``), where that is shown; else ""."""
    rounds_gone: tuple[str, ...] = ()
    """Those of ``rounds`` that were deleted since; filled in by the store."""


@dataclass(frozen=True, kw_only=True)
class Together:
    """Small schools of a hub that are shown as one."""

    name: str
    schools: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One state of something as it was shown: what a later state of the same must not differ from by a few persons.

    ``about`` says of what: a round, the accepted pairs of two rounds, two rounds compared, or schools told apart in several.
    """

    about: str
    data_set: str = ""
    """Sha256 of the answers a round was shown from."""
    policy: tuple[int, int, int] = (5, 10, 20)
    merged: tuple[tuple[str, str], ...] = ()
    together: tuple[tuple[str, str], ...] = ()
    """School → the name it is shown under together with others."""
    members: tuple[str, ...] = ()
    """Accepted pairs as digests, the data sets of two rounds compared, or the schools of a set; never an answer."""
    order: int = field(default=0, compare=False)
    """Which was shown first: given by the store, over all that was ever shown."""
