"""What is said of a hub's indicators: numbers with their fractions, the rule beside each, and what may be claimed."""

from __future__ import annotations

from datetime import date

from toolbox.disclosure.hubs import ReleasedHub, ReleasedIndicator, least_active, step_of
from toolbox.disclosure.words import amount, hidden, many
from toolbox.indicators import RULES, STALE_DAYS, WINDOW_DAYS
from toolbox.model import Indicator, Policy, ToDo
from toolbox.wording.steps import day
from toolbox.wording.templates import LEAST_FOR_PERCENT, say

#: Shares of schools and of teachers that lie so many per cent apart are said to be two numbers.
APART = 10

_WHY = {
    "nothing_kept": "nobody wrote down who belongs where",
    "no_sessions": "no session is recorded",
    "no_roster": "the list of schools does not say",
    "no_logs": "no log is kept",
    "not_in_logs": "no kept log has one of the words that mean sharing in this programme's file",
    "no_actions": "the programme's file does not say what a log calls sharing",
    "nothing_entered": "nobody entered a number by that day",
}
#: What rows name again, by rule.
_NAMED = {"schools": ("school", "schools"), "teachers": ("teacher", "teachers"), "mentors": ("mentor", "mentors"), "facilitators": ("facilitator", "facilitators")}  # fmt: skip


def unit(indicator: Indicator, count: float = 2) -> str:
    """What is counted, as it is called where there are so many.

    Example:
        >>> mentors = Indicator(id="m", name="Mentors", definition="", counts="mentors")
        >>> unit(mentors), unit(mentors, 1)
        ('mentors', 'mentor')
    """
    known = RULES[indicator.counts]
    return indicator.unit or (known.one if count == 1 else known.unit)


def rule(indicator: Indicator) -> str:
    """The counting rule in words, with what it is limited to."""
    known = RULES[indicator.counts]
    words = known.words if indicator.direct or not known.indirect else known.indirect
    words = words.format(days=indicator.window_days or WINDOW_DAYS)
    if indicator.actions:
        words = f"{words} {say('hub_actions', actions=', '.join(f'“{each}”' for each in indicator.actions))}"
    if indicator.only:
        words = f"{words} {say('hub_limited', limits=_limits(indicator))}"
    return words


def _limits(indicator: Indicator) -> str:
    """Whom it is limited to.

    Example:
        >>> _limits(Indicator(id="s", name="S", definition="", counts="schools", only=(("type", "AS"), ("type", "AP"), ("role", "mentor"))))
        'of type AS or AP, with the role mentor'
    """
    words: dict[str, list[str]] = {}
    for what, which in indicator.only:
        words.setdefault(what, []).append(which)
    return ", ".join(
        say("hub_only_role" if what == "role" else "hub_only", what=what, which=" or ".join(which))
        for what, which in words.items()
    )


def why_not(found: ReleasedIndicator, policy: Policy = Policy()) -> str:
    """Why there is no number; "" where there is one."""
    if found.refused:
        return say("hub_refused", why=_WHY[found.refused])
    return hidden(found.hidden, policy) if found.hidden else ""


def number_words(found: ReleasedIndicator, policy: Policy = Policy()) -> str:
    """The number, as far as it is told.

    Example:
        >>> from toolbox.disclosure.hubs import released_example
        >>> number_words(released_example("schools", 27, target=75))
        '27'
    """
    return why_not(found, policy) if found.value is None else _bounded(found.value, found)


def _bounded(value: float, found: ReleasedIndicator) -> str:
    return say(_BOUNDS[found.bound], value=amount(value)) if found.bound else amount(value)


