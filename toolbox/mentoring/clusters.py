"""How schools changed whose clusters work alike. What is compared are clusters, of which there are few, however many persons.

A school counts once: in the kind of the clusters it was a mentee school of between two rounds. Who was in clusters of several
kinds, in none, or in one nobody described stands together with *the others*, as does a kind of too few schools.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Literal

import numpy as np

from toolbox.comparison.cells import Measured, Sample, measured_of
from toolbox.mentoring.two_rounds import two_rounds
from toolbox.model import Cluster, Estimate, Evaluation, EvaluationRound, Framework, Line, Membership
from toolbox.statistics import independent_change, paired_change
from toolbox.statistics.decision import LEAST_SCHOOLS
from toolbox.statistics.independent import difference_between

By = Literal["model", "incentive"]
#: Fewer schools than this are no kind of their own: the average of two is known to either.
LEAST_OF_KIND = 5
#: Fewer clusters than this (statistics.md: schools in a group, read as what is compared): side by side only, no range, no test.
LEAST_CLUSTERS = LEAST_SCHOOLS


@dataclass(frozen=True, kw_only=True)
class Alike:
    """Schools whose clusters work alike; ``name`` "" are the others."""

    name: str
    schools: tuple[str, ...]
    clusters: int = 0


@dataclass(frozen=True, kw_only=True)
class Kinds:
    """Every school of two rounds in one kind, the others last."""

    by: By
    kinds: tuple[Alike, ...]
    cluster: Mapping[str, str]
    """School → the cluster it counts in: the unit of a range."""
    several: tuple[str, ...] = ()
    """Schools of clusters of more than one kind."""
    small: tuple[str, ...] = ()
    """Kinds of too few schools, that stand with the others."""

    @property
    def compared(self) -> bool:
        """Whether there are two sets of schools to tell apart."""
        return len(self.kinds) > 1

    @property
    def comparable(self) -> bool:
        """Whether two kinds are of clusters enough to speak of a difference."""
        return sum(bool(each.name) and each.clusters >= LEAST_CLUSTERS for each in self.kinds) > 1

    @property
    def sets(self) -> tuple[tuple[str, ...], ...]:
        """The sets of schools told apart, as a ledger files them."""
        return tuple(tuple(sorted(each.schools)) for each in self.kinds)


def kinds_between(
    clusters: Iterable[Cluster], memberships: Iterable[Membership], schools: Sequence[str], *, by: By, since: date, until: date
) -> Kinds:  # fmt: skip
    """The schools of two rounds by how the clusters work in which they were mentee schools between them.

    Example:
        >>> rows = [Membership(kind="school", member=s, role="mentee", school=s, cluster="AB"[s > "S5"]) for s in
        ...     (f"S{n}" for n in range(10))]
        >>> found = kinds_between([Cluster(name="A", model="rural"), Cluster(name="B", model="virtual")], rows,
        ...     [f"S{n}" for n in range(12)], by="model", since=date(2025, 10, 1), until=date(2026, 5, 1))
        >>> [(each.name, len(each.schools), each.clusters) for each in found.kinds], found.small
        ([('rural', 6, 1), ('', 6, 0)], ('virtual',))
    """
    known = {each.name: getattr(each, by) for each in clusters}
    there: dict[str, list[str]] = {}
    rows = [row for row in memberships if row.role == "mentee" and row.cluster and _between(row, since, until)]
    for row in sorted(rows, key=lambda row: (row.since or date.min, row.cluster)):
        there.setdefault(row.school, []).append(row.cluster)
    kind = {school: {known.get(name, "") for name in names} for school, names in there.items()}
    several = tuple(school for school in schools if len(kind.get(school, ())) > 1)
    of = {school: next(iter(kind[school])) if len(kind.get(school, ())) == 1 else "" for school in schools}
    counts = Counter(name for name in of.values() if name)
    stay = _that_stay(counts, sum(not name for name in of.values()))
    found = []
    for name in (*sorted(stay), ""):
        here = tuple(school for school in schools if (of[school] if of[school] in stay else "") == name)
        if here:
            units = {there[school][0] for school in here} if name else ()
            found.append(Alike(name=name, schools=here, clusters=len(units)))
    return Kinds(
        by=by, kinds=tuple(found), cluster={school: names[0] for school, names in there.items()}, several=several,
        small=tuple(sorted(counts.keys() - stay)),
    )  # fmt: skip


def _between(row: Membership, since: date, until: date) -> bool:
    return (row.since is None or row.since <= until) and (row.until is None or row.until >= since)


def _that_stay(counts: Mapping[str, int], others: int) -> set[str]:
    """The kinds that stand by themselves: of enough schools, and so that the others are nobody or enough, too."""
    stay = {name for name, count in counts.items() if count >= LEAST_OF_KIND}
    left = others + sum(count for name, count in counts.items() if name not in stay)
    while stay and 0 < left < LEAST_OF_KIND:
        fewest = min(stay, key=lambda name: (counts[name], name))
        stay.remove(fewest)
        left += counts[fewest]
    return stay


@dataclass(frozen=True, kw_only=True, eq=False)
class ChangeOfKinds:
    """One group in one area: how each kind's schools changed, in the order of ``Kinds.kinds``, in both forms."""

    area: str
    group: str
    paired: tuple[Estimate, ...]
    independent: tuple[Estimate, ...]

    def in_form(self, design: str) -> tuple[Estimate, ...]:
        """As the Change page shows it."""
        return self.paired if design == "paired" else self.independent


