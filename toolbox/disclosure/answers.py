"""The gate for single answers: who may carry them away, under which names, and whose stay behind.

Everything else the gate lets out is a statistic. A researcher may also need the answers themselves, for an analysis of
their own. They leave only with a viewer who may take them (:attr:`toolbox.model.Viewer.may_take_answers`), and changed:

1. Every person gets a new pseudonym, drawn for this release. It stands for the same person in the rounds released
   together, as rounds are linked (one key, within a school and group, naming one person), and for nothing anywhere
   else: neither the store nor another release has it. Rows stand in the order of the new pseudonyms.
2. A school in which 1 to ``min_n`` - 1 persons of a group answered in any of the rounds is not named for that group, in
   none of the rounds: its persons stand under one label with those of the other such schools, and of the next smallest
   ones until the label holds two schools and ``min_n`` persons in every round it occurs in (were it one school's in a
   round, its persons would be told from the others' in every round). Where even all schools
   together are too few, the group is left out. How many is told.
3. Codes, clues, dates, free text and the order of the file are not among the answers of the store and cannot leave.

Not covered: two releases whose rounds differ. A school named in one because enough answered in its rounds may stand under
the one label in the other, and persons can be recognised by what they answered. Who takes answers is trusted not to.

A rubric holds ratings of schools, not of persons: rule 2 does not apply to it.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from toolbox.disclosure.released import FromGate, gate
from toolbox.linking.plain_order import persons_of
from toolbox.model import Answers, Averages, Framework, Policy, Round, State, ToolboxError, Viewer

#: The one label of schools too small to be named.
SMALL_SCHOOLS = "(small schools together)"

_SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_LENGTH = 8


@dataclass(frozen=True, kw_only=True, eq=False)
class ReleasedAnswers(FromGate):
    """Single answers under new pseudonyms: one row a person and round, sorted by person and round."""

    framework: Framework
    rounds: tuple[tuple[str, date, str], ...]
    """(name, collected on, sha256 of the data set), in order of time."""
    person: np.ndarray
    round: np.ndarray
    """Place of the round in ``rounds``."""
    school: np.ndarray
    group: np.ndarray
    code: np.ndarray
    """Whether the person could be found again by a code: 0 none was given, 1 yes, 2 the code was several persons'."""
    items: tuple[str, ...]
    values: np.ndarray
    """int8, rows × items: a value of the scale, or a :class:`toolbox.model.State`."""
    asked: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    """For each round the items it asked, and those of them that were reworded."""
    groups: tuple[str, ...]
    invited: tuple[tuple[tuple[str, str, int], ...], ...] = ()
    """For each round (school, group, persons invited), where every school kept its name; () where one did not."""
    merged: tuple[tuple[str, int, int], ...] = ()
    """(group, schools under one label, rows of theirs)."""
    left_out: tuple[tuple[str, int], ...] = ()
    """(group, rows left out because all schools together are too few)."""

    every_group: bool = True
    """Whether nobody's group was left out because it was not asked for."""

    def __len__(self) -> int:
        return len(self.person)

    @property
    def complete(self) -> bool:
        """Whether the tables can be made from these answers again: every school kept its name, and nobody stayed behind."""
        return self.every_group and not self.merged and not self.left_out


def release_answers(
    rounds: Sequence[tuple[Round, Answers | Averages]],
    framework: Framework,
    *,
    viewer: Viewer,
    groups: Sequence[str] = (),
    policy: Policy = Policy(),
) -> ReleasedAnswers:
    """The answers of these rounds (in order of time) as this viewer may carry them away; ``groups`` () is every group.

    Raises:
        ToolboxError: ``answers_not_allowed``; ``averages_only`` where a round has no single answers.
    """
    if not viewer.may_take_answers:
        raise ToolboxError(
            "answers_not_allowed",
            "Single answers go only to researchers who work with every school. The tables hold what may be seen here; "
            "leave the answers out, or ask the hub's coordinator.",
        )
    for known, found in rounds:
        if isinstance(found, Averages):
            raise ToolboxError(
                "averages_only",
                f"“{known.name}” holds averages a tool reported, no single answers. Leave the answers out of the bundle.",
            )
    frame = _rows([found for _, found in rounds])
    rows = len(frame)
    if groups:
        frame = frame[frame["group"].isin(groups)]
    every_group = len(frame) == rows
    merged, left_out = (), ()
    if framework.kind != "rubric":
        frame, merged, left_out = _small_schools_together(frame, policy.min_n)
    frame = frame.assign(person=_new_names(frame["key"].to_numpy())).sort_values(["person", "round"])
    items = tuple(dict.fromkeys(item for _, found in rounds for item in found.items))
    here = set(frame["group"])
    complete = every_group and not merged and not left_out
    with gate():
        return ReleasedAnswers(
            framework=framework,
            rounds=tuple((known.name, known.collected_on, known.sha256) for known, _ in rounds),
            person=frame["person"].to_numpy(object),
            round=frame["round"].to_numpy(),
            school=frame["school"].to_numpy(object),
            group=frame["group"].to_numpy(object),
            code=frame["code"].to_numpy(),
            items=items,
            values=_values([found for _, found in rounds], items, frame),
            asked=tuple((found.items, tuple(sorted(found.reworded))) for _, found in rounds),
            groups=tuple(
                each for each in dict.fromkeys(g for _, found in rounds for g in found.groups) if each in here
            ),
            invited=tuple(_invited(known) for known, _ in rounds) if complete else (),
            merged=merged,
            left_out=left_out,
            every_group=every_group,
        )


