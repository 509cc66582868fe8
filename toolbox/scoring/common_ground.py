"""Which items two rounds may be compared on, and why the others may not."""

from __future__ import annotations

import numpy as np

from toolbox.model import Answers, Framework, State


def common_items(
    before: Answers, after: Answers, framework: Framework, *, group: str = ""
) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """The items asked in both rounds in the same words, and those dropped with the reason.

    Args:
        group: look at what was asked of this group only; "" looks at everyone.

    Returns:
        (ids in the framework's order, ((id, reason), ...)) with reasons "reworded", "only_before", "only_after".
        Items asked in neither round are in neither list.

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
            if item.id in before.reworded or item.id in after.reworded:
                dropped.append((item.id, "reworded"))
            else:
                common.append(item.id)
        elif item.id in asked_before:
            dropped.append((item.id, "only_before"))
        elif item.id in asked_after:
            dropped.append((item.id, "only_after"))
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
