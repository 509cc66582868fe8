"""Charts of every size: few areas or many, few groups or many, long names; nothing squeezed, nothing on top of another."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
import vl_convert

from tests.charts.test_charts import drawn, layers, texts
from tests.invented import answers, released_comparison, released_profile, second_round
from toolbox import charts
from toolbox.model import Area, Framework, Item, Scale

SCALE = Scale(id="s", low=1, high=5, labels=((1, "Strongly disagree"), (5, "Strongly agree")))
SIZES = {"leaders": 12, "teachers": 30, "pupils": 40, "parents": 25, "staff": 14}
LONG = "Facilitating learners' digital competence across every subject taught in schools"
AREAS = (1, 2, 3, 8, 22)


def own(areas: int, items: int = 2, name: str = "Area") -> Framework:
    """A framework of one's own with so many areas, each of so many items."""
    return Framework(
        id="own", version="1", name="Own", kind="survey", source="own", scales=(SCALE,), own=True,
        areas=tuple(Area(id=f"A{area}", name=f"{name} {area}") for area in range(areas)),
        items=tuple(
            Item(id=f"own.{area}.{item}", code=f"{area}.{item}", area=f"A{area}", name=f"Statement {item}", scale="s")
            for area in range(areas) for item in range(items)
        ),
    )  # fmt: skip


def answered(framework: Framework, *groups: str, size: int | None = None):
    """Answers of one school to every item."""
    sizes = {("North", group): size or SIZES.get(group, 24) for group in groups}
    return answers(sizes, items=tuple(item.id for item in framework.items))


@cache
def every_chart(areas: int, groups: tuple[str, ...], name: str = "Area") -> dict[str, dict]:
    """All kinds of charts of a framework of one's own, as specifications."""
    framework = own(areas, name=name)
    first = answered(framework, *groups)
    later = second_round(first, shift=0.3)
    few_moved = replace(
        later, person=np.where(np.arange(len(later)) < 3, "P-new-" + later.person.astype(str), later.person)
    )
    found = released_profile(first, "North", framework=framework)
    compared = released_comparison(first, later, "North", framework=framework)
    apart = released_comparison(first, few_moved, "North", framework=framework)
    return {
        "profile": drawn(charts.profile(found)),
        "stated": drawn(charts.profile(found, stated={"A0": 2.5})),
        "at a glance": drawn(charts.at_a_glance(found)),
        "items": drawn(charts.items(found, "A0")),
        "change": drawn(charts.change(compared, groups[-1])),
        "around zero": drawn(charts.change(apart, groups[0])),
    }


def svg(spec: dict, width: int) -> str:
    """The chart as a page draws it: Streamlit gives it a width and leaves its own ``autosize`` alone."""
    return vl_convert.vegalite_to_svg({**spec, "width": width})


def size_of(picture: str) -> tuple[float, float]:
    found = re.search(r'<svg[^>]* width="([\d.]+)" height="([\d.]+)"', picture)
    return float(found[1]), float(found[2])


@pytest.mark.parametrize(
    ("areas", "groups"), [(1, ("teachers",)), (1, tuple(SIZES)), (3, tuple(SIZES)), (8, ("teachers",))]
)
def test_title_key_and_axis_are_added_to_the_lanes(areas, groups):
    for kind, spec in every_chart(areas, groups).items():
        assert spec["autosize"]["type"] == "fit-x", kind
        across, high = size_of(svg(spec, 344))
        assert across == 344, kind
        added = 40 if layers(spec, "rule") else 14
        assert high >= spec["height"] + added, kind


