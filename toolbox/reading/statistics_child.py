"""Reads one SPSS file in a process of its own: bytes on standard input, JSON on standard output.

The library underneath is written in C and a damaged file can end it at once, and with it whatever
process it runs in. Nothing of the toolbox is imported here, so that the process starts quickly.
"""

from __future__ import annotations

import io
import json
import sys
from typing import Any

#: Bytes of memory the process may take, where the system can hold it to that.
_MOST_MEMORY = 8 << 30


def read_one(content: bytes, encoding: str = "") -> dict[str, Any]:
    """Names, labels, missing ranges and sets of a file, and for each column its distinct values and their places.

    Values are texts, numbers or None; days and moments stay the numbers SPSS keeps, seconds since 1582.
    """
    import pyreadstat

    attempts: tuple[dict[str, Any], ...] = ({"encoding": encoding or None}, {"encoding": "WINDOWS-1252"})
    for options in attempts:
        try:
            columns, meta = pyreadstat.read_sav(
                io.BytesIO(content),
                user_missing=True,
                disable_datetime_conversion=True,
                output_format="dict",
                **options,
            )
        except Exception as error:  # the library raises what its parser met; the reason is told to the caller
            told = f"{type(error).__name__}: {error}"
            continue
        return {
            "names": list(meta.column_names),
            "questions": [meta.column_names_to_labels.get(name) or "" for name in meta.column_names],
            "formats": [str(meta.original_variable_types.get(name, "")) for name in meta.column_names],
            "labels": [list(meta.variable_value_labels.get(name, {}).items()) for name in meta.column_names],
            "missing": [
                [[span["lo"], span["hi"]] for span in meta.missing_ranges.get(name, ())] for name in meta.column_names
            ],
            "sets": list((meta.mr_sets or {}).values()),
            "encoding": str(meta.file_encoding or ""),
            "columns": [_distinct(columns[name]) for name in meta.column_names],
        }
    return {"error": told}


def _distinct(cells: Any) -> dict[str, list]:
    places: dict[Any, int] = {}
    plain = [
        None if cell is None or cell != cell else cell
        for cell in (cells.tolist() if hasattr(cells, "tolist") else cells)
    ]
    codes = [places.setdefault(cell, len(places)) for cell in plain]
    return {"values": list(places), "codes": codes}


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard == resource.RLIM_INFINITY or hard > _MOST_MEMORY:
        resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, hard))


if __name__ == "__main__":
    _limit_memory()
    found = read_one(sys.stdin.buffer.read(), sys.argv[1] if len(sys.argv) > 1 else "")
    sys.stdout.buffer.write(json.dumps(found).encode())
