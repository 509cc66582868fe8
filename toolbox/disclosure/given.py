"""The gate for what was given to schools, and who stayed: rule 34. Sessions, hours and schools are the hub's own records;
numbers of persons are not shown where they, or the rest, are one to k - 1, nor where totals would give such a one back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

from toolbox.disclosure import rules
from toolbox.disclosure.released.gate_only import FromGate, gate
from toolbox.model import Fraction, Policy, Retention, SchoolDose


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
    reached = _reasons([_came_or_not(each) for each in doses], _came_or_not(whole), policy)
    tell = [_tells_who_came(each, policy) for each in doses]
    hours = _reasons([[each.reached.part] for each in doses], [whole.reached.part], policy, also=tell)
    with gate():
        return tuple(_given(each, *why) for each, *why in zip((*doses, whole), reached, hours, strict=True))


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


def _given(dose: SchoolDose, hidden: str, hours_hidden: str) -> ReleasedGiven:
    return ReleasedGiven(
        school=dose.school,
        sessions_delivered=dose.sessions_delivered,
        sessions_planned=dose.sessions_planned,
        hours_delivered=dose.hours_delivered,
        hours_planned=dose.hours_planned,
        teachers=dose.reached.whole,
        per_teacher=None if hours_hidden else dose.per_teacher,
        reached=None if hidden else dose.reached.part,
        unnamed=dose.unnamed,
        without_length=dose.without_length,
        by_method=dose.by_method,
        last=dose.last,
        hidden=hidden,
        hours_hidden=hours_hidden,
    )
