"""The Word tables: three rules, real heading rows, numbers as journals print them, reasons as notes below."""

from __future__ import annotations

import io
import re
import time
import zipfile
from dataclasses import replace

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT

from tests.invented import answers
from tests.reports.evaluated import BIG, facts, known, released_of, two_rounds
from toolbox.disclosure.examples import FRAMEWORK
from toolbox.model import Area, Item, Plan
from toolbox.reports.word_change import change_document, change_printed
from toolbox.reports.word_file import PrintedTable, document
from toolbox.reports.word_table1 import table1_document, table1_printed
from toolbox.tables import block_table

ROUNDS = two_rounds(gone={(school, group): 2 for school, group in BIG})
TWO = Plan(
    rounds=("Round 1", "Round 2"), comparison="two_groups", schools=facts(sorted(school for school, _ in BIG), 4),
    assignment="The hub.",
)  # fmt: skip
RELEASED = released_of(ROUNDS, TWO)

PLAIN = PrintedTable(
    number=3,
    title="A title & <more>",
    headings=((("", 1), ("Before", 2)), (("Scale", 1), ("n", 1), ("M", 1))),
    rows=(("Teachers",), ("مدرسة الشمال", "12", "−0.30"), ("x" * 200, "—", "—")),
    notes=("CI = interval.", "a Hidden."),
)


def opened(content: bytes):
    return Document(io.BytesIO(content))


def xml(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return packed.read("word/document.xml").decode()


def cells(content: bytes) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in opened(content).tables[0].rows]


def test_the_layout_is_the_fields():
    content = document(PLAIN)
    paragraphs = opened(content).paragraphs
    assert paragraphs[0].text == "Table 3"
    assert paragraphs[0].runs[0].bold
    assert paragraphs[1].text == "A title & <more>"
    assert paragraphs[1].runs[0].italic
    assert paragraphs[2].text == "Note. CI = interval."
    assert paragraphs[2].runs[0].italic
    assert paragraphs[3].runs[0].font.superscript
    assert paragraphs[3].text == "a Hidden."


def test_three_rules_and_no_vertical_line():
    told = xml(document(PLAIN))
    assert not re.search(r"<w:(left|right|insideV|insideH)\b", told)
    rows = re.findall(r"<w:tr>.*?</w:tr>", told, flags=re.S)
    ruled = ["".join(side for side in ("top", "bottom") if f"<w:{side} w:val" in row) for row in rows]
    assert ruled == ["topbottom", "bottom", "", "", "bottom"]  # the first bottom rule stands below "Before" only


def test_heading_rows_are_marked_and_repeat():
    rows = re.findall(r"<w:tr>.*?</w:tr>", xml(document(PLAIN)), flags=re.S)
    assert ["<w:tblHeader/>" in row for row in rows] == [True, True, False, False, False]
    assert all("<w:cantSplit/>" in row for row in rows)
    assert 'w:tblDescription w:val="2 rows. Columns: Scale, n, M."' in xml(document(PLAIN))


def test_text_from_right_to_left_is_marked_and_language_is_stated():
    told = xml(document(PLAIN))
    row = next(row for row in re.findall(r"<w:tr>.*?</w:tr>", told, flags=re.S) if "مدرسة" in row)
    assert row.count("<w:rtl/>") == 1
    with zipfile.ZipFile(io.BytesIO(document(PLAIN))) as packed:
        assert 'w:lang w:val="en-GB"' in packed.read("word/styles.xml").decode()


def test_the_same_table_gives_the_same_bytes():
    first = document(PLAIN)
    time.sleep(2.1)
    assert document(PLAIN) == first


def test_a_wide_table_lies_on_its_side():
    assert opened(change_document(RELEASED)).sections[0].orientation == WD_ORIENT.LANDSCAPE
    assert opened(document(PLAIN)).sections[0].orientation == WD_ORIENT.PORTRAIT


