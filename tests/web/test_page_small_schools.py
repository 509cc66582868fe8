"""Small schools shown as one: the choice before the first look, their page, and the words where it is too late."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.late import save
from tests.store.makers import EVERYONE
from tests.web.conftest import Open, said
from toolbox.model import ToolboxError
from toolbox.store import Store, open_store
from toolbox.web import released, state

SIZES = {(name, "teachers"): 14 for name in ("Fir", "Pine", "Rowan", "Willow", "Yew")}
SIZES |= {("Ash", "teachers"): 3, ("Elm", "teachers"): 4, ("Oak", "teachers"): 2}
NAME = "Small schools: Ash, Elm, Oak"


def words_of(at) -> str:
    """What stands there, without the marks that keep names from being taken for Markdown."""
    return said(at).replace("\\", "")


@pytest.fixture
def own(empty_store: Open, tmp_path: Path) -> Store:
    """A store with one round nobody has seen."""
    store = open_store(folder=tmp_path)
    store.migrate()
    store.set_setting(EVERYONE, state.STARTED, "then", once=True)
    save(store, SIZES)
    return store


def test_small_schools_are_put_together_before_anybody_looks(own: Store, empty_store: Open) -> None:
    (made,) = own.rounds(EVERYONE)
    at = empty_store("data")
    assert "In 3 schools fewer than 5 of every group answered" in words_of(at)
    (chosen,) = at.multiselect
    # Two would be enough, but the one left over would keep them hidden.
    assert chosen.value == ["Ash", "Elm", "Oak"]
    at.button(key="data_small_make").click().run()
    assert not at.exception
    assert "Ash, Elm and Oak are shown as one school" in words_of(at)
    later = save(own, SIZES, name="Spring", on=date(2027, 4, 1), seed=4, first=900, file="b")
    for each in (made, later):
        found = released.profile(each.id, NAME)
        assert [count.answered for count in found.groups] == [9]
        assert not any(cell.hidden for cell in found.areas)
        with pytest.raises(ToolboxError):
            released.profile(each.id, "Elm")
    change = released.comparison(made.id, later.id, NAME)
    assert change.schools == (NAME,)
    assert not any(row.hidden for row in change.areas)
    at = empty_store("school", school_school=NAME)
    assert not at.exception
    assert "Ash, Elm and Oak are shown as one, because too few answered in each of them." in words_of(at)
    # It stays so once it was seen, and the ledger says under which names.
    at = empty_store("data")
    assert "Ash, Elm and Oak are shown as one, and stay so." in words_of(at)
    assert not [button for button in at.button if "small" in (button.key or "")]
    assert ("Elm", NAME) in own.ledger.releases(EVERYONE).releases[0].merged


def test_one_school_alone_is_refused_in_words(own: Store, empty_store: Open) -> None:
    at = empty_store("data")
    at.multiselect[0].set_value(["Elm"]).run()
    at.button(key="data_small_make").click().run()
    assert not at.exception
    assert "One school is nothing to put together" in " ".join(each.value for each in at.error)
    assert own.together.all(EVERYONE) == ()


def test_the_school_page_says_that_it_is_too_late_once_it_was_seen(own: Store, empty_store: Open) -> None:
    at = empty_store("school", school_school="Elm")
    at.session_state["school_merging"] = True
    at.run()
    assert not at.exception
    words = words_of(at)
    assert (
        "The smallest company would be Ash, Elm and Oak, with 9 teachers in all. It is not possible any more" in words
    )
    assert not empty_store("data").multiselect
    at = empty_store("school", school_school="Pine")
    assert "school_merging" not in [each.key for each in at.expander]


def test_the_choice_can_be_taken_back_until_the_first_look(own: Store, empty_store: Open) -> None:
    at = empty_store("data")
    at.button(key="data_small_make").click().run()
    assert [each.schools for each in own.together.all(EVERYONE)] == [("Ash", "Elm", "Oak")]
    at.button(key="data_small_apart_Small schools: Ash, Elm, Oak").click().run()
    assert not at.exception
    assert own.together.all(EVERYONE) == ()
    assert at.multiselect
