"""The upload page: a file becomes a round, a bad one a sentence, and nothing is kept before it is saved."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.exports import limesurvey
from toolbox.frameworks import TEMPLATE, load, to_toml
from toolbox.model import Round, State, ToolboxError, Viewer
from toolbox.store import open_store
from toolbox.web.mapping.deciding import with_area, with_reverse
from toolbox.web.mapping.draft import doubts

SAMPLES = Path(__file__).resolve().parents[2] / "sample_datasets"
EXPORTS = SAMPLES / "exports"


def words(at: AppTest) -> str:
    """Every word on the page as a visitor reads it, without the marks that keep it plain."""
    kinds = (at.title, at.subheader, at.markdown, at.caption, at.info, at.warning, at.error, at.success)
    return "\n".join(element.value for kind in kinds for element in kind).replace("\\", "")


def drop(at: AppTest, name: str, content: bytes) -> AppTest:
    """Drop a file on the page."""
    at.file_uploader[0].upload(name, content).run()
    assert not at.exception
    return at


def press(at: AppTest, label: str) -> AppTest:
    """Press the button whose label begins so."""
    next(button for button in at.button if button.label.startswith(label)).click().run()
    assert not at.exception
    return at


def field(at: AppTest, kind: str, label: str):
    """The widget of this kind whose label begins so."""
    return next(widget for widget in getattr(at, kind) if widget.label.startswith(label))


def through(at: AppTest, *, name: str = "") -> AppTest:
    """From the step of the file to the saved round, taking every guess."""
    for label in ("Next: Framework", "Next: Columns", "Next: Answers", "Next: Check", "Next: Save"):
        press(at, label)
        assert not at.error, [error.value for error in at.error]
    if name:
        field(at, "text_input", "Name of the round").set_value(name).run()
    return press(at, "Save the round")


def stored(tmp_path: Path, folder: str = "") -> tuple[Round, ...]:
    """The rounds in the data folder of the test that are no sample."""
    place = tmp_path / folder
    store = open_store(f"sqlite:///{place / 'toolbox.db'}", place)
    rounds = tuple(each for each in store.rounds(Viewer()) if not each.sample)
    store.close()
    return rounds


def test_empty_store_shows_where_to_begin(empty_store) -> None:
    at = empty_store("upload")
    assert not at.exception
    assert at.title[0].value == "Upload answers"
    assert len(at.file_uploader) == 1
    assert "Nothing is kept until you say so at the end" in words(at)


def test_a_file_becomes_a_round(empty_store, tmp_path: Path) -> None:
    at = drop(empty_store("upload"), "spring.csv", limesurvey(60, unfinished=4))
    assert "LimeSurvey export, 60 answers, 56 finished" in words(at)
    assert stored(tmp_path) == ()
    through(at, name="Spring")
    assert "Saved: “Spring” of 9 March 2026, 56 answers from 2 schools" in words(at)
    (saved,) = stored(tmp_path)
    assert (saved.name, saved.people, saved.framework) == ("Spring", 56, "selfie-2020")
    assert saved.schools == ("Birch School", "Harbour School")
    assert set(saved.groups) == {"leaders", "teachers", "pupils"}
    assert saved.sources[0].rows == 60
    assert saved.sources[0].kept == 56


def test_after_saving_the_raw_file_is_gone(empty_store) -> None:
    at = through(drop(empty_store("upload"), "spring.csv", limesurvey()))
    assert not at.session_state["upload_drafts"]
    drops = at.session_state["upload_drops"]
    assert drops > 0
    for number in range(drops + 1):
        key = f"upload_drop_{number}"
        assert key not in at.session_state or not at.session_state[key]


def test_half_done_work_is_in_the_session_only(empty_store, tmp_path: Path) -> None:
    at = drop(empty_store("upload"), "spring.csv", limesurvey())
    press(press(at, "Next: Framework"), "Next: Columns")
    other = empty_store("upload")
    assert "LimeSurvey" not in " ".join(element.value for element in other.success)
    assert stored(tmp_path) == ()


def test_the_next_round_is_read_by_the_recipe_and_says_what_differs(empty_store, tmp_path: Path) -> None:
    through(drop(empty_store("upload"), "autumn.csv", limesurvey(60)), name="Autumn")
    added = {"QD[D1]": "How far do you agree? [Somebody asks what we would need to learn.]"}
    at = drop(
        empty_store("upload"), "spring.csv", limesurvey(60, seed=2, day="2026-09-09", without=("QC[C3]",), added=added)
    )
    press(at, "Next: Framework")
    assert field(at, "radio", "What are these").value.startswith("recipe:")
    said = words(at)
    assert "**New columns:** QD" in said
    assert "**Missing:** QC" in said
    for label in ("Next: Columns", "Next: Answers", "Next: Check", "Next: Save"):
        press(at, label)
    field(at, "text_input", "Name of the round").set_value("Spring").run()
    press(at, "Save the round")
    assert [each.name for each in stored(tmp_path)] == ["Autumn", "Spring"]


def test_the_same_file_twice_is_said_and_not_added_twice(empty_store, tmp_path: Path) -> None:
    content = limesurvey()
    at = drop(empty_store("upload"), "spring.csv", content)
    drop(at, "copy of spring.csv", content)
    assert "holds exactly the same as “spring.csv”" in words(at)
    assert len(at.session_state["upload_drafts"]) == 1
    through(at, name="Spring")
    again = drop(empty_store("upload"), "spring.csv", content)
    assert "This very file is already in the round “Spring”" in words(again)
    for label in ("Next: Framework", "Next: Columns", "Next: Answers", "Next: Check", "Next: Save"):
        press(again, label)
    assert next(button for button in again.button if button.label == "Save the round").disabled
    assert len(stored(tmp_path)) == 1


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.csv", b"", "empty"),
        ("heading.csv", limesurvey(0), "no answers"),
        ("report.pdf.csv", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "PDF"),
        ("page.xls", b"<html><body><table><tr><td>School</td></tr></table></body></html>", "web page"),
    ],
)
def test_a_bad_file_is_refused_in_words(empty_store, tmp_path: Path, name: str, content: bytes, said: str) -> None:
    at = drop(empty_store("upload"), name, content)
    assert len(at.error) == 1
    assert said.casefold() in at.error[0].value.casefold()
    assert not any(button.label.startswith("Next") for button in at.button)
    press(at, "Remove this file")
    assert not at.error
    assert stored(tmp_path) == ()


def test_several_files_keep_their_own_state(empty_store, tmp_path: Path) -> None:
    at = empty_store("upload")
    at.file_uploader[0].upload("one.csv", limesurvey(30)).run()
    drop(at, "two.csv", limesurvey(40, seed=2, day="2026-10-01"))
    assert len(at.session_state["upload_drafts"]) == 2
    assert "40 answers" in words(at)
    press(at, "Next: Framework")
    first = next(iter(at.session_state["upload_drafts"]))
    at.segmented_control(key="upload_file").set_value(first).run()
    assert "30 answers" in words(at)
    through(at, name="One")
    assert [each.name for each in stored(tmp_path)] == ["One"]
    assert [draft.file for draft in at.session_state["upload_drafts"].values()] == ["two.csv"]


def test_areas_of_ones_own_become_a_framework(empty_store, tmp_path: Path) -> None:
    at = press(drop(empty_store("upload"), "spring.csv", limesurvey()), "Next: Framework")
    field(at, "radio", "What are these").set_value("own").run()
    field(at, "text_input", "Name of your framework").set_value("Our questions").run()
    press(at, "Next: Columns")
    assert len([each for each in at.selectbox if each.label == "Area"]) == 6
    drafts = at.session_state["upload_drafts"]
    ((key, draft),) = drafts.items()
    # AppTest cannot type a new word into a picker; the browser tests do.
    drafts[key] = with_area(draft, list(doubts(draft))[:3], "Planning")
    at.run()
    assert "**3 need a look.**" in words(at)
    field(at, "selectbox", "Area for all of them").set_value("Planning").run()
    drafts[key] = with_area(drafts[key], [column for column, _ in drafts[key].own.areas[3:]], " Equipment ")
    at.run()
    assert "Nothing needs a second look" in words(at)
    for label in ("Next: Answers", "Next: Check", "Next: Save"):
        press(at, label)
        assert not at.error, [error.value for error in at.error]
    press(at, "Save the round")
    (saved,) = stored(tmp_path)
    store = open_store(f"sqlite:///{tmp_path / 'toolbox.db'}", tmp_path)
    (framework,) = store.frameworks(Viewer())
    store.close()
    assert saved.framework == framework.id
    assert [area.name for area in framework.areas] == ["Planning", "Equipment"]
    assert len(framework.items) == 6


def test_a_missing_group_column_is_asked_for(empty_store) -> None:
    at = press(press(drop(empty_store("upload"), "spring.csv", limesurvey()), "Next: Framework"), "Next: Columns")
    assert "Still to be said" not in words(at)
    field(at, "selectbox", "Group").set_value("").run()
    assert "Still to be said: which group answered (above)." in words(at)
    press(press(at, "Next: Answers"), "Next: Check")
    assert "Which group answered?" in at.error[0].value
    press(press(at, "Back"), "Back")
    field(at, "selectbox", "Which group answered?").set_value("teachers").run()
    press(press(at, "Next: Answers"), "Next: Check")
    assert not at.error
    assert "teachers 60" in words(at)


def test_flipping_a_scale_turns_its_values(empty_store) -> None:
    at = drop(empty_store("upload"), "spring.csv", limesurvey())
    for label in ("Next: Framework", "Next: Columns", "Next: Answers"):
        press(at, label)
    box = field(at, "selectbox", "What “Strongly agree” stands for")
    assert box.value == 5
    press(at, "Flip")
    assert field(at, "selectbox", "What “Strongly agree” stands for").value == 1


def test_too_few_invited_is_refused(empty_store, tmp_path: Path) -> None:
    at = drop(empty_store("upload"), "spring.csv", limesurvey(schools=("Birch School",)))
    for label in ("Next: Framework", "Next: Columns", "Next: Answers", "Next: Check", "Next: Save"):
        press(at, label)
    field(at, "number_input", "Pupils invited").set_value(3).run()
    press(at, "Save the round")
    assert "3 invited, but 20 answered" in at.error[0].value
    assert stored(tmp_path) == ()
    field(at, "number_input", "Pupils invited").set_value(40).run()
    press(at, "Save the round")
    (saved,) = stored(tmp_path)
    assert saved.invited == {("Birch School", "pupils"): 40}


def test_before_and_after_swapped_is_noticed(empty_store) -> None:
    through(drop(empty_store("upload"), "a.csv", limesurvey(day="2026-03-18")), name="After")
    at = drop(empty_store("upload"), "b.csv", limesurvey(seed=2, day="2026-04-14"))
    for label in ("Next: Framework", "Next: Columns", "Next: Answers", "Next: Check", "Next: Save"):
        press(at, label)
    field(at, "text_input", "Name of the round").set_value("Before").run()
    assert "look swapped" in words(at)


def test_a_second_file_is_added_to_a_round(empty_store, tmp_path: Path) -> None:
    through(drop(empty_store("upload"), "a.csv", limesurvey(60)), name="Spring")
    at = drop(empty_store("upload"), "b.csv", limesurvey(20, seed=3, schools=("Lake School",)))
    for label in ("Next: Framework", "Next: Columns", "Next: Answers", "Next: Check", "Next: Save"):
        press(at, label)
    (saved,) = stored(tmp_path)
    field(at, "radio", "Save as").set_value(saved.id).run()
    press(at, "Save the round")
    (both,) = stored(tmp_path)
    assert both.people == 80
    assert both.schools == ("Birch School", "Harbour School", "Lake School")


def test_the_sample_hub_file_is_recognised(sample_store) -> None:
    at = drop(
        sample_store("upload"), "spring-2026.xlsx", (SAMPLES / "microsoft_forms" / "spring-2026.xlsx").read_bytes()
    )
    assert "Microsoft Forms" in at.success[0].value
    press(press(at, "Next: Framework"), "Next: Columns")
    assert not at.error


def test_not_right_reads_the_same_file_again(empty_store) -> None:
    content = limesurvey(20).decode("utf-8-sig").replace("Birch School", "Möisaküla kool").encode("cp1252")
    at = drop(empty_store("upload"), "old.csv", content)
    field(at, "selectbox", "Encoding").set_value("cp1251")
    press(at, "Read again")
    assert "Möisaküla" not in words(press(press(at, "Next: Framework"), "Next: Columns"))
    press(press(at, "Back"), "Back")
    field(at, "selectbox", "Encoding").set_value("cp1252")
    press(at, "Read again")
    assert "Möisaküla kool" in words(press(press(at, "Next: Framework"), "Next: Columns"))


def test_a_framework_file_is_taken_or_refused_in_words(empty_store) -> None:
    at = press(drop(empty_store("upload"), "spring.csv", limesurvey()), "Next: Framework")
    taker = next(each for each in at.file_uploader if each.label == "Framework or recipe")
    taker.upload("mine.toml", b"id = 5").run()
    assert "Line 1" in at.error[0].value or "id" in at.error[0].value
    assert not at.exception
    taker = next(each for each in at.file_uploader if each.label == "Framework or recipe")
    taker.upload("mine.toml", TEMPLATE.encode()).run()
    assert not at.exception
    assert field(at, "radio", "What are these").value == "framework:our-school"
    taker = next(each for each in at.file_uploader if each.label == "Framework or recipe")
    taker.upload("recipe.json", b"{}").run()
    assert not at.exception
    assert at.error
    taker = next(each for each in at.file_uploader if each.label == "Framework or recipe")
    taker.upload("frame.toml", to_toml(load("digcomporg")).encode()).run()
    assert not at.exception
    assert "is a frame: it names areas but no items" in at.error[0].value
    options = field(at, "radio", "What are these").options
    assert not {load(id).name for id in ("digcomporg", "selfie-2018")} & set(options)


def test_an_activity_log_shows_what_was_read_and_keeps_nothing(empty_store, tmp_path: Path) -> None:
    at = drop(empty_store("upload"), "moodle_log.csv", (SAMPLES / "moodle_log.csv").read_bytes())
    assert at.success[0].value.replace("\\", "").startswith("A Moodle log export, 1,047 events, 135 people")
    assert "cannot become a round. Nothing of it is kept before you say so" in at.info[0].value
    said = words(at)
    assert "**First event:**" in said
    assert "last event:" in said
    table = at.table[0].value
    assert list(table.columns) == ["What people did", "Events", "People"], "this log knows no minutes"
    assert "Looked at something" in set(table["What people did"])
    assert not any(button.label.startswith("Next") for button in at.button)
    assert stored(tmp_path) == ()
    press(at, "Remove this file")
    assert not at.session_state["upload_drafts"]


def test_a_kind_of_few_people_is_hidden_in_a_log(empty_store) -> None:
    lines = ["Time,User full name,Event context,Component,Event name,Description,Origin,IP address"]
    for number in range(1, 9):
        what = "viewed" if number > 1 else "created"
        lines.append(
            f'"2/03/26, 10:{number:02d}:00",Anu {number},Course: X,System,Course {what},'
            f"\"The user with id '{number}' {what} the course with id '2'.\",web,10.0.0.{number}"
        )
    at = drop(empty_store("upload"), "log.csv", "\n".join(lines).encode())
    table = at.table[0].value
    assert all("hidden: fewer than 5 people" in cell for cell in table["Events"]), "the other kind would give it away"
    assert "Anu" not in words(at) + table.to_string()


def test_a_log_without_years_and_with_staff_is_asked_about_both(empty_store) -> None:
    lines = ["Time,User full name,Event context,Component,Event name,Description,Origin,IP address"]
    for number in range(1, 8):
        report = number == 7
        told = "viewed the grader report" if report else "viewed the course with id '2'"
        lines.append(
            f'"{16 + number} Oct, 12:44",Anu {number},Course: X,System,{"Grader report" if report else "Course"} viewed,'
            f"\"The user with id '{number}' {told}.\",web,"
        )
    at = drop(empty_store("upload"), "log.csv", "\n".join(lines).encode())
    assert "**First event:**" not in words(at)
    field(at, "selectbox", "Which school year is it?").set_value(2014).run()
    assert "**First event:** 17 October 2014" in words(at)
    assert "7 people" in at.success[0].value
    press(at, "Leave the staff account out")
    assert "6 people" in at.success[0].value
    assert "**First event:** 17 October 2014" in words(at), "one choice does not undo the other"
    assert field(at, "selectbox", "Which school year is it?").value == 2014
    press(at, "Read again")
    assert "6 people" in at.success[0].value, "what was said before is kept when the file is read again"
    press(at, "Count the staff account again")
    assert "7 people" in at.success[0].value
    field(at, "selectbox", "Which school year is it?").set_value(2015).run()
    assert "**First event:** 17 October 2015" in words(at)


def test_a_log_with_everything_known_is_asked_nothing(empty_store) -> None:
    at = drop(empty_store("upload"), "progress.csv", (EXPORTS / "moodle_completion" / "progress.csv").read_bytes())
    assert not any(box.label == "Which school year is it?" for box in at.selectbox)
    assert not any("staff" in button.label for button in at.button)


def test_an_answer_nobody_placed_is_said_before_saving(empty_store) -> None:
    content = limesurvey().replace(b"Slightly agree", b"Hmm")
    at = drop(empty_store("upload"), "spring.csv", content)
    for label in ("Next: Framework", "Next: Columns", "Next: Answers"):
        press(at, label)
    assert "“Hmm” is not on the scale yet. Where does it belong?" in words(at)
    press(at, "Next: Check")
    assert "Not on a scale yet, so not counted: “Hmm”" in words(at)
    press(at, "Say what they stand for")
    field(at, "selectbox", "What “Hmm” stands for").set_value(3).run()
    press(at, "Next: Check")
    assert "Not on a scale yet" not in words(at)


def test_the_same_answers_in_another_file_are_noticed(empty_store) -> None:
    content = limesurvey()
    through(drop(empty_store("upload"), "a.csv", content), name="Spring")
    at = drop(empty_store("upload"), "b.csv", content.replace(b"\r\n", b"\n"))
    assert "This very file" not in words(at)
    for label in ("Next: Framework", "Next: Columns", "Next: Answers", "Next: Check", "Next: Save"):
        press(at, label)
    assert "The same 60 answers are already in “Spring”" in words(at)


def test_a_framework_file_reaches_the_store_with_its_first_round(empty_store, tmp_path: Path) -> None:
    at = press(drop(empty_store("upload"), "spring.csv", limesurvey()), "Next: Framework")
    taker = next(each for each in at.file_uploader if each.label == "Framework or recipe")
    taker.upload("mine.toml", TEMPLATE.encode()).run()
    store = open_store(f"sqlite:///{tmp_path / 'toolbox.db'}", tmp_path)
    assert store.frameworks(Viewer()) == ()
    for label in ("Next: Columns", "Next: Answers", "Next: Check", "Next: Save", "Save the round"):
        press(at, label)
        assert not at.error, [error.value for error in at.error]
    assert [each.id for each in store.frameworks(Viewer())] == ["our-school"]
    store.close()


def dated(people: int, *, month: str, seed: int = 1) -> bytes:
    """A LimeSurvey export whose dates are day and month, or month and day: nobody can tell."""
    return limesurvey(people, seed=seed, day=f"03/{month}/2026")


def test_the_reading_choices_of_the_last_round_are_made_again(empty_store) -> None:
    at = drop(empty_store("upload"), "autumn.csv", dated(30, month="04"))
    assert "Is '03/04/2026" in words(at)
    field(at, "selectbox", "Order of dates").set_value("mdy")
    through(press(at, "Read again"), name="Autumn")
    at = drop(empty_store("upload"), "spring.csv", dated(30, month="05", seed=2))
    assert "As in the earlier round: month first" in words(at)
    assert field(at, "selectbox", "Order of dates").value == "mdy"
    assert "Is '03/05/2026" not in words(at)
    field(at, "selectbox", "Order of dates").set_value("dmy")
    press(at, "Read again")
    assert "As in the earlier round" not in words(at)
    (draft,) = at.session_state["upload_drafts"].values()
    assert (draft.reading.first.month, draft.reading.first.day) == (5, 3)


def test_what_a_person_takes_back_is_not_made_again(empty_store, tmp_path: Path) -> None:
    at = drop(empty_store("upload"), "autumn.csv", dated(30, month="04"))
    field(at, "selectbox", "Order of dates").set_value("mdy")
    through(press(at, "Read again"), name="Autumn")
    at = drop(empty_store("upload"), "spring.csv", dated(30, month="05", seed=2))
    field(at, "selectbox", "Order of dates").set_value("")
    press(at, "Read again")
    for label in ("Next: Framework", "Next: Columns", "Next: Answers", "Next: Check", "Next: Save"):
        press(at, label)
    field(at, "date_input", "Date the answers").set_value(date(2026, 5, 3)).run()
    field(at, "text_input", "Name of the round").set_value("Spring").run()
    press(at, "Save the round")
    assert stored(tmp_path)[-1].recipe.choices.date_order == ""


def numbered(rows: int = 30) -> bytes:
    """A plain table of 1 to 7 in which nobody chose more than 5 at the statement that is turned round."""
    lines = ["School,Role,Plan,Devices,Burden"]
    lines += [f"Elm,Teacher,{row % 7 + 1},{(row + 3) % 7 + 1},{row % 5 + 1}" for row in range(rows)]
    return "\n".join(lines).encode()


def test_a_scale_of_numbers_goes_further_than_anybody_chose(empty_store, tmp_path: Path) -> None:
    at = press(drop(empty_store("upload"), "numbers.csv", numbered()), "Next: Framework")
    field(at, "radio", "What are these answers about?").set_value("own").run()
    (draft,) = at.session_state["upload_drafts"].values()
    columns = [each.column for each in draft.recipe.columns if each.meaning == "item"]
    draft = with_reverse(with_area(draft, columns, "Daily work"), columns[-1], True)
    at.session_state["upload_drafts"] = {draft.key: draft}
    press(press(at.run(), "Next: Columns"), "Next: Answers")
    assert "Nobody chose more than 5 here, while other statements go up to 7" in words(at)
    short = [each for each in at.selectbox if each.label == "Highest number one could choose" and each.value == 5]
    assert short[0].options[0] == "5", "a number somebody chose cannot be taken off the scale"
    short[0].set_value(7).run()
    assert "Nobody chose more than" not in words(at)
    press(press(at, "Next: Check"), "Next: Save")
    field(at, "text_input", "Name of the round").set_value("Numbers").run()
    field(at, "date_input", "Date the answers").set_value(date(2026, 5, 4)).run()
    press(at, "Save the round")
    assert not at.error, [error.value for error in at.error]
    store = open_store(f"sqlite:///{tmp_path / 'toolbox.db'}", tmp_path)
    (framework,) = store.frameworks(Viewer())
    assert [(framework.scale_of(item).high, item.reverse) for item in framework.items] == [
        (7, False),
        (7, False),
        (7, True),
    ]
    store.close()


def test_where_only_unfinished_answers_are_left_they_can_be_kept(empty_store, tmp_path: Path) -> None:
    at = drop(empty_store("upload"), "spring.csv", limesurvey(20, unfinished=20))
    for label in ("Next: Framework", "Next: Columns", "Next: Answers", "Next: Check"):
        press(at, label)
    assert len(at.error) == 1
    assert "None of the 20 rows is left" in at.error[0].value
    field(at, "toggle", "Keep the 20 answers").set_value(True).run()
    assert not at.error
    assert "20 of 20 answers will be saved" in words(at)


def test_numbers_invited_of_fifteen_schools(empty_store, tmp_path: Path) -> None:
    schools = tuple(f"School {letter}" for letter in "ABCDEFGHIJKLMNO")
    at = drop(empty_store("upload"), "autumn.csv", limesurvey(360, schools=schools))
    for label in ("Next: Framework", "Next: Columns", "Next: Answers", "Next: Check", "Next: Save"):
        press(at, label)
    assert "Click a cell in the column “Invited”" in words(at)
    (frame,) = [each.value for each in at.dataframe if "Invited" in each.value]
    assert (len(frame), set(frame["Answered"])) == (45, {8})
    (draft,) = at.session_state["upload_drafts"].values()
    # AppTest cannot type into a table's cell; the browser keeps what is typed under this key.
    at.session_state[f"upload_{draft.key}_invited_"] = {"edited_rows": {0: {"Invited": 5}, 44: {"Invited": 40}}}
    press(at, "Save the round")
    assert "School A, leaders: 5 invited, but 8 answered" in words(at)
    assert stored(tmp_path) == ()


def pick(content: bytes, role: str) -> bytes:
    """The answers of one group, as a file of their own."""
    head, *rows = content.split(b"\r\n")
    return b"\r\n".join([head, *(row for row in rows if b'"%s"' % role.encode() in row), b""])


def test_two_files_at_once_become_one_round(empty_store, tmp_path: Path) -> None:
    content, at = limesurvey(120), empty_store("upload")
    at.file_uploader[0].set_value(
        [("teachers.csv", pick(content, "Teacher"), "text/csv"), ("pupils.csv", pick(content, "Pupil"), "text/csv")]
    ).run()
    assert not at.exception
    assert [draft.file for draft in at.session_state["upload_drafts"].values()] == ["2 files"]
    assert "2 LimeSurvey exports of the same survey, 80 answers" in words(at)
    through(at, name="Autumn")
    (autumn,) = stored(tmp_path)
    assert (autumn.people, set(autumn.groups)) == (80, {"teachers", "pupils"})
    assert [(each.file, each.rows, each.kept) for each in autumn.sources] == [
        ("teachers.csv", 40, 40),
        ("pupils.csv", 40, 40),
    ]
    assert not at.session_state["upload_drafts"]


def drop_all(at: AppTest, files: dict[str, bytes]) -> AppTest:
    """Drop several files at once."""
    at.file_uploader[0].set_value([(name, content, "text/csv") for name, content in files.items()]).run()
    assert not at.exception
    return at


def without_columns(content: bytes, *names: str) -> bytes:
    """The export without some columns, by the beginning of their headings."""
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    keep = [place for place, head in enumerate(rows[0]) if not head.startswith(names)]
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows([row[place] for place in keep] for row in rows)
    return text.getvalue().encode("utf-8-sig")


TWELVE = tuple(
    f"{name} School"
    for name in ["Ash", "Birch", "Cedar", "Elm", "Fir", "Hazel", "Lime", "Maple", "Oak", "Pine", "Rowan", "Yew"]
)


def one_per_school(people: int = 12) -> dict[str, bytes]:
    """Twelve exports, one a school; neither school nor group is a column, the school is in the file's name."""
    return {
        f"results-survey{4711 + place} {school}.csv": without_columns(
            limesurvey(people, seed=place, schools=(school,), unfinished=place % 3), "school.", "role."
        )
        for place, school in enumerate(TWELVE)
    }


