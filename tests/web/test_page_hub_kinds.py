"""Clusters compared on the Hub page with how their schools changed: few clusters, many, none, and what is written down."""

from __future__ import annotations

from dataclasses import replace

from tests.mentoring.clustered import FRAMEWORK, hub_of
from tests.web.conftest import Open, said
from toolbox.model import School, Viewer
from toolbox.web import state

EVERYONE = Viewer()


def keep(**asked) -> list[str]:
    """An invented hub in the store; the ids of its rounds."""
    store = state.store()
    *rounds, clusters, members = hub_of(**asked)
    kept = [
        store.save_round(EVERYONE, name=each.name, collected_on=each.collected_on, framework=FRAMEWORK.id, answers=each.answers)
        for each in rounds
    ]  # fmt: skip
    store.roster.change(EVERYONE, [School(school=each, hub="North") for each in rounds[0].answers.schools], seen=[])
    for each in clusters:
        store.memberships.save_cluster(EVERYONE, each)
    store.memberships.add(EVERYONE, members)
    return [each.id for each in kept]


def words(at) -> str:
    assert not at.exception
    return said(at).replace("\\", "").replace("\N{NO-BREAK SPACE}", " ")


def side_by_side(open_page: Open):
    """The hub, with the clusters' changes asked for where that is offered."""
    at = open_page("hub")
    return asked_for(at) if len(at.toggle) else at


def asked_for(at):
    (toggle,) = at.toggle
    return toggle.set_value(True).run()


def test_an_empty_hub_says_what_it_needs(empty_store: Open) -> None:
    assert "This needs clusters whose model or incentive is written down." in words(empty_store("hub"))


def test_two_rounds_are_needed_by_the_day_looked_at(empty_store: Open) -> None:
    empty_store("start")
    keep(sizes=[14] * 24, models=["rural", "virtual"])
    at = empty_store("hub")
    at.date_input(key="hub_as_of").set_value(hub_of([14] * 12, models=["x"])[0].collected_on).run()
    assert "This needs two rounds of the same framework by that day" in words(at)


def test_many_clusters_are_compared_over_clusters(empty_store: Open) -> None:
    empty_store("start")
    keep(sizes=[14] * 24, models=["rural", "virtual"], moved={"virtual": 0.8})
    at = side_by_side(empty_store)
    told = words(at)
    assert "In view: rural, 4 clusters with 12 schools; virtual, 4 clusters with 12 schools." in told
    assert "The change is that of the teachers who answered both times." in told
    assert (
        "Schools of “virtual” clusters changed more than those of “rural” clusters in 2 of 2 areas: Continuing" in told
    )
    assert "were not put into one kind or another by lot" in told
    at.session_state["hub_kinds_model_teachers"] = True
    at.run()
    words(at)
    (table,) = [each.value for each in at.table if "Change (range that fits)" in each.value.columns]
    assert table["How many"].tolist() == ["4"] * 4
    assert table["People"].tolist() == ["168"] * 4
    assert all(" to " in cell for cell in table["Change (range that fits)"])


def test_opening_the_hub_decides_nothing_of_what_is_shown_elsewhere(empty_store: Open) -> None:
    """Of many clusters, too, changes are shown to who asks: what is shown is held against the Change page."""
    empty_store("start")
    ids = keep(sizes=[14] * 24, models=["rural", "virtual"], moved={"virtual": 0.8})
    told = words(empty_store("hub"))
    assert "By model the clusters can be compared: two kinds at least have 4 of them or more." in told
    assert "may then have to stay hidden on the Change page" in told
    assert "In view:" not in told
    assert not state.store().ledger.shown(EVERYONE, ids), "nothing of the rounds has left"
    assert "In view:" in words(side_by_side(empty_store))
    assert state.store().ledger.shown(EVERYONE, ids)


def test_few_clusters_stand_side_by_side_without_a_test(empty_store: Open) -> None:
    empty_store("start")
    keep(sizes=[14] * 12, models=["rural", "virtual"], moved={"virtual": 0.8})
    at = empty_store("hub")
    assert "In view: rural" not in words(at), "of so few, only who asks is shown"
    asked_for(at)
    at.session_state["hub_kinds_model_teachers"] = True
    at.run()
    told = words(at)
    assert "In view: rural, 2 clusters with 6 schools; virtual, 2 clusters with 6 schools." in told
    assert "Too few to compare: what is compared are clusters, and no two kinds have 4 of them each." in told
    assert "Of so few no test is made." in told
    (table,) = [each.value for each in at.table if "Change (range that fits)" in each.value.columns]
    assert not any(" to " in cell for cell in table["Change (range that fits)"])


def test_incentives_that_would_give_a_hidden_school_back_stay_hidden_after_models(empty_store: Open) -> None:
    empty_store("start")
    few = (0, 1, 2, 6, 18, 19, 20)
    ids = keep(
        sizes=[4 if place in few else 14 for place in range(24)], models=["rural", "virtual"],
        incentives=["paid", "paid", "days off", "days off"], per=6,
    )  # fmt: skip
    for _ in range(2):  # and it stays so when the page is opened once more
        told = words(side_by_side(empty_store))
        assert told.count("The change is that of the teachers who answered both times.") == 1
        assert (
            told.count("How they changed is not shown side by side: would reveal the few who answered only once") == 1
        )
    seen = state.store().ledger.shown(EVERYONE, ids)
    assert sorted(len(each.members) for each in seen if each.about.startswith("sets:")) == [12, 12], (
        "what was hidden is not in it"
    )
    releases = [each for each in state.store().ledger.releases(EVERYONE, what="hub", per=0).releases if each.rounds]
    assert {each.rounds for each in releases} == {tuple(ids)}
    assert all(each.beside for each in releases)


def test_a_cluster_that_changes_its_kind_tells_nothing_of_its_schools(empty_store: Open) -> None:
    empty_store("start")
    keep(sizes=[14] * 24, models=["rural", "virtual"])
    assert "How they changed is not shown" not in words(side_by_side(empty_store))
    (first, *_) = state.store().memberships.clusters(EVERYONE)
    state.store().memberships.save_cluster(EVERYONE, replace(first, model="virtual"))
    told = words(side_by_side(empty_store))
    assert "How they changed is not shown side by side: fewer than 5 schools answered" in told, (
        "the three by themselves"
    )
    (first, *_) = state.store().memberships.clusters(EVERYONE)
    state.store().memberships.save_cluster(EVERYONE, replace(first, model="rural"))
    assert "How they changed is not shown" not in words(side_by_side(empty_store)), "what was shown first stays"


def test_the_sample_hub_says_that_its_clusters_are_too_few(sample_store: Open) -> None:
    at = sample_store("hub")
    told = words(at)
    assert "How their schools changed" in told
    assert told.count("no two kinds have 4 of them each") == 1
    assert "In view" not in told
    asked_for(at)
    told = words(at)
    assert "In view: top-down, 1 cluster with 5 schools." in told
    assert "10 other schools stand together: in no cluster, or in one nobody described; in kinds of fewer than 5 schools (bottom-up)." in told  # fmt: skip
    assert told.count("no two kinds have 4 of them each") == 1, "said once, whatever the groups and the ways of working"
    assert told.count("were not put into one kind or another by lot") == 1


def test_who_looks_at_the_hub_first_still_sees_change_beside_hours(sample_store: Open) -> None:
    """Changes of a few clusters tell nothing of the clusters, and would hide what is worth seeing."""
    sample_store("hub")
    told = words(sample_store("change", change_school="All 15 schools together"))
    assert "with more hours of mentoring tended to rise more" in told
