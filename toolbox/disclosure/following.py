"""The gate for who could be followed, and for those who were beside those who were not (rules 6 and 12)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from toolbox.disclosure import rules
from toolbox.disclosure.pairs import pairs_seen
from toolbox.disclosure.released import ReleasedBaseline, ReleasedChange, ReleasedFollowed
from toolbox.disclosure.rules import View
from toolbox.disclosure.sides import NOTHING, Sides, sides_seen
from toolbox.model import Baseline, Change, Comparison, Followed, Policy

SIZES = (
    "before", "after", "keyed_before", "keyed_after", "linked", "accepted", "probable", "possible", "contradicted",
    "ties", "repeated_before", "repeated_after",
)  # fmt: skip


def release_followed(row: Followed, policy: Policy) -> ReleasedFollowed:
    """Rule 8 on every number; what is left over is not told where it would give a hidden number away by itself."""
    sizes = {name: None if (size := getattr(row, name)) is None else rules.size(size, policy) for name in SIZES}
    linked, before, after = (sizes[name] for name in ("linked", "before", "after"))
    once = [None if linked is None or of is None else rules.size(of - linked, policy) for of in (before, after)]
    few = any(sizes[name] is None and getattr(row, name) is not None for name in SIZES)
    return ReleasedFollowed(
        group=row.group,
        **sizes,
        share=linked / before if linked is not None and before else None,
        before_only=once[0],
        after_only=once[1],
        wrong=row.wrong,
        wrong_by=row.wrong_by,
        hidden="few" if few or None in once else "",
    )


def release_baseline(
    comparison: Comparison,
    shown: Sequence[ReleasedChange],
    policy: Policy,
    view: View,
    sides: Mapping[tuple[str, str], Sides],
) -> tuple[ReleasedBaseline, ...]:
    """Where the paired means may be seen, the means of the rest follow from them and everybody's: they are shown too.

    Where those who left or joined are 1 to 4 the paired means are hidden (rule 6), and so is everything here.
    """
    paired = {(row.area, row.group): row for row in comparison.paired if not row.item}
    everybody = {(row.area, row.group): row for row in comparison.independent if not row.item}
    seen = {(row.area, row.group): row for row in shown if not row.item}
    made = []
    for row in comparison.baseline:
        key = row.area, row.group
        if row.n_both and key in paired:
            known = sides.get(key, NOTHING)
            reason = _why_hidden(row, paired[key], seen.get(key), policy, view, known) or _everybody_hidden(
                everybody.get(key), policy, view, known
            )
            made.append(
                ReleasedBaseline(area=row.area, group=row.group, hidden=reason)
                if reason
                else _shown(row, everybody.get(key), policy, view, known)
            )
    return tuple(made)


def _why_hidden(
    row: Baseline, paired: Change, seen: ReleasedChange | None, policy: Policy, view: View, sides: Sides
) -> str:
    if seen is None or seen.design != "paired":
        return "few" if paired.n_pairs < policy.min_n else "protects_few"
    if seen.hidden:
        return seen.hidden
    if seen.mean_before is None:
        return "few_pairs" if "counts_only" in seen.flags else "protects_few"
    # Rule 3 for those who answered once: few who all said the same are told by their mean, here or in one school.
    if any(
        same and n < policy.min_bands
        for same, n in zip(row.alike_here, (row.n_before_only, row.n_after_only), strict=True)
    ):
        return "alike"
    least = max(policy.min_n, policy.min_bands)
    small = [
        any(same and 0 < size[side] - size[2] < least for side, same in enumerate(flags))
        for size, flags in zip(paired.siblings, row.alike, strict=True)
    ]
    return "complement" if pairs_seen(paired, least, policy, view, sides, also=small, means=True) else ""


def _everybody_hidden(everybody: Change | None, policy: Policy, view: View, sides: Sides) -> str:
    """Those followed and those not add up to everybody: where everybody is hidden, one of the two must be."""
    return "" if everybody is None else sides_seen(everybody, policy.min_n, policy, view, sides)


def _shown(row: Baseline, everybody: Change | None, policy: Policy, view: View, sides: Sides) -> ReleasedBaseline:
    names = ("n_both", "n_before_only", "n_after_only", "both_before", "both_after", "before_only", "after_only")
    made = ReleasedBaseline(area=row.area, group=row.group, **{name: getattr(row, name) for name in names})
    # The difference is told in standard deviations of everybody: only where that spread may be seen (rule 2).
    least = max(policy.min_n, policy.min_bands)
    if everybody is None or sides_seen(everybody, least, policy, view, sides):
        return made
    return replace(made, difference_before=row.difference_before, difference_after=row.difference_after)
