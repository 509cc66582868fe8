"""Damages samples on purpose, the same way for the same seed, and reads what comes of it in a process of its own.

``python -m tests.reading.fuzzing FIRST COUNT`` tries seeds FIRST to FIRST + COUNT - 1 under a limit of memory and time and prints
a line for each that ended neither in a Reading nor in a ToolboxError. One seed again, with its trace: COUNT 1.
"""

from __future__ import annotations

import faulthandler
import gzip
import importlib
import inspect
import io
import os
import pkgutil
import re
import subprocess
import sys
import threading
import time
import traceback
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

ROOT = Path(__file__).parents[2]
#: Bytes of memory and seconds of work one reading of a damaged sample of a few kilobytes may take.
MEMORY = 4 << 30
SECONDS = 20
#: Samples larger than this are left to the benchmarks: a damaged small file has the same damages.
_LARGEST = 60_000
_FOUND = "FOUND"

Change = Callable[[bytes, Random], bytes]


@cache
def samples() -> dict[str, bytes]:
    """Every sample there is by name: those the modules beside this one make, and those kept as files."""
    made: dict[str, bytes] = {}
    for module in sorted(pkgutil.iter_modules([str(Path(__file__).parent)]), key=lambda module: module.name):
        if module.name.startswith("test_") or module.name in ("fuzzing", "monsters", "broken_on_purpose"):
            continue
        loaded = importlib.import_module(f"tests.reading.{module.name}")
        for sample in getattr(loaded, "SAMPLES", ()):
            making = sample[0] if isinstance(sample, tuple) else sample
            if callable(making) and not _needs(making):
                made[f"{making.__module__.rpartition('.')[2]}.{making.__name__}"] = making()
    from tests.reading import other_workbooks, persons

    rows = [["School", "Role", "Code", *persons.STATEMENTS], *map(persons.answers, range(6))]
    made["ods"] = other_workbooks.ods({"Answers": rows, "Notes": [["a", 1.5], ["b", 2]]})
    made["xls"] = other_workbooks.xls("Answers", [*rows, ["x", 0.435, 4, "", "", ""]])
    for path in sorted((ROOT / "sample_datasets").rglob("*")):
        if path.suffix not in (".py", ".md", "") and path.is_file() and 0 < path.stat().st_size <= _LARGEST:
            made[path.relative_to(ROOT).as_posix()] = path.read_bytes()
    return {name: _dateless(content) for name, content in made.items()}


def _needs(making: Callable[..., bytes]) -> bool:
    return any(given.default is inspect.Parameter.empty for given in inspect.signature(making).parameters.values())


def _dateless(content: bytes) -> bytes:
    """An archive without the moment it was made, so that a seed means the same tomorrow."""
    if content.startswith(b"\x1f\x8b"):
        return gzip.compress(gzip.decompress(content), mtime=0)
    if content.startswith(b"$FL"):
        return content[:92] + b"01 Jan 2612:00:00" + content[109:]
    members = _members(content) if content.startswith(b"PK") else []
    stamp = re.compile(rb"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ")
    plain = [(name, stamp.sub(b"2026-01-01T00:00:00Z", held) if "docProps" in name else held) for name, held in members]
    return _packed(plain) if plain else content


def _packed(members: list[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        warnings.simplefilter("ignore")  # a name given twice
        for name, held in members:
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), held, zipfile.ZIP_DEFLATED)
    return out.getvalue()


@dataclass(frozen=True, kw_only=True)
class Damaged:
    """A damaged sample, and what was done to it."""

    content: bytes
    name: str
    steps: tuple[str, ...]


def damaged(seed: int) -> Damaged:
    """The damaged sample of a seed."""
    chance = Random(seed)
    held = samples()
    # The reading of SPSS starts a process for each file: a few of them are enough.
    names = sorted(name for name in held if not name.endswith(("sav",)) or chance.random() < 0.25)
    name = chance.choice(names)
    content, steps = held[name], []
    for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
        content, step = _changed(content, chance, 0)
        steps.append(step)
        if len(content) > _LARGEST * 20:
            break
    return Damaged(content=content, name=name, steps=tuple(steps))


