"""A CSV file: every digit, readable anywhere, runs nothing."""

from __future__ import annotations

import csv as reading
import io

import numpy as np
import pandas as pd
import pytest

from tests.invented import answers, released_profile
from toolbox.model import Table
from toolbox.reports import csv
from toolbox.reports.spreadsheet_text import harmless
from toolbox.tables import profile_table


def table_of(**columns) -> Table:
    return Table(name="t", title="T", frame=pd.DataFrame(columns))


def cells(content: bytes) -> list[list[str]]:
    return list(reading.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1+1",
        "-1+1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "  =1+1",
        "=cmd|' /C calc'!A0",
        "-",
        "-2+3",
        "＝1+1",
        "＋1",
    ],
)
def test_text_a_spreadsheet_would_run_is_made_harmless(text):
    assert harmless(text).startswith("'")
    assert cells(csv(table_of(group=[text])))[1][0].startswith("'")


def test_a_heading_is_made_harmless_too():
    assert cells(csv(table_of(**{"=2+5": [1]})))[0] == ["'=2+5"]


@pytest.mark.parametrize("text", ["-0.3", "-12", "-0,3", "Öö school", "a-b", "1 = low", "person@school", ""])
def test_ordinary_text_and_numbers_stay(text):
    assert harmless(text) == text


def test_negative_numbers_stay_numbers():
    assert cells(csv(table_of(change=[-0.25, 1.5])))[1:] == [["-0.25"], ["1.5"]]


def test_every_digit_survives():
    values = np.random.default_rng(1).normal(size=50)
    assert [float(row[0]) for row in cells(csv(table_of(mean=values)))[1:]] == values.tolist()


def test_what_is_missing_is_empty_never_zero():
    frame = pd.DataFrame(
        {"n": pd.Series([None, 5], dtype="Int64"), "mean": [np.nan, 0.0], "on": pd.to_datetime(["2025-10-06", None])}
    )
    assert cells(csv(Table(name="t", title="T", frame=frame)))[1:] == [["", "", "2025-10-06"], ["5", "0.0", ""]]


def test_letters_survive_and_a_semicolon_does_not_split():
    content = csv(table_of(schools=['Žaibo; ežero "1"', "Ωμέγα"]))
    assert content.startswith(b"\xef\xbb\xbf")
    assert cells(content)[1:] == [['Žaibo; ežero "1"'], ["Ωμέγα"]]
    assert b";" in content
    assert content.split(b"\r\n")[1].startswith(b'"')


def test_the_same_table_gives_the_same_bytes():
    found = released_profile(answers({("North", "teachers"): 24}), "North")
    assert csv(profile_table(found)) == csv(profile_table(found))


def test_a_table_reads_back_as_it_was():
    table = profile_table(released_profile(answers({("North", "teachers"): 24, ("North", "leaders"): 3}), "North"))
    back = pd.read_csv(io.BytesIO(csv(table)), encoding="utf-8-sig")
    assert back["mean"].tolist() == pytest.approx(table.frame["mean"].tolist(), abs=0, nan_ok=True)
    assert back["hidden"].fillna("").tolist() == table.frame["hidden"].tolist()
