"""How long something took, in the many ways tools and hands write it → minutes.

Rules: an academic hour is 45 minutes in every country; a range of clocks is the time between them; a number without any
word is what its column says, and nothing where the column says nothing; a span (60-90 min) is no length.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from math import nan

from toolbox.reading.activities.titles import known

_CLOCK = re.compile(r"^(\d{1,3}):(\d{2})(?::(\d{2}))?$")
_PART = re.compile(r"(\d+(?:[.,]\d+)?)\s*([^\W\d_]+)?\.?")
#: ISO 8601; months and years only where they are none: nobody knows how long one is.
_ISO = re.compile(
    r"^P(?:0+Y)?(?:0+M)?(?:(\d+(?:[.,]\d+)?)W)?(?:(\d+(?:[.,]\d+)?)D)?"
    r"(?:T(?:(\d+(?:[.,]\d+)?)H)?(?:(\d+(?:[.,]\d+)?)M)?(?:(\d+(?:[.,]\d+)?)S)?)?$"
)
_BARE = re.compile(r"^\d+(?:[.,]\d+)?$")
_HALF = {"½": ".5", "¼": ".25", "¾": ".75"}
_BETWEEN = re.compile(
    r"^(?:kl\.? ?|kell |klo )?(\d{1,2})[:.](\d{2})\s*(?:-|–|—|to|kuni|bis|à|a|до|iki|līdz|til|till)\s*(\d{1,2})[:.](\d{2})$"
)
_TIMES = re.compile(r"^(\d+)\s*[x×*]\s*(\d+(?:[.,]\d+)?)\s*(.*)$")
_REMARK = re.compile(r"\s*[(\[][^)\]]*[)\]]")
_CLOCK_UNIT = re.compile(r"^(\d{1,2}:\d{2}(?::\d{2})?)\s*(?![ap]m?$)[^\W\d]{1,6}\.?$")
#: A spreadsheet that writes lengths as times of the day: 12:45:00 AM is 45 minutes.
_TWELVE = re.compile(r"^(\d{1,2}):(\d{2})(?::(\d{2}))?\s?([ap])\.?m\.?$")
_DAYTIME = re.compile(r"^(?:1899-12-3[01]|1900-01-0\d)[ T](\d\d):(\d\d)(?::(\d\d))?$")

#: Beginnings of the words for each unit, in the languages Teams and the hubs write. Longer ones stand first.
_UNITS: tuple[tuple[str, float], ...] = (
    ("საათ", 60.0),
    ("სთ", 60.0),
    ("წუთ", 1.0),
    ("წთ", 1.0),
    ("წმ", 1 / 60),
    ("წამ", 1 / 60),
    ("sek", 1 / 60),
    ("sec", 1 / 60),
    ("seg", 1 / 60),
    ("сек", 1 / 60),
    ("stund", 60.0),
    ("std", 60.0),
    ("st", 60.0),
    ("min", 1.0),
    ("мин", 1.0),
    ("хв", 1.0),
    ("val", 60.0),
    ("tun", 60.0),
    ("tim", 60.0),
    ("godz", 60.0),
    ("год", 60.0),
    ("uur", 60.0),
    ("ur", 60.0),
    ("or", 60.0),
    ("ώρ", 60.0),
    ("λεπ", 1.0),
    ("δευ", 1 / 60),
    ("perc", 1.0),
    ("ча", 60.0),
    ("h", 60.0),
    ("t", 60.0),
    ("ч", 60.0),
    ("u", 60.0),
    ("g", 60.0),
    ("ó", 60.0),
    ("m", 1.0),
    ("м", 1.0),
    ("λ", 1.0),
    ("s", 1 / 60),
    ("с", 1 / 60),
    ("δ", 1 / 60),
)


@lru_cache(maxsize=50_000)
def minutes_of(text: str, bare: float = nan) -> float:
    """Minutes, NaN where the text is no length of time.

    Args:
        text: as written.
        bare: what one unit of a number without any word stands for, in minutes (60 for a column of hours).

    Example:
        >>> [minutes_of(text) for text in ("1h 42m", "30s", "1,5 h", "90 min", "1:30", "1h30", "PT12M3S", "2\\u00a0t 5 min")]
        [102.0, 0.5, 90.0, 90.0, 90.0, 90.0, 12.05, 125.0]
        >>> minutes_of("1,5", bare=60.0), minutes_of("soon")
        (90.0, nan)
        >>> [minutes_of(text) for text in ("14:00-15:30", "2 x 45 min", "ca 90'", "1,5 h (online)", "60-90 min")]
        [90.0, 90.0, 90.0, 90.0, nan]
        >>> [minutes_of(text) for text in ("12:45:00 AM", "1:30 AM", "2:05 p.m.")]
        [45.0, 90.0, 845.0]
    """
    plain = _plain(text)
    for sign, decimal in _HALF.items():
        plain = re.sub(rf"(\d)\s?{sign}", rf"\g<1>{decimal}", plain).replace(sign, f"0{decimal}")
    if not plain:
        return nan
    if plain in known("lengths", "half_hours"):
        return 30.0
    if plain in known("lengths", "one_and_a_half"):
        return 90.0
    if found := _BETWEEN.match(plain):
        begin, end = (int(found[one]) * 60 + int(found[one + 1]) for one in (1, 3))
        return float(end - begin) if end > begin else nan
    if found := _TIMES.match(plain):
        return int(found[1]) * minutes_of(f"{found[2]} {found[3]}".strip(), bare if bare == bare and bare > 0 else 1.0)
    if academic := _academic(plain):
        return academic
    if _BARE.match(plain):
        return float(plain.replace(",", ".")) * bare
    if found := _TWELVE.match(plain):
        hours, minutes, seconds = (int(part or 0) for part in found.groups()[:3])
        return (hours % 12 + 12 * (found[4] == "p")) * 60 + minutes + seconds / 60
    found = _CLOCK.match(plain) or _DAYTIME.match(plain)
    if found:
        hours, minutes, seconds = (int(part or 0) for part in found.groups())
        return hours * 60 + minutes + seconds / 60
    if plain.startswith("p"):
        found = _ISO.match(plain.upper())
        if found and any(found.groups()):
            parts = (float((part or "0").replace(",", ".")) for part in found.groups())
            return sum(part * size for part, size in zip(parts, (10_080, 1440, 60, 1, 1 / 60), strict=True))
    return _by_units(plain)


def _plain(text: str) -> str:
    """Small letters, single blanks, no remark in brackets, no word for "about"; minutes and seconds instead of their signs."""
    plain = " ".join(_REMARK.sub("", text.replace("\u00a0", " ").replace("\u202f", " ")).strip(" ~≈.").lower().split())
    plain = re.sub(r"(?<=\d)\s*(?:['’′]{2}|[\"″])", " s", plain)
    plain = re.sub(r"(?<=\d)\s*['’′]", " min", plain)
    first, _, rest = plain.partition(" ")
    if rest and first.strip(".") in known("lengths", "about"):
        plain = rest
    return found[1] if (found := _CLOCK_UNIT.match(plain)) else plain


@cache
def _academic_words() -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, known("lengths", "academic")), key=len, reverse=True))
    return re.compile(rf"^(\d+(?:[.,]\d+)?)\s*(?:{words})[^\W\d]*\.?(?:\s*[^\W\d]{{1,12}}\.?)?$")


def _academic(plain: str) -> float:
    found = _academic_words().match(plain)
    return float(found[1].replace(",", ".")) * 45 if found else 0.0


def is_academic(text: str) -> bool:
    """Whether a length counts academic hours (lessons) of 45 minutes.

    Example:
        >>> is_academic("2 ak. h"), minutes_of("2 ak. h"), is_academic("2 h")
        (True, 90.0, False)
    """
    return bool(_academic(_plain(text)))


def _by_units(plain: str) -> float:
    """Numbers with words of time behind them; a last number without one is of the next smaller unit (1h30)."""
    if _PART.sub("", plain).strip(" ,+&") not in ("", "ja", "and", "und", "ir", "et", "i", "y", "e", "och", "og"):
        return nan
    total, before, told = 0.0, nan, False
    for number, word in _PART.findall(plain):
        unit = next((size for beginning, size in _UNITS if word and word.startswith(beginning)), 0.0)
        if word and not unit and word not in ("ja", "and", "und", "ir", "et"):
            return nan
        unit = unit or before / 60
        total += float(number.replace(",", ".")) * unit
        before, told = unit, True
    return round(total, 9) if told else nan
