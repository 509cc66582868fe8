"""Who was asked, who answered, who was lost, and whether those who stayed compare: the first tables of a report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import NormalDist
from typing import Literal

import numpy as np

from toolbox.model import Estimate
from toolbox.statistics.attrition_boundary import Standing, standing
from toolbox.statistics.cluster_robust import cr2_means, school_codes
from toolbox.statistics.decision import ADJUSTABLE, COMPARABLE, LEAST_PERSONS, two_groups
from toolbox.statistics.shares import wilson
from toolbox.statistics.two_sample_effects import two_sample_effects

Verdict = Literal["comparable", "adjust", "apart"]

#: A log odds ratio over this is about a difference in standard deviations (Cox 1970).
_COX = 1.65


@dataclass(frozen=True, kw_only=True)
class Step:
    """One stage of the flow, and who did not come this far from the stage before."""

    name: str
    n: int
    n_schools: int | None = None
    lost: int | None = None
    """None at the first stage, and where more came than were there before."""
    share: float | None = None
    """n over n of the stage before (0..1)."""
    reasons: tuple[tuple[str, int], ...] = ()
    """(reason, persons) of those lost, most frequent first; "" is no reason given."""


def flow(
    steps: Sequence[tuple[str, np.ndarray | int]],
    school: np.ndarray | None = None,
    reason: np.ndarray | None = None,
) -> tuple[Step, ...]:
    """Counts from stage to stage: invited, answered before, answered after, linked, analysed.

    A stage is a mask over the persons of the study (n bool), or a bare count where persons are not known (staff
    invited). ``school``, ``reason``: a label per person; ``reason`` says why a person stopped, "" where unknown.
    Between two masks those lost are counted one by one, else by difference.

    >>> before, after = np.array([1, 1, 1, 1], bool), np.array([1, 1, 0, 0], bool)
    >>> reason = np.array(["", "", "moved", ""])
    >>> found = flow([("invited", 6), ("before", before), ("linked", after)], np.array([1, 1, 2, 2]), reason)
    >>> [(step.name, step.n, step.lost, step.n_schools) for step in found]
    [('invited', 6, None, None), ('before', 4, 2, 2), ('linked', 2, 2, 1)]
    >>> found[2].reasons
    (('', 1), ('moved', 1))
    """
    found: list[Step] = []
    previous: np.ndarray | int | None = None
    for name, reached in steps:
        mask = None if isinstance(reached, int | np.integer) else np.asarray(reached, bool)
        n = int(reached) if mask is None else int(mask.sum())
        schools = None if mask is None or school is None else len(np.unique(np.asarray(school)[mask]))
        lost, why = None, ()
        if mask is not None and isinstance(previous, np.ndarray):
            gone = previous & ~mask
            lost, why = int(gone.sum()), _counted(reason, gone)
        elif found and found[-1].n >= n:
            lost = found[-1].n - n
        share = n / found[-1].n if found and found[-1].n else None
        found.append(Step(name=name, n=n, n_schools=schools, lost=lost, share=share, reasons=why))
        previous = n if mask is None else mask
    return tuple(found)


def _counted(reason: np.ndarray | None, gone: np.ndarray) -> tuple[tuple[str, int], ...]:
    if reason is None or not gone.any():
        return ()
    names, counts = np.unique(np.asarray(reason, str)[gone], return_counts=True)
    return tuple(sorted(((str(a), int(b)) for a, b in zip(names, counts, strict=True)), key=lambda each: -each[1]))


@dataclass(frozen=True, kw_only=True)
class Attrition:
    """Loss between two rounds, as shares (0..1), and whom it took."""

    n: int
    overall: Estimate
    """Share lost, Wilson interval (of persons)."""
    by_group: tuple[tuple[str, Estimate], ...]
    """(label, share lost), labels in order."""
    differential: Estimate
    """The largest difference of two groups: with two, last label minus first; p of the chi-square of all groups."""
    boundary: Standing | None
    """None without groups, or with fewer than 5 persons in one."""
    stayer_leaver: Estimate
    """Hedges' g at the start (exact correction); positive: those who stayed stood higher."""


