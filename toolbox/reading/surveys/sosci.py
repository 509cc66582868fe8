"""SoSci Survey: ``CASE, SERIAL, REF, QUESTNNR, MODE, STARTED``, the questions in codes, then what the tool measured.

Tab-separated whatever the name says, or semicolons; UTF-8 or UTF-16. A check box is 1 where it was left and
2 where it was ticked; the variable without a number (``AB01`` over ``AB01_01``) counts the ticks. The variant
for spreadsheets has the texts of the questions in a second row. ``MODE`` and ``Q_VIEWER`` tell tests.
"""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np

from toolbox.model import Problem
from toolbox.reading.grid import Column, Grid
from toolbox.reading.layout import Layout, Left, Reader, Role, simple
from toolbox.reading.surveys.option_headings import behind
from toolbox.reading.words import clean_heading, match_form

_ROLES: dict[str, Role] = {
    "CASE": "id",
    "SERIAL": "key",
    "REF": "key",
    "STARTED": "time",
    "LASTDATA": "time",
    **dict.fromkeys(
        ["QUESTNNR", "MODE", "LANGUAGE", "TIME_SUM", "MAILSENT", "STATUS", "FINISHED", "Q_VIEWER", "LASTPAGE"], "status"
    ),
    **dict.fromkeys(["MAXPAGE", "MISSING", "MISSREL", "TIME_RSI", "DEG_TIME"], "status"),
}
_TIME = re.compile(r"^TIME\d{3}$")
_BOX = re.compile(r"^([A-Z][A-Z0-9]\d{2})_(\d{2})$")
_NOTHING = frozenset(["", "-9", "-8", "-7", "-1"])
_TESTS = frozenset(["admin", "pretest", "debug", "develop", "test"])
_TRUE = frozenset(["1", "t", "true", "yes", "ja", "wahr"])


def claims(grid: Grid, first: int) -> int:
    """By CASE or QUESTNNR among four of the tool's own names; two rows where texts stand below them."""
    heading = grid.row(first)
    own = {cell for cell in heading if cell in _ROLES}
    if len(own) < 4 or not own & {"CASE", "QUESTNNR"}:
        return 0
    below = grid.row(first + 1) if first + 1 < grid.rows else []
    numbers = ("CASE", "LASTPAGE", "MAXPAGE", "TIME_SUM", "STARTED")
    under = [below[heading.index(name)] for name in numbers if name in own and below]
    return 2 if any(under) and not any(sign.isdigit() for cell in under for sign in cell[:4]) else 1


def lay_out(rows: list[list[str]], body: Grid) -> Layout:
    """Codes as keys; check boxes in words; tests left out; finished where the last page was reached."""
    plain = simple(rows[:1], body)
    heading = plain.keys
    roles: dict[int, Role] = {
        column: _ROLES.get(name, "status") for column, name in enumerate(heading) if name in _ROLES or _TIME.match(name)
    }
    places = {name: column for column, name in enumerate(heading)}
    boxes = _boxes(heading, body)
    counts = {found.group(1) for column in boxes if (found := _BOX.match(heading[column]))}
    roles |= {column: "status" for column, name in enumerate(heading) if name in counts}
    ticked = list(body.columns)
    for column in boxes:
        ticked[column] = ticked[column].mapped(lambda word: {"1": "No", "2": "Yes"}.get(word, ""))
    finished = body.columns[places["FINISHED"]].where(_true) if "FINISHED" in places else None
    return replace(
        plain,
        codes=tuple("" if column in roles else key for column, key in enumerate(heading)),
        texts=behind([clean_heading(told) or key for told, key in zip(rows[-1], heading, strict=True)], ": "),
        roles=roles,
        times=tuple(places[name] for name in ("LASTDATA", "STARTED") if name in places),
        finished=finished,
        left=_tests(body, places),
        kinds=dict.fromkeys(boxes, "multi"),
        body=replace(body, columns=tuple(ticked)),
        problems=_told(len(boxes)),
    )


def _true(word: str) -> bool:
    return match_form(word) in _TRUE


def _boxes(heading: tuple[str, ...], body: Grid) -> list[int]:
    """Columns of check boxes: several of one question, all 1 or 2, and as many ticks as the question's count says."""
    questions: dict[str, list[int]] = {}
    for column, name in enumerate(heading):
        if found := _BOX.match(name):
            questions.setdefault(found.group(1), []).append(column)
    found_boxes: list[int] = []
    for question, columns in questions.items():
        held = [body.columns[column] for column in columns]
        values = {word for one in held for word in one.words} - _NOTHING
        if len(columns) < 2 or not values or not values <= {"1", "2"}:
            continue
        if question not in heading or _counts(body.columns[heading.index(question)], held):
            found_boxes += columns
    return found_boxes


def _counts(count: Column, boxes: list[Column]) -> bool:
    """Whether a column counts the ticks of a question, in the rows that say so."""
    ticks = np.sum([box.where(lambda word: word == "2") for box in boxes], axis=0)
    said = count.where(lambda word: word.isdigit())
    numbers = np.array([int(word) if word.isdigit() else -1 for word in count.words])[count.codes]
    return bool(said.any()) and bool((numbers == ticks)[said].mean() > 0.9)


def _tests(body: Grid, places: dict[str, int]) -> tuple[Left, ...]:
    left = np.zeros(body.rows, bool)
    if "MODE" in places:
        left |= body.columns[places["MODE"]].where(lambda word: match_form(word) in _TESTS)
    if "Q_VIEWER" in places:
        left |= body.columns[places["Q_VIEWER"]].where(_true)
    if not left.any():
        return ()
    return (Left(rows=left, code="test_rows", message="{count} rows come from tests or previews and were left out."),)


def _told(boxes: int) -> tuple[Problem, ...]:
    if not boxes:
        return ()
    return (
        Problem(
            code="check_boxes",
            message=f"{boxes} check boxes, written as 1 and 2 by SoSci Survey, are shown as No and Yes.",
            count=boxes,
        ),
    )


READER = Reader(
    key="sosci",
    title="SoSci Survey",
    where="Collected Data > Download Data > CSV",
    kind="survey",
    claims=claims,
    lay_out=lay_out,
)
