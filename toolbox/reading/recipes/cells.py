"""Columns of an export as numbers: values of items, places of schools and groups, keys of persons.

All work is done once per distinct word; a row is then a look-up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from toolbox.model import AnswerScale, Framework, Problem, Question, Reading, Recipe, State
from toolbox.model.rounds import LEAST_UNITS
from toolbox.reading.grid import Column
from toolbox.reading.pseudonyms import is_template
from toolbox.reading.recipes.persons import column_of
from toolbox.reading.recipes.scales import lookup, value_of
from toolbox.reading.recipes.telling import MOST_ROWS
from toolbox.reading.slips import parts_of, units_of
from toolbox.reading.words import match_form


@dataclass(frozen=True, kw_only=True, eq=False)
class Named:
    """For each row the place of its name; -1 where it has none."""

    codes: np.ndarray
    names: tuple[str, ...]

    def only(self, rows: np.ndarray) -> tuple[tuple[str, ...], np.ndarray]:
        """The names some rows use, and their places among those."""
        used = np.unique(self.codes[rows])
        return tuple(self.names[place] for place in used), np.searchsorted(used, self.codes[rows]).astype(np.int32)


def places(
    reading: Reading,
    column: str,
    words: Mapping[str, str],
    constant: str,
    *,
    otherwise: Callable[[str], str] = lambda word: "",
    first: Sequence[str] = (),
) -> Named:
    """Schools or groups of all rows.

    Two spellings that differ in case or blanks only are one name, spelled as most rows do. A word mapped to ""
    stands for nobody.

    Args:
        reading: the export.
        column: its column; "" where a constant holds for all.
        words: word in the file → name; "" → name of the rows whose cell is blank.
        constant: the name of every row without a column; with a column, of rows whose cell is blank: none.
        otherwise: the name of a word that is not mapped, "" to keep the word itself.
        first: names that come first, in this order; the rest follows by letter.
    """
    if not column:
        return Named(codes=np.zeros(len(reading.table), np.int32), names=(constant,))
    held = column_of(reading, column)
    known = {match_form(word): name.strip() for word, name in words.items()}
    nameless = known.pop("", "")
    counts = held.counts()
    spelled: dict[str, str] = {}
    meant = [""] * len(held.words)
    for place in sorted(range(1, len(held.words)), key=lambda place: -counts[place]):
        word = held.words[place]
        form = match_form(word)
        name = known[form] if form in known else (otherwise(word) or word)
        meant[place] = spelled.setdefault(match_form(name), name) if name else ""
    if nameless:
        meant[0] = spelled.setdefault(match_form(nameless), nameless)
    rank = {name: place for place, name in enumerate(first)}
    names = sorted(
        {name for name in meant if name}, key=lambda name: (rank.get(name, len(rank)), name.casefold(), name)
    )
    turn = {name: place for place, name in enumerate(names)}
    return Named(codes=np.asarray([turn.get(name, -1) for name in meant], np.int32)[held.codes], names=tuple(names))


def item_values(
    recipe: Recipe, reading: Reading, framework: Framework, items: Mapping[str, Sequence[tuple[str, str]]]
) -> tuple[np.ndarray, list[Callable[[np.ndarray], Problem | None]]]:
    """Values of all rows and items, and for each column with strays a call that tells of those in kept rows.

    Returns:
        (int8 array rows × items, column-major; callables from the mask of kept rows to a problem).
    """
    scales = {scale.id: (scale, lookup(scale)) for scale in recipe.scales}
    limits = {item.id: framework.scale_of(item) for item in framework.items}
    values = np.full((len(reading.table), len(items)), int(State.BLANK), np.int8, order="F")
    questions = {question.key: question for question in reading.questions}
    told: list[Callable[[np.ndarray], Problem | None]] = []
    for place, (item, columns) in enumerate(items.items()):
        limit = limits[item]
        for turn, (key, scale) in enumerate(columns):
            held = column_of(reading, key)
            made = _worth(held, scales.get(scale), limit.low, limit.high, reading.reader)
            fresh = made[held.codes]
            if key in reading.not_shown:
                fresh = np.where(reading.not_shown[key], np.int8(State.NOT_SHOWN), fresh)
            if turn == 0:
                values[:, place] = fresh
            else:
                # A question repeated by branch: the first column that says anything counts.
                silent = (values[:, place] == State.BLANK) | (values[:, place] == State.NOT_SHOWN)
                says = (fresh != State.BLANK) & (fresh != State.NOT_SHOWN)
                values[:, place] = np.where(silent & says, fresh, values[:, place])
            if (made == State.OFF_SCALE).any():
                told.append(_strays(reading, questions[key], held, made, f"{limit.low} to {limit.high}"))
    return values, told


def _worth(
    held: Column, scale: tuple[AnswerScale, dict[str, int]] | None, low: int, high: int, reader: str
) -> np.ndarray:
    """What each distinct word of a column is worth; values beyond the framework's scale are off it."""
    from_recipe, forms = scale or (AnswerScale(id="", words=()), {})
    if scale is None:
        forms = {str(number): number for number in range(low, high + 1)}
    made = np.full(len(held.words), int(State.BLANK), np.int8)
    for place, word in enumerate(held.words[1:], start=1):
        value = value_of(word, from_recipe, forms, reader)
        made[place] = value if value <= State.NOT_APPLICABLE or low <= value <= high else State.OFF_SCALE
    return made


