"""What a visitor reads where a file, two rounds or a small group need a word: every row of the specification's table of bad
inputs that shows in the dialogue. What the file itself shows is in ``tests/reading/test_messages.py``."""

from __future__ import annotations

import pytest

from tests.exports import limesurvey
from tests.reading import invented
from tests.web.test_upload import drop, field, press, stored, through, words
from toolbox.model import Problem
from toolbox.web.mapping import arriving, preview
from toolbox.web.mapping.preview import problem_rows, too_few

STEPS = ("Framework", "Columns", "Answers", "Check", "Save")


def to(at, step: str):
    """On to a step, every guess taken."""
    for name in STEPS[: STEPS.index(step) + 1]:
        press(at, f"Next: {name}")
    return at


def test_three_rows_of_heading(empty_store) -> None:
    said = words(drop(empty_store("upload"), "q.csv", invented.qualtrics()))
    assert "We used 3 rows as the heading (Qualtrics). 5 answers found below it." in said
    assert "If the first answer is missing, change the heading rows under “Not right?”." in said
    assert "rows come from previews, tests or spam and were left out" in said or "from previews, tests or spam" in said


def test_one_answer(empty_store) -> None:
    said = words(drop(empty_store("upload"), "one.csv", b"School,Role,A1\nTamme,teacher,4\n"))
    assert "There is only 1 answer in this file yet. Download it again when more have come in." in said


def test_both_orders_of_dates_are_asked_with_the_two_days(empty_store) -> None:
    at = drop(empty_store("upload"), "d.csv", limesurvey(30, day="03/04/2026"))
    assert "What is 03/04/2026?" in words(at)
    assert [button.label for button in at.button][:2] == ["3 April", "4 March"]
    press(at, "4 March")
    (draft,) = at.session_state["upload_drafts"].values()
    assert (draft.reading.first.month, draft.reading.first.day, draft.settled) == (3, 4, True)
    assert "What is" not in words(at)


def test_a_file_over_the_limit(empty_store, monkeypatch: pytest.MonkeyPatch) -> None:
    assert arriving.too_large("log.csv", 240_000_000) == (
        "“log.csv”: This file is 240 MB, and 110 MB is the most. Export one course or one month at a time."
    )
    monkeypatch.setattr(arriving, "LARGEST", 1)
    at = drop(empty_store("upload"), "log.csv", b"School,Q1\n" + b"Tamme,4\n" * 300_000)
    assert "“log.csv”: This file is 2 MB, and 1 MB is the most. Export one course or one month at a time." in words(at)
    assert not at.session_state["upload_drafts"]


