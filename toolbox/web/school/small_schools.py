"""Small schools shown as one instead of a blank: offered before a round is first shown, explained where it was.

Which schools those are, and whether it may still be decided, is the gate's to say; here are its words and the choice.
"""

from __future__ import annotations

import streamlit as st

from toolbox.disclosure import ReleasedProfile
from toolbox.disclosure.merging import OF_STAFF
from toolbox.disclosure.small_schools import SmallSchools
from toolbox.disclosure.words import listed
from toolbox.model import Round, Together
from toolbox.web import noting, released, state
from toolbox.web.account import standing
from toolbox.web.plain import plain
from toolbox.web.refusals import saying_what_went_wrong

#: Who may look at several schools as one, and how long that stands.
_WHAT_IT_MEANS = (
    "Shown together, their answers count as those of one school, under the names of all, in every round, so that rounds compare. Each of "
    "them loses a page of its own: nothing could be shown there. The page of all of them is for whoever may see every one, "
    "because the average of several tells a member of one about the others."
)


def whose(found: ReleasedProfile) -> None:
    """On the School page, below what it is about: that these are several schools."""
    here = next((each for each in state.store().together.all(state.viewer()) if (each.name,) == found.schools), None)
    if here is not None:
        st.markdown(plain(f"{listed(here.schools)} are shown as one, because too few answered in each of them."))


def part(found: ReleasedProfile, of: Round) -> None:
    """On the School page: what could have been done where nothing of a school is shown."""
    if len(found.schools) != 1:
        return
    if not _blank(found) or any(count.group in OF_STAFF for count in found.groups):
        return
    box = st.expander(
        "Why nothing of this school is shown, and what can be done",
        icon=":material/domain_disabled:",
        key="school_small",
        on_change="rerun",
    )
    if box.open:  # every school of the round is looked through for the answer
        with box:
            inside(found, of)


def inside(found: ReleasedProfile, of: Round) -> None:
    """The same where the page explains hidden groups anyway: nothing, unless nothing at all of the school is shown."""
    if not _blank(found):
        return
    offered = standing.small_schools(of.id, found.schools[0])
    if offered is not None:
        st.markdown(
            "Nothing of this school is shown, because every group is so few. Small schools of a hub may be shown as one "
            f"instead. {plain(words(offered))}"
        )


def _blank(found: ReleasedProfile) -> bool:
    """Whether so few answered in every group that nothing of the school is shown."""
    there = [count.hidden for count in found.groups if count.hidden or count.answered]
    return bool(there) and set(there) == {"few"}


def before_first_look(of: Round, *, key: str) -> None:
    """The choice while it is still free: nobody has seen a round of these schools."""
    offered = standing.small_schools(of.id)
    if offered is None or offered.shown or not (offered.suggested or offered.together):
        return
    with st.container(border=True, key=f"{key}_small"):
        _taken_back(offered, key=key)
        if offered.suggested:
            _choice(offered, key=key)


def switch(of: Round, *, key: str) -> None:
    """On the Data page: what is in force for the small schools of a round, and changing it while that is possible."""
    offered = standing.small_schools(of.id)
    if offered is None:
        return
    if offered.shown:
        st.markdown(plain(words(offered)))
    else:
        before_first_look(of, key=key)


def words(offered: SmallSchools) -> str:
    """What can, or cannot, be done about small schools.

    Example:
        >>> print(words(SmallSchools(small=("Ash", "Elm"), suggested=("Ash", "Elm"), group="teachers", persons=6, hub="",
        ...     together=(), shown=True)))
        The smallest company would be Ash and Elm, with 6 teachers in all. It is not possible any more: a round of theirs has been shown with each by itself, and their sum would tell of the few. With small schools, decide right after the first upload, before anybody looks.
        >>> print(words(SmallSchools(small=("Ash",), suggested=(), group="", persons=0, hub="North", together=(), shown=False)))
        No other small schools of North are there with which it would be enough.
    """
    parts = [f"{listed(each.schools)} are shown as one, and stay so." for each in offered.together if offered.shown]
    if offered.suggested:
        company = f"{listed(offered.suggested)}, with {offered.persons} {offered.group} in all"
        if offered.shown:
            parts.append(
                f"The smallest company would be {company}. It is not possible any more: a round of theirs has been shown with "
                "each by itself, and their sum would tell of the few. With small schools, decide right after the first upload, "
                "before anybody looks."
            )
        else:
            parts.append(f"The smallest company: {company}.")
    elif not offered.together:
        parts.append(
            f"No other small schools{f' of {offered.hub}' if offered.hub else ''} are there with which it would be enough."
        )
    return " ".join(parts)


def _choice(offered: SmallSchools, *, key: str) -> None:
    least = noting.policy().min_n
    st.markdown("**Small schools by themselves, or together?**")
    many = "In 1 school" if len(offered.small) == 1 else f"In {len(offered.small)} schools"
    st.markdown(
        plain(f"{many} fewer than {least} of every group answered, so by themselves they stay blank. {_WHAT_IT_MEANS}")
    )
    where = f" in {offered.hub}" if offered.hub else ""
    chosen = st.multiselect(
        "Schools shown as one",
        offered.small,
        default=offered.suggested,
        key=f"{key}_small_chosen_{'_'.join(offered.small)}",
        help=plain(f"Suggested are the fewest{where} that are enough together: {offered.persons} {offered.group}."),
    )
    st.caption(
        "A small school that is left over by itself keeps another one hidden with it, so take it along. This can only be decided "
        "before anybody looks at a round of theirs, and then holds for earlier and later rounds, too."
    )
    if st.button("Show them as one school", icon=":material/domain_add:", key=f"{key}_small_make"):
        _change(lambda: state.store().together.make(state.viewer(), chosen))


def _taken_back(offered: SmallSchools, *, key: str) -> None:
    for each in offered.together:
        st.markdown(
            plain(
                f"{listed(each.schools)} are shown as one school. That can be taken back until a round of theirs is shown."
            )
        )
        if st.button("Show them apart", key=f"{key}_small_apart_{each.name}"):
            _undo(each)


def _undo(which: Together) -> None:
    _change(lambda: state.store().together.undo(state.viewer(), which.name))


def _change(change) -> None:
    with saying_what_went_wrong():
        change()
        released.forget()
        st.rerun()
