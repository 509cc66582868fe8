"""The gate for profiles: every cell as the decision for its whole round says (:mod:`toolbox.disclosure.closure`)."""

from __future__ import annotations

from collections.abc import Sequence

from toolbox.disclosure import rules
from toolbox.disclosure.closure import MEAN, OPTIONS, REASONS, SPREAD
from toolbox.disclosure.deciding import Decided, decided
from toolbox.disclosure.gaps import release_gaps
from toolbox.disclosure.public import public_profile
from toolbox.disclosure.ratings import intervals, stated_cell
from toolbox.disclosure.released import ReleasedCell, ReleasedCount, ReleasedProfile, gate
from toolbox.model import Cell, Framework, Grid, GroupCount, Policy, Profile, Viewer


def release_profile(
    profile: Profile, policy: Policy, viewer: Viewer, *, beside: Sequence[Grid] = ()
) -> ReleasedProfile:
    """A profile as this viewer may see it. The rules stand in :mod:`toolbox.disclosure`. ``beside``: the areas of another
    round, where its gaps are over the items of both."""
    rules.view_of(profile.schools, profile.of_schools, viewer)
    rubric = profile.framework.kind == "rubric"
    held = None if rubric else decided(profile, policy)
    with gate():
        found = ReleasedProfile(
            framework=profile.framework,
            round=profile.round,
            collected_on=profile.collected_on,
            schools=profile.schools,
            of_schools=profile.of_schools,
            groups=tuple(_count(count, policy, rubric) for count in profile.groups),
            areas=tuple(_cell(cell, profile, policy, held) for cell in profile.areas),
            items=tuple(_cell(cell, profile, policy, held) for cell in profile.items),
            policy=policy,
            sha256=profile.sha256,
            gaps=() if held is None else release_gaps(profile, policy, held, beside),
        )
        return public_profile(found) if policy.audience == "public" else found


def _count(count: GroupCount, policy: Policy, rubric: bool) -> ReleasedCount:
    answered = count.answered if rubric else rules.size(count.answered, policy)
    possible = answered is not None and count.invited and count.invited >= answered
    return ReleasedCount(
        group=count.group,
        answered=answered,
        invited=count.invited,
        rate=answered / count.invited if possible else None,
        hidden="" if answered is not None else "few",
        taking_part=None if rubric or not count.by_school else _taking_part(count, policy),
    )


def _taking_part(count: GroupCount, policy: Policy) -> tuple[int, int]:
    """How many schools count as taking part, of those of which the number invited is known: half of those invited, and enough
    to be shown. A number of schools, whichever these are; of one school it follows from what is shown of it."""
    enough = sum(answered >= policy.min_n and answered * 2 >= invited for answered, invited in count.by_school)
    return enough, len(count.by_school)


def _cell(cell: Cell, profile: Profile, policy: Policy, held: Decided | None) -> ReleasedCell:
    """One cell with as much detail as its persons carry."""
    framework = profile.framework
    if held is None:
        return stated_cell(cell, framework)
    counted = cell.mean.refused == "counted"
    if counted and not cell.item:  # an area that is only counted shows no number of its own
        few = "few" if cell.n else "no_answers"
        return ReleasedCell(area=cell.area, group=cell.group, hidden="counted" if cell.n >= policy.min_n else few)
    mean, spread, options = (held.reason(cell, level) for level in (MEAN, SPREAD, OPTIONS))
    if counted and spread and not mean:  # without an average there is nothing to say of so few
        mean = "few_counted"
    if mean:
        return ReleasedCell(area=cell.area, group=cell.group, item=cell.item, hidden=mean)
    known = {"area": cell.area, "group": cell.group, "item": cell.item, "n": cell.n, "mean": cell.mean.estimate}
    if spread:
        return ReleasedCell(**known, flags=(*rules.harmless(cell.mean.flags), "mean_only"))
    shares = _shares(cell, framework, in_bands=bool(options))
    # Of an item told in three bands the spread would tell which answers those hold.
    spread = {} if cell.item and options else {
        "sd": cell.sd, "se": cell.mean.se, "ci_low": cell.mean.ci_low, "ci_high": cell.mean.ci_high,
    }  # fmt: skip
    return ReleasedCell(
        **known,
        **spread,
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


def reasons_by_school(profile: Profile, area: str, group: str, policy: Policy, level: int = MEAN) -> list[str]:
    """Of every school of the round why its own page does not show this area at this level of detail; "" where it does.

    Example:
        >>> from toolbox.disclosure.examples import hub_of
        >>> reasons_by_school(hub_of(3, 6, 24, 30), "A", "teachers", Policy())
        ['few', 'complement', '', '']
    """
    held, column = decided(profile, policy).of(area, group)
    return [REASONS[code] for code in held.schools[level, :, column]]


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
        for reason in reasons_by_school(profile, cell.area, cell.group, policy):
            if reason != "no_answers":
                of_group[reason] = of_group.get(reason, 0) + 1
    return tuple(
        (group, reason, number, sum(reasons.values()))
        for group, reasons in found.items()
        for reason, number in sorted(reasons.items(), key=lambda each: -each[1])
    )
