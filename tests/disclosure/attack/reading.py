"""Every page of a hub read by somebody who writes each number down as the sum it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

import numpy as np
import pytest

from tests.disclosure.attack.equations import Row, System
from tests.disclosure.attack.hubs import AREA, DAYS, FRAMEWORK, Hub
from toolbox.comparison import compare
from toolbox.disclosure import release, release_gap_moves, release_trend
from toolbox.disclosure.comparisons import release_comparison
from toolbox.disclosure.since import comparison_since, profile_since, sides_shown
from toolbox.disclosure.states import AsShown
from toolbox.disclosure.trend_since import trend_since
from toolbox.model import PUBLIC, Answers, Policy, State, ToolboxError, Viewer
from toolbox.profile import count, profile
from toolbox.profile.gap_moves import over_common_items
from toolbox.profile.trends import trend
from toolbox.scoring import asked_alike, common_items, items_in_all, score

#: The default, a raised minimum, and what is shown beyond the hub: they are read together.
POLICIES = (Policy(), Policy(min_n=7, min_bands=12, min_distribution=22), PUBLIC)

#: All schools hidden for the sake of whoever the page is passed on to: each school's own page tells what it is made of.
PASSED_ON = ("few_for_all", "large_school")


@dataclass
class Reader:
    """What somebody who saw everything has written down."""

    hub: Hub
    thirds: bool = True
    """Whether somebody knows who stands in which third by starting level, which tells by itself how they answered."""
    systems: dict[str, System] = field(default_factory=dict)
    numbers: int = 0

    def __post_init__(self) -> None:
        self.place = {name: at for at, name in enumerate(self.hub.persons)}
        self.answer: dict[tuple, np.ndarray] = defaultdict(lambda: np.zeros(len(self.place)))
        self.systems = {name: System(len(self.place)) for name in ("mean", "spread", "options", "steps")}
        for shown, of in zip(self.hub.rounds, self.hub.of, strict=True):
            rows = [self.place[name] for name in shown.answers.person]
            for column, item in enumerate(shown.answers.items):
                held = shown.answers.values[:, column]
                self.answer[of, item][rows] = np.where(held > 0, held, 0)

    def tell(self, row: Row, said: float | None, *, digits: int | None = None) -> None:
        """A released mean; it must be the sum it is taken for, else something else is attacked."""
        if said is None:
            return
        true = sum(float(weights @ self.answer[tag]) for tag, weights in row.items())
        assert said == pytest.approx(true, abs=0.051 if digits else 1e-8)
        self.numbers += 1
        self.systems["mean"].tell(row, said, 0.5 / 10**digits if digits else 0.0)

    def score(self, side: Behind, row: int) -> float:
        """What one person's answers of a round come to."""
        held = [self.answer[side.of, item][side.rows[row]] for item in side.items]
        return float(side.weight[row] @ held)

    def also(self, system: str, row: Row, tag: object, there: bool) -> None:
        """A sum over the same persons of something else they have one of."""
        if there:
            self.numbers += 1
            self.systems[system].tell(_one_each(row, tag))

    def look_for(self, name: str, row: Row, tag: object) -> None:
        self.systems["mean"].look_for(name, row)
        for system in ("spread", "options"):
            self.systems[system].look_for(name, _one_each(row, tag))

    def look_for_change(self, name: str, both: Rows) -> None:
        """Pairs that are everybody are no secret of their own: their mean is the School page's, or a sum of its items."""
        sides = {"before": (both.pair_before, both.all_before), "after": (both.pair_after, both.all_after)}
        apart = {when: pair for when, (pair, everybody) in sides.items() if not _same(pair, everybody)}
        for when, pair in apart.items():
            self.systems["mean"].look_for(f"pairs {when} {name}", pair)
        if apart:
            self.systems["mean"].look_for(f"change {name}", difference(both.pair_after, both.pair_before))

    def solved(self) -> list[str]:
        return [f"{name}: {found}" for name, system in self.systems.items() for found in system.solved()]


