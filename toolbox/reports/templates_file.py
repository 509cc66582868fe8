"""Templates of the lists a hub keeps, as workbooks: headings as they are read again, days as days, cells that offer a list.

What is filled in comes back through ``toolbox.reading`` as it was typed. Texts are written as they are, marked as text, so that
a spreadsheet never runs one and none of them is changed.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from toolbox.model import PHASES, ROLES, SCHOOL_TYPES, Cluster, School
from toolbox.reading.activities.mentoring_titles import TEMPLATE
from toolbox.reports.packing import STAMP, packed_again
from toolbox.reports.spreadsheet_text import harmless, readable
from toolbox.reports.workbook_file import HEAD, HEAD_FILL

#: Rows that offer lists: more than a hub writes in a year.
ROWS = 2000
#: The sheet the offered words lie on.
LISTS = "Lists"
_DAY = "yyyy-mm-dd"

ROSTER = (
    "School",
    "Country",
    "Region",
    "Hub",
    "Level",
    "Type",
    "Type since",
    "Wave",
    "Starts",
    "Teachers",
    "Leaders",
    "Pupils",
)
MEMBERSHIPS = ("Member", "Kind", "Role", "School", "Cluster", "From", "To")
CLUSTERS = ("Cluster", "Hub", "Model", "Incentive", "Mentees it can take", "Role", "School", "From", "To")
_WITHIN = ("Cluster", "Role", "School", "From", "To")
Within = tuple[str, str, str, date | None, date | None]
"""A school in a cluster: (cluster, role, school, first day, last day)."""
#: Ways of working a hub often tells apart; offered beside its own words.
MODELS = ("top-down", "bottom-up", "virtual", "rural")
SESSIONS = TEMPLATE
_WIDE = ("School", "Mentor school", "Who came (codes)", "Topic", "Cluster", "Incentive")
_DAYS = ("Type since", "Starts", "From", "To", "Date")


def roster_template(schools: Sequence[School]) -> bytes:
    """The list of schools, with a row for each that is known; for one that was several types a row for each type."""
    rows: list[Mapping[str, object]] = []
    for each in schools:
        told = {"Type": each.type, "Type since": each.types[-1][1] if each.types else None}
        texts = {
            title: getattr(each, title.lower()) for title in ("School", "Country", "Region", "Hub", "Level", "Wave")
        }
        counts = {title: getattr(each, title.lower()) for title in ("Teachers", "Leaders", "Pupils")}
        rows.append({**texts, **counts, **told, "Starts": each.starts})
        rows += [{"School": each.school, "Type": type, "Type since": since} for type, since in each.types[:-1]]
    # Hours of a school are only there where somebody has nothing but the sum.
    headings = ROSTER
    if any(each.hours is not None for each in schools):
        headings = (*ROSTER, "Hours")
        hours = {each.school: each.hours for each in schools}
        seen: set[object] = set()
        for row in rows:
            if row["School"] not in seen:
                seen.add(row["School"])
                row["Hours"] = hours[row["School"]]  # type: ignore[index]
    offered = {
        "Type": (SCHOOL_TYPES, True),
        **{title: (_words(schools, title.lower()), False) for title in ("Country", "Region", "Hub", "Level", "Wave")},
    }
    return _template("Schools", headings, offered, rows)


def memberships_template(schools: Sequence[str], clusters: Sequence[str]) -> bytes:
    """The list of who belongs where, empty; a school's own row has the kind “school” and no member."""
    offered = {
        "Kind": (("person", "school"), True),
        "Role": (ROLES, True),
        "School": (schools, False),
        "Cluster": (clusters, False),
    }
    return _template("Members", MEMBERSHIPS, offered)


