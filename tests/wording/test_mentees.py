"""What stands on a mentee's card: numbers with what they are of, and nothing said twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.disclosure.test_mentees import released
from toolbox.disclosure.released.gate_only import gate
from toolbox.wording.mentees import card_lines, mentee_sentences, reached_rule

WEEKS = tuple(date(2026, 1, day) for day in (5, 12, 19))


def test_weeks_of_activity_say_how_many_they_are() -> None:
    card = released(Elm=(10, 20), Oak=(10, 20))["Elm"]
    with gate():
        some = replace(card, weeks=tuple(zip(WEEKS, (6, None, 0), strict=True)))
        none = replace(card, weeks=tuple(zip(WEEKS, (0, 0, 0), strict=True)))
        one = replace(card, weeks=((WEEKS[0], 0),))
    told = "Active persons by week, in the last 3 weeks of the kept logs (latest last): 6, –, 0"
    assert any(line.startswith(f"{told}. A dash: not shown") for line in card_lines(some))
    assert "Active persons: none in the last 3 weeks of the kept logs" in card_lines(none)
    assert "Active persons: none in the last week of the kept logs" in card_lines(one)


def test_a_school_nobody_met_is_told_so_once() -> None:
    card = released(Elm=(0, 20), Oak=(10, 20))["Elm"]
    with gate():
        given = replace(card.given, sessions_delivered=0, sessions_planned=0, by_method=(), unnamed=0)
        card = replace(card, given=given, phase="", last_contact=None, next_planned=None)
    lines = card_lines(card)
    assert lines[:3] == (
        "Phase: none yet",
        "Last contact: none. No session is planned",
        "Sessions held: none, and none was planned",
    )
    assert not any(line.startswith("Hours given") for line in lines)
    both = mentee_sentences([card, card], "Oak", date(2026, 5, 11), 60)
    assert both[-1] == "No session is planned for any of them."
    assert mentee_sentences([card], "Oak", date(2026, 5, 11), 60)[-1] == f"No session is planned for {card.school}."


def test_nothing_given_is_not_about_nothing() -> None:
    """None held is known exactly; and of 17 nobody reached are not about 15 who never came."""
    found = released(Elm=(0, 17), Oak=(10, 20))
    elm, oak = found["Elm"], found["Oak"]
    with gate():
        elm = replace(
            elm, given=replace(elm.given, sessions_delivered=0, sessions_planned=2, per_teacher=0.0, unnamed=0)
        )
    lines = card_lines(elm)
    assert "Teachers reached: none of the 17 on the roster" in lines
    assert "Hours per teacher: 0, 17 teachers on the roster" in lines
    (told,) = [
        each for each in mentee_sentences([elm, oak], "Ash", date(2026, 5, 11), 60) if each.startswith("Hours per")
    ]
    assert "lie between 0 (Elm) and about" in told
    assert told.endswith("(Oak).")


def test_a_teacher_of_two_schools_is_accounted_for_where_reach_is_told() -> None:
    from toolbox.indicators import RULES
    from toolbox.wording.doses import DEFINITIONS

    assert "A teacher of two schools is reached in each whose session they came to" in reached_rule()
    assert "once in all together" in " ".join(DEFINITIONS)
    assert "who teaches at two schools is on both" in RULES["teachers"].words
    assert "who teaches at two schools is on both" in RULES["teachers"].indirect
