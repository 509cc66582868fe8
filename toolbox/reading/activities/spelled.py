"""Moments as programs and hands of many languages spell them → a spelling the reader of dates knows.

Only signs change here, never the meaning: characters between year, month and day, names of days, words for the halves
of the day, day numbers of spreadsheets and seconds since 1970. What has no year keeps having none until a person says
which school year it is; a school year begins in August.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from toolbox.model import DateOrder
from toolbox.reading.dates import take_apart
from toolbox.reading.seeding import month_number

_SIGNS = str.maketrans(
    {
        "年": "/",
        "月": "/",
        "년": "/",
        "월": "/",
        "日": " ",
        "일": " ",
        "号": " ",
        "號": " ",
        "،": ",",
        "時": ":",
        "时": ":",
    }
    | {"시": ":", "分": " ", "분": " ", "：": ":", "，": ",", "\u200e": "", "\u200f": "", "’": "'"}
)
#: Names of days that stand in the way, and words for the halves of the day that stand before the hour.
_DAYS = re.compile(r"[(（]\w{1,4}[)）]|星期\w|(?:周|週)\w|\w曜日|\w요일")
_HALVES = {
    f" {half} ": re.compile(rf"(?<![^\W\d])(?:{words})(?![^\W\d])")
    for half, words in (("AM", r"上午|午前|오전|凌晨|早上|ص|π\.?μ\.?"), ("PM", r"下午|午後|오후|晚上|م|μ\.?μ\.?"))
}
_HALF_FIRST = re.compile(r"\b(AM|PM)\s*(\d{1,2}:\d\d(?::\d\d)?)$")
#: What some languages write behind the year and the day: 2025 m. spalio 3 d., 2025. gada 3. oktobris, 2025(e)ko urriak 3, 3.10.2025 г.
_BEHIND_YEAR = re.compile(r"(\d{4})(?:\. gada|\(e\)ko|\s?(?:m|г|р)\.|\.(?=\s+[^\W\d]|,|$|\s+\d{1,2}:))")
_BEHIND_DAY = re.compile(r"(?<=\d)(?: d\.|\.)(?=,|\s+\d{1,2}:\d\d|$)")
_YEAR_DAY_NAMED = re.compile(r"^(\d{4}),? (\d{1,2})\.? ([^\W\d]{3,})(?=,|\s|$)")
#: Month before day and no year, with a clock of twelve hours.
_MONTH_FIRST = re.compile(r"^([^\W\d]{3,9})\.? (\d{1,2})(?:,| at)?(?: (\d{1,2}):(\d\d) ?([ap])m)?$", re.IGNORECASE)
_SERIAL = re.compile(r"^[2-6]\d{4}(?:[.,]\d+)?$")
_EPOCH = re.compile(r"^1\d{9}(?:\d{3})?(?:\.\d+)?$")
_CUT = re.compile(r"^\d{1,2}:\d\d(?:[.,:]\d+)?$")
_BARE_NAMED = re.compile(
    r"^(?:[^\W\d]+\.?,?\s+)?(\d{1,2})\.?\s+(?:de\s+)?([^\W\d]{3,})\.?(?:,?\s+(?:kl\.?\s*|à\s+|às\s+)?(\d{1,2})[:.](\d\d)(?::(\d\d))?)?$"
)
_BARE_NUMBERS = re.compile(r"^(\d{1,2})([./])\s?(\d{1,2})\.?(?:,?\s+(?:kl\.?\s*)?(\d{1,2}):(\d\d)(?::(\d\d))?)?$")
_FIRST_MONTH = 8


@lru_cache(maxsize=100_000)
def spelled(text: str) -> str:
    """The same moment in plain signs.

    Example:
        >>> [spelled(text) for text in ("2025年10月03日(金) 12:44", "2025년 10월 3일 오후 2:05", "2025 m. spalio 3 d., 12:44")]
        ['2025/10/03 12:44', '2025/10/3 2:05 PM', '2025 spalio 3, 12:44']
        >>> spelled("45933.53067"), spelled("1759495450")
        ('2025-10-03 12:44:10', '2025-10-03 12:44:10')
    """
    if numbered(text):
        return _of_number(text)
    if (found := _MONTH_FIRST.match(text)) and month_number(found[1]):
        hour = int(found[3] or 0) % 12 + (12 if (found[5] or "").lower() == "p" else 0)
        return f"{found[2]} {found[1]}, {hour:02}:{found[4]}" if found[3] else f"{found[2]} {found[1]}"
    if text.isascii() and "." not in text and "(" not in text:
        return text
    plain = (text if text.isascii() else _DAYS.sub(" ", text)).translate(_SIGNS)
    if not plain.isascii():
        for half, words in _HALVES.items():
            plain = words.sub(half, plain)
    plain = re.sub(r"(\d)/ +(?=\d)", r"\1/", " ".join(plain.split()))
    plain = _HALF_FIRST.sub(r"\2 \1", plain)
    plain = _BEHIND_DAY.sub("", _BEHIND_YEAR.sub(r"\1", plain))
    return _YEAR_DAY_NAMED.sub(r"\2 \3 \1", plain).replace(" ,", ",")


def numbered(text: str) -> bool:
    """Whether a text is a spreadsheet's number of a day (1955 to 2091), or seconds or milliseconds since 1970."""
    return text[:1].isdigit() and bool(_SERIAL.match(text) or _EPOCH.match(text))


def _of_number(text: str) -> str:
    number = float(text.replace(",", "."))
    if number < 100_000:
        moment = datetime(1899, 12, 30) + timedelta(seconds=round(number * 86_400))
    else:
        moment = datetime.fromtimestamp(number / 1000 if number > 1e11 else number, UTC)
    return f"{moment:%Y-%m-%d %H:%M:%S}"


def is_cut(text: str) -> bool:
    """Whether minutes and seconds are all that is left of a moment, as ``33:50.5``."""
    return bool(_CUT.match(text))


@lru_cache(maxsize=100_000)
def without_year(text: str) -> bool:
    """Whether a text is a day of a month, with or without a clock, of no year.

    Example:
        >>> [without_year(text) for text in ("17 Oct, 12:44", "12.3.", "12/3 14:00", "12.30", "17 Oct 2014, 12:44")]
        [True, True, True, False, False]
    """
    return bool(with_school_year(text, 1999, ""))  # 1999/2000 has a 29 February


def with_school_year(text: str, year: int, order: DateOrder) -> str:
    """The day in the school year that began in August of a year, as ISO; "" where the text is no such day.

    Days stand before months, save where a person chose otherwise.

    Example:
        >>> with_school_year("17 Oct, 12:44", 2014, ""), with_school_year("12.3.", 2014, "")
        ('2014-10-17 12:44:00', '2015-03-12')
    """
    if found := _BARE_NAMED.match(text):
        day, month, clock = int(found[1]), month_number(found[2]), found.groups()[2:]
    elif found := _BARE_NUMBERS.match(text):
        day, month, clock = int(found[1]), int(found[3]), found.groups()[3:]
        if found[2] == "/" and order == "mdy":
            day, month = month, day
    else:
        return ""
    if not month:
        return ""
    try:
        moment = datetime(year + (month < _FIRST_MONTH), month, day, *(int(part or 0) for part in clock))
    except ValueError:
        return ""
    return f"{moment:%Y-%m-%d %H:%M:%S}" if clock[0] else f"{moment:%Y-%m-%d}"


def is_moment(text: str) -> bool:
    """Whether a text is a moment in any of these spellings, cut ones included."""
    plain = spelled(text)
    return take_apart(plain) is not None or is_cut(plain) or without_year(plain)
