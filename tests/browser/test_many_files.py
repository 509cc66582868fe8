"""Twelve files at once, and a large one: in a real browser, with another visitor beside it."""

from __future__ import annotations

import time

from playwright.sync_api import expect

from tests.browser.steps import drop, fill_name, save
from tests.exports import limesurvey
from tests.web.test_upload import TWELVE, one_per_school


def large(megabytes: int) -> bytes:
    """A survey of about so many megabytes."""
    head, *rows = limesurvey(2000).split(b"\r\n")
    block = b"\r\n".join(row for row in rows if row) + b"\r\n"
    return head + b"\r\n" + block * (megabytes * 1_000_000 // len(block))


def test_twelve_files_become_one_round(visit, server, settle) -> None:
    page = visit("upload")
    page.locator("input[type=file]").first.set_input_files(
        [{"name": name, "mimeType": "text/csv", "buffer": content} for name, content in one_per_school().items()]
    )
    expect(page.get_by_text("12 LimeSurvey exports of the same survey, 144 answers")).to_be_visible()
    for step in ("Framework", "Columns"):
        page.get_by_role("button", name=f"Next: {step}").click()
        expect(page.get_by_role("radio", name=step).first).to_be_checked()
    picker = page.get_by_role("combobox", name="Group of all files")
    picker.click()
    picker.fill("teachers")
    picker.press("Enter")
    expect(page.get_by_text("Still to be said")).to_have_count(0)
    for step in ("Answers", "Check", "Save"):
        page.get_by_role("button", name=f"Next: {step}").click()
        expect(page.get_by_role("radio", name=step).first).to_be_checked()
    fill_name(page, "Twelve schools")
    page.get_by_role("button", name="Save the round").click()
    expect(page.get_by_text("Saved: “Twelve schools”")).to_be_visible()
    (kept,) = [each for each in server.rounds() if each.name == "Twelve schools"]
    assert (kept.people, kept.schools, len(kept.sources)) == (132, TWELVE, 12)


def test_a_large_file_is_cancelled_while_another_visitor_works(visit, server, tmp_path) -> None:
    # Playwright hands files over 50 MB by path only.
    path = tmp_path / "large.csv"
    path.write_bytes(large(90))
    page, other = visit("upload"), visit("upload")
    page.locator("input[type=file]").first.set_input_files(path)
    cancel = page.get_by_role("button", name="Cancel", exact=True)
    expect(cancel).to_be_visible()
    expect(page.get_by_text("seconds so far")).to_be_visible()
    drop(other, "small.csv", limesurvey(30, seed=77))
    began = time.monotonic()
    cancel.click()
    expect(page.get_by_text("Cancelled: “large.csv” was not read")).to_be_visible()
    assert time.monotonic() - began < 30
    expect(page.get_by_role("button", name="Next: Framework")).to_have_count(0)
    save(other, "Beside a large one")
    assert any(each.name == "Beside a large one" for each in server.rounds())


def test_a_large_file_becomes_a_round(visit, server, tmp_path) -> None:
    path = tmp_path / "whole.csv"
    path.write_bytes(large(8))
    page = visit("upload")
    page.locator("input[type=file]").first.set_input_files(path)
    expect(page.get_by_role("button", name="Next: Framework")).to_be_visible(timeout=180_000)
    save(page, "A large one")
    assert any(each.name == "A large one" for each in server.rounds())
