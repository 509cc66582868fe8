"""An export read, and the recipe that turns it into answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import numpy as np
import pandas as pd

from toolbox.model.speaking import Problem

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
