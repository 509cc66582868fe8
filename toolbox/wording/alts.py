"""The same a chart shows, as text: read aloud, printed, or put where a picture cannot be."""

from __future__ import annotations

from collections.abc import Mapping

from toolbox.disclosure import ReleasedCell, ReleasedChange, ReleasedComparison, ReleasedProfile
from toolbox.disclosure.words import averaged, hidden, points, signed, why_blank
from toolbox.model import Framework
from toolbox.wording.profiles import names
from toolbox.wording.templates import LEAST_FOR_PERCENT, say


def profile_alt(released: ReleasedProfile, stated: Mapping[str, float] | None = None) -> str:
    """What :func:`toolbox.charts.profile` shows, area by area; ``stated`` is the school's own position by area.

    Example:
        >>> from toolbox.disclosure import release
        >>> from toolbox.disclosure.examples import profile_of
        >>> print(profile_alt(release(profile_of(leaders=3, teachers=24))))
        Dot chart: average per area for leaders and teachers, on a scale from 1 to 5.
        Leadership: leaders hidden: fewer than 5 answers, teachers 3.5.
    """
    low_end, high_end = released.framework.span()
    rows = [
        say(
            "alt_row",
            name=area.name,
            values=", ".join([*(_value(cell, released) for cell in cells), *_stated(area.id, stated or {})]),
        )
        for area in released.framework.areas
        if (cells := [cell for cell in released.areas if cell.area == area.id])
    ]
    groups = names(count.group for count in released.groups)
    return say("alt_profile", groups=groups, low_end=low_end, high_end=high_end, rows=" ".join(rows))


def _stated(area: str, stated: Mapping[str, float]) -> list[str]:
    return [say("alt_stated", value=points(stated[area]))] if area in stated else []


def _value(cell: ReleasedCell, released: ReleasedProfile) -> str:
    return f"{cell.group} {why_blank(cell.hidden, released.framework, released.policy) if cell.hidden else averaged(cell.mean, released.framework)}"


def items_alt(released: ReleasedProfile, area: str) -> str:
    """What :func:`toolbox.charts.items` shows, item by item."""
    framework = released.framework
    rows = []
    for item in framework.items_of(area):
        cells = [cell for cell in released.items if cell.item == item.id]
        if cells:
            values = "; ".join(f"{cell.group} {_answers(cell, framework, released)}" for cell in cells)
            rows.append(say("alt_row", name=item.name, values=values))
    groups = names(cell.group for cell in released.items if cell.area == area)
    name = next(each.name for each in framework.areas if each.id == area)
    return say("alt_items", groups=groups or "the groups", area=name, rows=" ".join(rows))


def _answers(cell: ReleasedCell, framework: Framework, released: ReleasedProfile) -> str:
    if cell.hidden:
        return hidden(cell.hidden, released.policy)
    if not cell.shares:
        return f"average {points(cell.mean)}"
    labels = dict(framework.scale_of(next(item for item in framework.items if item.id == cell.item)).labels)
    parts = []
    for low, high, share in cell.shares:
        label = labels.get(low, str(low)) if low == high else f"{low} to {high}"
        amount = (
            f"{share:.0%}".replace("%", " %") if cell.n >= LEAST_FOR_PERCENT else f"{round(share * cell.n)} of {cell.n}"
        )
        parts.append(f"{label} {amount}")
    return ", ".join(parts)


def change_alt(released: ReleasedComparison, group: str = "") -> str:
    """What :func:`toolbox.charts.change` shows for one group (the first where none is named), area by area."""
    group = group or next((row.group for row in released.areas), "")
    low_end, high_end = released.framework.span()
    area_name = {area.id: area.name for area in released.framework.areas}
    rows = [
        say("alt_row", name=area_name[row.area], values=_went(row, released))
        for row in released.areas
        if row.group == group
    ]
    return say("alt_change", group=group, low_end=low_end, high_end=high_end, rows=" ".join(rows))


def _went(row: ReleasedChange, released: ReleasedComparison) -> str:
    if row.hidden:
        return hidden(row.hidden, released.policy)
    if row.change.estimate is None and row.mean_before is None:
        if row.higher is None:
            return hidden("few", released.policy)
        if "counted" in row.flags:
            return say("alt_levels_moved", higher=row.higher, same=row.same, lower=row.lower)
        return say("alt_counts", higher=row.higher, same=row.same, lower=row.lower)
    change = signed(row.change.estimate) if row.change.estimate is not None else ""
    if row.change.ci_low is not None:
        change = say("alt_interval", change=change, low=signed(row.change.ci_low), high=signed(row.change.ci_high))
    if row.mean_before is None:
        return say("alt_change_only", change=change)
    return say("alt_went", before=points(row.mean_before), after=points(row.mean_after), change=change).rstrip(", ")
