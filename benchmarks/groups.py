"""What a benchmark is: ways to do the same work, the aim between them, and the traps each is led into."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from benchmarks.traps import Reads, Trap

Call = Callable[[], float]


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
    reads: Reads | None = None
    """The same work on a small file, row by row: what the traps are held against."""

    @property
    def possible(self) -> bool:
        """Whether what it needs is installed."""
        return not self.needs or find_spec(self.needs) is not None


@dataclass(frozen=True, kw_only=True)
class Aim:
    """``way`` is to be this many times faster than ``against``; below 1: it may be slower by that much."""

    way: str
    against: str
    times: float
    text: str


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
