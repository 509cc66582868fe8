"""The sample hub: made from one seed, read by the readers, loaded into the store, and its planted truth found again."""

from __future__ import annotations

import csv
import io
import json
import threading
import time
import zipfile
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from sample_datasets import make
from sample_datasets.making.people import METHODS, people, sessions
from toolbox import sample
from toolbox.comparison import compare
from toolbox.disclosure import release
from toolbox.frameworks import load
from toolbox.model import (
    Answers,
    Change,
    Cluster,
    Comparison,
    Membership,
    MentoringSession,
    Reading,
    School,
    SchoolFacts,
    State,
    ToolboxError,
    Viewer,
)
from toolbox.profile import profile
from toolbox.reading import read
from toolbox.reading.pseudonyms import Pseudonyms
from toolbox.reading.recipes import apply, from_json, guess
from toolbox.store import open_store

FOLDER = sample.FOLDER
TRUTH = json.loads((FOLDER / "truth.json").read_text(encoding="utf-8"))
VIEWER = Viewer()
EXPORTS = sorted(
    str(path.relative_to(FOLDER))
    for tool in ("limesurvey", "google_forms", "microsoft_forms", "qualtrics", "surveymonkey")
    for path in (FOLDER / tool).iterdir()
)
#: What a planted effect is, for a person who reads the README of the sample: part, group, area.
HEADLINES = (
    ("mentored", "teachers", "D"),
    ("mentored", "teachers", "F"),
    ("mentored", "teachers", "G"),
    ("mentored", "leaders", "A"),
    ("mentored", "pupils", "F"),
    ("not_yet", "teachers", "D"),
    ("not_yet", "teachers", "F"),
    ("not_yet", "pupils", "F"),
    ("all", "teachers", "D"),
    ("all", "teachers", "F"),
    ("all", "pupils", "F"),
)


@cache
def made() -> dict[str, bytes]:
    return make.files()


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    """A store with the sample hub in it, and the seconds of work loading took (others on the machine aside)."""
    store = open_store(folder=tmp_path_factory.mktemp("sample"))
    store.migrate()
    began = time.process_time()
    sample.load(store, VIEWER)
    store.seconds = time.process_time() - began
    yield store
    store.close()


@pytest.fixture(scope="module")
def answers(loaded) -> tuple[Answers, Answers]:
    """The answers of autumn and spring as the store gives them back."""
    kept = sorted(loaded.rounds(VIEWER), key=lambda each: each.collected_on)
    return tuple(loaded.answers(VIEWER, each.id) for each in kept)


def compared(answers: tuple[Answers, Answers], part: str = "all", school: str = "") -> Comparison:
    schools = [school] if school else None if part == "all" else TRUTH["schools"][part]
    return compare(
        *answers,
        load("selfie-2020"),
        before_name="autumn",
        after_name="spring",
        before_on=date(2025, 10, 6),
        after_on=date(2026, 5, 4),
        schools=schools,
        invited_before=sample.invited(),
        invited_after=sample.invited(),
    )


def headline(found: Comparison, group: str, area: str) -> Change:
    """The form that belongs to the group: staff are followed by code, pupils are two samples."""
    rows = found.independent if group == "pupils" else found.paired
    return next(row for row in rows if (row.group, row.area, row.item) == (group, area, ""))


# ── making ───────────────────────────────────────────────────────────────────────────────────────


def test_every_file_is_what_the_seed_gives():
    for name, content in made().items():
        kept = (FOLDER / name).read_bytes()
        if name.endswith((".xlsx", ".zip")):
            with zipfile.ZipFile(io.BytesIO(kept)) as there, zipfile.ZipFile(io.BytesIO(content)) as new:
                assert there.namelist() == new.namelist(), name
                assert all(there.read(part) == new.read(part) for part in new.namelist()), name
        else:
            assert kept == content, f"{name} differs: run python sample_datasets/make.py"


def test_another_seed_gives_other_people():
    codes = [[one.code for one in people(np.random.Generator(np.random.PCG64([seed, 0])))] for seed in (make.SEED, 7)]
    assert codes[0] != codes[1]
    assert len(set(codes[0])) == len(codes[0])


