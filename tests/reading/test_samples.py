"""Every reader has a sample in ``sample_datasets/exports``, and reads from it what its maker says is in it.

What is expected is written by the maker from the answers it made up, never by a reader: a reader that is wrong cannot bless
itself. Persons are compared as ``person 1``, ``person 2`` in the order they appear.
"""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import numpy as np
import pytest

from sample_datasets.making.persons import PERSONS
from toolbox.reading import READERS, Pseudonyms, read
from toolbox.reading.printed import as_json

FOLDER = Path(__file__).resolve().parents[2] / "sample_datasets" / "exports"
SAMPLES = sorted(path.name for path in FOLDER.iterdir())
_PSEUDONYM = re.compile(r"P-[0-9A-F]{16}")
each_sample = pytest.mark.parametrize("folder", SAMPLES)


def expected(folder: str) -> dict:
    """What must be known of a sample, with the name of its file."""
    return json.loads((FOLDER / folder / "expected.json").read_text(encoding="utf-8"))


def expected_table(folder: str) -> list[list[str]]:
    """The heading and the rows of what must be read."""
    with (FOLDER / folder / "expected.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def reading_of(folder: str):
    name = expected(folder)["file"]
    return read((FOLDER / folder / name).read_bytes(), name, pseudonym=Pseudonyms(b"a key of the tests"))


def with_stand_ins(cells: list[str]) -> list[str]:
    """Pseudonyms by number, in the order they first appear."""
    numbers: dict[str, int] = {}
    return [
        f"person {numbers.setdefault(cell, len(numbers) + 1)}" if _PSEUDONYM.fullmatch(cell) else cell for cell in cells
    ]


def test_every_reader_has_a_sample() -> None:
    assert {reader.key for reader in READERS} == set(SAMPLES)


@each_sample
def test_the_facts_are_as_made_up(folder: str) -> None:
    wanted, printed = expected(folder), as_json(reading_of(folder))
    printed["problems"] = {one["code"]: one["count"] for one in printed["problems"]}
    for one in printed["questions"]:
        del one["identifier"]
    assert {key: printed[key] for key in wanted if key != "file"} == {
        key: value for key, value in wanted.items() if key != "file"
    }


@each_sample
def test_the_cells_are_as_made_up(folder: str) -> None:
    reading, (heading, *rows) = reading_of(folder), expected_table(folder)
    if reading.events is not None:
        assert_events(reading.events, heading, rows)
        return
    assert list(reading.table.columns) == heading
    for place, key in enumerate(heading):
        assert with_stand_ins(list(reading.table[key].astype(str))) == [row[place] for row in rows], key


@each_sample
def test_nobody_s_name_or_address_is_left(folder: str) -> None:
    reading = reading_of(folder)
    held = reading.table.to_csv() + ("" if reading.events is None else reading.events.to_csv())
    told = " ".join(problem.message + problem.example for problem in reading.problems)
    named = [one.name for one in PERSONS] + [one.mail for one in PERSONS] + ["192.0.2.", "198.51.100.", "203.0.113."]
    assert not [one for one in named if one.casefold() in (held + told).casefold()]


def assert_events(events, heading: list[str], rows: list[list[str]]) -> None:
    assert len(events) == len(rows)
    for place, name in enumerate(heading):
        cells = [row[place] for row in rows]
        if name in ("minutes", "day", "count", "row"):
            numbers = [float(cell) if cell else np.nan for cell in cells]
            np.testing.assert_allclose(events[name].to_numpy(float), numbers, rtol=1e-5, err_msg=name)
        elif name == "delivered":
            assert ["yes" if one else "no" for one in events[name]] == cells
        elif name == "at":
            assert ["" if np.isnat(one) else str(one) for one in events[name].to_numpy("datetime64[s]")] == cells
        else:
            assert with_stand_ins(list(events[name].astype(str))) == cells, name
