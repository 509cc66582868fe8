"""Guessing, applying, comparing and saving recipes, with every row and answer accounted for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.reading import invented, invented_more
from toolbox.frameworks import load
from toolbox.model import Area, ColumnMeaning, Framework, Item, Recipe, Scale, State, ToolboxError
from toolbox.reading import Pseudonyms, read
from toolbox.reading.recipes import apply, difference, from_json, guess, to_json
from toolbox.reading.recipes.scales import scale_for

KEY = Pseudonyms(b"a key of the tests")
SELFIE = load("selfie-2020")
OWN = Framework(
    id="own",
    version="1",
    name="Our questions",
    kind="survey",
    source="made here",
    areas=(Area(id="A", name="Planning"), Area(id="B", name="Lessons")),
    items=(
        Item(id="own.1", code="P1", area="A", name="Plan", text="We have a plan.", scale="five"),
        Item(id="own.2", code="P2", area="A", name="Devices", text="Devices work.", scale="five"),
        Item(id="own.3", code="L1", area="B", name="Lessons", text="Lessons are lively.", scale="five"),
    ),
    scales=(Scale(id="five", low=1, high=5, labels=tuple(enumerate(invented.AGREE, start=1))),),
    own=True,
)
TOOLS = [
    sample
    for sample, reader, _ in invented.SAMPLES
    if len(sample.__name__)
    and sample
    not in (
        invented.qualtrics_legacy,
        invented.surveymonkey_one_row,
        invented.surveymonkey_without_ids,
        invented.plain_numbers,
        invented.limesurvey_codes,
        invented.limesurvey_workbook,
        *invented_more.CODED,
    )
]


def told(found, code: str):
    """The problems of a code."""
    return [problem for problem in found.problems if problem.code == code]


def table(rows, **choices):
    """A reading of a plain table."""
    return read(invented.text(rows), pseudonym=KEY, **choices)


@pytest.mark.parametrize("sample", TOOLS, ids=[sample.__name__ for sample in TOOLS])
def test_every_tool_gives_the_same_answers(sample) -> None:
    """The same six persons, whatever tool exported them: by the words of the statements."""
    reading = read(sample(), pseudonym=KEY)
    recipe = guess(reading, OWN)
    meanings = {column.meaning: column for column in recipe.columns}
    assert {"school", "group", "item"} <= set(meanings)
    applied = apply(replace(recipe, keep_unfinished=True), reading, OWN, KEY)
    expected = [
        [SCHOOL.index(a[0]), *(invented.AGREE.index(word) + 1 for word in a[3:])]
        for a in map(invented.answers, range(6))
    ]
    if len(reading.table) == 5:
        expected = expected[1:]
    got = [
        [SCHOOL.index(applied.answers.schools[s]), *values]
        for s, values in zip(applied.answers.school, applied.answers.values.tolist(), strict=True)
    ]
    assert sorted(got) == sorted(expected)
    assert applied.answers.groups == ("leaders", "teachers", "pupils")


SCHOOL = list(invented.SCHOOLS)


def test_persons_keep_their_pseudonym_from_tool_to_tool() -> None:
    found = []
    for sample in (
        invented.limesurvey_code_and_text,
        invented.google_estonian,
        invented.microsoft_workbook,
        invented.surveymonkey,
    ):
        reading = read(sample(), pseudonym=KEY)
        recipe = replace(guess(reading, OWN), keep_unfinished=True)
        found.append(set(apply(recipe, reading, OWN, KEY).answers.person))
    assert found[0] == {KEY(f"AB{turn}7K") for turn in range(6)}
    assert all(one == found[0] for one in found)


def test_items_by_their_codes_with_word_boundaries() -> None:
    heading = [
        "School",
        "Role",
        "QA[A1]",
        "A2. Plan made together",
        "C13 own devices",
        "C1. Infrastructure",
        "ABC1X",
        "C3_1",
    ]
    rows = [heading, *([f"Tamme {turn}", "Teacher", "4", "5", "1", "2", "3", "5"] for turn in range(4))]
    recipe = guess(table(rows), SELFIE)
    assert {column.column: column.item for column in recipe.columns if column.meaning == "item"} == {
        "QA[A1]": "selfie2020.A1",
        "A2. Plan made together": "selfie2020.A2",
        "C13 own devices": "selfie2020.C13",
        "C1. Infrastructure": "selfie2020.C1",
        "C3_1": "selfie2020.C3",
    }


def test_number_codes_only_at_the_beginning_of_a_statement() -> None:
    framework = load("digcompedu-checkin")
    heading = [
        "School",
        "Role",
        "1.1 Organisational communication",
        "How much of 1.2 hours is enough?",
        "2.1. Selecting",
    ]
    rows = [heading, *([f"Tamme {turn}", "Teacher", str(turn % 5), "3", "2"] for turn in range(6))]
    found = {column.column: column.item for column in guess(table(rows), framework).columns if column.meaning == "item"}
    assert found == {heading[2]: "digcompedu.1.1", heading[4]: "digcompedu.2.1"} or [
        item[-3:] for item in found.values()
    ] == ["1.1", "2.1"]
    assert "How much of 1.2 hours is enough?" not in found


def test_without_a_framework_scale_columns_become_items_of_their_own() -> None:
    recipe = guess(read(invented.plain()), None)
    assert [(column.meaning, column.item) for column in recipe.columns] == [
        ("school", ""),
        ("group", ""),
        ("person", ""),
        ("item", "we-have-a-plan"),
        ("item", "devices-work"),
        ("item", "lessons-are-lively"),
    ]
    assert len(recipe.scales) == 1


def test_with_a_framework_that_is_not_in_the_file_items_wait_for_a_name() -> None:
    recipe = guess(read(invented.plain()), SELFIE)
    assert [column.item for column in recipe.columns if column.meaning == "item"] == ["", "", ""]
    with pytest.raises(ToolboxError, match="No column is set to be an item yet"):
        apply(recipe, read(invented.plain()), SELFIE, KEY)


# ── scales ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("words", "values"),
    [
        (invented.AGREE, (1, 2, 3, 4, 5)),
        (("Strongly disagree", "Disagree", "Neutral", "Agree", "Strongly agree"), (1, 2, 3, 4, 5)),
        (("Strongly disagree", "Disagree", "Agree", "Strongly agree"), (1, 2, 3, 4)),
        (
            ("Strongly disagree", "Disagree", "Slightly disagree", "Slightly agree", "Agree", "Strongly agree"),
            (1, 2, 3, 4, 5, 6),
        ),
        (("Ei ole üldse nõus", "Pigem ei ole nõus", "Nii ja naa", "Pigem nõus", "Täiesti nõus"), (1, 2, 3, 4, 5)),
        (
            (
                "Täysin eri mieltä",
                "Jokseenkin eri mieltä",
                "Ei samaa eikä eri mieltä",
                "Jokseenkin samaa mieltä",
                "Täysin samaa mieltä",
            ),
            (1, 2, 3, 4, 5),
        ),
        (
            ("Visiškai nesutinku", "Nesutinku", "Nei sutinku, nei nesutinku", "Sutinku", "Visiškai sutinku"),
            (1, 2, 3, 4, 5),
        ),
        (("Pilnīgi nepiekrītu", "Nepiekrītu", "Neitrāli", "Piekrītu", "Pilnīgi piekrītu"), (1, 2, 3, 4, 5)),
        (("Instämmer inte alls", "Instämmer inte", "Varken eller", "Instämmer", "Instämmer helt"), (1, 2, 3, 4, 5)),
        (
            ("Stimme überhaupt nicht zu", "Stimme nicht zu", "Teils teils", "Stimme zu", "Stimme voll und ganz zu"),
            (1, 2, 3, 4, 5),
        ),
        (("Trifft nicht zu", "Trifft eher nicht zu", "Trifft eher zu", "Trifft voll zu"), (1, 2, 3, 4)),
        (("Pas du tout d’accord", "Plutôt pas d’accord", "Plutôt d’accord", "Tout à fait d’accord"), (1, 2, 3, 4)),
        (
            ("Totalmente en desacuerdo", "En desacuerdo", "Neutral", "De acuerdo", "Totalmente de acuerdo"),
            (1, 2, 3, 4, 5),
        ),
        (("Полностью не согласен", "Скорее не согласен", "Скорее согласен", "Полностью согласен"), (1, 2, 3, 4)),
        (("Never", "Rarely", "Sometimes", "Often", "Always"), (1, 2, 3, 4, 5)),
        (("1 - Never", "2", "3", "4", "5 - Always"), (1, 2, 3, 4, 5)),
        (("(1) Puudub", "(2) Algne", "(3) Hea"), (1, 2, 3)),
        (("0", "1", "2", "3", "4"), (0, 1, 2, 3, 4)),
    ],
)
def test_words_of_many_languages_find_their_value(words: tuple[str, ...], values: tuple[int, ...]) -> None:
    scale, doubt = scale_for("s", words[::-1], None, "")
    assert [dict(scale.words)[word] for word in words] == list(values)
    assert doubt == ""


def test_selfies_three_is_slightly_agree() -> None:
    scale, _ = scale_for("s", ["Slightly agree", "Agree"], SELFIE.scales[0], "")
    assert dict(scale.words)["Slightly agree"] == 3
    assert dict(scale.words)["Strongly disagree"] == 1


def test_a_word_nobody_knows_stays_open() -> None:
    scale, _ = scale_for("s", ["Agree", "Disagree", "Strongly agree", "Pigem jah või ei"], SELFIE.scales[0], "")
    assert dict(scale.words)["Pigem jah või ei"] == State.OFF_SCALE


def test_numbers_that_run_against_their_words_are_told() -> None:
    scale, doubt = scale_for(
        "s", ["Strongly agree (1)", "Agree (2)", "Neutral (3)", "Disagree (4)", "Strongly disagree (5)"], None, ""
    )
    assert dict(scale.words)["Strongly agree (1)"] == 5
    assert "run against their words" in doubt


def test_not_applicable_declined_and_not_shown_stay_apart() -> None:
    words = ["Agree", "Disagree", "N/A", "Prefer not to say", "Ei oska öelda"]
    assert [value for _, value in scale_for("s", words, None, "limesurvey")[0].words if value < 0] == [
        State.NOT_SHOWN,
        State.DECLINED,
        State.UNKNOWN,
    ]
    assert [value for _, value in scale_for("s", words, None, "")[0].words if value < 0] == [
        State.NOT_APPLICABLE,
        State.DECLINED,
        State.UNKNOWN,
    ]


def test_four_and_five_point_scales_stand_apart() -> None:
    four = ("Strongly disagree", "Disagree", "Agree", "Strongly agree")
    rows = [
        ["School", "Role", "Q1", "Q2", "Q3"],
        *(["Tamme", "Teacher", str(turn % 5 + 1), four[turn % 4], str(turn % 10 + 1)] for turn in range(40)),
    ]
    recipe = guess(table(rows), None)
    assert len({column.scale for column in recipe.columns if column.meaning == "item"}) == 3


# ── applying ─────────────────────────────────────────────────────────────────────────────────────

HEADING = ["id", "submitdate", "lastpage", "startlanguage", "school", "role", "code", "P1", "P2", "L1"]


def lime(*people: tuple[str, ...]):
    """A LimeSurvey export: (submitted day or "", school, role, code, three answers)."""
    rows = [
        [str(turn + 1), f"2025-10-{one[0]} 08:00:00" if one[0] else "", "3", "en", *one[1:]]
        for turn, one in enumerate(people)
    ]
    return read(invented.text([HEADING, *rows], ";"), pseudonym=KEY)


def made(*people: tuple[str, ...], **recipe):
    reading = lime(*people)
    return apply(replace(guess(reading, OWN), **recipe), reading, OWN, KEY)


FILLER = tuple(
    ("03", school, "Teacher", f"Z{turn}9", "3", "4", "5")
    for turn, school in enumerate(["Tamme", "Kase", "Tamme", "Kase"])
)


def test_every_exclusion_is_counted_with_its_rows() -> None:
    applied = made(
        *FILLER,
        ("", "Tamme", "Teacher", "A11", "3", "4", "5"),
        ("04", "", "Teacher", "A12", "3", "4", "5"),
        ("04", "Tamme", "", "A13", "3", "4", "5"),
        ("04", "Tamme", "Teacher", "A14", "", "N/A", ""),
        ("04", "Tamme", "Teacher", "{TOKEN}", "3", "4", "5"),
        ("04", "Tamme", "Teacher", "", "3", "4", "5"),
        ("04", "Tamme", "Teacher", "A15", "55", "3,5", "4,0"),
    )
    counted = {
        problem.code: (problem.count, problem.rows) for problem in applied.problems if problem.code != "off_scale"
    }
    assert counted == {
        "unfinished": (1, (6,)),
        "no_school": (1, (7,)),
        "no_group": (1, (8,)),
        "no_answer": (1, (9,)),
        "key_template": (1, (10,)),
        "key_missing": (1, (11,)),
    }
    assert (applied.rows, applied.kept) == (11, 7)
    assert [(problem.column, problem.count, problem.rows) for problem in told(applied, "off_scale")] == [
        ("P1", 1, (12,)),
        ("P2", 1, (12,)),
    ]
    assert "not on the scale of 1 to 5: '55'" in told(applied, "off_scale")[0].message
    assert [State.OFF_SCALE, State.OFF_SCALE, 4] in applied.answers.values.tolist()
    assert "so at most 5 people can be followed" in told(applied, "key_missing")[0].message


def test_of_one_key_the_finished_most_complete_latest_answer_stays() -> None:
    applied = made(
        *FILLER,
        ("09", "Tamme", "Teacher", "AB1", "1", "", ""),
        ("05", "Tamme", "Teacher", "ab 1", "2", "2", "2"),
        ("06", "Tamme", "Teacher", "A-B1", "3", "3", "3"),
        ("", "Tamme", "Teacher", "AB1", "4", "4", "4"),
        ("07", "Kase", "Teacher", "AB1", "5", "5", "5"),
        ("07", "Tamme", "Pupil", "AB1", "1", "1", "1"),
        keep_unfinished=True,
    )
    (repeated,) = told(applied, "repeated_key")
    assert repeated.rows == (6, 7, 9)
    kept = {
        tuple(values)
        for values, person in zip(applied.answers.values.tolist(), applied.answers.person, strict=True)
        if person == KEY("AB1")
    }
    assert kept == {(3, 3, 3), (5, 5, 5), (1, 1, 1)}


def test_answers_are_sorted_and_a_byte_each() -> None:
    answers = made(
        *FILLER, ("04", "Kase", "Pupil", "A1", "1", "2", "3"), ("04", "Kase", "School leader", "A2", "1", "2", "3")
    ).answers
    assert answers.values.dtype == np.int8
    assert answers.values.flags.f_contiguous
    assert answers.schools == ("Kase", "Tamme")
    assert answers.groups == ("leaders", "teachers", "pupils")
    assert list(zip(answers.school, answers.group, strict=True)) == sorted(
        zip(answers.school, answers.group, strict=True)
    )
    assert answers.items == ("own.1", "own.2", "own.3")


def test_spellings_of_one_school_are_one_school_and_words_can_be_mapped() -> None:
    people = [
        ("03", school, "Teacher", f"Z{turn}", "3", "4", "5")
        for turn, school in enumerate(["Tamme Kool", "tamme  kool", "TAMME KOOL ", "T.K.", "Tamme Kool", "Away"])
    ]
    reading = lime(*people)
    recipe = replace(guess(reading, OWN), schools=(("T.K.", "Tamme Kool"), ("Away", "")))
    applied = apply(recipe, reading, OWN, KEY)
    assert applied.answers.schools == ("Tamme Kool",)
    assert (applied.kept, told(applied, "no_school")[0].count) == (5, 1)


def test_a_question_repeated_by_branch_is_joined() -> None:
    rows = [
        ["School", "Role", "We have a plan.", "We have a plan.", "Devices work."],
        ["Tamme", "Teacher", "Agree", "", "Agree"],
        ["Tamme", "Teacher", "", "Disagree", ""],
        ["Tamme", "Pupil", "Agree", "Disagree", "Agree"],
    ]
    reading = table(rows)
    assert reading.questions[3].combine_with == "We have a plan."
    applied = apply(guess(reading, OWN), reading, OWN, KEY)
    assert applied.answers.values[:, 0].tolist() == [4, 2, 4]


def test_a_code_in_several_boxes_is_one_key() -> None:
    rows = [
        ["School", "Role", "Box 1", "Box 2", "We have a plan."],
        ["Tamme", "Teacher", "ma", "12", "Agree"],
        ["Tamme", "Teacher", "li", "", "Agree"],
    ]
    reading = table(rows)
    recipe = guess(reading, OWN)
    columns = tuple(replace(one, meaning="person") if one.column.startswith("Box") else one for one in recipe.columns)
    applied = apply(replace(recipe, columns=columns), reading, OWN, KEY)
    assert sorted(applied.answers.person) == ["", KEY("ma12")]


def test_nothing_left_says_why() -> None:
    with pytest.raises(ToolboxError) as caught:
        made(*(("", *one[1:]) for one in FILLER))
    assert caught.value.code == "nothing_left"
    assert "None of the 4 rows is left: 4 of 4 answers were not finished" in caught.value.message


def test_a_recipe_for_another_file_is_refused() -> None:
    recipe = guess(lime(*FILLER), OWN)
    with pytest.raises(ToolboxError, match="none of its 3 item columns is here"):
        apply(recipe, read(b"School,Role,Other\nTamme,Teacher,4\n"), OWN, KEY)


def test_columns_missing_against_the_recipe_are_told() -> None:
    recipe = guess(lime(*FILLER), OWN)
    rows = [
        [*HEADING[:-1]],
        *([str(turn + 1), "2025-10-03 08:00:00", "3", "en", *one[1:-1]] for turn, one in enumerate(FILLER)),
    ]
    applied = apply(recipe, read(invented.text(rows, ";"), pseudonym=KEY), OWN, KEY)
    (missing,) = told(applied, "columns_missing")
    assert "1 column of the recipe is not in this file: 'L1'" in missing.message
    assert applied.answers.items == ("own.1", "own.2")


@pytest.mark.parametrize(("gone", "code"), [("school", "no_school"), ("group", "no_group")])
def test_school_and_group_must_be_known_or_named(gone: str, code: str) -> None:
    reading = lime(*FILLER)
    recipe = guess(reading, OWN)
    columns = tuple(replace(one, meaning="unused") if one.meaning == gone else one for one in recipe.columns)
    without = replace(recipe, columns=columns)
    with pytest.raises(ToolboxError) as caught:
        apply(without, reading, OWN, KEY)
    assert caught.value.code == code
    named = apply(replace(without, **{gone: "Everybody"}), reading, OWN, KEY)
    assert getattr(named.answers, gone + "s") == ("Everybody",)


# ── the next round ───────────────────────────────────────────────────────────────────────────────


def test_the_next_round_is_mapped_by_the_recipe_of_the_last() -> None:
    first = table(
        [
            ["School", "Role", "P1. We have a plan.", "P2. Devices work.", "Old"],
            *(["Tamme", "Teacher", "Agree", "Disagree", "x"] for _ in range(4)),
        ]
    )
    recipe = guess(first, OWN)
    second = table(
        [
            ["Role", "P2. Devices do work well.", "P1. We have a plan!", "School", "New"],
            *(["Teacher", "Agree", "Maybe so", "Tamme", "y"] for _ in range(4)),
        ]
    )
    found = difference(recipe, second)
    assert found.new == ("P2. Devices do work well.", "New") or found.new == ("New",)
    again = guess(second, OWN, recipe)
    items = {column.item: column for column in again.columns if column.meaning == "item"}
    assert items["own.1"].column == "P1. We have a plan!"
    assert not items["own.1"].reworded
    assert (
        dict(next(scale for scale in again.scales if scale.id == items["own.1"].scale).words)["Maybe so"]
        == State.OFF_SCALE
    )
    assert found.new_answers[0][1] == ("Maybe so",)


def test_the_same_code_with_other_words_is_reworded_and_left_out_of_comparisons() -> None:
    def lime_texts(second: str):
        heading = [
            "id",
            "submitdate",
            "lastpage",
            "startlanguage",
            "school. Your school",
            "role. I am a",
            "QA[P1]. Agree? [We have a plan.]",
            f"QA[P2]. Agree? [{second}]",
        ]
        return read(
            invented.text(
                [
                    heading,
                    *(
                        [str(turn), "2025-10-03 08:00:00", "3", "en", "Tamme", "Teacher", "4", "5"]
                        for turn in range(1, 4)
                    ),
                ],
                ";",
            )
        )

    recipe = guess(lime_texts("Devices work."), OWN)
    later = lime_texts("Devices are quick.")
    assert difference(recipe, later).reworded == ("QA[P2]. Agree? [Devices are quick.]",)
    assert "1 reworded" in difference(recipe, later).sentence
    assert apply(guess(later, OWN, recipe), later, OWN, KEY).answers.reworded == {"own.2"}
    assert apply(recipe, later, OWN, KEY).answers.reworded == {"own.2"}
    assert apply(recipe, lime_texts("Devices work!"), OWN, KEY).answers.reworded == frozenset()


def test_nothing_changed() -> None:
    reading = read(invented.plain())
    assert difference(guess(reading, OWN), reading).sentence == "Nothing changed: all 6 columns are as in the recipe."


def test_a_recipe_survives_its_json_and_holds_no_person() -> None:
    reading = read(invented.plain(), pseudonym=KEY)
    recipe = guess(reading, OWN)
    text = to_json(recipe)
    assert from_json(text) == recipe
    assert "AB07K" not in text
    assert "Tamme" not in text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "line 1 is not valid JSON"),
        ("[]", 'does not begin with "recipe"'),
        ('{"recipe": 1}', "'name' and 'reader' and 'framework' missing"),
        ('{"recipe": 1, "name": 5, "reader": "x", "framework": "y", "columns": []}', "'name' is 5"),
        (
            '{"recipe": 1, "name": "a", "reader": "x", "framework": "y", "columns": [{"column": "q", "meaning": "magic"}]}',
            "'magic' is not a meaning",
        ),
        ('{"recipe": 1, "name": "a", "reader": "x", "framework": "y", "columns": {}}', "'columns' is not a list"),
        (
            '{"recipe": 1, "name": "a", "reader": "x", "framework": "y", "columns": [], "scales": [{"id": "s", "words": [["a", 900]]}]}',
            "beyond -100 to 127",
        ),
    ],
)
def test_a_bad_recipe_is_refused_in_words(text: str, words: str) -> None:
    with pytest.raises(ToolboxError) as caught:
        from_json(text)
    assert caught.value.code == "bad_recipe"
    assert words in caught.value.message


def test_a_recipe_of_a_newer_version_is_refused() -> None:
    recipe = Recipe(name="a", reader="b", framework="c", columns=(ColumnMeaning(column="q"),))
    with pytest.raises(ToolboxError, match="newer version"):
        from_json(to_json(recipe).replace('"recipe": 1', '"recipe": 99'))


def test_a_question_forms_has_numbered_is_joined_with_its_first() -> None:
    reading = read(invented.microsoft_french(), pseudonym=KEY)
    assert reading.questions[-1].combine_with == "Devices work."
    columns = [column for column in guess(reading, OWN).columns if column.item == "own.2"]
    assert [column.column for column in columns] == ["Devices work.", "Devices work.2"]


def test_a_survey_downloaded_in_words_then_in_codes_loses_no_answer() -> None:
    """The same survey, once with full answers, once with answer codes."""
    rows = [("School", "Role", "P1. We have a plan.", "P2. Devices work.", "L1. Lessons are lively.")]
    worded = [("Tamme", "teacher", *(invented.AGREE[(place + row) % 5] for place in range(3))) for row in range(10)]
    coded = [(*row[:2], *(str(invented.AGREE.index(word) + 1) for word in row[2:])) for row in worded]
    first, second = table([*rows, *worded]), table([*rows, *coded, ("Tamme", "teacher", "55", "4", "0,435")])
    recipe = guess(first, OWN)
    again = guess(second, OWN, recipe)
    before, after = apply(recipe, first, OWN, KEY), apply(again, second, OWN, KEY)
    assert after.answers.values[:10].tolist() == before.answers.values.tolist()
    assert after.answers.values[10].tolist() == [State.OFF_SCALE, 4, State.OFF_SCALE]
    assert dict(again.scales[0].words)["0,435"] == State.OFF_SCALE
    assert apply(guess(first, OWN, again), first, OWN, KEY).answers.values.tolist() == before.answers.values.tolist()


def test_a_statement_that_is_new_is_answered_on_the_scale_a_person_put_in_order() -> None:
    words = ("Gar nie so", "Teils so", "Immer so")
    head = ("School", "Role", "P1. We have a plan.", "P2. Devices work.")
    people = [("Tamme", "teacher", words[row % 3], words[(row + 1) % 3]) for row in range(9)]
    first, second = table([row[:3] for row in (head, *people)]), table([head, *people])
    recipe = guess(first, OWN)
    item = next(each for each in recipe.columns if each.item == "own.1")
    said = tuple(zip(words, (1, 3, 5), strict=True))
    recipe = replace(
        recipe, scales=tuple(replace(one, words=said) if one.id == item.scale else one for one in recipe.scales)
    )
    again = guess(second, OWN, recipe)
    assert {each.scale for each in again.columns if each.meaning == "item"} == {item.scale}
    assert apply(again, second, OWN, KEY).answers.values[:3].tolist() == [[1, 3], [3, 5], [5, 1]]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([("", "teacher", "Agree"), ("", "pupil", "Disagree")], "Choose another column for the school"),
        ([("Tamme", "", "Agree"), ("Kase", "", "Disagree")], "Choose another column for the group"),
        ([("Tamme", "teacher", ""), ("Kase", "pupil", "")], "Check that the columns of the statements"),
    ],
)
def test_nothing_left_says_what_to_do(rows, said: str) -> None:
    head = ("School", "Role", "P1. We have a plan.")
    recipe = guess(table([head, ("Tamme", "teacher", "Agree"), ("Kase", "pupil", "Disagree")]), OWN)
    with pytest.raises(ToolboxError) as caught:
        apply(recipe, table([head, *rows]), OWN, KEY)
    assert caught.value.code == "nothing_left"
    assert said in caught.value.message


def test_a_stray_answer_in_words_is_counted_and_not_repeated() -> None:
    rows = "".join(f"Tamme,teacher,{value}\n" for value in (1, 2, 3, 4, 5, 44, "the head never listens to me"))
    reading = read(("School,Role,A1 Digital strategy\n" + rows).encode(), "plain.csv")
    recipe = guess(reading, load("selfie-2020"))
    recipe = replace(
        recipe,
        columns=tuple(
            replace(one, meaning="item", item="selfie2020.A1") if "A1" in one.column else one for one in recipe.columns
        ),
    )
    (problem,) = told(apply(recipe, reading, load("selfie-2020"), Pseudonyms.random()), "off_scale")
    assert problem.count == 2
    assert "'44'" in problem.message
    assert "listens" not in problem.message
    assert "other words" in problem.message


def test_an_item_found_again_by_other_words_is_reworded() -> None:
    rows = "".join(f"Tamme,teacher,{value},{value}\n" for value in (1, 2, 3, 4, 5))
    before = read(("School,Role,Digital devices for learning,Internet access\n" + rows).encode(), "before.csv")
    after = read(
        ("School,Role,C8: every pupil has a device at hand in class,Internet access\n" + rows).encode(), "after.csv"
    )
    first = guess(before, load("selfie-2020"))
    second = {one.item: one for one in guess(after, load("selfie-2020"), first).columns if one.item}
    assert second["selfie2020.C8"].reworded
    assert not second["selfie2020.C3"].reworded
