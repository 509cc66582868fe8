"""Waves in words: each beside the schools that had not begun by then, and what that does not show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from toolbox.disclosure import ReleasedEvaluation, ReleasedLine, group_name, hidden
from toolbox.disclosure.words import interval, listed, signed
from toolbox.wording.templates import say

APART = "apart_at_start"
#: Why there is no number, or no range, in a reader's words.
_WHY = {
    "no_comparison": "no school was still waiting, so there is nothing to compare with",
    "no_answers": "nobody answered before and after",
    "few_schools": "fewer than 4 schools in it: side by side only, no range",
    "few_degrees": "few schools: the range is wide",
    "no_spread": "everyone changed alike: no range",
    "collinear": "the answers do not hold this comparison",
    "apart_at_start": "they started too far apart to compare",
}
Waves = Mapping[str, Sequence[str]]
"""Round → the hub's names of the waves first mentored at it."""


def wave_name(round_name: str, waves: Waves) -> str:
    """What the hub calls who was first mentored at a round.

    Example:
        >>> wave_name("Winter", {"Winter": ["1", "2"]}), wave_name("Winter", {})
        ('waves 1 and 2', 'schools first mentored at Winter')
    """
    known = waves.get(round_name, ())
    if not known:
        return say("waves_no_name", round=round_name)
    return say("waves_name", wave=known[0]) if len(known) == 1 else say("waves_names", waves=listed(list(known)))


def wave_lines(found: ReleasedEvaluation, group: str) -> tuple[ReleasedLine, ...]:
    """A line for every wave and area of a group, in the order of the framework and of time."""
    order = {area.id: place for place, area in enumerate(found.framework.areas)}
    when = {name: place for place, (name, _, _) in enumerate(found.rounds)}
    lines = [line for line in found.lines if line.contrast == "wave_average" and line.group == group]
    return tuple(sorted(lines, key=lambda line: (order[line.area], when[line.arm])))


def wave_sentences(found: ReleasedEvaluation, group: str, waves: Waves) -> tuple[str, ...]:
    """What each wave did beside those not begun, whether it did so before it began, and what that does not show."""
    lines = wave_lines(found, group)
    said = [
        words
        for wave in dict.fromkeys(line.arm for line in lines)
        for words in _of_wave(found, [line for line in lines if line.arm == wave], wave, waves)
    ]
    before = [line for line in found.lines if line.contrast == "pre_trend" and line.group == group]
    known = [line for line in before if line.found.ci_low is not None and not line.hidden]
    if known:
        moved = [line for line in known if line.found.ci_low > 0 or line.found.ci_high < 0]
        names = _areas(found)
        areas = listed([names[line.area] for line in moved])
        said.append(say("waves_before_not", areas=areas) if moved else say("waves_before"))
    return tuple(said)


def _of_wave(found: ReleasedEvaluation, lines: list[ReleasedLine], wave: str, waves: Waves) -> list[str]:
    name = wave_name(wave, waves)
    known = {"Wave": name[:1].upper() + name[1:], "round": wave}
    shown = [line for line in lines if line.found.ci_low is not None and not line.hidden]
    if not shown:
        return [say("waves_few", **known, why=why_not(lines[0], found))]
    # Where they began too far apart the number is shown, and nothing is said of it.
    told = [line for line in shown if line.found.refused != APART]
    names, said = _areas(found), []
    apart = [names[line.area] for line in shown if line.found.refused == APART]
    beside = [say("waves_apart", **known, areas=listed(apart))] if apart else []
    if not told:
        return beside
    areas = f"{len(told)} area{'' if len(told) == 1 else 's'}"
    for word, clear in (
        ("waves_more", [line for line in told if line.found.ci_low > 0]),
        ("waves_less", [line for line in told if line.found.ci_high < 0]),
    ):
        if clear:
            what = listed([_in(line, names[line.area]) for line in clear])
            said.append(say(word, **known, count=len(clear), areas=areas, what=what))
    return [*(said or [say("waves_unclear", **known, areas=areas)]), *beside]


def _in(line: ReleasedLine, area: str) -> str:
    seen = line.found
    by = signed(seen.estimate).lstrip("+−")
    return say("waves_in", area=area, by=by, fits=interval(seen.ci_low, seen.ci_high))


def why_not(line: ReleasedLine, found: ReleasedEvaluation) -> str:
    """Why a line has no number, or what is to be said beside it; "" where nothing is."""
    if line.hidden:
        return hidden(line.hidden, found.policy)
    return _WHY.get(line.found.refused, line.found.refused)


def needs_third_round(framework: str) -> str:
    """What is needed where there are two rounds only."""
    return say("waves_two_rounds", framework=framework)


def needs_assignment() -> str:
    """What has to be written down before groups of schools are compared."""
    return say("waves_assignment")


def about_waves(anybody: bool) -> str:
    """What the numbers are, or that there are none."""
    return say("waves_what") if anybody else say("waves_nobody")


def how_begun(found: ReleasedEvaluation) -> str:
    """By lot or not, and in whose words."""
    drawn = say("waves_drawn") if found.plan.at_random else say("waves_not_drawn")
    return f"{drawn} {say('waves_how', how=found.plan.assignment)}"


def change_beside(line: ReleasedLine) -> str:
    """A wave's change beside those not begun, with its range where it has one."""
    seen = line.found
    if seen.estimate is None or line.hidden:
        return ""
    fits = f" ({interval(seen.ci_low, seen.ci_high)})" if seen.ci_low is not None else ""
    return f"{signed(seen.estimate)}{fits}"


def waves_alt(found: ReleasedEvaluation, group: str, waves: Waves) -> str:
    """The chart in words: every wave in every area."""
    names, said = _areas(found), {}
    for line in wave_lines(found, group):
        told = change_beside(line) or why_not(line, found)
        said.setdefault(names[line.area], []).append(f"{wave_name(line.arm, waves)} {told}")
    areas = "; ".join(f"{area}: {', '.join(each)}" for area, each in said.items())
    return say("alt_waves", group=group_name(group).lower(), areas=areas)


def _areas(found: ReleasedEvaluation) -> dict[str, str]:
    return {area.id: area.name for area in found.framework.areas}
