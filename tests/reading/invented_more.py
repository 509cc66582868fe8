"""More invented exports: tools whose files are codes, hold several sheets or are no text at all."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path

import pandas
import pyreadstat

from tests.reading.persons import AGREE, QUESTIONS, ROLES, STATEMENTS, answers, moments, text, workbook


def redcap() -> bytes:
    """Names of variables. Three persons before and after: an event is a row; the last survey was begun and left."""
    heading = ["record_id", "redcap_event_name", "redcap_data_access_group", "school_survey_timestamp", "role"]
    heading += ["helped___1", "helped___2", "plan", "devices", "lessons", "email", "school_survey_complete"]
    rows = [
        [
            str(turn % 3 + 1),
            "before_arm_1" if turn < 3 else "after_arm_1",
            "tamme",
            m.isoformat(sep=" ") if turn != 5 else "[not completed]",
            answers(turn)[1],
            str(turn % 2),
            "1",
            *(str((turn + shift) % 5 + 1) for shift in range(3)),
            f"p{turn % 3}@kool.example",
            "2" if turn != 5 else "0",
        ]
        for turn, m in enumerate(moments())
    ]
    return text([heading, *rows])


def redcap_labels() -> bytes:
    """Labels in place of names and codes; two instruments, so two columns are called "Complete?"."""
    heading = ["Record ID", "Survey Timestamp", *QUESTIONS[:3]]
    heading += ["What helped? (choice=A colleague)", "What helped? (choice=A course)", "Complete?"]
    heading += [*STATEMENTS, "Complete?"]
    rows = [
        [
            str(turn + 1),
            m.isoformat(sep=" "),
            *answers(turn)[:3],
            "Checked" if turn % 2 else "Unchecked",
            "Unchecked",
            "Complete",
            *answers(turn)[3:],
            "Complete" if turn != 4 else "Incomplete",
        ]
        for turn, m in enumerate(moments())
    ]
    return text([heading, *rows], ";")


def spss(ending: str = "sav") -> bytes:
    """Labels, values called missing, a multiple-response set, a scale of which only the ends are labelled."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"answers.{ending}"
        rows = [answers(turn) for turn in range(6)]
        columns = {
            "school": [row[0] for row in rows],
            "role": [float(ROLES.index(row[1]) + 1) for row in rows],
            "pcode": [row[2] for row in rows],
            "filled_in": [m.date() for m in moments()],
            **{name: [float(AGREE.index(row[3 + place]) + 1) for row in rows] for place, name in enumerate("abc")},
            "content": [1.0, 10.0, 7.0, 99.0, 3.0, 98.0],
            "helped1": [1.0, 0.0, 1.0, 0.0, 1.0, 0.0],
            "helped2": [0.0, 0.0, 1.0, 1.0, 1.0, 0.0],
        }
        agree = {float(number): word for number, word in enumerate(AGREE, start=1)}
        pyreadstat.write_sav(
            pandas.DataFrame(columns),
            path,
            compress=ending == "zsav",
            column_labels=[*QUESTIONS[:3], "Day", *STATEMENTS, "How content are you?", "A colleague", "A course"],
            variable_value_labels={
                "role": {float(number): word for number, word in enumerate(ROLES, start=1)},
                **{name: {**agree, 9.0: "no answer"} for name in "abc"},
                "content": {1.0: "not at all", 10.0: "completely", 98.0: "Don't know", 99.0: "no answer"},
            },
            missing_ranges={"a": [9], "b": [9], "c": [9], "content": [98, 99]},
        )
        return path.read_bytes()


def spss_packed() -> bytes:
    """The same, packed as .zsav."""
    return spss("zsav")


