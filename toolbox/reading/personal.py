"""How direct identifiers look: addresses, numbers and places people can be found by, whole or inside a text.

A text that could be something else as well (a span of years, a sum, a day, a chapter) is none of them.
"""

from __future__ import annotations

import re
from ipaddress import ip_address

_MAIL = re.compile(r"[\w.+\-']+@[\w\-]+(\.[\w\-]+)+")
_IP4 = re.compile(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])(?::\d{2,5})?")
_IP6 = re.compile(r"(?<![\w:.])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![\w:])", re.IGNORECASE)
_DEGREES = r"-?\d{1,3}[.,]\d{3,}°?"
_PLACE = re.compile(rf"\(?{_DEGREES}(?:\s*[,;]\s*|\s+){_DEGREES}(?:\s+-?\d+(?:\.\d+)?){{0,2}}\)?")
_COMPASS = re.compile(r"\d{1,3}°\s*\d{1,2}['′].{0,12}?[NSEWÖLVI]", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\w.,/=#\-])(?:\+|\(\+?)?\d[\d\s().\-/]{5,}\d(?![\w/\-]|[.,]\d)")
_DAY = re.compile(
    r"(?<![\d.])(\d{1,2}[./\-]\d{1,2}[./\-](\d{4}|\d{2})|\d{4}[./\-]\d{1,2}[./\-]\d{1,2})(?![\d]|[./\-]\d)"
)
_YEARS = re.compile(r"(19|20)\d\d\s*[\-/]\s*(19|20)?\d\d")
#: What a text must hold at least to lose anything: most texts hold none of it. RE2 knows it, too.
SUSPECT = re.compile(
    r"@|\d\.\d{1,3}\.\d{1,3}\.\d|::|(?:[0-9a-fA-F]{1,4}:){7}|\d(?:[\s().\-/]*\d){6}"
    r"|\d[.,]\d{3,}°?[\s,;]{1,3}-?\d{1,3}[.,]\d{3}"
)
#: A day with a clock, or without, and nothing else: many digits, and nobody's. RE2 knows it, too.
MOMENT = re.compile(
    r"^(?:[1-9]\d{3}[./\-]\d{1,2}[./\-]\d{1,2}|(?:0?[1-9]|[1-3]\d)[./\-]\d{1,2}[./\-](?:\d{4}|\d{2}))"
    r"(?:(?:,? |T)\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,6})?)?(?: ?[AaPp][Mm])?(?: ?Z| ?[+\-]\d{2}:?\d{2})?)?$"
)
_SUM = re.compile(r"[1-9]\d{0,2}([ .]\d{3})+")


def mails(text: str) -> list[str]:
    """The e-mail addresses in a text.

    Example:
        >>> mails("Mari <mari@kool.example>")
        ['mari@kool.example']
    """
    return [hit.group() for hit in _MAIL.finditer(text)] if "@" in text else []


def is_mail(text: str) -> bool:
    """Whether a text is an e-mail address, several of them, or one beside a name.

    Example:
        >>> is_mail("mailto:mari@kool.example"), is_mail("Write to mari@kool.example when you are back at school")
        (True, False)
    """
    return bool(mails(text)) and len(_MAIL.sub(" ", text).split()) <= 4


def is_internet(text: str) -> bool:
    """Whether a text is an internet address of either kind, a port behind it or not.

    Example:
        >>> is_internet("192.0.2.7"), is_internet("2001:db8::1"), is_internet("1.2.3.4"), is_internet("10:30:00")
        (True, True, False, False)
    """
    bare = re.sub(r"(\.\d+):\d+$", r"\1", text.strip())
    try:
        address = ip_address(bare)
    except ValueError:
        return False
    # Chapters and versions have four small numbers too.
    return address.version == 6 or any(len(part) > 1 for part in bare.split("."))


def is_place(text: str) -> bool:
    """Whether a text is a point on the map, in degrees.

    Example:
        >>> is_place("58.3776, 26.7290"), is_place("58.3776 26.7290 0 0"), is_place("3.125, 4.250 and more")
        (True, True, False)
    """
    return _PLACE.fullmatch(text.strip()) is not None or len(_COMPASS.findall(text)) == 2


def is_phone(text: str) -> bool:
    """Whether a text is a telephone number: with its country, or in groups no other number is written in.

    Example:
        >>> [is_phone(text) for text in ("+372 5555 1234", "0176/12345678", "(555) 123-4567", "040 123 4567")]
        [True, True, True, True]
        >>> [is_phone(text) for text in ("12345678", "2019-2020", "1 500 000", "12.03.2024", "3.14159265")]
        [False, False, False, False, False]
    """
    plain = text.strip()
    if _YEARS.fullmatch(plain) or _SUM.fullmatch(plain):
        return False
    digits = "".join(sign for sign in plain if sign.isdigit())
    if not 7 <= len(digits) <= 15 or _NUMBER.fullmatch(plain) is None:
        return False
    if plain.startswith(("+", "(+", "00")):
        return True
    groups = re.findall(r"\d+", plain)
    if len(groups) == 1 or len(set(digits)) == 1:
        return digits.startswith("0") and len(digits) >= 9
    years = [group for group in groups if re.fullmatch(r"(19|20)\d\d", group)]
    if years and all(len(group) <= 2 or group in years for group in groups):
        # "28-29 2016" are days of a year.
        return False
    if _DAY.search(plain) or max(map(len, groups)) > 10:
        return False
    return "." not in plain or (len(groups) > 2 and min(map(len, groups)) > 1)


def without(text: str) -> str:
    """A text without the addresses, telephone numbers and points on the map written into it.

    Example:
        >>> without("Call 040 123 4567 or write to mari@kool.example, room 1.2.3.4, 2019-2020")
        'Call (number removed) or write to (e-mail removed), room 1.2.3.4, 2019-2020'
    """
    if SUSPECT.search(text) is None or MOMENT.search(text):
        return text
    if "@" in text:
        text = _MAIL.sub("(e-mail removed)", text)
    if text.count(".") >= 3:
        text = _IP4.sub(lambda hit: "(address removed)" if is_internet(hit.group()) else hit.group(), text)
    if text.count(":") >= 2:
        text = _IP6.sub(lambda hit: "(address removed)" if is_internet(hit.group()) else hit.group(), text)
    if text.count(".") >= 2 or text.count(",") >= 2:
        text = re.sub(rf"(?<![\d.,]){_PLACE.pattern}", "(place removed)", text)
    return _NUMBER.sub(lambda hit: "(number removed)" if _in_text(hit.group()) else hit.group(), text)


def _in_text(number: str) -> bool:
    """Inside a sentence a bare number of eight digits or more is somebody's too."""
    bare = number.strip(" .-/")
    bare = bare if bare.count("(") == bare.count(")") else bare.strip("()")
    return (bare.isdigit() and 7 <= len(bare) <= 12) or is_phone(bare)
