"""Lines quoted as a whole: a spreadsheet that opened a CSV file in one column puts each line in quotation marks on saving.

Then every line is one cell that holds a line of CSV, its own quotation marks doubled; separators may stand behind it.
"""

from __future__ import annotations

import csv
import io
import re
from itertools import islice

from toolbox.model import Problem

#: Lines looked at before a file is taken apart.
_FIRST = 50
_WHOLE = re.compile(r'"((?:[^"]|"")*)"[,;\t]*')


def are_quoted(start: str) -> bool:
    """Whether the lines of a text are cells that each hold a row; the beginning of the text tells.

    Example:
        >>> are_quoted('"school,q"\\n"Tamme,""a, b"" c"\\n'), are_quoted('"school","q"\\n"Tamme","a, b"\\n')
        (True, False)
        >>> are_quoted('"school"\\n"Tamme, Kase"\\n')
        False
    """
    first = list(islice(filter(str.strip, io.StringIO(start)), _FIRST)) if '"' in start else []
    return any(_are_wrapped(first, separator) for separator in (",", ";", "\t"))


def unpacked(text: str) -> tuple[str, Problem]:
    """A text without the quotation marks around its lines, and what to tell; its lines end in LF.

    Example:
        >>> unpacked('"school,q"\\n"Tamme,""a, b"" c"\\n')[0]
        'school,q\\nTamme,"a, b" c\\n'
    """
    found = [(line, _WHOLE.fullmatch(line.strip())) for line in text.split("\n")]
    count = sum(whole is not None for _, whole in found)
    message = (
        f"{count} lines of this file were quoted as a whole, as Excel does after opening it in one column. "
        "They were unpacked; check that columns look right."
    )
    lines = (line if whole is None else whole[1].replace('""', '"') for line, whole in found)
    return "\n".join(lines), Problem(code="quoted_lines", message=message, count=count)


def _are_wrapped(lines: list[str], separator: str) -> bool:
    """Whether every line but perhaps the heading is one cell that holds a row, all of the same number of cells."""
    whole = [_WHOLE.fullmatch(line.strip()) for line in lines]
    if len(lines) < 2 or not all(whole[1:]):
        return False
    inside = [found[1].replace('""', '"') if found else line for found, line in zip(whole, lines, strict=True)]
    widths = {len(next(csv.reader([line], delimiter=separator), [])) for line in inside}
    return len(widths) == 1 and widths.pop() > 1
