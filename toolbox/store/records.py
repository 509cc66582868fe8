"""Frozen records <-> plain values that fit into JSON, by the records' own type hints.

A field added to a record later simply takes its default when an older row is read; a field that is gone is ignored.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

Record = TypeVar("Record")


def to_plain(value: Any) -> Any:
    """A record, or anything inside one, as plain values. Mappings become lists of pairs (keys may be tuples).

    Example:
        >>> from toolbox.model import Level
        >>> to_plain(Level(value=1, name="starting", at_least=1.0))
        {'value': 1, 'name': 'starting', 'at_least': 1.0}
    """
    if is_dataclass(value):
        return {part.name: to_plain(getattr(value, part.name)) for part in fields(value)}
    if isinstance(value, Mapping):
        return [[to_plain(key), to_plain(inner)] for key, inner in value.items()]
    if isinstance(value, frozenset | set):
        return sorted(to_plain(inner) for inner in value)
    if isinstance(value, tuple | list):
        return [to_plain(inner) for inner in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    return value.item() if hasattr(value, "item") else value  # numpy scalars


def from_plain(kind: type[Record], plain: Any) -> Record:
    """The record that :func:`to_plain` was given.

    Example:
        >>> from toolbox.model import Level
        >>> from_plain(Level, {"value": 1, "name": "starting", "at_least": 1.0, "since": "unknown here"}).name
        'starting'
    """
    return _reader(kind)(plain)


@cache
def _reader(hint: Any) -> Callable[[Any], Any]:
    """How a plain value becomes what the type hint says; worked out once for each hint."""
    origin, inner = get_origin(hint), get_args(hint)
    if hint in (str, int, float, bool, Any) or origin is Literal:
        return _as_it_is
    if origin in (Union, types.UnionType):  # "something or None" is the only kind there is
        read = _reader(next(option for option in inner if option is not type(None)))
        return lambda plain: None if plain is None else read(plain)
    if origin is tuple and len(inner) == 2 and inner[1] is Ellipsis:
        read = _reader(inner[0])
        return tuple if read is _as_it_is else lambda plain: tuple(read(one) for one in plain)
    if origin is tuple:
        reads = tuple(_reader(part) for part in inner)
        return lambda plain: tuple(read(one) for read, one in zip(reads, plain, strict=True))
    if origin is frozenset:
        read = _reader(inner[0])
        return lambda plain: frozenset(read(one) for one in plain)
    if origin is Mapping:
        of_key, of_value = (_reader(part) for part in inner)
        return lambda plain: {of_key(key): of_value(one) for key, one in plain}
    if hint in (datetime, date):
        return hint.fromisoformat
    if is_dataclass(hint):
        parts = {name: _reader(part) for name, part in get_type_hints(hint).items()}
        return lambda plain: hint(**{name: parts[name](one) for name, one in plain.items() if name in parts})
    return hint


def _as_it_is(plain: Any) -> Any:
    return plain
