"""Invented figures of others, so that the sample shows a school beside a benchmark brought as a file."""

from __future__ import annotations

import csv
import io

HEADINGS = ("group", "area", "mean", "sd", "n", "population", "date", "self-selected", "source")
#: Mean of each area, A to H, where the group is asked it.
MEANS = {
    "teachers": (3.2, 3.0, 3.3, 2.8, 3.3, 3.0, 2.9, 3.2),
    "pupils": (None, None, 3.0, None, 3.0, 2.8, 2.7, 3.1),
}
#: Standard deviation and persons of each group.
SPREAD = {"teachers": (0.8, 1240), "pupils": (0.9, 9860)}


def benchmark() -> bytes:
    """``benchmark.csv``: one row for each group and area."""
    about = ("A drawn sample of schools of an invented country", "2024", "no", "Invented for this sample")
    rows = [
        (group, area, mean, *SPREAD[group], *about)
        for group, means in MEANS.items()
        for area, mean in zip("ABCDEFGH", means, strict=True)
        if mean is not None
    ]
    made = io.StringIO()
    csv.writer(made, lineterminator="\n").writerows((HEADINGS, *rows))
    return made.getvalue().encode()
