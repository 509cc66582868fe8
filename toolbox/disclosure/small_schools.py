"""Schools of which nothing can be shown, because too few of every group answered: which could be shown together as one?

Instead of a blank, small schools of a hub may be shown as one, under the names of all ("Small schools: Ash, Elm, Oak").
The same rule as for merged groups (:mod:`toolbox.disclosure.merging`), and stricter: only as long as nobody saw a round of
theirs, because the schools stand together in every round, and next to a round that was shown with each by itself - all
schools together less the others - their sum would tell of the few that are left. Then they stay together. Their page is for
whoever may see every one of them: the average of several tells a member of one about the others (rule 10).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from toolbox.model import Policy, Profile, Together

Sizes = Mapping[str, Mapping[str, int]]
"""School → group → persons with a valid answer, in the area most of them answered."""


@dataclass(frozen=True, kw_only=True)
class SmallSchools:
    """What can be said about the small schools of a round."""

    small: tuple[str, ...]
    """Those of which nothing can be shown, and that are not together with others yet, in the order of their names."""
    suggested: tuple[str, ...]
    """The fewest of them, of one hub, that are enough together; () where no such schools are there."""
    group: str
    """The group in which they are."""
    persons: int
    """How many answered in them; at least the least number, so that it may be told."""
    hub: str
    """The hub they were looked for in; "" where nothing is known of a hub."""
    together: tuple[Together, ...]
    """Schools of the round that are shown as one."""
    shown: bool
    """Whether a round of one of the suggested schools, or of those together, has been shown to anybody."""


def small_schools(
    profile: Profile,
    hubs: Mapping[str, str],
    together: Iterable[Together],
    shown: Callable[[tuple[str, ...]], bool],
    policy: Policy,
    of: str = "",
) -> SmallSchools | None:
    """What can be said of the small schools of a round; None where there is none, and none is together with others.

    Args:
        profile: every school of the round, not released.
        hubs: school → hub, where it is known.
        shown: whether a round of one of these schools has been shown to anybody.
        of: the school that is looked at; the smallest one otherwise.
    """
    if profile.framework.kind == "rubric":
        return None
    sizes = sizes_of(profile)
    named = tuple(each for each in together if each.name in sizes)
    apart = {school: by for school, by in sizes.items() if school not in {each.name for each in named}}
    small = tuple(sorted(school for school, by in apart.items() if 0 < max(by.values(), default=0) < policy.min_n))
    if of and of not in small and of not in {each.name for each in named}:
        return None
    if not small and not named:
        return None
    begin = of if of in small else min(small, key=lambda school: max(apart[school].values()), default="")
    hub = hubs.get(begin, "")
    here = [school for school in small if not hub or hubs.get(school, "") == hub]
    inside, elsewhere = (
        {school: apart[school] for school in small if (school in here) == wanted} for wanted in (True, False)
    )
    suggested, group = fewest(begin, inside, policy.min_n, elsewhere) if begin else ((), "")
    concerned = (*suggested, *(school for each in named for school in each.schools))
    return SmallSchools(
        small=small, suggested=suggested, group=group,
        persons=sum(apart[school].get(group, 0) for school in suggested), hub=hub, together=named,
        shown=bool(concerned) and shown(concerned),
    )  # fmt: skip


def sizes_of(profile: Profile) -> dict[str, dict[str, int]]:
    """School → group → persons, of a profile of every school.

    Example:
        >>> from dataclasses import replace
        >>> from toolbox.disclosure.examples import hub_of
        >>> sizes_of(replace(hub_of(3, 24), schools=("Elm", "Oak")))
        {'Elm': {'teachers': 3}, 'Oak': {'teachers': 24}}
    """
    found: dict[str, dict[str, int]] = {school: {} for school in profile.schools}
    for cell in profile.areas:
        for school, size in zip(profile.schools, cell.siblings or (cell.n,), strict=True):
            if size:
                found[school][cell.group] = max(found[school].get(cell.group, 0), size)
    return found


def fewest(begin: str, sizes: Sizes, least: int, elsewhere: Sizes | None = None) -> tuple[tuple[str, ...], str]:
    """The fewest schools that are enough together with one, in the group where that takes fewest; and that group.

    Small schools that are left over, here or ``elsewhere`` in the round, must be nobody, or two schools and enough
    persons: else another school would have to be hidden with them (rule 4), and that would be these. They are taken along
    where they can be.

    Example:
        >>> fewest("Elm", {"Elm": {"teachers": 2}, "Oak": {"teachers": 1}, "Ash": {"teachers": 2, "leaders": 4}}, 5)
        (('Ash', 'Elm', 'Oak'), 'teachers')
        >>> fewest("Elm", {"Elm": {"teachers": 4}, "Oak": {"teachers": 1}, "Ash": {"teachers": 2}}, 5)
        (('Ash', 'Elm', 'Oak'), 'teachers')
        >>> fewest("Elm", {"Elm": {"teachers": 2}, "Oak": {"teachers": 1}}, 5)
        ((), '')
    """
    found: list[tuple[bool, int, str, Sequence[str]]] = []
    for group, own in sizes[begin].items():
        size = {school: by.get(group, 0) for school, by in sizes.items()}
        apart = [by[group] for by in (elsewhere or {}).values() if by.get(group)]
        others = sorted((school for school in sizes if school != begin), key=lambda school: (-size[school], school))
        for more in range(1, len(others) + 1):
            if own + sum(size[school] for school in others[:more]) < least:
                continue
            left = [*apart, *(size[school] for school in others[more:] if size[school])]
            alone = bool(left) and (len(left) < 2 or sum(left) < least)
            found.append((alone, more, group, others[:more]))
    if not found:
        return (), ""
    _, _, group, others = min(found, key=lambda each: each[:3])
    return tuple(sorted([begin, *others])), group
