"""Whether a file is one of the lists a hub keeps, told by its headings before it is taken for a survey."""

from __future__ import annotations

from typing import Literal

from toolbox.model import ToolboxError
from toolbox.reading import membership_lists, school_lists

#: A list of a thousand schools is far below this; larger files are logs and surveys.
LARGEST = 4_000_000
ListKind = Literal["schools", "memberships", ""]


def list_kind(content: bytes, name: str = "") -> ListKind:
    """Which list a file is; "" where it is none, or cannot be opened: whoever reads it then says why.

    Example:
        >>> list_kind(b"school,hub,wave\\nElm,North,1\\n"), list_kind(b"I like it\\n5\\n"), list_kind(b"")
        ('schools', '', '')
    """
    if len(content) > LARGEST or not (content.startswith((b"PK", b"\xd0\xcf")) or b"school" in content[:8000].lower()):
        return ""
    try:
        if membership_lists.is_membership_list(content, name):
            return "memberships"
        return "schools" if school_lists.is_school_list(content, name) else ""
    except ToolboxError:
        return ""
