"""Bytes to letters. The order is fixed and small, because guessers change their mind with the sample.

Byte-order mark, then zero bytes (UTF-16), then strict UTF-8, then UTF-8 with a few broken letters,
then the code pages of the region ranked by how much the result looks like words, and like words of surveys we know.
"""

from __future__ import annotations

import codecs
import re

import numpy as np
import pyarrow as pa

from toolbox.model import Problem, ToolboxError
from toolbox.reading.mapped import Mapped
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
#: Bytes of a file looked at together.
_PIECE = 1 << 20
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
    return text, best, (_guessed(content, best), *_broken(text))


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


def as_utf8(content: bytes | Mapped, chosen: str = "") -> tuple[memoryview, str, tuple[Problem, ...]]:
    """The same as ``decode`` with the text as UTF-8 without its mark: of a file that is in UTF-8 no copy is made.

    Example:
        >>> bytes(as_utf8("õpetaja".encode("utf-8-sig"))[0]).decode(), as_utf8(b"teacher")[1]
        ('õpetaja', 'utf-8')
    """
    marked = content.startswith(codecs.BOM_UTF8)
    if not chosen and (marked or not _without_mark(content)) and (beyond := _strict_utf8(content)) is not None:
        lost = content.count(b"\xef\xbf\xbd") if marked and beyond else 0
        return memoryview(content)[3 if marked else 0 :], "utf-8-sig" if marked else "utf-8", _lost(lost)
    text, encoding, problems = decode(bytes(content), chosen)
    return memoryview(text.encode("utf-8", "replace")), encoding, problems


def _strict_utf8(content: bytes | Mapped) -> bool | None:
    """Whether a file in UTF-8 may hold letters lost before; None where it is not in UTF-8.

    Strictly, without making letters of the bytes, and in pieces that are looked at twice while they are at hand.

    Example:
        >>> _strict_utf8("õ".encode()), _strict_utf8("abc\\ufffd".encode()), _strict_utf8(bytes([0xF5]))
        (False, True, None)
    """
    whole, begin, lost = pa.py_buffer(content), 0, False
    while begin < len(content):
        end = min(begin + _PIECE, len(content))
        # A piece ends where a letter does; of no letter are there more than three bytes behind its first.
        end -= next((back for back in range(4) if end == len(content) or content[end - back] & 0xC0 != 0x80), 0)
        ends = pa.py_buffer(np.array([0, end - begin], np.int32))
        try:
            pa.StringArray.from_buffers(1, ends, whole.slice(begin, end - begin)).validate(full=True)
        except pa.ArrowInvalid:
            return None
        lost = lost or content.find(b"\xef", max(begin, 3), end) >= 0
        begin = end
    return lost


def check(chosen: str) -> None:
    """Refuse an encoding nobody knows.

    Raises:
        ToolboxError: ``unknown_encoding``.
    """
    try:
        # Some codecs of Python are no letters at all (zip, rot13), or take no broken bytes.
        bytes(range(256)).decode(chosen, "replace")
    except (LookupError, ValueError, AttributeError, OSError):
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


def _without_mark(content: bytes | Mapped) -> str:
    """UTF-16 without a mark: separators, digits and line ends have a zero as one of their bytes, always the same one.

    Letters alone do not tell: in Cyrillic, Greek or Georgian no second byte is zero, and each byte may be ASCII.

    Example:
        >>> _without_mark("Школа,4\\n".encode("utf-16-le")), _without_mark("Ā,4\\nB,5\\n".encode("utf-16-be")), _without_mark(b"a,\\0b")
        ('utf-16-le', 'utf-16-be', '')
    """
    sample = content[: 1 << 16][: len(content) // 2 * 2]
    zeros = [sample[0::2].count(0), sample[1::2].count(0)]
    if len(sample) < 8 or max(zeros) < 0.02 * len(sample) or max(zeros) < 4 * min(zeros):
        return ""
    wide = "utf-16-le" if zeros[1] > zeros[0] else "utf-16-be"
    text = sample.decode(wide, errors="replace")
    strange = sum(
        not (sign.isprintable() or sign in "\t\r\n\xa0\u2007\u202f\u200b\ufeff\u200d") or sign == "\ufffd"
        for sign in text
    )
    return wide if strange <= 0.02 * len(text) + 1 else ""


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
    return _lost(text.count("\ufffd"))


def _lost(lost: int) -> tuple[Problem, ...]:
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


def _guessed(content: bytes, encoding: str) -> Problem:
    """The question: words with accents as we read them, and as the other encodings would that make letters of them too."""
    raw = dict.fromkeys(re.findall(rb"[A-Za-z\x80-\xff]+", content[:400_000]))
    words = sorted((word for word in raw if not word.isascii() and len(word) > 2), key=len)[:3] or list(raw)[:1]
    shown = [", ".join(f"'{word.decode(encoding, 'replace')}'" for word in words)]
    best = _likeness(content, encoding)
    for other in _regional(content):
        said = [word.decode(other, "replace") for word in words]
        if said != [word.decode(encoding, "replace") for word in words] and _likeness(content, other) > best - 0.8:
            shown.append(f"{', '.join(map(repr, said))} ({name(other)})")
    return Problem(
        code="encoding_guessed",
        message=f"This file is not in UTF-8; we read it as {name(encoding)}. If accented letters look wrong, choose "
        "another encoding.",
        count=1,
        example=" or ".join(shown[:4]),
    )
