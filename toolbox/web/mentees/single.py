"""A single teacher, for the mentor the teacher agreed with: consent is recorded, their own change is shown, and taken back.

There is no list of teachers anywhere: the mentor types the teacher's code, as the teacher gave it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import streamlit as st

from toolbox.disclosure.single import ReleasedSingle, consent_of, release_single
from toolbox.mentoring.single import single_change
from toolbox.model import Answers, Consent, Round, ToolboxError, Viewer
from toolbox.store.sessions import LONGEST_WORD
from toolbox.web import choosing, noting, released, showing, state, steps
from toolbox.web.day_column import ANY_DAY
from toolbox.web.gap_moves import last_before
from toolbox.web.log import persons
from toolbox.web.mentees.one_school import Closer
from toolbox.web.plain import plain
from toolbox.web.refusals import saying_what_went_wrong
from toolbox.wording.single import single_numbers, single_sentences

_REFUSED, _ASKED = "single_refused", "single_asked"


def part(closer: Closer) -> None:
    """Consent, and under it the teacher's own change; for a mentor who said who they are."""
    viewer = state.viewer()
    if closer.last is None:
        return
    st.subheader("A single teacher", anchor=False)
    if not viewer.person:
        st.caption(
            "If you mentor single teachers: enter your own code under “Rules for silence, and your own code” at the top. You then see "
            "how their own answers changed, with their consent; nobody else does."
        )
        return
    if words := st.session_state.pop(_REFUSED, ""):
        st.error(words, icon=":material/error:")
    typed = st.text_input("The teacher’s code", key="single_code", type="password", help=persons.HELP_ONE)
    person = persons.one_of(typed)
    if not person:
        return
    consents = state.store().sessions.consents(viewer)
    kept = next((each for each in consents if each.person == person), None)
    if kept is None or kept.withdrawn_on is not None:
        _ask(viewer, person, closer.card.school, kept)
        return
    how = f", {plain(kept.how)}" if kept.how else ""
    st.markdown(f":material/handshake: The teacher agreed on {choosing.day(kept.given_on)}{how}.")
    st.button(
        "The teacher takes it back", icon=":material/undo:", key="single_back", on_click=_save,
        args=(viewer, replace(kept, withdrawn_on=max(date.today(), kept.given_on))),
    )  # fmt: skip
    with saying_what_went_wrong():
        found = change_of(person, closer.last, closer.card.school)
        for words in single_sentences(found):
            st.markdown(plain(words))
        if rows := single_numbers(found):
            rounds = f" in {closer.change.before}, then in {closer.change.after}" if closer.change is not None else ""
            st.caption(
                plain(f"Own answers{rounds}, as one of the {found.group} of {found.school}; in points of the scale.")
            )
            showing.table([{name: plain(cell) for name, cell in row.items()} for row in rows], "Own answers by area")


def _ask(viewer: Viewer, person: str, school: str, kept: Consent | None) -> None:
    if kept is not None:
        st.markdown(f"The teacher took the consent back on {choosing.day(kept.withdrawn_on)}. Nothing is shown.")
    # What was ticked for one teacher is not ticked for the next whose code is typed.
    if st.session_state.get(_ASKED, ("", 0))[0] != person:
        st.session_state[_ASKED] = person, st.session_state.get(_ASKED, ("", 0))[1] + 1
    turn = st.session_state[_ASKED][1]
    with st.form(f"single_consent_{turn}", border=True, enter_to_submit=False):
        st.markdown("**Record that the teacher agreed.** Nothing is shown before.")
        on = st.date_input("Agreed on", value="today", format="YYYY-MM-DD", key=f"single_on_{turn}", **ANY_DAY)
        how = st.text_input(
            "How", max_chars=LONGEST_WORD, key=f"single_how_{turn}", placeholder="in writing, at the first meeting …"
        )
        agreed = st.checkbox(
            "The teacher agreed that I see how their own answers changed, and knows that this can be taken back at any time.",
            key=f"single_agreed_{turn}",
        )
        if not st.form_submit_button("Record", type="primary"):
            return
    if not agreed or not isinstance(on, date):
        st.error("Tick that the teacher agreed, and choose the day.", icon=":material/error:")
        return
    if on > steps.today():
        st.error(
            "The day the teacher agreed is still to come. Write down an agreement once there is one.",
            icon=":material/error:",
        )
        return
    version = 1 if kept is None else kept.version
    _save(viewer, Consent(person=person, mentor=viewer.person, school=school, given_on=on, how=how, version=version))
    st.rerun()


def _save(viewer: Viewer, consent: Consent) -> None:
    try:
        state.store().sessions.save_consent(viewer, consent)
    except ToolboxError as refusal:
        st.session_state[_REFUSED] = refusal.message


def change_of(person: str, last: Round, school: str) -> ReleasedSingle:
    """One teacher's change from the round before to the last of the school, under a consent recorded for who looks.

    Raises:
        ToolboxError: ``not_agreed``, ``no_earlier_round``, ``not_single``, ``not_both_rounds``, ``not_your_school``.
    """
    store, viewer, everyone = state.store(), state.viewer(), Viewer()
    consents = store.sessions.consents(viewer)
    consent_of(consents, viewer, person, date.today())  # before an answer is looked at
    before = last_before(last, school, [each for each in state.rounds() if school in each.schools])
    if before is None:
        raise ToolboxError("no_earlier_round", "There is no earlier round of this school, so there is no change yet.")
    lineage = state.in_common(before.framework, last.framework)
    if lineage.framework.kind == "rubric":
        raise ToolboxError("not_single", "In this framework schools are rated, not answered for by single teachers.")
    # Everybody's, taken back or not: what a mentor has seen is known.
    agreed = frozenset(each.person for each in store.sessions.consents(everyone))

    def made() -> ReleasedSingle:
        rounds = [
            released._in_words(noting.shown(everyone, each.id), lineage.of(each.framework)).answers
            for each in (before, last)
        ]
        if not all(isinstance(each, Answers) for each in rounds):
            raise ToolboxError("not_single", "These rounds hold averages only, so no single teacher is in them.")
        found = single_change(person, *rounds, lineage.framework, agreed=agreed)
        return release_single(
            found, consents, lineage.framework, policy=noting.policy(), viewer=viewer, today=date.today()
        )  # fmt: skip

    return noting.noted(
        "mentees", (before.id, last.id), made, schools=(school,), framework=lineage.framework,
        beside=store.mentoring_state(viewer),
    )  # fmt: skip
