"""Agreement inside a group, shares of those invited, gaps and how they moved, against R on invented answers (unity.R).

The specification's two small fixtures stand here as well, with what R 4.2 says of them. ``TOOLBOX_R=1`` adds the data sets
of R's package multilevel, which are read from R and never kept.
"""

from __future__ import annotations

import csv
import os
import subprocess

import numpy as np
import pytest

from tests.reference.test_r import HERE, agrees, said
from toolbox.statistics import (
    agreement,
    consensus,
    difference_between,
    independent_change,
    independent_effect,
    mean_interval,
    r_wg,
    reliability,
    wilson,
)
from toolbox.statistics.mixed import intraclass, shrunken_means
from toolbox.statistics.student import interval
from toolbox.statistics.two_sample_effects import two_sample_effects

INDICES = {
    "even": "r_wg", "skewed": "r_wg_skewed", "star": "r_wg_star", "awg": "a_wg", "mean": "ad_mean", "median": "ad_median",
}  # fmt: skip


@pytest.fixture(scope="module")
def measured() -> dict[str, np.ndarray]:
    rows = list(csv.DictReader((HERE / "measured.csv").read_text().splitlines()[1:]))
    return {name: np.array([float(row[name]) for row in rows]) for name in rows[0]}


@pytest.fixture(scope="module")
def items(measured) -> np.ndarray:
    return np.column_stack([measured[name] for name in ("a1", "a2", "a3", "a4")])


@pytest.mark.parametrize("index", INDICES)
def test_every_school_is_a_group(measured, items, index):
    expected = said("unity")
    for school in range(1, 25):
        found = consensus(items[measured["school"] == school], 1, 5, least=2)
        assert getattr(found, INDICES[index]).estimate == pytest.approx(expected[f"{index}.{school}"], rel=1e-12), (
            school
        )


def test_a_gap_leaves_out_an_answer_not_a_person(measured, items):
    expected = said("unity")
    group = items[measured["school"] == 24].copy()
    row, column = np.indices(group.shape) + 1
    group[(7 * row + 3 * column) % 11 == 0] = np.nan
    found = consensus(group, 1, 5)
    ours = {name: getattr(found, INDICES[name]).estimate for name in ("even", "star", "awg", "mean", "median")}
    ours |= {"low": found.at_low_end.estimate, "high": found.at_high_end.estimate}
    assert ours == pytest.approx({name: expected[f"gaps.{name}"] for name in ours}, rel=1e-12)


def test_shares_of_those_invited():
    expected = said("unity")
    for name, numbers in (("part", (4, 8, 25)), ("most", (17, 28, 30)), ("none", (0, 12, 40))):
        found = wilson(numbers[0], numbers[1], invited=numbers[2])
        assert (found.ci_low, found.ci_high) == pytest.approx(
            (expected[f"wilson.{name}.low"], expected[f"wilson.{name}.high"]), rel=1e-9, abs=1e-12
        )
        plain = wilson(*numbers[:2])
        assert plain.ci_high - plain.ci_low > found.ci_high - found.ci_low
    assert wilson(3, 8, invited=7).flags == ("more_than_invited",)
    assert wilson(3, 8, invited=7).ci_low == wilson(3, 8).ci_low


def test_a_gap_and_how_it_moved(measured, items):
    expected = said("unity")
    one, other, one_before, other_before = (
        items[measured["school"] == school].mean(axis=1) for school in (24, 23, 18, 17)
    )
    now, before = independent_change(other, one), independent_change(other_before, one_before)
    agrees(now, expected, "gap")
    agrees(difference_between(before, now), expected, "moved")
    assert independent_effect(other, one).estimate == pytest.approx(expected["g"], rel=1e-12)


def test_what_has_no_interval_cannot_tell_how_it_moved():
    sure = independent_change([1, 2, 3, 4], [2, 4, 5, 5])
    few = independent_change([1, 2, 3, 4, 2], [2, 4, 5, 5, 5], np.ones(5), np.ones(5))
    found = difference_between(few, sure)
    assert (found.estimate, found.ci_low, found.refused) == (sure.estimate - few.estimate, None, "few_persons")
    nobody = independent_change([], [1, 2])
    assert difference_between(nobody, sure).estimate is None


