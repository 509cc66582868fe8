"""The fields of a next step: what will be done, who sees to it, by when, and where the number is to be."""

from __future__ import annotations

import streamlit as st

from toolbox.model import Action, Framework
from toolbox.store.actions import LONGEST_OWNER, LONGEST_STEP
from toolbox.web.day_column import ANY_DAY


def fields(key: str, action: Action, framework: Framework, *, today: str = "") -> dict[str, object]:
    """The fields, filled as the step is; returns what a step takes. ``today``: where the number stands, in words."""
    step = st.text_area(
        "What will be done", value=action.step, max_chars=LONGEST_STEP, height=90, key=f"{key}_words",
        placeholder="In a sentence, so that everybody knows when it is done",
    )  # fmt: skip
    left, middle, right = st.columns(3)
    owner = left.text_input(
        "Who sees to it", value=action.owner, max_chars=LONGEST_OWNER, key=f"{key}_owner", placeholder="A role, not a name",
        help="A role, such as “deputy head” or “maths teachers”. It stays true when people change, and no name is kept.",
    )  # fmt: skip
    due = middle.date_input("By when", value=action.due, format="YYYY-MM-DD", key=f"{key}_due", **ANY_DAY)
    with right:
        target = _target(key, action, framework, today)
    return {"step": step, "owner": owner, "due": due, "target": target}


def _target(key: str, action: Action, framework: Framework, today: str) -> float | None:
    if not framework.scales:  # the framework is gone, or names areas only
        return action.target
    low, high = framework.span(action.area) if action.area else framework.span()
    label = f"Aim, {low} to {high}{f' (today {today})' if today else ''}"
    if framework.kind == "rubric" and action.item:
        options = [None, *range(low, high + 1)]
        kept = None if action.target is None else int(action.target)
        names = {level.value: level.name for level in framework.levels} or dict(framework.scales[0].labels)
        return st.selectbox(
            label, options, index=options.index(kept) if kept in options else 0, key=f"{key}_target",
            format_func=lambda level: "No aim" if level is None else f"{level} {names.get(level, '')}".strip(),
        )  # fmt: skip
    return st.number_input(
        label, value=None if action.target is None else float(action.target), min_value=float(low), max_value=float(high),
        step=0.1, format="%.1f", key=f"{key}_target", placeholder="Optional",
    )  # fmt: skip
