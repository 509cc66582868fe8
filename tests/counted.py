"""Frameworks that are not averaged, for tests: ordered categories as two surveys asked them, and a rubric of security norms."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from toolbox.disclosure import ReleasedProfile, release
from toolbox.model import (
    Answers,
    Area,
    Benchmark,
    BenchmarkRow,
    CategoryOutcome,
    Framework,
    Item,
    Policy,
    Profile,
    RatingNote,
    Scale,
    State,
)
from toolbox.profile import profile

HOURS = ("none", "up to 1 hour", "1 to 2 hours", "2 to 3 hours", "3 to 5 hours", "5 to 7 hours", "more than 7 hours")
READING = ("none", "30 minutes or less", "more than 30 minutes")

DEVICES = Framework(
    id="devices",
    version="1",
    name="Digital devices for learning",
    kind="survey",
    source="invented",
    areas=(Area(id="T", name="Time with digital devices"), Area(id="W", name="Wellbeing")),
    items=(
        Item(id="devices.learning", code="T1", area="T", name="Time for learning at school, a day", scale="hours"),
        Item(
            id="devices.reading",
            code="T2",
            area="T",
            name="Finding and reading information, a school day",
            scale="read",
        ),
        Item(id="devices.rest", code="W1", area="W", name="I get enough rest", scale="agree"),
        Item(id="devices.calm", code="W2", area="W", name="I can work calmly", scale="agree"),
    ),
    scales=(
        Scale(id="hours", low=1, high=7, labels=tuple(enumerate(HOURS, start=1)), categories=True),
        Scale(id="read", low=1, high=3, labels=tuple(enumerate(READING, start=1)), categories=True),
        Scale(id="agree", low=1, high=5, top_from=4),
    ),
)

#: OECD, PISA 2022 Results (Volume II), as quoted in the project's sources: share of pupils and mathematics.
PISA_2022 = Benchmark(
    name="PISA 2022, OECD average",
    framework="devices",
    population="15-year-olds, OECD countries",
    collected_on="2022",
    source="OECD, PISA 2022 Results (Volume II)",
    self_selected=False,
    rows=(
        BenchmarkRow(
            group="pupils",
            area="T",
            item="devices.learning",
            shares=((1, 0.14), (2, 0.31), (6, 0.078)),
            outcome="points in mathematics",
            outcomes=(
                CategoryOutcome(value=1, mean=456),
                CategoryOutcome(value=2, difference=25, adjusted=14, against=1),
                CategoryOutcome(value=6, difference=-12, adjusted=-10, against=5),
            ),
        ),
    ),
)
#: PIRLS 2021 International Results: time finding and reading information on a school day, and reading.
PIRLS_2021 = Benchmark(
    name="PIRLS 2021",
    framework="devices",
    population="pupils of grade 4",
    collected_on="2021",
    source="PIRLS 2021 International Results in Reading",
    self_selected=False,
    rows=(
        BenchmarkRow(
            group="pupils",
            area="T",
            item="devices.reading",
            shares=((1, 0.23), (2, 0.52), (3, 0.25)),
            outcome="points in reading",
            outcomes=tuple(
                CategoryOutcome(value=value, mean=mean) for value, mean in enumerate((486, 512, 502), start=1)
            ),
        ),
    ),
)

#: Two areas of norms, all of which must reach level 3.
NORMS = Framework(
    id="norms",
    version="1",
    name="Security norms",
    kind="rubric",
    source="invented",
    areas=(Area(id="P", name="People"), Area(id="L", name="Logging")),
    items=tuple(
        Item(
            id=f"norms.{area}{number}", code=f"{area}{number}", area=area, name=f"Norm {number} of {area}", scale="level",
            levels=((2, "It is written down."), (3, "It is done as written, every time.")) if (area, number) == ("P", 1) else (),
        )
        for area in "PL"
        for number in (1, 2, 3)
    ),
    scales=(Scale(id="level", low=1, high=5),),
    summary="compliance",
    required=3,
)  # fmt: skip


def rated(rows: dict[str, Sequence[int]], framework: Framework = NORMS, group: str = "school") -> Answers:
    """A round in which each school rated itself once; -1 is not rated."""
    levels = np.array(list(rows.values()))
    return Answers(
        person=np.array([""] * len(rows), object),
        school=np.arange(len(rows)),
        group=np.zeros(len(rows), int),
        schools=tuple(rows),
        groups=(group,),
        items=tuple(item.id for item in framework.items),
        values=np.asfortranarray(np.where(levels == -1, State.BLANK, levels).astype(np.int8)),
    )


def pupils(many: int, seed: int = 3, school: str = "North") -> Answers:
    """Answers of so many pupils to :data:`DEVICES`."""
    draw = np.random.default_rng(seed)
    columns = [draw.integers(1, high + 1, many) for high in (7, 3, 5, 5)]
    return Answers(
        person=np.array([f"P-{number:04X}" for number in range(many)], object),
        school=np.zeros(many, int),
        group=np.zeros(many, int),
        schools=(school,),
        groups=("pupils",),
        items=tuple(item.id for item in DEVICES.items),
        values=np.asfortranarray(np.stack(columns, axis=1).astype(np.int8)),
    )


def found(answers: Answers, framework: Framework, school: str | None = None, **more) -> Profile:
    """The profile of one school, or of all."""
    schools = [school] if school else None
    return profile(
        answers, framework, round_name="Autumn 2026", collected_on=date(2026, 10, 5), schools=schools, **more
    )


def released(answers: Answers, framework: Framework, school: str | None = None, **more) -> ReleasedProfile:
    """The same, released."""
    policy = more.pop("policy", Policy())
    return release(found(answers, framework, school, **more), policy=policy)


def notes(*items: str, school: str = "Elm") -> tuple[RatingNote, ...]:
    """What the school wrote beside these indicators."""
    return tuple(
        RatingNote(
            round="r", school=school, item=item, evidence=f"=evidence of {item}", target=4, due=date(2027, 6, 30), external=2,
            external_by="visit of the hub",
        )
        for item in items
    )  # fmt: skip
