"""A small picture of one instrument: a lane for each area with every group's dot on it, on the instrument's own scale."""

from __future__ import annotations

import altair as alt

from toolbox.charts.lanes import Lanes, down, key, rows, ruled, words, wrapped
from toolbox.charts.profiles import scale_in_words
from toolbox.charts.theme import SHAPES, finished, palette, places_of, silent
from toolbox.disclosure import ReleasedProfile, group_name, hidden
from toolbox.disclosure.words import group_hidden, points

LANE = 17
#: Letters of a line of words in a panel half as wide as the page.
ACROSS = 44


def at_a_glance(released: ReleasedProfile, dark: bool = False) -> alt.LayerChart:
    """The averages of an instrument at a glance; details are on its own page.

    Example:
        >>> from toolbox.disclosure import release
        >>> from toolbox.disclosure.examples import profile_of
        >>> chart = at_a_glance(release(profile_of(leaders=3, teachers=24)))
        >>> chart.to_dict()["title"]["text"]
        ['Leaders hidden: fewer than 5 answers']
    """
    rubric = released.framework.kind == "rubric"
    unseen = silent((cell.group, cell.hidden) for cell in released.areas)
    lanes, marks, lines = Lanes(), [], []
    low, high = released.framework.span()
    for area in released.framework.areas:
        cells = [cell for cell in released.areas if cell.area == area.id]
        if not cells:
            continue
        lanes.heading(area.name)
        shown = [cell for cell in cells if cell.mean is not None]
        if not shown:
            lanes.said(hidden(cells[0].hidden or "no_answers", released.policy), letters=ACROSS)
            continue
        top = lanes.at
        y = lanes.lane(LANE)
        lines += [{"x": value, "top": top, "bottom": lanes.at} for value in range(low, high + 1)]
        marks += [
            {"x": cell.mean, "y": y, "group": group_name(cell.group), "value": points(cell.mean), "persons": cell.n}
            for cell in shown
        ]
        lanes.at -= 8  # a small picture: what belongs together stands close
    lanes.at += 8
    groups = [group for group in dict.fromkeys(cell.group for cell in released.areas) if group not in unseen]
    titles, place, colours = [group_name(group) for group in groups], places_of(groups), palette(dark)
    legend = None if rubric or len(titles) < 2 else key(titles)
    scale = alt.Scale(domain=[low, high], nice=False, zero=False, range=[8, {"expr": "width - 12"}])
    title = scale_in_words(released.framework, low, high)
    # Few labels, never in each other's way; a page still being laid out would drop every second for good.
    axis = alt.Axis(values=list(range(low, high + 1)), format="d", title=title, labelOverlap=False)
    colour = alt.Scale(domain=titles, range=[colours.groups[place[group]] for group in groups])
    shape = alt.Scale(domain=titles, range=[SHAPES[place[group]] for group in groups])
    dots = (
        alt.Chart(rows(marks))
        .mark_point(filled=True, size=110, opacity=1, stroke=colours.paper, strokeWidth=1)
        .encode(
            x=alt.X("x:Q", scale=scale),
            y=down("y", lanes.at),
            fill=alt.Fill("group:N", scale=colour, legend=legend),
            shape=alt.Shape("group:N", scale=shape, legend=legend),
            tooltip=[
                alt.Tooltip("group:N", title="Group"),
                alt.Tooltip("value:N", title="Average"),
                alt.Tooltip("persons:Q", title="Ratings" if rubric else "Persons"),
            ],
        )
    )
    drawn = [ruled(lines, scale, axis, lanes, colours), dots] if marks else []
    remarks = [
        line
        for group, reason in unseen.items()
        if marks
        for line in wrapped(group_hidden(group, reason, released.policy), ACROSS)
    ]
    return finished(
        alt.layer(*drawn, *words(lanes, colours)),
        colours,
        height=lanes.at,
        description=f"{released.framework.name}, {released.round}: the areas at a glance",
        remarks=remarks,
    )