def attrition(
    lost: np.ndarray,
    group: np.ndarray | None = None,
    before: np.ndarray | None = None,
    school: np.ndarray | None = None,
    *,
    confidence: float = 0.95,
) -> Attrition:
    """Overall and differential loss, its place against the published boundary, and g of stayers against leavers.

    ``lost`` n bool (answered before, not after); ``group`` labels (bool: True is last, the mentored); ``before``
    scores, NaN where unknown (left out of g only). With ``school`` the differential of two groups and g have CR2's
    standard error, interval and p (4 schools a group); without it chi-square without continuity correction.
    R: ``chisq.test(table(group, lost), correct = FALSE)``; ``effectsize::hedges_g(before[!lost], before[lost])``.

    >>> lost = np.repeat([True, False, True, False], [10, 30, 20, 20])
    >>> found = attrition(lost, np.repeat(["mentored", "waiting"], 40))
    >>> found.overall.estimate, found.differential.estimate, round(found.differential.p, 5), found.boundary
    (0.375, 0.25, 0.02092, 'above')
    """
    lost = np.asarray(lost, bool)
    columns = [column for column in (group, before, school) if column is not None]
    if any(len(column) != len(lost) for column in columns):
        raise ValueError(f"{len(lost)} persons: one group, score and school for each of them.")
    codes = None if school is None else school_codes(np.asarray(school))[0]
    parts = [] if group is None else _parts(np.asarray(group))
    by_group = tuple((name, _share(lost[inside], confidence)) for name, inside in parts)
    differential = _differential(lost, parts, codes, confidence)
    enough = len(parts) > 1 and min(inside.sum() for _, inside in parts) >= LEAST_PERSONS
    overall = _share(lost, confidence)
    return Attrition(
        n=len(lost), overall=overall, by_group=by_group, differential=differential,
        boundary=standing(overall.estimate, differential.estimate) if enough else None,
        stayer_leaver=_stayers(lost, before, codes, confidence),
    )  # fmt: skip


def _parts(group: np.ndarray) -> list[tuple[str, np.ndarray]]:
    return [(str(label), group == label) for label in np.unique(group)]


def _share(lost: np.ndarray, confidence: float) -> Estimate:
    if not lost.size:
        return Estimate(method="share lost", refused="no_answers")
    return replace(wilson(int(lost.sum()), lost.size, confidence), method="share lost, Wilson interval")


def _differential(lost, parts, codes, confidence) -> Estimate:
    n = len(lost)
    if len(parts) < 2:
        return Estimate(method="difference in attrition", n=n, refused="no_comparison")
    shares = [float(lost[inside].mean()) for _, inside in parts]
    widest = shares[-1] - shares[0] if len(parts) == 2 else max(shares) - min(shares)
    if codes is not None and len(parts) == 2:
        arms = [inside for _, inside in parts]
        schools = tuple(len(np.unique(codes[arm])) for arm in arms)
        branch = two_groups(tuple(int(arm.sum()) for arm in arms), schools)
        if not branch.refused:
            return replace(
                cr2_means(lost.astype(float), codes, arms[1].astype(int), confidence=confidence),
                method="difference in attrition, CR2 by school, Satterthwaite degrees of freedom",
            )
        return Estimate(estimate=widest, method="difference in attrition", n=n, n_schools=int(codes.max()) + 1,
                        refused=branch.refused)  # fmt: skip
    method = "difference in attrition, chi-square"
    counts = np.array([[lost[inside].sum(), (~lost[inside]).sum()] for _, inside in parts], float)
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / n
    if not expected.min() > 0:
        return Estimate(estimate=widest, method=method, n=n, refused="no_spread")
    from scipy.special import chdtrc

    df = len(parts) - 1.0
    p = float(chdtrc(df, float(((counts - expected) ** 2 / expected).sum())))
    return Estimate(estimate=widest, df=df, p=p, method=method, n=n, flags=("no_school_clustering",))


def _stayers(lost, before, codes, confidence) -> Estimate:
    method = "Hedges' g of stayers and leavers at the start"
    if before is None:
        return Estimate(method=method, refused="no_answers")
    before = np.asarray(before, float)
    known = np.isfinite(before)
    stayed, left = before[known & ~lost], before[known & lost]
    n = stayed.size + left.size
    if min(stayed.size, left.size) < LEAST_PERSONS:
        return Estimate(method=method, n=n, refused="too_few_persons")
    schools = None if codes is None else np.concatenate([codes[known & lost], codes[known & ~lost]])
    count = 0 if schools is None else len(np.unique(schools))
    found = two_sample_effects(left, stayed, schools, confidence=confidence)
    if found is None:
        return Estimate(method=method, n=n, n_schools=count, refused="no_spread")
    how = ", CR2 by school" if codes is not None else ""
    return replace(found.g_exact, method=method + how, n_schools=count)


