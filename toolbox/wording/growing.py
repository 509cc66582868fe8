"""What is said of how a hub grew: month by month, schools that became another type, clusters side by side."""

from __future__ import annotations

from datetime import date

from toolbox.disclosure.hubs import ReleasedHub
from toolbox.disclosure.words import amount, hidden, many
from toolbox.wording.steps import day
from toolbox.wording.templates import LEAST_FOR_PERCENT, say


def growth_sentence(found: ReleasedHub) -> str:
    """From the first month to the last, in all."""
    whole = [each for each in found.growth if not each.wave]
    first, last = whole[0], whole[-1]
    if len(whole) == 1:
        said = "hub_growth_one_month"
    else:
        said = "hub_growth" if last.schools > first.schools else "hub_growth_none"
    teachers = say("hub_growth_teachers", teachers=amount(last.teachers)) if last.teachers else ""
    return say(
        said, first=month(first.month), last=month(last.month), schools_then=amount(first.schools),
        schools=many(last.schools, "school"), teachers=teachers,
        sessions=many(last.sessions, "session"), hours=many(last.hours, "hour"),
    )  # fmt: skip


def month(first: date) -> str:
    """
    Example:
        >>> month(date(2026, 3, 1))
        'March 2026'
    """
    return f"{first:%B %Y}"


def growth_alt(found: ReleasedHub, what: str) -> str:
    """What the chart of growth shows, line by line."""
    rows = []
    for wave in dict.fromkeys(each.wave for each in found.growth):
        line = [each for each in found.growth if each.wave == wave]
        then, now = (getattr(each, what) for each in (line[0], line[-1]))
        told = [hidden("few_persons", found.policy) if each is None else amount(each) for each in (then, now)]
        said = "alt_hub_wave" if told[0] != told[1] else "alt_hub_wave_same"
        rows.append(say(said, wave=f"Wave {wave}" if wave else "All", then=told[0], now=told[1]))
    months = [each.month for each in found.growth]
    return say("alt_hub_growth", what=what, first=month(min(months)), last=month(max(months)), rows=" ".join(rows))


def transition_sentences(found: ReleasedHub) -> tuple[str, ...]:
    """Every school that became another type, with its day."""
    return tuple(
        say("hub_became", school=each.school, before=each.before, after=each.after, day=day(each.on))
        if each.on
        else say("hub_became_some_day", school=each.school, before=each.before, after=each.after)
        for each in found.transitions
    ) or (say("hub_no_transitions"),)


def types_words() -> str:
    """What the types of schools stand for."""
    return say("hub_types")


def cluster_sentence(found: ReleasedHub) -> str:
    """How many clusters are compared, and what so many can show."""
    if not found.clusters:
        return say("hub_no_kinds")
    count = sum(each.clusters for each in found.clusters if each.by == found.clusters[0].by)
    return say("hub_kinds_many" if count >= LEAST_FOR_PERCENT else "hub_kinds", clusters=many(count, "cluster"))
