"""Change beside hours: a planted effect is found, none is none, need is told, few are refused."""

import numpy as np
import pytest

from tests.mentoring.hubs import FRAMEWORK, hub, rounds_and_given
from toolbox.mentoring.relation import DosePairs, dose_relation
from toolbox.mentoring.study import Given, dose_study, hours_between
from toolbox.model import DoseRelation, MentoringSession, School
from toolbox.statistics import cr2


def relation(area: str = "D", **asked) -> DoseRelation:
    return next(each.relation for each in hub(**asked).told if each.relation.area == area)


def test_a_planted_effect_is_found_by_teachers_own_hours() -> None:
    found = relation(effect=0.08)
    assert found.verdict == "rose_more"
    assert found.slope.ci_low < 0.08 < found.slope.ci_high
    assert [third.change.estimate for third in found.thirds] == sorted(third.change.estimate for third in found.thirds)


def test_a_planted_harm_is_found_too() -> None:
    assert relation(effect=-0.08).verdict == "rose_less"


@pytest.mark.parametrize("seed", [3, 4, 5])
def test_a_hub_without_an_effect_has_no_clear_relation(seed: int) -> None:
    assert {each.relation.verdict for each in hub(effect=0.0, seed=seed).told} == {"no_clear_relation"}


def test_schools_hours_as_a_hub_entered_them_are_looked_at_where_nobody_wrote_sessions_down() -> None:
    found = relation(effect=0.08, per="school", schools=20)
    assert (found.per, found.verdict) == ("school", "rose_more")


def test_weak_starters_who_got_more_are_seen_to_begin_lower() -> None:
    assert relation(need=3.0).starts_lower.ci_high < 0
    found = relation(need=0.0, seed=4).starts_lower
    assert found.ci_low < 0 < found.ci_high


def test_weak_starters_gain_anyway_and_that_is_not_taken_for_an_effect() -> None:
    """More hours for those who began low, and no effect: change beside hours alone looks like one."""
    before, after, given = rounds_and_given(need=3.0, schools=16)
    study = dose_study(before, after, FRAMEWORK, given)
    found = next(each.relation for each in study.told if each.relation.area == "D")
    assert found.verdict == "no_clear_relation"
    assert found.thirds[-1].change.estimate > found.thirds[0].change.estimate


@pytest.mark.parametrize(
    ("asked", "reason"),
    [({"schools": 7}, "few_schools"), ({"schools": 9, "teachers": 3}, "few_persons"), ({"never": 1.0}, None)],
)
def test_few_are_refused_and_who_came_to_nothing_is_no_relation(asked: dict, reason: str | None) -> None:
    if reason is None:
        before, after, given = rounds_and_given(**asked)
        assert dose_study(before, after, FRAMEWORK, given) is None
        return
    found = relation(**asked)
    assert (found.verdict, found.slope.refused, found.thirds, found.band) == ("refused", reason, (), ())


def test_the_band_goes_through_the_line_and_stays_between_the_thirds() -> None:
    rng = np.random.default_rng(1)
    school = np.repeat(np.arange(10), 8)
    hours, before = rng.gamma(2.0, 3.0, 80), rng.normal(3, 0.5, 80)
    pairs = DosePairs(
        area="D", group="teachers", before=before, hours=hours, school=school,
        after=before + 0.02 * hours + rng.normal(0, 0.3, 80),
    )  # fmt: skip
    found = dose_relation(pairs, per="teacher")
    assert found.band[0][0] > hours.min()
    assert found.band[-1][0] < hours.max()
    rise = (found.band[-1][1] - found.band[0][1]) / (found.band[-1][0] - found.band[0][0])
    assert rise == pytest.approx(found.slope.estimate, abs=1e-9)
    at = found.band[2]
    design = np.column_stack([np.ones(80), hours, before])
    there = cr2(pairs.after, design, school, contrast=(1.0, at[0], before.mean()))
    assert at[1:] == pytest.approx([each - before.mean() for each in (there.estimate, there.ci_low, there.ci_high)])


def test_hours_are_those_between_the_rounds_of_schools_not_mentored_before() -> None:
    before, _after, given = rounds_and_given()
    early = MentoringSession(
        on=before.collected_on.replace(month=9), receiver="School 00", hours=9.0, persons=("P-00000",)
    )
    hours, _ = hours_between(Given(**(vars(given) | {"sessions": (early, *given.sessions)})))
    assert hours == hours_between(given)[0]
    begun = (School(school="School 00", teachers=20, starts=before.collected_on.replace(month=1)), *given.roster[1:])
    hours, _ = hours_between(Given(**(vars(given) | {"roster": begun})))
    assert "School 00" not in hours.by_school


def test_a_school_whose_sessions_name_nobody_is_left_out_and_named() -> None:
    before, after, given = rounds_and_given(effect=0.1)
    nameless = tuple(
        MentoringSession(on=each.on, receiver=each.receiver, hours=each.hours) if each.receiver == "School 01" else each
        for each in given.sessions
    )
    study = dose_study(before, after, FRAMEWORK, Given(**(vars(given) | {"sessions": nameless})))
    assert study.left_out == ("School 01",)
    assert study.told[0].relation.slope.n_schools == 11
