"""What a row of the evaluation tables is about, in words: contrasts, parts, arms, remarks and refusals."""

from __future__ import annotations

PARTS = {
    "headline": "headline",
    "check": "check beside the headline",
    "sensitivity": "sensitivity",
    "description": "description",
}

ABOUT = {
    "mentored": "mentored schools",
    "waiting": "schools not yet mentored",
    "mentored_before": "schools mentored before the first round",
}

CONTRASTS = {
    # flow and attrition
    "invited": "persons invited",
    "answered": "persons who answered",
    "matched": "persons found in the first and the last round",
    "analysed": "persons with a valid value in both",
    "lost": "persons who did not answer this scale again",
    "lost_difference": "share lost, mentored minus waiting",
    "stayers_leavers": "at the start: those who stayed minus those who left",
    # baseline
    "baseline": "at the start: mentored minus waiting",
    # change
    "change": "change of the same persons",
    "two_samples": "change of everybody, as two groups of persons",
    "d_z": "change over the spread of the changes",
    "d_rm": "the same, corrected for the correlation of the rounds",
    "g_b": "change over the spread before",
    "superiority": "share higher plus half the share unchanged",
    "rank_biserial": "rank-biserial correlation of the pairs",
    "signed_rank": "signed-rank test",
    "sign_flip": "rearrangement check: signs of schools flipped",
    "equivalence": "is any change smaller than the least that matters?",
    "icc_before": "share of the spread between schools, before",
    "icc_after": "share of the spread between schools, after",
    "icc_change": "share of the spread between schools, of the change",
    "third_low": "change of the third that began lowest",
    "third_middle": "change of the middle third",
    "third_high": "change of the third that began highest",
    "start_and_change": "change beside the level (Oldham)",
    "reliable_change": "change a single person needs to go beyond measurement error",
    "response_shift": "looking back: then minus before",
    "change_since_then": "change against how it was seen looking back",
    "recalibration": "sign that the yardstick moved",
    "posterior": "Bayesian view of the change",
    "at_top": "share at the top of the scale",
    "at_bottom": "share at the bottom of the scale",
    "mixed": "change of everybody, mixed model over all rounds, spread by school",
    # items
    "share_up": "share who gave a higher answer",
    "share_same": "share who gave the same answer",
    "share_down": "share who gave a lower answer",
    "transition": "from this answer before to that answer after",
    "cumulative_logit": "change on the answers' own steps (log odds of a higher answer)",
    # groups and waves
    "ancova": "mentored minus waiting, at equal starting level (ANCOVA)",
    "difference_in_changes": "mentored minus waiting, difference of changes",
    "lin": "mentored minus waiting, starting level adjusted in each group (Lin)",
    "label_permutation": "rearrangement check: schools reassigned to groups",
    "wild_bootstrap": "wild cluster bootstrap of the ANCOVA",
    "g_total": "difference after over the whole spread, at equal starting level (EEF)",
    "cliffs_delta": "how often a mentored person changed more than a waiting one, minus the reverse",
    "u3": "share of waiting persons below the average mentored one (U3)",
    "improvement_index": "percentile points an average waiting person would gain",
    "mixed_groups": "mentored minus waiting, change by the mixed model",
    "dose": "change for each further hour of mentoring",
    "dose_curve": "whether the line bends",
    "dose_order": "hours and change, rank correlation",
    "dose_low": "change of the third with fewest hours",
    "dose_middle": "change of the middle third by hours",
    "dose_high": "change of the third with most hours",
    "two_samples_groups": "mentored minus waiting, change of everybody as groups of persons",
    "wave_effect": "change of a wave minus that of schools not yet mentored",
    "wave_average": "average over the rounds since a wave began",
    "all_waves": "average over all waves",
    "since_start": "average by rounds since the start",
    "before_start": "the same before the start, by rounds to the start",
    "before_cell": "the same before the wave began",
    "pre_trend": "trend before the start",
    # missing
    "complete_pairs": "those who answered both times",
    "all_available": "everybody, mixed model over all rounds",
    "all_available_model": "the same, tested by the model alone (Kenward-Roger)",
    "full_information": "everybody, full-information maximum likelihood",
    "delta_shift": "as if those who left had changed less",
    # reliability
    "alpha": "Cronbach's alpha",
    "omega": "McDonald's omega",
    "item": "item in its scale",
    "icc_1": "ICC(1): share of the spread of the scale between schools",
    "icc_2": "ICC(2): how reliable a school's mean is",
    "r_wg": "r_wg(j) over schools, against evenly spread answers: median",
    "r_wg_skewed": "r_wg(j) over schools, against slightly skewed answers: median",
    "average_deviation": "average deviation from the school's mean over schools: median",
    "configural": "same structure in both rounds",
    "metric": "same loadings in both rounds",
    "scalar": "same loadings and intercepts in both rounds",
    # profile and power
    "school": "school",
    "smallest_now": "smallest change this round could see",
    "smallest_next": "smallest change a next round like this could see",
    "smallest_groups": "smallest difference between groups this design could see",
}

