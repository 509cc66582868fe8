"""Leaders of a school are few: may they be shown together with its teachers, as staff? And what else would pass?

Groups of a round can be shown as one as long as nobody has seen it. Once they were shown apart, staff less teachers are the
leaders: the merging is refused wherever a group that is hidden for being few stands beside one that is shown, in any school,
area or item. It stays possible where no group is hidden anywhere, or where both are hidden wherever a school has both (very
small schools) and each group has enough persons in all. Once shown together, groups stay together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from toolbox.model import Cell, Policy, Profile, Shown
from toolbox.store.ledger import about_round

#: Groups of grown-ups who work at a school, in the order they are named.
OF_STAFF = ("leaders", "teachers", "staff")
STAFF = "staff"


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A merging that could be made for a round, and whether it may."""

    parts: tuple[str, ...]
    """The groups, as they are kept."""
    name: str
    schools: int
    """Schools in which one of them is too few to be shown by itself."""
    gained: int
    """Of those, the schools whose staff together are enough."""
    shown: bool
    """Whether the round has been shown to anybody."""
    made: bool
    """Whether it is in force."""
    refused: str = ""
    """"shown_apart" or "shown_together" where it cannot be changed any more."""

    @property
    def into(self) -> dict[str, str]:
        """As the store keeps it."""
        return dict.fromkeys(self.parts, self.name)


def offer(
    apart: Profile, made: Mapping[str, str], seen: Sequence[Shown], round_id: str, policy: Policy
) -> Offer | None:
    """What can be said about showing leaders and teachers as staff; None where a round has no two such groups.

    ``apart``: the profile of every school of the round, groups as they are kept, not released.

    Example:
        >>> from toolbox.disclosure.examples import profile_of
        >>> found = offer(profile_of(leaders=3, teachers=24), {}, (), "1", Policy())
        >>> found.parts, found.name, found.schools, found.gained, found.refused
        (('leaders', 'teachers'), 'staff', 1, 1, '')
        >>> offer(profile_of(leaders=3, teachers=24), {}, [Shown(about="round:1")], "1", Policy()).refused
        'shown_apart'
    """
    held = [count.group for count in apart.groups if count.answered]
    parts = tuple(group for group in OF_STAFF if group in held)
    if len(parts) < 2 or apart.framework.kind == "rubric":
        return None
    states = [each for each in seen if each.about == about_round(round_id)]
    together = any(set(dict(each.merged)) & set(parts) for each in states)
    refused = ""
    if made and together:
        refused = "shown_together"
    elif not made and states and not harmless(_by_cell(apart, parts), policy):
        refused = "shown_apart"
    few = _few(apart, parts, policy.min_n)
    return Offer(
        parts=parts, name=STAFF, schools=len(few), gained=sum(sum(sizes) >= policy.min_n for sizes in few),
        shown=bool(states), made=bool(made), refused=refused,
    )  # fmt: skip


def harmless(cells: Iterable[Sequence[Cell]], policy: Policy) -> bool:
    """Whether the sum of groups that were shown apart tells nothing new of a few persons; ``cells``: the groups of each cell."""
    cells = list(cells)
    return all(_all_shown(each, policy) for each in cells) or all(_all_hidden(each, policy) for each in cells)


def _all_shown(cells: Sequence[Cell], policy: Policy) -> bool:
    """No group is hidden in any school, for being few or alike; then nothing is hidden beside it either."""
    return not any(
        0 < size < policy.min_n or (same and size < policy.min_bands)
        for cell in cells
        for size, same in zip(cell.siblings, cell.alike or (False,) * len(cell.siblings), strict=True)
        if size
    )


def _all_hidden(cells: Sequence[Cell], policy: Policy) -> bool:
    """Wherever a school has two of the groups both are few, and each has enough persons over the schools together."""
    if any(0 < sum(cell.siblings) < policy.min_n for cell in cells):
        return False
    for sizes in zip(*(cell.siblings for cell in cells), strict=True):
        there = [size for size in sizes if size]
        if len(there) > 1 and any(size >= policy.min_n for size in there):
            return False
    return True


def _by_cell(apart: Profile, parts: Sequence[str]) -> list[list[Cell]]:
    found: dict[tuple[str, str], list[Cell]] = {}
    for cell in (*apart.areas, *apart.items):
        if cell.group in parts:
            found.setdefault((cell.area, cell.item), []).append(cell)
    return list(found.values())


def _few(apart: Profile, parts: Sequence[str], least: int) -> list[tuple[int, ...]]:
    """Of every school with too few of one group, beside others, the persons of each: in the area most answered."""
    size = {part: [0] * apart.of_schools for part in parts}
    for cell in apart.areas:
        if cell.group in size:
            size[cell.group] = [max(two) for two in zip(size[cell.group], cell.siblings, strict=True)]
    return [
        sizes
        for sizes in zip(*size.values(), strict=True)
        if any(0 < n < least for n in sizes) and sum(map(bool, sizes)) > 1
    ]
