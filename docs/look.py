"""Take a picture of every page as a visitor sees it: light, dark and phone.

    python docs/look.py            writes docs/pages/*.png (light, for the README)
    python docs/look.py FOLDER     writes light, dark and phone pictures into FOLDER

Starts a server of its own on a free port with an empty data folder, so it shows the sample hub.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("start", "upload", "school", "change", "mentees", "hub", "tables", "frameworks", "data")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def serve(folder: str) -> tuple[subprocess.Popen[bytes], str]:
    """Start the app on a free port and wait until it answers; the process and its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true", f"--server.port={port}"]
    server = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "TOOLBOX_DATA": folder})
    address = f"http://127.0.0.1:{port}"
    for _ in range(120):
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
                return server, address
        except OSError:
            time.sleep(0.5)
    server.kill()
    raise SystemExit("The app did not answer within a minute.")


def settle(page: Page) -> None:
    """Wait until the page has its heading and has stopped running."""
    page.get_by_role("heading", level=1).first.wait_for(timeout=60_000)
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(timeout=120_000)
    page.wait_for_timeout(1500)


def main() -> None:
    """Visit every page in every look asked for and keep a picture of each."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    looks = (
        {"light": ("light", 1280), "dark": ("dark", 1280), "phone": ("light", 390)}
        if folder
        else {"light": ("light", 1280)}
    )
    target = folder or ROOT / "docs" / "pages"
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, sync_playwright() as playwright:
        server, address = serve(data)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        try:
            for look, (scheme, width) in looks.items():
                context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
                page = context.new_page()
                for name in PAGES:
                    page.goto(f"{address}/{'' if name == 'start' else name}")
                    settle(page)
                    height = page.evaluate("document.querySelector('[data-testid=stMain]')?.scrollHeight ?? 900")
                    page.set_viewport_size({"width": width, "height": min(max(height, 700), 4000)})
                    page.wait_for_timeout(800)
                    page.screenshot(path=target / (f"{name}-{look}.png" if folder else f"{name}.png"))
                    page.set_viewport_size({"width": width, "height": 900})
                context.close()
        finally:
            browser.close()
            server.terminate()
            server.wait(20)


if __name__ == "__main__":
    main()
