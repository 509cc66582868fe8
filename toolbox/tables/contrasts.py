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
    "mixed": "change by the mixed model",
    "transitions": "change of answers",
    "cumulative_logit": "change on the answers' own steps (log odds)",
    # groups and waves
    "ancova": "mentored minus waiting, at equal starting level (ANCOVA)",
    "difference_in_changes": "mentored minus waiting, difference of changes",
    "lin": "mentored minus waiting, starting level adjusted in each group (Lin)",
    "label_permutation": "rearrangement check: schools reassigned to groups",
    "wild_bootstrap": "wild cluster bootstrap of the ANCOVA",
    "d_ppc2": "difference of changes over the spread before",
    "mixed_groups": "mentored minus waiting, change by the mixed model",
    "dose": "change for each further hour of mentoring",
    "dose_curve": "whether the line bends",
    "dose_order": "hours and change, rank correlation",
    "wave_effect": "change of a wave minus that of schools not yet mentored",
    "wave_average": "average over the rounds since a wave began",
    "all_waves": "average over all waves",
    "since_start": "average by rounds since the start",
    "before_start": "the same before the start",
    # missing
    "complete_pairs": "those who answered both times",
    "all_available": "everybody, mixed model over all rounds",
    "full_information": "everybody, full-information maximum likelihood",
    "delta_shift": "as if those who left had changed less",
    # reliability
    "alpha": "Cronbach's alpha",
    "omega": "McDonald's omega",
    "item": "item in its scale",
    "configural": "same structure in both rounds",
    "metric": "same loadings in both rounds",
    "scalar": "same loadings and intercepts in both rounds",
    # profile and power
    "school": "school",
    "smallest_now": "smallest change this round could see",
    "smallest_next": "smallest change a next round like this could see",
}

FLAGS = {
    "did_not_answer": "invited and did not answer",
    "not_found_again": "answered before and was not found again",
    "too_few_items": "too few items answered in one of the rounds",
    "preliminary": "preliminary: the mean of this school is not yet reliable, or fewer than half answered",
    "optimistic": "from internal consistency, not from a retest: rather too small",
    "rearrangement_only": "schools were not drawn by lot: a check by rearrangement, not a test of chance",
    "parallel_trends": "assumes that the groups would have changed alike",
    "equal_starts": "assumes that persons who began alike would have gone on alike",
    "adjusted_for_start": "the groups began a little apart: adjusted for the start",
    "singular": "no spread between schools was found: the clustered interval leads",
    "expected": "compare with the change expected by regression to the mean alone",
    "inconclusive": "methods disagree about the direction: inconclusive",
}

REFUSALS = {
    "not_known": "not known",
    "few_schools_in_a_group": "fewer than 4 schools in a group: described side by side only",
    "no_group": "one of the two groups has nobody",
    "apart_at_start": "the groups began too far apart to compare",
    "no_margin": "the plan names no least change that matters",
    "no_reliability": "no reliability of at least .70 is known",
    "protects_school": "would reveal the mean of a hidden school",
    "resampling_off": "not computed: resampling is switched off in the plan",
    "no_hours": "hours of mentoring are not known",
    "few_left": "nobody was lost",
}

LEFT_OUT = {
    "one_round": "there is one round, so nothing to compare",
    "one_group": "the plan looks at one group of schools",
    "two_groups": "the plan compares two groups, not waves",
    "waves": "the plan compares waves, not two groups",
    "no_assignment": "the plan does not say who chose the mentored schools, how and when; a comparison needs it",
    "no_pairs": "nobody of these groups can be followed from the first to the last round",
    "rubric": "these are ratings a school states about itself, not persons' answers",
    "no_arms": "no school of these rounds is in one of the groups compared",
    "nothing_missing": "nobody was lost between the rounds",
    "few_rounds": "it needs three rounds",
}
