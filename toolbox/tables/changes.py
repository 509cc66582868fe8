"""The tables of a comparison: who answered, areas, items."""

from __future__ import annotations

from toolbox.disclosure import ReleasedChange, ReleasedComparison, hidden
from toolbox.model import Table
from toolbox.tables.frames import frame_of, names_of, schools_of
from toolbox.tables.reasons import DESIGNS, NOTES, REFUSED, WHY, words

ABOUT = ("schools", "before", "after", "group")
AREA = ("area", "area_name")
ITEM = ("item", "item_code", "item_name")
SEEN = (
    "n_before", "n_after", "n_pairs", "mean_before", "mean_after", "median_before", "median_after",
    "higher", "same", "lower", "sd_before", "sd_after", "p_adjusted", "items_common", "items_all",
)  # fmt: skip
ESTIMATED = ("change", "se", "df", "ci_low", "ci_high", "p", "method", "n_schools")
COLUMNS_OF_A_CHANGE = (
    "design", "why", "n_before", "n_after", "n_pairs", "share_linked", "n_schools", "mean_before", "mean_after", "change", "ci_low",
    "ci_high", "higher", "same", "lower", "median_before", "median_after", "sd_before", "sd_after", "se", "df", "p",
    "p_adjusted", "method", "effect", "effect_low", "effect_high", "effect_method", "items_common", "items_all",
    "hidden", "refused", "notes",
)  # fmt: skip
FUNNEL = (
    "answered_before", "answered_after", "linked", "keyed_before", "keyed_after", "invited_before", "invited_after",
)  # fmt: skip


def funnel_table(released: ReleasedComparison) -> Table:
    """Who answered before, after, and both, group by group."""
    rows = [
        {
            **_about(released, row.group),
            "answered_before": row.before,
            "answered_after": row.after,
            **{name: getattr(row, name) for name in FUNNEL[2:]},
            "hidden": hidden(row.hidden, released.policy) if row.hidden else "",
        }
        for row in released.funnel
    ]
    return Table(
        name="funnel", title="Who answered, before and after", frame=frame_of(rows, (*ABOUT, *FUNNEL, "hidden"))
    )


def change_table(released: ReleasedComparison) -> Table:
    """One row for each area and group: before, after, the change and how sure it is."""
    rows = [_change(released, row) for row in released.areas]
    return Table(name="change", title="Change by area", frame=frame_of(rows, (*ABOUT, *AREA, *COLUMNS_OF_A_CHANGE)))


def change_items_table(released: ReleasedComparison) -> Table:
    """One row for each item and group."""
    rows = [_change(released, row) for row in released.items]
    columns = (*ABOUT, *AREA, *ITEM, *COLUMNS_OF_A_CHANGE)
    return Table(name="change_items", title="Change by item", frame=frame_of(rows, columns))


def accepted_table(released: ReleasedComparison) -> Table:
    """The areas once more with the pairs of codes a person accepted; no row where they change nothing."""
    rows = [_change(released, row) for row in released.accepted]
    return Table(
        name="change_accepted",
        title="Change, accepted pairs added",
        frame=frame_of(rows, (*ABOUT, *AREA, *COLUMNS_OF_A_CHANGE)),
    )


def _about(released: ReleasedComparison, group: str) -> dict[str, object]:
    return {"schools": schools_of(released.schools), "before": released.before, "after": released.after, "group": group}


def _change(released: ReleasedComparison, row: ReleasedChange) -> dict[str, object]:
    found, effect = row.change, row.effect
    seen = not row.hidden
    return {
        **_about(released, row.group),
        **names_of(released.framework, row.area, row.item),
        **{name: getattr(row, name) for name in SEEN},
        "design": DESIGNS[row.design] if seen else "",
        "why": words((row.why,), WHY, released.policy) if seen else "",
        "change": found.estimate,
        **{name: getattr(found, name) for name in ESTIMATED[1:-1]},
        "share_linked": row.share,
        "n_schools": found.n_schools if found.estimate is not None else None,
        "effect": effect.estimate,
        "effect_low": effect.ci_low,
        "effect_high": effect.ci_high,
        "effect_method": effect.method if effect.estimate is not None else "",
        "hidden": hidden(row.hidden, released.policy) if row.hidden else "",
        "refused": words((found.refused, effect.refused), REFUSED, released.policy) if seen else "",
        "notes": words((*row.flags, *(found.flags if seen else ())), NOTES, released.policy),
    }
