"""Tables of a school over the rounds and beside others: short ones to read, and the whole one as a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from toolbox.disclosure import ReleasedBand, ReleasedCell, ReleasedPoint, ReleasedProfile, ReleasedTrend
from toolbox.disclosure.benchmarks import ReleasedBeside
from toolbox.disclosure.words import LIES, lies, points
from toolbox.model import Table
from toolbox.web import taking
from toolbox.web.glance import Row
from toolbox.web.plain import file_name, plain
from toolbox.wording import group_name, hidden
from toolbox.wording.others import difference_said


def trend(found: ReleasedTrend) -> list[Row]:
    """One row an area and group, one column a round: average and how many answered, or why hidden."""
    rounds = [place for place, each in enumerate(found.rounds) if each.places]
    heads = {place: f"{found.rounds[place].name} ({found.rounds[place].collected_on:%b %Y})" for place in rounds}
    points_of = {(point.area, point.group, point.round): point for point in found.points}
    names = {area.id: area.name for area in found.framework.areas}
    rows = []
    for area, group in dict.fromkeys((point.area, point.group) for point in found.points):
        here = [points_of.get((area, group, place)) for place in rounds]
        rows.append(
            {
                "Area": plain(names[area]),
                "Group": plain(group_name(group)),
                **{
                    plain(heads[place]): "not asked" if point is None else _average(point, found)
                    for place, point in zip(rounds, here, strict=True)
                },
                "Items": plain(_items(here)),
            }
        )
    return rows


def _items(here: Sequence[ReleasedPoint | None]) -> str:
    """How many items the averages rest on, of how many that were asked."""
    known = [point for point in here if point is not None and point.items_common]
    if not known:
        return ""
    common, every = max(point.items_common for point in known), max(point.items_all for point in known)
    return f"{common} of {every}"


def beside_band(found: ReleasedProfile, bands: Sequence[ReleasedBand]) -> list[Row]:
    """One row an area and group: the average here, and the middle half of the schools."""
    cells = {(cell.area, cell.group): cell for cell in found.areas}
    names = {area.id: area.name for area in found.framework.areas}
    rows = []
    for band in bands:
        cell = cells.get((band.area, band.group))
        seen = cell is not None and not cell.hidden and cell.mean is not None
        rows.append(
            {
                "Area": plain(names[band.area]),
                "Group": plain(group_name(band.group)),
                "Here": "not asked" if cell is None else _average(cell, found),
                "Middle half": plain(hidden(band.hidden, found.policy))
                if band.hidden
                else f"{points(band.lower)} to {points(band.upper)} ({band.schools} schools)",
                "In words": LIES[lies(cell.mean, band.lower, band.upper)] if seen and not band.hidden else "",
            }
        )
    return rows


def beside_benchmark(found: ReleasedProfile, seen: Sequence[ReleasedBeside]) -> list[Row]:
    """One row an area or item and group: here, there, and the difference with its range."""
    names = {area.id: area.name for area in found.framework.areas}
    items = {item.id: f"{item.code} {item.name}" for item in found.framework.items}
    return [
        {
            "Area or item": plain(items[each.item] if each.item else names[each.area]),
            "Group": plain(group_name(each.group)),
            "Here": plain(hidden(each.hidden, found.policy)) if each.hidden else _here(each),
            "There": _there(each),
            "Difference": plain(difference_said(each)),
        }
        for each in seen
    ]


def _here(each: ReleasedBeside) -> str:
    if each.mean is None:
        return ", ".join(
            f"{low if low == high else f'{low} to {high}'}: {share:.0%}" for low, high, share in each.shares
        )
    fits = f", {points(each.ci_low)} to {points(each.ci_high)}" if each.ci_low is not None else ""
    return f"**{points(each.mean)}** (n {each.n:,}{fits})"


def _there(each: ReleasedBeside) -> str:
    if each.other is None:
        return ", ".join(f"{value}: {share:.0%}" for value, share in each.other_shares)
    known = [f"n {each.other_n:,}"] if each.other_n else []
    known += [f"SD {each.other_sd:.1f}"] if each.other_sd is not None else []
    return f"**{points(each.other)}**" + (f" ({', '.join(known)})" if known else "")


def _average(cell: ReleasedCell | ReleasedPoint, found: ReleasedTrend | ReleasedProfile) -> str:
    if cell.hidden:
        return plain(hidden(cell.hidden, found.policy))
    if found.framework.kind == "rubric" and cell.n == 1:  # one agreed rating, nobody's answer
        return f"**{points(cell.mean)}**"
    return f"**{points(cell.mean)}** (n {cell.n:,})"


def table_file(make: Callable[[], Table], name: str, schools: Sequence[str], when: str, *, key: str) -> None:
    """A button for the whole table; a download is a release of its own, made anew and written down."""
    whose = schools[0] if len(schools) == 1 else "all schools"
    file = f"{file_name(name, whose, when)}.csv"
    st.download_button(
        "This table (CSV)", data=lambda: taking.content(make, file), file_name=file, mime="text/csv", on_click="ignore", icon=":material/download:",
        key=f"{key}_csv",
    )  # fmt: skip
