"""Released tables as text, JSON or CSV on standard output."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence

from toolbox.model import Table


def print_result(
    kind: str,
    asked: argparse.Namespace,
    said: Sequence[str],
    made: Sequence[Table],
    problems: Sequence[str],
    *,
    averaged: bool = True,
) -> None:
    from toolbox.reports import csv

    if asked.csv:
        sys.stdout.write(csv(made[0]).decode("utf-8-sig").replace("\r\n", "\n"))
    elif asked.json:
        found = {table.name: records(table) for table in made}
        print(
            json.dumps({"kind": kind, "sentences": list(said), **found, "problems": list(problems)}, ensure_ascii=False)
        )
    else:
        print("\n".join(said), end="\n\n")
        # Of a rubric that is never averaged there is nothing in the first table but the reason why.
        print(_plain(next((each for each in made if each.name == "rated_areas" and not averaged), made[0]), kind))
        if problems:
            print("\nLeft out or changed while reading:", *(f"- {problem}" for problem in problems), sep="\n")


def records(table: Table) -> list[dict]:
    """Rows with full precision; what is missing is null."""
    frame = table.frame.astype(object).where(table.frame.notna(), None)
    return [
        {name: value.date().isoformat() if hasattr(value, "date") else value for name, value in row.items()}
        for row in frame.to_dict("records")
    ]


def _plain(table: Table, kind: str) -> str:
    """The areas as lines of text, columns aligned, hidden ones with their reason."""
    shown = {
        "rated_areas": ("area_name", "level_lowest", "level_middle", "level_highest", "rated", "indicators", "met", "notes"),
        "profile": ("area_name", "group", "n", "mean", "ci_low", "ci_high", "hidden"),
        "change": ("area_name", "group", "n_pairs", "mean_before", "mean_after", "change", "ci_low", "ci_high",
                   "higher", "same", "lower", "hidden"),
    }["rated_areas" if table.name == "rated_areas" else kind]  # fmt: skip
    from toolbox.tables import COLUMNS

    head = [COLUMNS[name].label for name in shown]
    lines = [[_cell(row[name]) for name in shown] for row in records(table)]
    widths = [max(len(line[place]) for line in [head, *lines]) for place in range(len(shown))]
    return "\n".join(
        "  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip()
        for line in [head, *lines]
    )


def _cell(value: object) -> str:
    if value is None:
        return "-"
    return f"{value:.2f}" if isinstance(value, float) else str(value)
