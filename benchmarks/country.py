"""The same click in a store of one school and in one of a country: 1,000 schools and 1,000,000 people.

In the country another school of a round is chosen, one looked at for the first time; in the store of one school, which
has nothing else to choose, another round of it. The schools are alike: 1,000 people in four groups, eight areas.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np

from benchmarks.in_browser import CHART, CLICKS, Subject, choose, launch, start
from benchmarks.processes import ROOT, Measured
from toolbox.frameworks import load
from toolbox.model import Answers, Viewer
from toolbox.store import open_store

SCHOOLS, PERSONS, AIM = 1_000, 1_000, 1.5
GROUPS = ("leaders", "teachers", "pupils", "parents")
SHARES = (0.005, 0.08, 0.65, 0.265)


def answers(schools: int, persons: int, seed: int) -> Answers:
    """Answers of so many schools, the same number of people in each, without codes."""
    draw = np.random.default_rng(seed)
    items = tuple(item.id for item in load("selfie-2020").items if not item.optional)
    sizes = np.maximum(5, np.array(SHARES) * persons).astype(int)
    sizes[2] += persons - sizes.sum()
    group = np.tile(np.repeat(np.arange(len(GROUPS)), sizes), schools)
    level = np.repeat(draw.normal(3.2, 0.3, schools), persons)
    values = np.empty((len(group), len(items)), np.int8, order="F")
    for place in range(len(items)):
        values[:, place] = np.clip(np.rint(level + draw.normal(0, 0.9, len(group))), 1, 5)
    return Answers(
        person=np.full(len(group), "", object), school=np.repeat(np.arange(schools), persons), group=group,
        schools=tuple(f"School {number:04}" for number in range(schools)), groups=GROUPS, items=items, values=values,
    )  # fmt: skip


def _stored(folder: Path, *rounds: Answers) -> Subject:
    store = open_store(folder=folder)
    store.set_setting(Viewer(), "started", "for a benchmark", once=True)
    for number, found in enumerate(rounds):
        store.save_round(
            Viewer(),
            name=f"Round {number}",
            collected_on=date(2000 + number, 5, 4),
            framework="selfie-2020",
            answers=found,
        )
    store.close()
    settings = {"TOOLBOX_DATA": str(folder)}
    return Subject(script=ROOT / "app.py", page="school", seen=CHART, settings=settings)


def _clicks(browser, subject: Subject, folder: Path, box: int) -> tuple[float, Measured]:
    """Seconds to the first chart, and the clicks after it."""
    first, server, page = start(browser, subject, folder)
    try:
        time.sleep(5)
        page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
        found = [choose(page, subject, number, box) for number in range(1, CLICKS + 1)]
        return first, Measured(seconds=statistics.median(found), peak_mb=server.peak_mb(), runs=len(found))
    finally:
        page.context.close()
        server.stop()


def run(folder: Path, show: Callable[[str, list[tuple[str, Measured]], list[str]], None]) -> list[str]:
    """Measure both and print a table. Without a browser says so and measures nothing."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = launch(playwright)
        if browser is None:
            print("\nCountry: not measured, no Chromium or Chrome found.")
            return []
        for name in ("school", "country"):
            (folder / name).mkdir()
        one = _stored(folder / "school", *(answers(1, PERSONS, seed) for seed in range(CLICKS + 1)))
        country = _stored(folder / "country", answers(SCHOOLS, PERSONS, 1))
        first_one, alone = _clicks(browser, one, folder, box=1)
        first_all, among = _clicks(browser, country, folder, box=0)
        browser.close()
    ratio = among.seconds / alone.seconds
    verdict = "reached" if ratio <= AIM else "not reached"
    show(
        f"Click to chart, something looked at for the first time: one school, and one of {SCHOOLS:,}",
        [("store of one school, another round", alone), (f"{SCHOOLS * PERSONS:,} people, another school", among)],
        [
            f"aim: at most {AIM:g}×; measured {ratio:.1f}× ({verdict})",
            f"start of the server to the first chart: {first_one:.1f} s and {first_all:.1f} s, counting the round included",
        ],
    )
    return []
