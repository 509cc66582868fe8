"""The tables of agreed ratings and of ordered categories: levels, distances, notes; what is reported of categories elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from toolbox.disclosure import ReleasedCell, ReleasedProfile, hidden
from toolbox.model import Benchmark, Framework, RatingNote, Table
from toolbox.tables.frames import frame_of, names_of, schools_of
from toolbox.tables.reasons import NOTES, words

ABOUT = ("schools", "round", "collected_on", "area", "area_name")
ITEM = ("item", "item_code", "item_name")
#: What stands beside a rating: a school's own words, which leave with the school only.
BESIDE = ("target", "due", "external", "external_by", "evidence")


def rated_areas_table(released: ReleasedProfile) -> Table:
    """One row an area of a rubric: middle, lowest and highest rating, how many are rated and reach the required level."""
    rubric = released.framework.kind == "rubric"
    rows = [{**_cell(released, cell), "required": released.framework.required} for cell in released.areas if rubric]
    columns = (
        *ABOUT,
        "level_middle",
        "level_lowest",
        "level_highest",
        "rated",
        "indicators",
        "required",
        "met",
        "notes",
    )
    return Table(name="rated_areas", title="Ratings by area", frame=frame_of(rows, columns))


def ratings_table(released: ReleasedProfile, notes: Iterable[RatingNote] = ()) -> Table:
    """One row an indicator of one school, furthest from the required level first; what stands beside it, internally only.

    ``notes`` are those of this school and round. The public gets none of them.
    """
    framework, internal = released.framework, released.policy.audience == "internal"
    beside = {note.item: note for note in notes} if internal else {}
    alone = framework.kind == "rubric" and len(released.schools) == 1
    cells = sorted(released.items, key=lambda cell: -(cell.distance or 0)) if alone else ()
    rows = [
        {
            **_cell(released, cell),
            "rating": cell.median,
            "required": framework.required,
            "distance": cell.distance,
            **_note(beside.get(cell.item)),
        }
        for cell in cells
    ]
    columns = (*ABOUT, *ITEM, "rating", "required", "distance", *(BESIDE if internal else ()), "notes")
    return Table(name="ratings", title="Ratings by indicator", frame=frame_of(rows, columns))


def schools_at_levels_table(released: ReleasedProfile) -> Table:
    """One row an area or indicator and level: how many of several schools stand there."""
    several = released.framework.kind == "rubric" and len(released.schools) > 1
    rows = [
        {**_cell(released, cell), "rating": level, "schools_there": schools}
        for cell in ((*released.areas, *released.items) if several else ())
        for level, schools in cell.levels
    ]
    columns = (*ABOUT, *ITEM, "rating", "schools_there", "notes")
    return Table(name="schools_at_levels", title="Schools at each level", frame=frame_of(rows, columns))


def reported_table(framework: Framework, benchmark: Benchmark) -> Table:
    """One row a category a benchmark reports: its share, and the outcome of those who chose it, as printed."""
    rows = []
    for row in benchmark.rows:
        item = next((item for item in framework.items if item.id == row.item), None)
        if item is None or not framework.counted(item):
            continue
        scale = framework.scale_of(item)
        labels, shares = dict(scale.labels), dict(row.shares)
        outcome = {each.value: each for each in row.outcomes}
        rows += [
            {
                "benchmark": benchmark.name,
                "collected_on_reported": benchmark.collected_on,
                "population": benchmark.population,
                "group": row.group,
                **names_of(framework, item.area, item.id),
                "answer": labels.get(value, str(value)),
                "value_from": value,
                "share": shares.get(value),
                "outcome": row.outcome if value in outcome else "",
                **_outcome(outcome.get(value), labels),
            }
            for value in range(scale.low, scale.high + 1)
            if value in shares or value in outcome
        ]
    columns = (
        "benchmark", "collected_on_reported", "population", "group", "area", "area_name", *ITEM, "answer", "value_from", "share",
        "outcome", "outcome_mean", "outcome_difference", "outcome_adjusted", "outcome_against",
    )  # fmt: skip
    return Table(name="reported", title="Categories reported elsewhere", frame=frame_of(rows, columns))


def _outcome(each, labels: dict[int, str]) -> dict[str, object]:
    if each is None:
        return {}
    return {
        "outcome_mean": each.mean,
        "outcome_difference": each.difference,
        "outcome_adjusted": each.adjusted,
        "outcome_against": "" if each.against is None else labels.get(each.against, str(each.against)),
    }


def _note(note: RatingNote | None) -> dict[str, object]:
    if note is None:
        return {}
    due = pd.Timestamp(note.due) if note.due else None
    return {name: getattr(note, name) for name in BESIDE} | {"due": due}


def _cell(released: ReleasedProfile, cell: ReleasedCell) -> dict[str, object]:
    away: Sequence[str] = ("not_rated",) if cell.median is None else ()
    return {
        "schools": schools_of(released.schools),
        "round": released.round,
        "collected_on": pd.Timestamp(released.collected_on),
        **names_of(released.framework, cell.area, cell.item),
        "level_middle": cell.median,
        "level_lowest": cell.lowest,
        "level_highest": cell.highest,
        "rated": cell.rated,
        "indicators": cell.indicators,
        "met": cell.met,
        "notes": hidden("no_answers") if away else words(cell.flags, NOTES, released.policy),
    }
