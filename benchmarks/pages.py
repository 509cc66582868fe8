"""One sheet for the staff meeting: three groups, eight areas, the round before, everything on it; as PDF and as Word.

The first page of a process starts the machines that draw and set; those after it are what a visitor waits for.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks.processes import Measured, one_thread, print_timed, repeated

#: Seconds of a processor a click may take.
AIM = 2.0
RUNS = 3


def page():
    """An invented school's page, all of it."""
    from benchmarks.evaluations import framework, rounds
    from toolbox.comparison import compare
    from toolbox.disclosure import release
    from toolbox.profile import profile
    from toolbox.reports.one_page import one_page

    first, second = rounds(600)
    when = {"before_name": first.name, "after_name": second.name}
    days = {"before_on": first.collected_on, "after_on": second.collected_on}
    made = framework()
    found = profile(second.answers, made, round_name=second.name, collected_on=second.collected_on)
    return one_page(release(found), change=release(compare(first.answers, second.answers, made, **when, **days)))


def first_pdf() -> Callable[[], float]:
    """The first of a process."""
    from toolbox.reports.one_page import pdf

    made = page()
    return lambda: float(len(pdf(made)[0]))


def next_pdf() -> Callable[[], float]:
    """One after it."""
    made = first_pdf()
    made()
    return made


def next_word() -> Callable[[], float]:
    """A Word file, laid out as the PDF was."""
    from toolbox.reports.one_page import pdf, word

    made = page()
    word(pdf(made)[1])
    return lambda: float(len(word(pdf(made)[1])))


WAYS = {way.__name__: way for way in (first_pdf, next_pdf, next_word)}


def run(folder: Path, show: Callable) -> list[str]:
    """Measure and print one table, the aim below it."""
    rows = [
        ("PDF, the first of a process", _measured("first_pdf")),
        ("PDF", _measured("next_pdf")),
        ("Word", _measured("next_word")),
    ]
    most = max(found.busy for _, found in rows)
    verdict = "reached" if most < AIM else "not reached"
    said = [f"aim: each under {AIM:g} s of a processor, pictures included; measured {most:.2g} s at most ({verdict})"]
    show("A school on one sheet of paper", rows, said)
    return []


def _measured(way: str) -> Measured:
    return repeated([sys.executable, "-m", "benchmarks.pages", way], RUNS, env=one_thread())


if __name__ == "__main__":
    print_timed(WAYS[sys.argv[1]]())
