"""Our numbers against R's, on invented data that lie beside: the script that made each value, and its output.

``TOOLBOX_R=1`` runs the scripts again (R with clubSandwich, effectsize, lme4, lmerTest and pbkrtest) and compares with what is kept here.
``TOOLBOX_R=1`` runs the scripts again (R with the packages the first lines name) and compares with what is kept here.
``TOOLBOX_R=1`` runs the scripts again (R with clubSandwich, effectsize and sandwich) and compares with what is kept here.
``TOOLBOX_R=1`` runs the scripts again (R with clubSandwich, effectsize, coin, exactRankTests and boot) and compares with what is kept here.
"""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from toolbox.model import Estimate
from toolbox.statistics import (
    adjusted,
    cr2,
    independent_change,
    independent_effect,
    mean_interval,
    moved,
    paired_change,
    paired_effect,
)
from toolbox.statistics.cluster_robust import fit
from toolbox.statistics.effect_sizes import paired_effects
from toolbox.statistics.shares import wilson

HERE = Path(__file__).parent
SCRIPTS = (
    "invented",
    "paired",
    "independent",
    "cluster_robust",
    "effect_sizes",
    "shares",
    "comparison",
    "edges",
    "measuring",
    "groups",
    "waves",
    "followup",
    "mixed",
    "mixed_robust",
    "ranks",
    "resampling",
    "evaluation",
    "unity",
    "trends",
    "levels",
)


def said(name: str) -> dict[str, float]:
    """What R said: name → number."""
    lines = (HERE / f"{name}.csv").read_text().splitlines()
    assert lines[0].startswith("# R version"), "the first line names the versions"
    return {row["name"]: float(row["value"]) for row in csv.DictReader(lines[1:])}


@pytest.fixture(scope="module")
def people() -> dict[str, np.ndarray]:
    rows = list(csv.DictReader((HERE / "invented.csv").read_text().splitlines()[1:]))
    return {name: np.array([row[name] if name == "hub" else float(row[name]) for row in rows]) for name in rows[0]}


def agrees(found: Estimate, expected: dict[str, float], prefix: str, rtol: float = 1e-9) -> None:
    """Every number R gave under ``prefix`` is the field of the same name."""
    names = [name for name in expected if name.startswith(f"{prefix}.")]
    assert names, prefix
    for name in names:
        ours = getattr(found, name.removeprefix(f"{prefix}."))
        assert ours == pytest.approx(expected[name], rel=rtol, abs=1e-12), name


def test_paired_change(people):
    expected = said("paired")
    one = people["school"] == 16
    plain = paired_change(people["before"][one], people["after"][one])
    agrees(plain, expected, "one_school")
    agrees(paired_change(people["before"], people["after"], people["school"]), expected, "all_schools")
    some = (people["school"] >= 8) & (people["school"] <= 13)
    six = paired_change(people["before"][some], people["after"][some], people["school"][some])
    agrees(six, expected, "six_schools")
    assert six.n_schools == 6


def test_independent_change(people):
    expected = said("independent")
    first = np.arange(len(people["school"])) >= 20
    second = np.ones(len(first), bool)
    second[59:75] = False
    school = people["school"]
    before, after = people["before"][first], people["after"][second]
    last = (school[first] == 16, school[second] == 16)
    agrees(independent_change(before[last[0]], after[last[1]]), expected, "one_school")
    agrees(independent_change(before, after, school[first], school[second]), expected, "all_schools")


@pytest.fixture(scope="module")
def ancova(people):
    one = np.ones(len(people["school"]))
    return np.column_stack(
        [one, people["mentored"], people["before"], people["hub"] == "south", people["hub"] == "west"]
    ).astype(float)


@pytest.mark.parametrize("kind", ["CR0", "CR1", "CR1S", "CR2", "CR3"])
def test_every_correction(people, ancova, kind):
    found = cr2(people["after"], ancova, people["school"], contrast=1, kind=kind)
    agrees(found, said("cluster_robust"), kind)


def test_contrast_of_two_coefficients(people, ancova):
    found = cr2(people["after"], ancova, people["school"], contrast=[0, 1, 0, -1, 1])
    agrees(found, said("cluster_robust"), "contrast", rtol=1e-8)


def test_regressors_of_persons(people):
    one, hours = np.ones(len(people["school"])), people["hours"]
    design = np.column_stack([one, people["before"], hours, hours**2])
    agrees(cr2(people["after"], design, people["school"], contrast=2), said("cluster_robust"), "dose", rtol=1e-8)


