"""A framework of one's own, made while mapping: the areas a person typed, and the statements put into them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from unicodedata import normalize

from toolbox.frameworks import parse, to_toml
from toolbox.frameworks.rules import LONGEST_NAME
from toolbox.model import LOWEST_VALUE, AnswerScale, Area, Framework, Item, Question, Recipe, Scale, ToolboxError
from toolbox.reading.seeding import wordings
from toolbox.reading.words import match_form, slug


@dataclass(frozen=True, kw_only=True)
class OwnAreas:
    """What a person typed so far: a name for the framework, an area for each statement, and which are turned round."""

    name: str = ""
    mark: str = ""
    """A few letters drawn at random, so that two frameworks of the same name never take each other's place."""
    areas: tuple[tuple[str, str], ...] = ()
    """(column, area name), in the order the areas were first used."""
    reverse: frozenset[str] = frozenset()
    """Columns where agreeing means being less far along."""


def own_id(name: str, mark: str) -> str:
    """The id of a framework of one's own, from its name.

    Example:
        >>> own_id("Our questions, 2026", "3f9a")
        'own-our-questions-2026-3f9a'
        >>> own_id("Küsitlus", "")
        'own-kusitlus'
    """
    plain = re.sub(r"[^a-z0-9]+", "-", normalize("NFKD", slug(name)).encode("ascii", "ignore").decode()).strip("-")
    return "-".join(filter(None, ("own", plain[:50] or "areas", mark)))


def own_framework(own: OwnAreas, recipe: Recipe, questions: Mapping[str, Question]) -> Framework | None:
    """The framework the typed areas make; None while no statement has an area.

    Item ids are ``<framework id>.<n>`` with the column's place in the file, codes are the tool's own where there is one.
    """
    meanings = {each.column: each for each in recipe.columns if each.meaning == "item"}
    areas = {column: name for column, name in own.areas if column in meanings and name}
    if not areas:
        return None
    names = list(dict.fromkeys(areas.values()))
    identity = own_id(own.name, own.mark)
    used = {meanings[column].scale for column in areas}
    scales = {scale.id: _scale(scale, questions, meanings) for scale in recipe.scales if scale.id in used}
    scales = {key: scale for key, scale in scales.items() if scale is not None}
    items, codes, seen = [], set(), set()
    places = item_places(questions)
    for column, question in questions.items():
        place = places[column]
        if column not in areas or meanings[column].scale not in scales or place in seen:
            continue
        seen.add(place)
        code = question.code if question.code and question.code not in codes else f"Q{place}"
        codes.add(code)
        items.append(
            Item(
                id=f"{identity}.{place}",
                code=code,
                area=_area_id(names, areas[column]),
                name=(question.text or question.heading or code)[:LONGEST_NAME],
                scale=meanings[column].scale,
                reverse=column in own.reverse,
            )
        )
    filled = {item.area for item in items}
    return Framework(
        id=identity,
        version="1",
        name=own.name or "My own areas",
        kind="survey",
        source="Areas named while a file was mapped",
        licence="own",
        areas=tuple(Area(id=_area_id(names, name), name=name) for name in names if _area_id(names, name) in filled),
        items=tuple(items),
        scales=tuple(scales.values()),
        own=True,
    )


def item_places(questions: Mapping[str, Question]) -> dict[str, int]:
    """The place of each column in the file, from 1; a question repeated by branch has the place of its first column.

    Example:
        >>> item_places({"a": Question(key="a", heading="Q"), "b": Question(key="b", heading="Q", combine_with="a")})
        {'a': 1, 'b': 1}
    """
    own = {column: place for place, column in enumerate(questions, start=1)}
    return {column: own.get(question.combine_with, own[column]) for column, question in questions.items()}


def checked(framework: Framework) -> Framework:
    """The framework, if it keeps every rule frameworks keep.

    Raises:
        ToolboxError: ``mixed_scales`` where one area mixes answer scales of different length, otherwise as ``parse``.
    """
    for area in framework.areas:
        spans = {(framework.scale_of(item).low, framework.scale_of(item).high) for item in framework.items_of(area.id)}
        if len(spans) > 1:
            options = " and ".join(f"{low} to {high}" for low, high in sorted(spans))
            raise ToolboxError(
                "mixed_scales",
                f'The statements of the area "{area.name}" are answered on different scales ({options}), so they have no '
                "common mean. Put the statements of each scale into an area of their own; where only nobody chose the "
                "highest number, say how far the scale goes (step 4).",
            )
    return parse(to_toml(framework), own=True)


def recipe_for(framework: Framework, own: OwnAreas, recipe: Recipe, questions: Mapping[str, Question]) -> Recipe:
    """The recipe with the framework's item ids in it; columns without an area are not used."""
    ids = {item.id for item in framework.items}
    places = {column: f"{framework.id}.{place}" for column, place in item_places(questions).items()}
    areas = dict(own.areas)
    columns = []
    for each in recipe.columns:
        item = places.get(each.column, "") if each.meaning == "item" and areas.get(each.column) else ""
        if each.meaning != "item":
            columns.append(each)
        elif item in ids:
            columns.append(replace(each, item=item))
        else:
            columns.append(replace(each, meaning="unused", item=""))
    return replace(recipe, framework=framework.id, columns=tuple(columns))


def _area_id(names: list[str], name: str) -> str:
    """A, B, …, Z, A27, A28, … in the order the areas were first used."""
    place = names.index(name)
    return chr(ord("A") + place) if place < 26 else f"A{place + 1}"


def _scale(scale: AnswerScale, questions: Mapping[str, Question], meanings: Mapping[str, object]) -> Scale | None:
    """The numbers and words of a scale; None where it has fewer than two values.

    A value nobody chose is on the scale all the same, or the next round would have answers beyond its end: numbers
    begin at 1 (at 0 where 0 was chosen), and a known wording gives the words that are missing.
    """
    spelled = {
        match_form(label): label for column in meanings for label, _ in questions[column].labels if column in questions
    }
    labels: dict[int, str] = {}
    for word, value in scale.words:
        if value > LOWEST_VALUE:
            labels.setdefault(value, spelled.get(match_form(word), word))
    if len(labels) < 2:
        return None
    known = _whole_wording([(word, value) for word, value in scale.words if value > LOWEST_VALUE])
    labels = {**{place: words[0].capitalize() for place, words in enumerate(known, start=1)}, **labels}
    words = tuple(sorted(labels.items()))
    distinct = {word.casefold() for _, word in words}
    low, high = min(1, *labels), max(labels)
    return Scale(id=scale.id, low=low, high=high, labels=words if len(distinct) == len(words) else ())


def _whole_wording(words: list[tuple[str, int]]) -> tuple[tuple[str, ...], ...]:
    """The answers of the known wording in which every word stands where its value says; () where there is none.

    Example:
        >>> [place[0] for place in _whole_wording([("Rarely", 2), ("Sometimes", 3), ("Often", 4)])]
        ['never', 'rarely', 'sometimes', 'often', 'always']
    """
    fitting = [each.answers for each in wordings() if all(each.place(word) == value - 1 for word, value in words)]
    # Of two that fit, the one with five places is the usual one.
    return min(fitting, key=lambda answers: abs(len(answers) - 5), default=())
