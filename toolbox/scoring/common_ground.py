"""Which items two rounds may be compared on, and why the others may not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from toolbox.model import Answers, Framework, State


def common_items(
    before: Answers, after: Answers, framework: Framework, *, group: str = ""
) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """The items asked in both rounds in the same words, and those dropped with the reason.

    Args:
        group: look at what was asked of this group only; "" looks at everyone.

    Returns:
        (ids in the framework's order, ((id, reason), ...)) with reasons "reworded", "only_before", "only_after",
        "categories" (ordered categories have no difference). Items asked in neither round are in neither list.

    Example:
        >>> from toolbox.frameworks import load
        >>> def answers(items, reworded=()):
        ...     return Answers(person=np.array([""]), school=np.array([0]), group=np.array([0]), schools=("North",),
        ...         groups=("teachers",), items=items, values=np.full((1, len(items)), 4, np.int8),
        ...         reworded=frozenset(reworded))
        >>> common_items(answers(("selfie2020.A1", "selfie2020.A2")),
        ...     answers(("selfie2020.A1", "selfie2020.A2", "selfie2020.A3"), ["selfie2020.A2"]), load("selfie-2020"))
        (('selfie2020.A1',), (('selfie2020.A2', 'reworded'), ('selfie2020.A3', 'only_after')))
    """
    asked_before, asked_after = _asked(before, group), _asked(after, group)
    common: list[str] = []
    dropped: list[tuple[str, str]] = []
    for item in framework.items:
        if item.id in asked_before and item.id in asked_after:
            if framework.counted(item):
                dropped.append((item.id, "categories"))
            elif item.id in before.reworded or item.id in after.reworded:
                dropped.append((item.id, "reworded"))
            else:
                common.append(item.id)
        elif item.id in asked_before:
            dropped.append((item.id, "only_before"))
        elif item.id in asked_after:
            dropped.append((item.id, "only_after"))
    return tuple(common), tuple(dropped)


def inside_areas(common: Sequence[str], rounds: Sequence[Answers]) -> tuple[str, ...]:
    """Those of the common items that may be put into an area's average: not the ones that moved between areas.

    Example:
        >>> def answers(moved): return Answers(person=np.array([""]), school=np.array([0]), group=np.array([0]),
        ...     schools=("North",), groups=("teachers",), items=("a", "b"), values=np.zeros((1, 2), np.int8), moved=moved)
        >>> inside_areas(["a", "b"], [answers(frozenset()), answers(frozenset({"b"}))])
        ('a',)
    """
    moved = frozenset().union(*(answers.moved for answers in rounds))
    return tuple(item for item in common if item not in moved)


def items_in_all(
    rounds: Sequence[Answers], framework: Framework, *, group: str = ""
) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """:func:`common_items` over any number of rounds; reasons are "reworded", "not_in_all" and "categories".

    Example:
        >>> from toolbox.frameworks import load
        >>> def answers(*items):
        ...     return Answers(person=np.array([""]), school=np.array([0]), group=np.array([0]), schools=("North",),
        ...         groups=("teachers",), items=items, values=np.full((1, len(items)), 4, np.int8))
        >>> three = [answers("selfie2020.A1", "selfie2020.A2"), answers("selfie2020.A1"), answers("selfie2020.A1")]
        >>> items_in_all(three, load("selfie-2020"))
        (('selfie2020.A1',), (('selfie2020.A2', 'not_in_all'),))
    """
    asked = [_asked(answers, group) for answers in rounds]
    reworded = frozenset().union(*(answers.reworded for answers in rounds))
    common: list[str] = []
    dropped: list[tuple[str, str]] = []
    for item in framework.items:
        held = sum(item.id in each for each in asked)
        if held and framework.scale_of(item).categories:
            dropped.append((item.id, "categories"))
        elif held == len(asked) and item.id not in reworded:
            common.append(item.id)
        elif held:
            dropped.append((item.id, "reworded" if held == len(asked) else "not_in_all"))
    return tuple(common), tuple(dropped)


def _asked(answers: Answers, group: str) -> set[str]:
    """Items somebody (of the group) gave any answer to."""
    values = answers.values
    if group:
        if group not in answers.groups:
            return set()
        values = values[np.asarray(answers.group) == answers.groups.index(group)]
    silent = (values == State.BLANK) | (values == State.NOT_SHOWN)
    return {item for item, asked in zip(answers.items, (~silent).any(axis=0), strict=True) if asked}


def asked_alike(rounds: Sequence[Answers], framework: Framework, common: Sequence[str]) -> tuple[Answers, ...]:
    """The rounds with an optional item shown only in schools that put it to their people in every one of them.

    Schools switch optional items on themselves; a school that did so in some rounds only is compared without the item.
    The answers come back as they are where ``common`` holds no optional item.

    Example:
        >>> from toolbox.frameworks import load
        >>> framework = load("selfie-2020")
        >>> name = next(item.id for item in framework.items if item.optional)
        >>> def answers(*values):
        ...     return Answers(person=np.array(["", ""]), school=np.array([0, 1]), group=np.array([0, 0]),
        ...         schools=("North", "South"), groups=("teachers",), items=(name,), values=np.array(values, np.int8)[:, None])
        >>> found = asked_alike([answers(4, 4), answers(5, State.BLANK)], framework, [name])
        >>> [[int(value) == State.NOT_SHOWN for value in each.values[:, 0]] for each in found]
        [[False, True], [False, True]]
    """
    optional = [item.id for item in framework.items if item.optional and item.id in common]
    if not optional:
        return tuple(rounds)
    names = tuple(dict.fromkeys(school for answers in rounds for school in answers.schools))
    number = {name: place for place, name in enumerate(names)}
    places = [
        np.array([number[name] for name in answers.schools], np.int64)[np.asarray(answers.school, np.int64)]
        for answers in rounds
    ]
    values = [answers.values.copy(order="F") for answers in rounds]
    for name in optional:
        columns = [answers.items.index(name) for answers in rounds]
        asked = np.ones(len(names), bool)
        for held, place, column in zip(values, places, columns, strict=True):
            given = (held[:, column] != State.BLANK) & (held[:, column] != State.NOT_SHOWN)
            asked &= np.bincount(place[given], minlength=len(asked)) > 0
        for held, place, column in zip(values, places, columns, strict=True):
            held[~asked[place], column] = State.NOT_SHOWN
    return tuple(replace(answers, values=held) for answers, held in zip(rounds, values, strict=True))
