"""Dates: the order decided once over all rows, offsets with their written sign, asked where both orders fit."""

from __future__ import annotations

from datetime import datetime

import numpy as np
import pytest

from tests.reading import invented
from toolbox.model import Choices
from toolbox.reading import read
from toolbox.reading.dates import dates, take_apart
from toolbox.reading.grid import Column


def days(cells: list[str], chosen: str = "") -> list[str]:
    found = dates(Column.of_cells(cells), chosen)
    assert found.times is not None
    return [str(time)[:10] for time in found.times]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2020/04/07 4:49:53 p.\u00a0m. GMT-5", "2020-04-07T21:49:53"),
        ("2020/4/7 4:49:53 AM GMT+5:30", "2020-04-06T23:19:53"),
        ("2020/04/07 11:30:00 PM GMT-5", "2020-04-08T04:30:00"),
        ("2020/04/07 12:10:00 AM GMT+1", "2020-04-06T23:10:00"),
        ("2025-10-03T08:15:00+02:00", "2025-10-03T06:15:00"),
        ("2025-10-03T08:15:00.000Z", "2025-10-03T08:15:00"),
        ("17/10/21, 12:44", "2021-10-17T12:44:00"),
        ("13/04/2021 à 09:01:31", "2021-04-13T09:01:31"),
        ("17. märts 2025 kell 12:30", "2025-03-17T12:30:00"),
        ("17-Nov-16", "2016-11-17T00:00:00"),
        ("Thursday, 17 October 2024, 12:13 PM", "2024-10-17T12:13:00"),
        ("October 17, 2024", "2024-10-17T00:00:00"),
        ("17 de octubre de 2024", "2024-10-17T00:00:00"),
        ("2017 July 10 12:35", "2017-07-10T12:35:00"),
        ("03.04.2025 09:05", "2025-04-03T09:05:00"),
    ],
)
def test_one_moment(written: str, meant: str) -> None:
    found = dates(Column.of_cells([written]))
    assert found.times is not None
    assert str(found.times[0]) == meant


@pytest.mark.parametrize(
    "written", ["1-3", "3/4", "0,435", "1.5", "12.3.", "AB12", "31/02/2025", "25:61", "School 12, 2020", ""]
)
def test_what_is_no_date(written: str) -> None:
    assert take_apart(written) is None


def test_one_day_above_twelve_decides_for_all_rows() -> None:
    assert days(["01/02/2025"] * 70 + ["13/02/2025"])[0] == "2025-02-01"
    assert days(["01/02/2025"] * 70 + ["02/13/2025"])[0] == "2025-01-02"


def test_both_orders_fit_and_a_person_is_asked() -> None:
    rows = [["Date", "School", "I like maths"], *([f"0{day}/04/2025", "Tamme", "Agree"] for day in (3, 2, 5))]
    reading = read(invented.text(rows))
    (asked,) = [problem for problem in reading.problems if problem.code == "date_order_unclear"]
    assert asked.message == "Is '03/04/2025' day first or month first? All 3 dates fit both."
    assert (reading.first, reading.times, reading.date_order) == (None, None, "")
    chosen = read(invented.text(rows), choices=Choices(date_order="mdy"))
    assert chosen.first == datetime(2025, 2, 4)
    assert not [problem for problem in chosen.problems if problem.code == "date_order_unclear"]
    assert read(invented.text(rows), choices=Choices(date_order="dmy")).last == datetime(2025, 4, 5)


def test_moments_that_run_forward_only_one_way_decide() -> None:
    cells = [f"3/{day}/2025 10:00" for day in range(6, 13)] + ["4/1/2025 10:00", "4/2/2025 09:00"]
    found = dates(Column.of_cells(cells))
    assert found.order == "mdy"


def test_two_orders_in_one_column_are_told_not_mixed() -> None:
    found = dates(Column.of_cells(["13/04/2025", "04/13/2025"]))
    assert found.unclear
    assert found.times is None


def test_same_day_and_month_need_no_question() -> None:
    assert days(["05/05/2025", "06/06/2025"]) == ["2025-05-05", "2025-06-06"]


def test_iso_columns_are_read_alike_at_once_and_one_by_one() -> None:
    at_once = dates(Column.of_cells(["2025-10-03 08:15:00", "", "2025-10-04"]))
    one_by_one = dates(Column.of_cells(["2025-10-03 08:15:00", "", "2025-10-04", "soon"]))
    assert at_once.times is not None
    assert one_by_one.times is not None
    np.testing.assert_array_equal(at_once.times, one_by_one.times[:3])
    assert np.isnat(at_once.times[1])


def test_an_impossible_iso_day_is_no_date() -> None:
    found = dates(Column.of_cells(["2025-02-30", "2025-03-01"]))
    assert found.count == 1


def test_limesurvey_without_date_stamps_has_no_times() -> None:
    rows = [
        ["id", "submitdate", "lastpage", "startlanguage", "A1"],
        ["1", "1980-01-01 00:00:00", "2", "en", "4"],
        ["2", "", "1", "en", "5"],
    ]
    reading = read(invented.text(rows, ";"))
    assert reading.times is None
    assert reading.finished is not None
    assert reading.finished.tolist() == [True, False]


@pytest.mark.parametrize(
    ("sample", "order", "first"),
    [
        (invented.google_sheet, "mdy", datetime(2025, 10, 3, 8, 15)),
        (invented.google_estonian, "dmy", datetime(2025, 10, 3, 8, 15)),
        (invented.google_own_csv, "ymd", datetime(2025, 10, 3, 13, 15)),
        (invented.microsoft_french, "dmy", datetime(2025, 10, 3, 8, 15)),
        (invented.microsoft_workbook, "ymd", datetime(2025, 10, 3, 8, 21)),
        (invented.surveymonkey, "mdy", datetime(2025, 10, 3, 8, 15)),
        (invented.limesurvey_codes, "ymd", datetime(2025, 10, 3, 8, 15)),
    ],
)
def test_each_tool(sample, order, first) -> None:
    reading = read(sample())
    assert (reading.date_order, reading.first) == (order, first)


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2023/05/04 10:12:13 AM EEST", "2023-05-04T07:12:13"),
        ("2021/03/04 2:11:02 nachm. MEZ", "2021-03-04T13:11:02"),
        ("2019/10/21 9:47:43 AM MESZ", "2019-10-21T07:47:43"),
        ("2020/07/08 9:52:23 PM AST", "2020-07-09T01:52:23"),
        # A name nobody knows for certain says no offset: the clock as written stays.
        ("2021/01/28 11:11:04 XYZ", "2021-01-28T11:11:04"),
    ],
)
def test_zones_by_name(text: str, utc: str) -> None:
    reading = read(f'"Something","How are you?"\n"{text}","Well"\n"{text}","Ill"\n'.encode())
    assert reading.reader == "google_forms"
    assert str(reading.first.isoformat()) == utc
