"""Next steps of a school beside the released values of the round in view: what the School page and its files show."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from toolbox.disclosure import ReleasedProfile, StepBeside, step_beside
from toolbox.frameworks import lineage
from toolbox.model import Action, Table, ToolboxError
from toolbox.tables import positions_table, steps_table
from toolbox.web import released, state

#: Refusals that only mean that the round a step was chosen in cannot be looked at any more.
_GONE = {
    "no_such_round": "gone",
    "framework_gone": "gone",
    "unknown_school": "unseen",
    "no_answers": "unseen",
    "no_items": "unseen",
}


def of_school(found: ReleasedProfile, round_id: str) -> tuple[StepBeside, ...]:
    """Every step of the one school in view, earliest first: open, done and dropped ones.

    Raises:
        ToolboxError: where the round in view may not be seen.
    """
    store, viewer, school = state.store(), state.viewer(), found.schools[0]
    actions = store.actions.of(viewer, school)
    # Each round is asked for once, however many steps were chosen in it: every asking is a release of its own.
    rounds = {id: _chosen(id, school) for id in {action.chosen_in for action in actions} - {round_id}}
    rounds[round_id] = (found, "")
    return tuple(_beside(action, found, round_id, *rounds[action.chosen_in]) for action in actions)


def _beside(
    action: Action, found: ReleasedProfile, round_id: str, then: ReleasedProfile | None, why: str
) -> StepBeside:
    known = state.frameworks()
    changed = released.reworded(round_id) | (released.reworded(action.chosen_in) if then is not None else frozenset())
    same: dict[str, object] = {}
    if action.framework != found.framework.id:
        family = lineage(found.framework, known)
        ancestor = family.of(action.framework) if action.framework in family else None
        same = (
            {"items": {}, "areas": {}} if ancestor is None else {"items": ancestor.now, "areas": dict(ancestor.areas)}
        )
        if ancestor is not None:
            changed = frozenset(ancestor.now.get(item, item) for item in changed)
    return step_beside(action, found, then, then_gone=why, own=known.get(action.framework), reworded=changed, **same)


def _chosen(round_id: str, school: str) -> tuple[ReleasedProfile | None, str]:
    """The round a step was chosen in as the school's page shows it; None, and why, where it cannot be looked at."""
    if not round_id:
        return None, "gone"
    try:
        return released.profile(round_id, school), ""
    except ToolboxError as refusal:
        if refusal.code not in _GONE:
            raise
        return None, _GONE[refusal.code]


def table_of(found: ReleasedProfile, round_id: str) -> Callable[[], tuple[Table, ...]]:
    """Builds the tables of what the school says itself when somebody asks: next steps, stated position; of one school only."""

    def make() -> tuple[Table, ...]:
        if len(found.schools) != 1:
            return ()
        steps = of_school(found, round_id)
        stated = state.store().positions.of(state.viewer(), round_id, found.schools[0])
        made = [steps_table(steps, found.policy)] if steps else []
        return (*made, positions_table(stated, found)) if stated else tuple(made)

    return make


def today() -> date:
    """The day it is."""
    return date.today()
