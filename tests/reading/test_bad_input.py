"""Every bad file gets a sentence that says what was found and what to do; nothing is lost quietly."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest

from tests.reading import invented
from toolbox.model import Choices, ToolboxError
from toolbox.reading import guards, read, workbook_child


def refusal(content: bytes, name: str = "file.csv", **choices) -> ToolboxError:
    with pytest.raises(ToolboxError) as caught:
        read(content, name, choices=Choices(**choices))
    return caught.value


def told(reading, code: str):
    """The one problem of a code."""
    (problem,) = [problem for problem in reading.problems if problem.code == code]
    return problem


def archive(files: dict[str, bytes], level: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", level) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return out.getvalue()


def sheet(xml: bytes) -> bytes:
    """A workbook around one sheet's XML."""
    whole = zipfile.ZipFile(io.BytesIO(invented.workbook({"Data": [["a", "b"], [1, 2]]})))
    files = {name: whole.read(name) for name in whole.namelist()}
    files["xl/worksheets/sheet1.xml"] = xml
    return archive(files)


SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'
TABLE = invented.plain()


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (b"", "empty_file", "This file is empty"),
        (b"\xef\xbb\xbf\r\n \r\n", "empty_file", "This file is empty"),
        (b"School,Role,Q1\r\n", "no_answers", "a heading of 3 columns and nothing below it"),
        (invented.workbook({"Data": [["School", "Q1"]]}), "no_answers", "There are no answers in this file yet"),
        (invented.workbook({"Data": []}), "empty_file", "This file is empty"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "pdf", "This is a report (PDF), not the answers. In LimeSurvey choose"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "image", "This is a picture"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "image", "This is a picture"),
        (
            b"<!DOCTYPE html><html><body><table><tr><td>School</td></tr></table></body></html>",
            "web_page",
            "This is a web page, even if its name ends in .xls",
        ),
        (b"\r\n<table border=1><tr><td>a</td></tr></table>", "web_page", "This is a web page"),
        (b'<?xml version="1.0"?><Workbook></Workbook>', "xml", "This is an XML file"),
        (b'{"answers": [{"q1": 4}]}', "json", "This is a JSON file, but of no tool that is known here"),
        (b'{"statements": []}', "no_events", "There are no events in this file yet"),
        (b'{"url": "https://docs.example/x", "doc_id": "1"}', "link", "This is a link to a file"),
        (b"$FL2@(#) SPSS DATA FILE", "spss_damaged", "This SPSS file could not be opened"),
        (archive({"word/document.xml": b"<w/>"}), "not_a_table", "This is a document"),
        (archive({"Index/Document.iwa": b"x"}), "other_program", "Numbers"),
        (archive({"readme.md": b"x"}), "archive", "holds no table"),
        (archive({"a.csv": TABLE, "b.csv": TABLE}), "archive", "holds 2 tables (a.csv, b.csv)"),
        (archive({"a.csv": archive({"b.csv": TABLE})}), "archive", "holds another archive"),
        (invented.workbook({"Data": [["a"], [1]]})[:900], "broken_archive", "cut off or damaged"),
        (gzip.compress(TABLE)[:60], "broken_archive", "cut off or damaged"),
        (bytes(range(256)) * 40, "not_text", "neither a table of text nor a workbook"),
    ],
)
def test_a_file_without_answers_is_refused(content: bytes, code: str, words: str) -> None:
    found = refusal(content)
    assert (found.code, words in found.message) == (code, True), found.message
    assert found.message.endswith((".", "(.xlsx)."))


def test_a_locked_workbook() -> None:
    locked = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)
    found = refusal(locked, "answers.xlsx")
    assert found.code == "locked_workbook"
    assert "locked with a password. Save a copy without it" in found.message


def test_an_old_workbook_that_cannot_be_opened() -> None:
    assert refusal(bytes.fromhex("D0CF11E0A1B11AE1") + bytes(1200), "answers.xls").code == "unreadable_workbook"


def test_a_workbook_that_unpacks_to_far_too_much(monkeypatch) -> None:
    monkeypatch.setattr(guards, "LARGEST", 2_000_000)
    found = refusal(sheet(SHEET % (b'<row r="1"></row>' + b" " * 3_000_000)))
    assert found.code == "too_large_unpacked"
    assert "unpacks to 3 MB, far more than a survey needs" in found.message


def test_an_archive_that_lies_about_its_size(monkeypatch) -> None:
    monkeypatch.setattr(guards, "LARGEST", 200_000)
    content = sheet(SHEET % (b'<row r="1"><c r="A1"><v>1</v></c></row>' + b" " * 150_000))
    archived = guards.check_archive(content)
    monkeypatch.setattr(guards, "LARGEST", 100_000)
    with pytest.raises(ToolboxError, match="unpacks to"):
        guards.reach(archived, "xl/worksheets/sheet1.xml")


def test_one_stray_cell_in_the_last_corner_does_not_eat_the_memory() -> None:
    rows = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    found = refusal(sheet(SHEET % rows))
    assert found.code == "sheet_too_far"
    assert "row 1,048,576 and column 16,384" in found.message


