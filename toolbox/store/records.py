"""Frozen records <-> plain values that fit into JSON, by the records' own type hints.

A field added to a record later simply takes its default when an older row is read; a field that is gone is ignored.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
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
    hints = _hints(kind)
    return kind(**{name: _value(hints[name], inner) for name, inner in plain.items() if name in hints})


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _value(hint: Any, plain: Any) -> Any:
    if plain is None or hint is Any:
        return plain
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return _value(next(option for option in inner if option is not type(None)), plain)
    if origin is Literal:
        return plain
    if origin is tuple:
        if len(inner) == 2 and inner[1] is Ellipsis:
            return tuple(_value(inner[0], one) for one in plain)
        return tuple(_value(part, one) for part, one in zip(inner, plain, strict=True))
    if origin is frozenset:
        return frozenset(_value(inner[0], one) for one in plain)
    if origin is Mapping:
        return {_value(inner[0], key): _value(inner[1], one) for key, one in plain}
    if hint in (datetime, date):
        return hint.fromisoformat(plain)
    return from_plain(hint, plain) if is_dataclass(hint) else hint(plain)
