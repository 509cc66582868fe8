"""Which tools are read, and where their exports are found, is told by the readers: everywhere else says the same."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from toolbox.reading import READERS
from toolbox.reading.readers import ways

ROOT = Path(__file__).resolve().parents[2]
each_reader = pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.key)


@each_reader
def test_the_readme_says_where_an_export_is_found(reader) -> None:
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    assert f"| `{reader.key}` | {reader.title} | {reader.where} |" in lines


@each_reader
def test_the_readme_of_the_samples_names_the_sample(reader) -> None:
    assert f"| `exports/{reader.key}/" in (ROOT / "sample_datasets" / "README.md").read_text(encoding="utf-8")


def test_the_readme_names_no_reader_that_is_not_there() -> None:
    told = (ROOT / "README.md").read_text(encoding="utf-8").split("## What it does not claim")[0]
    keys = [line.split("`")[1] for line in told.splitlines() if line.startswith("| `")]
    assert keys == [reader.key for kind in ("survey", "activity") for reader in READERS if reader.kind == kind]


def test_the_help_names_every_key() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "toolbox", "read", "--help"], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    for reader in READERS:
        assert f"  {reader.key} " in done.stdout
        assert f"{reader.title}: {reader.where}" in done.stdout


def test_a_way_is_short_and_names_menus_not_addresses() -> None:
    for reader in READERS:
        assert 10 <= len(reader.where) <= 120, reader.key
        assert "://" not in reader.where
        assert not reader.where.endswith(".")
    assert ways().startswith("In LimeSurvey choose Responses > Export")
