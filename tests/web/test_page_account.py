"""The Data page's account of releases, merged groups, late answers: what a head reads and what the store then holds."""

from __future__ import annotations

import ast
import sqlite3
from pathlib import Path

import pytest

from tests.late import add, save
from tests.store.makers import EVERYONE
from tests.web.conftest import Open, said
from toolbox.model import Policy, ToolboxError
from toolbox.store import Store, open_store
from toolbox.web import noting, offering, released, state
from toolbox.web.account import standing

SIZES = {("Elm", "leaders"): 3, ("Elm", "teachers"): 24, ("Oak", "leaders"): 4, ("Oak", "teachers"): 18}


@pytest.fixture
def own(empty_store: Open, tmp_path: Path) -> Store:
    """A store with one round nobody has seen."""
    store = open_store(folder=tmp_path)
    store.migrate()
    store.set_setting(EVERYONE, state.STARTED, "then", once=True)
    save(store, SIZES)
    return store


def test_a_page_is_written_down_and_told(sample_store: Open) -> None:
    at = sample_store("school")
    assert not at.exception
    found = state.store().ledger.releases(state.viewer(), per=0).releases
    assert {(each.what, each.how, each.role) for each in found} >= {("profile", "page", "local")}
    at.switch_page("../../pages/data.py").run()
    at.expander(key="account_ledger")
    at.session_state["account_ledger"] = True
    at.run()
    assert not at.exception
    words = said(at)
    assert "What has been shown, and under which rule" in words
    assert "at least 5 people who answered" in words
    assert "stays when a round is deleted" in words


def test_reading_the_account_shows_nothing_itself(own: Store, empty_store: Open) -> None:
    at = empty_store("data")
    assert not at.exception
    assert "What is hidden of this round" in said(at)
    assert state.store().ledger.releases(state.viewer()).of == 0


def test_a_download_is_a_release_of_its_own(own: Store, empty_store: Open) -> None:
    (made,) = own.rounds(EVERYONE)
    empty_store("start")
    offering._csv(lambda: released.profile(made.id, "Elm"), "profile", "profile-elm.csv")
    offering._csv(lambda: released.profile(made.id, "Elm"), "profile", "profile-elm.csv")
    (found,) = own.ledger.releases(EVERYONE).releases
    assert (found.how, found.detail, found.times, found.schools) == ("file", "profile-elm.csv", 2, ("Elm",))


def test_nothing_is_shown_that_cannot_be_written_down(
    own: Store, empty_store: Open, tmp_path: Path, monkeypatch
) -> None:
    at = empty_store("start")
    (made,) = own.rounds(EVERYONE)
    store = state.store()
    monkeypatch.setattr(state, "_opened", lambda url, folder: open_store(folder=tmp_path, wait=0.1))
    with sqlite3.connect(tmp_path / "toolbox.db") as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(ToolboxError) as refused:
            released.profile(made.id, "Elm")
        at.switch_page("../../pages/school.py").run()
        assert not at.exception
        assert "This is not shown" in said(at)
        assert "Teachers give" not in said(at)
        other.rollback()
    assert refused.value.code == "not_recorded"
    assert store.ledger.releases(EVERYONE).of == 0


def test_staff_are_merged_before_anybody_looks_and_nowhere_apart(own: Store, empty_store: Open) -> None:
    (made,) = own.rounds(EVERYONE)
    at = empty_store("data")
    at.button(key=f"data_merge_{made.id}").click().run()
    assert not at.exception
    assert own.mergings.of(EVERYONE, made.id) == {"leaders": "staff", "teachers": "staff"}
    for school in ("Elm", "Oak", None):
        found = released.profile(made.id, school)
        assert {cell.group for cell in (*found.areas, *found.items)} == {"staff"}
        assert [count.group for count in found.groups] == ["staff"]
    assert {cell.n for cell in released.profile(made.id, "Elm").areas} <= {26, 27}
    table = next(each for each in offering.parts(released.profile(made.id, "Elm")) if each.name == "profile")
    assert set(table.frame["group"]) == {"staff"}
    assert own.answers(EVERYONE, made.id).groups == ("leaders", "teachers"), "the round itself is as it was"
    # It stays so once it was seen.
    assert standing.merging(made.id).refused == "shown_together"
    at = empty_store("data")
    assert "stay so" in said(at)
    assert f"data_apart_{made.id}" not in [button.key for button in at.button]


def test_staff_are_not_merged_once_teachers_were_shown(own: Store, empty_store: Open) -> None:
    (made,) = own.rounds(EVERYONE)
    assert standing.merging(made.id).refused == ""
    at = empty_store("school", school_school="Elm")
    at.session_state["school_merging"] = True
    at.run()
    assert not at.exception
    words = said(at)
    assert "It is not possible for this round any more" in words
    assert standing.merging(made.id).refused == "shown_apart"
    assert f"data_merge_{made.id}" not in [button.key for button in empty_store("data").button]


