"""The chart of clusters that work alike: a lane a kind, a range only where there is one, hidden areas say why."""

from __future__ import annotations

import json

import pytest

from tests.mentoring.clustered import FRAMEWORK, hub_of
from toolbox.charts.kinds import OTHERS, kinds
from toolbox.disclosure.clusters import ReleasedKinds, release_clusters
from toolbox.mentoring.clusters import cluster_study
from toolbox.model import Policy, Viewer
from toolbox.wording.kinds import kind_name, kinds_alt


def released(**asked) -> ReleasedKinds:
    before, after, clusters, members = hub_of(**asked)
    return release_clusters(cluster_study(before, after, FRAMEWORK, clusters, members, by="model"), (), Policy(), Viewer())  # fmt: skip


def drawn(spec: dict) -> list[dict]:
    """The dots of a chart."""
    return [each for values in spec["datasets"].values() for each in values if "said" in each]


@pytest.mark.parametrize("dark", [False, True])
def test_every_kind_has_its_lane_and_its_range(dark: bool) -> None:
    found = released(sizes=[14] * 24, models=["rural", "virtual"], moved={"virtual": 0.6})
    spec = kinds(found, "teachers", dark).to_dict()
    dots = drawn(spec)
    assert len(dots) == len(found.rows)
    assert all("range" in dot for dot in dots)
    assert {dot["direction"] for dot in dots} == {"unclear", "up"}
    words = json.dumps(spec, ensure_ascii=False)
    assert "rural: " in words
    assert "virtual: +0.6" in words


def test_few_clusters_have_no_range_and_the_others_are_named() -> None:
    found = released(sizes=[14] * 18, models=["rural", "", "virtual", ""])
    dots = drawn(kinds(found, "teachers").to_dict())
    assert len(dots) == len(found.rows)
    assert not any("range" in dot for dot in dots)
    assert f"{OTHERS}: " in json.dumps(kinds(found, "teachers").to_dict(), ensure_ascii=False)
    assert kind_name(found.rows[-1]) == OTHERS
    assert " to " not in kinds_alt(found, "teachers")


def test_hidden_areas_say_why_in_the_chart_and_in_its_twin() -> None:
    found = released(sizes=[90, *[14] * 11], models=["rural", "virtual"], per=6)
    spec = json.dumps(kinds(found, "teachers").to_dict(), ensure_ascii=False)
    assert "one school has more than half of the" in spec
    assert "circle" not in spec
    assert "one school has more than half of the answers" in kinds_alt(found, "teachers")
