"""Rule 24 for the lines of an evaluation: what schools are the units of, with some of them hidden."""

from __future__ import annotations

from dataclasses import replace

from toolbox.disclosure.behind import Ground
from toolbox.disclosure.by_school import Told, as_told, short
from toolbox.disclosure.pairs import pairs_told
from toolbox.disclosure.sides import NOTHING, everybody_told
from toolbox.model import Change, Line
from toolbox.statistics.decision import LEAST_SCHOOLS

#: Estimates that are themselves made of schools: weighed by how schools differ, or how alike a school's persons are.
OF_SCHOOLS = frozenset(
    {
        "mixed", "mixed_groups", "icc_before", "icc_after", "icc_change", "icc_1", "icc_2", "ancova", "lin", "g_total",
        "sign_flip", "label_permutation", "wild_bootstrap", "posterior", "cumulative_logit", "start_and_change", "dose",
        "dose_curve", "dose_order", "wave_effect", "wave_average", "all_waves", "since_start", "before_start", "before_cell",
        "pre_trend", "all_available", "all_available_model", "full_information", "delta_shift", "smallest_now",
        "smallest_next", "smallest_groups",
    }
)  # fmt: skip

#: Columns told by schools.
VALUES = (
    "smallest_p",
    "probability",
    "probability_margin",
    "bayes_factor",
    "smallest_points",
    "power",
    "r2_schools",
    "r2_persons",
)


def line_by_school(line: Line, ground: Ground) -> Line | None:
    """The line with as much as may be told; None where all of it is made of schools one or two of which are hidden."""
    if ground.pairs_view != "all" or line.about == "sizes":
        return line
    how = _told(line, ground)
    if how == "whole":
        return line
    if line.contrast in OF_SCHOOLS:
        if how == "estimate":
            return None
        line = replace(line, found=replace(line.found, estimate=short(line.found.estimate)))
    values = {
        name: (short(value) if how == "few_digits" else None) if name in VALUES and isinstance(value, float) else value
        for name, value in line.values.items()
    }
    found, effect = as_told(line.found, how), as_told(line.effect, how)
    gone = how == "estimate"
    return replace(
        line,
        found=found,
        effect=effect,
        p_adjusted=None if found.p is None else short(line.p_adjusted, 2),
        family=line.family if found.p is not None else "",
        ci_method=line.ci_method if found.ci_low is not None or effect.ci_low is not None else "",
        icc=None if gone else short(line.icc),
        design_effect=None if gone else short(line.design_effect),
        values=values,
    )


def _told(line: Line, ground: Ground) -> Told:
    """How much, by the schools hidden on the Change page, or on the School pages where it tells of everybody."""
    key, of_pairs = (line.area, line.group, line.item), line.about != "everybody"
    asked = ("by_school", *key, of_pairs)
    if asked not in ground.known:
        row = (ground.paired if of_pairs else ground.independent).get(key)
        ground.known[asked] = "whole" if row is None else _of_row(row, of_pairs, ground)
    return ground.known[asked]


def _of_row(row: Change, of_pairs: bool, ground: Ground) -> Told:
    policy, sides = ground.policy, ground.sides.get((row.area, row.group), NOTHING)
    if len(row.siblings) < LEAST_SCHOOLS:
        return "whole"
    return pairs_told(row, ground.least, policy, sides) if of_pairs else everybody_told(row, policy, sides)
