"""Zip files that are the same bytes for the same content: sorted names, one fixed time."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import datetime

#: Written in a file instead of the time of writing.
STAMP = datetime(2000, 1, 1)

_OF_A_ZIP = (1980, 1, 1, 0, 0, 0)


def packed(files: Mapping[str, bytes], first: str = "") -> bytes:
    """Files by name as one zip; ``first`` stands before the others, which are sorted by name.

    Example:
        >>> packed({"b": b"1", "a": b"2"}) == packed({"a": b"2", "b": b"1"})
        True
    """
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(files, key=lambda each: (each != first, each)):
            place = zipfile.ZipInfo(name, date_time=_OF_A_ZIP)
            # The system it was made on is written too: always the same one.
            place.create_system, place.compress_type, place.external_attr = 3, zipfile.ZIP_DEFLATED, 0o600 << 16
            new.writestr(place, files[name])
    return made.getvalue()


def packed_again(office: bytes, stamp: datetime = STAMP) -> bytes:
    """A workbook or document packed again without the times of writing, which stand in two places."""
    with zipfile.ZipFile(io.BytesIO(office)) as old:
        files = {name: old.read(name) for name in old.namelist()}
    core = "docProps/core.xml"
    if core in files:
        written = stamp.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
        files[core] = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", written, files[core])
    return packed(files, first="[Content_Types].xml")
