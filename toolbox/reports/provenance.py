"""What an evaluation's tables came from: software, options, data sets, what is hidden and what was left out, as JSON.

Nothing here tells when it was written, so that the same evaluation gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections import Counter
from collections.abc import Mapping, Sequence
from importlib.metadata import version

from toolbox.disclosure.released import ReleasedEvaluation
from toolbox.model import Round, Table
from toolbox.tables import toolbox_version

#: Raised when the form changes.
FORM = 1

#: Software that can change a digit of a table, or how it is written.
SOFTWARE = ("numpy", "scipy", "pandas", "statsmodels", "openpyxl", "python-docx")


def versions() -> dict[str, str]:
    """Name → version of what makes the tables.

    Example:
        >>> list(versions())[:3]
        ['toolbox', 'python', 'numpy']
    """
    return {
        "toolbox": toolbox_version(),
        "python": platform.python_version(),
        **{name: version(name) for name in SOFTWARE},
    }


def provenance(
    released: ReleasedEvaluation, tables: Sequence[Table], rounds: Sequence[Round], files: Mapping[str, bytes]
) -> bytes:
    """``rounds`` are those of the evaluation, with the files they were read from; ``files`` are those made, by name."""
    import msgspec

    told = {
        "provenance": FORM,
        "software": versions(),
        "plan": msgspec.to_builtins(released.plan),
        "seed": released.plan.seed,
        "framework": {
            "id": released.framework.id,
            "version": released.framework.version,
            "name": released.framework.name,
            "licence": released.framework.licence,
        },
        "rule_of_release": msgspec.to_builtins(released.policy),
        "schools": len(released.schools),
        "of_schools": released.of_schools,
        "rounds": [_round(each) for each in rounds],
        "tables": {table.name: {"rows": len(table.frame)} for table in tables},
        "left_out": [{"table": block, "reason": reason} for block, reason in released.left_out],
        "hidden_rows": _counted((line.block, line.hidden) for line in released.lines if line.hidden),
        "refused": _counted(
            (line.block, code)
            for line in released.lines
            if not line.hidden
            for code in dict.fromkeys((line.found.refused, line.effect.refused))
            if code
        ),
        "flags": _counted(
            (line.block, flag)
            for line in released.lines
            for flag in dict.fromkeys((*line.found.flags, *line.effect.flags))
        ),
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())},
    }
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def _round(known: Round) -> dict[str, object]:
    """A round, and for each file of it what was kept and what was left out while reading."""
    sources = [
        {
            "file": source.file,
            "sha256": source.sha256,
            "reader": source.reader,
            "read_at": source.read_at.isoformat(),
            "rows": source.rows,
            "kept": source.kept,
            "problems": [
                {"code": problem.code, "message": problem.message, "count": problem.count}
                for problem in source.problems
            ],
        }
        for source in known.sources
    ]
    return {
        "name": known.name,
        "collected_on": known.collected_on.isoformat(),
        "sha256": known.sha256,
        "sources": sources,
    }


def _counted(named) -> list[dict[str, object]]:
    """How many rows of a table for each reason."""
    return [
        {"table": block, "reason": reason, "rows": rows} for (block, reason), rows in sorted(Counter(named).items())
    ]
