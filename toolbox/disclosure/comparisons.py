"""The gate for comparisons: picks the form that protects everyone, and shows as much of it as the persons carry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from toolbox.disclosure import rules
from toolbox.disclosure.released import ReleasedChange, ReleasedComparison, ReleasedFunnel, gate
from toolbox.disclosure.rules import View
from toolbox.disclosure.sides import NOTHING, Sides, sides_of, sides_seen
from toolbox.model import Change, Comparison, Estimate, Framework, Funnel, Policy, Viewer
from toolbox.statistics import adjusted, student


def release_comparison(comparison: Comparison, policy: Policy, viewer: Viewer) -> ReleasedComparison:
    """A comparison as this viewer may see it. The rules stand in :mod:`toolbox.disclosure`."""
    view = rules.view_of(comparison.schools, comparison.of_schools, viewer)
    rubric = comparison.framework.kind == "rubric"
    paired = {(row.area, row.group, row.item): row for row in comparison.paired}
    independent = {(row.area, row.group, row.item): row for row in comparison.independent}
    sides = {} if rubric else sides_of(comparison, policy, view)
    with gate():
        rows = [
            _pick(
                paired.get(key), independent.get(key), policy, view, comparison.framework, sides.get(key[:2], NOTHING)
            )
            for key in dict.fromkeys([*paired, *independent])
        ]
        chance = {**_chances(comparison.paired), **_chances(comparison.independent)}
        rows = [
            replace(row, clear=row.clear and chance.get((row.design, row.area, row.group, row.item), 0.0) < 0.05)
            for row in rows
        ]
        return ReleasedComparison(
            framework=comparison.framework,
            before=comparison.before,
            after=comparison.after,
            before_on=comparison.before_on,
            after_on=comparison.after_on,
            schools=comparison.schools,
            of_schools=comparison.of_schools,
            funnel=tuple(_funnel(row, policy, rubric) for row in comparison.funnel),
            areas=tuple(row for row in rows if not row.item),
            items=tuple(row for row in rows if row.item),
            dropped_items=comparison.dropped_items,
            policy=policy,
            sha256=comparison.sha256,
        )


def _chances(rows: Sequence[Change]) -> dict[tuple[str, str, str, str], float]:
    """For each change how easily chance alone gives it, after all areas (or items) of this form were looked at.

    Of few schools no p is shown; whether a change is worth a sentence must allow for many looks all the same.
    """
    found = {}
    for family, method in (
        ([row for row in rows if not row.item], "holm"),
        ([row for row in rows if row.item], "BH"),
    ):
        known = [(row, row.change) for row in family if row.change.se and row.change.df]
        p = [change.p or student.p_value(change.estimate / change.se, change.df) for _, change in known]
        found |= {
            (row.design, row.area, row.group, row.item): adjusted_p
            for (row, _), adjusted_p in zip(known, adjusted(p, method), strict=True)
        }
    return found


def _funnel(row: Funnel, policy: Policy, rubric: bool) -> ReleasedFunnel:
    names = ("before", "after", "linked", "keyed_before", "keyed_after")
    sizes = {name: getattr(row, name) if rubric else rules.size(getattr(row, name), policy) for name in names}
    return ReleasedFunnel(
        group=row.group,
        **sizes,
        invited_before=row.invited_before,
        invited_after=row.invited_after,
        hidden="few" if None in sizes.values() else "",
    )


def _pick(
    paired: Change | None, independent: Change | None, policy: Policy, view: View, framework: Framework, sides: Sides
) -> ReleasedChange:
    """Paired where it protects everyone, else two independent groups, else hidden with the reason."""
    if framework.kind == "rubric":
        return _stated(paired if paired is not None and paired.n_pairs else independent or paired)
    why = _why_not_paired(paired, independent, policy, view, sides)
    low, high = framework.span((paired or independent).area)
    if paired is not None and not why:
        if paired.item and paired.item == sides.pairs_gap:
            return _withheld(paired, "beside", "linked")
        return _paired(paired, policy, view, high - low, sides)
    if independent is None:
        return _withheld(paired, "few" if paired.n_pairs else "no_answers", why)
    if independent.item in sides.hidden:
        return _withheld(independent, "beside", why)
    return _independent(independent, policy, view, why, paired.n_pairs if paired is not None else 0, high - low, sides)


def _why_not_paired(row: Change | None, single: Change | None, policy: Policy, view: View, sides: Sides) -> str:
    if row is None or row.n_pairs == 0:
        return single.why or "no_keys" if single is not None else "no_keys"
    if row.n_pairs < policy.min_n:
        return "few_pairs"
    if not _protects(row.n_before, row.n_after, row.n_pairs, policy):
        return "protects_few"
    return "protects_few" if _pairs_seen(row, policy.min_n, policy, view, sides) else ""


def _protects(n_before: int, n_after: int, n_pairs: int, policy: Policy) -> bool:
    """Rule 6 for the change itself: nobody, or enough, answered only once."""
    return rules.none_or_enough(n_before + n_after - 2 * n_pairs, policy)


def _protects_means(n_before: int, n_after: int, n_pairs: int, policy: Policy) -> bool:
    """Rule 6 for the means: nobody, or enough, left; nobody, or enough, joined."""
    return all(rules.none_or_enough(n - n_pairs, policy) for n in (n_before, n_after))


def _pairs_seen(
    row: Change, least: int, policy: Policy, view: View, sides: Sides, also: Sequence[bool] = (), means: bool = False
) -> str:
    """Rule 4 on pairs: what is hidden of schools must not follow from the total, nor the few who left or joined.

    ``also`` marks schools whose number is hidden for a further reason; ``means`` asks for the means of the pairs.
    """
    protects = _protects_means if means else _protects
    gap = sides.pairs.hidden_in(row.item) if row.item and sides.pairs else [False] * len(row.siblings)
    withheld = [
        not (_protects(*size, policy) and protects(*size, policy)) or beside or any(more)
        for size, beside, *more in zip(row.siblings, gap, *([also] if also else []), strict=True)
    ]
    left = [before - pairs for before, _, pairs in row.siblings]
    joined = [after - pairs for _, after, pairs in row.siblings]
    apart = [left, joined] if means else [[sum(both) for both in zip(left, joined, strict=True)]]
    if row.item and sides.pairs:
        apart.append(sides.pairs.persons_behind(row.item))
    return rules.seen(row.n_pairs, least, view, [size[2] for size in row.siblings], withheld, apart, policy.min_n)


def _paired(row: Change, policy: Policy, view: View, width: float, sides: Sides) -> ReleasedChange:
    counts = _counts(row, policy, view, sides)
    known = {
        "area": row.area, "group": row.group, "item": row.item, "design": "paired", "why": "linked",
        "n_before": row.n_before, "n_after": row.n_after, "n_pairs": row.n_pairs,
        "items_common": row.items_common, "items_all": row.items_all,
    }  # fmt: skip
    least = max(policy.min_n, policy.min_bands)
    if _pairs_seen(row, least, policy, view, sides):
        if not counts:
            return ReleasedChange(**{**known, "n_pairs": None}, hidden="alike", flags=rules.harmless(row.flags))
        return ReleasedChange(
            **known, **counts, median_before=row.median_before, median_after=row.median_after,
            flags=(*rules.harmless(row.flags), "counts_only"),
        )  # fmt: skip
    safe = _protects_means(row.n_before, row.n_after, row.n_pairs, policy)
    both = safe and not _pairs_seen(row, least, policy, view, sides, means=True)
    return ReleasedChange(
        **known,
        **counts,
        change=row.change,
        effect=row.effect if both else replace(Estimate(), refused="protects_few"),
        p_adjusted=row.p_adjusted,
        direction=rules.direction(row.change),
        clear=rules.clear(row.change, row.p_adjusted, width),
        mean_before=row.mean_before if both else None,
        mean_after=row.mean_after if both else None,
        sd_before=row.sd_before if both else None,
        sd_after=row.sd_after if both else None,
        median_before=row.median_before if both else None,
        median_after=row.median_after if both else None,
        flags=row.flags if both else (*row.flags, "means_protected"),
    )


def _counts(row: Change, policy: Policy, view: View, sides: Sides) -> dict[str, int]:
    """Rule 7: higher, same, lower; empty where that would tell what each of a few persons did, here or in a school."""
    counts = {"higher": row.higher, "same": row.same, "lower": row.lower}
    if None in counts.values():
        return {}
    if row.n_pairs < policy.min_bands and max(counts.values()) == row.n_pairs:
        return {}
    one_way = [
        flags[2] and size[2] < policy.min_bands for size, flags in zip(row.siblings, row.alike, strict=bool(row.alike))
    ]
    return {} if _pairs_seen(row, policy.min_n, policy, view, sides, also=one_way) else counts


def _independent(
    row: Change, policy: Policy, view: View, why: str, pairs: int, width: float, sides: Sides
) -> ReleasedChange:
    first = sides_seen(row, policy.min_n, policy, view, sides)
    if first:
        return _withheld(row, first, why)
    known = {
        "area": row.area, "group": row.group, "item": row.item, "design": "independent", "why": why,
        "n_before": row.n_before, "n_after": row.n_after, "n_pairs": rules.size(pairs, policy),
        "mean_before": row.mean_before, "mean_after": row.mean_after,
        "items_common": row.items_common, "items_all": row.items_all,
    }  # fmt: skip
    least = max(policy.min_n, policy.min_bands)
    alike = [n < least and sd == 0 for n, sd in ((row.n_before, row.sd_before), (row.n_after, row.sd_after))]
    if any(alike):
        return _withheld(row, "alike", why)
    if sides_seen(row, least, policy, view, sides):
        bare = Estimate(
            estimate=row.change.estimate, n=row.change.n, method=row.change.method, refused=row.change.refused or "few"
        )
        return ReleasedChange(
            **known, change=bare, effect=Estimate(refused="few"), flags=(*rules.harmless(row.flags), "mean_only")
        )
    return ReleasedChange(
        **known,
        change=row.change,
        effect=row.effect,
        p_adjusted=row.p_adjusted,
        direction=rules.direction(row.change),
        clear=rules.clear(row.change, row.p_adjusted, width),
        sd_before=row.sd_before,
        sd_after=row.sd_after,
        flags=row.flags,
    )


def _stated(row: Change) -> ReleasedChange:
    """Rule 9: a rubric's change is what the school itself states; one school has no spread, and nobody to count."""
    gate_decides = ("hidden", "direction", "clear", "why")
    moved = row.change.estimate or 0.0
    seen = {name: getattr(row, name) for name in ReleasedChange.__dataclass_fields__ if name not in gate_decides}
    if row.n_pairs == 1:
        bare = Estimate(estimate=row.change.estimate, n=1, n_schools=1, method="difference of two agreed ratings")
        seen |= {"change": bare, "effect": Estimate(), "higher": None, "same": None, "lower": None}
        seen["flags"] = rules.harmless(row.flags)
    return ReleasedChange(
        **seen,
        why="stated",
        direction="up" if moved > 0 else "down" if moved < 0 else "",
        hidden="" if row.mean_before is not None and row.mean_after is not None else "no_answers",
    )


def _withheld(row: Change, reason: str, why: str) -> ReleasedChange:
    return ReleasedChange(
        area=row.area, group=row.group, item=row.item, design=row.design, why=why, hidden=reason,
        items_common=row.items_common, items_all=row.items_all, flags=rules.harmless(row.flags),
    )  # fmt: skip
