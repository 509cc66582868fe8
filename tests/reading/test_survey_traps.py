"""Traps of survey exports met in real files, each in an invented file of the same shape."""

from __future__ import annotations

import pytest

from tests.reading.persons import text
from toolbox.frameworks import load
from toolbox.model import Choices, State
from toolbox.reading import read
from toolbox.reading.grid import Column
from toolbox.reading.kinds import is_known_wording, kind_of
from toolbox.reading.recipes import apply, guess
from toolbox.reading.recipes.scales import number_and_words, scale_for, state_of
from toolbox.reading.seeding import languages, placed, state_words, wordings
from toolbox.reading.several import chosen

LIME = ["id", "submitdate", "lastpage", "startlanguage", "seed", "startdate", "datestamp", "token"]
ASKED = ["Q1[S1]", "Q1[S2]", "Q2[S1]", "Q2[S2]", "Q3"]
TIMES = ["2025-03-04 10:01:12", "2025-03-04 10:11:12"]
LIME_ROWS = [
    [
        *(str(turn + 2), TIMES[1] if turn else "", "4", "et", str(190_000 + turn), *TIMES, f"k{turn}"),
        *(f"A{turn}", "A2", "1" if turn else "", "", "so"),
    ]
    for turn in range(4)
]


def roles(reading, count: int) -> list[str]:
    return [question.kind for question in reading.questions[:count]]


@pytest.mark.parametrize("joiner", [". ", " - ", ": ", " / ", " | "])
def test_limesurvey_code_and_text_are_joined_by_any_sign(joiner: str) -> None:
    heading = [f"{code}{joiner}{words}" for code, words in zip(LIME + ASKED, ["Word"] * 13, strict=True)]
    reading = read(text([heading, *LIME_ROWS], ";"))
    assert reading.reader == "limesurvey"
    assert [question.code for question in reading.questions] == LIME + ASKED
    assert [question.text for question in reading.questions] == ["Word"] * 13
    assert roles(reading, 8) == ["metadata"] * 7 + ["key"]
    assert reading.finished.tolist() == [False, True, True, True]


def test_limesurvey_text_may_be_empty_and_page_times_are_told_by_their_code() -> None:
    heading = [
        *(f"{code}. Word" for code in LIME),
        "G8Q1. ",
        "G7Q1.  Thank you",
        "attribute_1. School",
        "Q1[S1]. Age: []",
    ]
    heading += ["interviewtime. Total time", "groupTime7. Group time: About"]
    rows = [[*row[:8], "", "", f"Tamme {turn}", "33", "120.5", "33.1"] for turn, row in enumerate(LIME_ROWS)]
    reading = read(text([heading, *rows]))
    assert [question.code for question in reading.questions[8:12]] == ["G8Q1", "G7Q1", "attribute_1", "Q1[S1]"]
    assert [question.text for question in reading.questions[8:12]] == ["", "Thank you", "School", "Age: []"]
    assert [question.kind for question in reading.questions[-2:]] == ["metadata", "metadata"]


def test_thousands_of_different_texts_are_no_choice() -> None:
    cells = [f"We tried it {turn} times and liked it" for turn in range(4000)]
    assert kind_of(Column.of_cells(cells), "Why?") == "text"


def test_limesurvey_in_a_language_nobody_listed() -> None:
    heading = [f"सवाल {place}" for place in range(8)] + [f"सवाल [{place}]" for place in range(5)]
    reading = read(text([heading, *LIME_ROWS], ";"))
    assert reading.reader == "limesurvey"
    assert roles(reading, 7) == ["metadata"] * 7
    assert int(reading.finished.sum()) == 3
    assert f"{reading.last:%Y-%m-%d}" == "2025-03-04"


def test_limesurvey_options_written_as_one_or_nothing_are_several_choices_and_page_times_are_no_answers() -> None:
    rows = [[*row[:8], "1", "", "", "1", "so", "33.1", "12.0"] for row in LIME_ROWS[:2]]
    rows += [[*row[:8], "", "1", "1", "", "so", "33.1", "12.0"] for row in LIME_ROWS[2:]]
    kinds = {
        question.key: question.kind
        for question in read(text([[*LIME, *ASKED, "interviewtime", "groupTime7"], *rows])).questions
    }
    assert [kinds[code] for code in ASKED[:4]] == ["multi"] * 4
    assert kinds["interviewtime"] == kinds["groupTime7"] == "metadata"


def test_microsoft_likert_rows_and_quiz_columns_in_any_language() -> None:
    heading = [
        "Id",
        "Algus",
        "Lõpp",
        "E-post",
        "Nimi",
        "Kui rahul?.Ruumid",
        "Kui rahul?.Toit",
        "Mis on 2+2?",
        "Punktid - Mis on 2+2?",
    ]
    rows = [
        [str(n), f"{n}.04.2026 11:34", f"{n}.04.2026 11:35", "anonymous", "", "Hea", "Halb", "4", "1"]
        for n in range(11, 16)
    ]
    reading = read(text([heading, *rows], ";"))
    assert reading.reader == "microsoft_forms"
    assert [question.text for question in reading.questions[5:7]] == ["Kui rahul? [Ruumid]", "Kui rahul? [Toit]"]
    assert reading.questions[8].kind == "metadata"


