"""What a visitor waits for, in a real browser: start to first chart, click to new chart; against a bare Streamlit page.

The bare page has one widget and one line of text, runs on the same machine in the same run, and is what any Streamlit
app costs before it does anything.
"""

from __future__ import annotations

import os
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.processes import ROOT, Measured

STARTS, CLICKS = 3, 9
AIM = 2.5
PATIENCE = 90
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]

BARE = """import streamlit as st

school = st.selectbox("School", [f"School {number}" for number in range(1, 14)])
st.text(f"Chosen: {school}")
"""

#: What is on screen now: the chart's text twin (the toolbox) or the line of text (the bare page); "" while there is none.
CHART = """() => { const drawn = document.querySelector('[data-testid="stVegaLiteChart"]:has(svg.marks, canvas.marks)');
    return drawn?.getAttribute('aria-label') ?? ''; }"""
TEXT = """() => document.querySelector('[data-testid="stText"]')?.innerText ?? ''"""

#: From now on (or from the next click on), look at every frame until something else than now is on screen. Written
#: without eval, which the toolbox's own security headers forbid on its pages.
DRAWN = """() => new Promise((done, fail) => { const look = %s; setTimeout(() => fail('nothing drawn'), 90000);
    const frame = () => look() === '' ? requestAnimationFrame(frame) : done(); frame(); })"""
WATCH = """() => { const look = %s, before = look(); let start = null;
    document.addEventListener('click', () => { start = performance.now(); }, {once: true, capture: true});
    window.waited = new Promise((done, fail) => { setTimeout(() => fail('nothing new drawn'), 90000);
        const frame = () => { const now = look();
            if (start !== null && now !== '' && now !== before) done(performance.now() - start);
            else requestAnimationFrame(frame); };
        frame(); }); }"""


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A server to be visited, and what tells that its page is drawn."""

    script: Path
    page: str
    seen: str
    settings: dict[str, str]


class Server:
    """One process of Streamlit, ended by the one who started it."""

    def __init__(self, subject: Subject, log: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.port, self.address = port, f"http://127.0.0.1:{port}/{subject.page}"
        options = ["--server.headless=true", "--server.address=127.0.0.1", f"--server.port={port}"]
        command = [sys.executable, "-m", "streamlit", "run", str(subject.script), *options]
        environment = {name: text for name, text in os.environ.items() if not name.startswith("TOOLBOX_")}
        self.log = log
        with log.open("wb") as out:
            self.running = subprocess.Popen(
                command, cwd=ROOT, env={**environment, **subject.settings}, stdout=out, stderr=out
            )

    def wait(self) -> None:
        """Return as soon as the port is open."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and self.running.poll() is None:
            with socket.socket() as trying:
                if trying.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.02)
        words = self.log.read_text(errors="replace")[-2000:]
        self.stop()
        raise SystemExit(f"The server did not start:\n{words}")

    def peak_mb(self) -> float | None:
        """Most memory the server ever held; None where the system does not say."""
        status = Path(f"/proc/{self.running.pid}/status")
        if not status.exists():
            return None
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1000

    def stop(self) -> None:
        """End it."""
        self.running.terminate()
        try:
            self.running.wait(15)
        except subprocess.TimeoutExpired:
            self.running.kill()
            self.running.wait()


def launch(playwright):
    """The first browser that starts, or None."""
    from playwright.sync_api import Error

    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    installed = next(filter(None, map(shutil.which, names)), None)
    for way in ([{"executable_path": installed}] if installed else []) + [{}]:
        try:
            return playwright.chromium.launch(args=FLAGS, **way)
        except Error:
            continue
    return None


def start(browser, subject: Subject, folder: Path) -> tuple[float, Server, object]:
    """Start the server and open its page. Returns seconds until it is drawn, and both still open."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.set_default_timeout(PATIENCE * 1000)
    start = time.perf_counter()
    server = Server(subject, folder / "server.log")
    server.wait()
    try:
        page.goto(server.address)
        page.evaluate(DRAWN % subject.seen)
    except BaseException:
        server.stop()
        raise
    return time.perf_counter() - start, server, page


def choose(page, subject: Subject, number: int, box: int = 0) -> float:
    """Choose the school at this place of the list. Returns seconds from the click until the page shows it.

    ``box``: which list, counted from the top of the page.
    """
    page.get_by_role("combobox").nth(box).click()
    option = page.get_by_role("option").nth(number)
    option.wait_for()
    page.evaluate(WATCH % subject.seen)
    option.click()
    seconds = page.evaluate("() => window.waited") / 1000
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    return seconds


def _measure(browser, subject: Subject, folder: Path) -> dict[str, Measured]:
    starts, again, first, peak = [], [], [], None
    for turn in range(STARTS):
        seconds, server, page = start(browser, subject, folder)
        try:
            starts.append(seconds)
            if turn == STARTS - 1:
                time.sleep(5)  # the server warms itself up beside the first visit; clicks are measured after it
                first = [choose(page, subject, number) for number in range(1, CLICKS + 1)]
                again = [choose(page, subject, number) for number in range(CLICKS - 1, -1, -1)]
            peak = server.peak_mb()
        finally:
            page.context.close()
            server.stop()
    return {
        name: Measured(seconds=statistics.median(found), peak_mb=peak, runs=len(found))
        for name, found in (("start", starts), ("first", first), ("again", again))
    }


def run(folder: Path, show: Callable[[str, list[tuple[str, Measured]], list[str]], None]) -> list[str]:
    """Measure both and print three tables. Without a browser says so and measures nothing."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        print("\nBrowser: not measured, Playwright is not installed (pip install -r requirements-dev.txt).")
        return []
    bare = folder / "bare.py"
    bare.write_text(BARE, encoding="utf-8")
    toolbox = Subject(
        script=ROOT / "app.py", page="school", seen=CHART, settings={"TOOLBOX_DATA": str(folder / "data")}
    )
    plain = Subject(script=bare, page="", seen=TEXT, settings={})
    with sync_playwright() as playwright:
        browser = launch(playwright)
        if browser is None:
            print("\nBrowser: not measured, no Chromium or Chrome found.")
            return []
        # The very first start of all puts the sample hub into the store; it is not what a visitor waits for every day.
        _, server, page = start(browser, toolbox, folder)
        page.context.close()
        server.stop()
        found = {"bare": _measure(browser, plain, folder), "toolbox": _measure(browser, toolbox, folder)}
        browser.close()
    titles = {
        "start": "Start of the server to the first chart, in a browser",
        "first": "Click to new chart, a school looked at for the first time",
        "again": "Click to new chart, a school looked at before",
    }
    for key, title in titles.items():
        ratio = found["toolbox"][key].seconds / found["bare"][key].seconds
        verdict = "reached" if ratio <= AIM else "not reached"
        aims = [] if key == "start" else [f"aim: at most {AIM:g}× the bare page; measured {ratio:.1f}× ({verdict})"]
        show(title, [("bare page, one widget", found["bare"][key]), ("toolbox", found["toolbox"][key])], aims)
    return []