def _same(one: Row, other: Row) -> bool:
    return all(np.allclose(weights, other[tag]) for tag, weights in one.items())


def _one_each(row: Row, tag: object) -> Row:
    """The persons behind a mean, each with the same weight."""
    behind = np.any([weights != 0 for weights in row.values()], axis=0) if row else np.zeros(0, bool)
    return {tag: behind / max(1, behind.sum())}


@dataclass(frozen=True, kw_only=True)
class Behind:
    """Of one state of a round: each person's weights over the answers their score is made of."""

    of: int
    answers: Answers
    rows: np.ndarray
    """Where each row's person stands among all persons."""
    items: tuple[str, ...]
    weight: np.ndarray
    """rows × items; a row of zeros where there is no score."""
    persons: int

    @property
    def valid(self) -> np.ndarray:
        return self.weight.any(axis=1)

    def mean(self, who: np.ndarray) -> Row:
        kept = who & self.valid
        made = {}
        for column, item in enumerate(self.items):
            made[self.of, item] = np.zeros(self.persons)
            made[self.of, item][self.rows[kept]] = self.weight[kept, column] / max(1, kept.sum())
        return made

    def inside(self, school: str | None, group: str) -> np.ndarray:
        who = self.answers.group == self.answers.groups.index(group)
        return who if school is None else who & (self.answers.school == self.answers.schools.index(school))


def behind(reader: Reader, of: int, answers: Answers, items: Sequence[str]) -> Behind:
    """An area over these items (of one: the item itself), as the toolbox scores it."""
    items = tuple(item for item in items if item in answers.items)
    columns = [answers.items.index(item) for item in items]
    given = answers.values[:, columns] > 0
    if len(items) > 1:
        given = given & np.isfinite(score(answers, FRAMEWORK, items=items).score)
    weight = given / np.maximum(given.sum(axis=1), 1)[:, None]
    rows = np.array([reader.place[name] for name in answers.person], int)
    return Behind(of=of, answers=answers, rows=rows, items=items, weight=weight, persons=len(reader.place))


def difference(after: Row, before: Row) -> Row:
    made = {tag: weights.copy() for tag, weights in after.items()}
    for tag, weights in before.items():
        made[tag] = made.get(tag, np.zeros(len(weights))) - weights
    return made


# ── pages ──


def read(
    hub: Hub,
    policies: Sequence[Policy] = POLICIES,
    compared: Sequence[tuple[int, int]] = ((0, 1),),
    *,
    thirds: bool = True,
) -> Reader:
    """Every page of every school and of all, under every policy; ``compared``: rounds set beside each other as pairs."""
    reader = Reader(hub, thirds)
    views = (*hub.schools, None)
    for place, shown in enumerate(hub.rounds):
        counted = count(shown.answers, FRAMEWORK)
        for school in views:
            _school_page(reader, hub.of[place], shown, counted, school, policies)
    for before, after in combinations(range(len(hub.rounds)), 2):
        if (hub.of[before], hub.of[after]) in compared:
            _change_pages(reader, before, after, policies)
            for school in views:
                _gap_moves(reader, before, after, school, policies)
    for some in _lines(hub):
        for school in views:
            _trend(reader, some, school, policies)
    return reader


def _lines(hub: Hub) -> Iterator[tuple[int, ...]]:
    """Rounds side by side: every two, and all three; of a round with two states each."""
    for size in (2, 3):
        for some in combinations(range(len(hub.rounds)), size):
            if len({hub.of[place] for place in some}) == size:
                yield some


