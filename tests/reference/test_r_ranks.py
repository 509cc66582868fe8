"""Ranks, order, rearrangements and drawn schools against R (coin, exactRankTests, effectsize, boot, enumeration)."""

from __future__ import annotations

import csv

import numpy as np
import pytest

from tests.reference.test_r import HERE, agrees, said
from toolbox.statistics import (
    assumptions,
    brown_forsythe,
    independent_effect,
    label_permutation,
    ordering,
    overlap,
    rank_biserial,
    school_bootstrap,
    sign_flip,
    signed_rank,
    wild_bootstrap,
)


@pytest.fixture(scope="module")
def people() -> dict[str, np.ndarray]:
    rows = list(csv.DictReader((HERE / "invented.csv").read_text().splitlines()[1:]))
    return {name: np.array([row[name] if name == "hub" else float(row[name]) for row in rows]) for name in rows[0]}


@pytest.mark.parametrize(("part", "off"), [("all", 0.0), ("half", 0.5), ("one", 0.75)])
def test_signed_ranks_with_ties_and_zeros(people, part, off):
    expected = said("ranks")
    chosen = people["school"] == 16 if part == "one" else people["school"] > 0
    before, after = people["before"][chosen], people["after"][chosen] - off
    found = signed_rank(before, after)
    for name in ("pratt", "wilcoxon"):
        agrees(getattr(found, name), expected, f"{part}.{name}")
    agrees(found.sign, expected, f"{part}.sign")
    assert found.test.estimate == pytest.approx(expected[f"{part}.shift"], rel=1e-12)
    assert (found.median, found.zeros) == (expected[f"{part}.median"], expected[f"{part}.zeros"])
    assert found.wilcoxon.p_exact == pytest.approx(expected[f"{part}.p_other"], rel=1e-9)
    assert found.test.p == found.pratt.p_exact
    assert rank_biserial(before, after).estimate == pytest.approx(expected[f"{part}.biserial"], rel=1e-12)
    with_zeros = rank_biserial(before, after, keep_zeros=True)
    assert with_zeros.estimate == pytest.approx(expected[f"{part}.pratt.biserial"], rel=1e-12)


@pytest.mark.parametrize(("part", "first"), [("clustered", 0), ("clustered_six", 10)])
def test_signed_ranks_by_school(people, part, first):
    chosen = people["school"] > first
    found = signed_rank(*(people[name][chosen] for name in ("before", "after", "school")))
    agrees(found.clustered, said("ranks"), part)
    assert (found.test.p, found.test.df) == (found.clustered.p, found.clustered.df)
    assert (found.pratt.p_normal, found.pratt.p_exact, found.sign.p) == (None, None, None)


def test_order_of_two_groups(people):
    expected = {name.removeprefix("order."): value for name, value in said("ranks").items() if name[:5] == "order"}
    mentored = people["mentored"] == 1
    first, second = people["after"][~mentored], people["after"][mentored]
    found, effect = ordering(first, second), independent_effect(first, second)
    delta, glass = found.cliffs_delta, found.glass_delta
    assert (delta.estimate, delta.ci_low, delta.ci_high, delta.p) == pytest.approx(
        tuple(expected[name] for name in ("delta", "low", "high", "p")), rel=1e-9
    )
    assert found.superiority.estimate == pytest.approx(expected["superiority"], rel=1e-12)
    assert found.common_language.estimate == pytest.approx(expected["common_language"], rel=1e-12)
    assert glass.estimate == pytest.approx(expected["glass"], rel=1e-12)
    # effectsize stops its own search for noncentral limits at 1e-5.
    assert (glass.ci_low, glass.ci_high) == pytest.approx((expected["glass_low"], expected["glass_high"]), rel=1e-4)
    # R's g has the exact correction; ours, of What Works Clearinghouse, differs in the fifth digit.
    where = overlap(effect)
    assert effect.estimate == pytest.approx(expected["g"], rel=1e-4)
    assert where.u3.estimate == pytest.approx(expected["u3"], rel=1e-4)
    assert where.improvement_index.estimate == pytest.approx(expected["improvement"], rel=1e-4)


