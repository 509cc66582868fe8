"""A file read as the earlier round of the same survey was: the choices a recipe keeps are applied by themselves.

The bytes are asked first. A kept choice counts where they leave room for it: an order of dates where both fit, an
encoding where it had to be guessed, a sheet that is there, a separator, heading rows or a tool without which the columns
of the recipe are not found. Where a file speaks against a kept choice the file is followed, and that is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from toolbox.model import Choices, Reading, Recipe, ToolboxError
from toolbox.reading import Pseudonyms, read
from toolbox.reading.encodings import name as encoding_name
from toolbox.reading.mapped import Mapped
from toolbox.reading.recipes.earlier import matches
from toolbox.reading.separators import NAMES

#: A recipe fits a file when at least this share of the columns it uses is there.
FITS = 0.8
#: Of recipes that do not fit at once, so many are tried with their choices, the latest first.
TRIED = 3

_ORDERS = {"dmy": "day first", "mdy": "month first", "ymd": "year first"}


@dataclass(frozen=True, kw_only=True, eq=False)
class AsBefore:
    """A reading, the choices it was made with, and what a person should know about them."""

    reading: Reading
    choices: Choices
    said: str = ""
    """Which choices were taken over from the earlier round, and which could not be; "" where there were none."""


def read_as_before(
    content: bytes | Mapped,
    name: str = "",
    recipes: Iterable[Recipe] = (),
    *,
    choices: Choices = Choices(),
    pseudonym: Callable[[str], str] | None = None,
) -> AsBefore:
    """Read an export, by the choices of the earlier recipe that fits it best.

    Args:
        content: the file's bytes.
        name: the file's name, for display.
        recipes: recipes of earlier rounds, the latest first.
        choices: what a person decided about this file; comes before anything a recipe keeps.
        pseudonym: as for :func:`toolbox.reading.read`.

    Raises:
        ToolboxError: as :func:`toolbox.reading.read`, where no recipe makes the file readable either.

    Example:
        >>> from toolbox.reading.recipes import guess
        >>> content = b"Date,School,I like maths\\n03/04/2026,Tamme,Agree\\n04/04/2026,Tamme,Disagree\\n"
        >>> earlier = guess(read(content, choices=Choices(date_order="mdy")), None)
        >>> found = read_as_before(content, "may.csv", [earlier])
        >>> found.reading.first.month, found.said
        (3, 'As in the earlier round: month first.')
    """
    pseudonym, recipes = pseudonym or Pseudonyms.random(), tuple(recipes)
    reading, refusal = _read(content, name, choices, pseudonym)
    fitting = [recipe for recipe in recipes if reading is not None and fit(recipe, reading)[0] >= FITS]
    if reading is not None and fitting:
        best = max(fitting, key=lambda recipe: fit(recipe, reading))
        return _by(best, reading, content, name, choices, pseudonym)
    for recipe in [recipe for recipe in recipes if _undecided(recipe.choices, choices)][:TRIED]:
        for wanted in _attempts(_undecided(recipe.choices, choices), reading):
            tried, _ = _read(content, name, replace(choices, **wanted), pseudonym)
            if tried is not None and fit(recipe, tried)[0] >= FITS:
                used = {field: value for field, value in wanted.items() if _matters(field, value, reading, tried)}
                return _by(recipe, tried, content, name, choices, pseudonym, used=used)
    if reading is None:
        raise refusal  # type: ignore[misc]
    return AsBefore(reading=reading, choices=choices)


def fit(recipe: Recipe, reading: Reading) -> tuple[float, int]:
    """(share of the columns a recipe uses that are in an export, columns that are there word for word).

    A recipe made for another tool's export fits nothing.
    """
    used = sum(column.meaning != "unused" for column in recipe.columns)
    if recipe.reader != reading.reader or not used:
        return 0.0, 0
    found = [match for match in matches(recipe, reading, alike=False) if match.old.meaning != "unused"]
    return len(found) / used, sum(not match.reworded for match in found)


def _read(
    content: bytes | Mapped, name: str, choices: Choices, pseudonym: Callable[[str], str]
) -> tuple[Reading | None, ToolboxError | None]:
    try:
        return read(content, name, choices=choices, pseudonym=pseudonym), None
    except ToolboxError as refusal:
        return None, refusal


def _undecided(kept: Choices, chosen: Choices) -> dict[str, Any]:
    """The choices of a recipe about which nobody decided anything for this file."""
    of_surveys = {field: value for field, value in vars(kept).items() if field not in ("school_year", "without_staff")}
    return {field: value for field, value in of_surveys.items() if value and not getattr(chosen, field)}


def _attempts(kept: Mapping[str, Any], reading: Reading | None) -> list[dict[str, Any]]:
    """Kept choices that may bring the recipe's columns to light; the encoding only where the bytes do not tell it."""
    first = {field: value for field, value in kept.items() if field in ("reader", "separator", "heading_rows", "sheet")}
    if reading is not None and first.get("sheet") not in reading.sheets:
        first.pop("sheet", None)
    open_letters = reading is None or any(problem.code == "encoding_guessed" for problem in reading.problems)
    second = {**first, "encoding": kept["encoding"]} if "encoding" in kept and open_letters else {}
    return [attempt for attempt in (first, second) if attempt]


