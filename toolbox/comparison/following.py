"""Who could be followed from round to round, and whether those who were are like the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from toolbox.comparison.cells import Measured, Sample, measured_of, one_value
from toolbox.comparison.rounds import Scope, groups_of, in_view, of_group
from toolbox.linking import Near, link
from toolbox.model import Answers, Baseline, Followed, Framework, NearPair
from toolbox.statistics import standardised_gap


def followed(
    before: Answers, after: Answers, view: Scope, framework: Framework, near: Near, accepted: Sequence[NearPair]
) -> tuple[Followed, ...]:
    """For every group of either round, in view, what became of its codes; none for a rubric, which has no persons."""
    if framework.kind == "rubric":
        return ()
    groups = dict.fromkeys([*groups_of(before, view), *groups_of(after, view)])
    seen = set(view.schools)
    return tuple(_followed(group, before, after, view, near, seen, accepted) for group in groups)


def _followed(group, before, after, view, near: Near, seen: set[str], accepted) -> Followed:
    first, second = (in_view(of_group(answers, group), view) for answers in (before, after))
    links = link(first, second)
    known = {
        "group": group, "before": len(first), "after": len(second), "linked": len(links),
        "keyed_before": links.keyed_before, "keyed_after": links.keyed_after,
        "repeated_before": links.repeated_before, "repeated_after": links.repeated_after,
    }  # fmt: skip
    if not near.compared:
        return Followed(**known, wrong_by="no_clues")
    states = [pair.state for pair in near.pairs if pair.group == group and pair.school in seen]
    looked_at = _of_blocks(near.chances, group, seen)
    share, by = next(((share, by) for name, share, by in near.by_chance if name == group), (None, "nobody_left"))
    if not looked_at:
        share, by = None, "nobody_left"
    return Followed(
        **known,
        accepted=sum(pair.group == group and pair.school in seen for pair in accepted),
        probable=states.count("probable"),
        possible=states.count("possible"),
        contradicted=states.count("contradicted"),
        ties=_of_blocks(near.ties, group, seen),
        wrong=None if share is None else share * looked_at,
        wrong_by=by,
    )


def _of_blocks(counted: Sequence[tuple[tuple[str, str], int]], group: str, seen: set[str]) -> int:
    return sum(many for (school, of), many in counted if of == group and school in seen)


def baseline(sample: Sample) -> Iterator[Baseline]:
    """For every area those of the paired change beside those who answered it once only, in view."""
    if sample.framework.kind == "rubric":
        return
    schools = (sample.view.places(sample.before), sample.view.places(sample.after))
    for measured in measured_of(sample, items=False):
        yield _baseline(sample, measured, schools)


def _baseline(sample: Sample, cell: Measured, schools: tuple[np.ndarray, np.ndarray]) -> Baseline:
    values = (cell.before, cell.after)
    valid = tuple(np.isfinite(each) for each in values)
    rows = (sample.links.before_rows, sample.links.after_rows)
    linked = valid[0][rows[0]] & valid[1][rows[1]]
    many = len(sample.view.all_schools)
    both, once, alike = [], [], []
    for side in (0, 1):
        seen = valid[side] & sample.view.in_view[schools[side]]
        twice = np.zeros(len(seen), bool)
        twice[rows[side][linked]] = True
        both.append(values[side][seen & twice])
        once.append(values[side][seen & ~twice])
        single = valid[side] & ~twice
        alike.append(one_value(values[side][single], schools[side][single], many))
    return Baseline(
        area=cell.area,
        group=sample.group,
        n_both=len(both[0]),
        n_before_only=len(once[0]),
        n_after_only=len(once[1]),
        both_before=_mean(both[0]),
        both_after=_mean(both[1]),
        before_only=_mean(once[0]),
        after_only=_mean(once[1]),
        difference_before=standardised_gap(both[0], once[0]).estimate,
        difference_after=standardised_gap(both[1], once[1]).estimate,
        alike_here=tuple(len(each) > 0 and each.min() == each.max() for each in once),
        alike=tuple(zip(alike[0].tolist(), alike[1].tolist(), strict=True)),
    )


def _mean(values: np.ndarray) -> float | None:
    return float(values.mean()) if len(values) else None
