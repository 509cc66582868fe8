"""Ratings from outside (an assessor, a visit) beside the school's own, indicator by indicator. Both are stated, no answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from toolbox.disclosure.released import ReleasedProfile
from toolbox.disclosure.steps import standing
from toolbox.model import Item, RatingNote


@dataclass(frozen=True, kw_only=True)
class RatedTwice:
    """One indicator as the school rates it and as somebody from outside does."""

    item: Item
    own: float
    outside: int
    by: str

    @property
    def difference(self) -> float:
        """Own minus outside: positive where the school rates itself higher."""
        return self.own - self.outside


def rated_twice(found: ReleasedProfile, notes: Iterable[RatingNote]) -> tuple[RatedTwice, ...]:
    """The indicators of the one school in view that were rated both ways, in the order of the framework.

    Example:
        >>> from toolbox.disclosure.examples import rated
        >>> note = RatingNote(round="r", school="School 1", item="example.I2", external=2, external_by="visit of the hub")
        >>> [(each.item.code, each.own, each.outside, each.difference) for each in rated_twice(rated([1, 4, 4]), [note])]
        [('I2', 4.0, 2, 2.0)]
    """
    if len(found.schools) != 1 or found.framework.kind != "rubric":
        return ()
    outside = {note.item: note for note in notes if note.external is not None and note.school == found.schools[0]}
    own = {cell.item: standing(cell, found.framework) for cell in found.items}
    return tuple(
        RatedTwice(item=item, own=own[item.id], outside=note.external, by=note.external_by)
        for item in found.framework.items
        if (note := outside.get(item.id)) is not None and own.get(item.id) is not None
    )
