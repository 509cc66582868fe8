"""The gate for what was given to schools, and who stayed: rule 34. Sessions, hours and schools are the hub's own records, and
so is who left; numbers of those who came are not shown where they, or the rest, are one to k - 1, nor where totals would give
such a one back.

Who left is few, and known to everybody: a number that falls by one when somebody leaves tells that this person had come. So
those who left are taken off in lots, in the order they left, each of nobody or k who had come and nobody or k who had not. While
a lot is not full, reach is told from a least number - as if all who left since the last lot had come - to a most - as if none had.

What is told of persons is told to the nearest five, and hours per teacher in steps of what five of them get in the longest
session: there are many spans of time to look at, and records grow, so that exact numbers would differ by a few.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, zip_longest

from toolbox.disclosure import rules
from toolbox.disclosure.released.gate_only import FromGate, gate
from toolbox.model import Fraction, Leaver, Policy, Retention, SchoolDose

#: Persons are told to so many, and hours per teacher in steps of so many persons' longest session, one of these.
STEP = 5
STEPS_OF_HOURS = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0)


@dataclass(frozen=True, kw_only=True)
class ReleasedGiven(FromGate):
    """What one school, or (``school`` "") all of them, were given."""

    school: str
    sessions_delivered: int
    sessions_planned: int
    hours_delivered: float
    hours_planned: float
    teachers: int | None
    """On the roster."""
    per_teacher: float | None = None
    """To the nearest step."""
    reached: int | None = None
    """Teachers who came and have not left, to the nearest five (all are all): so many at most, and ``reached_least`` at least;
    the same where nobody who left waits to be taken off."""
    reached_least: int | None = None
    left: int = 0
    """Teachers who came and have left, of whom that may be told; to the nearest five."""
    unnamed: int = 0
    without_length: int = 0
    by_method: tuple[tuple[str, int, float], ...] = ()
    last: date | None = None
    hidden: str = ""
    """Why ``reached`` is not told; ``hours_hidden``: why ``per_teacher`` is not."""
    hours_hidden: str = ""
    exact: bool = False
    """Told to the last person and hour, as to whoever ran every session."""


@dataclass(frozen=True, kw_only=True)
class ReleasedStay(FromGate):
    """Who stayed, of schools, teachers or mentors."""

    what: str
    wave: str
    from_day: date
    to_day: date
    stayed: Fraction | None
    """Both numbers to the nearest five where they are of persons; where everybody stayed, they are the same."""
    hidden: str = ""


def release_given(doses: Sequence[SchoolDose], whole: SchoolDose, policy: Policy) -> tuple[ReleasedGiven, ...]:
    """Every school, then all together (the last). Decided for all of them at once: whoever looks at one school, or at all.

    The total is what a hub reports: where it would give a hidden school back, further schools are hidden, not the total.

    Example:
        >>> from toolbox.disclosure.examples import dose_of
        >>> found = release_given(*dose_of(Elm=(12, 20), Oak=(3, 20), Ash=(9, 20)), Policy())
        >>> [(row.school, row.reached, row.hidden) for row in found]
        [('Ash', None, 'complement'), ('Elm', 10, ''), ('Oak', None, 'few'), ('', 25, '')]
    """
    every = (*doses, whole)
    taken = _taken_off(doses, policy)
    found = [_reach(each, taken) for each in every]
    came = [[each.came] for each in doses]
    # Raised minimums take others off: what the default ones hide is asked of whom these take off, too.
    looks = dict.fromkeys(((policy, policy), (policy, Policy()), (Policy(), Policy())))
    reached = _first(_reasons(*_counted(every, _taken_off(doses, off)), by) for off, by in looks)
    hours = _under(
        policy, lambda by: _reasons(came, [whole.came], by, also=[_tells_who_came(each, by) for each in doses])
    )
    with gate():
        return tuple(_given(each, *why) for each, *why in zip(every, found, reached, hours, strict=True))


def _taken_off(doses: Sequence[SchoolDose], policy: Policy) -> set[tuple[str, str]]:
    """(school, teacher) of those who left and may be told apart."""
    return {(each.school, each.person) for dose in doses for each in in_lots(dose.left, policy)}


def _counted(every: Sequence[SchoolDose], taken: set[tuple[str, str]]) -> tuple[list[list[int]], list[int]]:
    """What must be nobody or enough, of each school and of all together."""
    *parts, total = (
        _came_or_not(_reach(dose, taken), dose.teachers, sum((one.school, one.person) in taken for one in dose.left))
        for dose in every
    )
    return parts, total


def _under(policy: Policy, reasons: Callable[[Policy], Sequence[str]]) -> list[str]:
    """What is hidden under a policy: raised minimums hide what the default ones hide, as everywhere."""
    return _first(map(reasons, dict.fromkeys((policy, Policy()))))


def _first(reasons: Iterable[Sequence[str]]) -> list[str]:
    """Of several looks the first reason for each number, "" where none has one."""
    return [next(filter(None, each), "") for each in zip(*reasons, strict=True)]


def in_lots(left: Sequence[Leaver], policy: Policy) -> tuple[Leaver, ...]:
    """Those of one school who left and may be told apart: up to the last day on which those who had come since the last
    such day, and those who had not, were each nobody or enough. Raised minimums take whole lots of the default.

    Example:
        >>> left = [Leaver(person=f"P-{n}", school="Elm", last=date(2026, 1, n), came=n != 6) for n in range(1, 9)]
        >>> len(in_lots(left[:4], Policy())), len(in_lots(left[:5], Policy())), len(in_lots(left, Policy()))
        (0, 5, 5)
        >>> came = [Leaver(person=f"P-{n}", school="Elm", last=date(2026, 1, n), came=True) for n in range(1, 9)]
        >>> len(in_lots(came, Policy())), len(in_lots(came, Policy(min_n=7)))
        (5, 0)
    """
    by_day = groupby(sorted(left, key=lambda each: each.last), key=lambda each: each.last)
    lots = [tuple(some) for _, some in by_day]
    for each in dict.fromkeys((Policy(), policy)):
        lots = _joined(lots, each)
    return tuple(one for lot in lots for one in lot)


def _joined(lots: Sequence[tuple[Leaver, ...]], policy: Policy) -> list[tuple[Leaver, ...]]:
    """As many of them together as it takes; the last ones, where they are too few, are in none."""
    made: list[tuple[Leaver, ...]] = []
    waiting: tuple[Leaver, ...] = ()
    for lot in lots:
        waiting += lot
        came = sum(each.came for each in waiting)
        if rules.none_or_enough(came, policy) and rules.none_or_enough(len(waiting) - came, policy):
            made.append(waiting)
            waiting = ()
    return made


def _reach(dose: SchoolDose, taken: set[tuple[str, str]]) -> tuple[int, int, int]:
    """(most, least) who came and have not left, and who came and did, as far as they were taken off."""
    waiting = {each.person for each in dose.left if (each.school, each.person) not in taken}
    left = len({each.person for each in dose.left if each.came} - waiting)
    most = dose.came - left
    return most, max(most - len(waiting), 0), left


def _came_or_not(found: tuple[int, int, int], teachers: int | None, gone: int = 0) -> list[int]:
    """Those who came to a session, and the other teachers on the roster, where it counts them: at most and at least, and as if
    it still counted those who left and were taken off (``gone``)."""
    most, least, _ = found
    if teachers is None:
        return [most, least]
    return [most, least, *(max(teachers - each - away, 0) for away in (0, gone) for each in (most, least))]


def _tells_who_came(dose: SchoolDose, policy: Policy) -> bool:
    """Whether hours per teacher are those of one session, and so tell of it how many came, and how few did not."""
    one = dose.sessions_delivered - dose.unnamed == 1
    counts = _came_or_not((dose.came, dose.came, 0), dose.teachers)
    return one and not all(rules.none_or_enough(each, policy) for each in counts)


def _reasons(
    parts: Sequence[Sequence[int]], total: Sequence[int], policy: Policy, *, also: Sequence[bool] = ()
) -> list[str]:
    """Why each part, and (last) the total, is hidden: "few" (``also``: those that tell of few otherwise), or "complement"
    where others are covered by it."""
    few = [not all(rules.none_or_enough(each, policy) for each in counts) for counts in parts]
    reasons = ["few" if any(why) else "" for why in zip_longest(few, also)]
    own = "" if all(rules.none_or_enough(each, policy) for each in total) else "few"
    # The smallest first: of both kinds, at most and at least.
    shown = sorted((place for place, why in enumerate(reasons) if not why), key=lambda place: sum(parts[place][:4]))
    while not own and any(reasons) and not _covered([parts[place] for place, why in enumerate(reasons) if why], policy):
        if not shown:
            own = "complement"
            break
        reasons[shown.pop(0)] = "complement"
    return [*reasons, own]


def _covered(hidden: Sequence[Sequence[int]], policy: Policy) -> bool:
    """Whether what the total less the shown parts tells is of nobody, or of two parts at least and of enough."""
    columns = zip_longest(*hidden, fillvalue=0)
    return all(not any(each) or (sum(map(bool, each)) > 1 and sum(each) >= policy.min_n) for each in columns)


def release_retention(found: Sequence[Retention], policy: Policy) -> tuple[ReleasedStay, ...]:
    """Schools as they are; of persons both who stayed and who left must be nobody or enough, in each wave and in all less
    the waves that are shown."""
    why: dict[tuple[str, str], str] = {}
    for what in ("teachers", "mentors"):
        rows = [each for each in found if each.what == what]
        waves, whole = [each for each in rows if each.wave], [each for each in rows if not each.wave]
        if whole:
            parts, total = [_stayed_or_not(each) for each in waves], _stayed_or_not(whole[0])
            reasons = _under(policy, lambda by, parts=parts, total=total: _reasons(parts, total, by))
            why |= {(what, each.wave): reason for each, reason in zip((*waves, whole[0]), reasons, strict=True)}
    with gate():
        return tuple(
            ReleasedStay(
                what=each.what, wave=each.wave, from_day=each.from_day, to_day=each.to_day,
                stayed=None if why.get((each.what, each.wave)) else _about(each),
                hidden=why.get((each.what, each.wave), ""),
            )
            for each in found
        )  # fmt: skip


def _stayed_or_not(found: Retention) -> list[int]:
    return [found.stayed.part, found.stayed.whole - found.stayed.part]


def _about(found: Retention) -> Fraction:
    if found.what == "schools":
        return found.stayed
    whole = to_five(found.stayed.whole)
    return Fraction(part=whole if found.stayed.part == found.stayed.whole else to_five(found.stayed.part), whole=whole)


def to_five(count: int, whole: int | None = None) -> int:
    """To the nearest five; all of ``whole`` are all.

    Example:
        >>> to_five(12), to_five(13, 22), to_five(22, 22), to_five(0)
        (10, 15, 22, 0)
    """
    return count if count == whole else STEP * round(count / STEP)


def in_steps(dose: SchoolDose) -> float | None:
    """Hours per teacher in steps of what five persons get in the longest session, or the next round number above.

    Example:
        >>> from toolbox.disclosure.examples import dose_of
        >>> each, _ = dose_of(Elm=(13, 22))
        >>> each[0].per_teacher, in_steps(each[0])
        (1.1818181818181819, 1.0)
    """
    if not dose.per_teacher or not dose.teachers:
        return dose.per_teacher
    least = STEP * dose.longest / dose.teachers
    step = next((each for each in STEPS_OF_HOURS if each >= least), STEPS_OF_HOURS[-1])
    return max(step, round(step * round(dose.per_teacher / step), 1))


def _given(dose: SchoolDose, found: tuple[int, int, int], hidden: str, hours_hidden: str) -> ReleasedGiven:
    most, least, left = found
    # The roster has no more places than it has; where even the least are more, it is out of date, and both are told.
    at_most = most if dose.teachers is None or least > dose.teachers else min(most, dose.teachers)
    beyond = dose.teachers is not None and at_most > dose.teachers
    told = STEP * -(-at_most // STEP) if beyond else to_five(at_most, dose.teachers)
    # As far below as those who wait are many, which everybody knows: two numbers rounded apart would tell more than one.
    below = STEP * -(-(at_most - least) // STEP)
    return ReleasedGiven(
        school=dose.school,
        sessions_delivered=dose.sessions_delivered,
        sessions_planned=dose.sessions_planned,
        hours_delivered=dose.hours_delivered,
        hours_planned=dose.hours_planned,
        teachers=dose.teachers,
        per_teacher=None if hours_hidden else in_steps(dose),
        reached=None if hidden else told,
        reached_least=None if hidden else max(told - below, 0),
        left=0 if hidden else to_five(left),
        unnamed=dose.unnamed,
        without_length=dose.without_length,
        by_method=dose.by_method,
        last=dose.last,
        hidden=hidden,
        hours_hidden=hours_hidden,
    )
