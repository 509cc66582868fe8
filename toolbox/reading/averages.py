"""From a table of area averages to :class:`~toolbox.model.Averages`: which words mean which area, and what is left out.

SELFIE gives a school a report, not the answers. Its averages may be typed or pasted; a person says to which area of
the framework each line belongs where its words do not, and how many answered.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from toolbox.model import Average, Averages, Framework, Problem, Reading, ToolboxError
from toolbox.reading.recipes.earlier import ALIKE, likeness
from toolbox.reading.seeding import group_in
from toolbox.reading.words import plain_words

#: Key of the reader whose tables hold averages.
READER_KEY = "selfie_areas"
_LETTER = re.compile(r"^\W*(?:area\s+)?(\w{1,3})(?:\W|$)", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One average as the table has it."""

    area: str
    """In the words of the table."""
    group: str
    mean: float
    n: int | None = None
    """Persons it stands for; None where the table does not say."""
    row: int = 0
    """Row of the original file; 0 where it was typed."""


def lines_of(reading: Reading) -> tuple[Line, ...]:
    """The averages of a table that was read.

    Example:
        >>> from toolbox.reading import read
        >>> found = lines_of(read(b"Area,Leaders,Teachers\\nA. Leadership,3.9,3.4\\nn,2,18\\n"))
        >>> [(line.area, line.group, line.mean, line.n) for line in found]
        [('A. Leadership', 'leaders', 3.9, 2), ('A. Leadership', 'teachers', 3.4, 18)]
    """
    table = reading.table
    cells = zip(table["area"], table["group"], table["average"], table["n"], reading.row_numbers, strict=True)
    return tuple(
        Line(
            area=area,
            group=group_in(group) or group,
            mean=float(mean.replace(",", ".")),
            n=int(float(n.replace(",", "."))) if re.fullmatch(r"\d+([.,]0+)?", n) else None,
            row=int(row),
        )
        for area, group, mean, n, row in cells
    )


def areas_named(words: Iterable[str], framework: Framework) -> Mapping[str, str]:
    """Words of the table → id of the area they name; words nobody can place are left out.

    By the area's letter in front, by its name, by a name nearly the same.

    Example:
        >>> from toolbox.frameworks import load
        >>> dict(areas_named(["A. Leadership", "Continuing professional development", "Canteen"], load("selfie-2020")))
        {'A. Leadership': 'A', 'Continuing professional development': 'D'}
    """
    names = {plain_words(area.name): area.id for area in framework.areas}
    found: dict[str, str] = {}
    for word in words:
        plain = plain_words(word)
        rated = [(likeness(plain, name), id) for name, id in names.items()]
        inside = [id for name, id in names.items() if f" {name} " in f" {plain} "]
        letter = _LETTER.match(word)
        best = max(rated, default=(0.0, ""))
        if plain in names:
            found[word] = names[plain]
        elif len(inside) == 1:
            found[word] = inside[0]
        elif best[0] >= ALIKE:
            found[word] = best[1]
        elif letter and letter.group(1).upper() in {area.id.upper() for area in framework.areas}:
            found[word] = next(area.id for area in framework.areas if area.id.upper() == letter.group(1).upper())
    return found


def averages(
    lines: Iterable[Line], areas: Mapping[str, str], school: str, framework: Framework
) -> tuple[Averages, tuple[Problem, ...]]:
    """The averages of one school, and what was left out of them.

    Args:
        lines: as the table has them.
        areas: words of the table → area of the framework; lines of other words are left out.
        school: whose averages they are.
        framework: whose areas and scale they are on.

    Raises:
        ToolboxError: ``no_school``, ``no_number`` (an average of nobody knows how many), ``not_on_scale``,
            ``average_twice``, ``no_averages``.
    """
    if not school.strip():
        raise ToolboxError("no_school", "Which school do these averages belong to? Name the school, then save again.")
    rows: dict[tuple[str, str], Average] = {}
    unplaced: dict[str, int] = {}
    for line in lines:
        area = areas.get(line.area, "")
        if not area:
            unplaced[line.area] = unplaced.get(line.area, 0) + 1
            continue
        if (area, line.group) in rows:
            name = next(each.name for each in framework.areas if each.id == area)
            raise ToolboxError(
                "average_twice",
                f"There are two averages of {line.group} for “{name}”. Keep one of them, or give one another area.",
            )
        rows[area, line.group] = _average(line, area, school.strip(), framework)
    if not rows:
        raise ToolboxError(
            "no_averages",
            f"None of the averages belongs to an area of “{framework.name}”. Choose the area of each line, or another framework.",
        )
    return Averages(rows=tuple(rows.values())), tuple(
        Problem(
            code="unknown_area",
            message=f"“{words}” is no area of “{framework.name}”, so it was left out ({count} averages).",
            count=count,
        )
        for words, count in unplaced.items()
    )


def _average(line: Line, area: str, school: str, framework: Framework) -> Average:
    low, high = framework.span(area)
    if not math.isfinite(line.mean) or not low <= line.mean <= high:
        raise ToolboxError(
            "not_on_scale",
            f"The average of {line.group} for “{line.area}” is {line.mean:g}, but the scale goes from {low} to {high}. "
            "Correct it, or choose another framework.",
        )
    if line.n is None or line.n < 1:
        raise ToolboxError(
            "no_number",
            f"How many {line.group} answered? The averages of a group can be shown only when it is known that at least "
            "five persons stand behind them. The report says it beside its charts, or on its first page.",
        )
    return Average(school=school, group=line.group, area=area, mean=line.mean, n=line.n, alike=line.mean in (low, high))
