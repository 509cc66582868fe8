"""The Mentees page: own mentees only, silences with their rule, cards, timeline, what moved, what next."""

from __future__ import annotations

from datetime import date

import pytest

from tests.web.conftest import Open, said
from toolbox import sample
from toolbox.model import Membership, MentoringSession, Viewer
from toolbox.reading import read
from toolbox.reading.membership_lists import read_memberships
from toolbox.reading.pseudonyms import Pseudonyms
from toolbox.reading.school_lists import read_schools
from toolbox.reading.session_lists import sessions_of
from toolbox.web import state
from toolbox.web.mentees.whose import is_mentor

EVERYONE = Viewer()
MENTOR, SILENT = "Debesų kalno gimnazija", "Osnovna šola Megleni Dol"
UNMET = "Vėjo tilto progimnazija"
OTHERS = "Pilvelahe Põhikool"
#: Codes of the invented sample: a mentor of this school, and a teacher of a mentee school who answered both times.
MENTOR_CODE, TEACHER_CODE, TEACHERS_SCHOOL = "GA09P", "JT08L", "Rūko slėnio mokykla"


def bring_lists() -> None:
    """Roster, members, sessions and log of the sample, through the readers, where they are not there yet."""
    store = state.store()
    pseudonym = Pseudonyms(store.pseudonym_key())

    def content(name: str) -> bytes:
        return (sample.FOLDER / name).read_bytes()

    seen = {each.school: each for each in store.roster.all(EVERYONE)}
    listed = read_schools(content("schools.csv"), "schools.csv").schools
    store.roster.change(EVERYONE, listed, seen=[seen[each.school] for each in listed if each.school in seen])
    members = read_memberships(content("memberships.csv"), "memberships.csv", pseudonym=pseudonym).rows
    store.memberships.add(EVERYONE, members)
    log = read(content("mentoring_log.xlsx"), "mentoring_log.xlsx", pseudonym=pseudonym)
    store.sessions.add(EVERYONE, sessions_of(log).sessions)
    store.events.add(EVERYONE, read(content("moodle_log.csv"), "moodle_log.csv", pseudonym=pseudonym))


@pytest.fixture
def hub(sample_store: Open) -> Open:
    """Opens a page on the sample hub with its mentoring lists."""
    sample_store("start")
    bring_lists()
    return sample_store


def test_an_empty_store_says_what_to_bring(empty_store: Open) -> None:
    at = empty_store("mentees")
    assert not at.exception
    assert "Nothing to show yet" in said(at)
    assert {button.key for button in at.button} >= {"mentees_upload", "mentees_data"}


def test_a_mentor_sees_own_mentees_and_no_other_school(hub: Open) -> None:
    at = hub("mentees", mentees_mentor=MENTOR)
    assert not at.exception
    words = said(at)
    assert f"{MENTOR} mentors 4 schools" in words.replace("\\", "")
    assert OTHERS not in words, "another mentor's school"
    assert at.selectbox(key="mentees_school").options == [SILENT, "Rūko slėnio mokykla", UNMET, "Žaibo ežero mokykla"]
    silent = [warning.value.replace("\\", "") for warning in at.warning]
    assert all(words.startswith((SILENT, UNMET)) for words in silent)
    assert any(words.startswith(f"{UNMET}: no session was ever held") for words in silent)
    assert any("60 days without a session that was held" in words for words in silent)
    assert any("30 days without activity" in words for words in silent)
    assert "What moved since Sample, autumn 2025" in words
    assert "Suggested next" in words
    assert "Who left before the last session is not among them" in words


def test_what_is_shown_is_written_down_with_the_mentors_schools(hub: Open) -> None:
    hub("mentees", mentees_mentor=MENTOR)
    left = [each for each in state.store().ledger.releases(EVERYONE, per=0).releases if each.what == "mentees"]
    assert left
    assert {each.role for each in left} == {"mentor"}
    assert all(each.beside and not each.rounds for each in left)
    assert OTHERS not in {school for each in left for school in each.schools}


def test_the_rule_for_silence_can_be_set(hub: Open) -> None:
    at = hub("mentees", mentees_mentor=MENTOR)
    at.number_input(key="mentees_silent").set_value(400)
    at.number_input(key="mentees_inactive").set_value(400).run()
    assert not at.exception
    assert [warning.value.replace("\\", "").partition(":")[0] for warning in at.warning] == [UNMET], (
        "no rule is wide enough"
    )


