"""A round counted once: what every view of it - a school, all schools - is a sum of, and what the gate decides on.

Counting looks at every answer; a view of what was counted looks at numbers of a few slices only. So a click from one
school to the next costs the same in a round of one school and of a thousand.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from toolbox.model import Answers, Averages, Framework, Grid
from toolbox.profile.standing import steps
from toolbox.profile.sums import Sums, of_scores, of_tally
from toolbox.scoring.areas import areas_of, asked_by_slice, items_of, score_area
from toolbox.scoring.grids import area_grids, counted_grids
from toolbox.scoring.slices import Slices, in_order, slices_of
from toolbox.scoring.tallies import Tally, tally


@dataclass(frozen=True, kw_only=True, eq=False)
class Counted:
    """A round's answers with everything that does not depend on who looks at which school. Shared: never written to."""

    answers: Answers
    """In the order of the slices."""
    framework: Framework
    slices: Slices
    tallies: tuple[Tally, ...]
    asked: np.ndarray
    """slices × items: whether the item was asked there."""
    item_sums: tuple[Sums, ...]
    area_sums: dict[str, Sums]
    reached: dict[str, tuple[tuple[int, np.ndarray], ...]]
    """For each area (level, persons of each slice at or above it)."""
    grids: tuple[Grid, ...]
    _by_school: dict[tuple[int, int], tuple] = field(default_factory=dict, repr=False)

    def by_school(self, group: int, sums: Sums) -> tuple[tuple[int, ...], tuple[bool, ...]]:
        """Valid persons of the group in every school of the round, and whether those of a school are all alike."""
        key = group, id(sums)
        if key not in self._by_school:
            places = np.flatnonzero(self.slices.group == group)
            schools = self.slices.school[places]
            sizes = np.zeros(len(self.answers.schools), np.int64)
            alike = np.zeros(len(self.answers.schools), bool)
            sizes[schools] = sums.n[places]
            alike[schools] = sums.alike(places)
            self._by_school[key] = tuple(sizes.tolist()), tuple(alike.tolist()), sums
        return self._by_school[key][:2]


def count(answers: Answers | Averages | Counted, framework: Framework) -> Counted | Averages:
    """Everything :func:`toolbox.profile.profile` needs of a round. Averages, and what was counted before, stay as they are.

    Raises:
        ToolboxError: ``no_items`` (of this framework).

    Example:
        >>> from toolbox.frameworks import load
        >>> answers = Answers(person=np.array(["", ""]), school=np.array([1, 0]), group=np.array([0, 0]),
        ...     schools=("North", "South"), groups=("teachers",), items=("selfie2020.A1",), values=np.array([[4], [3]], np.int8))
        >>> found = count(answers, load("selfie-2020"))
        >>> found.area_sums["A"].n.tolist(), found.grids[0].n.tolist()
        ([1, 1], [[1, 1], [1, 1]])
    """
    if not isinstance(answers, Answers):
        return answers
    known = items_of(answers, framework)
    answers, _ = in_order(answers)
    slices = slices_of(answers)
    tallies = tally(answers, framework, slices, known)
    asked = asked_by_slice(tallies, slices)
    sums, reached, grids = {}, {}, []
    for area in areas_of(framework, tallies) if framework.kind == "survey" else ():
        scores, answered, _ = score_area(answers, slices, tallies, asked, area)
        scale = next(each.scale for each in tallies if each.item.area == area and not each.scale.categories)
        sums[area] = of_scores(scores, slices, scale.top_from, (scale.low + scale.high) / 2)
        reached[area] = tuple(
            (level, np.add.reduceat(scores >= least, slices.starts, dtype=np.int64))
            for level, least in (steps(framework, scale) if len(slices) else ())
        )
        grids += area_grids(answers, slices, tallies, asked, area, scores, answered)
    if framework.kind == "survey":
        grids += counted_grids(answers, slices, tallies, asked)
    return Counted(
        answers=answers,
        framework=framework,
        slices=slices,
        tallies=tallies,
        asked=asked,
        item_sums=tuple(of_tally(each) for each in tallies),
        area_sums=sums,
        reached=reached,
        grids=tuple(grids),
    )
