"""Groups, hours, loss and baselines against R: groups.R says how each number was made."""

from __future__ import annotations

import numpy as np
import pytest

from tests.reference.test_r import agrees, people, said  # noqa: F401
from toolbox.statistics import (
    adjusted_means,
    ancova,
    attrition,
    baseline_equivalence,
    d_ppc2,
    difference_in_changes,
    dose_response,
    lin_adjusted,
    slopes_alike,
)

EXPECTED = said("groups")


@pytest.fixture(scope="module")
def rounds(people):  # noqa: F811
    return people["before"], people["after"], people["mentored"]


def test_by_school(people, rounds):  # noqa: F811
    school, hub = people["school"], people["hub"]
    agrees(ancova(*rounds, school), EXPECTED, "ancova")
    agrees(ancova(*rounds, school, hub), EXPECTED, "ancova_hubs")
    agrees(difference_in_changes(*rounds, school), EXPECTED, "did")
    agrees(lin_adjusted(*rounds, school), EXPECTED, "lin", rtol=1e-8)
    agrees(lin_adjusted(*rounds, school, hub), EXPECTED, "lin_hubs", rtol=1e-7)
    agrees(slopes_alike(*rounds, school), EXPECTED, "slopes", rtol=1e-8)
    mentored, waiting = adjusted_means(*rounds, school)
    agrees(mentored, EXPECTED, "mean_mentored", rtol=1e-8)
    agrees(waiting, EXPECTED, "mean_waiting", rtol=1e-8)
    assert mentored.p is None


def test_of_persons(people, rounds):  # noqa: F811
    agrees(ancova(*rounds), EXPECTED, "plain_ancova")
    agrees(ancova(*rounds, hub=people["hub"]), EXPECTED, "plain_hubs")
    dummies = np.column_stack([people["hub"] == "south", people["hub"] == "west"])
    agrees(ancova(*rounds, beside=dummies), EXPECTED, "plain_hubs")
    for kind in ("HC2", "HC3"):
        agrees(ancova(*rounds, spread=kind), EXPECTED, kind.lower())
    agrees(difference_in_changes(*rounds), EXPECTED, "plain_did")
    agrees(lin_adjusted(*rounds), EXPECTED, "lin_hc2")
    agrees(slopes_alike(*rounds), EXPECTED, "plain_slopes", rtol=1e-8)
    means = [each.estimate for each in adjusted_means(*rounds)]
    assert means == pytest.approx([EXPECTED["plain_mean.mentored"], EXPECTED["plain_mean.waiting"]], rel=1e-10)


def test_over_the_spread_before(people, rounds):  # noqa: F811
    agrees(d_ppc2(*rounds), EXPECTED, "ppc2")
    agrees(d_ppc2(*rounds, people["school"]), EXPECTED, "ppc2_by_school")


def test_hours(people, rounds):  # noqa: F811
    before, after, _ = rounds
    found = dose_response(before, after, people["hours"], people["school"])
    agrees(found.slope, EXPECTED, "dose")
    # Under four degrees of freedom: R prints a p, we do not.
    bent = {name: number for name, number in EXPECTED.items() if name != "bent.p"}
    agrees(found.quadratic, bent, "bent", rtol=1e-7)
    assert (found.quadratic.p, found.quadratic.refused) == (None, "few_degrees")
    assert (found.spearman.estimate, found.spearman.p) == (pytest.approx(EXPECTED["spearman.estimate"]), None)
    assert [third.change.estimate for third in found.thirds] == pytest.approx(
        [EXPECTED[f"third.mean.{place}"] for place in range(3)]
    )
    assert [third.change.n for third in found.thirds] == [EXPECTED[f"third.n.{place}"] for place in range(3)]
    plainly = dose_response(before, after, people["hours"])
    assert plainly.quadratic.p == pytest.approx(EXPECTED["plain_bent.p"], rel=1e-8)
    agrees(plainly.spearman, EXPECTED, "spearman")


def test_loss(people, rounds):  # noqa: F811
    before, _, treated = rounds
    place = np.arange(1, len(before) + 1)
    lost = np.where(treated == 1, place % 2 == 0, place % 3 == 0)
    found = attrition(lost, treated == 1, before)
    assert found.overall.estimate == pytest.approx(EXPECTED["attrition.overall"])
    assert [share.estimate for _, share in found.by_group] == pytest.approx(
        [EXPECTED["attrition.waiting"], EXPECTED["attrition.mentored"]]
    )
    assert found.differential.p == pytest.approx(EXPECTED["attrition.p"], rel=1e-10)
    waves = attrition(lost, [f"wave{int(school) % 3}" for school in people["school"]])
    assert waves.differential.p == pytest.approx(EXPECTED["attrition.p_three"], rel=1e-10)
    g = found.stayer_leaver
    assert g.estimate == pytest.approx(EXPECTED["attrition.g"], rel=1e-9)
    # effectsize stops its own search for limits at 1e-5.
    assert (g.ci_low, g.ci_high) == pytest.approx((EXPECTED["attrition.g_low"], EXPECTED["attrition.g_high"]), abs=1e-4)
    agrees(attrition(lost, treated == 1, school=people["school"]).differential, EXPECTED, "differential")


def test_baselines(rounds):
    before, _, treated = rounds
    mentored, waiting = before[treated == 1], before[treated == 0]
    found = baseline_equivalence(mentored, waiting)
    assert found.effect.estimate == pytest.approx(EXPECTED["baseline.g"], rel=1e-10)
    assert found.variance_ratio == pytest.approx(EXPECTED["baseline.ratio"], rel=1e-10)
    cox = baseline_equivalence(mentored >= 3, waiting >= 3)
    assert cox.binary
    assert cox.effect.estimate == pytest.approx(EXPECTED["baseline.cox"], rel=1e-10)
    assert cox.effect.se == pytest.approx(EXPECTED["baseline.cox_se"], rel=1e-10)
