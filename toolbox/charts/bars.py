"""Bars of 100 %, one below the other: pieces from low to high, numbers in them, names and sizes beside."""

from __future__ import annotations

import altair as alt

from toolbox.charts.lanes import Lanes, down, key, rows, words
from toolbox.charts.theme import Palette, readable_on

LANE, BAR = 27, 21
"""Pixels of a lane, and of the bar in it."""
RIGHT = 44
"""Pixels kept free at the right for how many answered."""
LEAST_PRINTED = 0.085
"""Shares below this have no room for their number; the table has them."""
LEAST_FOR_PERCENT = 20


def piece(
    y: float, start: float, share: float, n: int, *,
    group: str, answer: str, short: str, order: float, colour: str, band: bool, banded: bool, counted: str = "persons",
) -> dict:  # fmt: skip
    """One piece of a bar of ``n`` in the lane whose middle is ``y``, from ``start`` (0 to 1) on.

    ``answer`` is what the key says and ``short`` what a remark does; ``band`` marks a piece of several answers, ``banded``
    every piece of a bar that has some; ``counted`` names what ``n`` counts.
    """
    in_words = f"{share:.0%}".rstrip("%") if n >= LEAST_FOR_PERCENT else f"{round(share * n)}/{n}"
    return {
        "y": y - BAR / 2, "y2": y + BAR / 2, "x": start, "x2": start + share, "middle": start + share / 2,
        "answer": answer, "order": order, "band": band, "banded": banded, "range": short, "colour": colour,
        "ink": readable_on(colour),
        "printed": in_words if share >= (LEAST_PRINTED if n >= LEAST_FOR_PERCENT else 0.13) else "",
        "said": in_words + (" %" if n >= LEAST_FOR_PERCENT else f" {counted}"),
        "group": group, "center": y,
    }  # fmt: skip


def stacked(
    lanes: Lanes, bars: list[dict], names: list[dict], sizes: list[dict], colours: Palette, left: float
) -> list[alt.Chart]:
    """The layers of 100 % bars: ``bars`` are their pieces, ``names`` stand at their left, ``sizes`` at their right.

    A piece has x to x2 (0 to 1) and y to y2, its ``answer`` for the key in the ``order`` of the scale, its colour and ink,
    what is ``printed`` in it and ``said`` of it. One of no width is not drawn and keeps its place in the key.
    """
    x_scale = alt.Scale(domain=[0, 1], nice=False, range=[left, {"expr": f"width - {RIGHT}"}])
    drawn = [bar for bar in bars if bar["x2"] > bar["x"]]
    # A band and an answer may have the same words, and then the same colour: one entry of the key.
    kinds = {bar["answer"]: bar for bar in sorted(bars, key=lambda bar: (bar["order"], not bar["band"]))}
    order = sorted(kinds.values(), key=lambda bar: bar["order"])
    colour = alt.Scale(domain=[bar["answer"] for bar in order], range=[bar["colour"] for bar in order])
    # Bands have the colours of the answers they stand for: beside those the remark above names them.
    named = [bar["answer"] for bar in order if not bar["band"]] if _both(bars) else colour.domain
    legend = key(named, values=named, symbolType="square", symbolStrokeColor=colours.edge, symbolStrokeWidth=1)
    bar_rows = [{name: bar[name] for name in ("x", "x2", "y", "y2", "answer", "group", "said")} for bar in drawn]
    texts = [{name: bar[name] for name in ("middle", "center", "printed", "ink")} for bar in drawn if bar["printed"]]
    bar_layers = [
        alt.Chart(rows(bar_rows))
        .mark_rect(stroke=colours.edge, strokeWidth=1)
        .encode(
            x=alt.X("x:Q", scale=x_scale, axis=None), x2="x2:Q", y=down("y", lanes.at), y2="y2:Q",
            color=alt.Color("answer:N", scale=colour, legend=legend),
            tooltip=[
                alt.Tooltip("group:N", title="Group"), alt.Tooltip("answer:N", title="Answer"),
                alt.Tooltip("said:N", title="Share"),
            ],
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


def numbers_explained(bars: list[dict], what: str = "answers") -> list[str]:
    """What the numbers in the bars are, for the lines above them; ``what`` they count."""
    kinds = {
        "%": f"Numbers: % of {what}",
        "persons": f"3/14: 3 of 14 {what}{_bands(bars) if _both(bars) else ''}",
    }
    return [words for kind, words in kinds.items() if any(bar["said"].endswith(kind) for bar in bars)]


def _both(bars: list[dict]) -> bool:
    """Whether some bars show every answer and others, of few persons, only bands of answers."""
    return len({bar["banded"] for bar in bars}) > 1


def _bands(bars: list[dict]) -> str:
    bands = {bar["order"]: bar["range"] for bar in bars if bar["banded"]}
    return f", in bands {', '.join(bands[order] for order in sorted(bands))}"