def alchemer() -> bytes:
    """Options and rows in front of their question; the fifth person left halfway."""
    heading = ["Response ID", "Time Started", "Date Submitted", "Status", "Language", "IP Address", "City"]
    heading += [*QUESTIONS[:3], *(f"{one}:How far do you agree: all in all?" for one in STATEMENTS)]
    heading += ["A colleague:What helped?", "A course:What helped?", "Other - Write In:What helped?"]
    rows = [
        [
            str(turn + 1),
            m.isoformat(sep=" "),
            m.isoformat(sep=" "),
            "Complete" if turn != 4 else "Partial",
            "English",
            "203.0.113.9",
            "Tartu",
            *answers(turn),
            "A colleague" if turn % 2 else "",
            "A course" if turn % 3 else "",
            "",
        ]
        for turn, m in enumerate(moments())
    ]
    return text([heading, *rows], quote_all=True)


_SOSCI = ["CASE", "SERIAL", "REF", "QUESTNNR", "MODE", "STARTED"]
_SOSCI_END = ["TIME001", "TIME_SUM", "LASTDATA", "FINISHED", "Q_VIEWER", "LASTPAGE", "MAXPAGE", "MISSING", "TIME_RSI"]


def _sosci_rows(start, coded) -> list[list[str]]:
    """Six persons behind one test of the researcher; the fifth stopped on page 1."""
    return [
        [
            str(100 + 3 * turn),
            "",
            "",
            "schools",
            "interview" if turn else "admin",
            m.isoformat(sep=" "),
            *coded(start(turn)),
            "31",
            "64",
            m.isoformat(sep=" "),
            "1" if turn != 5 else "0",
            "0",
            "3" if turn != 5 else "1",
            "3",
            "0",
            "1.04",
        ]
        for turn, m in enumerate(moments(7))
    ]


def sosci() -> bytes:
    """Codes only: AB01 counts the ticks of AB01_01 and AB01_02."""

    def coded(turn: int) -> list[str]:
        first, second = 1 + turn % 2, 2
        values = [str((turn + shift) % 5 + 1) if (turn, shift) != (3, 2) else "-9" for shift in range(3)]
        return [str(turn % 3 + 1), *values, str([first, second].count(2)), str(first), str(second)]

    heading = [*_SOSCI, "SC01", "AA01_01", "AA01_02", "AA01_03", "AB01", "AB01_01", "AB01_02", *_SOSCI_END]
    return text([heading, *_sosci_rows(lambda turn: turn - 1, coded)], "\t", encoding="utf-16")


def sosci_with_texts() -> bytes:
    """For spreadsheets: words as answers, and the questions in a second row."""
    heading = [*_SOSCI, "SC01", "SC02", "SC03", "AA01_01", "AA01_02", "AA01_03", *_SOSCI_END]
    told = ["Interview-Nummer", "Seriennummer", "Referenz", "Fragebogen", "Interview-Modus", "Zeitpunkt"]
    told += [*QUESTIONS[:3], *(f"Zustimmung: {one}" for one in STATEMENTS)]
    told += ["Verweildauer", "Summe", "Zuletzt", "Ende", "Nur angesehen", "Seite", "Weiteste Seite", "Anteil", "Index"]
    rows = _sosci_rows(lambda turn: turn - 1, lambda turn: answers(turn % 6))
    return text([heading, told, *rows], ";", quote_all=True, encoding="utf-8-sig")


def typeform() -> bytes:
    """Two questions with several answers, each with an "Other"; the fifth person opened it and left."""
    heading = ["#", *QUESTIONS, "A colleague", "A course", "Other", "Tablets", "Other", "Response Type"]
    heading += ["Start Date (UTC)", "Stage Date (UTC)", "Submit Date (UTC)", "Network ID", "Tags", "Ending"]
    rows = [
        [
            f"k{turn}x8w2m4",
            *answers(turn),
            "A colleague" if turn % 2 else "",
            "A course",
            "A walk" if turn == 3 else "",
            "Tablets" if turn % 3 else "",
            "",
            "completed" if turn != 4 else "started",
            m.isoformat(sep=" "),
            "",
            m.isoformat(sep=" ") if turn != 4 else "",
            f"9f{turn}c0ffee",
            "",
            "",
        ]
        for turn, m in enumerate(moments())
    ]
    return text([heading, *rows])


