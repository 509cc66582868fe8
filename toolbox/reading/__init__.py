"""The reading room: an export in, a :class:`~toolbox.model.Reading` out.

bytes → text table (or JSON records) → recognised → Reading. Of a survey a person then confirms a recipe, and
answers come out (``toolbox.reading.recipes``); a log comes with its events (``Reading.events``). To add a tool's
export: one file in ``surveys`` or ``activities`` and one name in ``readers.READERS``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from toolbox.model import Choices, Reading
from toolbox.reading.activities import making as activity
from toolbox.reading.activities.recording import read_records
from toolbox.reading.grid import Grid
from toolbox.reading.joining import with_records
from toolbox.reading.json_tables import table_of
from toolbox.reading.layout import Reader
from toolbox.reading.making import make
from toolbox.reading.mapped import Mapped
from toolbox.reading.opening import grids, lying, records
from toolbox.reading.pseudonyms import Pseudonyms
from toolbox.reading.readers import READERS
from toolbox.reading.recognising import choose

__all__ = ["READERS", "Pseudonyms", "Reader", "read"]


def read(
    content: bytes | Mapped | Path,
    name: str = "",
    *,
    choices: Choices = Choices(),
    pseudonym: Callable[[str], str] | None = None,
) -> Reading:
    """Read an export.

    Args:
        content: the file's bytes, or where it lies; its kind is told by the bytes, never by the name. A long
            table of text that lies somewhere is not copied into memory, and must not change meanwhile.
        name: the file's name, for display; that of the path where none is given.
        choices: what a person decided; empty means "decide from the bytes".
        pseudonym: turns a direct identifier into a pseudonym. Without it a key is drawn and forgotten, so
            that persons known by e-mail or name agree within this file and nowhere else.

    Raises:
        ToolboxError: with a sentence a visitor can act on; the codes are listed in ``opening``, ``guards``,
            ``separators`` and ``making``.

    Example:
        >>> reading = read("school,role,I like maths\\nTamme,teacher,Agree\\nKase,pupil,Disagree\\n".encode())
        >>> reading.reader, len(reading.table), [question.kind for question in reading.questions]
        ('plain_table', 2, ['text', 'text', 'scale'])
    """
    if isinstance(content, Path):
        content, name = lying(content), name or content.name
    pseudonym = pseudonym or Pseudonyms.random()
    stream = records(content)
    table = None if stream is None else table_of(records(content), records(content), READERS)
    with ThreadPoolExecutor(1) as beside:
        summed = beside.submit(_digest, content)
        if stream is not None and table is None:
            reading = read_records(stream, READERS, name=name, choices=choices, pseudonym=pseudonym)
        else:
            recognised, others, alike = choose(_sheets(content, name, table, choices), READERS, choices)
            if recognised.reader.kind == "activity":
                reading = activity.make(alike, name=name, choices=choices, pseudonym=pseudonym)
            else:
                reading = make(recognised, others, name=name, choices=choices, pseudonym=pseudonym)
        return replace(reading, sha256=summed.result())


def _digest(content: bytes | Mapped) -> str:
    return hashlib.sha256(content).hexdigest()


def _sheets(content: bytes | Mapped, name: str, table: Grid | None, choices: Choices) -> Iterator[Grid]:
    """``table``: where the file is JSON, the one table its records make."""
    if table is not None:
        return iter([table])
    sheets = grids(content, name, choices=choices)
    return (
        with_records(sheets, lambda: grids(content, name, choices=replace(choices, sheet="")))
        if choices.sheet
        else sheets
    )
