"""What is worked out about mentoring, before the gate: nothing here may reach a chart, table, sentence or page unreleased.

Hours are hours of 60 minutes; every share comes with its numerator and denominator; a change is after minus before, in
points of the framework's scale, and positive is growth.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from toolbox.model.following_up import Action
from toolbox.model.mentoring import Indicator
from toolbox.model.results import Estimate


@dataclass(frozen=True, kw_only=True)
class Fraction:
    """So many of so many: the fraction is printed with every per cent.

    Example:
        >>> f"{Fraction(part=74, whole=93).per_cent:.1f} %"
        '79.6 %'
    """

    part: int
    whole: int | None
    """None where nobody counted the whole: then there is no per cent."""

    @property
    def per_cent(self) -> float | None:
        """0 to 100; None without a whole."""
        return 100 * self.part / self.whole if self.whole else None


@dataclass(frozen=True, kw_only=True)
class Leaver:
    """A teacher who left a mentee school before its last session: for the gate, and no further."""

    person: str
    school: str
    last: date
    """The last day they were listed there."""
    came: bool
    """Whether to a session there."""


@dataclass(frozen=True, kw_only=True)
class SchoolDose:
    """What one mentee school was given from one day to another."""

    school: str
    sessions_delivered: int
    sessions_planned: int
    """All that were planned, held or not."""
    hours_delivered: float
    """Sum of the lengths of the sessions held: hours of mentoring given, however many came."""
    hours_planned: float
    person_hours: float
    """Hours summed over the persons who came: what ``per_teacher`` is made of."""
    teachers: int | None
    """On the roster; None where nobody counted them."""
    per_teacher: float | None
    """``person_hours`` ÷ rostered teachers; None where the roster does not count them."""
    reached: Fraction
    """Teachers who came to one session at least and are still there, each once, of the rostered teachers; without a whole
    where these are fewer."""
    left: tuple[Leaver, ...] = ()
    """Teachers who left before the last session, whether they had come or not."""
    unnamed: int = 0
    """Delivered sessions nobody wrote the persons of: they are in the hours given, and in no one's dose."""
    without_length: int = 0
    longest: float = 0.0
    """Hours of the longest session held."""
    by_method: tuple[tuple[str, int, float], ...] = ()
    """(method, sessions delivered, hours), most sessions first."""
    first: date | None = None
    last: date | None = None
    """Days of the first and the latest session held."""

    @property
    def came(self) -> int:
        """Teachers who came to one session at least, each once, also those who left since: whose hours these are."""
        return self.reached.part + len({each.person for each in self.left if each.came})


@dataclass(frozen=True, kw_only=True)
class TeacherDose:
    """What one person got. It is joined to answers and never shown, but to the person's own mentor with consent."""

    person: str
    school: str
    hours: float
    sessions: int


@dataclass(frozen=True, kw_only=True)
class Silence:
    """A mentee school nothing was heard of, by a rule that is printed beside it."""

    school: str
    rule: Literal["no_session", "no_session_since", "no_activity_since"]
    days: int | None
    """Days since the last; None where there never was one."""
    limit: int
    """From how many days on it is called silent."""


@dataclass(frozen=True, kw_only=True)
class MenteeCard:
    """One mentee school as its mentor reviews it. What moved since is asked of the Change page's own comparison."""

    school: str
    cluster: str
    phase: str
    """Of the latest session held that names one; "" where none does."""
    phase_since: date | None
    last_contact: date | None
    next_planned: date | None
    dose: SchoolDose
    never_reached: int | None
    """Rostered teachers who came to no session, a number and never names; None without a roster."""
    weeks: tuple[tuple[date, int | None], ...] = ()
    """(Monday, persons active in that week): None is hidden by the gate, 0 is nobody."""
    members: Mapping[date, int] = field(default_factory=dict)
    """Monday → persons who belonged to the school in that week, active or not: for the gate, and no further."""
    silences: tuple[Silence, ...] = ()
    steps: tuple[Action, ...] = ()
    """Next steps that are open."""


@dataclass(frozen=True, kw_only=True)
class TimelineMark:
    """One thing on the axis of a mentee school."""

    at: date
    kind: Literal["session", "planned", "activity", "round"]
    words: str = ""
    """Method and topic, or the round's name."""
    hours: float | None = None
    persons: int | None = None
    members: int | None = None
    """Of a week of activity those who belonged to the school, active or not: for the gate, and no further."""


@dataclass(frozen=True, kw_only=True)
class DoseThird:
    """A third of the teachers by the hours they got: ``low`` to ``high``, both included."""

    low: float
    high: float
    change: Estimate


