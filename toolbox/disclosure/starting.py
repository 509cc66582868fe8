"""The gate for change by starting level (rule 16): thirds of the same persons, all three of an area or none."""

from __future__ import annotations

from collections.abc import Sequence

from toolbox.disclosure import rules
from toolbox.disclosure.pairs_behind import protects_means
from toolbox.disclosure.released import ReleasedChange, ReleasedStart, ReleasedThird
from toolbox.disclosure.rules import View
from toolbox.disclosure.sides import since_of
from toolbox.model import Change, Comparison, Policy, StartingLevels, StartingThird


def release_starting(
    comparison: Comparison, shown: Sequence[ReleasedChange], policy: Policy, view: View
) -> tuple[ReleasedStart, ...]:
    """The thirds of all schools together, or of the only school; of one school among several, nothing.

    Two of three thirds and the mean of all give the third away, so one that is hidden hides them all.
    """
    if view == "one":
        return ()
    paired = {(row.area, row.group): row for row in comparison.paired if not row.item}
    seen = {(row.area, row.group): row for row in shown if not row.item}
    made = []
    for row in comparison.starting:
        key = row.area, row.group
        reason = _why_hidden(row, paired[key], seen.get(key), policy, view)
        made.append(ReleasedStart(area=row.area, group=row.group, hidden=reason) if reason else _shown(row))
    return tuple(made)


def _why_hidden(row: StartingLevels, paired: Change, seen: ReleasedChange | None, policy: Policy, view: View) -> str:
    if seen is None or seen.design != "paired" or seen.mean_before is None:
        return seen.hidden if seen is not None and seen.hidden else "protects_few"
    if since_of(paired, 2):
        # The many who came late may be a few in each third.
        return "since"
    if not all(rules.none_or_enough(_apart(each, paired), policy) for each in row.thirds):
        return "protects_few"
    least = max(policy.min_n, policy.min_bands)
    # Those of a school whose own pairs are hidden must not follow from a third that is mostly they.
    barred = [not protects_means(*size, policy) for size in paired.siblings]
    reasons = (rules.seen(each.n, least, view, each.by_school, barred) for each in row.thirds)
    return next(("few" if reason == "no_answers" else reason for reason in reasons if reason), "")


def _apart(third: StartingThird, paired: Change) -> int:
    """How few persons are left of a third, or of the other two, where of every school all its pairs may be subtracted: those
    who are in it of schools most of which are not, and not in it of schools most of which are."""
    return sum(
        min(inside, pairs - inside) for inside, (_, _, pairs) in zip(third.by_school, paired.siblings, strict=True)
    )


def _shown(row: StartingLevels) -> ReleasedStart:
    return ReleasedStart(
        area=row.area,
        group=row.group,
        thirds=tuple(
            ReleasedThird(
                third=each.third,
                n=each.n,
                mean_before=each.mean_before,
                observed=each.observed,
                expected=each.expected.estimate,
            )
            for each in row.thirds
        ),
        recalibration=bool(row.recalibration),
    )
