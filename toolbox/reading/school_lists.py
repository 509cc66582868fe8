"""A list of schools out of a spreadsheet (the roster): one row a school, headings on top.

A school that became another type may stand there once for each type, with the day it began: other cells of the further
rows may be blank or say the same again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from toolbox.model import School, ToolboxError
from toolbox.reading.list_tables import Days, ListTable, days, list_table, number, whole
from toolbox.reading.school_names import SchoolNames
from toolbox.reading.words import match_form

#: The headings each column goes by.
HEADINGS: Mapping[str, frozenset[str]] = {
    "school": frozenset({"school", "school name", "name of school", "name of the school", "schools"}),
    "country": frozenset({"country"}),
    "region": frozenset({"region", "county", "district"}),
    "hub": frozenset({"hub", "regional hub", "hub name"}),
    "level": frozenset({"level", "level of education", "education level", "isced", "isced level", "school level"}),
    "type": frozenset({"type", "type of school", "school type", "as/ap", "as or ap"}),
    "type_since": frozenset({"type since", "type_since", "type from", "since (type)"}),
    "wave": frozenset({"wave", "cohort"}),
    "starts": frozenset(
        {"starts", "start", "start date", "started", "mentoring starts", "mentoring started", "mentoring began",
         "mentoring starts on", "first day of mentoring"}
    ),
    "teachers": frozenset({"teachers", "number of teachers", "teachers on the roster", "rostered teachers"}),
    "leaders": frozenset({"leaders", "number of leaders", "school leaders"}),
    "pupils": frozenset({"pupils", "number of pupils", "students", "number of students"}),
    "hours": frozenset({"hours", "mentoring hours", "hours of mentoring"}),
}  # fmt: skip
_TEXTS = ("country", "region", "hub", "level", "wave")
_COUNTS = ("teachers", "leaders", "pupils")
#: What a type of school is also called.
_TYPES = {
    "as": "AS",
    "ap": "AP",
    "advanced school": "AS",
    "advanced practitioner": "AP",
    "advanced practitioners": "AP",
    "school of advanced practitioners": "AP",
}


@dataclass(frozen=True, kw_only=True)
class SchoolList:
    """What a file says about schools. A column it does not have says nothing, and changes nothing."""

    schools: tuple[School, ...]
    columns: frozenset[str]
    """Fields of ``School`` the list has."""


def read_schools(content: bytes, name: str = "The list") -> SchoolList:
    """The schools of a CSV file or a workbook's first sheet that has a column of schools.

    Raises:
        ToolboxError: ``school_list_columns``, ``school_list_date``, ``school_list_hours``, ``school_list_number``,
            ``school_list_type``, ``school_list_twice``, ``school_list_empty``, and what :mod:`toolbox.reading.opening`
            refuses.

    Example:
        >>> one = read_schools(b"School;Hub;Starts;Hours\\nElm;North;27.10.2025;12,5\\nOak;North;;\\n").schools[0]
        >>> one.school, one.hub, one.starts, one.hours, one.teachers
        ('Elm', 'North', datetime.date(2025, 10, 27), 12.5, None)
    """
    table = list_table(content, name, HEADINGS, ["school"])
    if table is None:
        raise ToolboxError(
            "school_list_columns",
            f"{name} has no column with the heading “school”. Write the headings school, country, hub, type, wave, starts, "
            "teachers … into its first row, one row for each school below; the template has them all.",
        )
    columns = {"types" if column.startswith("type") else column for column in table.cells}
    if columns == {"school"}:
        raise ToolboxError(
            "school_list_columns",
            f"{name} names schools, but no other column has a heading that is known, such as hub, country, type, wave, "
            "starts or teachers. Add the column you want to bring in.",
        )
    when = days(table, ("starts", "type_since"), code="school_list_date")
    said: dict[str, list[School]] = {}
    for row in range(table.rows):
        if (one := _school(table, when, row)) is not None:
            said.setdefault(match_form(one.school), []).append(one)
    if not said:
        raise ToolboxError("school_list_empty", f"{name} has headings, but no school below them.")
    schools = tuple(_together(rows, name) for rows in said.values())
    return SchoolList(schools=schools, columns=frozenset(columns))


def _school(table: ListTable, when: Days, row: int) -> School | None:
    name, at = table.cell("school", row), table.row_numbers[row]
    if not name:
        if any(cells[row] for cells in table.cells.values()):
            raise ToolboxError(
                "school_list_columns",
                f"Row {at} of {table.name} has no school. Write the school's name, or delete the row.",
            )
        return None
    if row in when.bad:
        column, cell = when.bad[row]
        raise ToolboxError(
            "school_list_date",
            f"“{cell}” in the column “{column.replace('_', ' ')}” of {table.name} (row {at}) is no day. Write it as "
            "year-month-day, for example 2025-10-27, or leave the cell empty.",
        )
    return School(
        school=name,
        types=_types(table, when, row),
        starts=when.of["starts"][row] if "starts" in when.of else None,
        hours=_hours(table, row),
        **{column: table.cell(column, row) for column in _TEXTS},
        **{column: _count(table, column, row) for column in _COUNTS},
    )


def _types(table: ListTable, when: Days, row: int) -> tuple[tuple[str, date | None], ...]:
    cell, since = table.cell("type", row), when.of["type_since"][row] if "type_since" in when.of else None
    if not cell and since is None:
        return ()
    type = _TYPES.get(match_form(cell))
    if type is None:
        found = (
            f"“{cell}” is no type of school" if cell else f"A day stands under “type since”, and no type for {since}"
        )
        raise ToolboxError(
            "school_list_type",
            f"{found} ({table.name}, row {table.row_numbers[row]}). Write AS (advanced school) or AP (advanced "
            "practitioners), or leave both cells empty.",
        )
    return ((type, since),)


def _count(table: ListTable, column: str, row: int) -> int | None:
    cell = table.cell(column, row)
    found = whole(cell)
    if cell and found is None:
        raise ToolboxError(
            "school_list_number",
            f"“{cell}” for {table.cell('school', row)} in the column “{column}” of {table.name} is no number of persons. "
            "Write for example 24, or leave the cell empty where nobody counted.",
        )
    return found


def _hours(table: ListTable, row: int) -> float | None:
    cell = table.cell("hours", row)
    found = number(cell)
    if cell and found is None:
        raise ToolboxError(
            "school_list_hours",
            f"“{cell}” for {table.cell('school', row)} in the column “hours” of {table.name} is no number of hours. Write "
            "for example 12 or 12.5, or leave the cell empty where nobody counted.",
        )
    return found


def _together(rows: Sequence[School], name: str) -> School:
    """One school of its rows: one for each type it was, each type with a day of its own."""
    first = rows[0]
    told = [(type, since) for row in rows for type, since in row.types]
    if len(rows) > 1 and (len(told) < len(rows) or len({since for _, since in told}) < len(told)):
        raise ToolboxError(
            "school_list_twice",
            f"{name} names {first.school} more than once. Keep the row that is right; only a school that became another type "
            "may have several, each with its type and the day it began.",
        )
    made = {}
    for column in (*_TEXTS, *_COUNTS, "starts", "hours"):
        values = list(dict.fromkeys(value for row in rows if (value := getattr(row, column)) not in (None, "")))
        if len(values) > 1:
            raise ToolboxError(
                "school_list_twice",
                f"{name} says two things about {first.school} under “{column}”: {values[0]} and {values[1]}. Keep one.",
            )
        made |= {column: values[0]} if values else {}
    return replace(first, types=tuple(sorted(told, key=lambda each: each[1] or date.min)), **made)


def matched(
    listed: SchoolList, names: Iterable[str] | SchoolNames, kept: Iterable[School]
) -> tuple[tuple[School, ...], tuple[str, ...]]:
    """What is known with the list: (every school it names that is among ``names``, names that are not).

    Names are compared without case, outer punctuation and doubled blanks. Columns the list lacks keep what is known; a type
    the list does not name stays in the history.

    Raises:
        ToolboxError: ``school_list_type`` where a school has become another type and the list does not say when;
            ``school_list_twice`` where two rows mean one school.

    Example:
        >>> listed = read_schools(b"school,hours\\nELM,3\\nAsh,4\\n")
        >>> made, unknown = matched(listed, ["Elm"], [School(school="Elm", hub="North")])
        >>> (made[0].school, made[0].hub, made[0].hours), unknown
        (('Elm', 'North', 3.0), ('Ash',))
    """
    known = names if isinstance(names, SchoolNames) else SchoolNames(names)
    before = {each.school: each for each in kept}
    made: dict[str, School] = {}
    for said in listed.schools:
        school = known.of(said.school)
        if school is None:
            continue
        if school in made:
            raise ToolboxError("school_list_twice", f"Two rows of this list mean {school}. Keep the row that is right.")
        was = before.get(school, School(school=school))
        told = {column: getattr(said, column) for column in listed.columns - {"school", "types"}}
        made[school] = replace(was, types=_history(was, said), **told)
    return tuple(made.values()), known.unknown(each.school for each in listed.schools)


def _history(was: School, said: School) -> tuple[tuple[str, date | None], ...]:
    kept, told = dict(was.types), dict(said.types)
    for type, since in told.items():
        if since is None and type != was.type and any(kept.values()):
            raise ToolboxError(
                "school_list_type",
                f"{was.school} is {was.type} here and {type} in this list. Write since when into the column “type since”, so "
                "that both are kept.",
            )
    if any(since is None for since in told.values()) and not any(kept.values()):
        kept = {}
    days = kept | {type: since or kept.get(type) for type, since in told.items()}
    return tuple(sorted(days.items(), key=lambda each: each[1] or date.min))