# ── fixture A: four schools of six persons, four items ──

FIXTURE_A = {
    "Q1": "4454 4344 5445 4443 3444 4554", "Q2": "2322 3323 2232 1223 3433 2212",
    "Q3": "5142 1524 3351 2415 4233 5511", "Q4": "3334 3433 4333 3344 2333 3243",
}  # fmt: skip
#: School: mean, SD, r_wg(j), r_wg of the averages, a_wg(J), AD from the mean, AD from the median, r*wg(j).
SAID_OF_A = {
    "Q1": (4.0833333, 0.3763863, 0.9468599, 0.9291667, 0.7833333, 0.3611111, 0.3333333, 0.8166667),
    "Q2": (2.3750000, 0.5419871, 0.9182879, 0.8531250, 0.7523810, 0.5694444, 0.5416667, 0.7375000),
    "Q3": (3.0000000, 0.0000000, 0.0000000, 1.0000000, -0.1428571, 1.3333333, 1.3333333, -0.3333333),
    "Q4": (3.1666667, 0.2581989, 0.9523810, 0.9666667, 0.8595238, 0.3888889, 0.3333333, 0.8333333),
}  # fmt: skip


def digits(rows: str) -> np.ndarray:
    return np.array([[np.nan if sign == "-" else float(sign) for sign in row] for row in rows.split()])


@pytest.mark.parametrize("school", FIXTURE_A)
def test_fixture_a(school):
    x = digits(FIXTURE_A[school])
    means = x.mean(axis=1)
    found = consensus(x, 1, 5)
    ours = (
        means.mean(), means.std(ddof=1), found.r_wg.estimate, r_wg(means[:, None], np.zeros(6), 2.0).values[0],
        found.a_wg.estimate, found.ad_mean.estimate, found.ad_median.estimate, found.r_wg_star.estimate,
    )  # fmt: skip
    assert ours == pytest.approx(SAID_OF_A[school], abs=5.1e-8)


def test_agreement_of_averages_would_have_said_the_opposite():
    """School Q3: everybody's average is 3, and they agree on nothing."""
    x = digits(FIXTURE_A["Q3"])
    assert r_wg(x.mean(axis=1)[:, None], np.zeros(6), 2.0).values[0] == 1
    assert consensus(x, 1, 5).r_wg.estimate == 0


def test_fixture_a_over_schools():
    x, school = np.concatenate([digits(rows) for rows in FIXTURE_A.values()]), np.repeat([1, 2, 3, 4], 6)
    found = agreement(x, school, 5, least_schools=2)
    assert found.f.estimate == pytest.approx(23.81051, abs=5.1e-6)
    assert (found.f.n_schools - 1, found.f.df) == (3, 20)
    assert (found.icc1.estimate, found.icc2.estimate) == pytest.approx((0.7917426788, 0.9580017427), abs=5.1e-11)
    for place, said_of in ((0, (0.2905569, 0.7107601)), (1, (0.1281248, 0.4685709))):
        ours = [each.estimate for each in found.items[place]]
        # In schools of one size REML is the analysis of variance; R's search stops a little beside it.
        exact = agreement(x[:, [place]], school, 5, by_item=False)
        assert ours == pytest.approx([exact.icc1.estimate, exact.icc2.estimate], rel=1e-8)
        assert ours == pytest.approx(said_of, abs=4e-6)
    assert reliability(x, least=2).alpha.estimate == pytest.approx(0.4737917, abs=5.1e-8)


def test_fixture_as_mean_squares():
    """In schools of one size the variances of the model are the mean squares of R's ``aov(y ~ school)``."""
    means = np.concatenate([digits(rows).mean(axis=1) for rows in FIXTURE_A.values()])
    found = shrunken_means(means, np.repeat([1, 2, 3, 4], 6))
    assert found.variance_residual == pytest.approx(0.1255208, abs=5.1e-8), "MSW"
    assert 6 * found.variance_school + found.variance_residual == pytest.approx(2.9887153, abs=5.1e-8), "MSB"


# ── fixture B: ten persons, gaps, 25 invited ──

