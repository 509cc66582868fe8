"""REDCap's rows by event and by repeat: a round is made of one event, one row a person."""

from __future__ import annotations

import numpy as np
import pytest

from toolbox.frameworks import load
from toolbox.model import Recipe
from toolbox.reading import read
from toolbox.reading.recipes import apply, from_json, guess, to_json
from toolbox.reading.recipes.events import events_of

SELFIE = load("selfie-2020")
HEADING = "record_id,redcap_event_name,redcap_repeat_instrument,redcap_repeat_instance,school,role,about_complete,a1,a2,survey_complete,hours,visit_complete"
ROWS = (
    "1,enrolment_arm_1,,,Tamme,teacher,2,,,,,",
    "1,before_arm_1,,,,,,3,4,2,,",
    "1,after_arm_1,,,,,,5,4,2,,",
    '1,after_arm_1,visit,1,,,,,,,"1,5",2',
    "1,after_arm_1,visit,2,,,,,,,2,2",
    "2,enrolment_arm_1,,,Kase,teacher,2,,,,,",
    "2,before_arm_1,,,,,,2,2,2,,",
    "3,enrolment_arm_1,,,Kase,teacher,2,,,,,",
    "3,before_arm_1,,,,,,1,2,2,,",
    "3,after_arm_1,,,,,,2,3,2,,",
)


def export(rows=ROWS, heading: str = HEADING):
    return read("\n".join([heading, *rows, ""]).encode())


def with_event(recipe: Recipe, event: str) -> Recipe:
    from dataclasses import replace

    return replace(recipe, event=event)


def test_events_are_listed_in_the_order_of_the_file() -> None:
    assert events_of(export()) == (("enrolment_arm_1", 3), ("before_arm_1", 3), ("after_arm_1", 4))


def test_the_round_is_the_first_event_that_answers_most_and_one_row_is_one_person() -> None:
    reading = export()
    recipe = guess(reading, SELFIE)
    assert recipe.event == "before_arm_1"
    applied = apply(recipe, reading, SELFIE, str)
    assert applied.answers.values.tolist() == [[2, 2], [1, 2], [3, 4]]
    assert [applied.answers.schools[place] for place in applied.answers.school] == ["Kase", "Kase", "Tamme"]
    told = {problem.code: problem for problem in applied.problems}
    assert told["other_event"].count == 7
    assert "'before_arm_1'" in told["other_event"].message


def test_another_event_of_the_same_file_is_the_next_round_of_the_same_persons() -> None:
    reading = export()
    recipe = guess(reading, SELFIE)
    before, after = (
        apply(with_event(recipe, event), reading, SELFIE, str) for event in ("before_arm_1", "after_arm_1")
    )
    assert after.answers.values.tolist() == [[2, 3], [5, 4]]
    assert set(after.answers.person) < set(before.answers.person)
    told = {problem.code: problem for problem in after.problems}
    assert told["repeated_part"].count == 2
    assert told["repeated_part"].message.startswith("2 rows are repeated parts of records")


def test_where_only_a_repeated_part_answers_its_rows_are_the_answers() -> None:
    heading = (
        "record_id,redcap_repeat_instrument,redcap_repeat_instance,school,role,about_complete,a1,a2,survey_complete"
    )
    reading = export(("1,,,Tamme,teacher,2,,,", "1,survey,1,,,,3,4,2", "1,survey,2,,,,5,4,2"), heading)
    applied = apply(guess(reading, SELFIE), reading, SELFIE, str)
    assert len(applied.answers.person) == 1
    assert applied.answers.values.tolist() in ([[5, 4]], [[3, 4]])


def test_a_school_is_not_taken_over_where_the_record_s_rows_disagree() -> None:
    reading = export(
        ("1,a,,,Tamme,teacher,2,,,,,", "1,b,,,Kase,teacher,2,,,,,", "1,c,,,,,,4,4,2,,", "2,c,,,Kase,teacher,2,4,5,2,,")
    )
    applied = apply(with_event(guess(reading, SELFIE), "c"), reading, SELFIE, str)
    assert applied.answers.values.tolist() == [[4, 5]]


def test_the_event_is_kept_in_the_recipe_and_taken_over() -> None:
    reading = export()
    recipe = with_event(guess(reading, SELFIE), "after_arm_1")
    assert from_json(to_json(recipe)).event == "after_arm_1"
    assert guess(reading, SELFIE, recipe).event == "after_arm_1"


@pytest.mark.parametrize(
    "content", [b"School,Role,A1\nTamme,teacher,4\n", b"record_id,a1,survey_complete\n1,4,2\n2,3,2\n"]
)
def test_an_export_without_events_has_none(content: bytes) -> None:
    reading = read(content)
    assert events_of(reading) == ()
    assert reading.repeats is None
    assert guess(reading, SELFIE).event == ""
    assert np.ndim(reading.row_numbers) == 1
