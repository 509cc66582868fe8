"""Lists and logs of mentoring on the upload page: recognised, shown, asked about, kept once; and two who correct sessions at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
from streamlit.testing.v1 import AppTest

from tests.web.conftest import Open
from tests.web.test_upload import drop, press, words
from toolbox.model import MentoringSession, School, Viewer
from toolbox.reading import Pseudonyms, read
from toolbox.reading.session_lists import sessions_of
from toolbox.web import schools, state
from toolbox.web.log import editing, kept, memberships_table, sessions_table

SAMPLES = Path(__file__).resolve().parents[2] / "sample_datasets"
EVERYONE = Viewer()
HELD = MentoringSession(on=date(2026, 1, 7), giver="Oak", receiver="Elm", persons=("P-1",), hours=1.0, topic="maps")


def lines(name: str) -> int:
    """Rows of a sample list."""
    return len(_rows(name))


def _rows(name: str) -> list[str]:
    return (SAMPLES / name).read_text(encoding="utf-8-sig").splitlines()[1:]


def sessions_in(name: str) -> tuple[int, int]:
    """Different sessions of a sample log, and its rows."""
    found = sessions_of(read((SAMPLES / name).read_bytes(), name, pseudonym=Pseudonyms(b"any"))).sessions
    return len(set(found)), len(found)


def keep(at: AppTest) -> AppTest:
    return press(at, "Keep ")


def test_roster_members_and_sessions_of_the_sample_go_through_the_page(empty_store: Open) -> None:
    at = drop(empty_store("upload"), "schools.csv", (SAMPLES / "schools.csv").read_bytes())
    schools, members = len({line.split(",")[1] for line in _rows("schools.csv")}), lines("memberships.csv")
    assert f"A list of {schools} schools." in words(at)
    keep(at)
    assert f"Saved: {schools} schools from schools.csv." in words(at)
    drop(at, "memberships.csv", (SAMPLES / "memberships.csv").read_bytes())
    assert f"A list of who belongs where: {members} rows" in words(at)
    keep(at)
    assert f"Kept: {members} rows." in words(at)
    drop(at, "mentoring_log.xlsx", (SAMPLES / "mentoring_log.xlsx").read_bytes())
    different, rows = sessions_in("mentoring_log.xlsx")
    assert rows - different == 1, "the sample holds one that was entered by both sides"
    keep(at)
    assert f"Kept: {different} sessions. 1 stands in the file more than once and is kept once." in words(at)
    store = state.store()
    assert len(store.roster.all(EVERYONE)) == schools
    assert len(store.memberships.all(EVERYONE)) == members
    assert len(store.sessions.all(EVERYONE)) == different


def test_a_log_brought_twice_adds_nothing_and_says_so(empty_store: Open) -> None:
    content = (SAMPLES / "mentoring_log.xlsx").read_bytes()
    at = keep(drop(empty_store("upload"), "log.xlsx", content))
    first = state.store().sessions.all(EVERYONE)
    keep(drop(at, "log again.xlsx", content))
    assert f"Nothing was added: all {len(first)} sessions were kept already or had been taken out." in words(at)
    assert state.store().sessions.all(EVERYONE) == first


CLUSTERS = (
    "Cluster,Model,Incentive,Mentees it can take,Role,School,From,To\n"
    "North,virtual,paid hours,4,mentor,Elm,2025-10-27,\n"
    "North,,,,mentee,Oak,2025-10-27,\n"
    "South,rural,,,mentee,oak,2026-01-12,\n"
)


def test_clusters_with_their_schools_are_kept_and_the_same_list_twice_changes_nothing(empty_store: Open) -> None:
    at = empty_store("upload")
    store = state.store()
    store.roster.change(EVERYONE, [School(school="Oak", hub="N")], seen=[])
    drop(at, "clusters.csv", CLUSTERS.encode())
    assert "A list of 2 clusters with 2 schools, each counted once." in words(at)
    assert "Elm is not known here yet." in words(at)
    press(at, "Keep 2 clusters and 3 rows of schools")
    assert "Kept: 2 clusters and 3 rows of schools." in words(at)
    clusters, rows = store.memberships.clusters(EVERYONE), store.memberships.all(EVERYONE)
    assert [(one.name, one.model, one.incentive, one.capacity) for one in clusters] == [
        ("North", "virtual", "paid hours", 4),
        ("South", "rural", "", None),
    ]
    assert sorted((row.cluster, row.role, row.school) for row in rows) == [
        ("North", "mentee", "Oak"),
        ("North", "mentor", "Elm"),
        ("South", "mentee", "Oak"),
    ]
    drop(at, "clusters again.csv", CLUSTERS.encode() + b"\n")
    assert "Everything in this list is kept already." in words(at)
    assert not [each for each in at.button if each.label.startswith("Keep")]
    assert (store.memberships.clusters(EVERYONE), store.memberships.all(EVERYONE)) == (clusters, rows)


def test_a_list_of_clusters_that_says_more_changes_only_what_it_says(empty_store: Open) -> None:
    at = empty_store("upload")
    store = state.store()
    keep(drop(at, "clusters.csv", CLUSTERS.encode()))
    more = b"Cluster,Model,Incentive,School,From,To\nnorth,bottom-up,,,,\nSouth,,days off,Oak,2026-01-12,2026-05-29\nWest,,,Ash,,\n"
    drop(at, "more.csv", more)
    assert "1 school of this list has another last day there than here." in words(at)
    press(at, "Keep 3 clusters and 1 row of a school")
    assert [(one.name, one.model, one.incentive, one.capacity) for one in store.memberships.clusters(EVERYONE)] == [
        ("North", "bottom-up", "paid hours", 4),
        ("South", "rural", "days off", None),
        ("West", "", "", None),
    ]
    assert [row.until for row in store.memberships.all(EVERYONE) if row.cluster == "South"] == [None]


def test_a_list_of_clusters_with_bad_rows_says_which(empty_store: Open) -> None:
    at = drop(
        empty_store("upload"), "clusters.csv", b"cluster,model,capacity,school,from\nA,x,many,Elm,soon\nB,y,many,Elm,\n"
    )
    assert "1 row with a day nobody can read was left out" in words(at)
    assert "the number was left out, the row is kept" in words(at)
    drop(at, "which day.csv", b"cluster,model,school,from\nA,x,Elm,03/04/2025\n")
    assert "which could be read with the day or the month first" in words(at)


def test_a_log_of_activity_is_kept_once(empty_store: Open) -> None:
    content = (SAMPLES / "moodle_log.csv").read_bytes()
    at = press(drop(empty_store("upload"), "moodle_log.csv", content), "Keep this log")
    assert "Kept: 1,047 events of moodle_log.csv." in words(at)
    press(drop(at, "moodle_log.csv", content), "Keep this log")
    assert "This log was kept already" in words(at)
    (log,) = state.store().events.files(EVERYONE)
    assert log.events == 1047


def test_names_nobody_knows_are_asked_about_and_left_out_rows_told(empty_store: Open) -> None:
    at = empty_store("upload")
    state.store().roster.change(
        EVERYONE, [School(school="Elm School", hub="N"), School(school="Oak", hub="N")], seen=[]
    )
    content = "member,role,school,cluster\nA1,mentee,elm school,C\nA2,mentee,Elm Scool,C\nA3,mentee,Far Away,C\n"
    drop(at, "members.csv", content.encode())
    assert "Elm Scool, Far Away are not known here yet. 1 looks like a school that is." in words(at)
    assert not [each for each in at.button if each.label.startswith("Keep")]
    fields = [each for each in at.selectbox if "_list_name_" in each.key]
    fields[0].set_value("Elm School").run()
    next(each for each in at.selectbox if each.key.endswith("_list_name_1")).set_value("\x00out").run()
    keep(at)
    assert "Kept: 2 rows. Rows of 1 school were left out, as you said." in words(at)
    rows = state.store().memberships.all(EVERYONE)
    assert {row.school for row in rows} == {"Elm School"}
    assert len({row.member for row in rows}) == 2


def test_a_list_under_a_former_name_is_filed_under_the_name_of_now(empty_store: Open) -> None:
    at = empty_store("upload")
    store = state.store()
    store.roster.change(EVERYONE, [School(school="Elm", hub="N")], seen=[])
    store.roster.rename(EVERYONE, "Elm", "Elm Academy")
    keep(drop(at, "members.csv", b"member,role,school,cluster\nA1,mentee,Elm,C\n"))
    assert [row.school for row in store.memberships.all(EVERYONE)] == ["Elm Academy"]


def test_a_survey_that_asks_for_the_school_is_still_a_survey(empty_store: Open) -> None:
    lines = ["School,Role,I plan lessons with technology,I share what works"] + [
        f"Elm,teacher,{n % 5 + 1},4" for n in range(9)
    ]
    at = drop(empty_store("upload"), "survey.csv", "\n".join(lines).encode())
    assert "A list of" not in words(at)
    assert [each for each in at.button if each.label.startswith("Next: Framework")]


def test_two_mentors_with_the_table_open_lose_nothing(empty_store: Open) -> None:
    empty_store("data")
    store = state.store()
    store.sessions.add(EVERYONE, [replace(HELD, on=date(2026, 1, day)) for day in (7, 8, 9, 10)])
    kind = sessions_table.kind(EVERYONE)
    opened_by_ann, opened_by_ben = store.sessions.all(EVERYONE), store.sessions.all(EVERYONE)
    ann = [replace(opened_by_ann[0], hours=2.0), replace(opened_by_ann[1], note="Ann was here."), *opened_by_ann[2:]]
    ben = [
        replace(opened_by_ben[0], hours=3.0),
        opened_by_ben[1],
        replace(opened_by_ben[2], topic="apps"),
        opened_by_ben[3],
    ]
    first = editing.save(kind, ann, opened_by_ann)
    second = editing.save(kind, ben, opened_by_ben, out=[opened_by_ben[1], opened_by_ben[3]])
    assert (first.changed, first.refused) == (2, ())
    assert (second.changed, second.taken_out) == (1, 1)
    assert [(row.on.day, refusal.code) for row, refusal in second.refused] == [
        (7, "changed_meanwhile"),
        (8, "changed_meanwhile"),
    ]
    now = {each.on.day: each for each in store.sessions.all(EVERYONE)}
    assert (now[7].hours, now[8].note, now[9].topic, 10 in now) == (2.0, "Ann was here.", "apps", False)
    said = " ".join(told for _, told in editing.told(kind, second, {each.id: each for each in now.values()}))
    assert "The session of 7 January 2026 with Elm was changed by somebody else" in said
    assert "It now says: 7 January 2026, Oak with Elm, 2 hours" in said.replace("\\", "")
    assert "Yours is still in the table: 7 January 2026, Oak with Elm, 3 hours" in said.replace("\\", "")


def test_a_day_that_cannot_be_is_refused_in_words_and_stays_in_the_table(empty_store: Open) -> None:
    empty_store("data")
    store = state.store()
    store.sessions.add(EVERYONE, [replace(HELD, on=date(2026, 1, day)) for day in (7, 8, 9)])
    kind, opened = sessions_table.kind(EVERYONE), store.sessions.all(EVERYONE)
    rows = kind.frame(opened).to_dict("records")
    days = (pd.Timestamp("1900-01-01"), pd.Timestamp(date.today() + timedelta(days=40)), pd.NaT)
    wanted = [kind.read(row | {"Day": on}, seen) for row, on, seen in zip(rows, days, opened, strict=True)]
    outcome = editing.save(kind, wanted, opened)
    said = [words for _, words in editing.told(kind, outcome, {each.id: each for each in opened})]
    assert "The day 1900\\-01\\-01 cannot be meant" in said[0]
    assert "It cannot have taken place yet" in said[1]
    assert all("What you typed is still in the table." in each for each in said)
    assert store.sessions.all(EVERYONE) == opened, "without a day a session stays as it was"


def test_no_table_drops_a_day_before_anybody_can_say_why(empty_store: Open) -> None:
    """A day beyond a column's bounds is put back in the browser, without a word."""
    empty_store("data")
    columns = [*sessions_table.kind(EVERYONE).columns.values(), *memberships_table.kind(EVERYONE).columns.values()]
    columns += schools.kind(EVERYONE).columns.values()
    days = [each["type_config"] for each in columns if each["type_config"] and each["type_config"]["type"] == "date"]
    assert len(days) == 5
    assert not [each for each in days if each.get("min_value") or each["max_value"] != "9999-12-31"]


