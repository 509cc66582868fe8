"""Direct identifiers: found by heading and by content, replaced at once, never kept.

E-mail addresses, names and telephone numbers become keyed pseudonyms, so that a person can still be
followed between rounds. Internet addresses and places are removed: nothing here needs them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Literal

from toolbox.reading.grid import Column
from toolbox.reading.seeding import group_words, titles, words
from toolbox.reading.words import plain_words

Identifier = Literal["", "name", "e-mail", "ip", "phone", "place"]

_MAIL = re.compile(r"[\w.+\-']+@[\w\-]+(\.[\w\-]+)+")
_IP = re.compile(r"(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\d.])")
_IP6 = re.compile(r"^(?:[0-9a-f]{1,4}:){3,7}[0-9a-f:]{1,}$", re.IGNORECASE)
_PHONE = re.compile(r"^\+?\(?\d[\d\s().\-/]{5,}\d$")
_PHONE_IN_TEXT = re.compile(r"(?<!\w)\+\d{1,3}[\s\-]?\d[\d\s\-]{5,}\d")
_PLACE = re.compile(r"^-?\d{1,3}\.\d{3,}\s*[,;]\s*-?\d{1,3}\.\d{3,}$")
_PERSON = re.compile(
    r"^(?:[^\W\d_][\w'’\-]+|[^\W\d_]\.)(?:\s+(?:[^\W\d_][\w'’\-]+|[^\W\d_]\.|van|von|de|da|der)){1,3}$"
)
_ASKING = frozenset(
    [
        "please",
        "enter",
        "write",
        "type",
        "provide",
        "give",
        "what",
        "is",
        "are",
        "your",
        "the",
        "in",
        "here",
        "below",
        "s",
        "palun",
        "kirjuta",
        "sisesta",
        "teie",
        "sinu",
        "oma",
        "kirjoita",
        "nimesi",
        "įrašykite",
        "jūsų",
        "bitte",
        "ihr",
        "ihren",
        "geben",
        "sie",
        "ein",
        "veuillez",
        "votre",
        "quel",
        "est",
        "entrez",
        "escriba",
        "su",
        "cuál",
        "es",
        "por",
        "favor",
        "and",
        "ja",
        "und",
        "et",
        "y",
        "ir",
        "un",
        "i",
    ]
)
_NOT_A_PERSON = frozenset(
    [
        "school",
        "course",
        "class",
        "subject",
        "country",
        "city",
        "town",
        "project",
        "organisation",
        "organization",
        "university",
        "company",
        "workshop",
        "kool",
        "koulu",
        "mokykla",
        "skola",
        "schule",
    ]
)

NAMES: dict[Identifier, str] = {
    "e-mail": "e-mail addresses",
    "name": "names",
    "ip": "internet addresses",
    "phone": "telephone numbers",
    "place": "places",
}


def identifier_of(column: Column, heading: str, role: str = "") -> Identifier:
    """What direct identifier a column holds, "" for none.

    Args:
        column: its cells.
        heading: its question in words.
        role: what the tool itself says the column is.

    Example:
        >>> identifier_of(Column.of_cells(["mari@kool.example", ""]), "Q7")
        'e-mail'
        >>> identifier_of(Column.of_cells(["Tamme", "Kase"]), "Name of your school")
        ''
    """
    if role in ("e-mail", "name", "ip", "phone", "place"):
        return role  # type: ignore[return-value]
    filled = list(column.some())
    if not filled:
        return _by_title(heading)
    for identifier, test in _CONTENT:
        if sum(map(test, filled)) >= 0.5 * len(filled):
            return identifier
    return _by_title(heading) or _by_words(filled, heading) or _person_names(column, filled, heading)


@cache
def _titles(identifier: str) -> tuple[frozenset[str], frozenset[str]]:
    """The whole headings of one kind, and the same without the words of asking."""
    known = frozenset(plain_words(title) for title in titles(identifier))
    bare = {" ".join(word for word in title.split() if word not in _ASKING) for title in known}
    return known, frozenset(bare - {""})


def _by_title(heading: str) -> Identifier:
    asked = " ".join(word for word in plain_words(heading).split() if word not in _ASKING)
    for identifier in ("e-mail", "name", "ip", "place"):
        known, bare = _titles(identifier)
        if plain_words(heading) in known or asked in bare:
            return identifier  # type: ignore[return-value]
    return ""


def _by_words(filled: list[str], heading: str) -> Identifier:
    """By a word in a short heading, where the content does not speak against it."""
    plain = f" {plain_words(heading)} "
    if len(plain) > 60:
        return ""
    tests: tuple[tuple[Identifier, Callable[[str], bool]], ...] = (
        ("ip", lambda word: not word.isalpha()),
        ("phone", lambda word: sum(sign.isdigit() for sign in word) >= 6),
        ("place", lambda word: True),
        ("e-mail", lambda word: "@" in word),
    )
    for identifier, plausible in tests:
        if any(f" {word} " in plain for word in words(identifier)) and sum(map(plausible, filled)) >= 0.3 * len(filled):
            return identifier
    return ""


def _looks_like_phone(word: str) -> bool:
    digits = sum(sign.isdigit() for sign in word)
    return (
        bool(_PHONE.match(word))
        and 7 <= digits <= 15
        and (
            word.startswith("+")
            or (" " in word and word.count("-") != 2 and ":" not in word and "/" not in word and "." not in word)
        )
    )


_CONTENT: tuple[tuple[Identifier, Callable[[str], bool]], ...] = (
    ("e-mail", lambda word: "@" in word and _MAIL.fullmatch(word) is not None),
    ("ip", lambda word: _IP.fullmatch(word) is not None or _IP6.match(word) is not None),
    ("place", lambda word: _PLACE.match(word) is not None),
    ("phone", _looks_like_phone),
)


def _person_names(column: Column, filled: list[str], heading: str) -> Identifier:
    """First name and surname, capitals, hardly one twice, under a short heading that asks for no other thing."""
    rows = int(column.counts()[1:].sum())
    varied = len(column.words) - 1
    told = set(plain_words(heading).split())
    if rows < 5 or varied < 0.8 * rows or len(heading) > 40 or told & _NOT_A_PERSON:
        return ""
    fits = [word for word in filled if _PERSON.match(word) and word.istitle() and len(word) <= 40]
    if len(fits) < 0.8 * len(filled) or any(plain_words(word) in group_words() for word in fits):
        return ""
    things = words("school") | _NOT_A_PERSON
    if sum(bool(set(plain_words(word).split()) & things) for word in fits) > 0.2 * len(fits):
        return ""
    return "name"


def replaced(column: Column, identifier: Identifier, pseudonym: Callable[[str], str]) -> Column:
    """The column with every identifier replaced by its pseudonym, or emptied where none is needed."""
    if identifier in ("ip", "place"):
        return column.mapped(lambda word: "")
    return column.mapped(lambda word: pseudonym(word) if word else "")


def scrubbed(column: Column) -> tuple[Column, int]:
    """The column without addresses and telephone numbers people wrote into their answers; how many cells changed."""
    suspicious = [
        word for word in column.containing("@", ".", "+") if "@" in word or word.count(".") >= 3 or "+" in word
    ]
    turn = {}
    for word in suspicious:
        clean = _PHONE_IN_TEXT.sub(
            "(number removed)", _IP.sub("(address removed)", _MAIL.sub("(e-mail removed)", word))
        )
        if clean != word:
            turn[word] = clean
    if not turn:
        return column, 0
    counts = column.counts()
    changed = sum(int(count) for word, count in zip(column.words, counts, strict=True) if word in turn)
    return column.mapped(lambda word: turn.get(word, word)), changed
