"""The tables of how persons of a group stand to each other, and of how far groups lie apart."""

from __future__ import annotations

from toolbox.disclosure import ReleasedCell, ReleasedProfile, hidden
from toolbox.disclosure.spread import spread_of
from toolbox.model import State, Table, Unity
from toolbox.tables.frames import frame_of, names_of
from toolbox.tables.profiles import ABOUT, AREA, about
from toolbox.tables.reasons import NOTES, words

AWAY = {
    State.NOT_APPLICABLE: "away_not_applicable",
    State.UNKNOWN: "away_unknown",
    State.DECLINED: "away_declined",
    State.BLANK: "away_blank",
}
AGREEMENT = ("r_wg", "r_wg_skewed", "a_wg", "ad_mean", "ad_median")


def unity_table(released: ReleasedProfile) -> Table:
    """One row for each area and group: agreement on its items, what was left out, worst-case bounds."""
    rows = [_unity(released, cell) for cell in _of_persons(released)]
    columns = (
        *ABOUT, *AREA, "n", *AGREEMENT, "at_low_end", "at_high_end", *AWAY.values(), "bound_low", "bound_high", "hidden", "notes",
    )  # fmt: skip
    return Table(name="unity", title="Agreement and bounds", frame=frame_of(rows, columns))


def levels_table(released: ReleasedProfile) -> Table:
    """One row for each area, group and level: what share of persons stands there."""
    rows = [
        {**_about(released, cell), "n": cell.n, **step}
        for cell in _of_persons(released)
        for step in (
            [{"level": step.words, "share": step.share, "share_of": "persons with a score"} for step in spread_of(cell, released.framework)]
            or [{"level": "", "hidden": _why(released, cell)}]
        )
    ]  # fmt: skip
    columns = (*ABOUT, *AREA, "n", "level", "share", "share_of", "hidden")
    return Table(name="levels", title="How persons spread over levels", frame=frame_of(rows, columns))


def gaps_table(released: ReleasedProfile) -> Table:
    """One row for each area and pair of groups: how far they lie apart, over the items both were asked."""
    rows = [
        {
            **about(released, gap.group),
            **names_of(released.framework, gap.area, ""),
            "other": gap.other,
            "items_both": gap.items_common or None,
            "items_either": gap.items_all or None,
            "n": gap.n,
            "n_other": gap.n_other,
            "mean": gap.mean,
            "mean_other": gap.mean_other,
            "gap": gap.difference,
            "se": gap.se,
            "ci_low": gap.ci_low,
            "ci_high": gap.ci_high,
            "gap_effect": gap.effect,
            "hidden": hidden(gap.hidden, released.policy) if gap.hidden else "",
        }
        for gap in released.gaps
    ]
    columns = (
        *ABOUT, "other", *AREA, "items_both", "items_either", "n", "n_other", "mean", "mean_other", "gap", "se", "ci_low",
        "ci_high", "gap_effect", "hidden",
    )  # fmt: skip
    return Table(name="gaps", title="Gaps between groups", frame=frame_of(rows, columns))


def _of_persons(released: ReleasedProfile) -> tuple[ReleasedCell, ...]:
    """The areas, where persons answered: a rubric is one agreed rating, with nobody to agree or differ."""
    return () if released.framework.kind == "rubric" else released.areas


def _about(released: ReleasedProfile, cell: ReleasedCell) -> dict[str, object]:
    return {**about(released, cell.group), **names_of(released.framework, cell.area, "")}


def _unity(released: ReleasedProfile, cell: ReleasedCell) -> dict[str, object]:
    found = cell.unity or Unity()
    low, high = found.both_ends or (None, None)
    bounds = cell.bounds or (None, None)
    return {
        **_about(released, cell),
        "n": cell.n,
        **{name: getattr(found, name) for name in AGREEMENT},
        "at_low_end": low,
        "at_high_end": high,
        **{AWAY[state]: share for state, share in cell.shares_away if state in AWAY},
        "bound_low": bounds[0],
        "bound_high": bounds[1],
        "hidden": hidden(cell.hidden, released.policy) if cell.hidden else "",
        "notes": words((flag for flag in cell.flags if flag in ("mean_only", "averages_only")), NOTES, released.policy),
    }


def _why(released: ReleasedProfile, cell: ReleasedCell) -> str:
    if cell.hidden:
        return hidden(cell.hidden, released.policy)
    return f"hidden: fewer than {released.policy.min_bands} answers" if cell.n else "no answers"
