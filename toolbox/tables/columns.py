"""What every column of every table means: label, format, unit, meaning and rule. The codebook is printed from here.

To add a column: one entry here, one field in the table that has it; a test checks that both agree.
Numbers stay numbers until the cell: ``format`` is a spreadsheet's number format, used for looking, never for rounding.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column: ``label`` for a reader, ``format`` for a cell ("" is text), ``unit``, ``meaning``, ``rule``."""

    label: str
    meaning: str
    format: str = ""
    unit: str = ""
    rule: str = ""


WHOLE, ONE, TWO, THREE = "0", "0.0", "0.00", "0.000"
POINTS = "points of the scale"
SHARE = "share, 0 to 1"
LEAST = "Hidden below 5 persons, or where it would reveal another group; see the column why hidden."
SPREAD = "Only from 10 persons."
ONCE = "Only where the averages of the same persons are shown: from 10 pairs, and nobody or at least 5 answered once."

#: Every column of every table, by its name in a CSV file.
COLUMNS: dict[str, Column] = {
    # ── what a row is about ──
    "schools": Column(label="School", meaning="The school in view, or how many schools are in view together."),
    "round": Column(label="Round", meaning="One administration of the survey, as it was named when it was saved."),
    "collected_on": Column(label="Date of the round", meaning="When the answers were collected.", format="yyyy-mm-dd"),
    "before": Column(label="Round before", meaning="The earlier of the two rounds compared."),
    "after": Column(label="Round after", meaning="The later of the two rounds compared."),
    "group": Column(label="Group", meaning="Who answered: leaders, teachers, pupils, parents, staff.", rule="Groups are never pooled."),
    "area": Column(label="Area code", meaning="The area's code in the framework."),
    "area_name": Column(label="Area", meaning="The area of the framework."),
    "item": Column(label="Item id", meaning="The item's own, stable name; the printed code may be used again by other versions."),
    "item_code": Column(label="Item code", meaning="The code printed in the questionnaire."),
    "item_name": Column(label="Item", meaning="The item's short name."),
    # ── who answered ──
    "answered": Column(label="Answered", meaning="Persons of the group who answered.", format=WHOLE, unit="persons", rule="Hidden from 1 to 4."),
    "invited": Column(label="Invited", meaning="Persons of the group who were invited; empty where nobody stated it.", format=WHOLE, unit="persons"),
    "rate": Column(label="Response rate", meaning="Answered divided by invited.", format=TWO, unit=SHARE, rule="Empty where the number invited is not known or is smaller than the number who answered."),
    "n": Column(label="Persons", meaning="Persons with a valid value behind this row.", format=WHOLE, unit="persons", rule=LEAST),
    "n_before": Column(label="Persons before", meaning="Persons with a valid value before.", format=WHOLE, unit="persons", rule=LEAST),
    "n_after": Column(label="Persons after", meaning="Persons with a valid value after.", format=WHOLE, unit="persons", rule=LEAST),
    "n_pairs": Column(label="Persons both times", meaning="Persons with a valid value before and after, linked by their pseudonym.", format=WHOLE, unit="persons", rule="Hidden from 1 to 4."),
    "share_linked": Column(label="Share followed", meaning="Persons both times divided by persons before: how much of the first round a result of the same persons speaks for.", format=TWO, unit=SHARE, rule="Only where compared as the same persons."),
    "answered_before": Column(label="Answered before", meaning="Persons of the group who answered before.", format=WHOLE, unit="persons", rule="Hidden from 1 to 4."),
    "answered_after": Column(label="Answered after", meaning="Persons of the group who answered after.", format=WHOLE, unit="persons", rule="Hidden from 1 to 4."),
    "linked": Column(label="Answered both times", meaning="Persons found in both rounds by the same pseudonym.", format=WHOLE, unit="persons", rule="Hidden from 1 to 4."),
    "keyed_before": Column(label="Could be linked, before", meaning="Persons who gave a usable code before.", format=WHOLE, unit="persons", rule="Hidden from 1 to 4."),
    "keyed_after": Column(label="Could be linked, after", meaning="Persons who gave a usable code after.", format=WHOLE, unit="persons", rule="Hidden from 1 to 4."),
    "answered_before_only": Column(label="Answered before only", meaning="Persons before who were not found again.", format=WHOLE, unit="persons", rule="Hidden from 1 to 4, or where the numbers it comes from are."),
    "answered_after_only": Column(label="Answered after only", meaning="Persons after who were not found before.", format=WHOLE, unit="persons", rule="Hidden from 1 to 4, or where the numbers it comes from are."),
    "accepted": Column(label="Accepted pairs", meaning="Pairs of codes with one difference that a person took for one person's; not among those answered both times.", format=WHOLE, unit="pairs", rule="Hidden from 1 to 4."),
    "probable": Column(label="Probable pairs", meaning="Pairs of codes with exactly one difference, in one school and group, unlike any other code; used only where accepted.", format=WHOLE, unit="pairs", rule="Hidden from 1 to 4; empty where no codes could be compared."),
    "possible": Column(label="Possible pairs", meaning="Pairs of codes with two differences; never used.", format=WHOLE, unit="pairs", rule="Hidden from 1 to 4; empty where no codes could be compared."),
    "contradicted": Column(label="Contradicted pairs", meaning="Pairs of codes with one difference whose persons differ in something that does not change, such as birth year; never used.", format=WHOLE, unit="pairs", rule="Hidden from 1 to 4; empty where no codes could be compared."),
    "ties": Column(label="Ties", meaning="Persons before whose code is one difference from several others; never used.", format=WHOLE, unit="persons", rule="Hidden from 1 to 4; empty where no codes could be compared."),
    "repeated_before": Column(label="Codes that repeat, before", meaning="Answers whose code stands more than once in its school and group; never linked.", format=WHOLE, unit="answers", rule="Hidden from 1 to 4."),
    "repeated_after": Column(label="Codes that repeat, after", meaning="Answers whose code stands more than once in its school and group; never linked.", format=WHOLE, unit="answers", rule="Hidden from 1 to 4."),
    "wrong": Column(label="Probable pairs by chance", meaning="How many pairs with one difference chance alone would give among the codes left over, going by codes of different schools, which are never one person's.", format=ONE, unit="pairs", rule="Rather too high: ties and contradictions are not taken off."),
    "wrong_by": Column(label="By chance, how", meaning="Whose codes the estimate comes from, or why there is none."),
    # ── those who answered both times beside the rest ──
    "n_before_only": Column(label="Persons before only", meaning="Persons with a valid value before who are not among those answered both times.", format=WHOLE, unit="persons", rule=LEAST),
    "n_after_only": Column(label="Persons after only", meaning="Persons with a valid value after who are not among those answered both times.", format=WHOLE, unit="persons", rule=LEAST),
    "both_before": Column(label="Both times: average before", meaning="Mean before of those who answered both times.", format=TWO, unit=POINTS, rule=ONCE),
    "before_only": Column(label="Before only: average", meaning="Mean of those who answered before only.", format=TWO, unit=POINTS, rule=ONCE),
    "difference_before": Column(label="Difference before", meaning="Both times minus before only, divided by the standard deviation of everybody before.", format=TWO, unit="standard deviations", rule="From 10 persons before."),
    "alike_before": Column(label="Before, in words", meaning="Up to 0.05 standard deviations alike, up to 0.25 a little higher or lower, above that clearly (What Works Clearinghouse, Procedures and Standards Handbook 5.0, baseline equivalence)."),
    "both_after": Column(label="Both times: average after", meaning="Mean after of those who answered both times.", format=TWO, unit=POINTS, rule=ONCE),
    "after_only": Column(label="After only: average", meaning="Mean of those who answered after only.", format=TWO, unit=POINTS, rule=ONCE),
    "difference_after": Column(label="Difference after", meaning="Both times minus after only, divided by the standard deviation of everybody after.", format=TWO, unit="standard deviations", rule="From 10 persons after."),
    "alike_after": Column(label="After, in words", meaning="The same in words, as before."),
    "invited_before": Column(label="Invited before", meaning="Persons invited before, where stated.", format=WHOLE, unit="persons"),
    "invited_after": Column(label="Invited after", meaning="Persons invited after, where stated.", format=WHOLE, unit="persons"),
    "n_schools": Column(label="Schools", meaning="Schools with persons in this estimate.", format=WHOLE, unit="schools"),
    # ── where a group stands ──
    "mean": Column(label="Average", meaning="Mean over persons; a person's area score is the mean of the items answered, at least half of those asked.", format=TWO, unit=POINTS, rule=LEAST),
    "sd": Column(label="Standard deviation", meaning="Spread of the persons' values (n - 1).", format=TWO, unit=POINTS, rule=SPREAD),
    "se": Column(label="Standard error", meaning="Of the average or of the change, by the method named.", format=THREE, unit=POINTS, rule=SPREAD),
    "ci_low": Column(label="Interval from", meaning="Lower end of the 95 % interval.", format=TWO, unit=POINTS, rule=SPREAD),
    "ci_high": Column(label="Interval to", meaning="Upper end of the 95 % interval.", format=TWO, unit=POINTS, rule=SPREAD),
    "top_share": Column(label="Share at the top", meaning="Share of persons at or above the value from which the framework counts agreement.", format=TWO, unit=SHARE, rule=SPREAD),
    # ── how an item was answered ──
    "answer": Column(label="Answer", meaning="The answer in words, or why there is none."),
    "value_from": Column(label="Value from", meaning="Lowest value of the answer or band of answers.", format=WHOLE, rule="10 to 19 persons: three bands; from 20: every option."),
    "value_to": Column(label="Value to", meaning="Highest value of the answer or band of answers.", format=WHOLE),
    "share": Column(label="Share", meaning="Share of persons who gave this answer.", format=THREE, unit=SHARE, rule=SPREAD),
    "share_of": Column(label="Share of", meaning="Whom the share counts: those with a valid answer, or all who were asked."),
    # ── what changed ──
    "design": Column(label="Compared as", meaning="The same persons twice, or two groups of persons."),
    "why": Column(label="Why so", meaning="Why the persons were compared this way."),
    "mean_before": Column(label="Average before", meaning="Mean before, over the items asked in both rounds.", format=TWO, unit=POINTS, rule="The same persons' averages only where too few left or joined to be singled out."),
    "mean_after": Column(label="Average after", meaning="Mean after, over the items asked in both rounds.", format=TWO, unit=POINTS),
    "sd_before": Column(label="Standard deviation before", meaning="Spread before (n - 1).", format=TWO, unit=POINTS, rule=SPREAD),
    "sd_after": Column(label="Standard deviation after", meaning="Spread after (n - 1).", format=TWO, unit=POINTS, rule=SPREAD),
    "median_before": Column(label="Median before", meaning="Median of the same persons before.", format=TWO, unit=POINTS, rule="Only where compared as the same persons."),
    "median_after": Column(label="Median after", meaning="Median of the same persons after.", format=TWO, unit=POINTS, rule="Only where compared as the same persons."),
    "change": Column(label="Change", meaning="After minus before; positive is growth.", format=TWO, unit=POINTS, rule="The same persons: from 10 pairs. Two groups: from 5 persons in each."),
    "df": Column(label="Degrees of freedom", meaning="Behind the interval, by the method named.", format=ONE),
    "p": Column(label="p", meaning="Two-sided p-value of the change, for researchers.", format="0.0000", rule="Not given below 4 schools or 4 degrees of freedom."),
    "p_adjusted": Column(label="p, adjusted (Holm)", meaning="p-value after all areas of the group were looked at.", format="0.0000"),
    "method": Column(label="Method", meaning="How change, standard error and interval were computed."),
    "effect": Column(label="Standardised change", meaning="g_av for the same persons, Hedges' g for two groups.", format=TWO, unit="standard deviations", rule="From 10 persons; refused where the spread before is too small or many gave the top answer."),
    "effect_low": Column(label="Standardised change, from", meaning="Lower end of its 95 % interval.", format=TWO, unit="standard deviations"),
    "effect_high": Column(label="Standardised change, to", meaning="Upper end of its 95 % interval.", format=TWO, unit="standard deviations"),
    "effect_method": Column(label="Standardiser", meaning="How the standardised change was computed."),
    "higher": Column(label="Scored higher", meaning="Persons whose value rose.", format=WHOLE, unit="persons", rule="Only the same persons twice, from 5 pairs; hidden where all fewer than 10 moved alike."),
    "same": Column(label="Scored the same", meaning="Persons whose value stayed.", format=WHOLE, unit="persons"),
    "lower": Column(label="Scored lower", meaning="Persons whose value fell.", format=WHOLE, unit="persons"),
    "items_common": Column(label="Items in both rounds", meaning="Items of the area asked in both rounds with the same wording; only these are compared.", format=WHOLE, unit="items"),
    "items_all": Column(label="Items of the area", meaning="Items of the area asked in either round.", format=WHOLE, unit="items"),
    # ── what is not there, and why ──
    "hidden": Column(label="Why hidden", meaning="Why the numbers of this row are not shown; empty where they are."),
    "refused": Column(label="Not computed because", meaning="Why an estimate, an interval or a p-value is missing although the row is shown."),
    "notes": Column(label="Remarks", meaning="What to know when reading this row."),
    # ── the notes and the codebook ──
    "topic": Column(label="About", meaning="What the note is about."),
    "note": Column(label="Note", meaning="The note itself."),
    "table": Column(label="Table", meaning="The sheet the column stands on."),
    "column": Column(label="Column", meaning="The column's name in a CSV file."),
    "label": Column(label="Heading", meaning="The column's heading on the sheet."),
    "meaning": Column(label="Meaning", meaning="What the column says."),
    "unit": Column(label="Unit", meaning="What its numbers count."),
    "rule": Column(label="Rule", meaning="When it is there and when it is not."),
}  # fmt: skip
