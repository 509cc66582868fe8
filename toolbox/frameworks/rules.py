"""The rules every framework keeps, shipped or a school's own; each in words the writer of the file can act on."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator

from toolbox.model import LOWEST_VALUE, Framework, Item, Scale

#: Answers are stored a byte each (int8), and values below LOWEST_VALUE mean a state.
HIGHEST_VALUE = 127
#: More than this is not a questionnaire but a mistake, and would be slow to draw.
MOST_ITEMS = 500
LONGEST_NAME = 300
LONGEST_ID = 80
LONGEST_TEXT = 4_000

KINDS = ("survey", "rubric", "frame")

_DAY = re.compile(r"(\d{4}(-\d{2}(-\d{2})?)?)?")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")

#: A broken rule, and the words of the file that tell on which line.
Broken = tuple[str, tuple[str, ...]]


def check(framework: Framework) -> Iterator[Broken]:
    """Every rule the framework breaks, in the order of the file; none for a sound one.

    Example:
        >>> from dataclasses import replace
        >>> from toolbox.frameworks import load
        >>> sound = load("selfie-2020")
        >>> list(check(sound))
        []
        >>> [rule for rule, _ in check(replace(sound, kind="quiz"))]
        ['"kind" must be "survey" (many persons answer), "rubric" (one agreed rating per school) or "frame" (areas only), not "quiz"']
    """
    yield from _head(framework)
    yield from _scales(framework)
    yield from _areas(framework)
    yield from _items(framework)
    yield from _levels(framework)
    yield from _summary(framework)
    yield from _descent(framework)


def _head(framework: Framework) -> Iterator[Broken]:
    if not _ID.fullmatch(framework.id):
        yield 'the "id" must be made of letters, digits, dots and hyphens, such as "our-school-2026"', ("id",)
    if framework.kind not in KINDS:
        kinds = '"survey" (many persons answer), "rubric" (one agreed rating per school) or "frame" (areas only)'
        yield f'"kind" must be {kinds}, not "{framework.kind}"', ("kind",)
    for key in ("name", "version", "source", "licence"):
        if not getattr(framework, key):
            yield f'"{key}" is empty; say where the framework comes from and on what terms it may be used', (key,)
    if len(framework.name) > LONGEST_NAME:
        yield f'the "name" is longer than {LONGEST_NAME} characters', ("name",)
    if not re.fullmatch(r"(https?://\S+)?", framework.url):
        yield '"url" must begin with https://', ("url",)
    if not _DAY.fullmatch(framework.valid_from):
        yield '"valid_from" must be a year or a date, such as "2020" or "2020-09-01"', ("valid_from",)


def _scales(framework: Framework) -> Iterator[Broken]:
    if not framework.scales and framework.kind != "frame":
        yield "it has no scale; add one with its lowest and its highest number", ("scales",)
    yield from _twice("scale", [scale.id for scale in framework.scales])
    for scale in framework.scales:
        yield from _scale(scale)


def _scale(scale: Scale) -> Iterator[Broken]:
    where = (scale.id,)
    if scale.low >= scale.high:
        yield f'scale "{scale.id}" must rise: "low" ({scale.low}) must be below "high" ({scale.high})', where
    if scale.low < LOWEST_VALUE or scale.high > HIGHEST_VALUE:
        yield f'scale "{scale.id}" must lie between {LOWEST_VALUE} and {HIGHEST_VALUE}', where
    for value, words in scale.labels:
        if not scale.low <= value <= scale.high:
            yield f'scale "{scale.id}" has a label for {value}, outside {scale.low} to {scale.high}', where
        if not words:
            yield f'scale "{scale.id}" has an empty label for {value}', where
    yield from _twice(f'label of scale "{scale.id}"', [words.casefold() for _, words in scale.labels])
    if scale.top_from is not None and not scale.low < scale.top_from <= scale.high:
        yield f'"top_from" of scale "{scale.id}" must lie above "low" and not above "high"', where


def _areas(framework: Framework) -> Iterator[Broken]:
    if not framework.areas:
        yield "it has no area; add one", ()
    yield from _twice("area", [area.id for area in framework.areas])
    filled = {item.area for item in framework.items}
    for area in framework.areas:
        if not area.id or len(area.id) > LONGEST_ID:
            yield f'area "{area.name}" needs an "id" of up to {LONGEST_ID} characters', (area.name,)
        if not area.name or len(area.name) > LONGEST_NAME:
            yield f'area "{area.id}" needs a "name" of up to {LONGEST_NAME} characters', (area.id,)
        if area.id not in filled and framework.kind != "frame":
            yield f'area "{area.id}" has no item', (area.id,)
        # A mean over items of different scales would have no scale of its own.
        used = [scale for scale in framework.scales for i in framework.items_of(area.id) if i.scale == scale.id]
        if len({(scale.low, scale.high) for scale in used}) > 1:
            yield f'the items of area "{area.id}" are answered on scales of different length', (area.id,)
        if len({scale.categories for scale in used}) > 1:
            yield (
                f'area "{area.id}" mixes items that are averaged with ordered categories, which are only counted; '
                "put the categories into an area of their own",
                (area.id,),
            )


def _items(framework: Framework) -> Iterator[Broken]:
    if framework.kind == "frame" and framework.items:
        yield 'a frame has areas only; with items, "kind" must be "survey" or "rubric"', ("kind", "items")
    if len(framework.items) > MOST_ITEMS:
        yield f"it has {len(framework.items)} items; at most {MOST_ITEMS} can be read", ()
    yield from _twice("item code", [item.code for item in framework.items])
    yield from _twice("item id", [item.id for item in framework.items])
    areas, scales = {area.id for area in framework.areas}, {scale.id for scale in framework.scales}
    for item in framework.items:
        if not _ID.fullmatch(item.id):
            yield (
                f'the id of item "{item.code}" must be made of letters, digits, dots and hyphens',
                (item.id, item.code),
            )
        if not item.code or not item.name or len(item.name) > LONGEST_NAME or len(item.text) > LONGEST_TEXT:
            yield f'item "{item.code}" needs a "code" and a "name" of up to {LONGEST_NAME} characters', (item.code,)
        if item.area not in areas:
            yield f'item "{item.code}" names an area "{item.area}" that does not exist', (item.code,)
        if item.scale not in scales:
            yield f'item "{item.code}" names a scale "{item.scale}" that does not exist', (item.code,)
        yield from _item_levels(framework, item)
    if framework.text_included != any(item.text or item.levels for item in framework.items):
        yield '"text_included" must be true where items carry a "text" or "levels", and only there', ("text_included",)


def _item_levels(framework: Framework, item: Item) -> Iterator[Broken]:
    scale = next((each for each in framework.scales if each.id == item.scale), None)
    yield from _twice(f'level of item "{item.code}"', [str(value) for value, _ in item.levels])
    for value, words in item.levels:
        if scale is not None and not scale.low <= value <= scale.high:
            yield f'item "{item.code}" describes level {value}, outside {scale.low} to {scale.high}', (item.code,)
        if not words or len(words) > LONGEST_TEXT:
            yield f'item "{item.code}" needs 1 to {LONGEST_TEXT} characters for level {value}', (item.code,)


def _levels(framework: Framework) -> Iterator[Broken]:
    values = [level.value for level in framework.levels]
    floors = [level.at_least for level in framework.levels]
    if not all(math.isfinite(floor) for floor in floors):
        yield '"at_least" of a level must be a number that ends', ("at_least", "levels")
    elif values != sorted(set(values)) or floors != sorted(set(floors)):
        yield 'the levels must rise, in "value" as in "at_least"', ("levels", "at_least")
    if any(not level.name for level in framework.levels):
        yield 'every level needs a "name"', ("levels", "at_least")


def _summary(framework: Framework) -> Iterator[Broken]:
    if framework.summary not in ("mean", "median", "compliance"):
        yield f'"summary" must be "mean", "median" or "compliance", not "{framework.summary}"', ("summary",)
    elif framework.summary != "mean" and framework.kind != "rubric":
        yield f'"summary" can be "{framework.summary}" only where "kind" is "rubric"', ("summary",)
    if (framework.required is None) == (framework.summary == "compliance"):
        yield 'the level every indicator must reach ("required") belongs to "summary" = "compliance", and only there', (
            "required", "summary",
        )  # fmt: skip
    for scale in framework.scales if framework.required is not None else ():
        if not scale.low < framework.required <= scale.high:
            yield (
                f'"required" must lie above the lowest level and not above the highest of scale "{scale.id}"',
                ("required",),
            )


def _descent(framework: Framework) -> Iterator[Broken]:
    """Whether the file says soundly where its items come from; what they come from is compared in ``lineage``."""
    told = [(f'area "{area.id}"', area.id, each) for area in framework.areas for each in area.descent]
    told += [(f'item "{item.code}"', item.code, item.descent) for item in framework.items if item.descent]
    if not _ID.fullmatch(framework.follows or "none") or framework.follows == framework.id:
        yield '"follows" must be the id of another framework, the version this one takes the place of', ("follows",)
    if (told or framework.retired) and not framework.follows:
        yield (
            'items come from another framework, or retire one of its, only where "follows" names it',
            ("descent", "retired"),
        )
    for where, word, descent in told:
        if descent.relation not in ("same", "reworded", "moved", "new"):
            yield (
                f'{where} has the relation "{descent.relation}"; it must be same, reworded, moved or new '
                '(what is asked no more is listed in "retired")',
                (word, descent.relation),
            )
        elif bool(descent.previous) == (descent.relation == "new"):
            yield f'{where} needs a "previous" id unless its relation is "new"', (word,)
    previous = [item.descent.previous for item in framework.items if item.descent and item.descent.previous]
    yield from _twice("earlier item", [*previous, *framework.retired])
    alike = [each.previous for area in framework.areas for each in area.descent if each.relation == "same"]
    yield from _twice("earlier area called the same", alike)
    for area in framework.areas:
        if len(area.descent) > 1 and any(each.relation in ("same", "new") for each in area.descent):
            yield f'area "{area.id}" is put together of several, so it is neither the same nor new', (area.id,)


def _twice(what: str, words: list[str]) -> Iterator[Broken]:
    for word, count in Counter(words).items():
        if count > 1:
            yield f'{what} "{word}" is there {count} times; each may be used once', (word,)
