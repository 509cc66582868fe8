"""Signed ranks, and how differences are spread."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.reference.case import Case
from tests.reference.r_language import calls
from toolbox.statistics import assumptions, brown_forsythe, cliffs_delta, moved, rank_biserial, signed_rank
from toolbox.statistics.signed_rank import RankSums, rank_sums


def _wilcoxon_signed_rank(case: Case) -> dict[str, Any]:
    pre, post = case.numbers("pre", "post")
    found = signed_rank(pre, post)
    # R's exact forms have no limit of 200 persons.
    exact = {
        name: rank_sums(np.round(post - pre, 8), keep_zeros=name == "pratt", most_exact=100_000).p_exact
        for name in ("pratt", "wilcoxon")
    }
    pratt, wilcoxon = found.pratt, found.wilcoxon
    return {
        "n": found.n, "n_zero": found.zeros, "n_pos": found.higher, "n_neg": found.lower,
        "W_plus": wilcoxon.rose, "W_minus": wilcoxon.fell, "p_norm_wilcoxon": wilcoxon.p_normal,
        "z_wilcoxon": wilcoxon.z, "p_norm_pratt": pratt.p_normal, "z_pratt": pratt.z,
        "p_norm_cc": _with_continuity(wilcoxon), "p_exact_wilcoxon": exact["wilcoxon"], "p_exact_pratt": exact["pratt"],
        "r_rb_wilcoxon": rank_biserial(pre, post).estimate,
        "r_rb_pratt": rank_biserial(pre, post, keep_zeros=True).estimate, "hl_walsh": found.test.estimate,
        "median_diff": found.median, "sign_p": found.sign.p, "ps_dep": moved(pre, post).superiority.estimate,
        "cliff_delta_marginal": cliffs_delta(pre, post).estimate,
    }  # fmt: skip


def _with_continuity(found: RankSums) -> float:
    """R's wilcox.test with its continuity correction, which we do not report."""
    from scipy.special import ndtr

    off = (found.rose - found.fell) / 2
    return float(2 * ndtr(-abs(off - 0.5 * np.sign(off)) / found.variance**0.5))


def _assumption_checks(case: Case) -> dict[str, Any]:
    centred = next(calls(case.statements, "ave"), None)
    if centred is not None:
        values, group = (case.workspace.value(node) for _, node in centred[2][:2])
        values, group = np.asarray(values, float), np.asarray(group)
        found = brown_forsythe(values, group)
        return {"brown_forsythe_F": found.estimate, "p": found.p}
    pre, post = case.numbers("pre", "post")
    found = assumptions(pre, post)
    return {
        "shapiro_W": found.shapiro.estimate, "shapiro_p": found.shapiro.p, "skew_g1": found.skewness,
        "skew_G1": found.skewness_adjusted, "kurt_g2": found.kurtosis, "n_outlier_3mad": found.outliers,
        "pitman_r": found.pitman_morgan.estimate, "pitman_p": found.pitman_morgan.p,
    }  # fmt: skip


METHODS = {
    "wilcoxon_signed_rank": _wilcoxon_signed_rank,
    "assumption_checks": _assumption_checks,
}
