"""Numbers and school labels in, a frozen record out: every estimator of the house, one small file per family.

Nothing here knows pandas, frameworks, persons or words for a page. A school label is any array whose
equal entries mean "same school". Change is always after − before; positive is growth.

A record never hides a gap: a number that must not be shown is ``None`` and ``refused`` says why, and the
numbers that may be shown stay beside it (a mean change of two schools has an interval but no p). Codes:

========================  ==========================================================================
``too_few_persons``       fewer than 5 persons: nothing is shown
``few_pairs``             5 to 9 pairs: counts and medians only
``few_persons``           5 to 9 persons: the estimate without interval
``few_schools``           1 to 3 schools: describes these persons only, no p
``few_degrees``           fewer than 4 degrees of freedom behind the standard error: no p
``no_spread``             everyone answered alike: no interval, no p, no effect size
``ceiling``               15 % or more of the scale means at the maximum: no effect size
``narrow_before``         spread before under 0.15 of the scale's width: no effect size
``collinear``             a regressor is a combination of the others
``no_answers``            nothing to count
``all_answered``          everyone invited answered: the mean is known, no interval needed
``single_item``           effect sizes belong to areas, not to single statements
``few_items``             too few items that vary: two for alpha, three for omega, four for invariance
``few_for_reliability``   fewer than 30 persons: no reliability
``few_for_invariance``    fewer than 200 persons in a group or round: not assessed
``one_group``             one group only: nothing to compare
``not_converged``         the search for the likeliest model found no peak
``not_two_items``         Spearman-Brown is the reliability of two items
``few_in_school``         fewer than 5 persons in every school: no agreement
``no_null``               no lightly skewed distribution is published for this number of options
``one_category``          one category of answers is left after joining rare ones
``separated``             no answer contradicts endless odds
========================  ==========================================================================

Which of them applies follows one tree, :mod:`toolbox.statistics.decision`.
"""

from toolbox.statistics.agreement import agreement, r_wg
from toolbox.statistics.cluster_robust import cr2
from toolbox.statistics.cumulative_logit import cumulative_logit, cumulative_logit_of_schools
from toolbox.statistics.decision import one_group
from toolbox.statistics.effect_sizes import paired_effect
from toolbox.statistics.factor import invariance, one_factor
from toolbox.statistics.followed import standardised_gap
from toolbox.statistics.independent import independent_change
from toolbox.statistics.intervals import mean_interval, mean_interval_of
from toolbox.statistics.multiplicity import adjusted, holm
from toolbox.statistics.paired import paired_change
from toolbox.statistics.reliability import reliability
from toolbox.statistics.shares import ends, moved
from toolbox.statistics.transitions import transitions
from toolbox.statistics.two_sample_effects import independent_effect

__all__ = [
    "adjusted",
    "agreement",
    "cr2",
    "cumulative_logit",
    "cumulative_logit_of_schools",
    "ends",
    "holm",
    "independent_change",
    "independent_effect",
    "invariance",
    "mean_interval",
    "mean_interval_of",
    "moved",
    "one_factor",
    "one_group",
    "paired_change",
    "paired_effect",
    "r_wg",
    "reliability",
    "standardised_gap",
    "transitions",
]
