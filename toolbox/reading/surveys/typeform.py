"""Typeform: ``#``, the questions, then ``Start Date (UTC), Submit Date (UTC), Network ID``.

A question with several answers is one column per option, headed by the option and filled with it; the question
itself is not in the file, so ``Other`` and ``None`` come again and again. Each is told by the column before it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from toolbox.reading.grid import Grid
from toolbox.reading.layout import Layout, Reader, Role, simple
from toolbox.reading.words import match_form

_ROLES: dict[str, Role] = {
    "#": "id",
    "token": "id",
    "response type": "status",
    "start date (utc)": "time",
    "stage date (utc)": "time",
    "submit date (utc)": "time",
    "submitted at": "time",
    "network id": "ip",
    "tags": "status",
    "ending": "status",
}
_DONE = frozenset(["completed", "complete"])


def claims(grid: Grid, first: int) -> int:
    """By the moments in UTC this tool puts last, or by "Submitted At" beside "Token"."""
    forms = {match_form(cell) for cell in grid.row(first)}
    dated = forms & {"start date (utc)", "submit date (utc)"}
    by_number = bool(dated) and bool(forms & {"#", "network id"})
    return 1 if by_number or len(dated) == 2 or {"submitted at", "token"} <= forms else 0


def lay_out(rows: list[list[str]], body: Grid) -> Layout:
    """The tool's own columns at both ends; finished by the response's type, else by the moment of sending."""
    plain = simple(rows, body)
    forms = [match_form(key) for key in plain.keys]
    places = {form: column for column, form in enumerate(forms)}
    # A question of the form may be called "Tags" or "Ending": the tool's own columns stand behind the questions.
    ends = ("response type", "start date (utc)", "submit date (utc)", "submitted at")
    last = min((places[form] for form in ends if form in places), default=len(forms))
    roles = {
        column: _ROLES[form] for column, form in enumerate(forms) if form in _ROLES and (column == 0 or column >= last)
    }
    sent = places.get("submit date (utc)", places.get("submitted at"))
    finished = None if sent is None else body.columns[sent].filled()
    if "response type" in places:
        finished = body.columns[places["response type"]].where(lambda word: match_form(word) in _DONE)
    options = [
        column for column in range(body.width) if column not in roles and _is_option(plain.keys[column], body, column)
    ]
    return replace(
        plain,
        keys=_told_apart(plain.keys),
        roles=roles,
        times=tuple(
            places[form]
            for form in ("submit date (utc)", "submitted at", "stage date (utc)", "start date (utc)")
            if form in places
        ),
        finished=finished,
        kinds=dict.fromkeys(options, "multi"),
    )


def _is_option(heading: str, body: Grid, column: int) -> bool:
    """Whether a column holds its own heading and blanks only."""
    words = body.columns[column].words[1:]
    return len(words) == 1 and match_form(words[0]) == match_form(heading)


def _told_apart(keys: tuple[str, ...]) -> tuple[str, ...]:
    """Options that come again are told by the column before them.

    Example:
        >>> _told_apart(("Plans", "Other", "Tablets", "Other"))
        ('Plans', 'Other (behind: Plans)', 'Tablets', 'Other (behind: Tablets)')
    """
    again = Counter(keys)
    return tuple(
        f"{key} (behind: {keys[column - 1]})" if again[key] > 1 and column and keys[column - 1] != key else key
        for column, key in enumerate(keys)
    )


READER = Reader(
    key="typeform",
    title="Typeform",
    where="Results > Responses > Download > CSV",
    kind="survey",
    claims=claims,
    lay_out=lay_out,
)
