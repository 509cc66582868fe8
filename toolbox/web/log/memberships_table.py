"""Who belongs where, and how clusters work: rows to be corrected, ended or taken out, and a form for one more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from toolbox.model import ROLES, Cluster, Membership, Viewer
from toolbox.web import state
from toolbox.web.day_column import ANY_DAY, day_column
from toolbox.web.log import editing, kept, persons
from toolbox.web.plain import plain
from toolbox.web.refusals import saying_what_went_wrong

_DAYS = {"From": "since", "To": "until"}
_TURN, _SAID = "member_turn", "member_said"


def part(viewer: Viewer) -> None:
    """The tables of members and clusters, and the form that adds a member."""
    if words := st.session_state.pop(_SAID, ""):
        st.success(words, icon=":material/check_circle:")
    rows = kept.memberships(viewer)
    st.markdown(summary(rows))
    schools = _schools(viewer)
    with st.expander("Members and their roles", icon=":material/group:", key="members_table"):
        if rows:
            chosen = st.selectbox(
                "School", ["", *sorted({row.school for row in rows})], key="members_of", placeholder="Choose",
                format_func=lambda name: name or "All schools",
            )  # fmt: skip
            if not chosen and len(rows) > editing.MOST_ROWS:
                st.caption(
                    f"The first {editing.MOST_ROWS:,} rows are shown. Choose a school to see all of its members."
                )
            place = schools.index(chosen) if chosen in schools else "all"
            editing.show(kind(viewer, f"members_{place}"), lambda: _shown(viewer, chosen))
        if schools:
            _add(viewer, schools, rows)
    if viewer.schools is None and kept.clusters(viewer):
        with st.expander("Clusters: how they work", icon=":material/hub:", key="clusters_table"):
            st.markdown(
                "One row a cluster: a mentor school and its mentees. Leave a cell empty where nothing is known."
            )
            editing.show(of_clusters(viewer), lambda: kept.clusters(viewer))


def summary(rows: Sequence[Membership]) -> str:
    """How many belong, each counted once.

    Example:
        >>> rows = [Membership(member="P-1", role="mentor", school="Elm"), Membership(member="P-1", role="mentee", school="Oak"),
        ...         Membership(kind="school", member="Elm", role="mentor", school="Elm", cluster="A")]
        >>> summary(rows)
        '1 person and 1 school have a role here, in 1 cluster. Who has several roles or schools is counted once.'
    """
    if not rows:
        return "Nobody’s role is written down yet. Add members here, or bring the list you keep on the Upload page."
    people = len({row.member for row in rows if row.kind == "person"})
    schools = len({row.member for row in rows if row.kind == "school"})
    named = len({row.cluster for row in rows if row.cluster})
    return (
        f"{people:,} {'person' if people == 1 else 'persons'} and {schools:,} {'school' if schools == 1 else 'schools'} have a "
        f"role here, in {named:,} {'cluster' if named == 1 else 'clusters'}. Who has several roles or schools is counted once."
    )


def _shown(viewer: Viewer, school: str) -> tuple[Membership, ...]:
    rows = kept.memberships(viewer)
    return tuple(row for row in rows if row.school == school) if school else rows[: editing.MOST_ROWS]


def _schools(viewer: Viewer) -> list[str]:
    from toolbox.web.schools import known

    return list(known(viewer))


def kind(viewer: Viewer, key: str = "members") -> editing.Kind[Membership]:
    """What the table's rows are and how one is saved."""
    memberships = state.store().memberships
    return editing.Kind(
        key=key,
        id=lambda row: row.id,
        name=lambda row: f"{_who(row)} as {row.role} of {row.school}",
        said=lambda row: ", ".join(filter(None, [row.role, row.school, row.cluster, _between(row)])),
        frame=frame,
        read=read,
        change=lambda wanted, _: memberships.change(viewer, wanted),
        take_out=lambda seen: memberships.take_out(viewer, seen.id, version=seen.version),
        columns={
            "Member": st.column_config.TextColumn(help="A person’s pseudonym, or the school itself", pinned=True),
            "Role": st.column_config.SelectboxColumn(options=list(ROLES), required=True),
            "School": st.column_config.SelectboxColumn(options=_schools(viewer), required=True),
            "From": day_column(),
            "To": day_column(help="The last day; empty: still"),
            editing.TAKE_OUT: st.column_config.CheckboxColumn(
                help="For a row that was never true. Who left gets a last day instead"
            ),
        },
        fixed=("Member",),
        alt="Members: role, school, cluster, first and last day can be corrected",
        several="members",
    )


def frame(rows: Sequence[Membership]) -> pd.DataFrame:
    """The rows as the table shows them."""
    days = {
        title: pd.Series(
            [pd.Timestamp(day) if (day := getattr(row, part)) else None for row in rows], dtype="datetime64[s]"
        )
        for title, part in _DAYS.items()
    }
    return pd.DataFrame(
        {
            "Member": pd.Series([_who(row) for row in rows], dtype="str"),
            "Role": pd.Series([row.role for row in rows], dtype="str"),
            "School": pd.Series([row.school for row in rows], dtype="str"),
            "Cluster": pd.Series([row.cluster for row in rows], dtype="str"),
            **days,
        }
    )


