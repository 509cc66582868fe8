"""Invented pages: every shape a school can have, released for either audience."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np

from tests.invented import SELFIE, answers, compared, profile_of, second_round
from toolbox.disclosure import release
from toolbox.frameworks import load
from toolbox.model import PUBLIC, Action, Answers, Area, Average, Averages, Framework, Item, Policy, Scale
from toolbox.reports.one_page import OnePage, one_page

SIZES = {(school, group): size for school in ("Elm", "Oak") for group, size in (("leaders", 6), ("teachers", 24), ("pupils", 90))}  # fmt: skip
FIRST = answers(SIZES)
SECOND = second_round(FIRST, shift=0.3)
STEPS = (
    Action(
        school="Elm", framework=SELFIE.id, area="F", item=SELFIE.items_of("F")[0].id, target=3.5, due=date(2026, 6, 1),
        step="Every department plans one lesson with shared tools", owner="head of department",
    ),
    Action(school="Elm", framework=SELFIE.id, area="G", step="Peer feedback in year 8.", group="pupils"),
)  # fmt: skip


def page_of(
    sizes=None, *, school: str = "Elm", policy: Policy = Policy(), framework=SELFIE, items=None, **more
) -> OnePage:
    """The page of one round."""
    found = SECOND if sizes is None else answers(sizes, items=items or tuple(item.id for item in framework.items))
    return one_page(release(profile_of(found, school or None, framework=framework), policy=policy), **more)


def full(policy: Policy = Policy(), **more) -> OnePage:
    """A page with everything on it: three groups, eight areas, the round before, next steps."""
    change = release(compared(FIRST, SECOND, "Elm"), policy=policy)
    return page_of(policy=policy, change=change, **{"steps": STEPS, **more})


def public(**more) -> OnePage:
    """The same beyond the school."""
    return full(PUBLIC, **more)


def framework_of(areas: int, name: str = "Area {} of a framework of one's own") -> Framework:
    """A framework with so many areas of two items."""
    return replace(
        SELFIE,
        id="own",
        name="A framework of our own",
        areas=tuple(Area(id=f"A{n}", name=name.format(n)) for n in range(areas)),
        items=tuple(
            Item(id=f"i{n}.{m}", code=f"{n}.{m}", area=f"A{n}", name=f"Item {n}.{m}", scale="agree")
            for n in range(areas)
            for m in range(2)
        ),
        scales=(Scale(id="agree", low=1, high=5, top_from=4),),
    )


def rubric_page(id: str = "idi-rubric", **more) -> OnePage:
    """The page of a school that rated itself."""
    rubric = load(id)
    spread = [1 + (place * 7) % 3 for place in range(len(rubric.items))]
    found = Answers(
        person=np.array([""], object),
        school=np.zeros(1, int),
        group=np.zeros(1, int),
        schools=("Elm",),
        groups=("staff",),
        items=tuple(item.id for item in rubric.items),
        values=np.asfortranarray(np.array([spread], np.int8)),
    )
    return one_page(release(profile_of(found, "Elm", framework=rubric)), **more)


def counted_page() -> OnePage:
    """The page of answers that are counted and never averaged."""
    framework, draw = load("device-use"), np.random.default_rng(1)
    ends = [(framework.scale_of(item).low, framework.scale_of(item).high) for item in framework.items]
    found = Answers(
        person=np.array([f"P{n}" for n in range(40)], object),
        school=np.zeros(40, int),
        group=np.repeat([0, 1], [26, 14]),
        schools=("Elm",),
        groups=("teachers", "pupils"),
        items=tuple(item.id for item in framework.items),
        values=np.asfortranarray(np.stack([draw.integers(low, high + 1, 40) for low, high in ends], 1).astype(np.int8)),
    )
    return one_page(release(profile_of(found, "Elm", framework=framework)))


def averages_page(framework: Framework = SELFIE) -> OnePage:
    """The page of a school of which a tool gave averages only."""
    rows = [
        Average(school="Elm", group=group, area=area.id, mean=mean + place / 10, n=n, alike=False)
        for group, mean, n in (("leaders", 3.1, 6), ("teachers", 2.9, 18), ("pupils", 3.3, 140))
        for place, area in enumerate(framework.areas)
    ]
    return one_page(release(profile_of(Averages(rows=tuple(rows)), "Elm", framework=framework)))
