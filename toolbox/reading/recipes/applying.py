"""A confirmed recipe and an export make answers. Every row left out is counted, with its cause.

Order of the rules: another event or a repeated part; not finished; no school; no group; no answer to any item;
repeated key. A person may switch each of them off but the first. What is left is a byte per answer, sorted by school and
group.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from toolbox.model import (
    GROUPS,
    LOWEST_VALUE,
    Answers,
    Clues,
    Framework,
    Problem,
    Question,
    Reading,
    Recipe,
    State,
    ToolboxError,
)
from toolbox.reading.pseudonyms import Pseudonyms, normalise
from toolbox.reading.recipes.cells import Keyed, Named, item_values, person_keys, places
from toolbox.reading.recipes.earlier import matches
from toolbox.reading.recipes.events import completed, other_rows
from toolbox.reading.recipes.persons import column_of, group_of
from toolbox.reading.recipes.telling import counted, keys_told, names
from toolbox.reading.slips import clues_of
from toolbox.reading.words import plain_words


@dataclass(frozen=True, kw_only=True)
class Step:
    """One rule that leaves rows out: how many there were before and after it."""

    code: str
    before: int
    after: int
    rows: int
    """Rows it is about; left out where it is used."""
    used: bool = True


@dataclass(frozen=True, kw_only=True, eq=False)
class Applied:
    """Answers, and what became of each row."""

    answers: Answers
    problems: tuple[Problem, ...]
    rows: int
    """Rows in the export."""
    kept: int
    """Rows in the answers."""
    steps: tuple[Step, ...] = ()
    """The rules that are about any row, in their order."""
    clues: Callable[[], Clues | None] = lambda: None
    """What shows that a code of another round is one of these with a slip; None where no code is typed by people.
    Made when it is asked for, on saving: it takes dozens of hashes a person."""
    examples: tuple[str, ...] = ()
    """A few codes as they are compared: for the person who has this file in hand, never kept."""


def apply(recipe: Recipe, reading: Reading, framework: Framework, pseudonym: Callable[[str], str]) -> Applied:
    """Make the answers of a round from an export.

    Args:
        recipe: what each column stands for; its columns are found by heading, code or words.
        reading: the export.
        framework: the framework its items belong to.
        pseudonym: turns a key into a pseudonym; keys that were identifiers are pseudonyms already.

    Raises:
        ToolboxError: ``recipe_does_not_fit`` when none of its item columns is there, ``no_items`` when it names
            none, ``no_school`` and ``no_group`` when neither a column nor a constant says them, ``nothing_left``
            when no row is kept.

    Example:
        >>> from toolbox.frameworks import load
        >>> from toolbox.reading import read
        >>> from toolbox.reading.recipes import guess
        >>> reading = read(b"School,Role,A1,A2\\nTamme,teacher,4,5\\nTamme,teacher,9,N/A\\n")
        >>> applied = apply(guess(reading, load("selfie-2020")), reading, load("selfie-2020"), str)
        >>> applied.answers.values.tolist(), [problem.code for problem in applied.problems]
        ([[4, 5], [-105, -101]], ['no_key', 'off_scale'])
    """
    found = {match.old.column: match for match in matches(recipe, reading, alike=False)}
    columns = {old: match.new for old, match in found.items()}
    items = _item_columns(recipe, framework, columns)
    problems = list(_missing(recipe, columns))
    values, off = item_values(recipe, reading, framework, items)
    school = completed(_schools(recipe, reading, columns), reading)
    group = completed(_groups(recipe, reading, columns), reading)
    keep = np.ones(len(reading.table), bool)
    steps: list[Step] = []

    def leave_out(rows: np.ndarray, code: str, one: str, many: str, example: str = "") -> None:
        nonlocal keep
        fresh, before = keep & rows, int(keep.sum())
        if not fresh.any():
            return
        used = code not in _switched_off(recipe)
        if used:
            problems.append(replace(counted(reading, fresh, code, one, many), example=example))
            keep = keep & ~rows
        steps.append(Step(code=code, before=before, after=int(keep.sum()), rows=int(fresh.sum()), used=used))

    for rule in _left_out(recipe, reading, school, group, values):
        leave_out(*rule)
    _some_left(keep, problems, reading)
    person, keyed = person_keys(recipe, reading, columns, pseudonym)
    problems.extend(keys_told(reading, keep, keyed))
    repeated = _repeated(reading, keep, school.codes, group.codes, person, values)
    if repeated.any():
        one = "1 answer has a key that occurs again in its school and group. We used the finished, most complete, latest one."
        many = "{count} answers have a key that occurs again in their school and group. We used the finished, most complete, latest one."
        leave_out(repeated, "repeated_key", one, many, _most_repeated(repeated, keyed))
    problems.extend(problem for told in off if (problem := told(keep)) is not None)
    return Applied(
        answers=_answers(keep, school, group, person, values, tuple(items), _reworded(recipe, found, framework)),
        problems=tuple(problems),
        rows=len(keep),
        kept=int(keep.sum()),
        steps=tuple(steps),
        clues=partial(_clues, recipe, reading, columns, pseudonym, keep, school, group, person, keyed),
        examples=_examples(keep, keyed),
    )


def _switched_off(recipe: Recipe) -> frozenset[str]:
    """Codes of the rules a person does not want used."""
    kept = {
        "unfinished": recipe.keep_unfinished,
        "no_answer": recipe.keep_silent,
        "repeated_key": recipe.keep_repeated,
    }
    return frozenset(code for code, on in kept.items() if on)


def _clues(
    recipe: Recipe,
    reading: Reading,
    columns: Mapping[str, Question],
    pseudonym: Callable[[str], str],
    keep: np.ndarray,
    school: Named,
    group: Named,
    person: np.ndarray,
    keyed: Keyed,
) -> Clues | None:
    """The clues of the rows that are kept; None where the key is no code, or makes no keyed hashes (in a test)."""
    if not isinstance(pseudonym, Pseudonyms) or keyed.codes is None:
        return None
    rows = np.flatnonzero(keep)
    facts = {
        plain_words(one.item or one.text or one.column): column_of(reading, columns[one.column].key)
        for one in recipe.columns
        if one.meaning == "fact" and one.column in columns
    }
    return clues_of(
        pseudonym,
        person=person[rows],
        school=school.codes[rows],
        group=group.codes[rows],
        schools=school.names,
        groups=group.names,
        units=keyed.units,
        unit_codes=keyed.codes[rows],
        in_parts=keyed.in_parts,
        facts={name: np.asarray(held.words, object)[held.codes[rows]] for name, held in facts.items()},
    )


def _most_repeated(repeated: np.ndarray, keyed: Keyed) -> str:
    """The key that stands most often among the rows left out, as it is written in the file; "" for an identifier."""
    counts = np.bincount(keyed.codes[repeated], minlength=1)
    word = keyed.words[int(counts.argmax())]
    return f"'{word[:40]}' appears {int(counts.max()) + 1} times" if word else ""


def _examples(keep: np.ndarray, keyed: Keyed) -> tuple[str, ...]:
    """Up to three codes as they are compared."""
    if keyed.codes is None:
        return ()
    first = (normalise(keyed.words[code]) for code in dict.fromkeys(keyed.codes[keep].tolist()))
    found = []
    for plain in first:
        if plain and "@" not in plain:
            found.append(plain[:40])
        if len(found) == 3:
            break
    return tuple(found)


def _item_columns(
    recipe: Recipe, framework: Framework, columns: Mapping[str, Question]
) -> dict[str, list[tuple[str, str]]]:
    """Item → [(column of the export, scale)], items in the framework's order."""
    wanted = [column for column in recipe.columns if column.meaning == "item" and column.item]
    if not wanted:
        raise ToolboxError(
            "no_items", "No column is set to be an item yet. Say which columns are statements of the framework."
        )
    known = {item.id for item in framework.items}
    there = [column for column in wanted if column.column in columns and column.item in known]
    if not there:
        lost = names([column.column for column in wanted])
        raise ToolboxError(
            "recipe_does_not_fit",
            f"This recipe is for another file or another framework: none of its {len(wanted)} item columns is here ({lost}). "
            "Choose another recipe, or map the columns anew.",
        )
    made: dict[str, list[tuple[str, str]]] = {}
    for item in framework.items:
        held = [(columns[column.column].key, column.scale) for column in there if column.item == item.id]
        if held:
            made[item.id] = held
    return made


