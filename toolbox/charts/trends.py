"""Rounds as small multiples: one small panel an area, groups by colour and shape, intervals, days worth a line.

A panel is a chart of its own, so that panels stand beside each other at a desk and below each other on a telephone. All
have the same axes. A line leads from round to round only where both may be seen and the questionnaire stayed the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import altair as alt

from toolbox.charts.lanes import LETTER, LINE, LONGEST_BESIDE, Lanes, down, key, rows, words
from toolbox.charts.theme import SHAPES, Palette, finished, palette, places_of, silent
from toolbox.disclosure import ReleasedPoint, ReleasedTrend, group_name
from toolbox.disclosure.words import group_hidden, listed, points
from toolbox.model import TrendRound

PLOT = 132
"""Pixels from the lowest to the highest value of the scale."""
LEFT = 24
EDGE = 10
"""Pixels between the panel's edges and its outermost marks."""
APART = 16
"""Pixels between two labels below each other."""
STEP = 5
"""Pixels by which groups stand beside each other at one round, so that intervals do not hide each other."""
NARROW = 190
"""Pixels the axis of time has at least, on a telephone."""
WIDE = 440
"""Pixels of a panel from which on more months are told."""
NAMED = 2
"""Rounds named one by one; more are counted."""
DATE = 58
"""Pixels a month and a year take."""


def panel(released: ReleasedTrend, area: str, dark: bool = False) -> alt.LayerChart:
    """One area over the rounds the schools in view took part in.

    What is hidden is said in words above the lines; a group hidden in every panel beside them (:func:`unseen_always`).
    """
    frame = _Frame.of(released, area)
    colours, lanes = palette(dark), Lanes()
    lanes.heading(next(each.name for each in released.framework.areas if each.id == area))
    for said in _unseen(released, area, frame):
        lanes.caption(said, letters=44)
    lanes.at += EDGE
    frame.top = lanes.at
    lanes.at += PLOT + EDGE
    ticks = lanes.lane(LINE)
    chart = alt.layer(
        *_ground(frame, lanes, colours, ticks), *_marks(released, frame, lanes, colours),
        *_groups(released, area, frame, lanes, colours), *words(lanes, colours),
    )  # fmt: skip
    what = f"{next(each.name for each in released.framework.areas if each.id == area)} over {len(frame.shown)} rounds"
    return finished(chart, colours, height=lanes.at, description=what, remarks=[])


@dataclass
class _Frame:
    """Where things stand in a panel."""

    shown: tuple[int, ...]
    """Places of the rounds on the axis."""
    at: dict[int, float]
    """Round → its place in time, in days (or counted, where two rounds have one date)."""
    ends: tuple[int, int]
    groups: tuple[str, ...]
    top: float = 0

    @classmethod
    def of(cls, released: ReleasedTrend, area: str) -> _Frame:
        shown = tuple(place for place, each in enumerate(released.rounds) if each.places)
        days = [released.rounds[place].collected_on.toordinal() for place in shown]
        apart = len(set(days)) == len(days)
        at = {
            place: float(day if apart else number) for number, (place, day) in enumerate(zip(shown, days, strict=True))
        }
        groups = tuple(dict.fromkeys(point.group for point in released.points if not point.hidden))
        return cls(shown=shown, at=at, ends=released.framework.span(area), groups=groups)

    @property
    def named(self) -> bool:
        """Whether names of groups are short enough to stand beside their lines."""
        return all(len(group) <= LONGEST_BESIDE for group in self.groups)

    @property
    def right(self) -> int:
        """Pixels for the labels at the right."""
        longest = max((len(group) for group in self.groups), default=0) + 4 if self.named else 4
        return 16 + LETTER * longest

    @property
    def x(self) -> alt.Scale:
        first, last = self.at[self.shown[0]], self.at[self.shown[-1]]
        middle = [first - 1, last + 1] if first == last else [first, last]
        return alt.Scale(
            domain=middle, nice=False, zero=False,
            range=[{"expr": str(LEFT + EDGE + 4)}, {"expr": f"width - {self.right + EDGE}"}],
        )  # fmt: skip

    def y(self, value: float) -> float:
        low, high = self.ends
        return self.top + (high - value) / (high - low) * PLOT

    def day(self, on: date, rounds: Sequence[TrendRound]) -> float | None:
        """A day on the axis; None where it lies before the first or after the last round shown."""
        first, last = (rounds[self.shown[end]].collected_on for end in (0, -1))
        if not first < on <= last:
            return None
        if self.at[self.shown[0]] > len(rounds):
            return float(on.toordinal())
        return sum(rounds[place].collected_on < on for place in self.shown) - 0.5


