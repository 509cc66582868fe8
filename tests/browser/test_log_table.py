"""Two browsers have the table of sessions open and correct it: nothing is lost, and who is second is told what is there now."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from playwright.sync_api import Page, expect

from tests.browser.conftest import Server
from toolbox.model import MentoringSession, Viewer
from toolbox.store import open_store

HELD = MentoringSession(on=date(2099, 1, 7), giver="Oak", receiver="Elm", hours=1.0, topic="maps")
#: Columns left of the hours, and the height of a row of the table.
COLUMNS_BEFORE, ROW = 3, 35


def test_two_who_correct_the_sessions_at_once(visit, settle, server: Server) -> None:
    ann, ben = visit("data"), visit("data")
    store = open_store(f"sqlite:///{server.data / 'toolbox.db'}", server.data)
    store.sessions.add(Viewer(), [replace(HELD, receiver=f"Elm {number}") for number in (1, 2)])
    for page in (ann, ben):
        page.reload()
        settle(page)
        page.get_by_text("Look through and correct the sessions").click()
        settle(page)
    hours(ann, settle, 0, "2")
    hours(ben, settle, 0, "3")
    hours(ben, settle, 1, "4")
    save(ann, settle)
    expect(ann.get_by_text("Saved: 1 changed")).to_be_visible()
    save(ben, settle)
    expect(ben.get_by_text("was changed by somebody else since you opened this table")).to_be_visible()
    kept = {each.receiver: each.hours for each in store.sessions.all(Viewer()) if each.topic == "maps"}
    assert sorted(kept.values()) == [2.0, 4.0]
    save(ben, settle)
    # The page says that it runs a moment after the click only; the save is done once its sentence has changed.
    expect(ben.get_by_text("was changed by somebody else since you opened this table")).to_be_hidden()
    kept = {each.receiver: each.hours for each in store.sessions.all(Viewer()) if each.topic == "maps"}
    assert sorted(kept.values()) == [3.0, 4.0], "saved once more, knowing what was there"
    hours(ann, settle, 0, "99")
    save(ann, settle)
    expect(ann.get_by_text("99 hours cannot be")).to_be_visible()
    for each in store.sessions.all(Viewer()):
        assert each.hours is None or each.hours <= 4, "what was typed is refused in words, never made another number"
        if each.topic == "maps":
            store.sessions.take_out(Viewer(), each.id, version=each.version)
    store.close()


def hours(page: Page, settle, row: int, typed: str) -> None:
    """Type into the column of hours, as a visitor does."""
    table = page.locator(".st-key-sessions_table [data-testid=stDataFrame]").first
    table.scroll_into_view_if_needed()
    page.wait_for_timeout(1000)
    box = table.bounding_box()
    page.mouse.click(box["x"] + 40, box["y"] + ROW * (row + 1) + ROW / 2)
    page.wait_for_timeout(400)
    for _ in range(COLUMNS_BEFORE):
        page.keyboard.press("ArrowRight")
    # The field that opens in a cell is fetched when the first is opened; who types before it is there types into nothing.
    page.keyboard.press("Enter")
    page.wait_for_timeout(1500)
    page.keyboard.press("Control+A")
    page.keyboard.type(typed, delay=50)
    page.wait_for_timeout(400)
    page.keyboard.press("Enter")
    page.wait_for_timeout(800)
    settle(page)


def save(page: Page, settle) -> None:
    """Press the button below the table."""
    page.locator(".st-key-sessions_table").get_by_role("button", name="Save the table").click()
    settle(page)
