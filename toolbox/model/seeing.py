"""Who is looking, what the least is that a number must stand for, and the table they take away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pandas as pd

#: Roles that may carry single answers away, under new pseudonyms (:func:`toolbox.disclosure.release_answers`).
TAKE_ANSWERS = ("local", "researcher")


@dataclass(frozen=True, kw_only=True)
class Viewer:
    """Who is asking. ``schools`` None means every school."""

    role: str = "local"
    schools: frozenset[str] | None = None
    person: str = ""
    """Pseudonym of who is asking, where that is known: a mentor is asked for their own mentees by it."""

    def may_see(self, school: str) -> bool:
        """Whether this viewer may see a school at all."""
        return self.schools is None or school in self.schools

    @property
    def may_take_answers(self) -> bool:
        """Whether single answers may leave the house with this viewer: a researcher, or whoever holds the store, and
        never one who sees some schools only.

        Example:
            >>> Viewer().may_take_answers, Viewer(role="researcher", schools=frozenset({"Elm"})).may_take_answers
            (True, False)
        """
        return self.schools is None and self.role in TAKE_ANSWERS


@dataclass(frozen=True, kw_only=True)
class Policy:
    """The least a number must stand for before anyone sees it; may be raised, never lowered."""

    min_n: int = 5
    min_bands: int = 10
    min_distribution: int = 20
    audience: Literal["internal", "public"] = "internal"
    """public: beyond the hub. Shows nothing that is hidden internally; counts of persons are rounded to five."""

    def __post_init__(self) -> None:
        if self.min_n < 5 or self.min_bands < 10 or self.min_distribution < 20:
            raise ValueError("The smallest group shown may be raised above 5 (bands 10, options 20), never lowered.")

    @property
    def publicly(self) -> Policy:
        """The same rules for what leaves beyond the hub: the public minimums, or higher ones of this policy.

        Example:
            >>> Policy().publicly == PUBLIC, Policy(min_n=12).publicly.min_n
            (True, 12)
        """
        most = (max(getattr(self, name), getattr(PUBLIC, name)) for name in ("min_n", "min_bands", "min_distribution"))
        least, bands, options = most
        return Policy(min_n=least, min_bands=bands, min_distribution=options, audience="public")


#: For a school's website, a board open to all, a report beyond the hub.
PUBLIC = Policy(min_n=10, audience="public")


@dataclass(frozen=True, kw_only=True, eq=False)
class Table:
    """A table ready to be looked at or downloaded. Columns are described in ``tables.COLUMNS``."""

    name: str
    title: str
    frame: pd.DataFrame
    notes: tuple[str, ...] = ()
