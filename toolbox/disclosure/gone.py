"""What is remembered of a round that was shown and then deleted, so that the same file uploaded once more tells nothing of a few.

Kept are, for each state that was shown, how many persons of each school and group answered each item, and a check number of
each school and group, made with the store's own key. No code, no answer and no average is kept, and none can be read back from
these; who differs can therefore not be counted, only whether anybody does. A school and group that comes back with the same
check number is as it was shown. One that does not differs by an unknown number of persons: by those at least by whom the numbers
of answers differ, and where these are few, its cells are hidden ("since"), with rule 4 on all schools together.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from toolbox.model import Answers, Cell, Change, Comparison, Grid, Policy, Profile, Round, Shown, State, Trend
from toolbox.store.ledger import about_gone

Block = tuple[str, str]


@dataclass(frozen=True, kw_only=True, eq=False)
class Gone:
    """One state of a deleted round."""

    on: str
    files: frozenset[str]
    checks: Mapping[Block, str]
    """(school, group) → check number of its answers."""
    grids: tuple[Grid, ...]

    def was(self, block: Block, key: tuple[str, str]) -> int:
        """How many persons of a school and group had a value in an area or item."""
        school, group = block
        for grid in self.grids:
            columns = ("", *grid.items) if not grid.item else (grid.item,)
            if (grid.area, grid.group) == (key[0], group) and key[1] in columns and school in grid.schools:
                return int(grid.n[grid.schools.index(school), columns.index(key[1])])
        return 0


def checks_of(answers: Answers, key: bytes) -> dict[Block, str]:
    """A check number of the answers of every school and group, whatever they are called and however they are sorted.

    Example:
        >>> def some(*values, school="Elm"):
        ...     return Answers(person=np.array(["P-1", "P-2"], object), school=np.zeros(2, int), group=np.zeros(2, int),
        ...         schools=(school,), groups=("teachers",), items=("x",), values=np.array([[each] for each in values], np.int8))
        >>> one, other = checks_of(some(3, 4), b"key"), checks_of(some(3, 4, school="Elm School"), b"key")
        >>> list(one.values()) == list(other.values()), one == checks_of(some(3, 5), b"key")
        (True, False)
    """
    asked = [at for at in range(len(answers.items)) if (answers.values[:, at] != State.NOT_SHOWN).any()]
    order = sorted(asked, key=lambda at: answers.items[at])
    values = np.ascontiguousarray(answers.values[:, order])
    names = "\x1f".join(answers.items[at] for at in order)
    rows: dict[Block, list[bytes]] = {}
    for who, school, group, row in zip(answers.person, answers.school, answers.group, values, strict=True):
        rows.setdefault((answers.schools[school], answers.groups[group]), []).append(
            str(who).encode() + b"\x1f" + row.tobytes()
        )
    return {
        block: hmac.new(key, names.encode() + b"\x1e" + b"\x1e".join(sorted(each)), hashlib.sha256).hexdigest()[:20]
        for block, each in rows.items()
    }


def gone_state(answers: Answers, grids: Sequence[Grid], round_: Round, key: bytes) -> Shown:
    """What is kept of one state of a round, as the ledger files it."""
    files, on = sorted(source.sha256 for source in round_.sources), round_.collected_on.isoformat()
    told = [
        {"on": on, "files": files},
        *([*block, check] for block, check in checks_of(answers, key).items()),
        *(_plain(grid) for grid in grids),
    ]
    words = tuple(json.dumps(each, separators=(",", ":"), ensure_ascii=False) for each in told)
    return Shown(about=about_gone(round_.framework, on, files), members=words)


def _plain(grid: Grid) -> dict:
    said = {name: getattr(grid, name) for name in ("area", "group", "item", "schools", "items")}
    return said | {name: getattr(grid, name).astype(int).tolist() for name in _COUNTS}


_COUNTS = ("n", "alike", "alike_all", "answered")


@lru_cache(maxsize=16)
def gone_of(state: Shown) -> Gone:
    """The same read back."""
    first, *rest = (json.loads(each) for each in state.members)
    grids = []
    for each in (each for each in rest if isinstance(each, dict)):
        counts = {name: np.array(each[name], bool if "alike" in name else np.int64) for name in _COUNTS}
        grids.append(Grid(**{**each, **counts, "schools": tuple(each["schools"]), "items": tuple(each["items"])}))
    return Gone(
        on=first["on"], files=frozenset(first["files"]), grids=tuple(grids),
        checks={(school, group): check for school, group, check in (each for each in rest if isinstance(each, list))},
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True, eq=False)
class Again:
    """A round beside the states of deleted rounds it comes from."""

    gone: tuple[Gone, ...]
    checks: Mapping[Block, str]

    def numbers(
        self, gone: Gone, key: tuple[str, str], group: str, now: Mapping[str, int], policy: Policy
    ) -> dict[str, int]:
        """School → persons by whom a cell differs at least from what was shown, 1 where that is not known to be enough.
        ``now``: school → persons with a value."""
        found = {school: self._number(gone, key, (school, group), size, policy) for school, size in now.items()}
        # Schools that are not there any more are told of by the two totals.
        away = sum(
            gone.was(block, key)
            for block, check in gone.checks.items()
            if block[1] == group and not now.get(block[0]) and check not in self.checks.values()
        )
        if 0 < away < policy.min_n and now:
            smallest = min(
                (school for school in now if now[school]), key=lambda school: now[school], default=next(iter(now))
            )
            found[smallest] = found[smallest] or 1
        return found

    def _number(self, gone: Gone, key: tuple[str, str], block: Block, size: int, policy: Policy) -> int:
        if not size or self.checks.get(block) in gone.checks.values():
            return 0
        taken = set(self.checks.values())
        if block in gone.checks:
            then = [gone.was(block, key)]
        else:
            # Another name for a group of this school, or for the school.
            here = {school for school, _ in self.checks}
            then = [
                gone.was(other, key)
                for other, check in gone.checks.items()
                if check not in taken and (other[0] == block[0] or (other[1] == block[1] and other[0] not in here))
            ]
        differs = min((abs(size - each) for each in then), default=size)
        return differs if differs >= policy.min_n else 1

    def changed(self, gone: Gone) -> bool:
        return set(self.checks.values()) != set(gone.checks.values())


def is_gone(state: Shown) -> bool:
    return state.about.startswith("gone:")


def again(round_: Round, state: Shown, seen: Sequence[Shown], answers: Answers, key: bytes) -> Again | None:
    """The deleted states a round comes from: with the same answers in a school and group, or of the same day with one."""
    checks, files = checks_of(answers, key), {source.sha256 for source in round_.sources}
    found = []
    for each in (each for each in seen if is_gone(each)):
        gone = gone_of(each)
        same = set(gone.checks.values()) & set(checks.values())
        # Another round of the same day that was shown before the deletion was no copy of the deleted one.
        late = not (state.order and each.order > state.order) or bool(files & gone.files)
        if same or (gone.on == round_.collected_on.isoformat() and late and set(gone.checks) & set(checks)):
            found.append(gone)
    return Again(gone=tuple(found), checks=checks) if found else None


def profile_again(profile: Profile, found: Again | None, policy: Policy) -> Profile:
    """A profile whose cells know by how many persons they differ at least from what was shown of a deleted round."""
    states = (
        []
        if found is None or profile.framework.kind == "rubric"
        else [each for each in found.gone if found.changed(each)]
    )
    if not states:
        return profile
    every = {grid.group: grid.schools for grid in profile.grids}

    def known(cell: Cell) -> Cell:
        now = dict(zip(every.get(cell.group, profile.schools), cell.siblings or (cell.n,), strict=True))
        rows = [found.numbers(each, (cell.area, cell.item), cell.group, now, policy) for each in states]
        rows = [tuple(row[school] for school in now) for row in rows if any(row.values())]
        return replace(cell, since=(*cell.since, *rows)) if rows else cell

    return replace(
        profile,
        areas=tuple(known(cell) for cell in profile.areas),
        items=tuple(known(cell) for cell in profile.items),
        grids=grids_again(profile.grids, states),
    )


def grids_again(grids: tuple[Grid, ...], states: Sequence[Gone]) -> tuple[Grid, ...]:
    """What was hidden in a state that was shown stays hidden."""
    known = [{(each.area, each.group, each.item): each for each in gone.grids} for gone in states]
    return tuple(
        replace(grid, kept={}, before=(*grid.before, *more))
        if (more := [each[key] for each in known if (key := (grid.area, grid.group, grid.item)) in each])
        else grid
        for grid in grids
    )


def comparison_again(comparison: Comparison, found: Sequence[Again | None], policy: Policy) -> Comparison:
    """The same for two rounds. Who the pairs were is forgotten: where a school and group came back otherwise, how many
    pairs differ is not known."""
    states = [(side, each) for side, one in enumerate(found) if one for each in one.gone if one.changed(each)]
    if not states or comparison.framework.kind == "rubric":
        return comparison

    def known(row: Change) -> Change:
        made = []
        for side, gone in states:
            now = {school: size[side] for school, size in zip(comparison.every_school, row.siblings, strict=True)}
            numbers = found[side].numbers(gone, (row.area, row.item), row.group, now, policy)
            if any(numbers.values()):
                made.append(tuple(_of_side(side, number) for number in numbers.values()))
        return replace(row, since=(*row.since, *made)) if made else row

    return replace(
        comparison,
        grids=tuple(
            grids_again(grids, [each for at, each in states if at == side])
            for side, grids in enumerate(comparison.grids)
        ),
        **{
            name: tuple(known(row) for row in getattr(comparison, name))
            for name in ("paired", "independent", "accepted")
        },
    )


def _of_side(side: int, number: int) -> tuple[int, int, int]:
    return (0 if side else number, number if side else 0, min(number, 1))


def trend_again(trend: Trend, found: Sequence[Again | None], policy: Policy) -> Trend:
    """The same for rounds side by side, whose points may rest on fewer items: what came back otherwise is not shown."""
    if trend.framework.kind == "rubric" or not any(found):
        return trend
    rounds, points = list(trend.rounds), list(trend.points)
    for place, one in enumerate(found):
        states = [] if one is None else [each for each in one.gone if one.changed(each)]
        if not states:
            continue
        rounds[place] = replace(rounds[place], grids=grids_again(rounds[place].grids, states))
        every = {grid.group: grid.schools for grid in rounds[place].grids}
        for at, point in enumerate(points):
            if point.round == place and point.group in every:
                checks = [one.checks.get((school, point.group)) for school in every[point.group]]
                rows = [
                    tuple(int(check is not None and check not in gone.checks.values()) for check in checks)
                    for gone in states
                ]
                points[at] = replace(point, since=(*point.since, *(row for row in rows if any(row))))
    return replace(trend, rounds=tuple(rounds), points=tuple(points))
