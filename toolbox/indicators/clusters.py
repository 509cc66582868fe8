"""Clusters that work alike, side by side. What is compared are clusters: there are few of them, however many teachers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

from toolbox.indicators.kept import Kept
from toolbox.indicators.to_do import silent_clusters
from toolbox.mentoring.doses import school_doses
from toolbox.model import Cluster, ClusterKind, Fraction, SchoolDose


def cluster_kinds(kept: Kept, *, as_of: date) -> tuple[ClusterKind, ...]:
    """By model, then by incentive; kinds by name, clusters nobody described as "" last.

    A mentee school counts in every cluster it was a mentee of; hours and persons are those of its sessions.
    """
    given = school_doses(kept.sessions, kept.roster, kept.memberships, until=as_of, staff=kept.staff)
    doses = {each.school: each for each in given}
    silent = set(silent_clusters(kept, as_of))
    known = {each.name: each for each in kept.clusters}
    names = {row.cluster for row in kept.memberships if row.cluster and (row.since is None or row.since <= as_of)}
    clusters = [known.get(name, Cluster(name=name)) for name in sorted(names)]
    made: list[ClusterKind] = []
    for by in ("model", "incentive"):
        kinds = sorted({getattr(each, by) for each in clusters}, key=lambda kind: (not kind, kind))
        if any(kinds):
            made += [_kind(kept, by, kind, [each.name for each in clusters if getattr(each, by) == kind], doses, silent, as_of) for kind in kinds]  # fmt: skip
    return tuple(made)


def _kind(
    kept: Kept, by: Literal["model", "incentive"], kind: str, clusters: Sequence[str],
    doses: dict[str, SchoolDose], silent: set[str], day: date,
) -> ClusterKind:  # fmt: skip
    schools = {
        row.school
        for row in kept.memberships
        if row.role == "mentee" and row.cluster in clusters and (row.since is None or row.since <= day)
    }
    counted = [doses[each] for each in schools if each in doses and doses[each].per_teacher is not None]
    teachers = sum(each.teachers or 0 for each in counted)
    persons = {
        person
        for (person, school), on in kept.teachers.items()
        if school in schools and on <= day and person not in kept.left_by(school, day)
    }
    counts = [kept.school(each).teachers for each in schools]
    whole = None if None in counts or not counts else sum(counts)
    return ClusterKind(
        by=by,
        name=kind,
        clusters=len(clusters),
        schools=len(schools),
        hours_per_teacher=sum(each.person_hours for each in counted) / teachers if teachers else None,
        reached=Fraction(part=len(persons), whole=None if whole is None or whole < len(persons) else whole),
        silent=len(silent & set(clusters)),
    )
