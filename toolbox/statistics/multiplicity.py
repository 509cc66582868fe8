"""p-values of one declared family, adjusted together; a refused p stays refused and counts in no family.

The sums are statsmodels', which equals R to 1e-16. Its ``multipletests`` collects garbage at every call: a quarter of
a second in a bare process, half a millisecond once the launcher has frozen what is imported.
"""

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

    Sources: Holm 1979; Hochberg 1988; Benjamini & Hochberg 1995 (BH); Benjamini & Yekutieli 2001 (BY).

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
