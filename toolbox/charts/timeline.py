"""One mentee school on one axis of time: rounds, sessions held, sessions planned and not held, active persons by week.

Each kind has a lane and a shape of its own; rounds also run through all lanes as upright lines, because before and after them
is what a reader looks for. A week of a hidden number is an open triangle: there was somebody, and not how many.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import altair as alt

from toolbox.charts.lanes import Lanes, down, rows, words
from toolbox.charts.theme import Palette, finished, palette
from toolbox.disclosure.mentees import ReleasedTimeline
from toolbox.model import TimelineMark

LANE, BARS = 30, 54
#: Area of the mark of a session of so many hours, in square pixels; one of unknown length has that of an hour.
PER_HOUR, LEAST, MOST = 70.0, 40.0, 420.0
#: How far above the floor of the bars the mark of a hidden number lies.
HIDDEN = 6
#: Before the first and after the last mark, which also gives a single one its place.
ROOM = timedelta(days=5)
#: Days of a span in which months alone say too little.
SHORT = 92
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def timeline(found: ReleasedTimeline, dark: bool = False) -> alt.LayerChart:
    """The timeline of a school something is known of.

    Example:
        >>> from toolbox.disclosure.mentees import release_timeline
        >>> from toolbox.model import Policy, Viewer
        >>> marks = [TimelineMark(at=date(2026, 1, 7), kind="session", words="workshop", hours=2)]
        >>> chart = timeline(release_timeline("Elm", marks, policy=Policy(), viewer=Viewer())).to_dict()
        >>> [layer["mark"]["type"] for layer in chart["layer"]][:2]
        ['rule', 'point']
    """
    colours, lanes, layers = palette(dark), Lanes(), []
    of = {
        kind: [mark for mark in found.marks if mark.kind == kind]
        for kind in ("round", "session", "planned", "activity")
    }
    scale = alt.Scale(
        domain=[_at(found.marks[0].at - ROOM), _at(found.marks[-1].at + ROOM)],
        nice=False,
        range=[12, {"expr": "width - 24"}],
    )
    drawn: list[tuple] = []
    through: list[tuple[float, float]] = []  # lanes the rounds run through: never words, which a line would strike out
    if of["round"]:
        lanes.heading("Rounds")
        drawn.append(("diamond", True, _rounds(of["round"], lanes), colours.ink))
        for letter, mark in zip(LETTERS, of["round"], strict=False):
            lanes.caption(f"{letter} {mark.words}")
    for kind, title, shape, full in (
        ("session", "Sessions held (larger: longer)", "circle", True),
        ("planned", "Sessions planned, not held", "square", False),
    ):
        if of[kind]:
            lanes.heading(title)
            y = lanes.lane(LANE)
            through.append((y - LANE / 2, y + LANE / 2))
            drawn.append((shape, full, _sessions(of[kind], y), colours.groups[0 if full else 1]))
    bars = _bars(of["activity"], lanes) if of["activity"] else []
    if of["activity"]:
        through.append((lanes.at - BARS - 4, lanes.at))
    for shape, full, marks, colour in drawn:
        layers.append(_points(marks, shape, colour if full else colours.paper, colour, scale, lanes))
    short = (found.marks[-1].at - found.marks[0].at).days < SHORT
    ticks = 5 if short else {"interval": "month", "step": 1}
    axis = alt.Axis(title=None, format="%-d %b %Y" if short else "%b %Y", labelOverlap="greedy", tickCount=ticks)
    lines = [{"x": _at(mark.at), "top": top, "bottom": bottom} for mark in of["round"] for top, bottom in through]
    ends = [{"x": _at(found.marks[0].at), "top": lanes.at, "bottom": lanes.at}]
    chart = alt.layer(
        _upright(lines or ends, scale, axis, lanes, colours),
        *_activity(bars, scale, lanes, colours),
        *layers,
        *_letters(of["round"], drawn, scale, lanes, colours),
        *words(lanes, colours, left=8),
    )
    return finished(
        chart, colours, height=lanes.at, description=f"Timeline of {found.school}: rounds, sessions, activity by week",
        remarks=[],
    )  # fmt: skip


def _at(day: date) -> str:
    """Noon, so that no time zone of a browser makes another day of it."""
    return f"{day.isoformat()}T12:00:00"


def _x(scale: alt.Scale, axis: alt.Axis | None = None) -> alt.X:
    return alt.X("x:T", scale=scale, axis=axis, title=None) if axis else alt.X("x:T", scale=scale)


def _rounds(marks: Sequence[TimelineMark], lanes: Lanes) -> list[dict]:
    y = lanes.lane(LANE)
    return [{"x": _at(mark.at), "y": y, "size": 120, "said": mark.words, "day": mark.at.isoformat()} for mark in marks]


def _sessions(marks: Sequence[TimelineMark], y: float) -> list[dict]:
    return [
        {
            "x": _at(mark.at),
            "y": y,
            "size": min(max(PER_HOUR * (1.0 if mark.hours is None else mark.hours), LEAST), MOST),
            "said": mark.words or "method and topic not said",
            "day": mark.at.isoformat(),
            "hours": "not known" if mark.hours is None else f"{mark.hours:g}",
        }
        for mark in marks
    ]


def _bars(marks: Sequence[TimelineMark], lanes: Lanes) -> list[dict]:
    """A bar a week: as tall as there were persons, of those with most."""
    most = max((mark.persons or 0 for mark in marks), default=0) or 1
    told = [f"tallest: {most}"] if any(mark.persons for mark in marks) else []
    told += ["△ not shown: few were active, or few were not"] if any(mark.persons is None for mark in marks) else []
    lanes.heading("Active persons by week" + (f" ({'; '.join(told)})" if told else ""))
    lanes.lane(BARS)
    floor = lanes.at
    lanes.lane(4)
    return [
        {
            "x": _at(mark.at),
            "top": floor - (HIDDEN if mark.persons is None else (BARS - 6) * mark.persons / most),
            "bottom": floor,
            "hidden": mark.persons is None,
            "said": "not shown: few were active, or few were not" if mark.persons is None else str(mark.persons),
            "day": mark.at.isoformat(),
        }
        for mark in marks
        if mark.persons != 0
    ]


def _upright(lines: list[dict], scale: alt.Scale, axis: alt.Axis, lanes: Lanes, colours: Palette) -> alt.Chart:
    return (
        alt.Chart(rows(lines))
        .mark_rule(color=colours.edge, strokeDash=[4, 3])
        .encode(x=_x(scale, axis), y=down("top", lanes.at), y2="bottom:Q")
    )


def _activity(bars: list[dict], scale: alt.Scale, lanes: Lanes, colours: Palette) -> list[alt.Chart]:
    tooltip = [alt.Tooltip("day:N", title="Week of"), alt.Tooltip("said:N", title="Active persons")]
    shown, hidden = ([bar for bar in bars if bar["hidden"] is kind] for kind in (False, True))
    colour = colours.groups[2]
    layers = [
        alt.Chart(rows(shown))
        .mark_rule(color=colour, strokeWidth=5)
        .encode(x=_x(scale), y=down("top", lanes.at), y2="bottom:Q", tooltip=tooltip),
        alt.Chart(rows(hidden))
        .mark_point(opacity=1, strokeWidth=2, shape="triangle-up", size=60, fill=colours.paper, stroke=colour)
        .encode(x=_x(scale), y=down("top", lanes.at), tooltip=tooltip),
    ]
    return [layer for layer, some in zip(layers, (shown, hidden), strict=True) if some]


def _points(
    marks: list[dict], shape: str, fill: str, stroke: str, scale: alt.Scale, lanes: Lanes
) -> alt.Chart:  # fmt: skip
    more = [alt.Tooltip("hours:N", title="Hours")] if marks and "hours" in marks[0] else []
    return (
        alt.Chart(rows(marks))
        .mark_point(opacity=0.9, strokeWidth=2, shape=shape, fill=fill, stroke=stroke)
        .encode(
            x=_x(scale),
            y=down("y", lanes.at),
            size=alt.Size("size:Q", scale=None, legend=None),
            tooltip=[alt.Tooltip("day:N", title="Day"), alt.Tooltip("said:N", title="What"), *more],
        )
    )


def _letters(
    marks: Sequence[TimelineMark], drawn: Sequence[tuple], scale: alt.Scale, lanes: Lanes, colours: Palette
) -> list[alt.Chart]:
    """A letter beside each round, told in the lines below its lane."""
    if not marks:
        return []
    y = drawn[0][2][0]["y"]
    told = [{"x": _at(mark.at), "y": y, "letter": letter} for letter, mark in zip(LETTERS, marks, strict=False)]
    return [
        alt.Chart(rows(told))
        .mark_text(dx=14, baseline="middle", color=colours.ink)
        .encode(x=_x(scale), y=down("y", lanes.at), text="letter:N")
    ]
