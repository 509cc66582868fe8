"""The gate for what was given to schools, and who stayed: rule 34. Sessions, hours and schools are the hub's own records, and
so is who left; numbers of those who came are not shown where they, or the rest, are one to k - 1, nor where totals would give
such a one back.

Who left is few, and known to everybody: a number that falls by one when somebody leaves tells that this person had come. So
those who left are taken off in lots, in the order they left, each of nobody or k who had come and nobody or k who had not. While
a lot is not full, reach is told from a least number - as if all who left since the last lot had come - to a most - as if none had.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, zip_longest

from toolbox.disclosure import rules
from toolbox.disclosure.released.gate_only import FromGate, gate
from toolbox.model import Fraction, Leaver, Policy, Retention, SchoolDose


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
    reached: int | None = None
    """Teachers who came and have not left: so many at most, and ``reached_least`` at least; the same where that is told exactly."""
    reached_least: int | None = None
    left: int = 0
    """Teachers who came and have left, of whom that may be told."""
    unnamed: int = 0
    without_length: int = 0
    by_method: tuple[tuple[str, int, float], ...] = ()
    last: date | None = None
    hidden: str = ""
    """Why ``reached`` is not told; ``hours_hidden``: why ``per_teacher`` is not."""
    hours_hidden: str = ""


@dataclass(frozen=True, kw_only=True)
class ReleasedStay(FromGate):
    """Who stayed, of schools, teachers or mentors."""

    what: str
    wave: str
    from_day: date
    to_day: date
    stayed: Fraction | None
    hidden: str = ""


def release_given(doses: Sequence[SchoolDose], whole: SchoolDose, policy: Policy) -> tuple[ReleasedGiven, ...]:
    """Every school, then all together (the last). Decided for all of them at once: whoever looks at one school, or at all.

    The total is what a hub reports: where it would give a hidden school back, further schools are hidden, not the total.

    Example:
        >>> from toolbox.disclosure.examples import dose_of
        >>> found = release_given(*dose_of(Elm=(12, 20), Oak=(3, 20), Ash=(9, 20)), Policy())
        >>> [(row.school, row.reached, row.hidden) for row in found]
        [('Ash', None, 'complement'), ('Elm', 12, ''), ('Oak', None, 'few'), ('', 24, '')]
    """
    taken = {(each.school, each.person) for dose in doses for each in in_lots(dose.left, policy)}
    found = [_reach(each, taken) for each in (*doses, whole)]
    *parts, total = (_came_or_not(each, dose.teachers) for each, dose in zip(found, (*doses, whole), strict=True))
    reached = _reasons(parts, total, policy)
    tell = [_tells_who_came(each, policy) for each in doses]
    hours = _reasons([[each.came] for each in doses], [whole.came], policy, also=tell)
    with gate():
        return tuple(_given(each, *why) for each, *why in zip((*doses, whole), found, reached, hours, strict=True))


def in_lots(left: Sequence[Leaver], policy: Policy) -> tuple[Leaver, ...]:
    """Those of one school who left and may be told apart: up to the last day on which those who had come since the last
    such day, and those who had not, were each nobody or enough.

    Example:
        >>> left = [Leaver(person=f"P-{n}", school="Elm", last=date(2026, 1, n), came=n != 6) for n in range(1, 9)]
        >>> len(in_lots(left[:4], Policy())), len(in_lots(left[:5], Policy())), len(in_lots(left, Policy()))
        (0, 5, 5)
    """
    told: list[Leaver] = []
    waiting: list[Leaver] = []
    for _, some in groupby(sorted(left, key=lambda each: each.last), key=lambda each: each.last):
        waiting += some
        came = sum(each.came for each in waiting)
        if rules.none_or_enough(came, policy) and rules.none_or_enough(len(waiting) - came, policy):
            told += waiting
            waiting = []
    return tuple(told)


def _reach(dose: SchoolDose, taken: set[tuple[str, str]]) -> tuple[int, int, int]:
    """(most, least) who came and have not left, and who came and did, as far as they were taken off."""
    waiting = {each.person for each in dose.left if (each.school, each.person) not in taken}
    left = len({each.person for each in dose.left if each.came} - waiting)
    most = dose.came - left
    return most, max(most - len(waiting), 0), left


def _came_or_not(found: tuple[int, int, int], teachers: int | None) -> list[int]:
    """Those who came to a session, and the other teachers on the roster, where it counts them: at most and at least."""
    most, least, _ = found
    others = [] if teachers is None else [max(teachers - each, 0) for each in (most, least)]
    return [most, least, *others]


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
    shown = sorted((place for place, why in enumerate(reasons) if not why), key=lambda place: sum(parts[place]))
    while not own and any(reasons) and not _covered([parts[place] for place, why in enumerate(reasons) if why], policy):
        if not shown:
            own = "complement"
            break
        reasons[shown.pop(0)] = "complement"
    return [*reasons, own]


def _covered(hidden: Sequence[Sequence[int]], policy: Policy) -> bool:
    """Whether what the total less the shown parts tells is of two parts at least, and of nobody or enough."""
    columns = zip_longest(*hidden, fillvalue=0)
    return len(hidden) > 1 and all(rules.none_or_enough(sum(column), policy) for column in columns)


def release_retention(found: Sequence[Retention], policy: Policy) -> tuple[ReleasedStay, ...]:
    """Schools as they are; of persons both who stayed and who left must be nobody or enough, in each wave and in all less
    the waves that are shown."""
    why: dict[tuple[str, str], str] = {}
    for what in ("teachers", "mentors"):
        rows = [each for each in found if each.what == what]
        waves, whole = [each for each in rows if each.wave], [each for each in rows if not each.wave]
        if whole:
            reasons = _reasons([_stayed_or_not(each) for each in waves], _stayed_or_not(whole[0]), policy)
            why |= {(what, each.wave): reason for each, reason in zip((*waves, whole[0]), reasons, strict=True)}
    with gate():
        return tuple(
            ReleasedStay(
                what=each.what, wave=each.wave, from_day=each.from_day, to_day=each.to_day,
                stayed=None if why.get((each.what, each.wave)) else each.stayed,
                hidden=why.get((each.what, each.wave), ""),
            )
            for each in found
        )  # fmt: skip


def _stayed_or_not(found: Retention) -> list[int]:
    return [found.stayed.part, found.stayed.whole - found.stayed.part]


def _given(dose: SchoolDose, found: tuple[int, int, int], hidden: str, hours_hidden: str) -> ReleasedGiven:
    most, least, left = found
    # The roster has no more places than it has; where even the least are more, it is out of date, and both are told.
    at_most = most if dose.teachers is None or least > dose.teachers else min(most, dose.teachers)
    return ReleasedGiven(
        school=dose.school,
        sessions_delivered=dose.sessions_delivered,
        sessions_planned=dose.sessions_planned,
        hours_delivered=dose.hours_delivered,
        hours_planned=dose.hours_planned,
        teachers=dose.teachers,
        per_teacher=None if hours_hidden else dose.per_teacher,
        reached=None if hidden else at_most,
        reached_least=None if hidden else least,
        left=0 if hidden else left,
        unnamed=dose.unnamed,
        without_length=dose.without_length,
        by_method=dose.by_method,
        last=dose.last,
        hidden=hidden,
        hours_hidden=hours_hidden,
    )
