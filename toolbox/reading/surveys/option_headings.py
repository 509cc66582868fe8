"""Headings that join a question and one of its options or rows, told apart by what several headings share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence


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


def _cuts(heading: str, joiner: str) -> list[tuple[str, str]]:
    """(option, question) at each joiner with something on either side, first joiner first."""
    places = [place for place, sign in enumerate(heading) if sign == joiner]
    parts = [(heading[:place].strip(), heading[place + 1 :].strip()) for place in places]
    return [(option, question) for option, question in parts if option and question]
