"""Direct identifiers out of every column, before anything else sees a cell; what was found is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from toolbox.model import Problem
from toolbox.reading.bodies import Table
from toolbox.reading.grid import Column, Grid
from toolbox.reading.identifiers import NAMES, Identifier, identifier_of, replaced, scrubbed


def protected(table: Table, pseudonym: Callable[[str], str]) -> tuple[Grid, list[Identifier], tuple[Problem, ...]]:
    """The body without identifiers, what each column held, and problems to tell."""
    columns: list[Column] = []
    identifiers: list[Identifier] = []
    counts: dict[Identifier, int] = {}
    written = 0
    for index, (column, key) in enumerate(zip(table.body.columns, table.layout.keys, strict=True)):
        role = table.layout.roles.get(index, "")
        found: Identifier = (
            "" if role in ("id", "time") else identifier_of(column, table.layout.texts[index] or key, role)
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
        listed = [f"{NAMES[found]} ({count:,})" for found, count in held.items()]
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
                message=f"E-mail addresses, internet addresses or telephone numbers inside {written:,} written {'answer' if written == 1 else 'answers'} were removed.",
                count=written,
            )
        )
    return tuple(problems)
