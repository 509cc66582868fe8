"""The mentoring pages and the answers read together: nothing hidden follows, and nothing of one to four persons.

What somebody answered, whether they came to a session, for how long, and whether they left. Read are the School and Change
pages and the tables of :mod:`test_whole_hub`, and beside them change by thirds of hours with its line, those who began low
and who of them was reached, reach and hours between every two rounds and in all, who stayed between every two rounds, the
cards of every mentor, and the hub's page on every seventh day. A second test weakens the gate rule by rule.
"""

from __future__ import annotations

import pytest

from tests.disclosure.attack import attendance, mentoring
from tests.disclosure.attack.hubs import hub
from tests.disclosure.attack.mentored import with_mentoring
from tests.disclosure.attack.reading import Reader, read
from tests.disclosure.attack.tables import read_tables

#: (seed, schools). Hubs in which this attack once found something, and some others; every third has one mentored school.
HUBS = [(4, 7), (6, 5), (8, 7), (11, 12), (5, 6), (10, 5), (12, 10), (13, 7), (14, 9), (16, 6), (2003, 7), (74, 9)]


def drawn(seed: int, schools: int, calm: bool = False):
    return with_mentoring(hub(seed, schools=schools, merged=seed % 6 == 5, calm=calm), one=seed % 7 == 3)


def read_all(seed: int, schools: int) -> Reader:
    made, kept = drawn(seed, schools)
    reader, told = read(made), []
    first, second = made.of.index(0), made.of.index(1)
    for part in ("tables", "mentoring")[:: 1 if seed % 2 else -1]:
        if part == "tables":
            read_tables(reader, first, second, told=told)
        else:
            mentoring.read_mentoring(reader, kept, first, second, told)
    return reader


@pytest.mark.parametrize(("seed", "schools"), HUBS)
def test_nothing_hidden_and_nothing_of_a_few_follows_from_all_pages_together(seed, schools):
    found = read_all(seed, schools)
    assert found.numbers > 300
    assert not found.solved()


@pytest.mark.parametrize(("seed", "schools"), HUBS)
def test_nor_from_several_spans_of_time(seed, schools):
    kept = drawn(seed, schools)[1]
    assert not attendance.attendance_known(kept)
    assert not attendance.leaving_known(kept)
