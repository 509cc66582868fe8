"""The difference between mentored and waiting schools as other reports give it: over all spread, by order, as a place."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from toolbox.evaluation.lines import ci_method
from toolbox.model import Estimate
from toolbox.statistics.mixed import total_variance_effect
from toolbox.statistics.ordering import cliffs_delta, overlap


def effects_between(
    before: np.ndarray, after: np.ndarray, treated: np.ndarray, school: np.ndarray, effect: Estimate, confidence: float
) -> Iterator[tuple[str, dict[str, object]]]:
    """(contrast, fields of its line): g over the total variance, Cliff's delta of the changes, U3, improvement index.

    ``effect`` is the standardised difference that U3 and the improvement index put into words.
    """
    start = before - before.mean() if len(before) else before
    total = total_variance_effect(after, treated.astype(float), school, start[:, None], confidence=confidence)
    found = total.effect
    yield "g_total", {
        "about": "pairs", "effect_name": "g, total variance", "effect": found, "icc": total.icc,
        "design_effect": total.design_effect, "ci_method": "normal, Hedges 2007" if found.ci_low is not None else "",
    }  # fmt: skip
    change = after - before
    order = cliffs_delta(
        change[~treated], change[treated], school[~treated], school[treated], confidence=confidence
    )  # fmt: skip
    yield "cliffs_delta", {
        "about": "changes", "effect_name": "cliffs_delta", "effect": order, "ci_method": ci_method(order),
    }  # fmt: skip
    place = overlap(effect)
    for name, each in (("u3", place.u3), ("improvement_index", place.improvement_index)):
        yield name, {"about": "pairs", "effect_name": name, "effect": each, "ci_method": ci_method(effect)}
