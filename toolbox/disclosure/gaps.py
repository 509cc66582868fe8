"""The gate for gaps between groups: two means over the items both groups were asked, shown where each group's own are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from toolbox.disclosure import rules
from toolbox.disclosure.by_school import as_told, told
from toolbox.disclosure.closure import MEAN, SPREAD, Decision
from toolbox.disclosure.deciding import Decided
from toolbox.disclosure.parts import part_hidden, part_reason, unlike
from toolbox.disclosure.released import ReleasedGap
from toolbox.model import Estimate, Framework, Gap, Grid, Policy, Profile


def release_gaps(
    profile: Profile, policy: Policy, held: Decided, others: Sequence[Grid] = ()
) -> tuple[ReleasedGap, ...]:
    """Every gap of a profile: its means where both groups show theirs, its interval where both show their spread.

    ``others``: another round's areas, where the gaps are over the items of both.
    """
    return tuple(_gap(gap, policy, _Ground(held, profile.framework, others)) for gap in profile.gaps)


@dataclass(frozen=True)
class _Ground:
    """What is known of the gaps of a round."""

    held: Decided
    framework: Framework
    others: Sequence[Grid]

    def of(self, gap: Gap, group: str) -> tuple[Decision, np.ndarray]:
        """What one group's pages show of the area, and which optional items the gap leaves out of it."""
        decision, other = (self.held.of(gap.area, each)[0] for each in (group, _other(gap, group)))
        beside = [each for each in self.others if each.area == gap.area and each.group in (gap.group, gap.other)]
        return decision, unlike(decision.grid, [other.grid, *beside], self.framework)


def _other(gap: Gap, group: str) -> str:
    return gap.other if group == gap.group else gap.group


def _gap(gap: Gap, policy: Policy, ground: _Ground) -> ReleasedGap:
    names = {
        "area": gap.area, "group": gap.group, "other": gap.other,
        "items_common": len(gap.items), "items_all": gap.items_all,
    }  # fmt: skip
    sides = ((gap.group, gap.n, gap.sd), (gap.other, gap.n_other, gap.sd_other))
    reasons = [_reason(gap, *side, policy, ground, MEAN) for side in sides]
    if any(reasons):
        return ReleasedGap(**names, hidden=next(reason for reason in reasons if reason))
    known = {
        **names, "mean": gap.mean, "mean_other": gap.mean_other, "n": gap.n, "n_other": gap.n_other,
        "difference": gap.difference.estimate,
    }  # fmt: skip
    if any(_reason(gap, *side, policy, ground, SPREAD) for side in sides) or gap.difference.refused == "averages":
        return ReleasedGap(**known)
    difference = _by_school(gap, policy, ground)
    return ReleasedGap(
        **known,
        se=difference.se,
        ci_low=difference.ci_low,
        ci_high=difference.ci_high,
        effect=gap.effect.estimate,
        direction=rules.direction(difference),
        clear=gap.clear and difference.se is not None,
    )


def _by_school(gap: Gap, policy: Policy, ground: _Ground) -> Estimate:
    """Rule 29: how sure a gap of all schools is, where schools are the units and some of them are hidden."""
    if ground.held.place is not None:
        return gap.difference
    sides = [ground.of(gap, group) for group in (gap.group, gap.other)]
    away = np.any([part_hidden(each, gap.items, policy, without=without) for each, without in sides], axis=0)
    return as_told(gap.difference, told(np.max([each.grid.n[:, 0] for each, _ in sides], axis=0), away, policy))


def _reason(gap: Gap, group: str, n: int, sd: float | None, policy: Policy, ground: _Ground, level: int) -> str:
    """Why the gap does not show this group's mean; its persons with a value over the common items may be fewer."""
    decision, without = ground.of(gap, group)
    reason = part_reason(decision, gap.items, ground.held.place, policy, level, without)
    reason = reason or ground.held.of_all(gap.area, group)
    if reason or not gap.items:
        return reason
    least = (policy.min_n, max(policy.min_n, policy.min_bands))[level]
    if n < least:
        return "few" if n else "no_answers"
    return "alike" if n < policy.min_bands and sd == 0 else ""
