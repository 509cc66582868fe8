"""The whole way of a visitor, in a real browser: two exports in, the school's profile, what changed, the tables out."""

from __future__ import annotations

import io
import re
import zipfile

from playwright.sync_api import expect

from tests.browser.steps import drop, fill_name, on_to, save
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
    csv = downloaded(page, "CSV")
    assert csv.startswith(b"\xef\xbb\xbf")
    assert len(csv.splitlines()) > 2
    bundle = zipfile.ZipFile(io.BytesIO(downloaded(page, "Evidence bundle (zip)"))).namelist()
    assert {"tables/change.csv", "tables.xlsx", "methods.md", "recipe.json", "change.docx"} <= set(bundle)
    assert not [name for name in bundle if name.endswith(".sav")], "single answers leave only when asked for"

    page.get_by_role("radio", name="One round: the profile").click()
    settle(page)
    workbook = downloaded(page, "XLSX")
    assert "xl/workbook.xml" in zipfile.ZipFile(io.BytesIO(workbook)).namelist()


def downloaded(page, name: str) -> bytes:
    """The file of the first download button of this name; tables on the screen have a button of their own."""
    button = page.get_by_test_id("stDownloadButton").get_by_role("button", name=name).first
    button.wait_for(timeout=60_000)
    with page.expect_download() as waiting:
        button.click()
    return waiting.value.path().read_bytes()


def test_the_recipe_can_be_taken_home(visit) -> None:
    page = visit("upload")
    drop(page, "recipe-source.csv", limesurvey(30, seed=7))
    on_to(page, "Save")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download the recipe").click()
    text = waiting.value.path().read_text(encoding="utf-8")
    assert "AN001T" not in text, "a recipe holds no answers"
    assert "selfie2020.A1" in text


def test_areas_are_typed_while_mapping(visit, settle) -> None:
    page = visit("upload")
    drop(page, "own.csv", limesurvey(40, seed=31, schools=("Own School",)))
    on_to(page, "Framework")
    page.locator("label").filter(has_text="My own areas").click()
    name = page.get_by_label("Name of your framework")
    name.fill("Our own questions")
    name.press("Tab")
    page.get_by_role("button", name="Next: Columns").click()
    expect(page.get_by_text("6 need a look.")).to_be_visible()
    for area, left in (("Planning", "3 need a look."), ("Equipment", "Nothing needs a second look.")):
        picker = page.get_by_role("combobox", name="Area for all of them").first
        picker.click()
        picker.fill(area)
        picker.press("Enter")
        expect(page.get_by_text(left)).to_be_visible()
    for step in ("Answers", "Check", "Save"):
        page.get_by_role("button", name=f"Next: {step}").click()
        expect(page.get_by_role("radio", name=step).first).to_be_checked()
    fill_name(page, "Own areas")
    page.get_by_role("button", name="Save the round").click()
    expect(page.get_by_text("Saved: “Own areas”")).to_be_visible()
    page.get_by_role("link", name="Open the school page").click()
    expect(page).to_have_url(re.compile("/school"))
    settle(page)
    # What was just saved is what the next page shows.
    expect(page.get_by_text("Our own questions").first).to_be_visible()
    expect(page.locator("[data-testid=stVegaLiteChart] svg").first).to_be_visible()
