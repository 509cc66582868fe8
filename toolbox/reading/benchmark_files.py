"""What others published, out of a spreadsheet: one row for each group and area (or item). Headings on top, in any order.

Numbers are typed off a report by a person, so every rule that catches a slip is checked, and a refusal names the row.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import NoReturn

import pandas as pd

from toolbox.model import Benchmark, BenchmarkRow, CategoryOutcome, Framework, Scale, Table, ToolboxError
from toolbox.reading.averages import areas_named
from toolbox.reading.grid import Grid
from toolbox.reading.opening import grids
from toolbox.reading.seeding import group_in
from toolbox.reading.words import match_form, plain_words

#: The headings each column goes by.
HEADINGS: Mapping[str, frozenset[str]] = {
    "group": frozenset({"group", "groups", "user group", "respondent group"}),
    "area": frozenset({"area", "area code", "dimension"}),
    "item": frozenset({"item", "item code", "statement", "question"}),
    "mean": frozenset({"mean", "average", "m"}),
    "sd": frozenset({"sd", "s d", "standard deviation", "std dev"}),
    "n": frozenset({"n", "persons", "respondents", "number of persons", "number of respondents"}),
    "population": frozenset({"population", "who", "sample"}),
    "date": frozenset({"date", "year", "collected", "collected on"}),
    "self_selected": frozenset({"self selected", "chose to take part", "volunteers"}),
    "source": frozenset({"source", "reference"}),
    "version": frozenset({"version", "instrument version"}),
    "outcome": frozenset({"outcome", "outcome measured in"}),
}
_SHARE = re.compile(r"^(?:share|percent|%) ?(-?\d+)$")
_OUTCOME = re.compile(r"^outcome ?(-?\d+)$")
_NUMBER = re.compile(r"^[-+]?\d+([.,]\d+)?$")
_YES, _NO = frozenset({"yes", "y", "true", "1"}), frozenset({"no", "n", "false", "0"})
#: A file of more rows than this holds answers, not a benchmark.
MOST_ROWS = 2_000
#: Headings stand within so many rows of the top; above them there may be a title.
_ROWS_ABOVE = 20
LONGEST = 300
_TO_FILL = ("item", "mean", "sd", "n", "population", "date", "self-selected", "source")


def template(framework: Framework) -> Table:
    """A table to fill in: every area of the framework for teachers and pupils, numbers left empty.

    Example:
        >>> from toolbox.frameworks import load
        >>> ",".join(template(load("idi-rubric")).frame.columns)
        'group,area,item,mean,sd,n,population,date,self-selected,source'
    """
    groups = ("staff",) if framework.kind == "rubric" else ("teachers", "pupils")
    # Names are easier to fill in than codes; the code stands where a name could be taken for another area.
    read_back = areas_named([area.name for area in framework.areas], framework)
    words = [area.name if read_back.get(area.name) == area.id else area.id for area in framework.areas]
    frame = pd.DataFrame([(group, word) for group in groups for word in words], columns=["group", "area"])
    frame = frame.reindex(columns=["group", "area", *_TO_FILL]).astype(object)
    return Table(name="benchmark", title="Figures of others", frame=frame.where(frame.notna(), None))


def read_benchmark(content: bytes, name: str, framework: Framework) -> Benchmark:
    """The benchmark of a CSV file or a workbook's first sheet with the heading “mean” (or “share …”). Called by its file.

    Raises:
        ToolboxError: ``benchmark_columns``, ``benchmark_row`` (the row and the rule are named), ``benchmark_empty``,
            ``benchmark_too_long``, and what :mod:`toolbox.reading.opening` refuses.

    Example:
        >>> from toolbox.frameworks import load
        >>> found = read_benchmark(b"group;area;mean;sd;n;population;year;self-selected\\nteachers;D;3,1;0,8;420;"
        ...     b"Teachers of one country;2024;no\\n", "country.csv", load("selfie-2020"))
        >>> found.rows[0].mean, found.rows[0].n, found.self_selected
        (3.1, 420, False)
    """
    for grid in grids(content, name):
        top, places, shares = _headings(grid)
        if "group" in places and ("mean" in places or shares):
            return _File(name, framework, grid, top, places, shares, _outcomes(grid, top)).benchmark()
    raise ToolboxError(
        "benchmark_columns",
        f"{name} has no row of headings with “group” and “mean” (or “share 1”, “share 2” …). Download the template, fill "
        "it in and upload it again.",
    )


def _headings(grid: Grid) -> tuple[int, dict[str, int], dict[int, int]]:
    """The row of the headings, the place of each known column, and the place of the share of each value."""
    rows = list(zip(*(column.cells(slice(_ROWS_ABOVE)) for column in grid.columns), strict=True))
    for top, row in enumerate(rows):
        places: dict[str, int] = {}
        shares: dict[int, int] = {}
        for place, cell in enumerate(row):
            words = match_form(cell).replace("-", " ").replace("_", " ").strip()
            if found := _SHARE.match(match_form(cell).replace("_", " ").strip()):
                shares.setdefault(int(found[1]), place)
            for column, known in HEADINGS.items():
                if words in known:
                    places.setdefault(column, place)
        if "group" in places:
            return top, places, shares
    return 0, {}, {}


def _outcomes(grid: Grid, top: int) -> dict[int, int]:
    """The place of the outcome of each category: what those who chose it reached, as the source prints it."""
    heads = [match_form(column.cells(slice(top, top + 1))[0]).replace("_", " ").strip() for column in grid.columns]
    return {int(found[1]): place for place, head in enumerate(heads) if (found := _OUTCOME.match(head))}


class _File:
    """One table, read row by row; keeps its name to say where something is wrong."""

    def __init__(
        self,
        name: str,
        framework: Framework,
        grid: Grid,
        top: int,
        places: Mapping[str, int],
        shares: Mapping[int, int],
        outcomes: Mapping[int, int],
    ) -> None:
        self.name, self.framework, self.top = name, framework, top
        below = slice(top + 1, None)
        self.cells = {what: [text.strip() for text in grid.columns[at].cells(below)] for what, at in places.items()}
        self.shares = {value: [text.strip() for text in grid.columns[at].cells(below)] for value, at in shares.items()}
        self.outcomes = {
            value: [text.strip() for text in grid.columns[at].cells(below)] for value, at in outcomes.items()
        }
        self.areas = areas_named(set(self.cells.get("area", ())), framework)
        self.items = {
            form: item
            for item in framework.items
            for form in (match_form(item.code), match_form(item.id), plain_words(item.name))
        }

    def benchmark(self) -> Benchmark:
        many = len(self.cells["group"])
        if many > MOST_ROWS:
            raise ToolboxError(
                "benchmark_too_long",
                f"{self.name} has {many:,} rows. A benchmark has one row for each group and area, {MOST_ROWS:,} at most: is "
                "this a file of answers? Those go to the Upload page.",
            )
        rows: dict[tuple[str, str, str], BenchmarkRow] = {}
        for row in range(many):
            if not self._anything(row):
                continue
            made = self._row(row)
            key = (made.group, made.area, made.item)
            if key in rows:
                self._refuse(
                    row, f"{made.group} and {made.item or made.area} stand in an earlier row already; keep one"
                )
            rows[key] = made
        if not rows:
            raise ToolboxError("benchmark_empty", f"{self.name} has headings, but no row with a mean below them.")
        return Benchmark(
            name=re.sub(r"\.\w{1,4}$", "", self.name)[:200],
            framework=self.framework.id,
            population=self._said_once("population"),
            collected_on=self._said_once("date"),
            source=self._said_once("source"),
            version=self._said_once("version"),
            self_selected=self._self_selected(),
            rows=tuple(rows.values()),
        )

    def _anything(self, row: int) -> bool:
        numbers = [self.cells[what][row] for what in ("mean", "sd", "n") if what in self.cells]
        return any(numbers) or any(column[row] for column in self.shares.values())

    def _row(self, row: int) -> BenchmarkRow:
        group = group_in(self._cell("group", row)) or self._cell("group", row).casefold()
        if not group:
            self._refuse(row, "it names no group; write for example teachers")
        area, item = self._about(row)
        scale = self._scale(area, item)
        mean = self._number("mean", row)
        if mean is not None and (scale is None or not scale.low <= mean <= scale.high):
            ends = (
                f"outside the scale from {scale.low} to {scale.high}" if scale else "of something that has no average"
            )
            self._refuse(row, f"the mean {mean:g} is {ends}")
        if mean is not None and scale.categories:
            self._refuse(row, "these answers are ordered categories without an average; give the share of each instead")
        n = self._persons(row)
        sd = self._spread(row, scale, n)
        shares = self._shares(row, scale)
        if mean is None and not shares:
            self._refuse(row, "it has no mean")
        return BenchmarkRow(
            group=group, area=area, item=item, mean=mean, sd=sd, n=n, shares=shares,
            outcome=self._cell("outcome", row), outcomes=self._outcomes(row, scale),
        )  # fmt: skip

    def _about(self, row: int) -> tuple[str, str]:
        """(area, item) a row is about; the item decides where both are named."""
        word = self._cell("item", row)
        if word:
            item = self.items.get(match_form(word)) or self.items.get(plain_words(word))
            if item is None:
                self._refuse(row, f"“{word}” is no item of “{self.framework.name}”; write its code")
            return item.area, item.id
        word = self._cell("area", row)
        by_id = {match_form(area.id): area.id for area in self.framework.areas}
        area = by_id.get(match_form(word)) or self.areas.get(word, "")
        if not area:
            known = ", ".join(
                each.id if each.name == each.id else f"{each.id} {each.name}" for each in self.framework.areas
            )
            self._refuse(
                row, f"“{word}” is no area of “{self.framework.name}” (it has {known})" if word else "it names no area"
            )
        return area, ""

    def _scale(self, area: str, item: str) -> Scale | None:
        asked = [each for each in self.framework.items_of(area) if item in ("", each.id)]
        if asked:
            return self.framework.scale_of(asked[0])
        return self.framework.scales[0] if self.framework.scales else None

    def _persons(self, row: int) -> int | None:
        n = self._number("n", row)
        if n is None:
            return None
        if n != int(n) or n < 1:
            self._refuse(row, f"n is {n:g}; write how many persons the mean stands for, as a whole number")
        return int(n)

    def _spread(self, row: int, scale: Scale | None, n: int | None) -> float | None:
        """The standard deviation; refused where no answers on this scale could have it (Popoviciu)."""
        sd = self._number("sd", row)
        if sd is None:
            return None
        widest = (scale.high - scale.low) / 2 * (math.sqrt(n / (n - 1)) if n and n > 1 else math.sqrt(2))
        if sd < 0 or sd > widest + 0.005:
            self._refuse(
                row,
                f"a standard deviation of {sd:g} cannot be on a scale from {scale.low} to {scale.high} (at most "
                f"{widest:.2f}); is it a variance, or a percentage?",
            )
        return sd

    def _shares(self, row: int, scale: Scale | None) -> tuple[tuple[int, float], ...]:
        cells = {value: column[row] for value, column in self.shares.items() if column[row]}
        if not cells:
            return ()
        known = range(scale.low, scale.high + 1) if scale else ()
        if outside := [value for value in cells if value not in known]:
            self._refuse(row, f"“share {outside[0]}” is no answer of the scale from {known[0]} to {known[-1]}")
        found = {value: self._as_number(cell.rstrip("% "), row, f"share {value}") for value, cell in cells.items()}
        total = sum(found.values())
        whole = 100.0 if total > 1.5 else 1.0
        if any(share < 0 for share in found.values()) or abs(total / whole - 1) > 0.025:
            self._refuse(row, f"its shares add up to {total:g}; they must add up to 1, or to 100 per cent")
        return tuple(sorted((value, share / whole) for value, share in found.items()))

    def _outcomes(self, row: int, scale: Scale | None) -> tuple[CategoryOutcome, ...]:
        """What those who chose each category reached; of ordered categories only, and only with what it is measured in."""
        cells = {value: column[row] for value, column in self.outcomes.items() if column[row]}
        if not cells:
            return ()
        if scale is None or not scale.categories:
            self._refuse(row, "an outcome stands beside ordered categories only, and these answers are none")
        if outside := [value for value in cells if not scale.low <= value <= scale.high]:
            self._refuse(row, f"“outcome {outside[0]}” is no category from {scale.low} to {scale.high}")
        if not self._cell("outcome", row):
            self._refuse(row, "it does not say what the outcome is measured in; write it in a column “outcome”")
        return tuple(
            CategoryOutcome(value=value, mean=self._as_number(cell, row, f"outcome {value}"))
            for value, cell in sorted(cells.items())
        )

    def _self_selected(self) -> bool:
        """Yes, unless the file says no: most published averages are of those who chose to take part."""
        word = match_form(self._said_once("self_selected"))
        if word and word not in _YES | _NO:
            raise ToolboxError(
                "benchmark_row",
                f"In {self.name} the column “self-selected” says “{word}”. Write yes where people or schools chose to take "
                "part, no where they were drawn.",
            )
        return word not in _NO

    def _said_once(self, what: str) -> str:
        said = dict.fromkeys(word for word in self.cells.get(what, ()) if word)
        if len(said) > 1:
            first, second = list(said)[:2]
            raise ToolboxError(
                "benchmark_row",
                f"{self.name} says both “{first[:60]}” and “{second[:60]}” in the column “{what.replace('_', '-')}”. Make one "
                "file for each.",
            )
        return next(iter(said), "")[:LONGEST]

    def _cell(self, what: str, row: int) -> str:
        return self.cells[what][row] if what in self.cells else ""

    def _number(self, what: str, row: int) -> float | None:
        cell = self._cell(what, row)
        return self._as_number(cell, row, what) if cell else None

    def _as_number(self, cell: str, row: int, what: str) -> float:
        tidy = cell.replace("\u2212", "-").replace(" ", "").replace("\u00a0", "")
        if not _NUMBER.match(tidy):
            self._refuse(row, f"“{cell}” in the column “{what}” is no number; write for example 3.4")
        return float(tidy.replace(",", "."))

    def _refuse(self, row: int, rule: str) -> NoReturn:
        raise ToolboxError("benchmark_row", f"Row {self.top + row + 2} of {self.name}: {rule}.")
