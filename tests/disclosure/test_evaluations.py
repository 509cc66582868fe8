"""The gate for evaluation tables: nothing a page hides follows from them, and nothing they add gives a few away."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from tests.invented import CORE, answers, evaluated, profile_of, second_round, told_comparison
from toolbox.disclosure import release
from toolbox.model import Crowd, Policy, SchoolFacts, ToolboxError, Viewer

ASSIGNED = "The hub chose them."


def rounds(seed: int, *, stay: float = 0.85):
    """A hub of six to twelve schools with small and unequal groups; some left, some joined."""
    draw = np.random.default_rng(seed)
    schools = [f"S{number:02d}" for number in range(draw.integers(6, 13))]
    sizes = {(school, "teachers"): int(draw.integers(1, 26)) for school in schools}
    first = answers(sizes, seed=seed, items=CORE[:4])
    return some_of(first, draw.random(len(first)) < stay), some_of(
        second_round(first, shift=0.3), draw.random(len(first)) < stay
    )


def some_of(found, kept):
    rows = np.flatnonzero(kept)
    return replace(
        found, person=found.person[rows], school=found.school[rows], group=found.group[rows],
        values=np.asfortranarray(found.values[rows]),
    )  # fmt: skip


def planned(first, seed: int):
    draw = np.random.default_rng(seed + 100)
    days = (date(2025, 11, 1), date(2025, 9, 1), None)
    return {
        "areas": ("A",), "comparison": "two_groups", "assignment": ASSIGNED,
        "schools": tuple(
            SchoolFacts(school=school, starts=days[draw.choice(3, p=[0.45, 0.1, 0.45])]) for school in first.schools
        ),
    }  # fmt: skip


def alone(first, second):
    """Every school's own Change page, for area A; None where the school did not answer both."""
    found = {}
    for school in sorted(set(first.schools)):
        try:
            found[school] = told_comparison(first, second, school).areas[0]
        except ToolboxError:
            continue
    return found


@pytest.mark.parametrize("seed", range(8))
def test_no_school_follows_from_an_arm_minus_the_schools_shown(seed):
    """Somebody with the tables, every page and a pencil: what is left of an arm is nobody, or two schools and five."""
    first, second = rounds(seed)
    made = evaluated(first, second, **planned(first, seed))
    pages, arms = alone(first, second), made.lines and _arms(made)
    raw = next(row for row in made.comparison.paired if not row.item and row.area == "A")
    sizes = dict(zip(made.comparison.schools, raw.siblings, strict=True))
    for line in release(made).lines:
        if line.hidden or line.block != "groups" or line.contrast not in ("change", "difference_in_changes", "ancova"):
            continue
        for schools in arms:
            for shown, wants in (
                (lambda row: row.design == "paired" and row.change.estimate is not None, "change"),
                (lambda row: row.design == "paired" and row.mean_before is not None, "means"),
            ):
                if wants == "means" and line.values.get("mean_before") is None and line.contrast != "ancova":
                    continue
                away = [sizes[school] for school in schools if school in sizes and any(sizes[school])
                        and not (school in pages and shown(pages[school]))]  # fmt: skip
                left, joined = sum(b - p for b, _, p in away), sum(a - p for _, a, p in away)
                with_pairs = [pairs for _, _, pairs in away if pairs]
                assert not with_pairs or (len(with_pairs) >= 2 and sum(with_pairs) >= 5), (line.contrast, wants, away)
                if wants == "means":
                    assert all(n == 0 or n >= 5 for n in (left, joined)), (line.contrast, away)
                else:
                    assert left + joined == 0 or left + joined >= 5, (line.contrast, away)


def _arms(made):
    return next(line.inside for line in made.lines if line.block == "groups" and line.contrast == "change")