def test_twelve_files_of_twelve_schools_are_walked_through_once(empty_store, tmp_path: Path) -> None:
    at = drop_all(empty_store("upload"), one_per_school())
    assert "12 LimeSurvey exports of the same survey, 144 answers, 132 finished" in words(at)
    press(press(at, "Next: Framework"), "Next: Columns")
    assert "Still to be said: which group answered (12 files, above)." in words(at)
    assert field(at, "selectbox", "School of results-survey4711 Ash School.csv").value == "Ash School"
    press(press(at, "Next: Answers"), "Next: Check")
    assert "Which group are the answers in “results-survey4711 Ash School.csv”" in at.error[0].value
    press(press(at, "Back"), "Back")
    field(at, "selectbox", "Group of all files").set_value("teachers").run()
    assert field(at, "selectbox", "Group of results-survey4722 Yew School.csv").value == "teachers"
    press(press(at, "Next: Answers"), "Next: Check")
    assert not at.error, at.error[0].value
    assert "132 of 144 answers will be saved" in words(at)
    table = next(each.value for each in at.table if "Left out" in each.value)
    assert list(table["Kept"])[:3] == [12, 11, 10]
    press(at, "Next: Save")
    field(at, "text_input", "Name of the round").set_value("All of us").run()
    press(at, "Save the round")
    (saved,) = stored(tmp_path)
    assert (saved.people, saved.schools, saved.groups) == (132, TWELVE, ("teachers",))
    assert [(each.rows, each.kept) for each in saved.sources[:3]] == [(12, 12), (12, 11), (12, 10)]
    assert (saved.recipe.school, saved.recipe.group) == ("", "")


