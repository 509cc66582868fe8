"""Whose answers a line of an evaluation tells of, and whether that many may be told of (rules 2, 4, 6, 12, 14 and 18)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from toolbox.disclosure import rules
from toolbox.disclosure.comparisons import release_comparison, why_not_paired
from toolbox.disclosure.left_over import enough_for_all
from toolbox.disclosure.pairs import beside_means, everybody_paired, pairs_apart, pairs_seen
from toolbox.disclosure.pairs_behind import protects, protects_means
from toolbox.disclosure.released import ReleasedChange, ReleasedStart
from toolbox.disclosure.rules import View
from toolbox.disclosure.sides import NOTHING, Sides, round_apart, sides_of
from toolbox.disclosure.told import Sets, differences
from toolbox.model import Change, Crowd, Evaluation, Line, Policy, Profile, Viewer

Key = tuple[str, str, str]
"""(area, group, item)"""

#: Lines the counts higher, same and lower follow from.
STEPS = ("share_up", "share_same", "share_down", "transition", "superiority")

#: Lines about how something told of every school by itself lies over the schools, and their numbers.
OVER_SCHOOLS = ("r_wg", "r_wg_skewed", "average_deviation")


#: Lines about the pairs divided by how they began.
BY_START = ("third_low", "third_middle", "third_high", "recalibration")


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What the pages show of the same rounds, looked up once."""

    policy: Policy
    view: View
    """Of the evaluation; ``pairs_view`` of its first and last round."""
    pairs_view: View = "only"
    every_school: tuple[str, ...] = ()
    schools: tuple[str, ...] = ()
    """Of the first and last round, as in ``Change.siblings``."""
    shown: Mapping[Key, ReleasedChange] = field(default_factory=dict)
    paired: Mapping[Key, Change] = field(default_factory=dict)
    independent: Mapping[Key, Change] = field(default_factory=dict)
    starting: Mapping[tuple[str, str], ReleasedStart] = field(default_factory=dict)
    """Thirds by starting level on the Change page."""
    once: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """Why the Change page hides those who answered once; "" where it does not."""
    sides: Mapping[tuple[str, str], Sides] = field(default_factory=dict)
    profiles: Mapping[str, Profile] = field(default_factory=dict)
    """Of all schools, by round."""
    places: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """Where a school stands among the schools of a round's profile."""
    told: Sets = ()
    """Sets of schools told of before, of each set told of now."""
    known: dict[tuple, object] = field(default_factory=dict)
    """Decisions already taken."""

    @property
    def least(self) -> int:
        """From so many persons spread, interval and p."""
        return max(self.policy.min_n, self.policy.min_bands)


def ground_of(evaluation: Evaluation, policy: Policy, viewer: Viewer, view: View) -> Ground:
    profiles = {each.round: each for each in evaluation.profiles}
    places = {each.round: {school: place for place, school in enumerate(each.schools)} for each in evaluation.profiles}
    comparison = evaluation.comparison
    if comparison is None:
        return Ground(policy=policy, view=view, every_school=evaluation.schools, profiles=profiles, places=places)
    released = release_comparison(comparison, policy, viewer)
    pairs_view = rules.view_of(comparison.schools, comparison.of_schools, viewer)
    return Ground(
        policy=policy,
        view=view,
        pairs_view=pairs_view,
        every_school=evaluation.schools,
        schools=comparison.schools,
        shown={(row.area, row.group, row.item): row for row in (*released.areas, *released.items)},
        paired={(row.area, row.group, row.item): row for row in comparison.paired},
        independent={(row.area, row.group, row.item): row for row in comparison.independent},
        starting={(row.area, row.group): row for row in released.starting},
        once={(row.area, row.group): row.hidden for row in released.baseline},
        sides={} if comparison.framework.kind == "rubric" else sides_of(comparison, policy, pairs_view),
        profiles=profiles,
        places=places,
        told=evaluation.told,
    )


