"""A file on disk as bytes nobody copies: a log of gigabytes need not lie in memory beside what is read out of it."""

from __future__ import annotations

import mmap


class Mapped(mmap.mmap):
    """The bytes of a table of text, in memory only where somebody looks; they must not change while they are read.

    It answers what is asked of ``bytes`` on the way to a text table; whatever else is to be done needs ``bytes(mapped)``.

    Example:
        >>> from pathlib import Path
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     path = Path(folder, "log.csv")
        ...     _ = path.write_bytes(b" a,b")
        ...     with path.open("rb") as file, Mapped(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        ...         mapped.startswith((b"x", b" a")), mapped[1:], mapped.strip(), mapped.count(b",")
        (True, b'a,b', b'a,b', 1)
    """

    def startswith(self, prefix: bytes | tuple[bytes, ...]) -> bool:
        """As of bytes."""
        return self[: max(map(len, prefix)) if isinstance(prefix, tuple) else len(prefix)].startswith(prefix)

    def strip(self, signs: bytes | None = None) -> bytes:
        """As of bytes, and copied."""
        return bytes(self).strip(signs)

    def count(self, part: bytes) -> int:
        """As of bytes, and copied."""
        return bytes(self).count(part)

    def isascii(self) -> bool:
        """As of bytes, and copied."""
        return bytes(self).isascii()
