"""What happened to a file before it was uploaded: told, never quietly repaired."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from toolbox.model import Problem
from toolbox.reading.encodings import REPAIRED, name
from toolbox.reading.grid import Column

_MOJIBAKE = re.compile("â€[“”™œ\x9d¦]|Ã[¤¶¼µ©¨¡³±¸¥\u00ad]|Ã[•–œ„…‰]|Â[\u00a0-¿]|Å[¡¾½]|Ä[\u0097‡…“]|Ð[°-¿]")
_DAY = re.compile(r"^(\d{4}-\d\d-\d\d( \d\d:\d\d(:\d\d)?)?|\d{1,2}[\-. ][A-Za-zäö]{3}\.?|[A-Za-zäö]{3}[\-. ]\d{1,2})$")
_RANGE = re.compile(r"\d\s*[\-–]\s*\d|^[<>≥≤]?\s*\d+\+?$|^(more|less|over|under|up) |\d+ ?\+")
_SHORTENED = re.compile(r"^\d[.,]\d+E\+\d\d$")
_LIMITS = (1_048_576, 65_536)


def damaged_letters(columns: Sequence[Column], headings: Sequence[str], encoding: str = "") -> tuple[Problem, ...]:
    """UTF-8 that some program took for Windows letters and saved again; in a text file the repair is offered, not made."""
    damaged = [frozenset(column.matching(_MOJIBAKE)) for column in columns]
    words = (word for column, some in zip(columns, damaged, strict=True) if some for word in column.words)
    hit = next((word for word in (*headings, *words) if _MOJIBAKE.search(word)), "")
    if not hit:
        return ()
    cells = sum(
        int(column.counts()[place])
        for column, some in zip(columns, damaged, strict=True)
        if some
        for place, word in enumerate(column.words)
        if word in some
    )
    found = _MOJIBAKE.search(hit)
    start = max(0, found.start() - 8) if found else 0
    shown = hit[start : start + 24].strip()
    meant = mended(shown)
    return (
        Problem(
            code="damaged_letters",
            message=f"Letters were damaged before upload, in {cells} cells. Download the file again and upload it "
            "without opening it in Excel"
            + (
                f", or choose the encoding '{name(REPAIRED)}' and look whether the words are right."
                if encoding
                else "."
            ),
            count=cells,
            example=f"'{shown}'" + (f", which probably was '{meant}'" if meant != shown else ""),
        ),
    )


def mended(text: str) -> str:
    """What a text damaged in this way was before, as far as its letters tell; for showing, never put into a file.

    Example:
        >>> mended("Ãµpetaja"), mended("õpetaja")
        ('õpetaja', 'õpetaja')
    """
    for encoding in ("cp1252", "cp1250", "latin-1"):
        try:
            return text.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
    return text


def excel_dates(column: Column, question: str, row_numbers) -> tuple[Problem, ...]:
    """Answers such as 1-3 that a spreadsheet turned into days, beside answers that are still ranges."""
    counts = column.counts()
    days = [word for word in column.words if _DAY.match(word)]
    others = [word for word in column.words[1:] if word not in set(days)]
    if not days or len(days) > 6 or not others or len(others) > 12 or not any(_RANGE.search(word) for word in others):
        return ()
    cells = sum(int(count) for word, count in zip(column.words, counts, strict=True) if word in set(days))
    rows = row_numbers[column.where(lambda word: word in set(days))]
    return (
        Problem(
            code="excel_dates",
            message=f"{cells} answers to '{question[:80]}' look like dates (for example '{days[0]}'). "
            "Excel probably changed an answer such as '1-3'. Upload the original file, or say what this date stands for.",
            rows=tuple(int(row) for row in rows),
            column=question,
            count=cells,
        ),
    )


def cut_after(problems: Sequence[Problem], last: datetime | None) -> tuple[Problem, ...]:
    """The problems, where a file was cut at the row limit with the moment after which everything is missing.

    Example:
        >>> print(cut_after(row_limit(65_536), datetime(2026, 3, 9, 10, 5))[0].message.split(". ")[0])
        This file stops at a spreadsheet program's row limit (65,536), so rows after 2026-03-09 10:05 are missing
    """
    if last is None:
        return tuple(problems)
    return tuple(
        replace(each, message=each.message.replace("after that", f"after {last:%Y-%m-%d %H:%M}"))
        if each.code == "row_limit"
        else each
        for each in problems
    )


def shortened_numbers(column: Column, question: str, row_numbers) -> tuple[Problem, ...]:
    """Long numbers a spreadsheet cut to ``1.14E+10``: numbers of persons that no longer tell them apart."""
    if not column.containing("E+"):
        return ()
    counts = column.counts()
    cut = [place for place, word in enumerate(column.words) if _SHORTENED.match(word)]
    cells = int(counts[cut].sum())
    if not cells or cells < 0.5 * int(counts[1:].sum()):
        return ()
    rows = row_numbers[column.where(lambda word: bool(_SHORTENED.match(word)))]
    return (
        Problem(
            code="shortened_numbers",
            message=f"{cells} numbers in '{question[:80]}' were shortened by Excel (for example '{column.words[cut[0]]}'), so they no "
            "longer tell answers apart. Download the file again and upload it without opening it in Excel.",
            rows=tuple(int(row) for row in rows[:200]),
            column=question,
            count=cells,
        ),
    )


def row_limit(last_row: int) -> tuple[Problem, ...]:
    """A file that ends exactly where a spreadsheet program stops."""
    if last_row not in _LIMITS:
        return ()
    return (
        Problem(
            code="row_limit",
            message=f"This file stops at a spreadsheet program's row limit ({last_row:,}), so rows after that are missing. "
            "Download it again and upload it without opening it in Excel.",
            count=1,
        ),
    )
