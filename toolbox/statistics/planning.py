"""The next round: how small a change it could show, or how many persons it needs. Never the power of this round's result.

Power of a t test is R's ``power.t.test``; designs with schools are the minimum detectable effect sizes of Bloom, on the
same t multiplier. Units are standard deviations: of the change for one group of the same persons, of the score for two.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from toolbox.model import Estimate

Kind = Literal["paired", "two_samples"]

#: What a study is usually planned for.
POWER, ALPHA = 0.8, 0.05
#: Fewer degrees of freedom than this: the multiplier of t is no plan.
_LEAST_DF = 1.0
_MOST_PERSONS = 1e9


def power_of(
    n: float,
    effect: float,
    *,
    kind: Kind = "paired",
    alpha: float = ALPHA,
    sides: int = 2,
    both_tails: bool = False,
) -> Estimate:
    """Chance of a clear result with ``n`` pairs (or ``n`` persons in each of two samples) and a true ``effect`` in SD.

    ``both_tails`` counts a result in the wrong direction too (R's ``strict``). No schools: see
    :func:`smallest_detectable`. Refused: ``few_persons`` under 2.

    R: ``power.t.test(n, delta = effect, type = "paired")$power``

    >>> round(power_of(40, 0.3).estimate, 6), round(power_of(40, 0.3, kind="two_samples").estimate, 4)
    (0.456453, 0.2628)
    """
    method = f"power, t test, {_KINDS[kind][1]}"
    _check(alpha, sides)
    if not n >= 2:
        return Estimate(method=method, n=int(n), refused="few_persons")
    return Estimate(estimate=_power(n, effect, kind, alpha, sides, both_tails), method=method, n=int(n))


def sample_size(
    effect: float,
    *,
    power: float = POWER,
    kind: Kind = "paired",
    alpha: float = ALPHA,
    sides: int = 2,
    both_tails: bool = False,
) -> Estimate:
    """Pairs (or persons in each of two samples) needed; not rounded: round up. Refused: ``no_effect`` where 0.

    R: ``power.t.test(delta = effect, power = 0.8, type = "paired")$n``

    >>> round(sample_size(0.3).estimate, 4), round(sample_size(0.25, kind="two_samples").estimate, 4)
    (89.1496, 252.1281)
    """
    from scipy.optimize import brentq

    method = f"sample size, t test, {_KINDS[kind][1]}"
    _check(alpha, sides, power)
    size = abs(effect) if sides == 2 else effect
    if not size > 0:
        return Estimate(method=method, refused="no_effect")

    def missing(log_n: float) -> float:
        return _power(np.exp(log_n), size, kind, alpha, sides, both_tails) - power

    # R asks for two persons at least, and answers below that where an effect is enormous; there are none to ask.
    low, high = np.log(2.0), np.log(_MOST_PERSONS)
    if missing(low) >= 0:
        return Estimate(estimate=2.0, method=method, n=2, flags=("fewest_possible",))
    if missing(high) < 0:
        return Estimate(method=method, refused="beyond_numbers")
    n = float(np.exp(brentq(missing, low, high, xtol=1e-13, rtol=1e-14)))
    return Estimate(estimate=n, method=method, n=int(np.ceil(n - 1e-9)))


def smallest_effect(
    n: float,
    *,
    power: float = POWER,
    kind: Kind = "paired",
    alpha: float = ALPHA,
    sides: int = 2,
    both_tails: bool = False,
) -> Estimate:
    """The smallest true effect, in SD, that ``n`` pairs (or persons a sample) show with ``power``; no schools.

    R: ``power.t.test(n, power = 0.8, type = "paired")$delta``. Refused: ``few_persons`` under 2.

    >>> round(smallest_effect(60).estimate, 6)
    0.367705
    """
    from scipy.optimize import brentq

    method = f"smallest detectable effect, t test, {_KINDS[kind][1]}"
    _check(alpha, sides, power)
    if not n >= 2:
        return Estimate(method=method, n=int(n), refused="few_persons")

    def missing(effect: float) -> float:
        return _power(n, effect, kind, alpha, sides, both_tails) - power

    top = 1.0
    while missing(top) < 0:
        top *= 2
    found = 0.0 if missing(0.0) >= 0 else float(brentq(missing, 0.0, top, xtol=1e-14, rtol=1e-14))
    return Estimate(estimate=found, method=method, n=int(n))


#: Kind → (samples, words).
_KINDS = {"paired": (1, "same persons"), "two_samples": (2, "two samples")}


def _check(alpha: float, sides: int, power: float = 0.5) -> None:
    if sides not in (1, 2) or not 0 < alpha < 1 or not 0 < power < 1:
        raise ValueError(f"alpha and power lie between 0 and 1, sides are 1 or 2; found {alpha}, {power}, {sides}.")


def _power(n: float, effect: float, kind: Kind, alpha: float, sides: int, both_tails: bool) -> float:
    from scipy.special import nctdtr, ndtr, stdtrit

    samples = _KINDS[kind][0]
    df = max(1e-7, n - 1) * samples
    shift = (n / samples) ** 0.5 * (abs(effect) if sides == 2 else effect)
    limit = float(stdtrit(df, 1 - alpha / sides))

    def below(at: float) -> float:
        # The noncentral t of huge samples is the normal; its series does not get there.
        return float(ndtr(at - shift)) if df > 1e7 or abs(shift) > 37 else float(nctdtr(df, shift, at))

    power = 1 - below(limit)
    return power + below(-limit) if both_tails and sides == 2 else power


def smallest_detectable(
    units: int,
    persons: float,
    rho: float | Estimate,
    *,
    design: Literal["one_group", "two_groups"] = "two_groups",
    treated: float = 0.5,
    schools_per_hub: float | None = None,
    rho_hub: float = 0.0,
    explained_person: float = 0.0,
    explained_school: float = 0.0,
    explained_hub: float = 0.0,
    covariates: int = 0,
    power: float = POWER,
    alpha: float = ALPHA,
    sides: int = 2,
) -> Estimate:
    """The smallest true effect, in standard deviations, a design with schools shows with ``power``.

    ``units``: how many of what mentoring is given out to: schools, or hubs where ``schools_per_hub`` is set (three
    levels). ``persons`` per school (harmonic mean of unequal ones). ``rho``: share of variance between schools
    (within hubs, with ``rho_hub`` between hubs); as an Estimate of this round its interval becomes the interval of
    the answer. ``explained_*``: share of each level's variance the first score and covariates explain (R²);
    ``covariates``: how many of them stand at the level given out. One group: units are SDs of the change, degrees
    of freedom units − 1; two groups: units − covariates − 2, ``treated`` the share mentored.
    Refused: ``few_schools`` where no degree of freedom is left, ``no_spread`` where everything is explained, the
    reason of a refused ``rho``.

    R: ``mdes.cra2(J, n, rho2, p, r21, r22, g2)`` and ``mdes.cra3`` of PowerUpR. Sources: Bloom 1995; Dong & Maynard 2013.

    >>> [round(smallest_detectable(schools, 8, 0.05, design="one_group").estimate, 2) for schools in (10, 20, 40, 75)]
    [0.41, 0.27, 0.19, 0.13]
    >>> round(smallest_detectable(20, 15, 0.17).estimate, 6)
    0.629006
    """
    from dataclasses import replace

    _check(alpha, sides, power)
    groups = {"one_group": "one group", "two_groups": "two groups"}[design]
    levels = 2 if schools_per_hub is None else 3
    method = f"smallest detectable effect, {levels} levels, {groups}"
    counts = {
        "method": method,
        "n": round(units * persons * (schools_per_hub or 1)),
        "n_schools": round(units * (schools_per_hub or 1)),
    }
    if isinstance(rho, Estimate):
        if rho.estimate is None:
            return Estimate(refused=rho.refused or "no_answers", **counts)
        at = [None if end is None else min(max(end, 0.0), 1.0) for end in (rho.estimate, rho.ci_low, rho.ci_high)]
    else:
        at = [rho, None, None]
    shares = (at[0], rho_hub, explained_person, explained_school, explained_hub)
    if not all(0 <= share <= 1 for share in shares) or not 0 < treated < 1 or at[0] + rho_hub > 1:
        raise ValueError(f"Shares of variance lie between 0 and 1 and sum to 1 at most, found {shares}.")
    if not persons >= 1 or (schools_per_hub is not None and not schools_per_hub >= 1):
        raise ValueError(f"A school has at least one person, a hub one school; found {persons}, {schools_per_hub}.")
    df = units - 1 if design == "one_group" else units - covariates - 2
    if df < _LEAST_DF:
        return Estimate(refused="few_schools", **counts)
    divided = 1.0 if design == "one_group" else treated * (1 - treated)
    times = _multiplier(df, power, alpha, sides)

    def effect(share: float) -> float:
        within, schools = max(0.0, 1 - share - rho_hub), units * (schools_per_hub or 1)
        variance = share * (1 - explained_school) / schools + within * (1 - explained_person) / (schools * persons)
        variance += rho_hub * (1 - explained_hub) / units if levels == 3 else 0.0
        return float(times * (variance / divided) ** 0.5)

    found = Estimate(estimate=effect(at[0]), df=float(df), **counts)
    if not found.estimate > 0:
        return Estimate(refused="no_spread", **counts)
    if at[1] is not None and at[2] is not None:
        ends = sorted((effect(at[1]), effect(min(at[2], 1 - rho_hub))))
        return replace(found, ci_low=ends[0], ci_high=ends[1], flags=("interval_from_icc",))
    return found


def _multiplier(df: float, power: float, alpha: float, sides: int) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(df, 1 - alpha / sides) + stdtrit(df, power))
