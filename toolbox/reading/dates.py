"""Dates of a column, with the order of day and month decided once over all its rows.

A date like 03/04/2025 cannot be judged alone. Every distinct text of the column is taken apart
first; only then is the order decided: by a number above 12, by the times running forward, or not
at all. Offsets (``GMT-5``) are applied with the sign as written; the result is then in UTC.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

import numpy as np

from toolbox.model import DateOrder
from toolbox.reading.grid import Column
from toolbox.reading.seeding import half_of_day, month_number

_OFFSET = re.compile(
    r"\s*(?:(?:GMT|UTC)\s*([+\-−]\d{1,2}(?::?\d\d)?)?|([+\-−]\d\d:?\d\d)|((?<![a-z])Z))$", re.IGNORECASE
)
#: Hours east of UTC of the names zones go by in Europe and in America. A name that is none of these says no offset.
_ZONES = {
    "WET": 0, "WEST": 1, "WEZ": 0, "WESZ": 1, "BST": 1, "CET": 1, "CEST": 2, "MEZ": 1, "MESZ": 2, "HNEC": 1, "HAEC": 2,
    "EET": 2, "EEST": 3, "OEZ": 2, "OESZ": 3, "MSK": 3, "AST": -4, "ADT": -3, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5,
    "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "AKST": -9, "AKDT": -8, "HST": -10,
}  # fmt: skip
_ZONE = re.compile(r"(?<=[\d.\w])\s+([A-Z]{2,5})$")
_CLOCK = re.compile(
    r"[\s,T]+(?:à|às|at|klo|kell|kl\.?|um|plkst\.?|a las|в)?\s*(\d{1,2})[:.h](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?\s*"
    r"([^\W\d][^\d,:;/]{0,20})?$",
    re.IGNORECASE,
)
_NUMBERS = re.compile(r"^(\d{1,4})([./\-])\s?(\d{1,2})\2\s?(\d{1,4})\.?$")
_NAMED = re.compile(r"^(?:\w+,?\s+)?(\d{1,2})\.?[\s\-]+(?:de\s+|d')?([^\W\d]{3,})\.?,?[\s\-]+(?:de\s+)?(\d{2,4})$")
_NAMED_FIRST = re.compile(r"^(?:\w+,\s+)?([^\W\d]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})$")
_YEAR_NAMED = re.compile(r"^(\d{4})[\s\-]+([^\W\d]{3,})\.?[\s\-]+(\d{1,2})$")
_ISO = re.compile(r"^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?)?$")
_LOOKS = re.compile(r"^\D{0,15}\d{1,4}[\s./\-]")


@dataclass(frozen=True, kw_only=True)
class Parts:
    """A date taken apart. ``a`` and ``b`` are day and month in the order written, until the order is known."""

    year: int
    a: int
    b: int
    order: DateOrder
    """Set where the text itself tells the order, "" where a and b could be either."""
    seconds: int = 0
    clock: bool = False
    offset: int | None = None
    """Seconds east of UTC, as written."""
    sign: str = ""
    """What stands between the numbers."""
    short: bool = False
    """Three numbers of two digits: the year may stand first as well (``25-04-03``)."""

    def under(self, order: DateOrder) -> tuple[int, int, int]:
        """Year, month and day under an order; not always a day there is."""
        if self.short and order == "ymd":
            return 2000 + self.a, self.b, self.year - 2000
        return (self.year, self.a, self.b) if self.order == "ymd" or order == "mdy" else (self.year, self.b, self.a)


@dataclass(frozen=True, kw_only=True, eq=False)
class Dates:
    """The dates of one column. ``times`` is None as long as the order is unclear."""

    share: float
    """Share of filled cells that are dates."""
    order: DateOrder
    unclear: bool
    has_clock: bool
    times: np.ndarray | None
    examples: tuple[str, ...] = ()
    count: int = 0
    orders: tuple[DateOrder, ...] = ()
    """The orders every date fits, where more than one does."""


def offset_seconds(text: str) -> int:
    """An offset as written, in seconds east of UTC.

    Example:
        >>> offset_seconds("-5"), offset_seconds("+05:30"), offset_seconds("+1")
        (-18000, 19800, 3600)
    """
    sign = -1 if text[0] in "-−" else 1
    digits = text[1:].replace(":", "")
    hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
    return sign * (hours * 3600 + minutes * 60)


@lru_cache(maxsize=100_000)
def take_apart(text: str) -> Parts | None:
    """The parts of one date text, or None where it is no date.

    Example:
        >>> take_apart("2020/04/07 4:49:53 p.\\u00a0m. GMT-5").seconds // 3600, take_apart("17/10/21, 12:44").order
        (16, 'dmy')
        >>> take_apart("2023/05/04 1:12:13 PM EEST").offset, take_apart("2023/05/04 1:12:13 PM").offset
        (10800, None)
    """
    iso = _ISO.match(text)
    if iso:
        year, month, day, hour, minute, second = (int(part or 0) for part in iso.groups())
        return _valid(year, month, day, "ymd", hour * 3600 + minute * 60 + second, iso.group(4) is not None, None)
    if len(text) > 60 or not any(sign.isdigit() for sign in text):
        return None
    rest, offset = text.replace("\u00a0", " ").replace("\u202f", " ").strip(), None
    found = _OFFSET.search(rest)
    if found and re.search(r"\d[:.h]\d\d", rest):
        written = found.group(1) or found.group(2)
        offset = offset_seconds(written) if written else 0
        rest = rest[: found.start()]
    elif (zone := _ZONE.search(rest)) and half_of_day(zone.group(1)) is None and _CLOCK.search(rest[: zone.start()]):
        hours = _ZONES.get(zone.group(1))
        offset, rest = None if hours is None else hours * 3600, rest[: zone.start()]
    seconds, has_clock = 0, False
    clock = _CLOCK.search(rest)
    if clock:
        hour, minute, second = int(clock.group(1)), int(clock.group(2)), int(clock.group(3) or 0)
        if clock.group(4):
            half = half_of_day(clock.group(4))
            if half is None:
                return None
            hour = hour % 12 + half
        if hour > 23 or minute > 59 or second > 59:
            return None
        seconds, has_clock, rest = hour * 3600 + minute * 60 + second, True, rest[: clock.start()]
    return _day(rest.strip(" ,"), seconds, has_clock, offset)


def _day(text: str, seconds: int, clock: bool, offset: int | None) -> Parts | None:
    found = _NUMBERS.match(text)
    if found:
        first, _, second, third = found.groups()
        if len(first) == 4:
            return (
                _valid(int(first), int(second), int(third), "ymd", seconds, clock, offset) if len(third) <= 2 else None
            )
        if len(first) > 2 or len(third) in (1, 3):
            return None
        year = int(third) + 2000 if len(third) == 2 else int(third)
        a, b = int(first), int(second)
        # Dots are never used month first.
        order: DateOrder = "dmy" if found.group(2) == "." or a > 12 else "mdy" if b > 12 else ""
        month, day = (a, b) if order == "mdy" else (b, a)
        checked = _valid(year, month, day, order or "dmy", seconds, clock, offset)
        sign = found.group(2)
        short = len(first) == 2 == len(third) and sign != "."
        return checked and Parts(
            year=year, a=a, b=b, order=order, seconds=seconds, clock=clock, offset=offset, sign=sign, short=short
        )
    for pattern, places in ((_NAMED, (3, 2, 1)), (_NAMED_FIRST, (3, 1, 2)), (_YEAR_NAMED, (1, 2, 3))):
        found = pattern.match(text)
        if found:
            month = month_number(found.group(places[1]))
            year = int(found.group(places[0]))
            year += 2000 if year < 100 else 0
            return _valid(year, month, int(found.group(places[2])), "ymd", seconds, clock, offset) if month else None
    return None


def _valid(
    year: int, month: int, day: int, order: DateOrder, seconds: int, clock: bool, offset: int | None
) -> Parts | None:
    if not (1900 <= year <= 2100 and 1 <= month <= 12 and 1 <= day <= 31):
        return None
    try:
        datetime(year, month, day)
    except ValueError:
        return None
    return Parts(year=year, a=month, b=day, order=order, seconds=seconds, clock=clock, offset=offset)


def looks_like_dates(column: Column) -> bool:
    """A cheap first look: whether most of a sample of the column's words are dates."""
    words = [word for word in column.words[1:40] if word]
    return bool(words) and sum(
        bool(_LOOKS.match(word)) and take_apart(word) is not None for word in words
    ) >= 0.8 * len(words)


