"""The reading room: an export in, a :class:`~toolbox.model.Reading` out.

bytes → text table (or JSON records) → recognised → Reading. Of a survey a person then confirms a recipe, and
answers come out (``toolbox.reading.recipes``); a log comes with its events (``Reading.events``). To add a tool's
export: one file in ``surveys`` or ``activities`` and one name in ``readers.READERS``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace

from toolbox.model import Choices, Reading
from toolbox.reading.activities import making as activity
from toolbox.reading.activities.recording import read_records
from toolbox.reading.joining import with_records
from toolbox.reading.json_tables import table_of
from toolbox.reading.layout import Reader
from toolbox.reading.making import make
from toolbox.reading.opening import grids, records
from toolbox.reading.pseudonyms import Pseudonyms
from toolbox.reading.readers import READERS
from toolbox.reading.recognising import choose

__all__ = ["READERS", "Pseudonyms", "Reader", "read"]


def read(
    content: bytes,
    name: str = "",
    *,
    choices: Choices = Choices(),
    pseudonym: Callable[[str], str] | None = None,
) -> Reading:
    """Read an export.

    Args:
        content: the file's bytes; its kind is told by them, never by the name.
        name: the file's name, for display.
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
    digest = hashlib.sha256(content).hexdigest()
    pseudonym = pseudonym or Pseudonyms.random()
    sheets = grids(content, name, choices=choices)
    if (stream := records(content)) is not None:
        table = table_of(records(content), records(content), READERS)
        if table is None:
            return read_records(stream, READERS, name=name, sha256=digest, choices=choices, pseudonym=pseudonym)
        sheets = iter([table])
    elif choices.sheet:
        sheets = with_records(sheets, lambda: grids(content, name, choices=replace(choices, sheet="")))
    recognised, others, alike = choose(sheets, READERS, choices)
    if recognised.reader.kind == "activity":
        return activity.make(alike, name=name, sha256=digest, choices=choices, pseudonym=pseudonym)
    return make(recognised, others, name=name, sha256=digest, choices=choices, pseudonym=pseudonym)
