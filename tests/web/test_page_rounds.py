"""The School page over the rounds and beside others: read when asked for, said before it is drawn, written down."""

from __future__ import annotations

from datetime import date

from tests.web.conftest import Open
from tests.web.conftest import said as raw
from toolbox import tables
from toolbox.model import Viewer
from toolbox.web import other_rounds, state, taking


def opened(at, key: str = "school_rounds"):
    at.session_state[key] = True
    return at.run()


def said(at) -> str:
    """Every word on the page, as a visitor reads it."""
    return raw(at).replace("\\", "")


def test_rounds_are_read_when_asked_for(sample_store: Open) -> None:
    at = sample_store("school")
    before = len(at.get("vega_lite_chart"))
    assert "Over the rounds" in [header.value for header in at.header]
    opened(at)
    assert not at.exception
    assert not at.error
    words = said(at)
    unseen = words.count("Infrastructure and Equipment: ")
    assert len(at.get("vega_lite_chart")) + unseen == before + 8
    assert "2 rounds from October 2025 to May 2026" in words
    assert "C8 (wording changed)" in words
    assert "Dashed line: mentoring began (27 October 2025)." in words
    assert state.store().ledger.releases(Viewer(), what="trend").of == 1


def test_all_schools_together_name_the_wave(sample_store: Open) -> None:
    at = sample_store("school", school_school="All 15 schools together")
    opened(at)
    assert not at.exception
    mentored = sum(facts.starts == date(2025, 10, 27) for facts in state.store().school_facts(Viewer()))
    assert f"in {mentored} schools on 27 October 2025" in said(at)


def test_one_round_is_no_trend(sample_store: Open) -> None:
    at = sample_store("school")
    state.store().delete_round(Viewer(), state.rounds()[0].id)
    at.run()
    assert not at.exception
    assert "Over the rounds" not in [header.value for header in at.header]


def test_own_rounds_and_the_sample_never_share_a_line(sample_store: Open) -> None:
    at = sample_store("school")
    store = state.store()
    given = store.answers(Viewer(), state.rounds()[0].id)
    store.save_round(Viewer(), name="Ours", collected_on=date(2026, 9, 1), framework="selfie-2020", answers=given)
    at = sample_store("school")
    assert not at.exception
    assert "Over the rounds" not in [header.value for header in at.header]


def test_the_middle_half_of_the_hub(sample_store: Open) -> None:
    at = sample_store("school")
    at.selectbox(key="school_beside").select("hub").run()
    assert not at.exception
    words = said(at)
    assert "the middle half of" in words
    assert "Leaders hidden" in words
    assert "Middle half" in words
    assert "rank" not in words.casefold()


def test_a_table_leaves_with_a_row_of_its_own_in_the_ledger(sample_store: Open) -> None:
    at = sample_store("school")
    opened(at)
    at.selectbox(key="school_beside").select("hub").run()
    assert {"school_rounds_csv", "school_beside_csv"} <= {each.key for each in at.get("download_button")}
    rounds, ledger = state.rounds(), state.store().ledger
    before = ledger.releases(Viewer(), how="file").of
    found = taking.content(lambda: tables.trend_table(other_rounds.trend(rounds, rounds[0].schools[0])), "x.csv")
    assert b"items_common" in found
    assert ledger.releases(Viewer(), how="file", what="trend").of == 1
    assert ledger.releases(Viewer(), how="file").of == before + 1


def test_figures_of_others(sample_store: Open) -> None:
    at = sample_store("school")
    figures = state.store().benchmarks.all(Viewer(), "selfie-2020")[0]
    at.selectbox(key="school_beside").select(figures.id).run()
    assert not at.exception
    words = said(at)
    assert "A drawn sample of schools of an invented country" in words
    assert "There" in words
    assert "no norm" not in words


def test_a_file_is_understood_kept_and_taken_out(sample_store: Open) -> None:
    at = sample_store("school")
    content = b"group,area,mean,sd,n,population,year\nteachers,D,3.0,0.9,300,Teachers of a land,2025\n"
    at.file_uploader(key="benchmark_file_0").upload("land.csv", content).run()
    assert "Understood: 1 number" in said(at)
    at.text_input(key="benchmark_name_0").set_value("A land").run()
    at.button(key="benchmark_keep_0").click().run()
    assert not at.exception
    kept = next(each for each in state.store().benchmarks.all(Viewer()) if each.name == "A land")
    assert at.selectbox(key="school_beside").value == kept.id  # what was brought a moment ago is what one wants to see
    assert "no norm" in said(at)
    at.button(key=f"benchmark_delete_{kept.id}").click().run()
    assert not at.exception
    assert "A land" not in [each.name for each in state.store().benchmarks.all(Viewer())]
    assert at.selectbox(key="school_beside").value == ""


def test_a_wrong_file_is_told_by_row(sample_store: Open) -> None:
    at = sample_store("school")
    at.file_uploader(key="benchmark_file_0").upload("x.csv", b"group,area,mean\nteachers,A,9\n").run()
    assert [each.value for each in at.error] == ["Row 2 of x.csv: the mean 9 is outside the scale from 1 to 5."]


def test_a_round_is_frozen_and_stays(sample_store: Open) -> None:
    at = sample_store("school")
    at.button(key="FormSubmitter:benchmark_freeze-Freeze it").click().run()
    assert not at.exception
    assert not at.error
    made = next(each for each in state.store().benchmarks.all(Viewer()) if each.frozen_from)
    assert made.name == "Reference year: Sample, spring 2026"
    assert made.frozen_from == (state.rounds()[-1].sha256,)
    assert not {row.group for row in made.rows if row.n < 5}
    at.button(key="FormSubmitter:benchmark_freeze-Freeze it").click().run()
    assert "There is a benchmark" in at.error[0].value
    state.store().delete_round(Viewer(), state.rounds()[-1].id)
    assert state.store().benchmarks.one(Viewer(), made.id) == made
