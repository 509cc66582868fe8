"""Which of our functions answers a reference case: one module a family, found by the name of its method.

A function here takes a :class:`Case` and returns every number it can name. A method without a function, and a
number a function does not return, is not built yet, and the test says so.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from tests.reference.case import Case

METHODS: dict[str, Callable[[Case], dict[str, Any]]] = {}
for _module in iter_modules(__path__):
    METHODS |= import_module(f"{__name__}.{_module.name}").METHODS
