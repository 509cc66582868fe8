"""The jobs. Every number goes through the same gate as on a page."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from datetime import date

from toolbox.model import Comparison, Profile
from toolbox.shell.files import open_export
from toolbox.shell.invited import invited_in
from toolbox.shell.meaning import (
    Mapped,
    collected_on,
    give_meaning,
    recipe_given,
    refuse_unknown_group,
    schools_in_view,
)
from toolbox.shell.printing import print_result


def read(asked: argparse.Namespace) -> None:
    """What a file is, and what is wrong with it."""
    from toolbox.reading.printed import as_json
    from toolbox.reading.recognised import sentence

    reading = open_export(asked.file, asked)
    if asked.json:
        print(json.dumps(as_json(reading), ensure_ascii=False, default=str))
        return
    print(sentence(reading))
    for problem in reading.problems:
        print(f"- {problem.message}")


def profile(asked: argparse.Namespace) -> None:
    """Where a school stands."""
    from toolbox.disclosure import release
    from toolbox.reading.pseudonyms import Pseudonyms
    from toolbox.tables import (
        answers_table,
        gaps_table,
        groups_table,
        items_table,
        levels_table,
        notes_table,
        profile_table,
        rated_areas_table,
        ratings_table,
        schools_at_levels_table,
        unity_table,
    )  # fmt: skip
    from toolbox.wording import profile_sentences

    pseudonym = Pseudonyms.random()
    known = recipe_given(asked)
    mapped = give_meaning(open_export(asked.file, asked, pseudonym, known), asked, pseudonym, known)
    result = profiled(mapped, asked)
    if asked.group:
        refuse_unknown_group(asked.group, [count.group for count in result.groups])
        result = replace(
            result,
            groups=tuple(each for each in result.groups if each.group == asked.group),
            areas=tuple(each for each in result.areas if each.group == asked.group),
            items=tuple(each for each in result.items if each.group == asked.group),
            gaps=(),
        )
    released = release(result)
    makers = (
        profile_table,
        groups_table,
        gaps_table,
        levels_table,
        unity_table,
        items_table,
        answers_table,
        rated_areas_table,
        ratings_table,
        schools_at_levels_table,
    )
    made = [make(released) for make in makers]
    print_result(
        "profile", asked, profile_sentences(released), [*made, notes_table(released)], mapped.problems,
        averaged=released.framework.averaged,
    )  # fmt: skip


def profiled(mapped: Mapped, asked: argparse.Namespace) -> Profile:
    """The profile of a file whose columns have a meaning. Not released yet."""
    from toolbox.profile import profile as make_profile

    return make_profile(
        mapped.answers,
        mapped.framework,
        round_name=mapped.name,
        collected_on=asked.on or collected_on(mapped) or date.today(),
        schools=schools_in_view(asked, mapped.recipe),
        invited=invited_in(asked.invited, [mapped.answers]),
        sha256=mapped.reading.sha256,
    )


def change(asked: argparse.Namespace) -> None:
    """What changed between two rounds."""
    from toolbox.disclosure import release
    from toolbox.linking.words import nothing_matches
    from toolbox.reading.pseudonyms import Pseudonyms
    from toolbox.tables import baseline_table, change_items_table, change_table, funnel_table, links_table, notes_table
    from toolbox.wording import change_sentences

    pseudonym = Pseudonyms.random()
    known = recipe_given(asked)
    before = give_meaning(open_export(asked.before, asked, pseudonym, known), asked, pseudonym, known)
    after = give_meaning(
        open_export(asked.after, asked, pseudonym, before.recipe), asked, pseudonym, before.recipe, before
    )
    result = compared(before, after, asked)
    if asked.group:
        refuse_unknown_group(asked.group, [count.group for count in result.funnel])
        result = replace(
            result,
            funnel=tuple(each for each in result.funnel if each.group == asked.group),
            paired=tuple(each for each in result.paired if each.group == asked.group),
            independent=tuple(each for each in result.independent if each.group == asked.group),
            followed=tuple(each for each in result.followed if each.group == asked.group),
            baseline=tuple(each for each in result.baseline if each.group == asked.group),
            starting=tuple(each for each in result.starting if each.group == asked.group),
        )
    released = release(result)
    made = [
        change_table(released), funnel_table(released), links_table(released), change_items_table(released),
        baseline_table(released),
    ]  # fmt: skip
    problems = (*before.problems, *after.problems)
    keyed = [sum(getattr(row, name) for row in result.followed) for name in ("keyed_before", "keyed_after", "linked")]
    if keyed[0] and keyed[1] and not keyed[2]:
        problems = (*problems, nothing_matches(before.examples, after.examples))
    print_result("change", asked, change_sentences(released), [*made, notes_table(released)], problems)


def compared(before: Mapped, after: Mapped, asked: argparse.Namespace) -> Comparison:
    """Two files of the same survey compared. Not released yet."""
    from toolbox.comparison import compare
    from toolbox.linking import near

    before_on, after_on = asked.before_on or collected_on(before), asked.after_on or collected_on(after)
    if before_on is None or after_on is None:
        before_on, after_on = before_on or after_on or date.today(), after_on or before_on or date.today()
    both = [before.answers, after.answers]
    return compare(
        before.answers,
        after.answers,
        before.framework,
        before_name=before.name,
        after_name=after.name,
        before_on=before_on,
        after_on=after_on,
        schools=schools_in_view(asked, before.recipe),
        invited_before=invited_in(asked.invited, both),
        invited_after=invited_in(asked.invited_after or asked.invited, both),
        sha256=(before.reading.sha256, after.reading.sha256),
        near=near(before.answers, after.answers, (before.clues(), after.clues())),
    )


def evaluate(asked: argparse.Namespace) -> None:
    """An evaluation again, from its recipe."""
    from toolbox.shell.evaluating import repeat

    repeat(asked)


def report(asked: argparse.Namespace) -> None:
    """A school on one sheet of paper."""
    from toolbox.shell.reporting import write

    write(asked)
