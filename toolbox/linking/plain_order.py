"""Several rounds with their persons known by what they answered, not by their codes: the same numbers to the last digit.

A sum of the same numbers in another order differs in its last digits. Rows are therefore put into an order that neither
the pseudonyms nor the file decide, so that an evaluation repeated on answers under other pseudonyms gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from toolbox.linking.exact import once, places
from toolbox.model import Answers

#: How a row's code serves to find the person again: it has none, it names one person, it names several.
NO_CODE, ONE_PERSON, SEVERAL = 0, 1, 2

#: The stand-in for every code that names several persons of a school and group.
REPEATED = "(several)"
_ABSENT = -128


@dataclass(frozen=True, kw_only=True, eq=False)
class Persons:
    """Every row of several rounds, one after the other: whose it is."""

    key: np.ndarray
    """Equal for the rows of one person, as rounds are linked; nobody else's where the code does not tell."""
    code: np.ndarray
    """:data:`NO_CODE`, :data:`ONE_PERSON` or :data:`SEVERAL`."""
    round: np.ndarray
    row: np.ndarray


def persons_of(rounds: Sequence[Answers]) -> Persons:
    """Whose each row is.

    Example:
        >>> found = persons_of([Answers(person=np.array(["a", "b", "b", ""]), school=np.zeros(4, int), schools=("Elm",),
        ...     group=np.zeros(4, int), groups=("staff",), items=(), values=np.zeros((4, 0), np.int8))])
        >>> found.code.tolist(), len(set(found.key))
        ([1, 2, 2, 0], 4)
    """
    person = np.concatenate([np.asarray(found.person, object) for found in rounds])
    place = np.concatenate(places(*rounds))
    known = (person != "") & ~pd.isna(person)
    names = pd.factorize(person)[0].astype(np.int64) * (1 + place.max(initial=0)) + place
    key = -1 - np.arange(len(person))
    code = np.where(known, SEVERAL, NO_CODE)
    start = 0
    for found in rounds:
        rows = np.arange(start, start + len(found))
        one_person, at, _ = once(names[rows], known[rows])
        key[rows[at]], code[rows[at]] = one_person, ONE_PERSON
        start += len(found)
    return Persons(
        key=key,
        code=code,
        round=np.concatenate([np.full(len(found), number) for number, found in enumerate(rounds)]),
        row=np.concatenate([np.arange(len(found)) for found in rounds]),
    )


def in_plain_order(rounds: Sequence[Answers]) -> tuple[Answers, ...]:
    """The same rounds: schools by name, rows by school, group and answers, codes replaced by numbers in that order.

    Example:
        >>> def elm(person, answers):
        ...     return Answers(person=np.array(person, object), school=np.zeros(2, int), schools=("Elm",), items=("x",),
        ...         group=np.zeros(2, int), groups=("staff",), values=np.array(answers, np.int8)[:, None])
        >>> one = in_plain_order([elm(["a", "b"], [3, 5]), elm(["b", "a"], [4, 2])])
        >>> two = in_plain_order([elm(["z", "y"], [5, 3]), elm(["y", "z"], [2, 4])])
        >>> [(each.person.tolist(), each.values.ravel().tolist()) for each in one]
        [(['0', '1'], [3, 5]), (['0', '1'], [2, 4])]
        >>> [(each.person.tolist(), each.values.ravel().tolist()) for each in two]
        [(['0', '1'], [3, 5]), (['0', '1'], [2, 4])]
    """
    if not rounds:
        return ()
    rounds = [_schools_by_name(found) for found in rounds]
    persons = persons_of(rounds)
    place = np.concatenate(places(*rounds))
    rank, of_row = _ranked(rounds, persons, place)
    made, start = [], 0
    for found in rounds:
        rows = slice(start, start + len(found))
        code, number = persons.code[rows], rank[of_row[rows]]
        names = np.where(code == ONE_PERSON, number.astype(str).astype(object), np.where(code == SEVERAL, REPEATED, ""))
        order = np.lexsort((number, np.asarray(found.group), np.asarray(found.school)))
        made.append(
            replace(
                found,
                person=names[order].astype(object),
                school=np.asarray(found.school)[order],
                group=np.asarray(found.group)[order],
                values=np.asfortranarray(np.asarray(found.values)[order]),
            )
        )
        start += len(found)
    return tuple(made)


def _schools_by_name(found: Answers) -> Answers:
    """Schools in the order of their names; those nobody answered in are left out."""
    school = np.asarray(found.school, np.int64)
    there = np.bincount(school, minlength=len(found.schools)) > 0
    schools = tuple(sorted(name for name, some in zip(found.schools, there, strict=True) if some))
    place = {name: number for number, name in enumerate(schools)}
    places_now = np.array([place.get(name, 0) for name in found.schools], np.int64)
    return replace(found, schools=schools, school=places_now[school] if len(school) else school)


def _ranked(rounds: Sequence[Answers], persons: Persons, place: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(rank of every person by all they answered, person of every row)."""
    items = sorted({item for found in rounds for item in found.items})
    column = {item: number for number, item in enumerate(items)}
    of_row, different = pd.factorize(persons.key)
    # One line of bytes a person: code, then for every round whether answered, and every item.
    width = 1 + len(items)
    line = np.full((len(different), 1 + width * len(rounds)), _ABSENT, np.int8)
    line[of_row, 0] = persons.code
    start = 0
    for number, found in enumerate(rounds):
        whose = of_row[start : start + len(found)]
        first = 1 + number * width
        line[whose, first] = 1
        for each, item in enumerate(found.items):
            line[whose, first + 1 + column[item]] = found.values[:, each]
        start += len(found)
    where = np.zeros(len(different), np.int64)
    where[of_row] = place
    lines = np.ascontiguousarray((line.astype(np.int16) + 128).astype(np.uint8))
    by_answers = np.argsort(lines.view(np.dtype((np.void, lines.shape[1]))).ravel(), kind="stable")
    order = by_answers[np.argsort(where[by_answers], kind="stable")]
    rank = np.empty(len(different), np.int64)
    rank[order] = np.arange(len(different))
    return rank, of_row
