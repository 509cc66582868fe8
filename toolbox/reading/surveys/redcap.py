"""REDCap: records as rows, once per event and per repeated instrument; names of variables or their labels as headings.

Every instrument ends with ``<instrument>_complete`` (0 incomplete, 1 unverified, 2 complete), answered
surveys have ``<instrument>_timestamp`` ("[not completed]" while open), and a question with several
answers is one column per option, ``name___code``, 0 or 1. The export with labels says ``Complete?``,
``Survey Timestamp`` and ``Question (choice=Option)`` with Checked and Unchecked instead.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Literal

import numpy as np

from toolbox.model import Problem
from toolbox.reading.grid import Column, Grid
from toolbox.reading.layout import Layout, Reader, Role, sample, simple
from toolbox.reading.words import match_form

_EVENT = ("redcap_event_name", "event name")
_INSTRUMENT = ("redcap_repeat_instrument", "repeat instrument")
_INSTANCE = ("redcap_repeat_instance", "repeat instance")
_PERSON = ("redcap_survey_identifier", "survey identifier")
_OWN = ("redcap_event_name", "redcap_repeat_instrument", "redcap_repeat_instance", "redcap_survey_identifier")
_BOX = re.compile(r"^[a-z]\w*___\w+$|\(choice=.+\)$", re.DOTALL)
_WORDED = frozenset(["incomplete", "unverified", "complete"])
_STATES = _WORDED | {"0", "1", "2", "na"}
_DONE = frozenset(["2", "complete"])
_OPEN = "[not completed]"


def claims(grid: Grid, first: int) -> int:
    """By a heading only this tool writes, or by completion columns over 0, 1 and 2 behind a record's id."""
    forms = [match_form(cell) for cell in grid.row(first)]
    if any(form in (*_OWN, "redcap_data_access_group") for form in forms):
        return 1
    ends = _completions(forms)
    held = [sample(grid, column, first + 1) for column in ends]
    if not any(held) or not all(map(_all_states, held)):
        return 0
    if any(re.fullmatch(r"[a-z]\w*___\w+", form) for form in forms):
        return 1
    named = [form for form in forms if form]
    if all(re.fullmatch(r"[a-z][a-z0-9_]*", form) for form in named):
        stamped = any(f"{forms[end].removesuffix('_complete')}_timestamp" in forms for end in ends)
        return 1 if stamped or (re.search(r"(^|_)id$", named[0]) and named[-1].endswith("_complete")) else 0
    worded = all(match_form(cell) in _WORDED for cells in held for cell in cells) and named[0].endswith(" id")
    labelled = any(form in ("survey timestamp", *_EVENT, *_INSTRUMENT, "record id") for form in forms)
    return 1 if (labelled or worded) and "complete" in forms else 0


def _completions(forms: list[str]) -> list[int]:
    return [column for column, form in enumerate(forms) if form.endswith("_complete") or form == "complete"]


def _all_states(cells: list[str]) -> bool:
    return all(match_form(cell) in _STATES for cell in cells)


def lay_out(rows: list[list[str]], body: Grid) -> Layout:
    """Variables as codes, instruments told apart by their completion columns."""
    plain = simple(rows, body)
    forms = [match_form(key) for key in plain.keys]
    ends = [column for column in _completions(forms) if _all_states(list(body.columns[column].some()))]
    stamps = [column for column, form in enumerate(forms) if form.endswith("_timestamp") or form == "survey timestamp"]
    roles: dict[int, Role] = {_record(forms): "key"}
    roles |= dict.fromkeys([*ends, *_places(forms, (*_EVENT, *_INSTRUMENT, *_INSTANCE))], "status")
    roles |= dict.fromkeys(_places(forms, _PERSON), "key")
    roles |= dict.fromkeys(stamps, "time")
    boxes = [column for column, key in enumerate(plain.keys) if _BOX.search(key)]
    columns = list(body.columns)
    for column in stamps:
        columns[column] = columns[column].mapped(lambda word: "" if word.casefold() == _OPEN else word)
    told = replace(body, columns=tuple(columns))
    coded = sum(bool(re.fullmatch(r"[a-z][a-z0-9_]*", form)) for form in forms) > 0.8 * len(forms)
    return replace(
        plain,
        codes=plain.keys if coded else plain.codes,
        roles=roles,
        times=tuple(sorted(stamps, key=lambda column: -int(columns[column].filled().sum()))),
        finished=_finished(body, ends, stamps, boxes, set(roles)) if ends else None,
        kinds=dict.fromkeys(boxes, "multi"),
        body=told,
        problems=tuple(_several_rows(body, forms)),
        repeats=_repeats(body, forms),
    )


def _repeats(body: Grid, forms: list[str]) -> dict[Literal["record", "event", "part"], int]:
    """Columns of events and of repeated instruments, where there are any."""
    event, part = _places(forms, _EVENT)[:1], _places(forms, _INSTRUMENT)[:1]
    found: dict[Literal["record", "event", "part"], int] = {}
    if event and len(body.columns[event[0]].words) > 2:
        found["event"] = event[0]
    if part and body.columns[part[0]].filled().any():
        found["part"] = part[0]
    return {"record": _record(forms), **found} if found else {}


def _record(forms: list[str]) -> int:
    """The record's column is the first with a heading; R writes a column of row numbers without one before it."""
    return next((column for column, form in enumerate(forms) if form), 0)


def _places(forms: list[str], wanted: tuple[str, ...]) -> list[int]:
    return [column for column, form in enumerate(forms) if form in wanted]


def _finished(body: Grid, ends: list[int], stamps: list[int], boxes: list[int], own: set[int]) -> np.ndarray:
    """A row is finished when an instrument in it is complete and none was begun and left."""
    done_any, left = np.zeros(body.rows, bool), np.zeros(body.rows, bool)
    start = 0
    for end in ends:
        begun = np.zeros(body.rows, bool)
        for column in range(start, end):
            if column in stamps:
                begun |= body.columns[column].filled()
            elif column not in own:
                empty = ("", "na", "0", "unchecked") if column in boxes else ("", "na")
                begun |= body.columns[column].where(lambda word, empty=empty: match_form(word) not in empty)
        done = body.columns[end].where(lambda word: match_form(word) in _DONE)
        done_any |= done
        left |= begun & ~done
        start = end + 1
    return done_any & ~left


def _several_rows(body: Grid, forms: list[str]):
    """Events and repeats are rows of their own: told, because a person then has several."""
    for places, code, what, advice in (
        (
            _places(forms, _EVENT),
            "several_events",
            "events",
            "Each event is a round of its own: choose the event this round is made of, and upload the file again for the next one.",
        ),
        (
            _places(forms, _INSTRUMENT),
            "repeated_instruments",
            "repeated instrument(s)",
            "Their rows stand below the record they belong to; they count as answers only where nothing else answers the statements.",
        ),
    ):
        if not places:
            continue
        column: Column = body.columns[places[0]]
        names = [
            f"'{word}' ({int(count)} rows)" for word, count in zip(column.words, column.counts(), strict=True) if word
        ]
        if len(names) > (1 if code == "several_events" else 0):
            shown = ", ".join(names[:4]) + (" and more" if len(names) > 4 else "")
            yield Problem(
                code=code, message=f"This file holds {len(names)} {what}: {shown}. {advice}", count=len(names)
            )


READER = Reader(
    key="redcap",
    title="REDCap",
    where="Data Exports, Reports, and Stats > All data > Export Data > CSV, raw data or labels",
    kind="survey",
    claims=claims,
    lay_out=lay_out,
)
