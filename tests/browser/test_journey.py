"""The whole way of a visitor, in a real browser: two exports in, the school's profile, what changed, the tables out."""

from __future__ import annotations

import io
import re
import zipfile

from playwright.sync_api import expect

from tests.browser.steps import drop, on_to, save
from tests.exports import limesurvey


def test_upload_map_save_school_change_download(visit, settle) -> None:
    page = visit("upload")
    drop(page, "autumn.csv", limesurvey(90, day="2025-10-06", unfinished=3))
    expect(page.get_by_text("90 answers, 87 finished")).to_be_visible()
    save(page, "Before the mentoring")
    drop(page, "spring.csv", limesurvey(90, seed=2, day="2026-05-04", lift=0.8))
    on_to(page, "Framework")
    expect(page.get_by_role("radio", name="As before").first).to_be_checked()
    page.get_by_role("button", name="Back").click()
    expect(page.get_by_role("button", name="Next: Framework")).to_be_visible()
    save(page, "After the mentoring")

    page.get_by_role("link", name="Open the school page").click()
    expect(page).to_have_url(re.compile("/school"))
    settle(page)
    expect(page.get_by_text("After the mentoring").first).to_be_visible()
    expect(page.locator("[data-testid=stVegaLiteChart] svg").first).to_be_visible()

    page.get_by_role("link", name="Change", exact=True).first.click()
    expect(page).to_have_url(re.compile("/change"))
    settle(page)
    expect(page.locator("[data-testid=stVegaLiteChart] svg").first).to_be_visible()

    page.get_by_role("link", name="Tables", exact=True).first.click()
    expect(page).to_have_url(re.compile("/tables"))
    settle(page)
    for name in ("CSV", "XLSX"):
        button = page.get_by_role("button", name=name).first
        with page.expect_download() as waiting:
            button.click()
        content = waiting.value.path().read_bytes()
        if name == "CSV":
            assert content.startswith(b"\xef\xbb\xbf")
            assert len(content.splitlines()) > 2
        else:
            assert "xl/workbook.xml" in zipfile.ZipFile(io.BytesIO(content)).namelist()


def test_the_recipe_can_be_taken_home(visit) -> None:
    page = visit("upload")
    drop(page, "recipe-source.csv", limesurvey(30, seed=7))
    on_to(page, "Save")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download the recipe").click()
    text = waiting.value.path().read_text(encoding="utf-8")
    assert "AN001T" not in text, "a recipe holds no answers"
    assert "selfie2020.A1" in text
