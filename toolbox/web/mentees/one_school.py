"""One mentee school closer: its timeline, its profile at the last round with what moved since the one before, its steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from toolbox import charts
from toolbox.disclosure import ReleasedComparison, ReleasedProfile
from toolbox.disclosure.mentees import ReleasedCard, ReleasedTimeline
from toolbox.model import Round, ToolboxError
from toolbox.web import choosing, glance, navigation, released, showing, state, steps
from toolbox.web.gap_moves import last_before
from toolbox.web.mentees import asked
from toolbox.web.plain import plain
from toolbox.web.school.report import CANNOT_COMPARE
from toolbox.wording import change_sentences, profile_sentences, step_about, step_sentences, step_when
from toolbox.wording.mentees import next_words, timeline_alt

_KINDS = {"session": "Session held", "planned": "Session planned, not held", "round": "Round", "activity": "Activity"}


@dataclass(frozen=True, kw_only=True)
class Closer:
    """The school looked at closer, and its last round, where it has one."""

    card: ReleasedCard
    rounds: tuple[Round, ...]
    """Those the school answered in, earliest first."""
    last: Round | None
    profile: ReleasedProfile | None
    change: ReleasedComparison | None


def choose(found: Sequence[ReleasedCard]) -> Closer:
    """Which mentee school to look at closer, and what is known of its last round."""
    st.header("One school closer", anchor=False)
    cards = {card.school: card for card in found}
    school = choosing.pick("Mentee school", {name: name for name in cards}, key="mentees_school", remember="school")
    rounds = tuple(each for each in state.rounds() if school in each.schools)
    if not rounds:
        return Closer(card=cards[school], rounds=(), last=None, profile=None, change=None)
    last = choosing.of_one_family(choosing.own_first(rounds), page="mentees", least=1)[-1]
    return closer_of(cards[school], rounds, last)


def closer_of(card: ReleasedCard, rounds: Sequence[Round], last: Round) -> Closer:
    """What is known of a school's last round and of the one before."""
    before = last_before(last, card.school, rounds)
    return Closer(
        card=card,
        rounds=tuple(rounds),
        last=last,
        profile=released.profile(last.id, card.school),
        change=_change(before, last, card.school) if before else None,
    )


def _change(before: Round, last: Round, school: str) -> ReleasedComparison | None:
    try:
        return released.comparison(before.id, last.id, school)
    except ToolboxError as refusal:
        if refusal.code in CANNOT_COMPARE:
            return None
        raise


def timeline(closer: Closer) -> None:
    """Sessions, activity and rounds on one axis, with its text twin and its numbers."""
    found = asked.school_timeline(closer.card.school, closer.rounds)
    st.subheader("What happened when", anchor=False)
    if not found.marks:
        st.markdown(plain(timeline_alt(found)))
        return
    showing.chart(found, "timeline", "", lambda dark: charts.timeline(found, dark), timeline_alt(found))
    st.caption(plain(timeline_alt(found)))
    showing.numbers(_rows(found), f"What happened when at {closer.card.school}", key="mentees_timeline")


def _rows(found: ReleasedTimeline) -> list[glance.Row]:
    least = found.policy.min_n
    return [
        {
            "Day": mark.at.isoformat() if mark.kind != "activity" else f"week of {mark.at.isoformat()}",
            "What": _KINDS[mark.kind],
            "Words": plain(mark.words),
            "Hours": "" if mark.hours is None else f"{mark.hours:g}",
            "Active persons": "" if mark.kind != "activity" else f"1 to {least - 1}" if mark.persons is None else str(mark.persons),
        }
        for mark in found.marks
    ]  # fmt: skip


def profile(closer: Closer) -> None:
    """Where the school stood at the last round, and what moved since the round before."""
    school = closer.card.school
    if closer.profile is None:
        st.subheader("Where it stands", anchor=False)
        st.markdown(f"{plain(school)} has answered in no round yet, so there is no profile to look at together.")
        return
    st.subheader(plain(f"Where it stood: {closer.last.name}, {choosing.day(closer.last.collected_on)}"), anchor=False)
    who, *findings = profile_sentences(closer.profile)
    for words in (*findings, who):
        st.markdown(plain(words))
    showing.profile(closer.profile, heading=st.subheader)
    if closer.change is None:
        st.markdown("There is no earlier round of this school to compare it with.")
        return
    st.subheader(plain(f"What moved since {closer.change.before}"), anchor=False)
    for words in change_sentences(closer.change):
        st.markdown(plain(words))
    for group in dict.fromkeys(row.group for row in closer.change.areas):
        if not glance.all_hidden(closer.change, group):
            rows = glance.change(closer.change, group)
            label = f"What moved, {group}"
            showing.numbers(rows, f"Change of {group} in each area", label=label, key=f"mentees_change_{group}")


def focus(closer: Closer) -> None:
    """What the school works on: its open steps beside the values that tell how they go, and what is suggested next."""
    st.subheader("What it works on", anchor=False)
    if closer.profile is not None:
        every = steps.of_school(closer.profile, closer.last.id)
        for step in every:
            if step.action.state != "open":
                continue
            with st.container(border=True, key=f"mentees_step_{step.action.id}"):
                when = step_when(step, steps.today())
                who = " · ".join(part for part in (step.action.owner, when) if part)
                lines = [f"**{plain(step.action.step)}**", *([f":material/person: {plain(who)}"] if who else [])]
                lines.append(f":material/target: {plain(step_about(step))}")
                lines += [plain(words) for words in step_sentences(step, closer.profile.policy)]
                st.markdown("  \n".join(lines))
    if not closer.card.steps:
        st.markdown("No next step of this school is open. Steps are chosen on the School page, by the school.")
    st.markdown(f":material/arrow_forward: **Suggested next:** {plain(next_words(closer.card))}")
    navigation.link("school", "Its School page")
