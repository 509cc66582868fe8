"""Several exports of one survey, one per school or per group, as one: decided once, read each by itself.

Two exports belong together when the same tool made them and nearly all questions of the shorter one are in the other,
by heading, code or words. The common reading is for looking and deciding; each file keeps a reading of its own with the
common names, so that a recipe made for all of them is applied to each, and every row keeps its number in its own file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from toolbox.model import ColumnMeaning, Kind, Question, Reading, Recipe
from toolbox.reading.grid import Column
from toolbox.reading.kinds import kind_of, options, shared_sets
from toolbox.reading.making import described
from toolbox.reading.recipes.earlier import matches
from toolbox.reading.recipes.persons import column_of
from toolbox.reading.recipes.rereading import FITS

#: Two exports of the same survey whose answers lie further apart than this are two rounds, not one.
APART = np.timedelta64(45, "D")


@dataclass(frozen=True, kw_only=True, eq=False)
class Gathered:
    """Several readings as one."""

    common: Reading
    """All rows under each other; for looking and deciding only: its row numbers are those of different files."""
    each: tuple[Reading, ...]
    """The readings with the common names of columns, in the order they came."""
    differing: tuple[str, ...]
    """For each, how its columns differ from the common ones, in words; "" where they do not."""


def one_survey(one: Reading, other: Reading) -> bool:
    """Whether two exports are of the same survey: same tool, and the questions of the shorter are in the longer.

    Example:
        >>> from toolbox.reading import read
        >>> elm, oak = read(b"Role,A,B\\nTeacher,1,2\\n"), read(b"Role,A,B\\nPupil,2,2\\n")
        >>> one_survey(elm, oak), one_survey(elm, read(b"Role,Plan,Devices\\nTeacher,1,2\\n"))
        (True, False)
    """
    if one.kind != "survey" or other.kind != "survey" or one.reader != other.reader:
        return False
    fewest = min(len(_asked(one)), len(_asked(other)))
    found = [match for match in matches(_names(one.questions), other, alike=False) if match.new in _asked(other)]
    return fewest > 0 and len(found) >= FITS * fewest


def one_time(one: Reading, other: Reading) -> bool:
    """Whether the answers of two exports were given about the same time, as far as the files say."""
    if one.first is None or other.first is None or one.last is None or other.last is None:
        return True
    return np.timedelta64(max(one.first, other.first) - min(one.last, other.last)) <= APART


def gather(readings: Sequence[Reading], title: str = "") -> Gathered:
    """Several exports of one survey as one reading, and each with the common names of columns.

    Raises:
        ValueError: when there is none.

    Example:
        >>> from toolbox.reading import read
        >>> elm, oak = read(b"Role,A\\nTeacher,1\\n"), read(b"Role,A,B\\nPupil,2,5\\n")
        >>> found = gather([elm, oak])
        >>> found.common.table["B"].tolist(), found.differing
        (['', '5'], ('', "1 column only here: 'B'"))
    """
    if not readings:
        raise ValueError("There is no export to gather.")
    questions: dict[str, Question] = {question.key: question for question in readings[0].questions}
    names: list[dict[str, str]] = []
    differing: list[str] = []
    for reading in readings:
        found = matches(_names(questions.values()), reading, alike=False)
        known = {match.new.key: match.old.column for match in found}
        new = [question for question in reading.questions if question.key not in known]
        lacking = set(questions) - set(known.values())
        differing.append(_differs([questions[key] for key in questions if key in lacking], new, found))
        for question in new:
            known[question.key] = key = _free(question.key, questions)
            questions[key] = replace(question, key=key, combine_with=known.get(question.combine_with, ""))
        names.append(known)
    each = tuple(_renamed(*pair, questions) for pair in zip(readings, names, strict=True))
    return Gathered(common=_under_each_other(each, questions, title), each=each, differing=tuple(differing))


def _asked(reading: Reading) -> list[Question]:
    """The columns that tell one survey from another: not those a tool puts into every export."""
    return [question for question in reading.questions if question.kind not in ("metadata", "empty")] or list(
        reading.questions
    )


def _names(questions: Sequence[Question]) -> Recipe:
    """The columns in the shape a recipe has them, to be found in another export by the same rules."""
    columns = tuple(ColumnMeaning(column=each.key, code=each.code, text=each.text) for each in questions)
    return Recipe(name="", reader="", framework="", columns=columns)


def _free(key: str, taken: dict[str, Question]) -> str:
    name, number = key, 2
    while name in taken:
        name, number = f"{key} ({number})", number + 1
    return name


def _differs(lacking: Sequence[Question], new: Sequence[Question], found: Sequence) -> str:
    """How the columns of one file differ from those of the files before it, each named."""
    lacking = [each for each in lacking if each.kind not in ("metadata", "empty")]
    new = [each for each in new if each.kind not in ("metadata", "empty")]
    reworded = [match.new for match in found if match.reworded]
    parts = [(lacking, "missing"), (new, "only here"), (reworded, "worded differently")]
    return "; ".join(
        f"{len(some)} column{'' if len(some) == 1 else 's'} {what}: {_listed(some)}" for some, what in parts if some
    )


def _listed(questions: Sequence[Question], most: int = 3) -> str:
    shown = ", ".join(f"'{(each.code or each.text or each.key)[:60]}'" for each in questions[:most])
    return shown + (f" and {len(questions) - most} more" if len(questions) > most else "")


def _renamed(reading: Reading, known: dict[str, str], questions: dict[str, Question]) -> Reading:
    asked = tuple(
        replace(
            question,
            key=known[question.key],
            code=questions[known[question.key]].code,
            text=questions[known[question.key]].text,
            combine_with=known.get(question.combine_with, ""),
        )
        for question in reading.questions
    )
    repeats = reading.repeats
    return replace(
        reading,
        table=reading.table.rename(columns=known),
        questions=asked,
        not_shown={known[key]: rows for key, rows in reading.not_shown.items()},
        repeats=repeats and replace(repeats, **{part: known.get(key, "") for part, key in vars(repeats).items()}),
    )


def _under_each_other(each: Sequence[Reading], questions: dict[str, Question], title: str) -> Reading:
    first = each[0]
    sizes = [len(reading.table) for reading in each]
    columns = {key: _column(each, sizes, key) for key in questions}
    kinds = _kinds(each, columns, questions)
    made = []
    for key, question in questions.items():
        labels, samples = described(columns[key], kinds[key])
        made.append(replace(question, kind=kinds[key], labels=labels, samples=samples))
    times = [reading.times for reading in each]
    finished = [reading.finished for reading in each]
    starts = [reading.first for reading in each if reading.first is not None]
    ends = [reading.last for reading in each if reading.last is not None]
    return replace(
        first,
        file=title or f"{len(each)} files",
        sha256="",
        table=pd.DataFrame({key: column.categorical() for key, column in columns.items()}, copy=False),
        row_numbers=np.concatenate([reading.row_numbers for reading in each]),
        questions=tuple(made),
        problems=(),
        finished=_put_together(finished, sizes, True) if any(held is not None for held in finished) else None,
        people=None,
        first=min(starts, default=None),
        last=max(ends, default=None),
        times=_put_together(times, sizes, np.datetime64("NaT", "s")) if any(h is not None for h in times) else None,
        encoding=_all_alike([reading.encoding for reading in each]),
        separator=_all_alike([reading.separator for reading in each]),
        sheet="",
        sheets=(),
        not_shown={},
        date_order=_all_alike([reading.date_order for reading in each]),
    )


def _column(each: Sequence[Reading], sizes: Sequence[int], key: str) -> Column:
    """One column of all files; rows of a file that lacks it are blank."""
    words: dict[str, int] = {"": 0}
    codes = []
    for reading, size in zip(each, sizes, strict=True):
        if key not in reading.table:
            codes.append(np.zeros(size, np.int32))
            continue
        held = column_of(reading, key)
        turn = np.asarray([words.setdefault(word, len(words)) for word in held.words], np.int32)
        codes.append(turn[held.codes])
    return Column(codes=np.concatenate(codes), words=tuple(words)).compact()


def _kinds(each: Sequence[Reading], columns: dict[str, Column], questions: dict[str, Question]) -> dict[str, Kind]:
    """What the cells of each column look like, judged over all files: a school of three says little by itself."""
    found: dict[str, Kind] = {}
    held = [{question.key: question.kind for question in reading.questions} for reading in each]
    for key, question in questions.items():
        told = {kinds[key] for kinds in held if key in kinds} - {"empty"}
        if len(told) < 2:
            found[key] = next(iter(told), "empty")
        elif told & {"metadata", "key"}:
            found[key] = "key" if "key" in told else "metadata"
        else:
            found[key] = kind_of(columns[key], question.text or key)
    order = list(questions)
    chosen = [(place, columns[key]) for place, key in enumerate(order) if found[key] == "choice"]
    found |= {order[place]: "scale" for place in shared_sets(chosen)}
    return found | {order[place]: "multi" for place in options(chosen)}


def _put_together(held: Sequence[np.ndarray | None], sizes: Sequence[int], otherwise: object) -> np.ndarray:
    known = next(array for array in held if array is not None)
    return np.concatenate(
        [
            np.full(size, otherwise, known.dtype) if array is None else array
            for array, size in zip(held, sizes, strict=True)
        ]
    )


def _all_alike(values: Sequence[str]) -> str:
    return values[0] if len(set(values)) == 1 else ""
