"""What the newer fields of a framework may hold, and what of an earlier version may be compared."""

from dataclasses import replace

import pytest

from toolbox.frameworks import check_descent, comparable, family_of, lineage, parse, to_toml
from toolbox.frameworks.examples import FIRST, SECOND, THIRD
from toolbox.model import Area, Descent, Framework, Item, Scale, ToolboxError

FULL = """
id = "ours-2"
name = "Our questions"
source = "Staff"
kind = "rubric"
valid_from = 2026
follows = "ours-1"
retired = ["ours-1.A9"]
summary = "compliance"
required = 3
text_included = true
scales = [{ id = "level", low = 1, high = 4 }]

[[areas]]
id = "A"
name = "Together"
descent = [{ relation = "moved", previous = "A" }, { relation = "reworded", previous = "B" }]
items = [
    { code = "A1", name = "Plans", descent = { relation = "same", previous = "ours-1.A1" }, levels = ["none", "some", "most", "all"] },
    { code = "A2", name = "Meets", descent = "new" },
]
"""

FRAME = """
id = "bare"
name = "Areas"
source = "Staff"
kind = "frame"
[[areas]]
id = "A"
name = "Together"
"""


def refused(text: str) -> ToolboxError:
    with pytest.raises(ToolboxError) as caught:
        parse(text)
    return caught.value


def test_every_field_is_read_and_written_back():
    found = parse(FULL)
    assert (found.valid_from, found.follows, found.retired) == ("2026", "ours-1", ("ours-1.A9",))
    assert (found.summary, found.required) == ("compliance", 3)
    assert [each.relation for each in found.areas[0].descent] == ["moved", "reworded"]
    assert found.items[0].descent == Descent(relation="same", previous="ours-1.A1")
    assert found.items[0].levels == ((1, "none"), (2, "some"), (3, "most"), (4, "all"))
    assert parse(to_toml(found)) == found


def test_a_frame_has_areas_only_and_needs_no_scale():
    found = parse(FRAME)
    assert (found.kind, found.items, found.scales) == ("frame", (), ())
    assert parse(to_toml(found)) == found


@pytest.mark.parametrize(
    ("text", "old", "new", "line", "rule"),
    [
        (FULL, "valid_from = 2026", 'valid_from = "spring"', 6, "a year or a date"),
        (FULL, 'summary = "compliance"', 'summary = "sum"', 9, '"summary" must be'),
        (FULL, "required = 3\n", "", 9, "belongs to"),
        (FULL, "required = 3", "required = 5", 10, "not above the highest"),
        (FULL, 'kind = "rubric"', 'kind = "survey"', 9, 'only where "kind" is "rubric"'),
        (FULL, 'follows = "ours-1"', 'follows = "ours-2"', 7, "another framework"),
        (FULL, 'relation = "same"', 'relation = "like"', 19, "same, reworded, moved or new"),
        (FULL, 'relation = "same", previous = "ours-1.A1"', 'relation = "same"', 19, 'needs a "previous" id'),
        (FULL, 'previous = "ours-1.A1"', 'previous = "ours-1.A9"', 8, "is there 2 times"),
        (FULL, 'descent = "new"', 'descent = "old"', 20, 'must be "new" or a table'),
        (FULL, '"none", "some", "most", "all"', '"none", "some", "most", "all", "more"', 19, "describes level 5"),
        (FULL, "text_included = true", "text_included = false", 11, '"text_included" must be true'),
        (FULL, 'relation = "moved", previous = "A"', 'relation = "same", previous = "A"', 15, "neither the same nor new"),
        (FULL, "low = 1, high = 4", 'low = 1, high = 4, categories = "yes"', 12, "must be true or false"),
        (FRAME, 'name = "Together"', 'name = "Together"\nitems = [{ code = "A1", name = "Plans" }]', 5, "areas only"),
        (FRAME, 'kind = "frame"', 'kind = "survey"', 0, "no scale"),
    ],
)  # fmt: skip
def test_a_broken_rule_is_named_with_its_line(text, old, new, line, rule):
    assert old in text
    error = refused(text.replace(old, new))
    assert error.code == "framework_rule"
    assert rule in error.message
    assert error.message.startswith(f"Line {line} " if line else "This framework file cannot be used")


def test_descent_without_what_it_follows_is_refused():
    assert 'only where "follows" names it' in refused(FULL.replace('follows = "ours-1"\n', "")).message


