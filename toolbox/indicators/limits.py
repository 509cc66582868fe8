"""Whom an indicator is limited to: schools of a country, region, hub, level, wave or type, persons with a role."""

from __future__ import annotations

from datetime import date

from toolbox.indicators.kept import Kept
from toolbox.model import Indicator

#: What an indicator may be limited to, and where that is known from.
ONLY = ("country", "region", "hub", "level", "wave", "type", "role")


def fits(kept: Kept, school: str, indicator: Indicator, day: date, roles: set[str] | None = None) -> bool:
    """Whether a school is one the indicator counts: every kind of limit, any of the words of one kind.

    ``roles``: of the person, where a person is asked about; else those of the school.
    """
    if not indicator.only:
        return True
    known = kept.school(school)
    allowed: dict[str, set[str]] = {}
    for what, which in indicator.only:
        allowed.setdefault(what, set()).add(which)
    for what, words in allowed.items():
        if what == "role":
            own = kept.roles_by(day).get(school, set()) if roles is None else roles
            if not own & words:
                return False
        elif (known.type_on(day) if what == "type" else getattr(known, what)) not in words:
            return False
    return True


def of_schools(kept: Kept, indicator: Indicator, day: date) -> set[str]:
    """The schools reached by a day that the indicator counts."""
    return {school for school in kept.schools_by(day) if fits(kept, school, indicator, day)}
