"""What a visitor does on the upload page, for the tests of this folder."""

from __future__ import annotations

from playwright.sync_api import Page, expect

STEPS = ("Framework", "Columns", "Answers", "Check", "Save")


def drop(page: Page, name: str, content: bytes) -> None:
    """Drop a file; returns when the page says what it is."""
    page.locator("input[type=file]").first.set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})
    expect(page.get_by_text(name, exact=True).first).to_be_visible()
    expect(page.get_by_role("button", name="Next: Framework")).to_be_visible()


def on_to(page: Page, step: str) -> None:
    """Press on until this step; every guess is taken."""
    for name in STEPS[: STEPS.index(step) + 1]:
        page.get_by_role("button", name=f"Next: {name}").click()
        chosen = page.get_by_role("radio", name=name).filter(has_text=name)
        expect(chosen.first).to_be_checked()


def fill_name(page: Page, name: str) -> None:
    """Name the round."""
    box = page.get_by_label("Name of the round")
    box.fill(name)
    box.press("Tab")
    expect(page.get_by_label("Name of the round")).to_have_value(name)


def save(page: Page, name: str) -> None:
    """Save the round under this name; returns when the page says so."""
    on_to(page, "Save")
    fill_name(page, name)
    page.get_by_role("button", name="Save the round").click()
    expect(page.get_by_text(f"Saved: “{name}”")).to_be_visible()
