"""Answers put together and taken apart: more answers for a round; the answers of some schools; order and promises."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from toolbox.model import Answers, Averages, Problem, Source, State, ToolboxError

#: What a person key looks like after the door: nothing else is ever stored.
PSEUDONYM = r"^(P-[0-9A-F]+)?$"


def checked(answers: Answers | Averages) -> Answers | Averages:
    """Hold answers to what :class:`Answers` promises: shapes, int8, sorted by school then group, pseudonyms only.

    Raises:
        ValueError: when shapes disagree, an item or an average is twice there, an average is of nobody, or a person
            key is not a pseudonym.
    """
    if isinstance(answers, Averages):
        if len({(row.school, row.group, row.area) for row in answers.rows}) != len(answers.rows):
            raise ValueError("An average is there twice.")
        if any(row.n < 1 or not np.isfinite(row.mean) for row in answers.rows):
            raise ValueError("An average is of nobody, or not a number.")
        return answers
    rows = len(answers.person)
    if answers.values.shape != (rows, len(answers.items)) or {len(answers.school), len(answers.group)} != {rows}:
        raise ValueError("The answers' arrays differ in length.")
    if len(set(answers.items)) != len(answers.items):
        raise ValueError("An item is there twice.")
    if answers.values.dtype != np.int8:
        raise ValueError("Answers are kept as int8.")
    for index, names in ((answers.school, answers.schools), (answers.group, answers.groups)):
        if rows and not 0 <= index.min() <= index.max() < len(names):
            raise ValueError("A row's school or group has no name.")
    people = pa.array(np.asarray(answers.person, dtype=object), type=pa.string())
    if rows and not pc.all(pc.match_substring_regex(people, PSEUDONYM)).as_py():
        raise ValueError("A person key is not a pseudonym; names and codes as written are never stored.")
    place = answers.school.astype(np.int64) * max(len(answers.groups), 1) + answers.group
    if rows and bool((np.diff(place) < 0).any()):
        return _rows(answers, np.argsort(place, kind="stable"))
    return answers


def of_schools(answers: Answers | Averages, may_see: Callable[[str], bool]) -> Answers | Averages:
    """The rows of the schools that may be seen; the other schools' names are gone too.

    Example:
        >>> a = Answers(person=np.array(["P-1", "P-2"]), school=np.array([0, 1]), group=np.array([0, 0]),
        ...     schools=("Elm", "Oak"), groups=("pupils",), items=("x",), values=np.array([[1], [2]], dtype="int8"))
        >>> of_schools(a, lambda school: school == "Oak").values.tolist()
        [[2]]
    """
    if isinstance(answers, Averages):
        return Averages(rows=tuple(row for row in answers.rows if may_see(row.school)))
    seen = [index for index, school in enumerate(answers.schools) if may_see(school)]
    if len(seen) == len(answers.schools):
        return answers
    kept = _rows(answers, np.flatnonzero(np.isin(answers.school, seen)))
    place = np.full(len(answers.schools) + 1, -1, dtype=answers.school.dtype)
    place[seen] = np.arange(len(seen))
    school = place[kept.school]
    for array in (kept.person, kept.group, kept.values, school):
        array.setflags(write=False)
    return replace(kept, school=school, schools=tuple(answers.schools[index] for index in seen))


def counts(answers: Answers | Averages) -> list[list]:
    """People by school and group, as ``[school, group, people]``, in the order of the rows; empty pairs left out."""
    if isinstance(answers, Averages):
        pairs = dict.fromkeys((row.school, row.group) for row in answers.rows)
        return [[school, group, answers.persons(school, group)] for school, group in pairs]
    wide = max(len(answers.groups), 1)
    found = np.bincount(answers.school.astype(np.int64) * wide + answers.group, minlength=1)
    return [
        [answers.schools[place // wide], answers.groups[place % wide], int(found[place])]
        for place in np.flatnonzero(found)
    ]


def joined(old: Answers | Averages, new: Answers | Averages) -> tuple[Answers, int]:
    """Old and new answers as one set, and how many people were in both.

    A person (same key, school and group) who is in both keeps one row: what the new file says counts, and where it
    says nothing (blank, not shown, not asked) the old answer stays. People without a key are never taken for the same.
    Items only one of the two has are NOT_SHOWN for the rows of the other.

    Raises:
        ToolboxError: ``averages_round`` where either is a table of averages: what is behind them cannot be added up.
    """
    if isinstance(old, Averages) or isinstance(new, Averages):
        raise ToolboxError(
            "averages_round",
            "Averages and answers cannot be put into one round: nobody can tell who is behind an average. "
            "Save them as a round of their own.",
        )
    schools, groups, items = (_union(getattr(old, name), getattr(new, name)) for name in ("schools", "groups", "items"))
    school = np.concatenate([_placed(old.school, old.schools, schools), _placed(new.school, new.schools, schools)])
    group = np.concatenate([_placed(old.group, old.groups, groups), _placed(new.group, new.groups, groups)])
    person = np.concatenate([np.asarray(old.person, dtype=object), np.asarray(new.person, dtype=object)])
    values = np.full((len(person), len(items)), State.NOT_SHOWN, dtype=np.int8, order="F")
    place = {item: index for index, item in enumerate(items)}
    for part, start in ((old, 0), (new, len(old))):
        for column, item in enumerate(part.items):
            values[start : start + len(part), place[item]] = part.values[:, column]
    before, after = _same_people(person, school.astype(np.int64) * max(len(groups), 1) + group, len(old))
    silent = np.isin(values[after], (State.BLANK, State.NOT_SHOWN))
    values[after] = np.where(silent, values[before], values[after])
    together = Answers(
        person=person,
        school=school.astype(np.int32),
        group=group.astype(np.int16),
        schools=schools,
        groups=groups,
        items=items,
        values=values,
        reworded=old.reworded | new.reworded,
    )
    return checked(_rows(together, np.delete(np.arange(len(person)), before))), len(before)


def joined_all(parts: Sequence[Answers]) -> tuple[Answers, int]:
    """Several sets of answers as one, by :func:`joined`, and how many rows gave way; neighbours are joined first.

    Raises:
        ValueError: when there is none.
    """
    if not parts:
        raise ValueError("There are no answers to put together.")
    every, twice = list(parts), 0
    while len(every) > 1:
        # In pairs, so that seventy files are not copied seventy times.
        pairs = [joined(*every[place : place + 2]) for place in range(0, len(every) - 1, 2)]
        every = [together for together, _ in pairs] + (every[-1:] if len(every) % 2 else [])
        twice += sum(count for _, count in pairs)
    return every[0], twice


def with_repeated(sources: tuple[Source, ...], twice: int) -> tuple[Source, ...]:
    """The sources, the first with a note of how many people were in the round already.

    Example:
        >>> from datetime import datetime
        >>> source = Source(file="b.csv", sha256="", reader="plain_table", read_at=datetime(2026, 1, 1), rows=9, kept=9)
        >>> [problem.message for each in with_repeated((source, source), 2) for problem in each.problems]
        ['2 people were in this round already. Each is counted once, with the newer answers.']
    """
    if not twice or not sources:
        return sources
    source, *others = sources
    problem = Problem(
        code="already_in_round",
        message=f"{twice} people were in this round already. Each is counted once, with the newer answers.",
        count=twice,
    )
    return (replace(source, problems=(*source.problems, problem)), *others)


def _same_people(person: np.ndarray, cell: np.ndarray, first_new: int) -> tuple[np.ndarray, np.ndarray]:
    """Rows (old, new) of people who are in both parts: same key within the same school and group."""
    _, who = np.unique(person.astype(str), return_inverse=True)
    key = who.astype(np.int64) * (int(cell.max(initial=0)) + 1) + cell
    keyed = np.flatnonzero(person != "")
    old, new = keyed[keyed < first_new], keyed[keyed >= first_new]
    _, at_old, at_new = np.intersect1d(key[old], key[new], return_indices=True)
    return old[at_old], new[at_new]


def _union(old: tuple[str, ...], new: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*old, *new)))


def _placed(index: np.ndarray, names: tuple[str, ...], all_names: tuple[str, ...]) -> np.ndarray:
    place = {name: at for at, name in enumerate(all_names)}
    return np.array([place[name] for name in names], dtype=np.int64)[index] if len(index) else np.empty(0, np.int64)


def _rows(answers: Answers, rows: np.ndarray) -> Answers:
    return replace(
        answers,
        person=answers.person[rows],
        school=answers.school[rows],
        group=answers.group[rows],
        values=np.asfortranarray(answers.values[rows]),
    )