def test_dummies_that_fit_a_school_of_one_exactly(people):
    dummies = people["school"][:, None] == np.unique(people["school"])[None, :]
    design = np.column_stack([people["before"], dummies])
    agrees(cr2(people["after"], design, people["school"]), said("cluster_robust"), "within", rtol=1e-8)


def test_plain_standard_error_of_the_same_fit(people, ancova):
    fitted = fit(people["after"], ancova, people["school"])
    ours = np.sqrt(fitted.residual_sum / (fitted.n - 5) * (fitted.root @ fitted.root.T)[1, 1])
    assert ours == pytest.approx(said("cluster_robust")["ols.se"], rel=1e-10)


@pytest.mark.parametrize("part", ["one_school", "all_schools"])
def test_paired_effect_sizes(people, part):
    expected = {k.removeprefix(f"{part}."): v for k, v in said("effect_sizes").items() if k.startswith(f"{part}.")}
    chosen = people["school"] == 16 if part == "one_school" else people["school"] > 0
    before, after, school = (people[name][chosen] for name in ("before", "after", "school"))
    found = paired_effects(before, after, school if part == "all_schools" else None)
    ours = {
        "r": found.r, "d_z": found.d_z.estimate, "g_z": found.g_z.estimate, "d_z_low": found.d_z.ci_low,
        "d_z_high": found.d_z.ci_high, "d_av": found.d_av.estimate, "g_av": found.g_av.estimate,
        "d_av_low": found.d_av.ci_low, "d_av_high": found.d_av.ci_high, "d_rm": found.d_rm, "d_b": found.d_b,
        "g_b": found.g_b,
    }  # fmt: skip
    assert ours == pytest.approx(expected, rel=1e-7)
    headline = paired_effect(before, after, school if part == "all_schools" else None)
    assert headline.estimate == pytest.approx(expected["g_av"], rel=1e-9)
    assert (headline.ci_low, headline.ci_high) == pytest.approx((expected["d_av_low"], expected["d_av_high"]), rel=1e-7)


def test_effectsize_says_the_same_of_d_z(people):
    expected, one = said("effect_sizes"), people["school"] == 16
    found = paired_effects(people["before"][one], people["after"][one]).d_z
    assert found.estimate == pytest.approx(expected["package.d_z"], rel=1e-9)
    # effectsize stops its own search at 1e-5.
    assert (found.ci_low, found.ci_high) == pytest.approx(
        (expected["package.d_z_low"], expected["package.d_z_high"]), rel=1e-4
    )


def test_effect_of_two_samples(people):
    expected, first = said("effect_sizes"), people["mentored"] == 0
    values, school = people["after"], people["school"]
    found = independent_effect(values[first], values[~first])
    ours = {"two.g": found.estimate, "two.low": found.ci_low, "two.high": found.ci_high, "two.se": found.se}
    assert ours == pytest.approx({name: expected[name] for name in ours}, rel=1e-4)
    assert ours["two.g"] == pytest.approx(expected["two.g"], rel=1e-9)
    clustered = independent_effect(values[first], values[~first], school[first], school[~first])
    ours = {
        "two_clustered.g": clustered.estimate,
        "two_clustered.low": clustered.ci_low,
        "two_clustered.high": clustered.ci_high,
    }
    assert ours == pytest.approx({name: expected[name] for name in ours}, rel=1e-7)


def test_shares_and_adjustments(people):
    expected = said("shares")
    counted = moved(people["before"], people["after"])
    assert (counted.higher, counted.same, counted.lower) == tuple(
        expected[f"moved.{name}"] for name in ("higher", "same", "lower")
    )
    assert counted.superiority.estimate == pytest.approx(expected["moved.superiority"])
    for name, count in (("floor", (people["after"] <= 2).sum()), ("ceiling", (people["after"] >= 4).sum())):
        share = wilson(int(count), len(people["after"]))
        assert [share.estimate, share.ci_low, share.ci_high] == pytest.approx(
            [expected[f"{name}.{part}"] for part in ("share", "low", "high")]
        )
    p = [0.001, 0.04, 0.03, 0.2, 0.011, 0.6]
    for method in ("bonferroni", "holm", "hochberg", "BH", "BY"):
        wanted = [expected[f"{method}.{place}"] for place in range(1, 7)]
        assert list(adjusted(p, method)) == pytest.approx(wanted, rel=1e-12)
    agrees(mean_interval(people["before"], invited=200), expected, "mean")


