"""An export read, and the recipe that turns it into answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

import numpy as np
import pandas as pd

from toolbox.model.speaking import Problem

Kind = Literal["metadata", "key", "consent", "choice", "scale", "multi", "number", "date", "text", "empty"]
DateOrder = Literal["", "dmy", "mdy", "ymd"]


#: Columns of ``Reading.events``: one shape for every tool that keeps a log. One row is one event of one person.
#:
#: row        int64             row of ``Reading.table`` it came from; a session with three mentees gives several events of one row
#: at         datetime64[s]     when it began; as written where the file names no offset, else UTC; NaT unknown
#: day        float64           days from the start of the course, where a file counts days instead of naming them; else NaN
#: actor      category          keyed pseudonym of who did it, "" where the file does not say (or a program did it)
#: school     category          as written, "" unknown
#: kind       category          one of ``EVENT_KINDS``
#: minutes    float64           how long, NaN unknown; never guessed from the distance between clicks
#: count      int64             how many times (1, or the clicks a table adds up)
#: topic      category          about what: course, meeting, lesson, mentoring topic
#: method     category          the tool's own word for the action, or the way of mentoring
#: delivered  bool              False where it was planned and did not, or not yet, take place
#: source     category          key of the reader
EVENTS = (
    "row",
    "at",
    "day",
    "actor",
    "school",
    "kind",
    "minutes",
    "count",
    "topic",
    "method",
    "delivered",
    "source",
)

#: What an event is, whatever a tool calls it. ``mentoring`` is the mentor's side of a session, ``mentored`` the mentee's.
EVENT_KINDS = (
    "viewed",
    "played",
    "created",
    "changed",
    "removed",
    "submitted",
    "graded",
    "completed",
    "entered",
    "left",
    "attended",
    "organised",
    "mentoring",
    "mentored",
    "other",
)


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What a person decided about a file; empty means "decide from the bytes"."""

    sheet: str = ""
    heading_rows: int = 0
    separator: str = ""
    encoding: str = ""
    date_order: DateOrder = ""
    reader: str = ""
    school_year: int = 0
    """Logs whose dates have no year: the year in which the school year began (2014 for 2014/15)."""
    without_staff: bool = False
    """Logs: leave out accounts that edit, grade or look at reports."""


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


@dataclass(frozen=True, kw_only=True)
class Repeats:
    """Why one record has several rows by the tool's design: columns of ``Reading.table`` that say so, "" where none does."""

    record: str
    """Whose row it is."""
    event: str = ""
    """When it was asked ("before", "after"): each event is a round of its own."""
    part: str = ""
    """Which part of the record is asked again and again; blank in the record's own row."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Reading:
    """An export, read: every cell a text, one row an answer, with what was decided and what was found."""

    reader: str
    kind: Literal["survey", "activity"]
    title: str
    """How a person calls the tool: "LimeSurvey", "Google Forms"."""
    file: str
    table: pd.DataFrame
    """One row an answer; columns are ``Question.key``, categorical; cells are str, blank is ""."""
    row_numbers: np.ndarray
    """For each row of ``table`` its row number in the original file (1 = first line)."""
    questions: tuple[Question, ...]
    sha256: str = ""
    """Of the file's bytes; "" of several files put together."""
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
    not_shown: Mapping[str, np.ndarray] = field(default_factory=dict)
    """Column → for each row whether the question was not shown or not reached, where the tool tells that from blank."""
    repeats: Repeats | None = None
    """Where records have several rows; None for tools that write one row an answer."""
    events: pd.DataFrame | None = None
    """What happened, one row an event, columns ``EVENTS``; None for surveys."""


@dataclass(frozen=True, kw_only=True)
class AnswerScale:
    """One set of answer words and what each stands for: a value, or a :class:`State`."""

    id: str
    words: tuple[tuple[str, int], ...]
    """(answer words as the file has them, value or State) in the order of the scale. OFF_SCALE: nobody said yet."""


#: ``fact``: something that does not change about a person (birth year, subject): kept as a keyed hash only, used only
#: to say that two codes are not one person's.
Meaning = Literal["item", "school", "group", "person", "fact", "unused"]


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
    """(word in the file, school name) where they differ; the word "" stands for rows that name no school."""
    groups: tuple[tuple[str, str], ...] = ()
    """(word in the file, group) — leaders, teachers, pupils, parents, staff, or the person's own."""
    school: str = ""
    """The school of every row where the file has no school column."""
    group: str = ""
    """The group of every row where the file has no group column."""
    keep_unfinished: bool = False
    event: str = ""
    """The event this round is made of, where an export holds several (REDCap); rows of the others are left out."""
    keep_silent: bool = False
    """Whether rows that answer no item count as answers."""
    keep_repeated: bool = False
    """Whether every row counts where a person's code occurs again in its school and group."""
    choices: Choices = Choices()
