"""A mentor's schools in words: three sentences, silences with their rule, what stands on a card, what is suggested next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from toolbox.disclosure.given import ReleasedGiven
from toolbox.disclosure.mentees import ReleasedCard, ReleasedTimeline
from toolbox.disclosure.words import listed
from toolbox.model import Fraction, Silence
from toolbox.wording.doses import few, fraction, hours, reach
from toolbox.wording.steps import day
from toolbox.wording.templates import say

#: Weeks of activity said on a card, and schools named in a sentence.
WEEKS, NAMED = 6, 4

#: Code of what is suggested next (``toolbox.mentoring.cards.next_step``) → its sentence.
NEXT = {
    "plan_first": "next_plan_first",
    "plan_session": "next_plan_session",
    "agree_phase": "next_agree_phase",
    "review_steps": "next_review_steps",
    "choose_focus": "next_choose_focus",
    "reach_the_others": "next_reach_the_others",
    "count_teachers": "next_count_teachers",
    "after_initiative": "next_after_initiative",
    "after_anchoring": "next_after_anchoring",
    "after_mapping": "next_after_mapping",
    "after_planning": "next_after_planning",
    "after_development": "next_after_development",
    "after_reflection": "next_after_reflection",
    "keep_on": "next_keep_on",
}


def mentee_sentences(cards: Sequence[ReleasedCard], mentor: str, today: date, limit: int) -> tuple[str, ...]:
    """Up to three sentences about a mentor's schools: who was met, hours, what is planned."""
    met = [card for card in cards if card.last_contact and (today - card.last_contact).days < limit]
    count = len(cards)
    who = say("mentees_one", mentor=mentor) if count == 1 else say("mentees_many", mentor=mentor, count=count)
    words = {"who": who, "limit": limit, "day": day(today), "met": len(met)}
    name = "mentees_met_all" if len(met) == count else "mentees_met" if met else "mentees_met_none"
    said = [say(name, **words)]
    known = sorted(
        (card for card in cards if card.given.per_teacher is not None), key=lambda card: card.given.per_teacher
    )
    if known:
        low, high = known[0], known[-1]
        least, most = (_per_teacher(card.given) for card in (low, high))
        if len(known) == 1:
            said.append(say("mentees_hours_one", school=low.school, hours=least))
        elif low.given.per_teacher == high.given.per_teacher:
            said.append(say("mentees_hours_alike", hours=most, count=len(known)))
        else:
            said.append(say("mentees_hours", low=least, lowest=low.school, high=most, highest=high.school))
    planned = sorted((card.next_planned, card.school) for card in cards if card.next_planned)
    without = [card.school for card in cards if not card.next_planned]
    if without:
        more = [f"{len(without) - NAMED + 1} more"] if len(without) > NAMED else []
        named = without[: NAMED - 1] if more else without
        everywhere = len(without) == count > 1
        said.append(
            say("mentees_unplanned_all") if everywhere else say("mentees_unplanned", schools=listed([*named, *more]))
        )
    else:
        said.append(say("mentees_planned", school=planned[0][1], day=day(planned[0][0])))
    return tuple(said)


def silence_words(silence: Silence) -> str:
    """Which school is called silent, and by which rule.

    Example:
        >>> silence_words(Silence(school="Elm", rule="no_session_since", days=84, limit=60))
        'Elm: no session for 84 days. Rule: 60 days without a session that was held.'
    """
    words = {"school": silence.school, "days": silence.days, "limit": silence.limit}
    if silence.rule == "no_session":
        return say("silent_no_session", **words)
    if silence.rule == "no_session_since":
        return say("silent_no_session_since", **words)
    return say("silent_no_activity_since", **words)


def card_lines(card: ReleasedCard, areas: Sequence[str] = ()) -> tuple[str, ...]:
    """What stands on a card, line by line; ``areas`` are the names of what its open steps are about."""
    return (_phase(card), _contact(card), *_given(card), _active(card), _focus(areas))


def reached_rule() -> str:
    """Of whom reach is told: printed below the cards."""
    return say("card_reached_rule")


def left_lines(card: ReleasedCard) -> tuple[str, ...]:
    """What a mentor leaves behind about the mentoring itself: what was given and what is suggested next."""
    lines = (_phase(card), _contact(card), *_given(card))
    return (*(f"{line}." for line in lines), say("leave_next", words=next_words(card)))


def left_scope(scope: str, today: date) -> str:
    """What the summary is about, and as of when."""
    return say("leave_scope", scope=scope, day=day(today))


def left_foot() -> str:
    """How the numbers are made, and what they do not show."""
    return say("leave_foot", reached=reached_rule())


def next_words(card: ReleasedCard) -> str:
    """What is suggested next."""
    return say(NEXT[card.next_step])


def _phase(card: ReleasedCard) -> str:
    if not card.phase:
        return say("card_no_phase" if card.last_contact else "card_phase_not_begun")
    return say("card_phase", phase=card.phase, day=day(card.phase_since))


