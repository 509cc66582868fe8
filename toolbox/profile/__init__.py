"""Where schools stand in a framework: each group's own view of each area and item. Groups are never pooled.

Numbers here are not yet released: they go through ``disclosure`` before anyone sees them. What a cell says:

- survey: mean of the persons' area scores, standard deviation, share at or above the scale's top, and a 95 % interval
  ``m ± t(n−1) · s/√n · √(1 − n/N)``; the last factor only where the number invited, N, is known for the whole view.
  Beside it (:mod:`toolbox.profile.standing`) how persons spread over the levels, how much those of one school agree on
  the items, what was left out, and where the mean of all invited may lie; and between groups :mod:`toolbox.profile.gaps`.
- averages only, as a tool reported them: :mod:`toolbox.profile.averages`.
- rubric: what sums up its agreed ratings (:mod:`toolbox.profile.ratings`); no interval, nothing was sampled.
- ordered categories: how many chose each; no mean, spread or interval (``mean.refused`` "counted").

Flags of a mean: ``item_means_differ`` (averaging over persons and over items disagree by more than 0.10: gaps in the
answers shift the area), ``often_not_applicable`` (more than a quarter of those who answered an item said so),
``more_than_invited`` and ``finite_population`` (from ``statistics``), ``several_ratings`` (a school rated itself twice).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np

from toolbox.model import Answers, Averages, Cell, Framework, GroupCount, Profile, ToolboxError
from toolbox.profile.averages import profile_of_averages
from toolbox.profile.cells import View, area_cells, counted_areas, item_cells
from toolbox.profile.counting import Counted, count
from toolbox.profile.gaps import gaps_in
from toolbox.profile.ratings import rated_areas, rated_items
from toolbox.scoring.slices import Slices

__all__ = ["Counted", "count", "profile"]


def profile(
    answers: Answers | Averages | Counted,
    framework: Framework,
    *,
    round_name: str,
    collected_on: date,
    schools: Sequence[str] | None = None,
    invited: Mapping[tuple[str, str], int] | None = None,
    sha256: str = "",
    items: bool = True,
    gaps: bool = True,
) -> Profile:
    """The whole-school profile of a round: one cell for each group and area, and for each group and item.

    A group has no cell for an area or item it was not asked. In item cells ``mean`` and ``top_share`` have reversed
    items turned round, while ``counts`` are as answered (they belong to the words of the scale); ``note`` then says
    "reversed".

    Args:
        answers: a round, or the same as :func:`count` keeps it: then a view is a pick, and no answer is looked at again.
        schools: those in view; None takes all of the round.
        invited: (school, group) → persons invited, where known.
        items: leave False to skip the item cells.
        gaps: leave False to skip the gaps between groups.

    Raises:
        ToolboxError: ``unknown_school``, ``no_answers`` (none in view), ``no_items`` (of this framework).

    Example:
        >>> from toolbox.frameworks import load
        >>> answers = Answers(person=np.array([""]), school=np.array([0]), group=np.array([0]), schools=("North",),
        ...     groups=("staff",), items=("idi.A1", "idi.A2", "idi.A3"), values=np.array([[2, 2, 3]], np.int8))
        >>> found = profile(answers, load("idi-rubric"), round_name="2018", collected_on=date(2018, 5, 1))
        >>> round(found.areas[0].mean.estimate, 1), found.areas[0].median
        (2.3, 2.0)
    """
    counted = count(answers, framework)
    answers = counted if isinstance(counted, Averages) else counted.answers
    in_view = _in_view(answers, schools)
    if isinstance(counted, Averages):
        return profile_of_averages(
            counted,
            framework,
            round_name=round_name,
            collected_on=collected_on,
            schools=[answers.schools[school] for school in in_view],
            invited=invited or {},
            sha256=sha256,
        )
    slices = counted.slices
    seen = np.isin(slices.school, in_view)
    if not seen.any():
        raise ToolboxError(
            "no_answers",
            "There are no answers in this view. Choose another school or round, "
            "or look on the data page at what was left out and why.",
        )
    counts = tuple(_group_count(answers, slices, group, in_view, invited or {}) for group in range(len(answers.groups)))
    view = View(counted=counted, seen=seen, invited=tuple(count.invited for count in counts))
    areas = rated_areas(view) if framework.kind == "rubric" else (*area_cells(view), *counted_areas(view))
    return Profile(
        framework=framework,
        round=round_name,
        collected_on=collected_on,
        schools=tuple(answers.schools[school] for school in in_view),
        of_schools=len(answers.schools),
        places=tuple(in_view.tolist()),
        groups=tuple(count for count in counts if count.answered or count.invited),
        areas=_in_order(framework, areas),
        items=(rated_items(view) if framework.kind == "rubric" else item_cells(view)) if items else (),
        sha256=sha256,
        gaps=gaps_in(view) if gaps else (),
        grids=counted.grids,
    )


def _in_order(framework: Framework, cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """The cells of areas in the framework's order."""
    place = {area.id: number for number, area in enumerate(framework.areas)}
    return tuple(sorted(cells, key=lambda cell: place[cell.area]))


def _in_view(answers: Answers | Averages, schools: Sequence[str] | None) -> np.ndarray:
    """Indices of the schools in view, in the order of the round."""
    if schools is None:
        return np.arange(len(answers.schools))
    for school in schools:
        if school not in answers.schools:
            known = ", ".join(answers.schools[:20]) + (" …" if len(answers.schools) > 20 else "")
            raise ToolboxError("unknown_school", f'There is no school "{school}" in this round. It has: {known}.')
    wanted = set(schools)
    return np.array([place for place, school in enumerate(answers.schools) if school in wanted], np.intp)


def _group_count(
    answers: Answers, slices: Slices, group: int, in_view: np.ndarray, invited: Mapping[tuple[str, str], int]
) -> GroupCount:
    """Answered and invited of one group in view. One school that answered without a number makes the total unknown."""
    answered, total, known = 0, 0, False
    sizes = np.zeros(len(answers.schools), np.int64)
    chosen = slices.group == group
    sizes[slices.school[chosen]] = slices.sizes[chosen]
    missing, by_school = False, []
    for school in in_view:
        number = invited.get((answers.schools[school], answers.groups[group]))
        answered += int(sizes[school])
        if number is not None:
            total, known = total + int(number), True
            by_school.append((int(sizes[school]), int(number)))
        elif sizes[school]:
            missing = True
    return GroupCount(
        group=answers.groups[group],
        answered=answered,
        invited=total if known and not missing else None,
        by_school=tuple(by_school),
    )
