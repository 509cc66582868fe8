"""What the cells of a column look like: scale, choice, several choices, number, date, key, text.

Judged on the distinct texts of a column, never on its place. A scale is either a known wording of
many languages, small whole numbers, or a set of answers that three or more columns share.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from toolbox.model import Kind
from toolbox.reading.dates import dates, looks_like_dates
from toolbox.reading.grid import Column
from toolbox.reading.seeding import most_placed, state_words, words
from toolbox.reading.several import chosen
from toolbox.reading.words import match_form, plain_words

_NUMBER = re.compile(r"^[+\-−]?(\d+([.,]\d+)?|[.,]\d+)\s*%?$")
#: ``4 - Agree``, ``Agree (4)``; ``1-2 times`` and ``over 5-7`` are spans, not numbers of answers.
_NUMBERED_ANSWER = re.compile(
    r"^\(?(\d{1,2})\)?\s*[\-–—=.:)]\s*[^\d\s]|^\((\d{1,2})\)\s*\S|[^\d\s]\s*[\-–—=(:]\s*(\d{1,2})\)?$"
)
_CODE_LIST = re.compile(r"\d{1,2}(,\d{1,2})*")
_CODE = re.compile(r"^(?=.*\d)[^\W_][\w\-]{2,39}$")
_WHOLE = re.compile(r"^\d{1,2}([.,]0+)?$")
#: From so many different single words on a column holds keys; before, people may just all have answered differently.
_KEYS = 8
_CODE = re.compile(r"[\w\-./+]{1,40}")
#: A column of more different texts than this is judged by an even sample of them.
MANY = 2000
_YES_NO = frozenset(
    [
        "yes",
        "no",
        "y",
        "n",
        "true",
        "false",
        "ja",
        "nein",
        "oui",
        "non",
        "sí",
        "si",
        "no",
        "jah",
        "ei",
        "kyllä",
        "taip",
        "ne",
        "jā",
        "nē",
        "да",
        "нет",
        "კი",
        "არა",
        "tak",
        "nie",
        "sim",
        "não",
        "ναι",
        "όχι",
        "nee",
        "0",
        "1",
        "checked",
        "unchecked",
    ]
)


def is_number(text: str) -> bool:
    """Whether a text is one number, with point or comma.

    Example:
        >>> is_number("0,435"), is_number("-,66"), is_number("1-3")
        (True, True, False)
    """
    return bool(_NUMBER.match(text))


def whole(text: str) -> int | None:
    """A small whole number as typed or as a spreadsheet gives it back; None for anything else.

    A comma is a decimal comma: it is never dropped.

    Example:
        >>> whole("4"), whole("4.0"), whole("4,0"), whole("0,435"), whole("55")
        (4, 4, 4, None, 55)
    """
    if not _WHOLE.match(text):
        return None
    return int(re.split("[.,]", text)[0])


def answer_words(column: Column) -> list[str]:
    """The distinct answers that have or could have a value: no blanks, no "not applicable"; of thousands a sample."""
    if len(column.words) > MANY:
        return list(column.some())
    return [word for word in column.words[1:] if match_form(word) not in state_words()]


def is_known_wording(answers: Sequence[str]) -> bool:
    """Whether a set of answers is, but for a stray or two, a scale worded in a language we know.

    One answer is enough where it is known: a file may hold the answers of one person.

    Example:
        >>> is_known_wording(["Agree", "Disagree", "it depends"]), is_known_wording(["Agree"]), is_known_wording(["blue", "Agree"])
        (True, True, False)
    """
    if not 1 <= len(answers) <= 12:
        return False
    best = most_placed(frozenset(answers))
    return best >= min(2, len(answers)) and best >= 0.6 * len(answers)


def kind_of(column: Column, text: str) -> Kind:
    """The kind of one column from its cells and its question.

    Example:
        >>> kind_of(Column.of_cells(["Agree", "Disagree", "", "Strongly agree"]), "I like maths")
        'scale'
        >>> kind_of(Column.of_cells(["0,435", "12,5", "1,25"]), "Hours")
        'number'
    """
    counts = column.counts()
    filled = int(counts[1:].sum())
    if not filled:
        return "empty"
    answers = answer_words(column)
    if not answers:
        return "choice"
    if _asks(text, "consent") and len(answers) <= 3:
        return "consent"
    numbers = [whole(word) for word in answers]
    fits = [number for number in numbers if number is not None and number <= 10]
    # A mistyped 55 among fives does not make a scale a number.
    if len(fits) >= 2 and len(fits) >= 0.6 * len(answers) and len(set(fits)) <= 11 and all(map(is_number, answers)):
        share = sum(
            int(counts[column.words.index(word)])
            for word, n in zip(answers, numbers, strict=True)
            if n is not None and n <= 10
        )
        if share >= 0.9 * filled or len(answers) - len(fits) <= 2:
            return "choice" if set(fits) <= {0, 1} else "scale"
    if set(map(match_form, answers)) <= _YES_NO and not all(map(is_number, answers)):
        return "choice"
    if is_known_wording(answers):
        return "scale"
    if looks_like_dates(column) and dates(column).share >= 0.8:
        return "date"
    if _is_numbered(answers):
        return "scale"
    if any("," in word for word in answers) and all(map(_CODE_LIST.fullmatch, answers)) and chosen(column):
        return "multi"
    if sum(map(is_number, answers)) >= 0.9 * len(answers):
        return "key" if _asks(text, "person") and _unique(column, filled) else "number"
    if chosen(column):
        return "multi"
    if len(answers) <= 12 and len(answers) <= 0.5 * filled:
        return "choice"
    if filled >= _KEYS and _unique(column, filled) and all(map(_CODE.fullmatch, answers[:200])):
        return "key"
    # Where a person has several rows (before and after in one file) a code comes again, and stays a code.
    if _asks(text, "person") and len(text) <= 60 and (_unique(column, filled) or all(map(_CODE.match, answers[:200]))):
        return "key"
    # Many different answers that still repeat (schools, subjects) are a choice; what nobody repeats is text.
    if len(column.words) - 1 <= 0.2 * filled and max(map(len, answers)) <= 120:
        return "choice"
    return "text"


def _asks(text: str, kind: str) -> bool:
    plain = f" {plain_words(text)} "
    return any(f" {word} " in plain for word in words(kind))


def _unique(column: Column, filled: int) -> bool:
    return filled >= 3 and len(column.words) - 1 >= 0.8 * filled


def _is_numbered(answers: Sequence[str]) -> bool:
    """``1 - Strongly disagree`` … ``Agree (4)``: every answer bears its number beside a word, and there are three or more."""
    if not any(sign.isalpha() for word in answers for sign in word) or not 3 <= len(answers) <= 11:
        return False
    found = [_NUMBERED_ANSWER.search(word) for word in answers]
    numbers = {int(hit.group(1) or hit.group(2) or hit.group(3)) for hit in found if hit}
    return all(found) and len(numbers) == len(answers) and max(numbers) <= 10


def shared_sets(columns: Sequence[tuple[int, Column]]) -> set[int]:
    """Choice columns that are a scale because three or more columns share one set of three to seven answers.

    Returns:
        The indexes of those columns.
    """
    by_set: dict[frozenset[str], list[int]] = defaultdict(list)
    for index, column in columns:
        answers = frozenset(map(match_form, answer_words(column)))
        if 3 <= len(answers) <= 7 and not answers <= _YES_NO:
            by_set[answers].append(index)
    found: set[int] = set()
    for answers, indexes in by_set.items():
        # A column in which one answer was never chosen belongs to the set of its neighbours.
        family = [
            index
            for other, many in by_set.items()
            if other <= answers and len(other) >= 0.6 * len(answers)
            for index in many
        ]
        if len(family) >= 3 and len(indexes) >= 2:
            found.update(family)
    return found


def options(columns: Sequence[tuple[int, Column]]) -> set[int]:
    """Columns that hold one option of a question with several answers: one text, or yes and no, and blanks."""
    return {
        index
        for index, column in columns
        if len(column.words) == 2 and column.counts()[0] > 0 and not is_number(column.words[1])
    }
