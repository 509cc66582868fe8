"""Leaders shown together with teachers, as staff: offered before a round is first shown, explained where it was.

Which groups may still be merged is the gate's to say; here are its words, the switch, and what a head can do instead.
"""

from __future__ import annotations

import streamlit as st

from toolbox.disclosure import ReleasedProfile, group_name
from toolbox.disclosure.merging import Offer
from toolbox.disclosure.words import listed
from toolbox.model import Round
from toolbox.web import noting, state
from toolbox.web.account import standing
from toolbox.web.plain import plain
from toolbox.web.refusals import saying_what_went_wrong
from toolbox.web.school import small_schools

#: Groups of which a school has few by nature.
FEW_BY_NATURE = ("leaders", "teachers", "staff")


def part(found: ReleasedProfile, of: Round) -> None:
    """Where a group of one school is hidden for being few: the smallest grouping that would pass, or why there is none."""
    if len(found.schools) != 1:
        return
    hidden = [count.group for count in found.groups if count.hidden == "few" and count.group in FEW_BY_NATURE]
    if not hidden:
        return
    names = listed(hidden)
    box = st.expander(
        f"Why {plain(names)} are not shown, and what can be done",
        icon=":material/group_off:",
        key="school_merging",
        on_change="rerun",
    )
    if not box.open:  # every school of the round is looked through for the answer
        return
    with box:
        st.markdown(
            f"Fewer than {found.policy.min_n} {plain(names)} of this school answered: an average of so few is close to what each "
            "of them said. Their answers count in the view of all schools."
        )
        offered = standing.merging(of.id)
        if offered is not None:
            _words(offered)
            if not offered.refused and not offered.made:
                _button(offered, of, key="school")
        small_schools.inside(found, of)
        if "leaders" in hidden:
            st.markdown(
                "A head may also state where the school stands, knowingly and under the school’s name, on this page."
            )


def before_first_look(of: Round, *, key: str) -> None:
    """The choice while it is still free: nobody has seen the round, and some school has too few of a group."""
    offered = standing.merging(of.id)
    if offered is None or offered.shown or not (offered.schools or offered.made):
        return
    with st.container(border=True, key=f"{key}_merging"):
        parts = listed(list(offered.parts))
        many = "In 1 school" if offered.schools == 1 else f"In {offered.schools} schools"
        st.markdown(f"**{group_name(parts)} apart, or together as {offered.name}?**")
        if offered.made:
            st.markdown(
                f"They are shown together as {offered.name}. That can be taken back until the round is first shown."
            )
            if st.button("Show them apart", key=f"{key}_apart_{of.id}"):
                _change(of, {})
            return
        st.markdown(
            f"{many} fewer than {offered_least()} of one of these groups answered. Shown apart, they stay hidden there. Together "
            f"as {offered.name}, everybody’s answers count{_gain(offered)}, and no page or file tells the groups apart. This can "
            "only be decided before anybody looks at the round: afterwards the few would follow by subtraction."
        )
        _button(offered, of, key=key)


def offered_least() -> int:
    """The least number of persons in force."""
    return noting.policy().min_n


def _gain(offered: Offer) -> str:
    if offered.gained in (0, offered.schools):
        return ""
    return f" (enough in {offered.gained} of the {offered.schools})"


def words(offered: Offer) -> str:
    """What can, or cannot, be done about groups that are few.

    Example:
        >>> print(words(Offer(parts=("leaders", "teachers"), name="staff", schools=2, gained=2, shown=True, made=False)))
        The smallest grouping that passes: leaders and teachers together, as staff.
    """
    parts = listed(list(offered.parts))
    if offered.refused == "shown_apart":
        return (
            f"The smallest grouping would be {parts} together, as {offered.name}. It is not possible for this round any more: "
            f"{offered.parts[-1]} have been shown by themselves, and {offered.name} less {offered.parts[-1]} are the few. For the "
            "next round, decide right after uploading it, before anybody looks."
        )
    if offered.refused == "shown_together":
        return (
            f"{group_name(parts)} of this round have been shown together, as {offered.name}, and stay so: shown apart now, the few "
            "would follow by subtraction."
        )
    if not offered.schools and not offered.made:
        return f"In every school enough {parts} answered to be shown apart."
    if offered.made:
        return f"{group_name(parts)} of this round are shown together, as {offered.name}."
    return f"The smallest grouping that passes: {parts} together, as {offered.name}."


def _words(offered: Offer) -> None:
    st.markdown(plain(words(offered)))


def _button(offered: Offer, of: Round, *, key: str) -> None:
    if st.button(
        f"Show them together as {offered.name}", icon=":material/group:", key=f"{key}_merge_{of.id}", type="secondary"
    ):
        _change(of, offered.into)


def switch(of: Round, *, key: str) -> None:
    """On the Data page: what is in force for a round, and changing it while that is possible."""
    offered = standing.merging(of.id)
    if offered is None:
        return
    if not offered.shown and (offered.schools or offered.made):
        before_first_look(of, key=key)
        return
    st.markdown(plain(words(offered)))
    if offered.refused:
        return
    if offered.made:
        if st.button("Show them apart", key=f"{key}_apart_{of.id}"):
            _change(of, {})
    elif offered.schools:
        _button(offered, of, key=key)


def _change(of: Round, into: dict[str, str]) -> None:
    with saying_what_went_wrong():
        store, viewer = state.store(), state.viewer()
        store.mergings.change(viewer, of.id, into, seen=store.ledger.shown(viewer, [of.id]))
        st.rerun()
