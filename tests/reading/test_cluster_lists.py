"""How clusters work and which schools are in them, out of a spreadsheet: one row a cluster or one row a school, and bad rows told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from toolbox.model import Cluster, ToolboxError
from toolbox.reading.cluster_lists import described, read_clusters, with_names
from toolbox.reading.list_kinds import list_kind

SAMPLES = Path(__file__).parents[2] / "sample_datasets"
BEGAN, ENDED = date(2025, 10, 27), date(2026, 5, 29)


def test_the_sample_is_read_whole():
    content = (SAMPLES / "clusters.csv").read_bytes()
    assert list_kind(content) == "clusters"
    found = read_clusters(content, "clusters.csv")
    lines = [line.split(",") for line in content.decode().splitlines()[1:]]
    assert not found.problems
    assert not found.rows
    assert [(one.name, one.hub, one.model, one.incentive, str(one.capacity)) for one in found.clusters] == [
        tuple(line) for line in lines
    ]


def test_one_row_a_cluster_is_the_same_as_one_row_a_school():
    wide = (
        "Cluster,Hub,Model,Incentive,Capacity,Mentor school,Schools,From,To\n"
        'North,Fog,virtual,paid hours,4,Elm,"Oak; Ash ;Oak",27.10.2025,29.5.2026\n'
        "South,,rural,,,Yew,Box,,\n"
    )
    long = (
        "From,To,Cluster,School,Role,Hub,How it works,What mentors get,Mentees it can take\n"
        "2025-10-27,2026-05-29,North,Elm,mentor,Fog,virtual,paid hours,4\n"
        "2025-10-27,2026-05-29,north,Oak,Mentee,,,,\n"
        "2025-10-27,2026-05-29,NORTH,Ash,,fog,Virtual,paid hours,4\n"
        ",,South,Yew,mentor,,rural,,\n"
        ",,South,Box,mentee,,,,\n"
    )
    one, other = read_clusters(wide.encode()), read_clusters(long.encode())
    assert one == other
    assert list_kind(wide.encode()) == list_kind(long.encode()) == "clusters"
    assert one.clusters[0] == Cluster(name="North", hub="Fog", model="virtual", incentive="paid hours", capacity=4)
    assert [(row.kind, row.role, row.school, row.cluster, row.since, row.until) for row in one.rows[:3]] == [
        ("school", "mentor", "Elm", "North", BEGAN, ENDED),
        ("school", "mentee", "Oak", "North", BEGAN, ENDED),
        ("school", "mentee", "Ash", "North", BEGAN, ENDED),
    ]


def test_a_mentor_school_is_the_clusters_from_its_first_day_to_its_last():
    found = read_clusters(
        b"cluster,model,mentor school,school,from,to\nA,x,Elm,Oak,2025-10-27,2026-01-31\nA,,ELM,Ash,2025-11-03,\n"
    )
    mentors = [row for row in found.rows if row.role == "mentor"]
    assert [(row.school, row.since, row.until) for row in mentors] == [("Elm", BEGAN, None)], "Ash is still mentored"


def test_what_cannot_be_used_is_left_out_and_told_by_row():
    content = (
        "cluster,model,capacity,role,school,from,to\n"
        "A,virtual,3,mentee,Elm,2025-10-27,\n"
        ",virtual,,mentee,Oak,,\n"
        "A,,,boss,Oak,,\n"
        "A,,,mentee,Oak,soon,\n"
        "A,,,mentee,Oak,2026-02-01,2026-01-01\n"
        "A,rural,,mentee,Ash,,\n"
        "A,,about 4,mentee,Yew,,\n"
        "A,,5,mentee,Box,,\n"
    )
    found = read_clusters(content.encode())
    assert {each.code: each.rows for each in found.problems} == {
        "cluster_name": (3,), "cluster_role": (4,), "cluster_day": (5,), "cluster_order": (6,), "cluster_twice": (7, 9),
        "cluster_capacity": (8,),
    }  # fmt: skip
    assert found.clusters == (Cluster(name="A", model="virtual", capacity=3),)
    assert [row.school for row in found.rows] == ["Elm", "Ash", "Yew", "Box"], (
        "what is said of the cluster is no fault of them"
    )
    said = {each.code: each.message for each in found.problems}
    assert said["cluster_order"] == "1 row that ends before it begins was left out."
    assert said["cluster_twice"].startswith("2 rows that say something else of a cluster than a row before")
    assert found.problems[4].example == "A: virtual, and rural"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("cluster,colour\nA,red\n", "cluster_list_columns"),
        ("model,school\nvirtual,Elm\n", "cluster_list_columns"),
        ("cluster,model,school\n", "cluster_list_empty"),
        ("cluster,model,from\nA,virtual,03/04/2025\n", "cluster_list_date"),
        ("", "empty_file"),
    ],
)
def test_what_cannot_be_read_is_said(content, code):
    with pytest.raises(ToolboxError) as refused:
        read_clusters(content.encode(), "clusters.csv")
    assert refused.value.code == code
    assert len(refused.value.message) > 40 or code == "empty_file"


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("cluster,model,incentive", "clusters"),
        ("cluster,hub,model,role,school,from,to", "clusters"),
        ("cluster,hub,school", "clusters"),
        ("member,kind,role,school,cluster,from,to", "memberships"),
        ("member,role,school,cluster,hub", "memberships"),
        ("school,country,hub,wave,teachers,cluster", "schools"),
        ("school,country,hub,level,wave,cluster,model", "schools"),
        ("date,mentor school,school,cluster,hours,topic", ""),
        ("cluster,mentor school,school,topic", ""),
        ("code,role,school,I plan,I share,I try,I ask", ""),
    ],
)
def test_a_list_is_the_one_whose_headings_are_known(head, kind):
    row = ",".join("x" for _ in head.split(","))
    assert list_kind(f"{head}\n{row}\n".encode()) == kind


def test_names_known_here_are_taken_over_and_blank_cells_change_nothing():
    listed = read_clusters(b"cluster,model,incentive,school\nnorth,,hours,ELM\nWest,rural,,Oakley\n")
    found, unknown = with_names(listed, ["North"], ["Elm", "Oak"], {"Oakley": "Oak"})
    assert unknown == ()
    assert [(row.cluster, row.school, row.member) for row in found.rows] == [
        ("North", "Elm", "Elm"),
        ("West", "Oak", "Oak"),
    ]
    kept = [Cluster(id="1", name="North", model="virtual", capacity=2, version=4)]
    (before, now), (none, new) = described(found.clusters, kept)
    assert (before, now) == (
        kept[0],
        Cluster(id="1", name="North", model="virtual", incentive="hours", capacity=2, version=4),
    )
    assert (none.id, new) == ("", Cluster(name="West", model="rural"))
    assert described(found.clusters, [now, Cluster(id="2", name="West", model="rural")]) == ()
