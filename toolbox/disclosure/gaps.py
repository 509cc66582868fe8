"""The gate for gaps between groups: two means over the items both groups were asked, shown where each group's own are."""

from __future__ import annotations

from toolbox.disclosure import rules
from toolbox.disclosure.closure import MEAN, SPREAD
from toolbox.disclosure.deciding import Decided
from toolbox.disclosure.parts import part_reason
from toolbox.disclosure.released import ReleasedGap
from toolbox.model import Gap, Policy, Profile


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
    return ReleasedGap(
        **known,
        se=gap.difference.se,
        ci_low=gap.difference.ci_low,
        ci_high=gap.difference.ci_high,
        effect=gap.effect.estimate,
        direction=rules.direction(gap.difference),
        clear=gap.clear,
    )


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
