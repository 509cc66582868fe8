"""Headings of two rows, as hands make them: a question merged over the columns of its rows, the others over both rows."""

from __future__ import annotations

from collections.abc import Sequence

from toolbox.reading.dates import take_apart
from toolbox.reading.kinds import is_number


def are_merged(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Whether two rows are one heading: each column has a word in one of them, and a merged cell has words below all of it.

    Example:
        >>> are_merged(["School", "We plan", "", "Role"], ["", "often", "alone", ""])
        True
        >>> are_merged(["School", "Role", "", "Plan"], ["Tamme", "", "x", "Agree"]), are_merged(["Report", "", ""], ["School", "Role", "Plan"])
        (False, False)
    """
    last = max((place for place, cells in enumerate(zip(upper, lower, strict=True)) if any(cells)), default=-1) + 1
    above, below = upper[:last], lower[:last]
    if last < 3 or not above[0] or not all(map(any, zip(above, below, strict=True))):
        return False
    starts = [place - 1 for place in range(1, last) if not above[place] and above[place - 1]]
    alone = [title for title, row in zip(above, below, strict=True) if not row]
    # Words below a title that is not merged are no row of it.
    single = [place for place in range(last) if above[place] and below[place] and place not in starts]
    values = any(is_number(cell) or take_apart(cell) is not None for cell in below if cell)
    return bool(starts and alone) and all(below[place] for place in starts) and not single and not values


def joined(upper: Sequence[str], lower: Sequence[str]) -> tuple[str, ...]:
    """Both rows as one: ``Question [Row]``.

    Example:
        >>> joined(["School", "We plan", "", "Role"], ["", "often", "alone", ""])
        ('School', 'We plan [often]', 'We plan [alone]', 'Role')
    """
    made, question = [], ""
    for title, row in zip(upper, lower, strict=True):
        question = title or question
        made.append(f"{question} [{row}]" if row else title)
    return tuple(made)
