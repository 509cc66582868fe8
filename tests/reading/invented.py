"""Small invented exports in the true shape of each tool. Every name, school and address is made up."""

from __future__ import annotations

from datetime import timedelta

from tests.reading import invented_more
from tests.reading.persons import AGREE, QUESTIONS, ROLES, SCHOOLS, STATEMENTS, answers, moments, text, workbook

__all__ = ["AGREE", "QUESTIONS", "ROLES", "SAMPLES", "SCHOOLS", "STATEMENTS", "answers", "moments", "text", "workbook"]

_LIME = ["id", "submitdate", "lastpage", "startlanguage", "seed", "startdate", "datestamp", "ipaddr"]
_CODES = ["school", "role", "pcode", "QA[A1]", "QA[A2]", "QC[C1]"]


def _lime_rows(language: str = "en") -> list[list[str]]:
    return [
        [
            str(turn + 1),
            moment.isoformat(sep=" ") if turn != 4 else "",
            "3" if turn != 4 else "1",
            language,
            "1234567",
            moment.isoformat(sep=" "),
            moment.isoformat(sep=" "),
            f"192.0.2.{turn + 1}",
            *answers(turn),
        ]
        for turn, moment in enumerate(moments())
    ]


def limesurvey_codes() -> bytes:
    return text([[*_LIME, *_CODES], *_lime_rows()], ";", quote_all=True, encoding="utf-8-sig")


def limesurvey_code_and_text() -> bytes:
    heading = [
        f"{code}. {words}"
        for code, words in zip(_CODES, [*QUESTIONS[:3], *(f"Do you agree? [{one}]" for one in STATEMENTS)], strict=True)
    ]
    return text([[*_LIME, *heading], *_lime_rows()], ",", quote_all=True)


def limesurvey_german() -> bytes:
    heading = [
        "Antwort ID",
        "Datum Abgeschickt",
        "Letzte Seite",
        "Start-Sprache",
        "Zufallsgeneratorstartwert",
        "Datum gestartet",
        "Datum letzte Aktivität",
        "IP-Adresse",
    ]
    return text(
        [[*heading, *QUESTIONS[:3], *(f"Wie sehr stimmen Sie zu? [{one}]" for one in STATEMENTS)], *_lime_rows("de")],
        "\t",
    )


def limesurvey_unknown_language() -> bytes:
    heading = ["პასუხის ID", "გაგზავნის თარიღი", "ბოლო გვერდი", "ენა", "თესლი", "დაწყება", "ბოლო ქმედება", "მისამართი"]
    return text([[*heading, *QUESTIONS], *_lime_rows("ka")], ",")


def limesurvey_workbook() -> bytes:
    return workbook({"Survey on our school": [[*_LIME, *_CODES], *_lime_rows()]})


def google_sheet() -> bytes:
    return text(
        [
            ["Timestamp", *QUESTIONS],
            *([f"{m.month}/{m.day}/{m.year} {m:%H:%M:%S}", *answers(turn)] for turn, m in enumerate(moments())),
        ]
    )


def google_estonian() -> bytes:
    return text(
        [["Ajatempel", *QUESTIONS], *([f"{m:%d.%m.%Y %H:%M:%S}", *answers(turn)] for turn, m in enumerate(moments()))],
        "\t",
    )


def google_own_csv() -> bytes:
    rows = [
        [
            f"{m.year}/{m.month}/{m.day} {m.hour % 12 or 12}:{m:%M:%S} {'a' if m.hour < 12 else 'p'}.\u00a0m. GMT-5",
            *answers(turn),
            "",
        ]
        for turn, m in enumerate(moments())
    ]
    return text([["Marca temporal", *QUESTIONS, ""], *rows], quote_all=True, end="\n")


def google_unknown_language() -> bytes:
    questions = ["Mis kool?", "Kes sa oled?", "Kood?", *(f"Kui nõus? [{one}]" for one in STATEMENTS)]
    return text(
        [
            ["Уақыт белгісі", *questions],
            *([f"{m:%d.%m.%Y %H:%M:%S}", *answers(turn)] for turn, m in enumerate(moments())),
        ]
    )


