"""Growth by month: a line for all and one a wave, each with a shape of its own and its last number beside it."""

from __future__ import annotations

from typing import Literal

import altair as alt
import pandas as pd

from toolbox.charts.theme import SHAPES, TEXT, finished, palette
from toolbox.disclosure.hubs import ReleasedHub

HEIGHT = 220
#: Pixels between two labels below each other, and those a letter takes.
APART, LETTER = 16, 7
#: Waves drawn one by one; more are in the table.
MOST_WAVES = 5
#: Into how many parts the months written below may cut the axis, best first.
MOST_PARTS = (4, 3, 2)
_AXIS = {"schools": "Schools reached", "teachers": "Teachers counted", "sessions": "Sessions held"}


def growth(found: ReleasedHub, what: Literal["schools", "teachers", "sessions"], dark: bool = False) -> alt.LayerChart:
    """Reached by the end of each month. Where too few had come yet the line has not begun.

    Example:
        >>> from toolbox.disclosure.hubs import released_growth_example
        >>> chart = growth(released_growth_example(), "schools").to_dict()
        >>> [layer["mark"]["type"] for layer in chart["layer"]]
        ['line', 'point', 'text']
    """
    colours = palette(dark)
    waves = ["", *sorted({each.wave for each in found.growth if each.wave})[:MOST_WAVES]]
    shades = (colours.ink, *colours.groups)
    rows = [
        {"month": each.month.isoformat(), "value": getattr(each, what), "wave": _named(each.wave)}
        for each in found.growth
        if each.wave in waves and getattr(each, what) is not None
    ]
    frame = pd.DataFrame(rows, columns=["month", "value", "wave"])
    names = [_named(wave) for wave in waves if _named(wave) in set(frame["wave"])]
    top = max(1, float(frame["value"].max()) if len(frame) else 1.0)
    colour = alt.Color("wave:N", scale=alt.Scale(domain=names, range=list(shades[: len(names)])), legend=None)
    shape = alt.Shape("wave:N", scale=alt.Scale(domain=names, range=list(SHAPES[: len(names)])), legend=None)
    right = 14 + LETTER * max((len(f"{name}: {top:,.0f}") for name in names), default=0)
    x = alt.X(
        "month:T",
        axis=alt.Axis(title=None, format="%b %Y", values=_labelled(found), labelOverlap="parity", labelPadding=8),
        scale=alt.Scale(type="utc", range=[{"expr": "8"}, {"expr": f"width - {right}"}]),
    )
    height = {
        "axis": alt.Axis(title=None, grid=True, gridColor=colours.grid, tickCount=4, format=",d"),
        "scale": alt.Scale(domain=[0, top], nice=True),
    }
    y = alt.Y("value:Q", **height)
    base = alt.Chart(frame).encode(x=x, y=y)
    line = base.mark_line(strokeWidth=2).encode(color=colour, detail="wave:N")
    points = base.mark_point(filled=True, size=52, opacity=1).encode(color=colour, shape=shape)
    ends = alt.Chart(_ends(frame, names, top)).mark_text(align="left", dx=10, fontSize=TEXT)
    beside = alt.Y("at:Q", **height)
    labels = ends.encode(x=x, y=beside, text="said:N", color=colour)
    return finished(
        alt.layer(line, points, labels),
        colours,
        height=HEIGHT,
        description=f"{_AXIS[what]} by month",
        remarks=[_AXIS[what]],
    )


def _ends(frame: pd.DataFrame, names: list[str], top: float) -> pd.DataFrame:
    """The last number of each line, its label moved up where it would stand on another."""
    last = [frame[frame["wave"] == name].iloc[-1] for name in names]
    gap, at, made = top * APART / HEIGHT, -1e9, []
    for row in sorted(last, key=lambda each: each["value"]):
        at = max(float(row["value"]), at + gap)
        made.append(
            {"month": row["month"], "at": at, "wave": row["wave"], "said": f"{row['wave']}: {row['value']:,.0f}"}
        )
    over = max((each["at"] for each in made), default=0) - top * 1.03
    for each in made if over > 0 else ():
        each["at"] -= over
    return pd.DataFrame(made, columns=["month", "at", "wave", "said"])


def _named(wave: str) -> str:
    return f"Wave {wave}" if wave else "All"


def _labelled(found: ReleasedHub) -> list[alt.DateTime]:
    """The months written below: the first, the last, and evenly between as far as they can be; few, for a telephone.

    Example:
        >>> from toolbox.disclosure.hubs import released_growth_example
        >>> [(each.year, each.month) for each in _labelled(released_growth_example())]
        [(2026, 1), (2026, 2), (2026, 3)]
    """
    months = sorted({each.month for each in found.growth})
    last = len(months) - 1
    parts = min(last, next((parts for parts in MOST_PARTS if last % parts == 0), MOST_PARTS[-1]))
    places = {round(part * last / parts) for part in range(parts + 1)} if parts else {0}
    return [alt.DateTime(year=months[at].year, month=months[at].month, date=1, utc=True) for at in sorted(places)]
