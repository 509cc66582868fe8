"""How the schools of a round lie in each area and group: quarters of the schools' means, never a list of schools.

Means of small schools lie further apart than the schools do, because few persons differ by chance; a band is wide for
that reason, too. The gate decides which schools may be among those a band is made of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from toolbox.model import Answers, Averages, Band, Framework, SchoolMeans
from toolbox.profile.sums import of_scores
from toolbox.scoring import score, slices_of
from toolbox.scoring.slices import in_order

#: Quarters of fewer schools would show single ones.
LEAST_SCHOOLS = 10


def school_means(answers: Answers | Averages, framework: Framework) -> tuple[SchoolMeans, ...]:
    """The mean of every school of the round in every area and group, as its own page has it.

    Nothing of a framework that is never averaged.

    Raises:
        ToolboxError: ``no_items`` where the round holds no item of this framework.

    Example:
        >>> from toolbox.model import Average
        >>> from toolbox.frameworks import load
        >>> rows = [Average(school=name, group="pupils", area="A", mean=mean, n=20) for name, mean in (("Elm", 3.0), ("Oak", 3.4))]
        >>> school_means(Averages(rows=tuple(rows)), load("selfie-2020"))[0].means
        (3.0, 3.4)
    """
    if not framework.averaged:
        return ()
    of = _of_averages if isinstance(answers, Averages) else _of_answers
    return tuple(of(answers, framework))


def _of_averages(averages: Averages, framework: Framework) -> Iterator[SchoolMeans]:
    for area in framework.areas:
        for group in averages.groups:
            rows = {row.school: row for row in averages.rows if (row.area, row.group) == (area.id, group)}
            if rows:
                found = [rows.get(school) for school in averages.schools]
                yield SchoolMeans(
                    area=area.id,
                    group=group,
                    means=tuple(row.mean if row else None for row in found),
                    siblings=tuple(row.n if row else 0 for row in found),
                    alike=tuple(bool(row and row.alike) for row in found),
                )


def _of_answers(answers: Answers, framework: Framework) -> Iterator[SchoolMeans]:
    answers, _ = in_order(answers)
    slices = slices_of(answers)
    scores = score(answers, framework)
    for place, area in enumerate(scores.areas):
        scale = framework.scale_of(framework.items_of(area)[0])
        if scale.categories:
            continue
        sums = of_scores(scores.score[:, place], slices, None, (scale.low + scale.high) / 2)
        means = sums.centre + sums.total / np.maximum(sums.n, 1)
        alike = sums.alike(np.arange(len(slices)))
        for number, group in enumerate(answers.groups):
            chosen = np.flatnonzero(slices.group == number)
            if not sums.n[chosen].any():
                continue
            held = {int(slices.school[slot]): slot for slot in chosen if sums.n[slot]}
            slots = [held.get(school) for school in range(len(answers.schools))]
            yield SchoolMeans(
                area=area,
                group=group,
                means=tuple(None if slot is None else float(means[slot]) for slot in slots),
                siblings=tuple(0 if slot is None else int(sums.n[slot]) for slot in slots),
                alike=tuple(slot is not None and bool(alike[slot]) for slot in slots),
            )


def band_of(area: str, group: str, means: Iterable[float]) -> Band:
    """The quarters of these means: refused (``few_schools``) below :data:`LEAST_SCHOOLS`.

    R: ``quantile(means, c(.25, .5, .75))``; of 3.0, 3.1, …, 3.9 it gives 3.225, 3.45, 3.675.

    Example:
        >>> found = band_of("A", "teachers", [3 + step / 10 for step in range(10)])
        >>> [round(end, 3) for end in (found.lower, found.middle, found.upper)], found.schools
        ([3.225, 3.45, 3.675], 10)
        >>> band_of("A", "teachers", [3.0] * 9).refused
        'few_schools'
    """
    means = list(means)
    if len(means) < LEAST_SCHOOLS:
        return Band(area=area, group=group, schools=len(means), refused="few_schools")
    lower, middle, upper = np.quantile(means, [0.25, 0.5, 0.75]).tolist()
    return Band(area=area, group=group, lower=lower, middle=middle, upper=upper, schools=len(means))
