"""Microsoft Forms: a workbook (or CSV saved from it) with ``ID, Start time, Completion time, Email, Name``.

Only sent answers are in the file. ``Email`` is "anonymous" throughout where people answered without
signing in. Repeated questions get a bare digit behind them; a quiz adds points and feedback columns.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from toolbox.reading.dates import dates, take_apart
from toolbox.reading.grid import Column, Grid
from toolbox.reading.layout import Layout, Reader, Role, sample, simple, titled
from toolbox.reading.seeding import tool_titles
from toolbox.reading.words import match_form

_QUESTION_AND_ROW = re.compile(r"^(.{3,}?[^\d\s])\.(?=[^\s.\d])(.+)$", re.DOTALL)
_TRAILING_DIGIT = re.compile(r"^(.*[^\d\s])([2-9]|[1-9]\d)$")


def claims(grid: Grid, first: int) -> int:
    """By the headings of start and completion beside each other, or by the shape of the first four columns."""
    heading = grid.row(first)
    if titled(heading, "surveymonkey", "id"):
        return 0
    started = titled(heading, "microsoft_forms", "started")
    finished = titled(heading, "microsoft_forms", "finished")
    if started and finished and abs(finished[0] - started[0]) <= 2:
        return 1
    return 1 if _shaped(grid, first) else 0


def _shaped(grid: Grid, first: int) -> bool:
    """Rising whole number, moment, later moment, then "anonymous" or addresses."""
    if grid.width < 5:
        return False
    number, start, end, address = (sample(grid, column, first + 1) for column in range(4))
    if not number or len({len(number), len(start), len(end), len(address)}) != 1:
        return False
    if not all(cell.isdigit() for cell in number) or not all(take_apart(cell) for cell in [*start, *end]):
        return False
    clocked = all(part.clock for cell in (*start, *end) if (part := take_apart(cell)))
    if not clocked or not _ends_later(start, end):
        return False
    nameless = {cell for cell in address if "@" not in cell}
    # "anonymous" in a language we do not know is one word throughout, and nobody's name stands beside it.
    alike = len(nameless) <= 1 and not any(cell.isdigit() for cell in nameless)
    unnamed = not nameless or match_form(next(iter(nameless))) == "anonymous" or not sample(grid, 4, first + 1)
    return alike and unnamed and (len(number) > 2 or not nameless)


def _ends_later(start: list[str], end: list[str]) -> bool:
    """Whether every answer was sent after it was begun, in the order of dates that fits both columns."""
    begun, sent = dates(Column.of_cells(start)), dates(Column.of_cells(end))
    if begun.times is None or sent.times is None or begun.order != sent.order:
        return True
    return bool((sent.times >= begun.times).all())


def lay_out(rows: list[list[str]], body: Grid) -> Layout:
    """Metadata by title, else by place; the statement of a Likert row is the question."""
    plain = simple(rows, body)
    heading = rows[-1]
    roles: dict[int, Role] = {}
    started = titled(heading, "microsoft_forms", "started")[:1] or [1]
    finished = titled(heading, "microsoft_forms", "finished")[:1] or [2]
    end = finished[0]
    roles |= {0: "id", started[0]: "time", end: "time"} if started[0] > 0 else {started[0]: "time", end: "time"}
    # Email and name stand right behind the times; a question of the form may bear the same word.
    for part, role, most in (
        ("email", "e-mail", 1),
        ("name", "name", 1),
        ("modified", "status", 2),
        ("quiz", "status", 3),
    ):
        near = [column for column in titled(heading, "microsoft_forms", part) if end < column <= end + 6]
        roles |= {column: role for column in near[:most] if column not in roles}  # type: ignore[dict-item]
    if not any(role == "e-mail" for role in roles.values()) and end + 2 < body.width and _shaped(body, -1):
        roles |= {end + 1: "e-mail", end + 2: "name"}
    starts = tuple(tool_titles("microsoft_forms", "quiz_starts"))
    roles |= {
        column: "status"
        for column, key in enumerate(plain.keys)
        if column not in roles and (match_form(key).startswith(starts) or _marks(plain.keys, column))
    }
    return replace(plain, texts=_statements(_without_digits(plain.keys)), roles=roles, times=(end, started[0]))


def _marks(keys: tuple[str, ...], column: int) -> bool:
    """Points of or feedback on the question before it: a quiz heads them ``Points - Question``, in any language."""
    return any(
        keys[other] and keys[column].endswith(f" - {keys[other]}") for other in range(max(0, column - 2), column)
    )


def _statements(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Rows of a Likert question headed ``Question.Statement`` as statements in brackets behind it.

    Example:
        >>> _statements(("Why? Tell.", "Fine?.Rooms", "Fine?.Food", "Version 1.2"))
        ('Why? Tell.', 'Fine? [Rooms]', 'Fine? [Food]', 'Version 1.2')
    """
    parts = [_QUESTION_AND_ROW.match(text) for text in texts]
    asked = Counter(part.group(1) for part in parts if part)
    return tuple(
        f"{part.group(1)} [{part.group(2)}]" if part and asked[part.group(1)] > 1 else text
        for part, text in zip(parts, texts, strict=True)
    )


def _without_digits(keys: tuple[str, ...]) -> tuple[str, ...]:
    """A question asked twice is written with a digit behind it; its text is the question's."""
    known = set(keys)
    turned = []
    for key in keys:
        found = _TRAILING_DIGIT.match(key)
        turned.append(found.group(1) if found and found.group(1) in known else key)
    return tuple(turned)


READER = Reader(
    key="microsoft_forms",
    title="Microsoft Forms",
    where="Responses > Open in Excel",
    kind="survey",
    claims=claims,
    lay_out=lay_out,
)
