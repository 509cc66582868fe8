"""What is said of codes, in plain words: how two of them differ, and that none occurs twice. Never a code of a round."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from toolbox.model import NearPair


def difference(pair: NearPair) -> str:
    """How two codes differ, in words.

    Example:
        >>> pair = NearPair(school="North", group="teachers", before="P-1", after="P-9", state="probable", slip="other",
        ...     place=3, units=6)
        >>> difference(pair)
        'character 3 of 6 differs'
    """
    unit = "part" if pair.in_parts else "character"
    return {
        "other": f"{unit} {pair.place} of {pair.units} differs",
        "missing": f"{unit} {pair.place} of {pair.units} is missing after",
        "added": f"one more {unit} after, in place {pair.place}",
        "swapped": f"{unit}s {pair.place} and {pair.place + 1} of {pair.units} are swapped",
        "two": f"two {unit}s differ",
    }[pair.slip]


def short(pseudonyms: Iterable[str], least: int = 4) -> dict[str, str]:
    """Each pseudonym cut to four signs, or to as many as tell it from the others.

    Example:
        >>> short(["P-7F3A11", "P-19C222", "P-19C233"])
        {'P-7F3A11': 'P-7F3A', 'P-19C222': 'P-19C22', 'P-19C233': 'P-19C23'}
    """
    every = tuple(dict.fromkeys(pseudonyms))
    cut = {name: name[: 2 + least] for name in every}
    counts = Counter(cut.values())
    twice = [name for name in every if counts[cut[name]] > 1 and len(name) > 2 + least]
    return cut | (short(twice, least + 1) if twice else {})


def nothing_matches(before: Sequence[str], after: Sequence[str], names: tuple[str, str] = ("before", "after")) -> str:
    """That no code is found twice, with examples as they are compared; only for who has both files in hand.

    Example:
        >>> nothing_matches(["a73k"], ["7a3k"])
        "No codes occur in both files. Examples: before 'a73k', after '7a3k'. Is the code in another column?"
    """
    shown = [
        f"{name} {' and '.join(repr(code) for code in codes[:2])}"
        for name, codes in zip(names, (before, after), strict=True)
        if codes
    ]
    examples = f" Examples: {', '.join(shown)}." if shown else ""
    return f"No codes occur in both files.{examples} Is the code in another column?"
