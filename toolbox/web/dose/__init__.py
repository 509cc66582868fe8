"""Mentoring on the Change page: what was given between the rounds, what moved beside it, who was reached, who stayed."""

from __future__ import annotations

from toolbox.disclosure import ReleasedComparison
from toolbox.model import Round
from toolbox.web.dose import equity, given, relation, retention, waves
from toolbox.web.dose.files import tables_of

__all__ = ["parts", "tables_of"]


def parts(compared: ReleasedComparison, before: Round, after: Round, school: str | None) -> None:
    """Everything the hub's records of mentoring say between two rounds; nothing where there are none."""
    given.part(before, after, school)
    if school is None:
        relation.part(compared, before, after)
        waves.part(before, after)
        equity.part(compared, before, after)
    retention.part(before, after, school)
