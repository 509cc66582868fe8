"""Ordered categories are counted: nowhere a mean, an interval of one, or a line."""

import json
from dataclasses import replace

import numpy as np
import pytest

from tests.counted import DEVICES, HOURS, PIRLS_2021, PISA_2022, found, pupils, released
from toolbox import charts, tables
from toolbox.comparison import compare
from toolbox.disclosure.released import gate
from toolbox.disclosure.words import outcome_words
from toolbox.model import Policy, ToolboxError
from toolbox.reading.benchmark_files import read_benchmark
from toolbox.scoring import common_items, score
from toolbox.web import glance
from toolbox.wording import categories_alt, outcomes_alt, profile_sentences
from toolbox.wording.categories import labels_of, reported_words

COUNTED = ("devices.learning", "devices.reading")


def test_no_cell_of_categories_has_a_mean():
    told = found(pupils(60), DEVICES)
    time, wellbeing = told.areas
    assert (time.mean.estimate, time.mean.refused, time.sd) == (None, "counted", None)
    assert wellbeing.mean.estimate is not None
    for cell in told.items:
        if cell.item in COUNTED:
            assert (cell.mean.estimate, cell.mean.ci_low, cell.sd, cell.top_share) == (None, None, None, None)
            assert cell.mean.refused == "counted"
            assert sum(persons for _, persons in cell.counts) == cell.n == 60


def test_persons_have_no_score_in_them():
    assert score(pupils(60), DEVICES).areas == ("W",)


def test_the_gate_shows_shares_with_their_range_and_nothing_of_few():
    shown = {cell.item: cell for cell in released(pupils(60), DEVICES, invited={("North", "pupils"): 75}).items}
    cell = shown["devices.reading"]
    assert (cell.hidden, cell.mean, cell.n) == ("", None, 60)
    (low, high), (_, _, share) = cell.shares_between[0], cell.shares[0]
    carries = 60 * 74 / 15
    z = 1.959963984540054
    middle = (share + z * z / (2 * carries)) / (1 + z * z / carries)
    assert low < share < high
    assert (low + high) / 2 == pytest.approx(middle)
    assert shown["devices.rest"].shares_between == ()
    everyone = {cell.item: cell for cell in released(pupils(60), DEVICES, invited={("North", "pupils"): 60}).items}
    assert everyone["devices.reading"].shares_between == (None, None, None), "all answered: the share is known"
    public = released(pupils(60), DEVICES, policy=Policy(min_n=10, audience="public"))
    assert all(cell.shares_between == () for cell in public.items), "a range tells the exact number of persons"
    few = {cell.item: cell.hidden for cell in released(pupils(8), DEVICES).items}
    assert few["devices.learning"] == "few_counted"
    assert [cell.hidden for cell in released(pupils(3), DEVICES).areas] == ["few", "few"]
    assert [cell.hidden for cell in released(pupils(60), DEVICES).areas] == ["counted", ""]


def test_no_cell_of_the_table_is_blank_where_one_group_is_told_of_in_bands():
    told = released(pupils(60), DEVICES)
    single = next(cell for cell in told.items if cell.item == "devices.learning")
    banded = next(cell for cell in released(pupils(12), DEVICES).items if cell.item == "devices.learning")
    with gate():
        both = replace(told, items=(single, replace(banded, group="teachers")))
    rows = glance.categories(both, "devices.learning")
    assert all(all(row.values()) for row in rows)
    assert "in bands only" in {row["Teachers"] for row in rows}
    assert "category by category" in {row["Pupils"] for row in rows}


def test_page_words_and_chart_say_counted():
    shown = released(pupils(60), DEVICES)
    spec = json.dumps(charts.profile(shown).to_dict(), ensure_ascii=False)
    assert "counted, not averaged" in spec
    assert "Time" not in " ".join(profile_sentences(shown)), "an area without an average is not the highest or lowest"
    assert "on a scale from 1 to 5" in " ".join(profile_sentences(shown)), "not that of the categories"
    assert DEVICES.span() == (1, 5)
    assert DEVICES.span("T") == (1, 7)
    only = replace(DEVICES, areas=DEVICES.areas[:1], items=DEVICES.items[:2], scales=DEVICES.scales[:2])
    told = profile_sentences(released(pupils(60), only))
    assert told[1:] == ("The answers are counted, category by category; they have no average.",)


def test_two_rounds_are_not_subtracted():
    before, after = pupils(60), pupils(60, seed=4)
    assert common_items(before, after, DEVICES) == (
        ("devices.rest", "devices.calm"),
        tuple((item, "categories") for item in COUNTED),
    )
    from datetime import date

    asked = {
        "before_name": "One", "after_name": "Two", "before_on": date(2025, 10, 1), "after_on": date(2026, 10, 1),
    }  # fmt: skip
    told = compare(before, after, DEVICES, **asked)
    assert {row.area for row in told.paired} == {"W"}
    assert ("devices.learning", "categories") in told.dropped_items
    only = replace(DEVICES, areas=DEVICES.areas[:1], items=DEVICES.items[:2], scales=DEVICES.scales[:2])
    with pytest.raises(ToolboxError) as error:
        compare(before, after, only, **asked)
    assert error.value.code == "only_counted"


def rows_of(benchmark):
    frame = tables.reported_table(DEVICES, benchmark).frame
    return [
        (row.answer, row.share, row.outcome_mean, row.outcome_difference, row.outcome_adjusted, row.outcome_against)
        for row in frame.replace({np.nan: None}).itertuples()
    ]


