"""Google Workspace and Classroom log events, as the admin console exports them: date, event, actor, and what it was about.

The actor is who did it: the pupil who joins a class, the teacher who adds somebody. Persons an event concerned (impacted
users) are removed; they did nothing.
"""

from __future__ import annotations

import re

import numpy as np

from toolbox.model import Choices
from toolbox.reading.activities.doings import kind_of_action
from toolbox.reading.activities.times import times
from toolbox.reading.activities.titles import known, parts_of
from toolbox.reading.grid import Column, Grid
from toolbox.reading.layout import Happened, Layout, Reader, Role, sample, simple
from toolbox.reading.words import match_form

_PARTS = ("at", "event", "actor", "topic", "description", "duration", "ip")
_ZONE = re.compile(r"\s+(?:EET|EEST|CET|CEST|WET|WEST|BST|MSK|PDT|PST|EDT|EST|CDT|CST|MDT|MST)$")


def claims(grid: Grid, first: int) -> int:
    """By date, event and an actor who is an address, with a description or a field only this log has."""
    heading = grid.row(first)
    parts = parts_of(heading, "google_workspace", _PARTS)
    if not {"at", "event", "actor"} <= set(parts):
        return 0
    extra = known("google_workspace", "extra")
    more = "description" in parts or any(match_form(cell) in extra for cell in heading)
    actors = sample(grid, parts["actor"], first + 1, 60)
    # A heading alone is claimed: the log of a quiet week.
    empty = first + 1 >= grid.rows
    return int(more and (empty or (bool(actors) and sum("@" in cell for cell in actors) >= 0.5 * len(actors))))


def lay_out(rows: list[list[str]], body: Grid) -> Layout:
    """Parts by title; descriptions and persons concerned are emptied."""
    parts = parts_of(rows[-1], "google_workspace", _PARTS)
    roles: dict[int, Role] = {parts["at"]: "time", parts["actor"]: "e-mail"}
    roles |= {parts["ip"]: "ip"} if "ip" in parts else {}
    concerned = known("google_workspace", "impacted") | known("google_workspace", "description")
    private = tuple(index for index, cell in enumerate(rows[-1]) if match_form(cell) in concerned)
    return Layout(**{**vars(simple(rows, body)), "roles": roles, "parts": parts, "private": private})


def events(body: Grid, layout: Layout, choices: Choices) -> Happened:
    """Every row is an event; what it is, by its English name, else by the description."""
    parts = layout.parts
    named = body.columns[parts["event"]]
    read = times(body.columns[parts["at"]].mapped(_plain), chosen=choices.date_order)
    seconds = body.columns[parts["duration"]] if "duration" in parts else None
    return Happened(
        rows=np.arange(body.rows),
        at=read.at[0],
        actor=body.columns[parts["actor"]],
        kind=named.mapped(kind_of_action),
        order=read.order,
        minutes=None if seconds is None else _minutes(seconds),
        topic=body.columns[parts["topic"]] if "topic" in parts else None,
        method=named,
        problems=read.problems,
    )


def _plain(moment: str) -> str:
    """Without the letters of a zone, and ISO 8601 as the reader of dates takes it."""
    moment = re.sub(r"^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?(Z|[+-]\d\d:?\d\d)?$", r"\1 \2\3", moment)
    return _ZONE.sub("", moment).removesuffix("Z")


def _minutes(seconds: Column) -> np.ndarray:
    return np.asarray([float(word) / 60 if word.isdigit() else np.nan for word in seconds.words])[seconds.codes]


READER = Reader(
    key="google_workspace",
    title="Google Workspace log",
    where="Admin console > Reporting > Audit and investigation > Classroom log events > Export all",
    kind="activity",
    claims=claims,
    lay_out=lay_out,
    events=events,
)
