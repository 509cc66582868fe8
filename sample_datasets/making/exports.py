"""The same answers as five survey tools export them, each in its own shape (headings, separators, dates, gaps)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from datetime import datetime, timedelta

from . import answers as a
from . import questions as q
from .answers import Response
from .workbook import workbook

NBSP = "\u00a0"


def _word(value: int) -> str:
    """An answer in words, as tools with ticked boxes have it; a mistyped paper form cannot occur there."""
    return q.WORDS.get(value, "")


def _statement(code: str, spring: bool) -> str:
    """A statement with its printed code, as schools put it into their forms."""
    return f"{code}. {q.statement(code, spring)}"


def _helped(row: Response) -> list[str]:
    return [q.OPTIONS[place] for place in row.helped]


# ── LimeSurvey: ";", everything quoted, what was not shown unquoted and empty, headings code and text ──────────────


def limesurvey(rows: Sequence[Response], spring: bool) -> bytes:
    """``results-survey….csv``: UTF-8 with BOM, CRLF, a blank last line. Numbers as printed on the paper form."""
    headings = [
        "id. Response ID",
        "submitdate. Date submitted",
        "lastpage. Last page",
        "startlanguage. Start language",
        "seed. Seed",
        "startdate. Date started",
        "datestamp. Date last action",
        f"consent. {q.CONSENT}",
        f"school. {q.SCHOOL}",
        f"role. {q.ROLE}",
        f"pcode. {q.CODE}",
        *(f"Q{code[0]}[{code}]. {q.STEM} [{q.statement(code, spring)}]" for code in q.CODES),
        *(f"help[SQ{place:03d}]. {q.HELPED} [{option}]" for place, option in enumerate(q.OPTIONS, 1)),
        f"comment. {q.COMMENT}",
    ]
    lines = [";".join(_quoted(heading) for heading in headings)]
    for number, row in enumerate(rows, 1):
        closing = row.pages == a.PAGES
        cells: list[str | None] = [
            str(number * 2 + 11),
            f"{row.ended:%Y-%m-%d %H:%M:%S}" if row.finished else None,
            str(row.pages),
            "en",
            str(104729 * number % 2147483647),
            f"{row.started:%Y-%m-%d %H:%M:%S}",
            f"{row.ended:%Y-%m-%d %H:%M:%S}",
            "Yes",
            row.school.name,
            q.ROLES[row.group],
            None if row.group == "pupils" else row.code,
        ]
        cells += [_lime(value) for value in row.answers]
        cells += [("Yes" if place in row.helped else "No") if closing else "N/A" for place in range(len(q.OPTIONS))]
        cells += [row.comment if closing else None]
        lines.append(";".join(_quoted(cell) for cell in cells))
    return ("\ufeff" + "\r\n".join(lines) + "\r\n\r\n").encode()


def _lime(value: int) -> str | None:
    """Numbers 1..5 and whatever was mistyped stay numbers; "" was shown and left empty; None was not shown."""
    if value == a.NOT_SHOWN:
        return None
    return "" if value == a.EMPTY else _word(value) if value < 0 else str(value)


def _quoted(cell: str | None) -> str:
    return "" if cell is None else '"' + cell.replace('"', '""') + '"'


# ── Google Forms: submitted answers only, no id; the sheet as a workbook, or its own CSV ─────────────────────────


def google_forms(rows: Sequence[Response], spring: bool, *, as_workbook: bool) -> bytes:
    """The linked sheet downloaded as XLSX, or "Download responses (.csv)" with its zone-marked times."""
    headings = [
        "Timestamp",
        q.CONSENT,
        q.SCHOOL,
        q.ROLE,
        q.CODE,
        *(f"{q.STEM} [{_statement(code, spring)}]" for code in q.CODES),
        q.HELPED,
        q.COMMENT,
    ]
    table: list[list[object]] = []
    for row in sorted((row for row in rows if row.finished), key=lambda row: row.ended):
        at = row.ended if as_workbook else f"{row.ended:%Y/%m/%d} {_clock(row.ended)} GMT+3"
        table.append(
            [
                at,
                "Yes",
                row.school.name,
                q.ROLES[row.group],
                row.code,
                *(_word(value) for value in row.answers),
                (", " if as_workbook else ";").join(_helped(row)),
                row.comment,
            ]
        )
    if as_workbook:
        return workbook([("Form Responses 1", [headings, *table])], dates="m/d/yyyy h:mm:ss")
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows([headings, *table])
    return text.getvalue().encode()


def _clock(at: datetime) -> str:
    """``9:05:07 AM``, without a leading nought."""
    return f"{(at.hour - 1) % 12 + 1}:{at:%M:%S} {'AM' if at.hour < 12 else 'PM'}"


# ── Microsoft Forms: workbook, hard blanks in headings and labels, rows of a Likert question by their statement ──


def microsoft_forms(rows: Sequence[Response], spring: bool) -> bytes:
    """The workbook behind "Open in Excel"; nobody signs in, so every e-mail reads ``anonymous``."""
    headings = [
        "ID",
        "Start time",
        "Completion time",
        "Email",
        "Name",
        q.CONSENT,
        q.SCHOOL,
        q.ROLE.replace(" ", NBSP, 1),
        q.CODE,
        *(_statement(code, spring).replace(". ", f".{NBSP}", 1) for code in q.CODES),
        q.HELPED + NBSP,
        q.COMMENT,
    ]
    table: list[list[object]] = []
    for number, row in enumerate(sorted((row for row in rows if row.finished), key=lambda row: row.ended), 1):
        helped = "".join(f"{option};" for option in _helped(row))
        words = [_word(value) for value in row.answers]
        words = [f"{word}{NBSP}" if word == "Slightly agree" else word for word in words]
        before = [number, row.started, row.ended, "anonymous", "", "Yes", row.school.name, q.ROLES[row.group], row.code]
        table.append([*before, *words, helped, row.comment])
    return workbook([("Sheet1", [headings, *table])], dates="m/d/yy h:mm:ss", bold=True)


# ── Qualtrics: three heading rows; previews and unfinished answers are in the file ───────────────────────────────

#: The columns Qualtrics adds: name, text, id.
QUALTRICS = (
    ("StartDate", "Start Date", "startDate"),
    ("EndDate", "End Date", "endDate"),
    ("Status", "Response Type", "status"),
    ("IPAddress", "IP Address", "ipAddress"),
    ("Progress", "Progress", "progress"),
    ("Duration (in seconds)", "Duration (in seconds)", "duration"),
    ("Finished", "Finished", "finished"),
    ("RecordedDate", "Recorded Date", "recordedDate"),
    ("ResponseId", "Response ID", "_recordId"),
    ("RecipientLastName", "Recipient Last Name", "recipientLastName"),
    ("RecipientFirstName", "Recipient First Name", "recipientFirstName"),
    ("RecipientEmail", "Recipient Email", "recipientEmail"),
    ("ExternalReference", "External Data Reference", "externalDataReference"),
    ("LocationLatitude", "Location Latitude", "locationLatitude"),
    ("LocationLongitude", "Location Longitude", "locationLongitude"),
    ("DistributionChannel", "Distribution Channel", "distributionChannel"),
    ("UserLanguage", "User Language", "userLanguage"),
)
#: Rows written while the survey was being tried out, before the first real answer.
PREVIEWS = 2


def qualtrics(rows: Sequence[Response], spring: bool) -> bytes:
    """CSV of choice texts, UTF-8 with BOM; row 3 holds the ids that stay the same between rounds."""
    columns = [(name, text, {"ImportId": id_}) for name, text, id_ in QUALTRICS]
    for place in (0, 1, 7):
        columns[place][2]["timeZone"] = "Europe/Tallinn"
    columns += [
        ("Q1", q.CONSENT, {"ImportId": "QID1"}),
        ("Q2", q.SCHOOL, {"ImportId": "QID2"}),
        ("Q3", q.ROLE, {"ImportId": "QID3"}),
        ("Q4", q.CODE.replace(": ", ":\n", 1), {"ImportId": "QID4_TEXT"}),
    ]
    for block, area in enumerate(q.AREAS, 5):
        for place, code in enumerate((code for code in q.CODES if code[0] == area), 1):
            text = f"{q.STEM} - {_statement(code, spring)}"
            columns.append((f"Q{block}_{place}", text, {"ImportId": f"QID{block}_{place}"}))
    columns += [("Q13", q.HELPED, {"ImportId": "QID13"}), ("Q14", q.COMMENT, {"ImportId": "QID14_TEXT"})]
    table = [[name for name, _, _ in columns], [text for _, text, _ in columns]]
    table.append([json.dumps(id_, separators=(",", ":")) for _, _, id_ in columns])
    tried = rows[0].started - timedelta(days=6)
    for number in range(PREVIEWS):
        table.append(_qualtrics_row(rows[number], tried, number, "Survey Preview"))
    for number, row in enumerate(rows, PREVIEWS):
        table.append(_qualtrics_row(row, row.started, number, "IP Address"))
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(table)
    return ("\ufeff" + text.getvalue()).encode()


def _qualtrics_row(row: Response, started: datetime, number: int, status: str) -> list[str]:
    ended = started + timedelta(seconds=row.seconds)
    token = f"{(number + 1) * 7919 * 104729 % 62**7:07d}"
    cells = [f"{started:%Y-%m-%d %H:%M:%S}", f"{ended:%Y-%m-%d %H:%M:%S}", status, f"203.0.113.{number % 250 + 1}"]
    cells += [str(round(100 * row.pages / a.PAGES)), str(row.seconds), str(row.finished)]
    cells += [f"{ended:%Y-%m-%d %H:%M:%S}", f"R_{token[::-1]}Kq{number:05d}"[:19], "", "", "", ""]
    cells += ["", "", "preview" if status == "Survey Preview" else "anonymous", "EN"]
    cells += ["Yes", row.school.name, q.ROLES[row.group], row.code]
    return [*cells, *(_word(value) for value in row.answers), ",".join(_helped(row)), row.comment]


# ── SurveyMonkey: two heading rows; one column an option of the question with several answers ────────────────────


def surveymonkey(rows: Sequence[Response], spring: bool, *, as_workbook: bool) -> bytes:
    """ "All individual responses", condensed: US dates; CSV, or XLSX with real dates."""
    meta = ["Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address"]
    meta += ["Email Address", "First Name", "Last Name", "Custom Data 1"]
    upper = [*meta, q.CONSENT, q.SCHOOL, q.ROLE, q.CODE]
    lower = [*[""] * len(meta), "Response", "Response", "Response", "Open-Ended Response"]
    for area in q.AREAS:
        codes = [code for code in q.CODES if code[0] == area]
        upper += [f"{q.STEM} (part {area})", *[""] * (len(codes) - 1)]
        lower += [_statement(code, spring) for code in codes]
    upper += [q.HELPED, *[""] * (len(q.OPTIONS) - 1), q.COMMENT]
    lower += [*q.OPTIONS, "Open-Ended Response"]
    table: list[list[object]] = [list(upper), list(lower)]
    for number, row in enumerate(rows):
        when: list[object] = [row.started, row.ended]
        if not as_workbook:
            when = [f"{at:%m/%d/%Y} {at:%I:%M:%S %p}" for at in (row.started, row.ended)]
        cells: list[object] = [f"{118900000000 + 9973 * number}", "451200777", *when, f"198.51.100.{number % 250 + 1}"]
        cells += ["", "", "", "", "Yes", row.school.name, q.ROLES[row.group], row.code]
        cells += [_word(value) for value in row.answers]
        cells += [option if place in row.helped else "" for place, option in enumerate(q.OPTIONS)]
        table.append([*cells, row.comment])
    if as_workbook:
        return workbook([("Sheet", table)], dates="mm/dd/yyyy hh:mm:ss")
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(table)
    return text.getvalue().encode()
