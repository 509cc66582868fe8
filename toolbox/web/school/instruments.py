"""Every instrument a school has answered, side by side, each on its own scale and from its latest round.

No overall number is made of them: they ask about different things, on different scales, of different people.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from toolbox import charts
from toolbox.disclosure import ReleasedProfile
from toolbox.disclosure.outside import RatedTwice, rated_twice
from toolbox.disclosure.words import signed
from toolbox.model import Round, ToolboxError
from toolbox.web import glance, released, sampling, showing, state
from toolbox.web.choosing import day
from toolbox.web.plain import plain
from toolbox.wording import profile_alt, profile_sentences
from toolbox.wording.ratings import areas_alt
from toolbox.wording.steps import number


def part(rounds: Sequence[Round], of: Round, found: ReleasedProfile) -> None:
    """The instruments of the one school in view, the one above first; nothing where it has one only."""
    if len(found.schools) != 1:
        return
    school = found.schools[0]
    shown = latest(rounds, of, school)
    if len(shown) < 2:
        return
    st.header("Several instruments side by side", anchor=False)
    st.markdown(
        "Each stands on its own scale, from its latest round. They ask about different things and different people, so no "
        "overall number is made of them."
    )
    for start in range(0, len(shown), 2):
        for place, each in zip(st.columns(2), shown[start : start + 2], strict=False):
            with place, st.container(border=True, key=f"instrument_{each.id}"):
                _panel(each, found if each.id == of.id else None, school)


def latest(rounds: Sequence[Round], of: Round, school: str) -> tuple[Round, ...]:
    """The round in view, then the latest round of every other instrument of the school; versions of one count as one.

    Example:
        >>> from datetime import date
        >>> def kept(id, framework, year, *schools): return Round(id=id, name=id, collected_on=date(year, 1, 1), sha256="",
        ...     framework=framework, people=9, schools=schools, groups=())
        >>> rounds = [kept("a", "x", 2024, "Elm"), kept("b", "y", 2024, "Elm"), kept("c", "y", 2025, "Elm", "Oak"),
        ...     kept("d", "y", 2026, "Oak")]
        >>> [each.id for each in _latest(rounds, rounds[0], "Elm", {"x": "x", "y": "y"})]
        ['a', 'c']
    """
    return _latest(rounds, of, school, state.families(each.framework for each in (*rounds, of)))


def _latest(rounds: Sequence[Round], of: Round, school: str, family: dict[str, str]) -> tuple[Round, ...]:
    newest: dict[str, Round] = {}
    for each in sorted(rounds, key=lambda each: each.collected_on):
        if school in each.schools and family[each.framework] != family[of.framework]:
            newest[family[each.framework]] = each
    return (of, *sorted(newest.values(), key=lambda each: each.collected_on, reverse=True))


def _panel(of: Round, above: ReleasedProfile | None, school: str) -> None:
    """One instrument: what, when, who, the areas at a glance, and the way to its own page."""
    try:
        found = above or released.profile(of.id, school)
    except ToolboxError as refusal:  # gone meanwhile, or its framework was: the others are still there
        st.markdown(f"**{plain(of.name)}**")
        st.markdown(plain(refusal.message))
        return
    st.markdown(f"**{plain(found.framework.name)}**  \n{plain(found.round)}, {day(found.collected_on)}")
    sampling.badge((of,))
    st.markdown(plain(profile_sentences(found)[0]))
    if found.framework.averaged:
        showing.chart(found, "panel", "", partial(charts.at_a_glance, found), profile_alt(found))
    elif found.framework.kind == "rubric":
        showing.chart(found, "panel", "", partial(charts.rated_areas, found), areas_alt(found))
    else:
        st.markdown("Its answers are counted in categories, not averaged; open it to see them.")
    name = plain(found.framework.name)
    showing.numbers(glance.areas(found), f"Each area of {name}", key=f"instrument_numbers_{of.id}")
    _outside(
        rated_twice(found, state.store().ratings.notes(state.viewer(), of.id, school)) if _rubric(found) else (), of
    )
    if above is None:
        st.button(
            "Open it above", icon=":material/open_in_full:", key=f"instrument_open_{of.id}", on_click=_open, args=(of,)
        )


def _rubric(found: ReleasedProfile) -> bool:
    return found.framework.kind == "rubric"


def _open(of: Round) -> None:
    """Show this instrument's round on the page; runs before the page does."""
    st.session_state["school_framework"], st.session_state["school_round"] = of.framework, of.id


def _outside(rated: Sequence[RatedTwice], of: Round) -> None:
    """Ratings from outside beside the school's own, where there are any."""
    if not rated:
        return
    st.markdown(plain(outside_sentence(rated)))
    rows = [
        {
            "Indicator": plain(f"{each.item.code} {each.item.name}"),
            "School": number(each.own, rated=True),
            "From outside": str(each.outside),
            "School minus outside": signed(each.difference, 0),
            "By": plain(each.by),
        }
        for each in rated
    ]
    label = "Show both ratings"
    showing.numbers(
        rows, "Indicators rated by the school and from outside", label=label, key=f"instrument_outside_{of.id}"
    )


def outside_sentence(rated: Sequence[RatedTwice]) -> str:
    """How the school's own ratings stand to those from outside, in a sentence.

    Example:
        >>> from toolbox.model import Item
        >>> one = Item(id="a", code="A", area="A", name="a")
        >>> outside_sentence([RatedTwice(item=one, own=3, outside=2, by=""), RatedTwice(item=one, own=2, outside=2, by="")])
        'Of 2 indicators rated from outside too, the school rates 1 higher, 1 the same and 0 lower.'
    """
    higher, lower = (sum(sign * each.difference > 0 for each in rated) for sign in (1, -1))
    many = f"{len(rated)} indicators" if len(rated) > 1 else "1 indicator"
    same = len(rated) - higher - lower
    return f"Of {many} rated from outside too, the school rates {higher} higher, {same} the same and {lower} lower."
