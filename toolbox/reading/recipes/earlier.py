"""Which column of a new export is which column of an earlier recipe: by code, by words, then by likeness.

A code is not believed where the very words of the question stand under another code: somebody put a question in between,
and the codes moved on.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from toolbox.model import ColumnMeaning, Question, Reading, Recipe
from toolbox.reading.words import plain_words

#: From this likeness two headings may be the same question; a person confirms.
ALIKE = 0.9

How = Literal["same", "code", "words", "alike"]


@dataclass(frozen=True, kw_only=True)
class Match:
    """One column of the recipe found in the export."""

    old: ColumnMeaning
    new: Question
    how: How
    reworded: bool = False
    """The code is the same, the words of the question are not."""


def matches(recipe: Recipe, reading: Reading, *, alike: bool = True) -> tuple[Match, ...]:
    """Columns of a recipe in an export, each used once.

    Args:
        recipe: an earlier recipe.
        reading: the new export.
        alike: also match by likeness of words (0.9 and above), which needs a person's confirmation.
    """
    found: dict[str, Match] = {}
    free = {question.key: question for question in reading.questions}
    old_words = _once((plain_words(old.text), old.column) for old in recipe.columns)
    new_words = _once((plain_words(new.text), new.key) for new in reading.questions)

    def moved(old: ColumnMeaning, new: Question) -> bool:
        """Whether the words of one of the two stand elsewhere on the other side."""
        if not _reworded(old, new):
            return False
        elsewhere = old_words.get(plain_words(new.text), old.column), new_words.get(plain_words(old.text), new.key)
        return elsewhere != (old.column, new.key)

    def take(old: ColumnMeaning, new: Question | None, how: How) -> None:
        if new is not None and new.key in free and old.column not in found:
            found[old.column] = Match(old=old, new=new, how=how, reworded=_reworded(old, new))
            del free[new.key]

    for old in recipe.columns:
        new = free.get(old.column)
        # A key such as "Q7" that now bears another code is another question.
        same = new is not None and (not old.code or not new.code or new.code == old.code) and not moved(old, new)
        take(old, new if same else None, "same")
    for how, sign_old, sign_new in (
        ("code", lambda old: old.code, lambda new: new.code),
        ("words", lambda old: plain_words(old.text or old.column), lambda new: plain_words(new.text or new.key)),
    ):
        waiting = [old for old in recipe.columns if old.column not in found]
        known = _once((sign_new(new), new) for new in free.values())
        for sign, old in _once((sign_old(old), old) for old in waiting).items():
            new = known.get(sign)
            if how == "code" and new is not None and moved(old, new):
                continue
            take(old, new, how)  # type: ignore[arg-type]
    if alike:
        for old in recipe.columns:
            if old.column not in found and old.meaning != "unused":
                take(old, _most_alike(old, free.values()), "alike")
    return tuple(found[old.column] for old in recipe.columns if old.column in found)


def _once(pairs: Iterable[tuple[str, object]]) -> dict:
    """Signs that occur once; a sign two columns share tells nothing."""
    every = [pair for pair in pairs if pair[0]]
    counts = Counter(sign for sign, _ in every)
    return {sign: one for sign, one in every if counts[sign] == 1}


def _reworded(old: ColumnMeaning, new: Question) -> bool:
    return bool(old.text and new.text) and plain_words(old.text) != plain_words(new.text)


def _most_alike(old: ColumnMeaning, among: Iterable[Question]) -> Question | None:
    wanted = plain_words(old.text or old.column)
    if len(wanted) < 8:
        return None
    rated = [(likeness(wanted, plain_words(new.text or new.key)), place, new) for place, new in enumerate(among)]
    best = max(rated, default=None)
    return best[2] if best is not None and best[0] >= ALIKE else None


def likeness(one: str, other: str) -> float:
    """How alike two texts are, 0 to 1.

    Example:
        >>> likeness("we have a written plan", "we have a written plan") == 1.0
        True
        >>> likeness("we have a plan", "pupils learn to swim") < 0.6
        True
    """
    # Two cheap upper bounds, by length and by letters, before the texts are really compared.
    least, total = ALIKE * 0.7, len(one) + len(other)
    if not total:
        return 1.0
    if 2 * min(len(one), len(other)) / total < least or 2 * (_letters(one) & _letters(other)).total() / total < least:
        return 0.0
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio()


@lru_cache(maxsize=5_000)
def _letters(text: str) -> Counter[str]:
    return Counter(text)
