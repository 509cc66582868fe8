"""A framework of one's own typed in a real browser, where the table of items is a canvas no page test reaches."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.browser.test_pages import accessible


def type_item(page: Page, area: int, words: str, done: str) -> None:
    """Type the name of a new item into the first empty row of an area's table; returns when the page says ``done``.

    A run of the page that was still under way draws the table anew and takes an open cell along; then it is typed once more.
    """
    grid = page.get_by_test_id("stDataFrame").nth(area)
    for turn in range(3):
        # Past the bottom edge of the window a click would meet nothing.
        grid.evaluate("each => each.scrollIntoView({block: 'center'})")
        page.wait_for_timeout(700)
        height = grid.bounding_box()["height"]
        # The row to add is the last one; the second column is the item.
        grid.click(position={"x": 260, "y": height - 16})
        try:
            cell = page.locator(".gdg-input")
            cell.fill(words, timeout=10_000)
            cell.press("Enter")
            expect(page.get_by_text(done)).to_be_visible(timeout=20_000)
            return
        except (AssertionError, PlaywrightTimeout):
            if turn == 2:
                raise


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_making_a_framework_is_accessible(visit, dark: bool) -> None:
    page = visit("frameworks", dark=dark)
    page.get_by_role("button", name="Make a framework").click()
    expect(page.get_by_text("Still missing")).to_be_visible()
    accessible(page, "making a framework")


def test_a_framework_is_typed_and_saved(visit, settle) -> None:
    page = visit("frameworks")
    page.get_by_role("button", name="Make a framework").click()
    page.get_by_role("textbox", name="Name", exact=True).fill("Typed in a browser")
    page.get_by_role("textbox", name="Source").fill("Staff")
    page.get_by_role("textbox", name="Area A").fill("Together")
    page.get_by_role("textbox", name="Area A").press("Enter")
    settle(page)
    type_item(page, 0, "We plan together", "Complete: 1 area, 1 item")
    page.get_by_role("button", name="Add an area").click()
    page.get_by_role("textbox", name="Area B").fill("Equipment")
    page.get_by_role("textbox", name="Area B").press("Enter")
    settle(page)
    type_item(page, 1, "The internet works", "Complete: 2 areas, 2 items")
    page.get_by_role("button", name="Save the framework").click()
    expect(page.get_by_text("Saved: Typed in a browser")).to_be_visible()
    expect(page.get_by_text("A1 We plan together")).to_be_visible()
    expect(page.get_by_text("B1 The internet works")).to_be_visible()
