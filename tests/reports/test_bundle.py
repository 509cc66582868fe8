"""The evidence bundle opened as a researcher would, and repeated from its recipe."""

from __future__ import annotations

import hashlib
import io
import json
import time
import zipfile
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from openpyxl import load_workbook

from tests.invented import answers
from tests.reports.evaluated import BIG, facts, known, released_of, taken, two_rounds
from toolbox.disclosure import release
from toolbox.evaluation.recipe import from_json, invited_sha256
from toolbox.frameworks import TEMPLATE, parse
from toolbox.model import BLOCKS, Plan, Policy
from toolbox.reports import bundle_files, evidence_bundle
from toolbox.tables import COLUMNS, block_tables

ROUNDS = two_rounds(gone={(school, group): 2 for school, group in BIG})
PLAN = Plan(
    rounds=("Round 1", "Round 2"), comparison="two_groups", schools=facts(sorted(school for school, _ in BIG), 4),
    assignment="Die Schulen, die *zuerst* fragten.", primary=("A",), areas=("A", "B"),
)  # fmt: skip
RELEASED = released_of(ROUNDS, PLAN)
KNOWN = [each for each, _ in ROUNDS]
FILES = bundle_files(RELEASED, KNOWN)
ALWAYS = {"README.txt", "methods.md", "provenance.json", "recipe.json", "table1.docx", "change.docx", "tables.xlsx"}


def test_it_holds_what_it_says():
    assert set(FILES) == ALWAYS | {f"tables/{block}.csv" for block in BLOCKS}
    told = FILES["README.txt"].decode()
    for name in (*ALWAYS - {"README.txt"}, *BLOCKS):
        assert name in told, name


def test_the_same_evaluation_gives_the_same_bytes():
    first = evidence_bundle(RELEASED, KNOWN)
    time.sleep(2.1)
    assert evidence_bundle(released_of(ROUNDS, PLAN), KNOWN) == first
    with zipfile.ZipFile(io.BytesIO(first)) as opened:
        assert opened.namelist() == sorted(FILES)
        assert {place.date_time[0] for place in opened.infolist()} == {1980}
        assert opened.testzip() is None


def test_csv_holds_every_digit():
    for table in block_tables(RELEASED):
        read = pd.read_csv(io.BytesIO(FILES[f"tables/{table.name}.csv"]), encoding="utf-8-sig")
        assert list(read) == list(table.frame)
        assert len(read) == len(table.frame)
        for name in ("estimate", "se", "ci_low", "p", "es"):
            assert np.array_equal(read[name].to_numpy(float), table.frame[name].to_numpy(float), equal_nan=True)


def test_the_workbook_is_labelled_and_explained():
    book = load_workbook(io.BytesIO(FILES["tables.xlsx"]))
    tables = [table for table in block_tables(RELEASED) if len(table.frame)]
    assert len(book.sheetnames) == len(tables) + 2
    for table, name in zip(tables, book.sheetnames, strict=False):
        sheet = book[name]
        assert [cell.value for cell in sheet[1]] == [COLUMNS[column].label for column in table.frame]
        at = list(table.frame).index("estimate") + 1
        shown = [sheet.cell(row=row, column=at) for row in range(2, len(table.frame) + 2)]
        assert all(cell.number_format == COLUMNS["estimate"].format for cell in shown if cell.value is not None)
    explained = pd.read_excel(io.BytesIO(FILES["tables.xlsx"]), sheet_name="Codebook", engine="openpyxl")
    assert set(explained["Column"]) >= {name for table in tables for name in table.frame}
    notes = pd.read_excel(io.BytesIO(FILES["tables.xlsx"]), sheet_name="Notes", engine="openpyxl")
    assert "3 test answers were left out." in " ".join(notes["Note"])
    assert {"Round", "Assignment", "Software", "Rule of release"} <= set(notes["About"])


def test_no_cell_of_any_file_runs():
    book = load_workbook(io.BytesIO(FILES["tables.xlsx"]))
    texts = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    for block in BLOCKS:
        read = pd.read_csv(
            io.BytesIO(FILES[f"tables/{block}.csv"]), encoding="utf-8-sig", dtype=str, keep_default_na=False
        )
        texts += [
            text for name in read if read[name].dtype == object or read[name].dtype == "str" for text in read[name]
        ]
    bad = [text for text in texts if text.startswith(("=", "@", "+"))]
    assert not bad, bad[:3]


