"""How the persons of a released cell spread over the levels of an area: read by chart, text and table alike."""

from __future__ import annotations

from dataclasses import dataclass

from toolbox.disclosure.released import ReleasedCell
from toolbox.model import Framework


@dataclass(frozen=True, kw_only=True)
class Step:
    """The share of persons between one step of an area and the next."""

    words: str
    share: float
    position: float
    """Where it stands, from 0 (the lowest) to 1 (the highest), whoever is in it."""


def spread_of(cell: ReleasedCell, framework: Framework) -> tuple[Step, ...]:
    """The steps from low to high, also those nobody stands on; () where the spread is not shown.

    Example:
        >>> from toolbox.disclosure.examples import FRAMEWORK
        >>> from toolbox.disclosure.released import gate
        >>> with gate():
        ...     cell = ReleasedCell(area="A", group="teachers", n=24, reached=((3, 0.75), (4, 0.25)))
        >>> [(step.words, step.share) for step in spread_of(cell, FRAMEWORK)]
        [('under 3', 0.25), ('3 to under 4', 0.5), ('4 and above', 0.25)]
    """
    if not cell.reached:
        return ()
    low, high = framework.span(cell.area)
    names = {level.value: level.name for level in framework.levels}
    starts = [(None, 1.0), *cell.reached]
    if names and next(level for level in framework.levels if level.value == cell.reached[0][0]).at_least <= low:
        starts = starts[1:]  # everybody has reached the first level: there is nothing below it
    ends = [*starts[1:], (None, 0.0)]
    made = []
    for place, ((first, share), (following, beyond)) in enumerate(zip(starts, ends, strict=True)):
        words = _named(first, following, names) if names else _numbered(first, following, high)
        made.append(Step(words=words, share=share - beyond, position=place / max(len(starts) - 1, 1)))
    return tuple(made)


def _named(first: int | None, following: int | None, names: dict[int, str]) -> str:
    """A named level; of few persons several together, from this one to the one before the next."""
    between = [
        value
        for value in sorted(names)
        if (first is None or value >= first) and (following is None or value < following)
    ]
    if not between:
        return f"below {names[following]}"
    ends = [names[between[0]], names[between[-1]]]
    return ends[0] if len(between) == 1 else f"{ends[0]} to {ends[1]}"


def _numbered(first: int | None, following: int | None, high: int) -> str:
    if first is None:
        return f"under {following}"
    if following is None:
        return f"{first}" if first == high else f"{first} and above"
    return f"{first} to under {following}"


def target_of(cell: ReleasedCell, framework: Framework) -> tuple[str, float] | None:
    """The step a whole school is looked at by, in words, and the share of persons at or above it.

    The level the average has reached, where the framework names levels; else the top of the scale. None where neither is.

    Example:
        >>> from toolbox.disclosure.examples import FRAMEWORK
        >>> from toolbox.disclosure.released import gate
        >>> with gate():
        ...     cell = ReleasedCell(area="A", group="teachers", n=24, mean=3.2, top_share=0.25)
        >>> target_of(cell, FRAMEWORK)
        ('4', 0.25)
    """
    shares = dict(cell.reached)
    levels = [level for level in framework.levels if cell.mean is not None and cell.mean >= level.at_least]
    levels = [level for level in levels if level.value in shares and level.at_least > framework.span(cell.area)[0]]
    if levels:
        level = max(levels, key=lambda each: each.at_least)
        return level.name, shares[level.value]
    if framework.levels or cell.top_share is None:
        return None
    scale = next(framework.scale_of(item) for item in framework.items_of(cell.area))
    return f"{scale.top_from}", cell.top_share
