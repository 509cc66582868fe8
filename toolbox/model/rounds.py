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

    def __len__(self) -> int:
        return len(self.person)


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
