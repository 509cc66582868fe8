"""How many persons were invited, by school and group: optional, and what the response rate is worked out from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import streamlit as st

from toolbox.model import Round, ToolboxError
from toolbox.web.mapping import session
from toolbox.web.mapping.draft import Draft
from toolbox.web.plain import plain

#: Up to so many are asked one by one; more are filled into a table.
FIELDS = 9
MOST = 1_000_000

Invited = dict[tuple[str, str], int]
Counted = tuple[tuple[str, str, int], ...]


def ask(draft: Draft, counted: Counted, into: Round | None) -> Invited:
    """The numbers invited as far as they are known, by (school, group)."""
    known = {**(dict(into.invited) if into else {}), **dict(draft.invited)}
    now = {(school, group): known[school, group] for school, group, _ in counted if (school, group) in known}
    with st.expander("How many were invited? (optional)", icon=":material/group:"):
        st.caption("From these numbers comes the response rate. Where one is missing, the rate is shown as unknown.")
        if len(counted) <= FIELDS:
            return _fields(draft, counted, now)
        st.caption("Click a cell in the column “Invited”, type the number and press Enter; numbers can be pasted, too.")
        return _table(draft, counted, now, into.id if into else "")


def valid(invited: Mapping[tuple[str, str], int], counted: Iterable[tuple[str, str, int]]) -> None:
    """Refuse numbers smaller than the number who answered.

    Example:
        >>> try:
        ...     valid({("Elm", "pupils"): 3}, [("Elm", "pupils", 5)])
        ... except ToolboxError as refusal:
        ...     print(refusal.message)
        Elm, pupils: 3 invited, but 5 answered. Correct the number invited, or leave it empty.
    """
    for school, group, count in counted:
        number = invited.get((school, group))
        if number is not None and not count <= number <= MOST:
            raise ToolboxError(
                "invited_too_few",
                f"{school}, {group}: {number} invited, but {count} answered. Correct the number invited, or leave it empty.",
            )


def _fields(draft: Draft, counted: Counted, now: Invited) -> Invited:
    schools = {school for school, _, _ in counted}
    for school, group, count in counted:
        place = (school, group)
        st.number_input(
            f"{plain(school)}, {plain(group)}: invited" if len(schools) > 1 else f"{plain(group).capitalize()} invited",
            min_value=1,
            max_value=MOST,
            step=1,
            placeholder="Unknown",
            help=f"{count} answered.",
            **session.led(
                draft,
                f"invited_{school}_{group}",
                now.get(place),
                lambda old, number, place=place: _with(old, place, number),
            ),
        )
    return now


def _with(draft: Draft, place: tuple[str, str], number: int | None) -> Draft:
    known = {**dict(draft.invited), place: number}
    return replace(draft, invited=tuple((key, value) for key, value in known.items() if value is not None))


def _table(draft: Draft, counted: Counted, now: Invited, into: str) -> Invited:
    """The same for many schools, as one table for each round it may go into; its numbers reach the draft at each change."""
    key, base = f"upload_{draft.key}_invited_{into}", f"upload_{draft.key}_invited_before_{into}"
    if key not in st.session_state:
        # The table keeps its own changes; what it starts from must stay the same while it is on the screen.
        st.session_state[base] = [
            {"School": school, "Group": group, "Answered": count, "Invited": now.get((school, group))}
            for school, group, count in counted
        ]
    import pandas as pd

    frame = pd.DataFrame(st.session_state[base]).astype({"Invited": "Int64"})
    filled = st.data_editor(
        frame,
        key=key,
        hide_index=True,
        placeholder="Unknown",
        disabled=["School", "Group", "Answered"],
        column_config={"Invited": st.column_config.NumberColumn(min_value=1, max_value=MOST, step=1)},
        alt="Numbers invited by school and group; the last column can be filled in",
    )
    rows = zip(filled["School"], filled["Group"], filled["Invited"], strict=True)
    typed = {(str(school), str(group)): int(number) for school, group, number in rows if pd.notna(number)}
    if dict(draft.invited) != typed:
        session.keep(replace(draft, invited=tuple(typed.items())))
    return typed