def against_target(found: ReleasedIndicator, policy: Policy = Policy()) -> str:
    """The number against its target, the fraction always and the per cent where it is of enough.

    Example:
        >>> from toolbox.disclosure.hubs import released_example
        >>> against_target(released_example("schools", 27, target=75))
        '27 against a target of 75 (36.0 %)'
        >>> against_target(released_example("teachers", 565, target=600))
        '565 against a target of 600 (94.2 %)'
        >>> against_target(released_example("hubs", 4, target=5))
        '4 against a target of 5'
    """
    told = number_words(found, policy)
    target = found.indicator.target
    if found.value is None or target is None:
        return told
    if target < LEAST_FOR_PERCENT:
        return say("hub_target_few", value=told, target=amount(target))
    return say("hub_target", value=told, target=amount(target), share=f"{found.per_cent:.1f}")


def fraction_words(found: ReleasedIndicator) -> str:
    """Of how many it is, beside any target; "" where it is no part of anything.

    Example:
        >>> from toolbox.disclosure.hubs import released_example
        >>> fraction_words(released_example("by_hand", 74, part=74, whole=93))
        '74 of 93 (79.6 %), as entered'
    """
    if found.part is None or not found.whole:
        return ""
    known = RULES[found.indicator.counts]
    said = {
        "part": _bounded(found.part, found),
        "whole": amount(found.whole),
        "of": known.of_indirect if not found.indicator.direct and known.of_indirect else known.of,
    }
    if found.indicator.counts == "active_members":
        # Members are told in steps, as those of them who are active: no share is made of such numbers.
        return say("hub_part_steps", **said)
    few, share = found.whole < LEAST_FOR_PERCENT, f"{100 * found.part / found.whole:.1f}"
    if found.indicator.counts == "by_hand":
        told = say("hub_whole_few" if few else "hub_whole", value=said["part"], whole=said["whole"], share=share)
        return say("hub_part_hand", told=told)
    return say("hub_part_few" if few else "hub_part", **said, share=share)


def card_lines(found: ReleasedIndicator, policy: Policy = Policy()) -> tuple[str, ...]:
    """Everything beside the number: of how many, counted once, waves, what is not known, target, source, newest record."""
    made = [_target(found.indicator)]
    if found.value is not None:
        made += [fraction_words(found), _once(found), _waves(found, policy), _unknown(found)]
        made.append(_waiting(found, policy))
    if found.indicator.baseline is not None:
        made.append(say("hub_baseline", baseline=amount(found.indicator.baseline)))
    if found.indicator.target is not None and found.indicator.source:
        made.append(say("hub_source", source=found.indicator.source.rstrip(".")))
    if not found.indicator.confirmed:
        made.append(say("hub_unconfirmed"))
    made.append(say("hub_updated", day=day(found.updated)) if found.updated else "")
    made.append(say("hub_stale", days=STALE_DAYS) if found.stale else "")
    return tuple(_sentence(each) for each in made if each)


def _waiting(found: ReleasedIndicator, policy: Policy) -> str:
    """Why the number is not the whole number."""
    if not found.bound:
        return ""
    if found.indicator.counts == "active_members":
        return say("hub_waiting_schools", step=step_of(policy), least=least_active(policy))
    if found.indicator.counts == "materials":
        return say("hub_waiting_steps", step=step_of(policy))
    return say("hub_waiting_fewer" if found.bound == "at_most" else "hub_waiting", least=policy.min_n)


def _sentence(text: str) -> str:
    """With a full stop, but after an address, which would take it along."""
    return text if text.endswith((".", "!", "?", "”")) or "://" in text.split()[-1] else f"{text[0].upper()}{text[1:]}."


def _target(indicator: Indicator) -> str:
    if indicator.target is None:
        return say("hub_no_target")
    by = say("hub_goal_by", day=day(indicator.deadline)) if indicator.deadline else ""
    return say("hub_goal", target=amount(indicator.target), by=by)