def _x(frame: _Frame) -> alt.X:
    return alt.X("x:Q", scale=frame.x, axis=None)


def _ground(frame: _Frame, lanes: Lanes, colours: Palette, ticks: float) -> list[alt.Chart]:
    """Quiet lines at every value of the scale, their numbers, and the months of the rounds."""
    low, high = frame.ends
    first, last = frame.x.domain
    step = 1 if high - low <= 6 else max(1, round((high - low) / 4))
    values = [*range(low, high, step), high]
    lines = [{"x": first, "to": last, "y": frame.y(value)} for value in values]
    return [
        alt.Chart(rows(lines)).mark_rule(color=colours.grid).encode(x=_x(frame), x2="to:Q", y=down("y", lanes.at)),
        alt.Chart(rows([{"y": frame.y(value), "said": str(value)} for value in values]))
        .mark_text(align="right", baseline="middle", color=colours.quiet)
        .encode(x=alt.value(LEFT - 4), y=down("y", lanes.at), text="said:N"),
        *(
            alt.Chart(rows(said))
            .mark_text(align=align, baseline="middle", color=colours.quiet)
            .encode(x=_x(frame), y=down("y", lanes.at), text=_where(shown))
            for align, said, shown in _dates(frame, ticks)
            if said
        ),
    ]


def _where(shown: str):
    """A text that is there only where the panel is wide enough."""
    return alt.condition(shown, alt.Text("said:N"), alt.value("")) if shown else alt.Text("said:N")


def _dates(frame: _Frame, y: float) -> list[tuple[str, list[dict], str]]:
    """The months of the first and the last round, and of those between with room: (alignment, texts, where shown)."""

    def text(place: int) -> dict:
        return {"x": frame.at[place], "y": y, "said": frame_month(frame, place)}

    ends = (frame.shown[0], frame.shown[-1])
    outer = [text(place) for place in ends]
    told = [("left", outer[:1], ""), ("right", outer[1:] if len(frame.shown) > 1 else [], "")]
    for room, shown in ((NARROW, f"width < {WIDE}"), (WIDE - 160, f"width >= {WIDE}")):
        told.append(("center", [text(place) for place in _with_room(frame, room)], shown))
    return told


def _with_room(frame: _Frame, room: float) -> list[int]:
    """Rounds between first and last whose months fit where the axis of time has ``room`` pixels."""
    first, last = frame.at[frame.shown[0]], frame.at[frame.shown[-1]]
    kept, before = [], DATE * 1.1
    for place in frame.shown[1:-1]:
        middle = (frame.at[place] - first) / ((last - first) or 1) * room
        if middle - DATE / 2 >= before and middle + DATE / 2 <= room - DATE * 1.1:
            kept.append(place)
            before = middle + DATE / 2
    return kept


def frame_month(frame: _Frame, place: int) -> str:
    """The month of a round, or its number where rounds share a date."""
    at = frame.at[place]
    return f"{date.fromordinal(int(at)):%b %Y}" if at > 5000 else f"no. {int(at) + 1}"


