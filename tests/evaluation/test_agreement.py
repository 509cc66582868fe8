"""Agreement lines are the estimator's numbers over schools of at least 5 persons, and are refused with a reason."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.invented import SELFIE, answers, evaluated, second_round
from toolbox.evaluation import evaluate
from toolbox.evaluation.scales import complete_items, items_asked
from toolbox.evaluation.study import study_of
from toolbox.model import EvaluationRound, Plan
from toolbox.statistics.agreement import agreement
from toolbox.tables.contrasts import REFUSALS

NAMES = ("icc_1", "icc_2", "r_wg", "r_wg_skewed", "average_deviation")


def agreeing(made, area="A", round_name="Round 1"):
    return {line.contrast: line for line in made.lines if line.contrast in NAMES and (line.area, line.round) == (area, round_name)}  # fmt: skip


def hub(*sizes: int):
    first = answers({(f"S{n:02d}", "teachers"): size for n, size in enumerate(sizes)})
    return first, second_round(first, shift=0.3)


def test_the_lines_are_the_estimator_over_schools_of_five():
    rounds = hub(*range(10, 22), 4, 3, 1)
    made = evaluated(*rounds, areas=("A",))
    found = agreeing(made)
    assert tuple(found) == NAMES
    first = next(line for line in made.lines if line.contrast == "alpha" and line.round == "Round 1")
    plan = Plan(rounds=("Round 1", "Round 2"), areas=("A",))
    study = study_of(_as_rounds(*rounds), SELFIE, plan)
    values, school = complete_items(study, study.first, "teachers", "A")
    kept = np.bincount(school)[school] >= 5
    expected = agreement(values[kept], school[kept], 5)
    assert first.found.n == len(values) > kept.sum() == found["r_wg"].found.n
    assert found["icc_1"].found.estimate == pytest.approx(expected.icc1.estimate)
    assert found["icc_1"].found.p == pytest.approx(expected.f.p)
    assert found["icc_2"].found.estimate == pytest.approx(expected.icc2.estimate)
    assert found["icc_2"].values["f"] == pytest.approx(expected.f.estimate)
    for name, within in (("r_wg", expected.r_wg), ("r_wg_skewed", expected.r_wg_skewed)):
        assert found[name].found.estimate == pytest.approx(
            np.median([value for value in within.values if value is not None])
        )
        assert found[name].values["share_from_70"] == within.share_from_70
        assert (found[name].values["quarter_low"], found[name].values["quarter_high"]) == pytest.approx(within.quarters)
    assert found["average_deviation"].found.estimate == pytest.approx(expected.average_deviation.median.estimate)
    assert "share_from_70" not in found["average_deviation"].values
    assert {line.values["items"] for line in found.values()} == {len(items_asked(study, study.first, "teachers", "A"))}


def _as_rounds(*found):
    from tests.invented import as_rounds

    return as_rounds(*found)


@pytest.mark.parametrize(("sizes", "why"), [((4,) * 30, "few_in_school"), ((12,) * 9, "few_agreeing_schools"), ((40,), "few_agreeing_schools")])  # fmt: skip
def test_too_few_persons_or_schools_are_refused_with_a_reason(sizes, why):
    found = agreeing(evaluated(*hub(*sizes), areas=("A",)))
    assert {line.found.refused for line in found.values()} == {why}
    assert {line.found.estimate for line in found.values()} == {None}


def test_answers_all_alike_agree_and_have_no_share_between_schools():
    first, second = hub(*(12,) * 12)
    alike = replace(first, values=np.asfortranarray(np.full_like(first.values, 4)))
    found = agreeing(evaluated(alike, second, areas=("A",)))
    assert found["icc_1"].found.refused == "no_spread"
    assert found["r_wg"].found.estimate == 1.0
    assert found["average_deviation"].found.estimate == 0.0


def test_items_on_different_scales_have_no_agreement():
    scales = {scale.id: scale for scale in SELFIE.scales}
    first_item = next(item for item in SELFIE.items if item.area == "A")
    wide = replace(scales[first_item.scale], id="wide", high=9)
    items = tuple(replace(item, scale="wide") if item.id == first_item.id else item for item in SELFIE.items)
    framework = replace(SELFIE, items=items, scales=(*SELFIE.scales, wide))
    found = agreeing(evaluated(*hub(*(12,) * 12), areas=("A",), framework=framework))
    assert {line.found.refused for line in found.values()} == {"several_scales"}
    assert "several_scales" in REFUSALS


def test_one_round_has_agreement_too():
    first, _ = hub(*(12,) * 12)
    each = EvaluationRound(name="Round 1", collected_on=_as_rounds(first)[0].collected_on, answers=first)
    found = agreeing(evaluate([each], SELFIE, Plan(rounds=("Round 1",), areas=("A",))))
    assert found["r_wg"].found.estimate is not None


def test_omega_is_drawn_where_the_plan_allows_it():
    rounds = hub(*(12,) * 12)
    for plan, refused in (({}, "resampling_off"), ({"resampling": True, "draws": 99}, "")):
        omega = next(line for line in evaluated(*rounds, areas=("A",), **plan).lines if line.contrast == "omega")
        assert omega.found.estimate is not None
        assert omega.found.refused == refused
        assert (omega.found.ci_low is None) == bool(refused)
        assert omega.ci_method == ("" if refused else "percentiles over schools")
    few = evaluated(*hub(20, 20, 20, 20, 20), areas=("A",), resampling=True, draws=99)
    assert next(line for line in few.lines if line.contrast == "omega").found.refused == "few_schools_to_draw"
    assert next(line for line in few.lines if line.contrast == "rank_biserial").effect.refused == "few_schools_to_draw"
