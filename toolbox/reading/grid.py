"""A sheet or a text file as columns of distinct texts: what every reader looks at.

A survey column repeats a handful of answers, so each distinct text is held, cleaned and judged
once, and a row is a number. Work on a million cells is work on a few hundred words.
"""

from __future__ import annotations

import operator
import os
import re
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from toolbox.model import Kind, Problem
from toolbox.reading.varied import MANY, Words, containing, matching, numbered, texts_of, uncleaned
from toolbox.reading.words import clean_cell


@dataclass(frozen=True, kw_only=True, eq=False)
class Column:
    """One column: ``words[codes[row]]`` is the cell. ``words[0]`` is always "" (blank); words are distinct.

    Example:
        >>> Column.of_cells(["Yes", " Yes ", None, "No"]).cells()
        ['Yes', 'Yes', '', 'No']
    """

    codes: np.ndarray
    words: Sequence[str]
    """A tuple; thousands of words stay with Arrow until somebody walks them."""
    unwritten: np.ndarray | None = None
    """For each row whether nothing was written at all, where a file that quotes every value tells that from ``""``."""
    #: Whether every cell was read as a day and a clock: nobody's address is in it, and it need not be looked for.
    holds_moments = False

    @classmethod
    def of(cls, codes: np.ndarray, words: Iterable[str]) -> Column:
        """A column from codes into words that may repeat, be unused or be uncleaned; -1 is blank."""
        kept: dict[str, int] = {"": 0}
        turn = [kept.setdefault(clean_cell(word), len(kept)) for word in words]
        # The last entry serves code -1, so that a missing cell needs no test of its own.
        turned = np.asarray([*turn, 0], dtype=np.int32)[codes]
        return cls(codes=turned, words=tuple(kept)).compact()

    @classmethod
    def blank(cls, rows: int) -> Column:
        """A column in which nothing is written."""
        return cls(codes=np.zeros(rows, np.int32), words=("",))._with_counts(np.array([rows]))

    @classmethod
    def of_cells(cls, cells: Iterable[str | None]) -> Column:
        """A column from plain cells."""
        codes, words = pd.factorize(np.asarray(["" if cell is None else cell for cell in cells], dtype=object))
        return cls.of(codes, words)

    @classmethod
    def of_arrow(cls, cells: pa.ChunkedArray | pa.Array) -> Column:
        """A column from Arrow text, dictionary-encoded or not; nulls are blank."""
        if isinstance(cells, pa.ChunkedArray) and pa.types.is_string(cells.type) and VariedColumn.fits(cells):
            return VariedColumn(cells)
        if isinstance(cells, pa.ChunkedArray):
            cells = cells.combine_chunks()
            if isinstance(cells, pa.ChunkedArray):
                cells = cells.unify_dictionaries().combine_chunks() if cells.num_chunks else pa.array([], pa.string())
        if not pa.types.is_dictionary(cells.type):
            cells = cells.dictionary_encode()
        indices = cells.indices.fill_null(-1) if cells.indices.null_count else cells.indices
        codes = indices.to_numpy(zero_copy_only=False)
        if len(cells.dictionary) > MANY:
            codes, words = numbered(codes, cells.dictionary)
            return Column(codes=codes, words=words).compact()
        return cls.of(codes, ["" if word is None else word for word in cells.dictionary.to_pylist()])

    @property
    def texts(self) -> pa.StringArray:
        """The distinct words as Arrow has them, for compiled code."""
        return texts_of(self.words)

    def compact(self) -> Column:
        """The same column without words no row uses; "" stays first."""
        used = self.counts() > 0
        used[0] = True
        if used.all():
            return self
        turn = np.cumsum(used, dtype=np.int32) - 1
        words: Sequence[str]
        if isinstance(self.words, Words):
            words = Words(self.words.texts.filter(pa.array(used)))
        else:
            words = tuple(word for word, keep in zip(self.words, used, strict=True) if keep)
        compact = Column(codes=turn[self.codes], words=words, unwritten=self.unwritten)
        return compact._with_counts(self.counts()[used])

    def take(self, rows: np.ndarray | slice) -> Column:
        """The column of some rows only."""
        if isinstance(rows, slice) and rows.indices(len(self)) == (0, len(self), 1):
            return self
        unwritten = None if self.unwritten is None else self.unwritten[rows]
        taken = Column(codes=self.codes[rows], words=self.words, unwritten=unwritten)
        if isinstance(rows, slice) and 2 * len(taken) > len(self) and rows.step in (None, 1):
            # A heading is taken off a long column: only what goes is counted.
            start, stop, _ = rows.indices(len(self))
            gone = np.concatenate([self.codes[:start], self.codes[stop:]])
            taken._with_counts(self.counts() - np.bincount(gone, minlength=len(self.words)))
        return taken.compact()

    def with_cell(self, text: str) -> Column:
        """The column with one cell more below."""
        return Column.of(np.append(self.codes, np.int32(len(self.words))), [*self.words, text])

    def mapped(self, change: Callable[[str], str]) -> Column:
        """The column with every distinct text changed."""
        words = [clean_cell(change(word)) for word in self.words]
        if not words[0] and all(map(operator.eq, words, self.words)):
            return self.compact()
        kept: dict[str, int] = {"": 0}
        turn = np.asarray([kept.setdefault(word, len(kept)) for word in words], np.int32)
        counts = np.zeros(len(kept), np.int64)
        np.add.at(counts, turn, self.counts())
        made = Column(codes=turn[self.codes], words=tuple(kept), unwritten=self.unwritten)
        return made._with_counts(counts).compact()

    def where(self, test: Callable[[str], bool]) -> np.ndarray:
        """For each row whether its text passes a test (asked once per distinct text)."""
        return np.fromiter((bool(test(word)) for word in self.words), bool, len(self.words))[self.codes]

    def equal(self, text: str) -> np.ndarray:
        """For each row whether its cell is this text."""
        if text not in self.words:
            return np.zeros(len(self), bool)
        return self.codes == (
            self.texts.index(text).as_py() if isinstance(self.words, Words) else self.words.index(text)
        )

    def containing(self, *parts: str) -> list[str]:
        """The distinct words that contain one of some texts."""
        return (
            containing([self.texts], parts)
            if isinstance(self.words, Words)
            else [word for word in self.words if any(part in word for part in parts)]
        )

    def matching(self, pattern: re.Pattern[str], but: re.Pattern[str] | None = None) -> list[str]:
        """The distinct words in which a pattern is found, and another is not; both Python and RE2 know them."""
        return (
            matching([self.texts], pattern, but)
            if isinstance(self.words, Words)
            else [word for word in self.words if pattern.search(word) and not (but and but.search(word))]
        )

    def counts(self) -> np.ndarray:
        """How many rows hold each word; counted once, and not to be changed."""
        if "_counts" not in vars(self):
            self._with_counts(np.bincount(self.codes, minlength=len(self.words)))
        return vars(self)["_counts"]

    def _with_counts(self, counts: np.ndarray) -> Column:
        counts.flags.writeable = False
        vars(self)["_counts"] = counts
        return self

    def filled(self) -> np.ndarray:
        """For each row whether the cell is not blank."""
        return self.codes != 0

    def some(self, most: int = 1000) -> tuple[str, ...]:
        """Filled words, all of them or an even sample: enough to tell what a column holds."""
        step = max(1, (len(self.words) - 1) // most)
        return self.words[1::step]

    def cells(self, rows: slice = slice(None)) -> list[str]:
        """Cells as texts, of some rows or of all: for small columns and tests."""
        return [self.words[code] for code in self.codes[rows]]

    def categorical(self) -> pd.Categorical:
        """The column as a pandas categorical of texts."""
        if isinstance(self.words, Words):
            # They are different by construction; pandas would make a million Python texts to see that for itself.
            known = pd.CategoricalDtype._from_fastpath(pd.Index(self.words.texts, dtype="str"))
            return pd.Categorical.from_codes(self.codes, dtype=known, validate=False)
        return pd.Categorical.from_codes(self.codes, categories=pd.Index(self.words, dtype="str"), validate=False)

    def __len__(self) -> int:
        return len(self.codes)


class VariedColumn(Column):
    """A long column whose cells hardly repeat: the cells themselves, numbered only when somebody asks for codes or words.

    Example:
        >>> column = Column.of_arrow(pa.chunked_array([["a", "b"], ["", "a"]]))
        >>> type(column).__name__, column.filled().tolist(), column.take(slice(1, None)).cells(), column.codes.tolist()
        ('VariedColumn', [True, True, False, True], ['b', '', 'a'], [1, 2, 0, 1])
    """

    def __init__(self, plain: pa.ChunkedArray) -> None:
        object.__setattr__(self, "plain", plain)

    @staticmethod
    def fits(cells: pa.ChunkedArray) -> bool:
        """Whether every cell is clean as it is."""
        return not cells.null_count and not any(len(uncleaned(chunk)) for chunk in cells.chunks)

    @cached_property
    def _numbered(self) -> tuple[np.ndarray, Sequence[str]]:
        once = self.plain.combine_chunks().dictionary_encode()
        return numbered(once.indices.to_numpy(), once.dictionary)

    def number_by(self, keys: Sequence[np.ndarray], moments: np.ndarray | None = None) -> None:
        """Number the cells by whole numbers, 0 or more, all the same for the same text and for no other; no cell is blank.

        Numbers are compared ten times faster than texts. Where the cells are moments that rise or fall and a key changes just
        where they do, as in a log written moment by moment, what is the same stands together and is not even compared.
        """
        vars(self)["holds_moments"] = moments is not None
        change = np.logical_or.reduce([key[1:] != key[:-1] for key in keys])
        if moments is not None and _rises_with(moments, change):
            numbered = np.ones(len(self), np.int32)
            np.cumsum(change, dtype=np.int32, out=numbered[1:])
            numbered[1:] += 1
            first = np.ones(int(change.sum()) + 2, np.int32)
            first[2:] = np.flatnonzero(change)
            first[2:] += 2
        else:
            together = np.zeros(len(self), np.int64)
            for key in keys:
                together *= int(key.max()) + 1
                together += key
            codes, different = pd.factorize(together)
            numbered = codes.astype(np.int32) + np.int32(1)
            del codes
            first = np.empty(len(different) + 1, np.int32)
            del different, together
            first[numbered[::-1]] = np.arange(len(numbered), 0, -1, dtype=np.int32)
        first[0] = 0
        # Of Arrow's own pool every page is touched at once.
        words = pc.take(
            pa.chunked_array([[""], *self.plain.chunks]), pa.array(first), memory_pool=pa.system_memory_pool()
        )
        vars(self)["_numbered"] = numbered, Words(words.chunk(0) if words.num_chunks == 1 else words.combine_chunks())

    @property
    def codes(self) -> np.ndarray:  # type: ignore[override]
        """As of any column, made when first asked for."""
        return self._numbered[0]

    @property
    def words(self) -> Sequence[str]:  # type: ignore[override]
        """As of any column, made when first asked for."""
        return self._numbered[1]

    def compact(self) -> Column:
        """Nothing to take away."""
        return self

    def take(self, rows: np.ndarray | slice) -> Column:
        """The column of some rows only."""
        if isinstance(rows, slice) and rows.step is None:
            start, stop, _ = rows.indices(len(self))
            return VariedColumn(self.plain.slice(start, max(0, stop - start)))
        places = np.arange(len(self))[rows]
        return VariedColumn(self.plain.take(pa.array(places)))

    def with_cell(self, text: str) -> Column:
        """The column with one cell more below."""
        return VariedColumn(pa.chunked_array([*self.plain.chunks, pa.array([clean_cell(text)])]))

    def equal(self, text: str) -> np.ndarray:
        """For each row whether its cell is this text."""
        return pc.equal(self.plain, text).to_numpy()

    def filled(self) -> np.ndarray:
        """For each row whether the cell is not blank."""
        return pc.binary_length(self.plain).to_numpy() > 0

    def containing(self, *parts: str) -> list[str]:
        """The distinct words that contain one of some texts."""
        return containing(self.plain.chunks, parts)

    def matching(self, pattern: re.Pattern[str], but: re.Pattern[str] | None = None) -> list[str]:
        """The distinct words in which a pattern is found, and another is not; both Python and RE2 know them."""
        return matching(self.plain.chunks, pattern, but)

    def cells(self, rows: slice = slice(None)) -> list[str]:
        """Cells as texts."""
        start, stop, step = rows.indices(len(self))
        return self.plain.slice(start, max(0, stop - start)).to_pylist()[::step]

    def __len__(self) -> int:
        return len(self.plain)


def _rises_with(order: np.ndarray, change: np.ndarray) -> bool:
    """Whether an order rises or falls throughout, and changes exactly where something else does.

    Example:
        >>> change = np.array([False, True])
        >>> [_rises_with(np.array(order), change) for order in ([3, 3, 1], [1, 1, 2], [1, 2, 2], [1, 1, 1])]
        [True, True, False, False]
    """
    rises, falls = order[1:] > order[:-1], order[1:] < order[:-1]
    return bool(((rises | falls) == change).all() and not (rises.any() and falls.any()))


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
    _known: dict[int, list[str]] = field(default_factory=dict, init=False, repr=False)

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
        # Every reader asks for the same few rows.
        if index not in self._known:
            self._known[index] = [column.cells(slice(index, index + 1))[0] for column in self.columns]
        return list(self._known[index])

    def head(self, count: int) -> list[list[str]]:
        """The first rows as texts."""
        return [self.row(index) for index in range(min(count, self.rows))]

    def take(self, rows: np.ndarray | slice) -> Grid:
        """Some rows only."""
        with ThreadPoolExecutor(os.cpu_count() if self.rows > MANY else 1) as threads:
            columns = tuple(threads.map(lambda column: column.take(rows), self.columns))
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
