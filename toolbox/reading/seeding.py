"""Words of many languages the reading room knows, loaded from the two lists beside this file.

``seeds/headings.toml`` holds what columns are called, ``seeds/scales.toml`` how people say how much
they agree. Both are hints a person confirms; nothing is computed from them unseen.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

from toolbox.model import State
from toolbox.reading.words import match_form, plain_words

#: Kinds of scales whose middle is neutral; that of "agree-5-slightly" is a slight agreement, of a frequency it is "sometimes".
_WITH_MIDDLE = frozenset(
    ["agree-5", "agree-7", "satisfaction-5", "quality-5", "likely-5", "importance-5", "favourable-5", "able-5"]
)
#: ``a. Excellent``, ``2) Good``
_LETTERED = re.compile(r"^\(?(?:[A-Za-zА-Яа-я]|\d{1,2})[.)]\s+")
_FOLDER = Path(__file__).parent / "seeds"


@dataclass(frozen=True, kw_only=True)
class Wording:
    """One way a language words a scale, lowest answer first; each place may have several spellings."""

    id: str
    language: str
    answers: tuple[tuple[str, ...], ...]

    def place(self, word: str) -> int | None:
        """The place of an answer on the scale, 0 is lowest; None where the scale does not know it."""
        return self.places.get(match_form(word))

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Answer in comparable form → its place, 0 is lowest."""
        return {word: place for place, words in enumerate(self.answers) for word in words}


@cache
def _kinds() -> Mapping[str, tuple[Wording, ...]]:
    ids = dict.fromkeys(wording.id for wording in wordings())
    return {id: tuple(wording for wording in wordings() if wording.id == id) for id in ids}


def placed(id: str, answers: Iterable[str]) -> dict[str, int]:
    """The places of answers on one kind of scale, as far as it knows them.

    A file may mix the languages of its persons, and an answer may be written in two (``Souvent / Often``). A word that
    has different places in different wordings ("stimme zu" beside "stimme voll zu", or without it) has the one it has
    in the wording that knows most of the answers.

    Example:
        >>> placed("frequency-5", ["Never", "Souvent / Often", "Harva", "blue"])
        {'Never': 0, 'Souvent / Often': 3, 'Harva': 1}
    """
    forms = {answer: (match_form(answer), *_parts(answer)) for answer in answers}
    every = [form for some in forms.values() for form in some]

    def covered(wording: Wording) -> tuple[int, int]:
        found = [wording.places[form] for form in every if form in wording.places]
        return len(set(found)), len(found)

    able = [wording for wording in _kinds()[id] if not wording.places.keys().isdisjoint(every)]
    ranked = [wording.places for wording in sorted(able, key=covered, reverse=True)]
    made = {}
    for answer, (whole, *parts) in forms.items():
        place = next((places[whole] for places in ranked if whole in places), None)
        if place is None and parts:
            told = {next((places[part] for places in ranked if part in places), None) for part in parts} - {None}
            place = told.pop() if len(told) == 1 else None
        if place is not None:
            made[answer] = place
    return made


@lru_cache(maxsize=1000)
def most_placed(answers: frozenset[str]) -> int:
    """How many of some answers that kind of scale knows which knows most of them; columns of one scale ask once.

    Example:
        >>> most_placed(frozenset(["Never", "Harva", "blue"])), most_placed(frozenset(["blue", "green"]))
        (2, 0)
    """
    forms = (form for answer in answers for form in (match_form(answer), *_parts(answer)))
    ids = {id for form in forms for id in _kinds_by_form().get(form, ())}
    return max((len(placed(id, answers)) for id in ids), default=0)


@cache
def _kinds_by_form() -> Mapping[str, frozenset[str]]:
    """Answer in comparable form → the kinds of scales that know it: most words are known by none."""
    found: dict[str, set[str]] = {}
    for wording in wordings():
        for form in wording.places:
            found.setdefault(form, set()).add(wording.id)
    return {form: frozenset(ids) for form, ids in found.items()}