def test_a_note_is_nowhere_on_the_page(hub: Open) -> None:
    note = "Only for those who mentor here"
    state.store().sessions.add(
        EVERYONE, [MentoringSession(on=date(2026, 4, 20), giver=MENTOR, receiver=SILENT, hours=1, note=note)]
    )
    at = hub("mentees", mentees_mentor=MENTOR, mentees_school=SILENT)
    assert "20 April 2026" in said(at)
    assert note not in said(at)


def test_a_code_of_no_mentor_is_refused_and_a_mentors_own_is_taken(hub: Open) -> None:
    at = hub("mentees", mentees_mentor=MENTOR)
    at.text_input(key="mentees_code").input("nobody here").run()
    assert "No mentor of" in at.error[0].value
    store = state.store()
    key = Pseudonyms(store.pseudonym_key())
    store.memberships.add(EVERYONE, [Membership(member=key("MENTOR1"), role="mentor", school=MENTOR, cluster="x")])
    at.text_input(key="mentees_code").input("mentor1").run()
    assert not at.error
    assert not at.exception


def test_a_log_alone_is_enough(empty_store: Open) -> None:
    state.store().sessions.add(
        EVERYONE, [MentoringSession(on=date(2026, 4, 20), giver="Oak", receiver="Elm", hours=1, phase="mapping")]
    )
    at = empty_store("mentees")
    assert not at.exception
    words = said(at)
    assert "Oak mentors one school" in words
    assert "the schools it held sessions for" in words
    assert "has answered in no round yet" in words


def test_other_pages_see_every_school_again_afterwards(hub: Open) -> None:
    at = hub("mentees", mentees_mentor=MENTOR)
    at.switch_page("../../pages/school.py").run()
    assert OTHERS in at.selectbox(key="school_school").options


def agreed(at):
    (found,) = [each for each in at.checkbox if each.key.startswith("single_agreed")]
    return found


def test_whose_code_it_is() -> None:
    held = MentoringSession(on=date(2026, 1, 7), giver="Oak", receiver="Elm", mentors=("P-1",))
    assert is_mentor("P-1", [], [held], "Oak")
    assert not is_mentor("P-1", [], [held], "Ash")


def test_a_single_teacher_is_looked_at_with_consent_only_and_by_nobody_else(hub: Open) -> None:
    store = state.store()
    mentor, teacher = (Pseudonyms(store.pseudonym_key())(code) for code in (MENTOR_CODE, TEACHER_CODE))
    at = hub("mentees", mentees_mentor=MENTOR, mentees_school=TEACHERS_SCHOOL)
    assert "single_code" not in {field.key for field in at.text_input}, "first the mentor says who they are"
    at.text_input(key="mentees_code").input(MENTOR_CODE).run()
    at.text_input(key="single_code").input(TEACHER_CODE).run()
    assert not at.exception
    assert "answers of one person vary" not in said(at).lower()
    record = next(button for button in at.button if button.label == "Record")
    record.click().run()
    assert "Tick that the teacher agreed" in at.error[0].value
    agreed(at).check()
    at.text_input(key="single_code").input("AB01C").run()
    assert not agreed(at).value, "ticked for one teacher is not ticked for another"
    at.text_input(key="single_code").input(f"{TEACHER_CODE}, AB01C").run()
    assert "One code at a time" in at.error[0].value
    assert not at.checkbox or "single_agreed" not in {each.key[:13] for each in at.checkbox}
    at.text_input(key="single_code").input(TEACHER_CODE).run()
    agreed(at).check()
    next(button for button in at.button if button.label == "Record").click().run()
    assert not at.exception
    assert "The teacher agreed on" in said(at)
    assert "answers of one person vary" in said(at).lower()
    assert f"as one of the teachers of {TEACHERS_SCHOOL}; in points of the scale" in said(at)
    assert said(at).count("tells neither of a rise nor of a fall") == 1, "said once for all areas"
    assert teacher not in said(at)
    (kept,) = store.sessions.consents(EVERYONE)
    assert (kept.person, kept.mentor, kept.withdrawn_on) == (teacher, mentor, None)
    at.button(key="single_back").click().run()
    assert "took the consent back" in said(at)
    assert "answers of one person vary" not in said(at).lower()
