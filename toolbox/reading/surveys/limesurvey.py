"""LimeSurvey: results as CSV or workbook, headings as codes, texts or both, in any language.

Metadata columns come first (``id, submitdate, lastpage, startlanguage, seed, startdate, datestamp``);
headings are ``G01Q02[SQ001]``, ``Question [Row]`` or ``G01Q02[SQ001]. Question [Row]``. An answer is
finished when it has a submission date. Source: LimeSurvey's exporter; ``1980-01-01`` means that no
dates were kept.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from toolbox.reading.grid import Grid
from toolbox.reading.layout import Layout, Reader, Role, sample, simple, titled

_CODE = r"[A-Za-z][A-Za-z0-9_]*(?:\[[^\[\]\s]{1,20}\]){0,2}"
_CODE_ALONE = re.compile(rf"^({_CODE})$")
_CODE_AND_TEXT = re.compile(rf"^({_CODE})\s*[.:\-–]\s+(.*)$", re.DOTALL)
_ARRAY_CODE = re.compile(r"^[A-Za-z][A-Za-z0-9_]*\[[A-Za-z0-9_]{1,20}\](\[[A-Za-z0-9_]{1,20}\])?\s*([.:\-–]\s|$)")
_ISO = re.compile(r"^\d{4}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d)?)?$")
_PARTS: tuple[tuple[str, Role], ...] = (
    ("id", "id"),
    ("submitted", "time"),
    ("last_page", "status"),
    ("language", "status"),
    ("seed", "status"),
    ("started", "time"),
    ("stamped", "time"),
    ("ip", "ip"),
    ("other", "status"),
    ("token", "key"),
)


def claims(grid: Grid, first: int) -> int:
    """By three known metadata headings, by the shape of the first four columns, or by array codes."""
    heading = _codes(grid.row(first))
    # Every tool has an "IP address", and Alchemer a "Response ID" and a "Date Submitted" beside it.
    known = {part for part, _ in _PARTS if part != "ip" and titled(heading, "limesurvey", part)}
    if len(known) >= 3 and known & {"submitted", "last_page"}:
        return 1
    if sum(bool(_ARRAY_CODE.match(cell)) for cell in grid.row(first)) >= 3:
        return 1
    return 1 if _shaped(grid, first) else 0


def _codes(heading: list[str]) -> list[str]:
    """Headings of the tool's own columns with the code alone where code and text are joined (``id. Response ID``)."""
    return [re.sub(r"^([a-z]+)\. .*$", r"\1", cell, flags=re.DOTALL) for cell in heading]


def _shaped(grid: Grid, first: int) -> bool:
    """Rising number, ISO moment or blank, small number, two-letter language: the export in a language we do not know."""
    if grid.width < 5:
        return False
    number, moment, page, language = (sample(grid, column, first + 1) for column in range(4))
    if not (number and language) or not all(cell.isdigit() for cell in [*number, *page]):
        return False
    rising = all(int(a) < int(b) for a, b in pairwise(number))
    small = all(int(cell) < 500 for cell in page)
    coded = all(re.fullmatch(r"[a-z]{2,3}(-[A-Za-z\-]+)?", cell) for cell in language)
    return rising and small and coded and all(_ISO.match(cell) for cell in moment) and bool(page)


def lay_out(rows: list[list[str]], body: Grid) -> Layout:
    """Codes and texts apart; finished from the submission date."""
    plain = simple(rows, body)
    codes, texts = [], []
    coded = sum(bool(_CODE_ALONE.match(key)) for key in plain.keys) > 0.6 * len(plain.keys)
    both = sum(bool(_CODE_AND_TEXT.match(key)) for key in plain.keys) > 0.4 * len(plain.keys)
    for key in plain.keys:
        found = _CODE_AND_TEXT.match(key) if both else None
        if found:
            codes.append(found.group(1))
            texts.append(found.group(2).strip())
        else:
            alone = _CODE_ALONE.match(key) if coded or both else None
            codes.append(alone.group(1) if alone else "")
            texts.append("" if alone else key)
    heading = _codes(rows[-1])
    roles: dict[int, Role] = {}
    for part, role in _PARTS:
        roles |= {column: role for column in titled(heading, "limesurvey", part)}
    if not roles and _shaped_body(body):
        roles = {0: "id", 1: "time", 2: "status", 3: "status"}
    submitted = titled(heading, "limesurvey", "submitted") or ([1] if roles.get(1) == "time" else [])
    stamps = [column for part in ("stamped", "started") for column in titled(heading, "limesurvey", part)]
    finished = body.columns[submitted[0]].filled() if submitted else None
    return replace(
        plain, codes=tuple(codes), texts=tuple(texts), roles=roles, times=(*submitted[:1], *stamps), finished=finished
    )


def _shaped_body(body: Grid) -> bool:
    return _shaped(body, -1)


READER = Reader(
    key="limesurvey",
    title="LimeSurvey",
    where="Responses > Export > Export responses, as CSV or Excel",
    kind="survey",
    claims=claims,
    lay_out=lay_out,
)
