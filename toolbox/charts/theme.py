"""One look for every chart: two palettes, one configuration, given to each chart and never set globally.

The width is the place's, the height the chart's own: title, key and axis are added to the lanes, never taken out of
them. Streamlit fits both unless a chart says otherwise, and padding counts only where it stands outside ``config``.

Colours of groups have at least 3:1 against the page in both palettes, text at least 4.5:1; a shape says the same as
the colour. Light answers of a bar are told apart by their edge, which has 3:1 too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import altair as alt

FONT = '"Source Sans", "Source Sans Pro", "Liberation Sans", Arial, sans-serif'
TEXT = 13
"""Size of every letter in a chart, in pixels."""


@dataclass(frozen=True, kw_only=True)
class Palette:
    """The colours of one appearance."""

    ink: str
    quiet: str
    grid: str
    paper: str
    edge: str
    groups: tuple[str, ...]
    answers: tuple[str, ...]
    """Lowest to highest answer, at five places of the scale."""
    up: str
    down: str


LIGHT = Palette(
    ink="#1F2933",
    quiet="#4A5561",
    grid="#D5DBE1",
    paper="#FFFFFF",
    edge="#5B6670",
    groups=("#0072B2", "#D55E00", "#00785A", "#A2478B", "#8A6D00", "#3A3A3A"),
    answers=("#C2510B", "#F3BE93", "#E4E7EA", "#9CC9EA", "#0B62A4"),
    up="#0072B2",
    down="#C2510B",
)
DARK = Palette(
    ink="#E9E7E3",
    quiet="#B9C1C9",
    grid="#3A434D",
    paper="#14181D",
    edge="#98A2AC",
    groups=("#56B4E9", "#E69F00", "#2CC295", "#E58BC4", "#F0E442", "#C9C9C9"),
    answers=("#F09A52", "#8C5A33", "#46505A", "#2F638F", "#6BB8F2"),
    up="#56B4E9",
    down="#F09A52",
)

#: Each group keeps its place, so that it looks the same on every page; other groups take the places left.
PLACES = ("leaders", "teachers", "pupils", "parents", "staff")
SHAPES = ("circle", "diamond", "square", "triangle-up", "cross", "triangle-down")


def palette(dark: bool) -> Palette:
    """The colours for a light or a dark page."""
    return DARK if dark else LIGHT


def silent(cells: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Groups of which nothing is shown for one and the same reason: said once instead of in every lane.

    ``cells`` are (group, reason), reason "" where something is shown.

    Example:
        >>> silent([("leaders", "few"), ("leaders", "few"), ("teachers", ""), ("teachers", "few")])
        {'leaders': 'few'}
    """
    reasons: dict[str, set[str]] = {}
    for group, reason in cells:
        reasons.setdefault(group, set()).add(reason)
    return {group: found.pop() for group, found in reasons.items() if len(found) == 1 and "" not in found}


def places_of(groups: Iterable[str]) -> dict[str, int]:
    """Which colour and shape each group has.

    Example:
        >>> places_of(["teachers", "support staff", "pupils"])
        {'teachers': 1, 'support staff': 0, 'pupils': 2}
    """
    groups = list(dict.fromkeys(groups))
    known = {group: PLACES.index(group) for group in groups if group in PLACES}
    free = [place for place in range(len(SHAPES)) if place not in known.values()]
    others = [group for group in groups if group not in known]
    taken = {group: free[number % len(free)] for number, group in enumerate(others)} if free else {}
    return {group: {**known, **taken}[group] for group in groups}


def shade(answers: tuple[str, ...], position: float) -> str:
    """The colour of an answer at ``position`` (0 lowest, 1 highest) of its scale.

    Example:
        >>> shade(("#000000", "#ffffff"), 0.5)
        '#808080'
    """
    at = position * (len(answers) - 1)
    left = min(int(at), len(answers) - 2)
    mixed = zip(_rgb(answers[left]), _rgb(answers[left + 1]), strict=True)
    return "#" + "".join(f"{round(low + (high - low) * (at - left)):02x}" for low, high in mixed)


def readable_on(colour: str) -> str:
    """Black or white, whichever reads better on a colour.

    Example:
        >>> readable_on("#0B62A4"), readable_on("#F3BE93")
        ('#FFFFFF', '#000000')
    """
    return max(("#FFFFFF", "#000000"), key=lambda text: contrast(text, colour))


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, 1 to 21. Source: WCAG 2.2, relative luminance.

    Example:
        >>> round(contrast("#FFFFFF", "#000000"))
        21
    """
    bright = sorted((_luminance(one), _luminance(other)))
    return (bright[1] + 0.05) / (bright[0] + 0.05)


def _luminance(colour: str) -> float:
    parts = [value / 255 for value in _rgb(colour)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _rgb(colour: str) -> tuple[int, int, int]:
    return tuple(int(colour[start : start + 2], 16) for start in (1, 3, 5))


def finished(
    chart: alt.LayerChart, colours: Palette, *, height: float, description: str, remarks: list[str]
) -> alt.LayerChart:
    """A chart with the look of the house: as wide as its place, remarks on top, then the key, then the lanes."""
    title = alt.Title(
        text=remarks or "", anchor="start", frame="group", color=colours.quiet, fontSize=TEXT, fontWeight="normal",
        lineHeight=TEXT + 4, offset=10 if remarks else 0, limit=0,
    )  # fmt: skip
    placed = chart.properties(
        width="container", height=height, description=description, title=title,
        autosize=alt.AutoSizeParams(type="fit-x", contains="padding"),
        padding={"left": 4, "right": 4, "top": 6, "bottom": 10},
    )  # fmt: skip
    return placed.configure(
        background=colours.paper,
        font=FONT,
        view=alt.ViewConfig(stroke=None),
        axis=alt.AxisConfig(
            labelColor=colours.quiet, titleColor=colours.quiet, labelFontSize=TEXT, titleFontSize=TEXT,
            titleFontWeight="normal", domain=False, ticks=False, grid=False, titlePadding=8, labelPadding=6, labelFlush=False,
        ),
        legend=alt.LegendConfig(
            orient="top", labelColor=colours.ink, labelFontSize=TEXT, labelLimit=0, titleColor=colours.quiet,
            symbolSize=140, symbolStrokeWidth=2, symbolOpacity=1, columnPadding=18, rowPadding=6, offset=12, padding=0,
        ),
        text=alt.MarkConfig(color=colours.ink, fontSize=TEXT, font=FONT),
    )  # fmt: skip