def test_a_set_is_saved_whole_or_not_at_all(empty_store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {name: limesurvey(20, seed=seed, schools=(f"{name} School",)) for seed, name in enumerate("ABC")}
    at = drop_all(empty_store("upload"), files)
    for label in ("Next: Framework", "Next: Columns", "Next: Answers", "Next: Check", "Next: Save"):
        press(at, label)
    from toolbox.store import rounds

    real, calls = rounds.add_source, []

    def third_fails(*asked) -> None:
        calls.append(asked)
        if len(calls) == 3:
            raise ToolboxError("disk_full", "The disk is full. Make room and save again.")
        real(*asked)

    monkeypatch.setattr(rounds, "add_source", third_fails)
    press(at, "Save the round")
    assert at.error[0].value == "The disk is full. Make room and save again."
    assert stored(tmp_path) == ()
    monkeypatch.setattr(rounds, "add_source", real)
    press(at, "Save the round")
    assert stored(tmp_path)[0].people == 60


def test_a_set_is_added_to_a_round_with_every_source(empty_store, tmp_path: Path) -> None:
    through(drop(empty_store("upload"), "a.csv", limesurvey(60)), name="Spring")
    files = {f"{name}.csv": limesurvey(20, seed=9 + ord(name), schools=(f"{name} School",)) for name in "XYZ"}
    at = drop_all(empty_store("upload"), files)
    for label in ("Next: Framework", "Next: Columns", "Next: Answers", "Next: Check", "Next: Save"):
        press(at, label)
    (saved,) = stored(tmp_path)
    field(at, "radio", "Save as").set_value(saved.id).run()
    press(at, "Save the round")
    (both,) = stored(tmp_path)
    assert both.people == 120
    assert [each.file for each in both.sources] == ["a.csv", "X.csv", "Y.csv", "Z.csv"]


def test_answers_two_files_of_a_set_share_are_left_out_once(empty_store) -> None:
    content = limesurvey(40)
    head, *rows = content.split(b"\r\n")
    half = b"\r\n".join([head, *rows[:20], b""])
    other = limesurvey(30, seed=5, schools=("Elm School",))
    at = drop_all(empty_store("upload"), {"all.csv": content, "half.csv": half, "elm.csv": other})
    assert "“half.csv” holds the same 20 answers as “all.csv” (same times and answers), so it was left out." in words(
        at
    )
    (draft,) = at.session_state["upload_drafts"].values()
    assert [each.draft.file for each in draft.files] == ["all.csv", "elm.csv"]
    head, *more = limesurvey(50, seed=1).split(b"\r\n")
    overlap = b"\r\n".join([head, *more[30:50], b""])
    at = drop_all(empty_store("upload"), {"all.csv": content, "overlap.csv": overlap})
    said = words(at)
    assert "answers are in “all.csv” too (same times and answers) and were left out here." in said
    assert "the same 40 answers" not in said


def test_files_that_do_not_fit_stay_by_themselves(empty_store) -> None:
    files = {
        "a.csv": limesurvey(20),
        "b.csv": limesurvey(20, seed=2, schools=("Elm School",)),
        "other.csv": numbered(),
        "report.pdf": b"%PDF-1.7\n",
        "before.csv": limesurvey(20, seed=3, day="2025-09-01"),
    }
    at = drop_all(empty_store("upload"), files)
    drafts = list(at.session_state["upload_drafts"].values())
    assert [draft.file for draft in drafts] == ["2 files", "other.csv", "report.pdf", "before.csv"]


def test_a_file_is_taken_out_of_a_set_and_put_back(empty_store) -> None:
    files = {f"{name}.csv": limesurvey(20, seed=ord(name), schools=(f"{name} School",)) for name in "ABC"}
    at = drop_all(empty_store("upload"), files)
    (draft,) = at.session_state["upload_drafts"].values()
    key = draft.files[1].draft.key
    next(each for each in at.multiselect if each.label.startswith("Files of another round")).set_value([key]).run()
    assert not at.exception
    assert [each.file for each in at.session_state["upload_drafts"].values()] == ["2 files", "B.csv"]
    at.segmented_control(key="upload_file").set_value(key).run()
    press(at, "Put them together as one round")
    (draft,) = at.session_state["upload_drafts"].values()
    assert {each.draft.file for each in draft.files} == set(files)


def test_autumn_and_spring_at_once_become_two_rounds(empty_store, tmp_path: Path) -> None:
    at = empty_store("upload")
    at.file_uploader[0].set_value(
        [
            ("autumn.csv", limesurvey(40, day="2025-10-06"), "text/csv"),
            ("notes.pdf", b"%PDF-1.7\n", "application/pdf"),
            ("spring.csv", limesurvey(40, seed=2, day="2026-05-04"), "text/csv"),
        ]
    ).run()
    through(at, name="Spring")
    (second,) = [key for key, draft in at.session_state["upload_drafts"].items() if draft.refused]
    picker = at.segmented_control(key="upload_file")
    assert [option.replace("\\", "") for option in picker.options] == ["autumn.csv", "notes.pdf (not read)"]
    picker.set_value(second).run()
    assert "This is a report (PDF)" in at.error[0].value
    assert "Is it a SELFIE report? Its averages can be typed in" in words(at)
    press(at, "Remove this file")
    through(at, name="Autumn")
    assert {(each.name, each.collected_on.year) for each in stored(tmp_path)} == {("Autumn", 2025), ("Spring", 2026)}


def test_a_very_long_school_name_is_kept_whole(empty_store, tmp_path: Path) -> None:
    school = "Academy and Sixth Form College of " + "the very long name " * 5 + "(South)"
    others = ("Ash School", "Elm School", "Fir School", "Oak School", "Yew School")
    at = press(drop(empty_store("upload"), "long.csv", limesurvey(90, schools=(school, *others))), "Next: Framework")
    press(press(at, "Next: Columns"), "Next: Answers")
    box = field(at, "text_input", f"Name of the school “{school}")
    assert (box.value, box.max_chars >= len(school)) == (school, True), "a shorter field makes the browser cut the name"
    box.set_value(f"{school} 2").run()
    for label in ("Next: Check", "Next: Save", "Save the round"):
        press(at, label)
    assert stored(tmp_path)[0].schools == (f"{school} 2", *others)


def test_an_answer_nobody_chose_is_added_to_a_scale(empty_store) -> None:
    at = drop(empty_store("upload"), "spring.csv", limesurvey())
    for label in ("Next: Framework", "Next: Columns", "Next: Answers"):
        press(at, label)
    field(at, "text_input", "Add an answer nobody chose").set_value("Don't know").run()
    box = field(at, "selectbox", "What “Don't know” stands for")
    box.set_value(int(State.NOT_APPLICABLE)).run()
    (draft,) = at.session_state["upload_drafts"].values()
    assert dict(draft.recipe.scales[0].words)["Don't know"] == State.NOT_APPLICABLE
    field(at, "text_input", "Add an answer nobody chose").set_value("don't know").run()
    (draft,) = at.session_state["upload_drafts"].values()
    assert len([word for word, _ in draft.recipe.scales[0].words if word.lower() == "don't know"]) == 1


def test_a_statement_that_goes_against_the_others_is_a_hint(empty_store) -> None:
    lines = ["School,Role,Plan,Devices,Lessons,Burden"]
    lines += [f"Elm,Teacher,{n % 5 + 1},{n % 5 + 1},{(n + n // 9) % 5 + 1},{5 - n % 5}" for n in range(40)]
    at = press(drop(empty_store("upload"), "n.csv", "\n".join(lines).encode()), "Next: Framework")
    field(at, "radio", "What are these answers about?").set_value("own").run()
    (draft,) = at.session_state["upload_drafts"].values()
    at.session_state["upload_drafts"] = {draft.key: with_area(draft, ["Plan", "Devices", "Lessons", "Burden"], "All")}
    press(press(at.run(), "Next: Columns"), "Next: Answers")
    assert "**Are these turned round?**" in words(at)
    assert not next(iter(at.session_state["upload_drafts"].values())).own.reverse, "a hint changes nothing by itself"
    assert [button.key.rsplit("_", 1)[1] for button in at.button if button.label == "Turn round"] == ["Burden"]
    press(at, "Turn round")
    assert next(iter(at.session_state["upload_drafts"].values())).own.reverse == {"Burden"}
    assert "Are these turned round?" not in words(at)


def test_a_match_by_likeness_is_confirmed_one_by_one(empty_store, tmp_path: Path) -> None:
    through(drop(empty_store("upload"), "autumn.csv", limesurvey(60)), name="Autumn")
    changed = limesurvey(60, seed=2, day="2026-09-09").replace(b"QC[C2]", b"QX[X9]")
    changed = changed.replace(b"There are devices to teach with.", b"There are some devices to teach with.")
    at = press(drop(empty_store("upload"), "spring.csv", changed), "Next: Framework")
    assert "**Is this the same question?** 1 found by similar words." in words(at)
    for label in ("Next: Columns", "Next: Answers", "Next: Check"):
        press(at, label)
    assert "1 column was found again by similar words only. Say whether it is the same question" in at.error[0].value
    at.segmented_control(key=next(each.key for each in at.segmented_control if each.label == "Steps")).set_value(
        "meaning"
    ).run()
    press(at, "The same")
    assert "Is this the same question?" not in words(at)
    for label in ("Next: Columns", "Next: Answers", "Next: Check"):
        press(at, label)
    assert not at.error


def test_what_was_decided_last_is_taken_back(empty_store) -> None:
    at = drop(empty_store("upload"), "spring.csv", limesurvey())
    for label in ("Next: Framework", "Next: Columns", "Next: Answers"):
        press(at, label)
    assert not any(button.label == "Undo" for button in at.button)
    press(at, "Flip")
    field(at, "selectbox", "What “Disagree” stands for").set_value(5).run()
    press(at, "Back")
    press(at, "Next: Answers")
    assert field(at, "selectbox", "What “Disagree” stands for").value == 5, "going back loses nothing"
    press(at, "Undo")
    assert field(at, "selectbox", "What “Disagree” stands for").value == 4
    press(at, "Undo")
    assert field(at, "selectbox", "What “Strongly agree” stands for").value == 5
    assert not any(button.label == "Undo" for button in at.button)
    field_before = words(press(press(at, "Back"), "Back"))
    field(at, "radio", "What are these").set_value("own").run()
    press(at, "Undo")
    assert words(at) == field_before


def test_two_people_add_sets_to_one_round_at_once(empty_store, tmp_path: Path) -> None:
    through(drop(empty_store("upload"), "a.csv", limesurvey(60)), name="Spring")
    (saved,) = stored(tmp_path)
    both = []
    for who in ("Ann", "Ben"):
        files = {f"{who} {n}.csv": limesurvey(20, seed=ord(who[0]) + n, schools=(f"{who} {n} School",)) for n in (1, 2)}
        at = drop_all(empty_store("upload"), files)
        for label in ("Next: Framework", "Next: Columns", "Next: Answers", "Next: Check", "Next: Save"):
            press(at, label)
        field(at, "radio", "Save as").set_value(saved.id).run()
        both.append(at)
    press(both[0], "Save the round")
    # The second saw the round as it was before the first saved: the page asks the store again at each click, so it goes in too.
    press(both[1], "Save the round")
    (together,) = stored(tmp_path)
    assert together.people == 140
    assert [each.file for each in together.sources] == ["a.csv", "Ann 1.csv", "Ann 2.csv", "Ben 1.csv", "Ben 2.csv"]


def test_a_file_that_comes_later_can_be_put_to_the_set_and_nothing_decided_is_lost(empty_store, tmp_path: Path) -> None:
    files = {f"{name}.csv": limesurvey(20, seed=ord(name), schools=(f"{name} School",)) for name in "AB"}
    at = drop_all(empty_store("upload"), files)
    for label in ("Next: Framework", "Next: Columns", "Next: Answers"):
        press(at, label)
    press(at, "Flip")
    for _ in range(3):
        press(at, "Back")
    drop(at, "C.csv", limesurvey(20, seed=9, schools=("C School",)))
    assert [each.file for each in at.session_state["upload_drafts"].values()] == ["2 files", "C.csv"]
    press(at, "Put them together as one round")
    (draft,) = at.session_state["upload_drafts"].values()
    assert len(draft.files) == 3
    assert dict(draft.recipe.scales[0].words)["Strongly agree"] == 1, "the flipped scale stays flipped"
    out = next(each for each in at.multiselect if each.label.startswith("Files of another round"))
    out.set_value([each.draft.key for each in draft.files[1:]]).run()
    first = next(iter(at.session_state["upload_drafts"].values()))
    assert first.file in ("A.csv", "C.csv")
    assert dict(first.recipe.scales[0].words)["Strongly agree"] == 1
    at.segmented_control(key="upload_file").set_value(first.key).run()
    for label in ("Next: Framework", "Next: Columns", "Next: Answers", "Next: Check", "Next: Save", "Save the round"):
        press(at, label)
    assert stored(tmp_path)[0].people == 20


def test_a_pasted_table_of_averages_is_taken(empty_store) -> None:
    at = empty_store("upload")
    table = "Area\tLeaders\tTeachers\tPupils\nLeadership\t3.9\t3.4\t3.1\nNumber of answers\t6\t24\t180"
    field(at, "text_area", "Or paste a table").set_value(table).run()
    press(at, "Read the table")
    (draft,) = at.session_state["upload_drafts"].values()
    assert (draft.file, draft.reading.reader) == ("Pasted table", "selfie_areas")


def test_two_tables_of_averages_are_two_rounds(empty_store) -> None:
    files = {
        f"{name}.txt": f"Area\tLeaders\tTeachers\tPupils\nLeadership\t3.{n}\t3.4\t3.1\nNumber of answers\t6\t24\t180".encode()
        for n, name in enumerate(("elm", "oak"))
    }
    at = drop_all(empty_store("upload"), files)
    assert [draft.file for draft in at.session_state["upload_drafts"].values()] == ["elm.txt", "oak.txt"]