def _marks(released: ReleasedTrend, frame: _Frame, lanes: Lanes, colours: Palette) -> list[alt.Chart]:
    """Days mentoring began as dashed lines, changes of the questionnaire as a gap between two dotted ones."""
    began = [frame.day(mark.on, released.rounds) for mark in released.marks]
    changed = [
        (frame.at[before] + frame.at[after]) / 2
        for before, after in zip(frame.shown, frame.shown[1:], strict=False)
        if any(released.rounds[place].break_before for place in range(before + 1, after + 1))
    ]
    top, bottom = frame.top - 6, frame.top + PLOT + 6
    made = []
    for days, dash, offsets in ((began, [6, 4], (0,)), (changed, [2, 3], (-2, 2))):
        lines = [{"x": day, "top": top, "bottom": bottom} for day in days if day is not None]
        made += [
            alt.Chart(rows(lines))
            .mark_rule(color=colours.quiet, strokeWidth=1.5, strokeDash=dash, xOffset=offset)
            .encode(x=_x(frame), y=down("top", lanes.at), y2="bottom:Q")
            for offset in offsets
            if lines
        ]
    return made


def _groups(released: ReleasedTrend, area: str, frame: _Frame, lanes: Lanes, colours: Palette) -> list[alt.Chart]:
    """For each group its line, intervals, marks and label at the end."""
    place = places_of(frame.groups)
    titles = [group_name(group) for group in frame.groups]
    colour = alt.Scale(domain=titles, range=[colours.groups[place[group]] for group in frame.groups])
    shape = alt.Scale(domain=titles, range=[SHAPES[place[group]] for group in frame.groups])
    legend = None if frame.named else key(titles)
    layers: list[alt.Chart] = []
    ends: list[tuple[float, str, str]] = []
    for number, group in enumerate(frame.groups):
        found = [point for point in released.points if (point.area, point.group) == (area, group) and not point.hidden]
        found = [point for point in found if point.round in frame.at]
        if not found:
            continue
        aside = round((number - (len(frame.groups) - 1) / 2) * STEP)
        tone = colours.groups[place[group]]
        made = [_dot(point, released, frame) for point in found]
        ranges = [mark for mark in made if "low" in mark]
        # "x" and "low" are pixels from the top here: positions, never results.
        layers += [
            alt.Chart(rows([{name: mark[name] for name in ("x", "y", "run")} for mark in made]))
            .mark_line(color=tone, strokeWidth=2, xOffset=aside)
            .encode(x=_x(frame), y=down("y", lanes.at), detail="run:N"),
            *(
                [
                    alt.Chart(rows([{name: mark[name] for name in ("x", "low", "high")} for mark in ranges]))
                    .mark_rule(color=tone, strokeWidth=2, opacity=0.55, xOffset=aside)
                    .encode(x=_x(frame), y=down("low", lanes.at), y2="high:Q")
                ]
                if ranges
                else []
            ),
            *_dots(made, frame, lanes, colours, (colour, shape, legend), aside),
        ]
        last = found[-1]
        if last.round != frame.shown[-1]:
            continue
        label = f"{group_name(group)} {points(last.mean)}" if frame.named else points(last.mean)
        ends.append((frame.y(last.mean), label, tone))
    return [*layers, *_labels(ends, frame, lanes)]


def _dots(made, frame: _Frame, lanes: Lanes, colours: Palette, scales, aside: int) -> list[alt.Chart]:
    """The marks of one group: filled, or hollow where a tool reported an average only."""
    colour, shape, legend = scales
    layers = []
    for hollow in (False, True):
        seen = [
            {name: mark[name] for name in mark if name not in ("low", "high", "run", "hollow")}
            for mark in made
            if mark["hollow"] == hollow
        ]
        if not seen:
            continue
        painted = {"fill": alt.value(colours.paper), "stroke": alt.Stroke("group:N", scale=colour, legend=None)}
        filled = {"fill": alt.Fill("group:N", scale=colour, legend=legend), "stroke": alt.value(colours.paper)}
        layers.append(
            alt.Chart(rows(seen))
            .mark_point(size=90, opacity=1, strokeWidth=2 if hollow else 1, xOffset=aside)
            .encode(
                x=_x(frame),
                y=down("y", lanes.at),
                shape=alt.Shape("group:N", scale=shape, legend=None if hollow else legend),
                tooltip=[
                    alt.Tooltip("group:N", title="Group"),
                    alt.Tooltip("round:N", title="Round"),
                    alt.Tooltip("value:N", title="Average"),
                    alt.Tooltip("range:N", title="Fits between"),
                    alt.Tooltip("persons:Q", title="Persons"),
                ],
                **(painted if hollow else filled),
            )
        )
    return layers


