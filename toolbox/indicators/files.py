"""Indicator files: a programme's promises as TOML that a person edits, and the presets that come with the toolbox.

The file may come from a stranger: the standard library's reader runs nothing, and every field is checked for kind, length
and range before it is believed.
"""

from __future__ import annotations

import json
import math
import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from importlib.resources import files

from toolbox.indicators.counting import RULES
from toolbox.indicators.limits import ONLY
from toolbox.model import Indicator, Programme, ToolboxError

LONGEST_FILE, LONGEST_TEXT, MOST_INDICATORS, MOST_ACTIONS = 200_000, 1000, 60, 40
#: The presets, in the order they are offered.
PRESETS = ("ihub4schools", "living-schools-lab", "mensi", "relecofa")
_OF_PROGRAMME = ("id", "name", "about", "source", "indicators")
_TEXTS = ("id", "name", "definition", "counts", "unit", "source", "owner")
_NUMBERS = ("baseline", "target")
_TRUTHS = {"direct": True, "confirmed": True}
_OF_INDICATOR = (*_TEXTS, *_NUMBERS, *_TRUTHS, "only", "actions", "window_days", "deadline")


@cache
def preset(id: str) -> Programme:
    """A programme that comes with the toolbox.

    Example:
        >>> [each.target for each in preset("ihub4schools").indicators[:2]]
        [75, 600]
    """
    return programme_of(files(__package__).joinpath(f"presets/{id}.toml").read_bytes())


def presets() -> tuple[Programme, ...]:
    """All of them."""
    return tuple(preset(id) for id in PRESETS)


def programme_of(content: bytes) -> Programme:
    """Read and check an indicator file.

    Raises:
        ToolboxError: ``programme_unreadable`` (not TOML; the line is named) or ``programme_rule`` (what, where, what to do).

    Example:
        >>> text = b'id = "ours"\\nname = "Ours"\\n[[indicators]]\\nid = "s"\\nname = "Schools"\\ncounts = "schools"\\ntarget = 75'
        >>> programme_of(text).indicators[0].target
        75
    """
    if len(content) > LONGEST_FILE:
        raise _bad(f"The file is longer than an indicator file can be ({LONGEST_FILE:,} bytes). Is it another file?")
    try:
        table = tomllib.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise ToolboxError(
            "programme_unreadable",
            f"This indicator file is not valid TOML: {error}. Correct that line and bring the file again.",
        ) from error
    _known(table, _OF_PROGRAMME, "the file")
    listed = table.get("indicators")
    if not isinstance(listed, list) or not 0 < len(listed) <= MOST_INDICATORS:
        raise _bad(f"A programme has 1 to {MOST_INDICATORS} indicators. Write each as a block [[indicators]].")
    made = tuple(_indicator(each, place) for place, each in enumerate(listed, start=1))
    if twice := sorted({each.id for each in made if sum(other.id == each.id for other in made) > 1}):
        raise _bad(f"Two indicators are called “{twice[0]}”. Give each an id of its own.")
    id = _id(table, "the file")
    return Programme(
        id=id,
        name=_text(table, "name", "the file", needed=True),
        about=_text(table, "about", "the file"),
        source=_text(table, "source", "the file"),
        indicators=made,
    )


