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
    "answered_before": Column(label="Answered before", meaning="Persons of the group who answered before.", format=WHOLE, unit="persons", rule="Hidden from 1 to 4."),
    "answered_after": Column(label="Answered after", meaning="Persons of the group who answered after.", format=WHOLE, unit="persons", rule="Hidden from 1 to 4."),
    "linked": Column(label="Answered both times", meaning="Persons found in both rounds by the same pseudonym.", format=WHOLE, unit="persons", rule="Hidden from 1 to 4."),
    "keyed_before": Column(label="Could be linked, before", meaning="Persons who gave a usable code before.", format=WHOLE, unit="persons", rule="Hidden from 1 to 4."),
    "keyed_after": Column(label="Could be linked, after", meaning="Persons who gave a usable code after.", format=WHOLE, unit="persons", rule="Hidden from 1 to 4."),
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