def _changed(content: bytes, chance: Random, depth: int) -> tuple[bytes, str]:
    """One change: of what lies inside an archive most times, of the bytes themselves else."""
    if depth < 3 and chance.random() < 0.8:
        if content.startswith(b"\x1f\x8b") and (inside := _unpacked(content)) is not None:
            inside, step = _changed(inside, chance, depth + 1)
            return gzip.compress(inside, 1, mtime=0), f"gzip/{step}"
        if content.startswith(b"PK") and (members := _members(content)):
            return _in_archive(members, chance, depth)
    change = chance.choice(_fitting(content))
    return change(content, chance), change.__name__.strip("_")


def _fitting(content: bytes) -> tuple[Change, ...]:
    start = content[:200].lstrip(b"\xef\xbb\xbf \r\n")
    if start.startswith(b"<"):
        return (*_BYTES, *_XML * 3)
    if start.startswith((b"{", b"[")):
        return (*_BYTES, *_JSON * 2)
    if start.startswith((b"PK", b"\x1f\x8b", b"\xd0\xcf", b"$FL")):
        return _BYTES
    return (*_BYTES, *_TEXT * 2)


def _unpacked(content: bytes) -> bytes | None:
    try:
        return gzip.decompress(content)
    except (OSError, EOFError, ValueError):
        return None
    except Exception as error:
        if type(error).__module__ == "zlib":
            return None
        raise