def canvas_survey() -> bytes:
    """Points behind every question; several answers joined by commas, one of them with a comma of its own."""
    heading = ["name", "id", "sis_id", "section", "section_id", "section_sis_id", "submitted", "attempt"]
    for number, question in enumerate([*QUESTIONS, "What helped?"], start=401):
        heading += [f"{number}: {question}", "1.0"]
    heading += ["n correct", "n incorrect", "score"]
    helped = (
        "A colleague,A course",
        "A colleague",
        "A course",
        "A walk\\, outside,A course",
        "A walk\\, outside",
        "A course",
    )
    rows = [
        [
            f"Anna Eksempel{turn}",
            str(51 + turn),
            f"s{51 + turn}",
            "All",
            "9",
            "",
            f"{m:%Y-%m-%d %H:%M:%S} UTC",
            "1",
            *(cell for answer in [*answers(turn), helped[turn]] for cell in (answer, "0.0")),
            "0",
            "7",
            "0.0",
        ]
        for turn, m in enumerate(moments())
    ]
    return text([heading, *rows])


def moodle_feedback() -> bytes:
    """A workbook with the activity's name above; anonymous, dates in long words, labels before the questions."""
    heading = [
        "Response number",
        "Groups",
        "Date",
        *QUESTIONS[:3],
        *(f"(P{n}) {one}" for n, one in enumerate(STATEMENTS, 1)),
    ]
    rows = [
        [str(turn + 1), "", f"{m:%A}, {m.day} {m:%B %Y}, {m.hour % 12 or 12}:{m:%M %p}", *answers(turn)]
        for turn, m in enumerate(moments())
    ]
    return workbook({"Feedback": [["How is our school doing?"], [], heading, *rows]})


def moodle_questionnaire() -> bytes:
    """The Questionnaire activity; rows of one question share its number."""
    heading = [
        "Response",
        "Submitted on:",
        "Institution",
        "Department",
        "Course",
        "Group",
        "ID",
        "Full name",
        "Username",
    ]
    heading += [f"Q{n:02d}_{one}" for n, one in enumerate(QUESTIONS[:3], 1)]
    heading += [f"Q04_How far do you agree?->{one}" for one in STATEMENTS]
    rows = [
        [
            str(900 + turn),
            f"{m:%d.%m.%Y %H:%M:%S}",
            "",
            "",
            "SCH",
            "",
            str(60 + turn),
            f"Anna Eksempel{turn}",
            f"anna{turn}",
            *answers(turn),
        ]
        for turn, m in enumerate(moments())
    ]
    return text([heading, *rows], "\t")


_KOBO = ["_id", "_uuid", "_submission_time", "_validation_status", "_notes", "_status", "_submitted_by", "_index"]


def _kobo_rows() -> list[list[str]]:
    """What helped stands in codes joined by blanks and in a column per option."""
    return [
        [
            f"{m:%Y-%m-%dT%H:%M:%S}.000+02:00",
            f"{m:%Y-%m-%dT%H:%M:%S}.000+02:00",
            *answers(turn),
            "colleague course" if turn % 2 else "course",
            str(turn % 2),
            "1",
            str(7000 + turn),
            f"00000000-0000-4000-8000-00000000000{turn}",
            f"{m:%Y-%m-%dT%H:%M:%S}",
            "",
            "",
            "submitted_via_web",
            "",
            str(turn + 1),
        ]
        for turn, m in enumerate(moments())
    ]


_KOBO_QUESTIONS = [
    "start",
    "end",
    *(f"About you/{one}" for one in QUESTIONS[:3]),
    *(f"Our school/{one}" for one in STATEMENTS),
]
_KOBO_HELPED = ["What helped?", "What helped?/A colleague", "What helped?/A course"]


