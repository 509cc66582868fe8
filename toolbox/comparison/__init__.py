"""Two rounds compared: what changed in each area and item, group by group.

Numbers here are not yet released: they go through ``disclosure`` before anyone sees them. Every area has its paired
form (the same persons, linked by key) and its independent form (everyone who answered); the gate picks, and says why.
Both use only the items asked of the group in both rounds in the same words. Which interval, p or effect size is
refused follows :mod:`toolbox.statistics.decision`; p of the areas are adjusted together by Holm, those of the items
by Benjamini and Hochberg, each over all rows of one form.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from toolbox.comparison.averages import average_changes, average_funnel
from toolbox.comparison.cells import Sample, change_rows
from toolbox.comparison.following import baseline, followed
from toolbox.comparison.rounds import common_groups, funnel, of_group, scope
from toolbox.comparison.starting import starting_levels
from toolbox.linking import Near, link, with_accepted
from toolbox.linking.near import NOTHING_NEAR, named
from toolbox.model import (
    Answers,
    Averages,
    Baseline,
    Change,
    Comparison,
    Framework,
    NearPair,
    StartingLevels,
    ToolboxError,
)
from toolbox.scoring import area_averages, common_items
from toolbox.scoring.grids import grids_of, grids_of_averages
from toolbox.statistics import adjusted

__all__ = ["compare"]


def compare(
    before: Answers | Averages,
    after: Answers | Averages,
    framework: Framework,
    *,
    before_name: str,
    after_name: str,
    before_on: date,
    after_on: date,
    schools: Sequence[str] | None = None,
    invited_before: Mapping[tuple[str, str], int] | None = None,
    invited_after: Mapping[tuple[str, str], int] | None = None,
    sha256: tuple[str, str] = ("", ""),
    near: Near = NOTHING_NEAR,
    accepted: Sequence[NearPair] = (),
) -> Comparison:
    """Compare two rounds for the schools in view (None: every school of either round).

    ``near`` are the codes of the two rounds that look alike (``toolbox.linking.near``), ``accepted`` those of its
    probable pairs a person took for one person's; others are left out. Results rest on equal codes; ``accepted`` of
    the comparison holds the paired areas once more, with those pairs.

    Groups are compared one by one and never pooled. In ``paired`` and ``independent`` the area rows come first, in
    the order of groups, then areas; item rows (``item`` set) follow. Of averages only their difference is known
    (:mod:`toolbox.comparison.averages`).

    Raises:
        ToolboxError: ``same_round``, ``swapped_rounds``, ``unknown_school``, ``no_common_school``,
            ``no_common_group``, ``no_common_items``, ``only_counted``.

    Example:
        >>> import numpy as np
        >>> from toolbox.frameworks import load
        >>> def answers(*values):
        ...     n = len(values)
        ...     return Answers(person=np.array([f"P-{i}" for i in range(n)]), school=np.zeros(n, int),
        ...         group=np.zeros(n, int), schools=("North",), groups=("teachers",), items=("selfie2020.A1",),
        ...         values=np.array(values, np.int8)[:, None])
        >>> found = compare(answers(*[2, 3] * 6), answers(*[3, 3, 2, 4] * 3), load("selfie-2020"),
        ...     before_name="Autumn", after_name="Spring", before_on=date(2025, 10, 1), after_on=date(2026, 4, 1))
        >>> row = found.paired[0]
        >>> row.area, row.n_pairs, row.change.estimate, (row.higher, row.same, row.lower)
        ('A', 12, 0.5, (6, 6, 0))
    """
    view = scope(before, after, schools, (before_name, after_name), (before_on, after_on), sha256)
    if isinstance(before, Averages) or isinstance(after, Averages):
        first, second = (area_averages(answers, framework) for answers in (before, after))
        rows = average_changes(first, second, framework, in_view=view.schools, all_schools=view.all_schools)
        if not rows:
            raise ToolboxError(
                "no_common_group",
                f'"{before_name}" and "{after_name}" have no area in common that the same group answered. Choose two '
                "rounds of the same survey.",
            )
        return Comparison(
            framework=framework,
            before=before_name,
            after=after_name,
            before_on=before_on,
            after_on=after_on,
            schools=view.schools,
            of_schools=len(view.all_schools),
            places=tuple(np.flatnonzero(view.in_view).tolist()),
            every_school=view.all_schools,
            grids=tuple(
                grids_of_averages(each, framework) if isinstance(each, Averages) else grids_of(each, framework)
                for each in (before, after)
            ),
            funnel=average_funnel(first, second, view.schools, (invited_before or {}, invited_after or {})),
            paired=(),
            independent=rows,
            sha256=sha256,
        )
    common, dropped = common_items(before, after, framework)
    if not common and any(reason == "categories" for _, reason in dropped):
        raise ToolboxError(
            "only_counted",
            f'"{before_name}" and "{after_name}" share only items answered in ordered categories, which are counted and never '
            "averaged, so there is no change to state. Look at each round on the School page.",
        )
    if not common:
        raise ToolboxError(
            "no_common_items",
            f'"{before_name}" and "{after_name}" share no item of "{framework.name}" in the same words, so there is '
            "nothing to compare. Check that both rounds were mapped to the same framework.",
        )
    probable = near.probable()
    accepted = tuple(pair for pair in accepted if named(pair) in probable)
    again = with_accepted(after, accepted)
    paired: list[Change] = []
    independent: list[Change] = []
    with_them: list[Change] = []
    beside: list[Baseline] = []
    levels: list[StartingLevels] = []
    for group in common_groups(before, after, view, (before_name, after_name)):
        first, second = of_group(before, group), of_group(after, group)
        links = link(first, second, by_school=framework.kind == "rubric")
        sample = Sample(first, second, links, view, framework, group)
        rows = change_rows(sample)
        paired += [pair for pair, _ in rows]
        independent += [single for _, single in rows]
        beside += baseline(sample)
        levels += starting_levels(sample)
        if any(pair.group == group for pair in accepted):
            second = of_group(again, group)
            rows = change_rows(Sample(first, second, link(first, second), view, framework, group))
            with_them += [pair for pair, _ in rows if not pair.item]
    if not paired:
        raise ToolboxError(
            "no_common_items",
            f'No group was asked the same items in "{before_name}" and "{after_name}", so there is nothing to compare. '
            "Choose two rounds of the same survey.",
        )
    return Comparison(
        framework=framework,
        before=before_name,
        after=after_name,
        before_on=before_on,
        after_on=after_on,
        schools=view.schools,
        of_schools=len(view.all_schools),
        places=tuple(np.flatnonzero(view.in_view).tolist()),
        every_school=view.all_schools,
        grids=() if framework.kind == "rubric" else tuple(grids_of(each, framework) for each in (before, after)),
        funnel=funnel(before, after, view, invited_before or {}, invited_after or {}, framework),
        paired=_in_families(paired),
        independent=_in_families(independent),
        followed=followed(before, after, view, framework, near, accepted),
        baseline=tuple(beside),
        accepted=_in_families(with_them),
        starting=tuple(levels),
        dropped_items=dropped,
        sha256=sha256,
    )


def _in_families(rows: list[Change]) -> tuple[Change, ...]:
    """Areas first, then items, each family's p adjusted together."""
    areas = [row for row in rows if not row.item]
    items = [row for row in rows if row.item]
    families = ((areas, adjusted([row.change.p for row in areas], "holm")),
                (items, adjusted([row.change.p for row in items], "BH")))  # fmt: skip
    return tuple(replace(row, p_adjusted=p) for family, known in families for row, p in zip(family, known, strict=True))
