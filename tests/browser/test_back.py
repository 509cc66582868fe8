"""Who goes back and forward among pages finds on each what was chosen there, on the page and in its address."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

CHOSEN = "Sumuniemen koulu"


def test_back_and_forward_keep_the_chosen_school(visit, settle) -> None:
    page = visit("school")
    page.get_by_role("combobox", name="School").first.click()
    page.get_by_role("option", name=CHOSEN).click()
    seen(page, "school")
    for to in ("change", "school"):
        page.get_by_role("link", name=to.capitalize(), exact=True).first.click()
        seen(page, to)
        settle(page)
    for go, to in (("back", "change"), ("back", "school"), ("forward", "change")):
        getattr(page, f"go_{go}")()
        seen(page, to)
        settle(page)
    page.reload()
    seen(page, "change")


def seen(page: Page, stem: str) -> None:
    """The page of this name shows the chosen school, and its address says so."""
    expect(page).to_have_url(re.compile(rf"/{stem}\?.*{stem}_school=Sumuniemen"))
    expect(page.locator(".st-key-scope").get_by_role("heading", name=CHOSEN)).to_be_visible()
