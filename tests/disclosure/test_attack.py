"""Somebody with every page, every school and a pencil: nothing about fewer than five persons can be worked out."""

from __future__ import annotations

import numpy as np
import pytest

from tests.invented import answers, profile_of, released_comparison, second_round
from toolbox.disclosure import release


def rounds(seed: int):
    """A hub of three to eight schools with small and unequal groups, items with gaps."""
    draw = np.random.default_rng(seed)
    schools = [f"S{number}" for number in range(draw.integers(3, 9))]
    sizes = {
        (school, group): int(draw.integers(1, top))
        for school in schools
        for group, top in (("leaders", 9), ("teachers", 26))
    }
    return schools, answers(sizes, seed=seed)


@pytest.mark.parametrize("seed", range(10))
def test_no_school_follows_from_all_schools_minus_the_others(seed):
    schools, found = rounds(seed)
    raw = {school: profile_of(found, school) for school in schools}
    alone = {school: release(each) for school, each in raw.items()}
    together = release(profile_of(found))
    levels = {
        "mean": lambda cell: cell.mean,
        "spread": lambda cell: cell.sd,
        "options": lambda cell: len(cell.shares) > 3 or None,
    }
    least = {"mean": 5, "spread": 10, "options": 20}
    for kind in ("areas", "items"):
        for place, total in enumerate(getattr(together, kind)):
            for level, shown in levels.items():
                if (kind == "areas" and level == "options") or shown(total) is None:
                    continue
                cells = [(getattr(raw[school], kind)[place], getattr(alone[school], kind)[place]) for school in schools]
                away = [(before.n, after.hidden) for before, after in cells if before.n and shown(after) is None]
                enough = len(away) >= 2 and sum(n for n, _ in away) >= least[level]
                assert not away or enough, (seed, kind, level, total.item or total.area)


@pytest.mark.parametrize("seed", range(5))
def test_nothing_of_fewer_than_five_is_shown(seed):
    schools, found = rounds(seed)
    for school in schools:
        raw, seen = profile_of(found, school), release(profile_of(found, school))
        for before, after in zip((*raw.areas, *raw.items), (*seen.areas, *seen.items), strict=True):
            if before.n < 5:
                assert after.hidden
                assert [after.n, after.mean, after.sd, after.top_share, after.median] == [None] * 5
                assert after.shares == after.states == ()


@pytest.mark.parametrize("seed", range(5))
def test_leavers_and_joiners_do_not_follow_from_paired_means(seed):
    schools, first = rounds(seed)
    draw = np.random.default_rng(seed)
    after = second_round(first, shift=0.3)
    stays = draw.random(len(after)) < 0.85
    later = type(after)(
        person=after.person[stays], school=after.school[stays], group=after.group[stays], schools=after.schools,
        groups=after.groups, items=after.items, values=np.asfortranarray(after.values[stays]),
    )  # fmt: skip
    for school in (*(school for school in schools if school in {after.schools[place] for place in later.school}), None):
        for row in (found := released_comparison(first, later, school)).areas + found.items:
            if row.hidden or row.design != "paired":
                continue
            left, joined = row.n_before - row.n_pairs, row.n_after - row.n_pairs
            assert left + joined == 0 or left + joined >= 5
            if row.mean_before is not None:
                assert left == 0 or left >= 5
                assert joined == 0 or joined >= 5
