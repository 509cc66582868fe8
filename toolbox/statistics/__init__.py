"""Numbers and school labels in, a frozen record out: every estimator of the house, one small file per family.

Nothing here knows pandas, frameworks, persons or words for a page. A school label is any array whose
equal entries mean "same school". Change is always after − before; positive is growth.

A record never hides a gap: a number that must not be shown is ``None`` and ``refused`` says why, and the
numbers that may be shown stay beside it (a mean change of two schools has an interval but no p). Codes:

=========================  ================================================================================
``too_few_persons``        fewer than 5 persons: nothing is shown
``few_pairs``              5 to 9 pairs: counts and medians only
``few_persons``            5 to 9 persons: the estimate without interval
``few_schools``            too few schools (under 4; ranks 6, hours 8): describes these persons only, no p
``few_degrees``            fewer than 4 degrees of freedom behind the standard error: no p
``no_spread``              everyone answered alike: no interval, no p, no effect size
``ceiling``                15 % or more of the scale means at the maximum: no effect size
``narrow_before``          spread before under 0.15 of the scale's width: no effect size
``collinear``              a regressor is a combination of the others
``no_answers``             nothing to count
``all_answered``           everyone invited answered: the mean is known, no interval needed
``single_item``            effect sizes belong to areas, not to single statements
``no_repeats``             one row in every person, or one person in every school: that level's variance is not seen
``few_schools_for_model``  fewer than 6 schools behind a variance between schools: no p
``few_schools_for_icc``    fewer than 10 schools: how much schools differ cannot be said
``clustered``              persons of one school are not independent: no p person by person
``no_overlap``             all of one group stand above all of the other: no interval
``beyond_shapiro``         more than 5,000 differences: normality is not tested
``one_group``              there is nothing to compare the group with
``few_treated``            fewer than 4 schools with, or without, what the coefficient stands for
``resampling_off``        it would have to be drawn, and nothing was to be drawn
``no_value``               the statistic has no value for these persons, or for too many draws of them
``few_schools_per_group``  fewer than 4 schools (or hubs) in a group: side by side only, no difference
``apart_at_start``         the groups differ by more than 0.25 SD before: printed, no claim about groups
``no_comparison``          nobody is still waiting at that round
``no_rounds_before``       fewer than 2 rounds before the start: nothing to see a trend in
``inconclusive``           model and school-robust interval disagree about zero
``same_hours``             everybody got the same hours
``description``            describes these persons: neither interval nor p knows schools
``empty_cell``             a category nobody is in: no odds ratio
``few_items``              too few items that vary: two for alpha, three for omega or drift in an area, four for invariance
``few_for_reliability``    fewer than 30 persons: no reliability
``few_for_one_person``     alpha or omega of fewer than 100 persons: not used for single persons
``few_for_invariance``     fewer than 200 persons in a group or round: not assessed
``not_converged``          the search for the likeliest model found no peak
``not_two_items``          Spearman-Brown is the reliability of two items
``few_in_school``          fewer than 5 persons in every school: no agreement
``no_null``               the lightly skewed null is kept for scales of 5 options only
``one_category``           one category of answers is left after joining rare ones
``separated``              no answer contradicts endless odds
``rounds_apart``           two rounds share fewer than 5 persons: their correlation is unknown
``few_imputations``        fewer than 2 completed data sets: nothing to pool
``no_reliability``         no reliability was entered or could be computed
``low_reliability``        a reliability under .70: nobody's change can be told from noise
``no_margin``              no smallest change that matters was declared
``no_standard_error``      the estimate has no standard error to work with
``summary_only``           of the other side only a mean is known: no interval of the difference
``no_effect``              an effect of 0 needs infinitely many persons
``beyond_numbers``         too large to write as a number
=========================  ================================================================================

Which of them applies follows one tree, :mod:`toolbox.statistics.decision`.
"""

