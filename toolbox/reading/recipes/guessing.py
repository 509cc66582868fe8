"""A first recipe for a file: every column's meaning guessed, with the reason beside it, for a person to confirm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

import numpy as np

from toolbox.model import (
    THE_SCHOOL,
    Choices,
    ColumnMeaning,
    Framework,
    Question,
    Reading,
    Recipe,
)
from toolbox.reading.grid import Column
from toolbox.reading.kinds import MANY, is_known_wording, whole
from toolbox.reading.recipes.earlier import Match, matches
from toolbox.reading.recipes.events import guess_event
from toolbox.reading.recipes.items import match_items
from toolbox.reading.recipes.persons import column_of, group_of, guess_group, guess_person, guess_school
from toolbox.reading.recipes.scales import state_of
from toolbox.reading.recipes.scaling import scales_of_columns
from toolbox.reading.words import slug

#: How the reason of a match by likeness ends: a person confirms it before anything is saved.
TO_CONFIRM = "of the earlier recipe: please check"
#: Numbers of two digits in their few spellings, and words for missing answers: no scale has more different answers.
MOST_ANSWERS = 500


@dataclass(frozen=True, kw_only=True, eq=False)
class Looked:
    """What the cells of an export say whatever the framework: looked at once, used for every framework."""

    persons: Mapping[str, ColumnMeaning]
    """Column → school, group or person."""
    possible: frozenset[str]
    """Columns whose cells could be answers to a statement."""


def look(reading: Reading) -> Looked:
    """Look through the cells of an export."""
    return Looked(
        persons=_persons(reading, reading.questions, set(), None),
        possible=frozenset(question.key for question in reading.questions if _could_be_item(reading, question)),
    )


def guess(
    reading: Reading, framework: Framework | None, earlier: Recipe | None = None, looked: Looked | None = None
) -> Recipe:
    """A recipe for a reading: one entry per column, in the order of the file.

    Args:
        reading: the export.
        framework: the framework its items belong to; None while a person makes areas of their own: scale
            columns then become items named after their statement.
        earlier: the recipe of an earlier round. Where a column matches (by code, then words, then likeness of
            0.9 or more, which is flagged) its meaning is taken over; only new columns are guessed.
        looked: what :func:`look` found in this reading, where several frameworks are tried on it.

    Returns:
        The recipe. Answer words nobody could place have the value OFF_SCALE. With a framework of which no item
        was found, scale columns are items without a name (``item=""``), to be chosen by a person.

    Example:
        >>> from toolbox.reading import read
        >>> recipe = guess(read(b"School,Role,I like maths\\nTamme,teacher,Agree\\nTamme,pupil,Disagree\\n"), None)
        >>> [(column.meaning, column.item) for column in recipe.columns]
        [('school', ''), ('group', ''), ('item', 'i-like-maths')]
    """
    known = {match.new.key: match for match in matches(earlier, reading)} if earlier else {}
    meanings = {key: _as_before(match) for key, match in known.items()}
    fresh = [question for question in reading.questions if question.key not in meanings]
    if looked is not None and earlier is None:
        meanings |= looked.persons
    else:
        meanings |= _persons(reading, fresh, {meaning.meaning for meaning in meanings.values()}, earlier)
    possible = [
        question
        for question in fresh
        if question.key not in meanings
        and (question.key in looked.possible if looked else _could_be_item(reading, question))
    ]
    fresh_items = _items(possible, framework, {one.item for one in meanings.values() if one.item})
    meanings |= _in_new_words(fresh_items, earlier) if earlier else fresh_items
    scales, meanings = scales_of_columns(reading, meanings, framework, earlier)
    columns = tuple(meanings.get(question.key) or _unused(question) for question in reading.questions)
    return Recipe(
        name=earlier.name if earlier else PurePath(reading.file).stem[:80] or reading.title,
        reader=reading.reader,
        framework=framework.id if framework else earlier.framework if earlier else "",
        columns=columns,
        scales=scales,
        schools=earlier.schools if earlier else (),
        groups=_groups(reading, columns, earlier),
        school=earlier.school if earlier else "",
        group=(earlier.group if earlier else "") or _stated_by(framework, columns),
        keep_unfinished=earlier.keep_unfinished if earlier else False,
        event=guess_event(
            reading, [each.column for each in columns if each.meaning == "item"], earlier.event if earlier else ""
        ),
        keep_silent=earlier.keep_silent if earlier else False,
        keep_repeated=earlier.keep_repeated if earlier else False,
        choices=_choices(reading, earlier.choices if earlier else Choices()),
    )


def _stated_by(framework: Framework | None, columns: Sequence[ColumnMeaning]) -> str:
    """Of a rubric the school itself states the ratings, where no column says that somebody else does; else nobody is known."""
    told = any(column.meaning == "group" for column in columns)
    return THE_SCHOOL if framework is not None and framework.kind == "rubric" and not told else ""


def _choices(reading: Reading, before: Choices) -> Choices:
    """The choices of the earlier round, with the order of dates this file was read by."""
    return replace(before, date_order=reading.date_order) if reading.date_order in ("dmy", "mdy") else before


def _as_before(match: Match) -> ColumnMeaning:
    why = {
        "same": "as in the earlier recipe",
        "code": "as in the earlier recipe, by its code",
        "words": "as in the earlier recipe, by its words",
        "alike": f"like '{(match.old.text or match.old.column)[:60]}' {TO_CONFIRM}",
    }[match.how]
    reworded = match.old.reworded or (match.old.meaning == "item" and (match.reworded or match.how == "alike"))
    return replace(
        match.old,
        column=match.new.key,
        code=match.new.code,
        text=match.new.text,
        reworded=reworded,
        why=why + ("; the wording differs" if reworded else ""),
    )


def _unused(question: Question, why: str = "") -> ColumnMeaning:
    return ColumnMeaning(column=question.key, code=question.code, text=question.text, why=why)


def _persons(
    reading: Reading, fresh: Sequence[Question], told: set[str], earlier: Recipe | None
) -> dict[str, ColumnMeaning]:
    """School, group and person among the new columns, as far as the earlier recipe does not say."""
    found: dict[str, ColumnMeaning] = {}
    rest = replace(reading, questions=tuple(fresh))
    if "group" not in told and not (earlier and earlier.group):
        key, why = guess_group(rest)
        if key:
            found[key] = _meaning(rest, key, "group", why)
    if "school" not in told and not (earlier and earlier.school):
        key, why = guess_school(rest, tuple(found))
        if key:
            found[key] = _meaning(rest, key, "school", why)
    if "person" not in told:
        key, why = guess_person(rest, tuple(found))
        if key:
            found[key] = _meaning(rest, key, "person", why)
    return found


def _meaning(reading: Reading, key: str, meaning, why: str) -> ColumnMeaning:
    question = next(question for question in reading.questions if question.key == key)
    return ColumnMeaning(column=key, code=question.code, text=question.text, meaning=meaning, why=why)


def _items(possible: Sequence[Question], framework: Framework | None, taken: set[str]) -> dict[str, ColumnMeaning]:
    """Items of the framework among the new columns; without one, every scale column under its own name."""
    scales = [question for question in possible if question.kind == "scale"]
    if framework is None:
        return _own_items(scales, taken)
    found = match_items(
        possible, replace(framework, items=tuple(item for item in framework.items if item.id not in taken))
    )
    meanings = {}
    for question in possible:
        if question.key in found:
            item, why = found[question.key]
            meanings[question.key] = _item(question, item, why)
        elif question in scales and not found and not taken:
            meanings[question.key] = _item(question, "", "answers look like a scale; choose its item")
        elif question in scales:
            meanings[question.key] = _unused(
                question, f"answers look like a scale, but no item of {framework.name} was found in it"
            )
    return meanings


def _in_new_words(found: dict[str, ColumnMeaning], earlier: Recipe) -> dict[str, ColumnMeaning]:
    """An item asked before whose old column is not in this export was found again by other words: reworded."""
    asked = {old.item for old in earlier.columns if old.meaning == "item" and old.item}
    return {
        key: replace(one, reworded=True, why=f"{one.why}; the wording differs") if one.item in asked else one
        for key, one in found.items()
    }


def _own_items(scales: Sequence[Question], taken: set[str]) -> dict[str, ColumnMeaning]:
    names: dict[str, str] = {}
    used = set(taken)
    for question in scales:
        if question.combine_with in names:
            names[question.key] = names[question.combine_with]
            continue
        name = base = slug(question.text or question.key)
        number = 2
        while name in used:
            name, number = f"{base}-{number}", number + 1
        used.add(name)
        names[question.key] = name
    return {question.key: _item(question, names[question.key], "answers look like a scale") for question in scales}


def _item(question: Question, item: str, why: str) -> ColumnMeaning:
    return ColumnMeaning(
        column=question.key, code=question.code, text=question.text, meaning="item", item=item, why=why
    )


def _could_be_item(reading: Reading, question: Question) -> bool:
    """Whether a column's cells could be answers to a statement; the code or the words in its heading decide later."""
    if question.identifier or question.kind in ("metadata", "key", "consent", "date", "multi"):
        return False
    if question.kind in ("scale", "empty"):
        return True
    column = column_of(reading, question.key)
    if question.kind == "number":
        return _mostly_small(column, reading.reader)
    if len(column.words) > MOST_ANSWERS:
        return False
    answers = [word for word in column.words[1:] if state_of(word, reading.reader) is None]
    if is_known_wording(answers) or all(whole(word) is not None for word in answers):
        return True
    return question.kind == "choice" and 3 <= len(answers) <= 7


def _mostly_small(column: Column, reader: str) -> bool:
    """Whether half the numbers of a column are whole and at most ten; of thousands the most frequent count."""
    counts = column.counts().copy()
    counts[0] = 0
    frequent = np.argsort(-counts, kind="stable")[:MANY]
    words = {column.words[place]: int(counts[place]) for place in frequent.tolist() if counts[place]}
    small = sum(count for word, count in words.items() if (number := whole(word)) is not None and number <= 10)
    return small >= 0.5 * sum(count for word, count in words.items() if state_of(word, reader) is None)


def _groups(reading: Reading, columns: Sequence[ColumnMeaning], earlier: Recipe | None) -> tuple[tuple[str, str], ...]:
    known = dict(earlier.groups) if earlier else {}
    for column in columns:
        if column.meaning == "group":
            for word in column_of(reading, column.column).words[1:]:
                if word not in known and group_of(word):
                    known[word] = group_of(word)
    return tuple(known.items())
