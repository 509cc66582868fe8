"""What the engine counts, against plain Python that counts the same."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings

from tests.engine import cases
from tests.engine.cases import CASES, Case, event
from tests.engine.holding import close, everything, held_equal, needed
from toolbox.engine import asking
from toolbox.model import Membership, MentoringSession

ROOT = Path(__file__).resolve().parents[2]
MONDAY = pd.Timestamp(2026, 1, 5)


@settings(max_examples=8, deadline=None)
@given(CASES)
def test_everything_is_what_plain_python_counts(case: Case) -> None:
    with tempfile.TemporaryDirectory() as folder:
        paths = cases.kept(case, Path(folder))
        held_equal(case, everything(paths, case, "duckdb"))


def test_nothing_at_all_gives_empty_frames_with_their_columns() -> None:
    found = everything([], Case(), "duckdb")
    assert {name: len(frame) for name, frame in found.items()} == dict.fromkeys(found, 0)
    assert [str(kind) for kind in found["weeks"].dtypes] == ["str", "datetime64[s]", "int64", "int64", "float64"]
    assert [str(kind) for kind in found["visits"].dtypes] == ["str", "datetime64[s]", "datetime64[s]", "int64"]


def test_the_kinds_of_columns_do_not_depend_on_what_is_in_them(tmp_path: Path) -> None:
    case = Case(
        (event("P-1", datetime(2026, 1, 7, 10)),),
        (Membership(member="P-1", role="mentee", school="Elm"),),
        (MentoringSession(on=date(2026, 1, 7), receiver="Elm", delivered=False),),
    )
    found, empty = everything(cases.kept(case, tmp_path), case, "duckdb"), everything([], Case(), "duckdb")
    for name, frame in found.items():
        assert frame.dtypes.to_dict() == empty[name].dtypes.to_dict(), name


def test_a_person_in_two_schools_is_active_in_both_and_once_in_the_hub(tmp_path: Path) -> None:
    case = Case(
        (event("P-1", datetime(2026, 1, 7, 10)), event("P-2", datetime(2026, 1, 8, 10))),
        (
            Membership(member="P-1", role="mentor", school="Elm"),
            Membership(member="P-1", role="mentee", school="Oak"),
            Membership(member="P-1", role="teacher", school="Oak"),
            Membership(member="P-2", role="teacher", school="Oak"),
        ),
    )
    paths = cases.kept(case, tmp_path)
    found = asking.weeks(paths, case.memberships)
    assert found[["school", "persons", "events"]].to_numpy().tolist() == [["Elm", 1, 1], ["Oak", 2, 2]]
    hub = asking.weeks(paths, case.memberships, by="hub")
    assert hub.to_dict("records")[0] | {"minutes": 0} == {
        "school": "", "week": MONDAY, "persons": 2, "events": 2, "minutes": 0,
    }  # fmt: skip


def test_who_is_not_among_the_memberships_is_counted_nowhere(tmp_path: Path) -> None:
    case = Case(tuple(event(f"P-{n}", datetime(2026, 1, 7, 10)) for n in range(5)))
    mine = [Membership(member="P-3", role="mentee", school="Elm"), Membership(member="Oak", kind="school", role="mentee", school="Oak")]  # fmt: skip
    assert asking.weeks(cases.kept(case, tmp_path), mine)["persons"].tolist() == [1]


def test_an_event_counts_where_its_person_belonged_on_its_day(tmp_path: Path) -> None:
    case = Case((event("P-1", datetime(2026, 1, 31, 23, 59, 59)), event("P-1", datetime(2026, 2, 1))))
    moved = [
        Membership(member="P-1", role="teacher", school="Elm", until=date(2026, 1, 31)),
        Membership(member="P-1", role="teacher", school="Oak", since=date(2026, 2, 1)),
    ]
    found = asking.weeks(cases.kept(case, tmp_path), moved)
    assert found[["school", "events"]].to_numpy().tolist() == [["Elm", 1], ["Oak", 1]]


def test_a_renamed_school_is_one_school(tmp_path: Path) -> None:
    case = Case((event("P-1", datetime(2026, 1, 7)),))
    rows = [Membership(member="P-1", role="teacher", school=name) for name in ("Elm", "Elm Academy")]
    found = asking.weeks(cases.kept(case, tmp_path), rows, former={"Elm": "Elm Academy"})
    assert found[["school", "persons", "events"]].to_numpy().tolist() == [["Elm Academy", 1, 1]]


def test_a_gap_of_exactly_the_limit_does_not_end_a_visit(tmp_path: Path) -> None:
    case = Case(tuple(event("P-1", datetime(2026, 1, 7, 10, *rest)) for rest in ((0,), (30,), (30,))))
    later = Case((*case.events, event("P-1", datetime(2026, 1, 7, 11, 0, 1))))
    assert asking.visits_of(cases.kept(case, tmp_path))["events"].tolist() == [3]
    assert asking.visits_of(cases.kept(later, tmp_path))["events"].tolist() == [3, 1]


@pytest.mark.parametrize("cluster", ["spark://127.0.0.1:1", "spark://nobody.invalid:7077", "spark://"])
def test_a_cluster_that_does_not_answer_is_told_at_once(cluster: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from toolbox.engine.backends import URL
    from toolbox.model import ToolboxError

    needed(java=False)
    monkeypatch.setenv(URL, cluster)
    with pytest.raises(ToolboxError) as refused:
        asking.doses([])
    assert refused.value.code == "engine_unreachable"
    assert cluster in refused.value.message
    assert URL in refused.value.message


@settings(max_examples=8, deadline=None)
@given(CASES)
def test_the_dose_of_a_school_is_what_the_room_of_mentoring_says(case: Case) -> None:
    """Two ways to one number: over records there, over tables here. Where nobody is listed, whoever came is a teacher."""
    from toolbox.mentoring.doses import school_doses

    there = school_doses(case.sessions, ())
    here = asking.doses(case.sessions).to_dict("records")
    assert [each.school for each in there] == [row["school"] for row in here]
    for each, row in zip(there, here, strict=True):
        for name in ("sessions_delivered", "sessions_planned", "unnamed", "without_length"):
            assert getattr(each, name) == row[name], name
        for name in ("hours_delivered", "hours_planned", "person_hours"):
            assert close(getattr(each, name), row[name]), name
        assert each.reached.part == row["reached"]
        for name in ("first", "last"):
            assert getattr(each, name) == (None if pd.isna(row[name]) else row[name].date())


@settings(max_examples=12, deadline=None)
@given(CASES)
def test_the_reach_of_a_school_is_what_the_room_of_mentoring_says(case: Case) -> None:
    """Of the teachers who are listed: who is there and who left, and who of them came."""
    from toolbox.mentoring.doses import school_doses

    teachers = [replace(row, role="teacher") for row in case.memberships if row.kind == "person"]
    there = {each.school: each for each in school_doses(case.sessions, (), teachers)}
    here = {row.school: row for row in asking.reached(case.sessions, teachers).itertuples()}
    for school in there.keys() & here.keys():
        told, row = there[school], here[school]
        assert (told.reached.part, len(told.left), told.came) == (row.reached, row.left, row.reached + row.left_reached)


def test_whoever_asks_for_nothing_does_not_wait_for_the_engine() -> None:
    """Loading Ibis takes a second: a page does not, until something is counted."""
    code = (
        "import sys; import toolbox.web.activity; from toolbox.engine import asking; asking.weeks((), ());"
        "assert not {'ibis', 'duckdb', 'pyspark'} & set(sys.modules)"
    )
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr[-2000:]
