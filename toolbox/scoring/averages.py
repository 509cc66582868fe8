"""Answers as averages: what a round of answers has in common with a round of which a tool reports averages only."""

from __future__ import annotations

import numpy as np

from toolbox.model import Answers, Average, Averages, Framework
from toolbox.scoring.areas import score


def area_averages(answers: Answers | Averages, framework: Framework) -> Averages:
    """The mean of the area scores of every school and group; averages are returned as they are.

    Raises:
        ToolboxError: ``no_items`` where the round holds no item of this framework.

    Example:
        >>> from toolbox.frameworks import load
        >>> answers = Answers(person=np.array(["", ""]), school=np.array([0, 0]), group=np.array([0, 0]),
        ...     schools=("North",), groups=("pupils",), items=("selfie2020.A1",), values=np.array([[3], [4]], np.int8))
        >>> area_averages(answers, load("selfie-2020")).rows
        (Average(school='North', group='pupils', area='A', mean=3.5, n=2, alike=False),)
    """
    if isinstance(answers, Averages):
        return answers
    scores = score(answers, framework)
    width = max(len(answers.groups), 1)
    place = np.asarray(answers.school, np.int64) * width + np.asarray(answers.group)
    rows = []
    for column, area in enumerate(scores.areas):
        valid = np.isfinite(scores.score[:, column])
        for cell in np.unique(place[valid]):
            found = scores.score[valid & (place == cell), column]
            rows.append(
                Average(
                    school=answers.schools[cell // width],
                    group=answers.groups[cell % width],
                    area=area,
                    mean=float(found.mean()),
                    n=len(found),
                    alike=bool((found == found[0]).all()),
                )
            )
    return Averages(rows=tuple(rows))
