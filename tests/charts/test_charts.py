"""Charts as specifications: what is drawn, what is not, and whether it can be read."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date

import altair as alt
import numpy as np
import pytest
import vl_convert

from tests import counted, over_rounds
from tests.invented import SELFIE, answers, as_rounds, released_comparison, released_profile, second_round, step_of
from toolbox import charts
from toolbox.charts.theme import DARK, LIGHT, SHAPES, TEXT, contrast, places_of, readable_on, shade
from toolbox.disclosure import release
from toolbox.evaluation import evaluate
from toolbox.model import Area, Framework, Item, Plan, Scale, SchoolFacts
from toolbox.wording import gap_words, unity_words, widest
from toolbox.wording.groups import beside, difference_said

SIZES = {("North", "leaders"): 3, ("North", "teachers"): 24, ("North", "pupils"): 60}
ONE = answers(SIZES)
PROFILE = released_profile(ONE, "North")
CHANGE = released_comparison(ONE, second_round(ONE, shift=0.5), "North")
_MANY = answers({(f"S{number}", "teachers"): 20 for number in range(6)})
LEFT = released_comparison(
    _MANY,
    replace(
        second_round(_MANY, shift=0.3),
        person=np.where(np.arange(len(_MANY)) % 20 < 6, "gone", _MANY.person).astype(object),
    ),
)
_PLAN = {
    "comparison": "two_groups",
    "assignment": "Schools applied.",
    "schools": tuple(SchoolFacts(school=f"S{number}", starts=date(2025, 11, 1)) for number in range(4)),
}
_EIGHT = answers({(f"S{number}", "teachers"): 14 for number in range(8)})
BESIDE = release(
    evaluate(
        as_rounds(_EIGHT, second_round(_EIGHT, shift=0.3)), SELFIE, Plan(rounds=("Round 1", "Round 2"), **_PLAN),
        blocks=("baseline", "groups"),
    )
)  # fmt: skip
STEPS = (step_of(ONE, second_round(ONE, shift=0.5)), step_of(ONE, area="C", item="selfie2020.C1", group="teachers"))
AREAS = [
    (row.area, {"mentored": row.mentored, "waiting": row.waiting}, row.hidden, difference_said(row))
    for row in beside(BESIDE, "teachers")
]


def unity_of(found, dark=False, **more):
    return charts.unity(
        found, {(cell.area, cell.group): unity_words(cell, found) for cell in found.areas}, dark, **more
    )


TOLD = [(gap, gap_words(gap)) for gap in widest(PROFILE.gaps)]
_ELM = (3, 1, 4, 2, -1, 5)
RATED = counted.released(counted.rated({"Elm": _ELM}), counted.NORMS)
SCHOOLS = counted.released(counted.rated({"Elm": _ELM, "Oak": _ELM[::-1]}), counted.NORMS)
PUPILS = counted.released(counted.pupils(60), counted.DEVICES)
NOTES = counted.notes("norms.P1", "norms.P2")
EVERY = {
    "unity": lambda dark: unity_of(PROFILE, dark, away={"A": "Left out: teachers 6 % not applicable."}),
    "gaps": lambda dark: charts.gaps(PROFILE, TOLD, dark),
    "groups": lambda dark: charts.groups(BESIDE, AREAS, "teachers", dark),
    "profile": lambda dark: charts.profile(PROFILE, dark),
    "items": lambda dark: charts.items(PROFILE, "C", dark),
    "change": lambda dark: charts.change(CHANGE, "teachers", dark),
    "leavers": lambda dark: charts.leavers(LEFT, "teachers", dark),
    "starting": lambda dark: charts.starting(LEFT, "teachers", dark),
    "stated": lambda dark: charts.profile(PROFILE, dark, stated={"A": 3.5, "C": 2.0}),
    "steps": lambda dark: charts.steps(STEPS, dark=dark),
    "rating_matrix": lambda dark: charts.rating_matrix(RATED, "P", dark, {each.item: each for each in NOTES}),
    "rated_areas": lambda dark: charts.rated_areas(RATED, dark),
    "schools_at_levels": lambda dark: charts.rated_areas(SCHOOLS, dark),
    "categories": lambda dark: charts.categories(PUPILS, "devices.learning", dark, counted.PISA_2022.rows[0]),
    "outcomes": lambda dark: charts.outcomes(counted.DEVICES, counted.PIRLS_2021.rows[0], dark),
    "panel": lambda dark: charts.panel(over_rounds.TREND, "C", dark),
    "panel_of_twelve": lambda dark: charts.panel(over_rounds.TWELVE, "C", dark),
    "panel_broken": lambda dark: charts.panel(over_rounds.BROKEN, "A", dark),
    "band": lambda dark: charts.others(over_rounds.HERE, over_rounds.BANDS, called="middle half", dark=dark),
    "benchmark": lambda dark: charts.others(
        over_rounds.HERE, (), over_rounds.COUNTRY_BESIDE, called=over_rounds.COUNTRY.name, dark=dark
    ),
    "nothing": lambda dark: charts.change(CHANGE, "leaders", dark),
}


def drawn(chart: alt.LayerChart) -> dict:
    """The specification with each layer's rows put back into it."""
    spec = chart.to_dict()
    held = spec.pop("datasets", {})
    for layer in spec["layer"]:
        layer.setdefault("data", spec.get("data"))
        if "name" in layer.get("data", {}):
            layer["data"] = {"values": held[layer["data"]["name"]]}
    return spec


