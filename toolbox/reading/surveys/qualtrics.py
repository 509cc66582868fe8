"""Qualtrics: three heading rows (names, texts, ``{"ImportId": ...}``), two in legacy exports, sometimes one.

The ImportId is stable between waves and becomes the code; the text is that of the second row. Previews,
tests and spam are left out and counted. An answer is finished when ``Finished`` says so.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace

import numpy as np

from toolbox.reading.dates import take_apart
from toolbox.reading.grid import Grid
from toolbox.reading.layout import Layout, Left, Reader, Role, simple
from toolbox.reading.seeding import tool_titles
from toolbox.reading.surveys.option_headings import behind
from toolbox.reading.words import clean_heading, match_form

_IMPORT_ID = re.compile(r'^\{\s*""?ImportId')
#: What the tool writes between a question and its option: "Selected Choice" in the language of the account.
_SELECTED = re.compile(r" - (Selected Choice|Ausgewählte Option|Choix sélectionné|Opción seleccionada) - ")
_ROLES: dict[str, Role] = {
    "responseid": "id",
    "responseset": "status",
    "status": "status",
    "progress": "status",
    "duration(inseconds)": "status",
    "finished": "status",
    "distributionchannel": "status",
    "userlanguage": "status",
    "startdate": "time",
    "enddate": "time",
    "recordeddate": "time",
    "ipaddress": "ip",
    "recipientlastname": "name",
    "recipientfirstname": "name",
    "name": "name",
    "recipientemail": "e-mail",
    "emailaddress": "e-mail",
    "externalreference": "key",
    "externaldatareference": "key",
    "locationlatitude": "place",
    "locationlongitude": "place",
    "locationaccuracy": "place",
}


def _bare(cell: str) -> str:
    return match_form(clean_heading(cell)).replace(" ", "")


def _known(row: list[str], part: str) -> int:
    names = {name.replace(" ", "") for name in tool_titles("qualtrics", part)}
    return sum(_bare(cell) in names for cell in row)


def claims(grid: Grid, first: int) -> int:
    """By the ImportId row, by the legacy names of the second row, or by six names of the first."""
    rows = [grid.row(index) for index in range(first, min(first + 3, grid.rows))]
    for place, row in enumerate(rows[1:], start=1):
        filled = [cell for cell in row if cell]
        if filled and sum(bool(_IMPORT_ID.match(cell)) for cell in filled) >= 0.8 * len(filled):
            return place + 1
    if len(rows) > 1 and _legacy_names(rows[0]) and _known(rows[1], "legacy") >= 5:
        return 2
    if _known(rows[0], "first_names") >= 6:
        return 2 if len(rows) > 1 and _texts(rows[0], rows[1]) else 1
    return 0


def _legacy_names(row: list[str]) -> bool:
    return sum(bool(re.fullmatch(r"V\d+", cell)) for cell in row) >= 5


def _texts(names: list[str], row: list[str]) -> bool:
    """Whether a row holds question texts: no moment stands under the start date."""
    under = [row[place] for place, cell in enumerate(names) if _bare(cell) in ("startdate", "enddate")]
    return any(under) and all(take_apart(cell) is None for cell in under if cell)


def lay_out(rows: list[list[str]], body: Grid) -> Layout:
    """Names as keys, ImportIds as codes, second-row texts as questions."""
    legacy = len(rows) == 2 and _legacy_names(rows[0])
    names = rows[0]
    texts = rows[1] if len(rows) > 1 else rows[0]
    ids = [_import_id(cell) for cell in rows[2]] if len(rows) > 2 else [""] * len(names)
    if len(rows) == 2 and any(map(_import_id, rows[1])):
        ids, texts = [_import_id(cell) for cell in rows[1]], rows[0]
    meaning = texts if legacy else names
    roles = {column: _ROLES[_bare(cell)] for column, cell in enumerate(meaning) if _bare(cell) in _ROLES}
    keys = tuple(clean_heading(name) or clean_heading(text) for name, text in zip(names, texts, strict=True))
    codes = tuple(
        "" if column in roles else (identifier or key)
        for column, (identifier, key) in enumerate(zip(ids, keys, strict=True))
    )
    places = {_bare(cell): column for column, cell in reversed(list(enumerate(meaning)))}
    times = tuple(places[name] for name in ("recordeddate", "enddate", "startdate") if name in places)
    finished = None
    if "finished" in places:
        true = tool_titles("qualtrics", "finished")
        finished = body.columns[places["finished"]].where(lambda word: match_form(word) in true)
    return replace(
        simple(rows[:1], body),
        keys=keys,
        codes=codes,
        texts=behind([_SELECTED.sub(" - ", clean_heading(text)) for text in texts], "-" if legacy else " - "),
        roles=roles,
        times=times,
        finished=finished,
        left=_previews(body, places),
    )


def _import_id(cell: str) -> str:
    if not _IMPORT_ID.match(cell):
        return ""
    try:
        return str(json.loads(cell).get("ImportId", ""))
    except (json.JSONDecodeError, AttributeError):
        found = re.search(r'ImportId"+\s*:\s*"+([^"]+)', cell)
        return found.group(1) if found else ""


def _previews(body: Grid, places: dict[str, int]) -> tuple[Left, ...]:
    left = np.zeros(body.rows, bool)
    tests = tool_titles("qualtrics", "previews")
    if "status" in places:
        left |= body.columns[places["status"]].where(lambda word: match_form(word) in tests)
    if "distributionchannel" in places:
        left |= body.columns[places["distributionchannel"]].where(lambda word: match_form(word) in ("preview", "test"))
    if not left.any():
        return ()
    return (
        Left(rows=left, code="test_rows", message="{count} rows come from previews, tests or spam and were left out."),
    )


READER = Reader(
    key="qualtrics",
    title="Qualtrics",
    where="Data & Analysis > Export & Import > Export Data > CSV, with choice text",
    kind="survey",
    claims=claims,
    lay_out=lay_out,
)
