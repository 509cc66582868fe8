"""From a recognised grid to a Reading: the steps that are the same for every tool."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

import numpy as np
import pandas as pd

from toolbox.model import Choices, Kind, Problem, Question, Reading, Repeats
from toolbox.reading import damage
from toolbox.reading.bodies import body_of
from toolbox.reading.grid import Column, Grid
from toolbox.reading.identifiers import Identifier
from toolbox.reading.kinds import kind_of, options, shared_sets
from toolbox.reading.layout import Layout
from toolbox.reading.moments import moments
from toolbox.reading.protecting import protected
from toolbox.reading.recognising import Recognised
from toolbox.reading.several import chosen
from toolbox.reading.words import clean_heading


def make(
    recognised: Recognised,
    others: tuple[str, ...],
    *,
    name: str,
    choices: Choices,
    pseudonym: Callable[[str], str],
) -> Reading:
    """The reading of a recognised grid.

    Raises:
        ToolboxError: ``no_answers`` when nothing stands below the heading.
    """
    table = body_of(recognised)
    times, order, told_times = moments(table, choices)
    body, identifiers, told_persons = protected(table, pseudonym)
    keys, twins = _unique(table.layout.keys, table.layout.texts)
    kinds = _kinds(body, table.layout, identifiers)
    questions = tuple(
        _question(index, key, twin, table.layout, body.columns[index], kinds[index], identifiers[index])
        for index, (key, twin) in enumerate(zip(keys, twins, strict=True))
    )
    known = times[~np.isnat(times)] if times is not None else np.zeros(0, "datetime64[s]")
    grid = recognised.grid
    return Reading(
        reader=recognised.reader.key,
        kind=recognised.reader.kind,
        title=recognised.reader.title,
        file=name,
        table=_frame(keys, body),
        row_numbers=body.row_numbers,
        questions=questions,
        problems=(
            *grid.problems,
            *damage.cut_after(table.problems, _moment(known.max()) if known.size else None),
            *told_times,
            *told_persons,
            *_many_sheets(recognised, others),
            *_damage(body, table.layout, questions, grid.encoding),
        ),
        finished=table.layout.finished,
        people=_people(body, table.layout, identifiers),
        first=_moment(known.min()) if known.size else None,
        last=_moment(known.max()) if known.size else None,
        times=times,
        encoding=grid.encoding,
        separator=grid.separator,
        sheet=grid.sheet,
        sheets=grid.sheets,
        heading_rows=recognised.heading_rows,
        date_order=order,
        not_shown={
            key: column.unwritten
            for key, column in zip(keys, body.columns, strict=True)
            if table.layout.tells_not_shown and column.unwritten is not None and column.unwritten.any()
        },
        repeats=Repeats(**{what: keys[column] for what, column in table.layout.repeats.items()})
        if table.layout.repeats
        else None,
    )


def _frame(keys: tuple[str, ...], body: Grid) -> pd.DataFrame:
    return pd.DataFrame({key: column.categorical() for key, column in zip(keys, body.columns, strict=True)}, copy=False)


def _moment(stamp: np.datetime64) -> datetime:
    return stamp.astype("datetime64[s]").item()


def _unique(keys: tuple[str, ...], texts: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Keys with `` (2)`` behind repeated ones, and for each repeat the key of the first.

    A tool that numbers repeats itself (``Question2``) gives the bare question as text: that is its first.
    """
    seen: dict[str, int] = {}
    taken: set[str] = set(keys)
    unique, twins = [], []
    for key, text in zip(keys, texts, strict=True):
        number = seen.get(key, 0) + 1
        seen[key] = number
        named = key
        while number > 1 and (named == key or named in taken):
            named = f"{key} ({number})"
            number += 1
        taken.add(named)
        unique.append(named)
        twins.append(key if named != key else text if text != key and text in seen else "")
    return tuple(unique), tuple(twins)


