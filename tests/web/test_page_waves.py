"""Wave by wave on the Change page: three rounds and three waves, two rounds, nobody waiting, too few schools, nobody followed."""

from __future__ import annotations

from tests.web import waved
from tests.web.conftest import Open, said
from toolbox.model import Viewer
from toolbox.web import state


def opened(empty_store: Open, many: int = 24, **asked):
    """The Change page of all schools of an invented hub."""
    empty_store("start")
    waved.keep(**asked)
    at = empty_store("change", change_school=f"All {many} schools together")
    assert not at.exception
    return at


def words(at) -> str:
    return said(at).replace("\\", "").replace("\N{NO-BREAK SPACE}", " ")


def test_each_wave_stands_beside_those_not_begun(empty_store: Open) -> None:
    at = opened(empty_store)
    told = words(at)
    assert "Wave 3: 8 schools, not yet mentored." in told
    assert "Wave 1, first mentored at Winter, changed more than the schools that had not begun in 2 of 2 areas" in told
    assert (
        "Wave 2, first mentored at Summer, changed more than the schools that had not begun in 1 of 1 area: Continuing"
        in told
    )
    assert "Wave 2, first mentored at Summer, and the others started too far apart to compare in: Pedagogy" in told
    assert "Before they began, the later waves had changed alike" in told
    assert "Schools were not drawn by lot" in told
    assert f"How schools came to be mentored: {waved.HOW}" in told
    at.session_state["change_waves_teachers"] = True
    at.run()
    assert not at.exception
    (table,) = [each.value for each in at.table if "First mentored at" in each.value.columns]
    assert [each.replace("\N{NO-BREAK SPACE}", " ") for each in table["Wave"]] == ["Wave 1", "Wave 2"] * 2
    assert table["First mentored at"].tolist() == ["Winter", "Summer"] * 2
    assert table["Schools"].tolist() == ["8"] * 4
    changes = table["More than those not begun (range that fits)"]
    assert all(change.replace("\\", "").startswith("+0.") and " to " in change for change in changes)
    names = [each.proto.spec for each in at.get("arrow_vega_lite_chart")] or [
        each.proto for each in at.get("vega_lite_chart")
    ]
    assert any("in each wave beside schools not yet mentored, area by area" in str(each) for each in names)


def test_without_a_rise_nothing_is_clear(empty_store: Open) -> None:
    told = words(opened(empty_store, rise=0.0))
    assert "Wave 1, first mentored at Winter: in none of 2 areas is it clear" in told
    assert "changed more than" not in told.partition("Wave 1, first")[2].partition("How schools came")[0]


def test_two_rounds_say_what_is_needed(empty_store: Open) -> None:
    told = words(opened(empty_store, rounds=2))
    assert "Wave 1: mentoring began in 8 schools between the rounds." in told
    assert "a third round of SELFIE (2020 structure) is needed" in told
    assert "first mentored at" not in told


def test_without_the_assignment_it_is_asked_for(empty_store: Open) -> None:
    told = words(opened(empty_store, text=""))
    assert "write down on the Tables page how schools came to be mentored" in told
    assert "changed more than the schools" not in told


def test_a_wave_of_three_schools_is_given_no_range(empty_store: Open) -> None:
    at = opened(empty_store, 19, schools=(8, 3, 8))
    told = words(at)
    assert "Wave 1, first mentored at Winter, changed more" in told
    assert "Wave 2, first mentored at Summer: " in told
    at.session_state["change_waves_teachers"] = True
    at.run()
    (table,) = [each.value for each in at.table if "First mentored at" in each.value.columns]
    late = table[table["Wave"].str.endswith("2")]
    assert len(late) == 2
    assert not any(" to " in each for each in late["More than those not begun (range that fits)"])
    assert all(late["To be said"])


def test_where_nobody_is_left_waiting_the_last_wave_has_nothing_beside_it(empty_store: Open) -> None:
    told = words(opened(empty_store, 16, schools=(8, 8)))
    assert "Wave 2, first mentored at Summer: no school was still waiting, so there is nothing to compare with." in told


def test_nobody_who_can_be_followed_is_said(empty_store: Open) -> None:
    told = words(opened(empty_store, keyed=False))
    assert "Wave by wave" in told
    assert "changed more than the schools that had not begun" not in told
    assert "nobody can be followed" in told or "could be followed" in told


def test_one_hidden_school_of_a_wave_hides_the_waves(empty_store: Open) -> None:
    told = words(opened(empty_store, small=1))
    assert "changed more than the schools that had not begun in" not in told
    seen = {each.what for each in state.store().ledger.releases(Viewer(), per=0).releases}
    assert "evaluation" in seen, "written down before it was looked at"