def test_a_million_empty_rows_are_no_answers() -> None:
    empty = b"".join(b'<row r="%d"/>' % row for row in range(4, 1_048_577, 50))
    text = b'<c r="A%d" t="inlineStr"><is><t>%s</t></is></c><c r="B%d"><v>4</v></c>'
    rows = b"".join(
        b'<row r="%d">' % row + text % (row, word, row) + b"</row>"
        for row, word in ((1, b"School"), (2, b"Tamme"), (3, b"Kase"))
    )
    rows = rows.replace(b'<c r="B1"><v>4</v></c>', b'<c r="B1" t="inlineStr"><is><t>Q1</t></is></c>')
    reading = read(sheet(SHEET % (rows + empty)))
    assert reading.table["Q1"].tolist() == ["4", "4"]


def test_one_answer_is_fine() -> None:
    reading = read(b"School,I like maths\nTamme,Agree\n")
    assert len(reading.table) == 1
    assert len(read(b"School,I like maths\nTamme,Agree").table) == 1


def test_an_archive_with_one_table_and_a_compressed_table_are_opened() -> None:
    assert len(read(archive({"form.csv": TABLE, "__MACOSX/._form.csv": b"x"})).table) == 6
    assert len(read(gzip.compress(TABLE)).table) == 6
    assert len(read(archive({"form.xlsx": invented.google_workbook()})).table) == 6


# ── encodings ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("encoding", "word"),
    [
        ("utf-8", "Põlva kool"),
        ("utf-8-sig", "Põlva kool"),
        ("utf-16", "Põlva kool"),
        ("utf-16-le", "Põlva kool"),
        ("utf-16-be", "Põlva kool"),
        ("cp1252", "Põlva küla kool, Nõmme"),
        ("cp1257", "Žirmūnų mokykla, Šiauliai, Panevėžys"),
        ("cp1250", "Łódź, szkoła główna, Kraków, ćwiczenia"),
        ("cp1251", "Средняя школа номер пять"),
        ("cp1253", "Γυμνάσιο της πόλης"),
    ],
)
def test_letters_come_out_right(encoding: str, word: str) -> None:
    reading = read(invented.text([["School", "Q1"], [word, "4"], ["Tamme", "5"]], encoding=encoding))
    assert reading.table["School"].tolist() == [word, "Tamme"]


def test_mac_letters_with_mac_line_ends() -> None:
    reading = read("School,Q1\rPõlva,4\rTõrva,5\rVändra,3\r".encode("mac_roman", errors="replace"))
    assert len(reading.table) == 3


def test_a_guessed_encoding_is_told_and_can_be_changed() -> None:
    content = invented.text([["School", "Q1"], ["Šiaulių mokykla", "4"]], encoding="cp1257")
    assert "'Šiaulių'" in told(read(content), "encoding_guessed").example
    assert read(content, choices=Choices(encoding="cp1252")).table["School"].tolist() == ["Ðiauliø mokykla"]
    assert "not an encoding we know" in refusal(content, encoding="klingon").message


def test_a_few_broken_bytes_do_not_change_all_letters() -> None:
    content = b"School,Q1\n" + "Põlva kool,4\n".encode() * 30 + b"T\xf5rva,5\n"
    reading = read(content)
    assert reading.encoding == "utf-8"
    assert reading.table["School"].iloc[0] == "Põlva kool"
    assert told(reading, "broken_letters").count == 1


def test_letters_damaged_before_upload_are_told() -> None:
    damaged = "Õpetaja, väga hea".encode().decode("cp1252")
    reading = read(invented.text([["Roll", "Q1"], [damaged, "4"], ["x", "5"]]))
    assert "Letters were damaged before upload" in told(reading, "damaged_letters").message
    assert reading.table["Roll"].iloc[0] == damaged


# ── separators and numbers ───────────────────────────────────────────────────────────────────────


def test_two_separators_in_one_file_lose_nothing() -> None:
    reading = read(b"School;Q1;Q2\nTamme;4;5\nKase,3,2\nTamme;1;1\n")
    assert reading.table.iloc[1].tolist() == ["Kase", "3", "2"]
    problem = told(reading, "two_separators")
    assert problem.rows == (3,)
    assert "1 row is separated by commas, the others by semicolons" in problem.message


def test_separators_inside_answers_do_not_decide() -> None:
    rows = [["School", "Why?"], *([f"Tamme {turn}", "because; it, is; fine, really; yes"] for turn in range(20))]
    assert read(invented.text(rows, ",")).separator == ","
    assert read(invented.text(rows, ";")).separator == ";"
    assert read(invented.text(rows, "\t")).separator == "\t"


LETTER = "\n".join(["Dear colleague,", "we met, talked, and agreed.", "More soon.", "Nothing here is a table."] * 4)


def test_running_text_is_no_table() -> None:
    refused = refusal(LETTER.encode(), "letter.txt")
    assert refused.code == "no_table"
    assert refused.message.startswith("This looks like running text, not like a table: at most 4 of 16 lines")
    assert read(LETTER.encode(), "letter.txt", choices=Choices(separator=",")).separator == ","


