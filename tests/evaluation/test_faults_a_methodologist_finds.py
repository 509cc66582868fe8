"""What a methodologist faulted in whole evaluations, each held by a test."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from tests.evaluation.test_evaluation import ASSIGNED, FIRST, SECOND, facts, hub, lines_of
from tests.invented import evaluated, second_round
from toolbox.disclosure import release
from toolbox.evaluation.families import in_families
from toolbox.model import Estimate, Line, Plan, SchoolFacts

GROUPS = {"comparison": "two_groups", "assignment": ASSIGNED}


def test_headlines_are_one_family_whichever_estimator_the_tree_chose():
    known = {"block": "change", "found": Estimate(p=0.02)}
    lines = [
        Line(contrast="mixed", part="headline", area="A", **known),
        Line(contrast="change", part="check", area="A", **known),
        Line(contrast="change", part="headline", area="B", **known),
    ]
    adjusted = [line.p_adjusted for line in in_families(lines, Plan(rounds=()))]
    assert adjusted == pytest.approx([0.04, 0.04, 0.04])
    three = [*lines, Line(contrast="two_samples", part="headline", area="C", **known)]
    adjusted = [line.p_adjusted for line in in_families(three, Plan(rounds=()))]
    assert adjusted == pytest.approx([0.06, 0.04, 0.06, 0.06])


def test_a_part_chosen_by_its_start_has_no_p():
    made = evaluated(FIRST, SECOND, areas=("A",))
    thirds = [line for name in ("low", "middle", "high") for line in lines_of(made, "change", f"third_{name}")]
    assert len(thirds) == 3
    assert all(line.found.p is None and line.found.ci_low is not None for line in thirds)


def test_no_yardstick_is_said_to_move_where_many_stood_at_the_top():
    values = FIRST.values.copy()
    values[: len(values) // 3] = 5
    full = replace(FIRST, values=np.asfortranarray(values))
    (line,) = lines_of(evaluated(full, second_round(full, shift=-0.4), areas=("A",)), "change", "recalibration")
    assert line.found.refused == "ceiling"


def test_intervals_follow_the_confidence_of_the_plan():
    wide, narrow = (evaluated(FIRST, SECOND, areas=("A",), confidence=level) for level in (0.95, 0.8))
    for block, contrast in (
        ("change", "icc_change"),
        ("attrition", "lost"),
        ("change", "change"),
        ("change", "two_samples"),
    ):
        ends = [lines_of(made, block, contrast)[0].found for made in (wide, narrow)]
        assert ends[1].ci_high < ends[0].ci_high, contrast
        assert ends[1].estimate == ends[0].estimate
    for contrast in ("change", "two_samples"):
        ends = [lines_of(made, "change", contrast)[0].effect for made in (wide, narrow)]
        assert ends[0].ci_low < ends[1].ci_low < ends[1].ci_high < ends[0].ci_high, contrast


def test_groups_that_began_too_far_apart_have_no_p_in_any_row():
    values = FIRST.values.copy()
    mentored = np.isin(FIRST.school, [n for n in range(len(FIRST.schools)) if n % 2])
    values[mentored] = np.where(values[mentored] > 0, np.minimum(values[mentored] + 1, 5), values[mentored])
    first = replace(FIRST, values=np.asfortranarray(values))
    known = {"areas": ("A",), "schools": facts(first), "resampling": True, "draws": 49}
    made = evaluated(first, SECOND, **GROUPS, **known)
    compared = [
        line
        for name in ("ancova", "difference_in_changes", "lin", "label_permutation", "wild_bootstrap")
        for line in lines_of(made, "groups", name)
    ]
    assert len(compared) == 5
    assert {(line.found.p, line.found.refused) for line in compared} == {(None, "apart_at_start")}
    waves = evaluated(first, SECOND, **(GROUPS | known | {"comparison": "waves"}))
    heads = [line for name in ("all_waves", "wave_average") for line in lines_of(waves, "waves", name)]
    assert {(line.found.p, line.found.refused) for line in heads} == {(None, "apart_at_start")}
    assert all(line.found.estimate is not None for line in heads)


def test_whole_hubs_are_named_as_the_level_and_schools_are_still_counted():
    first, second = hub(sizes=[9] * 24)
    schools = tuple(
        SchoolFacts(school=name, hub=f"hub {n // 3}", starts=date(2025, 11, 1) if n < 12 else None)
        for n, name in enumerate(first.schools)
    )
    made = evaluated(first, second, areas=("A",), schools=schools, **GROUPS)
    (line,) = lines_of(made, "groups", "ancova")
    assert (line.found.n_schools, line.n_hubs) == (24, 8)
    assert "by hub" in line.found.method
    assert line.ci_method == "t, CR2 by hub"
    assert [each.found.n_schools for each in lines_of(made, "groups", "change")] == [12, 12]


def test_later_waves_wait_for_earlier_ones_where_every_school_begins_in_the_end():
    third = second_round(SECOND, shift=0.1, seed=4)
    starts = facts(FIRST, starts=lambda n: date(2025, 11, 1) if n % 2 else date(2026, 7, 1))
    made = evaluated(
        FIRST, SECOND, third, areas=("A",), schools=starts, comparison="waves", assignment=ASSIGNED
    )  # fmt: skip
    (first,) = lines_of(made, "waves", "wave_average", arm="Round 2")
    assert first.found.p is not None
    assert dict(made.left_out)["baseline"] == "no_arms"
    (shown,) = lines_of(release(made), "waves", "wave_average", arm="Round 2")
    assert shown.found.p == first.found.p


def test_odds_of_a_statement_have_a_p_from_ten_schools_on():
    for count, told in ((9, False), (10, True)):
        first, second = hub(sizes=[14] * count)
        odds = lines_of(evaluated(first, second, areas=("A",)), "items", "cumulative_logit")
        assert odds
        assert {line.found.p is not None for line in odds} == {told}
