"""Findings as sentences: for a head of school, a screen reader, a printed page. Takes released results only.

Nothing here computes: it chooses a sentence of :mod:`toolbox.wording.templates` and fills in released numbers.
"""

from __future__ import annotations

from toolbox.disclosure.words import group_name, hidden
from toolbox.wording.alts import change_alt, items_alt, profile_alt
from toolbox.wording.categories import categories_alt, outcomes_alt
from toolbox.wording.cautions import cautions, leavers, leavers_alt
from toolbox.wording.certainty import basis, certainty_sentence, precision
from toolbox.wording.changes import change_sentences, is_clear
from toolbox.wording.focus import Focus, prompts, suggestions
from toolbox.wording.gaps import (
    gap_said,
    gap_sentence,
    gap_words,
    gaps_alt,
    move_words,
    moves_sentence,
    pair_name,
    pairs,
    unsure_sentence,
    widest,
)
from toolbox.wording.groups import dose_sentence, group_sentences, groups_alt
from toolbox.wording.others import band_alt, band_sentences, benchmark_alt, benchmark_sentences
from toolbox.wording.owners import owner_advice
from toolbox.wording.pockets import pockets_sentences
from toolbox.wording.profiles import profile_sentences
from toolbox.wording.ratings import areas_alt, indicator_words, levels_alt, matrix_alt, rating_sentences
from toolbox.wording.starting import recalibration_note, starting_alt, starting_sentence
from toolbox.wording.steps import step_about, step_sentences, step_when, steps_alt
from toolbox.wording.trends import marks_said, trend_alt, trend_sentences
from toolbox.wording.unity import (
    agreement_words,
    bounds_left_out,
    bounds_words,
    left_out_words,
    spread_words,
    unity_alt,
    unity_words,
)

__all__ = [
    "Focus",
    "agreement_words",
    "areas_alt",
    "away_words",
    "band_alt",
    "band_sentences",
    "basis",
    "benchmark_alt",
    "benchmark_sentences",
    "bounds_left_out",
    "bounds_words",
    "categories_alt",
    "cautions",
    "certainty_sentence",
    "change_alt",
    "change_sentences",
    "dose_sentence",
    "gap_said",
    "gap_sentence",
    "gap_words",
    "gaps_alt",
    "group_name",
    "group_sentences",
    "groups_alt",
    "hidden",
    "indicator_words",
    "is_clear",
    "items_alt",
    "leavers",
    "leavers_alt",
    "left_out_words",
    "levels_alt",
    "marks_said",
    "matrix_alt",
    "move_words",
    "moves_sentence",
    "outcomes_alt",
    "owner_advice",
    "pair_name",
    "pairs",
    "pockets_sentences",
    "precision",
    "profile_alt",
    "profile_sentences",
    "prompts",
    "rating_sentences",
    "recalibration_note",
    "spread_words",
    "starting_alt",
    "starting_sentence",
    "step_about",
    "step_sentences",
    "step_when",
    "steps_alt",
    "suggestions",
    "trend_alt",
    "trend_sentences",
    "unity_alt",
    "unity_words",
    "unsure_sentence",
    "widest",
]
