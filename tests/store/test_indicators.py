"""Indicator files and hand counts: kept as they are, changed by one at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.store.makers import EVERYONE
from toolbox.model import HandCount, Indicator, Programme, ToolboxError, Viewer

REACH = Programme(
    id="ours",
    name="Our hubs",
    indicators=(
        Indicator(
            id="schools",
            name="Schools",
            definition="Schools with a session held",
            counts="schools",
            only=(("wave", "1"),),
            target=75,
            deadline=date(2027, 6, 30),
        ),
    ),
)
SHARED = HandCount(programme="ours", indicator="materials", on=date(2026, 3, 1), value=120)


def test_a_programme_is_kept_and_changed_by_one_at_a_time(store):
    assert store.indicators.save(EVERYONE, REACH, new=True) == REACH
    with pytest.raises(ToolboxError) as refused:
        store.indicators.save(EVERYONE, REACH, new=True)
    assert refused.value.code == "changed_meanwhile"
    changed = store.indicators.save(EVERYONE, replace(REACH, name="All hubs"))
    assert (changed.name, changed.version) == ("All hubs", 2)
    with pytest.raises(ToolboxError):
        store.indicators.save(EVERYONE, replace(REACH, name="Late"))
    assert store.indicators.programmes(EVERYONE) == (changed,)
    store.indicators.delete(EVERYONE, "ours", version=2)
    assert store.indicators.programmes(EVERYONE) == ()


def test_hand_counts_by_day(store):
    assert store.indicators.enter(EVERYONE, SHARED) == SHARED
    later = store.indicators.enter(EVERYONE, replace(SHARED, on=date(2026, 4, 1), value=150, of=200))
    corrected = store.indicators.enter(EVERYONE, replace(SHARED, value=121), new=False)
    assert store.indicators.hand_counts(EVERYONE, "ours") == (corrected, later)
    for stale in (
        lambda: store.indicators.enter(EVERYONE, SHARED, new=False),
        lambda: store.indicators.enter(EVERYONE, SHARED),
    ):
        with pytest.raises(ToolboxError) as refused:
            stale()
        assert refused.value.code == "changed_meanwhile"
    with pytest.raises(ToolboxError, match="0 or more"):
        store.indicators.enter(EVERYONE, replace(SHARED, value=-1))


def test_a_number_of_a_day_that_cannot_be_meant_is_refused(store):
    with pytest.raises(ToolboxError, match="cannot be meant"):
        store.indicators.enter(EVERYONE, HandCount(programme="p", indicator="i", on=date(2206, 6, 1), value=1))


def test_only_who_sees_every_school_changes_them(store):
    head = Viewer(role="head", schools=frozenset({"Elm"}))
    for call in (lambda: store.indicators.save(head, REACH, new=True), lambda: store.indicators.enter(head, SHARED)):
        with pytest.raises(ToolboxError) as refused:
            call()
        assert refused.value.code == "not_allowed"
