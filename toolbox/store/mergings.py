"""Groups of a round that are shown as one (leaders with teachers, as staff). The round itself stays as it is.

Whether a merging may still be made, after the groups were shown apart, is the gate's to say
(:mod:`toolbox.disclosure.merging`); here a change is refused where another state of the round was shown meanwhile.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import delete, select

from toolbox.model import Answers, Average, Averages, Clues, Shown, ToolboxError, Viewer
from toolbox.store.ledger import about_round
from toolbox.store.rounds import changeable, named
from toolbox.store.schema import MergingRow, ShownRow

if TYPE_CHECKING:
    from toolbox.store.repository import Store


class Mergings:
    """The merged groups of every round."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of(self, viewer: Viewer, round_id: str) -> dict[str, str]:
        """Group → what it is shown as, for the merged groups of a round; {} where none are."""
        with self._store._read() as session:
            rows = session.scalars(select(MergingRow).where(MergingRow.round_id == round_id))
            return {row.group: row.into for row in rows}

    def change(self, viewer: Viewer, round_id: str, now: Mapping[str, str], *, seen: Sequence[Shown]) -> None:
        """Show these groups of a round as one from now on; {} takes every merging back.

        Raises:
            ToolboxError: ``no_such_round``, ``not_allowed``, ``no_name``; ``shown_meanwhile`` where the round was shown in
                another state since ``seen``.
        """
        with self._store._write() as session:
            changeable(session, viewer, round_id)
            about = about_round(round_id)
            last = max((each.order for each in seen if each.about == about), default=0)
            if session.scalars(select(ShownRow).where(ShownRow.about == about, ShownRow.order > last)).first():
                raise ToolboxError(
                    "shown_meanwhile",
                    "This round was shown to somebody a moment ago. Reload the page and decide again.",
                )
            session.execute(delete(MergingRow).where(MergingRow.round_id == round_id))
            for group, into in now.items():
                session.add(MergingRow(round_id=round_id, group=group, into=named(into)))


def merged(answers: Answers | Averages, into: Mapping[str, str]) -> Answers | Averages:
    """Answers with some groups shown as one. Averages of several groups become one, weighed by persons.

    Example:
        >>> a = Answers(person=np.array(["P-1", "P-2"]), school=np.array([0, 0]), group=np.array([0, 1]),
        ...     schools=("Elm",), groups=("leaders", "teachers"), items=(), values=np.zeros((2, 0), np.int8))
        >>> together = merged(a, {"leaders": "staff", "teachers": "staff"})
        >>> together.groups, together.group.tolist()
        (('staff',), [0, 0])
    """
    if not into or not set(into) & set(answers.groups):
        return answers
    if isinstance(answers, Averages):
        return _merged_averages(answers, into)
    groups, place = _renamed(answers.groups, into)
    group = place[np.asarray(answers.group, np.intp)].astype(np.asarray(answers.group).dtype)
    order = np.argsort(np.asarray(answers.school).astype(np.int64) * len(groups) + group, kind="stable")
    return replace(
        answers,
        person=np.asarray(answers.person)[order],
        school=np.asarray(answers.school)[order],
        group=group[order],
        groups=groups,
        values=np.asfortranarray(answers.values[order]),
    )


def merged_clues(clues: Clues | None, into: Mapping[str, str]) -> Clues | None:
    """The same for what shows a slip in a code."""
    if clues is None or not set(into) & set(clues.groups):
        return clues
    groups, place = _renamed(clues.groups, into)
    return replace(clues, groups=groups, group=place[np.asarray(clues.group, np.intp)].astype(clues.group.dtype))


def merged_invited(invited: Mapping[tuple[str, str], int], into: Mapping[str, str]) -> dict[tuple[str, str], int]:
    """Invited numbers of merged groups: known where they are known of every part that is known of the school at all.

    Example:
        >>> merged_invited({("Elm", "leaders"): 3, ("Elm", "teachers"): 24, ("Oak", "teachers"): 9},
        ...     {"leaders": "staff", "teachers": "staff"})
        {('Elm', 'staff'): 27}
    """
    parts: dict[str, set[str]] = {}
    for group, name in into.items():
        parts.setdefault(name, set()).add(group)
    made: dict[tuple[str, str], int] = {}
    for (school, group), number in invited.items():
        name = into.get(group, group)
        if group not in into or all((school, part) in invited for part in parts[name]):
            made[school, name] = made.get((school, name), 0) + number
    return made


def _renamed(groups: Sequence[str], into: Mapping[str, str]) -> tuple[tuple[str, ...], np.ndarray]:
    names = [into.get(group, group) for group in groups]
    kept = tuple(dict.fromkeys(names))
    return kept, np.array([kept.index(name) for name in names], np.intp)


def _merged_averages(averages: Averages, into: Mapping[str, str]) -> Averages:
    parts: dict[tuple[str, str, str], list[Average]] = {}
    for row in averages.rows:
        parts.setdefault((row.school, into.get(row.group, row.group), row.area), []).append(row)
    return Averages(
        rows=tuple(
            Average(
                school=school, group=group, area=area, n=(n := sum(row.n for row in rows)),
                mean=sum(row.mean * row.n for row in rows) / n,
                alike=all(row.alike for row in rows) and len({row.mean for row in rows}) == 1,
            )
            for (school, group, area), rows in parts.items()
        )
    )  # fmt: skip
