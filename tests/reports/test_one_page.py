"""The page for the staff meeting: one sheet, the same words in both files, nothing a person typed is a command."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import subprocess
import sys
import time
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path

import pikepdf
import pytest
from docx import Document

from tests.invented import SELFIE, compared
from tests.reports.pages import (
    FIRST,
    SECOND,
    STEPS,
    averages_page,
    counted_page,
    framework_of,
    full,
    page_of,
    public,
    rubric_page,
)
from toolbox.disclosure import release
from toolbox.frameworks import load
from toolbox.model import PUBLIC
from toolbox.reports.one_page import leaves_out, pdf, word
from toolbox.reports.one_page.shortening import shorter


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


@dataclass(frozen=True)
class Element:
    kind: str
    alt: str


def elements_of(content: bytes) -> list[Element]:
    """Every element of the structure tree, in reading order."""
    found = []

    def walk(node) -> None:
        if isinstance(node, pikepdf.Array):
            for each in node:
                walk(each)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                found.append(node)
            if "/K" in node:
                walk(node["/K"])

    whole = opened(content)
    walk(whole.Root.StructTreeRoot["/K"])
    return [Element(kind=str(each["/S"]), alt=str(each.get("/Alt", ""))) for each in found]


def text_of(content: bytes) -> str:
    """What a person can read on the sheet; words the sheet breaks are put together."""
    if not shutil.which("pdftotext"):
        words = "the sheet was not read: pdftotext (Debian's poppler-utils) is not installed here"
        if os.environ.get("CI") == "true":
            pytest.fail(words)
        pytest.skip(words)
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=content, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


ROOT = Path(__file__).resolve().parents[2]
PAGE = full()
SET = pdf(PAGE)[0]
TEACHERS = {("Elm", "teachers"): 24}
#: In short, the table, and every part.
HEADINGS = 2 + len(PAGE.parts)


def test_it_is_tagged_titled_and_in_a_language():
    found = opened(SET)
    assert found.Root.MarkInfo.Marked
    assert str(found.Root.Lang) in ("en", "en-GB")
    assert found.Root.ViewerPreferences.DisplayDocTitle
    with found.open_metadata() as about:
        assert about["pdfuaid:part"] == "1"
        assert about["dc:title"].startswith("Elm: SELFIE")
        assert about["dc:creator"] == ["Learning Analytics Toolbox"]
    assert len(found.pages) == 1


def test_headings_are_in_order_and_every_picture_has_its_words():
    elements = elements_of(SET)
    names = [each.kind for each in elements]
    assert [name for name in names if name in ("/H1", "/H2", "/H3")] == ["/H1", *["/H2"] * HEADINGS]
    pictures = [each for each in elements if each.kind == "/Figure"]
    assert len(pictures) == 1 + len(SELFIE.areas)
    assert all(each.alt for each in pictures)
    assert [each.alt for each in pictures] == ["Scale from 1 to 5", *(row.alt for row in PAGE.rows)]
    assert PAGE.rows[0].alt == "Leadership: Leaders 4.1, Teachers 3.6, Pupils 4.1."
    assert names.count("/TH") == 5
    assert names.count("/TR") == 1 + len(SELFIE.areas)


def test_its_typefaces_are_its_own_and_whole():
    fonts, whole = {}, opened(SET)
    for font in whole.pages[0].Resources.Font.values():
        one = font.DescendantFonts[0]
        fonts[str(one.BaseFont).partition("+")[2]] = any(key.startswith("/FontFile") for key in one.FontDescriptor)
    assert fonts
    assert all(fonts.values())
    assert {name.partition("-")[0] for name in fonts} <= {"LibertinusSerif", "DejaVuSansMono"}


def test_the_same_page_gives_the_same_bytes():
    docx = word(PAGE)
    time.sleep(2.1)
    assert pdf(PAGE)[0] == SET
    assert word(PAGE) == docx
    with opened(SET) as whole, whole.open_metadata() as about:
        assert about["xmp:CreateDate"].startswith("2025-10-06T00:00:00")


def test_both_files_say_the_same():
    page = PAGE
    printed, document = text_of(SET), Document(io.BytesIO(word(page)))
    paragraphs = "\n".join(each.text for each in document.paragraphs)
    for said in (page.title, page.scope, page.who, *page.findings, *page.notes, *page.foot):
        assert said in paragraphs
        assert " ".join(said.split()) in printed.replace("- ", "-") or said[:40] in printed
    for part in page.parts:
        assert part.heading in printed
        for line in part.lines:
            assert line in paragraphs
            assert line[:60].replace("\u00a0", " ") in printed.replace("\u00a0", " ")
    cells = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert [row[2:] for row in cells[1:]] == [list(row.cells) for row in page.rows]
    for row in page.rows:
        assert f"{row.name} {' '.join(row.cells)}" in printed


def test_the_document_is_made_for_a_screen_reader():
    content = word(PAGE)
    document = Document(io.BytesIO(content))
    styles = [each.style.name for each in document.paragraphs if each.style.name.startswith("Heading")]
    assert styles == ["Heading 1", *["Heading 2"] * HEADINGS]
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        told, core = (packed.read(f"{name}.xml").decode() for name in ("word/document", "docProps/core"))
        assert 'w:lang w:val="en-GB"' in packed.read("word/styles.xml").decode()
    assert told.count("<w:tblHeader/>") == 1
    assert told.count('descr="') == 1 + len(SELFIE.areas) == told.count("<wp:inline")
    about = document.core_properties
    assert (about.author, about.last_modified_by, about.language) == ("Learning Analytics Toolbox", "", "en-GB")
    assert core.count("2025-10-06T00:00:00Z") == 2


AWKWARD = (
    '#sys.inputs "x" [a] \\b @ref *bold* _em_ $x$ <script>alert(1)</script>',
    "#panic(\"x\") // no /* comment */ `raw` = heading - list + 1. a~b---c 'q'",
    "Žaibo ežero mokykla",
    "თბილისის სკოლა",
    "Δημοτικό Σχολείο Ελπίδα",
    "Osnovna škola Đure Šubića čćž",
    "Szkoła Źdźbło w Łęczycy",
    "Õpetajate Ühisgümnaasium",
    "Училище „Кирил“",
)


def test_what_a_person_typed_is_printed_as_typed():
    """As the name of the school, of areas, and in a next step."""
    framework = framework_of(len(AWKWARD))
    areas = tuple(replace(area, name=name) for area, name in zip(framework.areas, AWKWARD, strict=True))
    steps = (replace(STEPS[0], step=AWKWARD[1], owner=AWKWARD[0]),)
    page = page_of(TEACHERS, framework=replace(framework, areas=areas), steps=steps, whose=AWKWARD[0])
    content, settled = pdf(page)
    assert settled.left_out == ()
    printed = text_of(content)
    document = Document(io.BytesIO(word(settled)))
    assert document.paragraphs[1].text == AWKWARD[0]
    for name, row in zip(AWKWARD, document.tables[0].rows[1:], strict=True):
        assert row.cells[0].text == name
        assert name.replace(" ", "") in printed.replace(" ", ""), name
    assert printed.count(AWKWARD[0][:30]) >= 3


def test_a_sign_no_typeface_has_is_a_box_and_never_stops_the_page():
    page = page_of(TEACHERS, whose="学校 \U0001f600 North\x07")
    assert "□□ □ North" in text_of(pdf(page)[0])
    assert any("学校" in each.text for each in Document(io.BytesIO(word(page))).paragraphs)


@pytest.mark.parametrize(
    "page",
    [
        public(),
        full(whose="The very long name of a school " * 8),
        page_of({("Elm", "teachers"): 24}),
        page_of({("Elm", "teachers"): 8}),
        page_of({("Elm", "teachers"): 3, ("Elm", "leaders"): 2}),
        page_of(
            {("Elm", g): 30 for g in ("leaders", "teachers", "pupils", "parents", "staff")}, framework=framework_of(10)
        ),
        page_of({("Elm", "teachers"): 30}, framework=framework_of(40, "Area {} " + "with a long name " * 5)),
        page_of(school="", change=None),
        averages_page(),
        averages_page(load("selfie-2018")),
        rubric_page(),
        rubric_page("ibp-fo"),
        counted_page(),
    ],
    ids=[
        "public",
        "long name",
        "one group",
        "eight",
        "all hidden",
        "5 x 10",
        "40 long areas",
        "hub",
        "averages",
        "averages of a frame",
        "rubric",
        "levels",
        "counted",
    ],
)
def test_one_sheet_whatever_the_school_is_like(page):
    content, settled = pdf(page)
    assert len(opened(content).pages) == 1
    printed = text_of(content)
    assert settled.title.split()[0] in printed
    assert ("Left out so that one page is enough" in printed) == bool(settled.left_out)


def test_levels_that_are_never_averaged_stand_in_words():
    page = rubric_page("ibp-fo")
    printed = text_of(pdf(page)[0])
    assert [row.cells for row in page.rows] == [("23 of 69, lowest level 1",), ("8 of 25, lowest level 1",)]
    assert "Information security 23 of 69, lowest level 1" in printed
    assert "average" not in printed


def test_what_is_counted_is_told_answer_by_answer():
    page = counted_page()
    told = next(part for part in page.parts if part.key == "counts")
    assert len(told.lines) == 2 * len(page.released.framework.items)
    assert (
        told.lines[-1]
        == "Reading information, pupils: None 4 of 14, Up to 30 minutes 8 of 14, More than 30 minutes 2 of 14."
    )
    assert told.lines[-1] in text_of(pdf(page)[0])


def test_the_public_page_rounds_hides_more_and_keeps_ranges_inside():
    inside, outside = PAGE, public()
    assert [heading.answered for heading in inside.groups] == ["n = 6", "n = 24", "n = 90"]
    assert [heading.answered for heading in outside.groups] == ["n = 25", "n = 90"]
    assert "fewer than 10 leaders, 25 teachers" in outside.who
    assert "Leaders hidden: fewer than 10 answers." in outside.notes
    assert not any("range" in note for note in outside.notes)
    words = " ".join(line for part in outside.parts for line in part.lines)
    assert "head of department" not in words
    assert "between" not in words.replace("between the two rounds", "")
    assert "24" not in words
    assert leaves_out(inside, outside) == (
        "Leaders in every area (hidden: fewer than 10 answers).",
        "The ranges the averages may lie in, which would tell how many answered.",
        "Some of “Whole school or pockets”.",
        "How sure the change is, and how many could be followed.",
        "Who sees to the next steps.",
    )
    assert leaves_out(inside, public(steps=()))[-1] == "“Next steps”."


def test_two_audiences_do_not_meet_on_one_page():
    change = release(compared(FIRST, SECOND, "Elm"))
    with pytest.raises(ValueError, match="two rules"):
        page_of(policy=PUBLIC, change=change)


def test_the_least_important_goes_first_and_the_page_says_so():
    page = full()
    tried = list(shorter(page))
    names = (
        "whole school or pockets",
        "more about where views differ",
        "what moved since the last round",
        "the next steps",
    )
    assert [each.left_out for each in tried] == [names[:gone] for gone in range(5)]
    assert all(each.findings == page.findings and each.rows == page.rows for each in tried)
    crowded = replace(page, parts=tuple(replace(part, lines=part.lines * 12) for part in page.parts))
    content, settled = pdf(crowded)
    assert settled.left_out[0] == "whole school or pockets"
    assert "Left out so that one page is enough: whole school or pockets" in text_of(content)
    assert "Left out so that one page is enough" in "".join(
        each.text for each in Document(io.BytesIO(word(settled))).paragraphs
    )


ELSEWHERE = """
import hashlib
from tests.reports.pages import full
from toolbox.disclosure import release
from toolbox.frameworks import load
from toolbox.model import PUBLIC
from toolbox.reports.one_page import pdf
print(hashlib.sha256(pdf(full())[0]).hexdigest())
"""


def test_without_a_network_and_without_the_machines_fonts_it_is_the_same(tmp_path):
    """In a process of its own that reaches nobody: no package, no typeface comes from anywhere else."""
    apart = ["unshare", "-rn"]
    if not shutil.which("unshare") or subprocess.run([*apart, "true"], capture_output=True, check=False).returncode:
        apart = []  # where that is not allowed, every way out leads to a closed port
    nowhere = "http://127.0.0.1:9"
    env = {
        **os.environ, "HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path),
        "HTTP_PROXY": nowhere, "HTTPS_PROXY": nowhere, "ALL_PROXY": nowhere, "FONTCONFIG_FILE": os.devnull,
    }  # fmt: skip
    done = subprocess.run(
        [*apart, sys.executable, "-c", ELSEWHERE], cwd=ROOT, env=env, capture_output=True, text=True, check=True
    )
    assert done.stdout.split()[-1] == hashlib.sha256(SET).hexdigest()


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not here to lay the Word file out")
@pytest.mark.parametrize("page", [full(), rubric_page()], ids=["full", "rubric"])
def test_the_word_file_takes_one_sheet_too(page, tmp_path):
    place = tmp_path / "page.docx"
    place.write_bytes(word(pdf(page)[1]))
    home = f"-env:UserInstallation=file://{tmp_path / 'office'}"
    subprocess.run(
        ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(place)],
        capture_output=True, check=True, timeout=180,
    )  # fmt: skip
    with pikepdf.open(tmp_path / "page.pdf") as laid_out:
        assert len(laid_out.pages) == 1
