"""Small rounds for tests: rows written as digits, "-" blank, "n" not applicable, "x" not shown, "d" declined, "o" off scale."""

import numpy as np

from toolbox.model import Answers, Area, Framework, Item, Scale, State

SIGNS = {
    "-": State.BLANK,
    "n": State.NOT_APPLICABLE,
    "x": State.NOT_SHOWN,
    "d": State.DECLINED,
    "o": State.OFF_SCALE,
}


def framework(
    areas: dict[str, int],
    *,
    reverse: tuple[str, ...] = (),
    optional: tuple[str, ...] = (),
    low: int = 1,
    high: int = 5,
    top_from: int | None = 4,
    kind: str = "survey",
) -> Framework:
    """A framework with this many items per area: {"A": 4} has A1 to A4."""
    items = tuple(
        Item(
            id=f"t.{area}{number}", code=f"{area}{number}", area=area, name=f"{area}{number}", scale="s",
            reverse=f"{area}{number}" in reverse, optional=f"{area}{number}" in optional,
        )
        for area, count in areas.items()
        for number in range(1, count + 1)
    )  # fmt: skip
    scale = Scale(id="s", low=low, high=high, top_from=top_from)
    return Framework(
        id="t", version="1", name="Test", kind=kind, source="invented", licence="own",
        areas=tuple(Area(id=area, name=area) for area in areas), items=items, scales=(scale,),
    )  # fmt: skip


def answers(rows: list[tuple[str, str, str]], of: Framework) -> Answers:
    """(school, group, digits) a row, items in the framework's order; schools and groups in order of appearance."""
    schools = tuple(dict.fromkeys(school for school, _, _ in rows))
    groups = tuple(dict.fromkeys(group for _, group, _ in rows))
    values = [[SIGNS[sign] if sign in SIGNS else int(sign) for sign in digits] for _, _, digits in rows]
    return Answers(
        person=np.array([f"P-{number}" for number in range(len(rows))], object),
        school=np.array([schools.index(school) for school, _, _ in rows], np.int32),
        group=np.array([groups.index(group) for _, group, _ in rows], np.int32),
        schools=schools,
        groups=groups,
        items=tuple(item.id for item in of.items)[: (values and len(values[0])) or 0],
        values=np.asfortranarray(np.array(values, np.int8).reshape(len(rows), -1)),
    )
