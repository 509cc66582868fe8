"""From a recognised grid to a Reading: the steps that are the same for every tool."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
import pandas as pd

from toolbox.model import Choices, Kind, Problem, Question, Reading, ToolboxError
from toolbox.reading import damage
from toolbox.reading.dates import Dates, dates, looks_like_dates
from toolbox.reading.grid import Column, Grid
from toolbox.reading.identifiers import NAMES, Identifier, identifier_of, replaced, scrubbed
from toolbox.reading.kinds import kind_of, options, shared_sets
from toolbox.reading.layout import Layout, Left
from toolbox.reading.recognising import Recognised
from toolbox.reading.seeding import titles
from toolbox.reading.words import clean_heading, match_form, plain_words

#: Rows listed in a problem; the count beside them is always whole.
MOST_ROWS = 200
#: Empty columns without a heading that are left in their place; a spreadsheet's hundreds of them are not.
MOST_EMPTY = 3


@dataclass(frozen=True, kw_only=True, eq=False)
class Table:
    """The body with what is known of its columns: everything one step needs from the one before."""

    body: Grid
    layout: Layout
    problems: tuple[Problem, ...]


def make(
    recognised: Recognised,
    others: tuple[str, ...],
    *,
    name: str,
    sha256: str,
    choices: Choices,
    pseudonym: Callable[[str], str],
) -> Reading:
    """The reading of a recognised grid.

    Raises:
        ToolboxError: ``no_answers`` when nothing stands below the heading.
    """
    table = _without_left_rows(_laid_out(recognised))
    times, order, told_times = _times(table, choices)
    body, identifiers, told_persons = _protected(table, pseudonym)
    keys, twins = _unique(table.layout.keys)
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
        sha256=sha256,
        table=_frame(keys, body),
        row_numbers=body.row_numbers,
        questions=questions,
        problems=(
            *grid.problems,
            *table.problems,
            *told_times,
            *told_persons,
            *_many_sheets(recognised, others),
            *_damage(body, table.layout, questions),
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
    )


def _frame(keys: tuple[str, ...], body: Grid) -> pd.DataFrame:
    return pd.DataFrame({key: column.categorical() for key, column in zip(keys, body.columns, strict=True)}, copy=False)


def _moment(stamp: np.datetime64) -> datetime:
    return stamp.astype("datetime64[s]").item()


def _laid_out(recognised: Recognised) -> Table:
    grid, first, count = recognised.grid, recognised.first, recognised.heading_rows
    rows = [grid.row(index) for index in range(first, min(first + count, grid.rows))]
    body = grid.take(slice(first + count, None))
    if not body.rows:
        raise ToolboxError(
            "no_answers",
            f"There are no answers in this file yet: it has a heading of {sum(map(bool, rows[0]))} columns and nothing below it. "
            "Download it again when answers have come in.",
        )
    kept = [
        index for index in range(grid.width) if any(row[index] for row in rows) or body.columns[index].filled().any()
    ]
    dropped = grid.width - len(kept)
    if dropped <= MOST_EMPTY:
        kept, dropped = list(range(grid.width)), 0
    problems = list(damage.row_limit(int(grid.row_numbers[-1])))
    if dropped:
        problems.append(Problem(code="empty_columns", message=f"{dropped} empty columns were ignored.", count=dropped))
    if first:
        shown = next((cell for cell in grid.row(0) if cell), "")[:60]
        problems.append(
            Problem(
                code="lines_above",
                message=f"{first} {'line' if first == 1 else 'lines'} above the heading {'was' if first == 1 else 'were'} set aside (the first: '{shown}').",
                rows=tuple(int(number) for number in grid.row_numbers[:first]),
                count=first,
            )
        )
    if len(kept) == 1:
        problems.append(
            Problem(
                code="one_column",
                message="Only one column was found. If the file has more, choose another separator.",
                count=1,
            )
        )
    body = body.select(kept)
    layout = recognised.reader.lay_out([[row[index] for index in kept] for row in rows], body)
    named = tuple(key or f"Column {kept[index] + 1}" for index, key in enumerate(layout.keys))
    return Table(body=body, layout=replace(layout, keys=named), problems=tuple(problems))


def _without_left_rows(table: Table) -> Table:
    """Test rows go, and are counted."""
    left = np.zeros(table.body.rows, bool)
    problems = list(table.problems)
    for one in (*table.layout.left, _repeated_headings(table)):
        fresh = one.rows & ~left
        if fresh.any():
            problems.append(_counted(one, fresh, table.body.row_numbers))
        left |= one.rows
    if not left.any():
        return table
    if left.all():
        raise ToolboxError(
            "no_answers", "Every answer in this file comes from a preview or a test, so there is nothing to show yet."
        )
    kept = np.flatnonzero(~left)
    finished = table.layout.finished
    layout = replace(table.layout, finished=None if finished is None else finished[kept])
    return Table(body=table.body.take(kept), layout=layout, problems=tuple(problems))


def _repeated_headings(table: Table) -> Left:
    """Heading lines again in the middle: files that were pasted below each other."""
    again = np.ones(table.body.rows, bool)
    told = 0
    for column, heading in zip(table.body.columns, table.layout.headings, strict=True):
        if "\n" in heading or not heading:
            continue
        told += 1
        again &= column.where(lambda word, heading=heading: word == heading)
        if not again.any():
            break
    again &= told >= 2
    return Left(rows=again, code="repeated_headings", message="{count} rows repeat the heading and were left out.")


def _counted(one: Left, rows: np.ndarray, numbers: np.ndarray) -> Problem:
    count = int(rows.sum())
    message = one.message.format(count=count)
    if count == 1:
        message = (
            message.replace("rows come", "row comes").replace("rows repeat", "row repeats").replace(" were ", " was ")
        )
    return Problem(
        code=one.code, message=message, rows=tuple(int(row) for row in numbers[rows][:MOST_ROWS]), count=count
    )


_TIME_WORDS = frozenset(
    [
        "date",
        "time",
        "timestamp",
        "submitted",
        "started",
        "ended",
        "datum",
        "kuupäev",
        "aeg",
        "päivämäärä",
        "aika",
        "data",
        "laikas",
        "datums",
        "laiks",
        "fecha",
        "hora",
        "heure",
        "дата",
        "время",
    ]
)


def _times(table: Table, choices: Choices):
    """When answers were given, the order of day and month, and the question to ask where both fit."""
    candidates = list(table.layout.times) or [
        index
        for index, (column, key) in enumerate(zip(table.body.columns, table.layout.keys, strict=True))
        if (match_form(key) in titles("timestamp") or set(plain_words(key).split()) & _TIME_WORDS)
        and looks_like_dates(column)
    ]
    best: Dates | None = None
    for index in candidates:
        found = dates(table.body.columns[index], choices.date_order)
        if found.count and found.share >= 0.5 and not _without_dates(found):
            best = found
            if found.times is not None or found.unclear:
                break
    if best is None:
        return None, choices.date_order, ()
    if best.unclear:
        shown = best.examples[0] if best.examples else ""
        problem = Problem(
            code="date_order_unclear",
            message=f"Is '{shown}' day first or month first? All {best.count} dates fit both."
            if shown
            else "Some dates in this file are day first and others month first, so no single order fits. Upload the two parts as two files.",
            count=best.count,
        )
        return None, "", (problem,)
    return best.times, best.order, ()


def _without_dates(found: Dates) -> bool:
    """LimeSurvey writes 1980-01-01 where it keeps no dates."""
    return found.times is not None and bool((found.times[~np.isnat(found.times)] < np.datetime64("1981-01-01")).all())


def _protected(table: Table, pseudonym: Callable[[str], str]) -> tuple[Grid, list[Identifier], tuple[Problem, ...]]:
    columns: list[Column] = []
    identifiers: list[Identifier] = []
    counts: dict[Identifier, int] = {}
    written = 0
    for index, (column, key) in enumerate(zip(table.body.columns, table.layout.keys, strict=True)):
        role = table.layout.roles.get(index, "")
        found: Identifier = (
            "" if role in ("id", "time", "status") else identifier_of(column, table.layout.texts[index] or key, role)
        )
        if found:
            held = column
            column = replaced(column, found, pseudonym)
            # "anonymous" in the place of an address is nobody's: it becomes blank and is not counted.
            gone = held if found in ("ip", "place") else column
            counts[found] = counts.get(found, 0) + int(gone.counts()[1:].sum())
        else:
            column, changed = scrubbed(column)
            written += changed
        columns.append(column)
        identifiers.append(found)
    return replace(table.body, columns=tuple(columns)), identifiers, _personal(counts, written)


def _personal(counts: dict[Identifier, int], written: int) -> tuple[Problem, ...]:
    problems = []
    held = {found: count for found, count in counts.items() if count}
    if held:
        listed = [f"{NAMES[found]} ({count})" for found, count in held.items()]
        joined = " and ".join([", ".join(listed[:-1]), listed[-1]] if len(listed) > 1 else listed)
        problems.append(
            Problem(
                code="personal_data",
                message=f"We found {joined}. They are replaced by codes or removed, and not stored.",
                count=sum(held.values()),
            )
        )
    if written:
        problems.append(
            Problem(
                code="personal_data_in_text",
                message=f"E-mail addresses, internet addresses or telephone numbers inside {written} written {'answer' if written == 1 else 'answers'} were removed.",
                count=written,
            )
        )
    return tuple(problems)


def _unique(keys: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Keys with `` (2)`` behind repeated ones, and for each repeat the key of the first."""
    seen: dict[str, int] = {}
    taken: set[str] = set(keys)
    unique, twins = [], []
    for key in keys:
        number = seen.get(key, 0) + 1
        seen[key] = number
        named = key
        while number > 1 and (named == key or named in taken):
            named = f"{key} ({number})"
            number += 1
        taken.add(named)
        unique.append(named)
        twins.append("" if named == key else key)
    return tuple(unique), tuple(twins)