def test_the_limit_of_the_page_is_the_limit_of_the_server() -> None:
    import tomllib
    from pathlib import Path

    settings = tomllib.loads((Path(__file__).parents[2] / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert settings["server"]["maxUploadSize"] == arriving.LARGEST


def test_answers_that_were_not_finished(empty_store) -> None:
    at = to(drop(empty_store("upload"), "a.csv", limesurvey(124, unfinished=56)), "Check")
    said = words(at)
    assert "68 of 124 answers will be saved" in said
    assert "124 → 68 · 56 not finished: usually left out: nobody pressed Submit" in said
    toggle = field(at, "toggle", "Keep the 56 answers that were not finished")
    assert "People who did not press Submit. Leaving them out is usual." in toggle.help
    toggle.set_value(True).run()
    assert "124 of 124 answers will be saved" in words(at)


def test_a_code_that_occurs_again_can_be_kept(empty_store) -> None:
    content = limesurvey(30).replace(b"AN006T", b"AN000T")
    at = to(drop(empty_store("upload"), "a.csv", content), "Check")
    assert "30 → 29 · 1 repeat a person’s code: the finished, most complete, latest answer is used" in words(at)
    field(at, "toggle", "Keep the answer whose code occurs again").set_value(True).run()
    assert "30 of 30 answers will be saved" in words(at)


def test_rows_without_a_school_can_be_given_one(empty_store) -> None:
    content = limesurvey(30).replace(b'"Birch School","Leader"', b'"","Leader"')
    at = to(drop(empty_store("upload"), "a.csv", content), "Check")
    assert "5 name no school: they belong to nobody’s profile" in words(at)
    (draft,) = at.session_state["upload_drafts"].values()
    from toolbox.web.mapping.deciding import with_word

    at.session_state["upload_drafts"] = {draft.key: with_word(draft, "schools", "", "Birch School")}
    at.run()
    assert "30 of 30 answers will be saved" in words(at)
    assert field(at, "selectbox", "Rows that name no school").value == "Birch School"


def test_fewer_than_five_in_a_group(empty_store) -> None:
    assert too_few([("Elm", "teachers", 4)]) == (
        "Only 4 teachers answered at Elm; their results are hidden so that nobody can be recognised."
    )
    at = to(drop(empty_store("upload"), "a.csv", limesurvey(24)), "Check")
    assert "In 6 groups fewer than 5 people answered" in words(at)


def test_an_answer_that_is_not_on_the_scale(empty_store) -> None:
    at = drop(empty_store("upload"), "a.csv", limesurvey().replace(b"Slightly agree", b"Pigem jah!"))
    assert "“Pigem jah!” is not on the scale yet. Where does it belong?" in words(to(at, "Answers"))


def test_scales_that_differ_and_numbers_that_disagree_are_said_beside_the_cards(empty_store) -> None:
    lines = ["School,Role,Plan,Devices,Burden,Noise"]
    for row in range(24):
        first, second = ("Agree (2)", "Disagree (1)")[row % 2], ("Agree (6)", "Disagree (7)")[row % 2]
        third = ("never", "rarely", "often", "always")[row % 4]
        lines.append(f"Elm,Teacher,{first},{second},{third},{third}")
    at = press(drop(empty_store("upload"), "n.csv", "\n".join(lines).encode()), "Next: Framework")
    field(at, "radio", "What are these answers about?").set_value("own").run()
    (draft,) = at.session_state["upload_drafts"].values()
    from toolbox.web.mapping.deciding import with_area

    draft = with_area(draft, ["Plan", "Devices"], "Plans")
    at.session_state["upload_drafts"] = {draft.key: with_area(draft, ["Burden", "Noise"], "Load")}
    press(press(at.run(), "Next: Columns"), "Next: Answers")
    said = words(at)
    assert "We keep them apart: each set of answers has its own card." in said
    assert "'Agree' is 2 in some questions and 6 in others." in said


def test_what_changed_since_the_last_round(empty_store) -> None:
    through(drop(empty_store("upload"), "a.csv", limesurvey(60)), name="Autumn")
    added = {"QD[D1]": "How far do you agree? [Somebody asks what we would need to learn.]"}
    at = drop(
        empty_store("upload"), "b.csv", limesurvey(60, seed=2, day="2026-09-09", without=("QC[C3]",), added=added)
    )
    said = words(press(at, "Next: Framework"))
    assert "This round lacks 1 statement and has 1 new question. Comparisons cover the 5 statements in both." in said


def test_the_same_answers_again(empty_store) -> None:
    content = limesurvey()
    through(drop(empty_store("upload"), "a.csv", content), name="Spring")
    at = drop(empty_store("upload"), "again.csv", content)
    assert "This very file is already in the round “Spring” of 9 March 2026." in words(at)
    at = to(drop(empty_store("upload"), "other.csv", content.replace(b"\r\n", b"\n")), "Save")
    assert "The same 60 answers are already in “Spring” (9 March 2026), from another file." in words(at)


def test_before_and_after_swapped(empty_store) -> None:
    through(drop(empty_store("upload"), "a.csv", limesurvey(day="2026-03-18")), name="After")
    at = to(drop(empty_store("upload"), "b.csv", limesurvey(seed=2, day="2026-04-14")), "Save")
    field(at, "text_input", "Name of the round").set_value("Before").run()
    said = words(at)
    assert "“Before” (14 April 2026) and “After” (18 March 2026) look swapped" in said
    assert "Check which file is which before you save." in said


def test_text_that_a_spreadsheet_would_run_is_made_harmless_in_the_list_of_rows() -> None:
    listed = problem_rows([("=evil.csv", 7, Problem(code="x", message="@cmd, in words", rows=(7,)))])
    assert listed.decode("utf-8-sig").splitlines()[1] == "'=evil.csv,7,\"'@cmd, in words\""


def test_the_rows_with_a_problem_are_shown_as_the_file_has_them(empty_store, tmp_path) -> None:
    content = limesurvey(30, unfinished=2).replace(b"Slightly agree", b"Hmm", 1)
    at = to(drop(empty_store("upload"), "a.csv", content), "Check")
    frames = [each.value for each in at.dataframe if "Cause" in each.value]
    assert list(frames[0]["Row"])[:2] == ["2", "3"]
    assert not any("AN0" in str(cell) for cell in frames[0].to_numpy().ravel()), "codes of persons are not shown"
    assert len(frames[0]) <= preview.MOST_ODD
    assert stored(tmp_path) == ()
