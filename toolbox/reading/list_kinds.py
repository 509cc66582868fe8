"""Whether a file is one of the lists a hub keeps, told by its headings before it is taken for a survey."""

from __future__ import annotations

from typing import Literal

from toolbox.model import ToolboxError
from toolbox.reading import membership_lists, school_lists
from toolbox.reading.list_tables import Headings, table_in
from toolbox.reading.opening import grids

#: A list of a thousand schools is far below this; larger files are logs and surveys.
LARGEST = 4_000_000
ListKind = Literal["schools", "memberships", ""]
_KINDS: tuple[tuple[ListKind, Headings, tuple[str, ...]], ...] = (
    ("memberships", membership_lists.HEADINGS, ("role", "school")),
    ("schools", school_lists.HEADINGS, ("school",)),
)


def list_kind(content: bytes, name: str = "") -> ListKind:
    """Which list a file is; "" where it is none, or cannot be opened: whoever reads it then says why.

    Example:
        >>> list_kind(b"school,hub,wave\\nElm,North,1\\n"), list_kind(b"I like it\\n5\\n"), list_kind(b"")
        ('schools', '', '')
    """
    if len(content) > LARGEST or not (content.startswith((b"PK", b"\xd0\xcf")) or b"school" in content[:8000].lower()):
        return ""
    try:
        for grid in grids(content, name):
            for kind, headings, needed in _KINDS:
                if (found := table_in(grid, name, headings, needed)) is not None and found.mostly:
                    return kind
    except ToolboxError:
        pass
    return ""