def _kinds(body: Grid, layout: Layout, identifiers: list[Identifier]) -> list[Kind]:
    kinds: list[Kind] = []
    for index, column in enumerate(body.columns):
        role = layout.roles.get(index, "")
        if role == "key" or identifiers[index] in ("e-mail", "name", "phone"):
            kinds.append("key")
        elif role or identifiers[index]:
            kinds.append("metadata")
        else:
            kinds.append(kind_of(column, layout.texts[index] or layout.keys[index]))
    chosen = [(index, body.columns[index]) for index, kind in enumerate(kinds) if kind == "choice"]
    for index in shared_sets(chosen):
        kinds[index] = "scale"
    for index in options(chosen):
        kinds[index] = "multi"
    return kinds


def _question(
    index: int, key: str, twin: str, layout: Layout, column: Column, kind: Kind, identifier: Identifier
) -> Question:
    counts = column.counts()
    order = (
        sorted(range(1, len(column.words)), key=lambda place: -counts[place])
        if len(column.words) <= 2000
        else range(1, 4)
    )
    labels = (
        tuple((column.words[place], int(counts[place])) for place in order)
        if kind in ("choice", "scale", "consent")
        else ()
    )
    samples = tuple(re.sub(r"\s+", " ", column.words[place])[:80] for place in list(order)[:3])
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
    return (
        Problem(
            code="many_sheets",
            message=f"We found {len(others) + 1} filled sheets and used '{grid.sheet}' ({recognised.body_rows} rows). Also there: {shown}.",
            count=len(others) + 1,
        ),
    )


def _damage(body: Grid, layout: Layout, questions: tuple[Question, ...]) -> tuple[Problem, ...]:
    found = list(damage.damaged_letters(body.columns, layout.headings))
    for column, question in zip(body.columns, questions, strict=True):
        if question.kind in ("choice", "text", "scale") and not question.identifier and len(column.words) <= 30:
            found.extend(damage.excel_dates(column, clean_heading(question.text or question.key), body.row_numbers))
    return tuple(found)
