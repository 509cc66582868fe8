"""Somebody with every page, every evaluation table and a computer: no sum over fewer than five persons can be solved for.

Every released mean is a known sum over known persons. All of them together span a space; whatever lies in it can be worked
out. Nothing in it may be about one to four persons only, nor about a few who all said the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
import pytest

from tests.invented import CORE, SELFIE, answers, as_rounds, profile_of, second_round, told_comparison
from toolbox.disclosure import (
    SMALL_SCHOOLS,
    depths,
    evaluations,
    following,
    pairs_behind,
    release,
    release_answers,
    rules,
)
from toolbox.evaluation import evaluate
from toolbox.evaluation.study import Study, study_of
from toolbox.model import Plan, Round, SchoolFacts, ToolboxError, Viewer

AREA = "A"
FEW = 4

#: Tables with sums over known persons; the others tell of shares, spreads and models.
BLOCKS = ("baseline", "change", "groups", "missing", "profile")

DAYS = (date(2025, 11, 1), None)


def hub(seed: int, *, keyed: bool = True):
    """Many small schools, leavers and joiners of one to four, some schools of one mind."""
    draw = np.random.default_rng(seed)
    count = int(draw.integers(2, 13))
    small = draw.random(count) < 0.45
    sizes = np.where(small, draw.integers(1, 7, count), draw.integers(5, 26, count))
    first = answers(
        {(f"S{place:02d}", "teachers"): int(size) for place, size in enumerate(sizes)}, seed=seed, items=CORE[:3],
        keyed=keyed,
    )  # fmt: skip
    second = second_round(first, shift=0.3, seed=seed)
    if draw.random() < 0.5:
        alike = np.isin(first.school, np.flatnonzero((sizes < 10) & (draw.random(count) < 0.3)))
        values = [np.where(alike[:, None], 4, each.values).astype(np.int8) for each in (first, second)]
        first, second = (
            replace(each, values=np.asfortranarray(now)) for each, now in zip((first, second), values, strict=True)
        )
    gone = [_gone(first, draw) for _ in range(2)]
    return tuple(_some(each, ~away) for each, away in zip((first, second), gone, strict=True))


def _gone(found, draw) -> np.ndarray:
    """Of most schools nobody or one to four are missing, of some more."""
    away = np.zeros(len(found), bool)
    for school in range(len(found.schools)):
        rows = np.flatnonzero(found.school == school)
        many = int(draw.choice([0, 0, 0, 1, 2, 3, 4, 5, 7]))
        away[draw.permutation(rows)[: min(many, len(rows) - 1)]] = True
    return away


def _some(found, kept):
    rows = np.flatnonzero(kept)
    return replace(
        found, person=found.person[rows], school=found.school[rows], group=found.group[rows],
        values=np.asfortranarray(found.values[rows]),
    )  # fmt: skip


def planned(schools, seed: int) -> dict[str, object]:
    draw = np.random.default_rng(seed + 100)
    arms = draw.permutation([0, 1, *draw.integers(0, 2, max(0, len(schools) - 2))])[: len(schools)]
    if seed % 5 == 0:
        arms = np.arange(len(schools)) != 0
    return {
        "areas": (AREA,), "comparison": "two_groups", "assignment": "The hub chose them.",
        "schools": tuple(
            SchoolFacts(school=school, starts=DAYS[int(arm)], hours=float(draw.integers(1, 4)))
            for school, arm in zip(schools, arms, strict=True)
        ),
    }  # fmt: skip


# ── who is behind a number ──


@dataclass
class Pencil:
    """What was told, as sums over persons: one column for each person's score before, one for each after."""

    school: np.ndarray
    """Of every person, with whether they have a score before, and after."""
    has: np.ndarray
    score: np.ndarray
    names: tuple[str, ...]
    sums: list[np.ndarray] = field(default_factory=list)
    squares: list[np.ndarray] = field(default_factory=list)

    def who(self, schools=None, *, both: bool = False) -> np.ndarray:
        inside = np.ones(len(self.school), bool) if schools is None else np.isin(self.school, list(schools))
        return inside & self.has.all(axis=1) if both else inside

    def row(self, who: np.ndarray, side: int) -> np.ndarray:
        """Their mean of one round."""
        made = np.zeros((len(self.school), 2))
        there = who & self.has[:, side]
        made[there, side] = 1 / max(1, there.sum())
        return made.ravel()

    def moved(self, who: np.ndarray) -> np.ndarray:
        return self.row(who & self.has.all(axis=1), 1) - self.row(who & self.has.all(axis=1), 0)

    def mean(self, said: float | None, who: np.ndarray, side: int, spread: float | None = None) -> None:
        if said is not None:
            self.told(said, self.row(who, side))
            if spread is not None:
                self.squares.append(self.row(who, side))

    def change(self, said: float | None, who: np.ndarray) -> None:
        if said is not None:
            self.told(said, self.moved(who))

    def told(self, said: float, row: np.ndarray) -> None:
        """A released number; it must be the sum it is taken for, else the attack attacks something else."""
        assert np.nan_to_num(self.score.ravel()) @ row == pytest.approx(said, abs=1e-8)
        self.sums.append(row)


