"""Neither codes nor the order of a file decide the order of the rows an evaluation adds up."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.invented import answers, second_round
from toolbox.linking import in_plain_order, link

SIZES = {("Zebra", "teachers"): 9, ("=Elm", "teachers"): 12, ("Elm", "pupils"): 7, ("مدرسة", "pupils"): 1}


def other_codes(rounds, draw):
    """The same rounds with other codes, their rows in another order within school and group, schools named in reverse."""
    new = {}
    made = []
    for found in rounds:
        order = np.lexsort((draw.permutation(len(found)), found.group, found.school))
        person = [new.setdefault(name, f"Q{draw.integers(10**12)}") if name else "" for name in found.person]
        flip = len(found.schools) - 1 - found.school
        again = np.argsort(flip[order], kind="stable")
        order = order[again]
        made.append(
            replace(
                found, person=np.array(person, object)[order], school=flip[order], group=found.group[order],
                schools=found.schools[::-1], values=np.asfortranarray(found.values[order]),
            )
        )  # fmt: skip
    return made


def rounds_of(seed: int):
    first = answers(SIZES, seed=seed)
    after = second_round(first, shift=0.3, seed=seed)
    person = np.array(after.person, object)
    person[:4] = ["", person[5], "P-new", ""]
    return first, replace(after, person=person, items=after.items[::-1], values=after.values[:, ::-1])


@given(st.integers(0, 10_000))
@settings(max_examples=25, deadline=None)
def test_other_codes_and_another_order_give_the_same_rows(seed):
    rounds = rounds_of(seed)
    one, two = in_plain_order(rounds), in_plain_order(other_codes(rounds, np.random.default_rng(seed)))
    for first, second in zip(one, two, strict=True):
        assert (first.schools, first.groups, first.items) == (second.schools, second.groups, second.items)
        for name in ("person", "school", "group", "values"):
            assert np.array_equal(getattr(first, name), getattr(second, name)), name


def test_who_is_who_stays():
    rounds = rounds_of(3)
    before, plain = link(*rounds), link(*in_plain_order(rounds))
    assert len(before) == len(plain) > 20
    for name in ("keyed_before", "keyed_after", "repeated_before", "repeated_after"):
        assert getattr(before, name) == getattr(plain, name), name
    moved = [
        sorted((after.values[two].astype(int).sum() - first.values[one].astype(int).sum()).item() for one, two in pairs)
        for (first, after), pairs in (
            (rounds, zip(before.before_rows, before.after_rows, strict=True)),
            (in_plain_order(rounds), zip(plain.before_rows, plain.after_rows, strict=True)),
        )
    ]
    assert moved[0] == moved[1]


def test_rows_stay_sorted_by_school_and_group():
    for found in in_plain_order(rounds_of(1)):
        assert (np.diff(found.school) >= 0).all()
        assert list(found.schools) == sorted(found.schools)


def test_nobody_and_nothing():
    assert in_plain_order([]) == ()
    empty = answers({("Elm", "teachers"): 0})
    assert len(in_plain_order([empty, empty])[1]) == 0


def test_a_large_round_takes_no_time():
    import time

    first = answers({(f"S{place}", "teachers"): 1000 for place in range(50)})
    start = time.perf_counter()
    in_plain_order([first, first])
    assert time.perf_counter() - start < 8
