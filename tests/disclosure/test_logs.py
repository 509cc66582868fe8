"""Counts of a log: no subtraction may leave what fewer than five people did."""

from __future__ import annotations

from itertools import product

import pytest

from toolbox.disclosure import ReleasedLog, release_log
from toolbox.model import Policy
from toolbox.reading import read

HEADING = "Time,User full name,Event context,Component,Event name,Description,Origin,IP address"
#: What Moodle writes, in an order of kinds that is not that of their counts.
DONE = ("viewed", "created", "updated", "deleted", "submitted")


def log_of(*people_by_kind: dict[int, int]) -> ReleasedLog:
    """The released counts of a log; for each kind, how many events each person has."""
    lines = [HEADING]
    for word, counts in zip(DONE, people_by_kind, strict=False):
        for person, events in counts.items():
            lines += [
                f'"17/10/25, 12:44",P {person},Course: X,System,Thing {word},'
                f"\"The user with id '{person}' {word} the course with id '2'.\",web,"
            ] * events
    return release_log(read("\n".join(lines).encode()))


def behind_the_rest(log: ReleasedLog, people_by_kind: tuple[dict[int, int], ...]) -> set[int]:
    """Who stands behind all that is left when the visible kinds are taken from the sum."""
    seen = {kind.events for kind in log.kinds if kind.events is not None}
    hidden = [counts for counts in people_by_kind if counts and sum(counts.values()) not in seen]
    return set().union(*hidden)


def test_what_one_teacher_did_does_not_stand_there_after_a_subtraction() -> None:
    pupils = dict.fromkeys(range(1, 31), 3)
    made = (pupils, {99: 20}, {99: 5})
    log = log_of(*made)
    assert all(kind.events is None for kind in log.kinds), "90 of 115 would leave the 25 of the teacher"


def test_only_as_many_kinds_are_hidden_as_needed() -> None:
    log = log_of(dict.fromkeys(range(1, 31), 3), {99: 20}, {99: 5}, dict.fromkeys(range(1, 9), 1))
    assert [kind.events for kind in log.kinds if kind.events is not None] == [90]


@pytest.mark.parametrize("sizes", list(product((0, 1, 4, 5, 9), repeat=3)))
def test_no_remainder_is_of_fewer_than_five_people(sizes: tuple[int, ...]) -> None:
    # Different numbers of events a kind (1, 10, 100 each), so that a count names its kind.
    made = tuple(
        dict.fromkeys(range(1, size + 1), number) for size, number in zip(sizes, (1, 10, 100), strict=True) if size
    )
    if not made:
        return
    log = log_of(*made)
    rest = behind_the_rest(log, made)
    least = Policy().min_n
    if any(kind.events is not None for kind in log.kinds):
        assert not rest or len(rest) >= least
    assert all(kind.people is None or kind.people >= least for kind in log.kinds)
