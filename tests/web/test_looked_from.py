"""The Mentees and the Hub page look from one day: today, or where nobody keeps the records now the newest one's."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from tests.web.conftest import Open, said
from toolbox.model import EventFile, Membership, MentoringSession, Round, Viewer
from toolbox.web import looked_from, state, steps

#: Page → the key of its day.
PAGES = {"mentees": "mentees_day", "hub": "hub_as_of"}
#: The newest record of the sample: a pair that began and never met.
NEWEST = date(2026, 5, 11)
LATER = NEWEST + timedelta(days=looked_from.LONG_AGO + 1)


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch):
    """It is another day."""
    return lambda day: monkeypatch.setattr(steps, "today", lambda: day)


def stale(at) -> int:
    """Of how many indicators the page says that nothing is new."""
    found = re.search(r"(\d+) indicators? with nothing new", said(at))
    return int(found[1]) if found else 0


@pytest.mark.parametrize(("page", "key"), PAGES.items())
def test_long_after_the_newest_record_both_pages_open_on_its_day_and_say_so(sample_store: Open, on, page, key) -> None:
    on(LATER)
    at = sample_store(page)
    assert not at.exception
    assert at.date_input(key=key).value == NEWEST
    assert "Nothing newer is written down, so the page looks from" in said(at)
    old = stale(at)
    at.button(key=f"{key}_other").click().run()
    assert not at.exception
    assert not [each for each in at.warning if "Session State" in each.value]
    assert at.date_input(key=key).value == LATER
    assert "Nothing was written down after" in said(at)
    assert stale(at) > old or page == "mentees"
    at.button(key=f"{key}_other").click().run()
    assert at.date_input(key=key).value == NEWEST


@pytest.mark.parametrize(("page", "key"), PAGES.items())
def test_a_hub_that_is_kept_is_looked_at_as_it_stands_today(sample_store: Open, on, page, key) -> None:
    on(LATER - timedelta(days=1))
    at = sample_store(page)
    assert at.date_input(key=key).value == LATER - timedelta(days=1)
    assert "the page looks from" not in said(at)


@pytest.mark.parametrize(("page", "key"), PAGES.items())
def test_whoever_writes_down_a_session_is_taken_to_today_and_whoever_chose_a_day_stays(sample_store: Open, on, page, key) -> None:  # fmt: skip
    on(LATER)
    at, chose = sample_store(page), sample_store(page)
    chose.date_input(key=key).set_value(date(2026, 3, 2)).run()
    store = state.store()
    kept = store.sessions.all(Viewer())[-1]
    store.sessions.add(Viewer(), [replace(kept, id="", on=LATER, topic="a new one")])
    assert at.run().date_input(key=key).value == LATER
    assert chose.run().date_input(key=key).value == date(2026, 3, 2)


def test_an_empty_store_looks_from_today(empty_store: Open, on) -> None:
    on(LATER)
    at = empty_store("hub")
    assert at.date_input(key="hub_as_of").value == LATER
    assert "the page looks from" not in said(at)


def test_the_newest_record_is_of_sessions_members_logs_and_rounds() -> None:
    held = MentoringSession(on=date(2026, 1, 7), receiver="Elm", delivered=False)
    row = Membership(member="P-1", role="mentee", school="Elm", since=date(2025, 9, 1), until=date(2027, 6, 30))
    log = EventFile(id="l", file="log.csv", reader="moodle_log", events=1, last=datetime(2026, 3, 2, 8), saved_at=datetime(2026, 11, 1))  # fmt: skip
    assert looked_from.newest_record([], [], []) is None
    assert looked_from.newest_record([], [row], []) == date(2025, 9, 1), (
        "the day somebody is to leave is no record of now"
    )
    assert looked_from.newest_record([held], [row], []) == date(2026, 1, 7)
    assert looked_from.newest_record([held], [row], [log]) == date(2026, 3, 2)
    asked = Round(
        id="", name="", collected_on=date(2026, 5, 4), framework="", sha256="", people=1, schools=(), groups=()
    )
    assert looked_from.newest_record([held], [row], [log], [asked]) == date(2026, 5, 4), "a round is written down, too"