def pencil_of(study: Study) -> Pencil:
    one = next(each for each in study.pairs if each.area == AREA and not each.item)
    school = np.concatenate([one.school, one.left_school, one.joined_school])
    none = [np.full(len(each), np.nan) for each in (one.joined, one.left)]
    score = np.column_stack(
        [np.concatenate([one.before, one.left, none[0]]), np.concatenate([one.after, none[1], one.joined])]
    )
    names = np.array(study.schools, object)[school]
    return Pencil(school=names, has=np.isfinite(score), score=score, names=study.schools)


def read_pages(pencil: Pencil, first, second) -> None:
    """The School pages of both rounds and the Change pages: every school, and all together."""
    for school in (*pencil.names, None):
        who = pencil.who(None if school is None else [school])
        for side, found in enumerate((first, second)):
            try:
                cell = release(profile_of(found, school)).areas[0]
            except ToolboxError:
                continue
            pencil.mean(cell.mean, who, side, cell.sd)
        try:
            page = told_comparison(first, second, school)
        except ToolboxError:
            continue
        _change_page(pencil, page, who)


def _change_page(pencil: Pencil, page, who: np.ndarray) -> None:
    row = next(each for each in page.areas if each.area == AREA)
    kept = who & pencil.has.all(axis=1) if row.design == "paired" else who
    pencil.mean(row.mean_before, kept, 0, row.sd_before)
    pencil.mean(row.mean_after, kept, 1, row.sd_after)
    if row.design == "paired":
        pencil.change(row.change.estimate, who)
    both, once = who & pencil.has.all(axis=1), who & ~pencil.has.all(axis=1)
    for each in (each for each in page.baseline if each.area == AREA):
        for said, group, side in (
            (each.both_before, both, 0), (each.both_after, both, 1), (each.before_only, once, 0), (each.after_only, once, 1),
        ):  # fmt: skip
            pencil.mean(said, group, side)
    for start in (each for each in page.starting if each.area == AREA and each.thirds):
        for part, third in zip(_thirds(pencil.score[both, 0]), start.thirds, strict=True):
            inside = np.zeros(len(who), bool)
            inside[np.flatnonzero(both)[part]] = True
            pencil.mean(third.mean_before, inside, 0)
            pencil.change(third.observed.estimate, inside)


def _thirds(before: np.ndarray) -> list[np.ndarray]:
    low, high = np.quantile(before, [1 / 3, 2 / 3])
    return [before <= low + 1e-9, (before > low + 1e-9) & (before <= high + 1e-9), before > high + 1e-9]


