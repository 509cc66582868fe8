"""Schools under the names of now. What is never changed (answers, states that were shown) keeps the names of then.

Everything the store hands out passes here on its way, so that nobody above ever meets a former name; what is brought under a
former name is filed under the name of now.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from toolbox.model import Answers, Averages, Clues, Shown
from toolbox.store.schema import FormerNameRow

Former = Mapping[str, str]
Held = TypeVar("Held", Answers, Clues)

#: Between a school's name and the rest of a word in ``Shown.members``.
BETWEEN = "\x1f"


def former_names(session: Session) -> dict[str, str]:
    """Former name → the school's name now."""
    return {row.name: row.now for row in session.scalars(select(FormerNameRow))}


def answers_now(answers: Answers | Averages, former: Former) -> Answers | Averages:
    """The same answers; rows of two names of one school stand together.

    Example:
        >>> a = Answers(person=np.array(["P-1", "P-2", "P-3"]), school=np.array([0, 1, 2]), group=np.array([0, 0, 0]),
        ...     schools=("Elm", "Oak", "Elm Academy"), groups=("pupils",), items=("x",),
        ...     values=np.array([[1], [2], [3]], dtype="int8"))
        >>> now = answers_now(a, {"Elm": "Elm Academy"})
        >>> now.schools, now.school.tolist(), now.person.tolist()
        (('Elm Academy', 'Oak'), [0, 0, 1], ['P-1', 'P-3', 'P-2'])
    """
    if former.keys().isdisjoint(answers.schools):
        return answers
    if isinstance(answers, Averages):
        return Averages(rows=tuple(replace(row, school=former.get(row.school, row.school)) for row in answers.rows))
    found = _placed(answers, former)
    place = found.school.astype(np.int64) * max(len(found.groups), 1) + found.group
    if len(place) and bool((np.diff(place) < 0).any()):
        order = np.argsort(place, kind="stable")
        arrays = {name: getattr(found, name)[order] for name in ("person", "school", "group")}
        found = replace(found, values=np.asfortranarray(found.values[order]), **arrays)
    for array in (found.person, found.school, found.group, found.values):
        array.setflags(write=False)
    return found


def clues_now(clues: Clues | None, former: Former) -> Clues | None:
    """The same clues."""
    return clues if clues is None or former.keys().isdisjoint(clues.schools) else _placed(clues, former)


def counts_now(people: Iterable, former: Former) -> list:
    """``[school, group, people]`` of a data set, once for each school and group."""
    if not former:
        return list(people)
    found: dict[tuple[str, str], int] = {}
    for school, group, count in people:
        key = (former.get(school, school), group)
        found[key] = found.get(key, 0) + count
    return [[school, group, count] for (school, group), count in found.items()]


def invited_now(invited: Mapping[tuple[str, str], int], former: Former) -> dict[tuple[str, str], int]:
    """Persons invited by (school, group); what was said last under any of a school's names holds."""
    return {(former.get(school, school), group): count for (school, group), count in invited.items()}


def shown_now(shown: Shown, former: Former) -> Shown:
    """A state that was shown; members of accepted pairs, and of schools told apart, begin with a school's name.

    Example:
        >>> shown_now(Shown(about="sets:a:b", members=("Elm", "Oak")), {"Elm": "Yew"}).members
        ('Oak', 'Yew')
    """
    if not former or not shown.about.startswith(("pairs:", "sets:")):
        return shown
    parts = (word.partition(BETWEEN) for word in shown.members)
    return replace(shown, members=tuple(sorted(former.get(name, name) + rest + more for name, rest, more in parts)))


def _placed(held: Held, former: Former) -> Held:
    names = [former.get(school, school) for school in held.schools]
    schools = tuple(dict.fromkeys(names))
    place = np.array([schools.index(name) for name in names], held.school.dtype)
    return replace(held, schools=schools, school=place[held.school])
