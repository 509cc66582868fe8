"""Canvas: page views of a person (every request, with seconds), and reports of activity (views by content or week).

A report on one person does not name that person: its events have no actor.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from toolbox.model import Choices
from toolbox.reading.activities.times import times
from toolbox.reading.activities.titles import parts_of
from toolbox.reading.grid import Column, Grid
from toolbox.reading.layout import Happened, Layout, Moment, Reader, RecordReader, Role, simple

_REQUESTS = ("at", "url", "controller", "seconds", "person", "mail", "name", "action", "course", "ip")
_REPORT = ("views", "participations", "content", "content_type", "mail", "person", "name", "course", "at")


def claims(grid: Grid, first: int) -> int:
    """By requests with the seconds each took, or by views and participations of contents by students."""
    heading = grid.row(first)
    requests, report = parts_of(heading, "canvas", _REQUESTS), parts_of(heading, "canvas", _REPORT)
    if {"at", "url", "seconds"} <= set(requests):
        return 1
    told = {"person", "mail", "name"} & set(report) or {"content", "at"} <= set(report)
    return int({"views", "participations"} <= set(report) and bool(told))


def lay_out(rows: list[list[str]], body: Grid) -> Layout:
    """Who, when, what; addresses of pages and machines are emptied, for they name persons."""
    parts = parts_of(rows[-1], "canvas", _REQUESTS)
    if "seconds" not in parts:
        parts = parts_of(rows[-1], "canvas", _REPORT)
    named: dict[str, Role] = {"at": "time", "name": "name", "mail": "e-mail", "person": "name"}
    roles = {parts[part]: role for part, role in named.items() if part in parts}
    private = tuple(
        index
        for index, heading in enumerate(rows[-1])
        if index == parts.get("url")
        or re.search(r"(?i)\bip\b|remote_ip|user_agent|session_id|links|student|sis|request_id", heading)
        if index not in roles
    )
    return Layout(**{**vars(simple(rows, body)), "roles": roles, "parts": parts, "private": private})


def events(body: Grid, layout: Layout, choices: Choices) -> Happened:
    """A request is an event with its seconds; a line of the report is as many views as it says."""
    parts = layout.parts
    blank = Column.blank(body.rows)
    columns = {part: body.columns[place] for part, place in parts.items()}
    read = times(columns.get("at", blank).mapped(_plain), chosen=choices.date_order, school_year=choices.school_year)
    who = next(
        (columns[part] for part in ("mail", "person", "name") if part in columns and columns[part].filled().any()),
        blank,
    )
    requests = "seconds" in parts
    seconds = _numbers(columns["seconds"]) if requests else np.full(body.rows, np.nan)
    done = columns.get("action", blank)
    kinds = (
        ["submitted" if verb.lower() == "post" or verb == "true" else "viewed" for verb in done.cells()]
        if requests
        else ["viewed"] * body.rows
    )
    return Happened(
        rows=np.arange(body.rows),
        at=read.at[0],
        actor=who,
        kind=Column.of_cells(kinds),
        order=read.order,
        minutes=seconds / 60,
        count=np.ones(body.rows, np.int64) if requests else np.nan_to_num(_numbers(columns["views"])),
        persons=frozenset(columns["name"].words) - {""} if "name" in columns else frozenset(),
        topic=columns.get("content", columns.get("course", blank)),
        method=columns.get("controller", columns.get("content_type", blank)),
        problems=read.problems,
    )


def _numbers(column: Column) -> np.ndarray:
    return np.asarray([float(word) if re.fullmatch(r"-?\d+(\.\d+)?", word) else np.nan for word in column.words])[
        column.codes
    ]


def _plain(moment: str) -> str:
    """An ISO moment in UTC as the reader of dates takes it at once."""
    return re.sub(r"^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.\d+)?(?:Z| UTC)?$", r"\1 \2", moment)


def claims_record(record: Mapping[str, Any]) -> bool:
    """By a request of a page with the seconds it took, as the tool's programming interface gives page views."""
    return {"url", "created_at", "interaction_seconds"} <= set(record)


def unpack(record: Mapping[str, Any]) -> Iterator[Moment | None]:
    """One request; None where it does not say when."""
    links = record.get("links")
    links = links if isinstance(links, dict) else {}
    at, seconds = record.get("created_at"), record.get("interaction_seconds")
    if not isinstance(at, str) or not at:
        yield None
        return
    person = next(
        (
            found
            for found in (links.get("user"), record.get("links.user"), record.get("user_id"))
            if found not in (None, "")
        ),
        "",
    )
    sent = record.get("participated") is True or str(record.get("http_method") or "").lower() == "post"
    context = links.get("context", record.get("links.context"))
    yield Moment(
        actor=str(person),
        at=at,
        kind="submitted" if sent else "viewed",
        topic=f"{record.get('context_type') or 'context'} {context}" if context not in (None, "") else "",
        method=str(record.get("controller") or ""),
        minutes=seconds / 60 if isinstance(seconds, int | float) else float("nan"),
        id=str(record.get("id") or ""),
    )


READER = Reader(
    key="canvas",
    title="Canvas",
    where="Course > New Analytics > Reports > Course Activity, or page views saved as CSV",
    kind="activity",
    claims=claims,
    lay_out=lay_out,
    events=events,
    record=RecordReader(claims=claims_record, unpack=unpack),
)
