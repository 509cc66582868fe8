"""The rows of the page's tables about linking: who could be followed, nearly equal codes, followed beside not followed."""

from __future__ import annotations

from toolbox.disclosure import ReleasedChange, ReleasedComparison, ReleasedFollowed
from toolbox.disclosure.words import points
from toolbox.tables.reasons import standing
from toolbox.web.glance import Row, with_range
from toolbox.web.plain import plain
from toolbox.wording import group_name, hidden


def followed(found: ReleasedComparison) -> list[Row]:
    """One row a group: who gave a code before, who was found again by it, and who was not."""
    few = f"fewer than {found.policy.min_n}"

    def said(size: int | None, unknown: str = few) -> str:
        return unknown if size is None else f"{size:,}"

    return [
        {
            "Group": plain(group_name(row.group)),
            "Gave a code before": f"{said(row.keyed_before)} of {said(row.before)}",
            "Gave a code after": f"{said(row.keyed_after)} of {said(row.after)}",
            "Found again": _found_again(row, few),
            "Before only": said(row.before_only, ""),
            "After only": said(row.after_only, ""),
            "Codes that repeat": "" if row.repeated_before == 0 == row.repeated_after
            else f"{said(row.repeated_before)} before, {said(row.repeated_after)} after",
        }
        for row in found.followed
    ]  # fmt: skip


def _found_again(row: ReleasedFollowed, few: str) -> str:
    if row.linked is None:
        return few
    share = f" ({row.share:.0%})".replace("%", " %") if row.share is not None and (row.before or 0) >= 20 else ""
    return f"**{row.linked:,}**{share}"


def nearly(found: ReleasedComparison) -> list[Row]:
    """One row a group with codes that nearly match: how many pairs, ties, and how many chance would give."""
    few = f"fewer than {found.policy.min_n}"

    def said(size: int | None) -> str:
        return few if size is None else f"{size:,}"

    return [
        {
            "Group": plain(group_name(row.group)),
            "One difference": said(row.probable),
            "By chance alone": _by_chance(row),
            "Accepted": said(row.accepted),
            "Contradicted": said(row.contradicted),
            "Several fit": said(row.ties),
            "Two differences": said(row.possible),
        }
        for row in found.followed
        if row.wrong_by != "no_clues" and (row.probable, row.possible, row.contradicted, row.ties) != (0, 0, 0, 0)
    ]


def _by_chance(row: ReleasedFollowed) -> str:
    """How many pairs chance would give, as a number a person believes.

    Below a twentieth nothing more exact is known.
    """
    if row.wrong is None:
        return "not known"
    return "fewer than 0.1" if row.wrong < 0.1 else f"about {row.wrong:.1f}"


def baseline(found: ReleasedComparison) -> list[Row]:
    """One row a group and area: those who answered both times beside those who answered once."""
    names = {area.id: area.name for area in found.framework.areas}
    return [
        {
            "Group": plain(group_name(row.group)),
            "Area": plain(names.get(row.area, row.area)),
            "Before: both times": _mean_of(row.both_before, row.n_both),
            "Before only": _mean_of(row.before_only, row.n_before_only),
            "Both times, at the start": standing(row.difference_before),
            "After: both times": _mean_of(row.both_after, row.n_both),
            "After only": _mean_of(row.after_only, row.n_after_only),
            "Both times, at the end": standing(row.difference_after),
            "Why hidden": plain(hidden(row.hidden, found.policy)) if row.hidden else "",
        }
        for row in found.baseline
    ]


def _mean_of(mean: float | None, n: int | None) -> str:
    return "" if mean is None else f"{points(mean)} (n {n:,})"


def accepted(found: ReleasedComparison, group: str) -> list[Row]:
    """One row an area: the change by equal codes, and with the accepted pairs added."""
    names = {area.id: area.name for area in found.framework.areas}
    alone = {row.area: row for row in found.areas if row.group == group and row.design == "paired" and not row.hidden}
    return [
        {
            "Area": plain(names.get(row.area, row.area)),
            "By equal codes": _of_pairs(alone.get(row.area)),
            "With accepted pairs": plain(hidden(row.hidden, found.policy)) if row.hidden else _of_pairs(row),
        }
        for row in found.accepted
        if row.group == group
    ]


def _of_pairs(row: ReleasedChange | None) -> str:
    return "" if row is None or not (said := with_range(row)) else f"{said}, {row.n_pairs:,} people"
