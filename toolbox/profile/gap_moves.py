"""How the gap between two groups moved since an earlier round: the difference of two gaps, on the items of both.

An average over other items is another average. Both rounds are therefore looked at over the items that were asked, in
the same words and the same area, in both of them; then each gap over those of them that both groups were asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from toolbox.model import Answers, Averages, Framework, Gap, GapMove, Profile
from toolbox.profile.gaps import clear
from toolbox.scoring import asked_alike, common_items, of_items
from toolbox.statistics import difference_between


def over_common_items(
    now: Answers | Averages, before: Answers | Averages, framework: Framework
) -> tuple[Answers | Averages, Answers | Averages] | None:
    """Both rounds with the items of both only; None where they have none in common.

    Averages a tool reported are of whatever it asked: they come back as they are, and only beside other averages.

    Example:
        >>> over_common_items(Averages(rows=()), Averages(rows=()), None) is not None
        True
    """
    if isinstance(now, Averages) or isinstance(before, Averages):
        return (now, before) if isinstance(now, Averages) and isinstance(before, Averages) else None
    found, _ = common_items(before, now, framework)
    common = tuple(item for item in found if item not in now.moved | before.moved)
    if not common:
        return None
    return tuple(asked_alike((of_items(now, common), of_items(before, common)), framework, common))


def gap_moves(now: Profile, before: Profile) -> tuple[GapMove, ...]:
    """Every gap of ``now`` that ``before`` has over the same items, and how it moved.

    The gaps of both are those over the items of both rounds (:func:`over_common_items`). Where the groups stand in
    another order before, that gap is turned round.
    """
    found = list(_moves(now, before))
    spans = [now.framework.span(move.now.area) for move in found]
    held = clear([move.moved for move in found], spans)
    return tuple(replace(move, clear=each) for move, each in zip(found, held, strict=True))


def _moves(now: Profile, before: Profile) -> Iterator[GapMove]:
    earlier = {(gap.area, gap.group, gap.other): gap for gap in before.gaps}
    earlier |= {(gap.area, gap.other, gap.group): _turned(gap) for gap in before.gaps}
    for gap in now.gaps:
        found = earlier.get((gap.area, gap.group, gap.other))
        if found is not None and set(found.items) == set(gap.items):
            yield GapMove(now=gap, before=found, moved=difference_between(found.difference, gap.difference))


def _turned(gap: Gap) -> Gap:
    """The same gap seen from the other group."""
    there = gap.difference

    def minus(value: float | None) -> float | None:
        return None if value is None else -value

    return replace(
        gap,
        group=gap.other,
        other=gap.group,
        mean=gap.mean_other,
        mean_other=gap.mean,
        sd=gap.sd_other,
        sd_other=gap.sd,
        n=gap.n_other,
        n_other=gap.n,
        difference=replace(
            there, estimate=minus(there.estimate), ci_low=minus(there.ci_high), ci_high=minus(there.ci_low)
        ),
        effect=replace(
            gap.effect,
            estimate=minus(gap.effect.estimate),
            ci_low=minus(gap.effect.ci_high),
            ci_high=minus(gap.effect.ci_low),
        ),
    )
