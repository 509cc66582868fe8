"""Schools of clusters that work alike: who is in which kind, each once, and the change of a kind against numpy by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from tests.mentoring.clustered import AFTER, BEFORE, FRAMEWORK, hub_of
from toolbox.mentoring.clusters import cluster_study, differences_of, kinds_between
from toolbox.model import Cluster, Estimate, Membership
from toolbox.scoring import score

BETWEEN = {"since": BEFORE, "until": AFTER}


def mentee(school: str, cluster: str, since: date | None = None, until: date | None = None, role: str = "mentee") -> Membership:  # fmt: skip
    return Membership(kind="school", member=school, role=role, school=school, cluster=cluster, since=since, until=until)


def schools(first: int, last: int) -> list[str]:
    return [f"S{number:02d}" for number in range(first, last)]


CLUSTERS = [Cluster(name="A", model="rural"), Cluster(name="B", model="virtual"), Cluster(name="C", model="rural")]


def test_a_school_counts_once_and_the_others_are_nobody_or_five() -> None:
    rows = [mentee(each, "A") for each in schools(0, 6)] + [mentee(each, "B") for each in schools(6, 12)]
    found = kinds_between(CLUSTERS, rows, schools(0, 12), by="model", **BETWEEN)
    assert [(each.name, len(each.schools)) for each in found.kinds] == [("rural", 6), ("virtual", 6)]
    # One school of both kinds would stand alone beside them: a kind joins it, and nothing is left to compare.
    rows.append(mentee("S00", "B"))
    found = kinds_between(CLUSTERS, rows, schools(0, 12), by="model", **BETWEEN)
    assert [(each.name, len(each.schools)) for each in found.kinds] == [("virtual", 6), ("", 6)]
    assert (found.several, found.small) == (("S00",), ("rural",))


def test_two_clusters_of_one_kind_are_one_kind_and_the_school_counts_in_its_first() -> None:
    rows = [mentee(each, "A") for each in schools(0, 5)] + [mentee(each, "C") for each in schools(5, 10)]
    rows += [mentee("S00", "C", since=date(2025, 9, 1)), mentee("S01", "C", since=date(2026, 1, 1))]
    found = kinds_between(CLUSTERS, rows, schools(0, 15), by="model", **BETWEEN)
    assert [(each.name, len(each.schools), each.clusters) for each in found.kinds] == [("rural", 10, 2), ("", 5, 0)]
    assert (found.cluster["S00"], found.cluster["S01"]) == ("A", "A"), "a day nobody wrote down is before any other"
    assert found.several == ()


def test_only_mentees_between_the_rounds_are_in_it() -> None:
    rows = [mentee(each, "A") for each in schools(0, 5)]
    rows += [mentee("S05", "A", until=date(2025, 9, 30)), mentee("S06", "A", since=date(2026, 5, 2)), mentee("S07", "A", role="mentor")]  # fmt: skip
    rows += [mentee("S08", "A", since=AFTER), mentee("S09", "A", until=BEFORE)]
    found = kinds_between(CLUSTERS, rows, schools(0, 16), by="model", **BETWEEN)
    assert found.kinds[0].schools == (*schools(0, 5), "S08", "S09")


def test_the_change_of_a_kind_is_the_mean_of_its_pairs() -> None:
    before, after, clusters, members = hub_of(
        [12] * 24, models=["rural", "virtual"], moved={"virtual": 0.6}, left=[2] * 4
    )
    found = cluster_study(before, after, FRAMEWORK, clusters, members, by="model")
    scores = [score(each.answers, FRAMEWORK) for each in (before, after)]
    who = [dict(zip(each.answers.person, range(len(each.answers.person)), strict=True)) for each in (before, after)]
    both = [person for person in before.answers.person if person in who[1]]
    for row in found.changes:
        place = scores[0].areas.index(row.area)
        moved = {
            person: scores[1].score[who[1][person], place] - scores[0].score[who[0][person], place] for person in both
        }
        for kind, change in zip(found.kinds.kinds, row.paired, strict=True):
            names = [before.answers.schools[before.answers.school[who[0][person]]] for person in both]
            wanted = [moved[person] for person, name in zip(both, names, strict=True) if name in kind.schools]
            assert change.estimate == pytest.approx(np.mean(wanted))
            assert (change.n, change.n_schools) == (len(wanted), 4), "clusters are what there are observations of"
            assert change.ci_low is not None
    (_, _, apart), *_ = differences_of(found.changes[0].paired)
    assert apart.estimate == pytest.approx(0.6, abs=0.15)
    assert apart.ci_low > 0


def test_with_fewer_than_four_clusters_there_is_no_range_and_no_difference() -> None:
    before, after, clusters, members = hub_of([12] * 18, models=["rural", "virtual"], moved={"virtual": 0.6})
    found = cluster_study(before, after, FRAMEWORK, clusters, members, by="model")
    for row in found.changes:
        for change in (*row.paired, *row.independent):
            assert (change.refused, change.se, change.ci_low, change.p) == ("few_clusters", None, None, None)
            assert change.estimate is not None
        assert differences_of(row.paired) == ()


def test_without_two_kinds_there_is_no_study() -> None:
    before, after, clusters, members = hub_of([12] * 12, models=["rural"])
    assert cluster_study(before, after, FRAMEWORK, clusters, members, by="model") is None
    assert cluster_study(before, after, FRAMEWORK, clusters, members, by="incentive") is None
    assert cluster_study(before, after, FRAMEWORK, clusters[:2], members, by="model").kinds.compared


def test_a_difference_gets_wider_with_everything_looked_at() -> None:
    one = Estimate(estimate=0.1, se=0.05, df=9.0, ci_low=0.0, ci_high=0.2)
    (_, _, once), (_, _, often) = (
        differences_of([one, replace(one, estimate=0.3)], looks=looks)[0] for looks in (1, 8)
    )
    assert often.ci_high - often.ci_low > 1.3 * (once.ci_high - once.ci_low)