@dataclass(frozen=True, kw_only=True)
class DoseRelation:
    """Change beside dose in one area, among mentored teachers: an association, since schools chose their hours."""

    area: str
    group: str
    per: Literal["teacher", "school"]
    """Whose hours: the teacher's own, or the school's hours per rostered teacher."""
    slope: Estimate
    """Points more after, for an hour more, at the same score before."""
    bend: Estimate
    spearman: Estimate
    thirds: tuple[DoseThird, ...] = ()
    band: tuple[tuple[float, float, float, float], ...] = ()
    """(hours, change, low, high) along the line, for the chart."""
    starts_lower: Estimate = Estimate()
    """Points more or less at the start for an hour more: below 0, weak starters were given more."""
    verdict: Literal["rose_more", "rose_less", "no_clear_relation", "refused"] = "refused"


@dataclass(frozen=True, kw_only=True)
class Equity:
    """Whether those who started low came nearer, beside what regression to the mean alone would give."""

    area: str
    group: str
    lowest: Estimate
    highest: Estimate
    """Mean change of the lowest and of the highest third at the start."""
    closing: Estimate
    """Lowest minus highest: positive is a gap that closes."""
    expected: float | None
    """The same if nothing had happened but answers that vary."""
    reached: tuple[Fraction, ...] = ()
    """Of each third, lowest first: how many came to one session at least."""


@dataclass(frozen=True, kw_only=True)
class Retention:
    """Who stayed: of those who were members on one day, how many still are on another."""

    what: Literal["schools", "teachers", "mentors"]
    wave: str
    from_day: date
    to_day: date
    stayed: Fraction


@dataclass(frozen=True, kw_only=True)
class IndicatorValue:
    """One indicator, counted."""

    indicator: Indicator
    value: float | None
    """None where it cannot be counted; ``refused`` says why."""
    part: int | None = None
    whole: int | None = None
    """Numerator and denominator, where it is a part of something."""
    as_of: date
    updated: date | None = None
    """The day of the newest record behind it."""
    counted_once: int = 0
    """Rows that named somebody or some school again (in another wave, role, cluster) and were not counted a second time."""
    by_wave: tuple[tuple[str, int], ...] = ()
    """(wave, reached in it); one that is in two waves stands in both, so these may add up to more than ``value``."""
    stale: bool = False
    """Nothing new for 90 days."""
    unknown: int = 0
    """Schools or sessions of which what is counted is not known: no country, no number of teachers, no length."""
    persons: tuple[tuple[str, date], ...] = ()
    """(pseudonym, day first reached) of persons reached, where they are counted or taken off: for the gate, and no further."""
    active: tuple[tuple[int, int], ...] = ()
    """(active, members) of each school, or of those who are in the same several ones: for the gate, and no further."""
    doers: int = 0
    """Persons who did what is counted, where that is no number of persons: for the gate, and no further."""
    refused: str = ""

    @property
    def per_cent(self) -> float | None:
        """Of the target, 0 to 100 and above.

        Example:
            >>> wanted = Indicator(id="s", name="Schools", definition="", counts="schools", target=75)
            >>> IndicatorValue(indicator=wanted, value=27, as_of=date(2026, 1, 1)).per_cent
            36.0
        """
        if self.value is None or not self.indicator.target:
            return None
        return 100 * self.value / self.indicator.target


@dataclass(frozen=True, kw_only=True)
class ToDo:
    """One line of the hub's list: something to see to, said in words by ``wording``."""

    code: Literal[
        "schools_without_mentor", "mentors_above_capacity", "clusters_silent", "sessions_perhaps_twice",
        "schools_without_roster", "indicators_stale", "never_reached",
    ]  # fmt: skip
    count: int
    names: tuple[str, ...] = ()
    """Schools or clusters, never persons."""
    limit: int | None = None
    """Days, or schools a mentor: the number in the rule."""


@dataclass(frozen=True, kw_only=True)
class Growth:
    """How many were reached by the end of a month."""

    month: date
    """Its first day."""
    wave: str
    """ "" is all waves, each counted once."""
    schools: int
    teachers: int
    sessions: int
    hours: float


@dataclass(frozen=True, kw_only=True)
class Transition:
    """A school that became another type."""

    school: str
    before: str
    after: str
    on: date | None


@dataclass(frozen=True, kw_only=True)
class ClusterKind:
    """Clusters that work alike, side by side; ``clusters`` is what there are observations of, not teachers."""

    by: Literal["model", "incentive"]
    name: str
    clusters: int
    schools: int
    hours_per_teacher: float | None
    reached: Fraction
    silent: int
    """Clusters of them in which no session was held for a while."""


@dataclass(frozen=True, kw_only=True)
class HubSheet:
    """Everything the hub's page and the sheet for the funder say."""

    programme: str
    as_of: date
    values: tuple[IndicatorValue, ...]
    to_do: tuple[ToDo, ...] = ()
    growth: tuple[Growth, ...] = ()
    transitions: tuple[Transition, ...] = ()
    clusters: tuple[ClusterKind, ...] = ()
    waves: tuple[tuple[str, str], ...] = ()
    """(pseudonym, wave) of teachers reached: for the gate, and no further."""