@dataclass(frozen=True, kw_only=True, eq=False)
class ClusterStudy:
    """Not released. ``evaluation`` holds the comparison and the sets of schools told apart, for the gate and its ledger."""

    evaluation: Evaluation
    kinds: Kinds
    changes: tuple[ChangeOfKinds, ...]


def cluster_study(
    before: EvaluationRound, after: EvaluationRound, framework: Framework, clusters: Sequence[Cluster],
    memberships: Sequence[Membership], *, by: By,
) -> ClusterStudy | None:  # fmt: skip
    """The change of every kind in every area of every group; None where nothing is told apart or rounds hold no answers.

    Raises:
        ToolboxError: those of :func:`toolbox.comparison.compare`.
    """
    rounds = two_rounds(before, after, framework)
    if rounds is None:
        return None
    schools, view = rounds.comparison.schools, rounds.view
    kinds = kinds_between(clusters, memberships, schools, by=by, since=before.collected_on, until=after.collected_on)
    if not kinds.compared:
        return None
    place = {school: at for at, each in enumerate(kinds.kinds) for school in each.schools}
    of_school = np.array([place[school] for school in view.all_schools], np.int64)
    unit = {school: kinds.cluster.get(school, f"\x00{school}") for school in view.all_schools}
    code = {name: at for at, name in enumerate(dict.fromkeys(unit.values()))}
    units = np.array([code[unit[school]] for school in view.all_schools], np.int64)
    changes = tuple(
        _changes(cell, sample, of_school, units, kinds)
        for sample in rounds.groups()
        for cell in measured_of(sample, items=False)
    )
    lines = (
        Line(
            block="groups", contrast="clusters", about="pairs", area=each.area, group=each.group,
            found=each.paired[0], n_pairs=sum(one.n for one in each.paired), inside=kinds.sets,
        )
        for each in changes
    )  # fmt: skip
    return ClusterStudy(evaluation=rounds.evaluation(lines), kinds=kinds, changes=changes)


def _changes(cell: Measured, sample: Sample, of_school, units, kinds: Kinds) -> ChangeOfKinds:
    links, places = sample.links, (sample.view.places(sample.before), sample.view.places(sample.after))
    valid = np.isfinite(cell.before), np.isfinite(cell.after)
    both = valid[0][links.before_rows] & valid[1][links.after_rows]
    first, second = links.before_rows[both], links.after_rows[both]
    paired, independent = [], []
    for at, kind in enumerate(kinds.kinds):
        here = of_school[places[0][first]] == at
        one, two = first[here], second[here]
        paired.append(_by_cluster(paired_change(cell.before[one], cell.after[two], units[places[0][one]]), kind))
        rows = [np.flatnonzero(ok & (of_school[where] == at)) for ok, where in zip(valid, places, strict=True)]
        values, labels = (cell.before[rows[0]], cell.after[rows[1]]), (places[0][rows[0]], places[1][rows[1]])
        independent.append(_by_cluster(independent_change(*values, *(units[each] for each in labels)), kind))
    return ChangeOfKinds(area=cell.area, group=sample.group, paired=tuple(paired), independent=tuple(independent))


def _by_cluster(found: Estimate, kind: Alike) -> Estimate:
    """With a range over clusters where there are enough of them; never one of persons, who are not what is compared."""
    if kind.name and found.n_schools >= LEAST_CLUSTERS:
        return found
    refused = found.refused if found.estimate is None else "few_clusters" if kind.name else "not_alike"
    return Estimate(estimate=found.estimate, method=found.method, n=found.n, n_schools=found.n_schools, refused=refused)


def differences_of(
    changes: Sequence[Estimate], *, looks: int = 1, confidence: float = 0.95
) -> tuple[tuple[int, int, Estimate], ...]:
    """Second − first of every two kinds that have a range, wide enough for every two of them in every area (``looks``).

    Example:
        >>> def of(change): return Estimate(estimate=change, se=0.05, df=9.0, ci_low=change - 0.1, ci_high=change + 0.1)
        >>> [(one, other, round(found.estimate, 1), round(found.ci_low, 2))
        ...     for one, other, found in differences_of([of(0.1), Estimate(estimate=0.9), of(0.5)])]
        [(0, 2, 0.4, 0.25)]
    """
    known = [at for at, each in enumerate(changes) if each.ci_low is not None]
    pairs = list(combinations(known, 2))
    by_one = 1 - (1 - confidence) / max(1, len(pairs) * looks)
    return tuple(
        (one, other, difference_between(changes[one], changes[other], confidence=by_one)) for one, other in pairs
    )