def _school_page(reader: Reader, of: int, shown: AsShown, counted, school: str | None, policies) -> None:
    try:
        raw = profile(
            counted,
            FRAMEWORK,
            round_name="",
            collected_on=DAYS[of],
            schools=[school] if school else None,
            sha256=str(of),
        )
    except ToolboxError as refusal:
        _expected(refusal, "no_answers")
        return
    cells = (*raw.areas, *raw.items)
    areas, known = behind(reader, of, shown.answers, shown.answers.items), {}
    for cell in cells:
        each = behind(reader, of, shown.answers, [cell.item]) if cell.item else areas
        known[cell.group, cell.item] = each.mean(each.inside(school, cell.group))
    for policy in policies:
        found = release(profile_since(raw, shown, policy), policy=policy)
        rounded = 1 if policy.audience == "public" else None
        for cell in (*found.areas, *found.items):
            row = known[cell.group, cell.item]
            if policy == Policy() and cell.hidden not in PASSED_ON:
                reader.look_for(f"round {of} {school} {cell.group} {cell.item or AREA}", row, (of, cell.item))
            reader.tell(row, cell.mean, digits=rounded)
            in_bands = cell.sd is not None or bool(cell.shares) or bool(cell.reached) or cell.top_share is not None
            reader.also("spread", row, (of, cell.item), in_bands)
            whole = len(cell.shares) > 3 or len(cell.reached) > 2
            reader.also("options", row, (of, cell.item), whole)
        for gap, seen in zip(raw.gaps, found.gaps, strict=True):
            part = behind(reader, of, _asked_of_both(shown.answers), gap.items)
            for group, said in ((gap.group, seen.mean), (gap.other, seen.mean_other)):
                reader.tell(part.mean(part.inside(school, group)), said, digits=rounded)
                tag = (of, gap.items if len(gap.items) < len(shown.answers.items) else "")
                reader.also("spread", part.mean(part.inside(school, group)), tag, seen.se is not None)


def _expected(refusal: ToolboxError, *codes: str) -> None:
    """A school that was not there; anything else is a fault."""
    if refusal.code not in codes:
        raise refusal


def _asked_of_both(answers: Answers) -> Answers:
    """As a gap scores them: without an optional item where the school has nobody of the other group to ask."""
    values = answers.values.copy(order="F")
    optional = [answers.items.index(item.id) for item in FRAMEWORK.items if item.optional and item.id in answers.items]
    alone = [school for school in range(len(answers.schools)) if len(set(answers.group[answers.school == school])) == 1]
    values[np.ix_(np.isin(answers.school, alone), optional)] = State.NOT_SHOWN
    return replace(answers, values=values)


def _change_pages(reader: Reader, before: int, after: int, policies) -> None:
    """Of every school, and of all together."""
    one, two = reader.hub.rounds[before], reader.hub.rounds[after]
    behind_it: dict[tuple, Both] = {}
    for school in (*reader.hub.schools, None):
        raw = None
        for policy in policies:
            states = sides_shown(one, two, policy)
            codes = tuple(states[-1][1].person)
            if raw is None or raw[0] != codes:
                raw = codes, _compared(states[-1], (one, two), school)
            if raw[1] is None:
                break
            made = {}
            for row in raw[1].independent:
                key = row.group, row.item
                if (codes, *key) not in behind_it:
                    behind_it[codes, *key] = Both(reader, (before, after), states[-1], *key)
                made[key] = behind_it[codes, *key].of(school)
            if policy == Policy() and school:
                for (group, item), both in made.items():
                    reader.look_for_change(f"{before}-{after} {school} {group} {item or AREA}", both)
            # More than any page shows: rule 28 hides all schools together for another reason than a secret.
            found = release_comparison(comparison_since(raw[1], states, policy), policy, Viewer())
            _change_rows(reader, made, found)
            for start in found.starting if reader.thirds else ():
                for place, third in enumerate(start.thirds):
                    first, second = behind_it[codes, start.group, ""].third(school, place)
                    reader.tell(first, third.mean_before)
                    reader.tell(difference(second, first), third.observed.estimate)


