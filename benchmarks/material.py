"""What the benchmarks read: an invented survey as XLSX and CSV, and a large round as the store keeps it. Fixed seed."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from functools import cache
from itertools import chain
from pathlib import Path
from xml.sax.saxutils import escape

import numpy as np

from benchmarks import log_material
from toolbox.model import Answers, Area, Framework, Item, Scale, State

ANSWERS, MANY_ANSWERS, ITEMS = 50_000, 500_000, 60
LARGE, SCHOOLS = 1_000_000, 75
LABELS = ("Strongly disagree", "Disagree", "Slightly agree", "Agree", "Strongly agree", "Not applicable", "")
CHANCES = (0.08, 0.17, 0.25, 0.27, 0.13, 0.05, 0.05)
ROLES = ("School leader", "Teacher", "Pupil")


def make(name: str, folder: Path) -> None:
    """Write the files a group of benchmarks needs, unless they are there."""
    if name == "xlsx" and not xlsx(folder).exists():
        _write_xlsx(xlsx(folder), [_survey()])
    if name == "xlsx_large" and not xlsx_large(folder).exists():
        _write_xlsx(xlsx_large(folder), (_survey(10_000, first) for first in range(0, MANY_ANSWERS, 10_000)))
    if name == "csv" and not csv(folder).exists():
        _write_csv(csv(folder))
    if name == "moodle" and not log_material.moodle(folder).exists():
        log_material.write_moodle(log_material.moodle(folder))
    if name == "xapi" and not log_material.statements(folder).exists():
        log_material.write_statements(log_material.statements(folder))
    if name == "profile" and not parquet(folder).exists():
        from toolbox.store.parquet import to_parquet

        parquet(folder).write_bytes(to_parquet(large()))


def xlsx(folder: Path) -> Path:
    """The survey as a workbook."""
    return folder / "survey.xlsx"


def xlsx_large(folder: Path) -> Path:
    """The same survey in ten times as many answers."""
    return folder / "survey_large.xlsx"


def csv(folder: Path) -> Path:
    """The survey as comma-separated text."""
    return folder / "survey.csv"


def parquet(folder: Path) -> Path:
    """The large round, as the store keeps it."""
    return folder / "round.parquet"


HEADINGS = [
    "Timestamp",
    "School",
    "Your role",
    "Code",
    *(f"C{i}. We use digital tools for purpose {i}" for i in range(1, ITEMS + 1)),
]


def _survey(answers: int = ANSWERS, first: int = 0) -> list[list[str]]:
    """So many rows of time, school, role, code, 60 answers in words; codes are counted from ``first``."""
    rng = np.random.default_rng([2026, first])
    words = np.array(LABELS, object)[rng.choice(len(LABELS), (answers, ITEMS), p=CHANCES)]
    schools, roles = rng.integers(1, SCHOOLS + 1, answers), rng.choice(len(ROLES), answers, p=(0.04, 0.21, 0.75))
    begin = np.datetime64("2026-03-02T08:00") + np.timedelta64(first, "m")
    minutes = begin + np.sort(rng.integers(0, 10_000, answers)).astype("timedelta64[m]")
    numbers = range(first, first + answers)
    leading = zip(minutes.astype(str).tolist(), schools.tolist(), roles.tolist(), numbers, strict=True)
    return [
        [minute.replace("T", " ") + ":00", f"School {school}", ROLES[role], f"code{number:06d}", *row]
        for (minute, school, role, number), row in zip(leading, words.tolist(), strict=True)
    ]


def _write_csv(path: Path) -> None:
    lines = [",".join(row) for row in [HEADINGS, *_survey()]]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _write_xlsx(path: Path, blocks: Iterable[list[list[str]]]) -> None:
    """A workbook with shared strings, as survey tools and spreadsheets write it (openpyxl would take minutes).

    Written block by block: the large one would not fit in memory otherwise.
    """
    strings: dict[str, int] = {}
    columns = [_letters(number) for number in range(len(HEADINGS))]
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    parts = {
        "[Content_Types].xml": f'{head}<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kinds}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kinds}.worksheet+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kinds}.sharedStrings+xml"/></Types>',
        "_rels/.rels": f'{head}<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/_rels/workbook.xml.rels": f'{head}<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{relations}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/workbook.xml": f'{head}<workbook {main} xmlns:r="{relations}">'
        '<sheets><sheet name="Answers" sheetId="1" r:id="rId1"/></sheets></workbook>',
    }

    def line(number: int, row: list[str]) -> str:
        cells = [
            f'<c r="{column}{number}" t="s"><v>{strings.setdefault(word, len(strings))}</v></c>'
            for column, word in zip(columns, row, strict=True)
            if word
        ]
        return f'<row r="{number}">{"".join(cells)}</row>'

    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in parts.items():
            book.writestr(name, text)
        with book.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(f"{head}<worksheet {main}><sheetData>{line(1, HEADINGS)}".encode())
            for number, row in enumerate(chain.from_iterable(blocks), start=2):
                sheet.write(line(number, row).encode())
            sheet.write(b"</sheetData></worksheet>")
        shared = "".join(f"<si><t>{escape(word)}</t></si>" for word in strings)
        book.writestr("xl/sharedStrings.xml", f'{head}<sst {main} uniqueCount="{len(strings)}">{shared}</sst>')


def _letters(number: int) -> str:
    """The spreadsheet's name of a column: 0 is A, 26 is AA."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@cache
def framework() -> Framework:
    """Sixty items in eight areas, answered 1 to 5."""
    items = tuple(
        Item(id=f"large.{i}", code=str(i), area=f"A{i * 8 // ITEMS}", name=f"Item {i}", scale="agree")
        for i in range(ITEMS)
    )
    return Framework(
        id="large",
        version="1",
        name="Large",
        kind="survey",
        source="invented",
        licence="own",
        areas=tuple(Area(id=f"A{number}", name=f"Area {number}") for number in range(8)),
        items=items,
        scales=(Scale(id="agree", low=1, high=5, top_from=4),),
    )


def large(persons: int = LARGE) -> Answers:
    """A million persons' answers to sixty items in 75 schools and three groups, a tenth of them without a value."""
    rng = np.random.default_rng(2027)
    codes = np.array([1, 2, 3, 4, 5, State.NOT_APPLICABLE, State.BLANK], np.int8)
    values = np.empty((persons, ITEMS), np.int8, order="F")
    for item in range(ITEMS):
        values[:, item] = codes[rng.choice(len(codes), persons, p=CHANCES)]
    school, group = rng.integers(0, SCHOOLS, persons), rng.choice(3, persons, p=(0.04, 0.21, 0.75))
    order = np.lexsort((group, school))
    return Answers(
        person=np.array([f"P-{number:07X}" for number in range(persons)], object),
        school=school[order].astype(np.int32),
        group=group[order].astype(np.int16),
        schools=tuple(f"School {number}" for number in range(1, SCHOOLS + 1)),
        groups=("leaders", "teachers", "pupils"),
        items=tuple(item.id for item in framework().items),
        values=values,
    )
