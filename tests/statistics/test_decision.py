"""The decision tree, branch by branch: which number is the headline, what stands beside it, what is refused and why."""

from __future__ import annotations

import pytest

from toolbox.model import Estimate
from toolbox.statistics.decision import assigned_by, disagree, headline, one_group, several_waves, two_groups

UP = Estimate(estimate=0.3, ci_low=0.1, ci_high=0.5)
DOWN = Estimate(estimate=-0.3, ci_low=-0.5, ci_high=-0.1)
UNSURE = Estimate(estimate=0.1, ci_low=-0.1, ci_high=0.3)
BESIDE = ("difference_in_changes", "lin_adjusted")


def shown(branch):
    return branch.name, branch.headline, branch.checks, branch.interval, branch.p, branch.refused


class TestOneGroup:
    @pytest.mark.parametrize("n", [0, 1, 2, 4])
    def test_under_five_pairs_nothing(self, n):
        assert shown(headline("one_group", (n,), (3,))) == ("suppress", "", (), False, False, "too_few_persons")

    @pytest.mark.parametrize("n", [5, 9])
    def test_under_ten_pairs_counts(self, n):
        assert shown(headline("one_group", (n,), (3,))) == ("counts", "", (), False, False, "few_pairs")

    @pytest.mark.parametrize("schools", [1, 3])
    def test_up_to_three_schools_these_persons_only(self, schools):
        found = headline("one_group", (40,), (schools,))
        assert shown(found) == ("persons", "paired_change", (), True, False, "few_schools")
        assert (found.clustered, found.flags) == (False, ("these_persons_only",))

    @pytest.mark.parametrize("schools", [4, 9])
    @pytest.mark.parametrize("rounds", [2, 3])
    def test_four_to_nine_schools_take_sign_flips_beside(self, schools, rounds):
        found = headline("one_group", (40,), (schools,), rounds=rounds)
        assert shown(found) == ("few_schools", "paired_change", ("sign_flip",), True, True, "")
        assert found.clustered

    def test_ten_schools_stand_alone(self):
        assert shown(headline("one_group", (40,), (10,), missing=0.05)) == (
            "many_schools", "paired_change", (), True, True, "",
        )  # fmt: skip

    @pytest.mark.parametrize("more", [{"rounds": 3}, {"missing": 0.051}])
    def test_three_rounds_or_loss_take_the_model(self, more):
        found = headline("one_group", (400,), (10,), **more)
        assert (found.headline, found.checks) == ("mixed_robust", ("paired_change",))

    def test_without_schools_the_plain_statistic(self):
        found = headline("one_group", (3,), None)
        assert (found.name, found.p, found.flags) == ("unclustered", True, ("no_school_clustering",))

    def test_institutions_are_no_persons(self):
        assert headline("one_group", (4,), (4,), institutional=True).name == "few_schools"

    def test_hubs_are_counted_where_hubs_were_chosen(self):
        found = headline("one_group", (400,), (60,), n_hubs=(3,), assigned="hub")
        assert (found.refused, found.flags) == ("few_schools", ("these_persons_only", "assigned_by_hub"))
        with pytest.raises(ValueError, match="how many hubs"):
            headline("one_group", (400,), (60,), assigned="hub")


class TestTwoGroups:
    def test_the_smaller_group_decides(self):
        assert two_groups((100, 4), (9, 9)).refused == "too_few_persons"
        assert two_groups((9, 100), (9, 9)).refused == "few_pairs"

    @pytest.mark.parametrize("schools", [(3, 20), (20, 0)])
    def test_under_four_schools_in_a_group_side_by_side(self, schools):
        assert shown(headline("two_groups", (90, 90), schools)) == (
            "side_by_side", "", (), False, False, "few_schools_per_group",
        )  # fmt: skip

    def test_two_rounds_take_ancova(self):
        assert shown(headline("two_groups", (90, 90), (4, 4))) == (
            "two_rounds", "ancova", (*BESIDE, "label_permutation", "wild_bootstrap"), True, True, "",
        )  # fmt: skip

    def test_many_schools_need_no_wild_bootstrap(self):
        assert headline("two_groups", (900, 900), (25, 26)).checks == (*BESIDE, "label_permutation")
        assert "wild_bootstrap" in headline("two_groups", (900, 900), (25, 25)).checks

    def test_three_rounds_take_the_model(self):
        found = headline("two_groups", (90, 90), (4, 4), rounds=3)
        assert shown(found) == ("more_rounds", "mixed_robust", ("difference_in_changes",), True, True, "")

    def test_whole_hubs_read_hub_for_school(self):
        assert (
            headline("two_groups", (90, 90), (9, 9), n_hubs=(3, 4), assigned="hub").refused == "few_schools_per_group"
        )
        found = headline("two_groups", (90, 90), (9, 9), n_hubs=(4, 4), assigned="hub")
        assert (found.headline, found.flags) == ("ancova", ("assigned_by_hub",))

    def test_without_schools(self):
        found = headline("two_groups", (3, 3), None)
        assert (found.headline, found.flags, found.p) == ("ancova", ("no_school_clustering",), True)

    @pytest.mark.parametrize(
        ("baseline", "name", "refused", "flags"),
        [
            (None, "two_rounds", "", ()),
            (0.05, "two_rounds", "", ()),
            (-0.06, "two_rounds", "", ("adjust_for_start",)),
            (0.25, "two_rounds", "", ("adjust_for_start",)),
            (-0.26, "apart", "apart_at_start", ()),
        ],
    )
    def test_the_start(self, baseline, name, refused, flags):
        found = headline("two_groups", (90, 90), (9, 9), baseline=baseline)
        assert (found.name, found.refused, found.flags) == (name, refused, flags)
        # Apart: printed with its interval, but nothing is claimed.
        assert (found.headline, found.interval, found.p) == ("ancova", True, not refused)


