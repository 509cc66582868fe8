"""A workbook: numbers are numbers, columns are explained, reasons stand in words, nothing runs."""

from __future__ import annotations

import io
import time
import zipfile
from datetime import datetime

import pandas as pd
import pytest
from openpyxl import load_workbook

from tests.invented import answers, released_comparison, released_profile, second_round
from toolbox.model import Table
from toolbox.reports import workbook
from toolbox.tables import COLUMNS, answers_table, change_table, funnel_table, notes_table, profile_table

ONE = answers({("=North", "leaders"): 3, ("=North", "teachers"): 24})
PROFILE = released_profile(ONE, "=North")
CHANGE = released_comparison(ONE, second_round(ONE, shift=-0.5), "=North")
TABLES = (profile_table(PROFILE), answers_table(PROFILE), funnel_table(CHANGE), change_table(CHANGE))
CONTENT = workbook(TABLES, notes_table(PROFILE, CHANGE))
BOOK = load_workbook(io.BytesIO(CONTENT))


def column(sheet, name: str) -> list:
    """The cells below one heading."""
    place = [cell.value for cell in sheet[1]].index(COLUMNS[name].label) + 1
    return [sheet.cell(row=row, column=place) for row in range(2, sheet.max_row + 1)]


def test_one_sheet_a_table_then_codebook_and_notes():
    assert BOOK.sheetnames == [
        "Areas by group", "How each item was answered", "Who answered, before and after", "Change by area", "Codebook", "Notes",
    ]  # fmt: skip


def test_numbers_are_the_tables_numbers_and_have_a_format():
    table, sheet = TABLES[3], BOOK["Change by area"]
    for name in ("change", "ci_low", "mean_before", "n_pairs", "p_adjusted"):
        for cell, value in zip(column(sheet, name), table.frame[name], strict=True):
            if pd.isna(value):
                assert cell.value is None
            else:
                assert cell.value == pytest.approx(value, rel=1e-14)
                assert cell.data_type == "n"
                assert cell.number_format == COLUMNS[name].format
    assert any(cell.value is not None and cell.value < 0 for cell in column(sheet, "change"))


def test_a_date_is_a_date():
    cell = column(BOOK["Areas by group"], "collected_on")[0]
    assert cell.value == datetime(2025, 10, 6)
    assert cell.number_format == "yyyy-mm-dd"


def test_reasons_for_hidden_cells_stand_in_words():
    reasons = [cell.value for cell in column(BOOK["Areas by group"], "hidden")]
    assert reasons.count("hidden: fewer than 5 answers") == 8


def test_nothing_is_a_formula():
    with_formula = Table(
        name="t",
        title="=T",
        frame=pd.DataFrame({"=2+5": ["=1+1", "+1", "@x", "-2+3"], "group": ["\t=1", "a", "b", "c"]}),
    )
    book = load_workbook(io.BytesIO(workbook([with_formula, *TABLES])))
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", (sheet.title, cell.coordinate)
                assert not (isinstance(cell.value, str) and cell.value.startswith(("=", "+", "-", "@", "\t"))), (
                    cell.value
                )
    assert column(BOOK["Areas by group"], "schools")[0].value == "'=North"


@pytest.mark.parametrize("sheet", BOOK.sheetnames)
def test_sheets_are_ready_to_be_read(sheet):
    sheet = BOOK[sheet]
    assert sheet.freeze_panes
    assert sheet.freeze_panes.endswith("2")
    assert sheet.auto_filter.ref
    assert sheet["A1"].font.bold
    for place in range(1, sheet.max_column + 1):
        width = sheet.column_dimensions[sheet.cell(row=1, column=place).column_letter].width
        assert 9 <= width <= 60


def test_the_codebook_states_meaning_unit_and_rule_of_every_column():
    sheet = BOOK["Codebook"]
    assert [cell.value for cell in sheet[1]] == ["Table", "Column", "Heading", "Meaning", "Unit", "Rule"]
    assert sheet.max_row - 1 == sum(len(table.frame.columns) for table in TABLES)
    assert all(cell.value for cell in column(sheet, "meaning"))


def test_the_same_tables_give_the_same_bytes_at_another_time():
    time.sleep(1.1)
    assert workbook(TABLES, notes_table(PROFILE, CHANGE)) == CONTENT


def test_no_time_and_no_name_of_a_person_is_in_the_file():
    with zipfile.ZipFile(io.BytesIO(CONTENT)) as held:
        core = held.read("docProps/core.xml").decode()
        assert {entry.date_time for entry in held.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert "Learning Analytics Toolbox" in core
    assert core.count("2000-01-01T00:00:00Z") == 2


def test_control_characters_do_not_break_the_file():
    odd = Table(name="t", title="T/1", frame=pd.DataFrame({"group": ["a\x00b\x0b", "line\nbreak"]}))
    book = load_workbook(io.BytesIO(workbook([odd])))
    assert book["T 1"]["A2"].value == "ab"


def test_a_workbook_needs_a_table_and_titles_of_their_own():
    with pytest.raises(ValueError, match="at least one table"):
        workbook([])
    with pytest.raises(ValueError, match="title of its own"):
        workbook([TABLES[0], TABLES[0]])


def test_where_a_title_is_too_long_for_a_sheet_all_go_by_their_short_names():
    tables = [
        Table(name="baseline", title="How alike the groups were at the start", frame=pd.DataFrame({"n": [1]})),
        Table(name="flow", title="Flow", frame=pd.DataFrame({"n": [1]})),
    ]
    book = load_workbook(io.BytesIO(workbook(tables)))
    assert book.sheetnames[:3] == ["Baseline", "Flow", "Codebook"]
    assert [cell.value for cell in column(book["Codebook"], "table")] == ["Baseline", "Flow"], "names the sheets"
    assert book["Baseline"]["A4"].value == "How alike the groups were at the start."


def test_what_stays_in_sight_leaves_room_for_the_numbers():
    wide = pd.DataFrame({"group": ["x" * 20], "contrast_name": ["x" * 60], "item_name": ["x" * 60], "n": [1]})
    sheet = load_workbook(io.BytesIO(workbook([Table(name="a", title="A", frame=wide)])))["A"]
    assert sheet.freeze_panes == "B2", "not up to the item: that would fill the screen"
