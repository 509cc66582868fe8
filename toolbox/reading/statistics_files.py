"""SPSS files to a grid: names of variables in the first row, answers in words, labels beside them.

A value is shown by its label where the labels cover the answers; a scale with only its ends labelled
stays in numbers, and the labels go into the question. A value the file calls missing keeps its label
where that says why ("don't know", "prefer not to say"), is blank otherwise, and is counted.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from toolbox.model import Kind, Problem, ToolboxError
from toolbox.reading import encodings
from toolbox.reading.grid import Column, Declared, Grid
from toolbox.reading.seeding import state_words
from toolbox.reading.words import clean_heading, match_form

MAGIC = (b"$FL2", b"$FL3")
#: Where SPSS begins to count seconds.
_BEGINNING = datetime(1582, 10, 14)
#: SPSS's formats for days (quarters, months and weeks among them), moments and times.
_DAY = re.compile(r"([AEJS]?DATE|QYR|MOYR|WKYR)\d", re.IGNORECASE)
_MOMENT = re.compile(r"(DATETIME|YMDHMS)\d", re.IGNORECASE)
_CLOCK = re.compile(r"[DM]?TIME\d", re.IGNORECASE)
#: Seconds one file may take.
_LONGEST = 300
_DAMAGED = ToolboxError(
    "spss_damaged",
    "This SPSS file could not be opened; it may be cut off or use features of another program. "
    "Open it in SPSS or PSPP, save it again as .sav (or as CSV with value labels) and upload the new file.",
)


def grid(content: bytes, *, encoding: str = "") -> Grid:
    """The cases of a .sav or .zsav file; row 0 holds the names of the variables.

    Raises:
        ToolboxError: ``spss_damaged``, ``unknown_encoding``, and ``no_answers`` where the file has variables and no cases.
    """
    held = _opened(content, encoding)
    rows = max((len(column["codes"]) for column in held["columns"]), default=0)
    if not rows:
        raise ToolboxError("no_answers", "There are no answers in this file yet: it has variables and no cases.")
    sets = {name: found for found in held["sets"] for name in found["variable_list"]}
    columns, declared, missing = [], [], {}
    for name, question, written, pairs, spans, column in zip(
        *(held[part] for part in ("names", "questions", "formats", "labels", "missing", "columns")), strict=True
    ):
        labels = {_text(value, ""): clean_heading(word) for value, word in pairs}
        cells = Column.of(np.asarray(column["codes"], np.int64), [_text(value, written) for value in column["values"]])
        cells, blanked = _without_missing(cells, spans, labels)
        if blanked:
            missing[name] = blanked
        valid = {value: word for value, word in labels.items() if not _no_answer(value, word, spans)}
        ticked = name in sets and sets[name]["is_dichotomy"] and len(labels) < 2
        cells, ends = _in_words(cells, {} if ticked else valid)
        words = clean_heading(question)
        if name in sets and sets[name]["label"]:
            words = f"{clean_heading(sets[name]['label'])} [{words or name}]"
        kind: Kind | None = "choice" if valid and not ends else None
        kind = "multi" if name in sets else "date" if _DAY.match(written) or _MOMENT.match(written) else kind
        declared.append(Declared(text=f"{words or name} ({ends})" if ends else words, kind=kind))
        columns.append(_headed(name, cells))
    return Grid(
        columns=tuple(columns),
        row_numbers=np.arange(rows + 1),
        encoding=held["encoding"].lower().replace("windows-", "cp"),
        source="spss",
        declared=tuple(declared),
        problems=_told(missing),
    )


def _opened(content: bytes, encoding: str) -> dict[str, Any]:
    """What the file holds, read in a process of its own: a damaged file must not end this one."""
    if encoding:
        encodings.check(encoding)
    child = str(Path(__file__).with_name("statistics_child.py"))
    try:
        done = subprocess.run(
            [sys.executable, child, encoding], input=content, capture_output=True, timeout=_LONGEST, check=False
        )
    except subprocess.TimeoutExpired:
        raise _DAMAGED from None
    if done.returncode:
        raise _DAMAGED
    found = json.loads(done.stdout)
    if "error" in found:
        raise _DAMAGED
    return found


def _text(value: str | float | None, written: str) -> str:
    """A value as text: whole numbers without a point, days and moments in ISO form, times as a clock shows them."""
    if value is None or isinstance(value, str):
        return value or ""
    try:
        if _DAY.match(written):
            return (_BEGINNING + timedelta(seconds=value)).date().isoformat()
        if _MOMENT.match(written):
            return (_BEGINNING + timedelta(seconds=round(value))).isoformat(sep=" ")
        if _CLOCK.match(written):
            return f"{int(value) // 3600:02d}:{int(value) // 60 % 60:02d}:{int(value) % 60:02d}"
    except (OverflowError, ValueError):
        return f"{value:.15g}"
    return str(int(value)) if abs(value) < 1e15 and float(value).is_integer() else f"{value:.15g}"


def _without_missing(cells: Column, ranges: Any, labels: Mapping[str, str]) -> tuple[Column, dict[str, int]]:
    """Values the file calls missing: kept where their label says why there is none, else blank and counted."""
    counts = cells.counts()
    blanked = {
        word: int(count)
        for word, count in zip(cells.words[1:], counts[1:], strict=True)
        if _no_answer(word, labels.get(word, ""), ranges)
    }
    named = {f"'{word}'" + (f" ({labels[word]})" if word in labels else ""): count for word, count in blanked.items()}
    return (cells.mapped(lambda word: "" if word in blanked else word) if blanked else cells), named


def _no_answer(value: str, label: str, ranges: Any) -> bool:
    """Whether a value is called missing and its label does not say why in words all rooms know."""
    return _is_missing(value, ranges) and match_form(label) not in state_words()


def _is_missing(word: str, ranges: Any) -> bool:
    for low, high in ranges:
        if isinstance(low, str) or isinstance(high, str):
            if word == str(low).strip():
                return True
            continue
        try:
            if low <= float(word) <= high:
                return True
        except ValueError:
            continue
    return False


def _in_words(cells: Column, labels: Mapping[str, str]) -> tuple[Column, str]:
    """Answers by their labels, or in numbers with the labels of the ends as a text to go beside the question."""
    worth = {value: word for value, word in labels.items() if word and match_form(word) not in state_words()}
    states = {value: word for value, word in labels.items() if match_form(word) in state_words()}
    if _only_ends(worth, [word for word in cells.words[1:] if word not in labels]):
        ends = ", ".join(f"{value} = {word}" for value, word in worth.items())
        return cells.mapped(lambda word: states.get(word, word)), ends
    twice = {word for word in labels.values() if list(labels.values()).count(word) > 1}
    turned = {value: f"{word} ({value})" if word in twice else word or value for value, word in labels.items()}
    return cells.mapped(lambda word: turned.get(word, word)), ""


def _only_ends(labels: Mapping[str, str], unlabelled: list[str]) -> bool:
    """Whether labels stand at some places of a scale only: answers without one, or places two or more apart."""
    try:
        places = sorted(float(value) for value in labels)
        numbers = [float(word) for word in unlabelled]
    except ValueError:
        return False
    if not places:
        return False
    steps = {second - first for first, second in pairwise(places)}
    apart = len(steps) == 1 and min(steps) >= 2
    return apart or bool(numbers)


def _headed(name: str, cells: Column) -> Column:
    """A column with its heading above, without listing every cell."""
    codes = np.concatenate([[len(cells.words)], cells.codes])
    return Column.of(codes, [*cells.words, name])


def _told(missing: Mapping[str, Mapping[str, int]]) -> tuple[Problem, ...]:
    if not missing:
        return ()
    cells = sum(sum(found.values()) for found in missing.values())
    name, found = next(iter(missing.items()))
    return (
        Problem(
            code="user_missing",
            message=f"{cells} {'answer is' if cells == 1 else 'answers are'} marked as missing in the SPSS file "
            f"(for example {next(iter(found))} in '{name}') and {'counts' if cells == 1 else 'count'} as blank.",
            count=cells,
        ),
    )
