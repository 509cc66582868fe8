"""JSON of any layout → its records, one at a time: lines, an array, or an array inside one object.

Nothing is held but the piece being looked at, so a log of gigabytes takes no more memory than a small one. Lines that
are no JSON are counted with their numbers; in an array the first error ends the reading, and its line is told.
"""

from __future__ import annotations

import codecs
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from toolbox.model import ToolboxError

#: Characters one record may have, and lines listed when they are no JSON.
LONGEST = 16_000_000
MOST_LINES = 200
_CHUNK = 1 << 18
#: Names under which tools keep an array of records inside one object.
_WRAPPED = re.compile(r'"(statements|data|events|records|actions|appInstanceResources|hits|results|items)"\s*:\s*\[')
_DECODER = json.JSONDecoder()
_BETWEEN = re.compile(r"[\s\ufeff,\[]*")


@dataclass(kw_only=True)
class Told:
    """What was met on the way; filled while records are drawn."""

    encoding: str = "utf-8"
    read: int = 0
    bad_lines: list[int] = field(default_factory=list)
    bad: int = 0
    wrapper: str = ""
    """Name of the array the records stand in, "" for lines or a bare array."""


def starts_like_json(start: bytes) -> bool:
    """Whether a file's first bytes begin an object or array, or a line of a system log with an object behind it.

    Example:
        >>> [starts_like_json(start) for start in (b' [{"actor": 1}', b"name,[x]", b'Oct 3 08:15 host t[1]: {"name": 1}')]
        [True, False, True]
    """
    text = _text(start[:4000]).lstrip("\ufeff \t\r\n")
    if re.match(r'\{\s*["}]|\[\s*[\[{\]"]', text):
        return True
    line, *more = text.split("\n", 6)
    if re.match(r'[^{},;\t"]{5,200}\{\s*"\w+"\s*:', line) and '": ' in line:
        return True
    # A remark of some program above records of one line each.
    return not re.search(r"[,;\t]", line) and any(re.match(r'\{"\w+": ?["{\[\d]', other) for other in more)