def read_tables(pencil: Pencil, evaluation) -> None:
    """Every line of an evaluation that is a sum over known persons."""
    study_arms = _arms(evaluation, pencil.names)
    for line in release(evaluation).lines:
        if line.area == AREA and not line.item:
            _line(pencil, line, study_arms, evaluation)


def _arms(evaluation, names) -> dict[str, list[str]]:
    begun = {each.school: each.starts for each in evaluation.plan.schools}
    return {
        "": list(names),
        "mentored": [school for school in names if begun.get(school) is not None],
        "waiting": [school for school in names if begun.get(school) is None],
    }


def _line(pencil: Pencil, line, arms, evaluation) -> None:
    said, values = line.found.estimate, line.values
    who = pencil.who(arms.get(line.arm))
    both = who & pencil.has.all(axis=1)
    if line.contrast in ("change", "complete_pairs"):
        pencil.change(said, who)
        for side, name in enumerate(("before", "after")):
            pencil.mean(values.get(f"mean_{name}"), both, side, values.get(f"sd_{name}"))
    elif line.contrast == "two_samples":
        for side, name in enumerate(("before", "after")):
            pencil.mean(values.get(f"mean_{name}"), who, side, values.get(f"sd_{name}"))
    elif line.contrast == "baseline":
        for name in ("mentored", "waiting"):
            inside = pencil.who(arms[name], both=True)
            pencil.mean(values[f"mean_{name}"], inside, 0, values[f"sd_{name}"])
    elif line.contrast == "difference_in_changes" and said is not None:
        one, two = (pencil.moved(pencil.who(arms[name])) for name in ("mentored", "waiting"))
        pencil.told(said, one - two)
    elif line.contrast == "two_samples_groups" and said is not None:
        one, two = (pencil.row(pencil.who(arms[name]), 1) - pencil.row(pencil.who(arms[name]), 0)
                    for name in ("mentored", "waiting"))  # fmt: skip
        pencil.told(said, one - two)
    elif line.contrast in ("third_low", "third_middle", "third_high") and said is not None:
        part = _thirds(pencil.score[both, 0])[("third_low", "third_middle", "third_high").index(line.contrast)]
        inside = np.zeros(len(who), bool)
        inside[np.flatnonzero(both)[part]] = True
        pencil.change(said, inside)
        pencil.mean(values["start_mean"], inside, 0)
    elif line.contrast in ("dose_low", "dose_middle", "dose_high") and said is not None:
        hours = {each.school: each.hours for each in evaluation.plan.schools}
        near = [school for school in arms["mentored"] if abs(hours[school] - values["hours_mean"]) < 1e-9]
        if near and pencil.who(near, both=True).sum() == line.found.n:
            pencil.change(said, pencil.who(near))
    elif line.block == "profile":
        _profile(pencil, line)


def _profile(pencil: Pencil, line) -> None:
    """A school's mean, and of a shrunken one the mean it is drawn to: with weights known from the reliability."""
    side = ("Round 1", "Round 2").index(line.round)
    pencil.mean(line.values["mean"], pencil.who([line.arm]), side)
    trust, shrunken = line.values["reliability"], line.found.estimate
    if not trust or shrunken is None or trust > 1 - 1e-9:
        return
    sizes = {school: int((pencil.who([school]) & pencil.has[:, side]).sum()) for school in pencil.names}
    noise = sizes[line.arm] * (1 / trust - 1)
    weight = {school: 1 / (1 + noise / n) for school, n in sizes.items() if n >= 5}
    row = sum(weight[school] * pencil.row(pencil.who([school]), side) for school in weight) / sum(weight.values())
    pencil.told((shrunken - trust * line.values["mean"]) / (1 - trust), row)


# ── what follows ──


def solved(pencil: Pencil) -> list[tuple[str, ...]]:
    """Sets of one to four persons, or of a few of one mind, about whom something follows from what was told."""
    found = []
    for rows in (pencil.sums, pencil.squares):
        if rows:
            found += _few(pencil, np.array(rows)) + _of_one_mind(pencil, np.array(rows))
    return found


