"""Scales answered by bare numbers: how far they go where nobody happened to choose the highest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from toolbox.model import LOWEST_VALUE, AnswerScale

#: The longest scale of bare numbers a survey tool offers (0 to 10).
MOST = 10


def as_they_are(scale: AnswerScale) -> bool:
    """Whether every answer is a number that counts as itself.

    Example:
        >>> as_they_are(AnswerScale(id="s", words=(("1", 1), ("2", 2)))), as_they_are(AnswerScale(id="s", words=(("1", 2),)))
        (True, False)
    """
    return all(word.isdecimal() and int(word) == value for word, value in scale.words if value > LOWEST_VALUE)


def highest(scale: AnswerScale) -> int:
    """The highest number of a scale; 0 where it has none.

    Example:
        >>> highest(AnswerScale(id="s", words=(("1", 1), ("5", 5))))
        5
    """
    return max((value for _, value in scale.words if value > LOWEST_VALUE), default=0)


def up_to(scale: AnswerScale, top: int, chosen: Iterable[str]) -> AnswerScale:
    """The scale with ``top`` as its highest number. ``chosen`` are the words of the file, which always stay.

    Example:
        >>> short = AnswerScale(id="s", words=(("1", 1), ("2", 2)))
        >>> long = up_to(short, 4, ("1", "2"))
        >>> long.words, up_to(long, 2, ("1", "2")) == short
        ((('1', 1), ('2', 2), ('3', 3), ('4', 4)), True)
    """
    kept = set(chosen)
    words = tuple((word, value) for word, value in scale.words if value <= LOWEST_VALUE or value <= top or word in kept)
    added = tuple((str(number), number) for number in range(highest(replace(scale, words=words)) + 1, top + 1))
    states = tuple(pair for pair in words if pair[1] <= LOWEST_VALUE)
    numbers = tuple(pair for pair in words if pair[1] > LOWEST_VALUE)
    return replace(scale, words=numbers + added + states)
