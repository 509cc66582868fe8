"""Every column that is set to be a statement needs an answer scale; here it gets one, beside those that are decided."""

from __future__ import annotations

from dataclasses import replace

from toolbox.model import AnswerScale, ColumnMeaning, Framework, Reading, Recipe, Scale, State
from toolbox.reading.recipes.persons import column_of
from toolbox.reading.recipes.scales import lookup, scale_for, value_of

#: A free-text column has no scale; its thousands of answers are not looked through.
MOST_WORDS = 60


def scaled(recipe: Recipe, reading: Reading, framework: Framework | None) -> Recipe:
    """The recipe with a scale for every statement: one that is there already where it knows all the answers.

    A scale made for items of another scale of the framework is not used again: its values would mean something else.
    """
    scales = {scale.id: scale for scale in recipe.scales}
    target = {item.id: framework.scale_of(item) for item in framework.items} if framework else {}
    serves = {
        each.scale: target.get(each.item) for each in recipe.columns if each.meaning == "item" and each.scale in scales
    }
    columns = []
    for each in recipe.columns:
        wanted = target.get(each.item) or _only(framework)
        if each.meaning != "item" or (each.scale in scales and _same(serves.get(each.scale), target.get(each.item))):
            columns.append(each)
            continue
        words = _words(reading, each)
        known = next(
            (
                id
                for id, scale in scales.items()
                if _same(serves.get(id), wanted) and _knows(scale, words, reading.reader)
            ),
            "",
        )
        if not known:
            known = _free(wanted.id if wanted else "answers", scales)
            scales[known], _ = scale_for(known, words, wanted, reading.reader)
        serves.setdefault(known, target.get(each.item))
        columns.append(replace(each, scale=known))
    return replace(recipe, columns=tuple(columns), scales=tuple(scales.values()))


def _same(one: Scale | None, other: Scale | None) -> bool:
    return one is None or other is None or one.id == other.id


def _only(framework: Framework | None) -> Scale | None:
    return framework.scales[0] if framework and len(framework.scales) == 1 else None


def _words(reading: Reading, each: ColumnMeaning) -> list[str]:
    return list(column_of(reading, each.column).words[1 : MOST_WORDS + 1])


def _knows(scale: AnswerScale, words: list[str], reader: str) -> bool:
    forms = lookup(scale)
    return bool(words) and all(value_of(word, scale, forms, reader) != State.OFF_SCALE for word in words)


def _free(base: str, taken: dict[str, AnswerScale]) -> str:
    name, number = base, 2
    while name in taken:
        name, number = f"{base}-{number}", number + 1
    return name