def read(row: Mapping[str, Any], seen: Membership) -> Membership:
    """The membership a row of the table says.

    Example:
        >>> one = Membership(id="a", member="P-1", role="mentee", school="Elm", since=date(2025, 10, 27))
        >>> read(frame([one]).to_dict("records")[0], one) == one
        True
    """
    days = {part: _day(row[title]) for title, part in _DAYS.items()}
    school = seen.school if pd.isna(row["School"]) else row["School"]
    return replace(
        seen,
        member=school if seen.kind == "school" else seen.member,
        role=seen.role if pd.isna(row["Role"]) else row["Role"],
        school=school,
        cluster="" if pd.isna(row["Cluster"]) else str(row["Cluster"]),
        **days,
    )


def _day(cell: Any) -> date | None:
    return None if pd.isna(cell) else date(cell.year, cell.month, cell.day)


def _who(row: Membership) -> str:
    return "the school" if row.kind == "school" else row.member


def _between(row: Membership) -> str:
    return " ".join(filter(None, [row.since and f"from {row.since}", row.until and f"to {row.until}"]))


def _add(viewer: Viewer, schools: Sequence[str], rows: Sequence[Membership]) -> None:
    """One more member: a person by code, or a school."""
    key = f"member_{st.session_state.get(_TURN, 0)}"
    with st.form(f"{key}_form", border=True, enter_to_submit=False):
        st.markdown("**Add a member**")
        left, middle, right = st.columns(3)
        school = left.selectbox("School", list(schools), index=None, key=f"{key}_school", placeholder="Choose")
        role = middle.selectbox("Role", list(ROLES), index=None, key=f"{key}_role", placeholder="Choose")
        cluster = right.selectbox(
            "Cluster", sorted({row.cluster for row in rows if row.cluster}), index=None, accept_new_options=True,
            key=f"{key}_cluster", placeholder="Choose, or write a new one",
        )  # fmt: skip
        left, right = st.columns([2, 1])
        typed = left.text_input(
            "Personal code or codes; empty for the school itself", key=f"{key}_persons", help=persons.HELP
        )
        since = right.date_input("From", value=None, format="YYYY-MM-DD", key=f"{key}_since", **ANY_DAY)
        if not st.form_submit_button("Add"):
            return
    if not school or not role:
        st.error("Choose a school and a role.", icon=":material/error:")
        return
    with saying_what_went_wrong():
        who = persons.pseudonyms_of(typed)
        if typed.strip() and not who:
            st.error("That is no personal code. Write the code of the survey, or leave the field empty for the school.")
            return
        told = {
            "role": role,
            "school": school,
            "cluster": cluster or "",
            "since": since if isinstance(since, date) else None,
        }
        new = [Membership(member=each, **told) for each in who] or [Membership(kind="school", member=school, **told)]
        added = state.store().memberships.add(viewer, new)
        st.session_state[_SAID] = (
            f"Added: {added.added} as {role} of {plain(school)}." if added.added else "They are written down already."
        )
        st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1
        st.rerun()


# ── clusters ─────────────────────────────────────────────────────────────────────────────────────

_OF_CLUSTER = {"Cluster": "name", "Hub": "hub", "How it works": "model", "Incentive": "incentive"}


def of_clusters(viewer: Viewer) -> editing.Kind[Cluster]:
    """The table of clusters."""
    memberships = state.store().memberships

    def change(wanted: Cluster, seen: Cluster) -> None:
        # Described for the first time: under its old name first, so that its members follow to another one.
        there = seen if seen.id else memberships.save_cluster(viewer, seen)
        memberships.save_cluster(viewer, replace(wanted, id=there.id, version=there.version))

    return editing.Kind(
        key="clusters",
        id=lambda each: each.id or each.name,
        name=lambda each: each.name,
        said=lambda each: ", ".join(
            filter(None, [each.hub, each.model, each.incentive, "" if each.capacity is None else f"up to {each.capacity}"])
        )
        or "nothing beside its name",
        frame=lambda rows: pd.DataFrame(
            {
                **{title: pd.Series([getattr(row, part) for row in rows], dtype="str") for title, part in _OF_CLUSTER.items()},
                "Mentees it can take": pd.Series([row.capacity for row in rows], dtype="Int64"),
            }
        ),
        read=lambda row, seen: replace(
            seen,
            capacity=None if pd.isna(row["Mentees it can take"]) else int(row["Mentees it can take"]),
            **{part: "" if pd.isna(row[title]) else str(row[title]) for title, part in _OF_CLUSTER.items()},
        ),
        change=change,
        columns={
            "How it works": st.column_config.TextColumn(help="Such as top-down, bottom-up, virtual, rural"),
            "Incentive": st.column_config.TextColumn(help="What mentors or mentees get for it"),
            "Mentees it can take": st.column_config.NumberColumn(step=1, help="Empty: more than 3 are too many"),
        },
        fixed=(),
        alt="Clusters: name, hub, how they work, incentive and how many mentee schools they can take",
        several="clusters",
    )  # fmt: skip
