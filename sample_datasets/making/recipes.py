"""The recipes shipped with the sample: what each column of the LimeSurvey exports stands for.

Column names come from reading the export itself, so that they are exactly what a person's own recipe would hold.
"""

from __future__ import annotations

from toolbox.model import AnswerScale, ColumnMeaning, Question, Recipe, State
from toolbox.reading import read
from toolbox.reading.recipes import to_json

from . import questions as q

_MEANINGS = {"school": "school", "role": "group", "pcode": "person"}
_SCALE = AnswerScale(
    id="agreement",
    words=(
        *((str(value), value) for value in range(1, 6)),
        (q.WORDS[-1], int(State.NOT_APPLICABLE)),
        (q.WORDS[-2], int(State.DECLINED)),
    ),
)


def recipe(export: bytes, spring: bool, name: str = "") -> bytes:
    """The recipe of one of the two LimeSurvey exports, as it is downloaded (JSON)."""
    reading = read(export, "sample.csv")
    made = Recipe(
        name=name or f"Sample hub, {'spring 2026' if spring else 'autumn 2025'}",
        reader=reading.reader,
        framework="selfie-2020",
        columns=tuple(_column(question, spring) for question in reading.questions),
        scales=(_SCALE,),
        groups=tuple((word, group) for group, word in q.ROLES.items()),
    )
    return (to_json(made).rstrip("\n") + "\n").encode()


def _column(question: Question, spring: bool) -> ColumnMeaning:
    """What one column stands for, told by its LimeSurvey code."""
    item = question.code.partition("[")[2].rstrip("]")
    if item in q.STATEMENTS:
        return ColumnMeaning(
            column=question.key,
            code=question.code,
            meaning="item",
            item=f"selfie2020.{item}",
            scale=_SCALE.id,
            reworded=spring and item == q.REWORDED,
            text=question.text,
            why="the code is printed in the heading",
        )
    meaning = _MEANINGS.get(question.code, "unused")
    return ColumnMeaning(column=question.key, code=question.code, meaning=meaning, text=question.text)
