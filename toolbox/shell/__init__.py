"""The same jobs from a shell: ``python -m toolbox read|profile|change|report|evaluate``. Numbers pass the same gate as on a page.

What is refused, a file or an argument, ends with exit code 2: one object ``{"error": {"code", "message"}}`` on standard
output, the message also on standard error. Nothing is stored; ``read``, ``profile``, ``change`` and ``report`` know
persons by a pseudonym made with a key that dies with the command, ``evaluate`` reads the rounds of a store, or of a bundle's answers.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence

from toolbox.model import ToolboxError
from toolbox.shell import jobs
from toolbox.shell.arguments import parser

__all__ = ["main"]

REFUSED = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Do one job; returns the exit code. Only a :class:`ToolboxError` is caught: anything else is a bug."""
    try:
        asked = parser(jobs.read, jobs.profile, jobs.change, jobs.report, jobs.evaluate).parse_args(arguments)
        asked.job(asked)
    except ToolboxError as refusal:
        print(json.dumps({"error": {"code": refusal.code, "message": refusal.message}}, ensure_ascii=False))
        print(refusal.message, file=sys.stderr)
        return REFUSED
    return 0
