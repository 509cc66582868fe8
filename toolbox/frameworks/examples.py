"""Three small versions of one invented framework, for the doctests of this room."""

from __future__ import annotations

from toolbox.model import Area, Descent, Framework, Item, Scale

_AGREE = Scale(id="agree", low=1, high=5)


def _version(id: str, name: str, areas: tuple[Area, ...], items: tuple[Item, ...], **more: object) -> Framework:
    return Framework(
        id=id,
        version=id,
        name=name,
        kind="survey",
        source="Invented",
        licence="own",
        areas=areas,
        items=items,
        scales=(_AGREE,),
        own=True,
        **more,  # type: ignore[arg-type]
    )


def _item(version: str, code: str, name: str, descent: Descent | None = None) -> Item:
    return Item(id=f"{version}.{code}", code=code, area=code[0], name=name, scale="agree", descent=descent)


FIRST = _version(
    "first",
    "The first version",
    (Area(id="A", name="Together"), Area(id="B", name="Equipment")),
    (
        _item("first", "A1", "We plan together"),
        _item("first", "A2", "We meet weekly"),
        _item("first", "B1", "It works"),
    ),
)

SECOND = _version(
    "second",
    "The second version",
    FIRST.areas,
    (
        _item("second", "A1", "We plan together", Descent(relation="same", previous="first.A1")),
        _item("second", "B1", "The internet works", Descent(relation="reworded", previous="first.B1")),
    ),
    follows="first",
    retired=("first.A2",),
)

THIRD = _version(
    "third",
    "The third version",
    (Area(id="A", name="Together"),),
    (
        _item("third", "A1", "We plan together", Descent(relation="same", previous="second.A1")),
        _item("third", "A2", "The internet works", Descent(relation="moved", previous="second.B1")),
        _item("third", "A3", "We visit lessons", Descent(relation="new")),
    ),
    follows="second",
)