def _members(content: bytes) -> list[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return [(one.filename, archive.read(one)) for one in archive.infolist() if one.file_size < 10_000_000]
    except Exception:  # a damaged archive is damaged again as it is
        return []


def _in_archive(members: list[tuple[str, bytes]], chance: Random, depth: int) -> tuple[bytes, str]:
    turn = chance.randrange(len(members))
    likely = [
        place for place, (name, _) in enumerate(members) if re.search(r"sheet|shared|styles|content|csv|json", name)
    ]
    if likely and chance.random() < 0.7:
        turn = chance.choice(likely)
    name, inside = members[turn]
    kind = chance.random()
    if kind < 0.05:
        del members[turn]
        step = f"without {name}"
    elif kind < 0.08:
        members.append((name, inside))
        step = f"twice {name}"
    elif kind < 0.11:
        other = chance.choice(members)
        members[turn] = (name, other[1])
        step = f"{name} is {other[0]}"
    elif kind < 0.13:
        members[turn] = (
            chance.choice(("../x.csv", "xl/workbook.xml", "content.xml", "a\0b.csv", "é.csv", "/")),
            inside,
        )
        step = f"{name} renamed"
    else:
        inside, inner = _changed(inside, chance, depth + 1)
        members[turn] = (name, inside)
        step = f"{name}/{inner}"
    return _packed(members), step


# ── changes of bytes ─────────────────────────────────────────────────────────────────────────────


def _span(content: bytes, chance: Random, most: int = 400) -> tuple[int, int]:
    start = chance.randrange(len(content) + 1)
    return start, min(len(content), start + chance.choice((1, 2, 4, 16, most)))


def _flip(content: bytes, chance: Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice((1, 2, 8, 64))):
        if changed:
            changed[chance.randrange(len(changed))] = chance.choice(
                (0, 0xFF, 0x80, 0x22, 0x0A, 0x0D, chance.randrange(256))
            )
    return bytes(changed)


def _insert(content: bytes, chance: Random) -> bytes:
    start, _ = _span(content, chance)
    return content[:start] + chance.choice(_PIECES) * chance.choice((1, 1, 3, 50)) + content[start:]


def _delete(content: bytes, chance: Random) -> bytes:
    start, end = _span(content, chance)
    return content[:start] + content[end:]


def _duplicate(content: bytes, chance: Random) -> bytes:
    start, end = _span(content, chance)
    return content[:end] + content[start:end] * chance.choice((1, 2, 100)) + content[end:]


def _move(content: bytes, chance: Random) -> bytes:
    start, end = _span(content, chance)
    rest = content[:start] + content[end:]
    place = chance.randrange(len(rest) + 1)
    return rest[:place] + content[start:end] + rest[place:]


def _truncate(content: bytes, chance: Random) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def _behead(content: bytes, chance: Random) -> bytes:
    return content[chance.randrange(len(content) + 1) :]


def _splice(content: bytes, chance: Random) -> bytes:
    other = samples()[chance.choice(sorted(samples()))]
    return content[: chance.randrange(len(content) + 1)] + other[chance.randrange(len(other) + 1) :]


def _zeros(content: bytes, chance: Random) -> bytes:
    start, end = _span(content, chance, 3000)
    return content[:start] + bytes(end - start) + content[end:]


def _twice(content: bytes, chance: Random) -> bytes:
    return content + content


def _marked(content: bytes, chance: Random) -> bytes:
    bare = re.sub(rb"^(\xef\xbb\xbf|\xff\xfe|\xfe\xff)", b"", content)
    return (
        chance.choice((b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\0\0", b"\0\0\xfe\xff", b"+/v8"))
        + bare
    )


def _reversed(content: bytes, chance: Random) -> bytes:
    start, end = _span(content, chance)
    return content[:start] + content[start:end][::-1] + content[end:]


_PIECES = (
    b'"', b'""', b",", b";", b"\t", b"|", b"\r", b"\n", b"\r\n", b"\0", b"\xff", b"\xc3", b"\xa0", b"\xe2\x80\xa8", b"\x1a", b"\xef\xbf\xbd",
    b"\xed\xa0\x80", b"=1+1", b"<html>", b"sep=;\n", b"{", b"[", b"}", b"]", b"&", b"<", b"0", b"-", b"9" * 400, b"1e999", b"NaN", b"None",
    b"03/04/2025", b"31.02.2025", b"99.99.9999 99:99", b"0000-00-00", b"9999-12-31 23:59:59", b"GMT-99", b"GMT+5:3", b"%s{0}{count}", b"${TOKEN}",
    b"x" * 5000, "١٢٣".encode(), "²".encode(), "①".encode(), "\U0001f600".encode(), "\u202e".encode(), b"a@b.c", b"1.2.3.4", b"+372 5555 5555",
)  # fmt: skip
_BYTES: tuple[Change, ...] = (
    _flip, _insert, _insert, _delete, _duplicate, _move, _truncate, _behead, _splice, _zeros, _twice, _marked, _reversed,
)  # fmt: skip


# ── changes of tables in text ────────────────────────────────────────────────────────────────────


def _lines(content: bytes, chance: Random) -> bytes:
    lines = content.splitlines(keepends=True)
    if not lines:
        return content
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    kind = chance.randrange(6)
    if kind == 0:
        lines[one], lines[other] = lines[other], lines[one]
    elif kind == 1:
        lines.insert(other, lines[0])
    elif kind == 2:
        lines[one : one + 1] = [lines[one]] * chance.choice((2, 30, 2000))
    elif kind == 3:
        del lines[one]
    elif kind == 4:
        lines = lines[:1] * 3
    else:
        chance.shuffle(lines)
    return b"".join(lines)


def _cells(content: bytes, chance: Random) -> bytes:
    """One cell becomes something else; so does now and then the whole column under it."""
    separator = max((b",", b";", b"\t", b"|"), key=content.count)
    lines = [line.split(separator) for line in content.split(b"\n")]
    row = chance.randrange(len(lines))
    column = chance.randrange(len(lines[row]))
    piece = chance.choice(_PIECES)
    for place in [row] if chance.random() < 0.6 else range(min(1, len(lines) - 1), len(lines)):
        if column < len(lines[place]):
            lines[place][column] = piece
    return b"\n".join(separator.join(line) for line in lines)


def _digits(content: bytes, chance: Random) -> bytes:
    """Numbers become other numbers: dates that are none, counts beyond every limit."""
    found = list(re.finditer(rb"\d+", content))
    if not found:
        return content
    for one in chance.sample(found, min(len(found), chance.choice((1, 3)))):
        piece = chance.choice(
            (b"0", b"99", b"-1", b"1e308", b"9" * 20, b"9" * 5000, b"0.1", b"", b"31", b"12", b"2101", "٣".encode())
        )
        content = content.replace(content[one.start() : one.end()] or b"7", piece, 1)
    return content


def _wide(content: bytes, chance: Random) -> bytes:
    first, _, rest = content.partition(b"\n")
    separator = chance.choice((b",", b";", b"\t", b"|"))
    return first + separator * chance.choice((1, 7, 3000)) + b"\n" + rest


def _other_ends(content: bytes, chance: Random) -> bytes:
    return content.replace(b"\r\n", b"\n").replace(
        b"\n", chance.choice((b"\r", b"\r\n", b"\n\r", b"\n\n", b"\0\n", b"\x0b", b"\xc2\x85"))
    )


def _recoded(content: bytes, chance: Random) -> bytes:
    text = content.decode("utf-8", "replace")
    return text.encode(
        chance.choice(("utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "cp1251", "utf-7", "cp037")), "replace"
    )


def _only(content: bytes, chance: Random) -> bytes:
    sign = bytes([chance.choice(content or b"x")])
    return sign * chance.choice((1, 10, 5000))


_TEXT: tuple[Change, ...] = (_lines, _cells, _cells, _digits, _wide, _other_ends, _recoded, _only)


# ── changes of XML and JSON ──────────────────────────────────────────────────────────────────────


def _replaced(content: bytes, chance: Random, changes: tuple[tuple[bytes, bytes], ...]) -> bytes:
    able = [(pattern, piece) for pattern, piece in changes if re.search(pattern, content)]
    if not able:
        return _flip(content, chance)
    pattern, piece = chance.choice(able)
    found = list(re.finditer(pattern, content))
    some = found if chance.random() < 0.2 else [chance.choice(found)]
    return _with(content, some, piece)


def _with(content: bytes, places: list[re.Match[bytes]], piece: bytes) -> bytes:
    """The content with a piece in every one of some places."""
    parts, last = [], 0
    for place in sorted(places, key=lambda place: place.start())[:2000]:
        parts += [content[last : place.start()], piece]
        last = place.end()
    return b"".join([*parts, content[last:]])


def _entities(content: bytes, chance: Random) -> bytes:
    lol = b'<!ENTITY a0 "lol">' + b"".join(
        b'<!ENTITY a%d "%s">' % (turn, b"&a%d;" % (turn - 1) * 10) for turn in range(1, 10)
    )
    doctype = chance.choice(
        (b"<!DOCTYPE x [" + lol + b"]>", b'<!DOCTYPE x [<!ENTITY a9 SYSTEM "file:///etc/hostname">]>', b"<!DOCTYPE x>")
    )
    end = content.find(b"?>") + 2 if content.startswith(b"<?xml") else 0
    body = re.sub(rb">[^<>]{1,200}</", b">&a9;</", content[end:], count=chance.choice((1, 3)))
    return content[:end] + doctype + body


def _references(content: bytes, chance: Random) -> bytes:
    return _replaced(
        content,
        chance,
        (
            (rb'ref="[A-Z0-9:]+"', b'ref="A1:XFD1048576"'),
            (rb'ref="[A-Z0-9:]+"', b'ref="B9:A1"'),
            (rb'ref="[A-Z0-9:]+"', b'ref=""'),
            (rb' r="[A-Z]+\d+"', b' r="XFD1048576"'),
            (rb' r="[A-Z]+\d+"', b' r="A0"'),
            (rb' r="[A-Z]+\d+"', b' r="ZZZZZZZ99999999999999"'),
            (rb' r="[A-Z]+\d+"', b' r="AMJ90000"'),
            (rb' r="[A-Z]+\d+"', b' r="7"'),
            (rb' r="[A-Z]+\d+"', b' r="a1"'),
            (rb' r="[A-Z]+\d+"', b""),
            (rb' r="\d+"', b' r="99999999999999999999"'),
            (rb' r="\d+"', b' r="-1"'),
            (rb' r="\d+"', b' r="0"'),
            (rb' r="\d+"', b' r="1048576"'),
            (rb"number-columns-repeated=\"\d+\"", b'number-columns-repeated="999999999"'),
            (rb"<table:table-cell ", b'<table:table-cell table:number-columns-repeated="1000000000" '),
            (rb"<table:table-cell ", b'<table:table-cell table:number-columns-repeated="-5" '),
            (rb"<table:table-row>", b'<table:table-row table:number-rows-repeated="1048570">'),
            (rb"<table:table-row>", b'<table:table-row table:number-rows-repeated="99999999999">'),
            (rb"<mergeCell ref=\"[^\"]*\"", b'<mergeCell ref="A1:XFD1048576"'),
        ),
    )


def _values(content: bytes, chance: Random) -> bytes:
    return _replaced(
        content,
        chance,
        (
            (rb"<v>[^<]*</v>", b"<v>4294967296</v>"),
            (rb"<v>[^<]*</v>", b"<v>-1</v>"),
            (rb"<v>[^<]*</v>", b"<v>NaN</v>"),
            (rb"<v>[^<]*</v>", b"<v>1e400</v>"),
            (rb"<v>[^<]*</v>", b"<v></v>"),
            (rb"<v>[^<]*</v>", b"<v>99999</v>"),
            (rb"<v>[^<]*</v>", b"<v>-2958466.7</v>"),
            (rb"<v>[^<]*</v>", b"<v>1e15</v>"),
            (rb' t="\w+"', b' t="s"'),
            (rb' t="\w+"', b' t="d"'),
            (rb' t="\w+"', b' t="b"'),
            (rb' t="\w+"', b' t="e"'),
            (rb' t="\w+"', b' t="wrong"'),
            (rb' t="\w+"', b' t="str"'),
            (rb' s="\d+"', b' s="65000"'),
            (rb"<c ", b'<c s="1" '),
            (rb'numFmtId="\d+"', b'numFmtId="14"'),
            (rb'numFmtId="\d+"', b'numFmtId="46"'),
            (rb'formatCode="[^"]*"', b'formatCode="yyyy-mm-dd hh:mm:ss.000;[Red]@[h]"'),
            (rb'uniqueCount="\d+"', b'uniqueCount="4294967295"'),
            (rb' count="\d+"', b' count="99999999999"'),
            (rb'office:value="[^"]*"', b'office:value="abc"'),
            (rb'office:value-type="\w+"', b'office:value-type="date" office:date-value="9999-99-99"'),
            (rb'office:value-type="\w+"', b'office:value-type="percentage"'),
            (rb'Target="[^"]*"', b'Target="../../../etc/passwd"'),
            (rb'Target="[^"]*"', b'Target=""'),
            (rb' name="[^"]*"', b' name=""'),
            (rb'r:id="[^"]*"', b'r:id="rId999"'),
            (rb'state="\w+"', b'state="veryHidden"'),
            (rb"<sheet ", b'<sheet state="hidden" '),
            (rb"</\w+>", b""),
            (rb"<t>", b"<t>" + b"y" * 40_000),
            (rb"date1904=\"\w+\"", b'date1904="1"'),
            (rb"UTF-8", b"UTF-16"),
            (rb"UTF-8", b"klingon"),
        ),
    )


def _nested_tags(content: bytes, chance: Random) -> bytes:
    found = list(re.finditer(rb"<(\w[\w:]*)[^<>/]*>", content))
    if not found:
        return content
    one, depth = chance.choice(found), chance.choice((5, 200, 20_000))
    return content[: one.start()] + one.group() * depth + content[one.end() :]


_XML: tuple[Change, ...] = (_entities, _references, _references, _values, _values, _nested_tags)


def _deep(content: bytes, chance: Random) -> bytes:
    sign = chance.choice((b"[", b'{"a":', b'[{"a":'))
    depth = chance.choice((500, 100_000, 1_000_000))
    start, _ = _span(content, chance)
    return (
        content[:start]
        + sign * depth
        + (b"1" + {b"[": b"]", b'{"a":': b"}"}.get(sign, b"}]") * depth) * chance.randrange(2)
        + content[start:]
    )


def _json_values(content: bytes, chance: Random) -> bytes:
    values = (b"1e999", b"-0", b"9" * 5000, b"NaN", b"-Infinity", b"null", b"true", b"[]", b"{}", b'""', b'"\\ud800"', b'"\\u0000"', b"[[[1]]]",
              b'{"a": {"b": []}}', b'"x"', b"3.5", b'["a", 1]', b'{"id": 5}', b'"9999-12-31T23:59:59+23:59"', b'"0001-01-01T00:00:00-23:59"', b'"P99999999Y"',
              b'"PT1e99S"', b'"\xff\xfe"')  # fmt: skip
    able = [
        r'"[^"\\]{0,200}"(?=\s*[,}\]])',
        r":\s*-?\d[\d.]*",
        r":\s*\{",
        r":\s*\[",
        r'"\w+"(?=\s*:)',
    ]
    pattern = chance.choice(able).encode()
    found = list(re.finditer(pattern, content))
    if not found:
        return content
    value = chance.choice(values)
    if pattern.startswith(b":"):
        value = b":" + (
            value + b', "again": {'
            if pattern.endswith(b"{")
            else value + b', "again": ['
            if pattern.endswith(b"[")
            else value
        )
        value = value.replace(b', "again": {', b', "again": {')
    some = found if chance.random() < 0.15 else chance.sample(found, min(len(found), chance.choice((1, 1, 4))))
    return _with(content, some, value)


def _json_keys(content: bytes, chance: Random) -> bytes:
    found = list(re.finditer(rb'"(\w+)"\s*:', content))
    if len(found) < 2:
        return content
    one, other = chance.choice(found), chance.choice(found)
    return content[: one.start()] + other.group() + content[one.end() :]


def _json_typed(content: bytes, chance: Random) -> bytes:
    """Whole values become values of another type, in JSON that stays valid."""
    import json

    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        lines = content.split(b"\n")
        turn = chance.randrange(len(lines))
        try:
            value = json.loads(lines[turn])
        except (ValueError, RecursionError):
            return _json_values(content, chance)
        for _ in range(chance.choice((1, 2, 5))):
            value = _typed(value, chance)
        lines[turn] = json.dumps(value).encode()
        return b"\n".join(lines)
    for _ in range(chance.choice((1, 2, 5))):
        value = _typed(value, chance)
    return json.dumps(value, ensure_ascii=chance.random() < 0.5).encode("utf-8", "surrogatepass")


def _typed(value: object, chance: Random) -> object:
    if isinstance(value, dict) and value and chance.random() < 0.9:
        key = chance.choice(sorted(value))
        return {**value, key: _typed(value[key], chance)}
    if isinstance(value, list) and value and chance.random() < 0.9:
        turn = chance.randrange(len(value))
        return [*value[:turn], _typed(value[turn], chance), *value[turn + 1 :]]
    return chance.choice(
        (None, True, 0, -1, 1e308, float("nan"), float("inf"), 10**400, "", "x", " ", "\ud800", "\0", [], {}, [None], [[]], {"": None}, {"id": {}},
         {"name": []}, [1, "a"], "9999-12-31T23:59:59+23:59", "2025-13-45", "0001-01-01T00:00:00-23:59", "PT1H", "PT" + "9" * 400 + "S", "P1Y", "{", "[1",
         '{"a": 1}', "mailto:", "http://", "9" * 5000, value, [value], {"x": value})
    )  # fmt: skip


_JSON: tuple[Change, ...] = (_deep, _json_values, _json_values, _json_keys, _json_typed, _json_typed, _json_typed)


# ── reading ──────────────────────────────────────────────────────────────────────────────────────


def attempt(content: bytes, name: str = "file") -> str:
    """Read, and go every further step a survey goes: "read", or the code it was refused with.

    Raises:
        whatever is no ToolboxError: what the campaign looks for.
    """
    from toolbox.frameworks import load
    from toolbox.model import ToolboxError
    from toolbox.reading import Pseudonyms, read
    from toolbox.reading.printed import as_json
    from toolbox.reading.recipes import apply, difference, from_json, guess, look, read_as_before, to_json

    pseudonym = Pseudonyms(b"a key of the tests")
    try:
        reading = read(content, name, pseudonym=pseudonym)
    except ToolboxError as refused:
        _in_words(refused)
        return refused.code
    as_json(reading)
    if reading.kind != "survey":
        return "read"
    framework = load("selfie-2020")
    for given in (framework, None):
        recipe = guess(reading, given)
        look(reading)
        difference(recipe, reading)
        if from_json(to_json(recipe)) != recipe:
            raise AssertionError("the recipe changed on being saved")
        try:
            apply(recipe, reading, framework, pseudonym)
        except ToolboxError as refused:
            _in_words(refused)
    if len(content) % 8 == 0:
        read_as_before(content, name, [recipe], pseudonym=pseudonym)
    return "read"


def _in_words(refused: Exception) -> None:
    if not (getattr(refused, "code", "") and str(refused).endswith((".", "?", ")"))):
        raise AssertionError(f"a refusal without a sentence: {refused!r}")


@contextmanager
def bounded(seconds: float = SECONDS) -> Iterator[None]:
    """Ends this process with its trace where one reading takes more seconds of work than it may."""
    done = threading.Event()
    began = time.process_time()

    def watch() -> None:
        while not done.wait(0.2):
            if time.process_time() - began > seconds:
                faulthandler.dump_traceback()
                os._exit(3)

    # Compiled code that holds on to the interpreter stops the watch too; the clock on the wall does not.
    faulthandler.dump_traceback_later(seconds * 15, exit=True)
    threading.Thread(target=watch, daemon=True).start()
    try:
        yield
    finally:
        done.set()
        faulthandler.cancel_dump_traceback_later()


def main(first: int, count: int) -> None:
    """Try seeds in this process, under limits; the parent reads what is printed."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    for seed in range(first, first + count):
        print(f"SEED {seed}", flush=True)
        made = damaged(seed)
        try:
            with bounded():
                end = attempt(made.content, made.name)
        except Exception as error:
            frames = traceback.extract_tb(error.__traceback__)
            where = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames][-4:]
            told = f"{type(error).__name__}: {str(error)[:200]!r} at {where}"
            print(f"{_FOUND} {seed} {made.name} {made.steps} {told}", flush=True)
            if count == 1:
                traceback.print_exc()
        else:
            print(f"END {end}", flush=True)


def campaign(
    first: int, count: int, *, seconds: float | None = None, module: str = "tests.reading.fuzzing"
) -> tuple[list[str], int, dict[str, int]]:
    """Try seeds in a child process, and in a new one where it dies.

    Returns:
        (a line for each seed that ended wrongly, how many were tried, how often each end was met).
    """
    found, ends, last = [], Counter(), first + count
    deadline = time.monotonic() + (seconds or 1e9)
    tried = 0
    while first < last and time.monotonic() < deadline:
        with subprocess.Popen(
            [sys.executable, "-m", module, str(first), str(last - first)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
            cwd=ROOT,
            env={
                **os.environ,
                "PYTHONPATH": str(ROOT),
                "PYTHONWARNINGS": "ignore",
                "ARROW_DEFAULT_MEMORY_POOL": "system",
            },
        ) as child:
            seed, ended = first, True
            for line in child.stdout or ():
                if line.startswith("SEED "):
                    seed, ended = int(line.split()[1]), False
                    tried += 1
                    if time.monotonic() > deadline:
                        child.kill()
                        return found, tried, dict(ends)
                elif line.startswith("END "):
                    ended = True
                    ends[line.split()[1]] += 1
                elif line.startswith(_FOUND):
                    ended = True
                    found.append(line.strip())
            told = (child.stderr.read() if child.stderr else "")[-3000:]
            child.wait()
        if not ended or child.returncode:
            made = damaged(seed)
            found.append(f"{_FOUND} {seed} {made.name} {made.steps} died with {child.returncode}: {told}")
            first = seed + 1
        else:
            first = last
    return found, tried, dict(ends)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