def test_how_differences_are_spread(people):
    expected = {name.removeprefix("spread."): value for name, value in said("ranks").items() if name[:6] == "spread"}
    found = assumptions(people["before"], people["after"])
    hubs = brown_forsythe(people["after"] - people["before"], people["hub"])
    ours = {
        "w": found.shapiro.estimate, "p": found.shapiro.p, "skewness": found.skewness,
        "skewness_adjusted": found.skewness_adjusted, "kurtosis": found.kurtosis, "outliers": found.outliers,
        "pitman": found.pitman_morgan.estimate, "pitman_p": found.pitman_morgan.p,
        "brown_forsythe": hubs.estimate, "brown_forsythe_p": hubs.p,
    }  # fmt: skip
    assert ours == pytest.approx(expected, rel=1e-7)


def test_signs_turned(people):
    expected, change, school = said("resampling"), people["after"] - people["before"], people["school"]
    # exactRankTests loses digits in so small a tail: 1e-14 either way.
    assert sign_flip(change).p == pytest.approx(expected["flip_persons.p"], abs=1e-14)
    assert sign_flip(change[school == 16]).p == pytest.approx(expected["flip_one.p"], rel=1e-9)
    assert sign_flip(change, school).p == pytest.approx(expected["flip_schools.p"], rel=1e-12)
    nine = school > 7
    assert sign_flip(change[nine], school[nine]).p == pytest.approx(expected["flip_nine.p"], rel=1e-12)


@pytest.mark.parametrize(("part", "first"), [("relabel", 0), ("relabel_nine", 7)])
def test_labels_dealt_out_anew(people, part, first):
    chosen = people["school"] > first
    change = (people["after"] - people["before"])[chosen]
    agrees(label_permutation(change, people["mentored"][chosen], people["school"][chosen]), said("resampling"), part)


@pytest.mark.parametrize(("part", "first", "null"), [("twelve", 4, 0), ("null", 4, 0.3), ("nine", 7, 0)])
def test_wild_bootstrap_of_a_group_effect(people, part, first, null):
    chosen = people["school"] > first
    y, mentored, before, school = (people[name][chosen] for name in ("after", "mentored", "before", "school"))
    design = np.column_stack([np.ones(len(y)), mentored, before])
    found = wild_bootstrap(y, design, school, 1, null=null)
    agrees(found, said("resampling"), f"wild_{part}")


def test_wild_bootstrap_of_a_mean_with_signs_and_six_weights(people):
    expected, chosen = said("resampling"), people["school"] > 10
    change, school = (people["after"] - people["before"])[chosen], people["school"][chosen]
    agrees(wild_bootstrap(change, np.ones(len(change)), school, 0), expected, "wild_mean")
    webb = wild_bootstrap(change, np.ones(len(change)), school, 0, weights="webb")
    # R goes through all 6^6, ours are drawn: three Monte-Carlo errors.
    reach = 3 * (expected["webb.p"] * (1 - expected["webb.p"]) / 9_999) ** 0.5 + 1e-4
    assert webb.p == pytest.approx(expected["webb.p"], abs=reach)


def test_schools_drawn(people):
    expected = said("resampling")

    def effect(before, after):
        return (after - before).mean() / ((before.var(ddof=1) + after.var(ddof=1)) / 2) ** 0.5

    found = school_bootstrap(effect, [people["before"], people["after"]], people["school"])
    assert found.estimate == pytest.approx(expected["boot.estimate"], rel=1e-12)
    assert found.acceleration == pytest.approx(expected["boot.acceleration"], rel=1e-9)
    for name in ("ci_low", "ci_high", "percentile_low", "percentile_high"):
        # Both are drawn: a limit of 9,999 draws has a Monte-Carlo error of about .005 here.
        assert getattr(found, name) == pytest.approx(expected[f"boot.{name}"], abs=0.02), name
