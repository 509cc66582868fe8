"""Texts out of files and from visitors, made harmless: shown as they are, never as markup, never as a path."""

from __future__ import annotations

_MARKUP = frozenset("\\`*_{}[]()<>#+-.!|$:~")


def plain(text: str) -> str:
    r"""A text as Markdown that shows exactly this text; a percentage is not torn apart at the end of a line.

    Example:
        >>> print(plain("2. [x](http://a) *b*"))
        2\. \[x\]\(http\://a\) \*b\*
    """
    return "".join(f"\\{mark}" if mark in _MARKUP else mark for mark in text.replace(" %", "\u00a0%"))


def file_name(*parts: str) -> str:
    """A name that every file system takes.

    Example:
        >>> file_name("Autumn 2025 / Østerby", "profile")
        'autumn-2025-østerby-profile'
    """
    words = "".join(mark if mark.isalnum() else " " for mark in " ".join(parts)).split()
    return "-".join(words).lower()[:80] or "toolbox"
