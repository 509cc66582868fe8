"""Short tables for a page, for a reader who wants the numbers of a chart and no more. Everything is text already.

The full tables, with every column, are those of ``toolbox.tables``; these say the same with one decimal and in words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from toolbox.disclosure import ReleasedCell, ReleasedChange, ReleasedComparison, ReleasedFollowed, ReleasedProfile
from toolbox.disclosure.words import averaged, between_percent, points, printed_share, signed, why_blank
from toolbox.model import Policy
from toolbox.tables.reasons import DESIGNS, WHY, words
from toolbox.web.plain import plain
from toolbox.wording import group_name, hidden, precision
from toolbox.wording.ratings import area_words

Row = dict[str, str]


def areas(found: ReleasedProfile, stated: Mapping[str, float] | None = None) -> list[Row]:
    """One row an area, one column a group: average and how many answered, or why hidden; and what the school states."""
    own = {area: f"**{points(value)}**" for area, value in (stated or {}).items()}
    return [
        {
            "Area": plain(area.name),
            **_by_group(found, (cell for cell in found.areas if cell.area == area.id)),
            **({"Stated by the school": own.get(area.id, "not stated")} if own else {}),
        }
        for area in found.framework.areas
        if any(cell.area == area.id for cell in found.areas)
    ]


def rated_areas(found: ReleasedProfile) -> list[Row]:
    """One row an area of a rubric that has no averages."""
    names = {area.id: area.name for area in found.framework.areas}
    return [{"Area": plain(names[cell.area]), "In words": area_words(cell, found)} for cell in found.areas]


def items(found: ReleasedProfile, area: str) -> list[Row]:
    """One row an item of this area, one column a group."""
    return [
        {
            "Item": plain(f"{item.code} {item.name}"),
            **_by_group(found, (cell for cell in found.items if cell.item == item.id)),
        }
        for item in found.framework.items_of(area)
        if any(cell.item == item.id for cell in found.items)
    ]


def categories(found: ReleasedProfile, item: str) -> list[Row]:
    """One row a category of an item, one column a group: share and the range it fits in, or why hidden.

    A group of fewer persons is told of in bands of categories, which have rows of their own; no cell stays blank for it.
    """
    scale = found.framework.scale_of(next(each for each in found.framework.items if each.id == item))
    labels = dict(scale.labels)
    cells = [cell for cell in found.items if cell.item == item]
    parts = sorted({(low, high) for cell in cells for low, high, _ in cell.shares})
    return [
        {
            "Category": plain(" to ".join(labels.get(value, str(value)) for value in dict.fromkeys(part))),
            **{plain(group_name(cell.group)): _category_share(cell, part, found.policy) for cell in cells},
        }
        for part in parts
    ]


def _category_share(cell: ReleasedCell, part: tuple[int, int], policy: Policy) -> str:
    if cell.hidden:
        return plain(hidden(cell.hidden, policy))
    for place, (low, high, share) in enumerate(cell.shares):
        if (low, high) == part:
            between = cell.shares_between[place] if cell.shares_between else None
            return f"**{printed_share(share, cell.n)}**" + (f" ({between_percent(*between)})" if between else "")
    return "in bands only" if part[0] == part[1] else "category by category"


def _by_group(found: ReleasedProfile, cells: Iterable[ReleasedCell]) -> Row:
    here = {cell.group: cell for cell in cells}
    return {
        plain(group_name(count.group)): _average(here[count.group], found) if count.group in here else "not asked"
        for count in found.groups
    }


def _average(cell: ReleasedCell, found: ReleasedProfile) -> str:
    """An average, how many it is of and how sure it is, or why there is none."""
    if cell.hidden:
        return plain(why_blank(cell.hidden, found.framework, found.policy))
    if cell.mean is None:
        return f"counted, not averaged (n {cell.n:,})"
    said = f"**{averaged(cell.mean, found.framework)}**"
    if found.framework.kind == "rubric":  # an agreed rating is nobody's answer
        return said if len(found.schools) == 1 else f"{said} ({cell.n:,} schools)"
    sure = precision(cell, found.framework)
    return f"{said} (n {cell.n:,}{f', {sure}' if sure else ''})"


def funnel(found: ReleasedComparison) -> list[Row]:
    """One row a group: who answered before, after, and both times."""
    least = found.policy.min_n
    few = f"fewer than {least}"
    return [
        {
            "Group": plain(group_name(row.group)),
            "Before": _size(row.before, row.invited_before, least),
            "After": _size(row.after, row.invited_after, least),
            "Both times (linked)": few if row.linked is None else f"**{row.linked:,}**",
        }
        for row in found.funnel
    ]


def _size(size: int | None, invited: int | None, least: int) -> str:
    """How many answered, of how many invited where that is known and says more than the reason for hiding.

    Example:
        >>> _size(18, 25, 5), _size(None, 6, 5), _size(None, 2, 5), _size(7, None, 5)
        ('**18** of 25 invited', 'fewer than 5 of 6 invited', 'fewer than 5', '**7**')
    """
    said = f"fewer than {least}" if size is None else f"**{size:,}**"
    told = invited is not None and (size is not None or invited >= least)
    return f"{said} of {invited:,} invited" if told else said


def all_hidden(found: ReleasedComparison, group: str) -> str:
    """The reason in words where nothing of a group can be shown; "" where something can."""
    reasons = {row.hidden for row in found.areas if row.group == group}
    return "" if "" in reasons else "; ".join(hidden(reason, found.policy) for reason in sorted(reasons))


def change(found: ReleasedComparison, group: str) -> list[Row]:
    """One row an area: before, after, the change and its range, in words, and how many moved; largest change first."""
    names = {area.id: area.name for area in found.framework.areas}
    rows = sorted((row for row in found.areas if row.group == group), key=_by_size)
    return [{"Area": plain(names.get(row.area, row.area)), **_moved(row, found)} for row in rows]


def _by_size(row: ReleasedChange) -> tuple[bool, float]:
    size = row.change.estimate
    return size is None, 0.0 if size is None else -size


def _moved(row: ReleasedChange, found: ReleasedComparison) -> Row:
    if row.hidden:
        return {
            "Before": "",
            "After": "",
            "Change (range that fits)": "",
            "In words": plain(hidden(row.hidden, found.policy)),
            "Higher / same / lower": "",
        }
    counted = row.higher is not None
    return {
        "Before": points(row.mean_before) if row.mean_before is not None else "",
        "After": points(row.mean_after) if row.mean_after is not None else "",
        "Change (range that fits)": with_range(row),
        "In words": in_words(row, rubric=found.framework.kind == "rubric"),
        "Higher / same / lower": f"{row.higher} / {row.same} / {row.lower}" if counted else "",
    }


def with_range(row: ReleasedChange) -> str:
    if row.change.estimate is None:
        return ""
    said = f"**{signed(row.change.estimate)}**"
    if row.change.ci_low is None or row.change.ci_high is None:
        return said
    return f"{said} ({signed(row.change.ci_low)} to {signed(row.change.ci_high)})"


def in_words(row: ReleasedChange, *, rubric: bool = False) -> str:
    """What one change says, in the fewest words."""
    if rubric and row.mean_before is None:
        return "counted, not averaged"
    if rubric:
        before, after = points(row.mean_before), points(row.mean_after)
        return "as before" if before == after else "rated higher" if row.mean_after > row.mean_before else "rated lower"
    if row.why == "averages":
        return "only averages known"
    words = {"up": "probably higher", "down": "probably lower", "unclear": "no clear change"}
    return words.get(row.direction, "too few to say")


def designs(found: ReleasedComparison, group: str) -> list[str]:
    """How one group was compared and why, one line for each way; the areas are named where there is more than one."""
    names = {area.id: area.name for area in found.framework.areas}
    ways: dict[tuple[str, str], list[str]] = {}
    for row in found.areas:
        if row.group == group and not row.hidden:
            ways.setdefault((row.design, row.why), []).append(names.get(row.area, row.area))
    if found.framework.kind == "rubric":
        return [
            said
            for said in ("Compared are the ratings the schools agreed on for themselves.", _level_of(found))
            if said and ways
        ]
    share = next((_share(row) for row in found.followed if row.group == group), "")
    return [
        f"Compared as {DESIGNS[design]}: {words((why,), WHY, found.policy)}."
        + (share if design == "paired" else "")
        + (f" ({', '.join(areas)})" if len(ways) > 1 else "")
        for (design, why), areas in ways.items()
    ]


def _level_of(found: ReleasedComparison) -> str:
    """What the level of an area is, where it is no average."""
    if found.framework.averaged:
        return ""
    if found.framework.required is not None:
        return (
            "The level of an area is that of its lowest indicator, because every one has to reach the required level."
        )
    return "The level of an area is that of its middle indicator, of two the lower one."


def _share(row: ReleasedFollowed) -> str:
    """How much of the first round a result of the same persons speaks for, in a sentence."""
    if row.linked is None or row.before is None or row.share is None:
        return ""
    share = f" ({row.share:.0%})".replace("%", " %") if row.before >= 20 else ""
    return f" Followed were {row.linked:,} of the {row.before:,} who answered before{share}."
