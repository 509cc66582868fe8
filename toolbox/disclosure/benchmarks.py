"""A released profile beside what others reported, and a round frozen as a reference year.

Beside a benchmark: everything is counted from what the profile shows already - its mean, spread and number - so the
difference tells nothing the page does not. Frozen: what all schools of a round show together, of five schools at least
of which none has more than half of the persons, written down to two decimals and numbers of persons to the next five;
two states of a round, frozen and later, then do not give away whoever answered in between.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from toolbox.disclosure import rules
from toolbox.disclosure.profiles import release_profile
from toolbox.disclosure.released import FromGate, ReleasedCell, ReleasedProfile, gate
from toolbox.model import Benchmark, BenchmarkRow, Cell, Estimate, Policy, Profile, ToolboxError, Viewer
from toolbox.statistics import adjusted, student, summary_difference


@dataclass(frozen=True, kw_only=True)
class ReleasedBeside(FromGate):
    """One group in one area or item (``item`` set) beside a benchmark; here minus there, in points."""

    area: str
    group: str
    item: str = ""
    mean: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    n: int | None = None
    other: float | None = None
    other_sd: float | None = None
    other_n: int | None = None
    difference: Estimate = Estimate()
    """With the uncertainty of both sides; ``refused`` says why there is no interval."""
    direction: str = ""
    """Where that interval lies (``rules.direction``)."""
    clear: bool = False
    """Whether the difference is worth a sentence: a direction that holds among all areas, and not too small."""
    shares: tuple[tuple[int, int, float], ...] = ()
    """Of the items that are ordered categories, as in :class:`ReleasedCell`."""
    other_shares: tuple[tuple[int, float], ...] = ()
    hidden: str = ""


def beside(released: ReleasedProfile, benchmark: Benchmark) -> tuple[ReleasedBeside, ...]:
    """Every cell of the profile the benchmark has a number for, in the profile's order.

    Example:
        >>> from toolbox.disclosure.examples import profile_of
        >>> found = beside(release_profile(profile_of(teachers=24), Policy(), Viewer()), Benchmark(name="Country 2024",
        ...     framework="example", population="", collected_on="2024",
        ...     rows=(BenchmarkRow(group="teachers", area="A", mean=3.1, sd=0.9, n=420),)))[0]
        >>> round(found.difference.estimate, 1), found.direction
        (0.4, 'unclear')
    """
    rows = {(row.area, row.group, row.item): row for row in benchmark.rows}
    made: list[ReleasedBeside] = []
    with gate():
        for cells, method in ((released.areas, "holm"), (released.items, "BH")):
            known = [(cell, rows.get((cell.area, cell.group, cell.item))) for cell in cells]
            found = [_beside(cell, row) for cell, row in known if row is not None]
            made += _with_clear(found, released, method)
    return tuple(made)


def _with_clear(found: list[ReleasedBeside], released: ReleasedProfile, method: str) -> list[ReleasedBeside]:
    """Which differences are worth a sentence, after all of them were looked at (p adjusted within the page)."""
    sure = [each.difference for each in found if each.difference.se and each.difference.df]
    chance = iter(adjusted([student.p_value(each.estimate / each.se, each.df) for each in sure], method))
    told = []
    for each in found:
        p = next(chance) if each.difference.se and each.difference.df else None
        low, high = released.framework.span(each.area)
        told.append(replace(each, clear=rules.clear(each.difference, p, high - low)))
    return told


def _beside(cell: ReleasedCell, row: BenchmarkRow) -> ReleasedBeside:
    known = {
        "area": cell.area, "group": cell.group, "item": cell.item, "other": row.mean, "other_sd": row.sd, "other_n": row.n,
        "other_shares": row.shares,
    }  # fmt: skip
    if cell.hidden:
        return ReleasedBeside(**known, hidden=cell.hidden)
    found = Estimate(refused="no_average")
    if cell.mean is not None and row.mean is not None:
        found = summary_difference(cell.mean, cell.sd, cell.n, row.mean, row.sd, row.n)
    return ReleasedBeside(
        **known,
        mean=cell.mean,
        ci_low=cell.ci_low,
        ci_high=cell.ci_high,
        n=cell.n,
        difference=found,
        direction=rules.direction(found),
        shares=cell.shares,
    )


def freeze(profile: Profile, *, name: str, policy: Policy = Policy(), viewer: Viewer = Viewer()) -> Benchmark:
    """A whole round as a reference year: what it shows today, for later rounds to stand beside.

    Raises:
        ToolboxError: ``not_your_school``; ``not_whole`` where not every school of the round is in view;
            ``few_schools_to_freeze``; ``nothing_to_freeze``.
    """
    if len(profile.schools) < profile.of_schools:
        raise ToolboxError(
            "not_whole", "A reference year is made of all schools of a round together. Choose all schools."
        )
    if profile.of_schools < rules.LEAST_FOR_ALL:
        raise ToolboxError(
            "few_schools_to_freeze",
            f"“{profile.round}” has {profile.of_schools} schools. A reference year is made of {rules.LEAST_FOR_ALL} at least, so "
            "that no school stands out in it.",
        )
    found = release_profile(profile, policy, viewer)
    cells = (*profile.areas, *profile.items)
    rows = tuple(
        _frozen(shown) for cell, shown in zip(cells, (*found.areas, *found.items), strict=True) if _many(cell, shown)
    )
    if not rows:
        raise ToolboxError(
            "nothing_to_freeze",
            f"No average of “{profile.round}” may be shown for five schools together, so there is nothing to keep.",
        )
    return Benchmark(
        name=name,
        framework=profile.framework.id,
        population=f"All {profile.of_schools} schools of “{profile.round}”",
        collected_on=profile.collected_on.isoformat(),
        version=profile.framework.version,
        self_selected=True,
        rows=rows,
        frozen_from=(profile.sha256,),
    )


def _many(cell: Cell, shown: ReleasedCell) -> bool:
    """Whether a shown number is of enough schools, none of which is most of it."""
    if shown.hidden or (shown.mean is None and not shown.shares):
        return False
    return not rules.of_all(cell.siblings, cell.group)


def _frozen(cell: ReleasedCell) -> BenchmarkRow:
    single = all(low == high for low, high, _ in cell.shares)
    return BenchmarkRow(
        group=cell.group,
        area=cell.area,
        item=cell.item,
        mean=None if cell.mean is None else round(cell.mean, 2),
        sd=None if cell.sd is None else round(cell.sd, 2),
        n=max(5, 5 * round(cell.n / 5)),
        shares=tuple((low, round(share, 2)) for low, _, share in cell.shares) if single else (),
    )
