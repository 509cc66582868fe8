"""The rows of the page's tables about linking: who could be followed, nearly equal codes, followed beside not followed."""

from __future__ import annotations

from collections.abc import Mapping

from toolbox.disclosure import ReleasedChange, ReleasedComparison, ReleasedFollowed
from toolbox.disclosure.words import points, standing
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
            "Gave a code before": _of(said(row.keyed_before), said(row.before)),
            "Gave a code after": _of(said(row.keyed_after), said(row.after)),
            "Found again": _found_again(row, few),
            # Beside a hidden number of those found again, these would give it away: they are then not told.
            "Before only": said(row.before_only, few if row.linked is not None else "not told"),
            "After only": said(row.after_only, few if row.linked is not None else "not told"),
            "Codes that repeat": "" if row.repeated_before == 0 == row.repeated_after
            else f"{said(row.repeated_before)} before, {said(row.repeated_after)} after",
        }
        for row in found.followed
    ]  # fmt: skip


def _of(some: str, everybody: str) -> str:
    """How many of everybody; said once where neither may be told.

    Example:
        >>> _of("6", "8"), _of("fewer than 5", "fewer than 5")
        ('6 of 8', 'fewer than 5')
    """
    return some if some == everybody and not some.replace(",", "").isdigit() else f"{some} of {everybody}"


def _found_again(row: ReleasedFollowed, few: str) -> str:
    if row.keyed_before == 0 or row.keyed_after == 0:
        return "no codes"
    if row.linked is None:
        return few
    share = f" ({row.share:.0%})".replace("%", " %") if share_told(row) else ""
    return f"**{row.linked:,}**{share}"


def share_told(row: ReleasedFollowed) -> bool:
    """Whether a per cent says more than the number itself."""
    return bool(row.linked) and row.share is not None and (row.before or 0) >= 20


def nearly(found: ReleasedComparison, offered: Mapping[str, tuple[int, int]]) -> list[str]:
    """One line a group with codes that nearly match. ``offered``: group → pairs a person may look at, accepted ones."""
    return [
        f"{plain(group_name(row.group))}: {', '.join(parts)}."
        for row in found.followed
        if (parts := _nearly(row, *offered.get(row.group, (0, 0)), f"fewer than {found.policy.min_n}"))
    ]


def _nearly(row: ReleasedFollowed, pairs: int, accepted: int, few: str) -> list[str]:
    if row.wrong_by == "no_clues":
        return []
    parts = []
    if pairs:
        chance = (
            "; how many chance alone would give is not known"
            if row.wrong is None
            else f" (chance alone would give {_by_chance(row)})"
        )
        parts.append(
            f"**{pairs:,} {'pair' if pairs == 1 else 'pairs'} with one difference**{chance}, {accepted:,} accepted"
        )
    for size, words in (
        (row.contradicted, "contradicted by something that does not change"),
        (row.ties, "where several codes come as near"),
        (row.possible, "with two differences"),
    ):
        if size != 0:
            parts.append(f"{few if size is None else f'{size:,}'} {words}")
    return parts


def _by_chance(row: ReleasedFollowed) -> str:
    """How many pairs chance would give, as exactly as a person believes it."""
    return "hardly any" if row.wrong < 0.1 else f"about {row.wrong:.1f}"


def baseline(found: ReleasedComparison, group: str) -> list[Row]:
    """One row an area: those who answered both times beside those who answered once, in averages and words."""
    names = {area.id: area.name for area in found.framework.areas}
    return [
        {
            "Area": plain(names.get(row.area, row.area)),
            "Before: both times": _mean(row.both_before),
            "not again": _mean(row.before_only),
            "the latter are": _standing(row.difference_before),
            "After: both times": _mean(row.both_after),
            "only after": _mean(row.after_only),
            "the latter are ": _standing(row.difference_after),
            "Why hidden": plain(hidden(row.hidden, found.policy)) if row.hidden else "",
        }
        for row in found.baseline
        if row.group == group
    ]


def _standing(difference: float | None) -> str:
    """How those who answered once stand; the difference is the other way round, both times minus once."""
    return "" if difference is None else standing(-difference)


def _mean(mean: float | None) -> str:
    return "" if mean is None else points(mean)


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
