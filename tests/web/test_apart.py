"""Large files are read in a process of their own: it ends on Cancel, when the visitor leaves and when it dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.exports import limesurvey
from tests.web.test_upload import drop, field, press, stored, through, words
from toolbox.model import Choices, ToolboxError
from toolbox.reading import Pseudonyms, read
from toolbox.web.mapping import apart, arriving
from toolbox.web.mapping.apart import Job

KEY = b"a key kept with the store, 32 b."


def job(*files: tuple[str, bytes], **more) -> Job:
    """Read files apart."""
    return Job(files, [Choices()] * len(files), [], KEY, **more)


def large(rows: int = 400_000) -> bytes:
    """A file that takes some seconds to read."""
    head, *lines = limesurvey(1000).split(b"\r\n")
    return b"\r\n".join([head, *(lines[:1000] * (rows // 1000)), b""])


def running(found: Job) -> int:
    """The process of a job, once it reads."""
    deadline = time.monotonic() + 60
    while found.at < 0 and time.monotonic() < deadline:
        time.sleep(0.05)
    assert found.pid is not None
    return found.pid


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_what_is_read_apart_is_what_is_read_at_once() -> None:
    content = limesurvey(60, unfinished=4)
    found = job(("a.csv", content), ("empty.csv", b""))
    assert found.done.wait(120)
    here, there = read(content, "a.csv", pseudonym=Pseudonyms(KEY)), found.outcomes[0].reading
    assert there.table.equals(here.table)
    assert there.questions == here.questions
    assert isinstance(found.outcomes[1], ToolboxError)
    assert "This file is empty." in found.outcomes[1].message
    assert found.share == 1.0 or found.share is not None


def test_cancel_ends_the_process_and_lets_go_of_the_file() -> None:
    found = job(("large.csv", large()))
    pid = running(found)
    began = time.monotonic()
    found.cancel()
    assert time.monotonic() - began < 5
    assert not alive(pid)
    assert (found.files, found.outcomes, found._request) == ((), {}, {})


def test_a_visitor_who_leaves_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "PATIENCE", 0.4)
    found = job(("large.csv", large()), there=lambda: False)
    assert found.done.wait(60)
    assert found.cancelled.is_set()
    assert (found.files, found.pid) == ((), None)


@pytest.mark.skipif(os.name == "nt", reason="signals are not Windows'")
def test_a_process_that_dies_is_told_with_a_number(caplog: pytest.LogCaptureFixture) -> None:
    found = job(("large.csv", large()))
    os.kill(running(found), signal.SIGKILL)
    assert found.done.wait(60)
    message = found.outcomes[0].message
    assert "Reading this file ended before it was done, perhaps because this machine ran out of memory." in message
    number = message.rsplit(" ", 1)[1]
    assert f"Fault {number}" in caplog.text


def test_a_fault_of_ours_is_logged_without_words_of_the_file(caplog: pytest.LogCaptureFixture) -> None:
    # A request that makes the reader fail as only a fault of ours can.
    found = Job([("a.csv", limesurvey(10))], ["no choices at all"], [], KEY)  # type: ignore[list-item]
    assert found.done.wait(120)
    message = found.outcomes[0].message
    assert "Something went wrong while this file was read, and it is not your doing." in message
    number = message.rsplit(" ", 1)[1]
    assert f"Fault {number}" in caplog.text
    assert "in answer" in caplog.text
    assert "Birch School" not in caplog.text


@pytest.mark.skipif(os.name == "nt", reason="signals are not Windows'")
def test_the_process_ends_with_the_server(tmp_path: Path) -> None:
    content = tmp_path / "large.csv"
    content.write_bytes(large())
    server = (
        "import os, pathlib, time\n"
        "from toolbox.model import Choices\n"
        "from toolbox.web.mapping.apart import Job\n"
        f"job = Job([('large.csv', pathlib.Path({str(content)!r}).read_bytes())], [Choices()], [], b'k' * 32)\n"
        "while job.at < 0: time.sleep(0.05)\n"
        "print(job.pid, flush=True)\n"
        "os.kill(os.getpid(), 9)\n"
    )
    root = Path(__file__).resolve().parents[2]
    ended = subprocess.run([sys.executable, "-c", server], cwd=root, capture_output=True, text=True, timeout=120)
    pid, deadline = int(ended.stdout), time.monotonic() + 20
    while alive(pid) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not alive(pid)


@pytest.mark.skipif(not Path("/proc").exists(), reason="looks into /proc")
def test_the_key_is_in_no_argument_and_no_environment() -> None:
    found = job(("large.csv", large()))
    pid = running(found)
    told = Path(f"/proc/{pid}/cmdline").read_bytes() + Path(f"/proc/{pid}/environ").read_bytes()
    found.cancel()
    assert KEY not in told
    assert KEY.hex().encode() not in told


def test_a_large_file_on_the_page(empty_store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arriving, "SMALL", 1)
    at = drop(empty_store("upload"), "large.csv", limesurvey(60))
    (reading,) = at.session_state["upload_jobs"]
    assert any(button.label == "Cancel" for button in at.button)
    assert reading.done.wait(120)
    at.run()
    assert "LimeSurvey export, 60 answers" in words(at)
    assert at.session_state["upload_jobs"] == []
    through(at, name="Large")
    assert stored(tmp_path)[0].people == 60


def test_reading_again_apart_keeps_the_file_in_its_place(empty_store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arriving, "SMALL", 1)
    at = drop(empty_store("upload"), "d.csv", limesurvey(30, day="03/04/2026"))
    assert at.session_state["upload_jobs"][0].done.wait(120)
    at.run()
    field(at, "selectbox", "Order of dates").set_value("mdy")
    press(at, "Read again")
    assert at.session_state["upload_jobs"][0].done.wait(120)
    at.run()
    (draft,) = at.session_state["upload_drafts"].values()
    assert draft.reading.first.month == 3


def test_cancel_on_the_page_leaves_no_draft(empty_store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arriving, "SMALL", 1)
    at = drop(empty_store("upload"), "large.csv", large(50_000))
    (reading,) = at.session_state["upload_jobs"]
    press(at, "Cancel")
    assert reading.cancelled.is_set()
    assert reading.pid is None
    assert "Cancelled: “large.csv” was not read, and nothing of it is kept." in words(at)
    assert not at.session_state["upload_drafts"]
