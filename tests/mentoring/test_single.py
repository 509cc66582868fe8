"""One teacher's own change: beside what one person's change must exceed, with consent, and nobody else's with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from tests.mentoring.hubs import FRAMEWORK, rounds_and_given
from toolbox.disclosure.single import release_single
from toolbox.mentoring.single import single_change
from toolbox.model import Answers, Consent, Policy, ToolboxError, Viewer
from toolbox.scoring import score
from toolbox.wording.single import single_numbers, single_sentences

TODAY = date(2026, 6, 1)
FIRST, LAST = (each.answers for each in rounds_and_given()[:2])
PERSON = str(FIRST.person[0])
SCHOOL = FIRST.schools[FIRST.school[0]]
MENTOR = Viewer(role="mentor", schools=frozenset({SCHOOL}), person="P-mentor")
AGREED = Consent(person=PERSON, mentor="P-mentor", school=SCHOOL, given_on=date(2026, 5, 1))


def found(agreed=frozenset(), first: Answers = FIRST, last: Answers = LAST):
    return single_change(PERSON, first, last, FRAMEWORK, agreed=agreed)


def released(*consents: Consent, viewer: Viewer = MENTOR, policy: Policy = Policy(), **more):
    return release_single(
        found(**more), consents or (AGREED,), FRAMEWORK, policy=policy, viewer=viewer, today=TODAY
    )  # fmt: skip


def test_the_values_are_the_persons_own_scores() -> None:
    for each in released().areas:
        for answers, told in ((FIRST, each.before), (LAST, each.after)):
            scores = score(answers, FRAMEWORK)
            own = scores.score[np.flatnonzero(scores.person == PERSON)[0], scores.areas.index(each.area)]
            assert told == pytest.approx(own)
        assert each.change == pytest.approx(each.after - each.before)


def test_the_limit_is_made_of_everybody_and_decides_the_words() -> None:
    scores = [score(each, FRAMEWORK) for each in (FIRST, LAST)]
    checked = 0
    for each in released().areas:
        if each.detectable is None:
            continue
        before = scores[0].score[:, scores[0].areas.index(each.area)]
        assert 0 < each.detectable < 1.96 * 2**0.5 * float(np.nanstd(before, ddof=1)), (
            "less noise than no reliability at all"
        )
        beyond = "more" if each.change > 0 else "less"
        assert each.verdict == ("within" if abs(each.change) <= each.detectable else beyond)
        checked += 1
    assert checked


def test_a_change_beyond_the_limit_is_told_as_such() -> None:
    row = np.flatnonzero(LAST.person == PERSON)[0]
    values = np.array(LAST.values)
    first = np.array(FIRST.values)
    values[row], first[np.flatnonzero(FIRST.person == PERSON)[0]] = 5, 1
    told = released(
        first=replace(FIRST, values=np.asfortranarray(first)), last=replace(LAST, values=np.asfortranarray(values))
    )
    assert "more" in {each.verdict for each in told.areas}
    assert any(
        "Higher by more than answers of one person vary by themselves" in words for words in single_sentences(told)
    )


@pytest.mark.parametrize(
    ("consent", "viewer"),
    [
        (replace(AGREED, withdrawn_on=date(2026, 5, 20)), MENTOR),
        (replace(AGREED, mentor="P-another"), MENTOR),
        (replace(AGREED, person="P-another"), MENTOR),
        (replace(AGREED, given_on=date(2026, 7, 1)), MENTOR),
        (AGREED, Viewer()),
        (replace(AGREED, mentor=""), Viewer()),
    ],
    ids=["taken back", "another mentor's", "another teacher's", "not yet", "who holds the store", "nobody's"],
)
def test_without_a_standing_consent_nothing_is_told(consent, viewer) -> None:
    with pytest.raises(ToolboxError) as refusal:
        released(consent, viewer=viewer)
    assert refusal.value.code == "not_agreed"


def test_another_school_and_the_public_are_refused() -> None:
    with pytest.raises(ToolboxError) as refusal:
        released(viewer=replace(MENTOR, schools=frozenset({"Elsewhere"})))
    assert refusal.value.code == "not_your_school"
    with pytest.raises(ToolboxError) as refusal:
        released(policy=Policy().publicly)
    assert refusal.value.code == "not_public"


def test_the_last_few_who_did_not_agree_are_protected() -> None:
    here = [str(person) for person in FIRST.person[FIRST.school == FIRST.school[0]]]
    told = released(agreed=frozenset(here[:-5]))
    assert {each.hidden for each in told.areas} == {""}
    for many in (4, 1, 0):
        hidden = released(agreed=frozenset(here[: len(here) - many]))
        assert {each.hidden for each in hidden.areas} == {"protects_few"}
        assert all(each.before is each.after is each.change is each.detectable is None for each in hidden.areas)


def test_a_code_that_is_not_there_twice_is_refused() -> None:
    gone = LAST.person.copy()
    gone[gone == PERSON] = "P-gone"
    with pytest.raises(ToolboxError) as refusal:
        found(last=replace(LAST, person=gone))
    assert refusal.value.code == "not_both_rounds"
    with pytest.raises(ToolboxError):
        single_change("", FIRST, LAST, FRAMEWORK)


def test_one_reason_is_said_once_for_all_areas() -> None:
    here = [str(person) for person in FIRST.person[FIRST.school == FIRST.school[0]]]
    hidden = released(agreed=frozenset(here))
    assert single_sentences(hidden) == (
        "No area is shown. With this teacher's answers the average of fewer than 5 colleagues, or of all but so few, could be "
        "worked out.",
    )
    assert single_numbers(hidden) == ()
    shown = released()
    assert len(single_sentences(shown)) <= 5
    assert len(single_numbers(shown)) == len(shown.areas)
