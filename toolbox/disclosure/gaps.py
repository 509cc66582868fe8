"""The gate for gaps between groups: two means over the items both groups were asked, shown where each group's own are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from toolbox.disclosure import rules
from toolbox.disclosure.parts import part_seen
from toolbox.disclosure.released import ReleasedCell, ReleasedGap
from toolbox.disclosure.rules import View
from toolbox.model import Cell, Gap, Policy, Profile


def release_gaps(
    profile: Profile, areas: Sequence[ReleasedCell], items: Sequence[ReleasedCell], policy: Policy, view: View
) -> tuple[ReleasedGap, ...]:
    """Every gap of a profile: its means where both groups show the area, its interval where both show their spread."""
    shown = {(cell.area, cell.group): cell for cell in areas}
    cells = {(cell.area, cell.group): cell for cell in profile.areas}
    hidden = {(cell.area, cell.group) for cell in items if cell.hidden not in ("", "no_answers", "counted")}
    asked: dict[tuple[str, str], set[str]] = {}
    for cell in profile.items:
        asked.setdefault((cell.area, cell.group), set()).add(cell.item)
    return tuple(_gap(gap, profile, shown, cells, asked, hidden, policy, view) for gap in profile.gaps)


def _gap(
    gap: Gap,
    profile: Profile,
    shown: Mapping[tuple[str, str], ReleasedCell],
    cells: Mapping[tuple[str, str], Cell],
    asked: Mapping[tuple[str, str], set[str]],
    hidden: set[tuple[str, str]],
    policy: Policy,
    view: View,
) -> ReleasedGap:
    sides = [(gap.area, gap.group), (gap.area, gap.other)]
    names = {
        "area": gap.area, "group": gap.group, "other": gap.other,
        "items_common": len(gap.items), "items_all": gap.items_all,
    }  # fmt: skip
    for side, n, sd in zip(sides, (gap.n, gap.n_other), (gap.sd, gap.sd_other), strict=True):
        cell, seen = cells.get(side), shown.get(side)
        if cell is None or seen is None:
            return ReleasedGap(**names, hidden="no_answers")
        if seen.hidden:
            return ReleasedGap(**names, hidden=seen.hidden)
        part = asked.get(side, set()) != set(gap.items) and bool(gap.items)
        reason = part_seen(n, sd, cell.siblings, cell.alike, cell.gaps, profile.places, policy, view, part=part)
        if reason or (part and side in hidden):
            return ReleasedGap(**names, hidden=reason or "beside")
    known = {
        **names, "mean": gap.mean, "mean_other": gap.mean_other, "n": gap.n, "n_other": gap.n_other,
        "difference": gap.difference.estimate,
    }  # fmt: skip
    if any("mean_only" in shown[side].flags or shown[side].sd is None for side in sides):
        return ReleasedGap(**known)
    return ReleasedGap(
        **known,
        se=gap.difference.se,
        ci_low=gap.difference.ci_low,
        ci_high=gap.difference.ci_high,
        effect=gap.effect.estimate,
        direction=rules.direction(gap.difference),
        clear=gap.clear,
    )