@pytest.mark.parametrize("seed", range(8))
def test_a_hidden_mean_cannot_be_solved_for(seed):
    """Linear algebra over everything told of pairs: the change of no hidden school, nor of few, is determined."""
    first, second = rounds(seed, stay=0.95)
    made = evaluated(first, second, **planned(first, seed))
    pages, arms = alone(first, second), _arms(made)
    raw = next(row for row in made.comparison.paired if not row.item and row.area == "A")
    schools = made.comparison.schools
    pairs = np.array([size[2] for size in raw.siblings], float)
    told = [np.where([school == one for one in schools], pairs, 0) for school in schools
            if school in pages and pages[school].design == "paired" and pages[school].change.estimate is not None]  # fmt: skip
    seen = release(made)
    if any(
        line.contrast == "change" and line.block == "change" and line.found.estimate is not None for line in seen.lines
    ):
        told.append(pairs)
    names = [
        line.arm for line in seen.lines if line.block == "groups" and line.contrast == "change" and not line.hidden
    ]
    for name in names:
        inside = arms[["mentored", "waiting"].index(name)]
        told.append(np.where([school in inside for school in schools], pairs, 0))
    if not told:
        return
    known = np.array(told)
    rank = np.linalg.matrix_rank(known)
    for place, size in enumerate(pairs):
        if 0 < size < 5:
            unit = np.zeros(len(pairs))
            unit[place] = 1
            assert np.linalg.matrix_rank(np.vstack([known, unit])) > rank, (schools[place], size, names)


@pytest.mark.parametrize("seed", range(4))
def test_no_number_stands_for_a_few(seed):
    first, second = rounds(seed)
    seen = release(evaluated(first, second, **planned(first, seed)))
    for line in seen.lines:
        sizes = [
            line.found.n,
            line.n_pairs,
            line.values.get("lost"),
            line.values.get("n_before"),
            line.values.get("n_leavers"),
        ]
        assert not [size for size in sizes if size is not None and 0 < size < 5], (line.block, line.contrast, sizes)
        if line.hidden:
            assert (line.found.estimate, line.found.se, line.effect.estimate, line.icc, line.p_adjusted) == (None,) * 5
        elif line.block != "profile" and (line.found.se is not None or line.effect.estimate is not None):
            assert line.found.n >= 10 or line.effect.n >= 10


@pytest.mark.parametrize("seed", range(4))
def test_a_school_in_the_profile_is_shown_as_on_its_own_page(seed):
    first, second = rounds(seed)
    made = release(evaluated(first, second, areas=("A",)))
    lines = [line for line in made.lines if line.block == "profile" and line.round == "Round 1"]
    assert [line.arm for line in lines] == sorted(line.arm for line in lines)
    for line in lines:
        page = release(profile_of(first, line.arm)).areas[0]
        assert line.hidden == page.hidden
        assert line.values["mean"] == pytest.approx(page.mean)
        assert (line.values["top_share"] is None) == (page.top_share is None)


def test_shrunken_means_are_hidden_where_one_hidden_school_would_follow():
    first = answers({(f"S{n}", "teachers"): size for n, size in enumerate((3, 6, 24, 30, 28, 26))})
    seen = release(evaluated(first, second_round(first, shift=0.2), areas=("A",)))
    lines = {line.arm: line for line in seen.lines if line.block == "profile" and line.round == "Round 1"}
    assert lines["S0"].hidden == "few"
    assert lines["S1"].hidden == "complement"
    assert lines["S2"].values["mean"] is not None
    assert (lines["S2"].found.estimate, lines["S2"].found.refused) == (None, "protects_school")
    assert lines["S2"].values["compare_low"] is None


def test_thirds_are_shown_together_or_not_at_all():
    first = answers({(f"S{n}", "teachers"): 9 for n in range(3)})
    seen = release(evaluated(first, second_round(first, shift=0.2), areas=("A",)))
    thirds = [line for line in seen.lines if line.contrast.startswith("third_")]
    assert len(thirds) == 3
    assert {line.hidden for line in thirds} == {"few"}


