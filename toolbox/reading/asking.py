"""What a file may leave open, and which choice of a person answers it. Everything else is decided by the bytes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from toolbox.model import Problem

#: Code of a problem that is a question → the field of ``Choices`` that answers it. Values may differ from what was meant
#: only where one of these is told with the reading; the choice, once made, settles it.
ASKS: Mapping[str, str] = {
    "encoding_guessed": "encoding",
    "broken_letters": "encoding",
    "separator_unclear": "separator",
    "one_column": "separator",
    "date_order_unclear": "date_order",
    "date_order_taken": "date_order",
    "lines_above": "heading_rows",
}


def left_open(problems: Iterable[Problem]) -> frozenset[str]:
    """The fields of ``Choices`` a reading asks about.

    Example:
        >>> from toolbox.reading import read
        >>> sorted(left_open(read("Date,School\\n03/04/2025,Põlva\\n".encode("cp1252")).problems))
        ['date_order', 'encoding']
    """
    return frozenset(ASKS[problem.code] for problem in problems if problem.code in ASKS)
