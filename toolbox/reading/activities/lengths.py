"""How long something took, in the many ways tools and hands write it → minutes."""

from __future__ import annotations

import re
from functools import lru_cache
from math import nan

_CLOCK = re.compile(r"^(\d{1,3}):(\d{2})(?::(\d{2}))?$")
_PART = re.compile(r"(\d+(?:[.,]\d+)?)\s*([^\W\d_]+)?\.?")
_ISO = re.compile(r"^P(?:(\d+(?:\.\d+)?)D)?(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?$")
_BARE = re.compile(r"^\d+(?:[.,]\d+)?$")
_HALF = {"½": ".5", "¼": ".25", "¾": ".75"}
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
    """
    plain = " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").strip(" ~≈").lower().split())
    for sign, decimal in _HALF.items():
        plain = re.sub(rf"(\d)\s?{sign}", rf"\g<1>{decimal}", plain).replace(sign, f"0{decimal}")
    if not plain:
        return nan
    if _BARE.match(plain):
        return float(plain.replace(",", ".")) * bare
    found = _CLOCK.match(plain) or _DAYTIME.match(plain)
    if found:
        hours, minutes, seconds = (int(part or 0) for part in found.groups())
        return hours * 60 + minutes + seconds / 60
    if plain.startswith("p"):
        found = _ISO.match(plain.upper())
        if found and any(found.groups()):
            days, hours, minutes, seconds = (float(part or 0) for part in found.groups())
            return days * 1440 + hours * 60 + minutes + seconds / 60
    return _by_units(plain)


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
