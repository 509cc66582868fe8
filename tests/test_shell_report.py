"""The page from a shell: for whom, since when, and what is refused."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pikepdf
from docx import Document

from tests.test_shell import AFTER, BEFORE, refused, toolbox

EIGHT_TEACHERS = "Žaibo ežero mokykla"


def test_a_pdf_of_one_school_with_what_moved(tmp_path: Path):
    out = tmp_path / "page.pdf"
    done = toolbox("report", AFTER, "--since", BEFORE, "--school", EIGHT_TEACHERS, "--out", out, "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["kind"], told["file"], told["audience"], told["left_out"]) == ("report", "page.pdf", "internal", [])
    assert "5 teachers" in told["sentences"][0]
    with pikepdf.open(out) as whole:
        assert len(whole.pages) == 1
        assert EIGHT_TEACHERS in str(whole.docinfo["/Title"])


def test_a_word_file_for_the_public_hides_more(tmp_path: Path):
    out = tmp_path / "page.docx"
    done = toolbox("report", AFTER, "--since", BEFORE, "--school", EIGHT_TEACHERS, "--public", "--out", out)
    assert done.returncode == 0, done.stderr
    assert "page.docx written." in done.stdout
    words = "\n".join(each.text for each in Document(io.BytesIO(out.read_bytes())).paragraphs)
    assert "For the public" in words
    assert "Teachers hidden: fewer than 10 answers." in words
    assert "5 teachers" not in words
    assert "Since autumn-2025" in words


def test_it_refuses_what_it_cannot_write(tmp_path: Path):
    there = tmp_path / "page.pdf"
    there.write_bytes(b"mine")
    assert refused(toolbox("report", AFTER, "--out", there))["code"] == "out_exists"
    assert there.read_bytes() == b"mine"
    assert refused(toolbox("report", AFTER, "--out", tmp_path / "page.txt"))["code"] == "out_kind"
    assert refused(toolbox("report", AFTER, "--out", tmp_path / "gone" / "page.pdf"))["code"] == "out_not_writable"
    told = refused(toolbox("report", AFTER, "--group", "teachers", "--out", tmp_path / "new.pdf"))
    assert told["code"] == "whole_school"
    assert refused(toolbox("report", AFTER))["code"] == "wrong_arguments"
