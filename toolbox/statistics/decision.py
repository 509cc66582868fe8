"""Which number is the headline: the decision tree, one function per question, every branch with its reason.

The cluster level is the level at which mentoring was given out: school by default, hub where whole hubs start
together (:func:`assigned_by`); "school" then reads "hub". Source of the limits: simulated type-I error at nominal
5 % (teacher-level t triples false positives at an intraclass correlation of .10; CR2 and school means hold from
4 schools on). :func:`headline` walks the whole tree; the three before it are its boughs, used by the estimators.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from toolbox.model import Estimate

#: Fewer persons than this: nothing is shown.
LEAST_PERSONS = 5
#: Fewer persons than this: no interval, no p, no effect size.
LEAST_FOR_INTERVAL = 10
#: Fewer schools than this (in a group, where groups are compared): no sentence about other schools, no p.
LEAST_SCHOOLS = 4
#: From here the clustered interval is the headline on its own.
MANY_SCHOOLS = 10
#: Fewer degrees of freedom behind a standard error than this: no p.
LEAST_DF = 4.0
#: From this share without the last round on, the model of all available rounds is the headline.
MUCH_MISSING = 0.05
#: Difference at the start in standard deviations: up to here comparable, and up to there to be adjusted for.
COMPARABLE, ADJUSTABLE = 0.05, 0.25
#: Above this many schools the wild bootstrap says what CR2 says, and takes minutes.
MOST_FOR_WILD_BOOTSTRAP = 50

Question = Literal["one_group", "two_groups", "waves"]


@dataclass(frozen=True, kw_only=True)
class Branch:
    """One way through the tree: which estimator is the headline, which stand beside it, what is refused and why.

    Estimators are named by their functions in this package; "" where only counts or means may be shown.
    """

    name: Literal[
        "suppress", "counts", "persons", "few_schools", "many_schools", "unclustered",
        "side_by_side", "two_rounds", "more_rounds", "waves", "apart", "inconclusive",
    ]  # fmt: skip
    headline: str = ""
    checks: tuple[str, ...] = ()
    clustered: bool = False
    interval: bool = False
    p: bool = False
    refused: str = ""
    flags: tuple[str, ...] = ()


def one_group(
    n: int, n_schools: int | None, *, institutional: bool = False, rounds: int = 2, missing: float = 0.0
) -> Branch:
    """The branch for the change of one group.

    ``n`` pairs (or persons of the smaller round); ``n_schools`` None where nobody named schools: then the
    caller asked for the plain person-level statistic. ``institutional``: each answer is the agreed rating of
    a school, not a person, so small counts reveal nobody. ``missing``: share (0..1) without the last round.

    >>> one_group(4, 1).name, one_group(8, 1).name, one_group(40, 2).name
    ('suppress', 'counts', 'persons')
    >>> one_group(40, 6).name, one_group(400, 60).name
    ('few_schools', 'many_schools')
    >>> one_group(40, 6).checks, one_group(400, 60, rounds=3).headline
    (('sign_flip',), 'mixed_robust')
    """
    if n_schools is not None and not institutional and n < LEAST_FOR_INTERVAL:
        return _few(n)
    if n_schools is None:
        return Branch(name="unclustered", headline="paired_change", interval=True, p=True, flags=_UNCLUSTERED)
    if n_schools < LEAST_SCHOOLS:
        flags = ("these_persons_only",)
        return Branch(name="persons", headline="paired_change", interval=True, refused="few_schools", flags=flags)
    shown = {"clustered": True, "interval": True, "p": True}
    if n_schools < MANY_SCHOOLS:
        return Branch(name="few_schools", headline="paired_change", checks=("sign_flip",), **shown)
    if rounds >= 3 or missing > MUCH_MISSING:
        return Branch(name="many_schools", headline="mixed_robust", checks=("paired_change",), **shown)
    return Branch(name="many_schools", headline="paired_change", **shown)


def two_groups(sizes: Sequence[int], n_schools: Sequence[int] | None, *, rounds: int = 2) -> Branch:
    """The branch for mentored against waiting; ``sizes`` persons and ``n_schools`` schools of each group.

    ``n_schools`` None: the caller asked for the person-level statistic.

    >>> two_groups((30, 30), (6, 3)).refused, two_groups((30, 9), (6, 3)).refused
    ('few_schools_per_group', 'few_pairs')
    >>> two_groups((30, 30), (6, 4)).headline, two_groups((30, 30), (6, 4), rounds=3).headline
    ('ancova', 'mixed_robust')
    """
    if n_schools is not None and min(sizes) < LEAST_FOR_INTERVAL:
        return _few(min(sizes))
    beside = ("difference_in_changes", "lin_adjusted")
    if n_schools is None:
        return Branch(name="unclustered", headline="ancova", checks=beside, interval=True, p=True, flags=_UNCLUSTERED)
    if min(n_schools) < LEAST_SCHOOLS:
        return Branch(name="side_by_side", refused="few_schools_per_group")
    shown = {"clustered": True, "interval": True, "p": True}
    if rounds >= 3:
        return Branch(name="more_rounds", headline="mixed_robust", checks=("difference_in_changes",), **shown)
    checks = (*beside, "label_permutation")
    if sum(n_schools) <= MOST_FOR_WILD_BOOTSTRAP:
        checks = (*checks, "wild_bootstrap")
    return Branch(name="two_rounds", headline="ancova", checks=checks, **shown)


def several_waves(sizes: Sequence[int], n_schools: Sequence[int] | None, *, rounds_before: int = 2) -> Branch:
    """The branch for waves: persons and schools of every wave in order of start, those never mentored last (0 if none).

    A wave is compared with all that start later and those never mentored. ``rounds_before`` the first start: under
    two there is no trend to look at. Two-way fixed effects are never the headline.

    >>> several_waves((30, 30, 40), (5, 6, 8)).headline
    'wave_effects'
    >>> several_waves((30, 30, 0), (5, 6, 0), rounds_before=1).flags
    ('wave_without_comparison', 'no_trend_before')
    >>> several_waves((30, 12, 40), (5, 3, 8)).flags, several_waves((30, 30), (5, 3)).refused
    (('small_wave',), 'few_schools_per_group')
    """
    later = [sum(sizes[place + 1 :]) for place in range(len(sizes) - 1)]
    compared = [(size, rest) for size, rest in zip(sizes, later, strict=False) if size and rest]
    if not compared:
        return Branch(name="side_by_side", refused="no_comparison")
    trend = () if rounds_before >= 2 else ("no_trend_before",)
    checks = ("by_distance", "pre_trend") if rounds_before >= 2 else ("by_distance",)
    alone = ("wave_without_comparison",) if len(compared) < sum(size > 0 for size in sizes[:-1]) else ()
    shown = {"name": "waves", "headline": "wave_effects", "checks": checks, "interval": True, "p": True}
    if n_schools is None:
        return Branch(**shown, flags=(*_UNCLUSTERED, *alone, *trend))
    enough_persons = [min(pair) for pair in compared]
    if max(enough_persons) < LEAST_FOR_INTERVAL:
        return _few(max(enough_persons))
    rest = [sum(n_schools[place + 1 :]) for place in range(len(n_schools) - 1)]
    large = [
        min(schools, waiting) >= LEAST_SCHOOLS and min(size, others) >= LEAST_FOR_INTERVAL
        for schools, waiting, size, others in zip(n_schools, rest, sizes, later, strict=False)
        if size and others
    ]
    if not any(large):
        return Branch(name="side_by_side", refused="few_schools_per_group")
    small = () if all(large) else ("small_wave",)
    return Branch(**shown, clustered=True, flags=(*small, *alone, *trend))


def headline(
    question: Question,
    sizes: Sequence[int],
    n_schools: Sequence[int] | None,
    *,
    n_hubs: Sequence[int] | None = None,
    assigned: Literal["school", "hub"] = "school",
    rounds: int = 2,
    rounds_before: int = 2,
    missing: float = 0.0,
    baseline: float | None = None,
    df: float | None = None,
    model: Estimate | None = None,
    robust: Estimate | None = None,
    institutional: bool = False,
) -> Branch:
    """The whole tree: which number is the headline, which are checked beside it, and why it is refused where it is.

    ``sizes`` and ``n_schools`` (``n_hubs``): one number for one group, two for two groups, one per wave and those
    never mentored for waves. Ask before estimating for the estimator; ask again with what was found: ``baseline``
    (difference at the start, SD), ``df`` behind the robust standard error, the ``model``-based and the ``robust``
    estimate. A later refusal keeps the name of the headline, so that the page can say what was not claimed.

    >>> headline("one_group", (400,), (60,)).headline
    'paired_change'
    >>> headline("two_groups", (90, 90), (9, 9), n_hubs=(2, 2), assigned="hub").refused
    'few_schools_per_group'
    >>> headline("two_groups", (90, 90), (9, 9), baseline=-0.31).refused
    'apart_at_start'
    >>> headline("two_groups", (90, 90), (9, 9), baseline=0.1, df=3.2).refused
    'few_degrees'
    """
    counts = n_hubs if assigned == "hub" else n_schools
    if assigned == "hub" and n_hubs is None:
        raise ValueError("Whole hubs started together: say how many hubs each group has.")
    if question == "one_group":
        schools = None if counts is None else counts[0]
        branch = one_group(sizes[0], schools, institutional=institutional, rounds=rounds, missing=missing)
    elif question == "two_groups":
        branch = two_groups(sizes, counts, rounds=rounds)
    else:
        branch = several_waves(sizes, counts, rounds_before=rounds_before)
    if assigned == "hub":
        branch = replace(branch, flags=(*branch.flags, "assigned_by_hub"))
    if not branch.p:
        return branch
    if question != "one_group" and baseline is not None:
        if abs(baseline) > ADJUSTABLE:
            return replace(branch, name="apart", p=False, refused="apart_at_start")
        if abs(baseline) > COMPARABLE:
            branch = replace(branch, flags=(*branch.flags, "adjust_for_start"))
    if df is not None and df < LEAST_DF - 1e-9:
        return replace(branch, p=False, refused="few_degrees")
    if model is not None and robust is not None and disagree(model, robust):
        return replace(branch, name="inconclusive", p=False, refused="inconclusive")
    return branch


def disagree(first: Estimate, second: Estimate) -> bool:
    """Whether one interval lies on one side of zero and the other does not. Two without interval do not disagree.

    >>> up, unsure = Estimate(ci_low=0.1, ci_high=0.5), Estimate(ci_low=-0.1, ci_high=0.6)
    >>> disagree(up, unsure), disagree(up, up), disagree(unsure, unsure), disagree(up, Estimate())
    (True, False, False, False)
    """
    sides = [_side(first), _side(second)]
    return None not in sides and sides[0] != sides[1]


def assigned_by(start: Sequence[Hashable], hub: Sequence[str]) -> Literal["school", "hub"]:
    """The level at which mentoring was given out: "hub" where all schools of every hub have the same start.

    One entry per school; ``start`` any value, None where it has not begun. Hubs of one school each are schools.

    >>> assigned_by(["autumn", "autumn", None, None], ["n", "n", "s", "s"]), assigned_by(["autumn", None], ["n", "n"])
    ('hub', 'school')
    >>> assigned_by(["autumn", None], ["n", "s"]), assigned_by(["autumn", "autumn"], ["", ""])
    ('school', 'school')
    """
    starts: dict[str, set[Hashable]] = {}
    for when, where in zip(start, hub, strict=True):
        starts.setdefault(where, set()).add(when)
    together = all(len(found) == 1 for found in starts.values())
    differ = len(set().union(*starts.values())) > 1
    return "hub" if together and differ and "" not in starts and len(starts) < len(hub) else "school"


_UNCLUSTERED = ("no_school_clustering",)


def _few(n: int) -> Branch:
    if n < LEAST_PERSONS:
        return Branch(name="suppress", refused="too_few_persons")
    return Branch(name="counts", refused="few_pairs")


def _side(found: Estimate) -> int | None:
    if found.ci_low is None or found.ci_high is None:
        return None
    return 1 if found.ci_low > 0 else -1 if found.ci_high < 0 else 0
