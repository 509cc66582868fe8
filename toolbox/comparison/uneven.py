"""How many of an area's items everybody answered in each of two rounds: what the gate needs to know of the pairs.

An area less its items, each weighed as one of m, leaves nothing of those who answered m items, and something of everybody
who answered another number. Told of everybody and of the pairs, the two together can leave out the pairs who answered m
and those answering once who answered another number: :mod:`toolbox.disclosure.rests` counts whom that leaves.
"""

from __future__ import annotations

import numpy as np

Kind = tuple[int, int, int, int]
"""(items answered before, after, sum of :data:`ONCE`, :data:`PART`, :data:`NEVER_TWICE`, persons). Of items -1: too few for a
score; 0: none."""

#: Some items were answered only once; something that anybody of the school answered was left out; no item was answered twice.
ONCE, PART, NEVER_TWICE = 1, 2, 4


def uneven(
    given: tuple[np.ndarray, np.ndarray],
    valid: tuple[np.ndarray, np.ndarray],
    linked: tuple[np.ndarray, np.ndarray],
    schools: tuple[np.ndarray, np.ndarray],
    many: int,
) -> tuple[tuple[Kind, ...], ...]:
    """For each of ``many`` schools its persons by what they answered. ``given``: persons × items of each round; ``valid``:
    whether they have a score; ``linked``: rows of the same persons in each.

    Example: one person answered both items both times; one answered the second in the first round only; one came later.

    >>> before, after = np.array([[True, True], [True, True]]), np.array([[True, True], [True, False], [True, True]])
    >>> there, same, school = (np.ones(2, bool), np.ones(3, bool)), np.arange(2), (np.zeros(2, int), np.zeros(3, int))
    >>> uneven((before, after), there, (same, same), school, 1)
    (((0, 2, 0, 1), (2, 1, 3, 1), (2, 2, 0, 1)),)
    """
    numbers = [
        np.where(ok, each.sum(axis=1), np.where(each.any(axis=1), -1, 0)) for each, ok in zip(given, valid, strict=True)
    ]
    first, second = linked
    asked = np.zeros((many, given[0].shape[1]), bool)
    for each, school in zip(given, schools, strict=True):
        np.logical_or.at(asked, school, each)
    part = [(each != asked[school]).any(axis=1) * PART for each, school in zip(given, schools, strict=True)]
    lost = (given[0][first] != given[1][second]).any(axis=1) * ONCE | part[0][first] | part[1][second]
    lost |= ~(given[0][first] & given[1][second]).any(axis=1) * NEVER_TWICE
    alone = [np.ones(len(each), bool) for each in numbers]
    alone[0][first] = alone[1][second] = False
    nothing = [np.zeros(each.sum(), np.int64) for each in alone]
    kinds = np.concatenate(
        [
            np.stack([schools[0][first], numbers[0][first], numbers[1][second], lost], axis=1),
            np.stack([schools[0][alone[0]], numbers[0][alone[0]], nothing[0], part[0][alone[0]]], axis=1),
            np.stack([schools[1][alone[1]], nothing[1], numbers[1][alone[1]], part[1][alone[1]]], axis=1),
        ]
    )
    kinds, persons = np.unique(kinds[kinds[:, 1:3].any(axis=1)], axis=0, return_counts=True)
    found: list[list[Kind]] = [[] for _ in range(many)]
    for (school, *kind), number in zip(kinds.tolist(), persons.tolist(), strict=True):
        found[school].append((*kind, number))
    return tuple(map(tuple, found))
