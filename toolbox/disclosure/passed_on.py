"""Rule 28 on the Change page: what is said of all schools together is made of enough of them, none of them most of it.

Evaluation tables are decided by :func:`toolbox.disclosure.comparisons.release_comparison` and are not bound: they are
made for whoever may see each of the schools, tell school by school in their profile (rule 15), and are never for the
public. There the same is said as a remark beside the number (:func:`remark`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from toolbox.disclosure import rules
from toolbox.disclosure.comparisons import release_comparison
from toolbox.disclosure.released import ReleasedBaseline, ReleasedChange, ReleasedComparison, ReleasedStart, gate
from toolbox.model import Change, Comparison, Policy, Viewer

Key = tuple[str, str, str]
"""(area, group, item)"""


def passed_on(comparison: Comparison, policy: Policy, viewer: Viewer) -> ReleasedComparison:
    """A comparison as pages, reports and downloads show it."""
    found = release_comparison(comparison, policy, viewer)
    together = rules.view_of(comparison.schools, comparison.of_schools, viewer) == "all"
    return _of_enough(comparison, found) if together and comparison.framework.kind != "rubric" else found


def remark(row: Change, paired: bool) -> str:
    """Why a change of all schools together would not be shown on a page; "" where it would.

    Example:
        >>> row = Change(area="A", group="teachers", siblings=((24, 20, 11), (30, 28, 12), (9, 9, 0)))
        >>> remark(row, True), remark(row, False)
        ('few_for_all', 'few_for_all')
    """
    sides = (2,) if paired else (0, 1)
    reasons = (rules.of_all([school[side] for school in row.siblings], row.group) for side in sides)
    return next((reason for reason in reasons if reason), "")


def _of_enough(comparison: Comparison, found: ReleasedComparison) -> ReleasedComparison:
    paired, independent, accepted = (
        {(row.area, row.group, row.item): row for row in rows}
        for rows in (comparison.paired, comparison.independent, comparison.accepted)
    )
    by_level = {(row.area, row.group): row for row in comparison.starting}

    def of_rows(rows: tuple[ReleasedChange, ...], pairs: Mapping[Key, Change]) -> tuple[ReleasedChange, ...]:
        return tuple(
            _bare(row, remark((pairs if row.design == "paired" else independent)[row.area, row.group, row.item], row.design == "paired"))
            for row in rows
        )  # fmt: skip

    with gate():
        return replace(
            found,
            areas=of_rows(found.areas, paired),
            items=of_rows(found.items, paired),
            accepted=of_rows(found.accepted, accepted),
            baseline=tuple(_beside(row, paired[row.area, row.group, ""]) for row in found.baseline),
            starting=tuple(
                _thirds(row, [each.by_school for each in by_level[row.area, row.group].thirds])
                for row in found.starting
            ),
        )


def _bare(row: ReleasedChange, reason: str) -> ReleasedChange:
    if row.hidden or not reason:
        return row
    return ReleasedChange(
        area=row.area, group=row.group, item=row.item, design=row.design, why=row.why, hidden=reason,
        items_common=row.items_common, items_all=row.items_all, flags=rules.harmless(row.flags),
    )  # fmt: skip


def _beside(row: ReleasedBaseline, pairs: Change) -> ReleasedBaseline:
    """Those followed beside those who were not: each of the averages is one of all schools."""
    parts = (
        [size[2] for size in pairs.siblings],
        *([size[side] - size[2] for size in pairs.siblings] for side in (0, 1)),
    )
    reason = next((why for sizes in parts if any(sizes) and (why := rules.of_all(sizes, row.group))), "")
    return row if row.hidden or not reason else ReleasedBaseline(area=row.area, group=row.group, hidden=reason)


def _thirds(row: ReleasedStart, sizes: list[tuple[int, ...]]) -> ReleasedStart:
    reason = next((why for third in sizes if (why := rules.of_all(third, row.group))), "")
    return row if row.hidden or not reason else ReleasedStart(area=row.area, group=row.group, hidden=reason)
