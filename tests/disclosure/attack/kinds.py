"""Clusters that work alike read beside everything else: how the schools of one model, or of one incentive, changed.

A kind is one more set of schools told apart, so its change is a sum over the pairs (or, where the Change page compares two
groups, over everybody) of its schools. What was told of other sets before is held against it, and it against what comes later.
"""

from __future__ import annotations

import pytest

from tests.disclosure.attack.equations import Row
from tests.disclosure.attack.hubs import AREA, FRAMEWORK
from tests.disclosure.attack.mentored import Mentored
from tests.disclosure.attack.reading import POLICIES, Both, Reader, difference
from toolbox.disclosure.clusters import PLACES, release_clusters
from toolbox.mentoring.clusters import By, ClusterStudy, cluster_study
from toolbox.model import EvaluationRound, ToolboxError, Viewer

INSIDE = tuple(policy for policy in POLICIES if policy.audience != "public")
#: As the Hub page asks: models first, and incentives beside them.
BY: tuple[By, ...] = ("model", "incentive")
NOT_THERE = ("no_common_school", "no_common_group", "no_common_items")


def read_kinds(reader: Reader, kept: Mentored, places: tuple[int, int], told: list[tuple[str, ...]]) -> int:
    """Both tables of kinds between two states; how many numbers they tell. ``told``: sets of schools told apart before, and after this."""
    found = 0
    for by in BY:
        study = studied(reader, kept, places, by)
        if study is None:
            continue
        before, shown = tuple(each for each in told if each not in study.kinds.sets), False
        for policy in INSIDE:
            released = release_clusters(study, before, policy, Viewer())
            shown |= released.told
            for group in dict.fromkeys(row.group for row in released.rows if row.area == AREA):
                rows = [row for row in released.rows if (row.area, row.group) == (AREA, group)]
                found += _group(reader, places, study, rows, group)
        if shown:
            told += [each for each in study.kinds.sets if each not in told]
    return found


def studied(reader: Reader, kept: Mentored, places: tuple[int, int], by: By) -> ClusterStudy | None:
    """None where nothing is told apart, or the rounds have nothing in common."""
    rounds = [reader.hub.rounds[place] for place in places]
    try:
        return cluster_study(
            *(
                EvaluationRound(name=name, collected_on=each.round.collected_on, answers=each.answers, sha256=name)
                for name, each in zip(("Round 1", "Round 2"), rounds, strict=True)
            ),
            FRAMEWORK, kept.clusters, kept.memberships, by=by,
        )  # fmt: skip
    except ToolboxError as refusal:
        if refusal.code not in NOT_THERE:
            raise
        return None


def _group(reader: Reader, places: tuple[int, int], study: ClusterStudy, rows: list, group: str) -> int:
    held = tuple(reader.hub.rounds[place].answers for place in places)
    both, found = Both(reader, places, held, group, ""), 0
    if any(row.hidden for row in rows):
        assert all(row.hidden and row.n is None and row.change.estimate is None for row in rows), "all kinds or none"
    for kind, row in zip(study.kinds.kinds, rows, strict=True):
        assert (row.name, row.schools) == (kind.name, len(kind.schools))
        means = both.of(kind.schools)
        pair, everybody = (
            difference(getattr(means, f"{who}_after"), getattr(means, f"{who}_before")) for who in ("pair", "all")
        )
        if row.hidden:
            continue
        told: Row = pair if row.design == "paired" else everybody
        if row.design == "paired":
            assert row.n == both.many(kind.schools)
        true = sum(float(weights @ reader.answer[tag]) for tag, weights in told.items())
        assert row.change.estimate == pytest.approx(true, abs=0.5 / 10**PLACES + 1e-9)
        reader.tell(told, row.change.estimate, digits=PLACES)
        found += 1
    return found
