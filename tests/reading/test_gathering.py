"""Several exports of one survey as one: which belong together, how they differ, what is there twice."""

from __future__ import annotations

import time

import numpy as np

from tests.exports import limesurvey
from tests.reading import invented, invented_more
from toolbox.frameworks import load
from toolbox.model import Choices
from toolbox.reading import Pseudonyms, read
from toolbox.reading.recipes import apply, guess
from toolbox.reading.recipes.gathering import gather, one_survey, one_time
from toolbox.reading.recipes.repeating import without_repeats
from toolbox.web.mapping.draft import opened
from toolbox.web.mapping.sets import clusters, put_together

CODE = Pseudonyms(b"key")


def export(name: str, *rows: list[str], heading: tuple[str, ...] = ("School", "Role", "A1", "A2")):
    """A plain table, read."""
    return read(invented.text([list(heading), *rows]), name, pseudonym=CODE)


def test_words_nobody_used_in_one_school_are_known_from_the_others() -> None:
    first = export("a.csv", *[["Elm", "Teacher", "Agree", "Disagree"]] * 6)
    second = export(
        "b.csv", *[["Oak", "Teacher", word, "Agree"] for word in ("Strongly agree", "Disagree", "Agree")] * 3
    )
    found = gather([first, second])
    questions = {each.key: each for each in found.common.questions}
    assert {label for label, _ in questions["A1"].labels} == {"Agree", "Disagree", "Strongly agree"}
    assert questions["A1"].kind == questions["A2"].kind == "scale"
    assert len(found.common.table) == 15
    assert found.common.table["School"].tolist() == ["Elm"] * 6 + ["Oak"] * 9


def test_a_column_only_some_files_have_is_not_shown_to_the_others() -> None:
    framework = load("selfie-2020")
    first = export("a.csv", ["Elm", "Teacher", "4", "5"], ["Elm", "Teacher", "3", "5"])
    second = export("b.csv", ["Oak", "Teacher", "2"], ["Oak", "Teacher", "1"], heading=("School", "Role", "A2"))
    found = gather([first, second])
    assert found.differing == ("", "1 column missing: 'A1'")
    recipe = guess(found.common, framework)
    parts = [apply(recipe, each, framework, CODE) for each in found.each]
    assert [part.answers.items for part in parts] == [("selfie2020.A1", "selfie2020.A2"), ("selfie2020.A2",)]
    assert any(problem.code == "columns_missing" for problem in parts[1].problems)


def test_rows_keep_their_number_in_their_own_file() -> None:
    found = gather([read(limesurvey(5), "a.csv"), read(limesurvey(4, seed=2), "b.csv")])
    assert [each.row_numbers.tolist() for each in found.each] == [[2, 3, 4, 5, 6], [2, 3, 4, 5]]


def test_a_workbook_and_a_text_file_of_one_survey_belong_together() -> None:
    rows = [["School", "Role", "A1", "A2"], *[["Elm", "Teacher", 4, 5]] * 6]
    workbook = read(invented.workbook({"Data": rows}), "a.xlsx")
    text = export("b.csv", *[["Oak", "Teacher", "4", "3"]] * 6)
    assert one_survey(workbook, text)
    assert set(gather([workbook, text]).common.table["A1"]) == {"4"}


def test_half_a_year_apart_is_not_one_time() -> None:
    autumn, spring = read(limesurvey(9, day="2025-10-06")), read(limesurvey(9, day="2026-03-09"))
    assert not one_time(autumn, spring)
    assert one_time(autumn, read(limesurvey(9, day="2025-11-06")))


def test_finished_and_times_of_all_files_stand_below_each_other() -> None:
    found = gather([read(limesurvey(6, unfinished=2)), read(limesurvey(4, seed=2, unfinished=1))]).common
    assert (len(found.finished), int(found.finished.sum())) == (10, 7)
    assert int(np.isnat(found.times).sum()) == 3
    assert found.first < found.last


