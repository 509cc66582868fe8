"""Two browsers upload, map and delete at once: nothing is lost, and nobody sees the other's half-done work."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from playwright.sync_api import Page, expect, sync_playwright

from tests.browser.conftest import SECONDS, Server, launch, settle
from tests.browser.steps import drop, fill_name, on_to
from tests.exports import limesurvey

ROUNDS = 3


def test_half_done_work_stays_with_its_browser(visit, settle) -> None:
    first, second = visit("upload"), visit("upload")
    drop(first, "mine-alone.csv", limesurvey(30, seed=21))
    on_to(first, "Columns")
    second.reload()
    settle(second)
    expect(second.get_by_text("mine-alone.csv")).to_have_count(0)
    expect(second.get_by_role("button", name="Next: Framework")).to_have_count(0)
    drop(second, "hers-alone.csv", limesurvey(30, seed=22))
    expect(second.get_by_text("mine-alone.csv")).to_have_count(0)
    expect(first.get_by_text("mine-alone.csv").first).to_be_visible()
    expect(first.get_by_text("hers-alone.csv")).to_have_count(0)
    data = visit("data")
    for name in ("mine-alone.csv", "hers-alone.csv"):
        expect(data.get_by_text(name)).to_have_count(0)


def test_two_browsers_save_and_delete_at_once(fresh_server: Server) -> None:
    gate = threading.Barrier(2, timeout=4 * SECONDS)

    def work(who: str, seed: int) -> list[str]:
        """Save some rounds, delete the first, each at the same moment as the other browser; the names that remain."""
        with sync_playwright() as playwright:
            browser = launch(playwright)
            page = browser.new_page()
            page.set_default_timeout(SECONDS * 1000)
            for number in range(ROUNDS):
                page.goto(f"{fresh_server.address}/upload")
                settle(page)
                drop(page, f"{who}-{number}.csv", limesurvey(30, seed=seed + number, schools=(f"{who} School",)))
                on_to(page, "Save")
                fill_name(page, f"{who} {number}")
                gate.wait()
                page.get_by_role("button", name="Save the round").click()
                expect(page.get_by_text(f"Saved: “{who} {number}”")).to_be_visible(timeout=SECONDS * 1000)
            page.goto(f"{fresh_server.address}/data")
            settle(page)
            gate.wait()
            delete_round(page, f"{who} 0")
            browser.close()
        return [f"{who} {number}" for number in range(1, ROUNDS)]

    with ThreadPoolExecutor(2) as pool:
        kept = [name for names in pool.map(work, ("Ann", "Ben"), (100, 200)) for name in names]

    names = sorted(each.name for each in fresh_server.rounds())
    assert names == sorted(kept)
    assert all(each.people == 30 for each in fresh_server.rounds())


def delete_round(page: Page, name: str) -> None:
    """Delete a round on the data page, as a visitor does."""
    rounds = page.get_by_role("combobox", name="Round")
    rounds.scroll_into_view_if_needed()
    # A list that opens while the page still scrolls is closed again by the scrolling.
    page.wait_for_timeout(500)
    rounds.click()
    page.get_by_role("option", name=name).click()
    # The page is drawn anew for the round that was picked; a tick before that would be of the round before.
    settle(page)
    page.get_by_text("Delete this round", exact=True).click()
    settle(page)
    page.get_by_text("Yes, I want to delete this round for good").click()
    settle(page)
    page.get_by_role("button", name="Delete for good").click()
    expect(page.get_by_text(f"Deleted: “{name}”")).to_be_visible()
