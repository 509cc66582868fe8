"""Long columns whose cells hardly repeat (moments, descriptions): held by Arrow, made Python texts only where asked.

A log of a million rows has a million moments. As Python texts they take seconds and a hundred megabytes before anybody
has looked at one; held by Arrow they are two buffers, which compiled code cleans, compares and counts.
"""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
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
    # Ends of filled texts are where the next filled one begins: one look serves both.
    edges = np.append(ends[filled], ends[-1]).astype(np.intp)
    first, last = data.take(edges[:-1]), data.take(edges[1:] - 1)
    odd = (first - np.uint8(0x21) > 0x5D) | (last - np.uint8(0x21) > 0x5D)
    if data.max() >= 0x80:
        whole = data.tobytes()
        if b"\xc2\xa0" in whole or b"\xe2\x80\xaf" in whole:
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
    """Codes into different texts as codes into clean and still different ones with "" first; -1 is blank.

    Example:
        >>> codes, words = numbered(np.array([1, 0, -1, 2]), pa.array(["a", " a", ""]))
        >>> codes.tolist(), list(words)
        ([1, 1, 0, 0], ['', 'a'])
    """
    clean = cleaned(texts.fill_null("")) if texts.null_count else cleaned(texts)
    if clean is texts:
        words, turn = texts, np.arange(len(texts))
    else:
        once = clean.dictionary_encode()
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


def containing(pieces: Iterable[pa.StringArray], parts: Sequence[str]) -> list[str]:
    """The different texts that contain one of some parts.

    Example:
        >>> containing([pa.array(["a b", "c"]), pa.array(["a b"])], (" ", "d"))
        ['a b']
    """
    found: dict[str, None] = {}
    for texts in pieces:
        data = bytes_of(texts)[0]
        least = data.min(initial=255)
        # Most texts hold no sign of control at all.
        sought = [part for part in parts if min(part.encode()) >= least]
        whole = data.tobytes() if sought else b""
        for part in sought:
            if part.encode() in whole:
                found |= dict.fromkeys(texts.filter(pc.match_substring(texts, part)).to_pylist())
    return list(found)


def matching(pieces: Iterable[pa.StringArray], pattern: re.Pattern[str], but: re.Pattern[str] | None) -> list[str]:
    """The different texts in which a pattern is found, and another is not; both Python and RE2 know them.

    Example:
        >>> matching([pa.array(["a1", "b", "a2"])], re.compile("a"), re.compile("2"))
        ['a1']
    """

    def hits_of(texts: pa.StringArray) -> list[str]:
        hits = texts.filter(pc.match_substring_regex(texts, pattern.pattern))
        if but and len(hits):
            hits = hits.filter(pc.invert(pc.match_substring_regex(hits, but.pattern)))
        return hits.to_pylist()

    with ThreadPoolExecutor(os.cpu_count()) as threads:
        return list(dict.fromkeys(itertools.chain.from_iterable(threads.map(hits_of, pieces))))
