"""Maturity frameworks as data: one TOML file each, read by one loader.

To add a framework, put a ``.toml`` file beside this one; it appears in the picker and is checked by the
contract test by itself. A framework of a school's own is the same file, uploaded; :data:`TEMPLATE` is one to start from.

Example:
    >>> sorted({framework.kind for framework in shipped()})
    ['frame', 'rubric', 'survey']
    >>> load("selfie-2020").areas[0].name
    'Leadership'
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from toolbox.frameworks.lineage import Ancestor, Lineage, check_descent, comparable, family_of, lineage
from toolbox.frameworks.making import BLANK, broken_rules, changed, copied, finished
from toolbox.frameworks.parsing import parse
from toolbox.frameworks.writing import TEMPLATE, to_toml
from toolbox.model import Framework, ToolboxError

__all__ = [
    "BLANK",
    "TEMPLATE",
    "Ancestor",
    "Lineage",
    "broken_rules",
    "changed",
    "check_descent",
    "comparable",
    "copied",
    "family_of",
    "finished",
    "lineage",
    "load",
    "parse",
    "shipped",
    "to_toml",
]

_FOLDER = Path(__file__).parent


@cache
def shipped() -> tuple[Framework, ...]:
    """Every framework that comes with the toolbox, by id."""
    files = sorted(_FOLDER.glob("*.toml"))
    return tuple(parse(file.read_text(encoding="utf-8"), own=False) for file in files)


def load(id: str) -> Framework:
    """The shipped framework of this id.

    Raises:
        ToolboxError: ``unknown_framework`` where none has it; the message names those there are.

    Example:
        >>> load("idi-rubric").kind
        'rubric'
    """
    for framework in shipped():
        if framework.id == id:
            return framework
    known = ", ".join(framework.id for framework in shipped())
    raise ToolboxError(
        "unknown_framework",
        f'There is no framework called "{id}" here. There are: {known}. '
        "A framework of your own is given as a TOML file.",
    )