def _text(start: bytes) -> str:
    return start[: len(start) // 2 * 2].decode(encoding_of(start), "replace")


def encoding_of(start: bytes) -> str:
    """UTF-8, or UTF-16 where a mark or the blanks between letters say so."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if start[1:2] == b"\0" and start[3:4] == b"\0":
        return "utf-16-le"
    return "utf-8-sig" if start.startswith(codecs.BOM_UTF8) else "utf-8"


def records(stream: BinaryIO, told: Told) -> Iterator[Mapping[str, Any]]:
    """Every object of a JSON file.

    Raises:
        ToolboxError: ``broken_json`` with the line; ``json_too_deep`` for one record without end or bottom.

    Example:
        >>> told = Told()
        >>> list(records(io.BytesIO(b'{"a": 1}\\n{"a": }\\n{"a": 3}\\n'), told)), told.bad_lines
        ([{'a': 1}, {'a': 3}], [2])
        >>> list(records(io.BytesIO(b'{"more": "", "statements": [{"a": 1}, {"a": 2}]}'), told))
        [{'a': 1}, {'a': 2}]
    """
    start = stream.read(_CHUNK)
    told.encoding = encoding_of(start).removesuffix("-sig").removesuffix("-le")
    text = io.TextIOWrapper(_Again(start, stream), encoding=encoding_of(start), errors="replace", newline="\n")
    head = ""
    while not head.strip("\ufeff \t\r\n"):
        head = text.read(1)
        if not head:
            return
    first, whole = _line(text, head)
    if head != "[" and _is_lines(first, text if whole else None):
        yield from _lines(first, text, told)
    else:
        yield from _elements(first, text, told)


class _Again(io.RawIOBase):
    """A stream with bytes put back in front of it."""

    def __init__(self, start: bytes, rest: BinaryIO) -> None:
        self._parts = [io.BytesIO(start), rest]

    def readable(self) -> bool:
        return True

    def readinto(self, room) -> int:
        while self._parts:
            got = self._parts[0].read(len(room))
            if got:
                room[: len(got)] = got
                return len(got)
            self._parts.pop(0)
        return 0


def _line(text: io.TextIOWrapper, head: str) -> tuple[str, bool]:
    """The first line, or its beginning where it is longer than a record may be."""
    line = head + text.readline(LONGEST)
    return line, line.endswith("\n")


def _is_lines(first: str, rest: io.TextIOWrapper | None) -> bool:
    """Whether the first line is a record by itself: an object that ends where the line does."""
    try:
        value = _parsed(first)
    except ValueError:
        # A broken first line of a file of lines still closes its bracket; the opening of an object does not.
        # What a program wrote above the first record has no bracket at all.
        return rest is not None and (
            "{" not in first or (first.rstrip(" \t\r\n,").endswith("}") and first.lstrip()[0] == "{")
        )
    return isinstance(value, dict) and not (rest is None and _WRAPPED.search(first))


def _parsed(line: str) -> Any:
    """One line's value; what a system log writes before the first bracket is cut off.

    Raises:
        ValueError: where the line is no JSON.
    """
    bracket = line.find("{")
    if bracket < 0:
        raise ValueError("no object in this line")
    try:
        return json.loads(line[bracket:].rstrip().rstrip(","))
    except RecursionError:
        raise _too_deep() from None


def _lines(first: str, text: io.TextIOWrapper, told: Told) -> Iterator[Mapping[str, Any]]:
    number, line = 1, first
    while line:
        if not line.isspace():
            try:
                value = _parsed(line)
            except ValueError:
                value = None
            if isinstance(value, dict):
                for one in _opened(value):
                    told.read += 1
                    yield _inside(one)
            else:
                told.bad += 1
                if len(told.bad_lines) < MOST_LINES:
                    told.bad_lines.append(number)
        line = text.readline(LONGEST)
        if len(line) >= LONGEST:
            raise _too_deep()
        number += 1


def _elements(first: str, text: io.TextIOWrapper, told: Told) -> Iterator[Mapping[str, Any]]:
    """Elements of a bare or wrapped array; arrays inside arrays are opened; a lone object is one record."""
    reel = _Reel(first, text, told)
    if first.lstrip().startswith("{"):
        while len(reel.held) < _CHUNK and reel.more():
            pass
        found = _WRAPPED.search(reel.held)
        if found is None:
            for alone in _whole(reel.held, text):
                told.read += 1
                yield _inside(alone)
            return
        told.wrapper, reel.at = found.group(1), found.end()
    while sign := reel.next_sign():
        if sign == "]":
            if told.wrapper:
                return
            reel.at += 1
        elif sign == "{":
            value = reel.value()
            told.read += 1
            yield _inside(value)
        else:
            raise reel.broken(reel.at)


def _opened(value: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The records of one line: itself, or those a whole answer of a server holds."""
    for holder in (value, value.get("data")):
        for name in ("statements", "appInstanceResources", "actions"):
            held = holder.get(name) if isinstance(holder, dict) else None
            if isinstance(held, list):
                return [one for one in held if isinstance(one, dict)]
    return [value]


def _inside(value: Mapping[str, Any]) -> Mapping[str, Any]:
    """The record a database wrapped its own fields around."""
    for name in ("_source", "statement"):
        held = value.get(name)
        if isinstance(held, dict):
            return held
    return value


class _Reel:
    """The piece of a JSON text being looked at."""

    def __init__(self, held: str, text: io.TextIOWrapper, told: Told) -> None:
        self.held, self.at, self.lines = held, 0, 1
        self._text, self._told = text, told

    def more(self) -> bool:
        """Read on; False at the end of the file."""
        more = self._text.read(max(_CHUNK, len(self.held) - self.at))
        self.held += more
        return bool(more)

    def next_sign(self) -> str:
        """The first sign of the next element or closing bracket; "" at the end."""
        while True:
            self.at = _BETWEEN.match(self.held, self.at).end()
            if self.at < len(self.held):
                return self.held[self.at]
            if not self.more():
                return ""

    def value(self) -> Any:
        """The element that begins here.

        Raises:
            ToolboxError: ``broken_json``, ``json_too_deep``.
        """
        while True:
            try:
                value, end = _DECODER.raw_decode(self.held, self.at)
            except RecursionError:
                raise _too_deep() from None
            except json.JSONDecodeError as wrong:
                # An element that is not yet read whole ends in an error too: at the very end, or in an open text.
                unfinished = wrong.pos >= len(self.held) - 16 or wrong.msg.startswith("Unterminated")
                if len(self.held) - self.at > LONGEST:
                    raise _too_deep() from None
                if not unfinished or not self.more():
                    open_end = wrong.msg.startswith("Unterminated") or wrong.pos >= len(self.held.rstrip())
                    raise self.broken(len(self.held) if open_end else wrong.pos) from None
                continue
            self.at = end
            if self.at > _CHUNK:
                self.lines += self.held.count("\n", 0, self.at)
                self.held, self.at = self.held[self.at :], 0
            return value

    def broken(self, place: int) -> ToolboxError:
        """The refusal for an error at a place."""
        return _broken(self.held, place, self.lines, self._told)


def _whole(held: str, text: io.TextIOWrapper) -> Iterator[Any]:
    """The one object a text holds, or objects behind each other, each over several lines."""
    while more := text.read(_CHUNK):
        held += more
        if len(held) > LONGEST * 8:
            raise _too_deep()
    place = 0
    while (place := _BETWEEN.match(held, place).end()) < len(held):
        try:
            value, place = _DECODER.raw_decode(held, place)
        except RecursionError:
            raise _too_deep() from None
        except ValueError as wrong:
            raise _broken(held, getattr(wrong, "pos", 0), 1, Told()) from None
        if not isinstance(value, dict):
            raise _broken(held, place, 1, Told())
        yield value


def _broken(held: str, place: int, lines: int, told: Told) -> ToolboxError:
    before = held[:place].rstrip()
    comma = before.endswith(",") and held[place:].lstrip()[:1] in ("]", "}")
    reason = (
        "comma before a closing bracket"
        if comma
        else "cut off"
        if place >= len(held.rstrip()) - 1
        else "a sign that does not belong there"
    )
    number = lines + held.count("\n", 0, place)
    return ToolboxError(
        "broken_json",
        f"Line {number:,} is not valid JSON ({reason}). {told.read:,} records were read before it. Download the file again; "
        "if it stays broken, ask whoever made it.",
    )


def _too_deep() -> ToolboxError:
    return ToolboxError(
        "json_too_deep",
        "This JSON file holds one record that is far larger or more nested than any event, so it was not read. Export the events alone.",
    )