@dataclass(frozen=True, kw_only=True)
class BaselineEquivalence:
    """One variable of both groups at the start."""

    n: tuple[int, int]
    mean: tuple[float | None, float | None] = (None, None)
    """Of first and second; of zeros and ones the share of ones."""
    sd: tuple[float | None, float | None] = (None, None)
    effect: Estimate
    """g (omega), or Cox's d of a variable of zeros and ones; first − second, in standard deviations."""
    variance_ratio: float | None = None
    """First over second; None for zeros and ones, and where the second does not vary."""
    verdict: Verdict | None = None
    binary: bool = False


def baseline_equivalence(
    first: np.ndarray,
    second: np.ndarray,
    school_first: np.ndarray | None = None,
    school_second: np.ndarray | None = None,
    *,
    binary: bool | None = None,
    confidence: float = 0.95,
) -> BaselineEquivalence:
    """How far the mentored (``first``) stood from those waiting (``second``) before, in standard deviations.

    Numbers: Hedges' g over the pooled spread, omega = 1 − 3 / (4N − 9). Zeros and ones (``binary`` None: where there
    is nothing else): Cox's d = ln(odds ratio) / 1.65, interval by the normal distribution. Verdict by its size: up to
    0.05 comparable, up to 0.25 adjust and say so, above: apart. With schools g has CR2's interval. Refused under 5
    persons in a group.
    R: ``(1 - 3 / (4 * (n1 + n2) - 9)) * (mean(x) - mean(y)) / s_pooled``; ``log((a / b) / (c / d)) / 1.65``

    >>> found = baseline_equivalence([3, 4, 4, 5, 4], [3, 3, 4, 4, 4, 3])
    >>> round(found.effect.estimate, 4), round(found.variance_ratio, 4), found.verdict
    (0.7331, 1.6667, 'apart')
    >>> round(baseline_equivalence(np.repeat([1, 0], [6, 4]), np.repeat([1, 0], [5, 5])).effect.estimate, 4)
    0.2457
    """
    first, second = np.asarray(first, float), np.asarray(second, float)
    if not (np.isfinite(first).all() and np.isfinite(second).all()):
        raise ValueError("A value is missing: leave incomplete rows out before comparing groups.")
    sizes, n = (first.size, second.size), first.size + second.size
    if binary is None:
        binary = bool(n) and bool(np.isin(first, (0, 1)).all() and np.isin(second, (0, 1)).all())
    method = "Cox's d" if binary else "Hedges' g, pooled spread"
    if min(sizes) < LEAST_PERSONS:
        return BaselineEquivalence(
            n=sizes, effect=Estimate(method=method, n=n, refused="too_few_persons"), binary=binary
        )
    spreads = (float(first.std(ddof=1)), float(second.std(ddof=1)))
    if binary:
        effect = _cox(first, second, confidence)
    else:
        schools = None
        if school_first is not None and school_second is not None:
            schools = np.concatenate([np.asarray(school_second), np.asarray(school_first)])
        found = two_sample_effects(second, first, schools, confidence=confidence)
        if found is None:
            effect = Estimate(method=method, n=n, refused="no_spread")
        else:
            count = 0 if schools is None else school_codes(schools)[1]
            effect = replace(found.g, n_schools=count)
    return BaselineEquivalence(
        n=sizes,
        mean=(float(first.mean()), float(second.mean())),
        sd=spreads,
        effect=effect,
        variance_ratio=None if binary or not spreads[1] > 0 else (spreads[0] / spreads[1]) ** 2,
        verdict=None if effect.estimate is None else verdict(effect.estimate),
        binary=binary,
    )


def verdict(effect: float) -> Verdict:
    """The class of a difference at the start, by its size in standard deviations.

    >>> verdict(-0.05), verdict(0.25), verdict(-0.26)
    ('comparable', 'adjust', 'apart')
    """
    size = abs(effect)
    return "comparable" if size <= COMPARABLE else "adjust" if size <= ADJUSTABLE else "apart"


def _cox(first: np.ndarray, second: np.ndarray, confidence: float) -> Estimate:
    method, n = "Cox's d", first.size + second.size
    cells = np.array([first.sum(), first.size - first.sum(), second.sum(), second.size - second.sum()])
    if not cells.min() > 0:
        return Estimate(method=method, n=n, refused="empty_cell")
    effect = float(np.log(cells[0] / cells[1] / (cells[2] / cells[3]))) / _COX
    se = float((1 / cells).sum() ** 0.5) / _COX
    reach = NormalDist().inv_cdf(0.5 + confidence / 2) * se
    return Estimate(estimate=effect, se=se, ci_low=effect - reach, ci_high=effect + reach, method=method, n=n)
