"""Mentored schools beside schools still waiting, in words: who, how much each changed, how sure, what it cannot show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from toolbox.disclosure import ReleasedEvaluation, ReleasedLine, hidden
from toolbox.disclosure.words import group_name, listed, points, signed
from toolbox.wording.templates import say

#: The verdicts on the start, in a word or two beside a difference.
STARTS = {"comparable": "began alike", "adjust": "began a little apart", "apart": "began too far apart to compare"}


@dataclass(frozen=True, kw_only=True)
class Beside:
    """One area of one group: both arms, their difference, and how alike they began."""

    area: str
    mentored: ReleasedLine
    waiting: ReleasedLine
    difference: ReleasedLine
    start: str
    """"comparable", "adjust" or "apart"; "" where it is not known."""

    @property
    def hidden(self) -> str:
        """Why nothing of it can be shown."""
        return self.mentored.hidden or self.waiting.hidden or self.difference.hidden

    @property
    def compared(self) -> bool:
        """Whether a difference may be spoken of."""
        found = self.difference.found
        return (
            not self.hidden
            and self.start != "apart"
            and found.estimate is not None
            and found.refused != "apart_at_start"
        )


def beside(released: ReleasedEvaluation, group: str) -> tuple[Beside, ...]:
    """The areas of one group in which two groups of schools stand beside each other, in the framework's order."""
    mine = [
        line
        for line in released.lines
        if line.group == group and line.block in ("groups", "baseline") and not line.item
    ]
    made = []
    for area in released.framework.areas:
        lines = [line for line in mine if line.area == area.id]
        arms = {line.arm: line for line in lines if line.block == "groups" and line.contrast == "change"}
        head = next((line for line in lines if line.block == "groups" and line.part == "headline"), None)
        start = next((line for line in lines if line.block == "baseline"), None)
        if head is None or not {"mentored", "waiting"} <= arms.keys():
            continue
        made.append(
            Beside(
                area=area.id, mentored=arms["mentored"], waiting=arms["waiting"], difference=head,
                start=str(start.values.get("standing") or "") if start is not None and not start.hidden else "",
            )
        )  # fmt: skip
    return tuple(made)


def groups_of(released: ReleasedEvaluation) -> tuple[str, ...]:
    """The groups two groups of schools can be looked at for."""
    return tuple(dict.fromkeys(line.group for line in released.lines if line.block == "groups"))


#: From so many schools of each kind two groups of schools are set beside each other.
LEAST_SCHOOLS = 4


def too_few_schools(mentored: int, waiting: int) -> str:
    """Why the two kinds of schools are not set beside each other; "" where there are enough.

    Example:
        >>> too_few_schools(8, 6)
        ''
        >>> print(too_few_schools(3, 12))
        Mentored and waiting schools are not set beside each other here: that takes at least 4 schools of each, and there are 3 and 12.
    """
    if min(mentored, waiting) >= LEAST_SCHOOLS:
        return ""
    return say("groups_few", least=LEAST_SCHOOLS, mentored=mentored, waiting=waiting)


def group_sentences(released: ReleasedEvaluation, group: str) -> tuple[str, ...]:
    """Up to four sentences about one group; the reason where nothing can be shown."""
    rows = beside(released, group)
    if not rows:
        return _crowds(released, group)
    shown = [row for row in rows if not row.hidden]
    if rows and all(row.hidden in ("no_answers", "no_pairs") for row in rows):
        return (say("groups_unfollowed", Group=group_name(group)),)
    if not shown:
        reasons = sorted({row.hidden for row in rows})
        return (
            (say("groups_hidden", group=group, reason="; ".join(hidden(each, released.policy) for each in reasons)),)
            if rows
            else ()
        )
    names = {area.id: area.name for area in released.framework.areas}
    sizes = shown[0].difference.values
    said = [
        say(
            "groups_who", group=group, mentored=sizes["n_mentored"], waiting=sizes["n_waiting"],
            schools_mentored=sizes["schools_mentored"], schools_waiting=sizes["schools_waiting"],
        ),
        _difference(shown, names, group),
    ]  # fmt: skip
    if apart := [f"“{names[row.area]}”" for row in shown if row.start == "apart"]:
        said.append(say("groups_apart", areas=listed(apart)))
    if not released.plan.at_random:
        said.append(say("groups_limits"))
    return tuple(each for each in said if each)