def test_equal_answers_without_a_time_or_a_key_are_no_repeat() -> None:
    first = export("a.csv", *[["Elm", "Pupil", "4", "5"]] * 9)
    second = export("b.csv", *[["Elm", "Pupil", "4", "5"]] * 8)
    (_, one), (_, other) = without_repeats([first, second])
    assert (one, other) == ("", ""), "eight pupils may well answer alike"
    again = export("c.csv", *[["Elm", "Pupil", "4", "5"]] * 9)
    assert "holds the same 9 answers as “a.csv”" in without_repeats([first, again])[1][1]


def test_before_and_after_in_the_names_are_two_rounds() -> None:
    drafts = [
        opened(name, content, Choices(), CODE)
        for name, content in (
            ("before elm.csv", numbered(1)),
            ("before oak.csv", numbered(2)),
            ("after elm.csv", numbered(3)),
            ("elm 2025.csv", numbered(4)),
            ("elm 2026.csv", numbered(5)),
        )
    ]
    assert [[each.file for each in group] for group in clusters(drafts)] == [
        ["before elm.csv", "before oak.csv", "elm 2025.csv"],
        ["after elm.csv", "elm 2026.csv"],
    ]


def test_the_title_of_a_sheet_names_the_school_where_the_file_does_not() -> None:
    drafts = []
    for number, school in enumerate(("Tamme Kool", "Kase Kool"), start=1):
        rows = [["Role", "A1", "A2"], *[["Teacher", number, place % 5 + 1] for place in range(6)]]
        drafts.append(opened(f"export ({number}).xlsx", invented.workbook({school: rows}), Choices(), CODE))
    together, _ = put_together(drafts)
    assert [each.school for each in together.files] == ["Tamme Kool", "Kase Kool"]


def numbered(seed: int) -> bytes:
    """A plain table without dates."""
    return invented.text([["School", "Role", "A1"], *[["Elm", "Teacher", str((n * seed) % 5 + 1)] for n in range(9)]])


def test_seventy_five_files_are_put_together_in_seconds() -> None:
    drafts = [
        opened(f"school {n}.csv", limesurvey(40, seed=n, schools=(f"School {n}",)), Choices(), CODE) for n in range(75)
    ]
    began = time.perf_counter()
    (group,) = clusters(drafts)
    together, notes = put_together(group)
    assert time.perf_counter() - began < 15
    assert (len(together.files), len(together.reading.table), notes) == (75, 3000, ())


def test_what_was_not_shown_stays_beside_its_rows() -> None:
    """A question not reached is told from one left blank, also when files are put together and rows are left out."""
    whole = limesurvey(12, unfinished=2).replace(b'"Strongly agree"', b'""', 2)
    lines = whole.split(b"\r\n")
    never = b"\r\n".join([lines[0], *(line.rsplit(b",", 1)[0] + b"," for line in lines[1:4]), *lines[4:]])
    first, second = read(never, "a.csv"), read(limesurvey(8, seed=4, schools=("Elm",)), "b.csv")
    assert first.not_shown, "an empty cell without quotation marks was never shown"
    for each in gather([first, second]).each:
        assert all(key in each.table and len(rows) == len(each.table) for key, rows in each.not_shown.items())
    overlap = b"\r\n".join([lines[0], *never.split(b"\r\n")[1:7], *limesurvey(9, seed=5).split(b"\r\n")[1:]])
    (_, _), (kept, _) = without_repeats([first, read(overlap, "c.csv")])
    assert len(kept.table) == 9
    assert all(len(rows) == 9 for rows in kept.not_shown.values())


def test_records_of_several_events_are_put_together_by_their_common_names() -> None:
    one = read(invented_more.redcap(), "a.csv")
    found = gather([one, read(invented_more.redcap().replace(b"Tamme", b"Kase"), "b.csv")])
    assert found.common.repeats == one.repeats
    assert found.common.repeats is not None
    assert found.common.repeats.record in found.common.table
