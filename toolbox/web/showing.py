"""What result pages draw: scope, sentences, charts with their text twin and their numbers, reasons for what is hidden.

Takes released results only and computes nothing; words come from ``toolbox.wording``, tables from ``toolbox.tables``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from toolbox import charts
from toolbox.disclosure import ReleasedCell, ReleasedComparison, ReleasedEvaluation, ReleasedProfile
from toolbox.disclosure.words import group_hidden, headed
from toolbox.model import Benchmark, BenchmarkRow, Round
from toolbox.tables.reasons import DROPPED
from toolbox.web import glance, sampling
from toolbox.web.choosing import day
from toolbox.web.plain import plain
from toolbox.wording import (
    areas_alt,
    categories_alt,
    cautions,
    change_alt,
    group_name,
    items_alt,
    outcomes_alt,
    profile_alt,
)

#: ``st.header`` or ``st.subheader``.
Heading = Callable[..., Any]


def dark() -> bool:
    """Whether the visitor's page is dark now."""
    return st.context.theme.type == "dark"


def in_view(schools: Sequence[str], of_schools: int) -> str:
    """The schools a result is about, in words.

    Example:
        >>> in_view(("Northbank",), 3), in_view(("A", "B", "C"), 3)
        ('Northbank', 'All 3 schools of the round')
    """
    if len(schools) == 1:
        return schools[0]
    return f"All {of_schools} schools of the round" if len(schools) == of_schools else f"{len(schools)} schools"


def _scope(title: str, lines: Iterable[str], rounds: Sequence[Round]) -> None:
    with st.container(key="scope", gap="xsmall"):
        st.header(plain(title), anchor=False)
        sampling.badge(rounds)
        for line in lines:
            st.markdown(line)


def scope_of_profile(found: ReleasedProfile, of: Round, who: str) -> None:
    """What a profile is about: school, round, framework, who answered."""
    _scope(
        in_view(found.schools, found.of_schools),
        (
            f"{plain(found.round)}, {day(found.collected_on)} · {plain(found.framework.name)}",
            plain(who),
        ),
        (of,),
    )


def scope_of_change(found: ReleasedComparison, of: Sequence[Round]) -> None:
    """What a comparison is about: school, both rounds, framework."""
    _scope(
        in_view(found.schools, found.of_schools),
        (
            f"Before: {plain(found.before)}, {day(found.before_on)} · After: {plain(found.after)}, {day(found.after_on)} · "
            f"{plain(found.framework.name)}",
        ),
        of,
    )


def scope_of_evaluation(found: ReleasedEvaluation, of: Sequence[Round]) -> None:
    """What an evaluation is about: schools, rounds, framework."""
    when = " · ".join(f"{plain(name)}, {day(on)}" for name, on, _ in found.rounds)
    many = found.schools[0] if found.of_schools == 1 else f"All {found.of_schools} schools"
    _scope(many, (f"{when} · {plain(found.framework.name)}",), of)


def sentences(said: Sequence[str]) -> None:
    """The findings in words, before any chart."""
    with st.container(border=True, key="sentences"):
        for sentence in said:
            st.markdown(plain(sentence))


#: Finished charts kept per process: building one takes longer than everything else a click does.
KEPT_CHARTS = 256


@st.cache_data(max_entries=KEPT_CHARTS, show_spinner=False)
def _drawn(result: int, kind: str, part: str, in_the_dark: bool, _make: Callable[[], Any]) -> dict[str, Any]:
    """A chart as the browser wants it, kept by the hash of the released result it shows."""
    return _make().to_dict()


def released_hash(found: ReleasedProfile | ReleasedComparison | ReleasedEvaluation) -> int:
    """What a released result is kept by: its content; of an evaluation plan, data sets and rule, which decide it."""
    if isinstance(found, ReleasedEvaluation):
        return hash((found.plan, found.framework, found.rounds, found.schools, found.policy))
    return hash(found)


def chart(
    found: ReleasedProfile | ReleasedComparison | ReleasedEvaluation,
    kind: str,
    part: str,
    make: Callable[[bool], Any],
    alt: str,
) -> None:
    """A chart with its text twin as its name for a screen reader."""
    at_night = dark()
    spec = _drawn(released_hash(found), kind, part, at_night, lambda: make(at_night))
    st.vega_lite_chart(spec=spec | {"description": alt}, width="stretch", theme=None)


def table(rows: Sequence[glance.Row], alt: str) -> None:
    """A real table: readable by a screen reader and whole in print. Columns without a word in them are left out."""
    frame = pd.DataFrame(rows)
    st.table(frame.loc[:, (frame != "").any()], hide_index=True, border="horizontal", alt=alt)


def numbers(rows: Sequence[glance.Row], alt: str, *, label: str = "Show the numbers", key: str) -> None:
    """The numbers behind a chart, folded away."""
    with st.expander(label, icon=":material/table_rows:", key=key):
        table(rows, alt)


def _nothing(cells: Sequence[ReleasedCell], found: ReleasedProfile) -> bool:
    """Say why, once for each group, where no cell may be shown; a chart would be an empty frame."""
    if any(not cell.hidden for cell in cells):
        return False
    for group, reason in dict.fromkeys((cell.group, cell.hidden) for cell in cells):
        st.markdown(f":material/visibility_off: {plain(group_hidden(group, reason, found.policy))}")
    return True


