"""Released results as tables: one place for each column's label, format, unit, meaning and rule.

The columns are described in :data:`COLUMNS`; every table is a :class:`toolbox.model.Table` whose frame holds full
precision. Hidden rows stay in the table, with the reason in words.

Example:
    >>> from toolbox.disclosure import release
    >>> from toolbox.disclosure.examples import profile_of
    >>> table = profile_table(release(profile_of(leaders=3, teachers=24)))
    >>> table.frame[["group", "n", "mean", "hidden"]].values.tolist()
    [['leaders', <NA>, nan, 'hidden: fewer than 5 answers'], ['teachers', 24, 3.5, '']]
"""

from __future__ import annotations

from toolbox.tables.changes import accepted_table, change_items_table, change_table, funnel_table
from toolbox.tables.columns import COLUMNS, Column
from toolbox.tables.doses import (
    dose_line_table,
    dose_thirds_table,
    equity_table,
    given_table,
    methods_table,
    relation_table,
    retention_table,
    starting_table,
    wave_standing_table,
)
from toolbox.tables.evaluation_notes import evaluation_notes_table
from toolbox.tables.evaluations import block_table, block_tables
from toolbox.tables.indicators import clusters_table, growth_table, indicators_table, transitions_table
from toolbox.tables.ledger import ledger_table
from toolbox.tables.links import baseline_table, links_table
from toolbox.tables.mentees import mentees_table, weeks_table
from toolbox.tables.notes import codebook_table, notes_table, toolbox_version
from toolbox.tables.profiles import answers_table, groups_table, items_table, profile_table
from toolbox.tables.ratings import rated_areas_table, ratings_table, reported_table, schools_at_levels_table
from toolbox.tables.standing import gaps_table, levels_table, unity_table
from toolbox.tables.steps import positions_table, steps_table
from toolbox.tables.trends import bands_table, benchmark_table, trend_table

__all__ = [
    "COLUMNS",
    "Column",
    "accepted_table",
    "answers_table",
    "bands_table",
    "baseline_table",
    "benchmark_table",
    "block_table",
    "block_tables",
    "change_items_table",
    "change_table",
    "clusters_table",
    "codebook_table",
    "dose_line_table",
    "dose_thirds_table",
    "equity_table",
    "evaluation_notes_table",
    "funnel_table",
    "gaps_table",
    "given_table",
    "groups_table",
    "growth_table",
    "indicators_table",
    "items_table",
    "ledger_table",
    "levels_table",
    "links_table",
    "mentees_table",
    "methods_table",
    "notes_table",
    "positions_table",
    "profile_table",
    "rated_areas_table",
    "ratings_table",
    "relation_table",
    "reported_table",
    "retention_table",
    "school_levels_table",
    "schools_at_levels_table",
    "starting_table",
    "steps_table",
    "toolbox_version",
    "transitions_table",
    "trend_table",
    "unity_table",
    "wave_standing_table",
    "weeks_table",
]
