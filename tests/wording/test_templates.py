"""No sentence claims more than two rounds of a survey can show."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path

import pytest

from toolbox.tables import COLUMNS, reasons
from toolbox.wording.templates import MUST_NOT_SAY, SENTENCES

WORDING = Path(__file__).resolve().parents[2] / "toolbox" / "wording"


def said_too_much(text: str) -> list[str]:
    """Forbidden words in a text; the start of a word counts, its middle does not."""
    return [words for words in MUST_NOT_SAY if re.search(rf"(?<![a-z]){re.escape(words)}", text.lower())]


@pytest.mark.parametrize("name", SENTENCES)
def test_no_template_says_what_must_not_be_said(name):
    assert not said_too_much(SENTENCES[name])


def test_the_list_would_be_noticed():
    for sentence in (
        "Mentoring caused this.",
        "A significant effect",
        "p = 0.03",
        "There was no change.",
        "Your rank: 3",
    ):
        assert said_too_much(sentence), sentence
    assert not said_too_much("Because some answered once, this describes 12 people.")


@pytest.mark.parametrize("table", [reasons.DESIGNS, reasons.WHY, reasons.NOTES, reasons.DROPPED])
def test_remarks_in_tables_say_no_more(table):
    assert not [text for text in table.values() if said_too_much(text)]


@pytest.mark.parametrize("name", SENTENCES)
def test_every_template_is_used_and_nothing_else_is_asked_for(name):
    code = "".join(path.read_text(encoding="utf-8") for path in WORDING.glob("*.py") if path.name != "templates.py")
    literals = {node.value for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Constant)}
    assert name in literals or name.startswith("change_"), f"nobody says {name}"


def test_every_sentence_asked_for_exists():
    code = [ast.parse(path.read_text(encoding="utf-8")) for path in WORDING.glob("*.py")]
    asked = {
        node.args[0].value
        for tree in code
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "say"
        and isinstance(node.args[0], ast.Constant)
    }
    assert asked
    assert asked <= set(SENTENCES)


@pytest.mark.parametrize("name", SENTENCES)
def test_numbers_are_formatted_before_they_reach_a_template(name):
    assert not [spec for _, _, spec, _ in string.Formatter().parse(SENTENCES[name]) if spec]


def test_headings_of_tables_do_not_overclaim():
    assert not [name for name, column in COLUMNS.items() if said_too_much(column.label)]
