"""A rubric through two rounds, an evaluation, and every text about it: levels are not averaged, and schools are no persons."""

import re
from datetime import date

import numpy as np
import pytest

from tests.counted import NORMS, rated
from toolbox import charts, tables
from toolbox.comparison import compare
from toolbox.disclosure import release
from toolbox.evaluation import evaluate
from toolbox.frameworks import load
from toolbox.model import EvaluationRound, Plan
from toolbox.reports.word_change import change_printed as change_of
from toolbox.reports.word_table1 import table1_printed as table1_of
from toolbox.tables.contrasts import LEFT_OUT
from toolbox.tables.reasons import REFUSED
from toolbox.web import glance
from toolbox.wording import change_alt, change_sentences
from toolbox.wording.methods import methods

BEFORE = {"Elm": (3, 1, 4, 2, -1, 5), "Oak": (3, 3, 3, 2, 3, 3), "Ash": (4, 4, 4, 1, 1, 1)}
AFTER = {"Elm": (3, 2, 4, 3, 3, 5), "Oak": (3, 3, 3, 2, 3, 3), "Ash": (3, 4, 4, 2, 2, 2)}


def changed(school: str | None = None):
    return release(
        compare(
            rated(BEFORE), rated(AFTER), NORMS, before_name="2025", after_name="2026", before_on=date(2025, 10, 1),
            after_on=date(2026, 10, 1), schools=[school] if school else None,
        )
    )  # fmt: skip


def test_the_level_of_one_school_moves_and_several_schools_are_counted():
    people, logging = changed("Elm").areas
    assert (people.mean_before, people.mean_after, people.change.estimate) == (1, 2, 1), "its lowest norm"
    assert (logging.mean_before, logging.mean_after) == (2, 3)
    assert change_sentences(changed("Elm"))[1] == "“People” went from 1 to 2 (scale 1 to 5) in the school’s own rating."
    together = changed()
    for row in (*together.areas, *together.items):
        assert (row.mean_before, row.mean_after, row.change.estimate, row.sd_before) == (None,) * 4, "never averaged"
    assert [(row.higher, row.same, row.lower) for row in together.areas] == [(1, 1, 1), (2, 1, 0)]
    assert change_sentences(together)[1] == (
        "On “People”, 1 of 3 schools stand at a higher level than before, 1 at the same and 1 at a lower one."
    )
    spec = str(charts.change(together, "school").to_dict())
    assert "Schools: 1 higher, 1 same, 1 lower" in spec
    assert "2 schools higher, 1 the same, 0 lower" in change_alt(together, "school")
    assert tables.change_table(together).frame["mean_before"].isna().all()
    assert glance.change(together, "school")[0]["In words"] == "counted, not averaged"


def test_an_evaluation_of_such_a_rubric_leaves_out_what_would_be_averaged():
    rounds = [
        EvaluationRound(name=name, collected_on=on, answers=rated(rows), sha256=name * 16)
        for name, on, rows in (("2025", date(2025, 10, 1), BEFORE), ("2026", date(2026, 10, 1), AFTER))
    ]
    told = release(evaluate(rounds, NORMS, Plan(rounds=("2025", "2026"))))
    assert {("change", "counted"), ("items", "counted")} <= set(told.left_out)
    assert {line.block for line in told.lines} == {"flow"}
    assert not of_persons(methods(told, REFUSED | LEFT_OUT))


def of_persons(text: str) -> list[str]:
    """Lines that speak of persons, but for those that say a rating is not theirs, and the title of a source."""
    allowed = "not persons' answers", "not answers of persons", "- CONSORT extension"
    found = [line for line in text.splitlines() if re.search(r"\bpersons?\b", line, re.I)]
    return [line for line in found if not any(each in line for each in allowed)]


@pytest.mark.parametrize("kind", ["methods", "notes", "word", "tables"])
def test_nobody_speaks_of_persons_where_schools_rated_themselves(kind):
    rubric = load("idi-rubric")
    draw = np.random.default_rng(5)
    rows = [{f"S{number}": tuple(draw.integers(1, 4, len(rubric.items))) for number in range(12)} for _ in range(2)]
    rounds = [
        EvaluationRound(name=name, collected_on=on, answers=rated(given, rubric), sha256=name * 16)
        for name, on, given in (("2025", date(2025, 10, 1), rows[0]), ("2026", date(2026, 10, 1), rows[1]))
    ]
    told = release(evaluate(rounds, rubric, Plan(rounds=("2025", "2026"))))
    assert any(line.block == "change" for line in told.lines)
    said = {
        "methods": lambda: methods(told, REFUSED | LEFT_OUT),
        "notes": lambda: "\n".join(tables.evaluation_notes_table(told).frame["note"]),
        "word": lambda: "\n".join(note for made in (change_of(told), table1_of(told)) for note in made.notes),
        "tables": lambda: "\n".join(
            [table.frame["contrast_name"].str.cat(sep=" ") for table in tables.block_tables(told) if len(table.frame)]
            + [note for table in tables.block_tables(told) if len(table.frame) for note in table.notes]
        ),
    }[kind]()
    assert not of_persons(said)