def _missing(recipe: Recipe, columns: Mapping[str, Question]) -> tuple[Problem, ...]:
    lost = [
        column.text or column.column
        for column in recipe.columns
        if column.meaning != "unused" and column.column not in columns
    ]
    if not lost:
        return ()
    message = f"{len(lost)} {'column' if len(lost) == 1 else 'columns'} of the recipe {'is' if len(lost) == 1 else 'are'} not in this file: {names(lost)}. "
    return (Problem(code="columns_missing", message=message + "Results cover what is there.", count=len(lost)),)


def _schools(recipe: Recipe, reading: Reading, columns: Mapping[str, Question]) -> Named:
    held = next(
        (columns[one.column].key for one in recipe.columns if one.meaning == "school" and one.column in columns), ""
    )
    if not held and not recipe.school:
        raise ToolboxError(
            "no_school",
            "Which school answered? Choose the column that names the school, or name the school of all answers.",
        )
    return places(reading, held, dict(recipe.schools), recipe.school)


def _groups(recipe: Recipe, reading: Reading, columns: Mapping[str, Question]) -> Named:
    held = next(
        (columns[one.column].key for one in recipe.columns if one.meaning == "group" and one.column in columns), ""
    )
    if not held and not recipe.group:
        raise ToolboxError(
            "no_group",
            "Which group answered? Choose the column that says leader, teacher or pupil, or name the group of all answers.",
        )
    return places(reading, held, dict(recipe.groups), recipe.group, otherwise=group_of, first=GROUPS)


