"""Pieces every block is made of: lines about pairs, crowds, and what an interval rests on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from toolbox.evaluation.study import Pairs, Study
from toolbox.model import Crowd, Estimate, Line
from toolbox.statistics.mixed import intraclass


def described(pairs: Pairs, contrast: str, **more) -> Line:
    """A line about these pairs; by itself it tells of their changes alone."""
    known = {"block": "change", "about": "changes", "n_pairs": len(pairs.before)}
    return Line(contrast=contrast, area=pairs.area, item=pairs.item, group=pairs.group, **(known | more))


def crowd(study: Study, school: np.ndarray) -> Crowd:
    """The persons whose schools these are."""
    return Crowd(n=len(school), by_school=study.by_school(school))


def ci_method(found: Estimate) -> str:
    """What the interval rests on, in the words of a table; "" without one."""
    if found.ci_low is None:
        return ""
    known = (
        ("CR2", "t, CR2 by school"),
        ("clustered by school", "t, clustered by school"),
        ("Kenward-Roger", "t, Kenward-Roger"),
        ("influence", "t, influence function by school"),
        ("scores added up by school", "t, scores added up by school"),
        ("maximum likelihood", "normal, observed information"),
        ("Wilson", "Wilson"),
        ("Feldt", "Feldt"),
    )
    words = next((words for sign, words in known if sign in found.method), "t, no school clustering")
    return words.replace("by school", "by hub") if "by hub" in found.method else words


def undrawn(study: Study, found: Estimate) -> Estimate:
    """An estimate whose interval is drawn from schools, with the reason where there is none."""
    if found.estimate is None or found.ci_low is not None or found.refused not in ("", "few_schools"):
        return found
    return replace(found, refused="few_schools_to_draw" if study.plan.resampling else "resampling_off")


def hubs(study: Study, school: np.ndarray) -> int | None:
    """How many hubs these persons' schools belong to; None where no hub is known."""
    known = study.arms.hub[school]
    return len(np.unique(known[known >= 0])) if (known >= 0).any() else None


def alike(study: Study, pairs: Pairs, what: str) -> Estimate:
    """How alike persons of one school are: "before", "after", or in how they "moved"."""
    return study.once(
        ("alike", pairs.area, pairs.group, what),
        lambda: intraclass(getattr(pairs, what), pairs.school, confidence=study.plan.confidence),
    )


def mean(values: np.ndarray) -> float | None:
    """None of nobody."""
    return float(values.mean()) if len(values) else None


def spread(values: np.ndarray) -> float | None:
    """Standard deviation (n − 1); None of fewer than two."""
    return float(values.std(ddof=1)) if len(values) > 1 else None
