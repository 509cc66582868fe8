"""The gate for profiles: rules 1 to 5 and 11 of the room, applied to every cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from toolbox.disclosure import rules
from toolbox.disclosure.beside import Gaps, company, gaps_of
from toolbox.disclosure.gaps import release_gaps
from toolbox.disclosure.ratings import intervals, stated_cell
from toolbox.disclosure.released import ReleasedCell, ReleasedCount, ReleasedProfile, gate
from toolbox.disclosure.rules import View
from toolbox.model import Cell, Framework, GroupCount, Policy, Profile, Viewer


def release_profile(profile: Profile, policy: Policy, viewer: Viewer) -> ReleasedProfile:
    """A profile as this viewer may see it. The rules stand in :mod:`toolbox.disclosure`."""
    view = rules.view_of(profile.schools, profile.of_schools, viewer)
    rubric = profile.framework.kind == "rubric"
    with gate():
        gaps = {} if rubric else _gaps(profile, policy.min_n)
        areas = tuple(_cell(cell, profile, policy, view, gaps) for cell in profile.areas)
        items = tuple(_cell(cell, profile, policy, view, gaps) for cell in profile.items)
        if not rubric:
            items = _guard_items(areas, items, profile, policy, gaps)
        return ReleasedProfile(
            framework=profile.framework,
            round=profile.round,
            collected_on=profile.collected_on,
            schools=profile.schools,
            of_schools=profile.of_schools,
            groups=tuple(_count(count, policy, rubric) for count in profile.groups),
            areas=areas,
            items=items,
            policy=policy,
            sha256=profile.sha256,
            gaps=release_gaps(profile, areas, items, policy, view),
        )


def _count(count: GroupCount, policy: Policy, rubric: bool) -> ReleasedCount:
    answered = count.answered if rubric else rules.size(count.answered, policy)
    possible = answered is not None and count.invited and count.invited >= answered
    return ReleasedCount(
        group=count.group,
        answered=answered,
        invited=count.invited,
        rate=answered / count.invited if possible else None,
        hidden="" if answered is not None else "few",
    )


def _gaps(profile: Profile, least: int) -> dict[tuple[str, str], Gaps]:
    """Rule 11 for every area and group whose schools are known."""
    return {
        (area.area, area.group): gaps_of(
            area.gaps,
            {cell.item: cell.siblings for cell in profile.items if (cell.area, cell.group) == (area.area, area.group)},
            least,
        )
        for area in profile.areas
        if area.gaps
    }


def _cell(
    cell: Cell, profile: Profile, policy: Policy, view: View, gaps: Mapping[tuple[str, str], Gaps]
) -> ReleasedCell:
    """One cell with as much detail as its persons carry."""
    framework = profile.framework
    if framework.kind == "rubric":
        return stated_cell(cell, framework)
    counted = cell.mean.refused == "counted"
    known = gaps.get((cell.area, cell.group)) if cell.item and not counted else None
    mean, spread, options = (_reason(cell, least, policy, view, known, profile.places) for least in _levels(policy))
    if not mean and known is not None and cell.item == known.here(profile.places):
        mean = "beside"
    if counted and not mean:  # without an average there is nothing to say of so few
        mean = "counted" if not cell.item else "few_counted" if spread else ""
    if mean:
        return ReleasedCell(area=cell.area, group=cell.group, item=cell.item, hidden=mean)
    known = {"area": cell.area, "group": cell.group, "item": cell.item, "n": cell.n, "mean": cell.mean.estimate}
    if spread:
        return ReleasedCell(**known, flags=(*rules.harmless(cell.mean.flags), "mean_only"))
    shares = _shares(cell, framework, in_bands=bool(options))
    return ReleasedCell(
        **known,
        sd=cell.sd,
        se=cell.mean.se,
        ci_low=cell.mean.ci_low,
        ci_high=cell.mean.ci_high,
        top_share=cell.top_share,
        top_range=cell.top_range,
        shares=shares,
        shares_between=intervals(cell, shares, _invited(profile, cell.group), policy),
        states=_states(cell),
        flags=(*cell.mean.flags, "bands") if options else cell.mean.flags,
        bounds=cell.bounds,
        reached=_reached(cell, in_bands=bool(options)),
        unity=cell.unity,
        shares_away=cell.shares_away,
    )


def _invited(profile: Profile, group: str) -> int | None:
    return next((count.invited for count in profile.groups if count.group == group), None)


def _levels(policy: Policy) -> tuple[int, int, int]:
    least = policy.min_n
    return least, max(least, policy.min_bands), max(least, policy.min_distribution)


def _reason(cell: Cell, least: int, policy: Policy, view: View, gaps: Gaps | None, places: Sequence[int]) -> str:
    """Rules 1 to 4, 11 and 21: why a cell is not shown at this level of detail; "" where it is."""
    if policy.min_n <= cell.n < policy.min_bands and _all_alike(cell):
        return "alike"
    alike = cell.alike or (False,) * len(cell.siblings)
    withheld = [same and size < policy.min_bands for same, size in zip(alike, cell.siblings, strict=True)]
    enough = policy.min_n
    if cell.since:
        if cell.n >= least and rules.since_hides(cell.since, places, least):
            return "since"
        few, enough = rules.few_since(cell.since, least), least
        withheld = [gone or late for gone, late in zip(withheld, few, strict=True)]
    behind = [*cell.since]
    if gaps is not None:
        withheld = [gone or beside for gone, beside in zip(withheld, gaps.hidden_in(cell.item), strict=True)]
        behind.append(gaps.persons_behind(cell.item))
    return rules.seen(cell.n, least, view, cell.siblings, withheld, behind, enough)


def reasons_by_school(cell: Cell, least: int, policy: Policy) -> list[str]:
    """Of every school of the round why its own page does not show this area at this level of detail; "" where it does.

    Example:
        >>> reasons_by_school(Cell(area="A", group="teachers", siblings=(3, 6, 24, 30)), 5, Policy())
        ['few', 'complement', '', '']
    """
    alike = cell.alike or (False,) * len(cell.siblings)
    withheld = [same and size < policy.min_bands for same, size in zip(alike, cell.siblings, strict=True)]
    late = rules.few_since(cell.since, least) if cell.since else [False] * len(withheld)
    hidden = [gone or new or size < least for gone, new, size in zip(withheld, late, cell.siblings, strict=True)]
    several = len(cell.siblings) > 1
    up_to = rules.complement(cell.siblings, hidden, least, cell.since, least).up_to if several else 0

    def reason(size: int, gone: bool, new: bool) -> str:
        if size == 0:
            return "no_answers"
        if gone and size >= policy.min_n:
            return "alike"
        return "few" if size < least else "since" if new else "complement" if size <= up_to else ""

    return [reason(*each) for each in zip(cell.siblings, withheld, late, strict=True)]


def _all_alike(cell: Cell) -> bool:
    return cell.sd == 0 or sum(persons > 0 for _, persons in cell.counts) == 1


def _shares(cell: Cell, framework: Framework, *, in_bands: bool) -> tuple[tuple[int, int, float], ...]:
    """The share of persons at each option, or in three bands of the scale."""
    if not cell.counts or not cell.n:
        return ()
    item = next(item for item in framework.items if item.id == cell.item)
    scale = framework.scale_of(item)
    counts = dict(cell.counts)
    cuts = rules.bands(scale.low, scale.high) if in_bands else [(value, value) for value, _ in cell.counts]
    return tuple(
        (low, high, sum(counts.get(value, 0) for value in range(low, high + 1)) / cell.n) for low, high in cuts
    )


def _reached(cell: Cell, *, in_bands: bool) -> tuple[tuple[int, float], ...]:
    """The share of persons at or above every step, or at or above where the three bands of the steps begin."""
    if not in_bands:
        return cell.reached
    starts = [first for first, _ in rules.bands(0, len(cell.reached)) if first > 0]
    return tuple(cell.reached[first - 1] for first in starts)


def _states(cell: Cell) -> tuple[tuple, ...]:
    asked = cell.n + sum(persons for _, persons in cell.states)
    return tuple((state, persons / asked) for state, persons in cell.states)


def _guard_items(
    areas: tuple[ReleasedCell, ...],
    items: tuple[ReleasedCell, ...],
    profile: Profile,
    policy: Policy,
    gaps: Mapping[tuple[str, str], Gaps],
) -> tuple[ReleasedCell, ...]:
    """Rules 3 and 5: items add up to their area, so a hidden area or a lone hidden item needs company."""
    # What is counted adds up to no area: it neither gives an item away nor needs company.
    averaged = {(cell.group, cell.item) for cell in profile.items if cell.mean.refused != "counted"}
    sizes = {(cell.area, cell.group, cell.item): cell.n for cell in (*profile.areas, *profile.items)}
    also: set[tuple[str, str]] = set()
    for area in areas:
        place = (area.area, area.group)
        inside = [
            (item.item, sizes[*place, item.item], item.hidden)
            for item in items
            if (item.area, item.group) == place and (item.group, item.item) in averaged
        ]
        gap = gaps[place].here(profile.places) if place in gaps else ""
        found = company(sizes[*place, ""], area.hidden, inside, gap, policy)
        also |= {(area.group, item) for item in found}
    return tuple(_withheld(item) if (item.group, item.item) in also else item for item in items)


def _withheld(item: ReleasedCell) -> ReleasedCell:
    return ReleasedCell(area=item.area, group=item.group, item=item.item, hidden="beside")


def hidden_counts(profile: Profile, policy: Policy) -> tuple[tuple[str, str, int, int], ...]:
    """Which rule hides how much of a round: (group, reason, averages of a school in an area hidden for it, of how many).

    ``profile`` is that of every school. Groups in their order, the most frequent reason first; "" counts those shown.

    Example:
        >>> from toolbox.disclosure.examples import profile_of
        >>> hidden_counts(profile_of(leaders=3, teachers=24), Policy())
        (('leaders', 'few', 1, 1), ('teachers', '', 1, 1))
    """
    found: dict[str, dict[str, int]] = {}
    for cell in profile.areas:
        of_group = found.setdefault(cell.group, {})
        for reason in reasons_by_school(cell, policy.min_n, policy):
            if reason != "no_answers":
                of_group[reason] = of_group.get(reason, 0) + 1
    return tuple(
        (group, reason, number, sum(reasons.values()))
        for group, reasons in found.items()
        for reason, number in sorted(reasons.items(), key=lambda each: -each[1])
    )