def _contact(card: ReleasedCard) -> str:
    contact = say("card_contact", day=day(card.last_contact)) if card.last_contact else say("card_no_contact")
    if card.next_planned:
        return say("card_contact_next", contact=contact, day=day(card.next_planned))
    return say("card_contact_unplanned", contact=contact)


def _given(card: ReleasedCard) -> list[str]:
    given = card.given
    held = fraction(Fraction(part=given.sessions_delivered, whole=given.sessions_planned or None))
    sessions = say("card_sessions", held=held)
    methods = [f"{method or 'method not said'} {count}" for method, count, _ in given.by_method]
    said = [
        say("card_sessions_method", sessions=sessions, methods=", ".join(methods)) if methods else sessions,
        say("card_hours", given=hours(given.hours_delivered), planned=hours(given.hours_planned)),
    ]
    if not given.sessions_delivered and not given.sessions_planned:
        said = [say("card_sessions_none")]
    if given.per_teacher is not None and given.teachers:
        said.append(say("card_per_teacher", hours=_per_teacher(given), teachers=given.teachers))
    else:
        reason = _not_shown(given.hours_hidden, card) if given.hours_hidden else _unknown(card)
        said.append(say("card_per_teacher_not", reason=reason))
    if given.unnamed and given.unnamed == given.sessions_delivered:
        said.append(say("card_reached_only", reached=_unknown(card)))
    elif given.reached == 0 and given.teachers and not (given.unnamed or given.left):
        said.append(say("card_reached_none", teachers=given.teachers))
    elif given.reached is None:
        said.append(say("card_reached_only", reached=_not_shown(given.hidden, card) if given.hidden else "not known"))
    else:
        # Sessions that name nobody may have reached some of the others: how many never came is not known then.
        if card.never is None or given.unnamed:
            said.append(say("card_reached_only", reached=reach(given)))
        else:
            said.append(say("card_reached", reached=reach(given), never=_never(card)))
    if 0 < given.unnamed < given.sessions_delivered:
        said.append(say("card_unnamed", count=given.unnamed))
    return said


def _per_teacher(given: ReleasedGiven) -> str:
    """Hours per teacher as they are told; where no session was held there are none, and nothing is near them."""
    told = hours(given.per_teacher)
    return told if given.exact or not given.sessions_delivered else f"about {told}"


def _never(card: ReleasedCard) -> str:
    most = card.given.teachers - card.given.reached_least
    told = str(most) if most == card.never else f"{card.never} to {most}"
    return told if card.given.exact or not most else f"about {told}"


def _not_shown(reason: str, card: ReleasedCard) -> str:
    return say("card_not_shown", reason=few(reason, card.policy))


def _unknown(card: ReleasedCard) -> str:
    if not card.given.teachers:
        return "not known, because the roster does not say how many teachers there are"
    return "not known, because nobody wrote down who came"


def _active(card: ReleasedCard) -> str:
    if not card.weeks:
        return say("card_no_activity")
    persons = [each for _, each in card.weeks[-WEEKS:]]
    span = "week" if len(persons) == 1 else f"{len(persons)} weeks"
    if not any(each is None or each for each in persons):
        return say("card_activity_none", span=span)
    weeks = ", ".join("–" if each is None else str(each) for each in persons)
    told = say("card_activity", span=span, weeks=weeks)
    return say("card_activity_hidden", told=told, least=card.policy.min_n) if None in persons else told


def _focus(areas: Sequence[str]) -> str:
    return say("card_focus", areas=listed(list(areas))) if areas else say("card_no_focus")


def timeline_alt(found: ReleasedTimeline) -> str:
    """What the timeline shows, for who cannot see it."""
    if not found.marks:
        return say("timeline_none", school=found.school)
    held = [mark for mark in found.marks if mark.kind == "session"]
    planned = [mark for mark in found.marks if mark.kind == "planned"]
    rounds = [f"{mark.words} ({day(mark.at)})" for mark in found.marks if mark.kind == "round"]
    told = say("timeline_held_none")
    if held:
        told = say("timeline_held", count=len(held), first=day(held[0].at), last=day(held[-1].at))
    return say(
        "timeline_alt", school=found.school, first=day(found.marks[0].at), last=day(found.marks[-1].at), held=told,
        planned=len(planned), rounds=listed(rounds) if rounds else "none", active=_activity(found),
    )  # fmt: skip


def _activity(found: ReleasedTimeline) -> str:
    weeks = [mark.persons for mark in found.marks if mark.kind == "activity"]
    if not weeks:
        return say("timeline_active_none")
    hidden = weeks.count(None)
    words = say("timeline_hidden_none")
    if hidden:
        words = say("timeline_hidden", weeks=hidden, least=found.policy.min_n)
    return say("timeline_active", active=sum(map(bool, weeks)), nobody=weeks.count(0), weeks=len(weeks), hidden=words)
