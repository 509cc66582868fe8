"""Persons typed by hand: several in a cell, and one person in several spellings (told, never merged)."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from toolbox.model import Problem
from toolbox.reading.activities.titles import known
from toolbox.reading.grid import Column

#: From so many names on, pairs are not compared: a log of that size is no longer typed by hand.
_MOST = 1_500
_ALIKE = 0.86
_EDGE = " .-–•*"
_STRONG = re.compile(r"[;\n]")


def persons_of(column: Column) -> list[list[str]]:
    """The persons of each cell.

    Example:
        >>> persons_of(Column.of_cells(["Mari, Jaan ja Liis", "Udu, Mari; Pilv, Jaan", "AB12C\\nDE34F", "12", ""]))
        [['Mari', 'Jaan', 'Liis'], ['Udu, Mari', 'Pilv, Jaan'], ['AB12C', 'DE34F'], [], []]
    """
    # "Udu, Mari; Pilv, Jaan": where stronger signs divide persons, a comma stands between surname and first name.
    turned_names = any(_STRONG.search(word) and "," in word for word in column.words)
    turned = [
        _pieces(word, _STRONG.pattern if turned_names and _is_one(word) else r"[,;/\n&+]") for word in column.words
    ]
    return [turned[code] for code in column.codes]


def _is_one(cell: str) -> bool:
    """Whether a cell's commas do not divide persons: stronger signs do, or there is one comma only."""
    several = re.search(rf"\s(?:{_together()})\s", cell)
    return bool(_STRONG.search(cell)) or (cell.count(",") == 1 and not several)


def _pieces(cell: str, signs: str) -> list[str]:
    pieces = (piece.strip(_EDGE) for piece in re.split(rf"{signs}|\s+(?:{_together()})\s+", cell))
    return [piece for piece in pieces if any(sign.isalpha() for sign in piece)]


@cache
def _together() -> str:
    return "|".join(sorted(map(re.escape, known("mentoring_log", "together")), key=len, reverse=True))


def spellings(names: Iterable[str]) -> tuple[Problem, ...]:
    """Names that may be one person's, told with an example and kept apart.

    Example:
        >>> told = spellings(["Mari Udu", "Udu Mari", "Mari Uudu", "Jaan Pilv", "Jana Pilt"])
        >>> told[0].count, told[0].example
        (1, "'Mari Udu', 'Udu Mari', 'Mari Uudu'")
    """
    kept = list(dict.fromkeys(name for name in names if name and not any(sign.isdigit() for sign in name)))
    if len(kept) > _MOST:
        return ()
    groups: list[list[str]] = []
    for name in kept:
        near = next((group for group in groups if any(_same(name, other) for other in group)), None)
        if near is None:
            groups.append([name])
        else:
            near.append(name)
    several = [group for group in groups if len(group) > 1]
    if not several:
        return ()
    message = (
        f"{len(several)} {'person is' if len(several) == 1 else 'persons are'} perhaps written in several ways; each spelling counts as a person of its own. "
        "Write a name the same way everywhere."
    )
    example = ", ".join(f"'{name}'" for name in several[0][:4])
    return (Problem(code="names_alike", message=message, count=len(several), example=example),)


def _same(one: str, other: str) -> bool:
    first, second = _plain(one), _plain(other)
    if first == second:
        return True
    if abs(len(first) - len(second)) > 3 or min(len(first), len(second)) < 6:
        return False
    if first.split()[-1] != second.split()[-1] and first.split()[0] != second.split()[0]:
        return False
    return difflib.SequenceMatcher(None, first, second, autojunk=False).ratio() >= _ALIKE


@cache
def _plain(name: str) -> str:
    """Small letters without accents, words in order of the alphabet."""
    folded = unicodedata.normalize("NFD", name.casefold())
    bare = "".join(sign if sign.isalnum() else " " for sign in folded if not unicodedata.combining(sign))
    return " ".join(sorted(bare.split()))
