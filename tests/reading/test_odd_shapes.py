"""Tables that hands and programs bent out of shape: read right, and told."""

from __future__ import annotations

import json

import pytest

from tests.reading.persons import answers, text, workbook
from toolbox.reading import read

HEADING = ["School", "Role", "Code", "We have a plan.", "Devices, all of them, work.", "Why?"]
ROWS = [[*answers(turn)[:5], f'She said "yes", {turn}'] for turn in range(6)]
TABLE = [HEADING, *ROWS]


def codes(reading) -> set[str]:
    return {problem.code for problem in reading.problems}


def same(reading) -> bool:
    """Whether exactly the six answers are read, under their headings."""
    plain = read(text(TABLE))
    keys = [question.key for question in reading.questions]
    return (
        keys == HEADING and reading.table.astype(str).to_numpy().tolist() == plain.table.astype(str).to_numpy().tolist()
    )


@pytest.mark.parametrize("behind", ["", ";", ";;", ",,", "\t"])
@pytest.mark.parametrize("separator", [",", ";"])
@pytest.mark.parametrize("heading_too", [True, False])
def test_lines_quoted_as_a_whole(behind, separator, heading_too) -> None:
    lines = text(TABLE, separator).decode().splitlines()
    first = 0 if heading_too else 1
    quoted = [*lines[:first], *('"' + line.replace('"', '""') + '"' + behind for line in lines[first:])]
    reading = read("\r\n".join(quoted).encode())
    assert same(reading)
    assert "quoted_lines" in codes(reading)


@pytest.mark.parametrize("content", [text(TABLE), text(TABLE, ";"), text(TABLE, quote_all=True), text(TABLE, "\t")])
def test_ordinary_quoting_is_left_alone(content) -> None:
    reading = read(content)
    assert same(reading)
    assert "quoted_lines" not in codes(reading)


def test_a_column_of_quoted_texts_with_commas_stays_one_column() -> None:
    assert len(read(b'"Why?"\n"Yes, often"\n"No, never"\n"Yes, rarely"\n').questions) == 1


def test_moments_cut_by_their_own_comma_are_joined() -> None:
    rows = ["Mari Udu,Joined,10/13/2020, 9:01:05 AM", "Jaan Pilv,Joined,10/13/2020, 9:02:05 AM"]
    rows += ["Jaan Pilv,Left,10/13/2020, 9:50:05 AM", "Mari Udu,Left,10/13/2020, 10:01:05 AM"]
    reading = read("\n".join(["Full Name,User Action,Timestamp", *rows]).encode())
    assert reading.reader == "teams_attendance"
    assert reading.events["minutes"].tolist() == [60, 48]
    assert "cut_moments" in codes(reading)


def test_rows_with_a_cell_too_many_that_is_no_clock_are_not_joined() -> None:
    reading = read(b"who,day\nMari,10/13/2020,often\nJaan,10/14/2020,never\nLiis,10/14/2020,often\n")
    assert "cut_moments" not in codes(reading)
    assert len(reading.questions) == 3


def test_posts_of_a_forum_are_counted_and_what_was_written_is_not_kept() -> None:
    heading = ["id", "discussion", "parent", "userid", "userfullname", "created", "modified", "subject", "message"]
    rows = [
        [str(n), "7", "0", str(30 + n % 2), ["Mari Udu", "Jaan Pilv"][n % 2]]
        + [f"Friday, {17 + n} October 2025, 9:13 AM"] * 2
        + ["Plans of Mari Udu", "<p>Hello,\nwrite to mari@kool.example</p>"]
        for n in range(4)
    ]
    reading = read(text([heading, *rows]), pseudonym=str)
    assert (reading.reader, reading.people, len(reading.events)) == ("moodle_log", 2, 4)
    assert set(reading.events["kind"]) == {"created"}
    assert set(reading.events["actor"]) == {"moodle account 30", "moodle account 31"}
    assert str(reading.first) == "2025-10-17 09:13:00"
    for written in ("mari", "Udu", "Pilv", "Hello", "Plans"):
        assert written not in reading.table.to_csv() + reading.events.to_csv()


