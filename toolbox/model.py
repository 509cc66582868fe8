"""The words of the house: frozen records every room speaks in, and the one error a visitor reads.

Nothing here computes. Records are frozen and keyword-only; those that hold arrays or frames compare
by identity (``eq=False``). The tables of the house are named at the foot of this file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum
from typing import Any, Literal

import numpy as np
import pandas as pd


class ToolboxError(Exception):
    """A refusal in words a visitor can act on: what was found, what was expected, what to do.

    Example:
        >>> str(ToolboxError("empty_file", "This file is empty. Download it again and upload the new copy."))
        'This file is empty. Download it again and upload the new copy.'
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class State(IntEnum):
    """Why an answer has no value. Stored in the place of the value, so the five never blur into one."""

    NOT_APPLICABLE = -101
    DECLINED = -102
    BLANK = -103
    NOT_SHOWN = -104
    OFF_SCALE = -105


#: Stored codes at or above this are values, those below are a :class:`State`.
LOWEST_VALUE = -100


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Something in a file a person should know of: how often, and in which rows of the original file."""

    code: str
    message: str
    rows: tuple[int, ...] = ()
    column: str = ""
    count: int = 0


# ── reading ──────────────────────────────────────────────────────────────────────────────────────

Kind = Literal["metadata", "key", "consent", "choice", "scale", "multi", "number", "date", "text", "empty"]
DateOrder = Literal["", "dmy", "mdy", "ymd"]


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What a person decided about a file; empty means "decide from the bytes"."""

    sheet: str = ""
    heading_rows: int = 0
    separator: str = ""
    encoding: str = ""
    date_order: DateOrder = ""
    reader: str = ""


@dataclass(frozen=True, kw_only=True)
class Question:
    """One column of an export: how the tool names it, and what its cells look like."""

    key: str
    """Cleaned heading, unique within the file; the column of ``Reading.table``."""
    heading: str
    """The heading as the file has it."""
    code: str = ""
    """The tool's own stable code (LimeSurvey ``G01Q02[SQ001]``, Qualtrics ``QID2_1``)."""
    text: str = ""
    """The question in words, without code."""
    kind: Kind = "text"
    labels: tuple[tuple[str, int], ...] = ()
    """Distinct answers with their counts, most frequent first (choices and scales only)."""
    samples: tuple[str, ...] = ()
    """Up to three values a person may look at; pseudonyms where the column held identifiers."""
    identifier: Literal["", "name", "e-mail", "ip", "phone", "place"] = ""
    """What direct identifier the column held; its cells are pseudonyms or removed already."""
    combine_with: str = ""
    """Key of the first column of the same heading, where a survey repeats a question by branch."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Reading:
    """An export, read: every cell a text, one row an answer, with what was decided and what was found."""

    reader: str
    kind: Literal["survey", "activity"]
    title: str
    """How a person calls the tool: "LimeSurvey", "Google Forms"."""
    file: str
    sha256: str
    table: pd.DataFrame
    """One row an answer; columns are ``Question.key``, categorical; cells are str, blank is ""."""
    row_numbers: np.ndarray
    """For each row of ``table`` its row number in the original file (1 = first line)."""
    questions: tuple[Question, ...]
    problems: tuple[Problem, ...] = ()
    finished: np.ndarray | None = None
    """For each row whether the answer was submitted; None where the tool does not say."""
    people: int | None = None
    first: datetime | None = None
    last: datetime | None = None
    times: np.ndarray | None = None
    """For each row when it was given (datetime64[s], NaT unknown); None where the file has no time."""
    encoding: str = ""
    separator: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    heading_rows: int = 1
    date_order: DateOrder = ""


@dataclass(frozen=True, kw_only=True)
class AnswerScale:
    """One set of answer words and what each stands for: a value, or a :class:`State`."""

    id: str
    words: tuple[tuple[str, int], ...]
    """(answer words as the file has them, value or State) in the order of the scale. OFF_SCALE: nobody said yet."""


Meaning = Literal["item", "school", "group", "person", "unused"]


@dataclass(frozen=True, kw_only=True)
class ColumnMeaning:
    """What one column of an export stands for."""

    column: str
    code: str = ""
    meaning: Meaning = "unused"
    item: str = ""
    scale: str = ""
    text: str = ""
    """The question in words when the recipe was made: what a later wording is held against."""
    reworded: bool = False
    """The wording changed since the recipe was made: the item is left out of comparisons with earlier rounds."""
    why: str = ""
    """Why this was guessed, for the person who confirms it."""


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """How an export becomes answers: saved, reusable, holds no data."""

    name: str
    reader: str
    framework: str
    columns: tuple[ColumnMeaning, ...]
    scales: tuple[AnswerScale, ...] = ()
    schools: tuple[tuple[str, str], ...] = ()
    """(word in the file, school name) where they differ."""
    groups: tuple[tuple[str, str], ...] = ()
    """(word in the file, group) — leaders, teachers, pupils, parents, staff, or the person's own."""
    school: str = ""
    """The school of every row where the file has no school column."""
    group: str = ""
    """The group of every row where the file has no group column."""
    keep_unfinished: bool = False
    choices: Choices = Choices()


