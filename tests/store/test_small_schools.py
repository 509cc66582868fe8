"""Small schools shown as one: in every round of theirs, only as long as nobody saw one, for whoever may see them all."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tests.invented import answers
from toolbox.disclosure import release
from toolbox.disclosure.small_schools import small_schools
from toolbox.disclosure.states import as_shown
from toolbox.model import Policy, Release, ToolboxError, Viewer
from toolbox.profile import profile
from toolbox.store import open_store

EVERYONE = Viewer()


def nobody(schools):
    """Nobody has seen a round of theirs."""
    return False


SMALL = ("Ash", "Elm", "Oak")
NAME = "Small schools: Ash, Elm, Oak"
SIZES = {("Ash", "teachers"): 2, ("Elm", "teachers"): 3, ("Oak", "teachers"): 4, ("Pine", "teachers"): 20}
SIZES |= {(name, "teachers"): 14 for name in ("Rowan", "Willow", "Yew", "Fir")}


@pytest.fixture
def store(tmp_path):
    return open_store(folder=tmp_path)


def saved(store, name="Autumn", sizes=None, framework="selfie-2020", **more):
    found = answers(sizes or SIZES)
    # Keys as they are kept.
    found = replace(found, person=[f"P-{place:X}" for place in range(len(found.person))])
    return store.save_round(
        EVERYONE, name=name, collected_on=date(2025, 10, 6), framework=framework, answers=found, **more
    )


def look(store, found, viewer=EVERYONE):
    shown = as_shown(store, viewer, found.id, Policy(), survey=True)
    store.ledger.add(
        viewer,
        Release(at=datetime.now(UTC), role="local", what="profile", how="page", rounds=(found.id,), data_sets=(shown.answers and shown.state.data_set,)),
        [shown.state],
        seen=shown.seen,
    )  # fmt: skip
    return shown


def whole(store, found):
    return profile(store.answers(EVERYONE, found.id), _selfie(), round_name="", collected_on=date(2025, 10, 6))


def _selfie():
    from toolbox.frameworks import load

    return load("selfie-2020")


def test_every_round_of_theirs_is_shown_with_them_as_one(store):
    first = saved(store, invited={(school, "teachers"): 6 for school in SMALL} | {("Pine", "teachers"): 30})
    made = store.together.make(EVERYONE, ["Oak", "Elm", "Ash"])
    assert (made.name, made.schools) == (NAME, SMALL)
    later = saved(store, "Spring", {key: size + 1 for key, size in SIZES.items() if key[0] != "Oak"})
    for found, persons in ((store.round(EVERYONE, first.id), 9), (store.round(EVERYONE, later.id), 7)):
        assert set(found.schools) == {NAME, "Pine", "Rowan", "Willow", "Yew", "Fir"}
        kept = store.answers(EVERYONE, found.id)
        assert kept.schools == found.schools
        assert (kept.school == kept.schools.index(NAME)).sum() == persons
        places = kept.school.astype(int) * len(kept.groups) + kept.group
        assert (places[1:] >= places[:-1]).all()
    assert store.round(EVERYONE, first.id).invited == {(NAME, "teachers"): 18, ("Pine", "teachers"): 30}
    found = release(
        profile(store.answers(EVERYONE, first.id), _selfie(), round_name="", collected_on=date(2025, 1, 1), schools=[NAME])
    )  # fmt: skip
    assert [count.answered for count in found.groups] == [9]
    assert not any(cell.hidden for cell in found.areas)
    store.together.undo(EVERYONE, NAME)
    assert set(SMALL) < set(store.round(EVERYONE, first.id).schools)
    assert store.round(EVERYONE, first.id).invited["Elm", "teachers"] == 6


def test_a_number_invited_that_is_entered_for_them_together_stands_and_theirs_come_back(store):
    first = saved(store, invited={("Elm", "teachers"): 6})
    store.together.make(EVERYONE, SMALL)
    assert store.round(EVERYONE, first.id).invited == {}
    store.update_round(EVERYONE, first.id, version=1, invited={(NAME, "teachers"): 20})
    assert store.round(EVERYONE, first.id).invited == {(NAME, "teachers"): 20}
    store.together.undo(EVERYONE, NAME)
    assert store.round(EVERYONE, first.id).invited["Elm", "teachers"] == 6


def test_only_as_long_as_nobody_saw_a_round_of_theirs(store):
    other = saved(store, "Elsewhere", {("Pine", "teachers"): 12, ("Fir", "teachers"): 9})
    look(store, other)
    first, second = saved(store), saved(store, "Spring")
    assert not store.together.shown(EVERYONE, SMALL)
    look(store, second)
    with pytest.raises(ToolboxError) as refused:
        store.together.make(EVERYONE, SMALL)
    assert refused.value.code == "shown_apart"
    assert store.together.all(EVERYONE) == ()
    store.delete_round(EVERYONE, second.id)
    store.together.make(EVERYONE, SMALL)
    assert store.together.shown(EVERYONE, SMALL) is False
    shown = look(store, first)
    assert dict(shown.state.together) == dict.fromkeys(SMALL, NAME)
    with pytest.raises(ToolboxError) as refused:
        store.together.undo(EVERYONE, NAME)
    assert refused.value.code == "shown_together"
    # A school comes along in no second company.
    with pytest.raises(ToolboxError) as refused:
        store.together.make(EVERYONE, ["Elm", "Pine"])
    assert refused.value.code == "together_already"


def test_a_result_made_before_they_were_put_together_does_not_leave_after(store):
    first = saved(store)
    apart = as_shown(store, EVERYONE, first.id, Policy(), survey=True)
    store.together.make(EVERYONE, SMALL)
    leaving = Release(
        at=datetime.now(UTC), role="local", what="profile", how="page", rounds=(first.id,), data_sets=(first.sha256,)
    )
    with pytest.raises(ToolboxError) as refused:
        store.ledger.add(EVERYONE, leaving, [apart.state], seen=apart.seen)
    assert refused.value.code == "shown_meanwhile"
    assert not store.together.shown(EVERYONE, SMALL)


def test_only_for_whoever_may_see_every_one_of_them(store):
    first = saved(store)
    store.together.make(EVERYONE, SMALL)
    head, mentor = (Viewer(role="head", schools=frozenset(names)) for names in (("Elm", "Pine"), (*SMALL, "Pine")))
    assert store.round(head, first.id).schools == ("Pine",)
    assert store.answers(head, first.id).schools == ("Pine",)
    assert set(store.round(mentor, first.id).schools) == {NAME, "Pine"}
    assert set(store.answers(mentor, first.id).schools) == {NAME, "Pine"}
    assert store.together.all(head) == ()
    with pytest.raises(ToolboxError) as refused:
        store.together.undo(head, NAME)
    assert refused.value.code == "not_allowed"
    with pytest.raises(ToolboxError) as refused:
        store.round(Viewer(role="head", schools=frozenset({"Elm"})), first.id)
    assert refused.value.code == "no_such_round"
    with pytest.raises(ToolboxError) as refused:
        store.together.make(head, ["Elm", "Pine"])
    assert refused.value.code == "together_already"
    with pytest.raises(ToolboxError) as refused:
        store.together.make(head, ["Pine", "Rowan"])
    assert refused.value.code == "not_allowed"


def test_what_schools_agreed_on_in_a_rubric_stays_theirs(store):
    from toolbox.frameworks import load

    rubric = load("idi-rubric")
    ratings = answers({(school, "school"): 1 for school in SMALL}, items=tuple(item.id for item in rubric.items[:3]))
    ratings = replace(ratings, person=[""] * 3)
    rated = store.save_round(
        EVERYONE, name="Ratings", collected_on=date(2025, 9, 1), framework=rubric.id, answers=ratings
    )
    saved(store)
    look(store, rated)  # what schools state about themselves tells of nobody
    store.together.make(EVERYONE, SMALL)
    assert store.round(EVERYONE, rated.id).schools == SMALL
    assert store.answers(EVERYONE, rated.id).schools == SMALL


def test_the_fewest_small_schools_of_one_hub_that_are_enough(store):
    found = whole(store, saved(store))
    offered = small_schools(found, {}, (), nobody, Policy())
    assert (offered.small, offered.suggested, offered.group, offered.persons) == (SMALL, SMALL, "teachers", 9)
    assert small_schools(found, {}, (), nobody, Policy(), of="Elm").suggested == SMALL
    assert small_schools(found, {}, (), nobody, Policy(), of="Pine") is None
    hubs = {"Ash": "North", "Elm": "North", "Oak": "South"}
    assert small_schools(found, hubs, (), nobody, Policy()).suggested == ("Ash", "Elm")
    assert small_schools(found, {"Oak": "South"}, (), nobody, Policy(), of="Oak").suggested == ()
    assert small_schools(found, {}, (), lambda schools: "Elm" in schools, Policy(), of="Elm").shown
    assert small_schools(found, {}, (), nobody, Policy(min_n=8, min_bands=10), of="Elm").suggested == SMALL
    made = store.together.make(EVERYONE, SMALL)
    now = whole(store, store.rounds(EVERYONE)[0])
    held = small_schools(now, {}, (made,), nobody, Policy())
    assert (held.small, held.suggested, held.together) == ((), (), (made,))


def test_no_name_is_changed_of_schools_shown_as_one(store):
    saved(store)
    store.together.make(EVERYONE, SMALL)
    for school, to in (("Elm", "Elder"), (NAME, "The small ones"), ("Pine", "Oak"), ("Pine", NAME)):
        with pytest.raises(ToolboxError) as refused:
            store.roster.rename(EVERYONE, school, to)
        assert refused.value.code == "shown_together"
    store.roster.rename(EVERYONE, "Pine", "Pine Grove")
    assert "Pine Grove" in store.rounds(EVERYONE)[0].schools


def test_a_school_that_was_renamed_before_is_put_together_under_its_name_of_now(store):
    first = saved(store)
    store.roster.rename(EVERYONE, "Elm", "Birch")
    store.together.make(EVERYONE, ["Ash", "Birch", "Oak"])
    name = "Small schools: Ash, Birch, Oak"
    assert name in store.round(EVERYONE, first.id).schools
    assert name in store.answers(EVERYONE, first.id).schools
    assert dict(look(store, first).state.together) == dict.fromkeys(("Ash", "Birch", "Oak"), name)
    assert store.together.shown(EVERYONE, ["Birch"])