def _by(
    recipe: Recipe,
    reading: Reading,
    content: bytes | Mapped,
    name: str,
    choices: Choices,
    pseudonym: Callable[[str], str],
    *,
    used: Mapping[str, Any] = MappingProxyType({}),
) -> AsBefore:
    """One kept choice after the other, each only where the file then reads at least as well."""
    wanted = {
        field: value
        for field, value in _undecided(recipe.choices, choices).items()
        if _differs(field, value, reading, content)
    }
    used = dict(used)
    # A column of the recipe found under this separator, tool or encoding is evidence for it: these are not tried again.
    for field in ("sheet", "heading_rows", "encoding", "date_order"):
        if field in used or field not in wanted or not _leaves_room(field, wanted[field], reading):
            continue
        tried, _ = _read(content, name, replace(choices, **used, **{field: wanted[field]}), pseudonym)
        if tried is not None and _as_good(field, recipe, tried, reading):
            reading, used = tried, {**used, field: wanted[field]}
    left = {field: value for field, value in wanted.items() if field not in used and _against(field, reading)}
    return AsBefore(reading=reading, choices=replace(choices, **used), said=_said(used, left, reading))


def _differs(field: str, value: Any, reading: Reading, content: bytes | Mapped) -> bool:
    """Whether a kept choice would read this file otherwise than its bytes did."""
    now = getattr(reading, field)
    if field == "encoding":
        return bool(now) and encoding_name(now) != encoding_name(value) and not content.isascii()
    if field in ("separator", "sheet") and not now:
        return False
    return now != value


def _leaves_room(field: str, value: Any, reading: Reading) -> bool:
    """Whether the bytes leave a choice open."""
    told = {problem.code for problem in reading.problems}
    return {
        "sheet": value in reading.sheets,
        "heading_rows": True,
        "encoding": "encoding_guessed" in told,
        "date_order": "date_order_unclear" in told,
    }[field]


def _against(field: str, reading: Reading) -> bool:
    """Whether a file itself speaks against a kept choice; without dates there is no order of dates to speak of."""
    return field != "date_order" or reading.date_order in ("dmy", "mdy")


def _as_good(field: str, recipe: Recipe, tried: Reading, reading: Reading) -> bool:
    """Whether the file reads at least as well as its bytes alone said."""
    if _broken(tried) > _broken(reading):
        return False
    if field == "heading_rows":
        # One heading row more takes an answer away: only where it makes columns agree.
        return fit(recipe, tried) > fit(recipe, reading)
    if field == "date_order":
        return tried.times is not None
    return fit(recipe, tried)[0] >= FITS


def _broken(reading: Reading) -> int:
    return sum(problem.count for problem in reading.problems if problem.code == "broken_letters")


def _matters(field: str, value: Any, reading: Reading | None, tried: Reading) -> bool:
    """Whether a choice is one the file was read by, and not one it would have been read by anyway."""
    if field in ("separator", "sheet", "encoding") and not getattr(tried, field):
        return False
    return reading is None or getattr(reading, field) != value


def _said(used: Mapping[str, Any], left: Mapping[str, Any], reading: Reading) -> str:
    parts = []
    if used:
        parts.append(f"As in the earlier round: {', '.join(_in_words(each, used[each], reading) for each in used)}.")
    if left:
        now = [
            f"{_in_words(each, getattr(reading, each), reading)} (before: {_in_words(each, value, reading)})"
            for each, value in left.items()
        ]
        parts.append(f"Not as in the earlier round, because this file says otherwise: {', '.join(now)}.")
    return " ".join(parts)


def _in_words(field: str, value: Any, reading: Reading) -> str:
    return {
        "separator": lambda: f"{NAMES.get(value, repr(value))}-separated",
        "encoding": lambda: encoding_name(value),
        "sheet": lambda: f"sheet '{value}'",
        "heading_rows": lambda: f"{value} heading row{'' if value == 1 else 's'}",
        "date_order": lambda: _ORDERS.get(value, value),
        "reader": lambda: f"an export of {reading.title}" if value == reading.reader else f"an export of {value}",
    }[field]()
