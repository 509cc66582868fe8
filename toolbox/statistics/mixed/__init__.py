"""Models of rows in persons in schools: fitted, tested, and read for what schools share.

``nested`` fits, ``mixed_contrast`` tests a coefficient, ``intraclass`` says how alike persons of one school are,
``shrunken_means`` gives each school's mean with what it is worth, ``total_variance_effect`` and
``wwc_cluster_effect`` turn a difference of groups of schools into an effect size.
"""

from toolbox.statistics.mixed.cluster_effects import (
    TotalVarianceEffect,
    WwcEffect,
    total_variance_effect,
    wwc_cluster_effect,
)
from toolbox.statistics.mixed.contrasts import LEAST_SCHOOLS_OF_A_MODEL, mixed_contrast
from toolbox.statistics.mixed.fitting import NestedFit, nested
from toolbox.statistics.mixed.intraclass import LEAST_SCHOOLS_OF_AN_ICC, design_effect, intraclass
from toolbox.statistics.mixed.robust import mixed_robust
from toolbox.statistics.mixed.school_means import SchoolMeans, shrunken_means

__all__ = [
    "LEAST_SCHOOLS_OF_AN_ICC",
    "LEAST_SCHOOLS_OF_A_MODEL",
    "NestedFit",
    "SchoolMeans",
    "TotalVarianceEffect",
    "WwcEffect",
    "design_effect",
    "intraclass",
    "mixed_contrast",
    "mixed_robust",
    "nested",
    "shrunken_means",
    "total_variance_effect",
    "wwc_cluster_effect",
]