class TestWaves:
    def test_every_wave_against_those_after_it(self):
        found = headline("waves", (30, 30, 40), (4, 4, 4))
        assert shown(found) == ("waves", "wave_effects", ("by_distance", "pre_trend"), True, True, "")
        assert (found.clustered, found.flags) == (True, ())

    def test_one_wave_and_nobody_else(self):
        assert shown(headline("waves", (30, 0), (9, 0))) == ("side_by_side", "", (), False, False, "no_comparison")

    def test_the_last_wave_without_anyone_waiting(self):
        assert several_waves((30, 30, 0), (9, 9, 0)).flags == ("wave_without_comparison",)

    def test_small_waves(self):
        assert several_waves((30, 30, 40), (9, 3, 9)).flags == ("small_wave",)
        assert several_waves((30, 8, 40), (9, 5, 9)).flags == ("small_wave",)
        assert several_waves((30, 30, 40), (3, 3, 9)).refused == "few_schools_per_group"
        assert several_waves((30, 40), (9, 3)).refused == "few_schools_per_group"

    def test_few_persons(self):
        assert several_waves((4, 100), (4, 9)).refused == "too_few_persons"
        assert several_waves((9, 100), (4, 9)).refused == "few_pairs"

    def test_one_round_before_shows_no_trend(self):
        found = several_waves((30, 40), (9, 9), rounds_before=1)
        assert (found.checks, found.flags) == (("by_distance",), ("no_trend_before",))

    def test_without_schools(self):
        found = headline("waves", (3, 3), None)
        assert (found.headline, found.clustered, found.flags) == ("wave_effects", False, ("no_school_clustering",))

    def test_apart_at_the_start(self):
        assert headline("waves", (30, 40), (9, 9), baseline=0.3).refused == "apart_at_start"


class TestWhatWasFound:
    @pytest.mark.parametrize("question", ["one_group", "two_groups", "waves"])
    def test_few_degrees(self, question):
        arms = 1 if question == "one_group" else 2
        found = headline(question, (90,) * arms, (9,) * arms, df=3.99)
        assert (found.p, found.interval, found.refused) == (False, True, "few_degrees")
        assert headline(question, (90,) * arms, (9,) * arms, df=4.0).p

    @pytest.mark.parametrize(("model", "robust"), [(UP, UNSURE), (UNSURE, DOWN), (UP, DOWN)])
    def test_model_and_robust_disagree(self, model, robust):
        found = headline("two_groups", (90, 90), (9, 9), rounds=3, model=model, robust=robust)
        assert (found.name, found.headline, found.p, found.refused) == (
            "inconclusive", "mixed_robust", False, "inconclusive",
        )  # fmt: skip

    @pytest.mark.parametrize("both", [UP, DOWN, UNSURE])
    def test_model_and_robust_agree(self, both):
        assert headline("two_groups", (90, 90), (9, 9), rounds=3, model=both, robust=both).p

    def test_nothing_to_hold_against_does_not_disagree(self):
        assert not disagree(UP, Estimate())
        assert not disagree(Estimate(), Estimate())

    def test_the_first_reason_stands(self):
        """What was refused by its counts is not taken up again by what was found; apart comes before few degrees."""
        found = headline("two_groups", (90, 90), (3, 9), baseline=0.5, df=2, model=UP, robust=DOWN)
        assert found.refused == "few_schools_per_group"
        assert headline("two_groups", (90, 90), (9, 9), baseline=0.5, df=2).refused == "apart_at_start"
        assert headline("two_groups", (90, 90), (9, 9), df=2, model=UP, robust=DOWN).refused == "few_degrees"


def test_the_level_mentoring_was_given_out_at():
    start = ["autumn", "autumn", None, None, "spring"]
    assert assigned_by(start, ["n", "n", "s", "s", "w"]) == "hub"
    assert assigned_by(start, ["n", "s", "n", "s", "w"]) == "school"
    assert assigned_by(start, ["n", "n", "s", "s", ""]) == "school", "a school without hub was chosen by itself"
    assert assigned_by(["autumn"] * 4, ["n", "n", "s", "s"]) == "school", "all started: no hub was chosen"
    assert assigned_by([], []) == "school"


def test_the_boughs_are_what_the_estimators_ask():
    assert one_group(40, 6) == headline("one_group", (40,), (6,))
    assert two_groups((40, 40), (6, 6)) == headline("two_groups", (40, 40), (6, 6))
    assert several_waves((40, 40), (6, 6)) == headline("waves", (40, 40), (6, 6))
