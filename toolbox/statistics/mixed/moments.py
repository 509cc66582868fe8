"""The likelihood of a nested model and everything its inference needs, in closed form, from :class:`Sums`.

The covariance is V = I + a·P + b·S (times the residual variance), P and S joining rows of one person and one school,
a and b the *ratios* of their variances to the residual one. On a school's cells V is a diagonal plus one outer
product, so V⁻¹ is one nested Sherman-Morrison step, and no matrix is ever as large as the number of rows.

Residual terms come from V⁻¹ = V⁻¹(I + aP + bS)V⁻¹, so that only person and school terms are summed.
Sources: Kenward & Roger 1997; Bates et al. 2015 (profiled REML criterion); Searle, Casella & McCulloch 1992, ch. 6.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from toolbox.statistics.mixed.sums import Sums


class _Persons(NamedTuple):
    """What depends on the persons' ratio alone."""

    spread: np.ndarray
    """What a person's mean counts for each of its rows, by size: 1 / (1 + a n)."""
    light: np.ndarray
    """The same for every cell."""
    weight: np.ndarray
    """Of a cell's mean in its school's."""
    height: np.ndarray
    """1ᵀHA1 of every school before the school's own variance: the sum of its weights."""
    mean: np.ndarray
    """Schools' weighted means."""
    form: np.ndarray
    """AᵀHA within schools."""
    log_determinant: float


def deviance(given: Sums, person: float, school: float) -> float:
    """−2 log-likelihood (REML), residual variance profiled out, up to what does not depend on the two ratios."""
    return deviances(given, person, np.array([school]))[0]


def deviances(given: Sums, person: float, schools: np.ndarray) -> list[float]:
    """:func:`deviance` at one ratio of persons and several of schools, which share most of the work."""
    part, p = _persons(given, person), given.columns
    grown = 1 + np.asarray(schools, float)[:, None] * part.height
    forms = part.form + (part.mean.T * (part.height / grown)[:, None, :]) @ part.mean
    try:
        lower = np.linalg.cholesky(forms[:, :p, :p])
    except np.linalg.LinAlgError:
        # One of several is not positive: which, only one by one can say.
        return [deviance(given, person, school) for school in schools] if len(schools) > 1 else [np.inf]
    along = np.linalg.solve(lower, forms[:, :p, p:])[:, :, 0]
    rest = forms[:, p, p] - np.square(along).sum(axis=1)
    volume = 2 * np.log(np.diagonal(lower, axis1=1, axis2=2)).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = part.log_determinant + np.log(grown).sum(axis=1) + volume + (given.n - p) * np.log(rest)
    return np.where(rest > 0, found, np.inf).tolist()


@dataclass(frozen=True, kw_only=True, eq=False)
class Moments:
    """At given ratios, in units of the residual variance and the orthonormal basis; components person, school, residual.

    A two-level model leaves out the person. G is the matrix of a component, H = V⁻¹; r the residual of the model.
    """

    deviance: float
    gradient: np.ndarray
    """Of ``deviance`` in the ratios (components without the residual)."""
    hessian: np.ndarray
    average: np.ndarray
    """The average information of the same: never indefinite, where the Hessian may be."""
    phi: np.ndarray
    """(XᵀHX)⁻¹, p × p."""
    beta: np.ndarray
    rest: float
    """rᵀHr: the residual variance times n − p."""
    volume: float
    """log |XᵀHX|."""
    log_determinant: float
    first: np.ndarray
    """XᵀHG_iHX (components × p × p)."""
    second: np.ndarray
    """XᵀHG_iHG_jHX (components × components × p × p)."""
    expected: np.ndarray
    """tr(PG_iPG_j), P the projection that leaves out X: twice the expected information."""
    seen: np.ndarray
    """How much of each component's information the regressors leave, 0..1."""
    quadratic: np.ndarray
    """rᵀHG_iPG_jHr."""


