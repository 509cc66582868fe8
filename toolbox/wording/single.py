"""One teacher's own change in words: beside how much one person's answers vary by themselves, never without it."""

from __future__ import annotations

import math

from toolbox.disclosure.single import ReleasedSingle, ReleasedSingleArea
from toolbox.disclosure.words import listed, points
from toolbox.wording.templates import say

#: What is said of areas, in this order; each once, with all of its areas.
_VERDICTS = {"more": "single_more", "less": "single_less", "within": "single_within", "unknown": "single_unknown"}


def single_sentences(found: ReleasedSingle) -> tuple[str, ...]:
    """What moved and what did not, what is not shown and why, then what none of it can show."""
    names = {area.id: area.name for area in found.framework.areas}
    told = [each for each in found.areas if not each.hidden]
    said = []
    for verdict, words in _VERDICTS.items():
        if these := [names[each.area] for each in told if each.verdict == verdict]:
            said.append(say(words, areas=_many(len(these)) if verdict == "within" else listed(these)))
    for why in dict.fromkeys(each.hidden for each in found.areas if each.hidden):
        these = [names[each.area] for each in found.areas if each.hidden == why]
        reason = say("single_no_answers") if why == "no_answers" else say("single_few_others", least=found.policy.min_n)
        every = len(these) == len(found.areas)
        said.append(say("single_hidden_all" if every else "single_hidden", areas=listed(these), reason=reason))
    return (*said, *([say("single_limits")] if told else []))


def single_numbers(found: ReleasedSingle) -> tuple[dict[str, str], ...]:
    """The same by area, in points of the scale; what varies is rounded up, so that what is said is true of what was compared."""
    names = {area.id: area.name for area in found.framework.areas}
    return tuple(
        {
            "Area": names[each.area],
            "Before": points(each.before),
            "After": points(each.after),
            "Varies by itself by up to": _limit(each),
        }
        for each in found.areas
        if not each.hidden
    )


def _limit(each: ReleasedSingleArea) -> str:
    return "not known" if each.detectable is None else points(math.ceil(each.detectable * 10) / 10)


def _many(count: int) -> str:
    return "In 1 area" if count == 1 else f"In {count} areas"