def _invited(known: Round) -> tuple[tuple[str, str, int], ...]:
    return tuple((school, group, number) for (school, group), number in sorted(known.invited.items()))


def _rows(rounds: Sequence[Answers]) -> pd.DataFrame:
    """Every row of every round: where it stands, its school and group, and whose it is."""
    persons = persons_of(rounds)
    return pd.DataFrame(
        {
            "round": persons.round,
            "row": persons.row,
            "school": _named([(found.schools, found.school) for found in rounds]),
            "group": _named([(found.groups, found.group) for found in rounds]),
            "key": persons.key,
            "code": persons.code,
        }
    )


def _named(columns: Sequence[tuple[Sequence[str], np.ndarray]]) -> np.ndarray:
    return np.concatenate([np.array(names, object)[np.asarray(numbers, int)] for names, numbers in columns])


def _small_schools_together(frame: pd.DataFrame, least: int):
    """Rule 2: (rows kept, (group, schools, rows) merged, (group, rows) left out)."""
    merged, left_out = [], []
    for group in dict.fromkeys(frame["group"]):
        of_group = frame["group"] == group
        sizes = frame[of_group].groupby(["school", "round"]).size().unstack(fill_value=0)
        hidden = _not_named(sizes, least)
        if hidden is None:
            left_out.append((group, int(of_group.sum())))
            frame, of_group = frame[~of_group], of_group[~of_group]
        elif hidden:
            theirs = of_group & frame["school"].isin(hidden)
            merged.append((group, len(hidden), int(theirs.sum())))
            frame = frame.assign(school=frame["school"].where(~theirs, SMALL_SCHOOLS))
    return frame, tuple(merged), tuple(left_out)


def _not_named(sizes: pd.DataFrame, least: int) -> list[str] | None:
    """The schools under one label; None where all of them together are too few.

    Example:
        >>> _not_named(pd.DataFrame({0: [3, 6, 24], 1: [5, 7, 24]}, ["Elm", "Oak", "Ash"]), 5)
        ['Elm', 'Oak']
        >>> _not_named(pd.DataFrame({0: [4, 1, 8], 1: [0, 9, 9]}, ["Elm", "Oak", "Ash"]), 5)
        ['Oak', 'Elm', 'Ash']
        >>> _not_named(pd.DataFrame({0: [3], 1: [5]}, ["Elm"]), 5) is None
        True
    """
    table = sizes.to_numpy()
    smallest = np.where(table > 0, table, table.max(initial=0)).min(axis=1, initial=table.max(initial=0))
    order = np.argsort(smallest, kind="stable")
    count = int((smallest < least).sum())
    if not count:
        return []
    while count <= len(order):
        together = table[order[:count]].sum(axis=0)
        several = (table[order[:count]] > 0).sum(axis=0)
        if ((together == 0) | ((several >= 2) & (together >= least))).all():
            return list(sizes.index[order[:count]])
        count += 1
    return None


def _new_names(keys: np.ndarray) -> np.ndarray:
    """A pseudonym for every different key, drawn anew at every call."""
    codes, different = pd.factorize(keys)
    numbers = secrets.SystemRandom().sample(range(len(_SIGNS) ** _LENGTH), len(different))
    names = np.array([_spelled(number) for number in numbers], object)
    return names[codes] if len(codes) else np.array([], object)


def _spelled(number: int) -> str:
    """A number as a pseudonym.

    Example:
        >>> _spelled(0), _spelled(33)
        ('P-AAAAAAAA', 'P-AAAAAABB')
    """
    signs = []
    for _ in range(_LENGTH):
        number, sign = divmod(number, len(_SIGNS))
        signs.append(_SIGNS[sign])
    return "P-" + "".join(reversed(signs))


def _values(rounds: Sequence[Answers], items: Sequence[str], frame: pd.DataFrame) -> np.ndarray:
    """The answers of the rows of a frame; an item a round did not ask is "not shown" there."""
    made = np.full((len(frame), len(items)), int(State.NOT_SHOWN), np.int8)
    number, row = frame["round"].to_numpy(), frame["row"].to_numpy()
    for each, found in enumerate(rounds):
        here = np.flatnonzero(number == each)
        columns = [items.index(item) for item in found.items]
        made[np.ix_(here, columns)] = np.asarray(found.values)[row[here]]
    return made
