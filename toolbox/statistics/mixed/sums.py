"""What a nested model needs to know of its rows: a few sums per school, however many persons there are.

Rows lie in persons, persons in schools. The covariance splits into three spaces that never meet: within persons;
between persons of equal size in one school; and the means of these *cells* (a school, a number of rows). So a hundred
thousand persons leave one matrix, one matrix per distinct size, and one row per cell. Regressors are made orthonormal
first and the outcome is taken as its least-squares residual of length one: shifts and units cost no digits.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from toolbox.statistics.cluster_robust import school_codes


@dataclass(frozen=True, kw_only=True, eq=False)
class Sums:
    """Sufficient statistics of the columns (orthonormal regressors, residual outcome): p + 1 of them, called c."""

    within: np.ndarray
    """Cross products of deviations from each person's mean (c × c)."""
    between: np.ndarray
    """For every size: cross products of persons' means around their cell's mean (K × c × c)."""
    size: np.ndarray
    """The distinct numbers of rows a person has (K)."""
    persons: np.ndarray
    """Persons of every size (K)."""
    cells_of_size: np.ndarray
    """Cells of every size (K)."""
    cell_size: np.ndarray
    """For every cell, which of the sizes (cells are sorted by school)."""
    cell_persons: np.ndarray
    cell_mean: np.ndarray
    """Cells × c."""
    cell_school: np.ndarray
    first_cell: np.ndarray
    """Where the cells of every school begin (G)."""
    root: np.ndarray
    """R⁻¹ of X = QR (p × p): takes coefficients of Q to coefficients of X."""
    log_volume: float
    """log |RᵀR|."""
    projected: np.ndarray
    """Qᵀy (p): least squares in the orthonormal basis."""
    length: float
    """Length of the least-squares residual."""
    n: int
    levels: int
    """2: rows in schools; 3: rows in persons in schools."""

    @property
    def columns(self) -> int:
        """Regressors."""
        return len(self.projected)

    @property
    def n_schools(self) -> int:
        return len(self.first_cell)

    @property
    def n_persons(self) -> int:
        return int(self.persons.sum())

    def by_school(self, of_cells: np.ndarray) -> np.ndarray:
        """Add up over the cells of every school."""
        return np.add.reduceat(of_cells, self.first_cell, axis=0)


def sums(y: np.ndarray, x: np.ndarray, school: np.ndarray, person: np.ndarray | None = None) -> Sums | str:
    """Rows → :class:`Sums`, or the code of what forbids a nested model of them.

    ``y`` (n), ``x`` (n × p with its constant), ``school`` (n labels), ``person`` (n labels, unique within a school;
    None: rows in schools). Raises ValueError for a missing value: leaving rows out is the caller's decision.

    >>> sums(np.array([1.0, 2, 3]), np.ones((3, 1)), np.array([1, 1, 1]))
    'few_schools'
    >>> sums(np.array([1.0, 2, 3]), np.ones((3, 1)), np.array([1, 2, 3]))
    'no_repeats'
    """
    y, x = np.asarray(y, float), np.asarray(x, float)
    x = x[:, None] if x.ndim == 1 else x
    if x.shape[0] != len(y) or len(school) != len(y) or (person is not None and len(person) != len(y)):
        raise ValueError(f"{len(y)} values, {x.shape[0]} rows of regressors, {len(school)} schools: they must agree.")
    if not (np.isfinite(y).all() and np.isfinite(x).all()):
        raise ValueError("A value is missing: leave incomplete rows out before the model.")
    if len(y) == 0:
        return "no_answers"
    schools, count = school_codes(school)
    if count < 2:
        return "few_schools"
    persons, school_of_person = _persons(schools, person)
    sizes = np.bincount(persons) if person is not None else np.ones(len(y), np.int64)
    # The variance of a level shows only where something repeats within it.
    if count == len(school_of_person) or (person is not None and len(sizes) == len(y)):
        return "no_repeats"
    basis = _orthonormal(y, x)
    if basis is None:
        return "collinear"
    columns, root, volume, projected, length = basis
    if length <= 1e-12 * max(1.0, float(np.abs(y).max())) * len(y) ** 0.5:
        return "no_spread"

    if person is None:
        means, within = columns, np.zeros((columns.shape[1],) * 2)
    else:
        means = _sum(columns, persons, len(sizes)) / sizes[:, None]
        apart = columns - means[persons]
        within = apart.T @ apart
    size, which = np.unique(sizes, return_inverse=True)
    cell, cells = school_codes(school_of_person * len(size) + which)
    held = np.bincount(cell)
    cell_mean = _sum(means, cell, cells) / held[:, None]
    apart = means - cell_mean[cell]
    between = np.stack([apart[which == k].T @ apart[which == k] for k in range(len(size))])
    cell_size, cell_school = np.zeros(cells, np.int64), np.zeros(cells, np.int64)
    cell_size[cell], cell_school[cell] = which, school_of_person
    return Sums(
        within=within, between=between, size=size.astype(float), persons=np.bincount(which).astype(float),
        cells_of_size=np.bincount(cell_size, minlength=len(size)), cell_size=cell_size,
        cell_persons=held.astype(float), cell_mean=cell_mean, cell_school=cell_school,
        first_cell=np.flatnonzero(np.diff(cell_school, prepend=-1)), root=root, log_volume=volume,
        projected=projected, length=length, n=len(y), levels=2 if person is None else 3,
    )  # fmt: skip


def _persons(schools: np.ndarray, person: np.ndarray | None) -> tuple[np.ndarray, np.ndarray]:
    """The code of each row's person (the same label in another school is another person), and each person's school."""
    if person is None:
        return np.arange(len(schools)), schools
    labels, distinct = school_codes(person)
    codes, count = school_codes(schools * distinct + labels)
    school = np.zeros(count, np.int64)
    school[codes] = schools
    return codes, school


def _sum(columns: np.ndarray, codes: np.ndarray, count: int) -> np.ndarray:
    return np.stack([np.bincount(codes, column, minlength=count) for column in columns.T], axis=1)


def _orthonormal(y: np.ndarray, x: np.ndarray):
    """(columns, R⁻¹, log |RᵀR|, Qᵀy, length of the residual), or None where a column is a combination of others."""
    if len(y) <= x.shape[1]:
        return None
    # Columns in units of their own length: whether one is a combination of others does not depend on its unit.
    unit = np.sqrt(np.square(x).sum(axis=0))
    if not unit.min() > 0:
        return None
    basis, upper = np.linalg.qr(x / unit)
    diagonal = np.abs(np.diag(upper))
    if diagonal.min() <= 1e-10:
        return None
    root = np.linalg.inv(upper) / unit[:, None]
    projected = basis.T @ y
    residual = y - basis @ projected
    # A second projection takes away what rounding left of the first, where the mean is far from zero.
    again = basis.T @ residual
    residual -= basis @ again
    length = float(np.sqrt(residual @ residual))
    volume = 2 * float(np.log(diagonal).sum() + np.log(unit).sum())
    columns = np.column_stack([basis, residual / (length or 1.0)])
    return columns, root, volume, projected + again, length
