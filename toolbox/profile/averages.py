"""A profile of which only averages are known: what a tool such as SELFIE reports of each group and area.

There is a mean and a number of persons, nothing else: no spread, no interval, no items. Several schools together are
the mean over their persons.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from toolbox.model import Average, Averages, Cell, Estimate, Framework, GroupCount, Profile, ToolboxError
from toolbox.profile.gaps import gaps_of_averages
from toolbox.scoring.grids import grids_of_averages

METHOD = "average as reported by the tool"


def profile_of_averages(
    averages: Averages,
    framework: Framework,
    *,
    round_name: str,
    collected_on: date,
    schools: Sequence[str],
    invited: Mapping[tuple[str, str], int],
    sha256: str,
) -> Profile:
    """The profile of the schools in view, out of the averages of every school of the round.

    Raises:
        ToolboxError: ``no_answers`` (none in view), ``no_items`` (none of an area of this framework).

    Example:
        >>> from toolbox.frameworks import load
        >>> rows = (Average(school="Elm", group="pupils", area="A", mean=3.4, n=20),
        ...     Average(school="Oak", group="pupils", area="A", mean=4.0, n=10))
        >>> found = profile_of_averages(Averages(rows=rows), load("selfie-2020"), round_name="2025",
        ...     collected_on=date(2025, 11, 1), schools=("Elm", "Oak"), invited={}, sha256="")
        >>> found.areas[0].mean.estimate, found.areas[0].n, found.areas[0].siblings, found.areas[0].mean.refused
        (3.6, 30, (20, 10), 'averages')
    """
    areas = {area.id for area in framework.areas}
    known = [row for row in averages.rows if row.area in areas]
    if not known:
        raise ToolboxError(
            "no_items",
            f'This round holds averages, but of no area of "{framework.name}". Delete the round on the Data page and '
            "enter the averages again with the areas of this framework.",
        )
    if not any(row.school in schools for row in known):
        raise ToolboxError(
            "no_answers", "There are no averages in this view. Choose another school or round, or all schools."
        )
    cells = tuple(_cells(known, averages, framework, frozenset(schools)))
    return Profile(
        framework=framework,
        round=round_name,
        collected_on=collected_on,
        schools=tuple(schools),
        of_schools=len(averages.schools),
        places=tuple(averages.schools.index(school) for school in schools),
        groups=tuple(_group_count(averages, group, schools, invited) for group in averages.groups),
        areas=cells,
        items=(),
        grids=grids_of_averages(averages, framework),
        sha256=sha256,
        gaps=gaps_of_averages(cells),
    )


def _cells(
    known: Sequence[Average], averages: Averages, framework: Framework, in_view: frozenset[str]
) -> Iterator[Cell]:
    """A cell for each area and group with an average in view, in the framework's order."""
    for area in framework.areas:
        for group in averages.groups:
            rows = {row.school: row for row in known if (row.area, row.group) == (area.id, group)}
            seen = [row for school, row in rows.items() if school in in_view]
            if seen:
                yield _cell(rows, seen, averages.schools)


def _cell(rows: Mapping[str, Average], seen: Sequence[Average], schools: Sequence[str]) -> Cell:
    n = sum(row.n for row in seen)
    mean = sum(row.mean * row.n for row in seen) / n
    return Cell(
        area=seen[0].area,
        group=seen[0].group,
        n=n,
        mean=Estimate(
            estimate=mean, method=METHOD, n=n, n_schools=len(seen), flags=("averages_only",), refused="averages"
        ),
        sd=0.0 if all(row.alike and row.mean == mean for row in seen) else None,
        siblings=tuple(rows[school].n if school in rows else 0 for school in schools),
        alike=tuple(school in rows and rows[school].alike for school in schools),
    )


def _group_count(
    averages: Averages, group: str, schools: Sequence[str], invited: Mapping[tuple[str, str], int]
) -> GroupCount:
    persons = {school: averages.persons(school, group) for school in schools}
    known = all((school, group) in invited for school, answered in persons.items() if answered)
    total = sum(invited.get((school, group), 0) for school in schools)
    by_school = tuple((persons[school], invited[school, group]) for school in schools if (school, group) in invited)
    return GroupCount(
        group=group, answered=sum(persons.values()), invited=total if known and total else None, by_school=by_school
    )
