"""What was recognised, in one sentence a person can check at a glance."""

from __future__ import annotations

import re

from toolbox.model import Reading
from toolbox.reading.encodings import name
from toolbox.reading.separators import NAMES

#: Titles that begin with a vowel when spoken: Alchemer, ODK, xAPI, SPSS.
_VOWEL = re.compile(r"[AEIO]|x[A-Z]|SPSS")


def sentence(reading: Reading) -> str:
    """What this file is: tool, answers, finished, separator and encoding, or sheet.

    Example:
        >>> from toolbox.reading import read
        >>> sentence(read(b"school;q1\\nTamme;4\\nKase;5\\n"))
        'A plain table, 2 answers, semicolon-separated, UTF-8.'
    """
    rows = len(reading.table)
    unit = "average" if reading.reader == "selfie_areas" else "answer" if reading.kind == "survey" else "event"
    if reading.events is not None and int(reading.events["count"].sum()) != rows:
        unit = "row"  # of sums, or with several events each
    parts = [_tool(reading), f"{rows:,} {unit}{'' if rows == 1 else 's'}"]
    if reading.kind == "activity" and reading.people:
        parts.append(f"{reading.people:,} {'person' if reading.people == 1 else 'people'}")
    if reading.finished is not None:
        parts.append(f"{int(reading.finished.sum()):,} finished")
    if reading.separator:
        parts.append(f"{NAMES.get(reading.separator, repr(reading.separator))}-separated")
    if reading.encoding:
        parts.append(name(reading.encoding))
    if reading.sheet:
        parts.append(f"sheet '{reading.sheet}'" + (f" of {len(reading.sheets)}" if len(reading.sheets) > 1 else ""))
    return ", ".join(parts) + "."


def _tool(reading: Reading) -> str:
    if reading.reader == "plain_table":
        return "A plain table"
    if reading.reader == "selfie_areas":
        return "A table of SELFIE area averages"
    return f"{'An' if _VOWEL.match(reading.title) else 'A'} {reading.title} export"