def to_toml(programme: Programme) -> str:
    """The file of a programme; reading it gives the same programme back.

    Example:
        >>> programme_of(to_toml(preset("mensi")).encode()) == preset("mensi")
        True
    """
    lines = [
        f"{name} = {_quoted(getattr(programme, name))}"
        for name in _OF_PROGRAMME[:-1]
        if getattr(programme, name) or name in ("id", "name")
    ]
    for each in programme.indicators:
        lines += ["", "[[indicators]]"]
        lines += [f"{name} = {_quoted(getattr(each, name))}" for name in _TEXTS if getattr(each, name)]
        lines += [f"{name} = {str(getattr(each, name)).lower()}" for name in _TRUTHS if not getattr(each, name)]
        if each.only:
            kinds = {what: [which for kind, which in each.only if kind == what] for what, _ in each.only}
            said = (
                f"{what} = {_quoted(words[0]) if len(words) == 1 else '[' + ', '.join(map(_quoted, words)) + ']'}"
                for what, words in kinds.items()
            )
            lines.append(f"only = {{ {', '.join(said)} }}")
        lines += [f"actions = [{', '.join(map(_quoted, each.actions))}]"] if each.actions else []
        lines += [f"{name} = {value!r}" for name in _NUMBERS if (value := getattr(each, name)) is not None]
        lines += [f"window_days = {each.window_days}"] if each.window_days is not None else []
        lines += [f"deadline = {each.deadline.isoformat()}"] if each.deadline else []
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """As a TOML string: JSON's escapes are TOML's, but for the one it leaves as it is."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


def _indicator(table: object, place: int) -> Indicator:
    where = f"indicator {place}"
    if not isinstance(table, Mapping):
        raise _bad(f"In {where} there is no block of fields. Write it as [[indicators]].")
    _known(table, _OF_INDICATOR, where)
    id = _id(table, where)
    where = f"indicator “{id}”"
    texts = {name: _text(table, name, where, needed=name in ("name", "counts")) for name in _TEXTS if name != "id"}
    if texts["counts"] not in RULES:
        raise _bad(
            f"In {where} counts is “{texts['counts']}”, which is no counting rule. Write one of {', '.join(RULES)}."
        )
    numbers = {name: _number(table, name, where) for name in _NUMBERS}
    truths = {name: table.get(name, usual) for name, usual in _TRUTHS.items()}
    if other := next((name for name, value in truths.items() if not isinstance(value, bool)), ""):
        raise _bad(f"In {where} {other} is neither true nor false.")
    if not truths["direct"] and texts["counts"] != "by_hand" and not RULES[texts["counts"]].indirect:
        raise _bad(f"In {where} {texts['counts']} cannot be counted indirectly. Take out direct = false.")
    return Indicator(
        id=id,
        **(texts | numbers | truths),
        only=_only(table.get("only", {}), where),
        actions=_actions(table, texts["counts"], where),
        window_days=_days(table, where),
        deadline=_day(table, where),
    )


def _known(table: Mapping, names: tuple[str, ...], where: str) -> None:
    if other := sorted(set(table) - set(names)):
        raise _bad(f"In {where} there is “{other[0][:60]}”, which is no field of it. Fields are {', '.join(names)}.")


def _id(table: Mapping, where: str) -> str:
    id = _text(table, "id", where, needed=True)
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,59}", id):
        raise _bad(
            f"In {where} the id “{id[:60]}” has other signs than a to z, 0 to 9, - and _, or too many. Write it anew."
        )
    return id


def _text(table: Mapping, name: str, where: str, *, needed: bool = False) -> str:
    value = table.get(name, "")
    if not isinstance(value, str) or len(value) > LONGEST_TEXT or "\0" in value:
        raise _bad(f"In {where} {name} is no text of up to {LONGEST_TEXT:,} letters. Write it in quotes.")
    if needed and not value.strip():
        raise _bad(f"In {where} there is no {name}. Write one.")
    return " ".join(value.split())


def _number(table: Mapping, name: str, where: str) -> float | None:
    value = table.get(name)
    if value is None:
        return None
    if (
        isinstance(value, bool)
        or not isinstance(value, int | float)
        or not (math.isfinite(value) and 0 <= value <= 1e9)
    ):
        raise _bad(f"In {where} {name} is no number of 0 or more. Write it without quotes, with a point.")
    return value


def _days(table: Mapping, where: str) -> int | None:
    value = table.get("window_days")
    if value is not None and (isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 3660):
        raise _bad(f"In {where} window_days is no whole number of days from 1 to 3660.")
    return value


def _day(table: Mapping, where: str) -> date | None:
    value = table.get("deadline")
    if value is not None and (not isinstance(value, date) or isinstance(value, datetime)):
        raise _bad(f"In {where} deadline is no day. Write it as 2026-06-30, without quotes.")
    return value


def _only(table: object, where: str) -> tuple[tuple[str, str], ...]:
    if not isinstance(table, Mapping):
        raise _bad(f'In {where} only is no list of limits. Write it as {{ country = "Estonia" }}.')
    _known(table, ONLY, f"only of {where}")
    found = []
    for what, words in table.items():
        for which in words if isinstance(words, list) else [words]:
            if not isinstance(which, str) or not 0 < len(which) <= 200:
                raise _bad(f"In {where} only names “{what}” by something that is no text. Write it in quotes.")
            found.append((what, which))
    return tuple(found)


def _actions(table: Mapping, counts: str, where: str) -> tuple[str, ...]:
    """The words of a log for sharing: needed where materials are counted, and of no use elsewhere."""
    said = table.get("actions", [])
    if not isinstance(said, list) or not all(isinstance(each, str) and 0 < len(each.strip()) <= 200 for each in said):
        raise _bad(f'In {where} actions is no list of words in quotes. Write it as ["Post created"].')
    if counts == "materials" and not 0 < len(said) <= MOST_ACTIONS:
        raise _bad(
            f"In {where} materials are counted, so it says under actions what a log calls sharing, 1 to {MOST_ACTIONS} words as "
            'the log has them: ["Post created"].'
        )
    if said and counts != "materials":
        raise _bad(f'In {where} actions is only for counts = "materials". Take it out, or count materials.')
    return tuple(" ".join(each.split()) for each in said)


def _bad(words: str) -> ToolboxError:
    return ToolboxError("programme_rule", words)