def _once(found: ReleasedIndicator) -> str:
    if found.indicator.counts not in _NAMED:
        return ""
    if found.counted_once is None:
        return say("hub_counted_once_few")
    if not found.counted_once:
        return say("hub_counted_never_twice", nobody="No school" if found.indicator.counts == "schools" else "Nobody")
    one, more = _NAMED[found.indicator.counts]
    again = many(found.counted_once, "row")
    if found.indicator.counts == "teachers":
        again = f"{found.counted_once:,} rows or more"
    return say("hub_counted_once", again=again, what=f"a {one}" if found.counted_once == 1 else more)


def _waves(found: ReleasedIndicator, policy: Policy) -> str:
    if len(found.by_wave) < 2:
        return ""
    told = [
        say("hub_wave_hidden", wave=wave, reason=hidden("few_persons", policy))
        if count is None
        else say("hub_wave", wave=wave, count=amount(count))
        for wave, count in found.by_wave
    ]
    said = say("hub_waves", waves=", ".join(told))
    whole = sum(count or 0 for _, count in found.by_wave)
    return f"{said} {say('hub_waves_overlap')}" if found.value is not None and whole > found.value else said


def _unknown(found: ReleasedIndicator) -> str:
    known = RULES[found.indicator.counts]
    missing = known.unknown if found.indicator.direct else known.unknown_indirect or known.unknown
    if not found.unknown or not missing:
        return ""
    sessions = found.indicator.counts == "hours" or (found.indicator.counts == "teachers" and found.indicator.direct)
    what = ("session", "sessions") if sessions else ("school", "schools")
    if found.indicator.counts == "materials":
        what = ("time more", "times more")
    return say("hub_unknown", count=amount(found.unknown), what=what[found.unknown != 1], missing=missing)


# ── the first three sentences ──


def hub_sentences(found: ReleasedHub) -> tuple[str, ...]:
    """Whom was reached, which targets, what to see to: three at most, and a fourth only where two numbers lie apart."""
    reach = [each for each in found.indicators if each.value is not None and each.indicator.direct]
    wanted = [each for each in reach if each.indicator.target is not None]
    if not reach:
        return (say("hub_nothing"),)
    told = [_claimed(each, found.policy) for each in (wanted or reach)[:2]]
    said = [say("hub_reach", day=day(found.as_of), reach=", ".join(told))]
    if _apart(reach):
        said.append(say("hub_two_numbers"))
    if wanted:
        said.append(_targets(wanted, found.as_of))
    if found.to_do:
        count = many(len(found.to_do), "thing")
        said.append(say("hub_to_do", count=count, first=to_do_words(found.to_do[0])))
    elif found.policy.audience != "public":
        said.append(say("hub_all_done"))
    return tuple(said)


def _apart(found: list[ReleasedIndicator]) -> bool:
    """Whether schools and teachers, each of all there are, stand apart against their targets."""
    shares = {
        each.indicator.counts: each.per_cent
        for each in reversed(found)
        if each.indicator.counts in ("schools", "teachers") and not each.indicator.only and each.per_cent is not None
    }
    return len(shares) == 2 and abs(shares["schools"] - shares["teachers"]) >= APART


def _targets(wanted: list[ReleasedIndicator], today: date) -> str:
    reached = sum(each.reached is True for each in wanted)
    ahead = [each.indicator.deadline for each in wanted if each.reached is not True and each.indicator.deadline]
    past = [each for each in ahead if each < today]
    if past:
        end = say("hub_open", count=len(past), day=day(min(past)))
    else:
        end = say("hub_next", day=day(min(ahead))) if ahead else ""
    return say("hub_targets", reached=reached, targets=len(wanted), open=end)


# ── to do ──

#: Of what there are so many, what is said of it, and by which rule.
_OF_TO_DO = {
    "schools_without_mentor": ("school", "schools", "do_schools_without_mentor", "why_schools_without_mentor"),
    "mentors_above_capacity": ("mentor", "mentors", "do_mentors_above_capacity", "why_mentors_above_capacity"),
    "clusters_silent": ("cluster", "clusters", "do_clusters_silent", "why_clusters_silent"),
    "never_reached": ("mentee school", "mentee schools", "do_never_reached", "why_never_reached"),
    "schools_without_roster": ("school", "schools", "do_schools_without_roster", "why_schools_without_roster"),
    "sessions_perhaps_twice": ("session", "sessions", "do_sessions_perhaps_twice", "why_sessions_perhaps_twice"),
    "indicators_stale": ("indicator", "indicators", "do_indicators_stale", "why_indicators_stale"),
}
_BOUNDS = {"at_least": "hub_at_least", "at_most": "hub_at_most"}