def test_a_log_of_days_to_come_is_asked_about(empty_store: Open) -> None:
    later = date.today() + timedelta(days=40)
    log = (
        f"Date,Mentor school,Mentee school,Hours,Topic\n2026-01-07,Oak,Elm,1,maps\n{later.isoformat()},Oak,Elm,1,maps\n"
    )
    at = drop(empty_store("upload"), "log.csv", log.encode())
    assert "1 session is said to have taken place on a day that is still to come" in words(at)


def test_a_member_ended_by_one_and_moved_by_another(empty_store: Open) -> None:
    from toolbox.model import Membership

    empty_store("data")
    store = state.store()
    store.memberships.add(EVERYONE, [Membership(member=f"P-{n}", role="mentee", school="Elm") for n in (1, 2)])
    kind = memberships_table.kind(EVERYONE)
    mine, theirs = store.memberships.all(EVERYONE), store.memberships.all(EVERYONE)
    editing.save(kind, [replace(mine[0], until=date(2026, 1, 31)), mine[1]], mine)
    outcome = editing.save(kind, [replace(theirs[0], role="leader"), replace(theirs[1], role="leader")], theirs)
    assert (outcome.changed, len(outcome.refused)) == (1, 1)
    now = store.memberships.all(EVERYONE)
    assert (now[0].until, now[0].role, now[1].role) == (date(2026, 1, 31), "mentee", "leader")


