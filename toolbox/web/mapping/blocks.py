"""Columns in blocks: neighbours that are answered alike, so that a whole block can be decided at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from toolbox.model import ColumnMeaning, Question
from toolbox.web.mapping.draft import Draft, doubts, meanings, questions, spelled

#: About so many columns stand on one page; so many at most are one block.
ROWS, LARGEST = 12, 40

View = Literal["look", "used", "unused", "all"]


@dataclass(frozen=True, kw_only=True)
class Block:
    """Neighbouring columns with the same beginning of their code and the same answers."""

    columns: tuple[str, ...]
    answers: tuple[str, ...]
    """Their answer words; empty where they are not answered in set words."""


def blocks(draft: Draft, shown: Iterable[str]) -> tuple[Block, ...]:
    """The shown columns, in the order of the file, as blocks."""
    every, asked, found = meanings(draft), questions(draft), []
    for column in shown:
        sign = _sign(asked[column], every)
        if found and found[-1][0] == sign and sign[1] and len(found[-1][1]) < LARGEST:
            found[-1][1].append(column)
        else:
            found.append((sign, [column]))
    return tuple(Block(columns=tuple(columns), answers=answers_of(draft, columns[0])) for _, columns in found)


def answers_of(draft: Draft, column: str) -> tuple[str, ...]:
    """The answer words of a column in the order of its scale; in order of frequency where it has none."""
    scale = meanings(draft)[column].scale
    for each in draft.recipe.scales if draft.recipe else ():
        if each.id == scale:
            own = spelled(draft)
            return tuple(own.get(word, word) for word, _ in each.words)
    return tuple(label for label, _ in questions(draft)[column].labels)


def in_view(draft: Draft, view: View) -> tuple[str, ...]:
    """The columns a view shows, in the order of the file."""
    if view == "look":
        return tuple(doubts(draft))
    wanted = {"used": lambda each: each.meaning != "unused", "unused": lambda each: each.meaning == "unused"}
    test = wanted.get(view, lambda each: True)
    return tuple(key for key, each in meanings(draft).items() if test(each))


def on_pages(every: Iterable[Block]) -> tuple[tuple[Block, ...], ...]:
    """Blocks on pages of about :data:`ROWS` columns; no block is torn apart.

    Example:
        >>> every = [Block(columns=tuple("abcdefgh"), answers=()), Block(columns=tuple("ijklmn"), answers=())]
        >>> [len(page) for page in on_pages(every)]
        [1, 1]
    """
    pages: list[list[Block]] = []
    room = 0
    for block in every:
        if not pages or len(block.columns) > room:
            pages.append([])
            room = ROWS
        pages[-1].append(block)
        room -= len(block.columns)
    return tuple(tuple(page) for page in pages)


def _sign(question: Question, every: Mapping[str, ColumnMeaning]) -> tuple[str, str]:
    """What neighbours of one block share: the beginning of their code, and their scale."""
    beginning = re.split(r"[\[_(]", question.code, maxsplit=1)[0] if re.search(r"[\[_(]", question.code) else ""
    return beginning, every[question.key].scale
