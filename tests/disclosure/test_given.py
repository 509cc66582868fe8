"""Rule 34 for what was given and who stayed: no small number, and none by subtraction from the total or another wave."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from toolbox.disclosure.examples import dose_of
from toolbox.disclosure.given import release_given, release_retention
from toolbox.model import Fraction, Policy, Retention

DAYS = date(2025, 10, 1), date(2026, 5, 1)
SCHOOLS = st.dictionaries(
    st.sampled_from([f"School{n}" for n in range(7)]), st.tuples(st.integers(0, 14), st.integers(0, 8)), min_size=1
)


def small(number: int) -> bool:
    return 0 < number < 5


@given(SCHOOLS)
def test_no_small_number_of_those_reached_or_not_follows(schools: dict[str, tuple[int, int]]) -> None:
    sizes = {name: (came, came + not_) for name, (came, not_) in schools.items()}
    *rows, whole = release_given(*dose_of(**sizes), Policy())
    came = {**schools, "": tuple(sum(each[side] for each in schools.values()) for side in (0, 1))}
    for row in (*rows, whole):
        if row.reached is not None:
            assert not small(came[row.school][0])
            assert not small(came[row.school][1])
            assert row.reached == row.teachers or row.reached % 5 == 0
    hidden = [row.school for row in rows if row.reached is None]
    if whole.reached is not None and hidden:
        assert len(hidden) > 1
        for side in (0, 1):
            assert not small(sum(schools[name][side] for name in hidden))


@given(SCHOOLS)
def test_no_hours_of_fewer_than_five_follow(schools: dict[str, tuple[int, int]]) -> None:
    sizes = {name: (came, came + not_ + 1) for name, (came, not_) in schools.items()}
    *rows, whole = release_given(*dose_of(**sizes), Policy())
    assert all(not small(schools[row.school][0]) for row in rows if row.per_teacher is not None)
    hidden = [row.school for row in rows if row.hours_hidden]
    if whole.per_teacher is not None and hidden:
        assert len(hidden) > 1
        assert not small(sum(schools[name][0] for name in hidden))


def test_sessions_and_hours_given_are_the_hubs_own_record() -> None:
    row, whole = release_given(*dose_of(Elm=(2, 20)), Policy())
    assert (row.sessions_delivered, row.hours_delivered, row.teachers) == (2, 2.0, 20)
    assert (row.reached, row.per_teacher, whole.reached, whole.per_teacher) == (None, None, None, None)


def test_raised_minimums_hide_more() -> None:
    doses = dose_of(Elm=(12, 20), Oak=(6, 20), Ash=(9, 20))
    assert all(row.reached is not None for row in release_given(*doses, Policy()))
    assert any(row.reached is None for row in release_given(*doses, Policy(min_n=8)))


def stay(what: str, wave: str, stayed: int, whole: int) -> Retention:
    return Retention(what=what, wave=wave, from_day=DAYS[0], to_day=DAYS[1], stayed=Fraction(part=stayed, whole=whole))


def test_few_who_left_one_wave_do_not_follow_from_all() -> None:
    found = [stay("teachers", "", 57, 60), stay("teachers", "1", 37, 40), stay("teachers", "2", 20, 20)]
    assert [row.stayed for row in release_retention(found, Policy())][:2] == [None, None]
    found = [stay("teachers", "", 50, 60), stay("teachers", "1", 37, 40), stay("teachers", "2", 13, 20)]
    rows = release_retention(found, Policy())
    assert [row.stayed is None for row in rows] == [False, True, True]
    assert [row.hidden for row in rows] == ["", "few", "complement"]


def test_schools_that_stayed_are_no_persons() -> None:
    (row,) = release_retention([stay("schools", "", 2, 3)], Policy())
    assert row.stayed == Fraction(part=2, whole=3)