FLAGS = {
    # flow
    "did_not_answer": "invited and did not answer",
    "not_found_again": "answered before and was not found again",
    "too_few_items": "too few items answered in one of the rounds",
    # the start
    "comparable_at_start": "comparable at the start",
    "adjusted_for_start": "the groups began a little apart: to be adjusted for the start",
    "adjust_for_start": "the groups began a little apart: adjusted for the start",
    "apart_at_start": "the groups began too far apart to compare",
    # what a method assumes or leaves out
    "schools_change_alike": "takes it that all schools changed alike: far too sure where they did not",
    "rearrangement_only": "schools were not drawn by lot: a check by rearrangement, not a test of chance",
    "parallel_trends": "assumes that the groups would have changed alike",
    "equal_starts": "assumes that persons who began alike would have gone on alike",
    "singular": "no spread at one level was found",
    "assigned_by_hub": "whole hubs started together: hubs are what is compared",
    "no_school_clustering": "does not know schools",
    "these_persons_only": "describes these persons only",
    "wave_without_comparison": "a wave had no school left to compare with and is left out",
    "small_wave": "a wave of fewer than 4 schools has no standard error",
    "small_wave_left_out": "waves and rounds with fewer than 4 schools on either side are left out of the average",
    "no_trend_before": "fewer than 2 rounds before the start: no trend can be seen",
    "expected": "compare with the change expected by regression to the mean alone",
    "regression_to_mean": "regression to the mean is part of this",
    "pattern_appears": "the pattern of a stricter eye appears: the average did not rise, and those who began highest fell most",
    "pattern_absent": "the pattern of a stricter eye does not appear",
    "smaller_than_margin": "a change as large as the least that matters is ruled out",
    "margin_not_ruled_out": "a change as large as the least that matters is not ruled out",
    # measuring
    "optimistic": "from internal consistency, not from a retest: rather too small",
    "retest": "from a published retest",
    "against_comparison": "the change of waiting schools is taken off",
    "small_sample": "fewer than 100 persons",
    "constant_item": "an item everybody answered alike is left out",
    "item_against_scale": "an item runs against the rest of its scale",
    "improper": "the likeliest model has an impossible variance: read with care",
    "rounds_as_groups": "the rounds are taken as two groups, though some persons are in both",
    "joined": "rare answers are joined with a neighbour",
    "no_school_spread": "schools do not differ",
    # planning and profile
    "interval_from_icc": "limits from those of the share between schools",
    "fewest_possible": "fewer persons are not possible",
    "preliminary": "preliminary: the mean of this school is not yet reliable, or fewer than half answered",
}

#: Refusals of the evaluation itself; those of estimators stand in ``reasons.REFUSED``.
REFUSALS = {
    "not_known": "not known",
    "few_lost": "fewer than {min_n} were lost",
    "several_scales": "the items of this scale are answered on different scales",
    "few_agreeing_schools": "fewer than 10 schools with 5 persons who answered every item: it would be single schools' agreement",
    "few_in_cells": "no table of answers before by answers after: a cell, a row all alike or those who answered once are a few persons",
    "few_schools_to_draw": "fewer than 10 schools: no interval by drawing schools",
    "no_hours": "hours of mentoring are not known",
    "no_common_items": "the rounds share no item of this scale in the same words",
    "few_hubs": "fewer than 4 hubs in a group: described side by side, no difference tested",
}

STANDING = {"comparable": "comparable", "adjust": "to be adjusted for", "apart": "too far apart to compare"}

BOUNDARY = {
    "cautious": "inside the cautious boundary",
    "optimistic": "inside the optimistic boundary only",
    "above": "beyond the boundary",
}

LEFT_OUT = {
    "one_round": "there is one round, so nothing to compare",
    "one_group": "the plan looks at one group of schools",
    "two_groups": "the plan compares two groups, not waves",
    "waves": "the plan compares waves, not two groups",
    "no_assignment": "the plan does not say who chose the mentored schools, how and when; a comparison needs it",
    "no_pairs": "nobody of these groups can be followed from the first to the last round",
    "no_arms": "no school of these rounds is in one of the groups compared",
    "nothing_missing": "nobody was lost between the rounds",
    "rubric": "these are ratings a school states about itself, not persons' answers",
    "counted": "the levels of this framework are counted, never averaged; the Change page says how many schools moved",
}
