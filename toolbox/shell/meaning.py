"""What the columns of a file mean: by the recipe given, by the file before, or by a guess."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from toolbox.model import Answers, Averages, Clues, Framework, Reading, Recipe, ToolboxError
from toolbox.shell.files import text_of


@dataclass(frozen=True, kw_only=True)
class Mapped:
    """A file whose columns have a meaning."""

    name: str
    reading: Reading
    framework: Framework
    recipe: Recipe
    answers: Answers | Averages
    problems: tuple[str, ...]
    clues: Callable[[], Clues | None] = lambda: None
    """What shows a slip in a code, made when asked for."""
    examples: tuple[str, ...] = ()
    """A few codes as they are compared."""


def recipe_given(asked: argparse.Namespace) -> Recipe | None:
    """The recipe named on the command line, where there is one."""
    from toolbox.reading.recipes import from_json

    return from_json(text_of(asked.recipe)) if asked.recipe else None


def give_meaning(reading: Reading, asked: argparse.Namespace, pseudonym, known: Recipe | None, earlier=None) -> Mapped:
    """Give the columns their meaning: by the recipe given, by the earlier :class:`Mapped`, or by a guess."""
    from toolbox.reading.recipes import apply, guess

    if reading.kind == "activity":
        raise ToolboxError(
            "activity_log",
            f"{reading.file} is a log of what people did ({reading.title}), not answers to a survey, so it has no profile. "
            "python -m toolbox read shows what is in it.",
        )
    from toolbox.reading.averages import READER_KEY

    if reading.reader == READER_KEY:
        return _averages(reading, asked, earlier)
    if earlier is not None:
        framework, known = earlier.framework, earlier.recipe
    elif asked.framework or known is not None:
        framework = framework_named(asked.framework or known.framework)
    else:
        framework = _best_framework(reading)
    if framework.kind == "frame":
        raise ToolboxError(
            "frame_without_items",
            f'"{framework.name}" is a frame: it names areas but no items, so the answers in {reading.file} cannot be '
            "read with it. Name a framework with items; only averages can be read with a frame.",
        )
    recipe = guess(reading, framework, known)
    meanings = {column.meaning for column in recipe.columns}
    if asked.school and "school" not in meanings:
        recipe = replace(recipe, school=asked.school)
    if asked.group and "group" not in meanings:
        recipe = replace(recipe, group=asked.group)
    applied = apply(recipe, reading, framework, pseudonym)
    return Mapped(
        name=Path(reading.file).stem,
        reading=reading,
        framework=framework,
        recipe=recipe,
        answers=applied.answers,
        problems=tuple(f"{reading.file}: {each.message}" for each in (*reading.problems, *applied.problems)),
        clues=applied.clues,
        examples=applied.examples,
    )


def _averages(reading: Reading, asked: argparse.Namespace, earlier: Mapped | None) -> Mapped:
    """A table of averages: its areas by their names, its school from the command line."""
    from toolbox.reading.averages import areas_named, averages, lines_of

    framework = earlier.framework if earlier else framework_named(asked.framework or "selfie-2020")
    if not framework.takes_averages:
        raise ToolboxError(
            "no_averages",
            f'Averages cannot be entered for "{framework.name}": its answers are agreed ratings or ordered categories, '
            "or it has no scale. Name another framework with --framework.",
        )
    lines = lines_of(reading)
    areas = areas_named(dict.fromkeys(line.area for line in lines), framework)
    found, problems = averages(lines, areas, asked.school or "the school", framework)
    recipe = Recipe(name="", reader=reading.reader, framework=framework.id, columns=(), school=asked.school or "")
    return Mapped(
        name=Path(reading.file).stem,
        reading=reading,
        framework=framework,
        recipe=recipe,
        answers=found,
        problems=tuple(f"{reading.file}: {each.message}" for each in (*reading.problems, *problems)),
    )


def framework_named(named: str) -> Framework:
    from toolbox.frameworks import load, parse

    return parse(text_of(Path(named))) if named.endswith(".toml") else load(named)


def _best_framework(reading: Reading) -> Framework:
    """The shipped framework most columns of the file belong to."""
    from toolbox.frameworks import shipped
    from toolbox.reading.recipes import guess, look

    looked = look(reading)
    known = [each for each in shipped() if each.kind != "frame"]
    guessed = {each.id: guess(reading, each, looked=looked) for each in known}
    found = {
        id: sum(column.meaning == "item" and bool(column.item) for column in recipe.columns)
        for id, recipe in guessed.items()
    }
    # The same code may stand in two frameworks; a file of many answers is then more likely a survey than a rubric.
    best = max(known, key=lambda each: (found[each.id], each.kind == "survey"))
    if not found[best.id]:
        raise ToolboxError(
            "no_framework",
            f"No column of {reading.file} looks like an item of a framework the toolbox knows "
            f"({', '.join(found)}). Name one with --framework, give your own .toml file, or a recipe with --recipe.",
        )
    return best


def schools_in_view(asked: argparse.Namespace, recipe: Recipe) -> list[str] | None:
    return [asked.school] if asked.school and any(column.meaning == "school" for column in recipe.columns) else None


def refuse_unknown_group(group: str, groups: list[str]) -> None:
    if group not in groups:
        there = ", ".join(dict.fromkeys(groups))
        raise ToolboxError(
            "unknown_group", f"No group “{group}” in these answers. There are: {there}. Choose one of them."
        )


def collected_on(mapped: Mapped) -> date | None:
    return mapped.reading.last.date() if mapped.reading.last else None
