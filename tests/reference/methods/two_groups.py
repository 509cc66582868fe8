"""Two groups side by side."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.reference.case import Case
from tests.reference.methods.groups import baseline_table
from toolbox.statistics import independent_change, ordering, overlap
from toolbox.statistics.two_sample_effects import two_sample_effects


def _two_groups(case: Case) -> dict[str, Any]:
    if "x" not in case.workspace.values:
        return baseline_table(case)
    x, y = case.numbers("x", "y")
    x, y = x[~np.isnan(x)], y[~np.isnan(y)]
    found, welch, order = two_sample_effects(y, x), independent_change(y, x), ordering(y, x)
    return {
        "n1": x.size, "n2": y.size, "mean1": x.mean(), "mean2": y.mean(), "sd1": x.std(ddof=1), "sd2": y.std(ddof=1),
        "cohens_d": found.d.estimate, "d_lo": found.d.ci_low, "d_hi": found.d.ci_high,
        "hedges_g": found.g_exact.estimate, "g_lo": found.g_exact.ci_low, "g_hi": found.g_exact.ci_high,
        "g_wwc": found.g.estimate, "se_wwc": found.g.se, "welch_t": welch.estimate / welch.se,
        "welch_df": welch.df, "welch_p": welch.p, "var_ratio": x.var(ddof=1) / y.var(ddof=1),
        "improvement_index": overlap(found.g).improvement_index.estimate, "u3": overlap(found.d).u3.estimate,
        "glass_delta": order.glass_delta.estimate, "cliffs_delta": order.cliffs_delta.estimate,
        "cliff_lo": order.cliffs_delta.ci_low, "cliff_hi": order.cliffs_delta.ci_high,
        "ps_nonparam": order.superiority.estimate, "cles_normal": order.common_language.estimate,
        "mw_p": order.cliffs_delta.p,
    }  # fmt: skip


METHODS = {
    "baseline_equivalence_and_group_ES": _two_groups,
}
