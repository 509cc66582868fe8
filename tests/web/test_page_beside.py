"""The change page on mentored schools beside waiting ones: where both exist, and why not where not."""

from __future__ import annotations

from dataclasses import replace

from tests.web.conftest import Open, said
from toolbox.web import assignment, state

ALL = "All 15 schools together"


def test_the_sample_hub_has_both_kinds(sample_store: Open) -> None:
    at = sample_store("change", change_school=ALL)
    assert not at.exception
    assert not at.error
    words = said(at).replace("\\", "")
    assert "Mentored schools beside schools still waiting" in words
    assert "in 8 schools) compared with schools that had not yet begun" in words
    assert "the two groups started too far apart to compare" in words
    assert "Schools were not drawn by lot" in words
    assert "Nobody could be followed, so different people may have answered each time" in words
    assert "Invented sample: schools applied" in words


def test_one_school_is_not_set_beside_others(sample_store: Open) -> None:
    at = sample_store("change")
    assert "Mentored schools beside schools still waiting" not in said(at)


def change_facts(change) -> None:
    known = state.store().roster.all(state.viewer())
    state.store().roster.change(state.viewer(), [change(place, each) for place, each in enumerate(known)], seen=known)


def test_too_few_schools_of_a_kind_are_said(sample_store: Open) -> None:
    at = sample_store("start")
    late = max(each.starts for each in state.store().school_facts(state.viewer()))
    mentored = [each.school for each in state.store().school_facts(state.viewer()) if each.starts != late][:3]
    change_facts(lambda place, each: each if each.school in mentored else replace(each, starts=None))
    at = sample_store("change", change_school=ALL)
    assert not at.exception
    assert "that takes at least 4 schools of each, and there are" in said(at).replace("\\", "")


def test_nothing_is_said_where_nobody_was_mentored(sample_store: Open) -> None:
    sample_store("start")
    change_facts(lambda place, each: replace(each, starts=None))
    at = sample_store("change", change_school=ALL)
    assert not at.exception
    assert "Mentored schools beside" not in said(at)


def test_without_the_assignment_it_is_asked_for(sample_store: Open) -> None:
    sample_store("start")
    state.store().set_setting(state.viewer(), assignment.SETTING, {"text": "", "at_random": False})
    at = sample_store("change", change_school=ALL)
    assert not at.exception
    assert "write down who chose the mentored schools, how, and when" in said(at)
    assert "compared with schools that had not yet begun" not in said(at)
