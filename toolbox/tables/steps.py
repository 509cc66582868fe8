"""What a school says itself: its next steps beside their numbers, and where it states that it stands.

Both are the school's own words and statements, so they are for the school: a public file has none of it.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from toolbox.disclosure import ReleasedCell, ReleasedProfile, StepBeside, StepValue, hidden, standing
from toolbox.model import Policy, Position, Table
from toolbox.tables.frames import frame_of, names_of

COLUMNS = (
    "schools", "framework_name", "step", "owner", "due", "state", "chosen_on", "area", "area_name", "item", "item_code",
    "item_name", "group", "before", "stood_then", "n_before", "round", "stands_now", "n", "ci_low", "ci_high", "aim", "hidden",
    "notes",
)  # fmt: skip

#: Why then and now do not stand beside each other, for a table.
APART = {
    "gone": "the round it was chosen in is no longer here",
    "unseen": "the round it was chosen in holds no answers of the school any more",
    "reworded": "the statement was worded differently then",
    "other_items": "the area was asked with other statements then",
    "not_asked": "this round did not ask it",
    "earlier": "it was chosen after this round",
    "other_framework": "it belongs to another instrument",
}


def steps_table(steps: Sequence[StepBeside], policy: Policy = Policy()) -> Table:
    """Every step given, those without a number too; where a number is hidden, why."""
    rows = [_row(step, value, policy) for step in steps for value in step.values or (None,)]
    return Table(name="next_steps", title="Next steps", frame=frame_of(rows, COLUMNS))


def positions_table(positions: Sequence[Position], found: ReleasedProfile) -> Table:
    """Where the school states that it stands, area by area: no person's answer, and in no average."""
    rows = [
        {
            "schools": each.school,
            "round": found.round,
            "collected_on": pd.Timestamp(found.collected_on),
            **names_of(found.framework, each.area, ""),
            "stated": each.value,
        }
        for each in positions
    ]
    columns = ("schools", "round", "collected_on", "area", "area_name", "stated")
    return Table(name="positions", title="Stated by the school", frame=frame_of(rows, columns))


def _row(step: StepBeside, value: StepValue | None, policy: Policy) -> dict[str, object]:
    action, known = step.action, {item.id for item in step.framework.items}
    then, now = (None, None) if value is None else (value.then, value.now)
    reasons = [
        f"{when}: {hidden(cell.hidden, policy)}"
        for when, cell in (("when chosen", then), ("now", now))
        if cell is not None and cell.hidden and standing(cell, step.framework) is None
    ]
    return {
        "schools": action.school,
        "framework_name": step.framework.name,
        **{name: getattr(action, name) for name in ("step", "owner", "state")},
        "due": None if action.due is None else pd.Timestamp(action.due),
        "chosen_on": None if action.made_on is None else pd.Timestamp(action.made_on),
        **names_of(step.framework, step.area, step.item if step.item in known else ""),
        "group": value.group if value is not None else action.group,
        "before": step.chosen[0] if step.chosen else "",
        "stood_then": standing(then, step.framework),
        **_numbers(then, {"n": "n_before"}),
        "round": step.seen[0] if step.seen else "",
        "stands_now": standing(now, step.framework),
        **_numbers(now, {name: name for name in ("n", "ci_low", "ci_high")}),
        "aim": action.target,
        "hidden": "; ".join(reasons),
        "notes": APART.get(step.apart, ""),
    }


def _numbers(cell: ReleasedCell | None, named: dict[str, str]) -> dict[str, object]:
    return {} if cell is None else {column: getattr(cell, name) for name, column in named.items()}