def dates(column: Column, chosen: DateOrder = "") -> Dates:
    """The dates of a column under one order for all its rows.

    Args:
        column: texts.
        chosen: the order a person chose; texts it cannot fit stay unknown (NaT).

    Example:
        >>> found = dates(Column.of_cells(["03/04/2025", "04/04/2025"]))
        >>> found.unclear, found.times
        (True, None)
        >>> dates(Column.of_cells(["03/04/2025", "17/04/2025"])).order
        'dmy'
    """
    quick = _all_iso(column)
    if quick is not None:
        return quick
    parts = [take_apart(word) if word else None for word in column.words]
    counts = column.counts()
    filled = int(counts[1:].sum())
    count = int(sum(number for number, part in zip(counts, parts, strict=True) if part))
    told = {part.order for part in parts if part and part.order in ("dmy", "mdy")}
    numeric = [part for part in parts if part and part.order != "ymd"]
    has_clock = any(part.clock for part in parts if part)
    orders: tuple[DateOrder, ...] = ("dmy", "mdy")
    order: DateOrder = "" if chosen == "ymd" and not all(part.short for part in numeric) else chosen
    unclear = False
    if not order:
        year_first = _year_first(numeric)
        if year_first is None:
            orders, unclear = tuple(each for each in ("dmy", "mdy", "ymd") if _all_fit(numeric, each)), True
        elif year_first:
            order = "ymd"
        elif not numeric:
            order = "ymd" if count else ""
        elif len(told) == 1:
            order = next(iter(told))
        elif told:
            # Both orders stand in one column (two sources pasted together): no single order is right.
            unclear = True
        else:
            order = "dmy" if all(part.a == part.b for part in numeric) else _by_running_forward(column, parts)
            unclear = not order
    share = count / filled if filled else 0.0
    asked = "ymd" in orders and unclear
    examples = tuple(
        word
        for word, part in zip(column.words, parts, strict=True)
        if part and (part.order == "" or (asked and part.short))
    )[:3]
    times = None if unclear or not count else _stamps(parts, order)[column.codes]
    return Dates(
        share=share,
        order=order,
        unclear=unclear,
        has_clock=has_clock,
        times=times,
        examples=examples,
        count=count,
        orders=orders if unclear and examples else (),
    )


