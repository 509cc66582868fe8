"""Texts as files have them, made comparable: cells, headings, answer words, slugs.

Nothing here decides what a text means; it only takes away what the eye does not see (no-break
spaces, doubled blanks, HTML) or what a comparison must not see (case, quotes, end punctuation).
"""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache

_BLANKS = re.compile(r"[\s\u00a0\u2007\u202f\u200b\ufeff]+")
_TAGS = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
_PUNCTUATION = re.compile(r"[^\w\s]+", re.UNICODE)
_QUOTES = str.maketrans(
    {"‘": "'", "’": "'", "‚": "'", "´": "'", "`": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"'}
)
_EDGE = " \t\r\n\u00a0\u2007\u202f\u200b\ufeff"


def clean_cell(text: str) -> str:
    """A cell without outer blanks and with ordinary spaces inside; line breaks stay.

    Example:
        >>> clean_cell("\\u00a0Very\\u00a0often ")
        'Very often'
    """
    if not text.isascii():
        text = text.replace("\u00a0", " ").replace("\u202f", " ").strip(_EDGE)
    return text.strip()


@lru_cache(maxsize=50_000)
def clean_heading(text: str) -> str:
    """A heading on one line: composed letters, no HTML, single blanks.

    Example:
        >>> clean_heading(" <b>Your&nbsp;school</b>\\n(full name) ")
        'Your school (full name)'
    """
    unescaped = html.unescape(unicodedata.normalize("NFC", text))
    return _BLANKS.sub(" ", _TAGS.sub(" ", unescaped)).strip(_EDGE)


@lru_cache(maxsize=50_000)
def match_form(text: str) -> str:
    """The form two texts are compared in: case, blanks, quotes and outer punctuation do not count.

    Example:
        >>> match_form(" Slightly  AGREE. ") == match_form("slightly agree")
        True
    """
    folded = unicodedata.normalize("NFKC", text).translate(_QUOTES).casefold()
    return _BLANKS.sub(" ", folded).strip(" .,;:!?*\"'").strip()


@lru_cache(maxsize=50_000)
def plain_words(text: str) -> str:
    """Letters and digits only, single blanks: the form questions are compared in between rounds.

    Example:
        >>> plain_words("C3. Internet-access (school)?")
        'c3 internet access school'
    """
    folded = unicodedata.normalize("NFKC", text).casefold().replace("_", " ")
    return " ".join(_PUNCTUATION.sub(" ", folded).split())


def slug(text: str, limit: int = 60) -> str:
    """A short name made of a text's letters and digits, stable between machines.

    Example:
        >>> slug("I feel safe online (at school)!")
        'i-feel-safe-online-at-school'
    """
    words = plain_words(text).split()
    kept: list[str] = []
    for word in words:
        if len("-".join([*kept, word])) > limit:
            break
        kept.append(word)
    return "-".join(kept) or "-".join(words)[:limit] or "column"
