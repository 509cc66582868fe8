"""Released records come from the gate only, and survive a cache."""

from __future__ import annotations

import pickle
from dataclasses import fields, replace

import pytest

from tests.invented import answers, compared, profile_of
from toolbox.disclosure import (
    ReleasedCell,
    ReleasedChange,
    ReleasedComparison,
    ReleasedCount,
    ReleasedFunnel,
    ReleasedProfile,
    release,
)
from toolbox.model import Change, Policy, Profile, ToolboxError, Viewer

SMALL = answers({("North", "teachers"): 24, ("North", "leaders"): 3})


@pytest.mark.parametrize(
    "kind", [ReleasedCell, ReleasedChange, ReleasedCount, ReleasedFunnel, ReleasedProfile, ReleasedComparison]
)
def test_nobody_else_can_build_one(kind):
    with pytest.raises(TypeError, match=r"comes from disclosure\.release only"):
        kind(**{field.name: None for field in fields(kind)})


def test_a_released_record_cannot_be_altered_into_another():
    cell = release(profile_of(SMALL)).areas[0]
    with pytest.raises(TypeError, match=r"disclosure\.release only"):
        replace(cell, mean=4.0)


def test_the_gate_is_shut_again_after_a_release_and_after_a_refusal():
    with pytest.raises(ToolboxError):
        release(replace(profile_of(SMALL), schools=("North", "South"), of_schools=5))
    with pytest.raises(TypeError):
        ReleasedCount(group="teachers", answered=3, invited=3, rate=1.0)


def test_released_results_pass_through_a_cache():
    found = release(profile_of(SMALL))
    assert pickle.loads(pickle.dumps(found)) == found


def test_only_results_can_be_released():
    with pytest.raises(TypeError, match="not Answers"):
        release(SMALL)


def test_a_released_change_has_every_field_of_a_change_that_may_be_seen():
    not_for_eyes = {"siblings", "alike", "gaps", "room", "since", "uneven"}
    assert {field.name for field in fields(Change)} - {field.name for field in fields(ReleasedChange)} == not_for_eyes


def test_a_viewer_sees_only_schools_of_their_own():
    head = Viewer(role="head", schools=frozenset({"South"}))
    with pytest.raises(ToolboxError, match="you have no access to") as refusal:
        release(profile_of(SMALL, "North"), viewer=head)
    assert refusal.value.code == "not_your_school"
    assert "North" not in refusal.value.message, "a refusal does not name the school"
    with pytest.raises(ToolboxError):
        release(compared(SMALL, replace(SMALL, reworded=frozenset())), viewer=head)


def test_some_schools_of_a_round_cannot_be_asked_for():
    four = answers({(school, "teachers"): 20 for school in "ABCD"})
    two: Profile = replace(profile_of(four), schools=("A", "B"))
    with pytest.raises(ToolboxError, match="one school or all of them") as refusal:
        release(two)
    assert refusal.value.code == "selection"


def test_the_least_number_may_be_raised_never_lowered():
    with pytest.raises(ValueError, match="never lowered"):
        Policy(min_n=3)
    raised = release(profile_of(SMALL), policy=Policy(min_n=30, min_bands=30, min_distribution=30))
    assert {cell.hidden for cell in raised.areas} == {"few"}