def to_do_words(each: ToDo) -> str:
    """One line of the list.

    Example:
        >>> from toolbox.model import ToDo
        >>> to_do_words(ToDo(code="clusters_silent", count=3, limit=60))
        '3 clusters silent for 60 days'
    """
    limit = STALE_DAYS if each.code == "indicators_stale" else each.limit
    one, more, said, _ = _OF_TO_DO[each.code]
    return say(said, count=many(each.count, one, more), limit=limit)


def to_do_rule(each: ToDo) -> str:
    """By which rule it is on the list."""
    return say(_OF_TO_DO[each.code][3], limit=each.limit)


# ── what may be claimed ──


def claim(found: ReleasedIndicator, policy: Policy = Policy()) -> str:
    """The sentence a programme may write about an indicator.

    Example:
        >>> from toolbox.disclosure.hubs import released_example
        >>> claim(released_example("schools", 27, target=75))
        '“By 30 June 2026: 27 schools against a target of 75 (36.0 %), each counted once.”'
        >>> claim(released_example("by_hand", 74, part=74, whole=93, unit="persons"))
        '“By 30 June 2026: 74 of 93 persons (79.6 %), entered by hand.”'
    """
    if found.value is None:
        return say("claim_none", why=why_not(found, policy))
    what = _claimed(found, policy)
    counts = found.indicator.counts
    if counts == "by_hand":
        return say("claim_hand", day=day(found.updated or found.as_of), what=what)
    return say("claim_reached" if counts in _NAMED else "claim_counted", day=day(found.as_of), what=what)


def _claimed(found: ReleasedIndicator, policy: Policy) -> str:
    """The number with its unit, against its target; of what was entered as a part, of its whole."""
    told, target = number_words(found, policy), found.indicator.target
    of_whole = target is None and found.indicator.counts == "by_hand" and found.part is not None and found.whole
    what = unit(found.indicator, (found.whole if of_whole else found.value) or 0) or found.indicator.name.lower()
    if found.indicator.only:
        what = f"{what} {_limits(found.indicator)}"
    if not found.indicator.direct:
        what = say("hub_indirect", what=what)
    if of_whole:
        said = {"value": told, "whole": f"{amount(found.whole)} {what}"}
        few = found.whole < LEAST_FOR_PERCENT
        return say("hub_whole_few" if few else "hub_whole", **said, share=f"{100 * found.value / found.whole:.1f}")
    if not target:
        return f"{told} {what}"
    said = {"value": f"{told} {what}", "target": amount(target)}
    few = target < LEAST_FOR_PERCENT
    return say("hub_target_few" if few else "hub_target", **said, share=f"{found.per_cent:.1f}")


def claim_limits(found: ReleasedHub) -> tuple[str, ...]:
    """What none of the numbers says, whatever it is."""
    said = ["claim_not_added", "claim_reach_only", "claim_fraction"]
    if any(not each.indicator.direct for each in found.indicators):
        said.insert(1, "claim_indirect")
    bound = {each.indicator.counts for each in found.indicators if each.bound}
    if "teachers" in bound:
        said.append("claim_at_least")
    if bound - {"teachers"}:
        said.append("claim_steps")
    if any(each.indicator.deadline or not each.indicator.confirmed for each in found.indicators):
        said.append("claim_whole")
    policy = found.policy
    return tuple(say(each, below=policy.min_n - 1, step=step_of(policy), least=least_active(policy)) for each in said)