def test_tiny_schools_may_be_merged_although_they_were_shown(own: Store, empty_store: Open) -> None:
    """Both groups are hidden wherever a school has both: staff tell nothing that a subtraction could use."""
    made = save(
        own, {(school, group): size for school in ("A", "B", "C") for group, size in (("leaders", 3), ("teachers", 4))},
        name="Tiny", file="f",
    )  # fmt: skip
    at = empty_store("school", school_round="Tiny (1 October 2026)", school_school="A")
    assert not at.exception
    assert all(cell.hidden for cell in released.profile(made.id, "A").areas)
    at.session_state["school_merging"] = True
    at.run()
    at.button(key=f"school_merge_{made.id}").click().run()
    assert not at.exception
    found = released.profile(made.id, "A")
    assert {(cell.group, cell.n, cell.mean is not None) for cell in found.areas} == {("staff", 7, True)}


def test_late_answers_wait_and_the_page_says_so(own: Store, empty_store: Open) -> None:
    (made,) = own.rounds(EVERYONE)
    at = empty_store("school", school_school="Elm")
    add(own, made, {("Elm", "teachers"): 3})
    at.run()
    assert not at.exception
    words = said(at)
    assert "in 1 school fewer than 5 teachers answered, or changed" in words
    assert "24 teachers" in words
    add(own, made, {("Elm", "teachers"): 2}, first=7000, file="c")
    at.run()
    words = said(at)
    assert "Late answers wait" not in words
    assert "29 teachers" in words


def test_the_least_number_can_be_raised_and_never_lowered(own: Store, empty_store: Open) -> None:
    (made,) = own.rounds(EVERYONE)
    at = empty_store("data")
    at.number_input(key="account_min_n").set_value(20)
    at.number_input(key="account_min_bands").set_value(20)
    at.button(key="account_minimums_save").click().run()
    assert not at.exception
    assert noting.policy() == Policy(min_n=20, min_bands=20)
    assert "at least 20 people who answered" in said(at)
    assert {cell.hidden for cell in released.profile(made.id, "Oak").areas} == {"few"}
    from toolbox.disclosure.minimums import set_minimums

    with pytest.raises(ToolboxError) as refused:
        set_minimums(own, EVERYONE, 4, 10, 20)
    assert refused.value.code == "minimum_too_low"
    own.set_setting(EVERYONE, "policy", {"min_n": 2})
    assert noting.policy() == Policy(), "a setting written by hand asks for no less"


def test_the_ledger_stays_when_the_last_round_is_deleted(own: Store, empty_store: Open) -> None:
    (made,) = own.rounds(EVERYONE)
    released_once = empty_store("school")
    assert not released_once.exception
    own.delete_round(EVERYONE, made.id)
    words = said(empty_store("data"))
    assert "What has been shown, and under which rule" in words
    assert "Nothing is kept yet" in words


def test_every_module_that_releases_writes_it_down() -> None:
    """Whoever imports a gate's door on this floor also calls the ledger; a log is a file of the visitor's, not the store's."""
    web = Path(noting.__file__).parent
    doors = {
        path.relative_to(web).as_posix()
        for path in web.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("toolbox.disclosure")
        for name in node.names
        if name.name == "release"
        or (name.name.startswith("release_") and name.name not in ("release_log", "release_line"))
    }
    assert {"released.py", "evaluated.py", "other_rounds.py"} <= doors
    assert not [path for path in doors if "noting.noted(" not in (web / path).read_text(encoding="utf-8")]


def test_answers_leave_the_store_for_results_through_one_door() -> None:
    """No page reads answers past what may be shown of them: only codes are looked up while a file is mapped."""
    web = Path(noting.__file__).parent
    asks = {
        path.relative_to(web).as_posix()
        for path in web.rglob("*.py")
        if ".answers(" in path.read_text(encoding="utf-8")
    }
    assert asks == {"mapping/codes.py", "account/standing.py"}


def test_the_choice_stands_beside_what_was_just_saved(own: Store, empty_store: Open) -> None:
    (made,) = own.rounds(EVERYONE)
    at = empty_store("upload")
    at.session_state["upload_saved"] = (made, "")
    at.run()
    assert not at.exception
    words = said(at)
    assert "Leaders and teachers apart, or together as staff?" in words
    assert "In 2 schools fewer than 5" in words
    at.button(key=f"upload_saved_merge_{made.id}").click().run()
    assert "They are shown together as staff" in said(at)
    at.button(key=f"upload_saved_apart_{made.id}").click().run()
    assert own.mergings.of(EVERYONE, made.id) == {}
    released.profile(made.id, None)
    at.run()
    assert "apart, or together" not in said(at), "once somebody has looked it is not offered any more"
