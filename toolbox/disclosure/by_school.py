"""Numbers in which schools are the units, of all schools together: how sure an estimate is, how alike schools are.

A standard error by school, its interval and p, an intraclass correlation: each is one more equation about the means of
schools that are hidden, not a linear one, but with one or two of them hidden an equation all the same that leaves them two
values to choose from. Such a number is told where no school is hidden behind it, or three schools at least are, and then to
few digits; where one or two are, the estimate stays and its uncertainty goes ("protects_school").
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np

from toolbox.disclosure import rules
from toolbox.model import Estimate, Policy
from toolbox.statistics.decision import LEAST_SCHOOLS

#: Schools that cover for each other where they are the units.
SEVERAL = 3
#: Digits of a number with such schools behind it; of a p.
DIGITS, DIGITS_OF_P = 3, 2

Told = Literal["whole", "few_digits", "estimate"]


def told(sizes: np.ndarray, away: np.ndarray, policy: Policy) -> Told:
    """How much may be told of schools with so many persons each, some of whose own numbers are not shown (``away``).

    Example:
        >>> sizes = np.array([4, 3, 7, 12, 30])
        >>> [told(sizes, np.arange(5) < hidden, Policy()) for hidden in (0, 2, 3)]
        ['whole', 'estimate', 'few_digits']
    """
    away = np.asarray(away, bool) & (np.asarray(sizes) > 0)
    if not away.any():
        return "whole"
    return "few_digits" if rules.covered(np.asarray(sizes), away, policy.min_n, [], 0, several=SEVERAL) else "estimate"


def as_told(found: Estimate, how: Told) -> Estimate:
    """The estimate with as much of its uncertainty as may be told; one of few schools is of persons, and stays.

    Example:
        >>> found = Estimate(estimate=0.31234, se=0.123456, p=0.01234, n_schools=9)
        >>> as_told(found, "few_digits").se, as_told(found, "few_digits").p, as_told(found, "estimate").se
        (0.123, 0.012, None)
    """
    if how == "whole" or found.n_schools < LEAST_SCHOOLS:
        return found
    known = {name: getattr(found, name) for name in ("se", "df", "ci_low", "ci_high", "p")}
    if how == "few_digits":
        known = {name: short(value, DIGITS_OF_P if name == "p" else DIGITS) for name, value in known.items()}
        return replace(found, **known)
    refused = found.refused or ("protects_school" if any(value is not None for value in known.values()) else "")
    return replace(found, **dict.fromkeys(known), refused=refused)


def short(value: float | None, digits: int = DIGITS) -> float | None:
    """A number to so many digits.

    Example:
        >>> short(0.0123456), short(12.3456), short(None)
        (0.0123, 12.3, None)
    """
    return None if value is None else float(f"{value:.{digits}g}")
