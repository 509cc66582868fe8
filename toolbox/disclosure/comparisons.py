"""The gate for comparisons: picks the form that protects everyone, and shows as much of it as the persons carry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from toolbox.disclosure import rules
from toolbox.disclosure.by_school import Told, as_told, short
from toolbox.disclosure.drift import with_drift
from toolbox.disclosure.following import release_baseline, release_followed
from toolbox.disclosure.pairs import pairs_seen, pairs_told
from toolbox.disclosure.pairs_behind import few_left, protects, protects_means
from toolbox.disclosure.public import public_comparison, stricter
from toolbox.disclosure.released import ReleasedChange, ReleasedComparison, ReleasedFunnel, gate
from toolbox.disclosure.rules import View
from toolbox.disclosure.sides import NOTHING, Sides, everybody_told, sides_of, sides_seen
from toolbox.disclosure.starting import release_starting
from toolbox.model import Change, Comparison, Estimate, Framework, Funnel, Policy, Viewer
from toolbox.statistics import adjusted, student


def release_comparison(comparison: Comparison, policy: Policy, viewer: Viewer) -> ReleasedComparison:
    """A comparison as this viewer may see it. The rules stand in :mod:`toolbox.disclosure`."""
    found = _under(comparison, policy, viewer)
    if policy == Policy():
        return found
    with gate():
        found = stricter(_under(comparison, Policy(), viewer), found)
        return public_comparison(found) if policy.audience == "public" else found


def _under(comparison: Comparison, policy: Policy, viewer: Viewer) -> ReleasedComparison:
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
            items=with_drift([row for row in rows if row.item], comparison.framework),
            followed=tuple(release_followed(row, policy) for row in comparison.followed),
            baseline=release_baseline(comparison, rows, policy, view, sides),
            accepted=_with_accepted(comparison, policy, view, sides),
            starting=release_starting(comparison, rows, policy, view),
            dropped_items=comparison.dropped_items,
            policy=policy,
            sha256=comparison.sha256,
        )


def _with_accepted(
    comparison: Comparison, policy: Policy, view: View, sides: Mapping[tuple[str, str], Sides]
) -> tuple[ReleasedChange, ...]:
    """Rule 12: the areas with accepted pairs, beside those without them."""
    without = {(row.area, row.group): row for row in comparison.paired if not row.item}
    chance = _chances(comparison.accepted)
    made = []
    for row in comparison.accepted:
        added = row.n_pairs - without[row.area, row.group].n_pairs
        if added:
            low, high = comparison.framework.span(row.area)
            seen = _accepted(
                row, without[row.area, row.group], policy, view, high - low, sides.get((row.area, row.group), NOTHING)
            )
            clear = seen.clear and chance.get(("paired", row.area, row.group, ""), 0.0) < 0.05
            made.append(replace(seen, clear=clear))
    return tuple(made)


def _accepted(row: Change, without: Change, policy: Policy, view: View, width: float, sides: Sides) -> ReleasedChange:
    added = [now[2] - then[2] for now, then in zip(row.siblings, without.siblings, strict=True)]
    # A school that may not show this form itself is as hidden as one with few accepted pairs.
    barred = [
        more > 0 and (size[2] < policy.min_n or not protects(*size, policy))
        for more, size in zip(added, row.siblings, strict=True)
    ]
    least = max(policy.min_n, policy.min_bands)
    if row.n_pairs >= policy.min_n and rules.seen(row.n_pairs - without.n_pairs, least, view, added, barred):
        return _withheld(row, "few_accepted", "")
    why = why_not_paired(row, policy, view, sides)
    if why:
        return _withheld(row, "protects_few" if why == "protects_few" else "few", why)
    return _paired(row, policy, view, width, sides)


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
        stated = _stated(paired if paired is not None and paired.n_pairs else independent or paired)
        return stated if framework.averaged or stated.n_pairs == 1 else _counted(stated)
    why = why_not_paired(paired, policy, view, sides)
    if independent is not None and independent.why == "averages":
        why = "averages"
    low, high = framework.span((paired or independent).area)
    if paired is not None and not why:
        return _paired(paired, policy, view, high - low, sides)
    if independent is None:
        return _withheld(paired, "few" if paired.n_pairs else "no_answers", why)
    return _independent(independent, policy, view, why, paired.n_pairs if paired is not None else 0, high - low, sides)


def why_not_paired(row: Change | None, policy: Policy, view: View, sides: Sides) -> str:
    """Rule 6: why the same persons are not compared; "" where they are."""
    if row is None or row.n_pairs == 0:
        return "no_keys"
    if row.n_pairs < policy.min_n:
        return "few_pairs"
    if not protects(row.n_before, row.n_after, row.n_pairs, policy):
        return "protects_few"
    if view != "all" and few_left(row, policy, sides)[_place(sides)]:
        return "protects_few"
    return "protects_few" if pairs_seen(row, policy.min_n, policy, view, sides) else ""


def _paired(row: Change, policy: Policy, view: View, width: float, sides: Sides) -> ReleasedChange:
    counts = _counts(row, policy, view, sides)
    known = {
        "area": row.area, "group": row.group, "item": row.item, "design": "paired", "why": "linked",
        "n_before": row.n_before, "n_after": row.n_after, "n_pairs": row.n_pairs,
        "share": row.n_pairs / row.n_before, "items_common": row.items_common, "items_all": row.items_all,
    }  # fmt: skip
    least = max(policy.min_n, policy.min_bands)
    if pairs_seen(row, least, policy, view, sides):
        if not counts:
            return ReleasedChange(
                **{**known, "n_pairs": None, "share": None}, hidden="alike", flags=rules.harmless(row.flags)
            )
        return ReleasedChange(
            **known, **counts, median_before=row.median_before, median_after=row.median_after,
            flags=(*rules.harmless(row.flags), "counts_only"),
        )  # fmt: skip
    if view == "all":
        row = _by_school(row, pairs_told(row, least, policy, sides))
    safe = protects_means(row.n_before, row.n_after, row.n_pairs, policy)
    if view != "all" and few_left(row, policy, sides, means=True)[_place(sides)]:
        safe = False
    both = safe and not pairs_seen(row, least, policy, view, sides, means=True)
    row = without_spread(row) if narrows(row, policy, view) else row
    return ReleasedChange(
        **known,
        **counts,
        change=row.change,
        effect=row.effect if both else replace(Estimate(), refused="protects_few"),
        p_adjusted=row.p_adjusted,
        direction=rules.direction(row.change),
        clear=rules.clear(row.change, row.p_adjusted, width),
        smaller_than=rules.smaller_than(row.change, row.sd_before) if both else None,
        mean_before=row.mean_before if both else None,
        mean_after=row.mean_after if both else None,
        sd_before=row.sd_before if both else None,
        sd_after=row.sd_after if both else None,
        median_before=row.median_before if both else None,
        median_after=row.median_after if both else None,
        flags=row.flags if both else (*row.flags, "means_protected"),
    )


def _place(sides: Sides) -> int:
    return sides.places[0] if sides.places else 0


def narrows(row: Change, policy: Policy, view: View) -> bool:
    """Rule 2: whether an item's mean and spread would tell which answers its three bands hold, in one of the rounds."""
    if not row.item:
        return False
    least = max(policy.min_n, policy.min_distribution)
    return any(
        rules.seen(n, least, view, sizes, [False] * len(sizes)) not in ("", "no_answers")
        for n, sizes in (
            (row.n_before, [school[0] for school in row.siblings]),
            (row.n_after, [school[1] for school in row.siblings]),
        )
    )


