"""Rounds of several versions of a framework, said in the words of the newest: what a trend can be drawn over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

import numpy as np

from toolbox.model import Answers, Averages, Framework, Item


def versions_of(framework: Framework, known: Mapping[str, Framework]) -> tuple[Framework, ...]:
    """The framework and those it follows, newest first; a version nobody here knows ends the line.

    Example:
        >>> from toolbox.frameworks import load
        >>> now = replace(load("selfie-2020"), id="selfie-2026", follows="selfie-2020")
        >>> [each.id for each in versions_of(now, {"selfie-2020": load("selfie-2020")})]
        ['selfie-2026', 'selfie-2020']
    """
    line = [framework]
    while line[-1].follows in known and line[-1].follows not in {each.id for each in line}:
        line.append(known[line[-1].follows])
    return tuple(line)


def newest_of(used: set[str], known: Mapping[str, Framework]) -> dict[str, str]:
    """For each framework rounds use, the newest used one of its line: rounds with the same make one trend.

    Example:
        >>> from toolbox.frameworks import load
        >>> old = load("selfie-2020")
        >>> now = replace(old, id="selfie-2026", follows="selfie-2020")
        >>> newest_of({"selfie-2020", "selfie-2026"}, {each.id: each for each in (old, now)})
        {'selfie-2020': 'selfie-2026', 'selfie-2026': 'selfie-2026'}
    """
    lines = {id: [each.id for each in versions_of(known[id], known)] for id in sorted(used) if id in known}
    # The longest line that holds it begins with the newest.
    return {
        id: max((line for line in lines.values() if id in line), key=lambda line: (line.index(id), line[0]))[0]
        for id in lines
    }


def names_in(newest: Framework, older: Framework, known: Mapping[str, Framework]) -> tuple[dict, dict, tuple]:
    """What of an older version may be compared: ({item: its id now}, {area: its id now}, (items moved to another area)).

    Example:
        >>> from toolbox.frameworks import load
        >>> items, areas, moved = names_in(load("selfie-2020"), load("selfie-2020"), {})
        >>> items["selfie2020.A1"], areas["B"], moved
        ('selfie2020.A1', 'B', ())
    """
    items = {item.id: item.id for item in newest.items}
    areas = {area.id: area.id for area in newest.areas}
    moved: list[str] = []
    line = versions_of(newest, known)
    place = next((number for number, each in enumerate(line) if each.id == older.id), 0)
    for later, earlier in pairwise(line[: place + 1]):
        items_back, areas_back, gone = _one_step(later, earlier)
        moved += [items[id] for id in gone if id in items]
        items = {items_back[id]: now for id, now in items.items() if id in items_back}
        areas = {areas_back[id]: now for id, now in areas.items() if id in areas_back}
    return items, areas, tuple(moved)


def _one_step(later: Framework, earlier: Framework) -> tuple[dict[str, str], dict[str, str], list[str]]:
    """({item later: item earlier}, {area later: area earlier}, items that moved) from one version to the one before."""
    before = {item.id: item for item in earlier.items}
    items, moved = {}, []
    for item in later.items:
        descent = item.descent
        was = before.get(item.id if descent is None else descent.previous)
        if was is None or not _alike(later, item, earlier, was):
            continue
        if descent is not None and descent.relation == "moved":
            moved.append(item.id)
        elif descent is None or descent.relation == "same":
            items[item.id] = was.id
    there = {area.id for area in earlier.areas}
    areas = {}
    for area in later.areas:
        came = area.descent
        if not came and area.id in there:
            areas[area.id] = area.id
        elif len(came) == 1 and came[0].relation == "same" and came[0].previous in there:
            areas[area.id] = came[0].previous
    return items, areas, moved


def _alike(later: Framework, item: Item, earlier: Framework, was: Item) -> bool:
    """Whether both are answered on the same numbers, the same way round."""
    scales = (later.scale_of(item), earlier.scale_of(was))
    return len({(scale.low, scale.high) for scale in scales}) == 1 and item.reverse == was.reverse


def in_words_of(answers: Answers | Averages, items: Mapping[str, str], areas: Mapping[str, str]) -> Answers | Averages:
    """Answers (or averages) under the names of the newest version; what may not be compared is left out."""
    if isinstance(answers, Averages):
        return Averages(rows=tuple(replace(row, area=areas[row.area]) for row in answers.rows if row.area in areas))
    kept = [place for place, id in enumerate(answers.items) if id in items]
    if len(kept) == len(answers.items) and all(items[id] == id for id in answers.items):
        return answers
    return replace(
        answers,
        items=tuple(items[answers.items[place]] for place in kept),
        values=np.asfortranarray(answers.values[:, kept]),
        reworded=frozenset(items[id] for id in answers.reworded if id in items),
    )