# ── frameworks ───────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, kw_only=True)
class Scale:
    """The numbers an item is answered on, their words, and from where an answer counts as agreement."""

    id: str
    low: int
    high: int
    labels: tuple[tuple[int, str], ...] = ()
    top_from: int | None = None
    """Lowest value counted in the "share at the top"; None where the framework names none."""


@dataclass(frozen=True, kw_only=True)
class Area:
    """One area of a framework."""

    id: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Item:
    """One statement of a framework. ``id`` is ours and stable; ``code`` is printed and may be reused elsewhere."""

    id: str
    code: str
    area: str
    name: str
    text: str = ""
    scale: str = ""
    reverse: bool = False
    optional: bool = False


@dataclass(frozen=True, kw_only=True)
class Level:
    """A named level: an area score at or above ``at_least`` has reached it."""

    value: int
    name: str
    at_least: float


@dataclass(frozen=True, kw_only=True)
class Framework:
    """What answers mean: areas, items, scales and levels, with source and licence. Data, not code."""

    id: str
    version: str
    name: str
    kind: Literal["survey", "rubric"]
    """survey: many persons' answers, averaged; rubric: one agreed rating per school and indicator."""
    source: str
    areas: tuple[Area, ...]
    items: tuple[Item, ...]
    scales: tuple[Scale, ...]
    levels: tuple[Level, ...] = ()
    licence: str = ""
    url: str = ""
    text_included: bool = False
    confirmed: tuple[str, ...] = ()
    unconfirmed: tuple[str, ...] = ()
    own: bool = False

    def scale_of(self, item: Item) -> Scale:
        """The scale an item is answered on."""
        return next(scale for scale in self.scales if scale.id == item.scale)

    def span(self, area: str = "") -> tuple[int, int]:
        """Lowest and highest value of the scales used in an area, or in the whole framework."""
        used = {item.scale for item in self.items if area in ("", item.area)}
        scales = [scale for scale in self.scales if scale.id in used] or list(self.scales)
        return min(scale.low for scale in scales), max(scale.high for scale in scales)

    def items_of(self, area: str) -> tuple[Item, ...]:
        """The items of one area, in order."""
        return tuple(item for item in self.items if item.area == area)


# ── rounds ───────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, kw_only=True, eq=False)
class Answers:
    """The answers of one round, one row a person: table ANSWERS held wide, a byte per answer.

    ``values`` is int8 (persons × items, column-major): a value of the scale, or a :class:`State`.
    ``person`` holds pseudonyms, "" where the person cannot be recognised in another round.
    ``school`` and ``group`` index ``schools`` and ``groups``. Rows are sorted by school, then group,
    so that a profile is a sum over slices.
    """

    person: np.ndarray
    school: np.ndarray
    group: np.ndarray
    schools: tuple[str, ...]
    groups: tuple[str, ...]
    items: tuple[str, ...]
    values: np.ndarray
    reworded: frozenset[str] = frozenset()
    """Items whose wording differs from earlier rounds: kept for the profile, left out of comparisons."""

    def __len__(self) -> int:
        return len(self.person)


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where answers came from, and what became of each row."""

    file: str
    sha256: str
    reader: str
    read_at: datetime
    rows: int
    kept: int
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Round:
    """One administration of a survey, as the store knows it. The answers are fetched by ``id``."""

    id: str
    name: str
    collected_on: date
    framework: str
    sha256: str
    """Of the data set: cache key, provenance and proof at once."""
    people: int
    schools: tuple[str, ...]
    groups: tuple[str, ...]
    invited: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """(school, group) → persons invited, where known."""
    sources: tuple[Source, ...] = ()
    recipe: Recipe | None = None
    version: int = 1
    sample: bool = False


# ── results ──────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """What every estimator returns. A number that should not be shown is None and ``refused`` says why."""

    estimate: float | None = None
    se: float | None = None
    df: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    p: float | None = None
    method: str = ""
    n: int = 0
    n_schools: int = 0
    flags: tuple[str, ...] = ()
    refused: str = ""


@dataclass(frozen=True, kw_only=True, eq=False)
class Scores:
    """Area scores of persons: table SCORES held wide. NaN where too few items were answered."""

    person: np.ndarray
    school: np.ndarray
    group: np.ndarray
    schools: tuple[str, ...]
    groups: tuple[str, ...]
    areas: tuple[str, ...]
    score: np.ndarray
    """float, persons × areas, on the framework's scale; higher is always further along."""
    answered: np.ndarray
    asked: np.ndarray