def clusters_template(clusters: Sequence[Cluster], within: Sequence[Within] = (), schools: Sequence[str] = ()) -> bytes:
    """The list of clusters, with a row for each school that is in one; what a cluster is stands in its first row."""
    rows: list[Mapping[str, object]] = []
    for each in clusters:
        told = {"Hub": each.hub, "Model": each.model, "Incentive": each.incentive, "Mentees it can take": each.capacity}
        here = sorted((row for row in within if row[0] == each.name), key=lambda row: (row[1] != "mentor", *row[1:3]))
        first, *others = [dict(zip(_WITHIN, row, strict=True)) for row in here] or [{"Cluster": each.name}]
        rows += [{**told, **first}, *others]
    offered = {
        "Cluster": ([each.name for each in clusters], False),
        "Hub": (_kinds(clusters, "hub"), False),
        "Model": (tuple(dict.fromkeys((*_kinds(clusters, "model"), *MODELS))), False),
        "Incentive": (_kinds(clusters, "incentive"), False),
        "Role": (ROLES, True),
        "School": (schools, False),
    }
    return _template("Clusters", CLUSTERS, offered, rows)


def _kinds(clusters: Sequence[Cluster], part: str) -> tuple[str, ...]:
    return tuple(sorted({said for each in clusters if (said := getattr(each, part))}))


def sessions_template(schools: Sequence[str], methods: Sequence[str], phases: Sequence[str] = PHASES) -> bytes:
    """The log of sessions, empty; hours are hours of 60 minutes, codes stand with semicolons between."""
    offered = {
        "Mentor school": (schools, False),
        "School": (schools, False),
        "Method": (methods, False),
        "Phase": (phases, False),
        "Status": (("held", "planned"), True),
    }
    return _template("Sessions", SESSIONS, offered)


def _words(schools: Sequence[School], part: str) -> tuple[str, ...]:
    return tuple(sorted({said for each in schools if (said := getattr(each, part))}))


def _template(
    title: str,
    headings: Sequence[str],
    offered: Mapping[str, tuple[Sequence[str], bool]],
    rows: Sequence[Mapping[str, object]] = (),
) -> bytes:
    """``offered``: heading → (the words, whether nothing else may stand there)."""
    book = Workbook()
    sheet = book.active
    sheet.title = title
    lists = book.create_sheet(LISTS)
    lists.sheet_state = "hidden"
    for place, heading in enumerate(headings, start=1):
        head = sheet.cell(row=1, column=place, value=heading)
        head.font, head.fill = HEAD, HEAD_FILL
        column = sheet.column_dimensions[get_column_letter(place)]
        column.width = 30 if heading in _WIDE else 16
        if heading in _DAYS:
            column.number_format = _DAY
        for row, said in enumerate(rows, start=2):
            _fill(sheet, row, place, said.get(heading))
        words, only = offered.get(heading, ((), False))
        if words:
            _offer(sheet, lists, place, heading, words, only=only)
    sheet.freeze_panes = "B2"
    book.properties.creator = "Learning Analytics Toolbox"
    book.properties.created = STAMP
    held = io.BytesIO()
    book.save(held)
    return packed_again(held.getvalue())


def _fill(sheet: Worksheet, row: int, place: int, value: object) -> None:
    if value is None or value == "":
        return
    target = sheet.cell(row=row, column=place)
    if isinstance(value, str):
        target.value = readable(value)
        target.data_type = "s"
        target.quotePrefix = (
            harmless(value) != value
        )  # as if an apostrophe had been typed: text, whatever it begins with
        return
    target.value = value
    if isinstance(value, date):
        target.number_format = _DAY


def _offer(sheet: Worksheet, lists: Worksheet, place: int, heading: str, words: Sequence[str], *, only: bool) -> None:
    """A list to choose from in every cell of a column; where other words may stand, the spreadsheet only asks."""
    column = lists.max_column + (lists.cell(row=1, column=1).value is not None)
    letter = get_column_letter(column)
    for row, word in enumerate(("List", *words), start=1):
        _fill(lists, row, column, word)
    rule = DataValidation(
        type="list",
        formula1=f"{LISTS}!${letter}$2:${letter}${len(words) + 1}",
        allow_blank=True,
        showErrorMessage=True,
        errorStyle="stop" if only else "warning",
        errorTitle=heading,
        error="Choose one of the list." if only else "This word is not in the list. Keep it if it is meant.",
    )
    cells = get_column_letter(place)
    rule.add(f"{cells}2:{cells}{ROWS}")
    sheet.add_data_validation(rule)
