"""The change of the same persons, and its effect sizes."""

from __future__ import annotations

from typing import Any

from tests.reference.case import Case
from toolbox.statistics import paired_change, student
from toolbox.statistics.effect_sizes import paired_effects


def _paired_change(case: Case) -> dict[str, Any]:
    pre, post = case.numbers("pre", "post")
    found = paired_change(pre, post)
    return {
        "n": found.n, "mean_pre": pre.mean(), "sd_pre": pre.std(ddof=1), "mean_post": post.mean(),
        "sd_post": post.std(ddof=1), "mean_diff": found.estimate, "sd_diff": found.se * found.n**0.5,
        "r": paired_effects(pre, post).r, "se": found.se, "t": found.estimate / found.se, "df": found.df, "p": found.p,
        "ci_lo": found.ci_low, "ci_hi": found.ci_high,
    }  # fmt: skip


def _paired_effect_sizes(case: Case) -> dict[str, Any]:
    pre, post = case.numbers("pre", "post")
    found, change = paired_effects(pre, post), post - pre
    df = 2 * (found.n - 1) / (1 + found.r**2)
    small, better = student.small_sample_factor(found.n - 1), student.small_sample_factor(df)
    d_av = found.d_av
    reach = 1.959963984540054 * d_av.se
    return {
        "n": found.n, "mean_diff": change.mean(), "sd_diff": change.std(ddof=1), "r": found.r,
        "d_z": found.d_z.estimate, "d_z_lo": found.d_z.ci_low, "d_z_hi": found.d_z.ci_high,
        "g_z": found.g_z.estimate, "g_z_lo": found.g_z.ci_low, "g_z_hi": found.g_z.ci_high,
        "d_av": d_av.estimate, "d_av_lo_AK": d_av.ci_low, "d_av_hi_AK": d_av.ci_high,
        "d_av_lo_norm": d_av.estimate - reach, "d_av_hi_norm": d_av.estimate + reach,
        "g_av": found.g_av.estimate, "g_av_df_n1": small * d_av.estimate, "nu_av": df,
        "g_av_lo_AK": better * d_av.ci_low, "g_av_hi_AK": better * d_av.ci_high,
        "d_rm": found.d_rm, "g_rm": small * found.d_rm, "d_b": found.d_b, "g_b": found.g_b,
        "smcc": found.g_z.estimate, "smcc_var": found.g_z_variance,
        "smcrh": found.g_after, "smcrh_var": found.g_after_variance,
    }  # fmt: skip


METHODS = {
    "paired_change": _paired_change,
    "paired_effect_sizes": _paired_effect_sizes,
}
