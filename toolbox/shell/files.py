"""Files named on the command line: exports through the readers, everything else as text."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from toolbox.model import Choices, Problem, Reading, Recipe, ToolboxError


def open_export(file: Path, asked: argparse.Namespace, pseudonym=None, known: Recipe | None = None) -> Reading:
    """Read a file by what was typed, then by what a recipe keeps, then by its bytes."""
    from toolbox.reading.opening import lying
    from toolbox.reading.recipes import read_as_before

    try:
        content = lying(file)
    except OSError as missing:
        raise ToolboxError(
            "no_such_file", f"{file.name} could not be opened: {missing.strerror}. Check the path."
        ) from None
    choices = Choices(
        sheet=asked.sheet,
        heading_rows=asked.heading_rows,
        separator=asked.separator,
        encoding=asked.encoding,
        date_order=asked.date_order,
        reader=asked.reader,
        school_year=asked.school_year,
        without_staff=asked.without_staff,
    )
    found = read_as_before(content, file.name, [known] if known else [], choices=choices, pseudonym=pseudonym)
    told = (Problem(code="as_before", message=found.said),) if found.said else ()
    return replace(found.reading, problems=(*told, *found.reading.problems))


def text_of(file: Path) -> str:
    """A text file in UTF-8, with or without its mark.

    Raises:
        ToolboxError: ``no_such_file``, ``not_text``.
    """
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as missing:
        raise ToolboxError(
            "no_such_file", f"{file.name} could not be opened: {missing.strerror}. Check the path."
        ) from None
    except UnicodeDecodeError:
        raise ToolboxError(
            "not_text", f"{file.name} is not a text file in UTF-8. Save it as UTF-8, or download it again."
        ) from None