def moments(given: Sums, person: float, school: float) -> Moments:
    """All of :class:`Moments` at these ratios of variances."""
    p = given.columns
    part = _persons(given, person)
    form, log_determinant, shrink = _schools(part, school)
    solved = _profile(given, form)
    if solved is None:
        raise FloatingPointError("the regressors became collinear under these weights")
    phi, volume, rest, beta = solved

    size, of_cell = given.size[given.cell_size], given.cell_school
    spread, light, weight, height, mean, *_ = part
    reach = weight * size * light
    drawn = school / (1 + school * height)
    # HA on the cells, in units of a person's mean: a cell's own deviation and what is left of its school's mean.
    solved_cell = given.cell_mean - mean[of_cell] + (shrink[:, None] * mean)[of_cell]
    total = (shrink * height)[:, None] * mean
    crossing = given.by_school(reach[:, None] * solved_cell)
    free = given.persons - given.cells_of_size

    m_s = total.T @ total
    m_ss = (total * (height * shrink)[:, None]).T @ total
    m_ps = (crossing * shrink[:, None]).T @ total
    m_p = np.tensordot(given.size**2 * spread**2, given.between, 1) + (solved_cell * reach[:, None]).T @ solved_cell
    m_pp = (
        np.tensordot(given.size**3 * spread**3, given.between, 1)
        + (solved_cell * (reach * size * light)[:, None]).T @ solved_cell
        - (crossing * drawn[:, None]).T @ crossing
    )
    m_pe, m_se = m_p - person * m_pp - school * m_ps, m_s - person * m_ps.T - school * m_ss
    m_e = form - person * m_p - school * m_s
    m_ee = m_e - person * m_pe.T - school * m_se.T
    once = np.stack([m_p, m_s, m_e])
    twice = np.array([[m_pp, m_ps, m_pe], [m_ps.T, m_ss, m_se], [m_pe.T, m_se.T, m_ee]])

    met = given.by_school(reach)
    t_p = float((free * given.size * spread).sum() + (size * light).sum() - (drawn * met).sum())
    t_s = float((height * shrink).sum())
    t_ss = float(((height * shrink) ** 2).sum())
    t_ps = float((shrink**2 * met).sum())
    t_pp = float(
        (free * (given.size * spread) ** 2).sum()
        + ((size * light) ** 2).sum()
        - 2 * (drawn * given.by_school(reach * size * light)).sum()
        + ((drawn * met) ** 2).sum()
    )
    t_e = given.n - person * t_p - school * t_s
    t_pe, t_se = t_p - person * t_pp - school * t_ps, t_s - person * t_ps - school * t_ss
    t_ee = t_e - person * t_pe - school * t_se
    traces = np.array([[t_pp, t_ps, t_pe], [t_ps, t_ss, t_se], [t_pe, t_se, t_ee]])

    kept = slice(0 if given.levels == 3 else 1, 3)
    once, twice, traces = once[kept], twice[kept, kept], traces[kept, kept]
    first, second = once[:, :p, :p], twice[:, :, :p, :p]
    turned = phi @ first
    expected = traces - 2 * np.einsum("ab,ijba->ij", phi, second) + np.einsum("iab,jba->ij", turned, turned)
    residual = np.append(-beta, 1.0)
    met_x = (once @ residual)[:, :p]
    quadratic = np.einsum("a,ijab,b->ij", residual, twice, residual) - met_x @ phi @ met_x.T
    single = np.einsum("a,iab,b->i", residual, once, residual)
    parts, freedom = len(once) - 1, given.n - p
    trace = np.array([t_p, t_s, t_e])[kept] - np.einsum("iaa->i", turned)
    outer = np.outer(single, single) / rest**2
    return Moments(
        deviance=log_determinant + volume + freedom * float(np.log(rest)),
        gradient=(trace - freedom * single / rest)[:parts],
        hessian=(freedom * (2 * quadratic / rest - outer) - expected)[:parts, :parts],
        average=(freedom * (quadratic / rest - outer))[:parts, :parts],
        phi=phi, beta=beta, rest=rest, volume=volume, log_determinant=log_determinant, first=first, second=second,
        expected=expected, seen=np.diag(expected) / np.diag(traces), quadratic=quadratic,
    )  # fmt: skip


def _persons(given: Sums, person: float) -> _Persons:
    spread = 1 / (1 + person * given.size)
    light = spread[given.cell_size]
    weight = given.cell_persons * given.size[given.cell_size] * light
    height = given.by_school(weight)
    mean = given.by_school(weight[:, None] * given.cell_mean) / height[:, None]
    apart = given.cell_mean - mean[given.cell_school]
    form = (
        given.within
        + np.tensordot(given.size * spread, given.between, 1)
        + (apart * weight[:, None]).T @ apart
    )  # fmt: skip
    log_determinant = float((given.persons * np.log1p(person * given.size)).sum())
    return _Persons(spread, light, weight, height, mean, form, log_determinant)


def _schools(part: _Persons, school: float) -> tuple[np.ndarray, float, np.ndarray]:
    """(AᵀHA, log |V|, schools' 1 / (1 + b h))."""
    grown = 1 + school * part.height
    form = part.form + (part.mean * (part.height / grown)[:, None]).T @ part.mean
    return form, part.log_determinant + float(np.log(grown).sum()), 1 / grown


def _profile(given: Sums, form: np.ndarray):
    """(Φ, log |XᵀHX|, rᵀHr, β) from AᵀHA, or None where it is not positive."""
    p = given.columns
    try:
        lower = np.linalg.cholesky(form[:p, :p])
    except np.linalg.LinAlgError:
        return None
    inverse = np.linalg.inv(lower)
    phi, along = inverse.T @ inverse, inverse @ form[:p, p]
    rest = float(form[p, p] - along @ along)
    if not rest > 0:
        return None
    return phi, 2 * float(np.log(np.diag(lower)).sum()), rest, inverse.T @ along
