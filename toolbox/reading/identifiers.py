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
from toolbox.reading.kinds import is_number
from toolbox.reading.personal import MOMENT, SUSPECT, is_internet, is_mail, is_phone, is_place, mails, without
from toolbox.reading.seeding import group_words, titles, words
from toolbox.reading.words import plain_words

Identifier = Literal["", "name", "e-mail", "ip", "phone", "place"]

#: Words between the names of a person that bear no capital.
_SMALL = frozenset(
    [
        "van",
        "von",
        "de",
        "da",
        "der",
        "den",
        "del",
        "della",
        "di",
        "du",
        "la",
        "le",
        "dos",
        "das",
        "ter",
        "zu",
        "y",
        "e",
    ]
)
_NAME = re.compile(r"[^\W\d_][\w'’\-]*\.?")
#: Georgian has no capitals; how its surnames end tells them.
_GEORGIAN = re.compile(r"[ა-ჰ]{2,}\s+[ა-ჰ]+(ძე|შვილი|ია|ავა|უა|ანი|ური|ული|ელი)")
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
        "room",
        "book",
        "role",
        "team",
        "group",
        "hub",
        "municipality",
        "district",
        "region",
        "app",
        "tool",
        "product",
        "file",
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
    return (
        _by_title(heading)
        or _by_words(filled, heading)
        or _asked_name(column, filled, heading)
        or _person_names(column, filled, heading)
    )


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
        ("phone", lambda word: sum(sign.isdigit() for sign in word) >= 6 and not any(sign.isalpha() for sign in word)),
        ("place", lambda word: True),
        ("e-mail", lambda word: "@" in word),
    )
    for identifier, plausible in tests:
        if any(f" {word} " in plain for word in words(identifier)) and sum(map(plausible, filled)) >= 0.3 * len(filled):
            return identifier
    return ""


_CONTENT: tuple[tuple[Identifier, Callable[[str], bool]], ...] = (
    ("e-mail", is_mail),
    ("ip", is_internet),
    ("place", is_place),
    ("phone", is_phone),
)


def _is_name(word: str) -> bool:
    """Two to four names with capitals, in either order: ``Mari Maasikas``, ``MAASIKAS, Mari``, ``Jan van der Berg``."""
    if _GEORGIAN.fullmatch(word):
        return True
    parts = word.replace(",", " ", 1).split()
    names = [part for part in parts if part not in _SMALL]
    if not 2 <= len(names) <= 4 or len(parts) > 6 or len(word) > 40:
        return False
    return all(_NAME.fullmatch(name) and name[0].isupper() and (len(name) > 1) for name in names)


def _asked_name(column: Column, filled: list[str], heading: str) -> Identifier:
    """A question with a word for a name and none for a thing that has one, answered in names."""
    told = plain_words(heading).split()
    things = _NOT_A_PERSON | words("school") | words("group")
    if len(column.words) - 1 < 0.5 * int(column.counts()[1:].sum()):
        # Persons are named once or twice, things again and again.
        return ""
    if len(heading) > 80 or not set(told) & words("name") or set(told) & things:
        return ""
    fits = sum(_is_name(word) or bool(_NAME.fullmatch(word) and word[0].isupper()) for word in filled)
    return "name" if fits >= 0.7 * len(filled) else ""


def _person_names(column: Column, filled: list[str], heading: str) -> Identifier:
    """First name and surname, capitals, hardly one twice, under a short heading that asks for no other thing."""
    rows = int(column.counts()[1:].sum())
    varied = len(column.words) - 1
    told = set(plain_words(heading).split())
    if rows < 5 or varied < 0.8 * rows or len(heading) > 40 or told & _NOT_A_PERSON:
        return ""
    fits = [word for word in filled if _is_name(word)]
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
    if identifier == "e-mail":
        # "Mari <mari@kool.example>" is the person of mari@kool.example.
        return column.mapped(
            lambda word: pseudonym(found[0] if len(found := mails(word)) == 1 else word) if word else ""
        )
    return column.mapped(lambda word: pseudonym(word) if word else "")


def scrubbed(column: Column) -> tuple[Column, int]:
    """The column without addresses, numbers and places people wrote into their answers; how many cells changed."""
    turn = {}
    if column.holds_moments:
        return column, 0
    for word in column.matching(SUSPECT, MOMENT):
        if len(word) > 6 and (clean := without(word)) != word and not is_number(word):
            turn[word] = clean
    if not turn:
        return column, 0
    counts = column.counts()
    changed = sum(int(count) for word, count in zip(column.words, counts, strict=True) if word in turn)
    return column.mapped(lambda word: turn.get(word, word)), changed
