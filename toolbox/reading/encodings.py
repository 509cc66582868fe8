"""Bytes to letters. The order is fixed and small, because guessers change their mind with the sample.

Byte-order mark, then zero bytes (UTF-16), then strict UTF-8, then UTF-8 with a few broken letters,
then the code pages of the region ranked by how much the result looks like words, and like words of surveys we know.
"""

from __future__ import annotations

import codecs
import re

from toolbox.model import Problem, ToolboxError
from toolbox.reading.seeding import foreign_words

#: What a person may choose from when the guess is wrong; the order breaks ties.
CANDIDATES = ("cp1252", "cp1257", "cp1250", "cp1251", "cp1253", "cp1254")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: Letters that are common where a code page is the right one, and rare where it is not.
_AT_HOME = {
    "cp1252": "äöüõåøæéèêëàáâãçñóòôíìîúùûßÄÖÜÕÅØÆÉÈÀÁÇÑÓÍÚœŒ–—‘’“”…€°º¿¡«»ªï",
    "cp1257": "äöüõšžąčęėįųūāēģīķļņÄÖÜÕŠŽĄČĘĖĮŲŪĀĒĢĪĶĻŅ–—‘’“”„…€",
    "cp1250": "áčďéěíňóřšťúůýžąćęłńśźżőűăâîşţÁČĎÉĚÍŇÓŘŠŤÚŮÝŽĄĆĘŁŃŚŹŻŐŰ–—‘’“”„…€",
    "cp1251": "абвгдежзийклмнопрстуфхцчшщъыьэюяАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯіїєёґ–—‘’“”„…€«»",
    "cp1253": "αβγδεζηθικλμνξοπρστυφχψωςάέήίόύώΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ–—‘’“”…€",
    "cp1254": "ğışöüçâîûĞİŞÖÜÇ–—‘’“”…€",
    "mac_roman": "äöüõåøæéèêëàáâãçñóòôíìîúùûßÄÖÜÕÅØÆÉÈÀÁÇÑÓ–—‘’“”…€",
}
#: What no European word has: a capital behind a small letter, a symbol inside, letters of two scripts.
_ODD = re.compile(
    r"[a-zà-ÿā-žа-яёіїєґα-ώ][À-ÖØ-ÞĀŠŽА-ЯЁЄІЇҐΑ-Ω]|\w[¤¦§¨©ª«¬®¯±²³´µ¶·¸¹»¼½¾¿×÷ˇ˘˙˛˝‰†‡‹›]\w|[\x80-\x9f\ufffd]"
    r"|[A-Za-z][\u0370-\u04ff]|[\u0370-\u04ff][A-Za-z]"
)
#: The letters most words are made of: Greek read as Cyrillic is all letters too, but the wrong ones.
_COMMON = frozenset("оеаинтсрαοιετσνηρäöüõéáíóšžėųąłęāī")
#: The choice of a person whose file holds letters another program damaged: UTF-8 taken for Windows letters, saved again.
REPAIRED = "utf-8-repaired"
_NAMES = {
    REPAIRED: "UTF-8, damaged letters repaired",
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "mac_roman": "Mac Roman",
}


def name(encoding: str) -> str:
    """An encoding as a person would say it.

    Example:
        >>> name("utf-8-sig"), name("cp1257")
        ('UTF-8', 'Windows-1257')
    """
    return _NAMES.get(encoding, encoding.replace("cp", "Windows-") if encoding.startswith("cp") else encoding.upper())


def decode(content: bytes, chosen: str = "") -> tuple[str, str, tuple[Problem, ...]]:
    """Text, the encoding it was in, and what was wrong with it.

    Args:
        content: the bytes of a text file.
        chosen: an encoding a person chose; bytes it cannot hold become a replacement mark and are counted.

    Raises:
        ToolboxError: ``unknown_encoding`` when the chosen name does not exist, ``not_text`` when the bytes are no text.

    Example:
        >>> decode("õpetaja".encode("cp1257"))[0:2]
        ('õpetaja', 'cp1252')
    """
    if chosen:
        return _as_chosen(content, chosen)
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            text = content.decode(encoding, errors="replace").removeprefix("\ufeff")
            return text, encoding, _broken(text)
    wide = _without_mark(content)
    if wide:
        text = content.decode(wide, errors="replace")
        return text, wide, _broken(text)
    try:
        return content.decode("utf-8"), "utf-8", ()
    except UnicodeDecodeError:
        pass
    if content.count(b"\0") > len(content) // 1000:
        raise ToolboxError(
            "not_text",
            "This file is neither a table of text nor a workbook we know. "
            "Download the answers again as CSV or XLSX and upload that file.",
        )
    nearly = content.decode("utf-8", errors="replace")
    lost = nearly.count("\ufffd") - content.count(b"\xef\xbf\xbd")
    whole = len(re.findall(rb"[\xc3-\xf4][\x80-\xbf]+", content))
    if whole > 20 * lost:
        return nearly, "utf-8", _broken(nearly)
    best = max(_regional(content), key=lambda encoding: _likeness(content, encoding))
    text = content.decode(best, errors="replace")
    return text, best, (_guessed(text, best), *_broken(text))


