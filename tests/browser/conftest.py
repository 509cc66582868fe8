"""A fresh server per session with a data folder of its own, and a watched browser.

Every page opened through ``visit`` fails its test when the browser asks another host for anything or writes an error to
its console. Without a Chromium the tests are skipped with the reason printed; with ``CI=true`` that is a failure.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlparse

import pytest

ROOT = Path(__file__).resolve().parents[2]
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
#: A page visited directly makes Streamlit look for itself below the page's address first; both answers are 404.
KNOWN_PROBES = ("/_stcore/health", "/_stcore/host-config")
SECONDS = 60


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


def launch(playwright):
    """Debian's Chromium, else an installed Chrome, else Playwright's own; None where there is none."""
    from playwright.sync_api import Error

    installed = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)
    ways = [{"executable_path": installed}] if installed else []
    for way in (*ways, {"channel": "chrome"}, {}):
        try:
            return playwright.chromium.launch(args=FLAGS, **way)
        except Error:
            continue
    return None


def missing(reason: str) -> None:
    """Skip with a printed reason on a visitor's machine; fail where the check must be complete."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{reason} (CI=true, so this is a failure)")
    print(f"Browser tests skipped: {reason}")
    pytest.skip(reason)


class Server:
    """The app, started as a visitor starts it, on a free port of this machine."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.data = folder / "data"
        self.log = folder / "server.log"
        settings = {name: text for name, text in os.environ.items() if name != "TOOLBOX_DATABASE_URL"}
        settings["TOOLBOX_DATA"] = str(self.data)
        command = [sys.executable, "-m", "streamlit", "run", "app.py"]
        options = ["--server.headless=true", "--server.address=127.0.0.1", f"--server.port={self.port}"]
        with self.log.open("wb") as log:
            self.running = subprocess.Popen([*command, *options], cwd=ROOT, env=settings, stdout=log, stderr=log)
        self.wait()

    def wait(self) -> None:
        """Return once the server answers; fail with its last lines when it does not."""
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline and self.running.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.address}/_stcore/health", timeout=2):
                    return
            except OSError:
                time.sleep(0.25)
        self.stop()
        pytest.fail(f"The app did not start:\n{self.log.read_text(errors='replace')[-3000:]}")

    def rounds(self) -> tuple:
        """The rounds in the server's store that are no sample, read beside the running server."""
        from toolbox.model import Viewer
        from toolbox.store import open_store

        store = open_store(f"sqlite:///{self.data / 'toolbox.db'}", self.data)
        found = tuple(each for each in store.rounds(Viewer()) if not each.sample)
        store.close()
        return found

    def stop(self) -> None:
        """End the process this object started, and no other."""
        self.running.terminate()
        try:
            self.running.wait(15)
        except subprocess.TimeoutExpired:
            self.running.kill()
            self.running.wait()


@pytest.fixture(scope="session")
def chromium() -> Iterator:
    """One browser for the session; what the tests expect of a page may take as long as a busy machine needs."""
    try:
        from playwright.sync_api import expect, sync_playwright
    except ImportError:
        missing("Playwright is not installed: pip install -r requirements-dev.txt")
    with sync_playwright() as playwright:
        browser = launch(playwright)
        if browser is None:
            missing(
                "no Chromium, Chrome or Playwright browser found: install one, or run 'playwright install chromium'"
            )
        expect.set_options(timeout=SECONDS * 1000)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server(chromium, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A fresh server with an empty data folder; started only where a browser is."""
    running = Server(tmp_path_factory.mktemp("server"))
    yield running
    running.stop()


@pytest.fixture
def fresh_server(chromium, tmp_path: Path) -> Iterator[Server]:
    """A server nobody has visited yet, for one test."""
    running = Server(tmp_path)
    yield running
    running.stop()


class Watch:
    """What a browser context asked for and complained about."""

    def __init__(self, context, host: str) -> None:
        self.elsewhere: list[str] = []
        self.complaints: list[str] = []
        self.host = host
        context.on("request", self.note_request)
        context.on("console", self.note_console)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))

    def note_request(self, request) -> None:
        """Keep the address of a request that leaves this server."""
        address = urlparse(request.url)
        if address.scheme in ("http", "https", "ws", "wss") and address.netloc != self.host:
            self.elsewhere.append(request.url)

    def note_console(self, message) -> None:
        """Keep an error of the console, except the two known probes."""
        known = str(message.location.get("url", "")).split("?")[0].endswith(KNOWN_PROBES) and "404" in message.text
        if message.type == "error" and not known:
            self.complaints.append(f"{message.text} ({message.location.get('url', '')})")

    def check(self) -> None:
        """Raise when anything was noted."""
        assert not self.elsewhere, f"The browser asked another host: {self.elsewhere}"
        assert not self.complaints, f"The console shows errors: {self.complaints}"


def watched_context(chromium, server: Server, *, dark: bool = False, width: int = 1280):
    """A browser context of its own, and the watch on it."""
    context = chromium.new_context(
        viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light", accept_downloads=True
    )
    context.set_default_timeout(SECONDS * 1000)
    return context, Watch(context, urlparse(server.address).netloc)


@pytest.fixture(name="watched")
def watched_fixture() -> Callable:
    """``watched(browser, server)`` for tests that open their own contexts."""
    return watched_context


@pytest.fixture
def visit(chromium, server: Server) -> Iterator[Callable]:
    """``visit("school", dark=True)`` opens a page in a context of its own, watched until the test ends."""
    opened = []

    def open_page(name: str = "", *, dark: bool = False, width: int = 1280):
        context, watch = watched_context(chromium, server, dark=dark, width=width)
        opened.append((context, watch))
        page = context.new_page()
        page.goto(f"{server.address}/{name}")
        settle(page)
        return page

    yield open_page
    for context, _ in opened:
        context.close()
    for _, watch in opened:
        watch.check()


def settle(page) -> None:
    """Wait until the heading stands and the script has stopped running."""
    page.get_by_role("heading", level=1).first.wait_for()
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    page.locator("[data-testid=stSkeleton]").first.wait_for(state="detached")


@pytest.fixture(name="settle")
def settle_fixture() -> Callable:
    """The wait of this folder, for tests that click."""
    return settle
