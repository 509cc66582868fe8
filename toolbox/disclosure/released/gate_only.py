"""Only the gate makes what may be seen: a record of this room built elsewhere is refused."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_open: ContextVar[bool] = ContextVar("gate", default=False)


@contextmanager
def gate() -> Iterator[None]:
    """Inside this block released records can be built. For the modules of this room only."""
    before = _open.set(True)
    try:
        yield
    finally:
        _open.reset(before)


class FromGate:
    """A record the gate makes. Anyone else who builds one has a number that was never checked."""

    def __post_init__(self) -> None:
        if not _open.get():
            raise TypeError(f"{type(self).__name__} comes from disclosure.release only.")
