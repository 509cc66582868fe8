"""The gate for how a gap moved: told where both rounds' gaps are shown with their ranges, from which it follows."""

from __future__ import annotations

from collections.abc import Sequence

from toolbox.disclosure import rules
from toolbox.disclosure.by_school import short
from toolbox.disclosure.profiles import release_profile
from toolbox.disclosure.released import ReleasedGap, ReleasedGapMove, gate
from toolbox.model import GapMove, Policy, Profile, Viewer
from toolbox.profile.gap_moves import gap_moves


def release_gap_moves(
    now: Profile, before: Profile, *, policy: Policy = Policy(), viewer: Viewer = Viewer()
) -> tuple[ReleasedGapMove, ...]:
    """How every gap of ``now`` moved since ``before``: profiles of the whole rounds, whose gaps are over the items of both.

    The gate looks at each gap as at one of the profile's own: of an area whose items the rounds have only in part in
    common it is an average over part of what was asked, and shown where such a part may be. Of fewer than ``min_bands``
    persons in any of the four groups no move is told.

    Raises:
        ToolboxError: ``not_your_school``, ``selection``, as :func:`toolbox.disclosure.release`.
    """
    shown_now, shown_before = (
        _by_place(release_profile(each, policy, viewer, beside=other.grids).gaps)
        for each, other in ((now, before), (before, now))
    )
    with gate():
        return tuple(
            _move(move, shown_now[place], shown_before[place])
            for move in gap_moves(now, before)
            for place in [(move.now.area, move.now.group, move.now.other)]
        )


def _by_place(gaps: Sequence[ReleasedGap]) -> dict[tuple[str, str, str], ReleasedGap]:
    """Gaps by area and groups, whichever group stands first."""
    return {
        place: gap for gap in gaps for place in ((gap.area, gap.group, gap.other), (gap.area, gap.other, gap.group))
    }


def _move(move: GapMove, now: ReleasedGap, before: ReleasedGap) -> ReleasedGapMove:
    names = {
        "area": move.now.area, "group": move.now.group, "other": move.now.other, "items_common": len(move.now.items),
    }  # fmt: skip
    if now.hidden or before.hidden:
        return ReleasedGapMove(**names, hidden=now.hidden or before.hidden)
    if now.se is None or before.se is None:
        return ReleasedGapMove(**names)
    # As few digits as the ranges it follows from (rule 24).
    exact = (now.se, before.se) == (move.now.difference.se, move.before.difference.se)
    digits = (lambda value: value) if exact else short
    return ReleasedGapMove(
        **names,
        before=move.before.difference.estimate,
        now=move.now.difference.estimate,
        moved=move.moved.estimate,
        ci_low=digits(move.moved.ci_low),
        ci_high=digits(move.moved.ci_high),
        course=_course(move),
    )


def _course(move: GapMove) -> str:
    if not move.clear:
        return "unclear" if rules.direction(move.moved) else ""
    now, before = move.now.difference, move.before.difference
    if now.estimate * before.estimate < 0:
        # On the other side of zero by a hair is closer; the other way round is a gap of its own, or a wider one.
        opened = rules.direction(now) in ("up", "down") or abs(now.estimate) >= abs(before.estimate)
        return "turned" if opened else "closer"
    return "closer" if abs(now.estimate) < abs(before.estimate) else "apart"
