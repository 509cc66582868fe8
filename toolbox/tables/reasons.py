"""Codes of the gate and of the estimators in words, for the cells of a table."""

from __future__ import annotations

from collections.abc import Iterable

from toolbox.disclosure.words import under
from toolbox.model import Policy

DESIGNS = {"paired": "the same persons twice", "independent": "two groups of persons"}

WHY = {
    "linked": "the same persons could be linked by their codes",
    "no_keys": "nothing links a person's answers of the two rounds",
    "few_pairs": "fewer than {min_n} persons could be linked",
    "protects_few": "the same persons' numbers would reveal the few who answered only once",
    "stated": "ratings a school states about itself",
    "averages": "only averages are known, not the answers behind them",
    "": "",
}

WRONG_BY = {
    "other_schools": "from the same group's codes of different schools",
    "other_groups": "from codes of different groups, since only one school has codes left over",
    "one_block": "could not be estimated: one school and group has no others to compare with",
    "nobody_left": "nothing to estimate: no school has codes left over in both rounds",
    "no_clues": "codes could not be compared: a round has none that people type, or was saved by an older version (upload its file again)",
    "": "",
}

REFUSED = {
    "too_few_persons": "fewer than {min_n} persons",
    "few_pairs": "fewer than {min_bands} pairs: counts and medians only",
    "few_persons": "fewer than {min_bands} persons, here or in one of the schools: no interval",
    "few": "fewer than {min_bands} persons, here or in one of the schools: no interval",
    "few_schools": "too few schools (fewer than 4; for ranks 6, hours 8, odds 10): describes these persons only, no p",
    "few_clusters": "fewer than 4 clusters of a kind: side by side only, no range",
    "not_alike": "schools that share no way of working: no range",
    "few_degrees": "fewer than 4 degrees of freedom: no p",
    "no_spread": "everyone answered alike: no interval",
    "ceiling": "many already gave the top answer: no standardised change",
    "narrow_before": "answers before were too much alike: no standardised change",
    "collinear": "the data do not hold this comparison",
    "no_answers": "no answers",
    "all_answered": "everyone invited answered: the average is known, no interval needed",
    "single_item": "a standardised change belongs to areas, not to single items",
    "few_schools_per_group": "fewer than 4 schools (or hubs) in a group: side by side only, no difference",
    "apart_at_start": "the groups started too far apart to compare",
    "no_comparison": "no school was still waiting: nothing to compare with",
    "no_rounds_before": "fewer than 2 rounds before the start: no trend to look at",
    "inconclusive": "two sound ways to reckon disagree about whether it went up or down",
    "same_hours": "all schools got the same hours",
    "description": "describes these persons: no interval, no p",
    "empty_cell": "nobody in one of the categories: no odds to compare",
    "resampling_off": "not computed: resampling is switched off",
    "no_repeats": "one row for every person, or one person in every school: that level's spread cannot be seen",
    "few_schools_for_model": "fewer than 6 schools: no p from a model of schools",
    "few_schools_for_icc": "fewer than 10 schools: how much schools differ cannot be said",
    "clustered": "persons of one school are not independent: no p person by person",
    "no_overlap": "all of one group stand above all of the other: no interval",
    "beyond_shapiro": "more than 5,000 differences: normality is not tested",
    "one_group": "there is nothing to compare the group with",
    "few_treated": "fewer than 4 schools with, or without, what is compared",
    "no_value": "the statistic has no value for these persons, or for too many draws of them",
    "few_items": "too few items that vary: two for alpha, three for omega, four for invariance",
    "few_for_reliability": "fewer than 30 persons answered every item",
    "few_for_one_person": "internal consistency of fewer than 100 persons is not used for single persons",
    "few_for_invariance": "not assessed: fewer than 200 persons in a round",
    "not_converged": "no likeliest model was found",
    "not_two_items": "Spearman-Brown is the reliability of two items",
    "few_in_school": "fewer than {min_n} persons in every school: no agreement",
    "no_null": "no lightly skewed distribution is published for this number of options",
    "one_category": "one category of answers is left after joining rare ones",
    "separated": "no answer contradicts endless odds",
    "rounds_apart": "two rounds share fewer than {min_n} persons",
    "few_imputations": "fewer than 2 completed data sets",
    "no_reliability": "no reliability was entered or could be computed",
    "low_reliability": "a reliability under .70: nobody's change can be told from noise",
    "no_margin": "the plan names no least change that matters",
    "no_standard_error": "the estimate has no standard error to work with",
    "no_effect": "an effect of 0 needs endlessly many persons",
    "beyond_numbers": "too large to write as a number",
    "protects_few": "would reveal the few who answered only once",
    "protects_school": "would reveal the mean of a hidden school",
    "averages": "only averages are known: no spread, so no interval",
    "public": "not told beyond the hub: the exact number of persons would follow",
    "summary_only": "number or standard deviation of one side is not known: no interval of the difference",
    "no_average": "no average of one side is known",
}