def test_a_round_between_does_not_give_the_few_away_who_missed_it():
    first = answers({(f"S{n}", "teachers"): 12 for n in range(12)}, items=CORE[:4])
    middle, last = second_round(first, shift=0.2), second_round(first, shift=0.4, seed=5)
    days = (date(2025, 11, 1), date(2026, 6, 1), None)
    plan = {
        "areas": ("A",), "comparison": "waves", "assignment": ASSIGNED,
        "schools": tuple(SchoolFacts(school=school, starts=days[n % 3]) for n, school in enumerate(first.schools)),
    }  # fmt: skip
    kept = np.ones(len(middle), bool)
    assert not {
        line.hidden for line in release(evaluated(first, middle, last, **plan)).lines if line.block == "waves"
    } - {""}
    kept[:2] = False
    seen = release(evaluated(first, some_of(middle, kept), last, **plan)).lines
    cells = {
        (line.values["from_round"], line.values["to_round"]): line.hidden for line in seen if "to_round" in line.values
    }
    assert cells["Round 1", "Round 2"]
    assert not cells["Round 1", "Round 3"]
    assert next(line for line in seen if line.contrast == "all_waves").hidden
    assert next(line for line in seen if line.contrast == "mixed").hidden


@pytest.mark.parametrize(("smallest", "hidden"), [(3, "complement"), (38, "")])
def test_an_arm_of_people_nobody_follows_does_not_give_a_small_school_away(smallest, hidden):
    """The page of the next smallest school is hidden for the smallest; in another arm it protects nobody."""
    first = answers(
        {(f"S{n}", "pupils"): size for n, size in enumerate((smallest, *range(40, 49)))}, items=CORE[:4], keyed=False
    )
    facts = tuple(
        SchoolFacts(school=school, starts=None if n % 2 else date(2025, 11, 1)) for n, school in enumerate(first.schools)
    )  # fmt: skip
    plan = {"areas": ("A",), "comparison": "two_groups", "assignment": ASSIGNED, "schools": facts}
    seen = release(evaluated(first, second_round(first, shift=0.2), **plan))
    assert next(line for line in seen.lines if line.block == "groups").hidden == hidden


def test_leavers_are_told_of_from_ten_only():
    first = answers({(f"S{n}", "teachers"): 20 for n in range(6)})
    second = second_round(first, shift=0.2)
    for few, hidden in ((7, "few"), (12, "")):
        kept = np.ones(len(second), bool)
        # Of two schools: were all of one, its pairs would follow from those of all together, the others being everybody.
        kept[: few // 2] = kept[20 : 20 + few - few // 2] = False
        seen = release(evaluated(first, some_of(second, kept), areas=("A",)))
        line = next(line for line in seen.lines if line.contrast == "stayers_leavers")
        assert line.hidden == hidden


def test_a_crowd_of_a_few_hides_its_line_and_policy_may_raise_the_least():
    first = answers({(f"S{n}", "teachers"): 20 for n in range(6)})
    made = evaluated(first, second_round(first, shift=0.2), areas=("A",))
    line = next(line for line in made.lines if line.contrast == "at_top")
    few = replace(
        made, lines=(replace(line, crowds=(Crowd(n=9),)), replace(line, crowds=(Crowd(n=4, mean_only=True),)))
    )
    assert [seen.hidden for seen in release(few).lines] == ["few", "few"]
    strict = release(made, policy=Policy(min_n=30, min_bands=200))
    assert {seen.found.estimate for seen in strict.lines if seen.contrast == "change"} == {None}


def test_a_school_that_may_not_be_seen_bars_the_evaluation():
    first = answers({(f"S{n}", "teachers"): 20 for n in range(3)})
    made = evaluated(first, second_round(first, shift=0.2), areas=("A",))
    with pytest.raises(ToolboxError) as fault:
        release(made, viewer=Viewer(role="head", schools=frozenset({"S0"})))
    assert fault.value.code == "not_your_school"