def layers(spec: dict, mark: str) -> list[dict]:
    return [layer for layer in spec["layer"] if layer["mark"]["type"] == mark]


def texts(spec: dict) -> list[str]:
    return [row["text"] for layer in layers(spec, "text") for row in layer["data"]["values"] if "text" in row]


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("name", EVERY)
def test_every_chart_can_be_drawn_and_fits_its_place(name, dark):
    spec = drawn(EVERY[name](dark))
    assert spec["width"] == "container"
    assert spec["height"] > 0
    assert spec["description"]
    picture = vl_convert.vegalite_to_svg({**spec, "width": 344, "autosize": {"type": "fit-x", "contains": "padding"}})
    assert re.search(r'<svg[^>]* width="344"', picture), "wider than the place it was given"


@pytest.mark.parametrize("name", EVERY)
def test_rows_hold_only_what_is_drawn(name):
    spec = drawn(EVERY[name](False))
    for layer in spec["layer"]:
        used = json.dumps(layer["encoding"])
        for row in layer["data"]["values"]:
            assert not [column for column in row if f'"{column}"' not in used], (layer["mark"], row)


def test_hidden_groups_are_said_once_and_never_drawn():
    spec = drawn(charts.profile(PROFILE))
    assert spec["title"]["text"] == ["Leaders hidden: fewer than 5 answers"]
    points = layers(spec, "point")[0]["data"]["values"]
    assert {row["group"] for row in points} == {"Teachers", "Pupils"}
    assert "Leaders" not in json.dumps(points)


def test_a_cell_hidden_alone_is_said_in_its_place():
    two = answers({("North", "teachers"): 8, ("North", "pupils"): 40}, seed=2)
    values = two.values.copy(order="F")
    first = [place for place, item in enumerate(two.items) if item.startswith("selfie2020.A")]
    values[np.ix_(two.group == 0, first)] = 4
    spec = drawn(charts.profile(released_profile(replace(two, values=values), "North")))
    assert "Teachers hidden: everyone gave the same answer" in texts(spec)
    assert len(layers(spec, "point")[0]["data"]["values"]) == 15


def test_groups_differ_by_colour_and_by_shape():
    encoding = layers(drawn(charts.profile(PROFILE)), "point")[0]["encoding"]
    for channel in ("fill", "shape"):
        scale = encoding[channel]["scale"]
        assert scale["domain"] == ["Teachers", "Pupils"]
        assert len(set(scale["range"])) == 2


def test_a_group_looks_the_same_on_every_page():
    assert places_of(["teachers"])["teachers"] == places_of(["pupils", "teachers", "own group"])["teachers"]
    every = places_of(["leaders", "teachers", "pupils", "parents", "staff", "own group"])
    assert len({SHAPES[place] for place in every.values()}) == 6


def test_the_scale_of_the_framework_is_the_whole_axis():
    for spec in (drawn(charts.profile(PROFILE)), drawn(charts.change(CHANGE, "teachers"))):
        domains = [
            layer["encoding"]["x"]["scale"]["domain"]
            for layer in spec["layer"]
            if "scale" in layer["encoding"].get("x", {})
        ]
        assert domains
        assert all(domain == [1, 5] for domain in domains)


def test_the_key_stands_above_the_marks():
    assert drawn(charts.profile(PROFILE))["config"]["legend"]["orient"] == "top"
    assert drawn(charts.profile(PROFILE))["config"]["legend"]["labelLimit"] == 0


