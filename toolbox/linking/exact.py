"""Who in the second round is who in the first: by pseudonym, within the same school and group.

A key somebody made up (initials and a birthday) is unique in a school, not in a country: two schools may hold the
same key for two persons. So a key links only inside one school and one group; a person who changed school or group
counts as someone who left and someone who joined. A key that stands twice in one school and group of a round names
nobody for certain and links nobody.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from toolbox.model import Answers, Clues


@dataclass(frozen=True, kw_only=True, eq=False)
class Links:
    """Rows of the two rounds that belong to the same person: ``before_rows[i]`` and ``after_rows[i]`` are one person."""

    before_rows: np.ndarray
    after_rows: np.ndarray
    keyed_before: int
    keyed_after: int
    repeated_before: int = 0
    """Rows whose key stands more than once in its school and group: never linked."""
    repeated_after: int = 0

    def __len__(self) -> int:
        return len(self.before_rows)


def link(before: Answers, after: Answers, *, by_school: bool = False) -> Links:
    """Find the persons who answered both times, in the row order of ``before``.

    ``by_school``: an answer is the agreed rating of a school (a rubric), so the school itself is the key.

    >>> def answers(*keys):
    ...     n = len(keys)
    ...     return Answers(person=np.array(keys), school=np.zeros(n, int), group=np.zeros(n, int),
    ...         schools=("North",), groups=("teachers",), items=(), values=np.zeros((n, 0), np.int8))
    >>> links = link(answers("P-1", "P-2", "", "P-4"), answers("P-4", "P-1", "P-9"))
    >>> links.before_rows.tolist(), links.after_rows.tolist(), links.keyed_before
    ([0, 3], [1, 0], 3)
    """
    places_before, places_after = places(before, after)
    if by_school:
        keys_before, keys_after = np.zeros(len(before), np.int64), np.zeros(len(after), np.int64)
        keyed_before, keyed_after = np.ones(len(before), bool), np.ones(len(after), bool)
    else:
        both = np.concatenate([np.asarray(before.person, object), np.asarray(after.person, object)])
        keys = pd.factorize(both)[0].astype(np.int64)
        keys_before, keys_after = keys[: len(before)], keys[len(before) :]
        keyed = (both != "") & ~pd.isna(both)
        keyed_before, keyed_after = keyed[: len(before)], keyed[len(before) :]
    width = 1 + max(places_before.max(initial=0), places_after.max(initial=0))
    names_before, rows_before, repeated_before = once(keys_before * width + places_before, keyed_before)
    names_after, rows_after, repeated_after = once(keys_after * width + places_after, keyed_after)
    _, at_before, at_after = np.intersect1d(names_before, names_after, assume_unique=True, return_indices=True)
    first, second = rows_before[at_before], rows_after[at_after]
    order = np.argsort(first)
    return Links(
        before_rows=first[order],
        after_rows=second[order],
        keyed_before=int(keyed_before.sum()),
        keyed_after=int(keyed_after.sum()),
        repeated_before=repeated_before,
        repeated_after=repeated_after,
    )


def places(*tables: Answers | Clues) -> tuple[np.ndarray, ...]:
    """School and group of every row as one number that means the same in all of them."""
    schools = {name: place for place, name in enumerate(dict.fromkeys(name for one in tables for name in one.schools))}
    groups = {name: place for place, name in enumerate(dict.fromkeys(name for one in tables for name in one.groups))}

    def of(table: Answers | Clues) -> np.ndarray:
        if not len(table):
            return np.zeros(0, np.int64)
        school = np.array([schools[name] for name in table.schools], np.int64)
        group = np.array([groups[name] for name in table.groups], np.int64)
        return school[np.asarray(table.school)] * len(groups) + group[np.asarray(table.group)]

    return tuple(of(table) for table in tables)


def once(names: np.ndarray, keyed: np.ndarray) -> tuple[np.ndarray, np.ndarray, int]:
    """(names, rows, rows left out) of the keyed rows whose name stands exactly once."""
    rows = np.flatnonzero(keyed)
    found, first, counts = np.unique(names[rows], return_index=True, return_counts=True)
    once = counts == 1
    return found[once], rows[first[once]], int(counts[~once].sum())