def profile(found: ReleasedProfile, stated: Mapping[str, float] | None = None, *, heading: Heading = st.header) -> None:
    """The areas by group: chart, text twin, numbers; ``stated`` is what the school says of itself, by area.

    ``heading`` is of the level that stands here: a part of another part has a smaller one.
    """
    if not found.framework.averaged:
        _rated_areas(found, heading)
        return
    whose = "as they were rated" if found.framework.kind == "rubric" else "as each group sees them"
    heading(f"The areas, {whose}", anchor=False)
    if not stated and _nothing(found.areas, found):
        return
    part = repr(sorted(stated.items())) if stated else ""
    make = partial(charts.profile, found, stated=stated)
    chart(found, "profile", part, make, profile_alt(found, stated))
    numbers(glance.areas(found, stated), "Average of each area by group", key="profile_numbers")


def _rated_areas(found: ReleasedProfile, heading: Heading) -> None:
    """The areas of a rubric that has no averages: how far each is, in levels."""
    heading("The areas", anchor=False)
    chart(found, "rated_areas", "", partial(charts.rated_areas, found), areas_alt(found))
    numbers(glance.rated_areas(found), "Where each area stands", key="profile_numbers")


def items(found: ReleasedProfile, *, page: str, reported: Benchmark | None = None) -> None:
    """The items of one area, when asked for; ``reported`` is what stands beside ordered categories."""
    asked = {area.id: area.name for area in found.framework.areas if any(cell.area == area.id for cell in found.items)}
    if not asked or found.framework.kind == "rubric":  # its indicators have a part of their own
        return
    st.header("Item by item", anchor=False)
    if st.session_state.get(f"{page}_area") not in (None, *asked):
        del st.session_state[f"{page}_area"]
    area = st.selectbox(
        "Area", list(asked), index=None, format_func=asked.__getitem__, placeholder="Choose an area to see its items",
        key=f"{page}_area", persist_state="session",
    )  # fmt: skip
    if area is None or _nothing([cell for cell in found.items if cell.area == area], found):
        return
    if any(found.framework.counted(item) for item in found.framework.items_of(area)):
        categories(found, area, reported)
        return
    chart(found, "items", area, partial(charts.items, found, area), items_alt(found, area))
    numbers(glance.items(found, area), f"Average of each item of {asked[area]} by group", key=f"{page}_items_numbers")


def categories(found: ReleasedProfile, area: str, reported: Benchmark | None = None) -> None:
    """The items of an area answered in ordered categories: counted, one chart an item, no average anywhere."""
    st.caption(
        "These answers are counted, category by category. The steps between them are not equal, so there is no average."
    )
    for item in found.framework.items_of(area):
        cells = [cell for cell in found.items if cell.item == item.id]
        if not cells:
            continue
        st.markdown(f"**{plain(headed(item))}**" + (f"  \n{plain(item.text)}" if item.text else ""))
        if _nothing(cells, found):
            continue
        row = _reported(reported, item.id)
        make = partial(charts.categories, found, item.id, reported=row)
        chart((found, row), "categories", item.id, make, categories_alt(found, item.id, row))
        label = f"Share of answers in each category of {item.name}"
        numbers(glance.categories(found, item.id), label, key=f"categories_{item.id}")
        if row is not None and any(each.mean is not None for each in row.outcomes):
            make = partial(_outcomes_drawn, found, row)
            chart((found, row), "outcomes", item.id, make, outcomes_alt(found.framework, row))


def _reported(benchmark: Benchmark | None, item: str) -> BenchmarkRow | None:
    """What a benchmark says of an item's categories."""
    rows = benchmark.rows if benchmark is not None else ()
    return next((row for row in rows if row.item == item and (row.shares or row.outcomes)), None)


def _outcomes_drawn(found: ReleasedProfile, row: BenchmarkRow, dark: bool) -> Any:
    return charts.outcomes(found.framework, row, dark)


def funnel(found: ReleasedComparison) -> None:
    """Who answered before, after, and both times: read first, because it says what the change can be about."""
    st.header("Who answered", anchor=False)
    table(glance.funnel(found), "Who answered before, after, and both times")


def changes(found: ReleasedComparison) -> None:
    """The change of each group: how it was compared, chart, change in words and numbers."""
    for group in dict.fromkeys(row.group for row in found.areas):
        st.header(plain(group_name(group)), anchor=False)
        if reason := glance.all_hidden(found, group):
            st.markdown(f":material/visibility_off: {plain(reason)}")
            continue
        for line in glance.designs(found, group):
            st.markdown(plain(line))
        for said in cautions(found, group):
            st.markdown(f":material/info: {plain(said)}")
        alt = f"Change of {group} in each area"
        chart(found, "change", group, partial(charts.change, found, group), change_alt(found, group))
        label = "Show the change in words and numbers"
        numbers(glance.change(found, group), alt, label=label, key=f"change_numbers_{group}")


def left_out(found: ReleasedComparison) -> None:
    """Items that are in no change, and why."""
    names = {item.id: f"{item.code} {item.name}" for item in found.framework.items}
    if found.dropped_items:
        listed = "; ".join(
            f"{names.get(item, item)} ({DROPPED.get(reason, reason)})" for item, reason in found.dropped_items
        )
        st.caption(f":material/rule: Left out of the comparison: {plain(listed)}.")
