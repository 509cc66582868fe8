"""Area scores of persons by the half rule."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from toolbox.model import Answers, Framework, Item, Scores, State, ToolboxError
from toolbox.scoring.slices import Slices, in_order, slices_of
from toolbox.scoring.tallies import BLOCK, STATES, Tally, tally


def score(answers: Answers, framework: Framework, *, items: Sequence[str] | None = None, half: float = 0.5) -> Scores:
    """Every person's score in every area of the framework.

    Args:
        items: ids to score on, for comparisons on common items; None takes all the round has.
        half: share of the asked items that must be answered validly (0..1].

    Returns:
        Scores in the row order of ``answers``; ``score`` is on the framework's scale, NaN where too few items were
        answered; ``answered`` and ``asked`` count items. Areas without an item in the round are left out.

    Raises:
        ToolboxError: ``no_items`` where the round holds no item of this framework.

    Example:
        >>> from toolbox.frameworks import load
        >>> answers = Answers(person=np.array(["P-1", "P-2"]), school=np.array([0, 0]), group=np.array([0, 0]),
        ...     schools=("North",), groups=("teachers",), items=("selfie2020.A1", "selfie2020.A2", "selfie2020.A3"),
        ...     values=np.array([[4, 5, State.BLANK], [3, State.BLANK, State.BLANK]], np.int8))
        >>> score(answers, load("selfie-2020")).score.ravel().tolist()   # P-2 answered one of two asked items
        [4.5, 3.0]
    """
    if not 0 < half <= 1:
        raise ValueError(f"half must lie above 0 and not above 1, not {half}")
    known = items_of(answers, framework, items)
    ordered, order = in_order(answers)
    slices = slices_of(ordered)
    scores = score_slices(ordered, framework, slices, tally(ordered, framework, slices, known), half=half)
    if order is None:
        return scores
    back = np.empty_like(order)
    back[order] = np.arange(len(order))
    return Scores(
        person=answers.person,
        school=answers.school,
        group=answers.group,
        schools=answers.schools,
        groups=answers.groups,
        areas=scores.areas,
        score=scores.score[back],
        answered=scores.answered[back],
        asked=scores.asked[back],
    )


def items_of(answers: Answers, framework: Framework, items: Sequence[str] | None = None) -> tuple[Item, ...]:
    """The items of the framework that the answers hold (of those wanted), in the framework's order.

    Raises:
        ToolboxError: ``no_items`` where there are none.
    """
    held = set(answers.items) if items is None else set(answers.items) & set(items)
    known = tuple(item for item in framework.items if item.id in held)
    if not known:
        raise ToolboxError(
            "no_items",
            f'These answers hold no item of "{framework.name}". Choose the framework they were mapped to, '
            "or map the file again.",
        )
    return known


def asked_by_slice(tallies: Sequence[Tally], slices: Slices) -> np.ndarray:
    """Whether each item was asked of each slice: slices × items, bool. See the module's rules."""
    asked = np.zeros((len(slices), len(tallies)), bool)
    for column, each in enumerate(tallies):
        given = each.given
        if each.item.optional:
            asked[:, column] = given > 0
        else:
            by_group = np.bincount(slices.group, weights=given)
            asked[:, column] = by_group[slices.group] > 0
    return asked


def score_slices(
    answers: Answers, framework: Framework, slices: Slices, tallies: Sequence[Tally], *, half: float = 0.5
) -> Scores:
    """:func:`score` for rows already sorted and tallied."""
    areas = areas_of(framework, tallies)
    shape = (len(answers), len(areas))
    points = np.empty(shape, order="F")
    answered, asked = np.empty(shape, np.int16, order="F"), np.empty(shape, np.int16, order="F")
    by_slice = asked_by_slice(tallies, slices)
    for place, area in enumerate(areas):
        found = score_area(answers, slices, tallies, by_slice, area, half=half)
        if not framework.averaged:
            found = (level_area(answers, framework, tallies, area), *found[1:])
        points[:, place], answered[:, place], asked[:, place] = found
    return Scores(
        person=answers.person,
        school=answers.school,
        group=answers.group,
        schools=answers.schools,
        groups=answers.groups,
        areas=areas,
        score=points,
        answered=answered,
        asked=asked,
    )


def areas_of(framework: Framework, tallies: Sequence[Tally]) -> tuple[str, ...]:
    """The areas of the framework that have an item to average among these, in order."""
    there = {each.item.area for each in tallies if not each.scale.categories}
    return tuple(area.id for area in framework.areas if area.id in there)


def score_area(
    answers: Answers, slices: Slices, tallies: Sequence[Tally], by_slice: np.ndarray, area: str, *, half: float = 0.5
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """One area's (score, items answered, items asked) of every person; ``by_slice`` is :func:`asked_by_slice`.

    One area at a time, so that a profile of a million answers never holds the scores of all areas.
    """
    columns = {item: column for column, item in enumerate(answers.items)}
    members = [
        (columns[each.item.id], place, each)
        for place, each in enumerate(tallies)
        if each.item.area == area and not each.scale.categories
    ]
    not_shown = STATES.index(State.NOT_SHOWN)
    points = np.empty(len(answers))
    answered = np.zeros(len(answers), np.int16)
    asked = np.repeat(by_slice[:, [place for _, place, _ in members]].sum(axis=1, dtype=np.int16), slices.sizes)
    for column, place, each in members:
        if each.states[:, not_shown].any():
            # Not shown to this person, though asked of the group: not missing, simply not asked.
            asked -= (answers.values[:, column] == State.NOT_SHOWN) & np.repeat(by_slice[:, place], slices.sizes)
    for first in range(0, len(answers), BLOCK):
        rows = slice(first, first + BLOCK)
        block = [(answers.values[rows, column], each) for column, _, each in members]
        _score_block(block, points[rows], answered[rows], asked[rows], half)
    return points, answered, asked


def level_area(answers: Answers, framework: Framework, tallies: Sequence[Tally], area: str) -> np.ndarray:
    """One area's level of every row of a rubric that is not averaged; NaN where nothing of it is rated.

    Where every indicator has to reach a level it is the lowest rating, else the lower of the two middle ones.
    """
    members = [each for each in tallies if each.item.area == area]
    rated = np.full((len(answers), len(members)), np.nan)
    for column, each in enumerate(members):
        held = answers.values[:, answers.items.index(each.item.id)].astype(float)
        held[(held < each.scale.low) | (held > each.scale.high)] = np.nan
        rated[:, column] = each.scale.low + each.scale.high - held if each.item.reverse else held
    rated.sort(axis=1)  # what is not rated goes last
    count = np.isfinite(rated).sum(axis=1)
    place = np.zeros(len(rated), np.int64) if framework.summary == "compliance" else np.maximum(count - 1, 0) // 2
    return rated[np.arange(len(rated)), place]


def _score_block(
    members: list[tuple[np.ndarray, Tally]], points: np.ndarray, answered: np.ndarray, asked: np.ndarray, half: float
) -> None:
    """Score one area for one block of rows, small enough for the processor's cache; written into the views given."""
    total = np.zeros(len(points), np.int32)
    for column, each in members:
        low, high = each.scale.low, each.scale.high
        valid = (column >= low) & (column <= high)
        answered += valid
        part = column * valid  # int8: 0 where there is no value
        if each.item.reverse:
            total += np.int32(low + high) * valid
            total -= part
        else:
            total += part
    enough = (answered >= np.ceil(half * asked - 1e-9)) & (answered > 0)
    points.fill(np.nan)
    np.divide(total, answered, out=points, where=enough)