def test_the_folder_holds_what_is_made_and_no_more():
    kept = {str(p.relative_to(FOLDER)) for p in FOLDER.rglob("*") if p.is_file() and "__pycache__" not in p.parts}
    by_hand = {name for name in kept if name.startswith("making/")} | {"make.py", "README.md"}
    assert kept == set(made()) | by_hand
    exports = sum(len(content) for name, content in made().items() if name.startswith("exports/"))
    assert exports < 300_000
    assert sum(map(len, made().values())) - exports < 3_000_000


def test_the_readme_names_every_file():
    told = (FOLDER / "README.md").read_text(encoding="utf-8")
    for name in made():
        folder, _, file = name.rpartition("/")
        if file in ("expected.csv", "expected.json"):
            assert f"`{file}`" in told
            continue
        assert name in told or f"{folder}/*{Path(file).suffix}" in told or (f"`{folder}/" in told and file in told), (
            name
        )


def test_nothing_in_it_points_to_anybody():
    for name in EXPORTS:
        reading = read((FOLDER / name).read_bytes(), name)
        addresses = [question for question in reading.questions if question.identifier == "e-mail"]
        assert not any(question.samples for question in addresses if question.samples != ("anonymous",)), name
    log = (FOLDER / "moodle_log.csv").read_text(encoding="utf-8")
    assert "@" not in log
    assert all(line.rsplit(",", 1)[1].startswith("192.0.2.") for line in log.splitlines()[1:])


# ── reading ──────────────────────────────────────────────────────────────────────────────────────


@cache
def reading_of(name: str) -> Reading:
    return read((FOLDER / name).read_bytes(), Path(name).name, pseudonym=Pseudonyms(b"the same key for every file"))


@pytest.mark.parametrize("name", EXPORTS)
def test_each_export_is_read_by_its_reader(name: str):
    tool, _, file = name.partition("/")
    counts = TRUTH["exports"][file.partition(".")[0]]
    reading = reading_of(name)
    assert (reading.reader, reading.kind) == (tool, "survey")
    submitted_only = tool in ("google_forms", "microsoft_forms")
    wanted = counts["finished"] if submitted_only else counts["rows"]
    assert len(reading.table) == wanted
    if not submitted_only and tool != "surveymonkey":
        assert int(reading.finished.sum()) == counts["finished"]
    assert reading.heading_rows == {"qualtrics": 3, "surveymonkey": 2}.get(tool, 1)
    if tool in ("limesurvey", "qualtrics", "surveymonkey"):
        # Google's and Microsoft's files leave out the unfinished, so their first and last differ by a little.
        assert reading.first.date().isoformat() == counts["first"][:10]
        assert reading.last.date().isoformat() == counts["last"][:10]


@pytest.mark.parametrize("name", EXPORTS)
def test_each_export_is_mapped_without_help(name: str):
    reading = reading_of(name)
    recipe = guess(reading, load("selfie-2020"))
    items = {column.item for column in recipe.columns if column.meaning == "item"}
    assert items == {f"selfie2020.{code}" for code in TRUTH["asked"]["teachers"]}
    meanings = [column.meaning for column in recipe.columns]
    assert [meanings.count(each) for each in ("school", "group", "person")] == [1, 1, 1]


@pytest.mark.parametrize("round_name", ["autumn-2025", "spring-2026"])
def test_five_tools_tell_the_same(round_name: str):
    framework = load("selfie-2020")
    tables = {}
    for name in EXPORTS:
        if f"/{round_name}." in name:
            reading = reading_of(name)
            applied = apply(guess(reading, framework), reading, framework, Pseudonyms(b"the same key for every file"))
            tables[name.partition("/")[0]] = applied.answers
    lime = tables.pop("limesurvey")
    for tool, found in tables.items():
        if tool == "surveymonkey":
            continue  # its export does not say who finished; counted in the reader's own tests
        shown = {
            s: dict(zip(t.items, (t.values >= 1).sum(axis=0).tolist(), strict=True))
            for s, t in (("l", lime), ("o", found))
        }
        assert shown["l"] == shown["o"], tool
        assert (found.schools, len(found)) == (lime.schools, len(lime)), tool