def test_page_views_of_canvas_as_json() -> None:
    views = [
        {"id": "a", "created_at": "2025-10-03T08:15:00Z", "url": "https://canvas.example/courses/5", "controller": "quizzes"}
        | {"interaction_seconds": 90, "http_method": method, "remote_ip": "192.0.2.1", "context_type": "Course"}
        | {"id": method, "links": {"user": person, "context": 5}}
        for method, person in (("get", 31), ("post", 31), ("get ", 32))
    ]  # fmt: skip
    reading = read(json.dumps(views).encode(), pseudonym=str)
    assert (reading.reader, reading.people) == ("canvas", 2)
    assert reading.events["kind"].tolist() == ["viewed", "submitted", "viewed"]
    assert reading.events["minutes"].tolist() == [1.5] * 3
    assert "192.0.2.1" not in reading.table.to_csv()


@pytest.mark.parametrize("word", ["Average", "Keskmine:", "Kokku", "Yhteensä", "Итого"])
@pytest.mark.parametrize("place", [0, 2])
def test_totals_below_the_answers_are_no_person(word, place) -> None:
    total = ["", "", "", "3,4", "3.1", ""]
    total[place] = word
    reading = read(text([*TABLE, total]))
    assert same(reading)
    assert [problem.message for problem in reading.problems if problem.code == "total_rows"] == [
        "1 row below the answers was taken as a total and left out."
    ]


def test_an_answer_that_only_sounds_like_a_total_stays() -> None:
    assert len(read(text([*TABLE, ["Total", "teacher", "AB9", "Agree", "Agree", ""]])).table) == 7


@pytest.mark.parametrize("file", [lambda rows: text(rows), lambda rows: workbook({"A": rows})], ids=["CSV", "XLSX"])
def test_notes_below_the_answers_are_no_person(file) -> None:
    reading = read(file([*TABLE, [], ["Generated by Mari Udu on 12.10.2025"], ["Source: Tamme School office"]]))
    assert same(reading)
    assert "notes_below" in codes(reading)
    assert "Udu" not in reading.table.to_csv()


def test_a_person_who_answered_the_first_question_only_stays() -> None:
    assert len(read(text([*TABLE, ["Tamme School", "", "", "", "", ""]])).table) == 7


def test_pages_of_months_below_each_other_with_their_titles() -> None:
    reading = read(text([["October"], HEADING, *ROWS[:2], [], ["November"], HEADING, *ROWS[2:]]))
    assert same(reading)
    assert {"repeated_headings", "titles_between"} <= codes(reading)


@pytest.mark.parametrize("start", [0, 1])
@pytest.mark.parametrize("title", ["", "Unnamed: 0"])
def test_a_column_that_only_counts_rows_is_no_question(start, title) -> None:
    rows = [[str(start + turn), *row] for turn, row in enumerate(ROWS)]
    assert read(text([[title, *HEADING], *rows])).questions[0].kind == "metadata"


def test_files_joined_with_their_byte_order_marks() -> None:
    page = b"\xef\xbb\xbf" + text(TABLE)
    reading = read(page + page)
    assert len(reading.table) == 12
    assert "\ufeff" not in reading.table.to_csv()


@pytest.mark.parametrize("above", [[], [["Survey of our schools"]]], ids=["", "with a title above"])
def test_a_heading_merged_over_two_rows(above) -> None:
    upper = ["School", "Role", "We plan lessons", "", "", "Devices", "", "Why?"]
    lower = ["", "", "often", "with leaders", "alone", "at work", "at home", ""]
    rows = [[*answers(turn)[:2], *(answers(turn + shift)[3] for shift in range(5)), "so"] for turn in range(6)]
    reading = read(workbook({"A": [*above, upper, lower, *rows]}))
    assert (reading.heading_rows, len(reading.table)) == (2, 6)
    assert [question.text for question in reading.questions] == [
        "School",
        "Role",
        *(f"We plan lessons [{row}]" for row in lower[2:5]),
        *(f"Devices [{row}]" for row in lower[5:7]),
        "Why?",
    ]


def test_a_first_answer_with_blanks_is_no_second_heading() -> None:
    rows = [["", "Maths", "Arts", "40"], ["Tamme", "Maths", "", "50"], ["Kase", "", "Arts", "60"]]
    assert len(read(text([["School", "Subjects", "", "Age"], *rows])).table) == 3


def test_clicks_with_a_sign_for_thousands() -> None:
    rows = [["s1", "2025-10-03", "1,234"], ["s2", "2025-10-04", "12"], ["s1", "2025-10-05", "2,000"]]
    reading = read(text([["student_id", "date", "clicks"], *rows]))
    assert (reading.reader, reading.events["count"].tolist()) == ("clicks_table", [1234, 12, 2000])
