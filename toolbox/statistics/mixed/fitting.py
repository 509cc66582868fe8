"""A model with a random intercept for every school, and for every person in it, by restricted maximum likelihood."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from toolbox.statistics.cluster_robust import school_codes
from toolbox.statistics.mixed.moments import Moments
from toolbox.statistics.mixed.search import MOST, highest
from toolbox.statistics.mixed.sums import Sums, sums

#: A component whose standard deviation is under this share of the residual one counts as zero (as lme4's isSingular).
_SINGULAR = 1e-4
#: Less of a component's information left by the regressors than this: they take every school (or person) apart.
_SEEN = 1e-9
#: A residual standard deviation under this share of the largest outcome is what rounding leaves of none.
_ROUNDING = 1e-13


@dataclass(frozen=True, kw_only=True, eq=False)
class NestedFit:
    """A fitted nested model. Where ``refused`` holds a code there is none, and every number is None.

    ``flags`` holds "singular" where a variance lies at zero: the model stands, its small-sample test is conservative,
    and CR2 becomes the headline.
    """

    coefficients: np.ndarray | None = None
    covariance: np.ndarray | None = None
    """Of the coefficients, large-sample, p × p (R: ``vcov``)."""
    variance_person: float | None = None
    """Between persons of one school; None for a model of rows in schools."""
    variance_school: float | None = None
    variance_residual: float | None = None
    log_likelihood: float | None = None
    """Restricted, as lme4 counts it (R: ``logLik``)."""
    n: int = 0
    n_persons: int = 0
    n_schools: int = 0
    method: str = ""
    flags: tuple[str, ...] = ()
    refused: str = ""
    given: Sums | None = None
    at: Moments | None = None

    @property
    def se(self) -> np.ndarray:
        """Standard errors of the coefficients, without correction for few schools."""
        return np.sqrt(np.diag(self.covariance))

    @property
    def components(self) -> tuple[float, ...]:
        """Variances of persons (three levels only), schools, residual: as ``lme4::VarCorr`` prints them."""
        parts = (self.variance_person, self.variance_school, self.variance_residual)
        return tuple(part for part in parts if part is not None)

    @property
    def school_share(self) -> float:
        """Share of the variance that lies between schools: the intraclass correlation of two rows of one school."""
        return self.variance_school / sum(self.components)


def nested(y: np.ndarray, x: np.ndarray, school: np.ndarray, person: np.ndarray | None = None) -> NestedFit:
    """Fit y = Xβ + school + person + residual by REML; without ``person``: rows in schools.

    ``y`` (n), ``x`` (n × p with its constant), ``school`` and ``person`` (n labels; the same person label in another
    school is another person). Refused: ``no_answers``, ``few_schools`` (one school), ``no_spread``, ``collinear``
    (also where regressors tell every school apart), ``no_repeats`` (a level with one row, or one person, everywhere
    has no variance of its own to see).

    Own code because no Python library fits this right: see ``search``. Cost: one pass over the rows, then sums per
    school. R (lme4): ``lmer(y ~ x + (1 | school/person), REML = TRUE)``. Source: Bates et al. 2015.

    >>> school = np.repeat([1, 2, 3, 4], 3)
    >>> fit = nested(np.array([3.0, 4, 3, 5, 5, 6, 2, 2, 3, 4, 3, 4]), np.ones((12, 1)), school)
    >>> round(float(fit.coefficients[0]), 4), round(fit.variance_school, 4), round(fit.variance_residual, 4)
    (3.6667, 1.4444, 0.3333)
    """
    method = f"random intercepts of {'schools' if person is None else 'persons in schools'}, REML"
    given = sums(y, x, school, person)
    if isinstance(given, str):
        return NestedFit(n=len(y), n_schools=school_codes(school)[1], method=method, refused=given)
    counts = {"n": given.n, "n_persons": given.n_persons, "n_schools": given.n_schools, "method": method}
    ratio_person, ratio_school, at = highest(given)
    freedom = given.n - given.columns
    residual = at.rest / freedom * given.length**2
    if max(ratio_person, ratio_school) > MOST or residual <= (_ROUNDING * np.abs(y).max()) ** 2:
        return NestedFit(refused="no_spread", **counts)
    if at.seen.min() < _SEEN:
        return NestedFit(refused="collinear", **counts)
    log_likelihood = -0.5 * (
        at.log_determinant + at.volume + given.log_volume + freedom * (1 + np.log(2 * np.pi * residual))
    )
    ratios = [ratio_person, ratio_school] if given.levels == 3 else [ratio_school]
    return NestedFit(
        coefficients=given.root @ (at.beta * given.length + given.projected),
        covariance=residual * given.root @ at.phi @ given.root.T,
        variance_person=ratio_person * residual if given.levels == 3 else None,
        variance_school=ratio_school * residual,
        variance_residual=residual,
        log_likelihood=float(log_likelihood),
        flags=("singular",) if min(ratios) < _SINGULAR**2 else (),
        given=given,
        at=at,
        **counts,
    )
