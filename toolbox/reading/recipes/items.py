"""Which column is which item of a framework: by the code printed in its heading, by its words, by its block.

Codes have gaps and are reused elsewhere, so an item is never guessed from a column's position.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from toolbox.model import Framework, Item, Question
from toolbox.reading.recipes.earlier import ALIKE, likeness
from toolbox.reading.words import clean_heading, plain_words, slug

#: Inside a block whose question names the area, statements may differ a little more.
ALIKE_IN_BLOCK = 0.75
_ROW = re.compile(r"\[([^\[\]]+)\]\s*$")
_SUB = re.compile(r"\[([^\[\]\s]+)\](?:\[[^\[\]\s]+\])?$")
_OPTION = re.compile(r"\s\|\s(.+)$")


def statement(question: Question) -> str:
    """The statement of one column: the row of an array, the option after a bar, else the whole question.

    Example:
        >>> statement(Question(key="k", heading="", text="How far do you agree? [We have a plan]"))
        'We have a plan'
    """
    text = clean_heading(question.text or question.key)
    row = _ROW.search(text) or _OPTION.search(text)
    return row.group(1).strip() if row else text


def block(question: Question) -> str:
    """What the columns of one array share: the tool's code before the brackets, or the question before the row."""
    if "[" in question.code:
        return question.code.split("[")[0]
    text = clean_heading(question.text or question.key)
    row = _ROW.search(text) or _OPTION.search(text)
    return text[: row.start()].strip() if row else ""


def match_items(questions: Sequence[Question], framework: Framework) -> Mapping[str, tuple[str, str]]:
    """Column → (item id, why), for columns that are items of the framework.

    Args:
        questions: the columns that could be items.
        framework: the framework a person chose.
    """
    found: dict[str, tuple[str, str]] = {}
    taken: dict[str, str] = {}

    def take(question: Question, item: Item, why: str) -> None:
        # A question repeated by branch stands for the same item; its answers are joined when the recipe is applied.
        repeats = question.combine_with and taken.get(item.id) == question.combine_with
        if question.key not in found and (item.id not in taken or repeats):
            found[question.key] = (item.id, why)
            taken.setdefault(item.id, question.key)

    for test, why in (
        (_exact_code, "the tool's code is {code}"),
        (_code_in_text, "the code {code} is printed in the heading"),
    ):
        for item in framework.items:
            hits = [question for question in questions if question.key not in found and test(item.code, question)]
            for question in sorted(hits, key=lambda question: -_words_agree(question, item)):
                take(question, item, why.format(code=item.code))
    by_words = {sign: item for item in framework.items for sign in _signs(item)}
    for question in questions:
        for sign in (plain_words(statement(question)), plain_words(question.text), slug(question.text or question.key)):
            if sign in by_words:
                take(question, by_words[sign], "the same words")
    _by_likeness(questions, framework, found, taken, take)
    return found


def _by_likeness(questions, framework: Framework, found, taken, take) -> None:
    areas = {plain_words(area.name): area.id for area in framework.areas if len(area.name) > 4}
    for question in questions:
        if question.key in found:
            continue
        about = f" {plain_words(block(question))} "
        area = next((id for name, id in areas.items() if f" {name} " in about), None)
        asked = plain_words(statement(question))
        if len(asked) < 8:
            continue
        least = ALIKE_IN_BLOCK if area else ALIKE
        free = [item for item in framework.items if item.id not in taken and (area is None or item.area == area)]
        rated = [(max(likeness(asked, sign) for sign in _signs(item)), item.id, item) for item in free if _signs(item)]
        best = max(rated, default=None, key=lambda one: one[:2])
        if best is not None and best[0] >= least:
            take(question, best[2], f"words alike ({best[0]:.0%}): please check")


def _signs(item: Item) -> tuple[str, ...]:
    return tuple(dict.fromkeys(sign for sign in (plain_words(item.text), plain_words(item.name), item.id) if sign))


def _words_agree(question: Question, item: Item) -> float:
    asked = plain_words(statement(question))
    return max((likeness(asked, sign) for sign in _signs(item)), default=0.0)


def _exact_code(code: str, question: Question) -> bool:
    if len(code) < 2 or not question.code:
        return False
    sub = _SUB.search(question.code)
    parts = {question.code.casefold(), (sub.group(1) if sub else "").casefold()}
    joined = re.sub(r"[\[\]_.\-]", "", question.code).casefold()
    return code.casefold() in parts or joined == code.casefold()


def _code_in_text(code: str, question: Question) -> bool:
    """The code as a word of its own. Codes of digits only must begin the statement: numbers are everywhere."""
    if len(code) < 2:
        return False
    texts = (question.key, question.heading, question.text, statement(question))
    if not any(code in text for text in (question.code, *texts)):
        # Said first, because thousands of columns are asked for every item.
        return False
    if any(sign.isalpha() for sign in code):
        word = _as_word(code)
        return any(word.search(text) for text in (question.code, *texts) if text)
    begins = _as_beginning(code)
    return any(begins.match(text + " ") for text in texts if text)


@lru_cache(maxsize=2_000)
def _as_word(code: str) -> re.Pattern[str]:
    """As a word inside a sentence it may be anything ("R2 D2"): it must begin, stand in brackets or before a colon."""
    escaped = re.escape(code)
    return re.compile(
        rf"^\W*(?:\d+[.)]\s*)?{escaped}(?![^\W_])(?!\.\d)|[\[(_|]\s*{escaped}(?![^\W_])(?!\.\d)|(?<![^\W_])(?<!\w[.\-]){escaped}(?=[:)\]])"
    )


@lru_cache(maxsize=2_000)
def _as_beginning(code: str) -> re.Pattern[str]:
    escaped = re.escape(code)
    return re.compile(rf"^\W*{escaped}(?!\d)(?!\.\d)[\s.:)\]\-–]")
