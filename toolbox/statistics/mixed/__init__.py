"""Models of rows in persons in schools: fitted, tested, and read for what schools share.

``nested`` fits, ``mixed_contrast`` tests a coefficient, ``intraclass`` says how alike persons of one school are,
``shrunken_means`` gives each school's mean with what it is worth, ``total_variance_effect`` and
``wwc_cluster_effect`` turn a difference of groups of schools into an effect size.
"""

from toolbox.statistics.mixed.contrasts import LEAST_SCHOOLS_OF_A_MODEL, mixed_contrast
from toolbox.statistics.mixed.fitting import NestedFit, nested

__all__ = [
    "LEAST_SCHOOLS_OF_A_MODEL",
    "NestedFit",
    "mixed_contrast",
    "nested",
]
