"""The tables of linking: who could be followed, and whether those who were are like the rest."""

from __future__ import annotations

from toolbox.disclosure import ReleasedComparison, hidden
from toolbox.disclosure.words import standing
from toolbox.model import Table
from toolbox.tables.frames import frame_of, names_of, schools_of
from toolbox.tables.reasons import WRONG_BY

ABOUT = ("schools", "before", "after", "group")
COUNTED = (
    "keyed_before", "keyed_after", "linked", "probable", "accepted", "possible", "contradicted", "ties",
    "repeated_before", "repeated_after", "wrong",
)  # fmt: skip
LINKS = (
    "answered_before", "answered_after", "keyed_before", "keyed_after", "linked", "share_linked", "answered_before_only",
    "answered_after_only", "probable", "accepted", "wrong", "wrong_by", "possible", "contradicted", "ties",
    "repeated_before", "repeated_after", "hidden",
)  # fmt: skip
NUMBERS = (
    "n_before_only", "n_after_only", "both_before", "before_only", "difference_before", "both_after", "after_only",
    "difference_after",
)  # fmt: skip
BASELINE = (
    "area", "area_name", "n_pairs", "n_before_only", "n_after_only", "both_before", "before_only", "difference_before",
    "alike_before", "both_after", "after_only", "difference_after", "alike_after", "hidden",
)  # fmt: skip


def links_table(released: ReleasedComparison) -> Table:
    """One row a group: who had a code, who was found again and how, and how many pairs chance would give."""
    rows = [
        {
            **_about(released, row.group),
            **{name: getattr(row, name) for name in COUNTED},
            "answered_before": row.before,
            "answered_after": row.after,
            "share_linked": row.share,
            "answered_before_only": row.before_only,
            "answered_after_only": row.after_only,
            "wrong_by": WRONG_BY[row.wrong_by],
            "hidden": hidden(row.hidden, released.policy) if row.hidden else "",
        }
        for row in released.followed
    ]
    return Table(name="links", title="Who could be followed", frame=frame_of(rows, (*ABOUT, *LINKS)))


def baseline_table(released: ReleasedComparison) -> Table:
    """One row an area and group: those who answered both times beside those who answered once."""
    rows = [
        {
            **_about(released, row.group),
            **names_of(released.framework, row.area, ""),
            **{name: getattr(row, name) for name in NUMBERS},
            "n_pairs": row.n_both,
            "alike_before": standing(row.difference_before),
            "alike_after": standing(row.difference_after),
            "hidden": hidden(row.hidden, released.policy) if row.hidden else "",
        }
        for row in released.baseline
    ]
    return Table(name="baseline", title="Followed and not followed", frame=frame_of(rows, (*ABOUT, *BASELINE)))


def _about(released: ReleasedComparison, group: str) -> dict[str, object]:
    return {"schools": schools_of(released.schools), "before": released.before, "after": released.after, "group": group}
