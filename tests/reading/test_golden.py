"""What each invented export is read as, held in ``golden/``: written once by hand-checked output, compared ever after.

To renew after a wanted change: ``python -m tests.reading.test_golden`` and read the difference.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.reading import activities, invented
from toolbox.reading import Pseudonyms, read
from toolbox.reading.printed import as_json

SAMPLES = (*invented.SAMPLES, *activities.SAMPLES)
GOLDEN = Path(__file__).parent / "golden"


def seen(sample, name: str) -> dict:
    """A reading as plain JSON: everything the shell prints, and the first rows."""
    reading = read(sample(), name, pseudonym=Pseudonyms(b"a key of the tests"))
    printed = as_json(reading)
    del printed["sha256"]  # the bytes of a workbook differ with the moment it was written
    rows = [[str(cell) for cell in row] for row in reading.table.head(3).to_numpy().tolist()]
    held = {**printed, "row_numbers": reading.row_numbers[:3].tolist(), "first_rows": rows}
    if reading.events is not None:
        happened = [[str(cell) for cell in row] for row in reading.events.itertuples(index=False)]
        held |= {"events": {"columns": list(reading.events.columns), "rows": happened}}
    return held


@pytest.mark.parametrize(("sample", "reader", "name"), SAMPLES, ids=[sample.__name__ for sample, _, _ in SAMPLES])
def test_each_export_is_read_as_before(sample, reader, name) -> None:
    golden = json.loads((GOLDEN / f"{sample.__name__}.json").read_text(encoding="utf-8"))
    assert golden["reader"] == reader
    assert seen(sample, name) == golden


def test_no_golden_file_without_a_sample() -> None:
    assert {path.stem for path in GOLDEN.glob("*.json")} == {sample.__name__ for sample, _, _ in SAMPLES}


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for made, _, file in SAMPLES:
        written = json.dumps(seen(made, file), ensure_ascii=False, indent=1)
        (GOLDEN / f"{made.__name__}.json").write_text(written + "\n", encoding="utf-8")
