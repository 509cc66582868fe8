"""What a profile says before any chart: who answered, and up to three findings, of which the last tells how sure they are."""

from __future__ import annotations

from collections.abc import Iterable

from toolbox.disclosure import ReleasedCell, ReleasedCount, ReleasedProfile
from toolbox.disclosure.words import group_name, listed, points
from toolbox.model import Framework
from toolbox.wording.certainty import basis, certainty_sentence, taking_part
from toolbox.wording.gaps import gap_sentence
from toolbox.wording.ratings import not_rated, rating_sentences
from toolbox.wording.templates import LEAST_FOR_PERCENT, say

#: Whose view opens the page where several groups can be shown.
FIRST = ("teachers", "staff", "leaders", "parents", "pupils")


def profile_sentences(released: ReleasedProfile) -> tuple[str, ...]:
    """Who answered, then up to three findings: the highest and lowest area, the widest gap between groups, what is least sure.

    Example:
        >>> from toolbox.disclosure import release
        >>> from toolbox.disclosure.examples import profile_of
        >>> for sentence in profile_sentences(release(profile_of(leaders=3, teachers=24))): print(sentence)
        Who answered: fewer than 5 leaders, 24 teachers (numbers invited not known).
        Teachers give “Leadership” an average of 3.5 on a scale from 1 to 5.
    """
    if not released.framework.averaged:
        return (_who(released), *rating_sentences(released))
    shown = [cell for cell in released.areas if not cell.hidden]
    if not shown:
        counted = any(cell.hidden == "counted" for cell in released.areas)
        return (_who(released), say("counted" if counted else "nothing"))
    if released.framework.kind == "rubric":
        found = [_who(released), _stands(released, shown), not_rated(released)]
    else:
        found = [_who(released), _stands(released, shown), gap_sentence(released), certainty_sentence(released)]
    return tuple(sentence for sentence in found if sentence)


def _who(released: ReleasedProfile) -> str:
    schools = len(released.schools)
    if released.framework.kind == "rubric":
        return (
            say("who_rubric_many", schools=schools) if schools > 1 else say("who_rubric", schools=released.schools[0])
        )
    where = say("in_schools", schools=schools) if schools > 1 else ""
    if all(not count.invited for count in released.groups):
        parts = [_plainly(count, released.policy.min_n) for count in released.groups]
        known = any(count.answered for count in released.groups)
        return say("who_all_open" if known else "who", where=where, parts=", ".join(parts))
    parts = [answered(count, released.policy.min_n) for count in released.groups]
    said = (say("who", where=where, parts=", ".join(parts)), basis(released.groups), taking_part(released))
    return " ".join(each for each in said if each)


def _plainly(count: ReleasedCount, min_n: int) -> str:
    if count.hidden or not count.answered:
        return answered(count, min_n)
    return say("who_plain", answered=count.answered, group=count.group)


def answered(count: ReleasedCount, min_n: int) -> str:
    """How many of a group answered, in words; a percentage only from 20 invited.

    Example:
        >>> from toolbox.disclosure import release
        >>> from toolbox.disclosure.examples import profile_of
        >>> [answered(count, 5) for count in release(profile_of(pupils=120)).groups]
        ['120 pupils (number invited not known)']
    """
    if count.hidden:
        return say("who_few", min_n=min_n, group=count.group)
    if not count.answered:
        return say("who_none", group=count.group)
    known = {"answered": count.answered, "invited": count.invited, "group": count.group}
    if not count.invited:
        return say("who_open", **known)
    if count.rate is None:
        return say("who_about" if count.answered <= count.invited else "who_more", **known)
    if count.invited < LEAST_FOR_PERCENT:
        return say("who_of", **known)
    return say("who_rate", **known, percent=f"{count.rate:.0%}".rstrip("%"))


def _stands(released: ReleasedProfile, shown: list[ReleasedCell]) -> str:
    framework = released.framework
    group = first_group(cell.group for cell in shown)
    cells = sorted((cell for cell in shown if cell.group == group), key=lambda cell: cell.mean)
    low, high = cells[0], cells[-1]
    low_end, high_end = framework.span()
    words = {
        "Group": group_name(group),
        "high": _name(framework, high.area), "high_mean": points(high.mean),
        "low": _name(framework, low.area), "low_mean": points(low.mean),
        "low_end": low_end, "high_end": high_end, "level": level(framework, high.mean),
    }  # fmt: skip
    if len(cells) == 1:
        return say("stands_one", **words)
    if framework.kind == "rubric":
        return say("stands_rubric", **words)
    if points(low.mean) == points(high.mean):
        return say("stands_even", **words)
    return say("stands_level" if words["level"] else "stands", **words)


def level(framework: Framework, mean: float) -> str:
    """The name of the highest level a mean has reached; "" where the framework names none.

    Example:
        >>> from toolbox.disclosure.examples import FRAMEWORK
        >>> level(FRAMEWORK, 3.5)
        ''
    """
    reached = [each for each in framework.levels if mean >= each.at_least]
    return max(reached, key=lambda each: each.at_least).name if reached else ""


def first_group(groups: Iterable[str]) -> str:
    """Whose view comes first where several groups can be shown.

    Example:
        >>> first_group(["leaders", "teachers"]), first_group(["mentors"])
        ('teachers', 'mentors')
    """
    there = list(dict.fromkeys(groups))
    return next((group for group in FIRST if group in there), there[0])


def _name(framework: Framework, area: str) -> str:
    return next(each.name for each in framework.areas if each.id == area)


def names(groups: Iterable[str]) -> str:
    """Groups in a sentence.

    Example:
        >>> names(["leaders", "teachers"])
        'leaders and teachers'
    """
    return listed(list(dict.fromkeys(groups)))
