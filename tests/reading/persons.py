"""Six invented persons and their answers, and how a table becomes the bytes of a file."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime, timedelta

import openpyxl

from sample_datasets.making.expecting import csv_of

AGREE = ("Strongly disagree", "Disagree", "Slightly agree", "Agree", "Strongly agree")
SCHOOLS = ("Tamme School", "Kase School", "Männi School")
ROLES = ("Teacher", "Pupil", "School leader")
STATEMENTS = ("We have a plan.", "Devices work.", "Lessons are lively.")


def text(
    rows: Sequence[Sequence[str]],
    separator: str = ",",
    quote_all: bool = False,
    encoding: str = "utf-8",
    end: str = "\r\n",
) -> bytes:
    """Rows as a CSV file."""
    return csv_of(rows, separator, quote_all=quote_all, encoding=encoding, end=end)


def workbook(sheets: dict[str, Sequence[Sequence[object]]]) -> bytes:
    """Rows as a workbook."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def moments(count: int = 6) -> list[datetime]:
    """Moments in the order answers came in; the third is the first with a day above 12."""
    return [datetime(2025, 10, 3, 8, 15) + timedelta(days=5 * turn, minutes=7 * turn) for turn in range(count)]


def answers(turn: int) -> list[str]:
    """School, role, code and three answers of one invented person."""
    return [SCHOOLS[turn % 3], ROLES[turn % 3], f"AB{turn}7K", *(AGREE[(turn + shift) % 5] for shift in range(3))]


QUESTIONS = ["Which school are you from?", "I am a ...", "Your personal code", *STATEMENTS]
