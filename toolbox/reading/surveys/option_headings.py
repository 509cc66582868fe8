"""Headings that join a question and one of its options or rows, told apart by what several headings share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from toolbox.reading.grid import Column, Grid

_UNNAMED = re.compile(r"^(|Column ?\d+|Unnamed: \d+|Field\d+|\.\.\.\d+|X\.?\d*)$")


def in_brackets(headings: Sequence[str], joiner: str = ":") -> tuple[str, ...]:
    """``Option:Question`` as ``Question [Option]`` where a question stands in several headings.

    A question may hold the joiner itself, so every place where a heading could be cut is tried, and the longest
    question that other headings share is taken.

    Example:
        >>> in_brackets(["Agree?", "Plan:Do you agree?", "Devices:Do you agree?", "Note: your age"])
        ('Agree?', 'Do you agree? [Plan]', 'Do you agree? [Devices]', 'Note: your age')
        >>> in_brackets(["Tools?", "Other - Write In:Tools?"])
        ('Tools?', 'Tools? [Other - Write In]')
    """
    shared = Counter(question for heading in headings for _, question in _cuts(heading, joiner))
    whole = set(headings)
    turned = []
    for heading in headings:
        cut = next(((o, q) for o, q in _cuts(heading, joiner) if shared[q] > 1 or q in whole), None)
        turned.append(f"{cut[1]} [{cut[0]}]" if cut else heading)
    return tuple(turned)


def behind(headings: Sequence[str], joiner: str) -> tuple[str, ...]:
    """``Question: Row`` as ``Question [Row]`` where several headings begin with one question.

    Example:
        >>> behind(["Agreement: Plan", "Agreement: Devices", "Age: in years"], ": ")
        ('Agreement [Plan]', 'Agreement [Devices]', 'Age: in years')
    """
    parts = [heading.partition(joiner) for heading in headings]
    shared = Counter(question for question, _, row in parts if row)
    return tuple(
        f"{question} [{row}]" if row and shared[question] > 1 else heading
        for heading, (question, _, row) in zip(headings, parts, strict=True)
    )


def spread(headings: Sequence[str], body: Grid) -> tuple[str, ...]:
    """A question over the columns of its options, where only the first has a heading of its own.

    A merged heading made a table of becomes ``Subjects, Column2, Column3``, and ``Unnamed: 2`` or nothing elsewhere.

    Example:
        >>> from toolbox.reading.separators import split
        >>> grid = split("Subjects,Column2,Age\\nMaths,,40\\n,Arts,50\\nMaths,Arts,60\\n")
        >>> spread(grid.row(0), grid.take(slice(1, None)))
        ('Subjects [Maths]', 'Subjects [Arts]', 'Age')
    """
    turned = list(headings)
    for column, heading in enumerate(headings):
        if _UNNAMED.match(heading) or not _one_option(body.columns[column]):
            continue
        end = column + 1
        while end < len(headings) and _UNNAMED.match(headings[end]) and _one_option(body.columns[end]):
            end += 1
        if end > column + 1:
            for place in range(column, end):
                turned[place] = f"{heading} [{body.columns[place].words[1]}]"
    return tuple(turned)


def _one_option(column: Column) -> bool:
    return len(column.words) == 2 and any(sign.isalpha() for sign in column.words[1])


def _cuts(heading: str, joiner: str) -> list[tuple[str, str]]:
    """(option, question) at each joiner with something on either side, first joiner first."""
    places = [place for place, sign in enumerate(heading) if sign == joiner]
    parts = [(heading[:place].strip(), heading[place + 1 :].strip()) for place in places]
    return [(option, question) for option, question in parts if option and question]
