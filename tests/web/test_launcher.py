"""A fresh server: every page through the main script, guarded, ready, and silent towards other hosts."""

from __future__ import annotations

import ast
import asyncio
import json
import os
import socket
import subprocess
import sys
import time
import tomllib
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from toolbox.web import launch, navigation

ROOT = Path(__file__).resolve().parents[2]
STEMS = [Path(file).stem for file, _, _ in navigation.LINES]


@pytest.fixture
def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture
def server(free_port: int, tmp_path: Path) -> Iterator[str]:
    """A server nobody has visited yet, with an empty data folder; its address without the scheme."""
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        "app.py",
        "--server.headless=true",
        f"--server.port={free_port}",
    ]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=log, stderr=log, env={**os.environ, "TOOLBOX_DATA": str(tmp_path / "data")}
        )
    address = f"127.0.0.1:{free_port}"
    try:
        for _ in range(240):
            assert process.poll() is None, (tmp_path / "log").read_text()
            try:
                urllib.request.urlopen(f"http://{address}/_stcore/health", timeout=2).close()
                break
            except OSError:
                time.sleep(0.25)
        yield address
    finally:
        process.terminate()
        process.wait(20)


async def _visited(address: str, page: str) -> list[ForwardMsg]:
    """What the server sends to somebody whose first request is this page."""
    heard: list[ForwardMsg] = []
    async with websockets.connect(
        f"ws://{address}/_stcore/stream", subprotocols=["streamlit"], origin=f"http://{address}", max_size=None
    ) as connection:
        asking = BackMsg()
        asking.rerun_script.page_name = page
        await connection.send(asking.SerializeToString())
        while not (heard and heard[-1].WhichOneof("type") == "script_finished"):
            message = ForwardMsg()
            message.ParseFromString(await asyncio.wait_for(connection.recv(), 60))
            heard.append(message)
    return heard


@pytest.mark.parametrize("page", STEMS)
def test_first_visit_of_a_fresh_server_goes_through_the_main_script(server: str, page: str) -> None:
    # In a thread of its own: a browser test that ran before leaves its event loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        heard = thread.submit(asyncio.run, _visited(server, "" if page == "start" else page)).result()
    kinds = [message.WhichOneof("type") for message in heard]
    started = next(message.new_session for message in heard if message.WhichOneof("type") == "new_session")
    assert Path(started.main_script_path) == launch.MAIN
    assert "navigation" in kinds, "only the main script sends the navigation"
    assert "page_not_found" not in kinds
    asked = next(message.navigation for message in heard if message.WhichOneof("type") == "navigation")
    chosen = next(entry for entry in asked.app_pages if entry.page_script_hash == asked.page_script_hash)
    assert chosen.page_name.lower() == page
    drawn = "".join(str(message.delta.new_element) for message in heard if message.WhichOneof("type") == "delta")
    assert "h1" in drawn, "the page came with its heading"
    assert "exception {" not in drawn


def _readiness(address: str) -> dict[str, object]:
    """What ``/api/ready`` says once it says yes; until then it must answer 503 with the reason."""
    for _ in range(120):
        try:
            with urllib.request.urlopen(f"http://{address}/api/ready", timeout=10) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as waiting:
            code, reason = waiting.code, json.load(waiting)["reason"]
        assert (code, reason) in ((503, "starting"), (503, "warming"))
        time.sleep(0.5)
    raise AssertionError("never ready")


def test_headers_readiness_and_foreign_hosts(server: str) -> None:
    answer = urllib.request.urlopen(f"http://{server}/", timeout=10)
    for name, text in launch.HEADERS.items():
        assert answer.headers[name] == text
    told = _readiness(server)
    assert told == {"ready": True, "reason": ""}
    foreign = urllib.request.Request(f"http://{server}/_stcore/host-config", headers={"Host": "elsewhere.example"})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(foreign, timeout=10)
    assert refused.value.code == 421


def test_every_page_file_is_registered_and_lies_away_from_the_main_script() -> None:
    assert sorted(f"{stem}.py" for stem in STEMS) == sorted(path.name for path in navigation.PAGES.glob("*.py"))
    assert not (launch.MAIN.parent / "pages").exists(), "a pages folder beside the main script is served past it"


def test_the_launcher_is_found_by_its_shape() -> None:
    """Streamlit looks for a module-level ``app = st.App(...)`` in the syntax tree before it runs anything."""
    tree = ast.parse((ROOT / "app.py").read_text(encoding="utf-8"))
    named = [node for node in tree.body if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "app"]
    assert len(named) == 1
    assert isinstance(named[0].value, ast.Call)
    assert ast.unparse(named[0].value.func) == "st.App"


def test_settings_call_nobody_and_listen_here_only() -> None:
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert settings["browser"]["gatherUsageStats"] is False
    assert settings["server"]["address"] == "127.0.0.1"
    assert settings["server"]["showEmailPrompt"] is False
    assert settings["server"]["maxUploadSize"] >= 105, "100 MB as some systems count them are 104.9 million bytes"
    assert {"light", "dark"} <= settings["theme"].keys()


def test_a_fault_is_shown_as_a_number_and_a_refusal_in_its_own_words(caplog: pytest.LogCaptureFixture) -> None:
    from streamlit.testing.v1 import AppTest

    def faulty() -> None:
        from toolbox.model import ToolboxError
        from toolbox.web.launch import script_failed

        script_failed(ZeroDivisionError("secret detail"))
        script_failed(ToolboxError("locked", "The data folder is locked. Try again."))

    shown = AppTest.from_function(faulty, default_timeout=30).run()
    assert not shown.exception
    fault, refusal = (error.value for error in shown.error)
    number = fault.rsplit("**", 2)[1]
    assert len(number) == 8
    assert "secret detail" not in fault
    assert number in caplog.text
    assert "ZeroDivisionError" in caplog.text
    assert refusal == "The data folder is locked. Try again."
