"""What a researcher asks of several rounds, and the lines of the evaluation tables that answer it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from toolbox.model.comparing import Comparison
from toolbox.model.meaning import Framework
from toolbox.model.results import Estimate, Profile
from toolbox.model.rounds import Answers, Averages

NOTHING = Estimate()

#: The evaluation tables, in the order of a report.
BLOCKS = (
    "flow", "attrition", "baseline", "change", "items", "groups", "waves", "missing", "reliability", "profile", "power",
)  # fmt: skip

Block = Literal[
    "flow", "attrition", "baseline", "change", "items", "groups", "waves", "missing", "reliability", "profile", "power"
]


@dataclass(frozen=True, kw_only=True, eq=False)
class EvaluationRound:
    """One round as an evaluation takes it: its answers, when they were collected, and how many were invited."""

    name: str
    collected_on: date
    answers: Answers | Averages
    sha256: str = ""
    invited: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """(school, group) → persons invited, where known."""


@dataclass(frozen=True, kw_only=True)
class SchoolFacts:
    """What is known about a school beside its answers."""

    school: str
    hub: str = ""
    starts: date | None = None
    """The day mentoring began; None where it has not begun."""
    hours: float | None = None
    """Hours of mentoring received, where they were written down."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """An evaluation as it was decided before looking: it is stored, printed and repeated, and holds no answers."""

    rounds: tuple[str, ...]
    """Names of the rounds, in order of time; the first is "before", the last "after"."""
    groups: tuple[str, ...] = ()
    """Groups to look at; () is every group that answered the first and the last round."""
    areas: tuple[str, ...] = ()
    """Scales to look at, by the ids of the framework's areas; () is every area."""
    comparison: Literal["one_group", "two_groups", "waves"] = "one_group"
    schools: tuple[SchoolFacts, ...] = ()
    covariates: tuple[Literal["hub"], ...] = ()
    primary: tuple[str, ...] = ()
    """Areas whose p are adjusted together by Holm; () is all. The other areas, items and subgroups: Benjamini-Hochberg."""
    smallest_change: float | None = 0.2
    """The least change that matters, in standard deviations before; None: no equivalence statement."""
    retest: tuple[tuple[str, float], ...] = ()
    """(area, published retest reliability) where one was looked up."""
    assignment: str = ""
    """Who chose the mentored schools, how, and when: printed before any comparison of groups, which needs it."""
    at_random: bool = False
    """Whether the mentored schools were drawn by lot."""
    then_round: str = ""
    """Name of the round that asked "how was it then?"; "" where there was none."""
    resampling: bool = False
    """Whether bootstrap and permutation rows are computed (they take seconds)."""
    bayesian: bool = False
    confidence: float = 0.95
    seed: int = 20260901
    draws: int = 9999


@dataclass(frozen=True, kw_only=True)
class Crowd:
    """Persons behind a line: whatever can be worked out from the line is about ``n`` of them, school by school."""

    n: int
    by_school: tuple[int, ...] = ()
    """How many of them in every school of the rounds; () where the line says nothing that other tables break down."""
    among: tuple[int, ...] = ()
    """Where the line tells some schools apart: the same persons of every school, as the pages show them."""
    mean_only: bool = False
    """Whether no more than their mean could follow from the line."""
    options: bool = False
    """Whether how many gave every single answer follows."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One row of an evaluation table: one statistic of one scale and group, its effect size, and what else it says."""

    block: Block
    contrast: str
    """What is estimated, as a code of ``wording``: "change", "ancova", "signed_rank" …"""
    part: Literal["headline", "check", "sensitivity", "description"] = "description"
    about: Literal["sizes", "changes", "pairs", "once", "everybody"] = "everybody"
    """Whose answers it tells of, which decides the rule of the gate: numbers of persons only; the differences of those
    who answered both times; what they answered each time; those who answered once beside them; all who answered."""
    area: str = ""
    item: str = ""
    group: str = ""
    arm: str = ""
    """ "mentored", "waiting", the round in which a wave was first mentored, a school (profile), a hub (flow); "" is
    everybody in view."""
    round: str = ""
    found: Estimate = NOTHING
    ci_method: str = ""
    p_adjusted: float | None = None
    family: str = ""
    """The family p was adjusted in: "primary (Holm)", "secondary (BH)", "items (BH)"; "" where it stands alone."""
    effect_name: str = ""
    effect: Estimate = NOTHING
    n_pairs: int | None = None
    n_hubs: int | None = None
    icc: float | None = None
    design_effect: float | None = None
    assumptions: str = ""
    values: Mapping[str, float | int | str | None] = field(default_factory=dict)
    """Columns only this block has, by their names in ``tables.COLUMNS``."""
    inside: tuple[tuple[str, ...], ...] = ()
    """The sets of schools whose pairs the line tells apart (each arm, and the rest); () is all schools together."""
    between: tuple[tuple[tuple[int, int, int], ...], ...] = ()
    """For every other two rounds the line rests on, (before, after, pairs) of every school: a comparison of their own."""
    shared: tuple[tuple[int, ...], ...] = ()
    """For every school the persons of a round whom two such comparisons that share it tell of together."""
    crowds: tuple[Crowd, ...] = ()
    """Everybody this line could tell something about: the gate shows it only if each crowd is none or enough."""


@dataclass(frozen=True, kw_only=True)
class Evaluation:
    """The evaluation of several rounds over every school in view, not yet released."""

    plan: Plan
    framework: Framework
    rounds: tuple[tuple[str, date, str], ...]
    """(name, collected on, sha256 of the data set), in order of time."""
    schools: tuple[str, ...]
    of_schools: int
    lines: tuple[Line, ...]
    comparison: Comparison | None = None
    """First against last round, as the Change page has it: the gate lets lines about pairs follow its decision."""
    profiles: tuple[Profile, ...] = ()
    """Every round as the School page has it for all schools: the gate lets lines about a school follow its decision."""
    left_out: tuple[tuple[str, str], ...] = ()
    """(block, reason code) for blocks that do not apply or are refused as a whole."""
    told: tuple[tuple[tuple[str, ...], tuple[tuple[str, ...], ...]], ...] = ()
    """(schools told apart, sets of schools told of before, in other evaluations of the same rounds)."""
