"""What KoboToolbox and ODK share: questions named by their path of groups, and one answer given in two shapes.

A question in a group is headed ``group/question``. One with several answers is a column of codes joined by
blanks, or one column per option (``question/option``, 0 or 1), or both at once: then the options are used.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from toolbox.model import Kind
from toolbox.reading.grid import Column, Grid
from toolbox.reading.layout import Role

_NAME = re.compile(r"^[A-Za-z_][\w.]*$")
_TICKS = frozenset(["", "0", "1", "true", "false", "0.0", "1.0"])
_CODES = re.compile(r"^[\w.\-]+( [\w.\-]+)*$")
#: A point on the map in parts: ``_gps_latitude``, ``gps-Accuracy``.
_POINT = re.compile(r"_?(.+?)[_\-](latitude|longitude|altitude|precision|accuracy)$", re.IGNORECASE)
#: What a telephone adds of itself and of its owner.
DEVICE: dict[str, Role] = {
    "deviceid": "phone",
    "subscriberid": "phone",
    "simserial": "phone",
    "phonenumber": "phone",
    "imei": "phone",
    "username": "name",
    "email": "e-mail",
    "_submitted_by": "name",
    "SubmitterName": "name",
    "SubmitterID": "status",
    "DeviceID": "phone",
}


def texts(headings: Sequence[str], joiner: str) -> tuple[str, ...]:
    """Headings without their groups; an option stands in brackets behind its question.

    Example:
        >>> texts(["about/school", "about/role", "How far?/Devices: on/off", "helped", "helped/course"], "/")
        ('school', 'role', 'How far?/Devices: on/off', 'helped', 'helped [course]')
    """
    shared = Counter(path for heading in headings for path in _paths(heading, joiner))
    whole = set(headings)
    turned = []
    for heading in headings:
        question = next((path for path in reversed(_paths(heading, joiner)) if path in whole), "")
        if question:
            option = heading[len(question) + len(joiner) :]
            turned.append(f"{_last(question, joiner, shared)} [{option}]")
        else:
            turned.append(_last(heading, joiner, shared))
    return tuple(turned)


def _paths(heading: str, joiner: str) -> list[str]:
    """Every path of groups above a heading, shortest first."""
    parts = heading.split(joiner)
    return [joiner.join(parts[:count]) for count in range(1, len(parts))]


def _last(heading: str, joiner: str, shared: Counter[str]) -> str:
    """The part of a heading behind its groups: groups are names without blanks, or stand above several headings."""
    groups = [path for path in _paths(heading, joiner) if shared[path] > 1 or _NAME.match(path.split(joiner)[-1])]
    return heading[len(groups[-1]) + len(joiner) :] if groups else heading


def several(headings: Sequence[str], body: Grid, joiner: str) -> tuple[dict[int, Kind], dict[int, Role]]:
    """Which columns hold several answers, and which only repeat what the columns of their options say."""
    whole = {heading: column for column, heading in enumerate(headings)}
    kinds: dict[int, Kind] = {}
    repeats: dict[int, Role] = {}
    for column, heading in enumerate(headings):
        if set(map(str.casefold, body.columns[column].words)) <= _TICKS and joiner in heading:
            question = next((path for path in reversed(_paths(heading, joiner)) if path in whole), None)
            if question is not None:
                kinds[column] = "multi"
                repeats[whole[question]] = "status"
    for column in range(len(headings)):
        if column not in kinds and column not in repeats and _joined_codes(body.columns[column]):
            kinds[column] = "multi"
    return kinds, repeats


def _joined_codes(column: Column) -> bool:
    """Codes joined by blanks: most of them stand alone in some cell, and no cell is a sentence."""
    words = column.some()
    joined = [word for word in words if " " in word]
    if not joined or len(joined) < 0.2 * len(words) or not all(_CODES.match(word) for word in words):
        return False
    parts = Counter(part for word in words for part in word.split())
    coded = all(part == part.casefold() for part in parts)
    repeated = sum(number for number in parts.values() if number > 1)
    return coded and len(parts) <= 40 and repeated >= 0.7 * sum(parts.values())


def roles(headings: Sequence[str], own: dict[str, Role]) -> dict[int, Role]:
    """The tool's own columns, by their bare name, whatever group they stand in."""
    known = {**DEVICE, **own}
    bare = [re.split(r"[/:]", heading)[-1] for heading in headings]
    points = {found.group(1) for name in bare if (found := re.match(r"_?(.+?)[_\-]latitude$", name, re.IGNORECASE))}
    places: dict[int, Role] = {
        column: "place"
        for column, name in enumerate(bare)
        if name in points or ((found := _POINT.match(name)) and found.group(1) in points)
    }
    return places | {
        column: known[heading if heading in known else name]
        for column, (heading, name) in enumerate(zip(headings, bare, strict=True))
        if heading in known or (name in known and name in DEVICE)
    }
