"""A column in a few words: its heading, its samples, shortened to fit."""

from __future__ import annotations

from toolbox.model import Question
from toolbox.web.plain import plain

_HELD = {
    "name": "names",
    "e-mail": "e-mail addresses",
    "ip": "internet addresses",
    "phone": "telephone numbers",
    "place": "places",
}


def short(question: Question, length: int = 70) -> str:
    """Code and question on one line, as a picker prints them.

    Example:
        >>> short(Question(key="a", heading="A1. Plan", code="A1", text="Plan"))
        'A1 Plan'
        >>> short(Question(key="Role", heading="Role", code="Role"))
        'Role'
    """
    words = dict.fromkeys((question.code, question.text or question.heading))
    return cut(" ".join(filter(None, words)) or "no heading", length)


def samples(question: Question) -> str:
    """Three values of the column, harmless as Markdown; what became of it where it held identifiers.

    Example:
        >>> samples(Question(key="a", heading="a", samples=("4", "5")))
        'For example: 4 · 5'
    """
    if question.identifier:
        codes = " · ".join(f"{sample[:6]}…" for sample in question.samples[:3] if sample.startswith("P-"))
        shown = f", such as {codes}" if codes else ""
        return f"Held {_HELD[question.identifier]}; replaced by codes{shown}, never stored."
    if not question.samples:
        return "No answers in this column"
    return "For example: " + " · ".join(plain(cut(sample, 50)) for sample in question.samples[:3])


def cut(text: str, length: int) -> str:
    """A text on one line, shortened with an ellipsis.

    Example:
        >>> cut("one two three", 8)
        'one two…'
    """
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"
