"""The gate for one teacher's own change (rule 35): with consent, for the mentor it was given to, and for nobody else.

Whoever knows what one of a school's teachers answered can subtract it from the school's average. So an area is told only where
the others of the school and group, less everybody who ever agreed to be looked at, are k at least: before, after, and of those
followed. Nobody at all would not do: a school may be hidden so that it covers for a smaller one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from toolbox.disclosure.released.gate_only import FromGate, gate
from toolbox.mentoring.single import SingleArea, SingleChange
from toolbox.model import Consent, Framework, Policy, ToolboxError, Viewer


@dataclass(frozen=True, kw_only=True)
class ReleasedSingleArea(FromGate):
    """One area of one teacher, or why it is not told."""

    area: str
    before: float | None = None
    after: float | None = None
    change: float | None = None
    detectable: float | None = None
    verdict: str = ""
    """ "more", "less": beyond what the questionnaire's own noise makes; "within"; "unknown" where nobody can say."""
    hidden: str = ""
    refused: str = ""
    """Why no detectable change is known."""


@dataclass(frozen=True, kw_only=True)
class ReleasedSingle(FromGate):
    """What a mentor may see of one teacher."""

    school: str
    group: str
    framework: Framework
    areas: tuple[ReleasedSingleArea, ...]
    policy: Policy


def consent_of(consents: Iterable[Consent], viewer: Viewer, person: str, today: date) -> Consent:
    """The consent under which this viewer may look at a teacher on a day.

    Raises:
        ToolboxError: ``not_agreed``.
    """
    for each in consents:
        mine = bool(viewer.person) and each.mentor == viewer.person and each.person == person
        if mine and each.given_on <= today and each.withdrawn_on is None:
            return each
    raise ToolboxError(
        "not_agreed",
        "No consent of this teacher for you is recorded, or it was taken back. Ask the teacher, and record what was agreed.",
    )


def release_single(
    found: SingleChange, consents: Iterable[Consent], framework: Framework, *, policy: Policy, viewer: Viewer, today: date
) -> ReleasedSingle:  # fmt: skip
    """One teacher's change, for the mentor the teacher agreed with.

    Raises:
        ToolboxError: ``not_agreed``, ``not_your_school``, ``not_public``.
    """
    consent_of(consents, viewer, found.person, today)
    if policy.audience == "public":
        raise ToolboxError("not_public", "One teacher's change is for the teacher and the mentor only.")
    if not viewer.may_see(found.school):
        raise ToolboxError("not_your_school", "This school is not among those you may see.")
    with gate():
        return ReleasedSingle(
            school=found.school,
            group=found.group,
            framework=framework,
            areas=tuple(_area(each, policy) for each in found.areas),
            policy=policy,
        )


def _area(found: SingleArea, policy: Policy) -> ReleasedSingleArea:
    if found.before is None or found.after is None:
        return ReleasedSingleArea(area=found.area, hidden="no_answers")
    if min(found.others) < policy.min_n:
        return ReleasedSingleArea(area=found.area, hidden="protects_few")
    change, limit = found.after - found.before, found.detectable.estimate
    beyond = "more" if change > 0 else "less"
    verdict = "unknown" if limit is None else "within" if abs(change) <= limit else beyond
    return ReleasedSingleArea(
        area=found.area, before=found.before, after=found.after, change=change, detectable=limit, verdict=verdict,
        refused=found.detectable.refused,
    )  # fmt: skip
