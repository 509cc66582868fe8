"""Next steps one invented school chose in autumn, so that spring shows each beside its number."""

from __future__ import annotations

import csv
import io

HEADINGS = ("school", "area", "item", "group", "step", "owner", "due", "target")
STEPS = (
    (
        "Tähemäe Gümnaasium",
        "D",
        "selfie2020.D2",
        "teachers",
        "Every teacher takes part in one course on teaching with technology before Easter, and tells the department about it.",
        "deputy head",
        "2026-04-01",
        "3.5",
    ),
    (
        "Tähemäe Gümnaasium",
        "F",
        "selfie2020.F1",
        "",
        "Each department plans two lessons a term in which pupils choose between tasks of different difficulty.",
        "heads of department",
        "2026-06-01",
        "3.3",
    ),
)


def next_steps() -> bytes:
    """``next_steps.csv``: one row a step, chosen in the round of autumn."""
    made = io.StringIO()
    csv.writer(made, lineterminator="\n").writerows((HEADINGS, *STEPS))
    return made.getvalue().encode()
