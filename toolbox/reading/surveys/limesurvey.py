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

from toolbox.model import Kind
from toolbox.reading.grid import Grid
from toolbox.reading.layout import Layout, Reader, Role, sample, simple, titled
from toolbox.reading.words import clean_heading

_CODE = r"[A-Za-z][A-Za-z0-9_]*(?:\[[^\[\]\s]{1,20}\]){0,2}"
_CODE_ALONE = re.compile(rf"^({_CODE})$")
_CODE_AND_TEXT = re.compile(rf"^({_CODE})\s*[.:\-–]\s+(.*)$", re.DOTALL)
#: The tool's own codes that every export begins with: what follows each of them is the sign between code and text.
_FIRST_CODES = ("id", "submitdate", "lastpage", "startlanguage")
_ARRAY_CODE = re.compile(r"^[A-Za-z][A-Za-z0-9_]*\[[A-Za-z0-9_]{1,20}\](\[[A-Za-z0-9_]{1,20}\])?\s*([.:\-–]\s|$)")
_STAMP = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$")
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
    heading = _split(grid.row(first))[0]
    # Every tool has an "IP address", and Alchemer a "Response ID" and a "Date Submitted" beside it.
    known = {part for part, _ in _PARTS if part != "ip" and titled(heading, "limesurvey", part)}
    if len(known) >= 3 and known & {"submitted", "last_page"}:
        return 1
    if sum(bool(_ARRAY_CODE.match(cell)) for cell in grid.row(first)) >= 3:
        return 1
    return 1 if not grid.row(first)[0].isdigit() and _shaped(grid, first) else 0


def _split(heading: list[str]) -> tuple[list[str], list[str]]:
    """Codes and texts of headings that hold both; the sign between them is any a person typed in the export's dialogue.

    Example:
        >>> _split(["id / Response ID", "submitdate / Date submitted", "lastpage / Last page", "Q1[S2] / Fine? [Rooms]"])
        (['id', 'submitdate', 'lastpage', 'Q1[S2]'], ['Response ID', 'Date submitted', 'Last page', 'Fine? [Rooms]'])
        >>> _split(["id", "submitdate", "Q1"])
        (['id', 'submitdate', 'Q1'], ['', '', ''])
    """
    behind = [
        found.group(1)
        for code in _FIRST_CODES
        for cell in heading
        if (found := re.match(rf"{code}([^\w\[].*)$", cell, re.DOTALL))
    ]
    signs = [re.match(r"[\W_]*", text).group() for text in behind]  # type: ignore[union-attr]
    joiner = min(signs, key=len, default="")
    if len(signs) < 2 or not joiner or not all(sign.startswith(joiner) for sign in signs):
        return heading, [""] * len(heading)
    # A text may be empty, and its blank is then gone from the heading.
    parts = [re.match(rf"({_CODE}){re.escape(joiner.rstrip())}\s*(.*)$", cell, re.DOTALL) for cell in heading]
    codes = [part.group(1) if part else cell for part, cell in zip(parts, heading, strict=True)]
    return codes, [part.group(2) if part else "" for part in parts]


def _shaped(grid: Grid, first: int) -> bool:
    """Rising number, ISO moment or blank, small number, two-letter language: the export in a language we do not know."""
    if grid.width < 5:
        return False
    number, moment, page, language = (sample(grid, column, first + 1) for column in range(4))
    if not (number and language) or not all(cell.isdigit() for cell in [*number, *page]):
        return False
    rising = all(int(a) < int(b) for a, b in pairwise(number))
    small = all(int(cell) < 500 for cell in page)
    stamped = any(map(_STAMP.match, moment)) or (not moment and _stamps_beside(grid, first))
    coded = all(re.fullmatch(r"[a-z]{2,3}(-[A-Za-z\-]+)?", cell) for cell in language)
    return rising and small and coded and stamped and all(_ISO.match(cell) for cell in moment) and bool(page)


