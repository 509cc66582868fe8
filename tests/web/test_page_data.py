"""The data page: sources, renaming under a lock, numbers invited, the recipe, deleting for good."""

from __future__ import annotations

from datetime import date

from tests.web.conftest import Open, said
from toolbox.web import released, state


def test_sources_say_what_was_left_out(sample_store: Open) -> None:
    at = sample_store("data")
    assert not at.exception
    words = said(at)
    assert "rows were kept" in words
    for source in state.rounds()[-1].sources:
        assert f"{source.kept:,} of {source.rows:,} rows were kept" in words
        assert source.sha256[:16] in words
    assert "What was found" in words


def name_of(at):
    """The field of the round's name."""
    return next(each for each in at.text_input if each.label == "Name")


def test_rename(sample_store: Open) -> None:
    at = sample_store("data")
    chosen = state.rounds()[-1]
    name_of(at).set_value("Spring, again")
    next(each for each in at.date_input if each.label == "Collected on").set_value(date(2026, 5, 5))
    at.button(key=f"rename_save_{chosen.id}_{chosen.version}").click().run()
    assert not at.exception
    assert "Spring, again" in said(at)
    renamed = state.store().round(state.viewer(), chosen.id)
    assert (renamed.name, renamed.collected_on) == ("Spring, again", date(2026, 5, 5))


def test_rename_without_a_name_is_refused(sample_store: Open) -> None:
    at = sample_store("data")
    chosen = state.rounds()[-1]
    name_of(at).set_value("   ")
    at.button(key=f"rename_save_{chosen.id}_{chosen.version}").click().run()
    assert "no name" in at.error[0].value
    assert state.store().round(state.viewer(), chosen.id).name == chosen.name


def test_a_round_of_a_day_that_cannot_be_meant_keeps_its_day(sample_store: Open) -> None:
    at = sample_store("data")
    field = next(each for each in at.date_input if each.label == "Collected on")
    before = field.value
    assert (field.min, field.max) == (date.min, date.max), (
        "what is beyond bounds would not be sent, and the old day saved"
    )
    field.set_value(date(26, 3, 1))
    next(each for each in at.button if each.label == "Save name and date").click().run()
    assert "The day 0026-03-01 cannot be meant" in at.error[0].value.replace("\\", "")
    assert before in {each.collected_on for each in state.rounds()}


def test_two_people_rename_at_once_and_the_second_is_told(sample_store: Open) -> None:
    at = sample_store("data")
    chosen = state.rounds()[-1]
    state.store().update_round(state.viewer(), chosen.id, version=chosen.version, name="Hers")
    name_of(at).set_value("Mine")
    at.button(key=f"rename_save_{chosen.id}_{chosen.version}").click().run()
    assert "Someone else changed this round" in at.error[0].value
    assert state.store().round(state.viewer(), chosen.id).name == "Hers"


def test_delete_asks_first_and_is_for_good(sample_store: Open) -> None:
    at = sample_store("data")
    chosen = state.rounds()[-1]
    released.profile(chosen.id, None)
    button = at.button(key=f"delete_{chosen.id}")
    assert button.disabled
    at.checkbox(key=f"data_delete_{chosen.id}").check().run()
    at.button(key=f"delete_{chosen.id}").click().run()
    assert not at.exception
    assert "Deleted" in said(at)
    assert chosen.id not in [each.id for each in state.rounds()]


def test_invited_numbers_can_be_corrected(sample_store: Open) -> None:
    at = sample_store("data")
    chosen = state.rounds()[-1]
    at.button(key=f"invited_save_{chosen.id}_{chosen.version}").click().run()
    assert not at.exception
    assert dict(state.store().round(state.viewer(), chosen.id).invited) == dict(chosen.invited)


def test_the_recipe_can_be_downloaded(sample_store: Open) -> None:
    at = sample_store("data")
    assert "Download the recipe" in [button.label for button in at.get("download_button")]
