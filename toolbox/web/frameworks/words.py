"""How the page speaks of a framework: its kind, its scale, its size."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from toolbox.model import Framework, Scale

KINDS = {
    "survey": "Survey: many people answer",
    "rubric": "Agreed rating: one for each school and item",
    "frame": "Frame: areas only",
}
SUMMARIES = {
    "mean": "the average of its items",
    "median": "the middle rating, with the lowest and the highest",
    "compliance": "how many items reach the required level; never an average",
}
MOST_NAMED = 12


def size(framework: Framework) -> str:
    """How large it is.

    Example:
        >>> from toolbox.frameworks import load
        >>> size(load("selfie-2020")), size(load("digcomporg"))
        ('8 areas, 45 items', '7 areas')
    """
    areas, items = len(framework.areas), len(framework.items)
    said = f"{areas} area{'' if areas == 1 else 's'}"
    return f"{said}, {items} item{'' if items == 1 else 's'}" if items else said


def names(found: Iterable[Framework]) -> dict[str, str]:
    """Id → name; two of one name are told apart by their version, and where that is the same by their id.

    Example:
        >>> from dataclasses import replace
        >>> from toolbox.frameworks.examples import FIRST
        >>> list(names([FIRST, replace(FIRST, id="x", version="2"), replace(FIRST, id="y", version="2")]).values())
        ['The first version, first', 'The first version, 2 (x)', 'The first version, 2 (y)']
    """
    found = tuple(found)
    alike = Counter(each.name for each in found)
    twins = Counter((each.name, each.version) for each in found)
    return {
        each.id: each.name
        + (f", {each.version}" if alike[each.name] > 1 else "")
        + (f" ({each.id})" if twins[each.name, each.version] > 1 else "")
        for each in found
    }


def kind(framework: Framework) -> str:
    """Its kind in a word for a table.

    Example:
        >>> from toolbox.frameworks import load
        >>> kind(load("idi-rubric")), kind(load("device-use"))
        ('Agreed rating', 'Survey, categories')
    """
    word = KINDS[framework.kind].split(":")[0]
    return f"{word}, categories" if any(scale.categories for scale in framework.scales) else word


def scale(each: Scale) -> str:
    """A scale in one line.

    Example:
        >>> from toolbox.frameworks import load
        >>> scale(load("future-classroom").scales[0])
        '1 to 5: 1 Exchange · 2 Enrich · 4 Extend · 5 Empower'
        >>> scale(load("device-use").scales[1])
        'ordered categories, counted and never averaged: None · Up to 30 minutes · More than 30 minutes'
    """
    if each.categories:
        return "ordered categories, counted and never averaged: " + " · ".join(words for _, words in each.labels)
    named = " · ".join(f"{value} {words}" for value, words in each.labels)
    top = f"; from {each.top_from} on counted as the top" if each.top_from is not None else ""
    return f"{each.low} to {each.high}{top}" + (f": {named}" if named else "")


def named(names: list[str]) -> str:
    """Names in a row; of many the first and how many more.

    Example:
        >>> named(["a", "b"]), named([str(number) for number in range(14)])
        ('a · b', '0 · 1 · 2 · 3 · 4 · 5 · 6 · 7 · 8 · 9 · 10 · 11 · and 2 more')
    """
    more = len(names) - MOST_NAMED
    return " · ".join(names if more < 2 else [*names[:MOST_NAMED], f"and {more} more"])
