"""What the ledger keeps of a round that is about to be deleted."""

from __future__ import annotations

from toolbox.disclosure.gone import gone_state
from toolbox.disclosure.states import as_shown
from toolbox.model import Answers, Framework, Policy, Round, Shown, ToolboxError, Viewer
from toolbox.profile import count
from toolbox.store import Store
from toolbox.store.ledger import about_round


def to_remember(
    store: Store, viewer: Viewer, round_: Round, framework: Framework | None, policy: Policy
) -> list[Shown]:
    """One state for each in which the round was shown; nothing of a round never shown, a sample, a rubric, averages,
    or a round whose framework is gone, which nobody can show."""
    if round_.sample or framework is None or framework.kind == "rubric":
        return []
    about = about_round(round_.id)
    made: list[Shown] = []
    for sha256 in dict.fromkeys(
        each.data_set for each in store.ledger.shown(viewer, [round_.id]) if each.about == about
    ):
        try:
            found = as_shown(store, Viewer(), round_.id, policy, survey=True, sha256=sha256).answers
            if isinstance(found, Answers):
                made.append(gone_state(found, count(found, framework).grids, round_, store.pseudonym_key()))
        except ToolboxError:  # nothing was, or can be, shown of it: no item of the framework, a damaged data set
            continue
    return list(dict.fromkeys(made))
