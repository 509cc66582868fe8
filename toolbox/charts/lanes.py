"""Where things stand in a chart: headings above lanes, every position in pixels from the top.

A heading runs over the full width above its lanes, so that a long name is never cut, wrapped where it must be, and a
telephone shows the same chart as a desk. Altair gets positions, not categories.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import altair as alt

from toolbox.charts.theme import TEXT, Palette

LINE = TEXT + 4
LETTERS = 48
"""Letters of a heading that fit beside each other on a telephone."""
LETTER = 7
"""Pixels a letter takes at most, on average."""
DESK = 640
"""Pixels across from which on a chart has room for long names beside its lanes."""
LONGEST_BESIDE = 14
"""Letters of a group's name that fit beside a lane on a telephone."""
TALL = 5
"""Areas from which on the ends of a chart are too far apart for one axis."""


@dataclass
class Lanes:
    """Grows downwards while a chart is laid out; ``at`` is the next free pixel."""

    at: float = 0
    headings: list[dict] = field(default_factory=list)
    texts: list[dict] = field(default_factory=list)
    captions: list[dict] = field(default_factory=list)

    def heading(self, text: str) -> None:
        """A heading over the lanes that follow."""
        if self.headings:
            self.at += 16
        for line in wrapped(text):
            self.headings.append({"y": self.at + LINE / 2, "text": line})
            self.at += LINE
        self.at += 3

    def scale_above(self) -> float:
        """Room for the numbers of the axis above the first heading; returns their middle."""
        middle = self.lane(LINE)
        self.at += 8
        return middle

    def lane(self, height: float) -> float:
        """Room for one lane; returns its middle."""
        middle = self.at + height / 2
        self.at += height
        return middle

    def said(self, text: str, height: float = LINE, letters: int = 50) -> float:
        """Words in the place of a mark: why there is none. Returns the middle of the first line."""
        lines = wrapped(text, letters)
        middles = [self.lane(height if line == lines[0] else LINE) for line in lines]
        self.texts += [{"y": y, "text": line} for y, line in zip(middles, lines, strict=True)]
        return middles[0]

    def caption(self, text: str, height: float = LINE, letters: int = 52) -> None:
        """What a lane says, in numbers and words."""
        self.captions += [{"y": self.lane(height), "text": line} for line in wrapped(text, letters)]


def wrapped(text: str, letters: int = LETTERS) -> list[str]:
    """A text in lines short enough for a telephone; nothing is left out.

    Example:
        >>> wrapped("Facilitating learners' digital competence across subjects")
        ["Facilitating learners' digital competence across", 'subjects']
    """
    return textwrap.wrap(text, letters, break_long_words=True) or [""]


def down(field_name: str, height: float) -> alt.Y:
    """The vertical position: pixels from the top."""
    return alt.Y(
        f"{field_name}:Q", axis=None, scale=alt.Scale(domain=[0, height], reverse=True, nice=False, zero=False)
    )


def rows(values: list[dict]) -> alt.InlineData:
    """Rows for one layer: only the columns it draws."""
    return alt.InlineData(values=values)


def beside(names: Iterable[str]) -> float:
    """Pixels that names need beside their lanes.

    Example:
        >>> beside(["Leaders", "Teachers"])
        68
    """
    return 12 + LETTER * max((len(name) for name in names), default=0)


def key(names: Sequence[str], **more: Any) -> alt.Legend:
    """The key of a chart: in as many columns as its names leave room for, one below the other on a telephone.

    Example:
        >>> key(["before", "after"]).to_dict()["columns"]
        {'expr': 'clamp(floor(width / 76), 1, 2)'}
    """
    widest = max((len(name) for name in names), default=0) * LETTER + 2 * LINE
    return alt.Legend(title=None, columns=alt.ExprRef(expr=f"clamp(floor(width / {widest}), 1, {len(names)})"), **more)


def upper(ticks: Sequence[tuple[float, str]], y: float, lanes: Lanes, scale: alt.Scale, colours: Palette) -> alt.Chart:
    """The numbers of the axis once more, above the first lane of a tall chart; ``ticks`` are (value, its words)."""
    return (
        alt.Chart(rows([{"x": value, "tick": said, "y": y} for value, said in ticks]))
        .mark_text(baseline="middle", color=colours.quiet)
        .encode(x=alt.X("x:Q", scale=scale), y=down("y", lanes.at), text="tick:N")
    )


def words(lanes: Lanes, colours: Palette, *, left: float = 0) -> list[alt.Chart]:
    """The layers of headings and of words in the place of marks; ``left`` is where a lane begins."""
    styles = (
        (lanes.headings, 0, {"fontWeight": 600, "color": colours.ink}),
        (lanes.texts, left, {"fontStyle": "italic", "color": colours.quiet}),
        (lanes.captions, left, {"color": colours.quiet}),
    )
    return [
        alt.Chart(rows(texts))
        .mark_text(align="left", baseline="middle", **style)
        .encode(x=alt.value(start), y=down("y", lanes.at), text="text:N")
        for texts, start, style in styles
        if texts
    ]


def ruled(lines: list[dict], scale: alt.Scale, axis: alt.Axis | None, lanes: Lanes, colours: Palette) -> alt.Chart:
    """The quiet upright lines of a scale: at ``x``, from ``top`` to ``bottom``."""
    return (
        alt.Chart(rows(lines))
        .mark_rule(color=colours.grid)
        .encode(x=alt.X("x:Q", scale=scale, axis=axis), y=down("top", lanes.at), y2="bottom:Q")
    )
