"""Small invented activity exports in the true shape of each tool. Every name, school and address is made up."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Sequence

from sample_datasets.making.expecting import csv_of
from tests.reading.persons import workbook as book


def table(rows: Sequence[Sequence[str]], separator: str = ",", encoding: str = "utf-8", end: str = "\n") -> bytes:
    """Rows as a CSV file."""
    return csv_of(rows, separator, encoding=encoding, end=end)


# ── Moodle ───────────────────────────────────────────────────────────────────────────────────────

_ENGLISH = [
    "Time",
    "User full name",
    "Affected user",
    "Event context",
    "Component",
    "Event name",
    "Description",
    "Origin",
    "IP address",
]
_ESTONIAN = [
    "Aeg",
    "Kasutaja täisnimi",
    "Mõjutatud kasutaja",
    "Sündmuse kontekst",
    "Komponent",
    "Sündmuse nimi",
    "Kirjeldus",
    "Päritolu",
    "IP-aadress",
]


def moodle_rows() -> list[list[str]]:
    """Newest first; two rows are the same and both happened; one is an admin's under another name, one a program's."""
    room, notes = "Course: Invented room", "File: Notes &amp; slides"
    told = [
        ("Mari Udu", "-", room, "System", "Course viewed", "The user with id '31' viewed the course with id '7'.", "web"),
        ("Mari Udu", "-", room, "System", "Course viewed", "The user with id '31' viewed the course with id '7'.", "web"),
        ("Jaan Pilv", "-", notes, "File", "Course module viewed", "The user with id '32' viewed the 'resource' activity with course module id '5'.", "web"),
        ("Tiit Torn as Jaan Pilv", "-", room, "System", "Course viewed", "The user with id '32' viewed the course with id '7'.", "web"),
        ("Mari Udu", "Jaan Pilv", "User: Jaan Pilv", "System", "User profile viewed", "The user with id '31' viewed the profile for the user with id '32'.", "web"),
        ("Tiit Torn", "-", room, "Logs", "Log report viewed", "The user with id '2' viewed the log report for the course with id '7'.", "web"),
        ("-", "Mari Udu", room, "System", "Course completed", "The user with id '0' updated the completion state for the user with id '31'.", "cli"),
    ]  # fmt: skip
    times = ("17/10/25, 12:44:10", "17/10/25, 12:44:10", "09/10/25, 08:15:00", "08/10/25, 10:00:00")
    times += ("07/10/25, 09:30:00", "06/10/25, 16:20:00", "06/10/25, 03:00:00")
    return [[at, *row, "192.0.2.7" if row[-1] == "web" else ""] for at, row in zip(times, told, strict=True)]


def moodle_english() -> bytes:
    return table([_ENGLISH, *moodle_rows()], encoding="utf-8-sig")


def moodle_estonian_workbook() -> bytes:
    return book({"Logid": [_ESTONIAN, *moodle_rows()]})


def moodle_unknown_language() -> bytes:
    """Headings and names of events nobody has listed: told by what stands below; no columns of persons."""
    rows = [[row[0], *row[3:4], "კომპონენტი", "მოვლენა", *row[6:]] for row in moodle_rows()]
    return table([["რა დროს", "სად", "ნაწილი", "რა მოხდა", "აღწერა", "საიდან", "მისამართი"], *rows], separator=";")


def moodle_lithuanian_dates() -> bytes:
    """Two-digit years that stand first."""
    heading = ["Laikas", "Visas naudotojo vardas", "Susijęs naudotojas", "Įvykio kontekstas", "Komponentas"]
    heading += ["Įvykio pavadinimas", "Aprašas", "Kilmė", "IP adresas"]
    rows = [[f"{row[0][6:8]}/{row[0][3:5]}/{row[0][:2]}{row[0][8:]}", *row[1:]] for row in moodle_rows()]
    return table([heading, *rows])


def moodle_before_27() -> bytes:
    link = "https://moodle.room.example/course/view.php?id=7"
    rows = [
        ["ROOM", "2013 October 17 12:44", "192.0.2.7", "Mari Udu", f"course view ({link})", "Invented room"],
        ["ROOM", "2013 October 17 12:44", "192.0.2.7", "Mari Udu", f"course view ({link})", "Invented room"],
        ["ROOM", "2013 October 16 09:10", "192.0.2.8", "Jaan Pilv", f"forum add post ({link})", "Hello"],
        ["ROOM", "2013 October 5 09:02", "192.0.2.8", "Jaan Pilv", f"quiz attempt ({link})", "3"],
    ]
    return table([["Course", "Time", "IP address", "User full name", "Action", "Information"], *rows], separator="\t")


# ── Teams ────────────────────────────────────────────────────────────────────────────────────────


def teams_rows() -> bytes:
    rows = [
        ["Mari Udu", "Joined", "13/10/2025, 12:00:00"],
        ["Mari Udu", "Left", "13/10/2025, 12:30:00"],
        ["Mari Udu", "Joined", "13/10/2025, 12:40:00"],
        ["Mari Udu", "Left", "13/10/2025, 13:00:00"],
        ["Jaan Pilv", "Joined before", "13/10/2025, 12:05:30"],
    ]
    return table([["Full Name", "User Action", "Timestamp"], *rows], "\t", "utf-16")


def teams_portuguese() -> bytes:
    rows = [
        ["Maria Neblina", "Ingressou", "04/10/2025, 09:00:00"],
        ["Maria Neblina", "Saiu", "04/10/2025, 09:45:00"],
        ["João Nuvem", "Ingressou", "04/10/2025, 09:10:00"],
        ["João Nuvem", "Saiu", "04/10/2025, 09:40:00"],
    ]
    return table([["Nome Completo", "Atividade", "Data e hora"], *rows], ";")


def teams_report() -> bytes:
    """Lines on the meeting, one row a person, one row a stay: the stays are read."""
    stays = [
        ["Mari Udu", "10/3/25, 9:58:12 AM", "10/3/25, 10:28:12 AM", "30m", "mari.udu@kool.example", "Organizer"],
        ["Jaan Pilv", "10/3/25, 10:00:00 AM", "10/3/25, 10:10:00 AM", "10m", "jaan.pilv@kool.example", "Attendee"],
        ["Jaan Pilv", "10/3/25, 10:12:00 AM", "", "", "jaan.pilv@kool.example", "Attendee"],
        ["Liis Täht", "10/3/25, 10:05:00 AM", "10/3/25, 10:28:00 AM", "23m", "", "Attendee"],
    ]
    lines = [
        ["1. Summary"],
        ["Meeting title", "Planning together"],
        ["Attended participants", "3"],
        ["Start time", "10/3/25, 9:58:12 AM"],
        ["End time", "10/3/25, 10:28:12 AM"],
        ["Meeting duration", "30m"],
        [],
        ["2. Participants"],
        ["Name", "First Join", "Last Leave", "In-Meeting Duration", "Email", "Participant ID (UPN)", "Role"],
        *[[row[0], row[1], row[2], row[3], row[4], row[4], row[5]] for row in (stays[0], stays[1], stays[3])],
        [],
        ["3. In-Meeting Activities"],
        ["Name", "Join Time", "Leave Time", "Duration", "Email", "Role"],
        *stays,
    ]
    return table(lines, "\t", "utf-16")


def teams_unknown_language() -> bytes:
    """Known by structure alone: two moments and the length between them."""
    rows = [
        ["Mari Udu", "13.10.2025 12:00:00", "13.10.2025 13:42:00", "1 სთ 42 წთ"],
        ["Jaan Pilv", "13.10.2025 12:05:00", "13.10.2025 12:05:30", "30 წმ"],
        ["Liis Täht", "13.10.2025 12:10:00", "13.10.2025 12:40:00", "30 წთ"],
    ]
    return table([["ვინ", "მოვიდა", "წავიდა", "რამდენ ხანს"], *rows], ";")


# ── xAPI ─────────────────────────────────────────────────────────────────────────────────────────


def statements() -> list[dict]:
    """Five keys of actors, a group, a repeated statement, a voided one with its voiding."""

    def one(number: int, actor: dict, verb: str, **more) -> dict:
        return {
            "id": f"00000000-0000-4000-8000-{number:012d}",
            "actor": actor,
            "verb": {"id": f"http://adlnet.gov/expapi/verbs/{verb}", "display": {"et": "tegi"}},
            "object": {"id": "https://lrs.kool.example/quiz/5", "definition": {"name": {"en-US": "Quiz 5"}}},
            "timestamp": f"2025-10-{number:02d}T10:15:00.500+02:00",
            **more,
        }

    mail = {"mbox": "MAILTO:Mari.Udu@Kool.example", "name": "Mari Udu"}
    account = {"account": {"homePage": "https://lrs.kool.example", "name": "jp"}, "mbox": "mailto:other@kool.example"}
    group = {"objectType": "Group", "member": [{"mbox_sha1sum": "AB" * 20}, {"openid": "https://id.example/liis"}]}
    taken_back = one(5, mail, "completed")
    void = {**one(6, account, "voided"), "object": {"objectType": "StatementRef", "id": taken_back["id"]}}
    return [
        one(1, mail, "answered", result={"duration": "PT12M3S"}),
        one(1, mail, "answered", result={"duration": "PT12M3S"}),
        one(2, {"mbox": "mailto:mari.udu@kool.example"}, "experienced"),
        one(3, account, "played"),
        one(4, group, "attempted"),
        taken_back,
        void,
    ]


def xapi_array() -> bytes:
    return json.dumps(statements(), indent=2).encode()


def xapi_wrapped() -> bytes:
    return json.dumps({"more": "", "statements": statements()}).encode("utf-8-sig")


def xapi_lines_gz() -> bytes:
    lines = [json.dumps(statement) for statement in statements()]
    return gzip.compress("\n".join([*lines[:2], '{"id": "cut', *lines[2:], ""]).encode(), mtime=0)


# ── Completion, clicks, mentoring ────────────────────────────────────────────────────────────────


def completion_rows() -> list[list[str]]:
    return [
        ["", "E-mail address", "Quiz 5", "", "Read the notes", "2025-10-20"],
        ["Mari Udu", "mari.udu@kool.example", "Completed", "2025-10-17 12:44:10", "Completed", "2025-10-18 08:00:00"],
        ["Jaan Pilv", "jaan.pilv@kool.example", "Not completed", "", "Completed", "2025-10-19 21:10:00"],
        ["Liis Täht", "liis.taht@kool.example", "Not completed", "", "Not completed", ""],
    ]


def completion_csv() -> bytes:
    return table(completion_rows())


def completion_for_excel() -> bytes:
    return table(completion_rows(), "\t", "utf-16")


def clicks() -> bytes:
    rows = [["ROOM", "7", "11391", "546652", "-10", "4"], ["ROOM", "7", "11391", "546652", "-10", "1"]]
    rows += [["ROOM", "7", "28400", "546614", "0", "11"], ["ROOM", "7", "28400", "546652", "235", "2"]]
    return table([["code_module", "code_presentation", "id_student", "id_site", "date", "sum_click"], *rows], end="\r")


def mentoring() -> bytes:
    """Title rows, a date merged over two sessions, several mentees in a cell, five ways to write a length, totals."""
    heading = ["Kuupäev", "Mentor", "Mentiid", "Kool", "Teema", "Vorm", "Kestus", "Olek", "Märkused"]
    autumn = [
        ["Mentorluse päevik"],
        ["2025/26"],
        [],
        heading,
        [
            "13.10.2025",
            "Mari Udu",
            "Jaan Pilv, Liis Täht",
            "Tähe Kool",
            "tund",
            "vaatlus",
            "1,5 h",
            "toimus",
            "Jaan was glad",
        ],
        ["", "Mari Udu", "Liis Täht ja Tiit Torn", "Tähe Kool", "tund", "kohtumine", "90 min", "toimus", ""],
        ["20.10.2025", "Mari Udu", "Jaan Pilv", "Tähe Kool", "hindamine", "kohtumine", "1:30", "jäi ära", ""],
        ["Kokku", "", "", "", "", "", "4,5 h", "", ""],
    ]
    spring = [
        heading,
        ["03.02.2026", "Jaan Pilv", "Liis Täht\nTiit Torn", "Kaste Kool", "tund", "veebis", "1h30", "toimus", ""],
        ["10.02.2026", "Jaan Pilv", "Liis Täht", "Kaste Kool", "tund", "veebis", 2, "toimus", ""],
        ["10.02.2026", "Jaan Pilv", "Liis Täht", "Kaste Kool", "tund", "veebis", 2, "toimus", ""],
    ]
    return book({"Sügis": autumn, "Kevad": spring})


# ── Open edX, Caliper, Graasp, Canvas, Google ────────────────────────────────────────────────────


def edx_lines() -> bytes:
    """The prefix of a system log, JSON inside JSON, a checked problem told twice, somebody who is not signed in."""

    def one(name: str, kind: str, source: str, person: str, event: object) -> str:
        written = {
            "name": kind,
            "event_type": kind,
            "event_source": source,
            "username": person,
            "time": "2025-10-03T08:15:00.123456+00:00",
            "context": {"course_id": "course-v1:Room+7+2025", "user_id": 31 if person else None},
            "event": event if isinstance(event, dict) else json.dumps({"id": name}),
            "ip": "192.0.2.7",
        }
        return json.dumps(written)

    lines = [
        one("a", "play_video", "browser", "mariudu", "text"),
        one("b", "problem_check", "browser", "mariudu", "text"),
        one("b", "problem_check", "server", "mariudu", {"grade": 1}),
        one("c", "/courses/course-v1:Room+7+2025/courseware/", "server", "", {}),
    ]
    return ("\n".join(f"Oct  3 08:15:00 room [tracking]: {line}" for line in lines) + "\n").encode()


def graasp_archive() -> bytes:
    heading = [
        "id",
        "view",
        "type",
        "createdAt",
        "account.id",
        "account.name",
        "item.id",
        "item.name",
        "geolocation.country",
    ]
    rows = [
        ["1", "builder", "create", "2025-10-03T08:15:00.000Z", "acc-31", "Mari Udu", "it-5", "Planning", "EE"],
        ["2", "builder", "update", "2025-10-03T08:20:00.000Z", "acc-31", "Mari Udu", "it-5", "Planning", "EE"],
    ]
    played = [
        ["3", "player", "collection-view", "2025-10-04T10:00:00.000Z", "acc-32", "Jaan Pilv", "it-5", "Planning", "FI"]
    ]
    held = {
        "actions_builder_2025.csv": table([heading, *rows]),
        "actions_player_2025.csv": table([heading, *played]),
        "actions_library_2025.csv": b"",
        "items_2025.csv": table([["id", "name"], ["it-5", "Planning"]]),
        "accounts_2025.csv": table([["id", "name"], ["acc-31", "Mari Udu"]]),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in held.items():
            archive.writestr(name, content)
    return out.getvalue()


def graasp_former() -> bytes:
    action = {"id": "a1", "verb": "view", "userId": "u31", "spaceId": "s1", "createdAt": "2025-10-03T08:15:00.000Z"}
    action["geolocation"] = {"country": "EE", "city": "Udulinn"}
    users = [{"id": "u31", "name": "Mari Udu"}]
    return json.dumps({"data": {"actions": [action, {**action, "id": "a2"}], "users": users}, "metadata": {}}).encode()


def canvas_requests() -> bytes:
    heading = ["url", "controller", "interaction_seconds", "created_at", "http_method", "remote_ip", "links.user"]
    rows = [
        ["https://canvas.example/users/31", "courses", "90", "2025-10-03T08:15:00Z", "get", "192.0.2.7", "31"],
        ["https://canvas.example/users/31", "quizzes", "", "2025-10-03T08:20:00Z", "post", "192.0.2.7", "31"],
    ]
    return table([heading, *rows])


def canvas_report() -> bytes:
    heading = ["Course Name", "Student ID", "Student Name", "Student Email", "Content Type", "Content Name"]
    heading += ["Times Viewed", "Times Participated", "Last viewed"]
    rows = [
        ["Room", "31", "Mari Udu", "mari.udu@kool.example", "Page", "Planning", "4", "1", "2025-10-03 08:15:00"],
        ["Room", "32", "Jaan Pilv", "jaan.pilv@kool.example", "Quiz", "Quiz 5", "2", "0", "2025-10-17 08:15:00"],
    ]
    return table([heading, *rows])


SAMPLES = (
    (moodle_english, "moodle_log", "logs_ROOM_20251018.csv"),
    (moodle_estonian_workbook, "moodle_log", "logs.xlsx"),
    (moodle_unknown_language, "moodle_log", "logs.csv"),
    (moodle_lithuanian_dates, "moodle_log", "logs.csv"),
    (moodle_before_27, "moodle_log", "logs.txt"),
    (teams_rows, "teams_attendance", "meetingAttendanceList.csv"),
    (teams_portuguese, "teams_attendance", "meetingAttendanceList.csv"),
    (teams_report, "teams_attendance", "Planning together - Attendance report.csv"),
    (teams_unknown_language, "teams_attendance", "meetingAttendanceReport.csv"),
    (xapi_array, "xapi", "statements.json"),
    (xapi_wrapped, "xapi", "statements.json"),
    (xapi_lines_gz, "xapi", "statements.jsonl.gz"),
    (completion_csv, "moodle_completion", "progress.csv"),
    (completion_for_excel, "moodle_completion", "progress.csv"),
    (clicks, "clicks_table", "studentVle.csv"),
    (mentoring, "mentoring_log", "paevik.xlsx"),
    (edx_lines, "edx_tracking", "tracking.log"),
    (graasp_archive, "graasp", "export.zip"),
    (graasp_former, "graasp", "analytics.json"),
    (canvas_requests, "canvas", "pageviews.csv"),
    (canvas_report, "canvas", "activity.csv"),
)
