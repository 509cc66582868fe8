"""The log form: a session is written down, what was typed stays until it is kept, nothing is entered twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from toolbox.model import Membership, MentoringSession, Viewer
from toolbox.reading.pseudonyms import Pseudonyms
from toolbox.store import Store, open_store

EVERYONE = Viewer()


def _page(schools: tuple[str, ...], person: str) -> None:
    from toolbox.model import Viewer
    from toolbox.web.log import form

    form.part(Viewer(role="mentor", schools=frozenset({"Elm", "Oak"}), person=person), schools)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.delenv("TOOLBOX_DATABASE_URL", raising=False)
    monkeypatch.setenv("TOOLBOX_DATA", str(tmp_path))
    store = open_store()
    store.migrate()
    return store


@pytest.fixture
def opened(store: Store) -> Callable[..., AppTest]:
    def run(*schools: str, person: str = "") -> AppTest:
        return AppTest.from_function(_page, args=(schools, person), default_timeout=30).run()

    return run


def fill(at: AppTest, turn: int = 0, **fields: object) -> AppTest:
    for name, value in fields.items():
        every = [*at.text_input, *at.text_area, *at.selectbox, *at.number_input, *at.date_input, *at.checkbox]
        next(each for each in every if each.key == f"log_{turn}_{name}").set_value(value)
    return at.button[0].click().run()


def test_a_session_is_written_down_and_the_form_is_empty_again(opened, store: Store) -> None:
    at = fill(
        opened("Elm"),
        on=date(2026, 1, 7),
        hours=1.5,
        topic="digital safety",
        persons="AB12, cd34; ab12",
        note="Went well.",
    )
    assert not at.exception
    assert at.success[0].value == "Kept: the session of 7 January 2026 with Elm, 1.5 hours, 2 persons came."
    (kept,) = store.sessions.all(EVERYONE)
    key = Pseudonyms(store.pseudonym_key())
    assert kept == MentoringSession(
        id=kept.id, on=date(2026, 1, 7), receiver="Elm", persons=tuple(sorted((key("AB12"), key("CD34")))), hours=1.5,
        topic="digital safety", note="Went well.",
    )  # fmt: skip
    assert next(each for each in at.text_input if each.key == "log_1_topic").value == ""
    assert "log_1_persons" in repr(at.session_state)
    assert "ab12" not in repr(at.session_state).lower(), "codes are gone once they are kept"


def test_the_same_session_again_adds_nothing_and_says_so(opened, store: Store) -> None:
    fields = {"on": date(2026, 1, 7), "topic": "digital safety"}
    at = fill(opened("Elm"), **fields)
    at = fill(at, 1, **fields)
    assert len(store.sessions.all(EVERYONE)) == 1
    assert "There was nothing to add" in at.warning[0].value
    at = fill(at, 1, topic="digital safety, second group")
    assert len(store.sessions.all(EVERYONE)) == 2


def test_a_refusal_keeps_what_was_typed(opened, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    from toolbox.model import ToolboxError
    from toolbox.store.sessions import Sessions

    def locked(*_: object, **__: object) -> None:
        raise ToolboxError("store_locked", "The store is busy. Try again in a moment.")

    monkeypatch.setattr(Sessions, "add", locked)
    at = fill(opened("Elm"), topic="a long topic", note="a long note")
    assert at.error[0].value == "The store is busy. Try again in a moment."
    assert [each.value for each in at.text_area] == ["a long note"]
    monkeypatch.undo()
    monkeypatch.setenv("TOOLBOX_DATA", str(store.folder))
    at = at.button[0].click().run()
    assert [each.note for each in store.sessions.all(EVERYONE)] == ["a long note"]


def test_planned_sessions_and_a_mentor_who_is_known(opened, store: Store) -> None:
    at = fill(opened("Elm", "Oak", person="P-9"), receiver="Oak", held=False, persons="AB12")
    assert "1 person expected" in at.success[0].value
    (kept,) = store.sessions.all(EVERYONE)
    assert (kept.mentors, kept.receiver, kept.delivered) == (("P-9",), "Oak", False)
    assert not [each for each in at.text_input if each.key.endswith("_mentors")]


def test_a_day_that_cannot_be_meant_is_refused_and_not_kept_as_another(opened, store: Store) -> None:
    """A field with bounds does not send such a day, and the day before it would be kept in its place."""
    (field,) = opened("Elm").date_input
    assert (field.min, field.max) == (date.min, date.max)
    at = fill(opened("Elm"), on=date(1900, 1, 1), topic="maps")
    assert at.error[0].value == "The day 1900-01-01 cannot be meant. Write one from 2000 to 2099."
    assert store.sessions.all(EVERYONE) == ()


def test_what_is_still_to_come_has_not_taken_place(opened, store: Store) -> None:
    later = date.today() + timedelta(days=40)
    at = fill(opened("Elm"), on=later, topic="maps")
    assert "It cannot have taken place yet" in at.error[0].value
    assert store.sessions.all(EVERYONE) == ()
    assert "planned" in at.error[0].value
    fill(at, held=False)
    assert [(each.on, each.topic, each.delivered) for each in store.sessions.all(EVERYONE)] == [(later, "maps", False)]


def test_a_code_nobody_knows_is_told(opened, store: Store) -> None:
    key = Pseudonyms(store.pseudonym_key())
    store.memberships.add(EVERYONE, [Membership(member=key("AB12"), role="mentee", school="Elm")])
    at = fill(opened("Elm"), persons="AB12, AB21")
    assert "1 of them is in no list of Elm" in at.warning[0].value


def test_without_a_school_there_is_no_form(opened) -> None:
    at = opened()
    assert not at.exception
    assert not at.button