def _crowds(released: ReleasedEvaluation, group: str) -> tuple[str, ...]:
    """Where nobody can be followed: how far the averages moved in the two kinds of schools."""
    names = {area.id: area.name for area in released.framework.areas}
    heads = [
        line for line in released.lines if line.block == "groups" and line.group == group and line.part == "headline"
    ]
    ranged = [line for line in heads if not line.hidden and line.found.ci_low is not None]
    if not ranged:
        return (say("groups_unfollowed", Group=group_name(group)),) if heads else ()
    clear = [line for line in ranged if line.p_adjusted is not None and line.p_adjusted < 0.05]
    line = max(clear or ranged, key=lambda line: abs(line.found.estimate))
    found = line.found
    said = say(
        "groups_crowds" if clear else "groups_crowds_open", area=names[line.area], group=group,
        difference=signed(found.estimate), low=signed(found.ci_low), high=signed(found.ci_high),
    )  # fmt: skip
    return (said,) if released.plan.at_random else (said, say("groups_limits"))


def _difference(shown: Iterable[Beside], names: dict[str, str], group: str) -> str:
    compared = [row for row in shown if row.compared]
    if not compared:
        return ""
    ranged = [row for row in compared if row.difference.found.ci_low is not None]
    if not ranged:
        return say("groups_unsure")
    clear = [row for row in ranged if row.difference.p_adjusted is not None and row.difference.p_adjusted < 0.05]
    row = max(clear or ranged, key=lambda row: abs(row.difference.found.estimate))
    found = row.difference.found
    words = {
        "area": names[row.area], "group": group, "difference": signed(found.estimate), "low": signed(found.ci_low),
        "high": signed(found.ci_high),
    }  # fmt: skip
    if not clear or row.mentored.found.estimate is None or row.waiting.found.estimate is None:
        return say("groups_open", **words)
    return say(
        "groups_differ",
        **words,
        mentored=signed(row.mentored.found.estimate),
        waiting=signed(row.waiting.found.estimate),
    )


def dose_sentence(released: ReleasedEvaluation, group: str) -> str:
    """Whether schools with more hours rose more, over the areas together; "" where hours are not known."""
    lines = [
        line.found
        for line in released.lines
        if line.group == group and line.contrast == "dose" and not line.hidden and line.found.ci_low is not None
    ]
    if not lines:
        return ""
    up, down = (sum(found.ci_low > 0 for found in lines), sum(found.ci_high < 0 for found in lines))
    # Most areas must say the same: one of eight may by chance alone.
    if up > len(lines) / 2:
        return say("dose_up")
    return say("dose_down") if down > len(lines) / 2 else say("dose_open")


def difference_said(row: Beside) -> str:
    """The difference of one area with its range, and how alike the two groups began."""
    found = row.difference.found
    start = start_said(row)
    if not row.compared:
        return start
    words = {"difference": signed(found.estimate)}
    if found.ci_low is None:
        said = say("groups_difference_alone", **words)
    else:
        said = say("groups_difference", **words, low=signed(found.ci_low), high=signed(found.ci_high))
    return f"{said}; {start}" if start else said


def start_said(row: Beside) -> str:
    """How alike the two groups began, in a word or two; "" where it is not known."""
    return STARTS.get(row.start, "")


def groups_alt(released: ReleasedEvaluation, group: str) -> str:
    """What :func:`toolbox.charts.groups` shows, area by area."""
    low_end, high_end = released.framework.span()
    names = {area.id: area.name for area in released.framework.areas}
    rows = [
        say(
            "alt_row",
            name=names[row.area],
            values=hidden(row.hidden, released.policy)
            if row.hidden
            else say(
                "alt_groups_row",
                mentored=_from(row.mentored),
                waiting=_from(row.waiting),
                difference=difference_said(row),
            ),
        )
        for row in beside(released, group)
    ]
    return say("alt_groups", group=group, low_end=low_end, high_end=high_end, rows=" ".join(rows))


def _from(line: ReleasedLine) -> str:
    before, after = line.values.get("mean_before"), line.values.get("mean_after")
    if before is None or after is None:
        return "" if line.found.estimate is None else signed(line.found.estimate)
    return say("alt_groups_from", before=points(before), after=points(after))