def test_surveymonkey_columns_by_their_places() -> None:
    heading = [*(f"ველი {place}" for place in range(9)), "რას იყენებთ?", "", "როლი?"]
    options = [""] * 9 + ["ტაბლეტი", "ტელეფონი", "Response"]
    rows = [
        [
            f"1127890123{n}",
            "253",
            f"10/{n + 13}/2017 14:05",
            f"10/{n + 13}/2017 14:15",
            f"192.0.2.{n}",
            "",
            "",
            "",
            f"k{n}",
            "ტაბლეტი",
            "",
            "x",
        ]
        for n in range(4)
    ]
    reading = read(text([heading, options, *rows]))
    assert (reading.reader, reading.heading_rows, reading.date_order) == ("surveymonkey", 2, "mdy")
    assert roles(reading, 9) == ["metadata"] * 5 + ["key"] * 4


def test_older_kobo_tables_name_a_record_above_that_is_none() -> None:
    heading = [
        "start",
        "q",
        "gps",
        "_gps_latitude",
        "_gps_longitude",
        "_gps_precision",
        "_id",
        "_uuid",
        "_submission_time",
        "_index",
        "_parent_table_name",
        "_parent_index",
    ]
    rows = [
        [
            "2015-03-01T10:00:00.000+03:00",
            "4",
            "58.1 26.2 0 0",
            "58.1",
            "26.2",
            "5",
            str(n),
            f"u{n}",
            "2015-03-01T07:10:00",
            str(n),
            "",
            "-1",
        ]
        for n in range(3)
    ]
    reading = read(text([heading, *rows]))
    assert reading.reader == "kobo"
    assert [question.identifier for question in reading.questions[2:6]] == ["place"] * 4


def test_a_day_of_birth_is_no_moment_of_an_answer() -> None:
    assert read(b"school,birth_date,q\nTamme,2011-01-20,4\nKase,2010-03-25,5\n").first is None


def test_numbers_a_spreadsheet_shortened_are_told() -> None:
    reading = read(
        b"Respondent ID,Collector ID,Start Date,1. Fine?,2. Good?,3. Why?\n" + b"1.14E+10,253,10/13/2017,4,5,x\n" * 3
    )
    told = next(problem for problem in reading.problems if problem.code == "shortened_numbers")
    assert told.message.startswith("3 numbers in 'Respondent ID' were shortened by Excel (for example '1.14E+10')")


def test_a_question_over_columns_of_its_options() -> None:
    reading = read(b"Subjects,Column2,Column3,Age\nMaths,,,40\n,Arts,,41\nMaths,,Games,42\n")
    assert [question.text for question in reading.questions] == [
        "Subjects [Maths]",
        "Subjects [Arts]",
        "Subjects [Games]",
        "Age",
    ]


@pytest.mark.parametrize(
    ("cells", "options"),
    [
        (["A;B;", "A;", "B;C, or D;"], {"A": 2, "B": 2, "C, or D": 1}),
        (["A|B", "B", "A|C", "C"], {"A": 2, "B": 2, "C": 2}),
        (["/ A / B", "/ B", "/ A / C / B"], {"A": 2, "B": 3, "C": 1}),
        (
            ["Greek,Spanish", "Greek", "Other (one, two),Greek", "Spanish,Other (one, two)"],
            {"Greek": 3, "Spanish": 2, "Other (one, two)": 2},
        ),
        (
            ["R, or the shell, SQL", "SQL", "R, or the shell", "SQL, Git", "Git"],
            {"R, or the shell": 2, "SQL": 3, "Git": 2},
        ),
        (
            ["['oxen' , 'cows']", "['cows']", "['goats' , 'cows']", "['goats' , 'oxen']"],
            {"oxen": 2, "cows": 3, "goats": 2},
        ),
        (["1,2,3", "2", "1,3"], {"1": 2, "2": 2, "3": 2}),
    ],
)
def test_options_are_learnt_in_every_shape(cells: list[str], options: dict[str, int]) -> None:
    assert dict(chosen(Column.of_cells(cells))) == options
    assert kind_of(Column.of_cells(cells), "Which?") == "multi"


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["Yes, often", "Yes, rarely", "No", "Yes, often", "No"] * 2, "choice"),
        (["1-2 times", "3-4 times", "5-7 times"] * 3, "choice"),
        (["2010-01-01", "2010-01-02", "2010-01-05"], "date"),
        (["jah", "ei", "jah"], "choice"),
        ([",89", "-,66", "1,5"], "number"),
        (["1.5", "1,5", "2"], "number"),
    ],
)
def test_what_only_looks_like_something_else(cells: list[str], kind: str) -> None:
    assert kind_of(Column.of_cells(cells), "How?") == kind


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(
    "kind", ["agree-4", "agree-5", "frequency-4", "frequency-5", "satisfaction-4", "satisfaction-5"]
)
def test_every_language_has_every_kind_of_scale_and_each_spelling_finds_its_place(language: str, kind: str) -> None:
    known = [wording for wording in wordings() if (wording.language, wording.id) == (language, kind)]
    assert known
    for wording in known:
        for turn in range(max(map(len, wording.answers))):
            answers = [words[min(turn, len(words) - 1)] for words in wording.answers]
            assert dict(scale_for("s", answers[::-1], None, "")[0].words) == {
                answer: place + 1 for place, answer in enumerate(answers)
            }
            assert is_known_wording(answers)


