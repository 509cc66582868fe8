"""What the toolbox says when something is off, and the states an answer without a value can have."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class ToolboxError(Exception):
    """A refusal in words a visitor can act on: what was found, what was expected, what to do.

    Example:
        >>> str(ToolboxError("empty_file", "This file is empty. Download it again and upload the new copy."))
        'This file is empty. Download it again and upload the new copy.'
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class State(IntEnum):
    """Why an answer has no value. Stored in the place of the value, so the six never blur into one."""

    NOT_APPLICABLE = -101
    DECLINED = -102
    BLANK = -103
    NOT_SHOWN = -104
    OFF_SCALE = -105
    UNKNOWN = -106
    """The person does not know: asked, and answered, but with no value."""


#: Stored codes at or above this are values, those below are a :class:`State`.
LOWEST_VALUE = -100


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Something in a file a person should know of: how often, and in which rows of the original file."""

    code: str
    message: str
    rows: tuple[int, ...] = ()
    column: str = ""
    count: int = 0
    example: str = ""
    """Words of the file that show it: for the person who has the file in hand, never kept with a round."""
