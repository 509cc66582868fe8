"""How many were invited, from a table with the columns school, group and invited."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from toolbox.model import Answers, Averages, ToolboxError
from toolbox.shell.files import text_of

COLUMNS = ("school", "group", "invited")


def invited_in(file: Path | None, rounds: Iterable[Answers | Averages]) -> dict[tuple[str, str], int]:
    """(school, group) → persons invited; nothing where no file is given.

    Raises:
        ToolboxError: ``no_such_file``, ``not_text``; ``invited_columns``, ``invited_number``, ``invited_twice``,
            ``invited_group`` (a group nobody of these answers belongs to), ``invited_school`` (no school of them).
    """
    if file is None:
        return {}
    found = parse(text_of(file), file.name)
    rounds = list(rounds)
    _known("group", {group for _, group in found}, {group for each in rounds for group in each.groups}, file.name)
    listed, answered = {school for school, _ in found}, {school for each in rounds for school in each.schools}
    if not listed & answered:
        _known("school", listed, answered, file.name)
    return found


def parse(text: str, name: str = "the list") -> dict[tuple[str, str], int]:
    """The numbers of a comma-, semicolon- or tab-separated text.

    Example:
        >>> parse("school;group;invited\\nElm;teachers;24\\n")
        {('Elm', 'teachers'): 24}
    """
    lines = text.removeprefix("\ufeff").splitlines()
    first = next((line for line in lines if line.strip()), "")
    separator = max(";,\t", key=first.count)
    rows = csv.DictReader(io.StringIO("\n".join(lines[lines.index(first) :] if first else [])), delimiter=separator)
    heading = {(each or "").strip().lower(): each for each in rows.fieldnames or ()}
    if missing := [column for column in COLUMNS if column not in heading]:
        raise ToolboxError(
            "invited_columns",
            f"{name} has no column {' and no column '.join(missing)}. It needs the columns {', '.join(COLUMNS)}, "
            "one row for each school and group.",
        )
    found: dict[tuple[str, str], int] = {}
    for row in rows:
        school, group, number = ((row[heading[column]] or "").strip() for column in COLUMNS)
        if not (school or group or number):
            continue
        if not (school and group and number.isascii() and number.isdigit() and int(number)):
            raise ToolboxError(
                "invited_number",
                f"Line {lines.index(first) + rows.line_num} of {name} says “{school}, {group}, {number}”: a school, a "
                "group and a whole number above 0 are expected. Correct the line, or leave it out where the number is "
                "not known.",
            )
        if (school, group) in found:
            raise ToolboxError(
                "invited_twice", f"{name} names {school}, {group} more than once. Keep the line that is right."
            )
        found[school, group] = int(number)
    return found


def _known(what: str, listed: set[str], there: set[str], name: str) -> None:
    if unknown := sorted(listed - there):
        raise ToolboxError(
            f"invited_{what}",
            f"{name} names the {what} “{unknown[0]}”, but the answers hold: {', '.join(sorted(there))}. Write every "
            f"{what} in the list as it stands in the answers.",
        )
