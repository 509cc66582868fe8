"""Keyed pseudonyms: the same person gets the same code in every round, and nobody can turn it back.

HMAC-SHA256 of the normalised text under a key that stays with the store. Without the key a list of
all names or codes is of no use; with another key the same person gets another code.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b

import numpy as np

_TEMPLATE = re.compile(
    r"^\s*(\{\{?[^{}]*\}\}?|\$\{[^{}]*\}|@[^@\s]+@|%[^%\s]+%|\[\[?[^\[\]]+\]?\]|<[A-Za-z_ ]+>|\$e\{.*\})\s*$"
)
_OPENERS = ("{", "$", "@", "%", "[", "<")
_MAIL = re.compile(r"^[^\s@]+@[^\s@]+\.[^\s@.]+$")
_NOT_A_KEY = frozenset(
    [
        "na",
        "none",
        "null",
        "nil",
        "nan",
        "anonymous",
        "anonym",
        "anonyme",
        "anonimo",
        "anónimo",
        "anonüümne",
        "anonyymi",
        "anonimas",
        "anonīms",
        "аноним",
        "unknown",
        "test",
        "xxx",
        "xxxx",
        "noanswer",
        "nocode",
        "idontknow",
        "dontknow",
        "-",
    ]
)


def is_template(text: str) -> bool:
    """Whether a text is a placeholder the survey tool never filled in.

    Example:
        >>> [is_template(text) for text in ("{TOKEN}", "${e://Field/id}", "@CODE@", "[contact('id')]", "A7-3K")]
        [True, True, True, True, False]
    """
    # Hardly any text begins like a placeholder: six hundred thousand codes need no pattern.
    return text.lstrip()[:1] in _OPENERS and bool(_TEMPLATE.match(text))


@lru_cache(maxsize=200_000)
def normalise(text: str) -> str:
    """The form in which two spellings of one key agree; "" where the text cannot serve as a key.

    E-mail addresses are trimmed and lower-cased, dots and ``+`` stay. In everything else blanks and
    punctuation go; in codes (texts with a digit) accents go as well, because a code is typed on
    whatever keyboard is at hand, while two names may differ by an accent only.

    Example:
        >>> normalise(" A7-3k "), normalise("a7 3K"), normalise("{TOKEN}"), normalise("Õ12")
        ('a73k', 'a73k', '', 'o12')
    """
    if is_template(text):
        return ""
    folded = unicodedata.normalize("NFKC", text).strip().casefold()
    if _MAIL.match(folded):
        return folded
    if folded.isascii() and folded.isalnum():
        # Most codes: nothing to take away.
        return "" if folded in _NOT_A_KEY else folded
    kept = "".join(sign for sign in folded if sign.isalnum())
    if any(sign.isdigit() for sign in kept):
        # A number typed into Excel comes back as 123.0; the code is 123.
        if re.fullmatch(r"\s*\d+\.0+\s*", folded):
            kept = folded.strip().split(".")[0]
        kept = "".join(sign for sign in unicodedata.normalize("NFD", kept) if not unicodedata.combining(sign))
    return "" if kept in _NOT_A_KEY else kept


def _simple(text: str) -> str:
    """:func:`normalise` of ASCII letters and digits only.

    Example:
        >>> [_simple(text) == normalise(text) for text in ("A73K", "none", "12", "Test")]
        [True, True, True, True]
    """
    folded = text.lower()
    return "" if folded in _NOT_A_KEY else folded


class Pseudonyms:
    """Turns a text into a pseudonym under one key.

    Example:
        >>> code = Pseudonyms(b"a key kept with the store")
        >>> code("mari@kool.example") == code(" Mari@Kool.example ")
        True
        >>> code("")
        ''
    """

    def __init__(self, key: bytes) -> None:
        if not key:
            raise ValueError("A pseudonym key must not be empty.")
        self._key = key
        # HMAC as RFC 2104 defines it, with both halves begun once: a third of the time of hmac.digest for each of many codes.
        block = (key if len(key) <= 64 else hashlib.sha256(key).digest()).ljust(64, b"\0")
        self._inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in block))
        self._outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in block))
        self._known: dict[str, str] = {}

    @classmethod
    def random(cls) -> Pseudonyms:
        """Pseudonyms under a key that is forgotten: within one file persons agree, between files nobody can be followed."""
        return cls(secrets.token_bytes(32))

    def __call__(self, text: str) -> str:
        known = self._known.get(text)
        if known is None:
            # Most codes are plain letters and digits; the cache of normalise is too small for a large file of them.
            bare = text.replace(" ", "")
            plain = _simple(bare) if bare.isascii() and bare.isalnum() else normalise(text)
            known = "P-" + self._digest(plain.encode())[:16].upper() if plain else ""
            self._known[text] = known
        return known

    def _digest(self, message: bytes) -> str:
        """HMAC-SHA256 in hexadecimal.

        Example:
            >>> import hmac
            >>> Pseudonyms(b"k" * 99)._digest(b"a73k") == hmac.digest(b"k" * 99, b"a73k", "sha256").hex()
            True
        """
        inner, outer = self._inner.copy(), self._outer.copy()
        inner.update(message)
        outer.update(inner.digest())
        return outer.hexdigest()

    def hashes(self, domain: bytes, texts: Sequence[str]) -> np.ndarray:
        """Short keyed hashes (uint64) of texts nobody is to see; texts of two domains never agree.

        Keyed BLAKE2b: a pseudonym takes one hash, the forms of a code take dozens, and this one is the quickest. Only
        hashes of a few thousand persons are ever compared, for which 64 bits are plenty.

        Example:
            >>> one, other = Pseudonyms(b"a key").hashes(b"characters", ["a73k", "a7k"]), Pseudonyms(b"b")
            >>> len(one), bool(one[0] == other.hashes(b"characters", ["a73k"])[0])
            (2, False)
        """
        empty = blake2b(key=hmac.digest(self._key, b"forms of codes", "sha256"), digest_size=8, person=domain)
        made = bytearray()
        for text in texts:
            one = empty.copy()
            one.update(text.encode())
            made += one.digest()
        return np.frombuffer(bytes(made), np.uint64)

    def name(self, text: str) -> str:
        """A question's name as two rounds recognise it, and nobody reads it."""
        return hmac.digest(self._key, b"question " + text.encode(), "sha256").hex()[:16].upper()