# ── loading ──────────────────────────────────────────────────────────────────────────────────────


def test_loading_takes_less_than_three_seconds_of_work(loaded):
    assert loaded.seconds < 3
    kept = sorted(loaded.rounds(VIEWER), key=lambda each: each.collected_on)
    assert [(each.collected_on, each.sample, each.framework) for each in kept] == [
        (date(2025, 10, 6), True, "selfie-2020"),
        (date(2026, 5, 4), True, "selfie-2020"),
    ]
    for each, counts in zip(kept, TRUTH["exports"].values(), strict=True):
        assert each.people == counts["finished"] - counts["answered_twice"]
        assert len(each.schools) == 15
        assert each.invited["Žaibo ežero mokykla", "teachers"] == 8
        assert each.sources[0].rows == counts["rows"]
        assert {"repeated_key"} <= {problem.code for problem in each.sources[0].problems}


def test_states_are_kept_apart(answers):
    for kept, counts in zip(answers, TRUTH["exports"].values(), strict=True):
        wanted = counts["among_finished"]
        off = int((kept.values == State.OFF_SCALE).sum())
        assert off == wanted["mistyped_limesurvey_only"] > 0
        # Rows of persons who answered twice are gone, so the other two counts may be a little smaller.
        assert 0 <= wanted["not_applicable"] - int((kept.values == State.NOT_APPLICABLE).sum()) < 10
        assert 0 <= wanted["declined"] - int((kept.values == State.DECLINED).sum()) < 10
        pupils = kept.group == kept.groups.index("pupils")
        asked = set(TRUTH["asked"]["pupils"])
        other = [place for place, item in enumerate(kept.items) if item.partition(".")[2] not in asked]
        assert (kept.values[pupils][:, other] < 0).all()
    assert answers[1].reworded == {"selfie2020.C8"}
    assert not answers[0].reworded


def test_it_can_be_put_away_and_brought_back(tmp_path):
    store = open_store(folder=tmp_path)
    store.migrate()
    assert not sample.present(store, VIEWER)
    sample.load(store, VIEWER)
    sample.load(store, VIEWER)
    assert len(store.rounds(VIEWER)) == 2
    sample.put_away(store, VIEWER)
    assert not sample.present(store, VIEWER)
    assert store.rounds(VIEWER) == ()
    sample.load(store, VIEWER)
    assert sample.present(store, VIEWER)
    store.close()


def test_the_figures_of_others_come_and_go_with_it(tmp_path):
    store = open_store(folder=tmp_path)
    store.migrate()
    own = store.benchmarks.save(VIEWER, replace(sample.benchmark(), name="Ours"))
    sample.load(store, VIEWER)
    sample.load(store, VIEWER)
    assert [each.name for each in store.benchmarks.all(VIEWER)] == ["Ours", sample.benchmark().name]
    sample.put_away(store, VIEWER)
    assert store.benchmarks.all(VIEWER) == (own,)
    store.close()


def test_own_rounds_stay_when_the_sample_goes(tmp_path):
    store = open_store(folder=tmp_path)
    store.migrate()
    sample.load(store, VIEWER)
    given = store.answers(VIEWER, store.rounds(VIEWER)[0].id)
    own = store.save_round(VIEWER, name="Ours", collected_on=date(2026, 1, 1), framework="selfie-2020", answers=given)
    sample.put_away(store, VIEWER)
    assert [each.id for each in store.rounds(VIEWER)] == [own.id]
    store.close()


def test_the_next_steps_of_autumn_come_and_go_with_it(tmp_path):
    store = open_store(folder=tmp_path)
    store.migrate()
    school = sample.next_steps()[0].school
    own = store.actions.add(VIEWER, replace(sample.next_steps()[0], step="Our own"))
    sample.load(store, VIEWER)
    sample.load(store, VIEWER)
    autumn = store.rounds(VIEWER)[0].id
    assert [step.chosen_in for step in store.actions.of(VIEWER, school)] == ["", autumn, autumn]
    tried = store.actions.open_steps(VIEWER, school)[1]
    store.actions.change(VIEWER, replace(tried, state="done"))
    sample.put_away(store, VIEWER)
    assert store.actions.of(VIEWER, school) == (own,)
    store.close()


