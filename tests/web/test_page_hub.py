"""The Hub page as a visitor meets it: an empty store, the sample hub, a programme edited by two, numbers by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.web.conftest import Open, said
from toolbox.indicators import preset, to_toml
from toolbox.model import ToolboxError, Viewer
from toolbox.web import state


def test_an_empty_store_says_what_to_bring(empty_store: Open) -> None:
    at = empty_store("hub")
    assert not at.exception
    assert "Nothing can be counted yet" in said(at)
    assert "not counted\\: nobody wrote down who belongs where" in said(at)


def ihub(open_page: Open):
    """The page with the first preset chosen: the sample hub keeps a programme of its own."""
    at = open_page("hub")
    return at.selectbox(key="hub_programme").set_value("ihub4schools").run()


def test_the_sample_hub_is_counted_and_written_down(sample_store: Open) -> None:
    assert "10 schools against a target of 12" in said(sample_store("hub")), "what the sample promised is offered first"
    at = ihub(sample_store)
    assert not at.exception
    words = said(at)
    assert "schools against a target of 75" in words
    assert "1 mentee school without a session so far" in words
    assert "AS\\: advanced school" in words
    assert "perhaps written down twice" in words
    assert "Reached indirectly, through colleagues" in [each.value for each in at.subheader]
    assert "without a mentor" in said(at.date_input(key="hub_as_of").set_value(date(2026, 9, 30)).run())
    assert {"hub"} <= {each.what for each in state.store().ledger.releases(state.viewer()).releases}


def test_no_pseudonym_stands_on_the_page(sample_store: Open) -> None:
    at = sample_store("hub")
    members = {each.member for each in state.store().memberships.all(Viewer()) if each.kind == "person"}
    assert members
    assert not [each for each in members if each in said(at)]


@pytest.mark.parametrize("id", ["living-schools-lab", "mensi", "relecofa"])
def test_every_preset_makes_a_page(sample_store: Open, id: str) -> None:
    at = sample_store("hub")
    at.selectbox(key="hub_programme").set_value(id).run()
    assert not at.exception


def test_who_did_something_in_a_log_is_active(sample_store: Open) -> None:
    import pandas as pd

    from toolbox.web.hub import asking

    sample_store("hub")
    store, viewer = state.store(), state.viewer()
    events = pd.concat([pd.read_parquet(path) for path in store.events.paths(viewer)])
    events = events[events["actor"].astype(str) != ""]
    last = date(2026, 2, 1)
    wanted = events[events["at"].dt.date <= last]
    assert 0 < wanted["actor"].nunique() < events["actor"].nunique() or len(wanted) < len(events)
    latest = wanted.assign(day=wanted["at"].dt.date).groupby("actor", observed=True)["day"].max()
    assert dict(asking._acts(str(store.folder), viewer, last)) == latest.to_dict()
    assert asking._acts(str(store.folder), viewer, date(2000, 1, 1)) == ()


def test_a_log_that_came_later_is_counted_too(sample_store: Open) -> None:
    from toolbox.web.hub import asking

    sample_store("hub")
    store, viewer = state.store(), state.viewer()
    assert asking._acts(str(store.folder), viewer, date(2026, 12, 31))
    for each in store.events.files(viewer):
        store.events.delete(viewer, each.id)
    assert asking._acts(str(store.folder), viewer, date(2026, 12, 31)) == ()


def test_materials_shared_come_out_of_the_log_by_the_words_of_the_file(sample_store: Open) -> None:
    import pandas as pd

    at = sample_store("hub")
    at.date_input(key="hub_as_of").set_value(date(2026, 5, 11)).run()
    words = said(at)
    assert not at.exception
    assert any("at least 135 against a target of 150" in str(bar.proto) for bar in at.get("progress"))
    assert "The words\\: “Post created”\\." in words
    store, viewer = state.store(), state.viewer()
    events = pd.concat([pd.read_parquet(path) for path in store.events.paths(viewer)])
    rows = [row for row in store.memberships.all(viewer) if row.kind == "person"]
    posts = [
        each
        for each in events[events["method"] == "Post created"].itertuples()
        if any(row.member == each.actor and row.on(each.at.date()) for row in rows)
    ]
    assert 135 <= len(posts) < 140


def test_seventy_four_of_ninety_three(sample_store: Open) -> None:
    at = sample_store("hub")
    at.selectbox(key="hub_programme").set_value("mensi").run()
    at.number_input(key="hub_hand_value_new").set_value(74)
    at.number_input(key="hub_hand_of_new").set_value(93)
    at.text_input(key="hub_hand_source_new").set_value("Course report")
    at.button(key="hub_hand_enter").click().run()
    assert not at.exception
    assert "74 of 93" in said(at)
    assert "79\\.6\u00a0%" in said(at)
    assert "85\\.0" not in said(at)


def test_a_part_larger_than_its_whole_is_refused(sample_store: Open) -> None:
    at = sample_store("hub")
    at.selectbox(key="hub_programme").set_value("mensi").run()
    at.number_input(key="hub_hand_value_new").set_value(94)
    at.number_input(key="hub_hand_of_new").set_value(93)
    at.button(key="hub_hand_enter").click().run()
    assert "larger than its whole" in at.error[0].value
    assert not state.store().indicators.hand_counts(state.viewer(), "mensi")


def _text(at):
    return next(each for each in at.text_area if each.label == "The file")


def test_an_edited_file_is_kept_and_counts(sample_store: Open) -> None:
    at = ihub(sample_store)
    mine = replace(preset("ihub4schools"), indicators=(replace(preset("ihub4schools").indicators[0], target=20),))
    _text(at).set_value(to_toml(mine))
    at.button(key="hub_file_save").click().run()
    assert not at.exception
    assert "Kept\\:" in said(at) or "Kept:" in said(at)
    assert "schools against a target of 20" in said(at)


def test_a_kept_file_can_be_deleted(sample_store: Open) -> None:
    at = ihub(sample_store)
    state.store().indicators.save(state.viewer(), preset("ihub4schools"), new=True)
    at.run()
    at.button(key="hub_file_delete_now").click().run()
    assert not at.exception
    assert "ihub4schools" not in {each.id for each in state.store().indicators.programmes(state.viewer())}
    assert "it is kept here once you save it" in said(at)


def test_two_who_edit_at_once_lose_nothing(sample_store: Open) -> None:
    at = ihub(sample_store)
    store, viewer = state.store(), state.viewer()
    first = store.indicators.save(viewer, preset("ihub4schools"), new=True)
    at.run()
    theirs = store.indicators.save(viewer, replace(first, about="Changed by somebody else"))
    _text(at).set_value(to_toml(replace(first, about="Changed by me")))
    at.button(key="hub_file_save").click().run()
    assert at.error
    kept = {each.id: each for each in store.indicators.programmes(viewer)}
    assert kept["ihub4schools"].about == theirs.about
    assert "Changed by me" in _text(at).value, "what was typed stays"


def test_a_broken_file_is_refused_in_words(sample_store: Open) -> None:
    at = ihub(sample_store)
    _text(at).set_value("id = ")
    at.button(key="hub_file_save").click().run()
    assert "not valid TOML" in at.error[0].value


def test_who_sees_some_schools_is_told_where_to_look(sample_store: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    from toolbox.web.hub import asking, choosing

    at = sample_store("hub")
    assert not at.exception
    monkeypatch.setattr(state, "viewer", lambda: Viewer(role="mentor", schools=frozenset({"Udulinna Kool"})))
    with pytest.raises(ToolboxError, match="Mentees page"):
        asking.hub(choosing.Asked(programme=preset("mensi"), as_of=date(2026, 6, 30)))
