"""Rule 34 for what was given and who stayed: no small number, and none by subtraction from the total or another wave."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from toolbox.disclosure.examples import dose_of
from toolbox.disclosure.given import ReleasedGiven, release_given, release_retention
from toolbox.mentoring import school_doses, together
from toolbox.model import Fraction, Membership, MentoringSession, Policy, Retention, School

HELD = date(2026, 6, 30)
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


# ── who left ──

#: Of each school: whether those who left, in the order they did, had come; how many came and stayed, how many did neither.
LEFT = st.tuples(st.lists(st.booleans(), max_size=14), st.integers(0, 14), st.integers(0, 8))
HUBS = st.dictionaries(st.sampled_from(["Elm", "Oak", "Ash", "Fir"]), LEFT, min_size=1)
Hub = dict[str, tuple[list[bool], int, int]]


def told(hub: Hub, so_many: int = 99) -> dict[str, ReleasedGiven]:
    """What is told once so many have left each school, one a day; the roster has a place for who stayed, and a successor."""
    first = date(2026, 1, 7)
    sessions, members, roster = [], [], []
    for school, (left, came, never) in hub.items():
        gone = [(f"L-{school}-{n:02}", came) for n, came in enumerate(left)]
        here = [(f"S-{school}-{n:02}", n < came) for n in range(came + never)]
        came_first = tuple(person for person, came in (*gone, *here) if came)
        sessions += [MentoringSession(on=on, receiver=school, hours=1.0, persons=came_first) for on in (first, first)]
        sessions += [MentoringSession(on=HELD, receiver=school, hours=1.0, persons=came_first[len(came_first) :])]
        members += [
            Membership(
                member=person, role="teacher", school=school,
                until=first + timedelta(days=n + 1) if n < min(so_many, len(left)) else None,
            )
            for n, (person, _) in enumerate((*gone, *here))
        ]  # fmt: skip
        roster.append(School(school=school, teachers=len(gone) + len(here)))
    rows = release_given(school_doses(sessions, roster, members), together(sessions, roster, members), Policy())
    return {row.school: row for row in rows}


@given(HUBS)
def test_what_is_told_holds_the_truth_and_never_more_than_the_roster(hub: Hub) -> None:
    rows = told(hub)
    for school, (left, came, _) in hub.items():
        row = rows[school]
        if row.reached is not None:
            assert row.reached_least - 2 <= came <= row.reached + 2
            assert row.reached <= row.teachers
            assert row.left <= sum(left) + 2
            assert not small(row.left)
            assert row.reached == row.teachers or row.reached % 5 == 0
            assert (row.reached - row.reached_least) % 5 == 0 or not row.reached_least
    whole = rows[""]
    if whole.reached is not None:
        assert whole.reached_least - 2 <= sum(came for _, came, _ in hub.values()) <= whole.reached + 2
        assert whole.reached <= whole.teachers


@given(HUBS, st.integers(0, 13), st.integers(0, 13))
def test_numbers_of_two_days_tell_of_nobody_who_left_or_of_enough(hub: Hub, one: int, other: int) -> None:
    """As one leaves after the other: those told to have come change by nobody or k, in each school and in all."""
    days = [told(hub, so_many) for so_many in sorted((one, other))]
    for school in (*hub, ""):
        before, after = (each[school] for each in days)
        if before.reached is not None and after.reached is not None:
            assert not small(abs(before.reached - after.reached))
            assert not small(abs(before.left - after.left))


@given(HUBS, st.data())
def test_of_fewer_than_five_who_left_nobody_reads_who_had_come(hub: Hub, data: st.DataObject) -> None:
    """The same number came, but another of them: somebody who left instead of somebody who stayed. Nothing told differs."""
    hub = {school: (left[:4], came, never) for school, (left, came, never) in hub.items()}
    others = {}
    for school, (left, came, never) in hub.items():
        now = data.draw(st.lists(st.booleans(), min_size=len(left), max_size=len(left)))
        stayed = came + sum(left) - sum(now)
        possible = 0 <= stayed <= came + never
        others[school] = (now, stayed, came + never - stayed) if possible else (left, came, never)
    assert told(hub) == told(others)


def test_a_lot_is_told_once_it_is_full_and_more_who_leave_wait_for_the_next() -> None:
    others = {"Oak": ([], 10, 10), "Ash": ([], 10, 10)}
    found = [told({"Elm": ([True] * 8, 12, 10), **others}, so_many)["Elm"] for so_many in (0, 1, 4, 5, 6)]
    assert [(row.reached_least, row.reached, row.left) for row in found] == [
        (20, 20, 0), (15, 20, 0), (15, 20, 0), (15, 15, 5), (10, 15, 5),
    ]  # fmt: skip
    found = [told({"Elm": ([True] * 5 + [False], 12, 10), **others}, so_many)["Elm"] for so_many in (5, 6)]
    assert [(row.reached_least, row.reached, row.left) for row in found] == [(10, 10, 5), (5, 10, 5)]


def test_a_roster_that_is_too_small_gives_no_share_and_says_so() -> None:
    (row, _) = release_given(*dose_of(Elm=(24, 20)), Policy())
    assert (row.reached, row.reached_least, row.teachers) == (25, 25, 20)
    (dose,), whole = dose_of(Elm=(24, 20))
    assert dose.reached.per_cent is whole.reached.per_cent is None


def test_hours_of_the_one_session_that_names_who_came_count_those_who_left() -> None:
    """Of 22 teachers 18 came to the one session that names anybody, and one left since: its hours tell of four who did not."""
    held = [
        MentoringSession(on=date(2026, 1, 7), receiver="Elm", hours=1.0, persons=tuple(f"P-{n}" for n in range(18))),
        MentoringSession(on=HELD, receiver="Elm", hours=1.0),
    ]
    members = [Membership(member="P-0", role="teacher", school="Elm", until=date(2026, 2, 1))]
    members += [Membership(member=f"P-{n}", role="teacher", school="Elm") for n in range(1, 18)]
    roster = [School(school="Elm", teachers=22)]
    (row, _) = release_given(school_doses(held, roster, members), together(held, roster, members), Policy())
    assert (row.per_teacher, row.reached) == (None, None)
