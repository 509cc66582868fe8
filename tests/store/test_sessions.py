"""Mentoring sessions: brought twice, corrected by two at once, taken out; and consent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.store.makers import EVERYONE
from toolbox.model import Consent, MentoringSession, ToolboxError, Viewer

HELD = MentoringSession(
    on=date(2026, 1, 7),
    giver="Oak",
    receiver="Elm",
    mentors=("P-9",),
    persons=("P-2", "P-1"),
    hours=1.5,
    method="workshop",
    topic="digital safety",
    phase="development",
)
PLANNED = replace(HELD, on=date(2026, 2, 4), delivered=False)


def test_a_log_uploaded_twice_adds_nothing(store):
    first = store.sessions.add(EVERYONE, [HELD, PLANNED], source="a")
    assert (first.added, first.there) == (2, 0)
    grown = store.sessions.add(EVERYONE, [HELD, PLANNED, replace(HELD, on=date(2026, 3, 3))], source="b")
    assert (grown.added, grown.there) == (1, 2)
    kept = store.sessions.all(EVERYONE)
    assert [each.on.month for each in kept] == [1, 2, 3]
    assert kept[0] == replace(HELD, id=kept[0].id, persons=("P-1", "P-2"), source="a")


def test_a_session_entered_twice_in_one_log_is_one(store):
    assert store.sessions.add(EVERYONE, [HELD, HELD]).twice == 1
    assert len(store.sessions.all(EVERYONE)) == 1


def test_two_mentors_at_once_lose_nothing(store):
    store.sessions.add(EVERYONE, [HELD, PLANNED])
    one, other = store.sessions.all(EVERYONE)
    first = store.sessions.change(EVERYONE, replace(one, hours=2))
    second = store.sessions.change(EVERYONE, replace(other, delivered=True))
    with pytest.raises(ToolboxError) as refused:
        store.sessions.change(EVERYONE, replace(one, hours=3))
    assert refused.value.code == "changed_meanwhile"
    with pytest.raises(ToolboxError):
        store.sessions.take_out(EVERYONE, one.id, version=1)
    assert store.sessions.all(EVERYONE) == (first, second)


def test_what_was_corrected_or_taken_out_is_not_brought_back(store):
    store.sessions.add(EVERYONE, [HELD, PLANNED])
    one, other = store.sessions.all(EVERYONE)
    kept = store.sessions.change(EVERYONE, replace(one, hours=2, note="They asked for a second one."))
    store.sessions.take_out(EVERYONE, other.id, version=1)
    assert store.sessions.add(EVERYONE, [HELD, PLANNED]).there == 2
    assert store.sessions.all(EVERYONE) == (kept,)


def test_rights(store):
    store.sessions.add(EVERYONE, [replace(HELD, note="quiet")])
    mentee, mentor, other = (Viewer(schools=frozenset({name})) for name in ("Elm", "Oak", "Ash"))
    assert store.sessions.all(mentee)[0].note == "quiet"
    (given,) = store.sessions.all(mentor)
    assert (given.hours, given.persons, given.mentors, given.note) == (1.5, (), (), "")
    assert store.sessions.all(other) == ()
    for call in (
        lambda: store.sessions.add(mentor, [PLANNED]),
        lambda: store.sessions.change(mentor, replace(given, hours=9)),
        lambda: store.sessions.change(mentee, replace(given, receiver="Ash")),
        lambda: store.sessions.take_out(mentor, given.id, version=1),
    ):
        with pytest.raises(ToolboxError) as refused:
            call()
        assert refused.value.code in ("not_allowed", "no_such_row")
    assert store.sessions.all(EVERYONE)[0].hours == 1.5


def test_of_a_school_and_between_days(store):
    store.sessions.add(EVERYONE, [HELD, PLANNED, replace(HELD, receiver="Ash")])
    assert len(store.sessions.all(EVERYONE, receiver="Elm")) == 2
    assert len(store.sessions.all(EVERYONE, since=HELD.on, until=HELD.on)) == 2


@pytest.mark.parametrize(
    "bad",
    [
        replace(HELD, receiver=" "),
        replace(HELD, hours=0),
        replace(HELD, hours=90),
        replace(HELD, hours=float("nan")),
        replace(HELD, on=date(1926, 1, 7)),
        replace(HELD, topic="t" * 300),
        replace(HELD, note="n" * 3000),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(store, bad):
    with pytest.raises(ToolboxError) as refused:
        store.sessions.add(EVERYONE, [HELD, bad])
    assert refused.value.code == "bad_session"
    assert store.sessions.all(EVERYONE) == ()


def test_consent_is_between_one_teacher_and_one_mentor(store):
    mine, theirs = Viewer(role="mentor", person="P-9"), Viewer(role="mentor", person="P-8")
    given = Consent(person="P-1", mentor="P-9", school="Elm", given_on=date(2026, 1, 7), how="in writing")
    assert store.sessions.save_consent(mine, given) == given
    with pytest.raises(ToolboxError):
        store.sessions.save_consent(theirs, given)
    with pytest.raises(ToolboxError, match="cannot be meant"):
        store.sessions.save_consent(mine, replace(given, given_on=date(1926, 1, 7)))
    assert store.sessions.consents(mine) == (given,)
    assert store.sessions.consents(theirs) == ()
    assert store.sessions.consents(Viewer(role="head", schools=frozenset({"Elm"}))) == ()
    taken_back = store.sessions.save_consent(mine, replace(given, withdrawn_on=date(2026, 3, 1)))
    assert taken_back.version == 2
    with pytest.raises(ToolboxError) as refused:
        store.sessions.save_consent(mine, given)
    assert refused.value.code == "changed_meanwhile"
    assert store.sessions.consents(EVERYONE) == (taken_back,)
