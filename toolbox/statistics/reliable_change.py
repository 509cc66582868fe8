"""Which single persons moved by more than the questionnaire's own noise.

For researchers, and for the person herself; never a list of persons. A person inside the minimal detectable change
did not "stay the same": the instrument cannot tell.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from toolbox.model import Estimate
from toolbox.statistics.columns import numbers
from toolbox.statistics.decision import LEAST_FOR_INTERVAL, LEAST_PERSONS

#: Less reliable than this: the noise of one person is no smaller than what anybody could change.
LEAST_RELIABILITY = 0.70
#: Fewer persons behind an alpha or omega than this: it is not used.
LEAST_FOR_RELIABILITY = 100

Source = Literal["retest", "omega", "alpha"]


@dataclass(frozen=True, kw_only=True, eq=False)
class ReliableChange:
    """The noise of one person's change, and how many moved further. Units of the scale; n counts persons."""

    n: int
    sd_before: Estimate
    reliability: Estimate
    error: Estimate
    """Standard error of measurement: SD before × sqrt(1 − reliability)."""
    difference_error: Estimate
    """S_diff, the standard error of one person's change."""
    mdc95: Estimate
    mdc90: Estimate
    """Minimal detectable changes: 1.96 and 1.645 times S_diff."""
    improved: int | None = None
    worse: int | None = None
    unchanged: int | None = None
    index: np.ndarray | None = None
    """RCI of every person in the order given; beyond ±1.96 is reliable change."""
    flags: tuple[str, ...] = ()
    refused: str = ""


def reliable_change(
    before: np.ndarray,
    after: np.ndarray,
    reliability: float | None,
    *,
    source: Source = "retest",
    n_reliability: int | None = None,
    comparison_change: float | None = None,
    confidence: float = 0.95,
    least: int = LEAST_FOR_INTERVAL,
    least_reliability: float = LEAST_RELIABILITY,
) -> ReliableChange:
    """RCI = (after − before) / S_diff, S_diff = SD before × sqrt(2 (1 − reliability)); counts beyond ± the normal limit.

    ``source``: where ``reliability`` comes from. Internal consistency (omega, alpha) is not stability and makes the
    noise look smaller: flag ``optimistic``; it needs ``n_reliability`` of 100 or more where given. With
    ``comparison_change`` (mean change of a comparison group) that is subtracted from everybody's change first.
    Refused: ``too_few_persons`` and ``few_pairs`` (under ``least``), ``no_reliability``, ``low_reliability`` under
    .70, ``few_for_one_person``, ``no_spread`` (nobody differed before, or reliability 1).

    R: ``s <- sd(before) * sqrt(2 * (1 - rel)); rci <- (after - before) / s; sum(rci > qnorm(.975))``.
    Source: Jacobson & Truax 1991.

    >>> found = reliable_change([2, 3, 2, 4, 3, 1, 5, 3, 2, 4], [3, 4, 4, 4, 3, 4, 5, 3, 2, 4], 0.8)
    >>> round(found.difference_error.estimate, 3), round(found.mdc95.estimate, 3), found.improved, found.unchanged
    (0.757, 1.484, 2, 8)
    """
    from scipy.special import ndtri

    before, after = numbers(before, after)
    n = before.size
    flags = () if source == "retest" else ("optimistic",)
    reason = _refusal(n, least, reliability, source, n_reliability, least_reliability)
    sd = float(before.std(ddof=1)) if n > 1 else 0.0
    change = after - before - (comparison_change or 0.0)
    noise = 0.0 if reliability is None else sd * max(0.0, 2 * (1 - reliability)) ** 0.5
    if not reason and not noise > 1e-12:
        reason = "no_spread"

    def one(name: str, value: float | None) -> Estimate:
        return Estimate(estimate=None if reason else value, method=name, n=n, flags=flags, refused=reason)

    limit = float(ndtri(0.5 + confidence / 2))
    index = None if reason else change / noise
    improved, worse = (None, None) if index is None else (int((index > limit).sum()), int((index < -limit).sum()))
    return ReliableChange(
        n=n,
        sd_before=one("standard deviation before", sd),
        reliability=one(f"reliability ({source})", reliability),
        error=one("standard error of measurement", noise / 2**0.5),
        difference_error=one("standard error of one person's change", noise),
        mdc95=one("minimal detectable change, 95 %", float(ndtri(0.975)) * noise),
        mdc90=one("minimal detectable change, 90 %", float(ndtri(0.95)) * noise),
        improved=improved,
        worse=worse,
        unchanged=None if improved is None or worse is None else n - improved - worse,
        index=index,
        flags=flags + (() if comparison_change is None else ("against_comparison",)),
        refused=reason,
    )


def _refusal(n, least, reliability, source, n_reliability, least_reliability) -> str:
    if n < min(LEAST_PERSONS, least):
        return "too_few_persons"
    if n < least:
        return "few_pairs"
    if reliability is None:
        return "no_reliability"
    if not 0 <= reliability <= 1:
        raise ValueError(f"A reliability lies between 0 and 1, found {reliability:g}.")
    if reliability < least_reliability:
        return "low_reliability"
    few = source != "retest" and n_reliability is not None and n_reliability < LEAST_FOR_RELIABILITY
    return "few_for_one_person" if few else ""
