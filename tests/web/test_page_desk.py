"""The researcher's desk: the first look already shows the sample hub, every block has its state, everything can be carried away."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from tests.web.conftest import Open, said
from toolbox.evaluation import evaluate
from toolbox.model import BLOCKS, Plan, SchoolFacts, ToolboxError, Viewer
from toolbox.tables.evaluations import OWN
from toolbox.web import assignment, desk, evaluated, released, schools, state
from toolbox.web.desk import blocks, downloads
from toolbox.web.desk.choices import Chosen


def states(at) -> dict[str, str]:
    """Number and title of each block in the contents → its state."""
    table = next(each.value for each in at.table if list(each.value.columns) == ["Table", "State"])
    return dict(zip(table["Table"], table["State"], strict=True))


def test_the_first_look_shows_the_sample_hub_with_all_eleven_blocks(sample_store: Open) -> None:
    at = sample_store("tables")
    assert not at.exception
    assert not at.error
    told = states(at)
    assert len(told) == 11
    assert [line.split(" ")[0] for line in told] == [str(number) for number in range(1, 12)]
    assert all("](#" in line for line in told), "each is a link to its block"
    assert "rows" in told["4 [Change between the first and the last round](#change)"]
    assert "rows" in told["6 [Mentored schools beside waiting schools](#groups)"]
    assert "not asked" in told["7 [Waves of schools beside those not yet mentored](#waves)"]
    assert at.segmented_control(key="desk_comparison").value == "two_groups"
    assert "in 8 schools; 6 were still waiting. 1 was mentored before the first round already" in said(at)
    assert not any("refused: hidden" in each.replace("\\", "") for each in told.values()), "one word for it"
    shown = [each.value for each in at.dataframe]
    assert len(shown) >= 3
    headlines = [list(frame) for frame in shown if "p_adj" in frame and "contrast_name" in frame]
    assert headlines
    assert all(names.index("p_adj") < names.index("contrast_name") for names in headlines), "numbers in sight"
    assert set(shown[0]["arm"]) >= {"all"}, "an empty cell would not say that it stands for all"
    assert all("hub" in frame or "contrast_name" in frame for frame in shown)


def test_without_a_comparison_nothing_is_asked_of_who_chose(sample_store: Open) -> None:
    at = sample_store("tables", desk_comparison="All schools together")
    assert not at.exception
    assert not at.text_area
    told = states(at)
    assert "not asked" in told["6 [Mentored schools beside waiting schools](#groups)"]
    assert "plan looks at one group" in told["3 [How alike the groups were at the start](#baseline)"].replace("\\", "")


def test_without_the_assignment_a_comparison_is_refused(sample_store: Open) -> None:
    at = sample_store("tables")
    at.text_area(key="desk_assignment_text").set_value("  ").run()
    assert not at.exception
    told = states(at)["6 [Mentored schools beside waiting schools](#groups)"].replace("\\", "")
    assert "refused: the plan does not say who chose the mentored schools" in told
    at.text_area(key="desk_assignment_text").set_value("Schools applied; nothing was drawn by lot.").run()
    assert "rows" in states(at)["6 [Mentored schools beside waiting schools](#groups)"]
    assert assignment.assignment(state.rounds()).text == "Schools applied; nothing was drawn by lot.", (
        "kept for the hub"
    )


def test_one_round_has_no_change_but_a_flow_and_a_profile(sample_store: Open) -> None:
    at = sample_store("tables")
    at.multiselect(key="desk_rounds").set_value([state.rounds()[0].id]).run()
    assert not at.exception
    told = states(at)
    assert "nothing to compare" in told["4 [Change between the first and the last round](#change)"].replace("\\", "")
    assert "rows" in told["10 [Where each school stands](#profile)"]
    at.multiselect(key="desk_rounds").set_value([]).run()
    assert not at.exception
    assert "Choose at least one round" in said(at)


def test_groups_and_scales_are_chosen(sample_store: Open) -> None:
    at = sample_store("tables", desk_comparison="All schools together")
    at.multiselect(key="desk_groups").set_value(["teachers"])
    at.multiselect(key="desk_areas").set_value(["D"]).run()
    assert not at.exception
    frames = [each.value for each in at.dataframe if "scale_name" in each.value and "estimate" in each.value]
    assert frames
    for frame in frames:
        assert set(frame["group"]) <= {"teachers", ""}
        assert len(set(frame["scale_name"])) == 1


def chosen_now(comparison: str = "one_group", **more) -> Chosen:
    rounds = state.rounds()
    plan = Plan(
        rounds=tuple(each.name for each in rounds), comparison=comparison, areas=("D",), groups=("teachers",), **more
    )
    return Chosen(rounds=rounds, framework=state.framework(rounds[0].framework), plan=plan)


def test_the_bundle_holds_the_tables_and_single_answers_only_when_ticked(sample_store: Open) -> None:
    sample_store("start")
    chosen = chosen_now()
    without = zipfile.ZipFile(io.BytesIO(downloads._bundle(chosen, single=False)))
    assert {f"tables/{block}.csv" for block in BLOCKS} | {"methods.md", "recipe.json", "tables.xlsx"} <= set(
        without.namelist()
    )
    assert not [name for name in without.namelist() if name.endswith((".sav", ".dta"))]
    plan = json.loads(without.read("recipe.json"))
    assert "Sample, autumn 2025" in json.dumps(plan)
    with_them = zipfile.ZipFile(io.BytesIO(downloads._bundle(chosen, single=True)))
    assert [name for name in with_them.namelist() if name.endswith(".sav")]


def test_single_answers_are_not_offered_to_whoever_may_not_take_them(sample_store: Open, monkeypatch) -> None:
    at = sample_store("tables", desk_comparison="All schools together")
    assert [box.key for box in at.checkbox if box.key == "desk_single_answers"]
    chosen = chosen_now()
    monkeypatch.setattr(state, "viewer", lambda: Viewer(role="mentor"))
    with pytest.raises(ToolboxError) as refused:
        downloads._bundle(chosen, single=True)
    assert refused.value.code == "answers_not_allowed"


def test_documents_open(sample_store: Open) -> None:
    import docx

    from toolbox import reports

    sample_store("start")
    found = downloads._now(chosen_now())
    for made in (reports.table1_document(found), reports.change_document(found)):
        assert docx.Document(io.BytesIO(made)).tables


def test_two_rounds_of_one_name_are_told_apart(sample_store: Open) -> None:
    sample_store("start")
    store, viewer = state.store(), state.viewer()
    for each in state.rounds():
        store.update_round(viewer, each.id, version=each.version, name="Survey")
    rounds = state.rounds()
    plan = Plan(rounds=evaluated.names_apart([each.name for each in rounds]), areas=("D",), groups=("teachers",))
    chosen = Chosen(rounds=rounds, framework=state.framework(rounds[0].framework), plan=plan)
    assert [name for name, _, _ in evaluated.evaluation(chosen.ids, plan).rounds] == ["Survey", "Survey (2)"]
    assert zipfile.ZipFile(io.BytesIO(downloads._bundle(chosen, single=True))).namelist()


def test_what_was_worked_out_once_is_not_worked_out_again(sample_store: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    sample_store("start")
    worked_out = []

    def counted(rounds, framework, plan, **more):
        worked_out.append(plan)
        return evaluate(rounds, framework, plan, **more)

    monkeypatch.setattr(evaluated, "evaluate", counted)
    released.forget()
    ids = tuple(each.id for each in state.rounds())
    plan = Plan(
        rounds=evaluated.names_apart([each.name for each in state.rounds()]), areas=("D",), groups=("teachers",)
    )
    first = evaluated.evaluation_tables(ids, plan)
    assert evaluated.evaluation_tables(ids, replace(plan)) is first, "an equal plan is the same question"
    assert evaluated.evaluation(ids, plan) is evaluated.evaluation(ids, plan)
    assert worked_out == [plan]
    other = replace(plan, confidence=0.9)
    evaluated.evaluation_tables(ids, other)
    assert evaluated.evaluation_tables(ids, plan) is first
    assert worked_out == [plan, other]


def test_columns_without_a_word_in_them_wait_behind_the_switch() -> None:
    frame = pd.DataFrame(
        {"group": ["teachers"], "estimate": [0.2], "p": [None], "refused_reason": [""], "method": ["t"]}
    )
    assert blocks.first_columns("change", frame) == ["group", "estimate"]
    for block, names in (blocks.FIRST_OWN | blocks.LEADING_OWN).items():
        assert set(names) <= {*OWN[block], "n", "scale_name"}, f"{block} has no such column of its own"


def test_who_was_mentored_in_between() -> None:
    from toolbox.model import Round

    def of(on: date) -> Round:
        return Round(
            id="", name="", collected_on=on, framework="", sha256="", people=1, schools=("a", "b", "c", "d"), groups=()
        )

    facts = [
        SchoolFacts(school=name, starts=starts)
        for name, starts in (("a", date(2025, 9, 1)), ("b", date(2025, 12, 1)), ("c", date(2026, 9, 1)))
    ]
    assert schools.counted(facts, (of(date(2025, 10, 1)), of(date(2026, 5, 1)))) == (1, 2, 1)


def test_the_desk_is_one_room() -> None:
    assert {"choose", "contents", "every_block", "take_away"} == set(desk.__all__)
