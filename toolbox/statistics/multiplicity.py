"""p-values of one declared family, adjusted together; a refused p stays refused and counts in no family.

Written out, though statsmodels has the same numbers (a test holds them equal): its ``multipletests`` collects
garbage over the whole process at every call, a tenth of a second and more inside a running server, and importing
it takes another.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np


def adjusted(
    p: Sequence[float | None], method: Literal["none", "bonferroni", "holm", "hochberg", "BH", "BY"] = "holm"
) -> tuple[float | None, ...]:
    """Adjusted p in the order given. R: ``p.adjust(p, method)``

    Sources: Holm 1979; Hochberg 1988; Benjamini & Hochberg 1995 (BH); Benjamini & Yekutieli 2001 (BY).

    >>> adjusted([0.01, None, 0.04, 0.03], "holm")
    (0.03, None, 0.06, 0.06)
    """
    known = np.array([value for value in p if value is not None], float)
    found = iter(_adjust(known, method).tolist())
    return tuple(None if value is None else next(found) for value in p)


def holm(p: Sequence[float | None]) -> tuple[float | None, ...]:
    """Holm's adjustment: the chance of even one false alarm in the family stays below p. (Holm 1979.)

    >>> holm([0.02, 0.01])
    (0.02, 0.02)
    """
    return adjusted(p, "holm")


def _adjust(p: np.ndarray, method: str) -> np.ndarray:
    m = p.size
    if method == "none" or m == 0:
        return p
    order = np.argsort(p)
    place = np.arange(1, m + 1)
    factor = {
        "bonferroni": np.full(m, float(m)),
        "holm": m + 1.0 - place,
        "hochberg": m + 1.0 - place,
        "BH": m / place,
        "BY": m / place * (1 / place).sum(),
    }[method]
    raised = factor * p[order]
    # Holm steps down from the smallest p and never falls; the step-up methods come from the largest and never rise.
    if method == "holm":
        raised = np.maximum.accumulate(raised)
    elif method != "bonferroni":
        raised = np.minimum.accumulate(raised[::-1])[::-1]
    back = np.empty(m)
    back[order] = np.minimum(raised, 1.0)
    return back
