"""A framework of one's own: what is taken, and what is refused in which words."""

import pytest

from toolbox.frameworks import TEMPLATE, load, parse, to_toml
from toolbox.model import ToolboxError

SMALL = """
id = "ours"
name = "Our questions"
source = "Staff"
scales = [{ id = "agree", low = 1, high = 4, labels = ["no", "rather no", "rather yes", "yes"] }]

[[areas]]
id = "A"
name = "Together"
items = [
    { code = "A1", name = "We plan together" },
    { code = "A2", name = "We work alone", reverse = true },
]
"""


def refused(text: str) -> ToolboxError:
    with pytest.raises(ToolboxError) as caught:
        parse(text)
    return caught.value


def test_the_template_is_a_framework():
    found = parse(TEMPLATE)
    assert found.own
    assert [item.id for item in found.items] == ["our-school.A1", "our-school.A2", "our-school.B1", "our-school.B2"]
    assert [item.code for item in found.items if item.reverse] == ["B2"]


def test_short_forms_are_filled_in():
    found = parse(SMALL)
    assert (found.version, found.kind, found.licence) == ("1", "survey", "own")
    assert found.items[0].scale == "agree"
    assert found.scales[0].labels == ((1, "no"), (2, "rather no"), (3, "rather yes"), (4, "yes"))


def test_a_file_from_a_windows_editor_is_read():
    assert parse("\ufeff" + SMALL.replace("\n", "\r\n")) == parse(SMALL)


def test_odd_signs_survive_writing():
    odd = SMALL.replace('"We plan together"', '"\\"Wir\\" planen \\\\ gemeinsam\\t—\\u0007 ÄÖ\\u007f 学校"')
    found = parse(odd)
    assert parse(to_toml(found)) == found
    assert "学校" in found.items[0].name


def test_toml_that_is_none_names_line_and_column():
    error = refused('id = "a"\nname = Our questions\n')
    assert error.code == "framework_unreadable"
    assert "line 2, column 8" in error.message


@pytest.mark.parametrize(
    ("old", "new", "line", "rule"),
    [
        ('{ code = "A2"', '{ code = "A1"', 11, 'item code "A1" is there 2 times'),
        ("low = 1, high = 4", "low = 4, high = 1", 5, "must rise"),
        ("high = 4", "high = 3", 5, "a label for 4, outside 1 to 3"),
        ("low = 1, high = 4", "low = 1, high = 200", 5, "between -100 and 127"),
        ("high = 4,", "high = 4, top_from = 1,", 5, '"top_from"'),
        ('name = "We work alone"', 'name = "We work alone", scale = "other"', 12, 'names a scale "other"'),
        ("reverse = true", 'reverse = "yes"', 12, "must be true or false"),
        ("reverse = true", "polarity = -1", 12, 'a field "polarity" that is not known'),
        ('id = "ours"', 'id = "our questions"', 2, "letters, digits, dots and hyphens"),
        ('id = "ours"', 'id = "ours"\nkind = "quiz"', 3, '"kind" must be'),
        ('source = "Staff"', 'source = ""', 4, '"source" is empty'),
        ('source = "Staff"', 'source = "Staff"\nurl = "javascript:alert(1)"', 5, "must begin with https://"),
        ('"rather no"', '"no"', 5, '"no" is there 2 times'),
        ('{ code = "A1", name = "We plan together" }', '{ code = "A1" }', 11, 'has no "name"'),
        ('name = "We plan together"', "name = 7", 11, "must be words in quotation marks"),
    ],
)  # fmt: skip
def test_a_broken_rule_is_named_with_its_line(old, new, line, rule):
    assert old in SMALL
    error = refused(SMALL.replace(old, new))
    assert error.code == "framework_rule"
    assert rule in error.message
    assert error.message.startswith(f"Line {line} ")


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ('id = "a"\nname = "b"\nsource = "c"\n', "no scale"),
        ('id = "a"\nname = "b"\nsource = "c"\nscales = [{id = "s", low = 1, high = 5}]\n', "no area"),
        ("", 'has no "id"'),
        ('id = "a"\nname = "b"\nsource = "c"\nareas = "A"\n', 'must be a list of tables'),
        ("x = " + "[" * 3000 + "]" * 3000, "nested too deeply"),
        ("#" * 600_000, "longer than a framework can be"),
    ],
)  # fmt: skip
def test_what_is_missing_is_named(text, rule):
    error = refused(text)
    assert rule in error.message


def test_areas_of_mixed_scales_are_refused():
    text = (
        SMALL.replace("labels = [", "labels = [")
        .replace("scales = [{", 'scales = [{ id = "ten", low = 0, high = 10 }, {')
        .replace('name = "We plan together"', 'name = "We plan together", scale = "agree"')
    )
    assert "scales of different length" in refused(text).message


def test_levels_must_rise():
    text = (
        SMALL + '\n[[levels]]\nvalue = 2\nname = "b"\nat_least = 3\n[[levels]]\nvalue = 1\nname = "a"\nat_least = 1\n'
    )
    assert "levels must rise" in refused(text).message
    sound = (
        SMALL + '\n[[levels]]\nvalue = 1\nname = "a"\nat_least = 1\n[[levels]]\nvalue = 2\nname = "b"\nat_least = 2.5\n'
    )
    found = parse(sound)
    assert [level.at_least for level in found.levels] == [1.0, 2.5]
    assert parse(to_toml(found)) == found


@pytest.mark.parametrize("floor", ["nan", "inf"])
def test_a_level_begins_at_a_number_that_ends(floor):
    text = SMALL + f'\n[[levels]]\nvalue = 1\nname = "a"\nat_least = {floor}\n'
    assert "a number that ends" in refused(text).message


def test_an_unknown_framework_is_answered_with_those_there_are():
    with pytest.raises(ToolboxError) as caught:
        load("selfie")
    assert caught.value.code == "unknown_framework"
    assert "selfie-2020" in caught.value.message
