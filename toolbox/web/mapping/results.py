"""What would be saved if the person saved now: the framework, the recipe and the answers of a draft. Knows no screen."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import numpy as np

from toolbox.model import LOWEST_VALUE, Answers, Choices, Framework, Recipe, State, ToolboxError
from toolbox.web.mapping.areas import checked, own_framework, recipe_for
from toolbox.web.mapping.draft import Draft, columns_of, questions

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
    if not columns_of(draft, "school") and not recipe.school:
        raise ToolboxError(
            "no_school", "Which school are these answers from? Choose its column, or type its name (step 3)."
        )
    if not columns_of(draft, "group") and not recipe.group:
        raise ToolboxError("no_group", "Which group answered? Choose its column, or name the group (step 3).")
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
