"""Rule 21 for pairs: what a school's Change page hid in a state that was shown stays hidden when more have answered."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from tests.disclosure.attack.hubs import AREA, Hub, hub
from tests.disclosure.attack.reading import _compared
from toolbox.disclosure import pairs_behind
from toolbox.disclosure.comparisons import release_comparison
from toolbox.disclosure.since import comparison_since, sides_shown
from toolbox.model import Policy, Viewer


def told(drawn: Hub, before: int, after: int) -> dict[tuple[str, str], bool]:
    """(school, group) with pairs → whether its page tells how they changed."""
    found = {}
    for school in drawn.schools:
        two = drawn.rounds[before], drawn.rounds[after]
        states = sides_shown(*two, Policy())
        raw = _compared(states[-1], two, school)
        if raw is None:
            continue
        seen = release_comparison(comparison_since(raw, states, Policy()), Policy(), Viewer())
        paired = {row.group for row in raw.paired if row.area == AREA and not row.item and row.n_pairs}
        found |= {
            (school, row.group): row.design == "paired" and row.change.estimate is not None
            for row in seen.areas
            if row.group in paired
        }
    return found


@pytest.mark.parametrize(("seed", "schools"), [(20242, 8), (9640, 11), (21, 9), (46, 9)])
def test_hidden_then_is_hidden_now(seed, schools):
    drawn = hub(seed, schools=schools, merged=seed % 6 == 5, calm=True)
    states = [(before, after) for after in range(len(drawn.rounds)) for before in range(after)]
    states = [two for two in states if (drawn.of[two[0]], drawn.of[two[1]]) == (0, 1)]
    assert len(states) > 1, "else nobody answered late"
    # Each round of the one is a state of the other's, or the same.
    for earlier, later in combinations(states, 2):
        if earlier[0] > later[0] or earlier[1] > later[1]:
            continue
        then, now = told(drawn, *earlier), told(drawn, *later)
        assert not [each for each, shown in then.items() if not shown and now.get(each)]


def test_else_a_later_state_would_tell_it(monkeypatch):
    monkeypatch.setattr(pairs_behind, "_in_other_states", lambda row, *_: 2 * (np.zeros(len(row.siblings), bool),))
    drawn = hub(20242, schools=8, calm=True)
    then, now = told(drawn, 0, 1), told(drawn, 0, 2)
    assert [each for each, shown in then.items() if not shown and now[each]]
