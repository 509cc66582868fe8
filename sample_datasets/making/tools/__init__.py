"""One file for each reader: how that tool writes an export, and what reading it must give.

A file is named after the key of the reader and has a function ``export``; ``samples`` finds it by itself.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from ..expecting import Export


def samples() -> dict[str, Export]:
    """Reader key → its sample."""
    names = sorted(module.name for module in iter_modules(__path__))
    return {name: import_module(f"{__name__}.{name}").export() for name in names}