def test_an_area_mixes_no_averages_with_categories():
    text = FULL.replace(
        'scales = [{ id = "level", low = 1, high = 4 }]',
        'scales = [{ id = "level", low = 1, high = 4 }, { id = "time", low = 1, high = 4, categories = true }]',
    ).replace('name = "Meets", descent', 'name = "Meets", scale = "time", descent')
    assert "put the categories into an area of their own" in refused(text).message


def versions(*frameworks: Framework) -> dict[str, Framework]:
    return {each.id: each for each in frameworks}


def test_a_framework_is_comparable_with_itself():
    found = lineage(FIRST, {}).of("first")
    assert found.same == tuple((item.id, item.id) for item in FIRST.items)
    assert found.areas == (("A", "A"), ("B", "B"))
    assert not found.moved
    assert not found.other


def test_a_missing_version_ends_the_chain():
    assert lineage(THIRD, versions(FIRST)).ids == ("third",)
    assert family_of("third", versions(FIRST, THIRD)) == "third"


def test_versions_that_follow_each_other_in_a_circle_end():
    odd = versions(replace(FIRST, follows="third"), SECOND, THIRD)
    assert lineage(THIRD, odd).ids == ("third", "second", "first")
    assert family_of("third", odd)


def test_the_worst_step_counts_over_a_chain():
    """B1 was reworded, then moved: comparable with the second version as an item, with the first not at all."""
    found = lineage(THIRD, versions(FIRST, SECOND))
    assert found.of("second").apart == {"third.A2"}
    assert found.of("first").moved == ()
    assert dict(found.of("first").changed) == {"first.B1": "third.A2"}
    assert ("second.B1", "third.A2") not in found.of("second").same


def test_an_area_that_lost_its_twin_is_no_longer_compared():
    found = lineage(THIRD, versions(FIRST, SECOND)).of("second")
    assert found.areas == (("A", "A"),)
    assert dict(found.other_areas) == {"B": "retired"}


def test_another_scale_is_not_the_same_question():
    wider = replace(SECOND, scales=(Scale(id="agree", low=1, high=7),))
    found = lineage(wider, versions(FIRST)).of("first")
    assert found.same == ()
    assert found.areas == ()
    assert dict(found.other)["second.A1"] == "rescaled"
    assert dict(found.changed) == {"first.A1": "second.A1", "first.B1": "second.B1"}


@pytest.mark.parametrize(
    ("change", "relation"),
    [
        ({}, "same"),
        ({"name": "We plan alone"}, "reworded"),
        ({"reverse": True}, "reworded"),
        ({"area": "B"}, "moved"),
        ({"id": "first.A7"}, "new"),
    ],
)
def test_an_item_that_says_nothing_is_the_same_by_id_words_and_area_only(change, relation):
    items = (replace(FIRST.items[0], **change), *FIRST.items[1:])
    found = lineage(replace(FIRST, id="next", follows="first", items=items), versions(FIRST)).of("first")
    kinds = {**dict.fromkeys((now for _, now in found.same), "same"), **dict.fromkeys(found.apart, "moved")}
    assert {**kinds, **dict(found.other)}[items[0].id] == relation


def test_two_rounds_share_what_both_asked():
    found = lineage(SECOND, versions(FIRST)).of("first")
    pairs, not_shared = comparable(["first.B1"], ["second.A1", "second.B1"], found)
    assert pairs == ()
    assert dict(not_shared) == {"second.B1": "reworded", "second.A1": "only_after"}


def test_a_version_that_speaks_falsely_of_the_one_before_is_told_so():
    wrong = replace(
        SECOND,
        areas=(Area(id="A", name="Together", descent=(Descent(relation="same", previous="Z"),)), SECOND.areas[1]),
        items=(replace(SECOND.items[0], descent=Descent(relation="same", previous="first.Z1")), SECOND.items[1]),
    )
    assert [sentence.split(",")[0] for sentence in check_descent(wrong, FIRST)] == [
        'item "A1" comes from the item "first.Z1"',
        'area "A" comes from the area "Z"',
    ]


def test_items_keep_their_scale_by_numbers_not_by_words():
    german = replace(SECOND, scales=(replace(SECOND.scales[0], labels=((1, "nein"), (5, "ja"))),))
    assert lineage(german, versions(FIRST)).of("first").same == (("first.A1", "second.A1"),)
    assert isinstance(german.items[0], Item)
