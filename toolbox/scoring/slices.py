"""Where each school's groups lie in the rows of a round: sums over a million answers become sums over slices."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from toolbox.model import Answers


@dataclass(frozen=True, kw_only=True, eq=False)
class Slices:
    """The runs of rows that share a school and a group. All arrays have one entry a slice."""

    starts: np.ndarray
    """First row of each slice."""
    sizes: np.ndarray
    """Rows in each slice."""
    school: np.ndarray
    """Index into ``Answers.schools``."""
    group: np.ndarray
    """Index into ``Answers.groups``."""

    def __len__(self) -> int:
        return len(self.starts)


def slices_of(answers: Answers) -> Slices:
    """The slices of answers whose rows are sorted by school, then group.

    Example:
        >>> answers = Answers(person=np.array(["", "", ""]), school=np.array([0, 0, 1]), group=np.array([0, 1, 0]),
        ...     schools=("North", "South"), groups=("teachers", "pupils"), items=(), values=np.zeros((3, 0), np.int8))
        >>> slices_of(answers).sizes.tolist()
        [1, 1, 1]
    """
    if not len(answers):
        nothing = np.zeros(0, np.intp)
        return Slices(starts=nothing, sizes=nothing, school=nothing, group=nothing)
    key = _key(answers)
    starts = np.concatenate(([0], np.flatnonzero(key[1:] != key[:-1]) + 1))
    sizes = np.diff(starts, append=len(key))
    return Slices(
        starts=starts,
        sizes=sizes,
        school=np.asarray(answers.school)[starts].astype(np.intp),
        group=np.asarray(answers.group)[starts].astype(np.intp),
    )


def in_order(answers: Answers) -> tuple[Answers, np.ndarray | None]:
    """The answers sorted by school, then group, and the order taken (None where they already were)."""
    key = _key(answers)
    if not len(key) or bool((key[1:] >= key[:-1]).all()):
        return answers, None
    order = np.argsort(key, kind="stable")
    ordered = replace(
        answers,
        person=np.asarray(answers.person)[order],
        school=np.asarray(answers.school)[order],
        group=np.asarray(answers.group)[order],
        values=np.asfortranarray(answers.values[order]),
    )
    return ordered, order


def of_group(answers: Answers, group: str) -> Answers:
    """The rows of one group, in their order; none where the round does not know the group."""
    place = answers.groups.index(group) if group in answers.groups else -1
    rows = np.flatnonzero(np.asarray(answers.group) == place)
    return replace(
        answers,
        person=np.asarray(answers.person)[rows],
        school=np.asarray(answers.school)[rows],
        group=np.asarray(answers.group)[rows],
        values=np.asfortranarray(answers.values[rows]),
    )


def of_items(answers: Answers, items: tuple[str, ...]) -> Answers:
    """The answers to these items, in this order.

    Example:
        >>> held = Answers(person=np.array([""]), school=np.array([0]), group=np.array([0]), schools=("North",),
        ...     groups=("teachers",), items=("a", "b", "c"), values=np.array([[1, 2, 3]], np.int8))
        >>> of_items(held, ("c", "a")).values.tolist()
        [[3, 1]]
    """
    if answers.items == items:
        return answers
    columns = [answers.items.index(item) for item in items]
    return replace(answers, items=items, values=np.asfortranarray(answers.values[:, columns]))


def _key(answers: Answers) -> np.ndarray:
    """One number a row that rises with school, then group."""
    return np.asarray(answers.school).astype(np.int64) * max(len(answers.groups), 1) + np.asarray(answers.group)