def _compared(held, shown: tuple[AsShown, AsShown], school: str | None):
    try:
        return compare(
            *held, FRAMEWORK, before_name="a", after_name="b", before_on=shown[0].round.collected_on,
            after_on=shown[1].round.collected_on, schools=[school] if school else None,
        )  # fmt: skip
    except ToolboxError as refusal:
        _expected(refusal, "no_common_school", "no_common_group", "unknown_school")
        return None


def _change_rows(reader: Reader, made: dict[tuple[str, str], Rows], found) -> None:
    rounded = 1 if found.policy.audience == "public" else None
    for row in (*found.areas, *found.items):
        both = made[row.group, row.item]
        paired = row.design == "paired"
        first, second = (both.pair_before, both.pair_after) if paired else (both.all_before, both.all_after)
        reader.tell(first, row.mean_before, digits=rounded)
        reader.tell(second, row.mean_after, digits=rounded)
        reader.tell(difference(second, first), row.change.estimate, digits=rounded)
        reader.also("steps", first, both.pair_tag, paired and (row.higher is not None or row.change.se is not None))
        for side, tag, sd in ((first, both.tags[0], row.sd_before), (second, both.tags[1], row.sd_after)):
            reader.also("spread", side, tag, sd is not None or (not paired and row.change.se is not None))
    for row in found.baseline:
        both = made[row.group, ""]
        reader.tell(both.pair_before, row.both_before)
        reader.tell(both.pair_after, row.both_after)
        reader.tell(both.once_before, row.before_only)
        reader.tell(both.once_after, row.after_only)


@dataclass(frozen=True, kw_only=True)
class Rows:
    """One group and area (or item) of two rounds in one school, or all: the means of who is behind it."""

    all_before: Row
    all_after: Row
    pair_before: Row
    pair_after: Row
    once_before: Row
    once_after: Row
    tags: tuple
    pair_tag: tuple


class Both:
    """The same in every school: who is behind it."""

    def __init__(self, reader: Reader, places: tuple[int, int], held: tuple[Answers, Answers], group: str, item: str):
        hub = reader.hub
        before, after = places
        # Late pairs that wait have no code any more; who they are is known here all the same.
        named = [replace(each, person=hub.rounds[at].answers.person) for each, at in zip(held, places, strict=True)]
        whole = [_of_group(each, group) for each in named]
        codes = [_of_group(each, group).person for each in held]
        common = common_items(*whole, FRAMEWORK)[0]
        alike = asked_alike(whole, FRAMEWORK, common)
        items = [item] if item else common
        self.reader, self.group = reader, group
        self.sides = [behind(reader, hub.of[at], each, items) for at, each in zip(places, alike, strict=True)]
        both = {*codes[0][self.sides[0].valid]} & {*codes[1][self.sides[1].valid]} - {""}
        self.pairs = [np.isin(each, list(both)) for each in codes]
        over = [item or ("" if len(common) >= len(each.items) else common) for each in held]
        self.tags = tuple((hub.of[at], each) for at, each in zip(places, over, strict=True))
        self.pair_tag = ("pairs", hub.of[before], hub.of[after], item or tuple(common))

    def of(self, schools: str | Sequence[str] | None) -> Rows:
        """In one school, in some, or (None) in all."""
        means = {}
        for side, pairs, when in zip(self.sides, self.pairs, ("before", "after"), strict=True):
            inside = self._inside(side, schools)
            means |= {f"{name}_{when}": side.mean(inside & who) for name, who in
                      (("all", pairs | ~pairs), ("pair", pairs), ("once", ~pairs))}  # fmt: skip
        return Rows(**means, tags=self.tags, pair_tag=self.pair_tag)

    def _inside(self, side: Behind, schools: str | Sequence[str] | None) -> np.ndarray:
        if schools is None:
            return side.inside(None, self.group)
        some = [schools] if isinstance(schools, str) else schools
        return np.any([side.inside(each, self.group) for each in some if each in side.answers.schools], axis=0) & (
            side.inside(None, self.group)
        )

    def many(self, schools: str | Sequence[str] | None) -> int:
        """Pairs in these schools."""
        return int((self._inside(self.sides[0], schools) & self.pairs[0]).sum())

    def third(self, school: str | None, place: int) -> tuple[Row, Row]:
        """The means before and after of the lowest, middle or highest third by starting level."""
        first, second = self.sides
        rows = np.flatnonzero(self._inside(first, school) & self.pairs[0])
        start = np.array([self.reader.score(first, row) for row in rows])
        low, high = np.quantile(start, [1 / 3, 2 / 3])
        part = [start <= low + 1e-9, (start > low + 1e-9) & (start <= high + 1e-9), start > high + 1e-9][place]
        before = np.isin(np.arange(len(first.rows)), rows[part])
        return first.mean(before), second.mean(np.isin(second.rows, first.rows[before]))