def _year_first(numeric: list[Parts]) -> bool | None:
    """Whether two-digit years stand first; None where that cannot be told.

    An export covers months, not decades: read in the wrong order its days become years far apart.
    """
    if not numeric or not all(part.short for part in numeric) or not _all_fit(numeric, "ymd"):
        return False
    if not _all_fit(numeric, "dmy") and not _all_fit(numeric, "mdy"):
        return True
    first, last = ({part.a for part in numeric}, {part.year for part in numeric})
    spans = max(first) - min(first), max(last) - min(last)
    if min(spans) > 2 or max(spans) < 6:
        # With slashes hardly anybody writes a year of two digits first; with hyphens many do.
        return None if all(part.sign == "-" for part in numeric) else False
    return spans[0] < spans[1]


def _all_fit(numeric: list[Parts], order: DateOrder) -> bool:
    return all(_is_day(*part.under(order)) for part in numeric)


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        datetime(year, month, day)
    except ValueError:
        return False
    return True


def _all_iso(column: Column) -> Dates | None:
    """A column of ISO moments only, as workbooks and most tools give them: parsed at once."""
    words = column.words[1:]
    if not words or not all(
        len(word) in (10, 16, 19) and word[4] == "-" == word[7] and word[16:17] in ":" for word in words
    ):
        return None
    try:
        stamps = np.asarray(["NaT", *words], dtype="datetime64[s]")
    except ValueError:
        return None
    return Dates(
        share=1.0,
        order="ymd",
        unclear=False,
        has_clock=any(len(word) > 10 for word in words),
        times=stamps[column.codes],
        count=int(column.filled().sum()),
    )


def _stamps(parts: list[Parts | None], order: DateOrder) -> np.ndarray:
    return np.asarray([_stamp(part, order) if part else None for part in parts], dtype="datetime64[s]")


def _stamp(part: Parts, order: DateOrder) -> datetime | None:
    try:
        moment = datetime(*part.under(order)) + timedelta(seconds=part.seconds - (part.offset or 0))
    except ValueError:
        return None
    return moment


def _by_running_forward(column: Column, parts: list[Parts | None]) -> DateOrder:
    """Survey tools write answers in the order they came: the order under which times never run back, if only one does.

    Only asked of eight or more moments with a clock, so that a typed list of days is never decided by chance; and not of
    rows sorted by the letters of their dates, which look like the order of whatever stands first.
    """
    if sum(bool(part and part.clock) for part in parts) < 8:
        return ""
    words = [column.words[code] for code in column.codes if parts[code]]
    if words == sorted(words) or words == sorted(words, reverse=True):
        return ""
    forward: list[DateOrder] = []
    for order in ("dmy", "mdy"):
        stamps = _stamps(parts, order)[column.codes]
        known = stamps[~np.isnat(stamps)].astype(np.int64)
        if (np.diff(known) >= 0).all() or (np.diff(known) <= 0).all():
            forward.append(order)
    return forward[0] if len(forward) == 1 else ""
