"""No sentence claims more than two rounds of a survey can show."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path

import pytest

from toolbox.tables import COLUMNS, reasons
from toolbox.wording import templates
from toolbox.wording.templates import SENTENCES
from toolbox.wording.unsaid import CLAIMS, MUST_NOT_MATCH, MUST_NOT_SAY

WORDING = Path(__file__).resolve().parents[2] / "toolbox" / "wording"


def said_too_much(text: str, words: tuple[str, ...] = MUST_NOT_SAY) -> list[str]:
    """Forbidden words in a text; the start of a word counts, its middle does not. Shares of people may be 95 %."""
    shares = re.sub(r"(\d+ of [\d,]+ [^;,.(]*\()\d+ %\)", r"\1all)", text.lower())
    found = [each for each in words if re.search(rf"(?<![a-z]){re.escape(each)}", shares)]
    return found + [each for each in MUST_NOT_MATCH if words is MUST_NOT_SAY and re.search(each, text.lower())]


def percentages_of_few(text: str) -> list[str]:
    """Percentages said of fewer than 20 people, going by the "so many of so many" before them."""
    found = re.findall(r"(\d[\d,]*) of (\d[\d,]*) [^;,.(]*\(\d+ %\)", text)
    return [of for _, of in found if int(of.replace(",", "")) < 20]


def test_no_name_stands_in_two_files():
    subjects = [getattr(templates, name) for name in dir(templates) if name.isupper() and name != "SENTENCES"]
    assert sum(len(each) for each in subjects if isinstance(each, dict)) == len(SENTENCES)


@pytest.mark.parametrize("name", SENTENCES)
def test_no_template_says_what_must_not_be_said(name):
    assert not said_too_much(SENTENCES[name])


@pytest.mark.parametrize("name", SENTENCES)
def test_a_percentage_is_filled_in_only_where_its_number_of_people_is_checked(name):
    """A template with a percentage is asked for only beside the check of how many people that is."""
    if "%" not in SENTENCES[name]:
        return
    asked = [
        code
        for path in WORDING.glob("*.py")
        if path.name != "unsaid.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and f'"{name}"' in (code := ast.unparse(node).replace("'", '"'))
    ]
    assert asked
    assert not [code for code in asked if "LEAST_FOR_PERCENT" not in code]


def test_the_list_would_be_noticed():
    for sentence in (
        "Mentoring caused this.",
        "A significant effect",
        "p = 0.03",
        "There was no change.",
        "Your rank: 3",
        "Thanks to mentoring, teachers rose.",
        "The average rose by a small difference.",
        "That is 3 months of progress.",
        "We are 95 % sure.",
        "Mentoring works.",
        "An ANCOVA shows it.",
        "Up 0.31 points.",
        "Up 0.3 points.*",
        "First in the league",
        "The teacher improved.",
        "The difference made by mentoring is 0.3 points.",
    ):
        assert said_too_much(sentence), sentence
    assert not said_too_much("Who answered: 38 of 40 teachers both times (95 %).")
    assert percentages_of_few("Who answered: 9 of 12 teachers (75 %), 20 of 40 pupils (50 %).") == ["12"]
    assert not said_too_much("Because some answered once, this describes 12 people.")


@pytest.mark.parametrize("table", [reasons.DESIGNS, reasons.WHY, reasons.NOTES, reasons.DROPPED])
def test_remarks_in_tables_say_no_more(table):
    assert not [text for text in table.values() if said_too_much(text, CLAIMS)]


@pytest.mark.parametrize("name", SENTENCES)
def test_every_template_is_used_and_nothing_else_is_asked_for(name):
    code = "".join(path.read_text(encoding="utf-8") for path in WORDING.glob("*.py") if path.name != "unsaid.py")
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
    # "Effect size" and "design effect" are terms of the trade, and a pair may stand unchanged.
    terms = re.compile("effect size|design effect|unchanged pairs", re.IGNORECASE)
    labels = {name: terms.sub("", column.label) for name, column in COLUMNS.items()}
    assert not [name for name, label in labels.items() if said_too_much(label, CLAIMS)]
