"""Which schools and groups two rounds can be compared for, and how many persons that is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from toolbox.linking import link
from toolbox.model import Answers, Averages, Framework, Funnel, ToolboxError
from toolbox.scoring.slices import of_group


@dataclass(frozen=True, kw_only=True, eq=False)
class Scope:
    """The schools looked at, out of all schools of the two rounds."""

    schools: tuple[str, ...]
    all_schools: tuple[str, ...]
    in_view: np.ndarray
    """For each of ``all_schools`` whether it is looked at."""

    def places(self, answers: Answers) -> np.ndarray:
        """For each row its school's place in ``all_schools``."""
        place = {name: number for number, name in enumerate(self.all_schools)}
        return np.array([place[name] for name in answers.schools], np.int64)[np.asarray(answers.school, np.int64)]


def scope(
    before: Answers | Averages,
    after: Answers | Averages,
    schools: Sequence[str] | None,
    names: tuple[str, str],
    dates: tuple[date, date],
    sha256: tuple[str, str],
) -> Scope:
    """The schools in view, once it is clear that these are two rounds in their order.

    Raises:
        ToolboxError: ``same_round``, ``swapped_rounds``, ``unknown_school``, ``no_common_school``.
    """
    if sha256[0] and sha256[0] == sha256[1]:
        raise ToolboxError(
            "same_round",
            f'"{names[0]}" and "{names[1]}" hold the same answers, so nothing can have changed. Choose another round.',
        )
    if dates[0] > dates[1]:
        raise ToolboxError(
            "swapped_rounds",
            f'"{names[0]}" ({dates[0]:%d %B %Y}) was collected after "{names[1]}" ({dates[1]:%d %B %Y}): the rounds '
            "are the wrong way round. Swap them, or correct a date on the Data page.",
        )
    held = (_with_answers(before), _with_answers(after))
    everywhere = tuple(dict.fromkeys([*sorted(held[0]), *sorted(held[1])]))
    wanted = everywhere if schools is None else tuple(dict.fromkeys(schools))
    anywhere = held[0] | held[1]
    unknown = [school for school in wanted if school not in anywhere]
    if unknown:
        raise ToolboxError(
            "unknown_school",
            f'No answers of {", ".join(unknown)} in "{names[0]}" or "{names[1]}". Choose one of the {len(everywhere)} '
            "schools of these rounds.",
        )
    if not any(school in held[0] and school in held[1] for school in wanted):
        who = wanted[0] if len(wanted) == 1 else "None of these schools"
        verb = "did not answer both" if len(wanted) == 1 else "answered both"
        raise ToolboxError(
            "no_common_school",
            f'{who} {verb} "{names[0]}" and "{names[1]}". Choose a school that did, or look at one round on the '
            "School page.",
        )
    looked_at = set(wanted)
    in_view = np.array([school in looked_at for school in everywhere], bool)
    return Scope(schools=wanted, all_schools=everywhere, in_view=in_view)


def _with_answers(answers: Answers | Averages) -> set[str]:
    if isinstance(answers, Averages):
        return set(answers.schools)
    present = np.bincount(np.asarray(answers.school, np.int64), minlength=len(answers.schools)) > 0
    return {name for name, there in zip(answers.schools, present, strict=True) if there}


def common_groups(before: Answers, after: Answers, view: Scope, names: tuple[str, str]) -> tuple[str, ...]:
    """Groups that the schools in view have in both rounds, in the order of the first round.

    Raises:
        ToolboxError: ``no_common_group``.
    """
    first, second = groups_of(before, view), groups_of(after, view)
    both = tuple(group for group in first if group in second)
    if not both:
        raise ToolboxError(
            "no_common_group",
            f'"{names[0]}" was answered by {" and ".join(first)}, "{names[1]}" by {" and ".join(second)}: no group '
            "answered both. Choose two rounds that the same group answered.",
        )
    return both


def groups_of(answers: Answers, view: Scope) -> tuple[str, ...]:
    seen = np.asarray(answers.group)[view.in_view[view.places(answers)]]
    return tuple(name for place, name in enumerate(answers.groups) if (seen == place).any())


def funnel(
    before: Answers,
    after: Answers,
    view: Scope,
    invited_before: Mapping[tuple[str, str], int],
    invited_after: Mapping[tuple[str, str], int],
    framework: Framework,
) -> tuple[Funnel, ...]:
    """For every group of either round, in view: answered before, after, both, and how many could be linked at all."""
    groups = dict.fromkeys([*groups_of(before, view), *groups_of(after, view)])
    return tuple(
        _funnel_of(group, before, after, view, (invited_before, invited_after), framework.kind == "rubric")
        for group in groups
    )


def _funnel_of(group, before, after, view, invited, by_school) -> Funnel:
    first, second = (in_view(of_group(answers, group), view) for answers in (before, after))
    links = link(first, second, by_school=by_school)
    return Funnel(
        group=group,
        before=len(first),
        after=len(second),
        linked=len(links),
        keyed_before=links.keyed_before,
        keyed_after=links.keyed_after,
        invited_before=_invited(group, first, view, invited[0]),
        invited_after=_invited(group, second, view, invited[1]),
    )


def in_view(answers: Answers, view: Scope) -> Answers:
    rows = np.flatnonzero(view.in_view[view.places(answers)])
    return replace(
        answers,
        person=answers.person[rows],
        school=answers.school[rows],
        group=answers.group[rows],
        values=answers.values[rows],
    )


def _invited(group: str, answers: Answers, view: Scope, invited: Mapping[tuple[str, str], int]) -> int | None:
    """Invited persons of the schools in view; None as soon as one school that answered is not known."""
    known = {school: invited[school, group] for school in view.schools if (school, group) in invited}
    if not known or _with_answers(answers) - known.keys():
        return None
    return sum(known.values())
