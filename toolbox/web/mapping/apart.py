"""Large files are read in a process of their own: the page answers meanwhile, and Cancel ends the process.

Measured on two cores with a survey of 100 MB (615,000 answers): read in a thread of the server, 5.5 s during which other
threads wait up to 0.4 s at a time, and the thread cannot be stopped; read apart, another visitor waits for nothing but
the 0.01 s in which the finished table (43 MB) is taken over. A file below :data:`SMALL` is read at once: starting a
process takes longer than reading it.
"""

from __future__ import annotations

import contextlib
import logging
import os
import pickle
import queue
import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from toolbox.model import Choices, Recipe, ToolboxError
from toolbox.web.mapping.draft import Outcome

#: Bytes in one drop that are read at once.
SMALL = 2_000_000
#: How many processes read at the same time on this machine; further ones wait.
PLACES = threading.BoundedSemaphore(max(2, (os.cpu_count() or 2) - 1))
#: Seconds a visitor may be gone (a short loss of the network) before reading is given up.
PATIENCE = 30.0

_ROOT = Path(__file__).resolve().parents[3]
_CHILD = "toolbox.reading.recipes.reading_child"
log = logging.getLogger("toolbox")


class Job:
    """Files being read apart. Made in a visitor's session, ended by :meth:`cancel` or when all are read."""

    def __init__(
        self,
        files: Sequence[tuple[str, bytes]],
        choices: Sequence[Choices],
        recipes: Sequence[Recipe],
        key: bytes,
        *,
        there: Callable[[], bool] = lambda: True,
        settled: bool = False,
    ) -> None:
        """Begin to read.

        Args:
            files: (name, content) of each.
            choices: what a person decided about each.
            recipes: of earlier rounds, the latest first.
            key: of the store's pseudonyms.
            there: whether the visitor still is; after :data:`PATIENCE` seconds without, reading ends.
            settled: whether a person said how the files are to be read.
        """
        self.files, self.choices, self.settled = tuple(files), tuple(choices), settled
        self.names = tuple(name for name, _ in files)
        self.sizes = tuple(len(content) for _, content in files)
        self.began = time.monotonic()
        self.at = -1
        self.outcomes: dict[int, Outcome] = {}
        self.done, self.cancelled = threading.Event(), threading.Event()
        self._there = there
        self._request = {"files": self.files, "choices": self.choices, "recipes": tuple(recipes), "key": key}
        self._process: subprocess.Popen | None = None
        threading.Thread(target=self._run, name="reading", daemon=True).start()

    @property
    def seconds(self) -> float:
        """How long it has taken so far."""
        return time.monotonic() - self.began

    @property
    def share(self) -> float | None:
        """How much is read, by bytes of whole files; None where one file alone is read and nobody can know."""
        if len(self.files) < 2:
            return None
        return sum(self.sizes[: max(self.at, 0)]) / max(sum(self.sizes), 1)

    @property
    def pid(self) -> int | None:
        """The process that reads; None before it began and after it ended."""
        return self._process.pid if self._process is not None and self._process.poll() is None else None

    def cancel(self) -> None:
        """End reading; the process is gone when this returns."""
        self.cancelled.set()
        self.done.wait(15)

    def _run(self) -> None:
        try:
            if self._wait_for_a_place():
                try:
                    self._read()
                finally:
                    PLACES.release()
        except Exception:
            number = secrets.token_hex(4).upper()
            log.exception("Fault %s while files were read apart", number)
            self._fail(number)
        finally:
            self._request = {}
            if self.cancelled.is_set():
                self.files, self.outcomes = (), {}
            self.done.set()

    def _wait_for_a_place(self) -> bool:
        gone = 0.0
        while not PLACES.acquire(timeout=0.5):
            gone = 0.0 if self._there() else gone + 0.5
            if self.cancelled.is_set() or gone > PATIENCE:
                self.cancelled.set()
                return False
        return True

    def _read(self) -> None:
        settings = {**os.environ, "PYTHONPATH": os.pathsep.join([str(_ROOT), os.environ.get("PYTHONPATH", "")])}
        self._process = subprocess.Popen(
            [sys.executable, "-m", _CHILD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=settings
        )
        replies: queue.Queue = queue.Queue()
        talking = threading.Thread(target=self._talk, args=(self._process, replies), daemon=True)
        talking.start()
        gone = 0.0
        try:
            while not self.cancelled.is_set():
                try:
                    reply = replies.get(timeout=0.5)
                except queue.Empty:
                    gone = 0.0 if self._there() else gone + 0.5
                    if gone > PATIENCE:
                        self.cancelled.set()
                    continue
                if reply is None:
                    number = secrets.token_hex(4).upper()
                    log.error("Fault %s: the process that reads files ended (%s)", number, self._process.wait())
                    self._fail(number, ended=True)
                    return
                if reply[0] == "end":
                    return
                self._take(*reply)
        finally:
            self._process.kill()
            self._process.wait()
            talking.join(15)
            for pipe in (self._process.stdin, self._process.stdout):
                # What was still to be written to a process that is gone is of no use.
                with contextlib.suppress(OSError):
                    pipe.close()

    def _talk(self, process: subprocess.Popen, replies: queue.Queue) -> None:
        """Hand over the request, then collect the answers; None when the process is gone. Standard input stays open."""
        try:
            pickle.dump(self._request, process.stdin, protocol=5)
            process.stdin.flush()
            while True:
                reply = pickle.load(process.stdout)
                replies.put(reply)
                if reply[0] == "end":
                    return
        except (EOFError, OSError, ValueError, pickle.UnpicklingError):
            replies.put(None)

    def _take(self, what: str, place: int, *told: object) -> None:
        if what == "at":
            self.at = place
        elif what == "read":
            self.outcomes[place] = told[0]
        elif what == "refused":
            self.outcomes[place] = ToolboxError(*told)
        else:
            number = secrets.token_hex(4).upper()
            log.error("Fault %s while a file was read apart:\n%s", number, told[0])
            self.outcomes[place] = _fault(number)

    def _fail(self, number: str, *, ended: bool = False) -> None:
        """Files nobody read are told of as such."""
        for place in range(len(self.files)):
            self.outcomes.setdefault(place, _ended(number) if ended and place == self.at else _fault(number))


def _fault(number: str) -> ToolboxError:
    return ToolboxError(
        "fault",
        "Something went wrong while this file was read, and it is not your doing. Try it again; if it happens again, give "
        f"this number to whoever runs the toolbox: {number}",
    )


def _ended(number: str) -> ToolboxError:
    return ToolboxError(
        "reading_ended",
        "Reading this file ended before it was done, perhaps because this machine ran out of memory. Export one course or "
        f"one month at a time and upload that. If it happens again, give this number to whoever runs the toolbox: {number}",
    )