def google_workbook() -> bytes:
    """The answers stand on the second sheet; the first is a pivot somebody made, the third a copy in numbers."""
    rows = [[m, *answers(turn)] for turn, m in enumerate(moments())]
    recoded = [[turn, *(AGREE.index(cell) + 1 for cell in answers(turn)[3:])] for turn in range(6)]
    return workbook(
        {
            "Pivot": [["Row Labels", "Count"], *([school, number] for number, school in enumerate(SCHOOLS))],
            "Form Responses 1": [["Timestamp", *QUESTIONS], *rows],
            "TransformData": [["n", *STATEMENTS], *recoded],
        }
    )


def microsoft_workbook() -> bytes:
    heading = ["ID", "Start time", "Completion time", "Email", "Name", *QUESTIONS]
    rows = [
        [turn + 1, m, m + timedelta(minutes=6), "anonymous", "", *answers(turn)] for turn, m in enumerate(moments())
    ]
    return workbook({"Sheet1": [heading, *rows]})


def microsoft_french() -> bytes:
    heading = ["ID", "Heure de début", "Heure de fin", "Adresse de messagerie", "Nom", *QUESTIONS, "Devices work.2"]
    rows = [
        [
            str(turn + 1),
            f"{m:%d/%m/%Y %H:%M}",
            f"{m:%d/%m/%Y %H:%M}",
            f"p{turn}@ecole.example",
            f"Anna Eksempel{turn}",
            *answers(turn),
            "Agree",
        ]
        for turn, m in enumerate(moments())
    ]
    return text([heading, *rows], ";", encoding="utf-8-sig")


def microsoft_unknown_language() -> bytes:
    heading = ["ID", "დაიწყო", "დასრულდა", "ფოსტა", "სახელი", *QUESTIONS]
    rows = [
        [str(turn + 1), f"{m:%d.%m.%Y %H:%M}", f"{m:%d.%m.%Y %H:%M}", "anonymous", "", *answers(turn)]
        for turn, m in enumerate(moments())
    ]
    return text([heading, *rows], ";")


_QUALTRICS = [
    "StartDate",
    "EndDate",
    "Status",
    "IPAddress",
    "Progress",
    "Duration (in seconds)",
    "Finished",
    "RecordedDate",
    "ResponseId",
]


def _qualtrics_rows() -> list[list[str]]:
    return [
        [
            m.isoformat(sep=" "),
            m.isoformat(sep=" "),
            "Survey Preview" if turn == 0 else "IP Address",
            "198.51.100.7",
            "100" if turn != 3 else "40",
            "310",
            "True" if turn != 3 else "False",
            m.isoformat(sep=" "),
            f"R_{turn}abc",
            *answers(turn),
        ]
        for turn, m in enumerate(moments())
    ]


def _qualtrics_heading() -> list[list[str]]:
    names = [*_QUALTRICS, *(f"Q{turn}" for turn in range(1, 7))]
    texts = [
        "Startdatum",
        "Enddatum",
        "Antworttyp",
        "IP-Adresse",
        "Fortschritt",
        "Dauer",
        "Beendet",
        "Aufgezeichnet",
        "Antwort-ID",
        *QUESTIONS[:5],
        "Lessons\nare lively.",
    ]
    ids = [
        "startDate",
        "endDate",
        "status",
        "ipAddress",
        "progress",
        "duration",
        "finished",
        "recordedDate",
        "_recordId",
        *(f"QID{turn * 3}" for turn in range(1, 7)),
    ]
    return [names, texts, [f'{{"ImportId":"{one}"}}' for one in ids]]


def qualtrics() -> bytes:
    return text([*_qualtrics_heading(), *_qualtrics_rows()])


def qualtrics_tsv() -> bytes:
    return text([*_qualtrics_heading(), *_qualtrics_rows()], "\t", encoding="utf-16")


def qualtrics_two_rows() -> bytes:
    return workbook({"Sheet0": [*_qualtrics_heading()[:2], *_qualtrics_rows()]})


def qualtrics_legacy() -> bytes:
    names = [*(f"V{turn}" for turn in range(1, 11)), "Q1", "Q2", ""]
    texts = [
        "ResponseID",
        "ResponseSet",
        "Name",
        "ExternalDataReference",
        "EmailAddress",
        "IPAddress",
        "Status",
        "StartDate",
        "EndDate",
        "Finished",
        "Which school?",
        "We have a plan.",
        "",
    ]
    rows = [
        [
            f"R_{turn}",
            "Default",
            "Anonymous",
            f"T{turn}",
            "",
            "198.51.100.7",
            "0",
            m.isoformat(sep=" "),
            m.isoformat(sep=" "),
            "1",
            SCHOOLS[turn % 3],
            AGREE[turn % 5],
            "",
        ]
        for turn, m in enumerate(moments())
    ]
    return text([names, texts, *rows], encoding="utf-8-sig")


