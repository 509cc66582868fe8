"""Where a store has raised its minimums, every note, rule and reason names the numbers in force, never the default ones."""

from __future__ import annotations

import re

import pytest

from tests.invented import answers, compared, evaluated, profile_of, second_round
from toolbox import tables
from toolbox.disclosure import release
from toolbox.model import Policy, Table
from toolbox.reports.bundle import LEFT_OUT, REFUSALS, REFUSED
from toolbox.tables.reasons import NOTES, WHY, words
from toolbox.wording.methods import methods

RAISED = Policy(min_n=8, min_bands=13, min_distribution=27)
#: A least number of persons, pairs or answers as it stands under the default rules.
DEFAULT = re.compile(
    r"(fewer than|at least|below|from) (5|10|20) (persons|pairs|answers|answered)|(1 to 4|5 to 9|10 to 19|1 to 19)\b"
)


def text_of(found: Table) -> str:
    cells = [str(value) for column in found.frame for value in found.frame[column] if isinstance(value, str)]
    return "\n".join([*found.notes, *cells])


@pytest.fixture(scope="module")
def rounds():
    sizes = {
        (f"S{place}", group): size for place, size in enumerate((9, 11, 14, 30, 35, 33)) for group in ("teachers",)
    }
    first = answers(sizes)
    return first, second_round(first, shift=0.4)


def made(rounds, policy):
    whole = [release(profile_of(rounds[0], school), policy=policy) for school in (None, "S0", "S2")]
    change = [release(compared(*rounds, school), policy=policy) for school in (None, "S0", "S2")]
    evaluation = release(evaluated(*rounds), policy=policy)
    shown = [
        *(table for found in whole for table in (tables.profile_table(found), tables.items_table(found))),
        *(table for found in change for table in (tables.change_table(found), tables.links_table(found))),
        *tables.block_tables(evaluation),
    ]
    shown.append(tables.codebook_table(shown, policy))
    return shown, methods(evaluation, REFUSED | REFUSALS | LEFT_OUT)


def test_notes_rules_and_reasons_name_the_numbers_in_force(rounds):
    shown, said = made(rounds, RAISED)
    # What an estimator itself needs, whatever the rules are, stands in the text about it.
    rules = [line for line in said.splitlines() if line.startswith(("Refused or hidden", "Not given here", "- "))]
    texts = [*(text_of(each) for each in shown), *rules]
    assert not [found.group(0) for text in texts for found in DEFAULT.finditer(text)]
    whole = "\n".join(texts)
    for number in ("fewer than 8", "from 13 pairs", "fewer than 13 pairs", "1 to 7"):
        assert number in whole
    assert not re.search(r"\{[a-z_]+\}", whole)


def test_by_default_they_name_the_default_ones(rounds):
    shown, said = made(rounds, Policy())
    whole = "\n".join([*(text_of(each) for each in shown), said])
    assert DEFAULT.search(whole)
    assert not re.search(r"\{[a-z_]+\}", whole)


def test_every_code_is_said_with_the_numbers_in_force():
    for table in (NOTES, WHY, REFUSED | REFUSALS | LEFT_OUT):
        for code in table:
            assert "{" not in words((code,), table, RAISED)
    assert words(("mean_only",), NOTES, RAISED).startswith("fewer than 13 persons")
