"""What items of one area tell of the pairs about each other: they add up to it, so that a few could follow (rule 11)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Gaps:
    """Rule 11 for one group and area: who left some items out, and the item that is hidden for it."""

    persons: tuple[int, ...]
    """Persons of each school of the round who left out some, not all, of the items."""
    hides: tuple[str, ...]
    """The item hidden in each school, "" where none is."""
    hides_all: str
    """The item hidden for all schools together, "" where none is."""

    def here(self, places: Sequence[int]) -> str:
        """The item hidden for the schools in view, by their places in the round."""
        return self.hides[places[0]] if len(places) == 1 else self.hides_all

    def hidden_in(self, item: str) -> list[bool]:
        """For each school whether it hides this item."""
        return [each == item for each in self.hides]

    def persons_behind(self, item: str) -> list[int]:
        """For each school that hides this item the persons it is hidden for; 0 for the others."""
        return [persons if each == item else 0 for persons, each in zip(self.persons, self.hides, strict=True)]


def gaps_of(persons: Sequence[int], sizes: Mapping[str, Sequence[int]], least: int) -> Gaps:
    """Rule 11 for one group and area. ``sizes``: persons of each school by item.

    Example:
        >>> gaps_of([1, 0, 6], {"A1": [9, 8, 20], "A2": [8, 8, 14]}, 5).hides
        ('A2', '', '')
    """
    totals = {item: sum(each) for item, each in sizes.items()}
    # The item most left out in the whole round first: the same one wherever possible, so that schools cover for each
    # other. A lone item is its area: nothing to hide.
    order = sorted(totals, key=lambda item: (totals[item], item)) if len(totals) > 1 else []

    def first(here: Callable[[str], int]) -> str:
        return next((item for item in order if here(item) >= least), "")

    return Gaps(
        persons=tuple(persons),
        hides=tuple(
            first(lambda item, place=place: sizes[item][place]) if 0 < some < least else ""
            for place, some in enumerate(persons)
        ),
        hides_all=first(totals.__getitem__) if 0 < sum(persons) < least else "",
    )