def _rank(matrix: np.ndarray) -> int:
    return int(np.linalg.matrix_rank(matrix, tol=1e-7)) if matrix.size else 0


def _few(pencil: Pencil, told: np.ndarray) -> list[tuple[str, ...]]:
    """Persons no number tells apart count together; sums over up to four of them must not lie in what was told."""
    columns = told.reshape(len(told), -1, 2).transpose(1, 0, 2).reshape(len(pencil.school), -1)
    kinds, of = np.unique(np.round(columns, 9), axis=0, return_inverse=True)
    sizes = np.bincount(of.ravel())
    small = [place for place in range(len(kinds)) if sizes[place] <= FEW and kinds[place].any()]
    wide = kinds.reshape(len(kinds), len(told), 2)

    def follows(places) -> bool:
        rest = np.delete(wide, places, axis=0).transpose(1, 0, 2).reshape(len(told), -1)
        return rank > _rank(rest)

    rank = _rank(wide.transpose(1, 0, 2).reshape(len(told), -1))
    if not small or not follows(small):
        return []
    found = []

    def grow(chosen: list[int], start: int, room: int) -> None:
        for at in range(start, len(small)):
            if sizes[small[at]] <= room:
                more = [*chosen, small[at]]
                if follows(more):
                    found.append(tuple(f"{pencil.school[of.ravel() == place][0]}:{sizes[place]}" for place in more))
                elif len(more) < 3:
                    grow(more, at + 1, room - sizes[small[at]])

    grow([], 0, FEW)
    return found


def _of_one_mind(pencil: Pencil, told: np.ndarray) -> list[tuple[str, ...]]:
    """Schools of fewer than ten who all scored the same: their mean is everybody's answer."""
    rank, found = _rank(told), []
    for school in pencil.names:
        for side in (0, 1):
            who = pencil.who([school]) & pencil.has[:, side]
            if 0 < who.sum() < 10 and np.ptp(pencil.score[who, side]) < 1e-9:
                target = pencil.row(who, side)
                if _rank(np.vstack([told, target])) == rank:
                    found.append((f"{school} all alike, round {side + 1}",))
    return found


def attacked(seed: int, *, keyed: bool = True) -> Pencil | None:
    first, second = hub(seed, keyed=keyed)
    schools = sorted({found.schools[place] for found in (first, second) for place in found.school})
    plan = planned(schools, seed)
    rounds = as_rounds(first, second)
    try:
        study = study_of(rounds, SELFIE, Plan(rounds=("Round 1", "Round 2"), **plan))
    except ToolboxError:
        return None
    pencil = pencil_of(study)
    read_pages(pencil, first, second)
    read_tables(pencil, evaluate(rounds, SELFIE, Plan(rounds=("Round 1", "Round 2"), **plan), blocks=BLOCKS))
    return pencil


#: Hubs in which this attack once found something, and a few others.
FOUND = [38, 41, 42, 61, 85, 88, 223, 265, 276]


@pytest.mark.parametrize("seed", [*FOUND, 3])
def test_nothing_about_a_few_can_be_solved_for(seed):
    pencil = attacked(seed)
    assert pencil is not None
    assert not solved(pencil)


@pytest.mark.parametrize("seed", [0, 2])
def test_nor_where_nobody_can_be_followed(seed):
    pencil = attacked(seed, keyed=False)
    assert pencil is not None
    assert not solved(pencil)


