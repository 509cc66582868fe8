"""JSON of any layout → its records, one at a time: lines, an array, or an array inside one object.

Nothing is held but the piece being looked at, so a log of gigabytes takes no more memory than a small one. Lines that
are no JSON are counted with their numbers; in an array the first error ends the reading, and its line is told.
"""

from __future__ import annotations

import codecs
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO

import msgspec

from toolbox.model import ToolboxError

#: Characters one record may have, and lines listed when they are no JSON.
LONGEST = 16_000_000
MOST_LINES = 200
_CHUNK = 1 << 18
#: Names under which tools keep an array of records inside one object.
_WRAPPED = re.compile(r'"(statements|data|events|records|actions|appInstanceResources|hits|results|items)"\s*:\s*\[')
_HELD = ("statements", "appInstanceResources", "actions")
_HOLDERS = frozenset(["data", *_HELD])
#: One line's value; raises ``DECLINED`` for what ``json`` has to be asked about.
decoded = msgspec.json.Decoder().decode
DECLINED = (msgspec.DecodeError, ValueError, RecursionError)
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
    quick: Callable[[Sequence[bytes], int], int] | None = None
    """Takes lines by itself from a place on; gives the place of the first that has to be drawn as a record."""


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
    encoding = encoding_of(start)
    told.encoding = encoding.removesuffix("-sig").removesuffix("-le")
    if encoding.startswith("utf-8"):
        start = start.removeprefix(codecs.BOM_UTF8).lstrip(b"\xef\xbb\xbf \t\r\n")
        first, rest, whole = _first_line(start, stream)
        if not first.startswith(b"[") and first.strip() and _is_lines(first.decode("utf-8", "replace"), whole):
            yield from _lines_of_bytes(first + rest, stream, told)
            return
        start, encoding = first + rest, "utf-8"
    text = io.TextIOWrapper(_Again(start, stream), encoding=encoding, errors="replace", newline="\n")
    head = ""
    while not head.strip("\ufeff \t\r\n"):
        head = text.read(1)
        if not head:
            return
    line = head + text.readline(LONGEST)
    if head != "[" and _is_lines(line, line.endswith("\n")):
        yield from _lines(line, text, told)
    else:
        yield from _elements(line, text, told)


def _first_line(start: bytes, stream: BinaryIO) -> tuple[bytes, bytes, bool]:
    """(the first line, what was read behind it, whether its end was met)."""
    while b"\n" not in start and len(start) < LONGEST and (more := stream.read(_CHUNK)):
        start += more
    place = start.find(b"\n") + 1
    return (start[:place], start[place:], True) if place else (start, b"", False)


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


def _is_lines(first: str, whole: bool) -> bool:
    """Whether the first line is a record by itself: an object that ends where the line does."""
    try:
        value = _parsed(first)
    except ValueError:
        # A broken first line of a file of lines still closes its bracket; the opening of an object does not.
        # What a program wrote above the first record has no bracket at all.
        closed = first.rstrip(" \t\r\n,").endswith("}") and first.lstrip()[0] == "{"
        return whole and ("{" not in first or closed)
    return isinstance(value, dict) and (whole or not _WRAPPED.search(first))


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


def _lines_of_bytes(held: bytes, stream: BinaryIO, told: Told) -> Iterator[Mapping[str, Any]]:
    """Records of lines in UTF-8. msgspec takes a fifth of the time of ``json`` and gives the same value where it gives one;
    what it refuses (a prefix, broken letters, numbers without bounds) ``json`` is asked about.
    """
    number = 0
    while held:
        *lines, held = held.split(b"\n")
        place = 0
        while place < len(lines):
            if told.quick:
                taken = told.quick(lines, place)
                told.read, place = told.read + taken - place, taken
                if place == len(lines):
                    break
            yield from map(_inside, _of_line(_value_of(lines[place]), number + place + 1, told))
            place += 1
        number += len(lines)
        if len(held) > LONGEST:
            raise _too_deep()
        more = stream.read(_CHUNK)
        if not more:
            yield from map(_inside, _of_line(held.decode("utf-8", "replace"), number + 1, told))
            return
        held += more


def _value_of(line: bytes) -> Any:
    """What msgspec makes of a line; the line as text where it makes no record of it."""
    try:
        value = decoded(line)
    except DECLINED:
        value = None
    return value if isinstance(value, dict) else line.decode("utf-8", "replace")


def _lines(first: str, text: io.TextIOWrapper, told: Told) -> Iterator[Mapping[str, Any]]:
    number, line = 1, first
    while line:
        yield from map(_inside, _of_line(line, number, told))
        line = text.readline(LONGEST)
        if len(line) >= LONGEST:
            raise _too_deep()
        number += 1


def _of_line(line: str | dict[str, Any], number: int, told: Told) -> Sequence[Mapping[str, Any]]:
    """The records of one line, or of its value where it is known already; a line that is no JSON is counted."""
    value: Any = line
    if isinstance(line, str):
        if not line.strip():
            return ()
        try:
            value = _parsed(line)
        except ValueError:
            value = None
    if not isinstance(value, dict):
        told.bad += 1
        if len(told.bad_lines) < MOST_LINES:
            told.bad_lines.append(number)
        return ()
    found = _opened(value)
    told.read += len(found)
    return found


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


def _opened(value: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """The records of one line: itself, or those a whole answer of a server holds."""
    if _HOLDERS.isdisjoint(value):
        return (value,)
    for holder in (value, value.get("data")):
        for name in _HELD:
            held = holder.get(name) if isinstance(holder, dict) else None
            if isinstance(held, list):
                return [one for one in held if isinstance(one, dict)]
    return (value,)


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
            except ValueError as wrong:
                if not isinstance(wrong, json.JSONDecodeError):
                    # A number of thousands of digits, which Python refuses to make.
                    raise self.broken(self.at) from None
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
