"""Where things stand in a chart: headings above lanes, every position in pixels from the top.

A heading runs over the full width above its lanes, so that a long name is never cut, wrapped where it must be, and a
telephone shows the same chart as a desk. Altair gets positions, not categories.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field

import altair as alt

from toolbox.charts.theme import TEXT, Palette

LINE = TEXT + 4
LETTERS = 44
"""Letters of a heading that fit beside each other on a telephone."""


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
        ["Facilitating learners' digital competence", 'across subjects']
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
