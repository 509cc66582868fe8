"""What may be seen of an evaluation: the lines of its tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from toolbox.disclosure.released.gate_only import FromGate
from toolbox.model import Estimate, Framework, Plan, Policy


@dataclass(frozen=True, kw_only=True)
class ReleasedLine(FromGate):
    """One row of an evaluation table as it may be seen: as :class:`toolbox.model.Line`, without its crowds.

    Where ``hidden`` is set every number is None; ``found.refused`` names a number that is refused for another reason.
    """

    block: str
    contrast: str
    part: str = "description"
    area: str = ""
    item: str = ""
    group: str = ""
    arm: str = ""
    round: str = ""
    found: Estimate = Estimate()
    ci_method: str = ""
    p_adjusted: float | None = None
    family: str = ""
    effect_name: str = ""
    effect: Estimate = Estimate()
    n_pairs: int | None = None
    n_hubs: int | None = None
    icc: float | None = None
    design_effect: float | None = None
    assumptions: str = ""
    values: Mapping[str, float | int | str | None] = field(default_factory=dict)
    hidden: str = ""


@dataclass(frozen=True, kw_only=True)
class ReleasedEvaluation(FromGate):
    """An evaluation as it may be seen: the lines of its blocks, in the order of a report."""

    plan: Plan
    framework: Framework
    rounds: tuple[tuple[str, date, str], ...]
    schools: tuple[str, ...]
    of_schools: int
    lines: tuple[ReleasedLine, ...]
    left_out: tuple[tuple[str, str], ...] = ()
    policy: Policy = Policy()
