"""SurveyMonkey: questions in the first row, blank to the right over their options in the second; or one row.

A question with options takes one column per option. The single-row variant numbers its questions
(``3. Python.``). Answers that were begun and left are kept by the tool without a mark of their own.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from toolbox.reading.dates import take_apart
from toolbox.reading.grid import Grid
from toolbox.reading.layout import Layout, Reader, Role, sample, simple, titled
from toolbox.reading.seeding import tool_titles
from toolbox.reading.surveys.option_headings import spread
from toolbox.reading.words import clean_heading, match_form

_NUMBERED = re.compile(r"^\d+\.\s")


def claims(grid: Grid, first: int) -> int:
    """By the id heading with options below it or numbered questions beside it; or by "Response" under blanks."""
    heading = grid.row(first)
    below = grid.row(first + 1) if first + 1 < grid.rows else []
    two = _options_below(heading, below)
    if titled(heading, "surveymonkey", "id"):
        collector = titled(heading, "surveymonkey", "collector")
        numbered = sum(bool(_NUMBERED.match(cell)) for cell in heading) >= 3
        long_ids = _long_ids(grid, titled(heading, "surveymonkey", "id")[0], first + 1 + two)
        return 1 + two if two or collector or numbered or long_ids else 0
    spread = any(left and not right for left, right in pairwise(heading))
    return 2 if two and spread and _answered_alone(heading, below) else 0


def _answered_alone(heading: list[str], below: list[str]) -> bool:
    """Whether two questions or more stand above, and "Response" below one of them: a title above a table has none of it."""
    options = tool_titles("surveymonkey", "options")
    alone = [title for title, cell in zip(heading, below, strict=True) if title and match_form(cell) in options]
    asked = [title for title in heading if title and take_apart(title) is None]
    return bool(alone) and len(asked) > 1 and not any(map(_is_hollow, heading, below))


def _is_hollow(title: str, option: str) -> bool:
    """A "Response" below nothing: in this tool it stands below its question."""
    return not title and match_form(option) in tool_titles("surveymonkey", "single")


def _options_below(heading: list[str], below: list[str]) -> bool:
    """The second row: "Response" or option texts; blank where the first row holds metadata."""
    options = tool_titles("surveymonkey", "options")
    named = sum(match_form(cell) in options for cell in below)
    under_blank = sum(bool(cell) and not title for title, cell in zip(heading, below, strict=False))
    over = titled(heading, "surveymonkey", "id")
    blank_under_id = not over or not below or not below[over[0]]
    return bool(below) and blank_under_id and (named >= 1 or (bool(over) and under_blank >= 2))


def _long_ids(grid: Grid, column: int, first: int) -> bool:
    numbers = sample(grid, column, first, 50)
    return bool(numbers) and all(re.fullmatch(r"\d{8,12}|\d\.\d+E\+\d\d", cell) for cell in numbers)


def lay_out(rows: list[list[str]], body: Grid) -> Layout:
    """Questions carried to the right and joined with their options."""
    if len(rows) == 1:
        plain = simple(rows, body)
        return replace(plain, roles=_roles(rows[0]), times=_times(rows[0]), texts=spread(plain.keys, body))
    options = tool_titles("surveymonkey", "options")
    roles = _by_place(rows) | _roles(rows[0])
    keys, question = [], ""
    for column, (title, option) in enumerate(zip(rows[0], rows[1], strict=True)):
        question = clean_heading(title) or question
        named = clean_heading(option)
        alone = column in roles or not named or (match_form(named) in options and bool(title) and _single(rows, column))
        keys.append(question if alone else f"{question} | {named}")
    return replace(
        simple(rows[:1], body),
        headings=tuple(f"{title}\n{option}".strip() for title, option in zip(rows[0], rows[1], strict=True)),
        keys=tuple(keys),
        texts=tuple(keys),
        roles=roles,
        times=_times(rows[0]) or tuple(column for column in (3, 2) if roles.get(column) == "time"),
    )


#: The tool's own columns in their order, for exports in a language we do not know.
_PLACES: tuple[Role, ...] = ("id", "status", "time", "time", "ip", "e-mail", "name", "name", "key")


def _by_place(rows: list[list[str]]) -> dict[int, Role]:
    """Headings without a word below them, before the first question: all nine of the tool's own columns, or none."""
    own = next((column for column, option in enumerate(rows[1]) if option), 0)
    if own < len(_PLACES) or not all(rows[0][:own]):
        return {}
    return dict(enumerate(_PLACES)) | dict.fromkeys(range(len(_PLACES), own), "key")


def _single(rows: list[list[str]], column: int) -> bool:
    """Whether a question has this one column only."""
    return column + 1 >= len(rows[0]) or bool(rows[0][column + 1]) or not rows[1][column + 1]


def _roles(heading: list[str]) -> dict[int, Role]:
    roles: dict[int, Role] = {}
    for part, role in (("id", "id"), ("collector", "status"), ("started", "time"), ("ended", "time")):
        roles |= {column: role for column in titled(heading, "surveymonkey", part)[:1]}  # type: ignore[dict-item]
    named: dict[str, Role] = {"ip": "ip", "mail": "e-mail", "name": "name", "custom": "key"}
    for column in titled(heading, "surveymonkey", "other"):
        form = match_form(heading[column])
        roles[column] = next((role for word, role in named.items() if word in form), "status")
    return roles


def _times(heading: list[str]) -> tuple[int, ...]:
    return tuple(column for part in ("ended", "started") for column in titled(heading, "surveymonkey", part)[:1])


READER = Reader(
    key="surveymonkey",
    title="SurveyMonkey",
    where="Analyze Results > Save As > Export file > All individual responses, as CSV or XLS",
    kind="survey",
    claims=claims,
    lay_out=lay_out,
)
