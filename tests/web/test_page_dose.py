"""The Change page on mentoring: nothing without records, then what was given, change beside it, and the warnings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from tests.web.conftest import Open, said
from toolbox.model import Membership, MentoringSession, Viewer
from toolbox.web import state

ALL = "All 15 schools together"
HEADERS = (
    "What was given between the rounds", "Change beside hours of mentoring", "Wave by wave",
    "Those who began low: nearer, and reached?", "Who stayed in mentoring",
)  # fmt: skip


def words(at) -> str:
    return said(at).replace("\\", "").replace("\N{NO-BREAK SPACE}", " ")


def forget_everything() -> None:
    """Take out whatever records of mentoring the sample may bring."""
    store, viewer = state.store(), Viewer()
    for each in store.sessions.all(viewer):
        store.sessions.take_out(viewer, each.id, version=each.version)
    for each in store.memberships.all(viewer):
        store.memberships.take_out(viewer, each.id, version=each.version)


def write_sessions(*, hours: float = 1.5, schools: int = 15) -> None:
    """For every school three sessions; each teacher comes to none to three of them, most to one at least."""
    store, viewer, rng = state.store(), Viewer(), np.random.default_rng(5)
    first, last = sorted(state.rounds(), key=lambda each: each.collected_on)
    persons: dict[str, set[str]] = {}
    for each in (first, last):
        answers = store.answers(viewer, each.id)
        teachers = answers.group == answers.groups.index("teachers")
        for school, person in zip(answers.school[teachers].tolist(), answers.person[teachers].tolist(), strict=True):
            persons.setdefault(answers.schools[school], set()).update({person} - {""})
    sessions = [
        MentoringSession(
            on=first.collected_on + timedelta(days=40 + 7 * number), receiver=school, hours=hours * (number + 1),
            persons=tuple(who for who in sorted(persons[school]) if rng.random() < 0.5),
        )
        for school in sorted(persons)[:schools]
        for number in range(3)
    ]  # fmt: skip
    store.sessions.add(viewer, sessions)
    rows = [
        Membership(member=who, role="mentee", school=school, since=date(2025, 9, 1))
        for school in sorted(persons)[:schools] for who in sorted(persons[school])
    ]  # fmt: skip
    store.memberships.add(viewer, rows)


def unmentored_before() -> None:
    """Let mentoring begin between the rounds everywhere, so that every school with a session counts."""
    store, viewer = state.store(), Viewer()
    known = store.roster.all(viewer)
    store.roster.change(viewer, [replace(each, starts=date(2025, 10, 27)) for each in known], seen=known)


def test_nothing_is_said_without_records(sample_store: Open) -> None:
    sample_store("start")
    forget_everything()
    at = sample_store("change", change_school=ALL)
    assert not at.exception
    assert not any(header in words(at) for header in HEADERS if header != "Wave by wave")


def test_what_was_given_and_what_moved_beside_it(sample_store: Open) -> None:
    sample_store("start")
    forget_everything()
    unmentored_before()
    write_sessions()
    at = sample_store("change", change_school=ALL)
    assert not at.exception
    assert not at.error
    told = words(at)
    assert "45 of 45 (100.0 %) planned sessions were held in 15 schools: 135 hours" in told
    assert "Schools chose their hours, and people chose to come" in told
    assert "those who began lowest" in told
    assert "who took part between the rounds" in told
    for never in ("caused", "effect", "impact", "thanks to", "significant", "p ="):
        assert never not in told.partition("Change beside hours of mentoring")[2].lower()


def test_the_chart_has_thirds_and_a_line_and_no_school(sample_store: Open) -> None:
    sample_store("start")
    forget_everything()
    unmentored_before()
    write_sessions()
    at = sample_store("change", change_school=ALL)
    at.session_state["change_dose_teachers"] = True
    at.run()
    assert not at.exception
    tables = [table.value for table in at.table if "Fewest hours" in table.value.columns]
    assert len(tables) == 1
    assert len(tables[0]) == len(state.framework("selfie-2020").areas)
    assert any("hours more (range that fits)" in column or "hour more" in column for column in tables[0].columns)


def test_few_schools_are_refused_in_words(sample_store: Open) -> None:
    sample_store("start")
    forget_everything()
    unmentored_before()
    write_sessions(schools=6)
    at = sample_store("change", change_school=ALL)
    assert not at.exception
    assert "Change is not set beside hours here: fewer than 8 mentored schools answered both times." in words(at)


def test_one_school_sees_what_it_was_given_and_no_relation(sample_store: Open) -> None:
    sample_store("start")
    forget_everything()
    write_sessions()
    at = sample_store("change")
    assert not at.exception
    told = words(at)
    assert "3 of 3 planned sessions were held: 9 hours" in told
    assert "Change beside hours of mentoring" not in told
    assert "Who stayed in mentoring" not in told


def test_it_is_written_into_the_ledger_before_it_is_shown(sample_store: Open) -> None:
    sample_store("start")
    forget_everything()
    unmentored_before()
    write_sessions()
    sample_store("change", change_school=ALL)
    noted = [each for each in state.store().ledger.releases(Viewer(), what="dose", per=0).releases]
    assert {len(each.rounds) for each in noted} == {0, 2}
    assert all(each.beside for each in noted)


def test_hours_out_of_sessions_reach_the_comparison_of_groups(sample_store: Open) -> None:
    sample_store("start")
    forget_everything()
    at = sample_store("change", change_school=ALL)
    assert "Hours of a school are those of sessions" not in words(at)
    write_sessions()
    at = sample_store("change", change_school=ALL)
    assert "Hours of a school are those of sessions held between the rounds" in words(at)
