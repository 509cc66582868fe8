"""When answers were given: which column says it, in what order of day and month, and what to ask where both fit."""

from __future__ import annotations

import re

import numpy as np

from toolbox.model import Choices, DateOrder, Problem
from toolbox.reading.bodies import Table
from toolbox.reading.dates import Dates, dates, looks_like_dates
from toolbox.reading.seeding import titles
from toolbox.reading.words import match_form, plain_words

_TIME_WORDS = frozenset(
    [
        "date",
        "time",
        "timestamp",
        "submitted",
        "started",
        "ended",
        "datum",
        "kuupäev",
        "aeg",
        "päivämäärä",
        "aika",
        "data",
        "laikas",
        "datums",
        "laiks",
        "fecha",
        "hora",
        "heure",
        "дата",
        "время",
    ]
)


#: A day of birth says nothing of when an answer was given.
_BIRTH = re.compile(
    r"birth|\bborn|\bdob\b|sünni|syntymä|gimimo|dzimš|födel|fødsel|geburt|naissance|nacimiento|nascita|nascimento|geboorte|urodzenia|рожд|დაბადებ|γέννησης"
)


def moments(table: Table, choices: Choices) -> tuple[np.ndarray | None, DateOrder, tuple[Problem, ...]]:
    """Times of the answers (None: unknown), the order of day and month, and the question to ask where both fit."""
    candidates = list(table.layout.times) or [
        index
        for index, (column, key) in enumerate(zip(table.body.columns, table.layout.keys, strict=True))
        if (match_form(key) in titles("timestamp") or set(plain_words(key).split()) & _TIME_WORDS)
        and not _BIRTH.search(plain_words(key))
        and looks_like_dates(column)
    ]
    best: Dates | None = None
    for index in candidates:
        found = dates(table.body.columns[index], choices.date_order)
        if found.count and found.share >= 0.5 and not _without_dates(found):
            best = found
            if found.times is not None or found.unclear:
                break
    if best is None:
        return None, choices.date_order, ()
    if best.unclear:
        shown = best.examples[0] if best.examples else ""
        problem = Problem(
            code="date_order_unclear",
            message=f"Is '{shown}' day first or month first? All {best.count} dates fit both."
            if shown
            else "Some dates in this file are day first and others month first, so no single order fits. Upload the two parts as two files.",
            count=best.count,
        )
        return None, "", (problem,)
    return best.times, best.order, ()


def _without_dates(found: Dates) -> bool:
    """LimeSurvey writes 1980-01-01 where it keeps no dates."""
    return found.times is not None and bool((found.times[~np.isnat(found.times)] < np.datetime64("1981-01-01")).all())
