"""What every person has in every cell: of a round as its own pages have it, and of two rounds as a comparison has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from toolbox.comparison.cells import points
from toolbox.model import Answers, Framework, ToolboxError
from toolbox.scoring import asked_alike, common_items, inside_areas, of_group, of_items, score

Key = tuple[str, str]
"""(area, item)"""
Values = Mapping[Key, np.ndarray]


def cell_values(answers: Answers, framework: Framework, items: Sequence[str] | None = None) -> Values:
    """Every area (over these items) and item as a value per row, NaN where there is none."""
    try:
        scores = score(answers, framework, items=items)
        found = {(area, ""): scores.score[:, place] for place, area in enumerate(scores.areas)}
    except ToolboxError:  # no item of this framework, in an earlier state: no area of it was shown
        found = {}
    held = set(answers.items)
    return found | {
        (item.area, item.id): points(answers, item, framework) for item in framework.items if item.id in held
    }


def compared_values(before: Answers, after: Answers, framework: Framework) -> tuple[Values, Values]:
    """The same of both rounds over the items a group has in common: who has a score there may have none on the round's
    own page, and the other way round."""
    made: tuple[dict[Key, np.ndarray], dict[Key, np.ndarray]] = ({}, {})
    for group in before.groups:
        rounds = of_group(before, group), of_group(after, group)
        common, _ = common_items(*rounds, framework)
        inside = inside_areas(common, rounds)
        alike = asked_alike([of_items(each, common) for each in rounds], framework, common)
        for whole, mine, values in zip((before, after), alike, made, strict=True):
            rows = np.asarray(whole.group) == (whole.groups.index(group) if group in whole.groups else -1)
            for key, each in cell_values(mine, framework, inside).items():
                values.setdefault(key, np.full(len(whole), np.nan))[rows] = each
    return made
