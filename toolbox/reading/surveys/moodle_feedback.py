"""Moodle's two survey activities: Feedback (responses as a table) and Questionnaire.

Feedback writes who answered (or a response number), groups, the date in long words, then the questions, each with
its label in brackets before it; lines with the activity's name may stand above. Questionnaire begins with
``Response, Submitted on, Institution, Department, Course, Group, ID, Full name, Username`` and names its
questions ``Q01_name`` and ``Q02_name->row``. Headings come in the language of the site.
"""

from __future__ import annotations

import re
from dataclasses import replace

from toolbox.reading.dates import take_apart
from toolbox.reading.grid import Grid
from toolbox.reading.layout import Layout, Reader, Role, sample, simple
from toolbox.reading.seeding import tool_titles
from toolbox.reading.words import clean_heading, match_form

_LONG_DATE = re.compile(
    r"^[^\W\d]+,?\s+\d{1,2}\.?\s+\S+\s+\d{4}(,|\s).*\d{1,2}[:.]\d\d|^[^\W\d]+, \d{4}\D.*\d{1,2}:\d\d"
)
_LABEL = re.compile(r"^\(([^()]{1,60})\)\s*(\S.*)$", re.DOTALL)
_ASKED = re.compile(r"^Q(\d{1,3})_(.*)$", re.DOTALL)
#: Part of the seed list → role.
_PARTS: tuple[tuple[str, Role], ...] = (
    ("number", "id"),
    ("name", "name"),
    ("person", "key"),
    ("mail", "e-mail"),
    ("date", "time"),
    ("own", "status"),
)
#: How many columns stand before the questions at most.
_OWN = 14


def claims(grid: Grid, first: int) -> int:
    """By Questionnaire's own names, or by a response number or a name beside a date in Moodle's long words."""
    heading = grid.row(first)
    if sum(bool(_ASKED.match(cell)) for cell in heading) >= 1 and len(_own(heading)) >= 4:
        return 1
    people = _titled(heading, "number") or _titled(heading, "name")
    own = _own(heading)
    dated = [column for column in _titled(heading, "date") if column in own and _long_dates(grid, column, first)]
    questions = len([cell for cell in heading if cell]) - len(_own(heading))
    return 1 if dated and people and questions >= 1 and "discussion" not in heading else 0


def _titled(heading: list[str], part: str) -> list[int]:
    known = tool_titles("moodle_feedback", part)
    return [column for column, cell in enumerate(heading[:_OWN]) if match_form(clean_heading(cell)) in known]


def _own(heading: list[str]) -> dict[int, Role]:
    """The tool's own columns; they stand together before the first question."""
    found: dict[int, Role] = {column: role for part, role in reversed(_PARTS) for column in _titled(heading, part)}
    end = next((column for column in range(len(heading)) if heading[column] and column not in found), len(heading))
    return {column: role for column, role in found.items() if column < end}


def _long_dates(grid: Grid, column: int, first: int) -> bool:
    cells = sample(grid, column, first + 1, 100)
    return bool(cells) and sum(
        bool(_LONG_DATE.match(cell)) and take_apart(cell) is not None for cell in cells
    ) >= 0.8 * len(cells)


def lay_out(rows: list[list[str]], body: Grid) -> Layout:
    """Labels and numbers as codes, the rest of a heading as the question."""
    plain = simple(rows, body)
    roles = _own(list(plain.keys))
    codes, texts = [], []
    for column, key in enumerate(plain.keys):
        label, asked = _LABEL.match(key), _ASKED.match(key)
        if column in roles or not (label or asked):
            codes.append("")
            texts.append(key)
        elif label:
            codes.append(label.group(1))
            texts.append(label.group(2))
        else:
            question, _, row = asked.group(2).partition("->")
            codes.append(f"Q{asked.group(1)}")
            texts.append(f"{question} [{row}]" if row else question)
    times = tuple(column for column, role in sorted(roles.items()) if role == "time")
    return replace(plain, codes=_once(codes), texts=tuple(texts), roles=roles, times=times)


def _once(codes: list[str]) -> tuple[str, ...]:
    """Rows of one question share its number, and a code must name one column.

    Example:
        >>> _once(["Q01", "Q02", "Q02", ""])
        ('Q01', 'Q02_1', 'Q02_2', '')
    """
    seen: dict[str, int] = {}
    numbered = []
    for code in codes:
        seen[code] = seen.get(code, 0) + 1
        numbered.append(f"{code}_{seen[code]}" if code and codes.count(code) > 1 else code)
    return tuple(numbered)


READER = Reader(
    key="moodle_feedback",
    title="Moodle Feedback",
    where="Feedback > Responses > Download table data as Excel, or Questionnaire > View all responses > Download in text format",
    kind="survey",
    claims=claims,
    lay_out=lay_out,
)
