"""What would be saved if the person saved now: the framework, the recipe and the answers of a draft. Knows no screen.

Of several files each is read by the recipe on its own, with the school and group said of it, so that every row keeps its
number in its own file; then their answers are put together.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import reduce

import numpy as np

from toolbox.model import (
    LOWEST_VALUE,
    Answers,
    Choices,
    Clues,
    Framework,
    Meaning,
    Problem,
    Recipe,
    State,
    ToolboxError,
)
from toolbox.reading.recipes import Applied, Step, apply
from toolbox.store import clues_together, joined_all
from toolbox.web.mapping.areas import checked, own_framework, recipe_for
from toolbox.web.mapping.deciding import to_confirm
from toolbox.web.mapping.draft import Draft, FileOfSet, columns_of, files_of, questions

#: Words in a name that say which of two rounds it is.
_BEFORE = frozenset(
    ["before", "pre", "pretest", "baseline", "start", "beginning", "first", "vor", "vorher", "avant", "antes", "prima"]
)
_AFTER = frozenset(
    [
        "after",
        "post",
        "posttest",
        "final",
        "end",
        "second",
        "follow",
        "followup",
        "nach",
        "nachher",
        "après",
        "apres",
        "después",
        "despues",
        "dopo",
    ]
)


def final(draft: Draft) -> tuple[Framework, Recipe]:
    """The framework and the recipe as they would be saved.

    Raises:
        ToolboxError: in words, where something a round needs is not decided yet.
    """
    recipe = draft.recipe
    if recipe is None or draft.reading is None:
        raise ToolboxError("nothing_chosen", "Choose a framework, a recipe, or your own areas first (step 2).")
    if lost := without(draft, "school"):
        raise ToolboxError(
            "no_school", f"Which school are {_these(lost)} from? Choose its column, or type its name (step 3)."
        )
    if lost := without(draft, "group"):
        which = "Which group answered" if lost == ("",) else f"Which group are {_these(lost)} from"
        raise ToolboxError("no_group", f"{which}? Choose its column, or name the group (step 3).")
    if waiting := to_confirm(draft):
        raise ToolboxError(
            "not_confirmed",
            f"{len(waiting)} column{' was' if len(waiting) == 1 else 's were'} found again by similar words only. Say "
            f"{'whether it is' if len(waiting) == 1 else 'of each whether it is'} the same question (step 2).",
        )
    if draft.own is None:
        if draft.framework is None:
            raise ToolboxError("nothing_chosen", "Choose a framework, a recipe, or your own areas first (step 2).")
        framework = draft.framework
    else:
        made = own_framework(draft.own, recipe, questions(draft))
        if made is None:
            raise ToolboxError(
                "no_areas", "No statement has an area yet. Give each statement an area of your own (step 3)."
            )
        framework = checked(made)
        recipe = recipe_for(framework, draft.own, recipe, questions(draft))
    ids = {item.id for item in framework.items}
    kept = tuple(
        replace(each, meaning="unused", item="") if each.meaning == "item" and each.item not in ids else each
        for each in recipe.columns
    )
    twice = [item for item, count in Counter(each.item for each in kept if each.meaning == "item").items() if count > 1]
    if not any(each.meaning == "item" for each in kept):
        raise ToolboxError(
            "no_items",
            "No column is set to be a statement of the framework, so there is nothing to save. Choose the statements (step 3).",
        )
    if twice and not _branches(draft, kept, twice):
        codes = ", ".join(item.code for item in framework.items if item.id in twice)
        raise ToolboxError(
            "item_twice", f"More than one column is set to be {codes}. Keep one of them (step 3, “Need a look”)."
        )
    return framework, replace(recipe, framework=framework.id, columns=kept, choices=_choices(draft, recipe.choices))


def without(draft: Draft, meaning: Meaning) -> tuple[str, ...]:
    """The files of which nobody said the school, or the group, yet: neither a column nor a name. A file alone is ""."""
    chosen = {each.column for each in columns_of(draft, meaning)}
    everywhere = getattr(draft.recipe, meaning) if draft.recipe else ""
    return tuple(
        each.draft.file if draft.files else ""
        for each in files_of(draft)
        if not (everywhere or getattr(each, meaning) or chosen & set(each.reading.table))
    )


def _these(files: tuple[str, ...]) -> str:
    if files == ("",):
        return "these answers"
    shown = ", ".join(f"“{name}”" for name in files[:3])
    return f"the answers in {shown}" + (f" and {len(files) - 3} more files" if len(files) > 3 else "")


@dataclass(frozen=True, kw_only=True, eq=False)
class Made:
    """The answers of a draft, and what became of every row of every file."""

    answers: Answers
    parts: tuple[tuple[FileOfSet, Applied], ...]
    """Each file with its own answers and problems."""
    problems: tuple[Problem, ...] = ()
    """What is to be said of the files together."""

    def clues(self) -> Clues | None:
        """What shows a slip in a code, over all files; made on saving only."""
        return reduce(clues_together, (found.clues() for _, found in _by_time(self.parts)))

    @property
    def examples(self) -> tuple[str, ...]:
        """A few codes as they are compared, of the first file that has any."""
        return next((found.examples for _, found in self.parts if found.examples), ())

    @property
    def rows(self) -> int:
        """Rows in all files."""
        return sum(found.rows for _, found in self.parts)

    @property
    def kept(self) -> int:
        """Rows in the answers."""
        return len(self.answers)

    @property
    def steps(self) -> tuple[Step, ...]:
        """What each rule took, over all files."""
        every = [step for _, found in self.parts for step in found.steps]
        left, found = self.rows, []
        for code in dict.fromkeys(code for code in RULES if any(step.code == code for step in every)):
            of_rule = [step for step in every if step.code == code]
            taken = sum(step.before - step.after for step in of_rule)
            rows, used = sum(step.rows for step in of_rule), of_rule[0].used
            found.append(Step(code=code, before=left, after=left - taken, rows=rows, used=used))
            left -= taken
        return tuple(found)


#: The rules that leave rows out, in their order.
RULES = ("other_event", "repeated_part", "unfinished", "no_school", "no_group", "no_answer", "repeated_key")


def made(draft: Draft, framework: Framework, recipe: Recipe, pseudonym: Callable[[str], str]) -> Made:
    """The answers of a draft.

    Raises:
        ToolboxError: as :func:`toolbox.reading.recipes.apply`; of several files, with the name of the one it is about.
    """
    parts = []
    for each in files_of(draft):
        own = replace(recipe, school=each.school or recipe.school, group=each.group or recipe.group)
        try:
            parts.append((each, apply(own, each.reading, framework, pseudonym)))
        except ToolboxError as refusal:
            if not draft.files:
                raise
            way = "Change that, or take this file out of the round (step 1)."
            raise ToolboxError(refusal.code, f"“{each.draft.file}”: {refusal.message} {way}") from None
    if len(parts) == 1:
        return Made(answers=parts[0][1].answers, parts=tuple(parts))
    answers, twice = joined_all([found.answers for _, found in _by_time(parts)])
    return Made(answers=answers, parts=tuple(parts), problems=_twice(twice))


def _by_time(parts: Iterable[tuple[FileOfSet, Applied]]) -> list[tuple[FileOfSet, Applied]]:
    """The latest last: what somebody said later counts where they are in two files."""
    return sorted(parts, key=lambda part: part[0].reading.last or datetime.min)


def _twice(count: int) -> tuple[Problem, ...]:
    if not count:
        return ()
    people = "1 person is" if count == 1 else f"{count} people are"
    message = (
        f"{people} in more than one file (same code, school and group). Each is counted once, with the later answers."
    )
    return (Problem(code="in_two_files", message=message, count=count),)


def _choices(draft: Draft, of_recipe: Choices) -> Choices:
    """What the next round is read by: what a person said of this file, else what the earlier round kept."""
    order = draft.reading.date_order if draft.reading and draft.reading.date_order in ("dmy", "mdy") else ""
    if draft.settled:
        return replace(draft.choices, date_order=draft.choices.date_order or order)
    return replace(of_recipe, **{name: value for name, value in vars(draft.choices).items() if value})


def _branches(draft: Draft, columns: Iterable, twice: Iterable[str]) -> bool:
    """Whether every item claimed twice is one question a survey repeats by branch (to be put together when read)."""
    asked = questions(draft)
    for item in twice:
        claimed = [each.column for each in columns if each.item == item]
        heads = {asked[column].combine_with or column for column in claimed if column in asked}
        if len(heads) > 1:
            return False
    return True


def people(answers: Answers) -> tuple[tuple[str, str, int], ...]:
    """(school, group, persons) of every school and group that has answers.

    Example:
        >>> a = Answers(person=np.array(["", ""]), school=np.array([0, 0]), group=np.array([0, 1]), schools=("Elm",),
        ...     groups=("leaders", "pupils"), items=(), values=np.empty((2, 0), dtype="int8"))
        >>> people(a)
        (('Elm', 'leaders', 1), ('Elm', 'pupils', 1))
    """
    wide = max(len(answers.groups), 1)
    counted = np.bincount(answers.school.astype(np.int64) * wide + answers.group, minlength=1)
    return tuple(
        (answers.schools[place // wide], answers.groups[place % wide], int(counted[place]))
        for place in np.flatnonzero(counted)
    )


def first_rows(answers: Answers, framework: Framework, most: int = 8) -> list[dict[str, str]]:
    """A few rows as they would be saved, some of every group; no person can be read off, only whether there is a code."""
    places = answers.school.astype(np.int64) * max(len(answers.groups), 1) + answers.group
    cells = max(len(np.unique(places)), 1)
    each = max(most // cells, 1)
    rows = [row for place in np.unique(places) for row in np.flatnonzero(places == place)[:each]][:most]
    codes = {item.id: item.code for item in framework.items}
    return [
        {
            "School": answers.schools[answers.school[row]],
            "Group": answers.groups[answers.group[row]],
            "Code": "yes" if answers.person[row] else "no",
            **{
                codes.get(item, item): _spoken(int(answers.values[row, place]))
                for place, item in enumerate(answers.items)
            },
        }
        for row in rows
    ]


_STATES = {
    State.NOT_APPLICABLE: "does not apply",
    State.UNKNOWN: "does not know",
    State.DECLINED: "declined",
    State.BLANK: "–",
    State.NOT_SHOWN: "not asked",
    State.OFF_SCALE: "off the scale",
}


def _spoken(value: int) -> str:
    return str(value) if value > LOWEST_VALUE else _STATES[State(value)]


def stage(name: str) -> str:
    """Which of two rounds a name speaks of: "before", "after" or "".

    Example:
        >>> [stage(name) for name in ("Survey PRE 2026", "after_training.csv", "Spring 2026")]
        ['before', 'after', '']
    """
    words = set(re.findall(r"[^\W\d_]+", name.casefold()))
    if bool(words & _BEFORE) == bool(words & _AFTER):
        return ""
    return "before" if words & _BEFORE else "after"


def contradicts(name: str, on: date, others: Iterable[tuple[str, date]]) -> tuple[str, date] | None:
    """Another round whose name and date say the opposite order of this one's; None where there is none.

    Example:
        >>> contradicts("Before", date(2026, 4, 14), [("After", date(2026, 3, 18))])
        ('After', datetime.date(2026, 3, 18))
    """
    mine = stage(name)
    for other, when in others:
        swapped = (mine, stage(other)) == ("before", "after") and on > when
        if swapped or ((mine, stage(other)) == ("after", "before") and on < when):
            return other, when
    return None
