"""Single answers opened again as a researcher would: with pandas, and as SPSS and Stata files."""

from __future__ import annotations

import io
import json
import time
from dataclasses import replace

import numpy as np
import pandas as pd
import pyreadstat
import pytest

from tests.disclosure.test_answers import known
from tests.invented import SELFIE, answers, second_round
from toolbox.disclosure import release_answers
from toolbox.disclosure.examples import FRAMEWORK
from toolbox.model import Item, Scale, State, Viewer
from toolbox.reports.answers_files import CODES, LEADING, answers_files, variable_names

AWKWARD = ("=1+1", "a/b\\c", "x" * 200, "مدرسة الشمال", "Žaibo \x00ežero")
SIZES = {(school, "teachers"): 6 + place for place, school in enumerate(AWKWARD)}
FIRST = answers(SIZES)
AFTER = replace(second_round(FIRST, shift=0.3), person=np.array(["", *FIRST.person[1:]], object))
STATED = np.array(AFTER.values)
STATED[:6, 0] = [int(state) for state in State]
AFTER = replace(AFTER, values=STATED)


def taken(*found, framework=SELFIE):
    return release_answers([(known(f"round {n}", n), each) for n, each in enumerate(found)], framework, viewer=Viewer())


FOUND = taken(FIRST, AFTER)
FILES = answers_files(FOUND)
NAMES = variable_names(SELFIE, FOUND.items)


def read(kind: str, content: bytes, tmp_path, **how):
    file = tmp_path / f"a.{kind}"
    file.write_bytes(content)
    return getattr(pyreadstat, f"read_{kind}")(file, **how)


def test_every_file_holds_the_same_rows(tmp_path):
    table = pd.read_csv(io.BytesIO(FILES["answers/answers.csv"]), encoding="utf-8-sig")
    sav, _ = read("sav", FILES["answers/answers.sav"], tmp_path, user_missing=True)
    dta, _ = read("dta", FILES["answers/answers.dta"], tmp_path, user_missing=True)
    assert list(table) == list(sav) == list(dta) == [*LEADING, *NAMES.values()]
    assert len(table) == len(sav) == len(dta) == 80
    for name in ("person", "code", "round", "collected_on", "group"):
        assert table[name].tolist() == sav[name].tolist() == dta[name].tolist()
    assert sav["school"].tolist() == dta["school"].tolist() == [name.replace("\x00", "") for name in FOUND.school]
    for place, name in enumerate(NAMES.values()):
        assert table[name].tolist() == sav[name].tolist() == FOUND.values[:, place].tolist()


def test_spss_knows_the_reasons_as_missing_and_the_words(tmp_path):
    item = FOUND.items[0]
    counted, about = read("sav", FILES["answers/answers.sav"], tmp_path)
    assert counted[NAMES[item]].isna().sum() == (FOUND.values[:, 0] < 0).sum() >= 6
    assert about.variable_value_labels[NAMES[item]][-101.0] == "not applicable"
    assert about.variable_measure[NAMES[item]] == "ordinal"
    code, name = next((each.code, each.name) for each in SELFIE.items if each.id == item)
    assert about.column_names_to_labels[NAMES[item]] == f"{code} {name}"


def test_stata_has_a_missing_value_for_each_reason(tmp_path):
    name = NAMES[FOUND.items[0]]
    kept, about = read("dta", FILES["answers/answers.dta"], tmp_path, user_missing=True)
    assert {"a", "b", "c", "d", "e", "f"} <= set(kept[name])
    assert about.variable_value_labels[name]["b"] == "don't know"
    counted, _ = read("dta", FILES["answers/answers.dta"], tmp_path)
    assert counted[name].isna().sum() == (FOUND.values[:, 0] < 0).sum()


def test_the_same_answers_give_the_same_bytes():
    time.sleep(1.1)
    assert answers_files(FOUND) == FILES


def test_no_pseudonym_of_the_store_is_in_any_file():
    everything = b"".join(FILES.values())
    assert not any(name.encode() in everything for name in FIRST.person)


def test_an_awkward_name_runs_nothing_in_a_spreadsheet():
    told = FILES["answers/answers.csv"].decode("utf-8-sig")
    assert '"\'=1+1"' in told
    assert '"=1+1"' not in told


def test_what_it_takes_to_read_it_back_is_written_down():
    told = json.loads(FILES["answers/answers.json"])
    assert told["schools"] == sorted(AWKWARD)
    assert told["complete"] is True
    assert told["variables"] == NAMES
    assert [each["name"] for each in told["rounds"]] == ["round 0", "round 1"]
    table = pd.read_csv(io.BytesIO(FILES["answers/answers.csv"]), encoding="utf-8-sig")
    assert set(table["code"]) == {CODES[0], CODES[1]}


def test_long_and_odd_names_are_cut_to_what_the_programs_hold(tmp_path):
    odd = [
        Item(id=f"q{'é' * 200}{n}", code="1. " + "é" * 200, area="A", name="n" * 400, scale="odd", reverse=True)
        for n in (1, 2)
    ]
    framework = replace(
        FRAMEWORK, items=tuple(odd), scales=(Scale(id="odd", low=1, high=5, labels=((1, "ž" * 300), (5, ""))),)
    )
    first = answers({("A", "teachers"): 6, ("B", "teachers"): 6}, items=tuple(item.id for item in odd))
    files = answers_files(taken(first, framework=framework))
    _, about = read("sav", files["answers/answers.sav"], tmp_path)
    _, also = read("dta", files["answers/answers.dta"], tmp_path)
    assert about.column_names[-2:] == also.column_names[-2:] == ["v1", "v1_2"]
    assert about.variable_value_labels["v1"][1.0].startswith("ž" * 50)


@pytest.mark.parametrize("name", sorted(FILES))
def test_nobody_still_makes_a_file(name, tmp_path):
    files = answers_files(taken(answers({("A", "teachers"): 0})))
    assert files[name]
    if name.endswith((".sav", ".dta")):
        frame, _ = read(name[-3:], files[name], tmp_path)
        assert len(frame) == 0
