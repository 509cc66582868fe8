"""p-values of one declared family, adjusted together; a refused p stays refused and counts in no family."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

_NAMES = {
    "bonferroni": "bonferroni",
    "holm": "holm",
    "hochberg": "simes-hochberg",
    "BH": "fdr_bh",
    "BY": "fdr_by",
}


def adjusted(
    p: Sequence[float | None], method: Literal["none", "bonferroni", "holm", "hochberg", "BH", "BY"] = "holm"
) -> tuple[float | None, ...]:
    """Adjusted p in the order given. R: ``p.adjust(p, method)``

    >>> adjusted([0.01, None, 0.04, 0.03], "holm")
    (0.03, None, 0.06, 0.06)
    """
    known = np.array([value for value in p if value is not None], float)
    if method == "none" or known.size == 0:
        return tuple(None if value is None else float(value) for value in p)
    from statsmodels.stats.multitest import multipletests

    found = iter(multipletests(known, method=_NAMES[method])[1].tolist())
    return tuple(None if value is None else next(found) for value in p)


def holm(p: Sequence[float | None]) -> tuple[float | None, ...]:
    """Holm's adjustment: the chance of even one false alarm in the family stays below p. (Holm 1979.)

    >>> holm([0.02, 0.01])
    (0.02, 0.02)
    """
    return adjusted(p, "holm")
