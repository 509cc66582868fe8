"""A fall among those who began highest, on the Change page: a reason to doubt the yardstick stands beside it."""

from __future__ import annotations

import pytest

from tests.test_sample import TRUTH
from tests.test_traps import of_schools
from tests.web.conftest import Open, said
from toolbox import sample
from toolbox.model import Viewer
from toolbox.web import state

VIEWER = Viewer()


@pytest.mark.parametrize(("part", "stands"), [("mentored", True), ("not_yet", False)])
def test_the_note_stands_where_the_highest_starters_came_down(sample_store: Open, part: str, stands: bool) -> None:
    sample_store("start")
    store = state.store()
    kept = {each.collected_on: store.answers(VIEWER, each.id) for each in store.rounds(VIEWER)}
    sample.put_away(store, VIEWER)
    for on, answers in kept.items():
        own = of_schools(answers, TRUTH["schools"][part])
        store.save_round(VIEWER, name=f"{on:%B %Y}", collected_on=on, framework="selfie-2020", answers=own)
    at = sample_store("change", change_school=f"All {len(TRUTH['schools'][part])} schools together")
    assert not at.exception
    assert ("who rated highest at the start came down most" in said(at)) is stands
