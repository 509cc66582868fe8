"""Words of many languages the reading room knows, loaded from the two lists beside this file.

``seeds/headings.toml`` holds what columns are called, ``seeds/scales.toml`` how people say how much
they agree. Both are hints a person confirms; nothing is computed from them unseen.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from toolbox.model import State
from toolbox.reading.words import match_form, plain_words

_FOLDER = Path(__file__).parent / "seeds"


@dataclass(frozen=True, kw_only=True)
class Wording:
    """One way a language words a scale, lowest answer first; each place may have several spellings."""

    id: str
    language: str
    answers: tuple[tuple[str, ...], ...]

    def place(self, word: str) -> int | None:
        """The place of an answer on the scale, 0 is lowest; None where the scale does not know it."""
        wanted = match_form(word)
        return next((place for place, words in enumerate(self.answers) if wanted in words), None)


@cache
def _headings() -> Mapping[str, Any]:
    return tomllib.loads((_FOLDER / "headings.toml").read_text(encoding="utf-8"))


@cache
def _scales() -> Mapping[str, Any]:
    return tomllib.loads((_FOLDER / "scales.toml").read_text(encoding="utf-8"))


@cache
def words(kind: str) -> frozenset[str]:
    """The heading words of one kind ("school", "group", "person", "name", ...), in comparable form."""
    return frozenset(plain_words(word) for word in _headings()[kind]["words"])


@cache
def titles(kind: str) -> frozenset[str]:
    """Whole headings of one kind ("timestamp", "limesurvey_submitted", ...), in comparable form."""
    return frozenset(match_form(word) for word in _headings()[kind]["titles"])


@cache
def group_words() -> Mapping[str, str]:
    """Word of any language → group, in comparable form."""
    return {plain_words(word): group for group, many in _headings()["groups"].items() for word in many}


@cache
def wordings() -> tuple[Wording, ...]:
    """Every known wording of a scale."""
    return tuple(
        Wording(
            id=entry["id"],
            language=entry["language"],
            answers=tuple(tuple(match_form(word) for word in place.split("|")) for place in entry["answers"]),
        )
        for entry in _scales()["wording"]
    )


@cache
def knowing() -> Mapping[str, frozenset[str]]:
    """Answer word, in comparable form → ids of the wordings that have it."""
    found: dict[str, set[str]] = {}
    for wording in wordings():
        for form in (word for words in wording.answers for word in words):
            found.setdefault(form, set()).add(wording.id)
    return {form: frozenset(ids) for form, ids in found.items()}


@cache
def state_words() -> Mapping[str, State]:
    """Answer words without a value → why, in comparable form."""
    names = {"not_applicable": State.NOT_APPLICABLE, "declined": State.DECLINED}
    return {match_form(word): state for name, state in names.items() for word in _scales()["states"][name]}


@cache
def _months() -> Mapping[str, int]:
    return {
        _bare(word): number
        for number, line in enumerate(_headings()["months"]["names"], start=1)
        for word in line.split()
    }


def month_number(word: str) -> int:
    """The number of a month named in one of the known languages, 0 where it is none; three letters are enough.

    Example:
        >>> month_number("October"), month_number("okt"), month_number("märts"), month_number("banana")
        (10, 10, 3, 0)
    """
    bare = _bare(word)
    return _months().get(bare) or (_months().get(bare[:3], 0) if len(bare) <= 4 else 0)


def _bare(word: str) -> str:
    folded = unicodedata.normalize("NFD", word.casefold())
    return "".join(sign for sign in folded if not unicodedata.combining(sign))


@cache
def tool_titles(tool: str, part: str) -> frozenset[str]:
    """The headings one tool gives one of its own columns, in comparable form."""
    return frozenset(match_form(word) for word in _headings()[tool][part])
