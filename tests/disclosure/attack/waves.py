"""Waves over three rounds read beside everything else: each wave's change less that of the schools not begun by then.

What is told is a difference of two means of changes, or a mean of several of those (by wave, of all waves, by rounds since the
start), between every two rounds. They are read after every page and table of two rounds, in the states in which the rounds stand
last, as the ledger has it: held against the comparisons and the sets of schools told before.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import product

import numpy as np
import pytest

from tests.disclosure.attack.equations import Row
from tests.disclosure.attack.hubs import AREA, DAYS, FRAMEWORK, Hub
from tests.disclosure.attack.reading import POLICIES, Reader, _of_group, behind, difference
from toolbox.disclosure import release
from toolbox.disclosure.compared_before import Told, evaluation_beside, told_alone
from toolbox.disclosure.since import as_linked, evaluation_since, sides_shown
from toolbox.disclosure.told import own_sets, with_sets
from toolbox.evaluation import evaluate
from toolbox.model import Answers, EvaluationRound, Plan, Policy, SchoolFacts, ToolboxError
from toolbox.scoring import asked_alike, items_in_all

NAMES = ("Round 1", "Round 2", "Round 3")
#: Why a cell has no standard error: where others have one, sums leave it out.
SMALL = ("too_few_persons", "few_persons", "few_schools")
NOT_THERE = ("no_common_school", "no_common_group", "no_common_items", "one_arm")
INSIDE = tuple(policy for policy in POLICIES if policy.audience != "public")


def read_waves(reader: Reader, told: list[tuple[str, ...]], *, after: bool = True) -> int:
    """What three rounds tell of waves; how many numbers. ``after``: pages of two rounds were read before."""
    latest = [max(at for at, of in enumerate(reader.hub.of) if of == number) for number in range(3)]
    starts, found, sets = begun(reader.hub), 0, []
    for policy in INSIDE:
        made = _evaluated(reader, latest, starts, policy, after)
        if made is None:
            return found
        own = own_sets(made)
        made = with_sets(made, tuple((one, tuple(each for each in told if each not in own)) for one in own))
        sets = [one for one in own if one not in told]
        linked = _rounds(reader, latest, policy)
        waves: dict[str, _Waves] = {}
        for line, raw in zip(release(made, policy=policy).lines, made.lines, strict=True):
            if line.area != AREA or raw.found.estimate is None:
                continue
            if line.group not in waves:
                cells = [each for each in made.lines if each.group == line.group and each.area == AREA]
                waves[line.group] = _Waves(reader, [each.answers for each in linked], line.group, starts, cells)
            row = waves[line.group].row(raw)
            true = sum(float(weights @ reader.answer[tag]) for tag, weights in row.items())
            assert raw.found.estimate == pytest.approx(true, abs=1e-8), (raw.contrast, raw.arm, raw.values)
            said = line.found.estimate
            if not line.hidden and said is not None:
                off = 0.0 if said == raw.found.estimate else 0.5 * 10 ** (math.floor(math.log10(abs(true))) - 2)
                assert said == pytest.approx(true, abs=off + 1e-8)
                reader.numbers += 1
                reader.systems["mean"].tell(row, said, off)
                found += 1
    told += sets
    return found


def begun(hub: Hub) -> dict[str, int]:
    """School → the first round with mentoring; 3: none. Of every kind two schools at least."""
    draw = np.random.default_rng(3000 + hub.seed)
    some = [1, 1, 2, 2, 3, 3, *draw.choice([1, 1, 2, 3], max(0, len(hub.schools) - 6))][: len(hub.schools)]
    return dict(zip(hub.schools, draw.permutation(some).tolist(), strict=True))


def _rounds(reader: Reader, places: Sequence[int], policy: Policy) -> list[EvaluationRound]:
    """As an evaluation takes them: late pairs of the first and the last are not linked while they are few."""
    held = [reader.hub.rounds[place] for place in places]
    made = [
        EvaluationRound(name=name, collected_on=day, answers=each.answers, sha256=name)
        for name, day, each in zip(NAMES, DAYS, held, strict=True)
    ]
    return as_linked(made, list(zip(NAMES, held, strict=True)), Plan(rounds=NAMES), policy)


def _evaluated(reader: Reader, places: Sequence[int], starts: dict[str, int], policy: Policy, after: bool):
    """Which knows what was told before, of every two of its rounds."""
    held = [reader.hub.rounds[place] for place in places]
    shown = dict(zip(NAMES, held, strict=True))
    rounds = _rounds(reader, places, policy)
    facts = tuple(
        SchoolFacts(school=school, starts=None if at == len(DAYS) else DAYS[at - 1].replace(day=20))
        for school, at in starts.items()
    )
    plan = Plan(rounds=NAMES, areas=(AREA,), comparison="waves", assignment="The hub chose them.", schools=facts)
    try:
        found = evaluate(tuple(rounds), FRAMEWORK, plan, blocks=("waves",))
    except ToolboxError as refusal:
        if refusal.code not in NOT_THERE:
            raise
        return None
    found = evaluation_since(found, list(shown.items()), policy)
    pages = _compared_before(reader.hub, policy) if after else []

    def told(two: tuple[str, str]) -> list[Told]:
        ids = tuple(str(NAMES.index(name)) for name in two)
        return [*(each for each in pages if each.ids != ids), *told_alone(ids, [shown[name] for name in two])]

    ids = {name: str(at) for at, name in enumerate(NAMES)}
    return evaluation_beside(found, ids, {each.name: each.answers for each in rounds}, told, policy)


def _compared_before(hub: Hub, policy: Policy) -> list[Told]:
    """The Change pages of the first two rounds, in every state of either."""
    states = [[at for at, of in enumerate(hub.of) if of == number] for number in (0, 1)]
    both = [(hub.rounds[one], hub.rounds[two]) for one, two in product(*states)]
    return [Told(ids=("0", "1"), sides=sides_shown(*each, policy)[-1]) for each in both]


@dataclass
class _Waves:
    """Of one group: who is behind a cell, and what cells add up to."""

    reader: Reader
    rounds: Sequence[Answers]
    group: str
    starts: dict[str, int]
    lines: list
    known: dict[tuple, Row] = field(default_factory=dict)

    def __post_init__(self) -> None:
        hub = self.reader.hub
        latest = [max(at for at, of in enumerate(hub.of) if of == number) for number in range(3)]
        whole = [_of_group(each, self.group) for each in self.rounds]
        self.codes = [each.person for each in whole]
        # Late pairs that wait have no code any more; who they are is known here all the same.
        named = [
            replace(each, person=hub.rounds[at].answers.person) for each, at in zip(self.rounds, latest, strict=True)
        ]
        whole = [_of_group(each, self.group) for each in named]
        common = items_in_all(whole, FRAMEWORK)[0]
        alike = asked_alike(whole, FRAMEWORK, common)
        self.sides = [behind(self.reader, at, each, common) for at, each in enumerate(alike)]

    def row(self, line) -> Row:
        if line.contrast in ("wave_effect", "before_cell"):
            return self.cell(line)
        cells = self._cells(line)
        return _sum([(weight, self.cell(each)) for each, weight in cells])

    def cell(self, line) -> Row:
        base, to = (NAMES.index(line.values[name]) for name in ("from_round", "to_round"))
        wave = NAMES.index(line.arm)
        if (wave, base, to) not in self.known:
            begun = [school for school, at in self.starts.items() if at == wave]
            waiting = [school for school, at in self.starts.items() if at > max(base, to) and at != wave]
            self.known[wave, base, to] = difference(self._moved(begun, base, to), self._moved(waiting, base, to))
        return self.known[wave, base, to]

    def _moved(self, schools: Sequence[str], base: int, to: int) -> Row:
        one, two = self.sides[base], self.sides[to]
        both = {*self.codes[base][one.valid]} & {*self.codes[to][two.valid]} - {""}
        means = []
        for side, codes in ((one, self.codes[base]), (two, self.codes[to])):
            inside = np.isin(np.array(side.answers.schools, object)[side.answers.school], list(schools))
            means.append(side.mean(inside & np.isin(codes, list(both))))
        return difference(means[1], means[0])

    def _cells(self, line) -> Iterator[tuple[object, float]]:
        """(cell, weight) of a sum."""
        cells = [each for each in self.lines if each.contrast in ("wave_effect", "before_cell") and _known(each)]
        since = [each for each in cells if each.contrast == "wave_effect"]
        if line.contrast == "wave_average":
            cells = _large([each for each in since if each.arm == line.arm])
            return [(each, 1 / len(cells)) for each in cells]
        if line.contrast == "all_waves":
            cells = _large(since)
            waves = dict.fromkeys(each.arm for each in cells)
            share = self._shares(waves)
            many = {wave: sum(each.arm == wave for each in cells) for wave in waves}
            return [(each, share[each.arm] / sum(share.values()) / many[each.arm]) for each in cells]
        if line.contrast == "pre_trend":
            cells = _large([each for each in cells if each.contrast == "before_cell"])
        else:
            far = line.values["rounds_since"]
            cells = _large(
                [each for each in cells if NAMES.index(each.values["to_round"]) - NAMES.index(each.arm) == far]
            )
        share = self._shares({each.arm for each in cells})
        whole = sum(share[each.arm] for each in cells)
        return [(each, share[each.arm] / whole) for each in cells]

    def _shares(self, waves) -> dict[str, int]:
        """Persons of each wave who answered any of the rounds."""
        persons: dict[str, set] = {wave: set() for wave in waves}
        for side, codes in zip(self.sides, self.codes, strict=True):
            schools = np.array(side.answers.schools, object)[side.answers.school]
            for school, code, row in zip(schools[side.valid], codes[side.valid], side.rows[side.valid], strict=True):
                wave = self.starts[school]
                if wave < len(NAMES) and NAMES[wave] in persons:
                    persons[NAMES[wave]].add(code or ("", side.of, row))
        return {wave: len(each) for wave, each in persons.items()}


def _known(line) -> bool:
    """Whether there is anybody on both sides."""
    return line.values["n_wave"] > 0 and line.values["n_compared"] > 0


def _large(cells: list) -> list:
    kept = [each for each in cells if each.found.refused not in SMALL]
    return kept if kept else cells


def _sum(parts: Sequence[tuple[float, Row]]) -> Row:
    made: dict = {}
    for weight, row in parts:
        for tag, weights in row.items():
            made[tag] = made.get(tag, 0.0) + weight * weights
    return made