def repaired(text: str) -> str:
    """A text whose letters were UTF-8 taken for Windows letters, with those letters put back; all others stay.

    Example:
        >>> repaired("Ãµpetaja 5â€“10, õpilane")
        'õpetaja 5–10, õpilane'
    """
    return re.sub(r"[\u0080-\uffff]{2,}", _put_back, text)


def _put_back(hit: re.Match[str]) -> str:
    try:
        written = b"".join(bytes([ord(sign)]) if ord(sign) < 0x100 else sign.encode("cp1252") for sign in hit.group())
        return written.decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return hit.group()


def check(chosen: str) -> None:
    """Refuse an encoding nobody knows.

    Raises:
        ToolboxError: ``unknown_encoding``.
    """
    try:
        codecs.lookup(chosen)
    except LookupError:
        raise ToolboxError(
            "unknown_encoding",
            f"'{chosen}' is not an encoding we know. Choose UTF-8, UTF-16 or one of {', '.join(map(name, CANDIDATES))}.",
        ) from None


def _as_chosen(content: bytes, chosen: str) -> tuple[str, str, tuple[Problem, ...]]:
    if chosen == REPAIRED:
        text, _, problems = decode(content)
        return repaired(text), REPAIRED, problems
    check(chosen)
    text = content.decode(chosen, errors="replace").removeprefix("\ufeff")
    return text, chosen, _broken(text)


def _without_mark(content: bytes) -> str:
    """UTF-16 without a mark: nearly every second byte is zero in a mostly Latin file."""
    sample = content[:4000]
    if len(sample) < 4:
        return ""
    even, odd = sample[0::2].count(0) / len(sample[0::2]), sample[1::2].count(0) / len(sample[1::2])
    if odd > 0.4 and even < 0.1:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 and odd < 0.1 else ""


def _regional(content: bytes) -> tuple[str, ...]:
    only_returns = content.count(b"\r") > 2 and b"\n" not in content
    return ("mac_roman", *CANDIDATES) if only_returns else CANDIDATES


def _likeness(content: bytes, encoding: str) -> float:
    """How much the non-ASCII part looks like words: home letters count for, odd neighbours against."""
    text = content[:400_000].decode(encoding, errors="replace")
    foreign = [sign for sign in text if sign > "\x7f"]
    if not foreign:
        return 0.0
    home = _AT_HOME[encoding]
    points = sum((sign in home) + (sign in home and sign in _COMMON) / 2 for sign in foreign)
    words = {word.casefold() for word in re.findall(r"[^\W\d_]+", text) if not word.isascii()}
    # A word of a scale or a heading we know says more than letters do: "Да" is no "Äą".
    known = len(words & foreign_words()) / max(1, len(words))
    return (points - 2 * len(_ODD.findall(text))) / len(foreign) + 2 * known


def _broken(text: str) -> tuple[Problem, ...]:
    lost = text.count("\ufffd")
    if not lost:
        return ()
    return (
        Problem(
            code="broken_letters",
            message=f"{lost} {'letter' if lost == 1 else 'letters'} could not be read and {'is' if lost == 1 else 'are'} shown as '\ufffd'. "
            "If names or words look wrong, choose another encoding or download the file again.",
            count=lost,
        ),
    )


def _guessed(text: str, encoding: str) -> Problem:
    words = sorted({word for word in re.findall(r"\w+", text) if any(sign > "\x7f" for sign in word)}, key=len)[:3]
    shown = ", ".join(f"'{word}'" for word in words)
    return Problem(
        code="encoding_guessed",
        message=f"This file is not in UTF-8; we read it as {name(encoding)}. If accented letters look wrong, choose "
        "another encoding.",
        count=1,
        example=shown,
    )