def test_letters_are_large_and_dark_enough():
    for dark, colours in ((False, LIGHT), (True, DARK)):
        config = drawn(charts.profile(PROFILE, dark))["config"]
        assert config["background"] == colours.paper
        for size, colour in (("labelFontSize", "labelColor"), ("titleFontSize", "titleColor")):
            assert config["axis"][size] == TEXT == 13
            assert contrast(config["axis"][colour], colours.paper) >= 4.5


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_every_mark_stands_out_from_the_page(colours):
    for colour in (*colours.groups, colours.up, colours.down, colours.edge, colours.quiet, colours.ink):
        assert contrast(colour, colours.paper) >= 3, colour
    for options in (2, 3, 4, 5, 6, 7, 10):
        for place in range(options):
            colour = shade(colours.answers, place / (options - 1))
            assert contrast(readable_on(colour), colour) >= 4.5, colour


def test_nothing_is_set_for_all_charts():
    before = alt.theme.active
    for draw in EVERY.values():
        draw(True)
    assert alt.theme.active == before


def test_dumbbells_are_sorted_by_change():
    spec = drawn(charts.change(CHANGE, "teachers"))
    rows = next(layer["data"]["values"] for layer in layers(spec, "rule") if "x2" in layer["encoding"])
    rows.sort(key=lambda row: row["y"])
    sizes = [row["after"] - row["before"] for row in rows]
    assert len(sizes) == 8
    assert sizes == sorted(sizes, reverse=True)


def test_a_dumbbell_tells_interval_and_people_in_words():
    spec = drawn(charts.change(CHANGE, "teachers"))
    said = [text for text in texts(spec) if text.startswith(("+", "−", "0"))]
    assert len(said) == 8
    for text in said:
        assert re.match(r"[+−]?\d\.\d \([+−]?\d\.\d to [+−]?\d\.\d\)", text), text
        assert "same" in text


def test_a_few_pairs_are_counted_in_words():
    few = answers({("North", "teachers"): 8}, seed=6)
    spec = drawn(charts.change(released_comparison(few, second_round(few, shift=0.4), "North"), "teachers"))
    assert sum(text.startswith("Too few for an average; ") for text in texts(spec)) >= 6
    assert not layers(spec, "point")


def test_changes_whose_averages_are_protected_are_drawn_around_zero():
    first = answers({("North", "teachers"): 36})
    later = second_round(first, shift=0.5)
    later = replace(later, person=np.where(np.arange(36) < 3, "P-new-" + later.person.astype(str), later.person))
    spec = drawn(charts.change(released_comparison(first, later, "North"), "teachers"))
    assert "".join(spec["title"]["text"]).startswith("Averages not shown")
    points = layers(spec, "point")[0]
    assert points["encoding"]["x"]["scale"]["domain"] == [-2, 2]
    assert not {"before", "after"} & set(points["data"]["values"][0])


def test_bars_fill_the_whole_and_keep_unused_options():
    spec = drawn(charts.items(PROFILE, "A"))
    bars = layers(spec, "rect")[0]
    ends = {}
    for row in bars["data"]["values"]:
        ends[row["y"]] = max(ends.get(row["y"], 0), row["x2"])
    assert ends
    assert all(end == pytest.approx(1) for end in ends.values())
    options = bars["encoding"]["color"]["scale"]["domain"]
    assert options == ["1 Strongly disagree", "2 Disagree", "3 Slightly agree", "4 Agree", "5 Strongly agree"]


def test_few_answers_are_printed_as_people_not_per_cent():
    few = answers({("North", "teachers"): 14})
    spec = drawn(charts.items(released_profile(few, "North"), "A"))
    printed = [row["printed"] for layer in layers(spec, "text") for row in layer["data"]["values"] if "printed" in row]
    assert printed
    assert all(re.fullmatch(r"\d+/1\d", text) for text in printed)


def test_long_names_are_wrapped_never_cut():
    name = "Facilitating learners' digital competence and everything else that a framework may write into one heading"
    scale = Scale(id="s", low=0, high=10)
    long = Framework(
        id="own", version="1", name="Own", kind="survey", source="own", scales=(scale,),
        areas=(Area(id="X", name=name),), items=(Item(id="own.X1", code="X1", area="X", name=name, scale="s"),),
    )  # fmt: skip
    group = "teachers of the upper secondary school"
    some = answers({("North", group): 24}, items=("own.X1",))
    found = released_profile(some, "North", framework=long)
    for spec in (drawn(charts.profile(found)), drawn(charts.items(found, "X"))):
        assert name in " ".join(texts(spec))
        assert max(len(text) for text in texts(spec)) <= 50
        assert "…" not in json.dumps(spec, ensure_ascii=False)