def test_the_change_table_prints_the_tables_numbers():
    found = cells(change_document(RELEASED))
    assert found[0] == [
        "Scale",
        "n",
        "Before\nM (SD)",
        "After\nM (SD)",
        "Change [95 % CI]",
        "g [95 % CI]",
        "p",
        "adj. p",
    ]
    table = block_table(RELEASED, "change").frame
    heads = table[table["part"] == "headline"]
    rows = [row for row in found[1:] if len(set(row)) > 1]
    assert len(rows) == len(heads) == 8
    for row, (_, line) in zip(rows, heads.iterrows(), strict=True):
        assert row[1] == str(line["n_pairs"])
        estimate, low, high = re.findall(r"−?\d\.\d\d", row[4])
        for text, value in ((estimate, line["estimate"]), (low, line["ci_low"]), (high, line["ci_high"])):
            assert float(text.replace("−", "-")) == pytest.approx(value, abs=0.0051)


def test_table_one_has_a_column_an_arm():
    found = table1_printed(RELEASED)
    assert [text for text, _ in found.headings[0]] == ["", "All", "Mentored", "Not yet mentored", "g"]
    assert ("Schools, n", "8", "4", "4", "") in found.rows
    table = block_table(RELEASED, "baseline").frame
    first = next(row for row in found.rows if row[0] == "Leadership")
    assert first[2] == f"{table['mean_mentored'][0]:.2f} ({table['sd_mentored'][0]:.2f})"
    assert first[4].replace("−", "-") == f"{table['es'][0]:.2f}"


def test_table_one_of_one_group_says_how_leavers_began():
    found = table1_printed(released_of(ROUNDS, Plan(rounds=("Round 1", "Round 2"))))
    assert [text for text, _ in found.headings[0]] == ["", "n", "M (SD)", "Stayed − left, g"]
    assert any(row[0].startswith("Leadership") and row[3] != "—" for row in found.rows)


def test_what_is_hidden_has_its_reason_below():
    small = released_of(two_rounds({("North", "teachers"): 4, ("South", "teachers"): 6}))
    found = change_printed(small)
    rows = [row for row in found.rows if len(row) > 1]
    hidden = [row for row in rows if set(row[1:]) == {"—"}]
    assert hidden
    assert all(row[0][-1] in "ᵃᵇᶜ" for row in hidden)
    assert any(note.startswith("a Hidden: ") for note in found.notes)


def test_where_nobody_can_be_followed_both_sizes_stand():
    first = answers(BIG, keyed=False)
    found = change_printed(released_of(known([first, answers(BIG, seed=2, keyed=False)])))
    row = next(row for row in found.rows if len(row) > 1)
    assert re.fullmatch(r"\d+ / \d+", row[1])
    assert any("nobody could be followed" in note for note in found.notes)


@pytest.mark.parametrize("make", [table1_document, change_document])
def test_one_round_and_nobody_still_make_a_document(make):
    assert cells(make(released_of(known([answers(BIG)]))))
    assert cells(make(released_of(two_rounds({("North", "teachers"): 1}))))


def test_awkward_names_of_scales_are_printed_as_they_are():
    names = ("=1+1", "a/b\\c", "مقياس", "n\x00ul & <tag>", "long " * 40)
    framework = replace(
        FRAMEWORK,
        areas=tuple(Area(id=f"A{n}", name=name) for n, name in enumerate(names)),
        items=tuple(
            Item(id=f"i{n}", code=str(n), area=f"A{n}", name=name, scale="agree") for n, name in enumerate(names)
        ),
    )
    items = tuple(item.id for item in framework.items)
    rounds = known([answers(BIG, items=items, seed=seed) for seed in (1, 2)], framework)
    released = released_of(rounds, framework=framework)
    first = [row[0] for row in cells(change_document(released))]
    for name in names:
        assert any(text.startswith(name.replace("\x00", "").strip()[:150]) for text in first), name
