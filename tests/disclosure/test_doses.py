"""Rule 34: thirds and line of a few schools give nobody's change back, and no hidden school's."""

from itertools import combinations

import numpy as np
import pytest

from tests.mentoring.hubs import hub
from toolbox.disclosure.doses import nobody_left, release_doses
from toolbox.model import Policy, ToolboxError, Viewer


def equations(cells: np.ndarray, shown: np.ndarray) -> np.ndarray:
    """What is told, over the cells: each third of hours, each third at the start, each school that is shown."""
    schools, thirds, starts = cells.shape
    told = []
    for third in range(thirds - 1):
        told.append(np.broadcast_to(np.eye(thirds)[third][None, :, None], cells.shape))
    for start in range(starts):
        told.append(np.broadcast_to(np.eye(starts)[start][None, None, :], cells.shape))
    for school in np.flatnonzero(shown):
        told.append(np.broadcast_to(np.eye(schools)[school][:, None, None], cells.shape))
    return np.array(told).reshape(len(told), -1)[:, cells.ravel() > 0]


def few_told(cells: np.ndarray, shown: np.ndarray, least: int) -> bool:
    """Whether something of one to ``least`` - 1 persons, or of one hidden school alone, is a sum of what is told.

    Persons of one cell are in the same sums, so whatever is told of some of a cell is told of all: the supports to look at
    are unions of cells. A vector of the row space vanishes outside a support where the rank drops there.
    """
    told = equations(cells, shown)
    persons = cells.ravel()[cells.ravel() > 0]
    school = np.repeat(np.arange(len(cells)), cells[0].size)[cells.ravel() > 0]
    # Of thirds at the start alone rule 16 decides: a support has to need a third of hours.
    of_starts = told[cells.shape[1] - 1 :]
    small = np.flatnonzero(persons < least)
    supports = [
        list(some) for number in range(1, least) for some in combinations(small, number) if persons[list(some)].sum() < least
    ]  # fmt: skip
    supports += [np.flatnonzero(school == one).tolist() for one in np.flatnonzero(~shown)]

    def free(matrix: np.ndarray, outside: np.ndarray) -> int:
        rank = np.linalg.matrix_rank
        return rank(matrix) - (rank(matrix[:, outside]) if outside.any() else 0)

    for support in supports:
        outside = np.ones(len(persons), bool)
        outside[support] = False
        if free(told, outside) > free(of_starts, outside):
            return True
    return False


def test_what_passes_gives_no_few_persons_and_no_hidden_school_back() -> None:
    rng = np.random.default_rng(11)
    passed = stopped = 0
    for _ in range(100):
        schools = int(rng.integers(3, 7))
        cells = rng.poisson(rng.choice([0.3, 1.5, 4.0]), (schools, 4, 3)) * (rng.random((schools, 4, 3)) < 0.7)
        cells[rng.random(schools) < 0.3, :-1] = 0  # schools nobody mentored
        shown = rng.random(schools) < 0.7
        if nobody_left(cells, shown, 5):
            passed += 1
            assert not few_told(cells, shown, 5), (cells.tolist(), shown.tolist())
        else:
            stopped += 1
    assert min(passed, stopped) > 10, (passed, stopped)


def test_thirds_by_schools_hours_never_give_one_hidden_school_back() -> None:
    cells = np.zeros((6, 4, 3), int)
    for school, third in enumerate((0, 0, 1, 1, 2, 2)):
        cells[school, third] = 6
    shown = np.array([True, False, True, False, True, True])  # two are hidden, one in each of two thirds
    assert few_told(cells, shown, 5)
    assert not nobody_left(cells, shown, 5)
    shown[[0, 2]] = False
    assert nobody_left(cells, shown, 5)


def test_a_hub_of_many_schools_is_told_of() -> None:
    released = release_doses(hub(effect=0.12), Policy(), Viewer())
    row = next(each for each in released.relations if each.area == "D")
    assert (row.verdict, row.hidden, row.line_hidden, len(row.thirds), len(row.band)) == ("rose_more", "", "", 3, 5)
    assert row.thirds[0].above is None
    assert row.thirds[-1].up_to is None


def test_a_hidden_school_hides_the_line_where_hours_are_the_schools() -> None:
    released = release_doses(hub(effect=0.12, per="school", small=1), Policy(), Viewer())
    row = next(each for each in released.relations if each.area == "D")
    assert row.hidden
    assert not row.thirds
    assert not row.band
    assert row.slope.estimate is None
    assert row.n is None


def test_a_refused_relation_tells_its_reason_and_no_number() -> None:
    released = release_doses(hub(schools=6), Policy(), Viewer())
    row = next(each for each in released.relations if each.area == "D")
    assert (row.verdict, row.slope.refused, row.slope.n, row.n, row.thirds) == ("refused", "few_schools", 0, None, ())


def test_no_number_of_a_few_reached_or_not_reached_stands_in_a_third() -> None:
    released = release_doses(hub(never=0.02), Policy(), Viewer())
    assert released.equity
    assert not any(each.reached for each in released.equity)
    released = release_doses(hub(never=0.4), Policy(), Viewer())
    for each in released.equity:
        for part in each.reached:
            assert part.part >= 5
            assert part.part % 5 == 0


def test_nothing_of_it_is_for_the_public_or_for_who_sees_one_school() -> None:
    with pytest.raises(ToolboxError, match="for the hub") as refusal:
        release_doses(hub(), Policy().publicly, Viewer())
    assert refusal.value.code == "not_public"
    with pytest.raises(ToolboxError) as refusal:
        release_doses(hub(), Policy(), Viewer(role="head", schools=frozenset({"School 00"})))
    assert refusal.value.code == "not_your_school"


def test_raised_minimums_hide_at_least_as_much() -> None:
    one, other = (release_doses(hub(effect=0.12), each, Viewer()) for each in (Policy(), Policy(min_n=8, min_bands=40)))
    for first, second in zip(one.relations, other.relations, strict=True):
        assert not first.hidden or second.hidden
        assert all(third.n >= 40 for third in second.thirds)


def test_a_session_that_is_corrected_moves_nothing_by_as_much_as_one_person() -> None:
    """What is told of a third is to one decimal, of who came to the nearest five, of the line to two digits."""
    released = release_doses(hub(effect=0.12, never=0.4), Policy(), Viewer())
    for row in released.relations:
        assert all(third.change == round(third.change, 1) for third in row.thirds)
        assert all(value == round(value, 2) for point in row.band for value in point)
        assert row.slope.estimate == float(f"{row.slope.estimate:.2g}")