def test_provenance_proves():
    told = json.loads(FILES["provenance.json"])
    for name, sha256 in told["files"].items():
        assert hashlib.sha256(FILES[name]).hexdigest() == sha256
    assert set(told["files"]) == set(FILES) - {"provenance.json"}
    assert [each["sha256"] for each in told["rounds"]] == [each.sha256 for each in KNOWN]
    assert told["rounds"][0]["sources"][0]["problems"][0]["count"] == 3
    assert {"toolbox", "python", "numpy", "scipy", "pandas", "statsmodels"} <= set(told["software"])
    hidden = sum(each["rows"] for each in told["hidden_rows"])
    assert hidden == sum(bool(line.hidden) for line in RELEASED.lines)
    assert told["seed"] == PLAN.seed


def test_the_recipe_says_what_was_done():
    recipe = from_json(FILES["recipe.json"].decode())
    assert recipe.plan == PLAN
    assert [each.sha256 for each in recipe.rounds] == [each.sha256 for each in KNOWN]
    assert recipe.rounds[0].invited_sha256 == invited_sha256(KNOWN[0].invited)


def test_the_recipe_holds_no_number_of_persons():
    assert set(json.loads(FILES["recipe.json"])["rounds"][0]) == {"name", "collected_on", "sha256", "invited_sha256"}


def test_no_time_of_writing_and_no_place_is_in_a_file():
    from datetime import date

    everything = b"".join(content for name, content in FILES.items() if not name.endswith((".docx", ".xlsx")))
    assert str(date.today()).encode() not in everything
    assert b"/tmp" not in everything


def test_hidden_rows_say_why_and_hold_no_number():
    small = two_rounds(
        {("North", "teachers"): 4, ("South", "teachers"): 6, ("North", "leaders"): 3, ("South", "leaders"): 0}
    )
    files = bundle_files(released_of(small), [each for each, _ in small])
    table = pd.read_csv(io.BytesIO(files["tables/change.csv"]), encoding="utf-8-sig")
    away = table[table["refused_reason"].fillna("").str.startswith("hidden")]
    assert len(away) > 5
    assert away[["estimate", "se", "p", "es", "n_pairs", "mean_before"]].isna().all(axis=None)
    told = json.loads(files["provenance.json"])
    assert told["hidden_rows"]


@pytest.mark.parametrize("sizes", [{("North", "teachers"): 1}, {("North", "teachers"): 2, ("South", "teachers"): 1}])
def test_one_and_two_persons_still_make_a_bundle_and_show_nothing(sizes):
    rounds = two_rounds(sizes)
    files = bundle_files(released_of(rounds), [each for each, _ in rounds])
    table = pd.read_csv(io.BytesIO(files["tables/change.csv"]), encoding="utf-8-sig")
    assert table[["estimate", "es", "n_pairs"]].isna().all(axis=None)


def test_one_round_has_tables_without_rows():
    rounds = known([answers(BIG)])
    files = bundle_files(released_of(rounds), [each for each, _ in rounds])
    table = pd.read_csv(io.BytesIO(files["tables/change.csv"]), encoding="utf-8-sig")
    assert len(table) == 0
    assert "estimate" in table
    assert "there is one round" in files["methods.md"].decode()
    notes = pd.read_excel(io.BytesIO(files["tables.xlsx"]), sheet_name="Notes", engine="openpyxl")
    assert notes["Note"].str.contains("there is one round").any()


def test_a_hubs_own_questions_travel_along():
    own = parse(TEMPLATE)
    items = tuple(item.id for item in own.items)
    rounds = known(
        [answers({("A", "teachers"): 12, ("B", "teachers"): 12}, items=items, seed=seed) for seed in (1, 2)], own
    )
    files = bundle_files(released_of(rounds, framework=own), [each for each, _ in rounds], answers=taken(rounds, own))
    assert replace(parse(files["framework.toml"].decode()), own=True) == own


def test_only_answers_and_rounds_of_the_evaluation_go_in():
    with pytest.raises(ValueError, match="as the store knows"):
        bundle_files(RELEASED, [replace(each, sha256="f" * 64) for each in KNOWN])
    with pytest.raises(ValueError, match="not those of this evaluation"):
        bundle_files(RELEASED, KNOWN, answers=taken(known([answers(BIG), answers(BIG)], names=("Other 1", "Other 2"))))


def test_a_stricter_rule_is_kept_in_the_recipe():
    files = bundle_files(released_of(ROUNDS, PLAN, policy=Policy(min_n=9)), KNOWN)
    assert from_json(files["recipe.json"].decode()).policy.min_n == 9
    assert "fewer than 9 persons" in files["methods.md"].decode()


def test_only_released_evaluations_are_bundled():
    with pytest.raises((TypeError, AttributeError)):
        bundle_files(release, KNOWN)
