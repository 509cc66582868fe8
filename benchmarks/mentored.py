"""A click on the pages about mentoring: in the sample hub, and in a hub of 1,000 schools, 8,000 sessions and a million events.

Each page is opened in a process of its own as tests open it, without a browser, so that what is measured is the page's own
work. What is compared is the same click; a choice is one nobody made before, unless it says again.
"""

from __future__ import annotations

import json
import logging
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.processes import ROOT, Measured

AIM, TIMES, MINUTES = 2.0, 5, 10
MAIN = ROOT / "toolbox" / "web" / "main.py"
Click = Callable[[], Any]


def hub(at) -> Iterator[tuple[str, Click]]:
    """Another day, another programme, and the same page once more."""
    for month in range(1, TIMES + 1):
        yield (
            "Hub, another day",
            lambda month=month: at.date_input(key="hub_as_of").set_value(date(2026, month, 1)).run(),
        )
    for place in (1, 2, 3, 0):
        yield "Hub, another programme", lambda place=place: at.selectbox(key="hub_programme").select_index(place).run()
    for _ in range(TIMES):
        yield "Hub, again", at.run


def mentees(at) -> Iterator[tuple[str, Click]]:
    """Another mentor, another mentee school, and both again. The sample hub has two mentors, so each can be new once."""

    def choose(key: str, place: int) -> Click:
        return lambda: at.selectbox(key=key).select_index(place).run()

    yield "Mentees, another mentor", choose("mentees_mentor", 1)
    for place in (1, 2):
        yield "Mentees, another school", choose("mentees_school", place)
    for place in (0, 1, 2, 1, 0):
        yield "Mentees, a school again", choose("mentees_school", place)
    for place in (0, 1, 0, 1, 0):
        yield "Mentees, a mentor again", choose("mentees_mentor", place)


def change(at) -> Iterator[tuple[str, Click]]:
    """All schools together, once more, with what mentoring is set beside, and one school after the other."""
    yield "Change, all schools", lambda: at.selectbox(key="change_school").set_value("").run()
    for _ in range(TIMES):
        yield "Change, all schools again", at.run
    for place in range(1, TIMES + 1):
        yield "Change, another school", lambda place=place: at.selectbox(key="change_school").select_index(place).run()
    for place in range(TIMES):
        yield "Change, a school again", lambda place=place: at.selectbox(key="change_school").select_index(place).run()


PAGES = {each.__name__: each for each in (hub, mentees, change)}


def run(folder: Path, show) -> list[str]:
    """Measure the same clicks in both hubs and print a table a page."""
    hubs = {"sample hub": folder / "sample", "1,000 schools": folder / "large"}
    for place in hubs.values():
        place.mkdir()
        _child("make", place)
    for page in PAGES:
        found = {name: _child(page, place) for name, place in hubs.items()}
        clicks = list(found["sample hub"])
        rows = [(f"{click}: {name}", each[click]) for click in clicks for name, each in found.items()]
        show(f"A click on the {page.capitalize()} page", rows, [_aim(click, *found.values()) for click in clicks])
    return []


def _aim(click: str, small: dict[str, Measured], large: dict[str, Measured]) -> str:
    ratio = large[click].busy / small[click].busy
    verdict = "reached" if ratio <= AIM else "not reached"
    return f"aim: {click}: at most {AIM:g}× the sample hub's processor time; measured {ratio:.1f}× ({verdict})"


def _child(what: str, folder: Path) -> dict[str, Measured]:
    command = [sys.executable, "-m", "benchmarks.mentored", what]
    known = {name: text for name, text in os.environ.items() if not name.startswith("TOOLBOX_")}
    settings = {**known, "TOOLBOX_DATA": str(folder), "OPENBLAS_NUM_THREADS": "1"}
    ended = subprocess.run(
        command, cwd=ROOT, env=settings, capture_output=True, text=True, check=False, timeout=MINUTES * 60
    )
    if ended.returncode:
        raise SystemExit(f"{' '.join(command[2:])} failed:\n{ended.stderr[-2000:]}")
    peak, clicks = json.loads(ended.stdout.splitlines()[-1])
    return {
        name: Measured(
            seconds=statistics.median(seconds for seconds, _ in each), busy=statistics.median(busy for _, busy in each),
            peak_mb=peak, runs=len(each),
        )
        for name, each in clicks.items()
    }  # fmt: skip


def _make(folder: Path) -> None:
    from benchmarks import mentored_material
    from toolbox import sample
    from toolbox.model import Viewer
    from toolbox.store import open_store

    if folder.name == "large":
        mentored_material.make(folder)
        return
    store = open_store(folder=folder)
    store.migrate()
    store.set_setting(Viewer(), "started", "for a benchmark", once=True)
    sample.load(store, Viewer())
    store.close()


def _clicked(page: str) -> dict[str, list[tuple[float, float]]]:
    from streamlit.testing.v1 import AppTest

    at = AppTest.from_file(str(MAIN), default_timeout=120).run()
    at.switch_page(f"../../pages/{page}.py").run()
    found: dict[str, list[tuple[float, float]]] = {}
    for name, click in PAGES[page](at):
        start, busy = time.perf_counter(), time.process_time()
        click()
        found.setdefault(name, []).append((time.perf_counter() - start, time.process_time() - busy))
        if at.exception:
            raise SystemExit(f"{name}: {at.exception[0].message}")
    return found


def main() -> None:
    """Inside the process: fill the data folder, or click, and print one line of JSON."""
    from benchmarks.engine import _peak_mb

    logging.disable(logging.WARNING)
    if sys.argv[1] == "make":
        _make(Path(os.environ["TOOLBOX_DATA"]))
        print(json.dumps([_peak_mb(), {}]))
        return
    found = _clicked(sys.argv[1])
    print(json.dumps([_peak_mb(), found]))


if __name__ == "__main__":
    main()
