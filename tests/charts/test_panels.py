"""Small panels over the rounds, and dots before others: what is drawn, what is said instead."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from itertools import pairwise

from tests.charts.test_charts import drawn, layers, texts
from tests.over_rounds import BANDS, BROKEN, COUNTRY, COUNTRY_BESIDE, FACTS, HERE, TREND, TWELVE, line
from toolbox import charts
from toolbox.charts.theme import LIGHT
from toolbox.charts.trends import NARROW, WIDE, run_of, unseen_always


def spec_of(released, area="C"):
    return drawn(charts.panel(released, area))


def test_a_point_for_every_round_that_may_be_seen_and_none_for_leaders():
    spec = spec_of(TREND)
    drawn_points = [row for layer in layers(spec, "point") for row in layer["data"]["values"]]
    assert sorted((row["group"], row["round"]) for row in drawn_points) == [
        (group, f"Round {number}") for group in ("Pupils", "Teachers") for number in range(1, 5)
    ]
    assert "Leaders" not in json.dumps(drawn_points)
    assert unseen_always(TREND) == {"leaders": "few"}, "said once beside the panels"


def test_averages_of_a_tool_are_hollow_and_have_no_interval():
    spec = spec_of(TREND)
    hollow = [layer for layer in layers(spec, "point") if layer["encoding"]["fill"].get("value") == LIGHT.paper]
    assert {row["round"] for layer in hollow for row in layer["data"]["values"]} == {"Round 1"}
    ranges = [row for layer in layers(spec, "rule") for row in layer["data"]["values"] if {"low", "high"} <= set(row)]
    assert len(ranges) == 6


def test_the_day_mentoring_began_and_a_new_questionnaire_are_marked():
    def dashed(released, dash):
        found = [layer for layer in layers(spec_of(released, "A"), "rule") if layer["mark"].get("strokeDash") == dash]
        return [row["x"] for layer in found for row in layer["data"]["values"]]

    assert dashed(TREND, [6, 4]) == [float(FACTS[0].starts.toordinal())]
    assert not dashed(TREND, [2, 3])
    days = [each.collected_on.toordinal() for each in BROKEN.rounds]
    assert dashed(BROKEN, [2, 3]) == [(days[1] + days[2]) / 2] * 2
    early = line(facts=(replace(FACTS[0], starts=date(2020, 1, 1)),))
    assert not dashed(early, [6, 4])


def test_no_line_leads_across_a_new_questionnaire_or_a_hidden_round():
    runs = [run_of(BROKEN, point) for point in BROKEN.points if (point.area, point.group) == ("A", "teachers")]
    assert runs[0] == runs[1] != runs[2] == runs[3]
    gap = [replace_hidden(point) if point.round == 1 else point for point in TREND.points]
    from toolbox.disclosure.released import gate

    with gate():
        released = replace(TREND, points=tuple(gap))
    seen = [point for point in released.points if (point.area, point.group) == ("A", "teachers") and not point.hidden]
    assert run_of(released, seen[0]) != run_of(released, seen[1]) == run_of(released, seen[2])
    assert "Teachers hidden: fewer than 5 answers" in " ".join(texts(spec_of(released, "A")))
    assert "(Oct 2023)" in " ".join(texts(spec_of(released, "A")))


def replace_hidden(point):
    from toolbox.disclosure.released import ReleasedPoint, gate

    with gate():
        return ReleasedPoint(round=point.round, area=point.area, group=point.group, hidden="few")


def test_months_of_twelve_rounds_do_not_meet():
    spec = spec_of(TWELVE)
    for width, least in ((NARROW, 2), (WIDE - 160, 4)):
        skipped = "width >=" if width == NARROW else "width <"
        months = sorted(
            row["x"]
            for layer in layers(spec, "text")
            for row in layer["data"]["values"]
            if "x" in row and skipped not in json.dumps(layer["encoding"]["text"])
        )
        pixels = [(x - months[0]) / (months[-1] - months[0]) * width for x in months]
        assert len(months) >= least
        assert min(after - before for before, after in pairwise(pixels)) > 56


def test_labels_at_the_end_stand_apart():
    labels = [
        row["y"] for layer in layers(spec_of(TREND), "text") for row in layer["data"]["values"]
        if row.get("said", "").startswith(("Teachers ", "Pupils "))
    ]  # fmt: skip
    assert len(labels) == 2
    assert abs(labels[0] - labels[1]) >= 15.9


def test_rounds_on_one_day_stand_beside_each_other():
    same = replace(TREND.rounds[1], collected_on=TREND.rounds[0].collected_on)
    from toolbox.disclosure.released import gate

    with gate():
        released = replace(TREND, rounds=(TREND.rounds[0], same, *TREND.rounds[2:]))
    said = json.dumps(spec_of(released))
    assert "no. 1" in said
    assert "no. 4" in said


def test_a_band_is_a_box_with_an_edge_behind_every_dot():
    spec = drawn(charts.others(HERE, BANDS, called="middle half"))
    boxes = layers(spec, "rect")[0]
    assert boxes["mark"]["stroke"] == LIGHT.edge
    assert len(boxes["data"]["values"]) == len(layers(spec, "point")[0]["data"]["values"]) == 8
    assert all(row["low"] <= row["high"] for row in boxes["data"]["values"])


def test_a_benchmark_is_an_upright_mark_where_there_is_one():
    spec = drawn(charts.others(HERE, (), COUNTRY_BESIDE, called=COUNTRY.name))
    marks = [layer for layer in layers(spec, "rule") if layer["mark"].get("strokeWidth") == 4]
    assert [row["x"] for row in marks[0]["data"]["values"]] == [4.4, 3.2, 2.0, 1.5]
    assert "Upright mark: Country" in json.dumps(spec)
