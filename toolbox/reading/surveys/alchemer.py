"""Alchemer, once SurveyGizmo: ``Response ID, Time Started, Date Submitted, Status, ...``, then the questions.

A question with options or rows takes one column each, headed ``Option:Question``; what people typed stands
under ``Other - Write In:Question``. ``Status`` tells complete answers from partial and disqualified ones.
"""

from __future__ import annotations

from dataclasses import replace

from toolbox.reading.grid import Grid
from toolbox.reading.layout import Layout, Left, Reader, Role, sample, simple
from toolbox.reading.surveys.option_headings import in_brackets
from toolbox.reading.words import match_form

_ROLES: dict[str, Role] = {
    "response id": "id",
    "time started": "time",
    "date submitted": "time",
    "status": "status",
    "contact id": "key",
    "legacy comments": "status",
    "comments": "status",
    "language": "status",
    "referer": "status",
    "sessionid": "status",
    "session id": "status",
    "user agent": "status",
    "tags": "status",
    "ip address": "ip",
    "longitude": "place",
    "latitude": "place",
    "country": "place",
    "city": "place",
    "state/region": "place",
    "postal": "place",
    "link name": "status",
    "url redirect": "status",
}
_STATES = frozenset(["complete", "partial", "disqualified", "deleted", "test", "test data", "incomplete"])
_TESTS = frozenset(["deleted", "test", "test data"])


def claims(grid: Grid, first: int) -> int:
    """By "Date Submitted" beside "Time Started" or "Response ID", and a status in this tool's words."""
    forms = [match_form(cell) for cell in grid.row(first)]
    if "date submitted" not in forms or not {"time started", "response id"} & set(forms) or "status" not in forms:
        return 0
    states = sample(grid, forms.index("status"), first + 1)
    return 1 if all(match_form(word) in _STATES for word in states) else 0


def lay_out(rows: list[list[str]], body: Grid) -> Layout:
    """The tool's own columns by name, before the first question; finished by status."""
    plain = simple(rows, body)
    forms = [match_form(key) for key in plain.keys]
    # A question may be called "Comments" or "Country" too: the tool's own columns stand together at the left.
    end = max((forms.index(form) for form in ("status", "date submitted", "time started") if form in forms), default=0)
    while end + 1 < len(forms) and forms[end + 1] in _ROLES:
        end += 1
    roles = {column: _ROLES[form] for column, form in enumerate(forms[: end + 1]) if form in _ROLES}
    status = body.columns[forms.index("status")] if "status" in forms else None
    tests = status.where(lambda word: match_form(word) in _TESTS) if status else None
    left = (
        Left(
            rows=tests, code="test_rows", message="{count} rows come from tests or deleted answers and were left out."
        ),
    )
    return replace(
        plain,
        texts=in_brackets(plain.keys),
        roles=roles,
        times=tuple(forms.index(form) for form in ("date submitted", "time started") if form in forms),
        finished=status.where(lambda word: match_form(word) == "complete") if status else None,
        left=left if tests is not None and tests.any() else (),
    )


READER = Reader(
    key="alchemer",
    title="Alchemer",
    where="Results > Exports > New Export > CSV/Excel Export",
    kind="survey",
    claims=claims,
    lay_out=lay_out,
)