def _stamps_beside(grid: Grid, first: int) -> bool:
    """Whether moments to the second stand where the tool keeps start and last action: nobody may have finished yet."""
    columns = (sample(grid, column, first + 1, 50) for column in range(4, min(grid.width, 8)))
    return any(cells and all(map(_STAMP.match, cells)) for cells in columns)


def lay_out(rows: list[list[str]], body: Grid) -> Layout:
    """Codes and texts apart; finished from the submission date."""
    plain = simple(rows, body)
    heading, behind = _split([clean_heading(cell) for cell in rows[-1]])
    codes, texts = [], []
    coded = sum(bool(_CODE_ALONE.match(key)) for key in plain.keys) > 0.6 * len(plain.keys)
    both = sum(bool(_CODE_AND_TEXT.match(key)) for key in plain.keys) > 0.4 * len(plain.keys)
    for key, code, text in zip(plain.keys, heading, behind, strict=True):
        found = _CODE_AND_TEXT.match(key) if both else None
        if text or code != key:
            codes.append(code)
            texts.append(text.strip())
        elif found:
            codes.append(found.group(1))
            texts.append(found.group(2).strip())
        else:
            alone = _CODE_ALONE.match(key) if coded or both else None
            codes.append(alone.group(1) if alone else "")
            texts.append("" if alone else key)
    roles: dict[int, Role] = {}
    for part, role in _PARTS:
        roles |= {column: role for column in titled(heading, "limesurvey", part)}
    if _shaped(body, -1):
        roles = _by_shape(body) | roles
    for column in titled(heading, "limesurvey", "timing")[:1]:
        # How long each page took stands behind the answers: interviewtime, groupTime7, G01Q02Time.
        roles |= dict.fromkeys(range(column, body.width), "status")
    submitted = titled(heading, "limesurvey", "submitted") or ([1] if roles.get(1) == "time" else [])
    stamps = [column for part in ("stamped", "started") for column in titled(heading, "limesurvey", part)]
    stamps += [column for column in range(5, 8) if roles.get(column) == "time" and column not in stamps]
    finished = body.columns[submitted[0]].filled() if submitted else None
    return replace(
        plain,
        codes=tuple(codes),
        texts=tuple(texts),
        roles=roles,
        times=(*submitted[:1], *stamps),
        finished=finished,
        kinds=_ticks(codes, body),
        tells_not_shown=True,
    )


def _ticks(codes: list[str], body: Grid) -> dict[int, Kind]:
    """Options of a question with several answers: columns of one code that hold 1 or Y, and nothing where not chosen."""
    blocks: dict[str, list[int]] = {}
    for column, code in enumerate(codes):
        if "[" in code and not code.endswith(("[other]", "[comment]")):
            blocks.setdefault(code.split("[")[0], []).append(column)
    kinds: dict[int, Kind] = {}
    for columns in blocks.values():
        held = [body.columns[column] for column in columns if body.columns[column].filled().any()]
        if len(held) > 1 and all(column.words[1:] in (("1",), ("Y",)) and not column.filled().all() for column in held):
            kinds |= dict.fromkeys(columns, "multi")
    return kinds


def _by_shape(body: Grid) -> dict[int, Role]:
    """The tool's first columns in a language we do not know: then a seed, and the moments of start and last action."""
    roles: dict[int, Role] = {0: "id", 1: "time", 2: "status", 3: "status"}
    place = 4
    seeds = body.columns[place].some() if place < body.width else ()
    if seeds and all(map(str.isdigit, seeds)) and sum(len(word) >= 5 for word in seeds) > 0.5 * len(seeds):
        roles[place] = "status"
        place += 1
    while place < min(body.width, 8) and (words := body.columns[place].some()) and all(map(_STAMP.match, words)):
        roles[place] = "time"
        place += 1
    return roles


READER = Reader(
    key="limesurvey",
    title="LimeSurvey",
    where="Responses > Export > Export responses, as CSV or Excel",
    kind="survey",
    claims=claims,
    lay_out=lay_out,
)
