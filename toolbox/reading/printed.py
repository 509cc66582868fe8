"""A reading as the shell prints it: what was found in a file, without any answer or person in it."""

from __future__ import annotations

from typing import Any

from toolbox.model import Reading
from toolbox.reading.recognised import sentence


def as_json(reading: Reading) -> dict[str, Any]:
    """One object for ``python -m toolbox read FILE --json``. Moments are ISO texts, unknown things null.

    Example:
        >>> from toolbox.reading import read
        >>> printed = as_json(read(b"school,q1\\nTamme,4\\nKase,5\\n"))
        >>> printed["rows"], printed["columns"], printed["separator"], printed["finished"]
        (2, 2, ',', None)
    """
    return {
        "reader": reading.reader,
        "kind": reading.kind,
        "title": reading.title,
        "sentence": sentence(reading),
        "rows": len(reading.table),
        "columns": len(reading.questions),
        "people": reading.people,
        **({} if reading.events is None else {"events": len(reading.events)}),
        "finished": None if reading.finished is None else int(reading.finished.sum()),
        "first": reading.first.isoformat() if reading.first else None,
        "last": reading.last.isoformat() if reading.last else None,
        "date_order": reading.date_order or None,
        "encoding": reading.encoding or None,
        "separator": reading.separator or None,
        "sheet": reading.sheet or None,
        "heading_rows": reading.heading_rows,
        "sha256": reading.sha256,
        "questions": [
            {
                "column": question.key,
                "code": question.code,
                "text": question.text,
                "kind": question.kind,
                "identifier": question.identifier,
            }
            for question in reading.questions
        ],
        "problems": [
            {
                "code": problem.code,
                "message": problem.message,
                "rows": list(problem.rows),
                "count": problem.count or len(problem.rows),
            }
            for problem in reading.problems
        ],
    }
