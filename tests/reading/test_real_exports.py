"""Real exports of public repositories, where they lie beside the project; without them these tests are skipped."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from toolbox.reading import READERS, read
from toolbox.reading.printed import as_json

FOLDER = Path(os.environ.get("TOOLBOX_REALFILES", Path(__file__).resolve().parents[3] / "shared" / "realfiles"))
#: Folders of tools this version reads; the others wait for their readers.
READ_NOW = (
    "limesurvey",
    "googleforms",
    "qualtrics",
    "surveymonkey",
    "surveygizmo",
    "prepost",
    "moodle_logs",
    "teams_attendance",
    "xapi",
)


def expected() -> dict[str, dict]:
    """What is known of each file."""
    listed = FOLDER / "expected.json"
    if not listed.is_file():
        return {}
    files = json.loads(listed.read_text(encoding="utf-8"))["files"]
    known = {reader.key for reader in READERS}
    return {
        name: wanted
        for name, wanted in files.items()
        if name.startswith(READ_NOW) or (wanted["kind"] == "survey" and wanted.get("reader") in known)
    }


@pytest.mark.skipif(not expected(), reason=f"no real exports in {FOLDER.name} beside the project (TOOLBOX_REALFILES)")
@pytest.mark.parametrize("name", sorted(expected()))
def test_a_real_export(name: str) -> None:
    printed = as_json(read((FOLDER / name).read_bytes(), Path(name).name))
    for key, value in expected()[name].items():
        if key in ("first", "last", "encoding"):
            assert str(printed[key]).startswith(value)
        else:
            assert printed[key] == value


@pytest.mark.skipif(not expected(), reason=f"no real exports in {FOLDER.name} beside the project (TOOLBOX_REALFILES)")
@pytest.mark.parametrize("name", sorted(expected()))
def test_no_address_is_left_in_a_real_export(name: str) -> None:
    reading = read((FOLDER / name).read_bytes(), Path(name).name)
    for column in reading.table:
        for word in reading.table[column].cat.categories:
            assert "@example.org" not in word
            assert not word.startswith("198.51.")