def test_two_visitors_at_once_load_it_once(tmp_path):
    store = open_store(folder=tmp_path)
    store.migrate()
    both = [threading.Thread(target=sample.load, args=(store, VIEWER)) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert len(store.rounds(VIEWER)) == 2
    store.close()


def test_a_missing_file_is_said_in_words(tmp_path, monkeypatch):
    monkeypatch.setattr(sample, "FOLDER", tmp_path)
    store = open_store(folder=tmp_path / "data")
    store.migrate()
    with pytest.raises(ToolboxError, match="not complete") as refused:
        sample.load(store, VIEWER)
    assert refused.value.code == "sample_missing"
    assert store.rounds(VIEWER) == ()
    store.close()


def test_shipped_recipes_say_what_was_reworded():
    spring = from_json((FOLDER / "recipes/limesurvey-spring-2026.json").read_text(encoding="utf-8"))
    assert [column.item for column in spring.columns if column.reworded] == ["selfie2020.C8"]


def test_the_second_round_is_mapped_by_the_recipe_of_the_first():
    """The reworded statement is noticed by its text and marked, without anybody saying so."""
    autumn = from_json((FOLDER / "recipes/limesurvey-autumn-2025.json").read_text(encoding="utf-8"))
    found = guess(reading_of("limesurvey/spring-2026.csv"), load("selfie-2020"), earlier=autumn)
    assert [column.item for column in found.columns if column.reworded] == ["selfie2020.C8"]


# ── roster, mentoring log, Moodle log ────────────────────────────────────────────────────────────


def test_the_roster_fits_the_issue():
    lines = csv.DictReader((FOLDER / "schools.csv").read_text(encoding="utf-8").splitlines())
    rows = list({row["school"]: row for row in lines}.values())
    assert (len(rows), len({row["country"] for row in rows}), len({row["hub"] for row in rows})) == (15, 4, 2)
    assert {row["school"] for row in rows} == {name for names in TRUTH["schools"].values() for name in names}
    assert sorted(int(row["teachers"]) for row in rows)[0] == 8
    assert [row["school"] for row in rows if row["leaders"] == "3"] == [TRUTH["small_groups"]["leaders_of_three"]]
    later = {row["school"] for row in rows if row["wave"] == "2"}
    assert later == set(TRUTH["schools"]["not_yet"])


@cache
def logged() -> list[dict[str, object]]:
    """Every line of the mentoring log but titles and totals, the session entered twice once."""
    book = openpyxl.load_workbook(FOLDER / "mentoring_log.xlsx")
    lines = []
    for sheet in book:
        rows = list(sheet.iter_rows(values_only=True))
        headings = next(row for row in rows if row[0] == "Date")
        here = [dict(zip(headings, row, strict=True)) for row in rows[rows.index(headings) + 1 : -1]]
        assert rows[-1][0] == "Total"
        lines += [line for place, line in enumerate(here) if line not in here[:place]]
    return lines


def test_the_mentoring_log_tells_the_planted_dose():
    members = list(csv.DictReader((FOLDER / "memberships.csv").read_text(encoding="utf-8").splitlines()))
    teachers = {row["member"] for row in members if (row["kind"], row["role"]) == ("person", "mentee")}
    assert len(teachers) == TRUTH["teachers_reached"]
    for school, told in TRUTH["dose"]["by_school"].items():
        here = [line for line in logged() if line["School"] == school]
        held = [line for line in here if line["Status"] == "delivered"]
        assert (len(held), len(here)) == (told["sessions_delivered"], told["sessions_planned"]), school
        came = [(METHODS[line["Method"]][0], code) for line in held for code in line["Who came (codes)"].split("; ")]
        assert sum(hours for hours, code in came if code in teachers) == pytest.approx(told["hours_of_teachers"])


def test_silence_and_double_counting_are_there_to_be_found():
    silent = TRUTH["dose"]["silent"]
    days = [line["Date"].date().isoformat() for line in logged() if line["School"] == silent["school"]]
    assert max(days) <= silent["no_session_after"]
    book = openpyxl.load_workbook(FOLDER / "mentoring_log.xlsx")
    rows = [row for sheet in book for row in sheet.iter_rows(values_only=True) if isinstance(row[0], datetime)]
    twice = [row for place, row in enumerate(rows) if row in rows[:place]]
    told = TRUTH["entered_twice"]
    assert [(row[0].date().isoformat(), row[3], row[4]) for row in twice] == [tuple(told.values())]
    members = list(csv.DictReader((FOLDER / "memberships.csv").read_text(encoding="utf-8").splitlines()))
    roles = {(row["member"], row["role"]) for row in members}
    for code in TRUTH["mentors_who_are_mentees"]:
        assert {(code, "mentor"), (code, "mentee")} <= roles
    for code in TRUTH["in_two_schools"]:
        assert len({row["school"] for row in members if row["member"] == code}) == 2


def test_the_moodle_log_has_the_told_size():
    rows = list(csv.DictReader((FOLDER / "moodle_log.csv").read_text(encoding="utf-8").splitlines()))
    assert len(rows) == TRUTH["moodle"]["events"]
    assert len({row["User full name"] for row in rows}) == TRUTH["moodle"]["people"]
    times = [datetime.strptime(row["Time"], "%d/%m/%y, %H:%M:%S") for row in rows]
    assert times == sorted(times, reverse=True)


# ── the planted truth ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("part", "group", "area"), HEADLINES)
def test_planted_changes_lie_in_their_intervals(answers, part: str, group: str, area: str):
    row = headline(compared(answers, part), group, area)
    planted = TRUTH["expected_change"][part][group][area]
    assert row.change.ci_low <= planted <= row.change.ci_high


def test_intervals_cover_as_often_as_they_say(answers):
    """Every group and area, not only the ones chosen above: a 95 % interval may miss one in twenty."""
    inside = []
    for part in ("mentored", "not_yet", "all"):
        found = compared(answers, part)
        for group, areas in TRUTH["expected_change"][part].items():
            for area, planted in areas.items():
                change = headline(found, group, area).change
                inside.append(change.ci_low <= planted <= change.ci_high)
    assert len(inside) == 63
    assert np.mean(inside) > 0.88


def test_mentored_teachers_gain_more_than_those_not_yet_mentored(answers):
    gains = [headline(compared(answers, part), "teachers", "D").change for part in ("mentored", "not_yet")]
    assert gains[0].ci_low > 0
    assert gains[0].estimate > gains[1].estimate


def test_a_reworded_statement_moves_no_area(answers):
    found = compared(answers)
    assert ("selfie2020.C8", "reworded") in found.dropped_items
    row = headline(found, "pupils", "C")
    assert row.items_common == row.items_all - 1
    assert abs(row.change.estimate) < 0.15


def test_those_who_rated_themselves_high_come_down(answers):
    """In G the fall is among the high starters, more than going back to the average explains (A beside it)."""
    from toolbox.linking import link
    from toolbox.scoring import score

    before, after = answers
    framework = load("selfie-2020")
    links = link(before, after)
    then, now = score(before, framework), score(after, framework)
    mentored = [before.schools.index(name) for name in TRUTH["schools"]["mentored"]]
    rows = np.isin(before.school[links.before_rows], mentored)
    rows &= before.group[links.before_rows] == before.groups.index("teachers")
    first, second = links.before_rows[rows], links.after_rows[rows]

    def change_of_high_starters(area: str) -> float:
        column = then.areas.index(area)
        start = then.score[first, column]
        high = start >= np.nanquantile(start, 2 / 3)
        return float(np.nanmean(now.score[second, column][high] - start[high]))

    assert change_of_high_starters("G") < min(0.0, change_of_high_starters("A"))


def test_the_expectation_is_right():
    """The mean over many hubs is the planted change: no arithmetic of ours stands between truth.json and the answers."""
    from sample_datasets.making import answers as making
    from sample_datasets.making.questions import CODES

    off = {cell: [] for cell in (("mentored", "D"), ("mentored", "F"), ("mentored", "G"), ("not_yet", "D"))}
    for seed in range(12):
        draw = [np.random.Generator(np.random.PCG64([seed, stage])) for stage in range(3)]
        staff = people(draw[0])
        sessions(draw[1], staff)
        planted = making.shifts(staff)
        standings = making.Standings(draw[2], staff, planted)
        drawn = [standings.staff_answers(spring) for spring in (False, True)]
        for part, area in off:
            who = [one.index for one in staff if one.school.part == part and one.group == "teachers" and all(one.here)]
            items = [place for place, code in enumerate(CODES) if code[0] == area]
            moved = (drawn[1] - drawn[0])[np.ix_(who, items)].mean()
            off[part, area].append(moved - planted[part, "teachers", area].change)
    for cell, values in off.items():
        error = np.std(values, ddof=1) / np.sqrt(len(values))
        assert abs(np.mean(values)) < 3.5 * error, cell
        assert error < 0.03


# ── what the gate hides ──────────────────────────────────────────────────────────────────────────


def profile_of(loaded, answers: tuple[Answers, Answers], place: int, school: str = ""):
    kept = sorted(loaded.rounds(VIEWER), key=lambda each: each.collected_on)[place]
    found = profile(
        answers[place],
        load("selfie-2020"),
        round_name=kept.name,
        collected_on=kept.collected_on,
        schools=[school] if school else None,
        invited=kept.invited,
    )
    return release(found)


def test_three_leaders_are_hidden(loaded, answers):
    school = TRUTH["small_groups"]["leaders_of_three"]
    assert TRUTH["small_groups"]["answered"]["leaders_of_three"] == [3, 3]
    shown = profile_of(loaded, answers, 0, school)
    leaders = [cell for cell in (*shown.areas, *shown.items) if cell.group == "leaders"]
    assert leaders
    assert all(cell.hidden and cell.mean is None and not cell.shares for cell in leaders)
    teachers = [cell for cell in shown.areas if cell.group == "teachers"]
    assert any(cell.mean is not None for cell in teachers)


def test_eight_teachers_are_seen_without_detail(loaded, answers):
    school = TRUTH["small_groups"]["teachers_of_eight"]
    shown = profile_of(loaded, answers, 0, school)
    teachers = [cell for cell in (*shown.areas, *shown.items) if cell.group == "teachers"]
    assert all(cell.n is None or cell.n <= 8 for cell in teachers)
    assert all(not cell.shares and cell.sd is None for cell in teachers)
    change = release(compared(answers, school=school))
    rows = [row for row in change.areas if row.group == "teachers"]
    assert rows
    assert all(row.change is None or row.change.ci_low is None for row in rows)


def test_all_schools_show_every_group(loaded, answers):
    shown = profile_of(loaded, answers, 1)
    assert {cell.group for cell in shown.areas if cell.mean is not None} == {"leaders", "teachers", "pupils"}
    assert {count.group: count.invited for count in shown.groups}["teachers"] == sum(
        number for (_, group), number in sample.invited().items() if group == "teachers"
    )


def test_the_hub_brings_what_is_known_about_its_schools_and_takes_it_away_again(tmp_path):
    store, viewer = open_store(folder=tmp_path), Viewer()
    own = SchoolFacts(school="Own school", hub="North")
    changed = SchoolFacts(school=sample.roster()[0].school, hub="Renamed by a visitor")
    store.roster.change(viewer, [School(school=each.school, hub=each.hub) for each in (own, changed)], seen=())
    sample.load(store, viewer)
    kept = {facts.school: facts for facts in store.school_facts(viewer)}
    assert kept[changed.school] == changed, "what a visitor wrote stays"
    assert len(kept) == 16
    assert len({facts.starts for facts in kept.values() if facts.starts}) == 2
    sample.put_away(store, viewer)
    assert store.school_facts(viewer) == tuple(sorted([own, changed], key=lambda facts: facts.school))
    store.close()


# ── what the hub wrote down beside its surveys ───────────────────────────────────────────────────


@pytest.fixture
def own(tmp_path):
    """An empty store, to be changed."""
    store = open_store(folder=tmp_path)
    store.migrate()
    yield store
    store.close()


def beside(store) -> tuple:
    """Everything kept beside rounds."""
    return (
        store.roster.all(VIEWER), store.memberships.all(VIEWER), store.memberships.clusters(VIEWER),
        store.sessions.all(VIEWER), store.events.files(VIEWER), store.indicators.programmes(VIEWER),
    )  # fmt: skip


def test_mentoring_comes_with_the_sample_and_goes_with_it(own):
    nothing = beside(own)
    assert not any(nothing)
    sample.load(own, VIEWER)
    first = beside(own)
    assert all(first)
    assert [log.sample for log in own.events.files(VIEWER)] == [True]
    sample.load(own, VIEWER)
    assert beside(own) == first, "a second time adds nothing"
    sample.put_away(own, VIEWER)
    assert beside(own) == nothing
    assert own.events.paths(VIEWER) == ()
    sample.load(own, VIEWER)
    assert [len(part) for part in beside(own)] == [len(part) for part in first]


def test_a_visitor_s_own_records_stay_and_what_was_tried_on_an_invented_school_goes(own):
    held = MentoringSession(on=date(2026, 1, 7), giver="Oak", receiver="Elm", hours=1.0)
    member = Membership(member="P-1", role="mentee", school="Elm")
    own.sessions.add(VIEWER, [held])
    own.memberships.add(VIEWER, [member])
    own.memberships.save_cluster(VIEWER, Cluster(name="North"))
    own.roster.change(VIEWER, [School(school="Elm", teachers=20)], seen=())
    before = beside(own)
    sample.load(own, VIEWER)
    invented = TRUTH["schools"]["mentored"][0]
    own.sessions.add(VIEWER, [replace(held, receiver=invented)])
    own.memberships.add(VIEWER, [replace(member, school=invented)])
    corrected = next(each for each in own.sessions.all(VIEWER) if each.receiver == invented and each.mentors)
    own.sessions.change(VIEWER, replace(corrected, hours=2.0))
    sample.put_away(own, VIEWER)
    assert beside(own) == before


def test_a_school_of_the_sample_that_a_visitor_described_or_renamed(own):
    sample.load(own, VIEWER)
    described, renamed = (own.roster.of(VIEWER, name) for name in TRUTH["schools"]["mentored"][:2])
    own.roster.change(VIEWER, [replace(described, region="My region")], seen=[described])
    own.roster.rename(VIEWER, renamed.school, "New name")
    sample.put_away(own, VIEWER)
    assert [each.school for each in own.roster.all(VIEWER)] == [described.school], "what a visitor wrote stays"
    sample.load(own, VIEWER)
    assert own.roster.of(VIEWER, described.school).region == "My region"
    assert own.roster.of(VIEWER, "New name").teachers == renamed.teachers
    assert own.roster.of(VIEWER, renamed.school).teachers is None, "its files still have the old name"
    assert renamed.school not in {each.receiver for each in own.sessions.all(VIEWER)}


def test_a_store_that_has_the_sample_of_an_earlier_version_is_filled_up(own):
    earlier = [School(school=each.school, hub=each.hub, starts=each.starts) for each in sample.roster()]
    own.roster.change(VIEWER, earlier, seen=())
    sample.load(own, VIEWER)
    assert own.roster.all(VIEWER) == tuple(sorted(sample.roster(), key=lambda each: each.school))


def test_a_log_a_visitor_uploaded_is_not_the_sample_s(own):
    content = (FOLDER / "moodle_log.csv").read_bytes()
    kept = own.events.add(VIEWER, read(content, "moodle_log.csv", pseudonym=Pseudonyms(own.pseudonym_key())))
    sample.load(own, VIEWER)
    sample.put_away(own, VIEWER)
    assert own.events.files(VIEWER) == (kept,)
