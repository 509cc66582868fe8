"""The decisions of a profile's round, looked up by cell: made once for every school, picked by whoever looks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from toolbox.disclosure import rules
from toolbox.disclosure.closure import MEAN, Decision, decision
from toolbox.model import Cell, Grid, Policy, Profile

Key = tuple[str, str, str]
"""(area, group, item)"""


@dataclass(frozen=True, kw_only=True, eq=False)
class Decided:
    """What stays hidden in one round, under one policy."""

    found: dict[Key, tuple[Decision, int]]
    """The decision that holds a cell, and its column there."""
    place: int | None
    """The school in view among those of the round; None where all are."""

    def reason(self, cell: Cell, level: int = MEAN) -> str:
        """Why a cell is not shown at this level of detail; "" where it is."""
        held, column = self.found[cell.area, cell.group, cell.item]
        return held.reason(self.place, column, level) or self.of_all(cell.area, cell.group, cell.item)

    def of_all(self, area: str, group: str, item: str = "") -> str:
        """Why an average of all schools together is not shown, however many persons it is made of; "" of one school."""
        held, column = self.found[area, group, item]
        return "" if self.place is not None else rules.of_all(held.grid.n[:, column].tolist(), group)

    def of(self, area: str, group: str, item: str = "") -> tuple[Decision, int]:
        return self.found[area, group, item]


def decided(profile: Profile, policy: Policy) -> Decided:
    """The decisions for a survey's profile.

    Raises:
        ValueError: where a school of several is in view and nothing is known of the others (a bug).
    """
    found: dict[Key, tuple[Decision, int]] = {}
    for grid in grids_of_profile(profile):
        held = decision(grid, policy)
        found[grid.area, grid.group, grid.item] = held, 0
        found |= {(grid.area, grid.group, item): (held, at) for at, item in enumerate(grid.items, start=1)}
    alone = len(profile.schools) == 1
    return Decided(found=found, place=(profile.places[0] if profile.places else 0) if alone else None)


def grids_of_profile(profile: Profile) -> tuple[Grid, ...]:
    """The profile's grids with what its cells know of earlier states; made from its cells where it has none."""
    held = {(grid.area, grid.group, grid.item): grid for grid in profile.grids}
    cells: dict[tuple[str, str, str], list[Cell]] = {}
    for cell in (*profile.areas, *profile.items):
        counted = cell.mean.refused == "counted"
        if cell.item or not counted:
            cells.setdefault((cell.area, cell.group, cell.item if counted else ""), []).append(cell)
    made = []
    for key, group in cells.items():
        grid = held.get(key) or _from_cells(profile, group)
        if any(cell.since for cell in group):
            made.append(replace(grid, kept={}, since=_since(grid, group)))
        else:
            made.append(grid)
    return tuple(made)


def _since(grid: Grid, cells: Sequence[Cell]) -> np.ndarray:
    columns = {item: at for at, item in enumerate(("", *grid.items))}
    states = max(len(cell.since) for cell in cells)
    found = np.zeros((states, *grid.n.shape), np.int64)
    for cell in cells:
        for state, persons in enumerate(cell.since):
            found[state, :, columns.get(cell.item, 0)] = persons
    return found


def _from_cells(profile: Profile, cells: Sequence[Cell]) -> Grid:
    """What a tool's averages know of a round, or a result made by hand: the area first, then its items."""
    cells = sorted(cells, key=lambda cell: bool(cell.item))
    alone = profile.of_schools == 1
    if not alone and any(len(cell.siblings) != profile.of_schools for cell in cells):
        raise ValueError("The gate needs the sizes of every school of the round to check a total.")
    sizes = [(cell.n,) if alone else cell.siblings for cell in cells]
    same = [cell.sd == 0 or sum(persons > 0 for _, persons in cell.counts) == 1 for cell in cells]
    alike = [
        (one,) if alone else cell.alike or (False,) * profile.of_schools for one, cell in zip(same, cells, strict=True)
    ]
    together = same if alone or len(profile.schools) > 1 else [False] * len(cells)
    area = bool(cells[0].item == "" and len(cells) > 1)
    return Grid(
        area=cells[0].area,
        group=cells[0].group,
        item=cells[0].item,
        schools=("",) * profile.of_schools,
        items=tuple(cell.item for cell in cells[1:]) if area else (),
        n=np.array(sizes, np.int64).T,
        alike=np.array(alike, bool).T,
        alike_all=np.array(together, bool),
        answered=np.zeros((profile.of_schools, len(cells)), np.int64),
    )
