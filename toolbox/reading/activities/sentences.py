"""Sentences a program wrote, a million of them and few different ones but for the numbers inside: taken apart by bytes.

``The user with id '31' viewed the course with id '7'.`` says who (31) and what was done (the sentence without its
numbers). Patterns run over the few sentences that are left when quoted numbers are blotted out, never over every row.
"""

from __future__ import annotations

import re
from functools import partial

import numpy as np
import pyarrow as pa

from toolbox.reading.varied import bytes_of

#: Stands for "no number", and digits a number may have to fit in 64 bits.
NONE = np.iinfo(np.int64).min
_MOST_DIGITS = 18
#: Bytes worked on at once: few enough to stay in the processor's cache.
_STRETCH = 1 << 17
_QUOTE, _MINUS, _ZERO = (np.uint8(ord(sign)) for sign in "'-0")
_SPAN, _DIGIT = re.compile(r"'-?\d+'"), re.compile("[0-9]")


def taken_apart(texts: pa.StringArray, who: re.Pattern[str]) -> tuple[pa.DictionaryArray, np.ndarray]:
    """For each text the sentence with quoted numbers blotted out, and the number ``who`` finds in its first group.

    Args:
        texts: without nulls.
        who: a pattern with one group, which begins behind a quotation mark and holds a number.

    Returns:
        The sentences, numbered, and numbers (``NONE`` where the pattern finds none).

    Example:
        >>> told = ["The user with id '31' viewed '7'.", "The user with id '2' viewed '500'.", "It's 3 o'clock"]
        >>> blotted, numbers = taken_apart(pa.array(told), re.compile(r"user with id '(-?\\d+)'"))
        >>> blotted.to_pylist()[1:], numbers.tolist()[:2], bool(numbers[2] == NONE)
        (["The user with id '0' viewed '0'.", "It's 3 o'clock"], [31, 2], True)
    """
    data, ends = bytes_of(texts)
    once = _numbered(_without_digits(data), ends)
    if any(_DIGIT.search(_SPAN.sub("", word)) for word in once.dictionary.to_pylist()):
        # Digits outside quotation marks tell sentences apart, and stay.
        once = _numbered(_zeroed(data), ends)
    codes, words = once.indices.to_numpy(), once.dictionary.to_pylist()
    numbers = np.full(len(texts), NONE)
    found = [who.search(word) for word in words]
    places = np.asarray(
        [len(word[: hit.start(1)].encode()) if hit else -1 for word, hit in zip(words, found, strict=True)], np.int64
    )
    widths = np.asarray([hit.end(1) - hit.start(1) if hit else 0 for hit in found], np.int64)
    for place, width in {
        (place, width) for place, width in zip(places.tolist(), widths.tolist(), strict=True) if width
    }:
        rows = np.flatnonzero(((places == place) & (widths == width))[codes])
        numbers[rows] = _number_at(data, ends[rows].astype(np.intp) + place, width)
    blotted = pa.array([_SPAN.sub("'0'", word) for word in words], pa.string())
    return pa.DictionaryArray.from_arrays(once.indices, blotted), numbers


def _numbered(data: np.ndarray, ends: np.ndarray) -> pa.DictionaryArray:
    parts = pa.py_buffer(np.ascontiguousarray(ends)), pa.py_buffer(data)
    return pa.StringArray.from_buffers(len(ends) - 1, *parts).dictionary_encode()


def _without_digits(data: np.ndarray) -> np.ndarray:
    """The bytes with every digit as 0: a tenth of the time of looking for quotation marks.

    Example:
        >>> _without_digits(np.frombuffer(b"a '31' 7", np.uint8)).tobytes()
        b"a '00' 0"
    """
    zeroed = np.empty_like(data)
    for begin in range(0, len(data), _STRETCH):
        signs, above = data[begin : begin + _STRETCH], zeroed[begin : begin + _STRETCH]
        np.subtract(signs, _ZERO, out=above)
        above *= above < 10
        np.subtract(signs, above, out=above)
    return zeroed


def _zeroed(data: np.ndarray) -> np.ndarray:
    """The bytes with each digit of a number in quotation marks as 0."""
    size = len(data)
    begin = np.flatnonzero(data == _QUOTE) + 1
    signs = partial(_at, data)
    begin = begin + (signs(begin) == _MINUS)
    end, open_ = begin.copy(), np.arange(len(begin))
    while len(open_):
        open_ = open_[(signs(end[open_]) - _ZERO) < 10]
        end[open_] += 1
    whole = (end > begin) & (end < size) & (signs(end) == _QUOTE)
    begin, end = begin[whole], end[whole]
    zeroed = data.copy()
    while len(begin):
        zeroed[begin] = _ZERO
        begin = begin + 1
        left = begin < end
        begin, end = begin[left], end[left]
    return zeroed


def _at(data: np.ndarray, places: np.ndarray) -> np.ndarray:
    """The bytes at some places; behind the last one, nothing."""
    if not len(data):
        return np.zeros(len(places), np.uint8)
    return np.where(places < len(data), data[np.minimum(places, len(data) - 1)], np.uint8(0))


def _number_at(data: np.ndarray, begin: np.ndarray, width: int) -> np.ndarray:
    """The numbers that begin at some places, all of one width, a minus sign included."""
    minus = data[begin] == _MINUS
    if width - 1 > _MOST_DIGITS:
        return np.full(len(begin), NONE)
    number = np.where(minus, 0, data[begin] - _ZERO).astype(np.int64)
    for place in range(1, width):
        number = number * 10 + (data[begin + place] - _ZERO)
    return np.where(minus, -number, number)