def _left_out(recipe: Recipe, reading: Reading, school: Named, group: Named, values: np.ndarray):
    """(rows, code, sentence for one, sentence for many), in the order the rules are used."""
    silent = ((values == State.BLANK) | (values == State.NOT_SHOWN)).all(axis=1)
    yield from other_rows(recipe, reading, ~silent)
    if reading.finished is not None:
        total = len(reading.finished)
        yield (
            ~reading.finished,
            "unfinished",
            f"1 of {total} answers was not finished and was left out.",
            f"{{count}} of {total} answers were not finished and were left out.",
        )
    yield (
        school.codes < 0,
        "no_school",
        "1 answer names no school and was left out.",
        "{count} answers name no school and were left out.",
    )
    yield (
        group.codes < 0,
        "no_group",
        "1 answer names no group and was left out.",
        "{count} answers name no group and were left out.",
    )
    yield (
        silent,
        "no_answer",
        "1 row answers no item and was left out.",
        "{count} rows answer no item and were left out.",
    )


def _some_left(keep: np.ndarray, problems: list[Problem], reading: Reading) -> None:
    if keep.any():
        return
    causes = " ".join(
        problem.message
        for problem in problems
        if problem.code in ("other_event", "repeated_part", "unfinished", "no_school", "no_group", "no_answer")
    )
    told = {problem.code for problem in problems}
    hints = (
        ("other_event", "Choose another event for this round."),
        ("unfinished", "Keep unfinished answers if they are meant to count."),
        ("no_school", "Choose another column for the school, or name the school of all answers."),
        ("no_group", "Choose another column for the group, or name the group of all answers."),
        ("no_answer", "Check that the columns of the statements are the right ones."),
    )
    hint = next((f" {hint}" for code, hint in hints if code in told), "")
    raise ToolboxError("nothing_left", f"None of the {len(reading.table)} rows is left: {causes}{hint}")


def _repeated(
    reading: Reading, keep: np.ndarray, school: np.ndarray, group: np.ndarray, person: np.ndarray, values: np.ndarray
) -> np.ndarray:
    """Rows that give way to a better row of the same person: finished, then most complete, then latest."""
    import pandas as pd

    rows = np.flatnonzero(keep & (person != ""))
    if not rows.size:
        return np.zeros(len(keep), bool)
    finished = np.zeros(len(keep)) if reading.finished is None else reading.finished
    complete = (values > LOWEST_VALUE).sum(axis=1)
    times = (
        np.zeros(len(keep), np.int64)
        if reading.times is None
        else np.where(np.isnat(reading.times), 0, reading.times.astype(np.int64))
    )
    who, _ = pd.factorize(person[rows])
    # Last key counts first; the row number decides what nothing else does.
    order = np.lexsort((rows, times[rows], complete[rows], finished[rows], who, group[rows], school[rows]))
    ranked = rows[order]
    same = (
        (who[order][1:] == who[order][:-1])
        & (school[ranked][1:] == school[ranked][:-1])
        & (group[ranked][1:] == group[ranked][:-1])
    )
    gives_way = np.zeros(len(keep), bool)
    gives_way[ranked[:-1][same]] = True
    return gives_way


def _reworded(recipe: Recipe, found: Mapping, framework: Framework) -> frozenset[str]:
    known = {item.id for item in framework.items}
    told = {column.item for column in recipe.columns if column.reworded and column.column in found}
    seen = {match.old.item for match in found.values() if match.old.meaning == "item" and match.reworded}
    return frozenset((told | seen) & known)


def _answers(
    keep, school: Named, group: Named, person, values, items: tuple[str, ...], reworded: frozenset[str]
) -> Answers:
    rows = np.flatnonzero(keep)
    order = rows[np.lexsort((group.codes[rows], school.codes[rows]))]
    schools, school_codes = school.only(order)
    groups, group_codes = group.only(order)
    return Answers(
        person=person[order],
        school=school_codes,
        group=group_codes,
        schools=schools,
        groups=groups,
        items=items,
        values=np.asfortranarray(values[order]),
        reworded=reworded,
    )
