"""Every page: visited directly on a fresh server, silent towards other hosts, and clean by WCAG A and AA."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.steps import STEPS, drop
from tests.exports import limesurvey
from toolbox.web import navigation

#: The addresses of the pages; the first page is what the bare address shows.
STEMS = ["", *(file.removesuffix(".py") for file, _, _ in navigation.LINES[1:])]
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}


def accessible(page: Page, where: str) -> None:
    """Fail with every violation of WCAG A and AA axe-core finds."""
    page.wait_for_timeout(700)
    found = Axe().run(page, options=RULES).response["violations"]
    told = [f"{each['id']}: {each['help']} → {[node['html'][:160] for node in each['nodes'][:3]]}" for each in found]
    assert not told, f"{where}: " + "; ".join(told)


def test_a_fresh_server_answers_a_direct_visit_of_every_page(fresh_server, chromium, settle, watched) -> None:
    for stem in reversed(STEMS):
        context, watch = watched(chromium, fresh_server)
        page = context.new_page()
        page.goto(f"{fresh_server.address}/{stem}")
        settle(page)
        # The navigation comes from the main script: a page opened around it would have none.
        expect(page.get_by_role("link", name="Change", exact=True).first).to_be_visible()
        expect(page.get_by_text("not your doing")).to_have_count(0)
        context.close()
        watch.check()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("stem", STEMS, ids=lambda stem: stem or "start")
def test_every_page_is_accessible(visit, stem: str, dark: bool) -> None:
    page = visit(stem, dark=dark)
    accessible(page, f"{stem}, {'dark' if dark else 'light'}")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_step_of_the_upload_is_accessible(visit, dark: bool) -> None:
    page = visit("upload", dark=dark)
    drop(page, "steps.csv", limesurvey(40, seed=11, unfinished=2))
    accessible(page, "File")
    for step in STEPS:
        page.get_by_role("button", name=f"Next: {step}").click()
        expect(page.get_by_role("radio", name=step).first).to_be_checked()
        accessible(page, step)


@pytest.mark.parametrize("stem", STEMS, ids=lambda stem: stem or "start")
def test_nothing_is_wider_than_a_phone(visit, stem: str) -> None:
    page = visit(stem, width=390)
    page.wait_for_timeout(500)
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert over <= 0, f"{stem} is {over} px wider than the screen"
