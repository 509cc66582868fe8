"""Events of any tool as the one table of ``toolbox.model.EVENTS``; the only place where it is made."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pandas as pd

from toolbox.model import EVENT_KINDS, EVENTS
from toolbox.reading.grid import Column
from toolbox.reading.identifiers import scrubbed
from toolbox.reading.layout import Happened

_WORD = re.compile(r"[\w'’\-]+")
_LONGEST_NAME = 5


def framed(happened: Happened, source: str, pseudonym: Callable[[str], str]) -> pd.DataFrame:
    """The table of events, columns ``EVENTS``; actors become pseudonyms, addresses in topics are removed.

    Example:
        >>> one = Happened(
        ...     rows=np.array([0]), at=np.array(["2025-10-03T08:15"], "datetime64[s]"),
        ...     actor=Column.of_cells(["mari@kool.example"]), kind=Column.of_cells(["viewed"]),
        ... )
        >>> framed(one, "xapi", lambda text: "P-1")[["actor", "kind", "source"]].to_numpy().tolist()
        [['P-1', 'viewed', 'xapi']]
    """
    rows = len(happened.rows)
    blank = Column.blank(rows)
    unknown = set(happened.kind.words) - set(EVENT_KINDS) - {""}
    if unknown:
        raise ValueError(f"{source} makes events of unknown kinds: {sorted(unknown)}")
    columns = {
        "row": happened.rows.astype(np.int64, copy=False),
        "at": happened.at.astype("datetime64[s]", copy=False),
        "day": _floats(happened.day, rows),
        "actor": _used(happened.actor.mapped(lambda word: pseudonym(word) if word else "")),
        "school": _used(happened.school or blank),
        "kind": _used(happened.kind),
        "minutes": _floats(happened.minutes, rows),
        "count": np.ones(rows, np.int64) if happened.count is None else happened.count.astype(np.int64),
        "topic": _used(unnamed(happened.topic or blank, happened.persons)),
        "method": _used(unnamed(happened.method or blank, happened.persons)),
        "delivered": np.ones(rows, bool) if happened.delivered is None else happened.delivered.astype(bool),
        "source": pd.Categorical.from_codes(np.zeros(rows, np.int8), categories=pd.Index([source], dtype="str")),
    }
    return pd.DataFrame({name: columns[name] for name in EVENTS}, copy=False)


def unnamed(column: Column, persons: frozenset[str]) -> Column:
    """A column of texts without addresses, telephone numbers and the names of persons the file knows.

    Example:
        >>> texts = Column.of_cells(["Talk: Mari Udu and others", "mari@kool.example asks", "User: Udu, Mari"])
        >>> unnamed(texts, frozenset(["Mari Udu", "Udu, Mari"])).cells()
        ['Talk: (name removed) and others', '(e-mail removed) asks', 'User: (name removed)']
    """
    column, _ = scrubbed(column)
    # A name of one word is too often a word like any other.
    by_first: dict[str, set[str]] = {}
    for name in persons:
        words = [word.casefold() for word in _WORD.findall(name)]
        if len(words) > 1:
            by_first.setdefault(words[0], set()).add(" ".join(words))
    # All texts at once: most logs name nobody in what they tell.
    named = not by_first.keys().isdisjoint(_WORD.findall("\n".join(column.words).casefold()))
    return column.mapped(lambda text: _without_names(text, by_first)) if named else column


def _without_names(text: str, by_first: dict[str, set[str]]) -> str:
    """``by_first``: first word → names that begin with it. Most words begin none, and cost one look."""
    found = list(_WORD.finditer(text))
    words = [word[0].casefold() for word in found]
    if by_first.keys().isdisjoint(words):
        return text
    pieces, done, place = [], 0, 0
    while place < len(words):
        names = by_first.get(words[place], ())
        most = min(_LONGEST_NAME, len(words) - place) if names else 0
        length = next((size for size in range(most, 1, -1) if " ".join(words[place : place + size]) in names), 0)
        if length:
            pieces += [text[done : found[place].start()], "(name removed)"]
            done = found[place + length - 1].end()
        place += length or 1
    return "".join([*pieces, text[done:]])


def people_in(events: pd.DataFrame) -> int | None:
    """How many different persons acted; None where the file does not say who."""
    persons = events["actor"].cat.categories
    return len(persons) - ("" in persons) or None


def _used(column: Column) -> pd.Categorical:
    """A column's words that some row has; blank is one of them only where a row is blank."""
    held = column.compact()
    if not held.filled().all():
        return held.categorical()
    return pd.Categorical.from_codes(held.codes - 1, categories=pd.Index(held.words[1:], dtype="str"), validate=False)


def _floats(numbers: np.ndarray | None, rows: int) -> np.ndarray:
    return np.full(rows, np.nan) if numbers is None else numbers.astype(np.float64)
