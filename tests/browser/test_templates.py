"""A template is downloaded, filled in with a spreadsheet and dropped on the Upload page, as a hub does it."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import openpyxl
from playwright.sync_api import expect

from tests.browser.conftest import Server
from toolbox.model import Viewer
from toolbox.store import open_store

DAY = date(2099, 2, 3)


def test_the_template_of_sessions_comes_back(visit, settle, server: Server) -> None:
    page = visit("data")
    page.get_by_text("Templates for lists").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Mentoring sessions").click()
    book = openpyxl.load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()))
    sheet = book.worksheets[0]
    headings = [cell.value for cell in sheet[1]]
    offered = {str(rule.sqref)[0]: rule.formula1 for rule in sheet.data_validations.dataValidation}
    schools = offered[chr(ord("A") + headings.index("School"))]
    school = book[schools.split("!")[0]][schools.split("!")[1].replace("$", "")][0][0].value
    rows = [
        {"Date": DAY, "Mentor": "AB01C", "School": school, "Status": "held", "Hours": 1.5, "Who came (codes)": "CD02E; EF03G"},
        {"Date": DAY, "Mentor school": school, "School": school, "Status": "planned", "Topic": "maps"},
    ]  # fmt: skip
    for row in rows:
        sheet.append([row.get(heading) for heading in headings])
    held = io.BytesIO()
    book.save(held)
    page.goto(f"{server.address}/upload")
    settle(page)
    page.locator("input[type=file]").first.set_input_files(
        {"name": "sessions.xlsx", "mimeType": "application/octet-stream", "buffer": held.getvalue()}
    )
    page.get_by_role("button", name="Keep 2 sessions").click()
    expect(page.get_by_text("Kept: 2 sessions.")).to_be_visible()
    store = open_store(f"sqlite:///{server.data / 'toolbox.db'}", server.data)
    kept = [each for each in store.sessions.all(Viewer()) if each.on == DAY]
    told = {
        (each.giver, len(each.mentors), each.receiver, each.hours, len(each.persons), each.delivered) for each in kept
    }
    assert told == {("", 1, school, 1.5, 2, True), (school, 0, school, None, 0, False)}
    for each in kept:
        store.sessions.take_out(Viewer(), each.id, version=each.version)
    store.close()
