"""The evaluation tables read beside the pages: every line whose number is a mean over persons, area and items.

Two evaluations of the same rounds are read, one after the other, with other schools mentored: the second is held against the
first (rules 14 and 21), as the ledger has it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from tests.disclosure.attack.hubs import AREA, DAYS, FRAMEWORK
from tests.disclosure.attack.reading import Both, Reader, behind, difference
from toolbox.disclosure import release
from toolbox.disclosure.told import own_sets, with_sets
from toolbox.evaluation import evaluate
from toolbox.model import Evaluation, EvaluationRound, Plan, SchoolFacts, ToolboxError

#: Tables with sums over known persons; the others tell of shares, spreads and models.
BLOCKS = ("baseline", "change", "items", "groups", "missing", "profile")
#: Mentoring begins between the first two rounds.
BEGINS = date(2025, 1, 7)
THIRDS = ("third_low", "third_middle", "third_high")
DOSES = ("dose_low", "dose_middle", "dose_high")


def read_tables(
    reader: Reader, before: int, after: int, *, evaluations: int = 2, told: list[tuple[str, ...]] | None = None
) -> None:
    """Everything the tables tell of these two states; ``told``: sets of schools told apart before, and after this."""
    told = [] if told is None else told
    for number in range(evaluations):
        made = _evaluated(reader, before, after, number)
        if made is None:
            return
        sets = own_sets(made)
        made = with_sets(made, tuple((one, tuple(told)) for one in sets if one not in told))
        told += [one for one in sets if one not in told]
        found = _Tables(reader, (before, after), made)
        for line in release(made).lines:
            if line.area == AREA and not line.hidden:
                found.read(line)


def _evaluated(reader: Reader, before: int, after: int, number: int) -> Evaluation | None:
    rounds = [reader.hub.rounds[place] for place in (before, after)]
    names = ("Round 1", "Round 2")
    try:
        return evaluate(
            tuple(
                EvaluationRound(name=name, collected_on=DAYS[place], answers=each.answers, sha256=name)
                for place, (name, each) in enumerate(zip(names, rounds, strict=True))
            ),
            FRAMEWORK, Plan(rounds=names, **_plan(reader.hub, number)), blocks=BLOCKS,
        )  # fmt: skip
    except ToolboxError as refusal:
        if refusal.code not in ("no_common_school", "no_common_group", "no_common_items", "one_arm"):
            raise
        return None


def _plan(hub, number: int) -> dict[str, object]:
    draw = np.random.default_rng(1000 * number + hub.seed)
    arms = draw.permutation([0, 1, *draw.integers(0, 2, max(0, len(hub.schools) - 2))])[: len(hub.schools)]
    return {
        "areas": (AREA,), "comparison": "two_groups", "assignment": "The hub chose them.",
        "schools": tuple(
            SchoolFacts(school=school, starts=BEGINS if arm else None, hours=float(draw.integers(1, 4)))
            for school, arm in zip(hub.schools, arms, strict=True)
        ),
    }  # fmt: skip


@dataclass
class _Tables:
    reader: Reader
    places: tuple[int, int]
    made: Evaluation

    def __post_init__(self) -> None:
        begun = {each.school: each.starts is not None for each in self.made.plan.schools}
        names = self.reader.hub.schools
        self.arms = {
            "": None, "mentored": [school for school in names if begun[school]],
            "waiting": [school for school in names if not begun[school]],
        }  # fmt: skip
        self.hours = {each.school: each.hours for each in self.made.plan.schools}
        self.known: dict[tuple[str, str], Both] = {}

    def both(self, line) -> Both:
        key = line.group, line.item
        if key not in self.known:
            held = tuple(self.reader.hub.rounds[place].answers for place in self.places)
            self.known[key] = Both(self.reader, self.places, held, *key)
        return self.known[key]

    def rows(self, line, schools: Sequence[str] | None):
        return self.both(line).of(schools)

    def read(self, line) -> None:
        tell, said, values = self.reader.tell, line.found.estimate, line.values
        if line.block == "profile":
            self._school(line)
            return
        rows = self.rows(line, self.arms.get(line.arm))
        if line.contrast in ("change", "complete_pairs"):
            tell(difference(rows.pair_after, rows.pair_before), said)
            tell(rows.pair_before, values.get("mean_before"))
            tell(rows.pair_after, values.get("mean_after"))
        elif line.contrast == "two_samples":
            tell(rows.all_before, values.get("mean_before"))
            tell(rows.all_after, values.get("mean_after"))
        elif line.contrast == "baseline":
            for name in ("mentored", "waiting"):
                tell(self.rows(line, self.arms[name]).pair_before, values[f"mean_{name}"])
        elif line.contrast in ("difference_in_changes", "two_samples_groups") and said is not None:
            kind = "pair" if line.contrast == "difference_in_changes" else "all"
            one, two = (self.rows(line, self.arms[name]) for name in ("mentored", "waiting"))
            moved = [difference(getattr(each, f"{kind}_after"), getattr(each, f"{kind}_before")) for each in (one, two)]
            tell(difference(*moved), said)
        elif line.contrast in THIRDS and said is not None and self.reader.thirds:
            first, second = self.both(line).third(None, THIRDS.index(line.contrast))
            tell(difference(second, first), said)
            tell(first, values["start_mean"])
        elif line.contrast in DOSES and said is not None:
            near = [school for school in self.arms["mentored"] if abs(self.hours[school] - values["hours_mean"]) < 1e-9]
            if near and self.both(line).many(near) == line.found.n:
                rows = self.rows(line, near)
                tell(difference(rows.pair_after, rows.pair_before), said)

    def _school(self, line) -> None:
        """As its School page has it: over every item of its round."""
        place = self.places[("Round 1", "Round 2").index(line.round)]
        held = self.reader.hub.rounds[place].answers
        side = behind(self.reader, self.reader.hub.of[place], held, held.items)
        self.reader.tell(side.mean(side.inside(line.arm, line.group)), line.values["mean"])
