"""The mentoring pages and the answers read together: nothing hidden follows, and nothing of one to four persons.

What somebody answered, whether they came to a session, for how long, and whether they left. Read are the School and Change
pages and the tables of ``test_whole_hub.py``, and beside them change by thirds of hours with its line, those who began low
and who of them was reached, reach and hours between every two rounds and in all, who stayed between every two rounds, the
cards of every mentor with their weeks of activity, the hub's page and the funder's sheet on every seventh day, how schools
changed whose clusters work alike, and waves over three rounds. Other tests weaken the gate rule by rule.
"""

from __future__ import annotations

import pytest

from tests.disclosure.attack import attendance, kinds, mentoring, waves, weeks
from tests.disclosure.attack.hubs import Hub, hub
from tests.disclosure.attack.mentored import Mentored, with_mentoring
from tests.disclosure.attack.reading import Reader, read
from tests.disclosure.attack.tables import read_tables
from toolbox.disclosure import behind, clusters, doses, given, hubs, mentees, pairs_behind, rules
from toolbox.model import Policy

#: (seed, schools, calm). Hubs in which this attack once found something, and some others: one school mentored (10), a line
#: told beside the thirds (1, 51), thirds told (34).
HUBS = [
    (4, 7, False), (6, 5, False), (8, 7, False), (11, 12, False), (10, 5, False), (12, 10, False), (16, 6, False),
    (2003, 7, False), (74, 9, False), (1, 11, True), (51, 11, True), (34, 11, True),
]  # fmt: skip
#: Hubs (as above) of which only the hub's records are read: lots of leavers of two least numbers, a roster that still counts them.
RECORDS = [
    (3004, 9, False),
    (3009, 8, True),
    (3024, 5, True),
    (4016, 5, False),
    (30007, 11, True),
    (30016, 7, True),
    (30017, 12, True),
]
#: Steady hubs (seed, schools, what is told there): kinds of clusters where they are asked for before the tables, waves.
STEADY = [(18, 12, "kinds"), (42, 12, "waves")]
#: Hubs of which exact numbers of several spans of time would tell of a few.
SEVERAL_SPANS = [(8, 7), (11, 12), (12, 10), (13, 7), (4, 7)]


def drawn(seed: int, schools: int, calm: bool = False) -> tuple[Hub, Mentored]:
    """A hub and its records; of every seventh a single school is mentored."""
    return with_mentoring(hub(seed, schools=schools, merged=seed % 6 == 5, calm=calm), one=seed % 7 == 3)


def read_all(seed: int, schools: int, calm: bool = False) -> Reader:
    """Pages, tables and mentoring; the tables are read before the mentoring pages or after them."""
    made, kept = drawn(seed, schools, calm)
    reader, told = read(made), []
    first, second = made.of.index(0), made.of.index(1)
    for part in ("tables", "mentoring")[:: 1 if seed % 2 else -1]:
        if part == "tables":
            read_tables(reader, first, second, told=told)
        else:
            mentoring.read_mentoring(reader, kept, first, second, told)
    return reader


@pytest.mark.parametrize(("seed", "schools", "calm"), HUBS)
def test_nothing_hidden_and_nothing_of_a_few_follows_from_all_pages_together(seed, schools, calm):
    found = read_all(seed, schools, calm)
    assert found.numbers > 300
    assert not found.solved()


def steady(seed: int, schools: int) -> tuple[Hub, Mentored]:
    """A hub in which hardly anybody leaves: of others nothing is told of kinds of clusters, or of three rounds."""
    return with_mentoring(hub(seed, schools=schools, steady=True, merged=seed % 6 == 5))


def read_steady(seed: int, schools: int, *, ledger: bool = True) -> tuple[Reader, dict[str, int]]:
    """Pages, tables and change beside hours; kinds of clusters first, between or last; then waves. How many numbers of the last
    two. ``ledger``: each is held against the sets of schools that were told of before it."""
    made, kept = steady(seed, schools)
    reader, told, numbers = read(made, policies=(Policy(),)), [], {}
    places = made.of.index(0), made.of.index(1)
    parts = ["tables", "hours"][:: 1 if seed % 2 else -1]
    parts.insert(seed % 3, "kinds")
    for part in parts:
        if part == "tables":
            read_tables(reader, *places, told=told)
        elif part == "hours":
            mentoring.beside_hours(reader, kept, places, told)
        else:
            numbers["kinds"] = kinds.read_kinds(reader, kept, places, told if ledger else [])
    numbers["waves"] = waves.read_waves(reader, told if ledger else [])
    return reader, numbers


@pytest.mark.parametrize(("seed", "schools", "calm"), RECORDS)
def test_nor_from_the_records_of_the_hub_alone(seed, schools, calm):
    made, kept = drawn(seed, schools, calm)
    reader = Reader(made)
    mentoring.read_records(reader, kept)
    assert not reader.solved()


@pytest.mark.parametrize(("seed", "schools", "told"), STEADY)
def test_nor_with_kinds_of_clusters_and_waves_beside_them(seed, schools, told):
    found, numbers = read_steady(seed, schools)
    assert numbers[told] > 0, "else nothing of it is attacked"
    assert not found.solved()


@pytest.mark.parametrize(("seed", "schools"), SEVERAL_SPANS)
def test_nor_from_several_spans_of_time(seed, schools):
    kept = drawn(seed, schools)[1]
    assert not attendance.attendance_known(kept)
    assert not attendance.leaving_known(kept)


# ── a weakened gate is found out ──


