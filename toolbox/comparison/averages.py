"""Two rounds compared of which one, or both, are averages only: the difference of two means, and nothing more.

Nobody can be linked and no spread is known, so there is no interval, no p and no effect size; each says why. Several
schools together are the mean over their persons.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from toolbox.model import Average, Averages, Change, Estimate, Framework, Funnel

METHOD = "difference of two averages"
Invited = Mapping[tuple[str, str], int]


@dataclass(frozen=True, kw_only=True)
class Side:
    """One group's averages in one area of one round."""

    of_all: Mapping[str, Average]
    """school → its average, every school of the round."""
    seen: tuple[Average, ...]
    """Those of the schools in view."""

    @property
    def n(self) -> int:
        """Persons behind the schools in view."""
        return sum(row.n for row in self.seen)

    @property
    def mean(self) -> float:
        """Over the persons of the schools in view."""
        return sum(row.mean * row.n for row in self.seen) / self.n

    @property
    def sd(self) -> float | None:
        """0 where everybody is known to have the same score; else unknown."""
        return 0.0 if all(row.alike and row.mean == self.seen[0].mean for row in self.seen) else None


def average_changes(
    before: Averages,
    after: Averages,
    framework: Framework,
    *,
    in_view: tuple[str, ...],
    all_schools: tuple[str, ...],
) -> tuple[Change, ...]:
    """The difference of every area both rounds have, group by group, as two groups of persons.

    Example:
        >>> from toolbox.frameworks import load
        >>> def round(mean): return Averages(rows=(Average(school="Elm", group="pupils", area="A", mean=mean, n=20),))
        >>> row = average_changes(round(3.0), round(3.5), load("selfie-2020"), in_view=("Elm",), all_schools=("Elm",))[0]
        >>> row.change.estimate, row.change.refused, row.n_before, row.n_pairs
        (0.5, 'averages', 20, 0)
    """
    rows = []
    for group in (group for group in before.groups if group in after.groups):
        for area in framework.areas:
            sides = [_side(averages, area.id, group, in_view) for averages in (before, after)]
            if all(side.seen for side in sides):
                rows.append(_change(area.id, group, sides, all_schools))
    return tuple(rows)


def _side(averages: Averages, area: str, group: str, in_view: tuple[str, ...]) -> Side:
    of_all = {row.school: row for row in averages.rows if (row.area, row.group) == (area, group)}
    return Side(of_all=of_all, seen=tuple(of_all[school] for school in in_view if school in of_all))


def _change(area: str, group: str, sides: list[Side], all_schools: tuple[str, ...]) -> Change:
    first, second = sides
    return Change(
        area=area,
        group=group,
        design="independent",
        why="averages",
        change=Estimate(
            estimate=second.mean - first.mean,
            method=METHOD,
            n=first.n + second.n,
            n_schools=max(len(first.seen), len(second.seen)),
            refused="averages",
        ),
        effect=Estimate(refused="averages"),
        mean_before=first.mean,
        mean_after=second.mean,
        sd_before=first.sd,
        sd_after=second.sd,
        n_before=first.n,
        n_after=second.n,
        siblings=tuple((*(_persons(side, school) for side in sides), 0) for school in all_schools),
        alike=tuple((*(_alike(side, school) for side in sides), False) for school in all_schools),
        flags=("averages_only",),
    )


def _persons(side: Side, school: str) -> int:
    return side.of_all[school].n if school in side.of_all else 0


def _alike(side: Side, school: str) -> bool:
    return school in side.of_all and side.of_all[school].alike


def average_funnel(
    before: Averages, after: Averages, in_view: tuple[str, ...], invited: tuple[Invited, Invited]
) -> tuple[Funnel, ...]:
    """Who answered before and after, group by group; nobody can be linked."""
    rows = []
    for group in dict.fromkeys([*before.groups, *after.groups]):
        sizes = [sum(side.persons(school, group) for school in in_view) for side in (before, after)]
        if any(sizes):
            first, second = (
                _invited(side, group, in_view, known) for side, known in zip((before, after), invited, strict=True)
            )
            rows.append(
                Funnel(
                    group=group,
                    before=sizes[0],
                    after=sizes[1],
                    linked=0,
                    keyed_before=0,
                    keyed_after=0,
                    invited_before=first,
                    invited_after=second,
                )
            )
    return tuple(rows)


def _invited(averages: Averages, group: str, in_view: tuple[str, ...], known: Invited) -> int | None:
    """Invited persons of the schools in view; None as soon as one school that answered is not known."""
    answered = [school for school in in_view if averages.persons(school, group)]
    if any((school, group) not in known for school in answered):
        return None
    return sum(known.get((school, group), 0) for school in in_view) or None
