"""The rules as pure functions: numbers of persons in, what may be seen out. Stated in words in the room's docstring."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from toolbox.model import Estimate, Policy, ToolboxError, Viewer
from toolbox.statistics import equivalence

#: Remarks that tell nothing of what a few persons answered; others are dropped with the numbers they belong to.
HARMLESS = frozenset(
    {"averages_only", "fewer_items", "finite_population", "more_than_invited", "several_ratings", "item_means_differ"}
)

#: The least change worth a sentence, as a part of the scale's width: a quarter of a point from 1 to 5.
LEAST_CHANGE = 1 / 16

#: The least change that matters, in standard deviations before: what "any change is smaller than" is said of.
LEAST_THAT_MATTERS = 0.2

#: Schools an average of all schools together is made of, at least; of pupils, who are many in a school, fewer schools with
#: so many pupils in all are enough (rule 28).
LEAST_FOR_ALL = 5
LEAST_FOR_ALL_PUPILS, LEAST_PUPILS = 3, 50
PUPILS = "pupils"

View = Literal["only", "one", "all"]
"""The only school of the round, one school of several, or all schools together."""


Few = Callable[[np.ndarray], bool]
"""Of the schools that are hidden (a bool each): whether something would follow about a few persons there."""


def nobody(_: np.ndarray) -> bool:
    """Nothing follows."""
    return False


@dataclass(frozen=True, kw_only=True)
class Cut:
    """What else must be hidden: the total, or every school with at most ``up_to`` persons."""

    total: bool = False
    up_to: int = 0


def view_of(schools: Sequence[str], of_schools: int, viewer: Viewer) -> View:
    """Which of the permitted views this is.

    Raises:
        ToolboxError: ``not_your_school`` or ``selection``.

    Example:
        >>> view_of(("North",), 12, Viewer())
        'one'
    """
    barred = sum(not viewer.may_see(school) for school in schools)
    if barred:
        raise ToolboxError(
            "not_your_school",
            f"These results include {barred} school{'s' if barred > 1 else ''} you have no access to. "
            "Choose a school of your own, or ask the coordinator of the hub for access.",
        )
    if len(schools) == of_schools:
        return "only" if of_schools == 1 else "all"
    if len(schools) == 1:
        return "one"
    raise ToolboxError(
        "selection",
        f"{len(schools)} of {of_schools} schools were asked for. Choose one school or all of them: other selections "
        "could be subtracted from each other until a few persons remain.",
    )


def of_all(sizes: Sequence[int], group: str = "") -> str:
    """Why an average of all schools together is not shown; "" where it is made of enough schools, none of them most of it.

    No secret hangs on it - whoever looks at all may look at each - but the page is passed on, and a school that knows its
    own average would read another's from that of two.

    Example:
        >>> of_all([24, 0, 30, 21, 18]), of_all([24, 30, 21, 18, 9]), of_all([110, 30, 21, 18, 9]), of_all([24])
        ('few_for_all', '', 'large_school', '')
        >>> of_all([24, 0, 30, 21], "pupils"), of_all([24, 0, 30], "pupils"), of_all([14, 20, 15], "pupils")
        ('', 'few_for_all', 'few_for_all')
    """
    if len(sizes) == 1:
        return ""
    schools = sum(size > 0 for size in sizes)
    many_pupils = group == PUPILS and schools >= LEAST_FOR_ALL_PUPILS and sum(sizes) >= LEAST_PUPILS
    if schools < LEAST_FOR_ALL and not many_pupils:
        return "few_for_all"
    return "large_school" if max(sizes) * 2 > sum(sizes) else ""


def complement(
    sizes: Sequence[int],
    withheld: Sequence[bool],
    least: int,
    apart: Sequence[Sequence[int]] = (),
    enough: int = 0,
    unknown: Sequence[Sequence[int]] = (),
    few: Few = nobody,
) -> Cut:
    """What subtraction forces to be hidden when a total of ``sizes`` is visible beside its parts.

    ``sizes`` are the persons of each school, ``withheld`` whether its own number is hidden already. ``apart`` are
    further numbers of persons a school (those who left, say) that follow for the hidden schools together: each must
    add up to nobody, or to ``enough``. ``unknown`` are how many of ``sizes`` other pages leave unknown: of those
    it must be nobody, or two schools and ``enough``. ``few``: whether something else would follow of a few of those hidden.

    Example:
        >>> complement([3, 24, 30], [True, False, False], 5)
        Cut(total=True, up_to=0)
        >>> complement([3, 6, 24, 30], [True, False, False, False], 5)
        Cut(total=False, up_to=6)
        >>> complement([3, 4, 24], [True, True, False], 5)
        Cut(total=False, up_to=0)
        >>> complement([12, 14, 15, 40], [True, True, False, False], 5, [[1, 1, 6, 0]], 5)
        Cut(total=False, up_to=15)
        >>> complement([4, 7, 24, 30], [True, True, False, False], 5, [], 5, [[4, 0, 0, 0]])
        Cut(total=True, up_to=0)
    """
    sizes, away, others = _columns(sizes, withheld, apart)
    _, _, left = _columns(sizes, withheld, unknown)
    answered = sizes > 0
    shown = np.unique(sizes[answered & ~away]).tolist()
    away &= np.any([answered, *(each != 0 for each in others)], axis=0)
    if not away.any() or covered(sizes, away, least, others, enough, left, few=few):
        return Cut()
    if not shown:
        # Nothing to subtract; what else follows for all schools together must still be about enough persons.
        return Cut(total=not covered(sizes, away, 0, others, enough, left, several=1, few=few))
    up_to = 0
    while not covered(sizes, away, least, others, enough, left, few=few):
        if not shown or shown[0] * 4 > sizes.sum():
            return Cut(total=True)
        up_to = shown.pop(0)
        away |= answered & (sizes <= up_to)
    return Cut(up_to=up_to)


def covered(
    sizes: np.ndarray,
    away: np.ndarray,
    least: int,
    apart: Sequence[np.ndarray],
    enough: int,
    unknown: Sequence[np.ndarray] = (),
    several: int = 2,
    few: Few = nobody,
) -> bool:
    """Whether the hidden schools (``away``, a bool for each school) together stand for ``several`` schools and enough
    persons in every respect."""

    def stands(numbers: np.ndarray, persons: int, least_schools: int) -> bool:
        hidden = numbers[away]
        schools = np.count_nonzero(hidden > 0)
        return bool(schools == 0 or (schools >= least_schools and hidden.sum() >= persons))

    sums = (each[away].sum() for each in apart)
    left = all(persons == 0 or persons >= enough for persons in sums)
    # Of one school left unknown among others everything follows, even where all of them hide: the others' pages tell theirs.
    two = max(several, min(2, np.count_nonzero(sizes[away] > 0)))
    unknowns = all(stands(each, enough, two) for each in unknown)
    return left and stands(sizes, least, several) and unknowns and not few(away)


def _columns(
    sizes: Sequence[int], withheld: Sequence[bool], apart: Sequence[Sequence[int]]
) -> tuple[np.ndarray, np.ndarray, list[np.ndarray]]:
    """The same as arrays of their own, a place for each school; refuses columns of different schools."""
    if {len(sizes)} != {len(each) for each in (sizes, withheld, *apart)}:
        raise ValueError("The gate was given numbers of different schools.")
    return np.array(sizes, np.int64), np.array(withheld, bool), [np.asarray(each, np.int64) for each in apart]


def seen(
    n: int,
    least: int,
    view: View,
    sizes: Sequence[int],
    withheld: Sequence[bool],
    apart: Sequence[Sequence[int]] = (),
    enough: int = 0,
    unknown: Sequence[Sequence[int]] = (),
    few: Few = nobody,
    late: bool = False,
) -> str:
    """The reason a number of ``n`` persons stays hidden at this level of detail, "" where it may be seen.

    ``withheld`` marks schools hidden for another reason than their size; those below ``least`` are added here. ``late``: an
    earlier state was shown, so that a school told then covers for nobody now.
    ``apart``, ``enough``, ``unknown`` and ``few``: see :func:`complement`.

    Example:
        >>> seen(24, 5, "one", [3, 24, 30], [False] * 3), seen(57, 5, "all", [3, 24, 30], [False] * 3)
        ('', 'complement')
    """
    if n == 0:
        return "no_answers"
    if n < least:
        return "few"
    if view == "only":
        return ""
    if not len(sizes):
        raise ValueError("The gate needs the sizes of every school of the round to check a total.")
    sizes, gone, others = _columns(sizes, withheld, apart)
    cut = complement(sizes, gone | (sizes < least), least, others, enough, unknown, few)
    if (cut.total or (late and cut.up_to)) if view == "all" else n <= cut.up_to:
        return "complement"
    return ""


def none_or_enough(persons: int, policy: Policy) -> bool:
    """Whether a difference between two visible groups is nobody, or enough persons; of an array, each of its numbers.

    Example:
        >>> [none_or_enough(persons, Policy()) for persons in (0, 1, 4, 5)]
        [True, False, False, True]
    """
    return (persons == 0) | (persons >= policy.min_n)


def few_since(since: Sequence[Sequence[int]], least: int) -> list[bool]:
    """For each school whether this level of detail would tell of a few persons, beside what was shown before.

    Example:
        >>> few_since([(0, 3, 6)], 5), few_since([(0, 0, 6), (2, 0, 0)], 5), few_since([], 5)
        ([False, True, False], [True, False, False], [])
    """
    return [any(0 < persons < least for persons in school) for school in zip(*since, strict=True)]


def since_hides(since: Sequence[Sequence[int]], places: Sequence[int], least: int) -> bool:
    """Whether the schools in view together differ by a few persons from what was shown before.

    Example:
        >>> since_hides([(0, 3, 6)], [1], 5), since_hides([(0, 3, 6)], [0, 1, 2], 5), since_hides([(2, 2, 0)], [0, 1, 2], 5)
        (True, False, True)
    """
    return any(0 < sum(state[place] for place in places) < least for state in since)


def bands(low: int, high: int) -> tuple[tuple[int, int], ...]:
    """A scale in three bands, the outer ones equally wide; fewer where the scale has fewer options.

    Example:
        >>> bands(1, 5), bands(1, 4), bands(0, 1)
        (((1, 2), (3, 3), (4, 5)), ((1, 1), (2, 3), (4, 4)), ((0, 0), (1, 1)))
    """
    width = (high - low + 2) // 3
    edges = ((low, low + width - 1), (low + width, high - width), (high - width + 1, high))
    return tuple((first, last) for first, last in edges if first <= last)


def size(n: int, policy: Policy) -> int | None:
    """A number of persons as it may be seen: None from 1 to ``min_n`` - 1.

    Example:
        >>> [size(n, Policy()) for n in (0, 4, 5)]
        [0, None, 5]
    """
    return n if none_or_enough(n, policy) else None


def direction(found: Estimate) -> Literal["up", "down", "unclear", ""]:
    """Where the interval lies: above zero, below it, around it; "" without an interval.

    Example:
        >>> direction(Estimate(estimate=0.4, ci_low=0.1, ci_high=0.7))
        'up'
    """
    if found.ci_low is None or found.ci_high is None:
        return ""
    return "up" if found.ci_low > 0 else "down" if found.ci_high < 0 else "unclear"


def clear(found: Estimate, p_adjusted: float | None, width: float) -> bool:
    """Whether a change is worth a sentence.

    Its interval leaves out zero, that holds after all areas were looked at (adjusted p below .05, where there is
    one), and it is at least :data:`LEAST_CHANGE` of the scale's ``width``.

    Example:
        >>> clear(Estimate(estimate=0.4, ci_low=0.1, ci_high=0.7), 0.01, 4)
        True
        >>> clear(Estimate(estimate=0.1, ci_low=0.01, ci_high=0.2), 0.01, 4)
        False
    """
    if direction(found) not in ("up", "down") or found.estimate is None:
        return False
    return abs(found.estimate) >= LEAST_CHANGE * width and (p_adjusted is None or p_adjusted < 0.05)


def smaller_than(found: Estimate, sd_before: float | None) -> float | None:
    """The least change that matters, in points, where the answers leave out every change as large as that.

    Both one-sided tests at 5 % say so, which is the 90 % interval lying inside. Nothing is said of few schools, whose
    interval is about these persons only.

    Example:
        >>> tight = Estimate(estimate=0.02, se=0.04, df=14.0)
        >>> smaller_than(tight, 0.8), smaller_than(tight, 0.4), smaller_than(tight, None)
        (0.16000000000000003, None, None)
    """
    if not found.se or not found.df or not sd_before:
        return None
    margin = LEAST_THAT_MATTERS * sd_before
    return margin if equivalence(found, margin).ruled_out else None


def harmless(flags: tuple[str, ...]) -> tuple[str, ...]:
    """The remarks that may stand beside a number of few persons, or beside none.

    Example:
        >>> harmless(("fewer_items", "ceiling"))
        ('fewer_items',)
    """
    return tuple(flag for flag in flags if flag in HARMLESS)
