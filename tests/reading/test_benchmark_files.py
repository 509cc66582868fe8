"""Figures of others out of a file: what is understood, and every slip named by its row and its rule."""

from __future__ import annotations

import io

import openpyxl
import pytest

from toolbox.frameworks import load, parse
from toolbox.model import ToolboxError
from toolbox.reading.benchmark_files import read_benchmark, template
from toolbox.reports import csv, form

SELFIE = load("selfie-2020")

#: Teachers of ICILS 2018 in one country, N = 420: mean and standard deviation on a scale with mean 50 and spread 10.
#: Large-scale Assessments in Education 2022, article s40536-022-00144-6, table 2.
ICILS = (
    ("use", "ICT use for teaching", 45.54, 9.38),
    ("resources", "ICT resources", 53.72, 8.68),
    ("tools", "Digital learning tools", 44.41, 8.58),
    ("software", "Utility software", 46.40, 9.46),
    ("efficacy", "ICT self-efficacy", 47.56, 8.71),
    ("views", "Positive views", 44.69, 8.60),
    ("together", "Collaboration", 48.26, 10.00),
    ("learning", "Reciprocal professional development", 47.90, 9.41),
)
#: The same study aggregated to schools, in per cent: mean and spread. The same journal 2020, s40536-020-00087-w, table 4.
PERCENT = {
    "use": (47.8, 22.1), "resources": (13.4, 15.3), "efficacy": (75.8, 18.2), "views": (87.5, 12.3),
    "together": (58.4, 18.8),
}  # fmt: skip


def framework_of(low: int, high: int):
    areas = "".join(
        f'[[areas]]\nid = "{id}"\nname = "{name}"\nitems = [{{ code = "{id}1", name = "{name} as a whole" }}]\n'
        for id, name, _, _ in ICILS
    )
    return parse(
        f'id = "icils"\nname = "Scales of a study"\nsource = "x"\nscales = [{{ id = "metric", low = {low}, high = {high} }}]\n{areas}'
    )


def refused(content: bytes, framework=SELFIE) -> ToolboxError:
    with pytest.raises(ToolboxError) as refusal:
        read_benchmark(content, "figures.csv", framework)
    return refusal.value


def test_published_figures_are_read_as_printed():
    rows = "\n".join(f"teachers,{name},{mean},{sd},420,Teachers of one country,2018,no" for _, name, mean, sd in ICILS)
    text = f"Group,Area,M,SD,N,Population,Year,Self-selected\n{rows}\n"
    found = read_benchmark(text.encode(), "ICILS 2018.csv", framework_of(0, 100))
    assert [(row.area, row.mean, row.sd, row.n) for row in found.rows] == [(id, m, sd, 420) for id, _, m, sd in ICILS]
    assert (found.name, found.population, found.collected_on) == ("ICILS 2018", "Teachers of one country", "2018")
    assert not found.self_selected


def test_published_per_cents_are_read_as_printed():
    rows = "".join(
        f"teachers;{id};{str(m).replace('.', ',')};{str(sd).replace('.', ',')}\n" for id, (m, sd) in PERCENT.items()
    )
    found = read_benchmark(f"group;area;mean;sd\n{rows}".encode("utf-8-sig"), "percent.csv", framework_of(0, 100))
    assert {row.area: (row.mean, row.sd) for row in found.rows} == PERCENT
    assert {row.n for row in found.rows} == {None}
    assert found.self_selected, "nobody said they were drawn"


def test_a_workbook_with_a_title_above_and_items():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Figures typed off a report"])
    sheet.append(["Group", "Item code", "Average", "Standard deviation", "Respondents"])
    sheet.append(["Students", "C2", 3.4, 0.9, 210])
    sheet.append(["Teachers", "selfie2020.A1", 3.0, None, None])
    kept = io.BytesIO()
    book.save(kept)
    found = read_benchmark(kept.getvalue(), "report.xlsx", SELFIE)
    assert [(row.group, row.area, row.item, row.mean, row.sd, row.n) for row in found.rows] == [
        ("pupils", "C", "selfie2020.C2", 3.4, 0.9, 210),
        ("teachers", "A", "selfie2020.A1", 3.0, None, None),
    ]


