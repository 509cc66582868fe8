"""Which scale each item column is answered on: those of the earlier recipe first, new ones for the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from toolbox.model import LOWEST_VALUE, AnswerScale, ColumnMeaning, Framework, Reading, Recipe, Scale, State
from toolbox.reading.kinds import whole
from toolbox.reading.recipes.items import block
from toolbox.reading.recipes.persons import column_of
from toolbox.reading.recipes.scales import families, lookup, scale_for, value_of


def scales_of_columns(
    reading: Reading, meanings: dict[str, ColumnMeaning], framework: Framework | None, earlier: Recipe | None
) -> tuple[tuple[AnswerScale, ...], dict[str, ColumnMeaning]]:
    """Scales for every item column; those of the earlier recipe come first and learn the new words they can place."""
    questions = {question.key: question for question in reading.questions}
    kept = {scale.id: scale for scale in earlier.scales} if earlier else {}
    known = {item.id: item for item in framework.items} if framework else {}
    shared = {each.scale: _scale_of(framework, known, each.item) for each in meanings.values() if each.scale in kept}
    waiting = []
    for key, meaning in list(meanings.items()):
        if meaning.meaning != "item":
            continue
        if meaning.scale in kept:
            kept[meaning.scale] = _learned(
                kept[meaning.scale], _words(reading, key), _scale_of(framework, known, meaning.item), reading.reader
            )
            continue
        of_framework = _scale_of(framework, known, meaning.item)
        same = [one for one in shared if of_framework and shared[one] == of_framework]
        as_before = _that_knows([kept[one] for one in same], _words(reading, key), reading.reader)
        if as_before:
            meanings[key] = replace(meaning, scale=as_before)
        else:
            waiting.append((key, of_framework.id if of_framework else "", block(questions[key]), _words(reading, key)))
    made = []
    for members in families(waiting, reading.reader):
        words = list(dict.fromkeys(word for key in members for word in _words(reading, key)))
        target = _scale_of(framework, known, meanings[members[0]].item) or _only_scale(framework, members, meanings)
        scale, doubt = scale_for(
            _free_id(target, words, {*kept, *(one.id for one in made)}), words, target, reading.reader
        )
        made.append(scale)
        for key in members:
            why = "; ".join(filter(None, (meanings[key].why, doubt)))
            meanings[key] = replace(meanings[key], scale=scale.id, why=why)
    return (*kept.values(), *made), meanings


def _that_knows(scales: Sequence[AnswerScale], words: Sequence[str], reader: str) -> str:
    """The id of the scale that places every answer of a new column, as a person once said; "" where none does."""
    for scale in scales:
        forms = lookup(scale)
        if words and all(value_of(word, scale, forms, reader) != State.OFF_SCALE for word in words):
            return scale.id
    return ""


def _scale_of(framework: Framework | None, known: Mapping, item: str):
    return framework.scale_of(known[item]) if framework and item in known else None


def _only_scale(framework: Framework | None, members: Sequence[str], meanings: Mapping[str, ColumnMeaning]):
    """For items not chosen yet: the framework's scale, if it has just one."""
    unnamed = all(not meanings[key].item for key in members)
    return framework.scales[0] if framework and unnamed and len(framework.scales) == 1 else None


def _words(reading: Reading, key: str) -> list[str]:
    """The answers of a column, most frequent first; a free-text column's thousands are cut."""
    column = column_of(reading, key)
    counts = column.counts()
    return [column.words[place] for place in sorted(range(1, len(column.words)), key=lambda place: -counts[place])][:60]


def _free_id(target, words: Sequence[str], taken: set[str]) -> str:
    base = target.id if target else "numbers" if all(whole(word) is not None for word in words) else "answers"
    name, number = base, 2
    while name in taken:
        name, number = f"{base}-{number}", number + 1
    return name


def _learned(scale: AnswerScale, words: Sequence[str], target, reader: str) -> AnswerScale:
    """An earlier scale with the new answers of a file: placed where their wording is known, open where not."""
    forms = lookup(scale)
    new = [
        word
        for word in words
        if value_of(word, scale, forms, reader) == State.OFF_SCALE and word not in dict(scale.words)
    ]
    numbers = _numbers_for_words(scale, words, target)
    new = [word for word in new if whole(word) is None]
    scale = replace(scale, words=(*scale.words, *numbers))
    if not new:
        return scale
    every = [word for word, value in scale.words if value > State.NOT_APPLICABLE]
    guessed = dict(scale_for(scale.id, [*every, *new], target, reader)[0].words)
    agrees = all(
        guessed.get(word) == value for word, value in scale.words if value > State.NOT_APPLICABLE and word in guessed
    )
    return replace(
        scale, words=(*scale.words, *((word, guessed[word] if agrees else int(State.OFF_SCALE)) for word in new))
    )


def _numbers_for_words(scale: AnswerScale, words: Sequence[str], target: Scale | None) -> tuple[tuple[str, int], ...]:
    """The numbers of a scale that was in words so far: the same survey, downloaded as codes this time.

    One number among words, or beside numbers the scale knows already, is a slip of the finger.
    """
    values = [value for _, value in scale.words if value > LOWEST_VALUE]
    if not values or any(whole(word) is not None for word, _ in scale.words):
        return ()
    low, high = (target.low, target.high) if target else (min(values), max(values))
    fits = [word for word in words if (number := whole(word)) is not None and low <= number <= high]
    coded = len(fits) >= 0.5 * len(words) > 0
    return tuple((str(number), number) for number in range(low, high + 1)) if coded else ()
