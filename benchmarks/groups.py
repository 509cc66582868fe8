"""What a benchmark is: ways to do the same work, the aim between them, and the traps each is led into."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from benchmarks.traps import Reads, Trap

Call = Callable[[], float]


@cache
def _has_extension(name: str) -> bool:
    """Asked in a process of its own, so that the one that starts the ways stays small."""
    code = f"import duckdb; duckdb.sql('LOAD {name}')"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0


@dataclass(frozen=True, kw_only=True)
class Way:
    """One way and how it is called in the table."""

    name: str
    title: str
    ready: Callable[[Path], Call]
    """Makes itself ready in a folder (not timed) and returns a call (timed) that gives a number."""
    runs: int = 3
    needs: str = ""
    """A package only the benchmarks use; the way is left out, and that is told, where it is missing."""
    extension: str = ""
    """A part of DuckDB that DuckDB downloads when told to; nothing is downloaded here."""
    slow: bool = False
    """Many minutes: only when asked for."""
    reads: Reads | None = None
    """The same work on a small file, row by row: what the traps are held against."""

    @property
    def possible(self) -> bool:
        """Whether what it needs is installed."""
        return not self.lacking

    @property
    def lacking(self) -> str:
        """What it needs and is not installed, and how to get it; "" where all is there."""
        if self.needs and find_spec(self.needs) is None:
            return f'{self.needs} is not installed (pip install ".[benchmarks]")'
        if self.extension and not _has_extension(self.extension):
            return (
                f"DuckDB has not downloaded its extension '{self.extension}' (INSTALL {self.extension}, with a network)"
            )
        return ""


@dataclass(frozen=True, kw_only=True)
class Aim:
    """``way`` is to be this many times faster than ``against``; below 1: it may be slower by that much."""

    way: str
    against: str
    times: float
    text: str
    of: Literal["seconds", "peak_mb"] = "seconds"


@dataclass(frozen=True, kw_only=True)
class Group:
    """Ways compared in one table; the first is the base of the ratios."""

    name: str
    file: Callable[[Path], Path]
    """What is read, in a folder."""
    heading: str
    """The heading of the table; the size of the file is put behind it."""
    ways: tuple[Way, ...]
    aims: tuple[Aim, ...] = ()
    same: tuple[tuple[str, ...], ...] = ()
    traps: tuple[Trap, ...] = ()

    def title(self, folder: Path) -> str:
        """The heading with the size of what is read."""
        return f"{self.heading} ({self.file(folder).stat().st_size / 1e6:.0f} MB)"