def _dot(point: ReleasedPoint, released: ReleasedTrend, frame: _Frame) -> dict:
    of = released.rounds[point.round]
    made = {
        "x": frame.at[point.round],
        "y": frame.y(point.mean),
        "run": run_of(released, point),
        "group": group_name(point.group),
        "round": of.name,
        "value": points(point.mean),
        "persons": point.n,
        "range": "",
        "hollow": averages_only(point),
    }
    if point.ci_low is not None:
        low, high = (min(max(end, frame.ends[0]), frame.ends[1]) for end in (point.ci_low, point.ci_high))
        made |= {
            "low": frame.y(low),
            "high": frame.y(high),
            "range": f"{points(point.ci_low)} to {points(point.ci_high)}",
        }
    return made


def averages_only(point: ReleasedPoint) -> bool:
    """Whether a tool reported this average, over items of its own."""
    return point.items_common == 0 and not point.hidden


def run_of(released: ReleasedTrend, point: ReleasedPoint) -> int:
    """Which stretch of an unbroken line a point lies on: the questionnaire the same, no hidden round between."""
    hidden = {
        each.round for each in released.points if (each.area, each.group) == (point.area, point.group) and each.hidden
    }
    breaks = sum(released.rounds[place].break_before for place in range(1, point.round + 1))
    return breaks + sum(place < point.round for place in hidden) * len(released.rounds)


def _labels(ends: list[tuple[float, str, str]], frame: _Frame, lanes: Lanes) -> list[alt.Chart]:
    """What each line ends at, moved apart where lines end close to each other."""
    layers, ordered = [], sorted(ends)
    ys = [y for y, _, _ in ordered]
    for _ in range(len(ys)):
        for place in range(1, len(ys)):
            if (lack := APART - (ys[place] - ys[place - 1])) > 0:
                ys[place - 1], ys[place] = ys[place - 1] - lack / 2, ys[place] + lack / 2
    ys = [min(y, lanes.at - LINE - APART * (len(ys) - 1 - place) * 0.5) for place, y in enumerate(ys)]
    for y, (_, label, tone) in zip(ys, ordered, strict=True):
        layers.append(
            alt.Chart(rows([{"y": y, "said": label}]))
            .mark_text(align="left", baseline="middle", color=tone, fontWeight=600)
            .encode(x=alt.value(alt.ExprRef(f"width - {frame.right - 6}")), y=down("y", lanes.at), text="said:N")
        )
    return layers


def unseen_always(released: ReleasedTrend) -> dict[str, str]:
    """Groups of which no panel shows anything, all for one reason: said once beside the panels, not in each."""
    return silent((point.group, point.hidden) for point in released.points if released.rounds[point.round].places)


def _unseen(released: ReleasedTrend, area: str, frame: _Frame) -> list[str]:
    """Groups and rounds of this area that may not be shown, with the reason; said once where it is one reason."""
    said = []
    hidden = [point for point in released.points if point.area == area and point.hidden and point.round in frame.at]
    always = unseen_always(released)
    for group, reason in dict.fromkeys((point.group, point.hidden) for point in hidden):
        if reason == "no_answers" or group in always:
            continue
        rounds = [point.round for point in hidden if (point.group, point.hidden) == (group, reason)]
        here = [p for p in released.points if (p.area, p.group) == (area, group) and p.round in frame.at]
        said.append(f"{group_hidden(group, reason, released.policy)}{_when(rounds, len(here), released)}")
    return said


def _when(rounds: list[int], of: int, released: ReleasedTrend) -> str:
    """In which rounds: nothing for all of them, their months, or how many of how many."""
    if len(rounds) == of:
        return ""
    if len(rounds) > NAMED:
        return f" (in {len(rounds)} of {of} rounds)"
    return f" ({listed([f'{released.rounds[place].collected_on:%b %Y}' for place in rounds])})"
