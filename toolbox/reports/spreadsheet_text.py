"""Text a spreadsheet would run as a formula is made harmless before it is written, headings included."""

from __future__ import annotations

import re

#: What makes a spreadsheet run a cell, also after blanks, and the full-width forms some of them accept.
_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NEGATIVE = re.compile(r"-\d+([.,]\d+)?")
#: Characters XML and spreadsheets cannot hold; tab and line breaks may stay inside a cell.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def readable(text: str) -> str:
    """The text without characters that XML, and so Word and spreadsheets, cannot hold.

    Example:
        >>> readable("North\\x00 School")
        'North School'
    """
    return _CONTROL.sub("", text)


def harmless(text: str) -> str:
    """The text, with an apostrophe in front where a spreadsheet would run it. A negative number stays as it is.

    Source: OWASP, "CSV Injection".

    Example:
        >>> harmless("=1+1"), harmless("-0.3"), harmless("@SUM(A1)"), harmless("North School")
        ("'=1+1", '-0.3', "'@SUM(A1)", 'North School')
    """
    text = readable(text)
    bare = text.lstrip(" \u00a0")
    if text.startswith(_STARTS) or bare.startswith(_STARTS):
        return text if _NEGATIVE.fullmatch(text) else f"'{text}"
    return text
