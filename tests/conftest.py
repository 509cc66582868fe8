"""What holds for every test."""

from __future__ import annotations

from hypothesis import settings

# A slow machine is no fault: no test is timed.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes of a file, and what makes them, are no name of a test: archives differ with the second they are made in."""
    if isinstance(val, bytes):
        return argname
    return getattr(val, "__name__", argname) if callable(val) else None