def test_the_languages_are_the_seventeen() -> None:
    assert " ".join(languages()) == "en et fi sv nb lt lv ka ru de fr it es pt nl el pl"


def test_no_word_is_an_answer_and_the_lack_of_one() -> None:
    answers = {word for wording in wordings() for place in wording.answers for word in place}
    assert answers & set(state_words()) == set()


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("None", None),
        ("N/A", State.NOT_APPLICABLE),
        ("NULL", State.BLANK),
        ("Ei oska öelda", State.UNKNOWN),
        ("En halua vastata", State.DECLINED),
        ("Затрудняюсь ответить", State.UNKNOWN),
        ("არ მსურს პასუხის გაცემა", State.DECLINED),
        ("Neutral", None),
    ],
)
def test_answers_without_a_value_stay_apart(word: str, state: State | None) -> None:
    assert state_of(word, "google_forms") == state


def test_na_is_nothing_in_a_table_of_r_and_an_answer_in_a_form() -> None:
    assert state_of("NA", "plain_table") == State.BLANK
    assert state_of("NA", "google_forms") == State.NOT_APPLICABLE


def test_two_languages_in_a_column_or_in_a_cell_and_letters_before() -> None:
    assert placed("frequency-5", ["Souvent /Often", "Mai", "b. Never", "Harva"]) == {
        "Souvent /Often": 3,
        "Mai": 0,
        "b. Never": 0,
        "Harva": 1,
    }


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("Stimme voll zu - 5", (5, "Stimme voll zu")),
        ("(5) Never", (5, "Never")),
        ("4.0", (4, "")),
        ("1-3", (None, "1-3")),
        ("1-2 times", (None, "1-2 times")),
    ],
)
def test_numbers_in_labels(word: str, parts: tuple[int | None, str]) -> None:
    assert number_and_words(word) == parts


def test_limesurvey_tells_not_shown_from_left_empty() -> None:
    """Nothing between two separators was not shown or not reached; two quotation marks were shown and left empty."""
    heading = [*LIME, "school", "role", "A1", "A2"]
    rows = [[str(turn), TIMES[1], "4", "et", "190000", *TIMES, f"k{turn}", "Tamme", "teacher"] for turn in (1, 2, 3)]
    lines = [";".join(f'"{cell}"' for cell in line) for line in [heading, *rows]]
    lines = [lines[0], lines[1] + ';"4";""', lines[2] + ';"5";', lines[3] + ';"3";"2"']
    reading = read("\ufeff".encode() + "\r\n".join([*lines, "", ""]).encode())
    assert reading.table["A2"].tolist() == ["", "", "2"]
    assert reading.not_shown["A2"].tolist() == [False, True, False]
    framework = load("selfie-2020")
    applied = apply(guess(reading, framework), reading, framework, str)
    assert sorted(applied.answers.values.tolist()) == [[3, 2], [4, State.BLANK], [5, State.NOT_SHOWN]]


def test_only_files_that_quote_every_value_tell_it() -> None:
    assert read(b"id,submitdate,lastpage,startlanguage,A1\n1,2025-03-04,4,et,\n2,2025-03-04,4,et,5\n").not_shown == {}


@pytest.mark.parametrize("codes", [("A1", "A2", "A4"), ("AO01", "AO02", "AO05")])
def test_answers_in_codes_have_the_numbers_of_their_codes_and_are_to_be_checked(codes: tuple[str, ...]) -> None:
    scale, doubt = scale_for("s", codes, load("selfie-2020").scales[0], "limesurvey")
    assert [dict(scale.words)[code] for code in codes] == [int(code[-1]) for code in codes]
    assert "please check the order" in doubt


def test_damaged_letters_are_repaired_only_when_asked() -> None:
    content = "school,q\nTamme Ãµpetajad,5â€“10\nKase õpilased,3\n".encode()
    told = read(content)
    assert told.table["school"][0] == "Tamme Ãµpetajad"
    (message,) = [problem.message for problem in told.problems if problem.code == "damaged_letters"]
    assert "choose the encoding 'UTF-8, damaged letters repaired'" in message
    repaired = read(content, choices=Choices(encoding="utf-8-repaired"))
    assert repaired.table["school"].tolist() == ["Tamme õpetajad", "Kase õpilased"]
    assert repaired.table["q"][0] == "5–10"