def least_number(patch) -> None:
    """Numbers of any size are shown."""
    patch(given, "_reasons", lambda parts, *_, **__: [""] * (len(parts) + 1))


def complement(patch) -> None:
    """Nobody looks at what totals give back."""
    patch(given, "_covered", lambda *_: True)


def two_schools(patch) -> None:
    """Two hidden schools cover for each other though all who came (or did not) are of one."""

    def covered(hidden, policy):
        sums = [sum(each) for each in given.zip_longest(*hidden, fillvalue=0)]
        return len(hidden) > 1 and all(given.rules.none_or_enough(each, policy) for each in sums)

    patch(given, "_covered", covered)


def raised_minimums(patch) -> None:
    """Raised minimums are decided as if nobody had read the default."""
    patch(given, "_first", lambda reasons: list(next(iter(reasons))))


def lots(patch) -> None:
    """The hub counts everybody from the day they came."""
    patch(hubs, "in_lots", lambda first, _: dict(first))


def lots_of_the_sheet(patch) -> None:
    """The funder's sheet makes lots of its own, and so do raised minimums."""
    patch(hubs, "_lots", lambda first, policy: hubs.in_lots(first, policy.min_n))


def not_active(patch) -> None:
    """Of a week only those who were active are looked at."""
    patch(mentees, "_of_week", lambda persons, _, policy: persons if rules.none_or_enough(persons, policy) else None)


WEAKENED = [
    (least_number, 4, 7), (complement, 4, 7), (two_schools, 6, 5), (raised_minimums, 11, 12), (lots, 4, 7),
    (lots_of_the_sheet, 4, 7), (not_active, 6, 5),
]  # fmt: skip


@pytest.mark.parametrize(("weaken", "seed", "schools"), WEAKENED, ids=lambda each: getattr(each, "__name__", ""))
def test_a_weakened_gate_is_found_out(weaken, seed, schools, monkeypatch):
    weaken(monkeypatch.setattr)
    made, kept = drawn(seed, schools)
    reader = Reader(made)
    mentoring.read_records(reader, kept)
    assert reader.solved()


def test_thirds_that_leave_a_few_persons_over_are_found_out(monkeypatch):
    monkeypatch.setattr(doses, "nobody_left", lambda *_: True)
    # Answers near an end of the scale hide these thirds, too.
    monkeypatch.setattr(pairs_behind, "near_ends", lambda *_: rules.nobody)
    made, kept = drawn(137, 11, calm=True)
    reader = read(made, policies=(Policy(),))
    mentoring.beside_hours(reader, kept, (made.of.index(0), made.of.index(1)), [])
    assert reader.solved()


@pytest.mark.parametrize(("seed", "schools"), [(6, 5), (2003, 7)])
def test_active_members_counted_as_they_are_narrow_a_hidden_week_down(seed, schools, monkeypatch):
    monkeypatch.setattr(hubs, "told_of", lambda active, *_: active)
    kept = drawn(seed, schools)[1]
    assert weeks.narrowed(kept, weeks.activity(kept, seed), Policy())


def test_kinds_of_clusters_that_hold_for_nobody_are_found_out(monkeypatch):
    monkeypatch.setattr(clusters, "why_hidden", lambda *_: "")
    monkeypatch.setattr(clusters.rules, "of_all", lambda *_: "")
    made, kept = steady(12, 12)
    reader = read(made, policies=(Policy(),))
    assert kinds.read_kinds(reader, kept, (made.of.index(0), made.of.index(1)), [])
    assert reader.solved()


def test_waves_of_which_only_the_first_and_the_last_round_are_looked_at_are_found_out(monkeypatch):
    monkeypatch.setattr(behind, "_other_rounds", lambda *_: iter(()))
    made, _ = steady(42, 12)
    reader = read(made, policies=(Policy(),))
    assert waves.read_waves(reader, [])
    assert reader.solved()


def test_schools_told_apart_in_another_evaluation_and_not_held_against_it_are_found_out():
    # Kinds of clusters and tables of two rounds, and waves over three of which they are two: see STEADY.
    found, numbers = read_steady(18, 12, ledger=False)
    assert min(numbers.values()) > 0
    assert found.solved()


@pytest.mark.parametrize(("seed", "schools"), [(8, 7), (12, 10)])
def test_exact_numbers_of_several_spans_of_time_are_found_out(seed, schools, monkeypatch):
    monkeypatch.setattr(given, "to_five", lambda count, _=None: count)
    monkeypatch.setattr(given, "in_steps", lambda dose: dose.per_teacher)
    kept = drawn(seed, schools)[1]
    assert attendance.attendance_known(kept, off=0)
    assert attendance.leaving_known(kept, off=0)


def test_the_hubs_are_what_they_are_meant_to_be():
    """Else the tests above attack nothing: waves, leavers, sessions that name nobody, thirds and a line that are told."""
    records = [drawn(*each)[1] for each in HUBS]
    assert any(len(each.mentors) == 1 for each in records)
    assert all({school.wave for school in each.roster} <= {"1", "2", "3"} for each in records)
    assert any(row.until is not None for each in records for row in each.memberships)
    assert any(session.delivered and not session.persons for each in records for session in each.sessions)
    told = []
    for seed, schools, calm in HUBS[-3:]:
        made, kept = drawn(seed, schools, calm)
        reader = Reader(made)
        mentoring.beside_hours(reader, kept, (made.of.index(0), made.of.index(1)), [])
        told.append(len(reader.systems["mean"].told))
    assert min(told) > 0