def _parts(answer: str) -> list[str]:
    """Other forms an answer may be known by: without ``a.`` before it, and its halves where it is in two languages."""
    bare = _LETTERED.sub("", answer)
    halves = bare.split("/") if "/" in bare else [bare] if bare != answer else []
    return [match_form(half) for half in halves]


def one_language(id: str, answers: Iterable[str]) -> bool:
    """Whether one language's wordings of a kind of scale know all these answers."""
    forms = set(map(match_form, answers))
    known: dict[str, set[str]] = {}
    for wording in _kinds()[id]:
        known.setdefault(wording.language, set()).update(wording.places)
    return any(forms <= words for words in known.values())


@cache
def scale_kinds() -> Mapping[str, int]:
    """Every kind of scale → how many places it has."""
    return {id: len(many[0].answers) for id, many in _kinds().items()}


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


def group_in(text: str) -> str:
    """The group some words name, "" for none; longest words first.

    Example:
        >>> group_in("School leaders (n)"), group_in("Devices")
        ('leaders', '')
    """
    plain = f" {plain_words(text)} "
    known = sorted(group_words().items(), key=lambda pair: -len(pair[0]))
    return next((group for word, group in known if f" {word} " in plain), "")


@cache
def wordings() -> tuple[Wording, ...]:
    """Every known wording of a scale; the middle words of a language stand in the middle of all that have one."""
    return tuple(
        Wording(
            # "agree-4 with rather": another way one language words the same kind.
            id=id.split(" ")[0],
            language=language,
            answers=tuple(
                tuple(map(match_form, (*words.split("|"), *(middle if 2 * place + 1 == len(answers) else ()))))
                for place, words in enumerate(answers)
            ),
        )
        for language, scales in _scales()["wordings"].items()
        for id, answers in scales.items()
        if id != "middle"
        for middle in [scales["middle"] if id in _WITH_MIDDLE else ()]
    )


@cache
def languages() -> tuple[str, ...]:
    """The languages whose scales are known."""
    return tuple(_scales()["wordings"])


@cache
def state_words() -> Mapping[str, State]:
    """Answer words without a value → why, in comparable form."""
    names = {"unknown": State.UNKNOWN, "not_applicable": State.NOT_APPLICABLE, "declined": State.DECLINED}
    found = {
        match_form(word): names[name]
        for told in _scales()["states"].values()
        if isinstance(told, dict)
        for name, words in told.items()
        for word in words
    }
    return found | {match_form(word): State.BLANK for word in _scales()["states"]["blank"]}


@cache
def foreign_words() -> frozenset[str]:
    """Every word of the two lists that has a letter beyond ASCII: what tells one code page from another."""

    def texts(value: Any) -> Iterable[str]:
        if isinstance(value, str):
            yield value
        elif value:
            for inside in value.values() if isinstance(value, dict) else value:
                yield from texts(inside)

    every = " ".join((*texts(_headings()), *texts(_scales()))).casefold()
    return frozenset(word for word in re.findall(r"[^\W\d_]+", every) if not word.isascii())


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


@cache
def _halves() -> Mapping[str, int]:
    return {
        _letters(word): hours for part, hours in (("before", 0), ("after", 12)) for word in _headings()["noon"][part]
    }


def half_of_day(word: str) -> int | None:
    """Hours to add for the half of the day a clock names, in one of the known languages; None where it names none.

    Example:
        >>> half_of_day("p. m."), half_of_day("AM"), half_of_day("ip."), half_of_day("priešpiet"), half_of_day("o'clock")
        (12, 0, 12, 0, None)
    """
    return _halves().get(_letters(word))


def _letters(word: str) -> str:
    return "".join(sign for sign in word.casefold() if sign.isalpha())


def _bare(word: str) -> str:
    folded = unicodedata.normalize("NFD", word.casefold())
    return "".join(sign for sign in folded if not unicodedata.combining(sign))


@cache
def tool_titles(tool: str, part: str) -> frozenset[str]:
    """The headings one tool gives one of its own columns, in comparable form."""
    return frozenset(match_form(word) for word in _headings()[tool][part])