def why_hidden(line: Line, ground: Ground) -> str:
    """The first rule a line breaks; "" where it may be seen."""
    if line.about != "everybody":
        reason = pairs_of(line, ground, changes_only=line.about == "changes")
        if reason:
            return reason
    elif not all(_everybody_apart(line, schools, ground) for schools in line.inside):
        return "complement"
    if line.contrast in STEPS and ground.shown[line.area, line.group, line.item].higher is None:
        return "complement"
    if line.contrast in OVER_SCHOOLS and not line.found.refused:
        reason = _single_schools(line, ground)
        if reason:
            return reason
    if line.contrast in BY_START and (reason := _by_start(line, ground)):
        return reason
    if line.about == "once" and not line.inside:
        reason = ground.once.get((line.area, line.group), "no_answers")
        if reason:
            return reason
    reasons = (*_other_rounds(line, ground), *(_crowd(each, ground) for each in line.crowds))
    return next((reason for reason in reasons if reason), "")


def _by_start(line: Line, ground: Ground) -> str:
    """Rule 16: thirds of one area and group as the Change page has them; of one school among several, none, nor of several
    where they are too few to stand on that page: who of which school is in a third is asked there."""
    seen = ground.starting.get((line.area, line.group))
    if seen is not None:
        return seen.hidden
    return {"one": "complement", "all": "few"}.get(ground.pairs_view, "")


def _other_rounds(line: Line, ground: Ground) -> Iterator[str]:
    """The same between every other two rounds: each is a comparison somebody may look at, and those that share a round
    are looked at together."""
    shared = tuple(tuple((0, 0, enough_for_all(number, ground.policy)) for number in each) for each in line.shared)
    for siblings in line.between:
        before, after, pairs = (sum(size[side] for size in siblings) for side in range(3))
        row = Change(
            area=line.area, group=line.group, siblings=siblings, n_before=before, n_after=after, n_pairs=pairs, since=shared
        )  # fmt: skip
        for schools in line.inside or (ground.every_school,):
            yield _apart(row, set(schools), line.about == "changes", ground, ground.every_school)


def pairs_of(line: Line, ground: Ground, *, changes_only: bool) -> str:
    """Why the pairs behind a line may not be told of: in all schools together, or in sets of schools told apart."""
    key = line.area, line.group, line.item
    asked = (*key, line.inside, changes_only)
    if asked not in ground.known:
        row = ground.paired.get(key)
        together = not line.inside or ground.pairs_view == "only"
        if row is None or not row.n_pairs:
            ground.known[asked] = "no_pairs"
        elif together:
            ground.known[asked] = _together(row, changes_only, ground)
        else:
            ground.known[asked] = _sets(line, row, changes_only, ground)
    return ground.known[asked]


def _sets(line: Line, row: Change, changes_only: bool, ground: Ground) -> str:
    """Rule 14 for all sets of a line: with one of them told, the others are all schools less it, and together they are all."""
    if reason := _together(row, changes_only, ground):
        return reason
    sides = ground.sides.get((row.area, row.group), NOTHING)
    whole = any(everybody_paired(row, set(each), ground.schools, ground.policy, sides) for each in line.inside)
    reasons = (_apart(row, set(each), changes_only and not whole, ground, ground.schools) for each in line.inside)
    reason = next((each for each in reasons if each), "")
    if not reason and changes_only and not _together(row, False, ground):
        reason = next((each for each in (_beside_means(row, set(each), ground) for each in line.inside) if each), "")
    if not reason and whole and not all(_everybody_apart(line, each, ground) for each in line.inside):
        return "protects_few"
    return reason


def _together(row: Change, changes_only: bool, ground: Ground) -> str:
    """Rules 2, 4 and 6, as the Change page decides."""
    seen = ground.shown.get((row.area, row.group, row.item))
    if seen is not None and seen.design == "paired" and seen.hidden:
        return seen.hidden
    sides = ground.sides.get((row.area, row.group), NOTHING)
    why = why_not_paired(row, ground.policy, ground.pairs_view, sides)
    if why:
        return why if why in ("protects_few", "few_pairs") else "no_pairs"
    if pairs_seen(row, ground.least, ground.policy, ground.pairs_view, sides):
        return "few_pairs"
    if changes_only:
        return ""
    whole = protects_means(row.n_before, row.n_after, row.n_pairs, ground.policy)
    if whole and not pairs_seen(row, ground.least, ground.policy, ground.pairs_view, sides, means=True):
        return ""
    return "protects_few"


