"""Who belongs where: brought twice, in two schools, in two roles; and clusters."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date

import pytest

from tests.store.makers import EVERYONE
from toolbox.model import Cluster, Membership, ToolboxError, Viewer

DAY = date(2025, 10, 27)
MENTOR_SCHOOL = Membership(kind="school", member="Oak", role="mentor", school="Oak", cluster="Cluster Oak", since=DAY)
MENTEE_SCHOOL = Membership(kind="school", member="Elm", role="mentee", school="Elm", cluster="Cluster Oak", since=DAY)
TEACHER = Membership(member="P-1", role="mentee", school="Elm", cluster="Cluster Oak", since=DAY)
MENTOR = Membership(member="P-9", role="mentor", school="Oak", cluster="Cluster Oak", since=DAY)


def test_a_list_brought_twice_adds_nothing(store):
    rows = [MENTOR_SCHOOL, MENTEE_SCHOOL, TEACHER, MENTOR, TEACHER]
    first = store.memberships.add(EVERYONE, rows, source="a")
    assert (first.added, first.there, first.twice) == (4, 0, 1)
    second = store.memberships.add(EVERYONE, rows, source="b")
    assert (second.added, second.there, second.twice) == (0, 4, 1)
    assert len(store.memberships.all(EVERYONE)) == 4


def test_a_person_in_two_schools_and_a_mentor_who_is_a_mentee_have_a_row_each(store):
    store.memberships.add(EVERYONE, [TEACHER, replace(TEACHER, school="Ash"), replace(TEACHER, role="mentor")])
    rows = store.memberships.all(EVERYONE)
    assert len(rows) == 3
    assert {row.member for row in rows} == {"P-1"}


def test_whose_mentees(store):
    left = replace(MENTEE_SCHOOL, member="Ash", school="Ash", until=date(2026, 1, 31))
    store.memberships.add(EVERYONE, [MENTOR_SCHOOL, MENTEE_SCHOOL, left, TEACHER, MENTOR])
    for who in ("Oak", "P-9"):
        assert store.memberships.mentees_of(EVERYONE, who, on=date(2026, 1, 31)) == ("Ash", "Elm")
        assert store.memberships.mentees_of(EVERYONE, who, on=date(2026, 2, 1)) == ("Elm",)
    assert store.memberships.mentees_of(EVERYONE, "P-1", on=DAY) == ()


def test_a_corrected_row_is_not_brought_back_as_it_was(store):
    store.memberships.add(EVERYONE, [TEACHER])
    (row,) = store.memberships.all(EVERYONE)
    changed = store.memberships.change(EVERYONE, replace(row, since=date(2025, 11, 3), until=date(2026, 1, 31)))
    assert changed.version == 2
    with pytest.raises(ToolboxError) as refused:
        store.memberships.change(EVERYONE, replace(row, role="leader"))
    assert refused.value.code == "changed_meanwhile"
    assert store.memberships.add(EVERYONE, [TEACHER]).added == 0
    assert store.memberships.all(EVERYONE) == (changed,)
    store.memberships.take_out(EVERYONE, row.id, version=2)
    assert store.memberships.add(EVERYONE, [TEACHER]).there == 1
    assert store.memberships.all(EVERYONE) == ()


def test_what_one_file_brought_can_be_forgotten_and_brought_again(store):
    store.memberships.add(EVERYONE, [TEACHER], source="a")
    store.memberships.add(EVERYONE, [MENTOR], source="b")
    assert store.memberships.forget_source(EVERYONE, "a") == 1
    assert store.memberships.add(EVERYONE, [TEACHER], source="a").added == 1


def test_a_viewer_of_one_school_sees_and_changes_its_rows_only(store):
    store.memberships.add(EVERYONE, [MENTOR_SCHOOL, MENTEE_SCHOOL, TEACHER])
    head = Viewer(role="head", schools=frozenset({"Elm"}))
    assert {row.school for row in store.memberships.all(head)} == {"Elm"}
    (foreign,) = (row for row in store.memberships.all(EVERYONE) if row.school == "Oak")
    for call in (
        lambda: store.memberships.add(head, [MENTOR]),
        lambda: store.memberships.change(head, foreign),
        lambda: store.memberships.take_out(head, foreign.id, version=1),
        lambda: store.memberships.forget_source(head, ""),
        lambda: store.memberships.save_cluster(head, Cluster(name="Cluster Oak")),
    ):
        with pytest.raises(ToolboxError) as refused:
            call()
        assert refused.value.code in ("not_allowed", "no_such_row")
    assert len(store.memberships.all(EVERYONE)) == 3


@pytest.mark.parametrize(
    "bad",
    [
        replace(TEACHER, school=" "),
        replace(TEACHER, member=""),
        replace(TEACHER, role="boss"),
        replace(TEACHER, until=date(2025, 1, 1)),
        replace(TEACHER, since=date(1900, 1, 1)),
        replace(TEACHER, until=date(2206, 1, 1)),
        replace(TEACHER, cluster="c" * 300),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(store, bad):
    with pytest.raises(ToolboxError) as refused:
        store.memberships.add(EVERYONE, [MENTOR, bad])
    assert refused.value.code == "bad_membership"
    assert store.memberships.all(EVERYONE) == ()


def test_two_who_bring_the_same_list_at_once(store):
    store.migrate()
    counts, rows = [], [replace(TEACHER, member=f"P-{number}") for number in range(40)]

    def bring() -> None:
        counts.append(store.memberships.add(EVERYONE, rows).added)

    threads = [threading.Thread(target=bring) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(counts) == [0, 0, 0, 40]
    assert len(store.memberships.all(EVERYONE)) == 40


def test_clusters(store):
    store.memberships.add(EVERYONE, [MENTOR_SCHOOL, MENTEE_SCHOOL])
    kept = store.memberships.save_cluster(EVERYONE, Cluster(name=" Cluster  Oak ", model="virtual", capacity=4))
    assert (kept.name, kept.version) == ("Cluster Oak", 1)
    with pytest.raises(ToolboxError, match="already"):
        store.memberships.save_cluster(EVERYONE, Cluster(name="Cluster Oak"))
    named = store.memberships.save_cluster(EVERYONE, replace(kept, name="Northern cluster", incentive="time"))
    assert {row.cluster for row in store.memberships.all(EVERYONE)} == {"Northern cluster"}
    with pytest.raises(ToolboxError) as refused:
        store.memberships.save_cluster(EVERYONE, kept)
    assert refused.value.code == "changed_meanwhile"
    head = Viewer(role="head", schools=frozenset({"Elm"}))
    assert store.memberships.clusters(head) == (named,)
    assert store.memberships.clusters(Viewer(schools=frozenset({"Yew"}))) == ()
    store.memberships.delete_cluster(EVERYONE, named.id, version=2)
    assert store.memberships.clusters(EVERYONE) == ()
