"""Lists and logs of mentoring dropped among the surveys: schools, clusters, members, sessions. What would be kept is shown before.

Schools nobody knows are asked about; rows that are kept already add nothing, and that is told.
"""

from __future__ import annotations

from collections import Counter

import pandas as pd
import streamlit as st

from toolbox.disclosure.words import many
from toolbox.model import Added, Reading
from toolbox.reading import membership_lists, session_lists
from toolbox.reading.cluster_lists import ClusterList
from toolbox.reading.membership_lists import MembershipList
from toolbox.reading.school_lists import SchoolList
from toolbox.web import schools, state
from toolbox.web.choosing import day
from toolbox.web.log import names, to_come
from toolbox.web.mapping import cluster_list, session
from toolbox.web.mapping.draft import Draft
from toolbox.web.mapping.files import said
from toolbox.web.plain import plain
from toolbox.web.refusals import saying_what_went_wrong

_PREVIEW = 12


def show(draft: Draft) -> None:
    """A list of schools, clusters or members: what it says, what is asked, and the button that keeps it."""
    with saying_what_went_wrong():
        if isinstance(draft.listed, SchoolList):
            count = len(draft.listed.schools)
            st.success(f"A list of {count:,} {'school' if count == 1 else 'schools'}.", icon=":material/task_alt:")
            words = schools.bring(state.viewer(), draft.listed, draft.file, f"upload_{draft.key}_list")
            if words:
                _done(draft, words)
        elif isinstance(draft.listed, ClusterList):
            words = cluster_list.bring(state.viewer(), draft.listed, _source(draft), f"upload_{draft.key}_list")
            if words:
                _done(draft, words)
        elif draft.listed is not None:
            _members(draft, draft.listed)


def _members(draft: Draft, listed: MembershipList) -> None:
    people = len({row.member for row in listed.rows if row.kind == "person"})
    whole = len({row.school for row in listed.rows if row.kind == "school"})
    st.success(
        f"A list of who belongs where: {many(len(listed.rows), 'row')}, {many(people, 'person')} and {many(whole, 'school')}, each "
        "counted once. Codes and addresses are replaced by pseudonyms.",
        icon=":material/task_alt:",
    )
    for problem in listed.problems:
        st.markdown(f"- {plain(said(problem))}")
    viewer, store = state.viewer(), state.store()
    here, former = schools.known(viewer), store.roster.former_names(viewer)
    _, unknown = membership_lists.with_names(listed.rows, names.with_decisions(here, former, {}))
    decided = names.ask(unknown, here, f"upload_{draft.key}_list")
    if decided is None:
        return
    known = names.with_decisions(here, former, decided)
    rows, left = membership_lists.with_names(listed.rows, known)
    rows = tuple(row for row in rows if known.of(row.school) is not None)
    counts = Counter((row.school, row.role) for row in rows)
    frame = pd.DataFrame(
        [{"School": school, "Role": role, "Rows": count} for (school, role), count in sorted(counts.items())]
    )
    st.dataframe(frame, hide_index=True, alt="Rows of the list by school and role")
    if rows and st.button(f"Keep {many(len(rows), 'row')}", type="primary", key=f"upload_{draft.key}_keep"):
        _done(draft, told(store.memberships.add(viewer, rows, source=_source(draft)), "row", len(left)))


