"""A file on disk as bytes nobody copies: a log of gigabytes need not lie in memory beside what is read out of it."""

from __future__ import annotations

import mmap
from pathlib import Path


class Mapped(mmap.mmap):
    """The bytes of a file, in memory only where somebody looks; they must not change while they are read.

    It answers what is asked of ``bytes`` on the way to a text table; whatever else is to be done needs ``bytes(mapped)``.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     path = Path(folder, "log.csv")
        ...     _ = path.write_bytes(b" a,b")
        ...     with Mapped.of(path) as mapped:
        ...         mapped.startswith((b"x", b" a")), mapped[1:], mapped.strip(), mapped.count(b",")
        (True, b'a,b', b'a,b', 1)
    """

    @classmethod
    def of(cls, path: Path) -> Mapped | bytes:
        """A file's bytes; what is empty or no file of a disk (a pipe) cannot be mapped, and is read."""
        with path.open("rb") as file:
            lies = path.is_file() and path.stat().st_size
            return cls(file.fileno(), 0, access=mmap.ACCESS_READ) if lies else file.read()

    def startswith(self, prefix: bytes | tuple[bytes, ...]) -> bool:
        """As of bytes."""
        return self[: max(map(len, prefix)) if isinstance(prefix, tuple) else len(prefix)].startswith(prefix)

    def strip(self, signs: bytes | None = None) -> bytes:
        """As of bytes, and copied."""
        return bytes(self).strip(signs)

    def lstrip(self, signs: bytes | None = None) -> bytes:
        """As of bytes, and copied."""
        return bytes(self).lstrip(signs)

    def count(self, part: bytes) -> int:
        """As of bytes, and copied."""
        return bytes(self).count(part)

    def isascii(self) -> bool:
        """As of bytes, and copied."""
        return bytes(self).isascii()
