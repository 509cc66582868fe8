"""Bars of 100 %, one below the other: pieces from low to high, numbers in them, names and sizes beside."""

from __future__ import annotations

import altair as alt

from toolbox.charts.lanes import Lanes, down, key, rows, words, wrapped
from toolbox.charts.theme import Palette, contrast, readable_on

LANE, BAR = 27, 21
"""Pixels of a lane, and of the bar in it."""
RIGHT = 44
"""Pixels kept free at the right for how many answered."""
LEAST_PRINTED = 0.085
"""Shares below this have no room for their number; the table has them."""
LEAST_FOR_PERCENT = 20
FRAME = 2.5
"""Width of the frame a band of answers is drawn as."""


def piece(
    y: float, start: float, share: float, n: int, *,
    group: str, answer: str, short: str, order: float, colour: str, colours: Palette, banded: bool, counted: str = "persons",
) -> dict:  # fmt: skip
    """One piece of a bar of ``n`` in the lane whose middle is ``y``, from ``start`` (0 to 1) on.

    ``answer`` is what the key says and ``short`` what a remark does; ``banded`` marks every piece of a bar that tells several
    answers as one; ``counted`` names what ``n`` counts.
    """
    in_words = f"{share:.0%}".rstrip("%") if n >= LEAST_FOR_PERCENT else f"{round(share * n)}/{n}"
    return {
        "y": y - BAR / 2, "y2": y + BAR / 2, "x": start, "x2": start + share, "middle": start + share / 2,
        "answer": answer, "order": order, "banded": banded, "range": short,
        "colour": framed(colour, colours) if banded else colour,
        "ink": colours.ink if banded else readable_on(colour),
        "printed": in_words if share >= (LEAST_PRINTED if n >= LEAST_FOR_PERCENT else 0.13) else "",
        "said": in_words + (" %" if n >= LEAST_FOR_PERCENT else f" {counted}"),
        "group": group, "center": y,
    }  # fmt: skip


def framed(colour: str, colours: Palette) -> str:
    """The colour of a band's frame: its own where that can be seen on the page, else that of edges.

    Example:
        >>> from toolbox.charts.theme import LIGHT
        >>> framed(LIGHT.answers[0], LIGHT) == LIGHT.answers[0], framed(LIGHT.answers[2], LIGHT) == LIGHT.edge
        (True, True)
    """
    return colour if contrast(colour, colours.paper) >= 3 else colours.edge


def stacked(
    lanes: Lanes, bars: list[dict], names: list[dict], sizes: list[dict], colours: Palette, left: float
) -> list[alt.Chart]:
    """The layers of 100 % bars: ``bars`` are their pieces, ``names`` stand at their left, ``sizes`` at their right.

    A piece has x to x2 (0 to 1) and y to y2, its ``answer`` for the key in the ``order`` of the scale, its colour and ink,
    what is ``printed`` in it and ``said`` of it. One of no width is not drawn and keeps its place in the key.
    """
    x_scale = alt.Scale(domain=[0, 1], nice=False, range=[left, {"expr": f"width - {RIGHT}"}])
    drawn = [bar for bar in bars if bar["x2"] > bar["x"]]
    texts = [{name: bar[name] for name in ("middle", "center", "printed", "ink")} for bar in drawn if bar["printed"]]
    single, banded = ([bar for bar in bars if bar["banded"] == wanted] for wanted in (False, True))

    def layer(some: list[dict], mark: dict, **encoded: object) -> list[alt.Chart]:
        told = [
            {name: bar[name] for name in ("x", "x2", "y", "y2", "answer", "group", "said")}
            for bar in some
            if bar in drawn
        ]
        return [
            alt.Chart(rows(told))
            .mark_rect(**mark)
            .encode(
                x=alt.X("x:Q", scale=x_scale, axis=None), x2="x2:Q", y=down("y", lanes.at), y2="y2:Q",
                tooltip=[
                    alt.Tooltip("group:N", title="Group"), alt.Tooltip("answer:N", title="Answer"),
                    alt.Tooltip("said:N", title="Share"),
                ],
                **encoded,
            )
        ] if told else []  # fmt: skip

    bar_layers = [
        *layer(
            single,
            {"stroke": colours.edge, "strokeWidth": 1},
            color=_encoded(alt.Color, single, symbolStrokeColor=colours.edge, symbolStrokeWidth=1),
        ),
        # A band stands for several answers, of which nothing is told apart: a frame, never the full colour of one answer.
        *layer(
            banded,
            {"fill": colours.paper, "strokeWidth": FRAME, "xOffset": FRAME / 2, "x2Offset": -FRAME / 2, "cornerRadius": 5},
            stroke=_encoded(
                alt.Stroke, banded, shown=not single, symbolFillColor=colours.paper, symbolStrokeWidth=FRAME
            ),
        ),
        alt.Chart(rows(texts))
        .mark_text(baseline="middle", fontSize=12)
        .encode(
            x=alt.X("middle:Q", scale=x_scale, axis=None), y=down("center", lanes.at), text="printed:N",
            color=alt.Color("ink:N", scale=None, legend=None),
        ),
    ]  # fmt: skip
    labels = [
        alt.Chart(rows(names))
        .mark_text(align="left", baseline="middle", color=colours.ink)
        .encode(x=alt.value(0), y=down("y", lanes.at), text="text:N"),
        alt.Chart(rows(sizes))
        .mark_text(align="right", baseline="middle", color=colours.quiet)
        .encode(x=alt.value("width"), y=down("y", lanes.at), text="text:N"),
    ]
    return [*(bar_layers if drawn else []), *labels, *words(lanes, colours, left=left)]


def _encoded(channel: type, bars: list[dict], *, shown: bool = True, **symbol: object):
    """The colours of these pieces by their answers, with a key in the order of the scale: one key to a chart, so beside single
    answers the frames are named in the lines above."""
    order = sorted({bar["answer"]: bar for bar in bars}.values(), key=lambda bar: bar["order"])
    names = [bar["answer"] for bar in order]
    scale = alt.Scale(domain=names, range=[bar["colour"] for bar in order])
    return channel(
        "answer:N", scale=scale, legend=key(names, values=names, symbolType="square", **symbol) if shown else None
    )


def numbers_explained(bars: list[dict], what: str = "answers") -> list[str]:
    """What the numbers in the bars are, and what a frame is, for the lines above them; ``what`` they count."""
    kinds = {"%": f"Numbers: % of {what}", "persons": f"3/14: 3 of 14 {what}"}
    said = [words for kind, words in kinds.items() if any(bar["said"].endswith(kind) for bar in bars)]
    bands = {bar["order"]: bar["range"] for bar in bars if bar["banded"]}
    if bands:
        said += wrapped(f"Framed: of so few, told in bands {', '.join(bands[order] for order in sorted(bands))}", 50)
    return said