def test_a_cluster_described_for_the_first_time_under_another_name_takes_its_members_along(empty_store: Open) -> None:
    from toolbox.model import Membership

    empty_store("data")
    store = state.store()
    store.memberships.add(EVERYONE, [Membership(kind="school", member="Elm", role="mentor", school="Elm", cluster="A")])
    kind, (seen,) = memberships_table.of_clusters(EVERYONE), kept.clusters(EVERYONE)
    assert seen.id == ""
    assert editing.save(kind, [replace(seen, name="North", capacity=3)], [seen]).changed == 1
    (now,) = kept.clusters(EVERYONE)
    assert (now.name, now.capacity) == ("North", 3)
    assert store.memberships.all(EVERYONE)[0].cluster == "North"


def test_the_page_says_what_is_kept_and_forgets_what_a_file_brought(empty_store: Open) -> None:
    at = empty_store("data")
    store = state.store()
    store.sessions.add(EVERYONE, [HELD, replace(HELD, delivered=False, on=date(2026, 2, 1))], source="f" * 64)
    at.run()
    assert not at.exception
    assert "2 sessions are kept: 1 took place, 1 planned only." in words(at)
    at.selectbox(key="kept_sessions_which").set_value("f" * 64).run()
    press(at, "Forget these sessions")
    assert "Forgotten: 2 sessions." in words(at)
    assert store.sessions.all(EVERYONE) == ()


