"""Several answers in one cell: which sign joins them, and which options there are.

Options may hold the sign themselves (``Mixed (courses, books)``, ``R, or the command line``), so a cell is never
simply cut at every sign: brackets stay whole, and parts that are never seen without each other are one option.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from toolbox.reading.grid import Column

#: What tools put between answers: Forms and Google, Moodle, line breaks, Typeform, Google's sheet, Qualtrics.
_SIGNS = tuple(map(re.compile, (r";", r"\|", r"\n", r"(?:^|\s)/\s", r",\s", r",(?!\s)")))
_LIST = re.compile(r"\['[^'\]]*'(\s*,\s*'[^'\]]*')+\s*\]")
_CODES = re.compile(r"\d{1,2}(,\d{1,2})*")
#: Cells looked at; a question with several answers repeats its options long before.
_MOST = 2000


def chosen(column: Column) -> tuple[tuple[str, int], ...]:
    """Options with how many persons chose each, most chosen first; empty where a cell holds one answer.

    Example:
        >>> cells = ["Books, Mixed (courses, films)", "Books", "Mixed (courses, films)", "Films, Books", "Films"]
        >>> chosen(Column.of_cells(cells))
        (('Books', 3), ('Mixed (courses, films)', 2), ('Films', 2))
        >>> chosen(Column.of_cells(["Yes, often", "Yes, rarely", "No"]))
        ()
    """
    counts = column.counts()
    places = (np.argsort(-counts[1:], kind="stable")[:_MOST] + 1).tolist()
    cells = {column.words[place]: int(counts[place]) for place in places}
    if _LIST.search("".join(list(cells)[:50])):
        # A list as a program wrote it: ``['oxen' , 'cows']``.
        return chosen(column.mapped(_unlisted))
    if sum(cell.endswith(";") for cell in cells) >= 0.8 * len(cells) > 0:
        return _counted(cells, [_cut(cell, _SIGNS[0]) for cell in cells])
    if all(map(_CODES.fullmatch, cells)):
        # Two numbers and a comma may be a decimal; three are codes of options.
        return _counted(cells, [cell.split(",") for cell in cells]) if any(c.count(",") > 1 for c in cells) else ()
    for sign in _SIGNS:
        if sum(bool(sign.search(cell)) for cell in cells) >= max(2, 0.2 * len(cells)):
            options = _together([_cut(cell, sign) for cell in cells], _joiner(sign, cells))
            if _are_options(options):
                return _counted(cells, options)
    return ()


def _unlisted(cell: str) -> str:
    listed = cell.startswith("['") and cell.endswith("']")
    return "; ".join(part.strip(" '") for part in cell[1:-1].split(",")) if listed else cell


def _joiner(sign: re.Pattern[str], cells: Sequence[str] | dict[str, int]) -> str:
    """The sign as the cells write it between two parts."""
    found = Counter(hit.group() for cell in cells for hit in sign.finditer(cell) if hit.start())
    return found.most_common(1)[0][0] if found else ""


def _cut(cell: str, sign: re.Pattern[str]) -> list[str]:
    """The parts of a cell; a sign inside brackets cuts nothing."""
    parts, begin = [], 0
    for hit in sign.finditer(cell):
        if cell.count("(", begin, hit.start()) <= cell.count(")", begin, hit.start()):
            parts.append(cell[begin : hit.start()])
            begin = hit.end()
    return [part.strip() for part in (*parts, cell[begin:]) if part.strip()]


def _together(cells: list[list[str]], joiner: str) -> list[list[str]]:
    """Parts that never occur without each other, in two cells or more, as the one option they are."""
    for _ in range(5):
        seen = Counter(part for parts in cells for part in parts)
        pairs = Counter(pair for parts in cells for pair in pairwise(parts))
        bound = {pair for pair, count in pairs.items() if count > 1 and seen[pair[0]] == count == seen[pair[1]]}
        if not bound:
            break
        cells = [_bound(parts, bound, joiner) for parts in cells]
    return cells


def _bound(parts: list[str], pairs: set[tuple[str, str]], joiner: str) -> list[str]:
    made: list[str] = []
    last = ""
    for part in parts:
        if made and (last, part) in pairs:
            made[-1] += joiner + part
        else:
            made.append(part)
        last = part
    return made


def _are_options(cells: list[list[str]]) -> bool:
    """Whether parts repeat far more than whole cells do, in several cells, and are no sentences."""
    seen = Counter(part for parts in cells for part in parts)
    several = sum(len(parts) > 1 for parts in cells)
    repeated = sum(count for count in seen.values() if count > 1)
    alone = any(len(parts) == 1 for parts in cells) or max(map(len, cells), default=0) > 2
    short = sum(len(part) <= 120 for part in seen) >= 0.8 * len(seen)
    enough = several >= max(2, 0.2 * len(cells)) and repeated >= 0.7 * sum(seen.values())
    return enough and alone and short and len(seen) <= len(cells) + 20


def _counted(cells: dict[str, int], options: list[list[str]]) -> tuple[tuple[str, int], ...]:
    persons: Counter[str] = Counter()
    for count, parts in zip(cells.values(), options, strict=True):
        persons.update(dict.fromkeys(parts, count))
    return tuple(persons.most_common())
