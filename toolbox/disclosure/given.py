"""The gate for what was given to schools, and who stayed: rule 34. Sessions, hours and schools are the hub's own records;
numbers of persons are not shown where they, or the rest, are one to k - 1, nor where totals would give such a one back.

What is shown of persons is told to the nearest five, and hours per teacher in steps of as much as five of them get in the
longest session: there are many spans of time to look at, and records grow, so that exact numbers would differ by a few.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

from toolbox.disclosure import rules
from toolbox.disclosure.released.gate_only import FromGate, gate
from toolbox.model import Fraction, Policy, Retention, SchoolDose

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
    """To the nearest five; all are all, and nobody is nobody."""
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
    parts, total = [_came_or_not(each) for each in doses], _came_or_not(whole)
    reached = _under(policy, lambda by: _reasons(parts, total, by))
    hours = _under(
        policy,
        lambda by: _reasons(
            [each[:1] for each in parts], total[:1], by, also=[_tells_who_came(each, by) for each in doses]
        ),
    )
    with gate():
        return tuple(_given(each, *why) for each, *why in zip((*doses, whole), reached, hours, strict=True))


def _under(policy: Policy, reasons: Callable[[Policy], Sequence[str]]) -> list[str]:
    """What is hidden under a policy: raised minimums hide what the default ones hide, as everywhere."""
    return [next(filter(None, each), "") for each in zip(*map(reasons, dict.fromkeys((policy, Policy()))), strict=True)]


def _came_or_not(dose: SchoolDose) -> list[int]:
    """Those who came to a session, and the other teachers on the roster, where it counts them."""
    whole = dose.reached.whole
    return [dose.reached.part, *([] if whole is None else [max(whole - dose.reached.part, 0)])]


def _tells_who_came(dose: SchoolDose, policy: Policy) -> bool:
    """Whether hours per teacher are those of one session, and so tell of it how many came, and how few did not."""
    one = dose.sessions_delivered - dose.unnamed == 1
    return one and not all(rules.none_or_enough(each, policy) for each in _came_or_not(dose))


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
    if not dose.per_teacher:
        return dose.per_teacher
    least = STEP * dose.longest / dose.reached.whole
    step = next((each for each in STEPS_OF_HOURS if each >= least), STEPS_OF_HOURS[-1])
    return max(step, round(step * round(dose.per_teacher / step), 1))


def _given(dose: SchoolDose, hidden: str, hours_hidden: str) -> ReleasedGiven:
    return ReleasedGiven(
        school=dose.school,
        sessions_delivered=dose.sessions_delivered,
        sessions_planned=dose.sessions_planned,
        hours_delivered=dose.hours_delivered,
        hours_planned=dose.hours_planned,
        teachers=dose.reached.whole,
        per_teacher=None if hours_hidden else in_steps(dose),
        reached=None if hidden else to_five(dose.reached.part, dose.reached.whole),
        unnamed=dose.unnamed,
        without_length=dose.without_length,
        by_method=dose.by_method,
        last=dose.last,
        hidden=hidden,
        hours_hidden=hours_hidden,
    )