def without_spread(row: Change) -> Change:
    """The row without what the standard deviation of a round follows from; the change and its interval stay."""
    return replace(
        row, sd_before=None, sd_after=None, effect=Estimate(refused="few"), change=replace(row.change, df=None)
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
    return {} if pairs_seen(row, policy.min_n, policy, view, sides, also=one_way) else counts


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
    if view == "all":
        row = _by_school(row, everybody_told(row, policy, sides))
    smaller_than = rules.smaller_than(row.change, row.sd_before)
    row = without_spread(row) if narrows(row, policy, view) else row
    return ReleasedChange(
        **known,
        change=row.change,
        effect=row.effect,
        p_adjusted=row.p_adjusted,
        direction=rules.direction(row.change),
        clear=rules.clear(row.change, row.p_adjusted, width),
        smaller_than=smaller_than,
        sd_before=row.sd_before,
        sd_after=row.sd_after,
        flags=row.flags,
    )


def _by_school(row: Change, how: Told) -> Change:
    """Rule 24: how sure a change of all schools is, where schools are the units and some of them are hidden."""
    change, effect = as_told(row.change, how), as_told(row.effect, how)
    gone = change.se is None and row.change.se is not None
    p = None if gone or row.p_adjusted is None else row.p_adjusted if how == "whole" else short(row.p_adjusted, 2)
    return replace(row, change=change, effect=effect, p_adjusted=p)


def _stated(row: Change) -> ReleasedChange:
    """Rule 9: a rubric's change is what the school itself states; one school has no spread, and nobody to count."""
    gate_decides = ("hidden", "direction", "clear", "smaller_than", "why", "share")
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


def _counted(row: ReleasedChange) -> ReleasedChange:
    """A rubric that is not averaged, of several schools: how many moved, and no mean of levels."""
    counted = Estimate(n=row.n_pairs or 0, n_schools=row.n_pairs or 0, refused="counted")
    return replace(
        row, change=counted, effect=Estimate(), p_adjusted=None, mean_before=None, mean_after=None, sd_before=None,
        sd_after=None, direction="", flags=(*rules.harmless(row.flags), "counted"),
        hidden=row.hidden or ("" if row.higher is not None else "counted"),
    )  # fmt: skip


def _withheld(row: Change, reason: str, why: str) -> ReleasedChange:
    return ReleasedChange(
        area=row.area, group=row.group, item=row.item, design=row.design, why=why, hidden=reason,
        items_common=row.items_common, items_all=row.items_all, flags=rules.harmless(row.flags),
    )  # fmt: skip
