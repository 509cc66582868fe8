"""What the columns of a mentoring log are: hands title them, so a word of the title is enough; and what stands beside the table.

A log of one mentor names the mentor above the table or on the tab of the sheet; a log of one school its school.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from math import isnan

from toolbox.reading.activities.lengths import minutes_of
from toolbox.reading.activities.spelled import is_moment
from toolbox.reading.activities.titles import known, nested, parts_of
from toolbox.reading.grid import Grid
from toolbox.reading.kinds import is_known_wording, is_number
from toolbox.reading.layout import sample
from toolbox.reading.seeding import month_number
from toolbox.reading.words import clean_cell, match_form, plain_words

PARTS = (
    "date",
    "giver",
    "mentor",
    "mentee",
    "school",
    "length",
    "topic",
    "method",
    "status",
    "clock",
    "finish",
    "notes",
)
#: The headings of our own template (see ``toolbox.reports.templates_file``).
TEMPLATE = (
    "Date",
    "Mentor school",
    "Mentor",
    "School",
    "Method",
    "Phase",
    "Topic",
    "Status",
    "Hours",
    "Who came (codes)",
)
#: Titles are short; a question of a survey is not.
_MOST_WORDS = 5
#: A question of a survey, or the path of one (``about/school``): no title of a log.
#: Of an answer with its number: ``5 - Agree``, ``Agree (5)``.
_NUMBER_BESIDE = re.compile(r"^\(?\d+[).]?[\s\-–]+|[\s\-–]+\(?\d+\)?$")
#: A question, the row of one ("My plan says [Date]"), or a path of groups.
_ASKED = re.compile(r"\?\s*$|\S\s+\S+.*\[[^\]]+\]\s*$|^[a-z_]\w*/\w+$")
_NO_NAME = re.compile(
    r"^(?:\d[\d\s./\-–]*|[^\W\d]{1,12}\s?\d{0,4}|(?:sheet|leht|taulukko|lapas|lapa|blad|ark|tabelle|feuil(?:le)?|hoja|foglio|arkusz|лист|ფურცელი)\s?\d*)$",
    re.IGNORECASE,
)


def is_template(heading: Sequence[str]) -> bool:
    """Whether all headings of our template are there, in whatever order, and perhaps more.

    Example:
        >>> is_template([*reversed(TEMPLATE), "Room"]), is_template(["Date", "Mentor", "School"])
        (True, False)
    """
    return set(map(match_form, TEMPLATE)) <= set(map(match_form, heading))


def parts(heading: Sequence[str]) -> dict[str, int]:
    """Part → column: by the whole title, else by the beginning of one of its words.

    Example:
        >>> parts(["Kuupäev", "Mentori nimi", "Mentii(d)", "Number of mentees", "Kooli nimi", "Kestus (tundides)"])
        {'date': 0, 'mentor': 1, 'mentee': 2, 'school': 4, 'length': 5}
    """
    found = parts_of(heading, "mentoring_log", PARTS)
    for column, cell in enumerate(heading):
        if column in found.values() or _ASKED.search(cell):
            continue
        part = _part(tuple(plain_words(cell).split()))
        if part and part not in found:
            found[part] = column
    return found


@cache
def _part(words: tuple[str, ...]) -> str:
    if not words or len(words) > _MOST_WORDS:
        return ""
    told = [
        part
        for part, stems in nested("mentoring_log", "stems").items()
        if any(word.startswith(stems) for word in words)
    ]
    if "count" in told:
        return ""
    if not {"mentor", "mentee", "date"} & set(told) and set(words[1:]) & known("mentoring_log", "units"):
        return "intended" if "intended" in told else "length"
    if "intended" in told:
        return "intended" if "length" in told else ""
    if "school" in told and "mentor" in told and "mentee" not in told:
        return "giver"
    if "school" in told and "date" not in told:
        return "school"
    return told[0] if told else ""


def is_of_sessions(grid: Grid, first: int) -> bool:
    """Whether a row heads sessions: a date, who mentored or was mentored, and a length, a topic or a form.

    Words of a title say little, and a survey among mentors has the same: what stands below has to agree.
    """
    heading = grid.row(first)
    if sum(map(bool, heading)) < 3:
        return False
    found = parts(heading)
    has = {*found, *parts([title for title, _ in beside(grid, first)])}
    known_persons = bool({"mentor", "giver"} & has) and bool({"mentee", "school"} & has)
    only_mentees = "mentee" in has and match_form(heading[found["mentee"]]).startswith(
        tuple(nested("mentoring_log", "stems")["mentee"])
    )
    session = {"length", "topic", "method"} & has or {"clock", "finish"} <= has
    if not ({"date", "clock"} & has and (known_persons or only_mentees) and session):
        return False
    below = {part: sample(grid, column, first + 1) for part, column in found.items()}
    dated = _mostly(is_moment, below["date"]) if below.get("date") else _mostly(_lasts, below.get("clock", []))
    persons = [below[part] for part in ("mentor", "giver", "mentee") if below.get(part)]
    return dated and not any(map(_are_answers, persons)) and _mostly(_lasts, below.get("length", []), least=0.0)


def _mostly(is_one: Callable[[str], bool], cells: list[str], least: float = 0.3) -> bool:
    """Whether enough cells are of a kind: hands write totals, months and remarks between. A blank column may be anything."""
    told = sum(map(is_one, cells))
    return not cells or told > least * len(cells)


def _lasts(cell: str) -> bool:
    return not isnan(minutes_of(cell, bare=1.0)) or is_moment(cell)


def _are_answers(cells: list[str]) -> bool:
    """Whether cells are no persons but answers to a question: numbers, dates, or words of a known scale."""
    different = list(dict.fromkeys(_NUMBER_BESIDE.sub("", cell) for cell in cells))
    return all(is_number(cell) or is_moment(cell) for cell in cells) or (len(cells) > 1 and is_known_wording(different))


def beside(grid: Grid, first: int) -> list[tuple[str, str]]:
    """(title, value) of what holds for the whole sheet: lines above the table, and a name on the tab where no column names mentors.

    Example:
        >>> from toolbox.reading.separators import split
        >>> beside(split("Mentor:,Mari Udu\\nKuupäev,Mentii,Kestus\\n3.10.2025,Jaan,1 h\\n"), 1)
        [('Mentor', 'Mari Udu')]
    """
    have = parts(grid.row(first))
    found: dict[str, tuple[str, str]] = {}
    for row in range(first):
        cells = [cell for cell in grid.row(row) if cell]
        title, value = (
            (cells[0], cells[1]) if len(cells) == 2 else (cells[0].partition(":")[::2] if len(cells) == 1 else ("", ""))
        )
        part = parts([title.strip(" :")]) if value.strip() and len(title) <= 40 else {}
        if name := next((one for one in ("mentor", "school", "giver") if one in part and one not in have), ""):
            found.setdefault(name, (title.strip(" :"), clean_cell(value)))
    unnamed = "mentee" in have and not {"mentor", "giver"} & {*have, *found}
    if unnamed and len(grid.sheets) > 1 and is_name(grid.sheet):
        found["mentor"] = ("Mentor", grid.sheet)
    return list(found.values())


def is_name(sheet: str) -> bool:
    """Whether the tab of a sheet can name a person: two words or more, no month, year or number among them.

    Example:
        >>> [is_name(tab) for tab in ("Mari Udu", "Oktoober 2025", "Sheet 1", "Sügis", "2025/26")]
        [True, False, False, False, False]
    """
    words = plain_words(sheet).split()
    if len(words) < 2 or any(sign.isdigit() for sign in sheet) or _NO_NAME.match(sheet):
        return False
    return not all(map(month_number, words))