def test_the_figures_of_pirls_2021_come_out_as_printed():
    """None 23 % (486), 30 minutes or less 52 % (512), more than 30 minutes 25 % (502)."""
    (row,) = PIRLS_2021.rows
    assert rows_of(PIRLS_2021) == [
        ("none", 0.23, 486, None, None, ""),
        ("30 minutes or less", 0.52, 512, None, None, ""),
        ("more than 30 minutes", 0.25, 502, None, None, ""),
    ]
    assert reported_words(DEVICES, row) == (
        "none 23 %, 486 points in reading; 30 minutes or less 52 %, 512 points in reading; "
        "more than 30 minutes 25 %, 502 points in reading"
    )
    spec = charts.reported_categories(DEVICES, "devices.reading", row).to_dict()
    assert [(bar["category"], bar["x2"]) for bar in values_with(spec, "category")] == [
        ("none", 0.23), ("30 minutes or less", 0.52), ("more than 30 minutes", 0.25),
    ]  # fmt: skip
    assert {"23 %", "52 %", "25 %"} <= texts_of(spec)
    assert {"486 points in reading", "512 points in reading", "502 points in reading"} <= texts_of(spec)
    dots = charts.outcomes(DEVICES, row).to_dict()
    assert [dot["x"] for dot in values_with(dots, "x")] == [486, 512, 502]
    assert outcomes_alt(DEVICES, row).endswith("none 486, 30 minutes or less 512, more than 30 minutes 502.")


def test_the_figures_come_out_of_a_file_as_they_are_printed():
    file = (
        "group,item,share 1,share 2,share 3,outcome,outcome 1,outcome 2,outcome 3,population,year,self-selected\n"
        "pupils,T2,23 %,52 %,25 %,points in reading,486,512,502,pupils of grade 4,2021,no\n"
    )
    read = read_benchmark(file.encode(), "pirls.csv", DEVICES)
    assert read.rows == PIRLS_2021.rows
    for wrong, code in (("points in reading", "benchmark_row"), ("T2", "benchmark_row")):
        with pytest.raises(ToolboxError) as error:
            read_benchmark(file.replace(wrong, "" if wrong != "T2" else "W1").encode(), "pirls.csv", DEVICES)
        assert error.value.code == code


def test_the_figures_of_pisa_2022_come_out_as_printed():
    """None 14 % (456), up to an hour 31 % (+25, +14 adjusted), 5 to 7 hours 7.8 % (-12, -10 adjusted, from 3 to 5)."""
    (row,) = PISA_2022.rows
    assert rows_of(PISA_2022) == [
        ("none", 0.14, 456, None, None, ""),
        ("up to 1 hour", 0.31, None, 25, 14, "none"),
        ("5 to 7 hours", 0.078, None, -12, -10, "3 to 5 hours"),
    ]
    spec = charts.reported_categories(DEVICES, "devices.learning", row).to_dict()
    assert {"14 %", "31 %", "7.8 %"} <= texts_of(spec)
    assert [(bar["category"], bar["x2"]) for bar in values_with(spec, "category")] == [
        ("none", 0.14), ("up to 1 hour", 0.31), ("5 to 7 hours", 0.078),
    ]  # fmt: skip
    said = " ".join(sorted(texts_of(spec)))
    assert "456 points in mathematics" in said
    labels = labels_of(DEVICES, DEVICES.items[0])
    assert [outcome_words(each, row.outcome, labels) for each in row.outcomes] == [
        "456 points in mathematics",
        "+25 points in mathematics from “none” (+14 adjusted)",
        "−12 points in mathematics from “3 to 5 hours” (−10 adjusted)",
    ]
    assert set(HOURS) <= texts_of(spec), "a category nobody reported keeps its place"
    dots = charts.outcomes(DEVICES, row).to_dict()
    assert [dot["x"] for dot in values_with(dots, "x")] == [456]


@pytest.mark.parametrize("make", [charts.reported_categories, lambda f, item, row: charts.outcomes(f, row)])
def test_no_line_is_drawn_between_categories(make):
    spec = make(DEVICES, "devices.reading", PIRLS_2021.rows[0]).to_dict()
    assert not {layer["mark"]["type"] for layer in spec["layer"]} & {"line", "area", "trail"}


def test_ones_own_answers_stand_beside_what_is_reported():
    shown, (row,) = released(pupils(60), DEVICES), PIRLS_2021.rows
    spec = charts.categories(shown, "devices.reading", reported=row).to_dict()
    bars = values_with(spec, "category")
    assert [(bar["group"], bar["category"]) for bar in bars] == [
        (group, label) for label in ("none", "30 minutes or less", "more than 30 minutes")
        for group in ("Pupils", "Reported elsewhere")
    ]  # fmt: skip
    cell = next(cell for cell in shown.items if cell.item == "devices.reading")
    assert [bar["x2"] for bar in bars[::2]] == [share for _, _, share in cell.shares]
    alt = categories_alt(shown, "devices.reading", row)
    assert "Reported elsewhere: none 23 %, 486 points in reading" in alt
    assert "(fits " in alt


def values_with(spec: dict, field: str) -> list[dict]:
    """Every row a chart draws that has this field; a layer that draws the same rows again counts once."""
    drawn = {layer["data"]["name"]: spec["datasets"][layer["data"]["name"]] for layer in spec["layer"]}
    return [row for rows in drawn.values() for row in rows if field in row]


def texts_of(spec: dict) -> set[str]:
    return {row["text"] for row in values_with(spec, "text")}
