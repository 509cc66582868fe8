"""Rule 38: kinds of clusters give no hidden school back and nobody of the few who left or joined, whatever else is read."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from itertools import combinations

import numpy as np
import pytest

from tests.mentoring.clustered import FRAMEWORK, hub_of
from toolbox.comparison import compare
from toolbox.disclosure import clusters as gate
from toolbox.disclosure import release
from toolbox.disclosure.clusters import ReleasedKinds, release_clusters
from toolbox.mentoring.clusters import ClusterStudy, cluster_study
from toolbox.model import Answers, Policy, ToolboxError, Viewer
from toolbox.profile import profile

AREA, LEAST = "D", Policy().min_n
#: What is not known of a school: those who answered both times before and after, who left, who joined.
BLOCKS = ("before", "after", "left", "joined")


def of_area(found: Answers) -> Answers:
    """The answers to one area alone: fewer numbers to read, and the gate decides area by area."""
    columns = [place for place, item in enumerate(found.items) if item.startswith(f"selfie2020.{AREA}")]
    items = tuple(found.items[place] for place in columns)
    return replace(found, items=items, values=np.asfortranarray(found.values[:, columns]))


class Hub:
    """An invented hub, what its pages show of every school, and the sums somebody reads there."""

    def __init__(self, **asked) -> None:
        before, after, *how = hub_of(**asked)
        before, after = (replace(each, answers=of_area(each.answers)) for each in (before, after))
        self.rounds = (before, after, *how)
        self.schools = tuple(before.answers.schools)
        one, two = (
            [set(each.answers.person[each.answers.school == place]) for place in range(len(self.schools))]
            for each in (before, after)
        )
        self.persons = np.array(
            [(len(a & b), len(a - b), len(b - a)) for a, b in zip(one, two, strict=True)]
        )  # pairs, left, joined
        self.hidden: set[int] = set()
        self.told: list[np.ndarray] = []
        for place in (*range(len(self.schools)), None):
            self._read(place)

    def row(self, places, **blocks: float) -> np.ndarray:
        """A sum over some schools, of the blocks of each that anybody is in."""
        made = np.zeros((len(self.schools), len(BLOCKS)))
        for name, weight in blocks.items():
            made[list(places), BLOCKS.index(name)] = weight
        made[:, :2] *= self.persons[:, :1] > 0
        made[:, 2:] *= self.persons[:, 1:] > 0
        return made.ravel()

    def _read(self, place: int | None) -> None:
        before, after = self.rounds[:2]
        wanted = None if place is None else [self.schools[place]]
        where = range(len(self.schools)) if place is None else [place]
        for each, blocks in ((before, ("before", "left")), (after, ("after", "joined"))):
            if wanted and not (each.answers.school == place).any():
                continue
            seen = release(profile(each.answers, FRAMEWORK, round_name=each.name, collected_on=each.collected_on, schools=wanted, items=False, gaps=False))  # fmt: skip
            if any(cell.area == AREA and cell.mean is not None for cell in seen.areas):
                self.told.append(self.row(where, **dict.fromkeys(blocks, 1)))
        shown = None
        if place is None or self.persons[place, 0]:
            with suppress(ToolboxError):  # not in both rounds
                found = compare(
                    before.answers, after.answers, FRAMEWORK, before_name="Autumn", after_name="Spring",
                    before_on=before.collected_on, after_on=after.collected_on, schools=wanted,
                )  # fmt: skip
                shown = next((row for row in release(found).areas if row.area == AREA), None)
        paired = shown is not None and shown.design == "paired" and not shown.hidden
        if paired and shown.change.estimate is not None:
            self.told.append(self.row(where, after=1, before=-1))
            if shown.mean_before is not None:
                self.told += [self.row(where, before=1), self.row(where, after=1)]
        elif place is not None:
            self.hidden.add(place)

    def study(self, by: str) -> ClusterStudy | None:
        before, after, clusters, members = self.rounds
        return cluster_study(before, after, FRAMEWORK, clusters, members, by=by)

    def sums(self, study: ClusterStudy, released: ReleasedKinds) -> list[np.ndarray]:
        """What the table of kinds adds, where it is shown."""
        rows = [row for row in released.rows if row.area == AREA]
        if any(row.hidden for row in rows):
            assert all(row.hidden and row.n is None and row.change.estimate is None for row in rows), "all or none"
            return []
        made = []
        for kind, row in zip(study.kinds.kinds, rows, strict=True):
            where = [self.schools.index(each) for each in kind.schools]
            if row.design == "paired":
                made.append(self.row(where, after=1, before=-1))
            else:  # more than is told: both means instead of their difference
                made += [self.row(where, before=1, left=1), self.row(where, after=1, joined=1)]
        return made

    def leaks(self, more: list[np.ndarray]) -> list[tuple]:
        """Who follows with these sums and did not without: fewer than k persons, or one school whose page hides its change."""
        base, told = np.array(self.told), np.array([*self.told, *more])
        parts = [
            (place, block) for place in range(len(self.schools)) for block in range(3) if self.persons[place, block]
        ]
        small = [part for part in parts if self.persons[part] < LEAST]
        supports = [
            some
            for number in range(1, LEAST)
            for some in combinations(small, number)
            if sum(self.persons[part] for part in some) < LEAST and len({place for place, _ in some}) < 3
        ]
        supports += [tuple(part for part in parts if part[0] == place) for place in self.hidden]
        found = []
        for support in supports:
            inside = np.zeros((len(self.schools), len(BLOCKS)), bool)
            for place, block in support:
                inside[place, [0, 1] if block == 0 else block + 1] = True
            if support and _free(told, ~inside.ravel()) > _free(base, ~inside.ravel()):
                found.append(support)
        return found


def _free(told: np.ndarray, outside: np.ndarray) -> int:
    return int(np.linalg.matrix_rank(told) - np.linalg.matrix_rank(told[:, outside]))


@lru_cache(maxsize=1)
def drawn_hubs() -> list[Hub]:
    """Hubs of every kind: all schools shown, some hidden, a few who left or joined, kinds of one small school more."""
    rng, made = np.random.default_rng(38), []
    for number in range(16):
        schools, per = int(rng.integers(12, 22)), int(rng.integers(2, 4))
        sizes = rng.integers(11, 18, schools)
        few = rng.random(schools) < rng.choice([0.0, 0.15, 0.35])
        sizes = np.where(few, rng.integers(3, 9, schools), sizes)
        left = np.where(rng.random(schools) < rng.choice([0.0, 0.2]), rng.choice([2, 3, 5], schools), 0)
        joined = np.where(rng.random(schools) < rng.choice([0.0, 0.2]), rng.choice([1, 5, 6], schools), 0)
        made.append(
            Hub(
                sizes=sizes.tolist(), models=["rural", "virtual", "rural"][: 2 + number % 2], incentives=["paid", "days off"],
                per=per, left=np.minimum(left, sizes - 1).tolist(), joined=joined.tolist(), seed=number,
            )
        )  # fmt: skip
    return made


def asked(hub: Hub, *, forget: bool = False) -> list[np.ndarray]:
    """Both tables of the page, models first; ``forget``: as if the ledger were not read for the second."""
    model, incentive = hub.study("model"), hub.study("incentive")
    told, more = (), []
    for study in (model, incentive):
        if study is None:
            continue
        released = release_clusters(study, () if forget else told, Policy(), Viewer())
        if released.told:
            told = (*told, *study.kinds.sets)
        more += hub.sums(study, released)
    return more


def test_no_hidden_school_and_no_few_persons_follow_from_what_passes() -> None:
    shown = hidden = 0
    for hub in drawn_hubs():
        more = asked(hub)
        shown, hidden = shown + bool(more), hidden + (not more)
        assert not hub.leaks(more), (hub.rounds[2], hub.persons.tolist())
    assert min(shown, hidden) >= 4, (shown, hidden)


def crossed() -> Hub:
    """Every model and every incentive hides three schools or more, and virtual clusters that are paid for hide one."""
    few = (0, 1, 2, 6, 18, 19, 20)
    return Hub(
        sizes=[4 if place in few else 14 for place in range(24)], models=["rural", "virtual"],
        incentives=["paid", "paid", "days off", "days off"], per=6,
    )  # fmt: skip


def test_two_tables_that_hold_by_themselves_do_not_stand_beside_each_other() -> None:
    hub = crossed()
    for by in ("model", "incentive"):
        assert not {row.hidden for row in release_clusters(hub.study(by), (), Policy(), Viewer()).rows} - {""}
    assert set(hub.leaks(asked(hub, forget=True))) == {((6, 0),)}, "the one hidden school follows from both"
    more = asked(hub)
    assert len(more) == 2, "models first, and incentives not beside them"
    assert not hub.leaks(more)


@pytest.mark.parametrize("weakened", ["no gate", "sets by themselves"])
def test_a_weakened_gate_is_found(weakened: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if weakened == "no gate":
        monkeypatch.setattr(gate, "why_hidden", lambda line, ground: "")
        monkeypatch.setattr(gate.rules, "of_all", lambda sizes, group="": "")
    if weakened == "sets by themselves":
        whole = gate.parts
        monkeypatch.setattr(gate, "parts", lambda schools, sets: whole(schools, list(sets)[:1])[:1])
        monkeypatch.setattr(gate.rules, "of_all", lambda sizes, group="": "")
    assert any(hub.leaks(asked(hub)) for hub in drawn_hubs())


def test_a_hub_of_large_schools_is_told_with_its_clusters_in_view() -> None:
    hub = Hub(sizes=[14] * 24, models=["rural", "virtual"], moved={"virtual": 0.7})
    found = release_clusters(hub.study("model"), (), Policy(), Viewer())
    rows = [row for row in found.rows if row.area == AREA]
    assert [(row.name, row.clusters, row.schools, row.n, row.hidden) for row in rows] == [
        ("rural", 4, 12, 168, ""),
        ("virtual", 4, 12, 168, ""),
    ]
    assert all(row.change.ci_low is not None and row.change.p is None for row in rows)
    apart = next(each for each in found.differences if each.area == AREA)
    assert (apart.more, apart.less, apart.clear) == ("virtual", "rural", True)
    assert apart.found.p is None


def test_a_kind_with_one_hidden_school_hides_all_kinds() -> None:
    # The school that is hidden with the smallest one, so that all schools do not give it away, is of the other kind.
    hub = Hub(sizes=[4, 20, 21, 22, 23, 24, 15, 25, 26, 27, 28, 29], models=["rural", "virtual"], per=6)
    found = release_clusters(hub.study("model"), (), Policy(), Viewer())
    assert {row.hidden for row in found.rows} == {"protects_few"}
    assert not found.differences


def test_ranges_need_clusters_enough_behind_them_or_nobody_hidden() -> None:
    hub = Hub(sizes=[4, 4, 4, *[14] * 21], models=["rural", "virtual"])
    found = release_clusters(hub.study("model"), (), Policy(), Viewer())
    rows = [row for row in found.rows if row.area == AREA]
    assert [row.hidden for row in rows] == ["", ""]
    assert [row.change.ci_low for row in rows] == [None, None], (
        "three hidden schools in one cluster: its mean would follow"
    )
    assert not found.differences


def test_averages_of_two_groups_where_nobody_can_be_followed() -> None:
    hub = Hub(sizes=[14] * 24, models=["rural", "virtual"], left=[2] * 24, joined=[1] * 24)
    found = release_clusters(hub.study("model"), (), Policy(), Viewer())
    rows = [row for row in found.rows if row.area == AREA]
    assert {row.hidden for row in rows} == {""}
    assert not hub.leaks(hub.sums(hub.study("model"), found))


def test_a_kind_of_mostly_one_school_is_not_passed_on() -> None:
    hub = Hub(sizes=[90, *[14] * 5, *[14] * 6], models=["rural", "virtual"], per=6)
    found = release_clusters(hub.study("model"), (), Policy(), Viewer())
    assert {row.hidden for row in found.rows} == {"large_school"}


def test_sets_told_before_cut_the_kinds_into_parts() -> None:
    hub = Hub(sizes=[14] * 24, models=["rural", "virtual"])
    study = hub.study("model")
    first = tuple(hub.schools[:3])
    found = release_clusters(study, (first,), Policy(), Viewer())
    assert {row.hidden for row in found.rows} == {"few_for_all"}, "rural less those three is told, and so they are"
    assert {row.hidden for row in release_clusters(study, (tuple(hub.schools[:6]),), Policy(), Viewer()).rows} == {
        "few_for_all"
    }
    assert {row.hidden for row in release_clusters(study, study.kinds.sets, Policy(), Viewer()).rows} == {""}


def test_raised_minimums_hide_at_least_as_much() -> None:
    hub = Hub(sizes=[8, 8, *[14] * 22], models=["rural", "virtual"])
    one, other = (release_clusters(hub.study("model"), (), each, Viewer()) for each in (Policy(), Policy(min_n=9, min_bands=30)))  # fmt: skip
    for first, second in zip(one.rows, other.rows, strict=True):
        assert not first.hidden or second.hidden


def test_nothing_of_it_is_for_the_public_or_for_who_sees_some_schools() -> None:
    study = Hub(sizes=[14] * 24, models=["rural", "virtual"]).study("model")
    with pytest.raises(ToolboxError) as refusal:
        release_clusters(study, (), Policy().publicly, Viewer())
    assert refusal.value.code == "not_public"
    with pytest.raises(ToolboxError) as refusal:
        release_clusters(study, (), Policy(), Viewer(role="mentor", schools=frozenset({"School 00"})))
    assert refusal.value.code == "not_allowed"