def test_shares_of_every_answer():
    head = "group,item,share 1,share 2,share 3,share 4,share 5\n"
    for cells in ("0.1,0.2,0.3,0.25,0.15", "10,20,30,25,15", "10 %,20 %,30 %,25 %,15 %"):
        found = read_benchmark(f"{head}pupils,C2,{cells}\n".encode(), "shares.csv", SELFIE)
        assert found.rows[0].shares == ((1, 0.1), (2, 0.2), (3, 0.3), (4, 0.25), (5, 0.15))
        assert found.rows[0].mean is None
    assert "add up to" in refused(f"{head}pupils,C2,10,20,30,25,5\n".encode()).message
    assert "no answer of the scale" in refused(b"group,item,share 7\npupils,C2,1\n").message


def test_the_template_is_understood_once_it_is_filled_in():
    empty = csv(template(SELFIE))
    assert refused(empty).code == "benchmark_empty"
    filled = empty.replace(b'"teachers","Leadership",,', b'"teachers","Leadership",,3.1')
    assert [(row.area, row.mean) for row in read_benchmark(filled, "t.csv", SELFIE).rows] == [("A", 3.1)]


def test_the_template_for_a_spreadsheet_is_understood_once_it_is_filled_in():
    book = openpyxl.load_workbook(io.BytesIO(form(template(SELFIE))))
    heads = [cell.value for cell in book.active[1]]
    assert book.active.max_row == 17
    book.active.cell(row=2, column=heads.index("mean") + 1, value=3.1)
    book.active.cell(row=2, column=heads.index("n") + 1, value=420)
    filled = io.BytesIO()
    book.save(filled)
    found = read_benchmark(filled.getvalue(), "t.xlsx", SELFIE).rows
    assert [(row.group, row.area, row.mean, row.n) for row in found] == [("teachers", "A", 3.1, 420)]


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        ("teachers,A,6,0.8,24", "the mean 6 is outside the scale from 1 to 5"),
        ("teachers,A,high,0.8,24", "“high” in the column “mean” is no number"),
        ("teachers,A,3.1,2.5,24", "a standard deviation of 2.5 cannot be on a scale from 1 to 5"),
        ("teachers,A,3.1,-0.8,24", "a standard deviation of -0.8 cannot be"),
        ("teachers,A,3.1,0.8,24.5", "n is 24.5; write how many persons"),
        ("teachers,A,3.1,0.8,0", "n is 0; write how many persons"),
        ("teachers,Z,3.1,0.8,24", "“Z” is no area of"),
        ("teachers,,3.1,0.8,24", "it names no area"),
        (",A,3.1,0.8,24", "it names no group"),
        ("teachers,A,,0.8,24", "it has no mean"),
        ("teachers,B,3.2,0.8,30", "stand in an earlier row already"),
    ],
)
def test_a_slip_is_named_by_row_and_rule(row, rule):
    found = refused(f"group,area,mean,sd,n\nteachers,B,3.0,0.8,24\n{row}\n".encode())
    assert found.code == "benchmark_row"
    assert found.message.startswith("Row 3 of figures.csv: ")
    assert rule in found.message


def test_a_spread_as_wide_as_the_scale_allows_is_believed():
    half = b"group,area,mean,sd,n\nteachers,A,3,2.05,20\n"
    assert read_benchmark(half, "x.csv", SELFIE).rows[0].sd == 2.05


def test_what_is_no_benchmark_is_told_so():
    assert refused(b"name,value\nx,3\n").code == "benchmark_columns"
    assert refused(b"").code == "empty_file"
    many = b"group,area,mean\n" + b"teachers,A,3\n" * 2001
    assert refused(many).code == "benchmark_too_long"
    two = b"group,area,mean,population\nteachers,A,3,one\nteachers,B,3,another\n"
    assert "Make one file for each" in refused(two).message
    assert "“maybe”" in refused(b"group,area,mean,self-selected\nteachers,A,3,maybe\n").message
    assert refused(b"group,item,mean\nteachers,A99,3\n").message.endswith("write its code.")
