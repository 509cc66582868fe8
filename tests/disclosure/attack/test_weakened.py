"""The attack finds somebody where the gate is weakened on purpose: else the attack on the whole gate proves nothing."""

from __future__ import annotations

import numpy as np
import pytest

from tests.disclosure.attack import hubs, reading
from tests.disclosure.attack.tables import read_tables
from toolbox.comparison import cells
from toolbox.disclosure import (
    behind,
    closure,
    comparisons,
    deciding,
    depths,
    gaps,
    pairs,
    pairs_behind,
    public,
    rules,
    sides,
    trends,
)


def least_number(patch) -> None:
    """Rule 1: numbers of any size are shown."""
    patch(closure, "_own", lambda n, alike, policy: np.where(n == 0, closure.NOTHING, closure.SHOWN).astype(np.int8))


def complement(patch) -> None:
    """Rule 4: what schools hide is looked at school by school."""
    patch(rules, "complement", lambda *_: rules.Cut())
    patch(depths, "cover", lambda _: True)
    patch(depths, "cover_rest", lambda _: True)


def beside(patch) -> None:
    """Rules 5 and 11: nobody looks at who left some items out."""
    patch(depths, "left_out", lambda grid: np.zeros(len(grid.n), np.int64))


def pairs_beside(patch) -> None:
    """Rule 11 for pairs."""
    patch(cells, "uneven", lambda *_: ())


def since(patch) -> None:
    """Rule 21: a later state is shown as it is."""
    patch(hubs, "held_back", lambda now, *_: (now, {}))
    patch(reading, "sides_shown", lambda before, after, _: [(before.answers, after.answers)])
    patch(reading, "profile_since", lambda raw, *_: raw)
    patch(reading, "comparison_since", lambda raw, *_: raw)
    patch(reading, "trend_since", lambda raw, *_: raw)


def parts(patch) -> None:
    """Means over some items of an area are shown where the area is."""
    for room in (gaps, trends, sides):
        patch(
            room,
            "part_reason",
            lambda held, items, place, policy, level=closure.MEAN, without=None: held.reason(place, 0, level),
        )


def higher_minimums(patch) -> None:
    """Higher minimums, and the public ones, are decided as if nobody had read the default."""
    for room in (deciding, trends, sides):
        patch(room, "decision", closure._decide)
    patch(public, "stricter", lambda _, again: again)
    patch(comparisons, "stricter", lambda _, again: again)


def followed(patch) -> None:
    """Rule 6: who left or joined is not counted."""
    patch(comparisons, "protects", lambda *_: True)
    patch(comparisons, "protects_means", lambda *_: True)
    for room in (pairs, pairs_behind):
        patch(room, "protects", lambda before, *_: np.ones_like(before, bool))
        patch(room, "protects_means", lambda before, *_: np.ones_like(before, bool), raising=False)


def sets(patch) -> None:
    """Rule 14: schools told apart in an evaluation are not held against their own pages."""
    patch(behind, "_apart", lambda *_: "")


WEAKENED = [
    (least_number, 12), (complement, 12), (beside, 21), (pairs_beside, 33), (since, 21), (parts, 21), (higher_minimums, 12),
    (followed, 8), (sets, 6),
]  # fmt: skip


@pytest.mark.parametrize(("weaken", "seed"), WEAKENED, ids=lambda each: getattr(each, "__name__", ""))
def test_a_weakened_gate_is_found_out(weaken, seed, monkeypatch):
    weaken(monkeypatch.setattr)
    drawn = hubs.hub(seed, merged=seed % 6 == 5)
    found = reading.read(drawn)
    if weaken is sets:
        read_tables(found, drawn.of.index(0), drawn.of.index(1))
    assert found.solved()
