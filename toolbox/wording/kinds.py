"""How the schools of clusters that work alike changed, in words: how many clusters there are, before what so many can show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from toolbox.disclosure import group_name
from toolbox.disclosure.clusters import ReleasedDifference, ReleasedKind, ReleasedKinds
from toolbox.disclosure.words import hidden, interval, listed, many, signed
from toolbox.mentoring.clusters import LEAST_CLUSTERS, LEAST_OF_KIND
from toolbox.wording.steps import day
from toolbox.wording.templates import say


def kind_name(row: ReleasedKind) -> str:
    """What a kind is called; the schools that share no way of working are the others."""
    return row.name or say("kinds_others")


def kinds_about(found: ReleasedKinds, before_on: date, after_on: date) -> str:
    """Which rounds, and what stands beside what."""
    return say("kinds_about", before=found.rounds[0], after=found.rounds[1], before_on=day(before_on), after_on=day(after_on))  # fmt: skip


def kinds_in_view(found: ReleasedKinds) -> tuple[str, ...]:
    """How many clusters and schools of each kind there are, and who the others are."""
    first = list({row.name: row for row in found.rows}.values())
    said = "; ".join(
        say("kinds_count", kind=row.name, clusters=many(row.clusters, "cluster"), schools=many(row.schools, "school"))
        for row in first
        if row.name
    )
    others = [_others(found, row) for row in first if not row.name]
    return (say("kinds_in_view", clusters=said), *others)


def kinds_offered(many: Sequence[str], few: Sequence[str]) -> tuple[str, ...]:
    """By what clusters can be compared, and by what there are too few, for every group alike.

    Example:
        >>> kinds_offered((), ("model",))
        ('Too few to compare: what is compared are clusters, and no two kinds have 4 of them each.',)
        >>> kinds_offered(("model", "incentive"), ())[0]
        'By model and by incentive the clusters can be compared: two kinds at least have 4 of them or more.'
        >>> kinds_offered(("model",), ("incentive",))[1]
        'Too few to compare by incentive: what is compared are clusters, and no two kinds have 4 of them each.'
    """
    said = (
        [say("kinds_enough", by=listed([many[0], *(f"by {each}" for each in many[1:])]), least=LEAST_CLUSTERS)]
        if many
        else []
    )
    if few:
        said.append(say("kinds_few", least=LEAST_CLUSTERS, where=f" by {listed(list(few))}" if many else ""))
    return tuple(said)


def kinds_cost(*, few: bool) -> str:
    """What follows once changes of clusters were shown; ``few``: of too few clusters to compare any."""
    return f"{say('kinds_no_test')} {say('kinds_cost')}" if few else say("kinds_cost")


def kinds_sentences(found: ReleasedKinds, group: str) -> tuple[str, ...]:
    """How the schools' answers of one group changed, kind by kind, and what so many clusters can show."""
    rows = [row for row in found.rows if row.group == group]
    told = [row for row in rows if not row.hidden]
    if not told:
        reason = next((hidden(row.hidden, found.policy) for row in rows if row.hidden), "")
        return (say("kinds_hidden", reason=reason.removeprefix("hidden: ")),)
    paired = all(row.design == "paired" for row in told)
    said = say("kinds_design_pairs" if paired else "kinds_design_groups", group=group_name(group).lower())
    return (said, *_compared(found, group, told))


def kinds_limits(found: Sequence[ReleasedKinds]) -> tuple[str, ...]:
    """What none of it shows, and why some of it is hidden; each once, and only where there is such."""
    said = []
    if any(row.hidden for each in found for row in each.rows):
        said.append(say("kinds_hidden_why"))
    if any(each.told for each in found):
        said.append(say("kinds_no_cause"))
    return tuple(said)


def _few(rows: Iterable[ReleasedKind]) -> bool:
    """Whether fewer than two kinds are of clusters enough to speak of a difference."""
    return len({row.name for row in rows if row.name and row.clusters >= LEAST_CLUSTERS}) < 2


def _compared(found: ReleasedKinds, group: str, told: list[ReleasedKind]) -> list[str]:
    """Differences where there are clusters enough to speak of any; else between what the changes lie."""
    if _few(found.rows):
        moved = [row.change.estimate for row in told]
        return [say("kinds_beside", low=signed(min(moved)), high=signed(max(moved)))]
    here = [each for each in found.differences if each.group == group]
    if not here:
        return [say("kinds_no_ranges")]
    names = {area.id: area.name for area in found.framework.areas}
    clear = [each for each in here if each.clear]
    areas = len({each.area for each in here})
    if not clear:
        return [say("kinds_no_clear", areas=many(areas, "area"))]
    pairs: dict[tuple[str, str], list[ReleasedDifference]] = {}
    for each in clear:
        pairs.setdefault((each.more, each.less), []).append(each)
    return [
        say("kinds_more", more=more, less=less, count=len(found), areas=many(areas, "area"), what=listed([_difference(each, names[each.area]) for each in found]))
        for (more, less), found in pairs.items()
    ]  # fmt: skip


def _difference(each: ReleasedDifference, area: str) -> str:
    found = each.found
    by, fits = signed(found.estimate).lstrip("+"), interval(found.ci_low, found.ci_high)
    return say("kinds_more_in", area=area, by=by, fits=fits)


def _others(found: ReleasedKinds, row: ReleasedKind) -> str:
    why = [say("kinds_others_none")]
    if found.several:
        why.append(say("kinds_others_several"))
    if found.small:
        why.append(say("kinds_others_small", kinds=listed(list(found.small)), least=LEAST_OF_KIND))
    return say("kinds_others_are", schools=many(row.schools, "other school"), why="; ".join(why))


def kinds_alt(found: ReleasedKinds, group: str) -> str:
    """The chart in words: every kind in every area."""
    names = {area.id: area.name for area in found.framework.areas}
    said: dict[str, list[str]] = {}
    for row in found.rows:
        if row.group == group:
            said.setdefault(names[row.area], []).append(f"{kind_name(row)} {change_words(row, found)}")
    areas = "; ".join(f"{area}: {', '.join(dict.fromkeys(each))}" for area, each in said.items())
    return say("alt_kinds", group=group_name(group).lower(), by=found.by, areas=areas)


def change_words(row: ReleasedKind, found: ReleasedKinds) -> str:
    """One kind's change, with its range where it has one."""
    if row.hidden:
        return hidden(row.hidden, found.policy)
    seen = row.change
    fits = f" ({interval(seen.ci_low, seen.ci_high)})" if seen.ci_low is not None else ""
    return f"{signed(seen.estimate)}{fits}"
