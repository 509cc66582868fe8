"""A sheet or a text file as columns of distinct texts: what every reader looks at.

A survey column repeats a handful of answers, so each distinct text is held, cleaned and judged
once, and a row is a number. Work on a million cells is work on a few hundred words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pyarrow as pa

from toolbox.model import Kind, Problem
from toolbox.reading.words import clean_cell


@dataclass(frozen=True, kw_only=True, eq=False)
class Column:
    """One column: ``words[codes[row]]`` is the cell. ``words[0]`` is always "" (blank); words are distinct.

    Example:
        >>> Column.of_cells(["Yes", " Yes ", None, "No"]).cells()
        ['Yes', 'Yes', '', 'No']
    """

    codes: np.ndarray
    words: tuple[str, ...]
    unwritten: np.ndarray | None = None
    """For each row whether nothing was written at all, where a file that quotes every value tells that from ``""``."""

    @classmethod
    def of(cls, codes: np.ndarray, words: Iterable[str]) -> Column:
        """A column from codes into words that may repeat, be unused or be uncleaned; -1 is blank."""
        kept: dict[str, int] = {"": 0}
        turn = [kept.setdefault(clean_cell(word), len(kept)) for word in words]
        # The last entry serves code -1, so that a missing cell needs no test of its own.
        turned = np.asarray([*turn, 0], dtype=np.int32)[codes]
        return cls(codes=turned, words=tuple(kept)).compact()

    @classmethod
    def of_cells(cls, cells: Iterable[str | None]) -> Column:
        """A column from plain cells."""
        codes, words = pd.factorize(np.asarray(["" if cell is None else cell for cell in cells], dtype=object))
        return cls.of(codes, words)

    @classmethod
    def of_arrow(cls, cells: pa.ChunkedArray | pa.Array) -> Column:
        """A column from Arrow text, dictionary-encoded or not; nulls are blank."""
        if isinstance(cells, pa.ChunkedArray):
            cells = cells.combine_chunks()
            if isinstance(cells, pa.ChunkedArray):
                cells = cells.unify_dictionaries().combine_chunks() if cells.num_chunks else pa.array([], pa.string())
        if not pa.types.is_dictionary(cells.type):
            cells = cells.dictionary_encode()
        codes = cells.indices.fill_null(-1).to_numpy(zero_copy_only=False)
        return cls.of(codes, ["" if word is None else word for word in cells.dictionary.to_pylist()])

    def compact(self) -> Column:
        """The same column without words no row uses; "" stays first."""
        used = np.bincount(self.codes, minlength=len(self.words)) > 0
        used[0] = True
        if used.all():
            return self
        turn = np.cumsum(used, dtype=np.int32) - 1
        words = tuple(word for word, keep in zip(self.words, used, strict=True) if keep)
        return Column(codes=turn[self.codes].astype(np.int32), words=words, unwritten=self.unwritten)

    def take(self, rows: np.ndarray | slice) -> Column:
        """The column of some rows only."""
        unwritten = None if self.unwritten is None else self.unwritten[rows]
        return Column(codes=self.codes[rows], words=self.words, unwritten=unwritten).compact()

    def mapped(self, change: Callable[[str], str]) -> Column:
        """The column with every distinct text changed."""
        return replace(Column.of(self.codes, [change(word) for word in self.words]), unwritten=self.unwritten)

    def where(self, test: Callable[[str], bool]) -> np.ndarray:
        """For each row whether its text passes a test (asked once per distinct text)."""
        return np.fromiter((bool(test(word)) for word in self.words), bool, len(self.words))[self.codes]

    def counts(self) -> np.ndarray:
        """How many rows hold each word."""
        return np.bincount(self.codes, minlength=len(self.words))

    def filled(self) -> np.ndarray:
        """For each row whether the cell is not blank."""
        return self.codes != 0

    def some(self, most: int = 1000) -> tuple[str, ...]:
        """Filled words, all of them or an even sample: enough to tell what a column holds."""
        step = max(1, (len(self.words) - 1) // most)
        return self.words[1::step]

    def cells(self) -> list[str]:
        """Every cell as text; for small columns and tests."""
        return [self.words[code] for code in self.codes]

    def categorical(self) -> pd.Categorical:
        """The column as a pandas categorical of texts."""
        return pd.Categorical.from_codes(self.codes, categories=pd.Index(self.words, dtype="str"), validate=False)

    def __len__(self) -> int:
        return len(self.codes)


@dataclass(frozen=True, kw_only=True)
class Declared:
    """What a file itself says of a column beside its name, as files of statistics programs do."""

    text: str = ""
    """The question in words."""
    kind: Kind | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class Grid:
    """A whole sheet or text file before anything is recognised. Row 0 is the first line that is not blank."""

    columns: tuple[Column, ...]
    row_numbers: np.ndarray
    """Row number in the original file, 1 = first line."""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    encoding: str = ""
    separator: str = ""
    problems: tuple[Problem, ...] = ()
    source: str = ""
    """Key of the reader, where the first bytes of the file name its tool; "" where the columns must tell."""
    declared: tuple[Declared, ...] = ()
    """One per column, or none at all."""

    @property
    def rows(self) -> int:
        """How many rows there are, headings included."""
        return len(self.row_numbers)

    @property
    def width(self) -> int:
        """How many columns there are."""
        return len(self.columns)

    def row(self, index: int) -> list[str]:
        """One row as texts."""
        return [column.words[column.codes[index]] for column in self.columns]

    def head(self, count: int) -> list[list[str]]:
        """The first rows as texts."""
        return [self.row(index) for index in range(min(count, self.rows))]

    def take(self, rows: np.ndarray | slice) -> Grid:
        """Some rows only."""
        columns = tuple(column.take(rows) for column in self.columns)
        return replace(self, columns=columns, row_numbers=self.row_numbers[rows])

    def select(self, columns: Sequence[int]) -> Grid:
        """Some columns only."""
        declared = tuple(self.declared[index] for index in columns) if self.declared else ()
        return replace(self, columns=tuple(self.columns[index] for index in columns), declared=declared)

    def without_blank_rows(self) -> Grid:
        """The grid without rows in which every cell is blank."""
        if not self.columns:
            return self
        filled = np.zeros(self.rows, bool)
        for column in self.columns:
            filled |= column.filled()
            if filled.all():
                return self
        return self.take(np.flatnonzero(filled))
