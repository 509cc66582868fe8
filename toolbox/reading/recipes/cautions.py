"""What a person should know about answer scales before values are counted: sentences, nothing is changed here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from toolbox.model import LOWEST_VALUE, AnswerScale, Question
from toolbox.reading.words import match_form

#: "Agree (2)", "Agree [2]"; "2 - Agree", "2) Agree".
_BEHIND = re.compile(r"^(.*\D)\s*[(\[]\s*(\d{1,2})\s*[)\]]$")
_BEFORE = re.compile(r"^(\d{1,2})\s*[-–—.:=)]\s*(\D.*)$")


def mixed_scales(scales: Iterable[tuple[AnswerScale, Sequence[str]]]) -> str:
    """That statements are answered on scales of different length; "" where they are not.

    Args:
        scales: each scale with the columns answered on it.

    Example:
        >>> four = AnswerScale(id="a", words=tuple((word, place) for place, word in enumerate("pqrs", 1)))
        >>> five = AnswerScale(id="b", words=tuple((word, place) for place, word in enumerate("vwxyz", 1)))
        >>> mixed_scales([(four, ["1", "2"]), (five, ["3"])])
        '2 statements use 4 options and 1 uses 5. We keep them apart: each set of answers has its own card.'
    """
    counted: dict[int, int] = {}
    for scale, columns in scales:
        values = {value for _, value in scale.words if value > LOWEST_VALUE}
        numbers = all(word.isdecimal() for word, value in scale.words if value > LOWEST_VALUE)
        options = max(values, default=0) - min(values | {1}) + 1 if numbers else len(values)
        if values:
            counted[options] = counted.get(options, 0) + len(columns)
    if len(counted) < 2:
        return ""
    parts = []
    for options, count in sorted(counted.items()):
        what = f" statement{'' if count == 1 else 's'}" if not parts else ""
        parts.append(f"{count}{what} {'uses' if count == 1 else 'use'} {options}{' options' if not parts else ''}")
    listed = " and ".join([", ".join(parts[:-1]), parts[-1]])
    return f"{listed}. We keep them apart: each set of answers has its own card."


def numbers_in_answers(questions: Iterable[Question]) -> tuple[str, ...]:
    """Answer words that carry another number in some questions than in others, a sentence for each.

    Example:
        >>> a = Question(key="a", heading="a", labels=(("Agree (2)", 4), ("Disagree (1)", 2)))
        >>> b = Question(key="b", heading="b", labels=(("Agree (6)", 3), ("Disagree (7)", 3)))
        >>> numbers_in_answers([a, b])[0]
        "'Agree' is 2 in some questions and 6 in others. These numbers are not counted on: check which statements are turned round."
    """
    found: dict[str, tuple[str, dict[int, None]]] = {}
    for question in questions:
        for label, _ in question.labels:
            if told := _number_in(label):
                word, number = told
                found.setdefault(match_form(word), (word, {}))[1][number] = None
    return tuple(
        f"'{word}' is {', '.join(map(str, sorted(numbers)[:-1]))} in some questions and {max(numbers)} in others. "
        "These numbers are not counted on: check which statements are turned round."
        for word, numbers in found.values()
        if len(numbers) > 1
    )


def _number_in(label: str) -> tuple[str, int] | None:
    if behind := _BEHIND.match(label):
        return behind[1].strip(), int(behind[2])
    if before := _BEFORE.match(label):
        return before[2].strip(), int(before[1])
    return None
