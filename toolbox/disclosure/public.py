"""Beyond the hub: a school's website, a board open to all. What is shown inside, coarser, and less of it.

A public release is made of an internal one, so that both together tell what the internal one does: nothing more follows
from reading the two. Shown are those numbers that the higher minimums show as well (:func:`toolbox.disclosure.closure.decision`),
with counts of persons to the nearest five, percentages whole, means and changes to one decimal, and without standard
deviations, standard errors and intervals, from which the exact number of persons would follow.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import TypeVar

from toolbox.disclosure.released import (
    ReleasedCell,
    ReleasedChange,
    ReleasedComparison,
    ReleasedCount,
    ReleasedFunnel,
    ReleasedGap,
    ReleasedPoint,
    ReleasedProfile,
    ReleasedTrend,
)
from toolbox.model import Estimate

Found = TypeVar("Found", ReleasedProfile, ReleasedTrend, ReleasedComparison)


def to_five(persons: int | None) -> int | None:
    """A number of persons to the nearest five, never 0 where there is somebody.

    Example:
        >>> [to_five(persons) for persons in (None, 0, 11, 12, 13)]
        [None, 0, 10, 10, 15]
    """
    return persons if not persons else max(5, 5 * round(persons / 5))


def whole(share: float | None) -> float | None:
    """A share to a whole percent.

    Example:
        >>> whole(0.1234), whole(None)
        (0.12, None)
    """
    return None if share is None else round(share, 2)


def tenth(mean: float | None) -> float | None:
    """A mean or a change to one decimal.

    Example:
        >>> tenth(3.449), tenth(None)
        (3.4, None)
    """
    return None if mean is None else round(mean, 1)


def _of_answers(coarser: Callable[[Found], Found]) -> Callable[[Found], Found]:
    """Coarser where persons answered: agreed ratings (rule 9) are no person's answers and stay as they are."""

    @wraps(coarser)
    def public(found: Found) -> Found:
        return found if found.framework.kind == "rubric" else coarser(found)

    return public


@_of_answers
def public_profile(found: ReleasedProfile) -> ReleasedProfile:
    """A profile for everyone."""
    return replace(
        found,
        groups=tuple(_count(count) for count in found.groups),
        areas=tuple(_cell(cell) for cell in found.areas),
        items=tuple(_cell(cell) for cell in found.items),
        gaps=tuple(_gap(gap) for gap in found.gaps),
    )


def _count(count: ReleasedCount) -> ReleasedCount:
    answered, invited = to_five(count.answered), to_five(count.invited)
    # No rate: the exact one and the number of staff, which many know, would give the exact number, and one of rounded
    # numbers would be another than the rate inside.
    return replace(count, answered=answered, invited=invited, rate=None, taking_part=None)


def _cell(cell: ReleasedCell) -> ReleasedCell:
    return ReleasedCell(
        area=cell.area,
        group=cell.group,
        item=cell.item,
        n=to_five(cell.n),
        mean=tenth(cell.mean),
        top_share=whole(cell.top_share),
        shares=tuple((low, high, whole(share)) for low, high, share in cell.shares),
        states=tuple((state, whole(share)) for state, share in cell.states),
        reached=tuple((level, whole(share)) for level, share in cell.reached),
        shares_away=tuple((state, whole(share)) for state, share in cell.shares_away),
        hidden=cell.hidden,
        flags=_flags(cell.flags),
    )


def _flags(flags: tuple[str, ...]) -> tuple[str, ...]:
    """Without the one that tells of an interval, which the public does not get."""
    return tuple(flag for flag in flags if flag != "finite_population")


def _gap(gap: ReleasedGap) -> ReleasedGap:
    return replace(
        gap,
        mean=tenth(gap.mean),
        mean_other=tenth(gap.mean_other),
        n=to_five(gap.n),
        n_other=to_five(gap.n_other),
        difference=tenth(gap.difference),
        se=None,
        ci_low=None,
        ci_high=None,
        effect=None,
    )


@_of_answers
def public_trend(found: ReleasedTrend) -> ReleasedTrend:
    """A trend for everyone."""
    return replace(found, points=tuple(_point(point) for point in found.points))


def _point(point: ReleasedPoint) -> ReleasedPoint:
    return replace(point, n=to_five(point.n), mean=tenth(point.mean), ci_low=None, ci_high=None)


@_of_answers
def public_comparison(found: ReleasedComparison) -> ReleasedComparison:
    """Two rounds for everyone: how each area and item moved, and nothing about who could be followed."""
    return replace(
        found,
        funnel=tuple(_funnel(row) for row in found.funnel),
        areas=tuple(_change(row) for row in found.areas),
        items=tuple(_change(row) for row in found.items),
        followed=(),
        baseline=(),
        accepted=(),
        starting=(),
    )


def _funnel(row: ReleasedFunnel) -> ReleasedFunnel:
    names = ("before", "after", "invited_before", "invited_after")
    return replace(
        row, **{name: to_five(getattr(row, name)) for name in names}, linked=None, keyed_before=None, keyed_after=None
    )  # fmt: skip


def _change(row: ReleasedChange) -> ReleasedChange:
    refused = "public" if row.change.estimate is not None else row.change.refused
    return ReleasedChange(
        area=row.area,
        group=row.group,
        item=row.item,
        design=row.design,
        why=row.why,
        change=Estimate(estimate=tenth(row.change.estimate), method=row.change.method, refused=refused),
        effect=Estimate(refused="public"),
        mean_before=tenth(row.mean_before),
        mean_after=tenth(row.mean_after),
        n_before=to_five(row.n_before),
        n_after=to_five(row.n_after),
        items_common=row.items_common,
        items_all=row.items_all,
        direction=row.direction,
        clear=row.clear,
        hidden=row.hidden,
        flags=_flags(row.flags),
    )


# ── higher minimums ──


def stricter(shown: ReleasedComparison, again: ReleasedComparison) -> ReleasedComparison:
    """A comparison under higher minimums (``again``), where the default ones show it too, in the same form.

    Under higher minimums the gate may choose two groups of persons where the pages show pairs: together they would tell
    more than either.
    """
    usual = {(row.area, row.group, row.item): row for row in (*shown.areas, *shown.items)}
    unhidden = {
        name: {(row.area, row.group) for row in getattr(shown, name) if not row.hidden}
        for name in ("baseline", "accepted", "starting")
    }

    def kept(row: ReleasedChange) -> ReleasedChange:
        before = usual[row.area, row.group, row.item]
        reason = before.hidden or row.hidden or ("protects_few" if before.design != row.design else "")
        if not reason:
            return _only(row, before)
        return ReleasedChange(
            area=row.area, group=row.group, item=row.item, design=row.design, why=row.why, hidden=reason,
            items_common=row.items_common, items_all=row.items_all,
        )  # fmt: skip

    return replace(
        again,
        areas=tuple(kept(row) for row in again.areas),
        items=tuple(kept(row) for row in again.items),
        **{
            name: tuple(row for row in getattr(again, name) if (row.area, row.group) in known)
            for name, known in unhidden.items()
        },
    )


def _only(row: ReleasedChange, before: ReleasedChange) -> ReleasedChange:
    """The fields of a row that the default minimums show as well."""
    gone = {
        name: None
        for name in ReleasedChange.__dataclass_fields__
        if getattr(before, name) is None and getattr(row, name) is not None
    }
    if before.effect.estimate is None:
        gone["effect"] = before.effect
    if before.change.se is None:
        gone["change"] = before.change
    return replace(row, **gone)
