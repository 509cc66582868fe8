"""Whether a file is one of the lists a hub keeps, told by its headings before it is taken for a survey."""

from __future__ import annotations

from typing import Literal

from toolbox.model import ToolboxError
from toolbox.reading import cluster_lists, membership_lists, school_lists
from toolbox.reading.grid import Grid
from toolbox.reading.list_tables import Headings, table_in
from toolbox.reading.opening import grids

#: A list of a thousand schools is far below this; larger files are logs and surveys.
LARGEST = 4_000_000
ListKind = Literal["schools", "memberships", "clusters", ""]
#: Each list, its headings, and what it must have: a list of schools or members may name clusters, too.
_KINDS: tuple[tuple[ListKind, Headings, tuple[str, ...]], ...] = (
    ("memberships", membership_lists.HEADINGS, ("role", "school")),
    ("schools", school_lists.HEADINGS, ("school",)),
    *(
        ("clusters", cluster_lists.HEADINGS, ("cluster", telling))
        for telling in (*cluster_lists.TELLING, *cluster_lists.ALSO)
    ),
)
#: One of these words stands in every list; what has none of them is not looked into.
_WORDS = (b"school", b"cluster")


def list_kind(content: bytes, name: str = "") -> ListKind:
    """Which list a file is; "" where it is none, or cannot be opened: whoever reads it then says why.

    Example:
        >>> list_kind(b"school,hub,wave\\nElm,North,1\\n"), list_kind(b"I like it\\n5\\n"), list_kind(b"")
        ('schools', '', '')
        >>> list_kind(b"cluster,model,incentive\\nNorth,virtual,hours\\n")
        'clusters'
    """
    if len(content) > LARGEST or not (content.startswith((b"PK", b"\xd0\xcf")) or _named(content[:8000].lower())):
        return ""
    try:
        for grid in grids(content, name):
            if kind := _kind(grid, name):
                return kind
    except ToolboxError:
        pass
    return ""


def _named(head: bytes) -> bool:
    return any(word in head for word in _WORDS)


def _kind(grid: Grid, name: str) -> ListKind:
    """The list most of whose headings are known; where two know as many, the one that was there first."""
    best, most = "", 0
    for kind, headings, needed in _KINDS:
        found = table_in(grid, name, headings, needed)
        if (
            found is None
            or not found.mostly
            or (needed[-1] in cluster_lists.ALSO and kind == "clusters" and found.others)
        ):
            continue
        if len(found.cells) > most:
            best, most = kind, len(found.cells)
    return best  # type: ignore[return-value]
