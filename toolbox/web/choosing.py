"""What a visitor picks at the top of a page: framework, round or rounds, school.

Keys carry the page's name in front, because Streamlit shares what stands in the address among all pages. Only names
of rounds and schools ever stand there. What was picked is remembered for the next page of the same visit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st

from toolbox.model import Round
from toolbox.web import navigation, state
from toolbox.web.plain import plain

#: The choice that means every school in view.
ALL = ""


def day(when: date) -> str:
    """A date as people write it.

    Example:
        >>> day(date(2026, 3, 9))
        '9 March 2026'
    """
    return f"{when.day} {when:%B %Y}"


def labels(found: Iterable[Round]) -> dict[str, str]:
    """Each round's id and the name it is picked by: with its date, and numbered where two would look the same.

    Example:
        >>> def invented(id): return Round(id=id, name="Spring", collected_on=date(2026, 3, 9), framework="f",
        ...     sha256="", people=9, schools=(), groups=())
        >>> labels([invented("a"), invented("b")])
        {'a': 'Spring (9 March 2026)', 'b': 'Spring (9 March 2026), no. 2'}
    """
    named: dict[str, str] = {}
    times: dict[str, int] = {}
    for each in found:
        label = f"{each.name} ({day(each.collected_on)})"
        times[label] = times.get(label, 0) + 1
        named[each.id] = label if times[label] == 1 else f"{label}, no. {times[label]}"
    return named


def pick(
    label: str,
    options: Mapping[str, str],
    *,
    key: str,
    remember: str,
    first: str | None = None,
    help: str | None = None,
) -> str:
    """One choice among ``options`` (value → what is shown), in the address and remembered for the next page.

    Args:
        key: of the widget and in the address: the page's name, then what is chosen.
        remember: under which name the choice is kept for other pages.
        first: the value chosen where nothing was chosen before; the first option otherwise.
    """
    values, kept = list(options), f"remembered_{remember}"
    usual = first if first in values else values[0]
    remembered = st.session_state.get(kept)
    if st.session_state.get(key, usual) not in values:
        # Set anew, not deleted: a browser would go on showing the words of an option that is gone.
        st.session_state[key] = remembered if remembered in values else usual
    if key not in st.session_state and key not in st.query_params and remembered in values and remembered != usual:
        # Written to the address as well, so that a reload or a link passed on shows the same.
        st.query_params[key] = options[remembered]
        st.session_state[key] = remembered
    chosen = st.selectbox(
        label, values, index=values.index(usual), format_func=options.__getitem__, key=key, bind="query-params", help=help,
        placeholder="Choose",
    )  # fmt: skip
    st.session_state[kept] = chosen
    return chosen


@dataclass(frozen=True, kw_only=True)
class OneRound:
    """What a profile is asked of; ``school`` None means every school in view."""

    school: str | None
    round: Round


@dataclass(frozen=True, kw_only=True)
class TwoRounds:
    """What a comparison is asked of; ``school`` None means every school in view."""

    school: str | None
    before: Round
    after: Round


def own_first(found: Sequence[Round], least: int = 1) -> tuple[Round, ...]:
    """Among which rounds the choice is made for a visitor who chose nothing: one's own, before the invented sample.

    Example:
        >>> def invented(id, sample): return Round(id=id, name=id, collected_on=date(2026, 3, 9), framework="x",
        ...     sha256="", people=9, schools=(), groups=(), sample=sample)
        >>> found = [invented("mine", False), invented("theirs", True)]
        >>> [each.id for each in own_first(found)], [each.id for each in own_first(found, least=2)]
        (['mine'], ['mine', 'theirs'])
    """
    own = tuple(each for each in found if not each.sample)
    return own if len(own) >= least else tuple(found)


def of_one_framework(found: Sequence[Round], *, page: str, least: int = 1) -> tuple[Round, ...]:
    """The rounds of one framework; asked only where the rounds use more than one."""
    return _of_one({each.framework: each.framework for each in found}, found, page, least)


def of_one_family(found: Sequence[Round], *, page: str, least: int = 2) -> tuple[Round, ...]:
    """The rounds of one framework and of the versions that follow one another, which are compared with each other."""
    return _of_one(state.families(each.framework for each in found), found, page, least)


def _of_one(family: Mapping[str, str], found: Sequence[Round], page: str, least: int) -> tuple[Round, ...]:
    """``family`` is framework id → what it is chosen under; the latest of a family lends it its name."""
    known = state.frameworks()
    used = {
        family[each.framework]: known[each.framework].name if each.framework in known else each.framework
        for each in found
    }
    if len(used) < 2:
        return tuple(found)
    first = family[own_first(found, least)[-1].framework]
    chosen = pick("Framework", used, key=f"{page}_framework", remember="framework", first=first)
    return tuple(each for each in found if family[each.framework] == chosen)


def _pick_school(names: Sequence[str], *, page: str) -> str | None:
    """One school, or ``None`` for all of the round together, which only a viewer of all of them may see."""
    options = {name: name for name in names}
    if len(names) != 1 and state.viewer().schools is None:
        options[ALL] = f"All {len(names)} schools together"
    return pick("School", options, key=f"{page}_school", remember="school") or None


def school_and_round(found: Sequence[Round], *, page: str) -> OneRound:
    """School and round at the top of a page; the latest round and its first school where nothing was chosen before."""
    among = of_one_framework(found, page=page)
    left, right = st.columns(2)
    with right:
        by_id = {each.id: each for each in among}
        chosen = pick("Round", labels(among), key=f"{page}_round", remember="round", first=own_first(among)[-1].id)
    with left:
        school = _pick_school(by_id[chosen].schools, page=page)
    return OneRound(school=school, round=by_id[chosen])


def comparable(found: Sequence[Round], family: Mapping[str, str]) -> tuple[Round, ...]:
    """The rounds of which another has the same framework, or a version of it.

    Example:
        >>> def invented(id, framework): return Round(id=id, name=id, collected_on=date(2026, 3, 9),
        ...     framework=framework, sha256="", people=9, schools=(), groups=())
        >>> [each.id for each in comparable([invented("a", "x"), invented("b", "y"), invented("c", "x2")],
        ...     {"x": "x", "x2": "x", "y": "y"})]
        ['a', 'c']
    """
    used = [family[each.framework] for each in found]
    return tuple(each for each in found if used.count(family[each.framework]) > 1)


def usual_pair(found: Sequence[Round]) -> tuple[Round, Round]:
    """The latest round and the earliest one that a school of it answered too; earliest and latest where none did.

    Example:
        >>> def invented(id, *schools): return Round(id=id, name=id, collected_on=date(2026, 3, 9), framework="x",
        ...     sha256="", people=9, schools=schools, groups=())
        >>> found = [invented("a", "Elm"), invented("b", "Oak"), invented("c", "Oak"), invented("d", "Ash")]
        >>> [each.id for each in usual_pair(found)], [each.id for each in usual_pair(found[:2])]
        (['b', 'c'], ['a', 'b'])
    """
    for place in range(len(found) - 1, 0, -1):
        for before in found[:place]:
            if not set(before.schools).isdisjoint(found[place].schools):
                return before, found[place]
    return found[0], found[-1]


def school_and_two_rounds(found: Sequence[Round], *, page: str) -> TwoRounds:
    """School and two rounds of one framework, the usual pair first; ends the page where none can be compared."""
    among = comparable(found, state.families(each.framework for each in found))
    if not among:
        st.info(
            "No two rounds here use the same framework, so there is nothing to compare yet. Upload the other round of "
            "the same survey, and map it to the same framework or a version of it.",
            icon=":material/info:",
        )
        navigation.link("upload", "Upload another round")
        st.stop()
    among = of_one_family(among, page=page)
    left, middle, right = st.columns(3)
    with middle:
        by_id, named, usual = {each.id: each for each in among}, labels(among), usual_pair(own_first(among, least=2))
        before = by_id[pick("Before", named, key=f"{page}_before", remember="before", first=usual[0].id)]
    with right:
        after = by_id[pick("After", named, key=f"{page}_after", remember="after", first=usual[-1].id)]
    both = [school for school in after.schools if school in before.schools]
    with left:
        school = _pick_school(both or sorted({*before.schools, *after.schools}), page=page)
    _stop_unless_two(before, after)
    _offer_swap(before, after, page=page)
    return TwoRounds(school=school, before=before, after=after)


def _stop_unless_two(before: Round, after: Round) -> None:
    if before.id == after.id:
        st.info(
            "The same round is chosen twice. Choose another round as “Before” or as “After” to see what changed.",
            icon=":material/info:",
        )
        st.stop()


def _swap(first: str, second: str, before: str, after: str) -> None:
    """Exchange two choices; runs before the page does."""
    st.session_state[first], st.session_state[second] = after, before


def _offer_swap(before: Round, after: Round, *, page: str) -> None:
    """Say that the rounds stand in the wrong order in time, with a button that puts it right."""
    if before.collected_on <= after.collected_on:
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"{page}_order"):
        st.markdown(
            f":material/swap_horiz: **Before and after seem swapped.** “{plain(before.name)}” was collected on "
            f"{day(before.collected_on)}, later than “{plain(after.name)}” ({day(after.collected_on)}). As chosen, "
            "growth shows as decline.",
            width="stretch",
        )
        keys = (f"{page}_before", f"{page}_after")
        st.button(
            "Swap the two rounds", on_click=_swap, args=(*keys, before.id, after.id), key=f"{page}_swap", type="primary"
        )


def pick_kind(found: Sequence[Round], *, page: str) -> str:
    """Whether the evaluation is wanted, or the tables of one round ("profile") or of two ("change")."""
    kinds = {"evaluation": "Evaluation", "profile": "One round: the profile"}
    if comparable(found, state.families(each.framework for each in found)):
        kinds["change"] = "Two rounds: the change"
    chosen = st.segmented_control(
        "Which tables", list(kinds), default="evaluation", required=True, format_func=kinds.__getitem__,
        key=f"{page}_of", bind="query-params", persist_state="session",
    )  # fmt: skip
    return chosen if chosen in kinds else "evaluation"


def one_round(found: Sequence[Round], *, page: str) -> Round:
    """One round, whatever its framework; the latest where nothing was chosen before."""
    by_id = {each.id: each for each in found}
    return by_id[pick("Round", labels(found), key=f"{page}_round", remember="round", first=own_first(found)[-1].id)]