@pytest.mark.parametrize(("seed", "opened"), [(61, "complement"), (38, "on_pages")])
def test_the_attack_finds_somebody_where_the_gate_is_weakened(seed, opened, monkeypatch):
    """Without rule 4, or where pages do not look at each other, a few follow: else the tests above prove nothing."""
    if opened == "complement":
        monkeypatch.setattr(rules, "complement", lambda *_: rules.Cut())
        monkeypatch.setattr(depths, "cover", lambda _: True)
    else:
        monkeypatch.setattr(pairs_behind, "hidden_alone", lambda row, *_: [False] * len(row.siblings))
        monkeypatch.setattr(following, "_everybody_hidden", lambda *_: "")
        monkeypatch.setattr(evaluations, "sides_seen", lambda *_: "")
        monkeypatch.setattr(pairs_behind, "near_ends", lambda *_: rules.nobody)
    pencil = attacked(seed)
    assert pencil is not None
    assert solved(pencil)


# ── single answers ──


def test_no_school_stands_alone_under_the_label_of_small_schools():
    """A round in which only one school of the label answered would name its persons, in the other rounds as well."""
    first = answers({("Elm", "teachers"): 4, ("Oak", "teachers"): 9, ("Ash", "teachers"): 9, ("Fir", "teachers"): 24})
    kept = ~((first.school == first.schools.index("Oak")) & (np.arange(len(first)) % 9 > 0))
    second = _some(second_round(first, shift=0.2), first.school != first.schools.index("Elm"))
    found = _carried((_some(first, kept), second))
    label = found.school == SMALL_SCHOOLS
    for number, each in enumerate((_some(first, kept), second)):
        named = set(found.school[(found.round == number) & ~label].tolist())
        inside = {each.schools[place] for place in each.school} - named
        assert len(inside) != 1
        assert (label & (found.round == number)).sum() >= 5


@pytest.mark.parametrize("seed", range(4))
def test_rows_tell_neither_the_store_nor_the_file_nor_another_release(seed):
    rounds = hub(seed)
    one, two = _carried(rounds), _carried(rounds)
    if not len(one):
        return
    known = {name for each in rounds for name in each.person.tolist()}
    assert not set(one.person.tolist()) & (known | set(two.person.tolist()))
    # Sorted by the new names, so that neither release keeps the order of the file.
    assert one.person.tolist() == sorted(one.person.tolist())
    assert sorted(map(bytes, one.values)) == sorted(map(bytes, two.values))
    schools = sorted({school for school in one.school.tolist() if school != SMALL_SCHOOLS})
    for school in schools:
        for number in np.unique(one.round[one.school == school]):
            assert ((one.school == school) & (one.round == number)).sum() >= 5


def test_a_lone_leader_does_not_leave():
    first = answers({("Elm", "leaders"): 1, ("Elm", "teachers"): 12, ("Oak", "teachers"): 14})
    found = _carried((first, second_round(first, shift=0.2)))
    assert "leaders" not in found.group.tolist()
    assert found.left_out == (("leaders", 2),)


@pytest.mark.parametrize("viewer", [Viewer(role="head", schools=frozenset({"S00"})), Viewer(role="researcher", schools=frozenset({"S00"}))])  # fmt: skip
def test_who_sees_some_schools_only_gets_neither_answers_nor_tables(viewer):
    rounds = hub(3)
    with pytest.raises(ToolboxError) as fault:
        _carried(rounds, viewer)
    assert fault.value.code == "answers_not_allowed"
    made = evaluate(as_rounds(*rounds), SELFIE, Plan(rounds=("Round 1", "Round 2"), areas=(AREA,)), blocks=("flow",))
    with pytest.raises(ToolboxError) as fault:
        release(made, viewer=viewer)
    assert fault.value.code == "not_your_school"


def _carried(rounds, viewer: Viewer = Viewer()):
    return release_answers(
        [
            (
                Round(
                    id=str(n),
                    name=f"Round {n}",
                    framework=SELFIE.id,
                    collected_on=date(2025, 1 + n, 1),
                    sha256=str(n),
                    people=len(each),
                    schools=each.schools,
                    groups=each.groups,
                ),
                each,
            )
            for n, each in enumerate(rounds)
        ],
        SELFIE,
        viewer=viewer,
    )
