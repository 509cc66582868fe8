"""What a head states about the school: entered, changed, taken back, forgotten with its round."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.store.makers import EVERYONE, save
from tests.store.test_together import at_once
from toolbox.model import Position, ToolboxError, Viewer

ELM = Viewer(role="head", schools=frozenset({"Elm"}))
OAK = Viewer(role="head", schools=frozenset({"Oak"}))


def refusal(call, *arguments, **named) -> str:
    with pytest.raises(ToolboxError) as refused:
        call(*arguments, **named)
    return refused.value.code


def stated(id: str, school="Elm", **values: float) -> tuple[Position, ...]:
    return tuple(Position(round=id, school=school, area=area, value=value) for area, value in values.items())


def test_a_position_is_stated_changed_and_taken_back(store):
    id = save(store).id
    assert store.positions.of(ELM, id, "Elm") == ()
    store.positions.change(ELM, stated(id, A=3, B=2.5), seen=())
    first = store.positions.of(ELM, id, "Elm")
    assert first == stated(id, A=3, B=2.5)
    store.positions.change(ELM, (replace(first[0], value=4), first[1]), seen=first)
    now = store.positions.of(EVERYONE, id, "Elm")
    assert [(each.area, each.value, each.version) for each in now] == [("A", 4, 2), ("B", 2.5, 1)]
    store.positions.change(ELM, (), seen=now)
    assert store.positions.of(ELM, id, "Elm") == ()


def test_it_belongs_to_the_school_alone(store):
    id = save(store).id
    store.positions.change(ELM, stated(id, A=3), seen=())
    assert store.positions.of(OAK, id, "Elm") == ()
    assert refusal(store.positions.change, OAK, stated(id, A=1), seen=stated(id, A=3)) == "not_allowed"
    assert refusal(store.positions.change, EVERYONE, stated(id, school="Ash", A=1), seen=()) == "not_allowed"
    assert refusal(store.positions.of, Viewer(schools=frozenset({"Ash"})), id, "Ash") == "no_such_round"
    assert store.positions.of(ELM, id, "Elm") == stated(id, A=3)


def test_nothing_is_saved_over_what_somebody_else_stated(store):
    id = save(store).id
    store.positions.change(ELM, stated(id, A=3), seen=())
    assert refusal(store.positions.change, ELM, stated(id, A=4, B=4), seen=()) == "changed_meanwhile"
    assert refusal(store.positions.change, ELM, (), seen=stated(id, A=2)) == "changed_meanwhile"
    assert store.positions.of(ELM, id, "Elm") == stated(id, A=3)


def test_of_many_who_state_it_at_once_one_is_kept(store):
    id = save(store).id
    refused = []

    def state(number: int) -> None:
        try:
            store.positions.change(ELM, stated(id, A=number, B=number), seen=())
        except ToolboxError as told:
            refused.append(told.code)

    at_once(state, 6)
    assert refused == ["changed_meanwhile"] * 5
    assert len({each.value for each in store.positions.of(ELM, id, "Elm")}) == 1


def test_it_goes_with_its_round(store):
    id = save(store).id
    store.positions.change(EVERYONE, stated(id, A=3), seen=())
    store.delete_round(EVERYONE, id)
    assert refusal(store.positions.of, EVERYONE, id, "Elm") == "no_such_round"


def test_what_is_no_number_is_refused(store):
    id = save(store).id
    assert refusal(store.positions.change, ELM, stated(id, A=float("inf")), seen=()) == "bad_position"
    assert store.positions.of(ELM, id, "Elm") == ()
