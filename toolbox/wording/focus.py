"""What a school might choose as a next step, each with its reason in a sentence, from released numbers only.

It suggests and never decides: what stands lowest, what groups see most differently, what one group is divided on, what is
furthest from the next level. The same area is suggested once, with every reason there is for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from toolbox.disclosure import ReleasedCell, ReleasedProfile, standing
from toolbox.disclosure.words import group_name, points
from toolbox.model import Framework, Level
from toolbox.wording.profiles import FIRST
from toolbox.wording.steps import number
from toolbox.wording.templates import say
from toolbox.wording.unity import agreement_words

#: So many suggestions are a choice; more are a list.
MOST = 4


@dataclass(frozen=True, kw_only=True)
class Focus:
    """One thing a next step could be about, and why."""

    area: str
    item: str = ""
    group: str = ""
    why: str = ""
    """In half a sentence; the page puts it beside the name."""


def suggestions(found: ReleasedProfile, aims: Mapping[str, int] | None = None) -> tuple[Focus, ...]:
    """Up to four things to choose from, those with a clearer reason first; none where nothing may be shown.

    Args:
        aims: of a rubric, the level each indicator is to reach (by item), where the school stated one.

    Example:
        >>> from toolbox.disclosure import release
        >>> from toolbox.disclosure.examples import profile_of
        >>> suggestions(release(profile_of(leaders=3, teachers=24)))[0].why
        'Teachers place it at 3.5 on a scale from 1 to 5'
    """
    seen = [cell for cell in found.areas if standing(cell, found.framework) is not None]
    if not seen:
        return ()
    rubric = found.framework.kind == "rubric"
    ways = (_below, _lowest) if rubric else (_lowest, _apart, _split, _level)
    made = [focus for way in ways for focus in way(found, seen, aims or {})]
    return _together(made)[:MOST]


def next_level(framework: Framework, mean: float) -> Level | None:
    """The nearest level a mean has not reached; None on the highest, or where the framework names none.

    Example:
        >>> from toolbox.disclosure.examples import FRAMEWORK
        >>> next_level(replace(FRAMEWORK, levels=(Level(value=1, name="B", at_least=4.0),)), 3.5).name
        'B'
    """
    return min(
        (each for each in framework.levels if each.at_least > mean), key=lambda each: each.at_least, default=None
    )


def prompts(found: ReleasedProfile, focus: Focus) -> tuple[str, ...]:
    """What the framework says about the next level, as prompts: its name, and what a school there does."""
    cell = cell_of(found, focus)
    at = standing(cell, found.framework)
    if at is None:
        return ()
    said = []
    if (level := next_level(found.framework, at)) is not None:
        said.append(say("next_level", level=level.name, aim=number(level.at_least, rated=True)))
    item = next((item for item in found.framework.items if item.id == focus.item), None)
    if item is None:
        return tuple(said)
    named = dict(found.framework.scale_of(item).labels) if found.framework.kind == "rubric" and not said else {}
    if (further := min((value for value in named if value > at), default=None)) is not None:
        said.append(say("next_rated", aim=further, level=named[further]))
    described = dict(item.levels)
    if (further := min((value for value in described if value > at), default=None)) is not None:
        said.append(say("next_described", text=described[further]))
    return tuple(said)


def cell_of(found: ReleasedProfile, focus: Focus) -> ReleasedCell | None:
    """The released number a focus is about; of the first group that has one where it names none."""
    cells = found.items if focus.item else found.areas
    mine = {cell.group: cell for cell in cells if (cell.item == focus.item if focus.item else cell.area == focus.area)}
    if focus.group:
        return mine.get(focus.group)
    shown = [group for group, cell in mine.items() if standing(cell, found.framework) is not None]
    return mine[_first(shown)] if shown else next(iter(mine.values()), None)


def _lowest(found: ReleasedProfile, seen: list[ReleasedCell], _aims: Mapping[str, int]) -> Iterable[Focus]:
    group = _first(cell.group for cell in seen)
    mine = [cell for cell in seen if cell.group == group]
    low = min(mine, key=lambda cell: standing(cell, found.framework))
    low_end, high_end = found.framework.span(low.area)
    rubric = found.framework.kind == "rubric"
    words = {"mean": number(standing(low, found.framework), rated=rubric), "low_end": low_end, "high_end": high_end}
    if rubric:
        why = say("focus_lowest_rubric", **words)
    else:  # one area alone is neither the lowest nor the highest
        why = say("focus_lowest" if len(mine) > 1 else "focus_only", Group=group_name(group), **words)
    yield Focus(area=low.area, group="" if rubric else group, why=why)


def _apart(found: ReleasedProfile, seen: list[ReleasedCell], _aims: Mapping[str, int]) -> Iterable[Focus]:
    """The widest of the gaps that are worth a sentence; nothing where none is."""
    told = [gap for gap in found.gaps if gap.clear and not gap.hidden and None not in (gap.mean, gap.mean_other)]
    if told:
        widest = max(told, key=lambda gap: abs(gap.difference))
        sides = ((widest.group, widest.mean), (widest.other, widest.mean_other))
        yield _between(widest.area, *sorted(sides, key=lambda side: side[1]))


def _between(area: str, lower: tuple[str, float], upper: tuple[str, float]) -> Focus:
    why = say(
        "focus_apart", upper=upper[0], upper_mean=points(upper[1]), lower=lower[0], lower_mean=points(lower[1])
    )  # fmt: skip
    return Focus(area=area, why=why)


def _split(found: ReleasedProfile, seen: list[ReleasedCell], _aims: Mapping[str, int]) -> Iterable[Focus]:
    split = say("unity_split")
    divided = [cell for cell in seen if agreement_words(cell) == split]
    if divided:
        most = min(divided, key=lambda cell: cell.unity.r_wg)
        yield Focus(area=most.area, group=most.group, why=say("focus_split", group=most.group))


def _level(found: ReleasedProfile, seen: list[ReleasedCell], _aims: Mapping[str, int]) -> Iterable[Focus]:
    group = _first(cell.group for cell in seen)
    steps = [
        (level.at_least - cell.mean, cell, level)
        for cell in seen
        if cell.group == group and (level := next_level(found.framework, cell.mean)) is not None
    ]
    if steps:
        _, cell, level = max(steps, key=lambda step: step[0])
        words = {"mean": points(cell.mean), "level": level.name, "aim": points(level.at_least)}
        yield Focus(area=cell.area, group=group, why=say("focus_level", Group=group_name(group), **words))


def _below(found: ReleasedProfile, _seen: list[ReleasedCell], aims: Mapping[str, int]) -> Iterable[Focus]:
    """Indicators furthest below the level they are to reach: the school's own aim, or what the framework requires."""
    required = found.framework.required
    rated = {cell: at for cell in found.items if (at := standing(cell, found.framework)) is not None}
    ways = [(aim - at, cell, aim) for cell, at in rated.items() if (aim := aims.get(cell.item, required)) is not None]
    for distance, cell, aim in sorted(ways, key=lambda way: -way[0])[: MOST - 1]:
        if distance > 0:
            why = say("focus_below", mean=number(rated[cell], rated=True), aim=number(aim, rated=True))
            yield Focus(area=cell.area, item=cell.item, why=why)


def _together(made: Iterable[Focus]) -> tuple[Focus, ...]:
    """Each area or item once, with all its reasons."""
    kept: dict[tuple[str, str], Focus] = {}
    for focus in made:
        place = (focus.area, focus.item)
        before = kept.get(place)
        kept[place] = focus if before is None else replace(before, why=f"{before.why}; and {_lower(focus.why)}")
    return tuple(kept.values())


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _first(groups: Iterable[str]) -> str:
    there = list(dict.fromkeys(groups))
    return next((group for group in FIRST if group in there), there[0])
