"""The answers of one administration of a survey, and where they came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

import numpy as np

from toolbox.model.exports import Recipe
from toolbox.model.speaking import Problem


@dataclass(frozen=True, kw_only=True, eq=False)
class Answers:
    """The answers of one round, one row a person: table ANSWERS held wide, a byte per answer.

    ``values`` is int8 (persons × items, column-major): a value of the scale, or a :class:`State`.
    ``person`` holds pseudonyms, "" where the person cannot be recognised in another round.
    ``school`` and ``group`` index ``schools`` and ``groups``. Rows are sorted by school, then group,
    so that a profile is a sum over slices.
    """

    person: np.ndarray
    school: np.ndarray
    group: np.ndarray
    schools: tuple[str, ...]
    groups: tuple[str, ...]
    items: tuple[str, ...]
    values: np.ndarray
    reworded: frozenset[str] = frozenset()
    """Items whose wording differs from earlier rounds: kept for the profile, left out of comparisons."""
    moved: frozenset[str] = frozenset()
    """Items the version of this round asked in another area: compared one by one, never inside an area. Not stored."""

    def __len__(self) -> int:
        return len(self.person)


@dataclass(frozen=True, kw_only=True, eq=False)
class Clues:
    """What tells that two codes are one person's code and a slip: keyed hashes, one row a person with a code.

    Rows are named by ``school``, ``group`` and ``person`` as in :class:`Answers`, in no order. Nothing here is ever
    shown or exported; how the hashes are made, and what they give away, stands in ``toolbox.reading.slips``.
    """

    schools: tuple[str, ...]
    groups: tuple[str, ...]
    school: np.ndarray
    group: np.ndarray
    person: np.ndarray
    """Pseudonyms, never ""."""
    units: np.ndarray
    """uint8: characters (or parts) of the code; 0 where it is too short, or nothing a person types, to be compared."""
    forms: np.ndarray
    """uint64, row after row: the whole code; the code without unit 0, 1, …; and from ``LEAST_FOR_TWO`` to
    ``MOST_FOR_TWO`` units without the units 0 and 1, 0 and 2, …"""
    in_parts: bool = False
    """The code was asked in several boxes: a unit is a box, not a character."""
    fact_names: tuple[str, ...] = ()
    facts: np.ndarray = field(default_factory=lambda: np.zeros((0, 0), np.uint64))
    """uint64, persons × facts: what does not change about a person; 0 where it is not known."""

    def __len__(self) -> int:
        return len(self.person)


#: A code of fewer characters (or parts) is no evidence when one of them differs; of fewer than the second pair none
#: when two do; and codes longer than the last are issued, not typed. Reasons in ``toolbox.reading.slips``.
LEAST_UNITS, LEAST_FOR_TWO, MOST_FOR_TWO, MOST_UNITS = {False: 5, True: 4}, {False: 7, True: 5}, 12, 32


def forms_each(clues: Clues) -> np.ndarray:
    """How many of ``Clues.forms`` each person has.

    Example:
        >>> forms_each(Clues(schools=(), groups=(), school=None, group=None, person=None,
        ...     units=np.array([0, 5, 8], np.uint8), forms=None)).tolist()
        [0, 6, 37]
    """
    units = clues.units.astype(np.int64)
    pairs = (units >= LEAST_FOR_TWO[clues.in_parts]) & (units <= MOST_FOR_TWO)
    return np.where(units > 0, 1 + units + np.where(pairs, units * (units - 1) // 2, 0), 0)


@dataclass(frozen=True, kw_only=True)
class Average:
    """What a tool reports of one group in one area: the mean of ``n`` persons whose answers it keeps to itself."""

    school: str
    group: str
    area: str
    """Id of an area of the round's framework."""
    mean: float
    """On the framework's scale."""
    n: int
    """Persons it stands for: the gate cannot do without it."""
    alike: bool = False
    """Whether all of them are known to have the same score, as at an end of the scale."""


@dataclass(frozen=True, kw_only=True)
class Averages:
    """A round of which only averages are known, as SELFIE reports them: it takes the place of :class:`Answers`."""

    rows: tuple[Average, ...]

    @property
    def schools(self) -> tuple[str, ...]:
        """In the order of the rows."""
        return tuple(dict.fromkeys(row.school for row in self.rows))

    @property
    def groups(self) -> tuple[str, ...]:
        """In the order of the rows."""
        return tuple(dict.fromkeys(row.group for row in self.rows))

    def persons(self, school: str, group: str) -> int:
        """How many of a group answered: the most any of its averages stands for."""
        return max((row.n for row in self.rows if (row.school, row.group) == (school, group)), default=0)

    def __len__(self) -> int:
        """How many persons the averages stand for, as ``len(Answers)`` counts them."""
        return sum(self.persons(school, group) for school in self.schools for group in self.groups)


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where answers came from, and what became of each row."""

    file: str
    sha256: str
    reader: str
    read_at: datetime
    rows: int
    kept: int
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Round:
    """One administration of a survey, as the store knows it. The answers are fetched by ``id``."""

    id: str
    name: str
    collected_on: date
    framework: str
    sha256: str
    """Of the data set: cache key, provenance and proof at once."""
    people: int
    schools: tuple[str, ...]
    groups: tuple[str, ...]
    invited: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """(school, group) → persons invited, where known."""
    sources: tuple[Source, ...] = ()
    recipe: Recipe | None = None
    version: int = 1
    sample: bool = False
