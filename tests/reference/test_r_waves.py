"""ATT(g, t) against base R (waves.R), on five rounds of 22 invented schools with a start between two rounds."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from tests.reference.test_r import agrees, said
from toolbox.model import Estimate
from toolbox.statistics import wave_effects
from toolbox.statistics.wave_cells import degrees_of_mean
from toolbox.statistics.waves import Waves

EXPECTED = said("waves")


@pytest.fixture(scope="module")
def rows() -> dict[str, np.ndarray]:
    lines = (Path(__file__).parent / "waves_data.csv").read_text().splitlines()[1:]
    read = list(csv.DictReader(lines))
    return {name: np.array([float(row[name]) for row in read]) for name in read[0]}


def named(found: Waves) -> dict[str, Estimate]:
    """Every estimate by the name the R script gives it."""
    names = {f"cell.{cell.wave:g}.{cell.time:g}": cell.found for cell in found.cells}
    names |= {f"wave.{wave:g}": each for wave, each in found.by_wave}
    names |= {f"far.{far:g}": each for far, each in found.by_distance}
    return names | {"overall": found.overall, "simple": found.simple, "pre": found.pre_trend}


def holds(found: Waves, prefix: str) -> int:
    """Every number R gave under ``prefix`` is ours; how many estimates were compared."""
    ours = named(found)
    keys = {name.removeprefix(f"{prefix}.").rsplit(".", 1)[0] for name in EXPECTED if name.startswith(f"{prefix}.")}
    assert keys
    for key in keys:
        agrees(ours[key], EXPECTED, f"{prefix}.{key}", rtol=1e-9)
    return len(keys)


@pytest.mark.parametrize("base", ["varying", "universal"])
@pytest.mark.parametrize("control", ["never", "notyet"])
def test_by_unit(rows, control, base):
    found = wave_effects(rows["y"], rows["person"], rows["time"], rows["start"], control=control, base=base)
    assert holds(found, f"unit.{control}.{base}") == len(named(found))


@pytest.mark.parametrize("control", ["never", "notyet"])
def test_by_school(rows, control):
    columns = (rows["y"], rows["person"], rows["time"], rows["start"], rows["school"])
    found = wave_effects(*columns, control=control)
    # The wave of two schools stands there without a standard error, and outside the sums.
    compared = holds(found, f"school.{control}")
    small = [name for name, each in named(found).items() if each.se is None]
    assert compared + len(small) == len(named(found))
    assert {cell.wave for cell in found.cells if cell.found.se is None} == {4}
    assert [name for name in small if not name.startswith("cell")] == ["wave.4"]
    assert found.overall.flags == ("small_wave_left_out",)
    holds(wave_effects(*columns, control=control, corrected=False), f"school_plain.{control}")


def test_persons_who_miss_rounds(rows):
    kept = (np.arange(1, len(rows["y"]) + 1) * 5) % 7 != 0
    found = wave_effects(*(rows[name][kept] for name in ("y", "person", "time", "start")))
    holds(found, "gaps.notyet.varying")


def test_a_cell_by_school_is_cr2(rows):
    found = wave_effects(*(rows[name] for name in ("y", "person", "time", "start", "school")), control="never")
    (cell,) = [cell.found for cell in found.cells if (cell.wave, cell.time) == (3, 5)]
    assert (cell.estimate, cell.se) == pytest.approx((EXPECTED["cr2.estimate"], EXPECTED["cr2.se"]), rel=1e-10)
    # Welch's degrees take the two spreads as they are, Satterthwaite's for CR2 take them for equal.
    assert cell.df == pytest.approx(EXPECTED["cr2.df"], rel=0.15)
    sizes = np.array(
        [len(set(rows["person"][rows["school"] == school])) for school in set(rows["school"][rows["start"] == 3])]
    )
    assert degrees_of_mean(sizes) == pytest.approx(EXPECTED["mean_df.df"], rel=1e-10)