def test_decimal_commas_stay_commas() -> None:
    reading = read(b"School;Hours\nTamme;0,435\nKase;12,5\nTamme;,89\nKase;-,66\n")
    assert reading.table["Hours"].tolist() == ["0,435", "12,5", ",89", "-,66"]
    assert {question.key: question.kind for question in reading.questions}["Hours"] == "number"


def test_decimal_commas_between_commas_are_refused() -> None:
    found = refusal(b"q1,q2,q3\n1,5,2,0,3,5\n2,5,1,0,4,5\n")
    assert found.code == "decimal_comma_separator"
    assert "Export again with semicolons" in found.message


def test_quoted_decimal_commas_between_commas_are_fine() -> None:
    assert read(b'q1,q2\n"1,5","2,0"\n"0,435","3,5"\n').table["q1"].tolist() == ["1,5", "0,435"]


def test_rows_of_other_length_are_kept_and_told() -> None:
    reading = read(b"School,Q1,Q2\nTamme,4,5\nKase,3,2,surplus\nTamme,1\n")
    assert told(reading, "ragged_rows").rows == (3,)
    assert told(reading, "short_rows").rows == (4,)
    assert reading.table.iloc[1].tolist() == ["Kase", "3", "2", "surplus"]


def test_an_open_quotation_mark_swallows_no_lines() -> None:
    reading = read(b'School\tSays\nTamme\t"tall story\nKase\tfine\nTamme\tgood\n')
    assert len(reading.table) == 3
    assert told(reading, "open_quote").count == 2


def test_a_heading_one_cell_short_names_rows() -> None:
    reading = read(b"School,Q1\n1,Tamme,4\n2,Kase,5\n")
    assert reading.table["School"].tolist() == ["Tamme", "Kase"]
    assert told(reading, "short_heading").count == 2


def test_line_breaks_inside_answers_are_one_row() -> None:
    reading = read(b'School,Says\nTamme,"one\n\ntwo"\nKase,three\n')
    assert reading.table["Says"].tolist() == ["one\n\ntwo", "three"]
    assert reading.row_numbers.tolist() == [2, 3]


def test_words_that_other_programs_take_for_missing_stay() -> None:
    reading = read(b"School,Tool\nTamme,None\nKase,NA\nTamme,NULL\nKase,nan\n")
    assert reading.table["Tool"].tolist() == ["None", "NA", "NULL", "nan"]


def test_no_break_spaces_do_not_make_another_answer() -> None:
    reading = read("School,Q1\nTamme,Very\u00a0good\u00a0\nTamme,Very good\n".encode())
    assert reading.table["Q1"].nunique() == 1


# ── what Excel did ───────────────────────────────────────────────────────────────────────────────


def test_answers_excel_turned_into_dates_are_told() -> None:
    cells = ["1-3", "4-6", "2025-01-03 00:00:00", "7+", "4-6", "2025-01-03 00:00:00"] * 3
    problem = told(read(invented.text([["School", "How often?"], *(["Tamme", cell] for cell in cells)])), "excel_dates")
    assert problem.count == 6
    assert "Excel probably changed an answer such as '1-3'" in problem.message
    assert problem.rows[:2] == (4, 7)


def test_a_file_at_the_row_limit_is_told() -> None:
    content = b"School,Q1\n" + b"Tamme,4\n" * 65_535
    assert "row limit (65,536)" in told(read(content), "row_limit").message


def test_hundreds_of_empty_columns_are_left_out_and_told() -> None:
    reading = read(invented.text([["School", "Q1", *[""] * 300], ["Tamme", "4", *[""] * 300]]))
    assert len(reading.questions) == 2
    assert told(reading, "empty_columns").count == 300


def test_headings_pasted_in_again_are_no_answers() -> None:
    reading = read(b"School,Q1\nTamme,4\nSchool,Q1\nKase,5\n")
    assert reading.table["School"].tolist() == ["Tamme", "Kase"]
    assert told(reading, "repeated_headings").rows == (3,)


def test_a_workbook_the_first_library_cannot_open_is_read_by_the_second(monkeypatch) -> None:
    import fastexcel

    def cannot(content):
        raise fastexcel.CalamineError("range is missing a component")

    fast = workbook_child.opened(invented.google_workbook())
    monkeypatch.setattr(fastexcel, "read_excel", cannot)
    slow = workbook_child.opened(invented.google_workbook())
    assert [sheet.name for sheet in slow] == [sheet.name for sheet in fast]
    for one, other in zip(slow, fast, strict=True):
        assert [[cell or "" for cell in column.to_pylist()] for column in other.cells.columns] == [
            column.to_pylist() for column in one.cells.columns
        ]


def test_numbers_and_days_of_a_workbook() -> None:
    from datetime import date, datetime

    rows = [
        ["Day", "Moment", "Half", "Whole", "Yes"],
        [date(2025, 4, 3), datetime(2025, 4, 3, 9, 30), 0.435, 4.0, True],
    ]
    assert read(invented.workbook({"Data": rows})).table.iloc[0].tolist() == [
        "2025-04-03",
        "2025-04-03 09:30:00",
        "0.435",
        "4",
        "true",
    ]