def surveymonkey() -> bytes:
    first = [
        "Respondent ID",
        "Collector ID",
        "Start Date",
        "End Date",
        "IP Address",
        "Email Address",
        "First Name",
        "Last Name",
        "Custom Data 1",
        *QUESTIONS[:3],
        "How far do you agree?",
        "",
        "",
        "What helped?",
        "",
    ]
    second = [*([""] * 9), "Response", "Response", "Open-Ended Response", *STATEMENTS, "A colleague", "A course"]
    rows = [
        [
            f"1140{turn:07d}",
            "4201",
            f"{m.month}/{m.day}/{m.year} {m:%H:%M:%S}",
            f"{m.month}/{m.day}/{m.year} {m:%H:%M:%S}",
            "203.0.113.9",
            "",
            "",
            "",
            "",
            *answers(turn),
            "A colleague" if turn % 2 else "",
            "A course" if turn % 3 else "",
        ]
        for turn, m in enumerate(moments())
    ]
    return text([first, second, *rows])


def surveymonkey_one_row() -> bytes:
    heading = ["Respondent ID", "1. Which school?", "2. We have a plan.", "3. A colleague.", "3. A course."]
    return text(
        [
            heading,
            *(
                [f"1140{turn:07d}", SCHOOLS[turn % 3], AGREE[turn % 5], "A colleague." if turn % 2 else "", "A course."]
                for turn in range(6)
            ),
        ]
    )


def surveymonkey_without_ids() -> bytes:
    first = ["Which school?", "How far do you agree?", "", "", "Age"]
    return text(
        [
            first,
            ["Response", *STATEMENTS, "Response"],
            *([SCHOOLS[turn % 3], *answers(turn)[3:], str(9 + turn)] for turn in range(6)),
        ]
    )


def plain() -> bytes:
    return text([["School", "Role", "Code", *STATEMENTS], *(answers(turn) for turn in range(6))])


def plain_with_title() -> bytes:
    title = [["Survey of our hub, spring", "", "", "", "", ""], ["made by the hub's office", "", "", "", "", ""]]
    return text([*title, ["School", "Role", "Code", *STATEMENTS], *(answers(turn) for turn in range(6))], ";")


def plain_numbers() -> bytes:
    return text(
        [
            ["School", "Role", "Hours", *STATEMENTS],
            *(
                [SCHOOLS[turn % 3], ROLES[turn % 3], f"0,{435 + turn}", str(turn % 5 + 1), "4,0", "3,5"]
                for turn in range(6)
            ),
        ],
        ";",
    )


#: (sample, reader expected, file name)
SAMPLES = (
    (limesurvey_codes, "limesurvey", "results-survey12345.csv"),
    (limesurvey_code_and_text, "limesurvey", "results.csv"),
    (limesurvey_german, "limesurvey", "results.csv"),
    (limesurvey_unknown_language, "limesurvey", "results.csv"),
    (limesurvey_workbook, "limesurvey", "results.xlsx"),
    (google_sheet, "google_forms", "form.csv"),
    (google_estonian, "google_forms", "vorm.tsv"),
    (google_own_csv, "google_forms", "formulario.csv"),
    (google_unknown_language, "google_forms", "form.csv"),
    (google_workbook, "google_forms", "form.xlsx"),
    (microsoft_workbook, "microsoft_forms", "Form(1-6).xlsx"),
    (microsoft_french, "microsoft_forms", "form.csv"),
    (microsoft_unknown_language, "microsoft_forms", "form.csv"),
    (qualtrics, "qualtrics", "survey.csv"),
    (qualtrics_tsv, "qualtrics", "survey.tsv"),
    (qualtrics_two_rows, "qualtrics", "survey.xlsx"),
    (qualtrics_legacy, "qualtrics", "survey.csv"),
    (surveymonkey, "surveymonkey", "Sheet_1.csv"),
    (surveymonkey_one_row, "surveymonkey", "Sheet_1.csv"),
    (surveymonkey_without_ids, "surveymonkey", "Sheet_1.csv"),
    (plain, "plain_table", "table.csv"),
    (plain_with_title, "plain_table", "table.csv"),
    (plain_numbers, "plain_table", "table.csv"),
    *invented_more.SAMPLES,
)
