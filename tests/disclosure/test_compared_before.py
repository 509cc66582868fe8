"""Three rounds compared two by two: with all that was told nobody finds a few persons of one of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import combinations

import numpy as np
import pytest

from tests.invented import SELFIE, compared
from tests.late import note, round_of, shown
from tests.store.makers import EVERYONE, source
from toolbox.disclosure import release
from toolbox.disclosure.compared_before import (
    compared_earlier,
    compared_state,
    comparison_beside,
    told_alone,
    told_of,
)
from toolbox.disclosure.since import comparison_since, profile_since, sides_shown
from toolbox.disclosure.states import AsShown, as_shown
from toolbox.linking import link
from toolbox.model import Answers, Policy, Release, Round
from toolbox.profile import profile
from toolbox.store import Store, open_store

DAYS = [date(2026, 10, 1), date(2027, 4, 1), date(2027, 10, 1), date(2028, 4, 1)]


@pytest.fixture
def store(tmp_path) -> Iterator[Store]:
    opened = open_store(folder=tmp_path)
    yield opened
    opened.close()


def persons(sizes: dict[str, int], absent: list[dict[str, set[int]]]) -> list[Answers]:
    """A round for each of ``absent``: everybody of the schools but those, each with every question answered."""
    every = round_of({(school, "teachers"): size for school, size in sizes.items()})
    places = [np.flatnonzero(every.school == at) for at in range(len(every.schools))]
    made = []
    for seed, gone in enumerate(absent):
        kept = np.ones(len(every), bool)
        for school, who in gone.items():
            kept[places[every.schools.index(school)][sorted(who)]] = False
        values = np.random.default_rng(seed).integers(1, 6, (len(every), len(every.items))).astype(np.int8)
        made.append(
            replace(
                every, person=every.person[kept], school=every.school[kept], group=every.group[kept],
                values=np.asfortranarray(values[kept]),
            )
        )  # fmt: skip
    return made


def saved(store: Store, rounds: list[Answers]) -> list[Round]:
    return [
        store.save_round(
            EVERYONE, name=f"Round {at}", collected_on=DAYS[at], framework="selfie-2020", answers=each,
            sources=(source("abcdef"[at] * 64),),
        )
        for at, each in enumerate(rounds)
    ]  # fmt: skip


class Reader:
    """Everything told of one area, as sums over persons in rounds."""

    def __init__(self, store: Store, rounds: list[Round], *, weak: bool = False) -> None:
        self.store, self.rounds, self.weak = store, rounds, weak
        self.told: list[dict[tuple, float]] = []

    def page(self, at: int) -> None:
        """The School pages of a round."""
        found = shown(self.store, self.rounds[at])
        for school in (*found.answers.schools, None):
            raw = profile(
                found.answers, SELFIE, round_name="", collected_on=DAYS[at], schools=[school] if school else None
            )
            cell = release(profile_since(raw, found, Policy())).areas[0]
            if cell.mean is not None:
                self.told.append({(at, *who): 1.0 for who in names(found.answers, school)})
        note(self.store, found)

    def change(self, one: int, two: int) -> dict[str | None, str]:
        """The Change pages of two rounds: how each was compared."""
        ids = self.rounds[one].id, self.rounds[two].id
        both = [shown(self.store, self.rounds[at]) for at in (one, two)]
        sides, design = sides_shown(*both, Policy()), {}
        state = compared_state(ids, tuple(each.state.data_set for each in both), Policy())
        seen = self.store.ledger.shown(EVERYONE, ids)

        def then(id: str, sha256: str) -> AsShown:
            return as_shown(self.store, EVERYONE, id, Policy(), survey=True, sha256=sha256)

        told = told_of(compared_earlier(state, seen), then, lambda *each: sides_shown(*each, Policy())[-1])
        told += told_alone(ids, both)
        pairs = set(names(sides[-1][0], rows=link(*sides[-1]).before_rows))
        for school in (*sorted({*sides[-1][0].schools, *sides[-1][1].schools}), None):
            raw = comparison_since(compared(*sides[-1], school), sides, Policy())
            if not self.weak:
                raw = comparison_beside(raw, ids, sides[-1], told, Policy())
            row = release(raw).areas[0]
            design[school] = row.design if not row.hidden else row.hidden
            inside = [who for who in pairs if school in (None, who[0])]
            if row.design != "paired" or row.hidden:
                continue
            before, after = ({(at, *who): 1.0 for who in inside} for at in (one, two))
            self.told += [before] if row.mean_before is not None else []
            self.told += [after] if row.mean_after is not None else []
            if row.change.estimate is not None:
                self.told.append({**after, **{key: -1.0 for key in before}})
        self.store.ledger.add(
            EVERYONE,
            Release(
                at=both[0].round.sources[0].read_at, role="local", what="comparison", how="page", rounds=ids,
                data_sets=state.members,
            ),
            [*(each.state for each in both), state],
            seen=seen,
        )  # fmt: skip
        return design

    def few(self) -> list[tuple]:
        """Sets of one to four persons of whom something follows: a sum over them alone lies in the space of what was told.

        Persons who stand in the same sums are one kind; of a few kinds something follows where what was told has a lower
        rank without them.
        """
        columns: dict[tuple[str, str], list[tuple]] = {}
        for row, each in enumerate(self.told):
            for (at, *who), weight in each.items():
                columns.setdefault(tuple(who), []).append((at, row, weight))
        kinds: dict[tuple, list[tuple[str, str]]] = {}
        for who, stands in columns.items():
            kinds.setdefault((who[0], *sorted(stands)), []).append(who)
        small = {key: who for key, who in kinds.items() if len(who) < 5}
        blocks = {}
        for key in kinds:
            block = np.zeros((len(self.told), len(self.rounds)))
            for at, row, weight in key[1:]:
                block[row, at] = weight
            blocks[key] = block
        whole = np.linalg.matrix_rank(np.hstack(list(blocks.values())))
        found = []
        for many in range(1, 5):
            for some in combinations(small, many):
                if sum(len(small[key]) for key in some) < 5:
                    rest = np.hstack([block for key, block in blocks.items() if key not in some])
                    if np.linalg.matrix_rank(rest) < whole:
                        found.append(tuple(sorted(who for key in some for who in small[key])))
            if found:
                break
        return found


def names(answers: Answers, school: str | None = None, rows: np.ndarray | None = None) -> list[tuple[str, str]]:
    rows = np.arange(len(answers)) if rows is None else rows
    found = [(answers.schools[answers.school[row]], str(answers.person[row])) for row in rows]
    return [who for who in found if school in (None, who[0])]


def read(store: Store, rounds: list[Answers], order, *, weak: bool = False) -> Reader:
    made = saved(store, rounds)
    reader = Reader(store, made, weak=weak)
    for at in range(len(made)):
        reader.page(at)
    reader.how = [reader.change(*two) for two in order]
    return reader


#: Ten of thirty answered the first round only; of the rest two the second, and others two the third.
TWO = [{}, {"Elm": {*range(10), 10, 11}}, {"Elm": {*range(10), 12, 13}}]


@pytest.mark.parametrize("order", [[(0, 1), (0, 2)], [(0, 2), (0, 1)]])
def test_the_few_who_are_in_the_one_and_not_in_the_other_do_not_follow(tmp_path, order) -> None:
    weak, strong = (open_store(folder=tmp_path / name) for name in ("weak", "strong"))
    rounds = persons({"Elm": 30}, TWO)
    found = read(weak, rounds, order, weak=True)
    assert [each[None] for each in found.how] == ["paired", "paired"]
    assert found.few(), "the attack is real"
    found = read(strong, rounds, order)
    assert [each[None] for each in found.how] == ["paired", "independent"]
    assert found.few() == []


def test_the_last_two_rounds_share_one_with_each_of_them(store) -> None:
    """Of the second round 18, of the third 18, both 16: the third pair of rounds tells of those two once more."""
    found = read(store, persons({"Elm": 30}, TWO), [(0, 1), (1, 2)])
    assert found.few() == []


def test_five_who_are_in_one_only_are_enough(store) -> None:
    gone = [{}, {"Elm": {*range(10), 10, 11, 12}}, {"Elm": {*range(10), 13, 14}}]
    found = read(store, persons({"Elm": 40}, gone), [(0, 1), (0, 2)])
    assert [each[None] for each in found.how] == ["paired", "paired"]
    assert found.few() == []


def test_all_but_a_few_may_not_be_in_one_only_either(tmp_path) -> None:
    """Those who came again are others each time; three came twice."""
    gone = [{}, {"Elm": set(range(3, 15))}, {"Elm": set(range(15, 27))}]
    rounds = persons({"Elm": 27}, gone)
    weak, strong = (open_store(folder=tmp_path / name) for name in ("weak", "strong"))
    assert read(weak, rounds, [(0, 1), (0, 2)], weak=True).few()
    found = read(strong, rounds, [(0, 1), (0, 2)])
    assert [each[None] for each in found.how] == ["paired", "independent"]
    assert found.few() == []


def test_what_was_shown_first_is_shown_again_as_it_was(store) -> None:
    made = saved(store, persons({"Elm": 30}, TWO))
    reader = Reader(store, made)
    first = reader.change(0, 1)
    assert reader.change(0, 2)[None] == "independent"
    assert reader.change(0, 1) == first


def test_those_of_three_comparisons_do_not_follow_by_a_sum_of_all(tmp_path) -> None:
    """Ten came again in spring, ten others in autumn, and nineteen of the twenty a year later."""
    gone = [{}, {"Elm": set(range(10, 40))}, {"Elm": {*range(10), *range(20, 40)}}, {"Elm": set(range(19, 40))}]
    rounds = persons({"Elm": 40}, gone)
    order = [(0, 1), (0, 2), (0, 3)]
    weak, strong = (open_store(folder=tmp_path / name) for name in ("weak", "strong"))
    assert read(weak, rounds, order, weak=True).few()
    found = read(strong, rounds, order)
    assert [each[None] for each in found.how] == ["paired", "paired", "independent"]
    assert found.few() == []


def test_late_answers_do_not_tell_of_those_who_were_not_followed(tmp_path) -> None:
    """Of twenty who answered the first round all but two answered the second; late ones of the first did not."""
    every = persons({"Elm": 40}, [{}, {"Elm": set(range(18, 40))}])
    late = np.arange(20, 40)

    def some(rows) -> Answers:
        of = every[0]
        return replace(
            of, person=of.person[rows], school=of.school[rows], group=of.group[rows],
            values=np.asfortranarray(of.values[rows]),
        )  # fmt: skip

    for weak in (True, False):
        store = open_store(folder=tmp_path / str(weak))
        made = saved(store, [some(np.arange(20)), every[1]])
        reader = Reader(store, made, weak=weak)
        reader.page(0)
        store.add_to_round(
            EVERYONE, made[0].id, answers=some(late), sources=(source("f" * 64),), version=made[0].version
        )
        reader.page(0)
        reader.page(1)
        reader.change(0, 1)
        assert bool(reader.few()) == weak


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_of_many_schools_no_few_persons_follow(tmp_path, seed) -> None:
    """In each school five persons miss the second round and the third, and one more who may be another each time."""
    draw = np.random.default_rng(seed)
    sizes = {"Ash": 4, "Birch": 6} | {school: int(draw.integers(20, 30)) for school in ("Cedar", "Elm", "Oak")}
    gone = [{}] + [
        {school: {*range(5), int(draw.integers(5, 8))} for school, size in sizes.items() if size > 6} for _ in range(2)
    ]
    order = draw.permutation([(0, 1), (0, 2), (1, 2)]).tolist()
    weak, strong = (open_store(folder=tmp_path / name) for name in ("weak", "strong"))
    rounds = persons(sizes, gone)
    assert read(weak, rounds, order, weak=True).few()
    found = read(strong, rounds, order)
    assert found.few() == []
    assert "paired" in found.how[0].values()


@pytest.mark.parametrize("seed", [0, 5])
def test_small_schools_show_what_tells_of_nobody(tmp_path, seed) -> None:
    """Where a school shows a change and no means, those who joined are left over in every sum: nothing more is hidden."""
    draw = np.random.default_rng(seed)
    sizes = {school: int(draw.integers(4, 22)) for school in ("Ash", "Birch", "Cedar", "Elm", "Oak")}
    gone = [
        {school: {who for who in range(size) if draw.random() < often} for school, size in sizes.items()}
        for often in (0.1, 0.3, 0.4)
    ]
    order = draw.permutation([(0, 1), (0, 2), (1, 2)]).tolist()
    weak, strong = (
        read(open_store(folder=tmp_path / name), persons(sizes, gone), order, weak=name == "weak")
        for name in ("weak", "strong")
    )
    assert weak.few() == strong.few() == []
    assert weak.how == strong.how