def held(draft: Draft, log: Reading) -> None:
    """A mentoring log: its sessions, the school of rows that name none, unknown schools, and the button that keeps them."""
    viewer, store = state.viewer(), state.store()
    here, former = schools.known(viewer), store.roster.former_names(viewer)
    found = session_lists.sessions_of(log)
    if any(problem.code == "sessions_without_school" for problem in found.problems) and here:
        chosen = st.selectbox(
            "Which mentee school are the sessions for that name none?", here, index=None, width=480,
            placeholder="Choose, or leave them out", key=f"upload_{draft.key}_receiver",
        )  # fmt: skip
        found = session_lists.sessions_of(log, receiver=chosen or "")
    for problem in found.problems:
        st.markdown(f"- {plain(said(problem))}")
    if not found.sessions:
        st.warning("No session of this log can be kept as it is.", icon=":material/info:")
        return
    _, unknown = session_lists.with_names(found.sessions, names.with_decisions(here, former, {}))
    decided = names.ask(unknown, here, f"upload_{draft.key}_list")
    if decided is None:
        return
    known = names.with_decisions(here, former, decided)
    sessions, left = session_lists.with_names(found.sessions, known)
    sessions = tuple(
        each for each in sessions if known.of(each.receiver) is not None and (not each.giver or known.of(each.giver))
    )
    rows = [
        {
            "Day": f"{each.on:%Y-%m-%d}",
            "Mentor school": each.giver,
            "Mentee school": each.receiver,
            "Hours": "" if each.hours is None else f"{each.hours:g}",
            "Method": each.method,
            "Phase": each.phase,
            "Held": "held" if each.delivered else "planned only",
        }
        for each in sessions[:_PREVIEW]
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, alt="The first sessions as they will be kept")
    if len(sessions) > _PREVIEW:
        st.caption(f"The first {_PREVIEW} of {len(sessions):,} sessions.")
    if words := to_come.warning(sessions):
        st.warning(words, icon=":material/event_busy:")
    if twice := len(sessions) - len(set(sessions)):
        stand = "1 session stands" if twice == 1 else f"{twice:,} sessions stand"
        st.info(
            f"{stand} in this log a second time, word for word, perhaps entered by both sides. Each is kept once. If there "
            "really were two, tell them apart by their topic in the file.",
            icon=":material/content_copy:",
        )
    if sessions and st.button(f"Keep {many(len(sessions), 'session')}", type="primary", key=f"upload_{draft.key}_keep"):
        _done(draft, told(store.sessions.add(viewer, sessions, source=log.sha256), "session", len(left)))


def kept_events(draft: Draft, log: Reading) -> None:
    """A log of any other tool: the button that keeps its events, and what was kept."""
    if st.button("Keep this log", type="primary", icon=":material/save:", key=f"upload_{draft.key}_keep"):
        viewer, store = state.viewer(), state.store()
        before = {each.id for each in store.events.files(viewer)}
        kept = store.events.add(viewer, log)
        if kept.id in before:
            words = f"This log was kept already on {day(kept.saved_at.date())}. Nothing was added."
        else:
            there = f" {kept.there:,} were in an earlier log and are kept once." if kept.there else ""
            words = f"Kept: {many(kept.events, 'event')} of {kept.file}.{there}"
        _done(draft, words)


def told(added: Added, what: str, left: int = 0) -> str:
    """What was kept, in words.

    Example:
        >>> told(Added(added=120, there=2, twice=1), "session")
        'Kept: 120 sessions. 2 were kept already or had been taken out, and add nothing. 1 stands in the file more than once and is kept once.'
        >>> told(Added(added=0, there=120), "session")
        'Nothing was added: all 120 sessions were kept already or had been taken out.'
    """
    if added.there and not added.added:
        all_there = f"all {many(added.there, what)} were" if added.there > 1 else f"the {what} was"
        said = [f"Nothing was added: {all_there} kept already or had been taken out."]
    else:
        said = [f"Kept: {many(added.added, what)}."]
    if added.there and added.added:
        was = "was" if added.there == 1 else "were"
        adds = "adds" if added.there == 1 else "add"
        said.append(f"{added.there:,} {was} kept already or had been taken out, and {adds} nothing.")
    if added.twice:
        stands = (
            "stands in the file more than once and is"
            if added.twice == 1
            else "stand in the file more than once and are"
        )
        said.append(f"{added.twice:,} {stands} kept once.")
    if left:
        said.append(f"Rows of {many(left, 'school')} were left out, as you said.")
    return " ".join(said)


def _source(draft: Draft) -> str:
    from hashlib import sha256

    return sha256(draft.content).hexdigest()


def _done(draft: Draft, words: str) -> None:
    session.drop(draft.key)
    session.note(words)
    st.rerun()
