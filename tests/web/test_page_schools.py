"""What is known about schools, on the data page: typed, brought from a file, never saved over somebody else's work."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.web.conftest import Open, said
from toolbox.model import MentoringSession, School, SchoolFacts
from toolbox.web import schools, state
from toolbox.web.log import editing, kept


def facts() -> dict[str, SchoolFacts]:
    return {each.school: each for each in state.store().school_facts(state.viewer())}


def test_the_sample_hub_brings_hubs_and_days(sample_store: Open) -> None:
    at = sample_store("data")
    assert not at.exception
    assert "Of 15 schools the hub is known for 15, the first day of mentoring for 15" in said(at)
    assert at.file_uploader[0].label.startswith("Or bring a list")


def test_saving_without_a_change_says_so(sample_store: Open) -> None:
    at = sample_store("data")
    before = facts()
    at.button(key="schools_edited_0_save").click().run()
    assert "Nothing was changed." in said(at)
    assert facts() == before


def test_a_list_is_looked_at_before_it_is_kept(sample_store: Open) -> None:
    at = sample_store("data")
    first = sorted(facts())[0]
    content = f"School;Starts;Hours\n{first.upper()};2025-11-03;7,5\nNowhere;2025-11-03;2\n"
    at.file_uploader[0].upload("schools.csv", content.encode()).run()
    assert not at.exception
    assert "Nowhere is not known here yet" in said(at)
    at.segmented_control(key="schools_list_0_way").set_value("Decide one by one").run()
    at.selectbox(key="schools_list_0_name_0").set_value("\x00out").run()
    assert facts()[first].hours is None, "nothing is kept before somebody says so"
    at.button(key="schools_list_0_take").click().run()
    assert not at.exception
    assert "Saved: 1 school from schools.csv." in said(at).replace("\\", "")
    now = facts()[first]
    assert (now.starts, now.hours) == (date(2025, 11, 3), 7.5)
    assert now.hub, "a column the list does not have changes nothing"


def test_a_list_that_cannot_be_read_is_refused_in_words(sample_store: Open) -> None:
    at = sample_store("data")
    at.file_uploader[0].upload("schools.csv", b"name;hub\nElm;North\n").run()
    assert not at.exception
    assert "no column with the heading “school”" in at.error[0].value


def test_an_empty_store_asks_for_no_schools(empty_store: Open) -> None:
    at = empty_store("data")
    assert not at.exception


def test_a_new_school_of_a_list_is_a_school(empty_store: Open) -> None:
    at = empty_store("data")
    content = "School;Hub;Type;Type since;Teachers\nElm;North;AP;2024-09-01;24\nOak;North;;;\n"
    at.file_uploader[0].upload("schools.csv", content.encode()).run()
    assert "Elm, Oak are not known here yet" in said(at)
    at.button(key="schools_list_0_take").click().run()
    assert not at.exception
    elm, oak = state.store().roster.all(state.viewer())
    assert (elm.teachers, elm.types) == (24, (("AP", date(2024, 9, 1)),))
    assert oak == School(school="Oak", hub="North")


def test_a_name_like_a_known_one_is_never_guessed(sample_store: Open) -> None:
    at = sample_store("data")
    first = sorted(facts())[0]
    near = first[:-1] + "e" if first[-1] != "e" else first[:-1]
    at.file_uploader[0].upload("schools.csv", f"School;Wave;Hub\n{near};3;Far\n".encode()).run()
    assert "1 looks like a school that is" in said(at)
    assert not [each for each in at.button if each.key == "schools_list_0_take"], "undecided, so nothing can be kept"
    at.selectbox(key="schools_list_0_name_0").set_value(first).run()
    at.button(key="schools_list_0_take").click().run()
    assert facts()[first].hub == "Far"
    assert near not in facts()


def test_a_school_is_renamed_and_everything_follows(sample_store: Open) -> None:
    at = sample_store("data")
    viewer, store = state.viewer(), state.store()
    old = sorted(facts())[0]
    store.sessions.add(viewer, [MentoringSession(on=date(2026, 1, 7), receiver=old)])
    at.run()
    at.selectbox(key="rename_school_0").set_value(old)
    at.text_input(key="rename_school_to_0").set_value("Elm Academy").run()
    there = sum(old in (each.giver, each.receiver) for each in store.sessions.all(viewer))
    assert f"{there:,} mentoring session" in said(at)
    assert "Sample" in said(at)
    assert old in {school for each in state.rounds() for school in each.schools}, "looking changes nothing"
    at.button(key="rename_school_do_0").click().run()
    assert not at.exception
    names = {school for each in state.rounds() for school in each.schools}
    assert "Elm Academy" in names
    assert old not in names
    every = store.sessions.all(viewer)
    assert sum("Elm Academy" in (each.giver, each.receiver) for each in every) == there
    assert not [each for each in every if old in (each.giver, each.receiver)]
    assert store.roster.of(viewer, "Elm Academy").hub


def test_two_schools_of_one_round_are_not_made_one(sample_store: Open) -> None:
    at = sample_store("data")
    one, other = sorted(facts())[:2]
    at.selectbox(key="rename_school_0").set_value(one)
    at.text_input(key="rename_school_to_0").set_value(other).run()
    assert "both become one school" in said(at)
    at.button(key="rename_school_do_0").click().run()
    assert "so they are two schools" in at.error[0].value
    assert one in facts()


def test_two_who_correct_the_roster_at_once_lose_nothing(sample_store: Open) -> None:
    sample_store("data")
    viewer = state.viewer()
    kind = schools.kind(viewer)
    mine, theirs = kept.roster(viewer), kept.roster(viewer)
    first = [replace(mine[0], teachers=11), replace(mine[1], teachers=12), *mine[2:]]
    second = [replace(theirs[0], wave="9"), theirs[1], replace(theirs[2], wave="8"), *theirs[3:]]
    assert editing.save(kind, first, mine).changed == 2
    outcome = editing.save(kind, second, theirs)
    assert outcome.changed == 1
    assert [(row.school, refusal.code) for row, refusal in outcome.refused] == [(mine[0].school, "changed_meanwhile")]
    now = kept.roster(viewer)
    assert (now[0].teachers, now[1].teachers, now[2].wave) == (11, 12, "8")
