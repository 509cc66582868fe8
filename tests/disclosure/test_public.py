"""Beyond the hub: nothing is shown that is hidden inside, and everything is coarser."""

from __future__ import annotations

import numpy as np
import pytest

from tests.disclosure.test_closure import broken, hub
from tests.invented import SELFIE, answers, compared, evaluated, profile_of, second_round
from toolbox.disclosure import hidden, release
from toolbox.disclosure.closure import MEAN, decision
from toolbox.frameworks import load
from toolbox.model import PUBLIC, Answers, Policy, ToolboxError
from toolbox.scoring.grids import grids_of

SIZES = {"N": (3, 12, 40), "S": (7, 26, 61), "W": (12, 9, 33), "E": (6, 17, 58), "M": (5, 14, 37)}
GROUPS = ("leaders", "teachers", "pupils")


def hub_of_five(seed: int = 1):
    return answers({(s, g): n for s, sizes in SIZES.items() for g, n in zip(GROUPS, sizes, strict=True)}, seed=seed)


@pytest.mark.parametrize("policy", [PUBLIC, Policy(min_n=7)])
@pytest.mark.parametrize("seed", range(3))
def test_only_what_is_shown_inside_is_shown(seed, policy):
    found, told = hub_of_five(seed), 0
    for school in (*SIZES, None):
        profile = profile_of(found, school)
        inside, outside = release(profile), release(profile, policy=policy)
        cells = zip((*inside.areas, *inside.items), (*outside.areas, *outside.items), strict=True)
        for one, two in cells:
            assert not one.hidden or two.hidden
            assert two.hidden or one.n >= policy.min_n
            told += not two.hidden
        assert all(two.hidden or not one.hidden for one, two in zip(inside.gaps, outside.gaps, strict=True))
    assert told


def test_public_numbers_are_coarse():
    found = release(profile_of(hub_of_five(), None, invited={(s, g): 90 for s in SIZES for g in GROUPS}), policy=PUBLIC)
    shown = [cell for cell in (*found.areas, *found.items) if not cell.hidden]
    assert shown
    for cell in shown:
        assert cell.n % 5 == 0
        assert cell.mean == round(cell.mean, 1)
        assert [cell.sd, cell.se, cell.ci_low, cell.ci_high, cell.top_range, cell.bounds, cell.unity] == [None] * 7
        assert all(share == round(share, 2) for *_, share in (*cell.shares, *cell.states, *cell.reached))
    assert all(count.answered % 5 == 0 for count in found.groups if count.answered is not None)
    assert all(gap.ci_low is None and gap.effect is None for gap in found.gaps)


def test_the_reason_names_the_public_minimum():
    found = release(profile_of(hub_of_five(), "S"), policy=PUBLIC)
    cell = next(cell for cell in found.areas if cell.group == "leaders")
    assert hidden(cell.hidden, PUBLIC) == "hidden: fewer than 10 answers"


@pytest.mark.parametrize("policy", [PUBLIC, Policy(min_n=7)])
def test_a_comparison_shows_no_more_than_inside(policy):
    first = hub_of_five()
    after = second_round(first, shift=0.3)
    told = 0
    for school in ("S", None):
        made = compared(first, after, school)
        inside, outside = release(made), release(made, policy=policy)
        for one, two in zip((*inside.areas, *inside.items), (*outside.areas, *outside.items), strict=True):
            assert two.hidden or (not one.hidden and one.design == two.design)
            assert two.mean_before is None or one.mean_before is not None
            told += two.change.estimate is not None
            if policy.audience == "public" and not two.hidden:
                assert (two.change.se, two.sd_before, two.higher) == (None, None, None)
    assert told


def test_tables_of_an_evaluation_are_not_for_the_public():
    with pytest.raises(ToolboxError) as fault:
        release(evaluated(), policy=PUBLIC)
    assert fault.value.code == "not_public"


@pytest.mark.parametrize("seed", range(12))
def test_pages_under_both_minimums_together_tell_what_the_default_tells(seed):
    found = hub(seed)
    grid = grids_of(found, SELFIE)[0]
    inside = decision(grid, Policy())
    for policy in (PUBLIC, Policy(min_n=7)):
        outside = decision(grid, policy)
        assert not broken(found, outside)
        assert np.all((outside.schools[MEAN] > 0) | (inside.schools[MEAN] == 0))
        assert np.all((outside.together > 0) | (inside.together == 0))


@pytest.mark.parametrize("policy", [Policy(), PUBLIC])
def test_ordered_categories_of_several_schools_are_counted_for_each(policy):
    framework = load("device-use")
    sizes = {"A": 30, "B": 25, "C": 7, "D": 12}
    school = np.repeat(np.arange(4), list(sizes.values()))
    draw = np.random.default_rng(0)
    values = [
        draw.integers(scale.low, scale.high + 1, len(school)) for scale in map(framework.scale_of, framework.items)
    ]
    found = Answers(
        person=np.array([""] * len(school), object), school=school, group=np.zeros(len(school), int), schools=tuple(sizes),
        groups=("pupils",), items=tuple(item.id for item in framework.items),
        values=np.asfortranarray(np.column_stack(values).astype(np.int8)),
    )  # fmt: skip
    told = 0
    for name in (*sizes, None):
        page = release(profile_of(found, name, framework=framework), policy=policy)
        assert all(cell.hidden in ("counted", "few") for cell in page.areas if cell.mean is None)
        for cell in page.items:
            assert cell.hidden or cell.n >= 10
            told += bool(cell.shares)
    assert told
