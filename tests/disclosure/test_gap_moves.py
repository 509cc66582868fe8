"""How a gap moved is told where both rounds' gaps are, with their ranges, and by nobody else."""

from dataclasses import replace

import numpy as np
import pytest

from tests.invented import SELFIE, answers, profile_of, second_round
from toolbox.disclosure import ReleasedGapMove, release, release_gap_moves
from toolbox.model import State, ToolboxError, Viewer
from toolbox.profile.gap_moves import over_common_items

SIZES = {("North", "leaders"): 6, ("North", "teachers"): 24, ("North", "parents"): 3, ("North", "pupils"): 60}


def moved(before, now, school=None, **more):
    both = over_common_items(now, before, SELFIE)
    return release_gap_moves(
        *(
            replace(profile_of(whole, school), gaps=profile_of(common, school).gaps)
            for whole, common in zip((now, before), both, strict=True)
        ),
        **more,
    )


def test_each_pair_is_told_as_far_as_both_rounds_show_it():
    before = answers(SIZES)
    found = {
        (move.group, move.other): move for move in moved(before, second_round(before, shift=0.4)) if move.area == "A"
    }
    assert found["teachers", "parents"].hidden == found["parents", "pupils"].hidden == "few"
    few = found["leaders", "pupils"]
    assert (few.hidden, few.moved, few.now, few.course) == ("", None, None, ""), "six leaders: no range, so no move"
    told = found["teachers", "pupils"]
    assert told.moved == pytest.approx(told.now - told.before)
    assert told.ci_low < told.moved < told.ci_high
    assert told.course == "unclear"


def test_a_group_hidden_in_one_round_only_tells_nothing_of_the_other():
    before, now = answers(SIZES | {("North", "teachers"): 4}), answers(SIZES, seed=2)
    assert {move.hidden for move in moved(before, now) if "teachers" in (move.group, move.other)} == {"few"}


@pytest.mark.parametrize(("shift", "course"), [(0.7, "closer"), (-1.6, "apart")])
def test_closer_and_further_apart(shift, course):
    """Pupils stay where they are; teachers, who stood lower, rise to them or fall away."""
    before = answers({("North", "teachers"): 60, ("North", "pupils"): 90}, shift=0.0)
    rising = second_round(before, shift=shift)
    stay = before.group == before.groups.index("pupils")
    rising.values[stay] = before.values[stay]
    found = moved(before, rising)
    assert course in {move.course for move in found}
    assert {move.course for move in found} <= {course, "unclear", "turned"}


def test_an_average_over_part_of_an_area_is_shown_only_where_the_rest_may_be_known():
    """Two teachers left A3 out. Beside the average of the whole area, one without A3 would give them away."""
    before, now = answers(SIZES), answers(SIZES, seed=2)
    column = now.items.index("selfie2020.A3")
    fewer = replace(
        before,
        items=tuple(item for item in before.items if item != "selfie2020.A3"),
        values=np.asfortranarray(np.delete(before.values, before.items.index("selfie2020.A3"), axis=1)),
    )
    place = ("teachers", "pupils")

    def of_leadership(found):
        return next(move for move in moved(fewer, found) if move.area == "A" and (move.group, move.other) == place)

    complete = replace(now, values=np.where(now.values < 0, 3, now.values).astype(np.int8))
    told = of_leadership(complete)
    assert (told.hidden, told.items_common) == ("", 2)
    assert told.moved is not None
    gaps = complete.values.copy()
    teachers = np.flatnonzero(now.group == now.groups.index("teachers"))[:2]
    gaps[teachers, column] = State.BLANK
    assert of_leadership(replace(complete, values=gaps)).hidden


def test_nobody_elses_school():
    two = answers(
        {("North", "teachers"): 20, ("North", "pupils"): 20, ("South", "teachers"): 20, ("South", "pupils"): 20}
    )
    with pytest.raises(ToolboxError) as caught:
        moved(two, two, "South", viewer=Viewer(role="head", schools=frozenset({"North"})))
    assert caught.value.code == "not_your_school"


def test_only_the_gate_makes_them():
    with pytest.raises(TypeError):
        ReleasedGapMove(area="A", group="teachers", other="pupils")


def test_how_persons_spread_is_told_in_three_bands_to_nineteen_and_fully_from_twenty():
    found = release(profile_of(answers({("N", "leaders"): 9, ("N", "teachers"): 19, ("N", "pupils"): 20})))
    reached = {cell.group: tuple(level for level, _ in cell.reached) for cell in found.areas if cell.area == "C"}
    assert reached == {"leaders": (), "teachers": (3, 4), "pupils": (2, 3, 4, 5)}
    few = next(cell for cell in found.areas if cell.group == "leaders")
    assert (few.unity, few.bounds, few.shares_away, few.top_range) == (None, None, (), None)
