"""Problems in sentences: how many rows, which ones, and what follows for the person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from toolbox.model import Problem, Reading

if TYPE_CHECKING:
    from toolbox.reading.recipes.cells import Keyed

#: Rows listed in a problem; the count beside them is always whole.
MOST_ROWS = 200


def names(many: Sequence[str], most: int = 3) -> str:
    """Up to three names, and how many more.

    Example:
        >>> names(["a", "b", "c", "d"])
        "'a', 'b', 'c' and 1 more"
    """
    shown = ", ".join(f"'{name[:60]}'" for name in many[:most])
    return shown + (f" and {len(many) - most} more" if len(many) > most else "")


def counted(reading: Reading, rows: np.ndarray, code: str, one: str, many: str) -> Problem:
    """A problem about some rows, in the singular or the plural."""
    count = int(rows.sum())
    return Problem(
        code=code,
        message=(one if count == 1 else many).format(count=count),
        rows=tuple(int(row) for row in reading.row_numbers[rows][:MOST_ROWS]),
        count=count,
    )


def keys_told(reading: Reading, keep: np.ndarray, keyed: Keyed) -> tuple[Problem, ...]:
    """What a person should know about keys before two rounds are linked by them."""
    total = int(keep.sum())
    if not keyed.has_column:
        message = (
            "No column says who a person is, so people cannot be followed between rounds. Groups can still be compared."
        )
        return (Problem(code="no_key", message=message, count=total),)
    found = []
    if keyed.by_name:
        message = (
            "People are followed by their full names, which is the last resort: two people of one school and group may "
            "share a name, and one may write it in two ways. Choose a code or an e-mail column if there is one."
        )
        found.append(Problem(code="key_is_name", message=message, count=total))
    template, lost = keep & keyed.template, keep & (keyed.blank | keyed.unusable)
    if template.any():
        found.append(
            counted(
                reading,
                template,
                "key_template",
                "1 answer has a code the survey tool never filled in (such as {{TOKEN}}), so its person cannot be followed.",
                "{count} answers have a code the survey tool never filled in (such as {{TOKEN}}), so these people cannot be followed.",
            )
        )
    if lost.any():
        rest = total - int(lost.sum()) - int(template.sum())
        follow = (
            f"so at most {rest} {'person' if rest == 1 else 'people'} can be followed. Groups can still be compared."
        )
        found.append(
            counted(
                reading,
                lost,
                "key_missing",
                f"1 of {total} answers has no usable code, {follow}",
                f"{{count}} of {total} answers have no usable code, {follow}",
            )
        )
    return tuple(found)
