"""A round of an earlier version of a framework, as the version it is compared in calls its items and areas."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from toolbox.frameworks import Ancestor
from toolbox.model import Answers, Averages


def in_words_of(answers: Answers | Averages, ancestor: Ancestor) -> Answers | Averages:
    """The round with its items (of averages: its areas) named as now, ready for every function that takes two rounds.

    An item that was reworded, or is answered on other numbers now, is marked as reworded, so that nothing compares it;
    one that moved is marked as moved, so that it is compared as an item only. Items and areas that are gone stay out.
    A round of the framework itself comes back as it is.

    Example:
        >>> from toolbox.frameworks import lineage
        >>> from toolbox.frameworks.examples import FIRST, SECOND, THIRD
        >>> found = lineage(THIRD, {each.id: each for each in (FIRST, SECOND)})
        >>> before = Answers(person=np.array([""]), school=np.array([0]), group=np.array([0]), schools=("North",),
        ...     groups=("teachers",), items=("second.A1", "second.B1"), values=np.array([[4, 2]], np.int8))
        >>> now = in_words_of(before, found.of("second"))
        >>> now.items, sorted(now.moved), now.values.tolist()
        (('third.A1', 'third.A2'), ['third.A2'], [[4, 2]])
    """
    if all(then == now for then, now in (*ancestor.same, *ancestor.areas)) and not ancestor.other:
        return answers
    if isinstance(answers, Averages):
        areas = dict(ancestor.areas)
        rows = tuple(replace(row, area=areas[row.area]) for row in answers.rows if row.area in areas)
        return Averages(rows=rows)
    names = {**ancestor.now, **dict(ancestor.changed)}
    kept = [column for column, item in enumerate(answers.items) if item in names]
    changed = {now for _, now in ancestor.changed}
    return replace(
        answers,
        items=tuple(names[answers.items[column]] for column in kept),
        values=np.asfortranarray(answers.values[:, kept]),
        reworded=frozenset(names[item] for item in answers.reworded if item in names) | changed,
        moved=frozenset(names[item] for item in answers.moved if item in names) | ancestor.apart,
    )
