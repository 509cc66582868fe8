"""Waves: schools that began one after another, each beside the schools not yet mentored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from toolbox.evaluation.arms import WAITING
from toolbox.evaluation.baseline import cluster_of, start_of
from toolbox.evaluation.lines import ci_method
from toolbox.evaluation.panel import Panel, panels, rounds_behind, shared_over, siblings_between
from toolbox.evaluation.study import Study
from toolbox.model import Estimate, Line
from toolbox.statistics.waves import WaveCell, wave_effects


def wave_lines(study: Study) -> Iterator[Line]:
    """Every area of every group: all waves together, wave by wave, by rounds since the start, and every cell."""
    for panel in panels(study):
        if (np.isfinite(panel.values).sum(axis=1) < 2).all():
            continue
        yield from _of_panel(study, panel)


def _of_panel(study: Study, panel: Panel) -> Iterator[Line]:
    y, person, when, school = panel.long()
    began = study.arms.starts[school]
    never = began == len(study.rounds)
    kept = began > 0
    if not kept.any():
        return
    found = wave_effects(
        y[kept], person[kept], when[kept] + 1.0, np.where(never, 0.0, began + 1.0)[kept],
        cluster_of(study, school)[kept], confidence=study.plan.confidence,
    )  # fmt: skip
    apart = _apart(study, panel)
    whole = rounds_behind(study, panel)
    yield _line(study, panel, "all_waves", _claimed(found.overall, bool(apart)), whole, part="headline")
    for wave, each in found.by_wave:
        name = _named(study, wave)
        told = _claimed(each, name in apart)
        yield _line(study, panel, "wave_average", told, whole, part="headline", arm=name)
    for far, each in found.by_distance:
        name = "before_start" if far < 0 else "since_start"
        yield _line(study, panel, name, each, whole, values={"rounds_since": int(far)})
    yield _line(study, panel, "pre_trend", found.pre_trend, whole, part="check")
    for cell in found.cells:
        values = {
            "wave": _named(study, cell.wave), "from_round": _named(study, cell.base), "to_round": _named(study, cell.time),
            "n_wave": cell.found.n, "n_compared": cell.n_waiting,
            "schools_wave": cell.found.n_schools, "schools_compared": cell.n_waiting_schools,
        }  # fmt: skip
        yield _line(
            study, panel, "before_cell" if cell.before_start else "wave_effect", cell.found, _cell_rounds(study, panel, cell),
            arm=_named(study, cell.wave), values=values,
        )  # fmt: skip


def _apart(study: Study, panel: Panel) -> set[str]:
    """The waves that stood too far from the schools waiting at the end, in the persons of first and last round."""
    pairs = next((each for each in study.of_areas if (each.area, each.group) == (panel.area, panel.group)), None)
    if pairs is None or WAITING not in study.arms.names:
        return set()
    return {name for name in study.arms.names[:-1] if start_of(study, pairs, name).verdict == "apart"}


def _claimed(found: Estimate, apart: bool) -> Estimate:
    """A headline; without its p where groups were not comparable at the start."""
    if not apart or found.estimate is None:
        return found
    return replace(found, p=None, refused=found.refused or "apart_at_start")


def _named(study: Study, number: float) -> str:
    return study.rounds[round(number) - 1].name


def _line(
    study: Study,
    panel: Panel,
    contrast: str,
    found: Estimate,
    rounds: dict[str, tuple],
    **more,
) -> Line:
    known = {"found": found, "ci_method": ci_method(found), **rounds, "inside": _inside(study)}
    return Line(
        block="waves", contrast=contrast, about="changes", area=panel.area, group=panel.group, **(known | more)
    )  # fmt: skip


def _inside(study: Study) -> tuple[tuple[str, ...], ...]:
    return study.arms.inside(study.schools)


def _cell_rounds(study: Study, panel: Panel, cell: WaveCell) -> dict[str, tuple]:
    """The two rounds of a cell; of two rounds in all the gate knows them. The pairs of the first and the last come before
    all others, which are told of beside them."""
    if len(study.rounds) == 2:
        return {}
    two = round(cell.base) - 1, round(cell.time) - 1
    alone = two == (0, len(study.rounds) - 1)
    return {"between": (siblings_between(study, panel, *two),), "shared": () if alone else shared_over(study, panel)}
