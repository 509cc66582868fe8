"""Every estimator of an evaluation in a paragraph: what it estimates, its default, when it is refused, where it comes from.

A paragraph belongs to the codes a line of the evaluation carries: its ``contrast``, or the name of its effect size.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """One estimator, described."""

    title: str
    text: str
    refused: str = ""
    sources: tuple[str, ...] = ()
    """Keys of :data:`toolbox.wording.references.REFERENCES`."""


CR2 = (
    "Standard errors are cluster-robust by school (CR2, bias-reduced linearisation), and t, p and interval use Satterthwaite's "
    "degrees of freedom."
)
CR2_REFUSED = (
    "With fewer than 4 degrees of freedom there is no p; with 1 to 3 schools the result describes these persons only."
)

#: By the code of a line's contrast, or of its effect size.
ESTIMATORS: dict[str, Paragraph] = {
    # ── who ──
    "flow": Paragraph(
        title="Flow",
        text="Schools and persons are counted from invited through answered and matched to analysed, in all, by arm and by hub; "
        "what was lost at each step is counted with its reason. Persons are matched by equal pseudonyms within a school and group.",
        refused="Numbers of 1 to {below} persons are hidden; a number nobody stated is unknown, not zero.",
        sources=("consort", "jars"),
    ),
    "attrition": Paragraph(
        title="Attrition",
        text="The share of those who answered at the start and cannot be analysed at the end, in all and in each arm, and the "
        "difference of the arms in percentage points. With two arms the pair is set against a stated boundary that was made for "
        "randomised designs: here it is a warning light, and the verdict rests on the comparison at the start.",
        sources=("wwc_attrition",),
    ),
    "stayers_leavers": Paragraph(
        title="Stayers and leavers",
        text="Mean at the start of those who answered both times minus that of those who answered only at the start, over the "
        "spread of everybody at the start.",
        refused="Shown only where nobody or at least {min_n} persons answered once.",
    ),
    "baseline": Paragraph(
        title="Comparability at the start",
        text="For each scale the two arms of the analysed sample: Hedges' g (for a yes/no variable Cox's d = ln(odds ratio) / 1.65) and "
        "the ratio of variances. Up to 0.05 comparable, to 0.25 to be adjusted for, above that not comparable, and then no claim about "
        "the arms is made.",
        refused="Fewer than {min_bands} persons in an arm.",
        sources=("wwc_baseline", "jars"),
    ),
    # ── change ──
    "change": Paragraph(
        title="Change of the same persons",
        text="Mean of (after - before) over persons with both values. " + CR2 + " With one school it is the paired t test, labelled "
        "as having no school clustering. Simulations of samples like these showed that ignoring schools triples false positives even at "
        "an intraclass correlation of .10, and that this form holds 5 % at every number of schools tried.",
        refused="Fewer than {min_n} pairs: nothing; fewer than {min_bands}: counts and medians only. " + CR2_REFUSED,
        sources=("pustejovsky", "leyrat", "kahan"),
    ),
    "two_samples": Paragraph(
        title="Two groups of persons",
        text="Where persons cannot be followed the two rounds are compared as two groups of persons: difference of means, clustered by "
        "school where there are enough, else Welch's t. This is another question than the change of the same persons, and never takes "
        "its place silently.",
        refused="Fewer than {min_n} persons in a round: nothing; fewer than {min_bands}: no interval. " + CR2_REFUSED,
        sources=("welch", "pustejovsky"),
    ),
    "g_av": Paragraph(
        title="Standardised change g_av (headline effect size)",
        text="Change over the average spread sqrt((s1^2 + s2^2) / 2), with Hedges' correction at 2(n-1)/(1+r^2) degrees of freedom. Its "
        "interval is Algina and Keselman's: the limits of d_z rescaled, which kept 95 % in simulations of 8 to 60 pairs where the usual "
        "normal interval fell to 82 %. Over several schools the limits of the change are CR2's and those of the unit the persons', put together by "
        "MOVER; one degree of freedom for both, as is usual, covered 98 to 99 % in simulated hubs.",
        refused="Fewer than {min_bands} pairs; spread before under 0.15 of the scale's width; 15 % or more of the scale means at the top.",
        sources=("algina", "cumming", "goulet", "donner"),
    ),
    "g": Paragraph(
        title="Hedges' g of two groups of persons",
        text="Difference of means over the pooled spread, with the correction 1 - 3/(4N - 9).",
        refused="Fewer than {min_bands} persons in a group.",
        sources=("hedges_1981",),
    ),
    "d_z": Paragraph(
        title="d_z",
        text="Change over the spread of the changes, with its noncentral t interval. It depends on how strongly the two rounds "
        "correlate and cannot be compared between studies; it is the form a power calculation needs.",
        refused="Fewer than {min_bands} pairs.",
    ),
    "d_rm": Paragraph(title="d_rm", text="d_z sqrt(2(1 - r)): for meta-analysts who ask for it. No interval of its own."),
    "g_b": Paragraph(title="Change over the spread before", text="Change over the standard deviation before, corrected at n - 1 degrees of freedom.", sources=("becker",)),
    "d_ppc2": Paragraph(
        title="d_ppc2",
        text="Difference of the two arms' changes over the pooled spread before, with the small-sample correction.",
        sources=("morris",),
    ),
    "superiority": Paragraph(
        title="Share moved",
        text="Persons who scored higher, the same and lower; P(higher) + P(same)/2 in one number. Its interval resamples schools.",
        refused="Hidden where fewer than {min_bands} persons all moved alike; no interval below 10 schools.",
        sources=("efron",),
    ),
    "rank_biserial": Paragraph(
        title="Matched-pairs rank-biserial correlation",
        text="(W+ - W-) / (W+ + W-) over the ranks of the changes, zeros dropped and their number printed; interval by resampling schools.",
        refused="No interval below 10 schools.",
        sources=("kerby",),
    ),
    "signed_rank": Paragraph(
        title="Signed-rank test",
        text="Changes are rounded to 8 decimals, zeros are ranked and then dropped (Pratt). From 6 schools the clustered form is used: "
        "signed ranks are summed by school and tested by a one-sample t. Without schools the null distribution is exact up to 200 pairs, "
        "with ties and zeros, and normal above. Beside it the Hodges-Lehmann estimate, the median of the Walsh averages.",
        refused="Fewer than {min_bands} pairs, or no change at all.",
        sources=("pratt", "rosner", "hodges"),
    ),
    "sign_flip": Paragraph(
        title="Sign-flip check over schools",
        text="The mean change under all 2^G ways to turn the signs of whole schools (up to 50,000; beyond that random ones, counted as "
        "(count + 1) / (draws + 1)). The smallest p that can be reached is printed, because few schools cannot give a small one. It is a "
        "rearrangement check, not a test, unless signs could have fallen either way by lot.",
        refused="One school.",
    ),
    "label_permutation": Paragraph(
        title="Rearranging which schools were mentored",
        text="The difference of the arms under all ways to give out the same number of mentored schools (up to 50,000; beyond that random "
        "ones), with the smallest p that can be reached. Called a rearrangement check unless schools were drawn by lot.",
        refused="Fewer than 2 schools in an arm.",
    ),
    "wild_bootstrap": Paragraph(
        title="Wild cluster bootstrap-t",
        text="Restricted, Rademacher weights (all of them up to 12 schools), and Webb's six-point weights beside them for 6 to 9 schools. A "
        "sensitivity row only.",
        refused="Fewer than 6 schools, or fewer than 4 in an arm.",
        sources=("mackinnon_webb",),
    ),
    "at_ends": Paragraph(
        title="Ends of the scale",
        text="Share of persons whose scale mean is at the maximum or minimum, with Wilson's interval; from 15 % the headline is the share "
        "moved, not a standardised change.",
        sources=("wilson", "terwee"),
    ),
    "assumptions": Paragraph(
        title="Assumptions",
        text="Shapiro-Wilk and skewness of the changes, changes further than 3 MAD from the median, the Pitman-Morgan test of the two "
        "spreads. They are shown and never switch the method.",
    ),
    "equivalence": Paragraph(
        title="Equivalence",
        text="Two one-sided tests against the least change that matters, which the plan names in standard deviations before, with the "
        "clustered standard error and degrees of freedom.",
        refused="The plan names no least change.",
        sources=("schuirmann",),
    ),
    "posterior": Paragraph(
        title="Bayesian view",
        text="Posterior of the change from a normal likelihood with the clustered standard error and the prior N(0, (0.5 spread before)^2): "
        "the probability that the change is above zero, and above the least that matters.",
    ),
    "bayes_factor": Paragraph(
        title="Bayes factor", text="JZS Bayes factor of the t statistic, scale r = sqrt(2)/2.", sources=("rouder",),
    ),
    "reliable_change": Paragraph(
        title="Reliable change",
        text="Change over SD_before sqrt(2(1 - r_xx)), and the least change beyond measurement error at 95 %. r_xx is the published retest "
        "reliability where the plan names one, else omega or alpha at the start, which is flagged optimistic: consistency is not stability.",
        refused="r_xx below .70, or fewer than 100 persons for a reliability from these data.",
        sources=("jacobson",),
    ),
    "regression_to_the_mean": Paragraph(
        title="Regression to the mean",
        text="For those who began low (or high): the change (1 - r)(M - m) that would be expected without any, beside the observed one, and "
        "Oldham's correlation of change with the mean of both times.",
        sources=("oldham",),
    ),
    "then_test": Paragraph(
        title="Response shift",
        text="Where a round asked how it was then: shift = then - before, and the change from either start side by side. It never replaces "
        "the score before; what a then-test measures is disputed.",
        sources=("howard",),
    ),
    "recalibration": Paragraph(
        title="Sign of a changed yardstick",
        text="A flag, not an estimate: the pattern in which persons who learn more rate themselves lower than before.",
    ),
    "transitions": Paragraph(
        title="Answers before and after",
        text="For single items of 3 to 11 answers: the share up, same and down, and the table of answers before by answers after. The table "
        "is shown whole or not at all: hidden cells would often follow from the answers of each round and the shares up, same and down.",
        refused="Fewer than {min_bands} pairs; no table where a cell holds 1 to {below} persons, fewer than {min_bands} of a row or "
        "column are all alike, or 1 to {below_options} answered once.",
    ),
    "cumulative_logit": Paragraph(
        title="Cumulative logit",
        text="Ordered logit of the answers of those who answered both times on the round, with standard errors by school (which hold a person's "
        "two answers together), as a check of items; the effect size is the odds ratio of a higher answer. Neighbouring categories with fewer "
        "than 10 answers are merged. It takes it that the odds move alike at every step.",
        refused="Fewer than {min_bands} pairs, one category left, or nothing that contradicts endless odds; fewer than 4 degrees of freedom: no p.",
    ),
    # ── comparison of groups ──
    "ancova": Paragraph(
        title="ANCOVA (headline of two groups)",
        text="Score after on arm and score before (and hub where the plan asks for it). " + CR2 + " It assumes equal expected scores at equal starts.",
        refused="Fewer than 4 schools in an arm; arms more than 0.25 standard deviations apart at the start. " + CR2_REFUSED,
        sources=("pustejovsky",),
    ),
    "did": Paragraph(
        title="Difference in changes",
        text="Mean change of the mentored minus that of the waiting schools. " + CR2 + " It assumes that both would have changed alike. It "
        "always stands beside ANCOVA, because the two can differ and neither assumption can be tested with two rounds.",
        refused="As ANCOVA.",
        sources=("pustejovsky",),
    ),
    "lin": Paragraph(
        title="Adjustment with interaction", text="ANCOVA with arm by centred score before, as a check. " + CR2, sources=("lin",),
    ),
    "cluster_effect": Paragraph(
        title="Effect sizes of clustered groups",
        text="The difference over the total spread of the unconditional model (between and within schools), and Hedges' g with the "
        "correction for clustering.",
        sources=("hedges_2007",),
    ),
    "ordering": Paragraph(
        title="Overlap of two groups",
        text="Cliff's delta and the probability that a person of one group is higher; U3 and the improvement index. Between groups only: for "
        "pairs they would ignore the pairing.",
        sources=("cliff",),
    ),
    "mixed": Paragraph(
        title="Mixed model",
        text="Round, and arm by round, with random intercepts of schools and of persons in schools, by REML on sufficient statistics, so that "
        "everybody who answered any round counts. The standard error is CR2 by school around the fitted model: with its own it would take it "
        "that all schools change alike, and in simulated hubs whose schools share a tenth of the variance of the change it then found a change in "
        "13 to 16 of 100 where there was none. Where it and the persons who answered both times disagree about zero, the result is called "
        "inconclusive. The model's own test (Kenward-Roger) stands among the answers to missing data.",
        refused="Fewer than 4 degrees of freedom: no p. No variance: nothing.",
        sources=("pustejovsky", "kenward", "bates"),
    ),
    "waves": Paragraph(
        title="Schools that began in waves",
        text="ATT(g, t): mean change since the round before wave g began, minus that of schools not yet mentored, added up by wave and by rounds "
        "since the start; standard errors from the influence function at the level of schools. Never two-way fixed effects.",
        refused="A wave of fewer than 4 schools has no standard error; no comparison school left at a round; no earlier round to look at trends.",
        sources=("callaway", "goodman"),
    ),
    "dose": Paragraph(
        title="Hours of mentoring",
        text="Score after on score before and hours (and hub), with CR2; the p of a bend; Spearman's correlation of hours and change; means of "
        "thirds. An association: schools chose their hours.",
        refused="Fewer than 30 persons or 8 schools, or equal hours everywhere.",
    ),
    # ── missing, multiplicity ──
    "missing": Paragraph(
        title="Persons who did not answer again",
        text="The change by complete pairs, by everybody in every round (mixed model; and saturated normal model by maximum likelihood), and with "
        "the change of leavers set lower by 0.1 to 0.5 standard deviations. A scale score needs at least half of the items asked. No last value is carried "
        "forward.",
        refused="No loss: no row. Maximum likelihood adds its scores up by school from 4 schools on. The model alone (Kenward-Roger) takes it that "
        "all schools changed alike.",
        sources=("rubin", "jars"),
    ),
    # ── measurement ──
    "alpha": Paragraph(
        title="Coefficient alpha", text="For each scale, group and round, with Feldt's interval; two items: Spearman-Brown.",
        refused="Fewer than 30 persons; fewer than 100 are noted.", sources=("feldt",),
    ),
    "omega": Paragraph(
        title="Omega",
        text="From a one-factor model by maximum likelihood; its interval draws whole schools, where resampling was asked for.",
        refused="Fewer than 30 persons, fewer than 3 items, or no solution.",
        sources=("mcdonald",),
    ),
    "item_rest": Paragraph(title="Items and their scale", text="Correlation of each item with the rest of its scale, and alpha without it."),
    "intraclass": Paragraph(
        title="Intraclass correlation",
        text="ICC(1) of each round and of the change by REML, with its interval, sizes of schools, and the design effect 1 + (n - 1) ICC.",
        refused="Fewer than 10 schools.",
        sources=("consort",),
    ),
    "agreement": Paragraph(
        title="Agreement within schools",
        text="For each scale and round, over schools with at least 5 persons who answered every item: ICC(1) and ICC(2) by analysis of variance, "
        "with F; r_wg(j) against a uniform and a slightly skewed null, and the average deviation from the school's mean. The rule of .70 is passed "
        "by random answers on long scales, so median, quartiles and the share of schools at .70 are printed, and no verdict.",
        refused="Fewer than 10 such schools, or 1 to {below} of them with fewer than {min_bands} persons: the numbers would be single schools'. With {min_n} or more of "
        "those, median and quartiles are given to two decimals. The slightly skewed null is known for five answers only.",
        sources=("james", "bliese"),
    ),
    "invariance": Paragraph(
        title="Measurement invariance",
        text="One-factor model across rounds or groups: configural, metric, scalar; chi-square difference, change of CFI (.010) and RMSEA (.015). "
        "First against last round treats the persons as independent.",
        refused="Fewer than 200 persons in a group or fewer than 4 items: not assessed.",
        sources=("chen",),
    ),
    # ── schools, planning ──
    "profile": Paragraph(
        title="Schools",
        text="Mean, share at the top, persons and response rate of each school, and its mean drawn towards that of all schools by its reliability "
        "lambda. Never a rank. Intervals of plus and minus 1.39 standard errors can be compared by eye.",
        refused="Fewer than {min_n} persons in a school; below lambda .70 or half answered: preliminary.",
        sources=("goldstein",),
    ),
    "power": Paragraph(
        title="Smallest detectable change of the next round",
        text="For 80 % power at 5 % two-sided, from the schools, persons in schools, intraclass correlation and R^2 of this round. Never the power of "
        "the result observed.",
        sources=("bloom",),
    ),
}  # fmt: skip

#: Code of a contrast → the estimator it belongs to, where they are not called the same.
OF_CONTRAST = {
    "invited": "flow", "answered": "flow", "matched": "flow", "analysed": "flow",
    "two_samples_groups": "two_samples",
    "lost": "attrition", "lost_difference": "attrition",
    "at_top": "at_ends", "at_bottom": "at_ends",
    "icc_before": "intraclass", "icc_after": "intraclass", "icc_change": "intraclass",
    "third_low": "regression_to_the_mean", "third_middle": "regression_to_the_mean", "third_high": "regression_to_the_mean",
    "start_and_change": "regression_to_the_mean",
    "response_shift": "then_test", "change_since_then": "then_test",
    "difference_in_changes": "did",
    "mixed_groups": "mixed",
    "dose_curve": "dose", "dose_order": "dose", "dose_low": "dose", "dose_middle": "dose", "dose_high": "dose",
    "wave_effect": "waves", "wave_average": "waves", "all_waves": "waves", "since_start": "waves", "before_start": "waves",
    "before_cell": "waves", "pre_trend": "waves",
    "g_total": "cluster_effect",
    "cliffs_delta": "ordering", "u3": "ordering", "improvement_index": "ordering",
    "complete_pairs": "missing", "all_available": "missing", "all_available_model": "missing", "full_information": "missing", "delta_shift": "missing",
    "item": "item_rest",
    "share_up": "transitions", "share_same": "transitions", "share_down": "transitions", "transition": "transitions",
    "icc_1": "agreement", "icc_2": "agreement", "r_wg": "agreement", "r_wg_skewed": "agreement", "average_deviation": "agreement",
    "configural": "invariance", "metric": "invariance", "scalar": "invariance",
    "school": "profile",
    "smallest_now": "power", "smallest_next": "power", "smallest_groups": "power",
}  # fmt: skip


def estimators_of(contrast: str, effect_name: str = "") -> tuple[str, ...]:
    """The estimators behind a line, "" and unknown codes give none.

    Example:
        >>> estimators_of("change", "g_av"), estimators_of("at_top"), estimators_of("d_z", "d_z"), estimators_of("new")
        (('change', 'g_av'), ('at_ends',), ('d_z',), ())
    """
    keys = (OF_CONTRAST.get(contrast, contrast), effect_name)
    return tuple(dict.fromkeys(key for key in keys if key in ESTIMATORS))
