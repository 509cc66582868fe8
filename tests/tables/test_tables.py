"""Tables and their columns: both agree, every row stays, reasons stand in words."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import numpy as np
import pandas as pd
import pytest

from tests import counted, over_rounds
from tests.indicators.hubs import DAY, HUB
from tests.invented import answers, evaluated, mistyped, released_comparison, released_profile, second_round, step_of
from tests.mentoring.hubs import hub
from toolbox import tables
from toolbox.disclosure import release
from toolbox.disclosure.doses import release_doses
from toolbox.disclosure.examples import dose_of
from toolbox.disclosure.given import release_given, release_retention
from toolbox.disclosure.hubs import release_hub
from toolbox.disclosure.mentees import release_cards
from toolbox.disclosure.released import gate
from toolbox.indicators import hub_sheet, preset
from toolbox.mentoring import WaveStanding
from toolbox.mentoring.cards import cards
from toolbox.model import BLOCKS, Fraction, Policy, Position, Problem, Release, Retention, Round, Source, Viewer
from toolbox.reports.indicator_sheet import indicators as hub_indicators
from toolbox.tables import COLUMNS
from toolbox.tables.columns import GENERAL, P_VALUE
from toolbox.wording.doses import beside_expected

ONE = answers({("North", "leaders"): 3, ("North", "teachers"): 24, ("North", "pupils"): 60})
PROFILE = released_profile(ONE, "North", invited={("North", "teachers"): 30})
SECOND, NEAR = mistyped(ONE, replace(second_round(ONE, shift=0.5), items=ONE.items), many=12)
CHANGE = released_comparison(ONE, SECOND, "North", near=NEAR, accepted=NEAR.pairs)
ROUND = Round(
    id="1", name="Autumn 2025", collected_on=date(2025, 10, 6), framework="selfie-2020", sha256="0" * 64, people=87,
    schools=("North",), groups=("teachers",),
    sources=(
        Source(
            file="autumn.csv", sha256="0" * 64, reader="limesurvey", read_at=datetime(2025, 11, 1, 9, 30, tzinfo=UTC), rows=90,
            kept=87, problems=(Problem(code="unfinished", message="3 answers were not finished and left out."),),
        ),
    ),
)  # fmt: skip
ELM = (3, 1, 4, 2, -1, 5)
RATED = counted.released(counted.rated({"Elm": ELM}), counted.NORMS)
HUB_SHOWN = release_hub(hub_sheet(HUB, preset("ihub4schools"), as_of=DAY), Policy(), Viewer())
DOSE = release_doses(hub(effect=0.12, small=1), Policy(), Viewer())
GIVEN = release_given(*dose_of(Elm=(12, 20), Oak=(3, 20), Ash=(9, 20)), Policy())
STAYED = release_retention(
    [
        Retention(what=what, wave=wave, from_day=date(2025, 10, 1), to_day=date(2026, 5, 1), stayed=Fraction(part=part, whole=40))
        for what, wave, part in (("schools", "", 40), ("teachers", "", 33), ("teachers", "1", 38))
    ],
    Policy(),
)  # fmt: skip
TWO = ("Autumn", "Spring")
HELD, _ = DOSES = dose_of(Elm=(12, 20), Oak=(3, 20), Ash=(9, 20))
CARDS = release_cards(
    cards(
        ["Elm", "Oak"], HELD, [], [], weeks={"Elm": [(date(2026, 1, 5), 3), (date(2026, 1, 12), 12)]},
        logs=(date(2026, 1, 5), date(2026, 1, 18)), actions={}, today=date(2026, 4, 1),
    ),
    DOSES, [], policy=Policy(), viewer=Viewer(), today=date(2026, 4, 1),
)  # fmt: skip
MADE = {
    "groups": tables.groups_table(PROFILE),
    "profile": tables.profile_table(PROFILE),
    "items": tables.items_table(PROFILE),
    "answers": tables.answers_table(PROFILE),
    "unity": tables.unity_table(PROFILE),
    "levels": tables.levels_table(PROFILE),
    "gaps": tables.gaps_table(PROFILE),
    "funnel": tables.funnel_table(CHANGE),
    "change": tables.change_table(CHANGE),
    "change_items": tables.change_items_table(CHANGE),
    "change_accepted": tables.accepted_table(CHANGE),
    "links": tables.links_table(CHANGE),
    "baseline": tables.baseline_table(CHANGE),
    "ledger": tables.ledger_table(
        [Release(at=datetime(2026, 10, 5), role="head", what="profile", how="file", rounds=("a",))], {}
    ),
    "next_steps": tables.steps_table([step_of(ONE, SECOND), step_of(ONE, SECOND, area="C", item="selfie2020.C1")]),
    "positions": tables.positions_table([Position(round="1", school="North", area="A", value=3.5)], PROFILE),
    "rated_areas": tables.rated_areas_table(RATED),
    "ratings": tables.ratings_table(RATED, counted.notes("norms.P2")),
    "schools_at_levels": tables.schools_at_levels_table(
        counted.released(counted.rated({"Elm": ELM, "Oak": ELM[::-1]}), counted.NORMS)
    ),
    "reported": tables.reported_table(counted.DEVICES, counted.PISA_2022),
    "trend": tables.trend_table(over_rounds.BROKEN),
    "bands": tables.bands_table(over_rounds.HERE, over_rounds.BANDS),
    "benchmark": tables.benchmark_table(over_rounds.HERE, over_rounds.COUNTRY_BESIDE, over_rounds.COUNTRY),
    "notes": tables.notes_table(PROFILE, CHANGE, rounds=(ROUND,)),
    "indicators": hub_indicators(HUB_SHOWN),
    "growth": tables.growth_table(HUB_SHOWN),
    "transitions": tables.transitions_table(HUB_SHOWN),
    "clusters": tables.clusters_table(HUB_SHOWN),
    "given": tables.given_table(GIVEN, TWO, why=lambda reason: f"hidden: {reason}"),
    "methods": tables.methods_table(GIVEN, TWO),
    "dose": tables.relation_table(DOSE, said=lambda row: row.verdict or "hidden"),
    "dose_thirds": tables.dose_thirds_table(DOSE),
    "dose_line": tables.dose_line_table(DOSE),
    "equity": tables.equity_table(DOSE, beside=beside_expected, few="hidden: few"),
    "retention": tables.retention_table(STAYED, TWO, why=lambda reason: f"hidden: {reason}"),
    "wave_standing": tables.wave_standing_table([WaveStanding(wave="1", before=1, began=8, waiting=0)], TWO),
    "starting": tables.starting_table(CHANGE),
    "mentees": tables.mentees_table(
        CARDS,
        date(2026, 4, 1),
        why=lambda reason: f"hidden: {reason}",
        silent=lambda card: "",
        works_on=lambda card: "",
        suggested=lambda card: "plan",
    ),
    "weeks": tables.weeks_table(CARDS),
}
EVALUATED = {table.name: table for table in tables.block_tables(release(evaluated()))}
MADE["codebook"] = tables.codebook_table(list(MADE.values()))


@pytest.mark.parametrize("name", MADE)
def test_every_column_is_described(name):
    assert MADE[name].name == name
    assert MADE[name].title
    assert not [column for column in MADE[name].frame.columns if column not in COLUMNS]


def test_no_column_is_described_for_nothing():
    used = {column for table in (*MADE.values(), *EVALUATED.values()) for column in table.frame.columns}
    assert set(COLUMNS) == used


def test_the_blocks_come_in_the_order_of_a_report_with_their_rule():
    assert tuple(EVALUATED) == BLOCKS
    for table in EVALUATED.values():
        assert table.title
        assert table.notes[0].endswith(".")
        assert len(table.frame) or table.notes[1].startswith("Left out: ")


@pytest.mark.parametrize("name", COLUMNS)
def test_a_description_says_something(name):
    column = COLUMNS[name]
    assert column.label
    assert column.meaning.endswith(".")
    assert not column.rule or column.rule.endswith(".")
    assert column.format in ("", "0", "0.0", "0.00", "0.000", GENERAL, P_VALUE, "yyyy-mm-dd")


def test_labels_do_not_repeat_within_a_table():
    for table in (*MADE.values(), *EVALUATED.values()):
        labels = [COLUMNS[name].label for name in table.frame.columns]
        assert len(labels) == len(set(labels)), table.name


@pytest.mark.parametrize("name", MADE)
def test_numbers_are_numbers_and_text_is_never_missing(name):
    frame = MADE[name].frame
    assert len(frame)
    for column in frame:
        if COLUMNS[column].format == "":
            assert pd.api.types.is_string_dtype(frame[column])
            assert frame[column].notna().all()
        else:
            assert not pd.api.types.is_string_dtype(frame[column]), column


def test_hidden_rows_stay_with_their_reason():
    frame = MADE["profile"].frame
    leaders = frame[frame["group"] == "leaders"]
    assert len(leaders) == 8
    assert set(leaders["hidden"]) == {"hidden: fewer than 5 answers"}
    assert leaders[["n", "mean", "sd", "se", "ci_low", "ci_high", "top_share"]].isna().all(axis=None)
    assert MADE["groups"].frame.set_index("group").loc["leaders", "hidden"] == "hidden: fewer than 5 answers"


@pytest.mark.parametrize("name", ["profile", "items", "answers", "change", "change_items"])
def test_a_row_has_numbers_or_a_reason(name):
    frame = MADE[name].frame
    number = {"profile": "mean", "items": "mean", "answers": "share"}.get(name, "change")
    assert ((frame[number].notna()) ^ (frame["hidden"] != "")).all()


def test_the_tables_hold_what_was_released_to_the_last_digit():
    released = {(cell.area, cell.group): cell.mean for cell in PROFILE.areas}
    for row in MADE["profile"].frame.itertuples():
        assert released[row.area, row.group] == row.mean or np.isnan(row.mean)
    changed = {(row.area, row.group): row.change.estimate for row in CHANGE.areas}
    for row in MADE["change"].frame.itertuples():
        assert changed[row.area, row.group] == row.change or np.isnan(row.change)


def test_shares_of_an_item_add_up_and_what_is_not_an_answer_stands_apart():
    frame = MADE["answers"].frame
    valid = frame[frame["share_of"] == "persons with a valid answer"]
    assert valid.groupby(["item", "group"])["share"].sum().round(9).eq(1).all()
    assert set(frame[frame["share_of"] == "all persons asked"]["answer"]) >= {
        "not applicable",
        "prefer not to say",
        "left blank",
    }


def test_notes_name_rounds_exclusions_versions_and_hidden_rows():
    notes = MADE["notes"].frame
    about = {topic: " | ".join(rows["note"]) for topic, rows in notes.groupby("topic")}
    assert "Autumn 2025, collected on 2025-10-06" in about["Round"]
    assert "Spring 2026, collected on 2026-05-04" in about["Round after"]
    assert "autumn.csv" in about["Source"]
    assert "87 of 90 answers kept" in about["Source"]
    assert "3 answers were not finished" in about["Left out or changed"]
    assert "hidden: fewer than 5 answers (" in about["Rows without numbers"]
    assert "SELFIE (2020 structure), version 2020" in about["Framework"]
    assert "fewer than 5 persons" in about["Rule of release"]
    assert re.fullmatch(r"Learning Analytics Toolbox \d+\.\d+\.\d+", about["Software"])


def test_items_left_out_of_a_comparison_are_noted_with_their_reason():
    fewer = replace(ONE, items=ONE.items[1:], values=ONE.values[:, 1:])
    found = released_comparison(ONE, second_round(fewer, shift=0.2), "North")
    notes = tables.notes_table(found).frame
    assert "A1 Digital strategy: asked only before" in set(notes[notes["topic"] == "Item not compared"]["note"])


def test_least_numbers_are_named_in_rules_only():
    """Where they are put in; anywhere else a reader would see the name."""
    for name, column in COLUMNS.items():
        assert "{" not in column.label + column.meaning + column.unit, name


def test_the_codebook_covers_every_column_of_every_table():
    tables_given = [MADE["profile"], MADE["change"]]
    book = tables.codebook_table(tables_given).frame
    assert len(book) == sum(len(table.frame.columns) for table in tables_given)
    assert book["meaning"].ne("").all()


def test_codes_of_estimators_have_words():
    from toolbox import statistics
    from toolbox.tables.reasons import REFUSED

    listed = [line.split("``")[1] for line in statistics.__doc__.splitlines() if line.startswith("``")]
    assert listed
    assert not [code for code in listed if code not in REFUSED]


def test_ratings_come_furthest_first_and_what_the_school_wrote_stays_inside():
    frame = MADE["ratings"].frame
    assert frame["item_code"].tolist()[:2] == ["P2", "L1"]
    assert frame["distance"].tolist()[:2] == [2, 1]
    assert frame.loc[0, ["target", "external", "external_by", "evidence"]].tolist() == [
        4, 2, "visit of the hub", "=evidence of norms.P2",
    ]  # fmt: skip
    assert frame["notes"].tolist().count("no answers") == 1
    outside = counted.released(counted.rated({"Elm": ELM}), counted.NORMS, policy=Policy(min_n=10, audience="public"))
    public = tables.ratings_table(outside, counted.notes("norms.P2")).frame
    assert not {"target", "due", "external", "external_by", "evidence"} & set(public.columns)
    assert "evidence of" not in public.to_csv()


def test_compliance_has_no_average_in_any_table():
    frame = tables.profile_table(RATED).frame
    assert frame["mean"].isna().all()
    assert set(frame["hidden"]) == {"counted, not averaged"}
    assert MADE["rated_areas"].frame[["met", "indicators", "rated", "level_lowest"]].values.tolist() == [
        [2, 3, 3, 1], [1, 3, 2, 2],
    ]  # fmt: skip


def test_a_category_is_listed_with_the_range_of_its_share():
    frame = tables.answers_table(counted.released(counted.pupils(60), counted.DEVICES)).frame
    chosen = frame[(frame["item"] == "devices.reading") & frame["value_from"].notna()]
    assert (chosen["share_low"] < chosen["share"]).all()
    assert (chosen["share_high"] > chosen["share"]).all()
    assert frame[frame["item"] == "devices.calm"]["share_low"].isna().all()


def test_of_what_was_given_every_number_that_is_missing_has_its_reason_beside_it():
    for name in ("given", "mentees"):
        frame = MADE[name].frame
        assert (frame["teachers_reached"].notna() ^ (frame["reached_hidden"] != "")).all()
        assert (frame["hours_for_each"].notna() ^ (frame["hours_hidden"] != "")).all()
        assert frame["reached_hidden"].str.startswith("hidden: ").any()


def test_what_moved_beside_hours_has_numbers_or_a_reason_in_every_row():
    for name, number in (
        ("dose_thirds", "third_change"),
        ("equity", "gap_closed"),
        ("retention", "stayed"),
        ("starting", "change"),
    ):
        frame = MADE[name].frame
        assert (frame[number].notna() ^ (frame["hidden"] != "")).all(), name
    frame = MADE["dose"].frame
    assert (frame["slope"].notna() ^ ((frame["hidden"] + frame["line_hidden"]) != "")).all()


def test_who_came_to_nobodys_name_and_no_roster_are_said_to_be_not_known():
    with gate():
        blank = replace(GIVEN[0], hidden="", hours_hidden="", unnamed=GIVEN[0].sessions_delivered, reached=0)
        uncounted = replace(GIVEN[1], teachers=None, per_teacher=None)
    frame = tables.given_table((blank, uncounted), TWO, why=str).frame
    assert frame["teachers_reached"].isna().tolist() == [True, False]
    assert frame["reached_hidden"].tolist() == [tables.doses.NOBODY_NAMED, tables.doses.NO_ROSTER]
    assert frame["hours_hidden"].tolist() == [tables.doses.NOBODY_NAMED, tables.doses.NO_ROSTER]


def test_reach_is_told_from_a_least_to_a_most_and_never_above_the_roster() -> None:
    from toolbox.tables.doses import given_cells

    asked = {"Elm": (15, 26, 2), "Oak": (15, 26, 5), "Ash": (15, 12)}
    told = {
        row.school: given_cells(row, str)
        for name, sizes in asked.items()
        for row in release_given(*dose_of(**{name: sizes}), Policy())[:1]
    }
    names = ("teachers_reached", "reached_at_most", "teachers_left")
    assert [told["Elm"][name] for name in names] == [10, 15, None]
    assert [told["Oak"][name] for name in names] == [10, 10, 5]
    assert (told["Elm"]["share_reached"], told["Elm"]["share_at_most"]) == (10 / 26, 15 / 26)
    assert told["Ash"]["share_reached"] is None
    assert "fewer teachers than were reached" in told["Ash"]["reached_hidden"]