def _strays(reading: Reading, question: Question, held: Column, made: np.ndarray, span: str):
    def tell(keep: np.ndarray) -> Problem | None:
        rows = keep & (made == State.OFF_SCALE)[held.codes]
        count = int(rows.sum())
        if not count:
            return None
        seen = np.bincount(held.codes[rows], minlength=len(held.words))
        shown = ", ".join(
            dict.fromkeys(_quoted(held.words[place]) for place in np.argsort(-seen, kind="stable")[:3] if seen[place])
        )
        return Problem(
            code="off_scale",
            message=f"{count} {'answer' if count == 1 else 'answers'} to '{(question.text or question.key)[:80]}' "
            f"{'is' if count == 1 else 'are'} not on the scale of {span}: {shown}. Not counted as values.",
            rows=tuple(int(row) for row in reading.row_numbers[rows][:MOST_ROWS]),
            column=question.key,
            count=count,
        )

    return tell


def _quoted(word: str) -> str:
    """A stray answer as it may be kept with the round: a mistyped number, never somebody's own words.

    Example:
        >>> _quoted("55"), _quoted("Anna never listens")
        ("'55'", 'other words')
    """
    return f"'{word[:40]}'" if re.fullmatch(r"[-+]?[\d.,]{1,12}", word) else "other words"


@dataclass(frozen=True, kw_only=True, eq=False)
class Keyed:
    """What became of the keys: whether there is a key column at all, and which rows have none or an unusable one."""

    has_column: bool
    blank: np.ndarray
    template: np.ndarray
    unusable: np.ndarray
    units: tuple[tuple[str, ...], ...] = ()
    """Of each distinct key the characters (or boxes) a slip can be found in; empty where none is looked for."""
    codes: np.ndarray | None = None
    """Which distinct key a row has."""
    in_parts: bool = False
    by_name: bool = False
    """The key is a full name: the last resort."""
    words: tuple[str, ...] = ()
    """The distinct keys as written, "" where a column held identifiers: for the person who has the file in hand."""


def person_keys(
    recipe: Recipe, reading: Reading, columns: Mapping[str, Question], pseudonym: Callable[[str], str]
) -> tuple[np.ndarray, Keyed]:
    """Pseudonyms of all rows ("" where a person cannot be recognised), and why some are missing.

    A key that is spread over several columns (a self-made code in boxes) is read as one.
    """
    in_parts = False
    rows = len(reading.table)
    held = [columns[one.column] for one in recipe.columns if one.meaning == "person" and one.column in columns]
    none = np.zeros(rows, bool)
    if not held:
        return np.full(rows, "", object), Keyed(has_column=False, blank=none, template=none, unusable=none)
    if len(held) == 1:
        column = column_of(reading, held[0].key)
        made = [word if held[0].identifier or not word else pseudonym(word) for word in column.words]
        templates = column.where(is_template)
        written = tuple("" if held[0].identifier else word for word in column.words)
        units = tuple(units_of(word) for word in written)
    else:
        parts = [column_of(reading, question.key) for question in held]
        filled = np.logical_and.reduce([part.filled() for part in parts])
        texts = list(zip(*(part.cells() for part in parts), strict=True))
        column = Column.of_cells(" ".join(cells) if whole else "" for cells, whole in zip(texts, filled, strict=True))
        in_parts = len(held) >= LEAST_UNITS[True]
        typed = not any(question.identifier for question in held)
        written = column.words if typed else ("",) * len(column.words)
        boxes = {" ".join(cells): cells for cells in texts} if in_parts and typed else {}
        units = tuple(parts_of(boxes.get(word, ())) if in_parts else units_of(word) for word in written)
        made = [pseudonym(word) if word else "" for word in column.words]
        templates = np.logical_or.reduce([part.where(is_template) for part in parts])
    person = np.asarray(made, dtype=object)[column.codes]
    blank = ~column.filled()
    return person, Keyed(
        has_column=True,
        blank=blank,
        template=templates,
        unusable=(person == "") & ~blank & ~templates,
        units=units,
        codes=column.codes,
        in_parts=in_parts,
        by_name=any(question.identifier == "name" for question in held),
        words=written,
    )
