"""Invented hubs in clusters: two rounds, how each cluster works, who left and who joined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from tests.mentoring.hubs import AFTER, AREAS, BEFORE, FRAMEWORK, _answers
from toolbox.model import Answers, Cluster, EvaluationRound, Membership


def hub_of(
    sizes: Sequence[int], *, models: Sequence[str], incentives: Sequence[str] = (), per: int = 3,
    moved: Mapping[str, float] | None = None, left: Sequence[int] = (), joined: Sequence[int] = (), seed: int = 3,
) -> tuple[EvaluationRound, EvaluationRound, list[Cluster], list[Membership]]:  # fmt: skip
    """Schools of these sizes, ``per`` to a cluster; ``models`` and ``incentives`` of the clusters, in turn; ``moved``: points by
    model; ``left`` and ``joined``: persons of each school who answered one round only, of and beside its size."""
    rng = np.random.default_rng(seed)
    names = [f"School {place:02d}" for place in range(len(sizes))]
    left, joined = (list(each) + [0] * (len(sizes) - len(each)) for each in (left, joined))
    school = np.repeat(np.arange(len(sizes)), [size + more for size, more in zip(sizes, joined, strict=True)])
    person = np.array([f"P-{place:05d}" for place in range(len(school))], object)
    place = np.concatenate([np.arange(size + more) for size, more in zip(sizes, joined, strict=True)])
    model = np.array([models[each // per % len(models)] for each in school], object)
    shift = np.array([(moved or {}).get(each, 0.0) for each in model])
    start = rng.normal(3.0, 0.5, len(school))
    first = _answers(rng, names, school, person, start)
    last = _answers(rng, names, school, person, start + shift + rng.normal(0, 0.2, len(school)))
    before = place < np.array(sizes)[school]
    after = place >= np.array(left)[school]
    clusters, members = [], []
    for number in range(-(-len(sizes) // per)):
        name = f"Cluster {number:02d}"
        incentive = incentives[number % len(incentives)] if incentives else ""
        clusters.append(Cluster(name=name, model=models[number % len(models)], incentive=incentive))
        members += [
            Membership(kind="school", member=each, role="mentee", school=each, cluster=name)
            for each in names[number * per : (number + 1) * per]
        ]
    rounds = [
        EvaluationRound(name=name, collected_on=on, answers=_of(found, rows), sha256=name)
        for name, on, found, rows in (("Autumn", BEFORE, first, before), ("Spring", AFTER, last, after))
    ]
    return rounds[0], rounds[1], clusters, members


def _of(found: Answers, rows: np.ndarray) -> Answers:
    return replace(
        found, person=found.person[rows], school=found.school[rows], group=found.group[rows],
        values=np.asfortranarray(found.values[rows]),
    )  # fmt: skip


__all__ = ["AFTER", "AREAS", "BEFORE", "FRAMEWORK", "hub_of"]