def test_the_framework_stays_as_it_was():
    assert SELFIE.span() == (1, 5)


def test_both_kinds_of_schools_stand_in_every_area_with_their_difference_in_words():
    spec = drawn(EVERY["groups"](False))
    said = texts(spec)
    assert sum("difference at the same start" in text for text in said) >= 1
    arms = [row["arm"] for layer in layers(spec, "text") for row in layer["data"]["values"] if "arm" in row]
    assert arms.count("mentored") == arms.count("waiting") == len(SELFIE.areas)


def test_those_who_left_and_the_thirds_are_drawn_for_every_area():
    left = drawn(EVERY["leavers"](False))
    assert {row["who"] for row in layers(left, "point")[0]["data"]["values"]} == {
        "answered both times",
        "did not answer again",
    }
    start = drawn(EVERY["starting"](False))
    shown = [row for row in LEFT.starting if not row.hidden]
    assert len([row for row in layers(start, "point")[0]["data"]["values"]]) == 6 * len(shown)


def test_persons_of_a_group_fill_a_bar_and_levels_nobody_stands_on_keep_their_place():
    spec = drawn(EVERY["unity"](False))
    bars = layers(spec, "rect")[0]
    widths: dict[float, float] = {}
    for row in bars["data"]["values"]:
        widths[row["y"]] = widths.get(row["y"], 0) + row["x2"] - row["x"]
    assert len(widths) == 8 * 2, "two groups are shown in eight areas; leaders are too few"
    assert all(width == pytest.approx(1) for width in widths.values())
    assert bars["encoding"]["color"]["scale"]["domain"] == [
        "under 2",
        "2 to under 3",
        "3 to under 4",
        "4 to under 5",
        "5",
    ]
    assert "Leaders hidden: fewer than 5 answers" in spec["title"]["text"]
    assert "Left out: teachers 6 % not applicable." in texts(spec)


@pytest.mark.parametrize("dark", [False, True])
def test_bands_of_few_are_frames_and_never_the_colour_of_a_single_answer(dark):
    found = released_profile(answers({("North", "teachers"): 24, ("North", "parents"): 12}), "North")
    for spec in (drawn(unity_of(found, dark)), drawn(charts.items(found, "A", dark))):
        single, banded = layers(spec, "rect")
        groups = [{row["group"] for row in each["data"]["values"]} for each in (single, banded)]
        assert groups == [{"Teachers"}, {"Parents"}]
        # Filled and framed: a shape, not only another colour.
        assert "color" in single["encoding"]
        assert "stroke" not in single["encoding"]
        assert "stroke" in banded["encoding"]
        assert "color" not in banded["encoding"]
        paper = spec["config"]["background"]
        assert banded["mark"]["fill"] == paper
        assert paper not in single["encoding"]["color"]["scale"]["range"]
        assert all(contrast(line, paper) >= 3 for line in banded["encoding"]["stroke"]["scale"]["range"])
        assert banded["encoding"]["stroke"]["legend"] is None, "one key to a chart"
        assert any(line.startswith("Framed: of so few, told in bands") for line in spec["title"]["text"])


def test_where_all_are_few_the_key_shows_frames():
    spec = drawn(charts.items(released_profile(answers({("North", "teachers"): 12}), "North"), "A"))
    (banded,) = layers(spec, "rect")
    assert banded["encoding"]["stroke"]["legend"]["values"] == ["1–2", "3 Slightly agree", "4–5"]
    assert banded["encoding"]["stroke"]["legend"]["symbolFillColor"] == spec["config"]["background"]


def test_few_persons_have_no_bar_and_are_told_why_once():
    found = released_profile(answers({("North", "teachers"): 24, ("North", "parents"): 7}), "North")
    spec = drawn(unity_of(found))
    assert "Parents: average only: fewer than 10 answered" in spec["title"]["text"]
    assert not [text for text in texts(spec) if text.startswith("Parents")]


def test_gaps_are_sorted_by_size_and_told_by_shape_and_in_words():
    spec = drawn(EVERY["gaps"](False))
    rules = [row for row in layers(spec, "rule")[1]["data"]["values"]]
    lengths = [abs(row["x"] - row["x2"]) for row in sorted(rules, key=lambda row: row["y"])]
    assert lengths == sorted(lengths, reverse=True)
    (dots,) = layers(spec, "point")
    assert dots["encoding"]["shape"]["scale"]["range"] == [SHAPES[1], SHAPES[2]]
    assert any("different viewpoints" in text for text in texts(spec))