@dataclass(frozen=True, kw_only=True)
class Cell:
    """What one group says about one area, or one item of it (``item`` set)."""

    area: str
    group: str
    item: str = ""
    n: int = 0
    mean: Estimate = Estimate()
    sd: float | None = None
    top_share: float | None = None
    """Share of persons at or above ``Scale.top_from`` (0..1)."""
    counts: tuple[tuple[int, int], ...] = ()
    """(value, persons), every value of the scale, also those nobody chose (items only)."""
    states: tuple[tuple[State, int], ...] = ()
    """(state, persons) for answers without a value (items only)."""
    siblings: tuple[int, ...] = ()
    """Valid persons of the same group and cell in every school of the round: what the gate checks a total against."""
    alike: tuple[bool, ...] = ()
    """For each of ``siblings`` whether all its persons have the same value (standard deviation 0)."""
    median: float | None = None
    """Median of the agreed ratings (rubrics only), with the ``lowest`` and ``highest`` of them."""
    lowest: int | None = None
    highest: int | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class GroupCount:
    """How many of a group answered, of how many invited (None: unknown)."""

    group: str
    answered: int
    invited: int | None = None


@dataclass(frozen=True, kw_only=True)
class Profile:
    """Where a school, or all schools in view, stands in a framework, by group."""

    framework: Framework
    round: str
    collected_on: date
    schools: tuple[str, ...]
    """The schools in view."""
    of_schools: int
    """How many schools the round has."""
    groups: tuple[GroupCount, ...]
    areas: tuple[Cell, ...]
    items: tuple[Cell, ...]
    sha256: str = ""


@dataclass(frozen=True, kw_only=True)
class Funnel:
    """Who answered: before, after, and both (linked). ``keyed`` counts those who could be linked at all."""

    group: str
    before: int
    after: int
    linked: int
    keyed_before: int
    keyed_after: int
    invited_before: int | None = None
    invited_after: int | None = None


@dataclass(frozen=True, kw_only=True)
class Change:
    """The change of one group in one area between two rounds: after − before, positive is growth."""

    area: str
    group: str
    item: str = ""
    design: Literal["paired", "independent"] = "paired"
    why: str = ""
    """Reason code for the design: "linked", "no_keys", "few_pairs", "protects_few"."""
    change: Estimate = Estimate()
    effect: Estimate = Estimate()
    """g_av for paired, Hedges' g for independent samples."""
    p_adjusted: float | None = None
    mean_before: float | None = None
    mean_after: float | None = None
    sd_before: float | None = None
    sd_after: float | None = None
    n_before: int = 0
    n_after: int = 0
    n_pairs: int = 0
    higher: int | None = None
    same: int | None = None
    lower: int | None = None
    median_before: float | None = None
    median_after: float | None = None
    items_common: int = 0
    items_all: int = 0
    siblings: tuple[tuple[int, int, int], ...] = ()
    """(n_before, n_after, n_pairs) of the same group and area or item in every school of the two rounds."""
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Two rounds compared, by group and area. Each area has its paired and its independent form; the gate picks."""

    framework: Framework
    before: str
    after: str
    before_on: date
    after_on: date
    schools: tuple[str, ...]
    of_schools: int
    funnel: tuple[Funnel, ...]
    paired: tuple[Change, ...]
    independent: tuple[Change, ...]
    dropped_items: tuple[tuple[str, str], ...] = ()
    """(item, reason): "reworded", "only_before", "only_after"."""
    sha256: tuple[str, str] = ("", "")


# ── who sees what ────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, kw_only=True)
class Viewer:
    """Who is asking. ``schools`` None means every school."""

    role: str = "local"
    schools: frozenset[str] | None = None

    def may_see(self, school: str) -> bool:
        """Whether this viewer may see a school at all."""
        return self.schools is None or school in self.schools


@dataclass(frozen=True, kw_only=True)
class Policy:
    """The least a number must stand for before anyone sees it; may be raised, never lowered."""

    min_n: int = 5
    min_bands: int = 10
    min_distribution: int = 20

    def __post_init__(self) -> None:
        if self.min_n < 5 or self.min_bands < 10 or self.min_distribution < 20:
            raise ValueError("The smallest group shown may be raised above 5 (bands 10, options 20), never lowered.")


@dataclass(frozen=True, kw_only=True, eq=False)
class Table:
    """A table ready to be looked at or downloaded. Columns are described in ``tables.COLUMNS``."""

    name: str
    title: str
    frame: pd.DataFrame
    notes: tuple[str, ...] = ()


#: Anything a record may carry into JSON.
Json = dict[str, Any]

#: The groups frameworks speak of; a hub may name others.
GROUPS = ("leaders", "teachers", "pupils", "parents", "staff")

#: Columns of the tables of the house. ANSWERS and SCORES are held wide in their records above.
ANSWERS = ("round", "person", "school", "group", "item", "answer", "value", "state")
SCORES = ("round", "person", "school", "group", "area", "score", "answered", "asked")
SCHOOLS = ("school", "name", "country", "region", "hub", "level", "staff", "pupils", "type", "since")
MEMBERSHIPS = ("member", "role", "cluster", "from", "to")
EVENTS = ("at", "actor", "school", "kind", "minutes", "topic", "method", "planned", "source")
