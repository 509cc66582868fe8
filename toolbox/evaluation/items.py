"""Items: the change of every statement asked in both rounds in the same words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from toolbox.evaluation.change import followed, headline, two_samples
from toolbox.evaluation.lines import ci_method, described
from toolbox.evaluation.study import Pairs, Study
from toolbox.model import Estimate, Line
from toolbox.statistics.cumulative_logit import cumulative_logit
from toolbox.statistics.decision import LEAST_FOR_INTERVAL


def _ordered(study: Study, pairs: Pairs) -> Line:
    """The same answers on their own steps: log odds of a higher answer in the last round, clustered by school."""
    n, least = len(pairs.before), study.institutional or len(pairs.before) < LEAST_FOR_INTERVAL
    if least:
        found = Estimate(n=n, refused="few_pairs")
    else:
        both = np.concatenate([pairs.before, pairs.after])
        later = np.repeat([0.0, 1.0], n)[:, None]
        model = cumulative_logit(both, later, np.tile(pairs.school, 2), confidence=study.plan.confidence)
        made = model.coefficients[0] if model.coefficients else Estimate(refused=model.refused)
        found = replace(made, n=n, flags=tuple(dict.fromkeys((*made.flags, *model.flags))))
    return described(
        pairs, "cumulative_logit", block="items", about="pairs", part="check", found=found, ci_method=ci_method(found)
    )  # fmt: skip


def item_lines(study: Study) -> Iterator[Line]:
    """The same persons where they can be followed, and beside them everybody as two groups of persons."""
    for pairs in study.of_items:
        paired = followed(pairs)
        if paired:
            yield headline(study, pairs)
            yield _ordered(study, pairs)
        yield two_samples(pairs, "check" if paired else "headline")
