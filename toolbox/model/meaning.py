"""What answers mean: a maturity framework as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Relation = Literal["same", "reworded", "moved", "new", "retired"]
"""What became of an item (or an area) from the framework it follows to this one. "same" may be compared over rounds;
"moved" as an item, never inside its area; the others not at all."""


@dataclass(frozen=True, kw_only=True)
class Descent:
    """Where an item or an area comes from: ``previous`` is its id in the framework this one follows ("" for a new one)."""

    relation: Relation
    previous: str = ""


@dataclass(frozen=True, kw_only=True)
class Scale:
    """The numbers an item is answered on, their words, and from where an answer counts as agreement."""

    id: str
    low: int
    high: int
    labels: tuple[tuple[int, str], ...] = ()
    top_from: int | None = None
    """Lowest value counted in the "share at the top"; None where the framework names none."""
    categories: bool = False
    """Ordered categories without equal steps (none, up to an hour, …): counted, never averaged."""


@dataclass(frozen=True, kw_only=True)
class Area:
    """One area of a framework."""

    id: str
    name: str
    descent: tuple[Descent, ...] = ()
    """More than one where areas were put together; areas with the same ``previous`` were parted."""


@dataclass(frozen=True, kw_only=True)
class Item:
    """One statement of a framework. ``id`` is ours and stable; ``code`` is printed and may be reused elsewhere."""

    id: str
    code: str
    area: str
    name: str
    text: str = ""
    scale: str = ""
    reverse: bool = False
    optional: bool = False
    descent: Descent | None = None
    levels: tuple[tuple[int, str], ...] = ()
    """(level, what a school at it does), where the framework describes them: the prompt for the next step."""


@dataclass(frozen=True, kw_only=True)
class Level:
    """A named level: an area score at or above ``at_least`` has reached it."""

    value: int
    name: str
    at_least: float


@dataclass(frozen=True, kw_only=True)
class Framework:
    """What answers mean: areas, items, scales and levels, with source and licence. Data, not code."""

    id: str
    version: str
    name: str
    kind: Literal["survey", "rubric", "frame"]
    """survey: many persons' answers, averaged; rubric: one agreed rating per school and indicator; frame: areas only,
    for averages another tool reports or to start a framework of one's own."""
    source: str
    areas: tuple[Area, ...]
    items: tuple[Item, ...]
    scales: tuple[Scale, ...]
    levels: tuple[Level, ...] = ()
    licence: str = ""
    url: str = ""
    text_included: bool = False
    confirmed: tuple[str, ...] = ()
    unconfirmed: tuple[str, ...] = ()
    own: bool = False
    valid_from: str = ""
    """A year or a date: when this version came into use."""
    follows: str = ""
    """Id of the framework this version takes the place of; items and areas name theirs in ``descent``."""
    retired: tuple[str, ...] = ()
    """Ids of items of ``follows`` that are asked no more."""
    summary: Literal["mean", "median", "compliance"] = "mean"
    """What sums up an area of a rubric: mean (as the IDI rubric's authors do), median with weakest and highest, or
    compliance: how many indicators reach ``required``, all of which must; such a framework is never averaged."""
    required: int | None = None
    """The level every indicator must reach (compliance only)."""

    @property
    def takes_averages(self) -> bool:
        """Whether averages of its areas can be entered: not of agreed ratings, of ordered categories, or without a scale."""
        return self.kind != "rubric" and bool(self.scales) and not any(scale.categories for scale in self.scales)

    @property
    def averaged(self) -> bool:
        """Whether its areas have averages: a rubric's only where its authors sum it up so."""
        return self.kind != "rubric" or self.summary == "mean"

    def counted(self, item: Item) -> bool:
        """Whether answers to an item are counted and never averaged, because its scale is of ordered categories."""
        return self.scale_of(item).categories

    def scale_of(self, item: Item) -> Scale:
        """The scale an item is answered on."""
        return next(scale for scale in self.scales if scale.id == item.scale)

    def span(self, area: str = "") -> tuple[int, int]:
        """Lowest and highest value of the scales used in an area, or in the whole framework.

        Ordered categories are on no scale an average could lie on: they count only where there is nothing else.
        """
        used = {item.scale for item in self.items if area in ("", item.area)}
        scales = [scale for scale in self.scales if scale.id in used] or list(self.scales)
        scales = [scale for scale in scales if not scale.categories] or scales
        return min(scale.low for scale in scales), max(scale.high for scale in scales)

    def items_of(self, area: str) -> tuple[Item, ...]:
        """The items of one area, in order."""
        return tuple(item for item in self.items if item.area == area)
