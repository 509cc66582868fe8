"""Beside others: counted from what the page shows, frozen from what all schools show together."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.invented import SELFIE, answers, profile_of
from toolbox.disclosure import release
from toolbox.disclosure.benchmarks import ReleasedBeside, beside, freeze
from toolbox.model import Benchmark, BenchmarkRow, ToolboxError, Viewer
from toolbox.statistics import independent_change

SIZES = {(f"S{n}", "teachers"): 8 + 3 * n for n in range(7)} | {(f"S{n}", "leaders"): 3 for n in range(7)}
HUB = answers(SIZES)


def figures(*rows: BenchmarkRow, **more) -> Benchmark:
    return Benchmark(name="Others", framework="selfie-2020", population="x", collected_on="2024", rows=rows, **more)


def test_nobody_else_can_make_one():
    with pytest.raises(TypeError):
        ReleasedBeside(area="A", group="teachers")


def test_the_difference_is_welch_with_both_uncertainties():
    shown = release(profile_of(HUB, "S6"))
    cell = next(cell for cell in shown.areas if (cell.area, cell.group) == ("A", "teachers"))
    draw = np.random.default_rng(5).normal(3.1, 0.9, 60)
    there = BenchmarkRow(group="teachers", area="A", mean=float(draw.mean()), sd=float(draw.std(ddof=1)), n=60)
    (found,) = beside(shown, figures(there))
    from toolbox.scoring import score

    mine = HUB.school == HUB.schools.index("S6")
    scores = score(replace(HUB), SELFIE).score[mine & (HUB.group == HUB.groups.index("teachers")), 0]
    wanted = independent_change(draw, scores[np.isfinite(scores)])
    for name in ("estimate", "se", "df", "ci_low", "ci_high"):
        assert getattr(found.difference, name) == pytest.approx(getattr(wanted, name), rel=1e-9)
    assert (found.n, found.mean) == (cell.n, cell.mean)


def test_without_a_spread_only_the_school_s_own_interval_is_there():
    shown = release(profile_of(HUB, "S6"))
    (found,) = beside(shown, figures(BenchmarkRow(group="teachers", area="A", mean=3.0)))
    assert found.difference.refused == "summary_only"
    assert found.difference.ci_low is None
    assert found.ci_low is not None
    assert (found.direction, found.clear) == ("", False)


def test_what_is_hidden_stays_hidden_and_few_have_no_interval():
    rows = [BenchmarkRow(group=group, area="A", mean=3.0, sd=0.9, n=400) for group in ("teachers", "leaders", "pupils")]
    found = {each.group: each for each in beside(release(profile_of(HUB, "S0")), figures(*rows))}
    assert set(found) == {"teachers", "leaders"}
    assert found["leaders"].hidden
    assert found["leaders"].difference.estimate is None
    assert found["teachers"].difference.refused == "summary_only", "eight teachers have no spread to be shown"
    assert found["teachers"].difference.estimate is not None


def test_clear_is_said_of_what_holds_among_all_areas_and_is_not_too_small():
    shown = release(profile_of(HUB))
    rows = [
        BenchmarkRow(
            group="teachers",
            area=cell.area,
            mean=min(5.0, cell.mean + (0.6 if cell.area == "A" else 0.1)),
            sd=0.5,
            n=9000,
        )
        for cell in shown.areas
        if cell.group == "teachers"
    ]
    found = {each.area: each for each in beside(shown, figures(*rows))}
    assert [area for area, each in found.items() if each.clear] == ["A"]
    assert found["A"].direction == "down"


def test_a_frozen_year_is_what_all_schools_show_and_stays():
    whole = profile_of(HUB)
    kept = freeze(whole, name="2025")
    shown = {(cell.area, cell.group): cell for cell in release(whole).areas}
    rows = {(row.area, row.group): row for row in kept.rows if not row.item}
    assert rows
    for key, row in rows.items():
        assert row.mean == round(shown[key].mean, 2)
        assert row.sd == round(shown[key].sd, 2)
        assert row.n % 5 == 0
        assert abs(row.n - shown[key].n) <= 2
    assert (kept.frozen_from, kept.collected_on, kept.self_selected) == (("0" * 64,), "2025-10-06", True)
    assert {cell.item for cell in release(whole).items if not cell.hidden} == {
        row.item for row in kept.rows if row.item
    }
    same = {each.area: each for each in beside(release(whole), kept) if each.group == "teachers" and not each.item}
    assert all(abs(each.difference.estimate) <= 0.005 for each in same.values())


def test_one_school_or_few_or_one_that_is_most_of_it_is_no_reference():
    def refused(profile, **more) -> str:
        with pytest.raises(ToolboxError) as refusal:
            freeze(profile, name="x", **more)
        return refusal.value.code

    assert refused(profile_of(HUB, "S6")) == "not_whole"
    four = answers({key: n for key, n in SIZES.items() if key[0] < "S4"})
    assert refused(profile_of(four)) == "few_schools_to_freeze"
    large = answers({(f"S{n}", "teachers"): 400 if n == 0 else 20 for n in range(7)})
    assert refused(profile_of(large)) == "nothing_to_freeze"
    assert refused(profile_of(HUB), viewer=Viewer(schools=frozenset({"S1"}))) == "not_your_school"
