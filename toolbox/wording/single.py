"""One teacher's own change in words: beside how much one person's answers vary by themselves, never without it."""

from __future__ import annotations

import math

from toolbox.disclosure.single import ReleasedSingle, ReleasedSingleArea
from toolbox.disclosure.words import points
from toolbox.wording.templates import say


def single_sentences(found: ReleasedSingle) -> tuple[str, ...]:
    """A sentence for each area, then what they cannot show."""
    names = {area.id: area.name for area in found.framework.areas}
    said = [_area(each, names[each.area], found.policy.min_n) for each in found.areas]
    return (*said, say("single_limits"))


def _area(each: ReleasedSingleArea, name: str, least: int) -> str:
    if each.hidden:
        reason = say("single_no_answers") if each.hidden == "no_answers" else say("single_few_others", least=least)
        return say("single_hidden", area=name, reason=reason)
    words = {"area": name, "before": points(each.before), "after": points(each.after)}
    if each.detectable is None:
        return say("single_unknown", **words)
    # Rounded up, so that what is said is true of the number that was compared.
    words["limit"] = points(math.ceil(each.detectable * 10) / 10)
    if each.verdict == "within":
        return say("single_within", **words)
    return say("single_more", **words) if each.verdict == "more" else say("single_less", **words)
