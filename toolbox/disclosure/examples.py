"""Small invented results for doctests and for looking at a chart without data. Nothing here is anybody's answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np

from toolbox.disclosure.doses import ReleasedDoseThird
from toolbox.disclosure.profiles import release_profile
from toolbox.disclosure.released import ReleasedProfile, gate
from toolbox.mentoring import school_doses, together
from toolbox.model import (
    Answers,
    Area,
    Cell,
    Estimate,
    Framework,
    Grid,
    GroupCount,
    Item,
    Membership,
    MentoringSession,
    Policy,
    Profile,
    Scale,
    School,
    SchoolDose,
    State,
    Viewer,
)
from toolbox.profile import profile

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


def grid_of(n: int, *, left_out: int = 0) -> Grid:
    """One school in which so many teachers answered an area of three items, some of them all but the first."""
    sizes = np.array([[n, n - left_out, n, n]])
    return Grid(
        area="A", group="teachers", schools=("Northbank School",), items=("A1", "A2", "A3"), n=sizes,
        alike=sizes < 0, alike_all=sizes[0] < 0, answered=np.array([[0, 0, left_out, n - left_out]]),
    )  # fmt: skip


def hub_of(*sizes: int) -> Profile:
    """A profile of the first of some schools, with so many teachers each, who all answered the one area.

    Example:
        >>> hub_of(3, 6, 24, 30).of_schools
        4
    """
    cell = Cell(area="A", group="teachers", n=sizes[0], mean=Estimate(estimate=3.5, n=sizes[0]), sd=1.0, siblings=sizes)
    return replace(profile_of(teachers=sizes[0]), of_schools=len(sizes), areas=(cell,))


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


def rubric(indicators: int = 3, required: int | None = None, high: int = 5) -> Framework:
    """An invented rubric of one area, summed up by its median, or by compliance where a level is ``required``."""
    return Framework(
        id="example-rubric",
        version="1",
        name="Example rubric",
        kind="rubric",
        source="invented",
        areas=(Area(id="S", name="Security"),),
        items=tuple(
            Item(id=f"example.I{number}", code=f"I{number}", area="S", name=f"Indicator {number}", scale="level")
            for number in range(1, indicators + 1)
        ),
        scales=(Scale(id="level", low=1, high=high),),
        summary="median" if required is None else "compliance",
        required=required,
    )


def rated(*schools: list[int | None], required: int | None = None) -> ReleasedProfile:
    """What may be seen of an invented rubric that each of these schools rated once; None is not rated.

    Example:
        >>> cell = rated([1, 4, None], required=3).areas[0]
        >>> cell.met, cell.indicators, cell.rated, cell.mean, cell.hidden
        (1, 3, 2, None, 'counted')
        >>> rated([1, 4, 4], [3, 3, 5], [2, 5, 5]).areas[0].levels
        ((1, 0), (2, 0), (3, 1), (4, 1), (5, 1))
    """
    framework = rubric(len(schools[0]), required)
    values = [[State.BLANK if level is None else level for level in levels] for levels in schools]
    answers = Answers(
        person=np.array([""] * len(schools), object),
        school=np.arange(len(schools)),
        group=np.zeros(len(schools), int),
        schools=tuple(f"School {number}" for number in range(1, len(schools) + 1)),
        groups=("school",),
        items=tuple(item.id for item in framework.items),
        values=np.asfortranarray(np.array(values, np.int8)),
    )
    found = profile(answers, framework, round_name="Autumn 2025", collected_on=date(2025, 10, 6))
    return release_profile(found, Policy(), Viewer())


def dose_of(**schools: tuple[int, ...]) -> tuple[tuple[SchoolDose, ...], SchoolDose]:
    """Invented schools with (teachers who came, teachers, and how many of those who came left since), each in two sessions of an
    hour; and all of them.
    """
    held, members = [], []
    for school, (came, _, *left) in schools.items():
        persons = [f"P-{school}-{n:02}" for n in range(came)]
        gone = sum(left)
        held += [
            MentoringSession(on=date(2026, 1, day), receiver=school, hours=1.0, persons=tuple(some))
            for day, some in ((7, persons), (14, persons[gone:] or persons))
        ]
        members += [
            Membership(member=person, role="mentee", school=school, until=date(2026, 1, 10) if n < gone else None)
            for n, person in enumerate(persons)
        ]
    roster = [School(school=school, teachers=each[1]) for school, each in schools.items()]
    return school_doses(held, roster, members), together(held, roster, members)


def third_of(above: float | None, up_to: float | None) -> ReleasedDoseThird:
    """A third by hours of ten persons."""
    with gate():
        return ReleasedDoseThird(above=above, up_to=up_to, hours=5.0, n=10, change=0.2)