@pytest.mark.parametrize("groups", [("teachers",), tuple(SIZES)])
def test_height_grows_with_areas_groups_and_items(groups):
    sizes = [every_chart(areas, groups) for areas in AREAS]
    for kind in ("profile", "change", "around zero"):
        heights = [spec[kind]["height"] for spec in sizes]
        steps = np.diff(heights) / np.diff(AREAS)
        assert (steps >= 50).all(), (kind, heights)
    found = [released_profile(answered(own(1, items), *groups), "North", framework=own(1, items)) for items in (1, 12)]
    one, twelve = (charts.items(each, "A0").to_dict()["height"] for each in found)
    assert twelve > 11 * one
    assert sizes[0]["profile"]["height"] >= 17 + 19 * len(groups)


@pytest.mark.parametrize(("areas", "name"), [(1, LONG), (2, LONG), (3, "Area"), (22, "Area")])
def test_no_words_stand_on_others(areas, name):
    for kind, spec in every_chart(areas, tuple(SIZES), name).items():
        for layer in layers(spec, "text"):
            held = layer["encoding"]["y"]
            assert held["scale"]["domain"] == [0, spec["height"]]
            at = sorted({row[held["field"]] for row in layer["data"]["values"]})
            assert all(gap >= 15 for gap in np.diff(at)), (kind, layer["encoding"])
            assert not at or (at[0] >= 6 and at[-1] <= spec["height"] - 6), kind


def test_short_names_of_groups_stand_beside_every_lane():
    spec = every_chart(3, ("leaders", "teachers"))["profile"]
    beside = next(layer for layer in layers(spec, "text") if "condition" in layer["encoding"]["text"])
    assert [row["group"] for row in beside["data"]["values"]] == ["Leaders", "Teachers"] * 3
    assert svg(spec, 344).count(">Teachers<") == 3, "beside each lane, and no key that says it again"


def test_long_names_stand_beside_their_lanes_at_a_desk_and_in_the_key_on_a_telephone():
    group = "teachers of the upper secondary school"
    spec = every_chart(3, (group, "pupils"))["profile"]
    shown = f">{group.capitalize()}<"
    assert svg(spec, 1040).count(shown) == 4
    assert svg(spec, 344).count(shown) == 1


def test_one_group_alone_needs_no_name():
    assert ">Teachers<" not in svg(every_chart(3, ("teachers",))["profile"], 344)


def test_the_key_of_a_change_names_both_rounds():
    picture = svg(every_chart(1, ("teachers",))["change"], 344)
    assert "before: Autumn 2025" in picture
    assert "after: Spring 2026" in picture


def test_no_change_shows_both_rounds():
    first = answered(own(1), "teachers")
    spec = drawn(charts.change(released_comparison(first, first, "North", framework=own(1)), "teachers"))
    before, after = layers(spec, "point")[0]["data"]["values"]
    assert before["x"] == after["x"]
    assert before["size"] > after["size"]
    assert before["edge"] != after["edge"]


def test_a_tall_chart_has_the_numbers_of_its_axis_at_both_ends():
    for areas, expected in ((3, False), (8, True)):
        for kind in ("profile", "change", "around zero"):
            spec = every_chart(areas, ("teachers",))[kind]
            above = [layer for layer in layers(spec, "text") if layer["encoding"]["text"].get("field") == "tick"]
            assert bool(above) == expected, kind


def test_no_heading_stands_over_nothing():
    framework = own(2)
    found = released_profile(answered(framework, "leaders", size=3), "North", framework=framework)
    for spec in (drawn(charts.profile(found)), drawn(charts.items(found, "A0"))):
        assert texts(spec).count("hidden: fewer than 5 answers") == 2
        assert size_of(svg(spec, 344))[1] >= spec["height"]


def test_bands_of_few_answers_are_told_above_and_not_in_the_key():
    spec = every_chart(1, ("teachers", "staff"))["items"]
    assert any(line.endswith("in bands 1–2, 3, 4–5") for line in spec["title"]["text"])
    legend = layers(spec, "rect")[0]["encoding"]["color"]["legend"]
    assert legend["values"] == ["1 Strongly disagree", "2", "3", "4", "5 Strongly agree"]
