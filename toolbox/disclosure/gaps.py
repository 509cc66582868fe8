"""The gate for gaps between groups: two means over the items both groups were asked, shown where each group's own are."""

from __future__ import annotations

import numpy as np

from toolbox.disclosure import rules
from toolbox.disclosure.by_school import as_told, told
from toolbox.disclosure.closure import MEAN, SPREAD
from toolbox.disclosure.deciding import Decided
from toolbox.disclosure.parts import part_hidden, part_reason
from toolbox.disclosure.released import ReleasedGap
from toolbox.model import Estimate, Gap, Policy, Profile


def release_gaps(profile: Profile, policy: Policy, held: Decided) -> tuple[ReleasedGap, ...]:
    """Every gap of a profile: its means where both groups show theirs, its interval where both show their spread."""
    return tuple(_gap(gap, policy, held) for gap in profile.gaps)


def _gap(gap: Gap, policy: Policy, held: Decided) -> ReleasedGap:
    names = {
        "area": gap.area, "group": gap.group, "other": gap.other,
        "items_common": len(gap.items), "items_all": gap.items_all,
    }  # fmt: skip
    sides = ((gap.group, gap.n, gap.sd), (gap.other, gap.n_other, gap.sd_other))
    reasons = [_reason(gap, *side, policy, held, MEAN) for side in sides]
    if any(reasons):
        return ReleasedGap(**names, hidden=next(reason for reason in reasons if reason))
    known = {
        **names, "mean": gap.mean, "mean_other": gap.mean_other, "n": gap.n, "n_other": gap.n_other,
        "difference": gap.difference.estimate,
    }  # fmt: skip
    if any(_reason(gap, *side, policy, held, SPREAD) for side in sides) or gap.difference.refused == "averages":
        return ReleasedGap(**known)
    difference = by_school(gap, gap.difference, policy, held)
    return ReleasedGap(
        **known,
        se=difference.se,
        ci_low=difference.ci_low,
        ci_high=difference.ci_high,
        effect=gap.effect.estimate,
        direction=rules.direction(difference),
        clear=gap.clear and difference.se is not None,
    )


def by_school(gap: Gap, found: Estimate, policy: Policy, held: Decided) -> Estimate:
    """Rule 24: how sure a gap of all schools is, where schools are the units and some of them are hidden."""
    if held.place is not None:
        return found
    decisions = [held.of(gap.area, group)[0] for group in (gap.group, gap.other)]
    away = np.any([part_hidden(each, gap.items, policy) for each in decisions], axis=0)
    return as_told(found, told(np.max([each.grid.n[:, 0] for each in decisions], axis=0), away, policy))


def _reason(gap: Gap, group: str, n: int, sd: float | None, policy: Policy, held: Decided, level: int) -> str:
    """Why the gap does not show this group's mean; its persons with a value over the common items may be fewer."""
    decision, _ = held.of(gap.area, group)
    reason = part_reason(decision, gap.items, held.place, policy, level) or held.of_all(gap.area, group)
    if reason or not gap.items:
        return reason
    least = (policy.min_n, max(policy.min_n, policy.min_bands))[level]
    if n < least:
        return "few" if n else "no_answers"
    return "alike" if n < policy.min_bands and sd == 0 else ""
