"""Who is who in two rounds."""

from __future__ import annotations

import numpy as np

from toolbox.linking import link
from toolbox.model import Answers


def answers(*rows, schools=("North", "South"), groups=("teachers", "pupils")):
    """Rows are (key, school, group)."""
    return Answers(
        person=np.array([key for key, _, _ in rows], object),
        school=np.array([schools.index(school) for _, school, _ in rows], np.int32),
        group=np.array([groups.index(group) for _, _, group in rows], np.int8),
        schools=tuple(schools),
        groups=tuple(groups),
        items=(),
        values=np.zeros((len(rows), 0), np.int8),
    )


def pairs(links):
    return list(zip(links.before_rows.tolist(), links.after_rows.tolist(), strict=True))


def test_the_same_key_in_the_same_school_and_group():
    before = answers(("P-1", "North", "teachers"), ("P-2", "North", "teachers"), ("P-3", "South", "pupils"))
    after = answers(("P-3", "South", "pupils"), ("P-1", "North", "teachers"), ("P-9", "North", "teachers"))
    links = link(before, after)
    assert pairs(links) == [(0, 1), (2, 0)]
    assert (len(links), links.keyed_before, links.keyed_after) == (2, 3, 3)


def test_schools_are_matched_by_name_not_by_number():
    before = answers(("P-1", "South", "teachers"), schools=("North", "South"))
    after = answers(("P-1", "South", "teachers"), schools=("South", "East"), groups=("pupils", "teachers"))
    assert pairs(link(before, after)) == [(0, 0)]


def test_never_across_schools_or_groups():
    before = answers(("P-1", "North", "teachers"), ("P-2", "North", "teachers"))
    after = answers(("P-1", "South", "teachers"), ("P-2", "North", "pupils"))
    links = link(before, after)
    assert pairs(links) == []
    assert (links.keyed_before, links.keyed_after) == (2, 2)


def test_the_same_made_up_key_in_two_schools_is_two_persons():
    both = (("P-1", "North", "teachers"), ("P-1", "South", "teachers"))
    assert pairs(link(answers(*both), answers(*reversed(both)))) == [(0, 1), (1, 0)]


def test_a_blank_key_is_nobody():
    rows = (("", "North", "teachers"), ("", "North", "teachers"))
    links = link(answers(*rows), answers(*rows))
    assert (len(links), links.keyed_before) == (0, 0)


def test_a_repeated_key_names_nobody():
    before = answers(*(("P-1", "North", "teachers"),) * 2, ("P-2", "North", "teachers"))
    after = answers(("P-1", "North", "teachers"), ("P-2", "North", "teachers"))
    links = link(before, after)
    assert pairs(links) == [(2, 1)]
    assert (links.repeated_before, links.repeated_after) == (2, 0)
    assert pairs(link(after, before)) == [(1, 2)]


def test_a_rubric_links_by_school():
    before = answers(("", "North", "teachers"), ("", "South", "teachers"))
    after = answers(("", "South", "teachers"))
    links = link(before, after, by_school=True)
    assert pairs(links) == [(1, 0)]
    assert links.keyed_before == 2


def test_empty_rounds():
    assert len(link(answers(), answers())) == 0
    assert len(link(answers(), answers(("P-1", "North", "teachers")))) == 0


def test_keys_of_any_array_type():
    before, after = answers(("P-1", "North", "teachers")), answers(("P-1", "North", "teachers"))
    fixed = Answers(**{**before.__dict__, "person": np.array(["P-1"])})
    assert pairs(link(fixed, after)) == [(0, 0)]