def test_who_came_is_typed_anew(empty_store: Open) -> None:
    at = empty_store("data")
    store = state.store()
    store.sessions.add(EVERYONE, [HELD])
    (held,) = store.sessions.all(EVERYONE)
    at.run()
    at.selectbox(key="sessions_who").set_value(held.id).run()
    at.text_input(key=f"sessions_who_codes_{held.id}").set_value("AB12; CD34")
    press(at, "Keep these persons")
    key = Pseudonyms(store.pseudonym_key())
    assert store.sessions.all(EVERYONE)[0].persons == tuple(sorted((key("AB12"), key("CD34"))))


def test_a_member_is_added_and_a_log_deleted(empty_store: Open) -> None:
    at = empty_store("data")
    store = state.store()
    store.roster.change(EVERYONE, [School(school="Elm", hub="N")], seen=[])
    key = Pseudonyms(store.pseudonym_key())
    log = store.events.add(EVERYONE, read((SAMPLES / "moodle_log.csv").read_bytes(), "moodle_log.csv", pseudonym=key))
    at.run()
    at.selectbox(key="member_0_school").set_value("Elm")
    at.selectbox(key="member_0_role").set_value("mentee")
    at.text_input(key="member_0_persons").set_value("AB12")
    press(at, "Add")
    (row,) = store.memberships.all(EVERYONE)
    assert (row.member, row.role) == (key("AB12"), "mentee")
    at.selectbox(key="kept_logs_which").set_value(log.id).run()
    press(at, "Delete this log for good")
    assert store.events.files(EVERYONE) == ()