from toolbox.statistics.agreement import agreement, r_wg
from toolbox.statistics.assumptions import assumptions, brown_forsythe
from toolbox.statistics.bayesian import bayes_factor, posterior
from toolbox.statistics.cluster_robust import cr2
from toolbox.statistics.consensus import Consensus, consensus
from toolbox.statistics.cumulative_logit import cumulative_logit, cumulative_logit_of_schools
from toolbox.statistics.decision import assigned_by, headline, one_group, several_waves, two_groups
from toolbox.statistics.dose import dose_response
from toolbox.statistics.drifting import drift
from toolbox.statistics.effect_sizes import paired_effect
from toolbox.statistics.equivalence import equivalence
from toolbox.statistics.factor import invariance, one_factor
from toolbox.statistics.flow import attrition, baseline_equivalence, flow
from toolbox.statistics.followed import standardised_gap
from toolbox.statistics.group_effect import (
    adjusted_means,
    ancova,
    d_ppc2,
    difference_in_changes,
    lin_adjusted,
    slopes_alike,
)
from toolbox.statistics.imputed import pooled, pooling
from toolbox.statistics.incomplete import all_available, delta_shift
from toolbox.statistics.independent import difference_between, independent_change
from toolbox.statistics.intervals import mean_interval, mean_interval_of
from toolbox.statistics.levels import levels
from toolbox.statistics.mixed import (
    design_effect,
    intraclass,
    mixed_contrast,
    mixed_robust,
    nested,
    shrunken_means,
    total_variance_effect,
    wwc_cluster_effect,
)
from toolbox.statistics.multiplicity import adjusted, holm
from toolbox.statistics.ordering import cliffs_delta, ordering, overlap
from toolbox.statistics.paired import paired_change
from toolbox.statistics.planning import power_of, sample_size, smallest_detectable, smallest_effect
from toolbox.statistics.rearranging import label_permutation, sign_flip
from toolbox.statistics.recalibration import recalibration
from toolbox.statistics.regression_to_mean import by_starting_level, change_with_start, chosen_part, mee_chua, oldham
from toolbox.statistics.reliability import reliability
from toolbox.statistics.reliable_change import reliable_change
from toolbox.statistics.school_bootstrap import school_bootstrap
from toolbox.statistics.shares import ends, moved, wilson
from toolbox.statistics.signed_rank import rank_biserial, signed_rank
from toolbox.statistics.summaries import summary_difference
from toolbox.statistics.then_test import response_shift
from toolbox.statistics.transitions import transitions
from toolbox.statistics.two_sample_effects import independent_effect
from toolbox.statistics.waves import wave_effects
from toolbox.statistics.wild_bootstrap import wild_bootstrap

__all__ = [
    "Consensus",
    "adjusted",
    "adjusted_means",
    "agreement",
    "all_available",
    "ancova",
    "assigned_by",
    "assumptions",
    "attrition",
    "baseline_equivalence",
    "bayes_factor",
    "brown_forsythe",
    "by_starting_level",
    "change_with_start",
    "chosen_part",
    "cliffs_delta",
    "consensus",
    "cr2",
    "cumulative_logit",
    "cumulative_logit_of_schools",
    "d_ppc2",
    "delta_shift",
    "design_effect",
    "difference_between",
    "difference_in_changes",
    "dose_response",
    "drift",
    "ends",
    "equivalence",
    "flow",
    "headline",
    "holm",
    "independent_change",
    "independent_effect",
    "intraclass",
    "invariance",
    "label_permutation",
    "levels",
    "lin_adjusted",
    "mean_interval",
    "mean_interval_of",
    "mee_chua",
    "mixed_contrast",
    "mixed_robust",
    "moved",
    "nested",
    "oldham",
    "one_factor",
    "one_group",
    "ordering",
    "overlap",
    "paired_change",
    "paired_effect",
    "pooled",
    "pooling",
    "posterior",
    "power_of",
    "r_wg",
    "rank_biserial",
    "recalibration",
    "reliability",
    "reliable_change",
    "response_shift",
    "sample_size",
    "school_bootstrap",
    "several_waves",
    "shrunken_means",
    "sign_flip",
    "signed_rank",
    "slopes_alike",
    "smallest_detectable",
    "smallest_effect",
    "standardised_gap",
    "summary_difference",
    "total_variance_effect",
    "transitions",
    "two_groups",
    "wave_effects",
    "wild_bootstrap",
    "wilson",
    "wwc_cluster_effect",
]
