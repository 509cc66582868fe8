"""What the researcher takes away: everything in one archive, and the two tables of a paper as documents."""

from __future__ import annotations

from toolbox.web.desk.choices import Chosen


def take_away(chosen: Chosen) -> None:
    """The downloads of the desk."""
