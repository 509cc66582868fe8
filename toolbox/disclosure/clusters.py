"""The gate for the change of schools whose clusters work alike (rule 38).

Such a kind is a set of schools told apart, beside every school's own page, all schools together and every other set that was
told of in these rounds. All these sets divide the schools into parts; whatever can be added and subtracted of them leaves whole
parts. So rule 14 is asked of every part - what the pages hide of its schools is nothing, or two schools at least with enough
pairs, and nobody or enough left or joined - and of all kinds together: one that fails hides them all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from toolbox.disclosure import rules
from toolbox.disclosure.behind import Ground, ground_of, why_hidden
from toolbox.disclosure.by_school import as_told
from toolbox.disclosure.doses import _hidden
from toolbox.disclosure.released.gate_only import FromGate, gate
from toolbox.disclosure.sides import NOTHING, everybody_told
from toolbox.disclosure.told import sets_first_told
from toolbox.mentoring.clusters import ChangeOfKinds, ClusterStudy, differences_of
from toolbox.model import Estimate, Framework, Line, Policy, Shown, ToolboxError, Viewer

#: Each kind tells a mean and how far its clusters lie apart, of models and of incentives: four numbers over the hidden
#: clusters of a part, so that one more of them leaves each unknown.
CLUSTERS_COVER = 5
#: Digits after the point, as the page prints them and one more.
PLACES = 2


@dataclass(frozen=True, kw_only=True)
class ReleasedKind(FromGate):
    """One kind in one area of one group; ``name`` "" are the others."""

    area: str
    group: str
    name: str
    clusters: int
    schools: int
    n: int | None = None
    """Persons who answered both times, or in the two rounds together (``design``)."""
    design: str = ""
    change: Estimate = Estimate()
    hidden: str = ""


@dataclass(frozen=True, kw_only=True)
class ReleasedDifference(FromGate):
    """How much more one kind changed than another in one area, wide enough for all that was looked at."""

    area: str
    group: str
    less: str
    more: str
    """The kind that rose more, as far as that is clear (``clear``)."""
    found: Estimate
    clear: bool


@dataclass(frozen=True, kw_only=True)
class ReleasedKinds(FromGate):
    """Clusters that work alike, and how the schools in them changed between two rounds."""

    by: str
    framework: Framework
    rounds: tuple[str, str]
    rows: tuple[ReleasedKind, ...]
    differences: tuple[ReleasedDifference, ...] = ()
    several: int = 0
    """Schools of clusters of more than one kind: they stand with the others."""
    small: tuple[str, ...] = ()
    """Kinds of too few schools: they do, too."""
    policy: Policy = Policy()

    @property
    def told(self) -> bool:
        """Whether any number of a set of schools is shown."""
        return any(not row.hidden for row in self.rows)


def release_clusters(
    study: ClusterStudy, told: Iterable[tuple[str, ...]], policy: Policy, viewer: Viewer
) -> ReleasedKinds:
    """A study as this viewer may see it; ``told``: the sets of schools that were told of in these rounds before.

    Raises:
        ToolboxError: ``not_allowed``, ``not_public``.
    """
    if viewer.schools is not None:
        raise ToolboxError("not_allowed", "Clusters are compared for those who may see every school.")
    if policy.audience == "public":
        raise ToolboxError(
            "not_public",
            "Clusters are compared for the hub: few schools stand behind each number. It is not for the public.",
        )
    evaluation = study.evaluation
    view = rules.view_of(evaluation.schools, evaluation.of_schools, viewer)
    # Raised minimums hide what the default ones hide, as everywhere.
    grounds = [ground_of(evaluation, each, viewer, view) for each in dict.fromkeys((policy, Policy()))]
    sets = parts(evaluation.comparison.schools, [*study.kinds.sets, *told])
    looks = len(study.changes)
    with gate():
        rows, differences = [], []
        for each, line in zip(study.changes, evaluation.lines, strict=True):
            seen = _of_area(each, line, sets, study, grounds)
            rows += seen
            differences += _differences(seen, looks)
        return ReleasedKinds(
            by=study.kinds.by,
            framework=evaluation.framework,
            rounds=(evaluation.rounds[0][0], evaluation.rounds[-1][0]),
            rows=tuple(rows),
            differences=tuple(differences),
            several=len(study.kinds.several),
            small=study.kinds.small,
            policy=policy,
        )


def parts(schools: Sequence[str], sets: Iterable[Iterable[str]]) -> tuple[tuple[str, ...], ...]:
    """The schools by which of the sets they are in: what sums and differences of the sets and of all are made of.

    Example:
        >>> parts("abcde", ["ab", "bc"])
        (('a',), ('b',), ('c',), ('d', 'e'))
    """
    known = [frozenset(each) for each in sets]
    found: dict[tuple[bool, ...], list[str]] = {}
    for school in schools:
        found.setdefault(tuple(school in each for each in known), []).append(school)
    return tuple(tuple(each) for each in found.values())


def told_before(
    own: Sequence[tuple[str, ...]], seen: Sequence[Shown], ids: Sequence[str]
) -> tuple[tuple[str, ...], ...]:
    """Every set of schools told of in one of these rounds before the latest of ``own`` was; all, where one of them is new.

    Example:
        >>> def at(order, *schools): return Shown(about="sets:1:2", policy=(5, 10, 20), members=schools, order=order)
        >>> seen, ids = [at(1, "a", "b"), at(2, "c", "d"), at(3, "a", "c")], ("1", "2")
        >>> told_before([("a", "b"), ("c", "d")], seen, ids), told_before([("a", "c"), ("b", "d")], seen, ids)
        ((), (('a', 'b'), ('c', 'd')))
    """
    first, every = sets_first_told(seen, ids)
    latest = max((first[each] for each in own), default=0) if all(each in first for each in own) else None
    return tuple(members for members, when in every.items() if members not in own and (latest is None or when < latest))


def _of_area(
    found: ChangeOfKinds, line: Line, sets: tuple[tuple[str, ...], ...], study: ClusterStudy, grounds: Sequence[Ground]
) -> list[ReleasedKind]:
    reasons = [_why(found, line, sets, study, each) for each in grounds]
    reason, design = next((why for why, _ in reasons if why), ""), reasons[0][1]
    ranges = not reason and all(_ranges_told(found, design, sets, study, each) for each in grounds)
    made = []
    for kind, change in zip(study.kinds.kinds, found.in_form(design), strict=True):
        known = {"area": found.area, "group": found.group, "name": kind.name}
        known |= {"clusters": kind.clusters, "schools": len(kind.schools)}
        if reason:
            made.append(ReleasedKind(**known, hidden=reason))
            continue
        told = as_told(replace(change, p=None), "few_digits") if ranges else _bare(change)
        made.append(
            ReleasedKind(
                **known, n=change.n, design=design, change=replace(told, estimate=round(told.estimate, PLACES))
            )
        )
    return made


def _bare(change: Estimate) -> Estimate:
    """The change alone; where its range is what may not be told, that is said."""
    refused = change.refused or "protects_school"
    return Estimate(
        estimate=change.estimate, n=change.n, n_schools=change.n_schools, method=change.method, refused=refused
    )


def _why(
    found: ChangeOfKinds, line: Line, sets: tuple[tuple[str, ...], ...], study: ClusterStudy, ground: Ground
) -> tuple[str, str]:
    """The first rule that forbids telling the kinds apart, and the form the Change page shows."""
    row = ground.shown.get((found.area, found.group, ""))
    if row is None:
        return "no_answers", "paired"
    design = row.design
    if row.hidden:
        return row.hidden, design
    about = "changes" if design == "paired" else "everybody"
    if reason := why_hidden(replace(line, inside=sets, about=about), ground):
        return reason, design
    rows = ground.paired if design == "paired" else ground.independent
    siblings = rows[found.area, found.group, ""].siblings
    # Rule 28 for every part: two tables of kinds, passed on together, tell of what one kind of the first leaves of the second.
    for part in sets:
        for side in (2,) if design == "paired" else (0, 1):
            sizes = [size[side] * (school in part) for school, size in zip(ground.schools, siblings, strict=True)]
            if any(sizes) and (reason := rules.of_all(sizes, found.group)):
                return reason, design
    if any(each.estimate is None for each in found.in_form(design)):
        return "few", design
    return "", design


def _ranges_told(
    found: ChangeOfKinds, design: str, sets: tuple[tuple[str, ...], ...], study: ClusterStudy, ground: Ground
) -> bool:
    """Rule 29 for clusters: of each part no cluster has a hidden school, or more clusters do than numbers are told of them."""
    key = found.area, found.group, ""
    if design != "paired":
        sides = ground.sides.get(key[:2], NOTHING)
        return everybody_told(ground.independent[key], ground.policy, sides) == "whole"
    row = ground.paired[key]
    away = _hidden(row, ground) & (np.array(row.siblings, np.int64)[:, 2] > 0)
    hidden = {school for school, gone in zip(ground.schools, away, strict=True) if gone}
    clusters = ({study.kinds.cluster.get(school, school) for school in part if school in hidden} for part in sets)
    return all(len(each) == 0 or len(each) >= CLUSTERS_COVER for each in clusters)


def _differences(rows: Sequence[ReleasedKind], looks: int) -> list[ReleasedDifference]:
    """Worked out of what is told, so that nothing further is."""
    made = []
    for one, other, found in differences_of([row.change for row in rows], looks=looks):
        first, second = (rows[one], rows[other]) if found.estimate >= 0 else (rows[other], rows[one])
        turned = found if found.estimate >= 0 else replace(
            found, estimate=-found.estimate, ci_low=-found.ci_high, ci_high=-found.ci_low
        )  # fmt: skip
        made.append(
            ReleasedDifference(
                area=first.area, group=first.group, less=first.name, more=second.name, found=replace(turned, p=None),
                clear=turned.ci_low is not None and turned.ci_low > 0,
            )
        )  # fmt: skip
    return made
