"""One way, measured in a process of its own: seconds on the wall, and the most memory the process ever held."""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, kw_only=True)
class Measured:
    """The median of some runs."""

    seconds: float
    busy: float | None = None
    """Seconds of processor time, all threads together: what other work on the machine does not lengthen."""
    peak_mb: float | None
    """Most memory resident at once, Python and libraries included."""
    runs: int
    result: float = 0.0


def make(name: str, folder: Path) -> None:
    """Write the files of a group of benchmarks, in a process of its own.

    A process starts with the peak memory of the one that started it (Linux counts it so), so the one that starts the
    ways must stay small.
    """
    code = "import sys, pathlib; from benchmarks import material; material.make(sys.argv[1], pathlib.Path(sys.argv[2]))"
    subprocess.run([sys.executable, "-c", code, name, str(folder)], cwd=ROOT, check=True)


def measure(way: str, folder: Path, runs: int) -> Measured:
    """Run a way of ``ways.py`` this often, each time in a fresh process."""
    return repeated([sys.executable, "-m", "benchmarks.processes", way, str(folder)], runs)


def repeated(command: list[str], runs: int, *, env: Mapping[str, str] | None = None) -> Measured:
    """The median of a command that prints what :func:`print_timed` prints, each time in a fresh process."""
    found = []
    for _ in range(runs):
        ended = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
        if ended.returncode:
            raise SystemExit(f"{' '.join(command[2:])} failed:\n{ended.stderr[-2000:]}")
        found.append(json.loads(ended.stdout.splitlines()[-1]))
    return Measured(
        seconds=statistics.median(each["seconds"] for each in found),
        busy=statistics.median(each["busy"] for each in found),
        peak_mb=statistics.median(each["peak_mb"] for each in found),
        runs=runs,
        result=found[0]["result"],
    )


def one_thread() -> dict[str, str]:
    """One thread of linear algebra for all: two are slower on matrices this small."""
    return {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


def main() -> None:
    """Inside the process: make ready (not timed), run once (timed), print one line of JSON."""
    from benchmarks.ways import WAYS

    print_timed(WAYS[sys.argv[1]].ready(Path(sys.argv[2])))


def print_timed(call: Callable[[], float]) -> None:
    """Run once, timed, and print one line of JSON: seconds, processor seconds, this process's peak memory, result."""
    start, busy = time.perf_counter(), time.process_time()
    result = call()
    seconds, busy = time.perf_counter() - start, time.process_time() - busy
    unit = 1 if sys.platform == "darwin" else 1024  # ru_maxrss is bytes on macOS, kilobytes on Linux
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6
    print(json.dumps({"seconds": seconds, "busy": busy, "peak_mb": peak, "result": float(result)}))


if __name__ == "__main__":
    main()
