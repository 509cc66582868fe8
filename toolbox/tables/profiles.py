"""The tables of a profile: who answered, areas, items, and how each item was answered."""

from __future__ import annotations

import pandas as pd

from toolbox.disclosure import ReleasedCell, ReleasedProfile, hidden
from toolbox.model import State, Table
from toolbox.tables.frames import frame_of, names_of, schools_of
from toolbox.tables.reasons import NOTES, words

STATES = {
    State.NOT_APPLICABLE: "not applicable",
    State.UNKNOWN: "don't know",
    State.DECLINED: "prefer not to say",
    State.BLANK: "left blank",
    State.NOT_SHOWN: "not shown",
    State.OFF_SCALE: "not on the scale",
}

VALUES = ("n", "mean", "sd", "se", "ci_low", "ci_high", "top_share")
TOP = ("top_low", "top_high")
ABOUT = ("schools", "round", "collected_on", "group")
AREA = ("area", "area_name")
ITEM = ("item", "item_code", "item_name")


def groups_table(released: ReleasedProfile) -> Table:
    """Who answered, group by group."""
    rows = [
        {
            **about(released, count.group),
            "answered": count.answered,
            "invited": count.invited,
            "rate": count.rate,
            "hidden": hidden(count.hidden, released.policy) if count.hidden else "",
        }
        for count in released.groups
    ]
    return Table(
        name="groups", title="Who answered", frame=frame_of(rows, (*ABOUT, "answered", "invited", "rate", "hidden"))
    )


def profile_table(released: ReleasedProfile) -> Table:
    """One row for each area and group; every row of the profile is there, hidden ones with their reason."""
    rows = [_cell(released, cell) for cell in released.areas]
    columns = (*ABOUT, *AREA, *VALUES, *TOP, "hidden", "notes")
    return Table(name="profile", title="Areas by group", frame=frame_of(rows, columns))


def items_table(released: ReleasedProfile) -> Table:
    """One row for each item and group."""
    rows = [_cell(released, cell) for cell in released.items]
    columns = (*ABOUT, *AREA, *ITEM, *VALUES, *TOP, "hidden", "notes")
    return Table(name="items", title="Items by group", frame=frame_of(rows, columns))


def answers_table(released: ReleasedProfile) -> Table:
    """One row for each item, group and answer: what share chose it. Not applicable and no answer stand apart."""
    cells = released.items if released.framework.kind != "rubric" else ()  # one rating is no distribution of answers
    rows = [{**_cell(released, cell), **answer} for cell in cells for answer in _answers(released, cell)]
    columns = (
        *ABOUT,
        *AREA,
        *ITEM,
        "n",
        "answer",
        "value_from",
        "value_to",
        "share",
        "share_low",
        "share_high",
        "share_of",
        "hidden",
        "notes",
    )
    return Table(name="answers", title="How each item was answered", frame=frame_of(rows, columns))


def about(released: ReleasedProfile, group: str) -> dict[str, object]:
    """What a row is about: school, round, date, group."""
    return {
        "schools": schools_of(released.schools),
        "round": released.round,
        "collected_on": pd.Timestamp(released.collected_on),
        "group": group,
    }


def _cell(released: ReleasedProfile, cell: ReleasedCell) -> dict[str, object]:
    return {
        **about(released, cell.group),
        **names_of(released.framework, cell.area, cell.item),
        **{name: getattr(cell, name) for name in VALUES},
        **dict(zip(TOP, cell.top_range or (None, None), strict=True)),
        "hidden": hidden(cell.hidden, released.policy) if cell.hidden else "",
        "notes": words(cell.flags, NOTES, released.policy),
    }


def _answers(released: ReleasedProfile, cell: ReleasedCell) -> list[dict[str, object]]:
    if not cell.shares:
        why = {} if cell.hidden else {"hidden": hidden("few_for_detail", released.policy)}
        return [{"answer": "", **why}]
    item = next(each for each in released.framework.items if each.id == cell.item)
    labels = dict(released.framework.scale_of(item).labels)
    between = cell.shares_between or (None,) * len(cell.shares)
    chosen = [
        {
            "answer": labels.get(low, str(low)) if low == high else f"{low} to {high}",
            "value_from": low,
            "value_to": high,
            "share": share,
            "share_low": fits[0] if fits else None,
            "share_high": fits[1] if fits else None,
            "share_of": "persons with a valid answer",
        }
        for (low, high, share), fits in zip(cell.shares, between, strict=True)
    ]
    missing = [
        {"answer": STATES[state], "share": share, "share_of": "all persons asked"} for state, share in cell.states
    ]
    return chosen + missing