def kobo() -> bytes:
    """Labels as headings, semicolons."""
    return text([[*_KOBO_QUESTIONS, *_KOBO_HELPED, *_KOBO], *_kobo_rows()], ";", quote_all=True)


def kobo_workbook() -> bytes:
    """A repeated group (visits) has more rows than there are persons, on a sheet of its own."""
    visits = [[str(30 + n), str(n + 1), "School survey", str(n % 6 + 1), str(7000 + n % 6)] for n in range(40)]
    heading = ["Minutes", "_index", "_parent_table_name", "_parent_index", "_submission__id"]
    return workbook(
        {"School survey": [[*_KOBO_QUESTIONS, *_KOBO_HELPED, *_KOBO], *_kobo_rows()], "visits": [heading, *visits]}
    )


def odk() -> bytes:
    """Central's archive: answers, and a table of its repeated group."""
    heading = ["SubmissionDate", "start", "end", "about-school", "about-role", "about-pcode"]
    heading += [*(f"plan-{code}" for code in "abc"), "helped", "meta-instanceID", "KEY", "SubmitterName", "ReviewState"]
    rows = [
        [
            f"{m:%Y-%m-%dT%H:%M:%S}.123Z",
            f"{m:%Y-%m-%dT%H:%M:%S}.000+02:00",
            f"{m:%Y-%m-%dT%H:%M:%S}.000+02:00",
            answers(turn)[0].split()[0].lower(),
            answers(turn)[1].split()[-1].lower(),
            answers(turn)[2],
            *(str((turn + shift) % 5 + 1) for shift in range(3)),
            ("colleague course", "course", "colleague")[turn % 3],
            f"uuid:00000000-0000-4000-8000-00000000000{turn}",
            f"uuid:00000000-0000-4000-8000-00000000000{turn}",
            "Collecting tablet 1",
            "",
        ]
        for turn, m in enumerate(moments())
    ]
    visits = [["40", f"{row[-3]}/visits[1]", row[-3]] for row in rows]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("school.csv", text([heading, *rows]))
        archive.writestr("school-visits.csv", text([["minutes", "KEY", "PARENT_KEY"], *visits, *visits, *visits]))
    return out.getvalue()


def selfie_areas() -> bytes:
    """Typed from a report: two areas by three groups, decimal commas, a row with the numbers of answers."""
    return text(
        [
            ["Area", "School leaders", "Teachers", "Students"],
            ["A. Leadership", "3,8", "3,1", ""],
            ["C. Infrastructure and equipment", "4,0", "3,45", "3,2"],
            ["H. Student digital competence", "", "3", "3,6"],
            ["Number of answers", "4", "23", "210"],
        ],
        "\t",
    )


#: Files in codes, where no words of a question tell what a column means.
CODED = (redcap, sosci, odk, selfie_areas)

#: (sample, reader expected, file name)
SAMPLES = (
    (redcap, "redcap", "Survey_DATA_2025-11-01_0900.csv"),
    (redcap_labels, "redcap", "Survey_DATA_LABELS_2025-11-01_0900.csv"),
    (alchemer, "alchemer", "20251101120000-SurveyExport.csv"),
    (typeform, "typeform", "responses.csv"),
    (canvas_survey, "canvas_survey", "Survey Survey Student Analysis Report.csv"),
    (moodle_feedback, "moodle_feedback", "feedback.xlsx"),
    (moodle_questionnaire, "moodle_feedback", "School_survey.csv"),
    (kobo, "kobo", "School_survey_-_all_versions_-_English_-_2025-11-01-09-00-00.csv"),
    (kobo_workbook, "kobo", "School_survey.xlsx"),
    (odk, "odk", "school.zip"),
    (selfie_areas, "selfie_areas", "pasted.txt"),
    (sosci, "sosci", "rdata_schools_2025-11-01.csv"),
    (sosci_with_texts, "sosci", "data_schools_2025-11-01.csv"),
    (spss, "spss", "answers.sav"),
    (spss_packed, "spss", "answers.zsav"),
)
