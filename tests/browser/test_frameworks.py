"""A framework of one's own typed in a real browser, where the table of items is a canvas no page test reaches."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_pages import accessible


def type_item(page: Page, area: int, words: str) -> None:
    """Type the name of a new item into the first empty row of an area's table."""
    grid = page.get_by_test_id("stDataFrame").nth(area)
    # Past the bottom edge of the window a click would meet nothing.
    grid.evaluate("each => each.scrollIntoView({block: 'center'})")
    page.wait_for_timeout(700)
    height = grid.bounding_box()["height"]
    # The row to add is the last one; the second column is the item.
    grid.click(position={"x": 260, "y": height - 16})
    page.locator(".gdg-input").wait_for()
    page.keyboard.type(words)
    page.keyboard.press("Enter")


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
    type_item(page, 0, "We plan together")
    expect(page.get_by_text("Complete: 1 area, 1 item")).to_be_visible()
    page.get_by_role("button", name="Add an area").click()
    page.get_by_role("textbox", name="Area B").fill("Equipment")
    page.get_by_role("textbox", name="Area B").press("Enter")
    settle(page)
    type_item(page, 1, "The internet works")
    expect(page.get_by_text("Complete: 2 areas, 2 items")).to_be_visible()
    page.get_by_role("button", name="Save the framework").click()
    expect(page.get_by_text("Saved: Typed in a browser")).to_be_visible()
    expect(page.get_by_text("A1 We plan together")).to_be_visible()
    expect(page.get_by_text("B1 The internet works")).to_be_visible()
