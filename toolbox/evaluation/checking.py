"""What stands beside the mean change: other effect sizes, ranks, rearrangements, equivalence, schools, the Bayesian view."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from toolbox.evaluation.lines import alike, described, spread, undrawn
from toolbox.evaluation.study import Pairs, Study
from toolbox.model import Estimate, Line
from toolbox.statistics.bayesian import bayes_factor, posterior
from toolbox.statistics.decision import LEAST_FOR_INTERVAL
from toolbox.statistics.effect_sizes import paired_effects
from toolbox.statistics.equivalence import equivalence
from toolbox.statistics.mixed import design_effect
from toolbox.statistics.rearranging import sign_flip
from toolbox.statistics.shares import moved
from toolbox.statistics.signed_rank import rank_biserial, signed_rank

#: Everybody is ranked anew in every draw: more of them take long and move no digit that is read.
MOST_RANK_DRAWS = 2000


def checking_lines(study: Study, pairs: Pairs) -> Iterator[Line]:
    """Every check and description of one paired change; none of a rubric, and none below 10 pairs."""
    if study.institutional or len(pairs.before) < LEAST_FOR_INTERVAL:
        return
    yield from _effects(study, pairs)
    yield from _ranks(study, pairs)
    yield from _rearranged(study, pairs)
    yield from _equivalence(study, pairs)
    yield from _of_schools(study, pairs)
    if study.plan.bayesian:
        yield from _bayesian(study, pairs)


def _effects(study: Study, pairs: Pairs) -> Iterator[Line]:
    """d_z follows from the changes alone, the rest also from the spread of each round."""
    found = paired_effects(pairs.before, pairs.after, confidence=study.plan.confidence)
    if found is None:
        return
    yield described(
        pairs, "d_z", effect_name="d_z", effect=found.d_z, ci_method="noncentral t, no school clustering"
    )  # fmt: skip
    for name, value, method in (
        ("d_rm", found.d_rm, "d_z corrected for the correlation of the rounds"),
        ("g_b", found.g_b, "change over the spread before, Becker's correction"),
    ):
        effect = Estimate(estimate=value, n=found.n, method=method)
        yield described(pairs, name, about="pairs", effect_name=name, effect=effect, values={"r": found.r})


def _ranks(study: Study, pairs: Pairs) -> Iterator[Line]:
    known = drawn(study)
    found = undrawn(study, moved(pairs.before, pairs.after, pairs.school, **known).superiority)
    yield described(
        pairs, "superiority", found=found, ci_method="BCa over schools" if found.ci_low is not None else ""
    )  # fmt: skip
    ranked = signed_rank(pairs.before, pairs.after, pairs.school)
    yield described(pairs, "signed_rank", part="check", found=ranked.test, values={"zeros": ranked.zeros})
    draws = min(known["draws"], MOST_RANK_DRAWS)
    effect = rank_biserial(
        pairs.before, pairs.after, pairs.school, draws=draws, seed=known["seed"], confidence=study.plan.confidence
    )
    yield described(
        pairs, "rank_biserial", effect_name="rank_biserial", effect=undrawn(study, effect), values={"zeros": ranked.zeros},
        ci_method="percentiles over schools" if effect.ci_low is not None else "",
    )  # fmt: skip


def drawn(study: Study) -> dict[str, int]:
    """How many draws the plan allows: with none, estimators give what they can without drawing."""
    return {"draws": study.plan.draws if study.plan.resampling else 0, "seed": study.plan.seed}


def _rearranged(study: Study, pairs: Pairs) -> Iterator[Line]:
    """Signs of whole schools: every arrangement where they can be counted, else drawn where the plan allows it."""
    found = sign_flip(pairs.moved, pairs.school, **drawn(study))
    yield described(
        pairs, "sign_flip", part="check", found=plainly(found, rearranged(study)), values={"smallest_p": found.smallest_p}
    )  # fmt: skip


def rearranged(study: Study) -> tuple[str, ...]:
    """What a rearrangement is worth where schools were not drawn by lot."""
    return () if study.plan.at_random else ("rearrangement_only",)


def plainly(found: Estimate, flags: tuple[str, ...] = ()) -> Estimate:
    """The estimate without what only its own kind of record has."""
    names = ("estimate", "se", "df", "ci_low", "ci_high", "p", "method", "n", "n_schools", "refused")
    return Estimate(**{name: getattr(found, name) for name in names}, flags=(*found.flags, *flags))


def _equivalence(study: Study, pairs: Pairs) -> Iterator[Line]:
    """Whether a change as large as the least that matters is ruled out."""
    least, before = study.plan.smallest_change, spread(pairs.before)
    if least is None:
        return
    found = equivalence(pairs.change.change, least * before if before else None)
    flag = {True: ("smaller_than_margin",), False: ("margin_not_ruled_out",), None: ()}[found.ruled_out]
    yield described(
        pairs, "equivalence", about="pairs", part="check", found=plainly(found.found, flag),
        ci_method="90 % interval of two one-sided tests" if found.found.ci_low is not None else "",
        values={"margin": found.margin[1] if found.margin else None},
    )  # fmt: skip


def _of_schools(study: Study, pairs: Pairs) -> Iterator[Line]:
    """How alike persons of one school are: before, after, and in how they changed."""
    sizes = np.unique(pairs.school, return_counts=True)[1]
    shown = {"cluster_min": int(sizes.min()), "cluster_mean": float(sizes.mean()), "cluster_max": int(sizes.max())}
    for name, what, about in (
        ("icc_before", "before", "pairs"),
        ("icc_after", "after", "pairs"),
        ("icc_change", "moved", "changes"),
    ):
        found = alike(study, pairs, what)
        yield described(
            pairs, name, about=about, found=found, icc=found.estimate, values=shown,
            design_effect=design_effect(found).estimate if found.estimate is not None else None,
            ci_method="Wald, exact for normal answers" if found.ci_low is not None else "",
        )  # fmt: skip


def _bayesian(study: Study, pairs: Pairs) -> Iterator[Line]:
    """Posterior from the clustered estimate; the Bayes factor from its t, with one more than its degrees as persons."""
    found, before = pairs.change.change, spread(pairs.before)
    least = None if study.plan.smallest_change is None or before is None else study.plan.smallest_change * before
    seen = posterior(found, before or 0.0, least, confidence=study.plan.confidence)
    factor = None
    if found.se and found.df:
        factor = bayes_factor(found.estimate / found.se, max(2, round(found.df + 1)))
    yield described(
        pairs, "posterior", about="pairs", found=plainly(seen.change),
        ci_method="central part of the posterior" if seen.change.ci_low is not None else "",
        values={
            "probability": seen.above_zero.estimate, "probability_margin": seen.above_smallest.estimate, "margin": least,
            "bayes_factor": None if factor is None else factor.found.estimate,
        },
    )  # fmt: skip
