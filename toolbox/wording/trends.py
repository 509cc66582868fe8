"""What a trend says: what it rests on, where an average went, and what to keep in mind."""

from __future__ import annotations

from datetime import date

from toolbox.disclosure import ReleasedPoint, ReleasedTrend
from toolbox.disclosure.rules import LEAST_CHANGE
from toolbox.disclosure.words import hidden, listed, points
from toolbox.model import Mark
from toolbox.wording.profiles import FIRST, names
from toolbox.wording.templates import say


def month(on: date) -> str:
    """A day as a round is called in a sentence.

    Example:
        >>> month(date(2026, 5, 4))
        'May 2026'
    """
    return f"{on:%B %Y}"


def trend_sentences(released: ReleasedTrend) -> tuple[str, ...]:
    """Up to three sentences: what the lines rest on, the widest distance between first and last, what broke a line."""
    seen = [point for point in released.points if not point.hidden]
    if not seen:
        return (say("nothing"),)
    found = (_basis(released, seen), _widest(released, seen), _broken(released))
    return tuple(sentence for sentence in found if sentence)


def _basis(released: ReleasedTrend, seen: list[ReleasedPoint]) -> str:
    rounds = [each for each in released.rounds if each.places]
    asked: dict[str, tuple[int, int]] = {}
    for point in seen:
        if point.items_common:
            common, every = asked.get(point.area, (0, 0))
            asked[point.area] = (max(common, point.items_common), max(every, point.items_all))
    common, every = (sum(each[place] for each in asked.values()) for place in (0, 1))
    known = {"rounds": len(rounds), "first": month(rounds[0].collected_on), "last": month(rounds[-1].collected_on)}
    if not asked:
        return say("trend_averages", **known)
    return say("trend_basis" if common < every else "trend_basis_all", **known, common=common, all=every)


def _widest(released: ReleasedTrend, seen: list[ReleasedPoint]) -> str:
    """Between the first and the last round of a line, the widest distance: told as clear only where ranges do not meet and it is worth a word."""
    lines: dict[tuple[str, str], list[ReleasedPoint]] = {}
    for point in seen:
        lines.setdefault((point.area, point.group), []).append(point)
    alike = [[point for point in line if _over_the_same(point, line[-1])] for line in lines.values()]
    pairs = [(line[0], line[-1]) for line in alike if len(line) > 1]
    if not pairs:
        return ""
    groups = [group for group in FIRST if any(pair[0].group == group for pair in pairs)]
    order = {group: place for place, group in enumerate(groups)}
    low, high = released.framework.span()
    clear = [
        pair for pair in pairs if _apart(*pair) and abs(pair[1].mean - pair[0].mean) >= LEAST_CHANGE * (high - low)
    ]
    first, last = max(
        clear or pairs, key=lambda pair: (abs(pair[1].mean - pair[0].mean), -order.get(pair[0].group, len(order)))
    )
    if points(first.mean) == points(last.mean):
        return say("trend_level")
    both_known = first.ci_low is not None and last.ci_low is not None
    moved = {
        "area": next(area.name for area in released.framework.areas if area.id == first.area),
        "before": points(first.mean),
        "after": points(last.mean),
        "first": month(released.rounds[first.round].collected_on),
        "last": month(released.rounds[last.round].collected_on),
    }
    if released.framework.kind == "rubric":  # an agreed rating is no sample: there is no chance to speak of
        return say("trend_rated", **moved)
    return say("trend_went" if clear else "trend_open" if both_known else "trend_unsure", group=first.group, **moved)


def _over_the_same(point: ReleasedPoint, last: ReleasedPoint) -> bool:
    """Whether two points of a line may be told in one breath: averages of answers to the same items."""
    return point.items_common == last.items_common > 0


def _apart(first: ReleasedPoint, last: ReleasedPoint) -> bool:
    if None in (first.ci_low, last.ci_low):
        return False
    return first.ci_high < last.ci_low or last.ci_high < first.ci_low


def _broken(released: ReleasedTrend) -> str:
    """Where the questionnaire changed, and who took part only at times."""
    rounds = [each for each in released.rounds if each.places]
    changed = [month(each.collected_on) for each in released.rounds[1:] if each.break_before]
    said = [say("trend_broken", when=listed(changed))] if changed else []
    sizes = {len(each.places) for each in rounds}
    if len(released.schools) > 1 and len(sizes) > 1:
        said.append(say("trend_schools", low=min(sizes), high=max(sizes)))
    return " ".join(said)


def marks_said(released: ReleasedTrend) -> tuple[str, ...]:
    """What the upright lines of the panels mean, and hollow marks where there are any."""
    first = next((each.collected_on for each in released.rounds if each.places), released.rounds[0].collected_on)
    began = [_began(mark, len(released.schools)) for mark in released.marks if first < mark.on]
    said = [say("trend_mark" if len(began) == 1 else "trend_marks", began=listed(began))] if began else []
    if any(each.break_before for each in released.rounds):
        said.append(say("trend_break_line"))
    if any(not point.hidden and not point.items_common for point in released.points):
        said.append(say("trend_hollow"))
    return tuple(said)


def _began(mark: Mark, schools: int) -> str:
    """One day mentoring began: of one school the day, of several how many they were."""
    when = f"{mark.on.day} {month(mark.on)}"
    if schools == 1:
        return when
    return say("trend_mark_one" if mark.schools == 1 else "trend_mark_many", when=when, schools=mark.schools)


def trend_alt(released: ReleasedTrend, area: str) -> str:
    """What one panel of :func:`toolbox.charts.panel` shows, group by group, round by round."""
    low_end, high_end = released.framework.span(area)
    here = [point for point in released.points if point.area == area and released.rounds[point.round].places]
    groups = list(dict.fromkeys(point.group for point in here))
    rows = [
        say("alt_row", name=group, values=", ".join(_said(point, released) for point in here if point.group == group))
        for group in groups
    ]
    name = next(each.name for each in released.framework.areas if each.id == area)
    return say("alt_trend", area=name, groups=names(groups), low_end=low_end, high_end=high_end, rows=" ".join(rows))


def _said(point: ReleasedPoint, released: ReleasedTrend) -> str:
    when = month(released.rounds[point.round].collected_on)
    if point.hidden:
        return f"{when} {hidden(point.hidden, released.policy)}"
    value = points(point.mean)
    return (
        f"{when} {value}"
        if point.ci_low is None
        else say("alt_trend_range", when=when, value=value, low=points(point.ci_low), high=points(point.ci_high))
    )
