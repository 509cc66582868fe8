"""Whether a school counts as taking part stands beside the response rate; it hides nothing."""

from __future__ import annotations

import pytest

from tests.invented import answers, profile_of, released_profile
from toolbox.disclosure import release
from toolbox.model import PUBLIC, Policy
from toolbox.wording import profile_sentences


@pytest.mark.parametrize(
    ("answered", "invited", "said"),
    [
        (12, 24, "That counts as taking part: at least half of the teachers invited answered."),
        (12, 25, "That does not count as taking part: it takes half of the teachers invited, and at least 5."),
        (4, 4, "That does not count as taking part: it takes half of the teachers invited, and at least 5."),
    ],
)
def test_half_of_those_invited_and_enough_to_be_shown(answered, invited, said):
    found = answers({("North", "teachers"): answered, ("North", "pupils"): 40})
    shown = released_profile(found, "North", invited={("North", "teachers"): invited, ("North", "pupils"): 400})
    assert said in profile_sentences(shown)[0]
    assert [count.taking_part for count in shown.groups if count.group == "teachers"] == [
        (int(answered == 12 and invited == 24), 1)
    ]
    # A flag: what is shown does not hang on it.
    assert any(not cell.hidden for cell in shown.areas if cell.group == "pupils")


def test_of_all_schools_it_is_said_how_many_of_those_whose_numbers_are_known():
    sizes = dict(zip("ABCDEF", (12, 12, 4, 30, 20, 9), strict=True))
    invited = {("A", "teachers"): 24, ("B", "teachers"): 25, ("C", "teachers"): 5, ("D", "teachers"): 30}
    found = answers({(school, "teachers"): size for school, size in sizes.items()})
    shown = release(profile_of(found, invited=invited))
    assert [count.taking_part for count in shown.groups] == [(2, 4)]
    raised = release(profile_of(found, invited=invited), policy=Policy(min_n=13, min_bands=13))
    assert [count.taking_part for count in raised.groups] == [(1, 4)]
    assert [count.taking_part for count in release(profile_of(found, invited=invited), policy=PUBLIC).groups] == [None]
    invited |= {("E", "teachers"): 20, ("F", "teachers"): 30}
    said = profile_sentences(release(profile_of(found, invited=invited)))[0]
    assert (
        "3 of 6 schools count as taking part: at least half of the teachers invited, and at least 5, answered." in said
    )


def test_without_a_number_invited_nothing_is_said():
    said = profile_sentences(released_profile(answers({("North", "teachers"): 12}), "North"))[0]
    assert "taking part" not in said
