"""School page: whole school or pockets, and where the groups see it differently."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from tests.web.conftest import Open, said
from toolbox.model import Round
from toolbox.web import released, state
from toolbox.web.gap_moves import gap_moves, last_before

EIGHT_TEACHERS = "Žaibo ežero mokykla"


def large() -> str:
    """A school of the newest round in which two groups show their spread."""
    newest = state.rounds()[-1]
    for school in newest.schools:
        found = released.profile(newest.id, school)
        if len({cell.group for cell in found.areas if cell.reached}) > 1:
            return school
    raise AssertionError("the sample has a school with two groups of ten")


def test_bars_gaps_and_their_tables_stand_below_the_areas(sample_store: Open) -> None:
    at = sample_store("school")
    at.selectbox(key="school_school").select(large()).run()
    assert not at.exception
    headers = [header.value for header in at.header]
    areas, unity, gaps = (
        headers.index(words)
        for words in (
            "The areas, as each group sees them",
            "Whole school, or pockets?",
            "Where the groups see it differently",
        )
    )
    assert areas < unity < gaps
    assert (
        at.table[0]
        .value.astype(str)
        .apply(lambda column: column.str.contains(", clear|, rough|, very rough"))
        .any(axis=None)
    )
    tables = {tuple(table.value.columns): table.value for table in at.table}
    spread = tables["Area", "Group", "Persons", "Where they stand", "In words"]
    assert spread["In words"].str.contains("reach(?:es)? 4|hidden|average only").all()
    apart = tables["Area", "Groups", "Averages", "Apart", "In words"]
    assert len(apart) == 8
    assert "Everybody invited" in tables[next(columns for columns in tables if "Everybody invited" in columns)].columns
    assert "Since " in said(at)


def test_who_is_too_few_for_a_worst_case_is_named_beside_it(sample_store: Open) -> None:
    at = sample_store("school")
    newest = state.rounds()[-1]
    school = next(
        name
        for name in newest.schools
        if {bool(cell.bounds) for cell in released.profile(newest.id, name).areas if not cell.hidden} == {True, False}
    )
    at.selectbox(key="school_school").select(school).run()
    assert not at.exception
    (told,) = (text.value for text in at.markdown if "That is the worst case" in text.value)
    assert "Of fewer than 10 answers only the average is shown" in told


def test_two_groups_can_be_chosen_and_stay_chosen(sample_store: Open) -> None:
    at = sample_store("school")
    at.selectbox(key="school_school").select(large()).run()
    chosen = at.selectbox(key="school_pair")
    at.selectbox(key="school_pair").select(chosen.options[-1]).run()
    assert not at.exception
    (apart,) = (table.value for table in at.table if "Apart" in table.value.columns)
    assert set(apart["Groups"]) == {at.selectbox(key="school_pair").value}


def test_eight_teachers_are_told_why_they_are_not_spread_out(sample_store: Open) -> None:
    at = sample_store("school", school_school=EIGHT_TEACHERS)
    assert not at.exception
    (spread,) = (table.value for table in at.table if "Where they stand" in table.value.columns)
    teachers = spread[spread["Group"] == "Teachers"]
    assert teachers["In words"].str.contains("average only|hidden").all()
    assert (teachers["Where they stand"] == "").all()


def test_all_schools_together_spread_but_are_not_asked_whether_they_agree(sample_store: Open) -> None:
    at = sample_store("school")
    at.selectbox(key="school_school").select("").run()
    assert not at.exception
    assert "How people spread" in [header.value for header in at.header]
    assert "opinions are split" not in said(at)


def test_gaps_of_the_sample_are_set_beside_its_first_round(sample_store: Open) -> None:
    sample_store("school")
    first, second = state.rounds()
    school = large()
    assert last_before(second, school, state.rounds()) == first
    assert last_before(first, school, state.rounds()) is None
    moves = gap_moves(second, first, school)
    told = [move for move in moves if move.course]
    assert told
    now = {(gap.area, gap.group, gap.other): gap for gap in released.profile(second.id, school).gaps}
    before = {(gap.area, gap.group, gap.other): gap for gap in released.profile(first.id, school).gaps}
    for move in told:
        place = move.area, move.group, move.other
        assert move.moved == pytest.approx(move.now - move.before)
        if now[place].items_common == before[place].items_common == move.items_common:
            assert (move.now, move.before) == pytest.approx((now[place].difference, before[place].difference))
    assert np.isfinite([move.moved for move in told]).all()


def test_only_rounds_of_the_same_school_and_kind_come_before(sample_store: Open) -> None:
    sample_store("start")

    def invented(id: str, day: int, *schools: str, sample: bool = False, framework: str = "selfie-2020") -> Round:
        return Round(
            id=id, name=id, collected_on=date(2026, 1, day), framework=framework, sha256="", people=9, schools=schools,
            groups=(), sample=sample,
        )  # fmt: skip

    now = invented("now", 20, "Elm", "Oak")
    among = [
        invented("old", 1, "Elm"), invented("newer", 5, "Elm"), invented("sample", 6, "Elm", sample=True),
        invented("other", 7, "Elm", framework="idi-rubric"), invented("both", 3, "Oak", "Elm"), now,
        invented("later", 25, "Elm"),
    ]  # fmt: skip
    assert last_before(now, "Elm", among).id == "newer"
    assert last_before(now, None, among).id == "both", "of all schools together only a round of the same schools"
    assert last_before(now, "Oak", among[:2]) is None
