"""One way, measured in a process of its own: seconds on the wall, and the most memory the process ever held."""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, kw_only=True)
class Measured:
    """The median of some runs."""

    seconds: float
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
    found = []
    for _ in range(runs):
        command = [sys.executable, "-m", "benchmarks.processes", way, str(folder)]
        ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if ended.returncode:
            raise SystemExit(f"The way {way} failed:\n{ended.stderr[-2000:]}")
        found.append(json.loads(ended.stdout.splitlines()[-1]))
    return Measured(
        seconds=statistics.median(each["seconds"] for each in found),
        peak_mb=statistics.median(each["peak_mb"] for each in found),
        runs=runs,
        result=found[0]["result"],
    )


def main() -> None:
    """Inside the process: make ready (not timed), run once (timed), print one line of JSON."""
    from benchmarks.ways import WAYS

    call = WAYS[sys.argv[1]].ready(Path(sys.argv[2]))
    start = time.perf_counter()
    result = call()
    seconds = time.perf_counter() - start
    unit = 1 if sys.platform == "darwin" else 1024  # ru_maxrss is bytes on macOS, kilobytes on Linux
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6
    print(json.dumps({"seconds": seconds, "peak_mb": peak, "result": float(result)}))


if __name__ == "__main__":
    main()