def _apart(row: Change, schools: set[str], changes_only: bool, ground: Ground, among: Sequence[str]) -> str:
    """Rule 14: the same for a set of schools, beside every school's own page."""
    policy, sides = ground.policy, ground.sides.get((row.area, row.group), NOTHING)
    inside = [school in schools for school in among]
    sums = [sum(size[side] for size, here in zip(row.siblings, inside, strict=True) if here) for side in range(3)]
    if not any(sums):
        return ""
    if sums[2] < ground.least:
        return "few_pairs"
    if not protects(*sums, policy) or not (changes_only or protects_means(*sums, policy)):
        return "protects_few"
    levels = [(policy.min_n, False), (ground.least, False)] + ([] if changes_only else [(ground.least, True)])
    # What is told now of these schools, and what was told before of some others, differ by the schools of either.
    others = ([school in each for school in among] for each in differences(tuple(schools), ground.told, among))
    if all(
        pairs_apart(row, each, least, policy, sides, means) for each in (inside, *others) for least, means in levels
    ):
        return ""
    return "protects_few"


def _beside_means(row: Change, schools: set[str], ground: Ground) -> str:
    """Rule 14: the change of a set of schools where the means of all together are told."""
    sides = ground.sides.get((row.area, row.group), NOTHING)
    sets = (schools, *differences(tuple(schools), ground.told, ground.schools))
    levels = {ground.policy.min_n, ground.least}
    apart = (
        beside_means(row, [school in each for school in ground.schools], least, ground.policy, sides)
        for each in sets
        for least in levels
    )
    return "" if all(apart) else "protects_few"


def _everybody_apart(line: Line, schools: Sequence[str], ground: Ground) -> bool:
    """Rule 14 for everybody who answered in a set of schools: beside every school's own page, in each round."""
    key = line.area, line.group, line.item
    row, policy, sides = ground.independent.get(key), ground.policy, ground.sides.get(key[:2], NOTHING)
    if row is None:
        return False
    sets = [schools, *differences(schools, ground.told, ground.schools)]
    return all(
        round_apart(row, side, [school in each for school in ground.schools], least, policy, sides)
        for each in sets
        for side in (0, 1)
        for least in (policy.min_n, ground.least)
    )


def _crowd(crowd: Crowd, ground: Ground) -> str:
    """Rule 14: nobody, or enough for an interval, here and in what is hidden of the schools."""
    if crowd.n == 0:
        return ""
    least = ground.policy.min_n if crowd.mean_only else ground.least
    if crowd.options:
        least = max(least, ground.policy.min_distribution)
    if not crowd.by_school:
        return "few" if crowd.n < least else ""
    if crowd.among and ground.view == "all":
        if crowd.n < least:
            return "few"
        inside = [size > 0 for size in crowd.by_school]
        levels = {ground.policy.min_n, least}
        return "" if all(_told_apart(crowd.among, inside, level) for level in levels) else "complement"
    return rules.seen(crowd.n, least, ground.view, crowd.by_school, [False] * len(crowd.by_school))


def _told_apart(sizes: Sequence[int], inside: Sequence[bool], least: int) -> bool:
    """Rule 14 for everybody's answers: what the pages hide of these schools is nothing, or two schools and enough."""
    size, here = np.asarray(sizes), np.asarray(inside, bool)
    hidden = size < least
    away = here & (size > 0) & (hidden | (size <= rules.complement(sizes, hidden, least).up_to))
    return rules.covered(size, away, least, (), 0)


def small_schools(line: Line, ground: Ground) -> list[int]:
    """Sizes of the schools in a distribution whose spread their own pages hide."""
    return [size for size in line.crowds[0].by_school if 0 < size < ground.least]


def _single_schools(line: Line, ground: Ground) -> str:
    """Rule 18: quartiles of a few schools are single schools' values, and so is what the others leave over."""
    schools, small = sum(size > 0 for size in line.crowds[0].by_school), small_schools(line, ground)
    if schools < ground.policy.min_bands or not rules.none_or_enough(len(small), ground.policy):
        return "single_schools"
    return "few" if small and min(small) < ground.policy.min_n else ""
