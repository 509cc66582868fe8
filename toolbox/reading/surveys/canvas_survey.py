"""Canvas, "student analysis" of a survey or quiz: who, section, when, then each question beside its points.

Headings of questions are ``<id>: <text>``; the column behind each is headed by the points it is worth and says
nothing about the answer. Several answers are joined by commas, and a comma inside an answer is written ``\\,``.
A person who answered twice has a row per attempt. An anonymous survey has no names.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from toolbox.reading.grid import Column, Grid
from toolbox.reading.kinds import is_number
from toolbox.reading.layout import Layout, Reader, Role, simple
from toolbox.reading.words import clean_heading, match_form

_ROLES: dict[str, Role] = {
    "name": "name",
    "id": "key",
    "sis_id": "key",
    "root_account": "status",
    "section": "status",
    "section_id": "status",
    "section_sis_id": "status",
    "submitted": "time",
    "attempt": "status",
    "n correct": "status",
    "n incorrect": "status",
    "score": "status",
}
_QUESTION = re.compile(r"^(\d+):\s*(.*)$", re.DOTALL)
_COMMA = re.compile(r"(?<!\\),(?!\s)")


def claims(grid: Grid, first: int) -> int:
    """By section, its id and submitted, and questions that begin with their number; a report of all versions has attempts."""
    forms = [match_form(cell) for cell in grid.row(first)]
    own = {"section", "section_id", "submitted"} <= set(forms)
    return 1 if own and (any(_QUESTION.match(cell) for cell in grid.row(first)) or "n correct" in forms) else 0


def lay_out(rows: list[list[str]], body: Grid) -> Layout:
    """Numbers as codes, texts as questions, points set aside, joined answers apart."""
    plain = simple(rows, body)
    forms = [match_form(key) for key in plain.keys]
    asked = {column: found for column, key in enumerate(plain.keys) if (found := _QUESTION.match(key))}
    begin = forms.index("attempt") if "attempt" in forms else forms.index("submitted") if "submitted" in forms else 0
    submitted = [column for column, form in enumerate(forms) if form == "submitted"][:1]
    roles: dict[int, Role] = {
        column: _ROLES[form]
        for column, form in enumerate(forms)
        if form in _ROLES and column not in asked and (column <= begin or form.startswith(("n ", "score")))
    }
    points = {column + 1 for column in asked if column + 1 < body.width and _is_points(plain.keys[column + 1])}
    asked = {column: found for column, found in asked.items() if column not in points}
    roles |= dict.fromkeys(points, "status")
    columns = list(body.columns)
    several = [column for column in asked if _is_joined(columns[column])]
    for column in asked:
        split = column in several
        columns[column] = columns[column].mapped(lambda word, split=split: _plain(word, split))
    return replace(
        plain,
        keys=tuple(_behind(plain.keys, column, asked) for column in range(len(plain.keys))),
        codes=tuple(asked[column].group(1) if column in asked else "" for column in range(len(plain.keys))),
        texts=tuple(
            clean_heading(asked[column].group(2)) if column in asked else key for column, key in enumerate(plain.keys)
        ),
        roles=roles,
        times=tuple(submitted),
        finished=body.columns[submitted[0]].filled() if submitted else None,
        kinds=dict.fromkeys(several, "multi"),
        body=replace(body, columns=tuple(columns)),
    )


def _is_points(heading: str) -> bool:
    """Points are headed by what the question is worth, or by its number and "score"."""
    return is_number(heading) or bool(re.fullmatch(r"\d+:\s*score", heading, re.IGNORECASE))


def _behind(keys: tuple[str, ...], column: int, asked: dict[int, re.Match[str]]) -> str:
    """Points are headed by a bare number, the same for every question: their key names the question."""
    if column - 1 in asked and is_number(keys[column]):
        return f"{asked[column - 1].group(1)}: points of {keys[column]}"
    return keys[column]


def _is_joined(column: Column) -> bool:
    """Commas without a blank behind them that part answers which stand elsewhere too."""
    words = column.some()
    if not any(_COMMA.search(word) for word in words):
        return False
    parts = Counter(part for word in words for part in _COMMA.split(word))
    return sum(number for number in parts.values() if number > 1) >= 0.7 * sum(parts.values())


def _plain(word: str, split: bool) -> str:
    parts = _COMMA.split(word) if split else [word]
    return "; ".join(part.replace("\\,", ",").strip() for part in parts)


READER = Reader(
    key="canvas_survey",
    title="Canvas survey",
    where="Quizzes > the survey > Survey Statistics > Student Analysis",
    kind="survey",
    claims=claims,
    lay_out=lay_out,
)
