"""What columns of activity exports are called, from ``seeds/activities.toml``: which part each column of a heading is."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from toolbox.reading.words import clean_heading, match_form

_FILE = Path(__file__).parent.parent / "seeds" / "activities.toml"


@cache
def _lists() -> Mapping[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


@cache
def known(tool: str, part: str) -> frozenset[str]:
    """The words of one part of one tool, in comparable form."""
    return frozenset(match_form(word) for word in _lists()[tool][part])


def words_of(tool: str, part: str) -> tuple[str, ...]:
    """The words of one part of one tool as they are written."""
    return tuple(_lists()[tool][part])


@cache
def nested(tool: str, part: str) -> Mapping[str, tuple[str, ...]]:
    """Lists inside a part, in comparable form: name → words."""
    return {name: tuple(match_form(word) for word in words) for name, words in _lists()[tool][part].items()}


def parts_of(heading: Sequence[str], tool: str, wanted: Sequence[str]) -> dict[str, int]:
    """Part → the first column of that name; a column is one part only, earlier parts first.

    Example:
        >>> parts_of(["Aeg", "Kasutaja täisnimi", "Sündmuse nimi"], "moodle_log", ("time", "name", "event"))
        {'time': 0, 'name': 1, 'event': 2}
    """
    forms = [match_form(clean_heading(cell)) for cell in heading]
    found: dict[str, int] = {}
    for part in wanted:
        words = known(tool, part)
        place = next(
            (index for index, form in enumerate(forms) if form in words and index not in found.values()),
            None,
        )
        if place is not None:
            found[part] = place
    return found


def starts_with(text: str, tool: str, part: str) -> bool:
    """Whether a text begins with one of the words of a part."""
    form = match_form(text)
    return any(form.startswith(word) for word in known(tool, part))
