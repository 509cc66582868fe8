"""The tables of a trend and of a profile beside others."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from toolbox.disclosure import ReleasedBand, ReleasedProfile, ReleasedTrend, hidden
from toolbox.disclosure.benchmarks import ReleasedBeside
from toolbox.disclosure.words import LIES, lies
from toolbox.model import Benchmark, Table
from toolbox.tables.frames import frame_of, names_of, schools_of
from toolbox.tables.reasons import REFUSED, words

TREND = (
    "schools", "round", "collected_on", "framework_version", "group", "area", "area_name", "n", "mean", "ci_low", "ci_high",
    "items_common", "items_all", "hidden", "notes",
)  # fmt: skip
BANDS = (
    "schools", "round", "collected_on", "group", "area", "area_name", "mean", "band_low", "band_middle", "band_high",
    "schools_in_band", "lies", "hidden",
)  # fmt: skip
OTHERS = (
    "schools", "round", "collected_on", "group", "area", "area_name", "item", "item_code", "item_name", "n", "mean",
    "ci_low", "ci_high", "benchmark", "population", "benchmark_date", "benchmark_mean", "benchmark_sd", "benchmark_n",
    "apart", "apart_low", "apart_high", "hidden", "refused", "notes",
)  # fmt: skip


def trend_table(released: ReleasedTrend) -> Table:
    """One row for each round, area and group; hidden ones with their reason."""
    rows = []
    for point in released.points:
        of = released.rounds[point.round]
        if not of.places:
            continue
        notes = (
            ["averages a tool reported, over items of its own"] if not point.hidden and not point.items_common else []
        )
        if of.break_before:
            notes.append("the questionnaire changed before this round")
        rows.append(
            {
                "schools": schools_of(released.schools),
                "round": of.name,
                "collected_on": pd.Timestamp(of.collected_on),
                "framework_version": of.framework,
                "group": point.group,
                **names_of(released.framework, point.area, ""),
                "n": point.n,
                "mean": point.mean,
                "ci_low": point.ci_low,
                "ci_high": point.ci_high,
                "items_common": point.items_common,
                "items_all": point.items_all,
                "hidden": hidden(point.hidden, released.policy) if point.hidden else "",
                "notes": "; ".join(notes),
            }
        )
    return Table(name="trend", title="Areas over the rounds", frame=frame_of(rows, TREND))


def bands_table(released: ReleasedProfile, bands: Sequence[ReleasedBand]) -> Table:
    """One row for each area and group: the average here, and the middle half of the schools."""
    cells = {(cell.area, cell.group): cell for cell in released.areas}
    rows = []
    for band in bands:
        cell = cells.get((band.area, band.group))
        mean = None if cell is None or cell.hidden else cell.mean
        reason = band.hidden or (cell.hidden if cell is not None else "no_answers")
        rows.append(
            {
                **_about(released, band.group, band.area, ""),
                "mean": mean,
                "band_low": band.lower,
                "band_middle": band.middle,
                "band_high": band.upper,
                "schools_in_band": band.schools,
                "lies": "" if band.hidden or mean is None else LIES[lies(mean, band.lower, band.upper)],
                "hidden": hidden(reason, released.policy) if reason else "",
            }
        )
    return Table(name="bands", title="Beside the schools of the round", frame=frame_of(rows, BANDS))


def benchmark_table(released: ReleasedProfile, beside: Sequence[ReleasedBeside], benchmark: Benchmark) -> Table:
    """One row for each area or item and group that the benchmark has a number for."""
    rows = [
        {
            **_about(released, each.group, each.area, each.item),
            "n": each.n,
            "mean": each.mean,
            "ci_low": each.ci_low,
            "ci_high": each.ci_high,
            "benchmark": benchmark.name,
            "population": benchmark.population,
            "benchmark_date": benchmark.collected_on,
            "benchmark_mean": each.other,
            "benchmark_sd": each.other_sd,
            "benchmark_n": each.other_n,
            "apart": each.difference.estimate,
            "apart_low": each.difference.ci_low,
            "apart_high": each.difference.ci_high,
            "hidden": hidden(each.hidden, released.policy) if each.hidden else "",
            "refused": words((each.difference.refused,), REFUSED, released.policy),
            "notes": "those in it chose to take part: no norm" if benchmark.self_selected else "",
        }
        for each in beside
    ]
    return Table(name="benchmark", title=f"Beside {benchmark.name}", frame=frame_of(rows, OTHERS))


def _about(released: ReleasedProfile, group: str, area: str, item: str) -> dict[str, object]:
    return {
        "schools": schools_of(released.schools),
        "round": released.round,
        "collected_on": pd.Timestamp(released.collected_on),
        "group": group,
        **names_of(released.framework, area, item),
    }