NORMAL = 1.959963984540054  # R: qnorm(.975)
FIXTURE_B = "443- 3--- 5445 2322 --43 4544 33-2 ---- 1221 4454"


def test_fixture_b():
    x = digits(FIXTURE_B)
    valid = np.isfinite(x).sum(axis=1)
    scored = x[valid >= 2]
    scores = np.nanmean(scored, axis=1)
    assert scores == pytest.approx([3.6666667, 4.5, 2.25, 3.5, 4.25, 2.6666667, 1.5, 4.25], abs=5.1e-8)
    found = consensus(scored, 1, 5)
    assert (found.n, found.r_wg.estimate, found.r_wg_skewed.estimate) == pytest.approx((8, 0.5473684, 0), abs=5.1e-8)
    assert reliability(x[valid == 4], least=2).alpha.estimate == pytest.approx(0.9592959, abs=5.1e-8)
    assert 100 * (scores.mean() - 1) / 4 == pytest.approx(58.072917, abs=5.1e-7)
    share = wilson(4, 8)
    assert (share.ci_low, share.ci_high) == pytest.approx((0.2152161, 0.7847839), abs=5.1e-8)
    share = wilson(4, 8, invited=25)
    assert (share.ci_low, share.ci_high) == pytest.approx((0.2481055, 0.7518945), abs=5.1e-8)
    # At one half Wilson's interval tells of how many answers it is: z² (1 / width² − 1).
    of_so_many = NORMAL**2 * (1 / (share.ci_high - share.ci_low) ** 2 - 1)
    assert of_so_many == pytest.approx(11.294118, abs=5.1e-7), "R: 8 * (25 - 1) / (25 - 8)"
    assert mean_interval(scores, invited=25).refused == "few_persons", "eight answers: a mean, and no interval"
    se = scores.std(ddof=1) / 8**0.5
    assert se == pytest.approx(0.3816986, abs=5.1e-8)
    assert interval(scores.mean(), se, 7) == pytest.approx((2.4203429, 4.2254904), abs=5.1e-8)
    assert interval(scores.mean(), se * 0.8246211, 7) == pytest.approx((2.5786353, 4.0671981), abs=1e-7)


def test_fixture_bs_gap():
    """Three leaders get no interval from the house's rules; its formula gives R's numbers for them."""
    scores, leaders = np.nanmean(digits(FIXTURE_B)[[0, 2, 3, 4, 5, 6, 8, 9]], axis=1), np.array([4.2, 3.8, 4.6])
    found = independent_change(scores, leaders)
    assert (found.estimate, found.df, found.p) == pytest.approx((0.8770833, 8.89233, 0.081248), abs=5.1e-6)
    assert found.estimate / found.se == pytest.approx(1.96601, abs=5.1e-6)
    assert (found.ci_low, found.ci_high) == pytest.approx((-0.1339865, 1.8881532), abs=5.1e-8)
    both = two_sample_effects(scores, leaders)
    assert (both.d.estimate, both.g.estimate) == pytest.approx((0.9036360, 0.8261815), abs=5.1e-8)
    refused = independent_change(scores, leaders, np.ones(8), np.ones(3))
    assert (refused.estimate, refused.refused) == (None, "too_few_persons")


# ── the data sets of package multilevel: read from R, never kept ──

BH1996 = {
    "HRS": (0.1331067, 0.9196732, 0.1292370, 0.9171286), "LEAD": (0.1270276, 0.9156130, 0.1474614, 0.9280442),
    "COHES": (0.0442653, 0.7754597, 0.0480484, 0.7900745), "WBEING": (0.0433690, 0.7717129, 0.0433792, 0.7717561),
}  # fmt: skip


@pytest.fixture(scope="module")
def of_multilevel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("multilevel")
    script = 'suppressMessages(library(multilevel)); for (n in c("bh1996", "bhr2000", "lq2002")) { data(list = n); '
    script += 'write.csv(get(n), paste0(n, ".csv"), row.names = FALSE, quote = FALSE) }'
    subprocess.run(["Rscript", "-e", script], cwd=folder, check=True, capture_output=True)

    def read(name: str) -> dict[str, np.ndarray]:
        with (folder / f"{name}.csv").open() as file:
            rows = list(csv.DictReader(file))
        return {column: np.array([float(row[column]) for row in rows]) for column in rows[0]}

    return read