NOTES = {
    "counted": "levels are counted, not averaged",
    "mean_only": "fewer than {min_bands} persons, here or in one of the schools: average only",
    "counts_only": "fewer than {min_bands} pairs: counts and medians only",
    "bands": "fewer than {min_distribution} persons, here or in one of the schools: answers in three bands",
    "means_protected": "averages not shown: few answered only once",
    "often_not_applicable": "more than a quarter said not applicable",
    "item_means_differ": "averaging over persons and over items differs by more than 0.1",
    "more_than_invited": "more persons answered than were invited by the list",
    "finite_population": "interval accounts for how many of those invited answered",
    "no_school_clustering": "one school: no clustering by school",
    "these_persons_only": "describes these persons only",
    "ceiling": "many gave the top answer before",
    "floor": "many gave the lowest answer before",
    "ceiling_after": "many gave the top answer after",
    "floor_after": "many gave the lowest answer after",
    "drifts": "moved unlike the other items of its area: read the area's change with care, and look whether the item was reworded",
    "fewer_items": "compared over the items asked in both rounds only",
    "several_ratings": "more than one rating for a school",
    "averages_only": "an average reported by the tool; the answers behind it are not known",
    "adjust_for_start": "the groups started a little apart: read the adjusted difference",
    "assigned_by_hub": "whole hubs started together: hubs are counted, not schools",
    "singular": "the model sees no difference between schools: the school-robust interval leads",
    "small_wave": "a wave has fewer than 4 schools or 10 persons: no interval of its own",
    "small_wave_left_out": "waves and rounds with fewer than 4 schools or 10 persons on either side are left out",
    "wave_without_comparison": "for some rounds no school was still waiting: they are left out",
    "no_trend_before": "fewer than 2 rounds before the start: no trend to look at",
    "few_for_all": "made of fewer than {for_all} schools: whoever knows one of them is close to the others, so pages do not show it",
    "large_school": "one school has more than half of the persons: close to that school's own, so pages do not show it",
}

DROPPED = {
    "reworded": "its wording changed",
    "only_before": "asked only before",
    "only_after": "asked only after",
    "categories": "its answers are counted, not averaged",
}


def words(codes: Iterable[str], table: dict[str, str], policy: Policy = Policy()) -> str:
    """Several codes in words, with the least numbers in force; a code without words is shown as it is, so that nothing gets
    lost.

    Example:
        >>> words(("mean_only", "new_code"), NOTES)
        'fewer than 10 persons, here or in one of the schools: average only; new code'
        >>> words(("few_pairs",), WHY, Policy(min_n=8))
        'fewer than 8 persons could be linked'
    """
    said = (under(table[code], policy) if code in table else code.replace("_", " ") for code in codes if code)
    return "; ".join(dict.fromkeys(said))
