"""Small invented results for doctests and for looking at a chart without data. Nothing here is anybody's answer."""

from __future__ import annotations

from datetime import date

from toolbox.model import Area, Cell, Estimate, Framework, GroupCount, Item, Profile, Scale

FRAMEWORK = Framework(
    id="example",
    version="1",
    name="Example framework",
    kind="survey",
    source="invented",
    areas=(Area(id="A", name="Leadership"),),
    items=(Item(id="example.A1", code="A1", area="A", name="Digital strategy", scale="agree"),),
    scales=(Scale(id="agree", low=1, high=5, top_from=4),),
)


def profile_of(**groups: int) -> Profile:
    """A profile of one school and one area: each group answered 3.5 on average, with a spread of 1.

    Example:
        >>> [count.answered for count in profile_of(leaders=3, teachers=24).groups]
        [3, 24]
    """
    cells = tuple(
        Cell(area="A", group=group, n=n, mean=Estimate(estimate=3.5, se=n**-0.5, n=n), sd=1.0, siblings=(n,))
        for group, n in groups.items()
    )
    return Profile(
        framework=FRAMEWORK,
        round="Autumn 2025",
        collected_on=date(2025, 10, 6),
        schools=("Northbank School",),
        of_schools=1,
        groups=tuple(GroupCount(group=group, answered=n) for group, n in groups.items()),
        areas=cells,
        items=(),
    )