@pytest.mark.parametrize("part", ["G3", "G4", "G9", "G10", "lopsided", "ten"])
def test_at_the_edges_of_the_decision_tree(people, part):
    """Three schools are described, four take CR2, and under four degrees of freedom there is no p."""
    expected = said("edges")
    school = people["school"]
    if part.startswith("G"):
        chosen = np.flatnonzero(school > 16 - int(part[1:]))
        school = school[chosen]
    else:
        chosen = np.argsort(-school, kind="stable")[: 36 if part == "lopsided" else 10]
        school = np.repeat([1, 2, 3, 4], [30, 2, 2, 2]) if part == "lopsided" else np.ones(10)
    before, after = people["before"][chosen], people["after"][chosen]
    assert len(before) == expected[f"{part}.n"]
    paired = paired_change(before, after, school)
    independent = independent_change(before, after, school, school)
    for found, name in ((paired, "paired"), (independent, "independent")):
        kept = {key: value for key, value in expected.items() if key.startswith(f"{part}.{name}.")}
        p = kept.pop(f"{part}.{name}.p", None)
        agrees(found, kept, f"{part}.{name}")
        if p is None:
            assert (found.p, found.refused) == (None, "few_schools")
        elif found.df < 4:
            assert (found.p, found.refused) == (None, "few_degrees")
        else:
            assert found.p == pytest.approx(p, rel=1e-9)
    effect = paired_effect(before, after, school)
    agrees(effect, expected, f"{part}.effect", rtol=1e-7)


def test_one_person_fewer_than_each_edge(people):
    before, after = people["before"], people["after"]
    for n, refused in ((4, "too_few_persons"), (5, "few_pairs"), (9, "few_pairs"), (10, "few_schools")):
        found = paired_change(before[-n:], after[-n:], np.ones(n))
        assert (found.refused, found.estimate is None) == (refused, n < 10)
        effect = paired_effect(before[-n:], after[-n:], np.ones(n), scale=(1, 5))
        assert (effect.estimate is None) == (n < 10)
    for n, refused in ((4, "too_few_persons"), (5, "few_persons"), (9, "few_persons"), (10, "few_schools")):
        found = independent_change(before[-n:], after, np.ones(n), np.ones(len(after)))
        assert (found.refused, found.estimate is None, found.ci_low is None) == (refused, n < 5, n < 10)


def test_no_spread_and_no_room_above():
    same = np.full(12, 3.0)
    found = paired_change(same, same + 0.5, np.ones(12))
    assert (found.estimate, found.se, found.p, found.refused) == (0.5, None, None, "no_spread")
    clustered = paired_change(same, same + 0.5, np.repeat([1, 2, 3, 4], 3))
    assert (clustered.estimate, clustered.ci_low, clustered.refused) == (0.5, None, "no_spread")
    assert independent_change(same, same + 0.5, np.ones(12), np.ones(12)).refused == "no_spread"
    high = np.array([5.0] * 2 + [3.0, 4.0] * 5)
    assert paired_effect(high, np.minimum(high + 0.5, 5), np.ones(12), scale=(1, 5)).refused == "ceiling"
    narrow = np.array([3.0, 3.1] * 6)
    assert (
        paired_effect(narrow, narrow + np.tile([0.2, 0.4, 0.1], 4), np.ones(12), scale=(1, 5)).refused
        == "narrow_before"
    )


@pytest.mark.skipif(not os.environ.get("TOOLBOX_R"), reason="set TOOLBOX_R=1 to run the R scripts again (needs R)")
@pytest.mark.parametrize("script", SCRIPTS)
def test_r_still_says_so(script, tmp_path):
    assert shutil.which("Rscript"), "TOOLBOX_R is set, but no Rscript was found"
    subprocess.run(["Rscript", f"{script}.R", str(tmp_path)], cwd=HERE, check=True, capture_output=True)
    kept, again = (folder / f"{script}.csv" for folder in (HERE, tmp_path))
    if script == "invented":
        assert kept.read_text().splitlines()[1:] == again.read_text().splitlines()[1:]
        return
    numbers = [
        {row["name"]: float(row["value"]) for row in csv.DictReader(path.read_text().splitlines()[1:])}
        for path in (kept, again)
    ]
    assert numbers[1] == pytest.approx(numbers[0], rel=1e-9)
