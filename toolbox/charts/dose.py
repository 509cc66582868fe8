"""Change beside hours of mentoring in one area: thirds ◆ by hours, and the line with its band. No school and no person."""

from __future__ import annotations

import altair as alt

from toolbox.charts.differences import ticks_of
from toolbox.charts.lanes import key, rows
from toolbox.charts.theme import Palette, finished, palette
from toolbox.disclosure.doses import ReleasedDose, ReleasedRelation
from toolbox.disclosure.words import group_name, interval, signed

TALL = 260
THIRDS, LINE = "a third of the people, by hours", "line, with the range that fits"


def dose(found: ReleasedDose, row: ReleasedRelation, dark: bool = False) -> alt.LayerChart:
    """Hours to the right, change upwards; a strong line stands at no change."""
    colours = palette(dark)
    name = next(area.name for area in found.framework.areas if area.id == row.area)
    changes = [third.change for third in row.thirds] + [value for point in row.band for value in point[1:]]
    ticks = ticks_of(found.framework.span())
    reach = max([1.0, *(abs(change) for change in changes)])
    across = alt.Scale(domain=[0, max(third.hours for third in row.thirds) * 1.1], nice=False)
    up = alt.Scale(domain=[-reach, reach], nice=False)
    whole = [tick for tick in ticks if abs(tick) <= reach]
    x = alt.X("x:Q", scale=across, axis=alt.Axis(title="Hours of mentoring", tickCount=6, labelFlush=True))
    y = alt.Y(
        "y:Q", scale=up,
        axis=alt.Axis(
            values=whole, format="d", title="Change in points", labelExpr="(datum.value > 0 ? '+' : '') + datum.label"
        ),
    )  # fmt: skip
    return finished(
        alt.layer(*_layers(row, colours, x, y, up, whole)),
        colours,
        height=TALL,
        description=f"Change of {group_name(row.group).lower()} in {name} by hours of mentoring",
        remarks=[],
    )


def _layers(
    row: ReleasedRelation, colours: Palette, x: alt.X, y: alt.Y, up: alt.Scale, ticks: list[float]
) -> list[alt.Chart]:
    who = [THIRDS, *([LINE] if row.band else [])]
    known = {"scale": alt.Scale(domain=who, range=["diamond", "stroke"][: len(who)]), "legend": key(who)}
    ruled = [{"y": tick, "colour": colours.quiet if tick == 0 else colours.grid} for tick in ticks]
    band = [
        {"x": hours, "y": change, "low": low, "high": high, "what": LINE, "range": interval(low, high)}
        for hours, change, low, high in row.band
    ]
    thirds = [
        {
            "x": third.hours,
            "y": third.change,
            "what": THIRDS,
            "said": signed(third.change),
            "n": f"n {third.n:,}",
            "label": f"{signed(third.change)} (n {third.n:,})",
        }
        for third in row.thirds
    ]
    layers = [alt.Chart(rows(ruled)).mark_rule().encode(y=y, color=alt.Color("colour:N", scale=None))]
    if band:
        layers += [
            alt.Chart(rows(band)).mark_area(opacity=0.22, color=colours.up).encode(x=x, y=alt.Y("low:Q", scale=up), y2="high:Q"),
            *(
                alt.Chart(rows(band)).mark_line(strokeWidth=1, color=colours.up).encode(x=x, y=alt.Y(f"{end}:Q", scale=up))
                for end in ("low", "high")
            ),
            alt.Chart(rows(band)).mark_line(strokeWidth=3, color=colours.up).encode(x=x, y=y),
        ]  # fmt: skip
    return [
        *layers,
        alt.Chart(rows(thirds))
        .mark_point(opacity=1, strokeWidth=2, size=150)
        .encode(
            x=x, y=y,
            shape=alt.Shape("what:N", **known),
            fill=alt.Fill("what:N", scale=alt.Scale(domain=who, range=[colours.paper, colours.up][: len(who)]), legend=key(who)),
            stroke=alt.Stroke("what:N", scale=alt.Scale(domain=who, range=[colours.ink, colours.up][: len(who)]), legend=key(who)),
            tooltip=[alt.Tooltip("said:N", title="Change"), alt.Tooltip("n:N", title="People")],
        ),
        *(
            alt.Chart(rows(thirds)).mark_text(dy=-18, **look).encode(x=x, y=y, text="label:N")
            # A rim in the colour of the page, so that the line behind does not run through the words.
            for look in ({"stroke": colours.paper, "strokeWidth": 4, "color": colours.paper}, {})
        ),
    ]  # fmt: skip
