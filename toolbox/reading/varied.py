"""Long columns whose cells hardly repeat (moments, descriptions): held by Arrow, made Python texts only where asked.

A log of a million rows has a million moments. As Python texts they take seconds and a hundred megabytes before anybody
has looked at one; held by Arrow they are two buffers, which compiled code cleans, compares and counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import overload

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from toolbox.reading.words import clean_cell

#: From so many different texts on they stay with Arrow.
MANY = 10_000


class Words(Sequence[str]):
    """Different texts as a sequence. Walking them makes Python texts, once; asking for some makes only those.

    Example:
        >>> words = Words(pa.array(["", "a", "b"]))
        >>> len(words), words[1], words[1:], "b" in words, list(words)
        (3, 'a', ('a', 'b'), True, ['', 'a', 'b'])
    """

    def __init__(self, texts: pa.StringArray) -> None:
        self.texts = texts

    @cached_property
    def _all(self) -> tuple[str, ...]:
        return tuple(self.texts.to_pylist())

    def __len__(self) -> int:
        return len(self.texts)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[str, ...]: ...
    def __getitem__(self, index):
        if "_all" in vars(self):
            return self._all[index]
        if isinstance(index, slice):
            return tuple(self.texts.take(pa.array(range(len(self))[index], pa.int64())).to_pylist())
        return self.texts[range(len(self))[index]].as_py()

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __contains__(self, text: object) -> bool:
        return isinstance(text, str) and pc.index(self.texts, pa.scalar(text, pa.string())).as_py() >= 0


def texts_of(words: Sequence[str]) -> pa.StringArray:
    """Different texts as Arrow has them."""
    return words.texts if isinstance(words, Words) else pa.array(words, pa.string())


def bytes_of(texts: pa.StringArray) -> tuple[np.ndarray, np.ndarray]:
    """(the bytes of all texts behind each other, where each begins and the last ends).

    Example:
        >>> data, ends = bytes_of(pa.array(["õ", "", "ab"]))
        >>> data.tobytes().decode(), ends.tolist()
        ('õab', [0, 2, 2, 4])
    """
    _, offsets, data = texts.buffers()
    ends = np.frombuffer(offsets, np.int32, len(texts) + 1, texts.offset * 4) if len(texts) else np.zeros(1, np.int32)
    held = np.frombuffer(data, np.uint8) if data is not None and data.size else np.zeros(0, np.uint8)
    return held[ends[0] : ends[-1]], ends - ends[0]


def uncleaned(texts: pa.StringArray) -> np.ndarray:
    """Places of the texts that ``clean_cell`` changes. Only those whose edges or letters give reason are looked at.

    Example:
        >>> uncleaned(pa.array(["a", " b", "", "c\\u00a0d", "é"])).tolist()
        [1, 3]
    """
    data, ends = bytes_of(texts)
    filled = np.flatnonzero(ends[1:] > ends[:-1])
    if not len(filled):
        return filled
    first, last = data[ends[filled]], data[ends[filled + 1] - 1]
    odd = (first <= 0x20) | (first >= 0x7F) | (last <= 0x20) | (last >= 0x7F)
    whole = data.tobytes()
    if not whole.isascii() and (b"\xc2\xa0" in whole or b"\xe2\x80\xaf" in whole):
        odd |= ~pc.string_is_ascii(texts).to_numpy(zero_copy_only=False)[filled]
    places = filled[odd]
    suspects = texts.take(pa.array(places)).to_pylist()
    return places[np.fromiter((clean_cell(text) != text for text in suspects), bool, len(suspects))]


def cleaned(texts: pa.StringArray) -> pa.StringArray:
    """The texts as ``clean_cell`` leaves them; two may be alike afterwards."""
    places = uncleaned(texts)
    if not len(places):
        return texts
    mask = np.zeros(len(texts), bool)
    mask[places] = True
    clean = [clean_cell(text) for text in texts.take(pa.array(places)).to_pylist()]
    return pc.replace_with_mask(texts, pa.array(mask), pa.array(clean, pa.string()))


def numbered(codes: np.ndarray, texts: pa.StringArray) -> tuple[np.ndarray, Words]:
    """Codes into texts that may be uncleaned, alike or missing, as codes into different ones with "" first; -1 is blank.

    Example:
        >>> codes, words = numbered(np.array([1, 0, -1, 2]), pa.array(["a", " a", ""]))
        >>> codes.tolist(), list(words)
        ([1, 1, 0, 0], ['', 'a'])
    """
    once = cleaned(texts.fill_null("")).dictionary_encode()
    words, turn = once.dictionary, once.indices.to_numpy()
    blank = pc.index(words, "").as_py()
    if blank < 0:
        words, turn = pa.concat_arrays([pa.array([""]), words]), turn + 1
    elif blank > 0:
        order = np.concatenate([[blank], np.delete(np.arange(len(words)), blank)])
        place = np.empty(len(words), np.int32)
        place[order] = np.arange(len(words))
        words, turn = words.take(pa.array(order)), place[turn]
    turned = np.append(turn, 0).astype(np.int32)[codes]
    return turned, Words(words)
