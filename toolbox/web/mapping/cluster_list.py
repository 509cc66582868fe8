"""A list of clusters dropped among the surveys: what it says that is not kept yet, unknown schools, and the button that keeps it."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from toolbox.disclosure.words import many
from toolbox.model import Cluster, Membership, Viewer
from toolbox.reading import cluster_lists
from toolbox.reading.cluster_lists import ClusterList
from toolbox.reading.words import match_form
from toolbox.web import schools, state
from toolbox.web.log import kept, names
from toolbox.web.mapping.files import said
from toolbox.web.plain import plain

_TITLES = {"hub": "Hub", "model": "How it works", "incentive": "Incentive", "capacity": "Mentees it can take"}


def bring(viewer: Viewer, listed: ClusterList, source: str, key: str) -> str:
    """Ask what unknown schools are, show what would be kept, and keep it on a click; what was kept in words, "" before.

    Raises:
        ToolboxError: what the store refuses.
    """
    here_named = len({match_form(row.school) for row in listed.rows})
    st.success(
        f"A list of {many(len(listed.clusters), 'cluster')} with {many(here_named, 'school')}, each counted once.",
        icon=":material/task_alt:",
    )
    for problem in listed.problems:
        st.markdown(f"- {plain(said(problem))}")
    store = state.store()
    here, former, there = schools.known(viewer), store.roster.former_names(viewer), kept.clusters(viewer)
    known_clusters = [each.name for each in there]
    _, unknown = cluster_lists.with_names(listed, known_clusters, names.with_decisions(here, former, {}))
    decided = names.ask(unknown, here, key)
    if decided is None:
        return ""
    known = names.with_decisions(here, former, decided)
    now, left = cluster_lists.with_names(listed, known_clusters, known)
    rows = tuple(row for row in now.rows if known.of(row.school) is not None)
    changed = cluster_lists.described(now.clusters, there)
    new, ended = _new(rows, kept.memberships(viewer))
    if ended:
        st.info(
            f"{many(ended, 'school')} of this list {'has' if ended == 1 else 'have'} another last day there than here. What is "
            "kept stays; correct the day in the table of who belongs where, on the Data page.",
            icon=":material/event:",
        )
    if not changed and not new:
        rest = "else in this list" if listed.problems else "in this list"
        st.info(f"Everything {rest} is kept already.", icon=":material/info:")
        return ""
    _preview(changed, rows)
    if not st.button(f"Keep {_both(len(changed), len(new))}", type="primary", key=f"{key}_take"):
        return ""
    for _, cluster in changed:
        store.memberships.save_cluster(viewer, cluster)
    added = store.memberships.add(viewer, rows, source=source)
    words = f"Kept: {_both(len(changed), added.added)}."
    return f"{words} Rows of {many(len(left), 'school')} were left out, as you said." if left else words


def _new(rows: Sequence[Membership], there: Sequence[Membership]) -> tuple[list[Membership], int]:
    """The rows that are not kept yet, and how many that are end on another day than the list says."""
    ends = {(row.school, row.role, row.cluster, row.since): row.until for row in there if row.kind == "school"}
    keyed = [((row.school, row.role, row.cluster, row.since), row) for row in rows]
    other = sum(key in ends and row.until is not None and ends[key] != row.until for key, row in keyed)
    return [row for key, row in keyed if key not in ends], other


def _preview(changed: Sequence[tuple[Cluster, Cluster]], rows: Sequence[Membership]) -> None:
    """What is said of each cluster, the old word before the new one where there was one, and its schools."""
    if changed:
        told = [
            {"Cluster": now.name, "Here": "described anew" if before.id else "new"}
            | {title: _move(getattr(before, part), getattr(now, part)) for part, title in _TITLES.items()}
            for before, now in changed
        ]
        st.dataframe(pd.DataFrame(told), hide_index=True, alt="What will be kept about each cluster of the list")
    if rows:
        told = [
            {"Cluster": row.cluster, "Role": row.role, "School": row.school, "From": _day(row.since), "To": _day(row.until)}
            for row in rows
        ]  # fmt: skip
        st.dataframe(pd.DataFrame(told), hide_index=True, alt="The schools of each cluster of the list")


def _move(before: object, now: object) -> str:
    """
    Example:
        >>> _move("", "virtual"), _move("rural", "virtual"), _move(None, None)
        ('virtual', 'rural → virtual', '')
    """
    was, will = ("" if each is None else str(each) for each in (before, now))
    return will if not was or was == will else f"{was} → {will}"


def _day(day) -> str:
    return "" if day is None else f"{day:%Y-%m-%d}"


def _both(clusters: int, rows: int) -> str:
    """
    Example:
        >>> _both(2, 0), _both(0, 1), _both(1, 3)
        ('2 clusters', '1 row of a school', '1 cluster and 3 rows of schools')
    """
    what = [many(clusters, "cluster")] if clusters else []
    if rows:
        what.append("1 row of a school" if rows == 1 else f"{rows:,} rows of schools")
    return " and ".join(what) or "nothing new"