def _gap_moves(reader: Reader, before: int, after: int, school: str | None, policies) -> None:
    hub = reader.hub
    shown = [hub.rounds[place] for place in (after, before)]
    both = over_common_items(shown[0].answers, shown[1].answers, FRAMEWORK)
    if both is None:
        return
    for policy in policies:
        if policy.audience == "public":
            continue
        made = []
        try:
            for of, answers, held in zip((hub.of[after], hub.of[before]), both, shown, strict=True):
                known = {"round_name": "", "collected_on": DAYS[of], "schools": [school] if school else None}
                whole = profile(count(held.answers, FRAMEWORK), FRAMEWORK, **known, gaps=False)
                gaps = profile(count(answers, FRAMEWORK), FRAMEWORK, **known).gaps
                made.append(replace(profile_since(whole, held, policy), gaps=gaps))
        except ToolboxError as refusal:
            _expected(refusal, "no_answers", "unknown_school")
            return
        for move in release_gap_moves(*made, policy=policy):
            for of, answers, raw, said in (
                (hub.of[after], both[0], made[0], move.now), (hub.of[before], both[1], made[1], move.before)
            ):  # fmt: skip
                gap = next((gap for gap in raw.gaps if {gap.group, gap.other} == {move.group, move.other}), None)
                if said is not None and gap is not None:
                    part = behind(reader, of, _asked_of_both(answers), gap.items)
                    one, other = (part.mean(part.inside(school, name)) for name in (move.group, move.other))
                    reader.tell(difference(one, other), said)


def _trend(reader: Reader, some: tuple[int, ...], school: str | None, policies) -> None:
    hub = reader.hub
    shown = [hub.rounds[place] for place in some]
    try:
        raw = trend([(each.round, each.answers) for each in shown], FRAMEWORK, schools=[school] if school else None)
    except ToolboxError as refusal:
        _expected(refusal, "unknown_school")
        return
    alike: dict[tuple[str, int], Answers] = {}
    for group in dict.fromkeys(point.group for point in raw.points):
        places = [place for place, each in enumerate(shown) if group in each.answers.groups]
        held = [_of_group(shown[place].answers, group) for place in places]
        common = items_in_all(held, FRAMEWORK)[0]
        alike |= {
            (group, place): each for place, each in zip(places, asked_alike(held, FRAMEWORK, common), strict=True)
        }
    for policy in policies:
        found = release_trend(trend_since(raw, shown, policy), policy=policy)
        rounded = 1 if policy.audience == "public" else None
        for point, seen in zip(raw.points, found.points, strict=True):
            if seen.mean is None:
                continue
            answers = alike[point.group, point.round]
            part = behind(reader, hub.of[some[point.round]], answers, point.items)
            row = part.mean(part.inside(school, point.group))
            reader.tell(row, seen.mean, digits=rounded)


def _of_group(answers: Answers, group: str) -> Answers:
    rows = np.flatnonzero(answers.group == answers.groups.index(group))
    return replace(answers, person=answers.person[rows], school=answers.school[rows], group=answers.group[rows],
                   values=np.asfortranarray(answers.values[rows]))  # fmt: skip