def _kinds(body: Grid, layout: Layout, identifiers: list[Identifier]) -> list[Kind]:
    kinds: list[Kind] = []
    for index, column in enumerate(body.columns):
        role = layout.roles.get(index, "")
        if role == "key" or identifiers[index] in ("e-mail", "name", "phone"):
            kinds.append("key")
        elif role or identifiers[index]:
            kinds.append("metadata")
        elif index in layout.kinds:
            kinds.append(layout.kinds[index] if body.columns[index].filled().any() else "empty")
        else:
            kinds.append(kind_of(column, layout.texts[index] or layout.keys[index]))
    choices = [(index, body.columns[index]) for index, kind in enumerate(kinds) if kind == "choice"]
    for index in shared_sets(choices):
        kinds[index] = "scale"
    for index in options(choices):
        kinds[index] = "multi"
    return kinds


def _question(
    index: int, key: str, twin: str, layout: Layout, column: Column, kind: Kind, identifier: Identifier
) -> Question:
    labels, samples = described(column, kind)
    return Question(
        key=key,
        heading=layout.headings[index],
        code=layout.codes[index],
        text=layout.texts[index],
        kind=kind,
        labels=labels,
        samples=samples,
        identifier=identifier,
        combine_with=twin,
    )


def described(column: Column, kind: Kind) -> tuple[tuple[tuple[str, int], ...], tuple[str, ...]]:
    """The labels with their counts (of choices, scales and several answers), and three samples, most frequent first."""
    counts = column.counts()
    order = (
        sorted(range(1, len(column.words)), key=lambda place: -counts[place])
        if len(column.words) <= 2000
        else range(1, 4)
    )
    labels: tuple[tuple[str, int], ...] = ()
    if kind in ("choice", "scale", "consent"):
        labels = tuple((column.words[place], int(counts[place])) for place in order)
    elif kind == "multi":
        labels = chosen(column)
    return labels, tuple(re.sub(r"\s+", " ", column.words[place])[:80] for place in list(order)[:3])


def _people(body: Grid, layout: Layout, identifiers: list[Identifier]) -> int | None:
    """How many different persons, where a column says who answered: tokens first, then e-mail addresses."""
    keyed = [index for index, role in layout.roles.items() if role == "key"]
    mailed = [index for index, found in enumerate(identifiers) if found == "e-mail"]
    for index in (*keyed, *mailed):
        people = len(body.columns[index].words) - 1
        if people:
            return people
    return None


def _many_sheets(recognised: Recognised, others: tuple[str, ...]) -> tuple[Problem, ...]:
    if not others:
        return ()
    grid = recognised.grid
    shown = ", ".join(others[:3]) + (" and more" if len(others) > 3 else "")
    as_many = [each for each in others if each.endswith(f"({recognised.body_rows} rows)")]
    twin = (
        f" {as_many[0].rpartition(' (')[0]} has as many rows: perhaps the same answers as numbers." if as_many else ""
    )
    inside = any("repeated inside" in other for other in others)
    advice = (
        " Choose a repeated sheet where its rows are persons; each then bears what its answer says."
        if inside
        else " Choose another under “Not right?” if this is the wrong one."
    )
    return (
        Problem(
            code="many_sheets",
            message=f"We found {len(others) + 1} filled sheets and used '{grid.sheet}' ({recognised.body_rows} rows). "
            f"Also there: {shown}.{twin}{advice}",
            count=len(others) + 1,
        ),
    )


def _damage(body: Grid, layout: Layout, questions: tuple[Question, ...], encoding: str) -> tuple[Problem, ...]:
    found = list(damage.damaged_letters(body.columns, layout.headings, encoding))
    for column, question in zip(body.columns, questions, strict=True):
        if not question.identifier:
            found.extend(
                damage.shortened_numbers(column, clean_heading(question.text or question.key), body.row_numbers)
            )
        if question.kind in ("choice", "text", "scale") and not question.identifier and len(column.words) <= 30:
            found.extend(damage.excel_dates(column, clean_heading(question.text or question.key), body.row_numbers))
    return tuple(found)