needs_r = pytest.mark.skipif(not os.environ.get("TOOLBOX_R"), reason="set TOOLBOX_R=1: reads R's package multilevel")


@needs_r
def test_bh1996(of_multilevel):
    data = of_multilevel("bh1996")
    for name, (icc1, icc2, reml1, reml2) in BH1996.items():
        found = agreement(data[name][:, None], data["GRP"], 5)
        assert (found.icc1.estimate, found.icc2.estimate) == pytest.approx((icc1, icc2), abs=5.1e-8), name
        assert [each.estimate for each in found.items[0]] == pytest.approx((reml1, reml2), abs=2e-6), name


@needs_r
def test_four_reliabilities_of_a_schools_mean_are_called_icc2(of_multilevel):
    """Of schools of unequal size; each name in the house says which one it is. R (lme4): ``m <- lmer(WBEING ~ 1 + (1 | GRP));
    v <- as.data.frame(VarCorr(m))$vcov; n <- table(GRP); mean(v[1] / (v[1] + v[2] / n))``, with ``mean(n)`` or
    ``1 / mean(1 / n)`` for n the others."""
    data = of_multilevel("bh1996")
    y, group = data["WBEING"], data["GRP"]
    variances = agreement(y[:, None], group, 5)
    assert (variances.icc2.method, round(variances.icc2.estimate, 4)) == ("ICC(2), analysis of variance", 0.7717)
    of_the_item = variances.items[0][1]
    assert (of_the_item.method, round(of_the_item.estimate, 4)) == ("ICC(2), REML", 0.7718)
    found = shrunken_means(y, group)
    assert found.reliability.mean() == pytest.approx(0.7335212, abs=1e-6), "over groups"
    share, size = intraclass(y, group).estimate, 1 / np.mean(1 / found.n)
    assert size * share / (1 + (size - 1) * share) == pytest.approx(0.7177848, abs=1e-6), "of the harmonic mean size"
    published = (0.04336905, 0.03580079, 0.78949727)  # ICC(1), variance between and inside groups
    assert (variances.icc1.estimate, found.variance_school, found.variance_residual) == pytest.approx(
        published, abs=1e-7
    )


@needs_r
def test_bhr2000(of_multilevel):
    data = of_multilevel("bhr2000")
    items = np.column_stack([data[name] for name in data if name not in ("GRP", "HRS", "RELIG")])
    assert items.shape == (5400, 11)
    found = r_wg(items, data["GRP"], 2.0)
    values = np.array(found.values)
    assert (values.mean(), np.median(values), values.min(), values.max()) == pytest.approx(
        (0.8876115, 0.8924541, 0.7858759, 0.9439503), abs=5.1e-8
    )
    assert values[:3] == pytest.approx([0.9009815, 0.9222832, 0.8868093], abs=5.1e-8)
    assert agreement(data["HRS"][:, None], data["GRP"], 5, by_item=False).icc1.estimate == pytest.approx(
        0.1741008, abs=5.1e-8
    )
    by_group = [consensus(items[data["GRP"] == group], 1, 5).r_wg.estimate for group in np.unique(data["GRP"])]
    assert by_group == pytest.approx(values.tolist(), rel=1e-12)


@needs_r
def test_lq2002(of_multilevel):
    data = of_multilevel("lq2002")
    items = np.column_stack([data[f"LEAD{number:02}"] for number in range(1, 12)])
    groups = np.unique(data["COMPID"])
    found = [consensus(items[data["COMPID"] == group], 1, 5) for group in groups]
    r = np.array([each.r_wg.estimate for each in found])
    assert len(groups) == 49
    assert (r.mean(), r.min(), r.max()) == pytest.approx((0.8677849, 0.7748996, 0.9423067), abs=5.1e-8)
    assert np.mean([each.a_wg.estimate for each in found]) == pytest.approx(0.3837327, abs=5.1e-8)
    assert reliability(items).alpha.estimate == pytest.approx(0.9022366, abs=5.1e-8)
