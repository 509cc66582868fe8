"""Gaps, trends and bands: one more equation each, shown where nothing of a few follows from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from tests.invented import CORE, SELFIE, answers, profile_of, released_profile, second_round
from toolbox.disclosure import release, release_bands, release_trend
from toolbox.model import Round, State, ToolboxError, Viewer
from toolbox.profile.bands import school_means
from toolbox.profile.trends import trend

SIZES = {("N", "teachers"): 14, ("S", "teachers"): 26, ("N", "pupils"): 60, ("S", "pupils"): 70}


def whole(found):
    """Nobody left anything out."""
    return replace(found, values=np.asfortranarray(np.where(found.values < 0, 3, found.values).astype(np.int8)))


def without(found, item: str, group: str):
    """The item was not asked of this group."""
    values = found.values.copy(order="F")
    values[found.group == found.groups.index(group), found.items.index(item)] = State.NOT_SHOWN
    return replace(found, values=values)


def test_a_gap_is_shown_where_both_groups_are():
    found = released_profile(whole(answers(SIZES)), "N")
    gaps = {gap.area: gap for gap in found.gaps}
    cells = {(cell.area, cell.group): cell for cell in found.areas}
    gap = gaps["A"]
    assert not gap.hidden
    assert gap.mean == pytest.approx(cells["A", "teachers"].mean)
    assert gap.difference == pytest.approx(gap.mean - gap.mean_other)
    assert None not in (gap.ci_low, gap.effect)
    assert gap.direction


def test_a_gap_with_a_hidden_group_is_hidden_with_its_reason():
    found = released_profile(whole(answers(SIZES | {("N", "leaders"): 3, ("S", "leaders"): 9})), "N")
    assert {gap.hidden for gap in found.gaps if "leaders" in (gap.group, gap.other)} == {"few"}
    assert any(not gap.hidden for gap in found.gaps)


def test_between_five_and_ten_a_gap_has_no_interval():
    found = released_profile(whole(answers(SIZES | {("N", "leaders"): 7, ("S", "leaders"): 9}, seed=3)), "N")
    shown = [gap for gap in found.gaps if "leaders" in (gap.group, gap.other) and not gap.hidden]
    assert shown
    assert all(gap.difference is not None and gap.ci_low is None and gap.effect is None for gap in shown)


def test_over_some_items_a_gap_tells_nothing_of_the_few_who_left_one_out():
    items = [item for item in CORE if item.startswith("selfie2020.A")]
    found = without(whole(answers(SIZES)), items[0], "pupils")
    assert not next(gap for gap in released_profile(found, "N").gaps if gap.area == "A").hidden
    values = found.values.copy(order="F")
    person = int(np.flatnonzero((found.school == 0) & (found.group == found.groups.index("teachers")))[0])
    values[person, found.items.index(items[1])] = State.NOT_APPLICABLE
    gap = next(gap for gap in released_profile(replace(found, values=values), "N").gaps if gap.area == "A")
    assert gap.hidden == "beside"


def line(first, after, school=None, dropped=frozenset()):
    made = [
        (
            Round(id=str(n), name=f"R{n}", collected_on=date(2024 + n, 5, 1), framework=SELFIE.id, sha256=str(n) * 64,
                  people=len(each), schools=each.schools, groups=each.groups),
            replace(each, reworded=dropped),
        )
        for n, each in enumerate((first, after))
    ]  # fmt: skip
    return trend(made, SELFIE, schools=[school] if school else None)


def test_a_trend_shows_what_the_school_pages_show():
    first = answers({("A", "leaders"): 3, ("B", "leaders"): 6, ("C", "leaders"): 20, ("D", "leaders"): 22})
    after = second_round(first, shift=0.3)
    for school in ("A", "B", "C", "D", None):
        points = release_trend(line(first, after, school)).points
        for place, each in enumerate((first, after)):
            page = {cell.area: cell for cell in released_profile(each, school).areas}
            for point in (point for point in points if point.round == place):
                assert bool(point.hidden) == bool(page[point.area].hidden), (school, point.area)
                if not point.hidden:
                    assert point.mean == pytest.approx(page[point.area].mean)
                    assert (point.ci_low is None) == (page[point.area].ci_low is None)


def test_a_reworded_item_makes_another_mean_that_may_not_tell_of_a_few():
    first = whole(answers({("N", "teachers"): 14}))
    after = second_round(first, shift=0.3)
    dropped = frozenset({CORE[0]})
    shown = [point for point in release_trend(line(first, after, dropped=dropped)).points if point.area == "A"]
    assert all(not point.hidden and point.items_common < point.items_all for point in shown)
    values = first.values.copy(order="F")
    values[0, 1] = State.BLANK
    found = release_trend(line(replace(first, values=values), after, dropped=dropped)).points
    assert [point.hidden for point in found if point.area == "A"] == ["beside", ""]


def test_a_trend_is_not_for_those_who_may_not_see_the_school():
    first = answers({("A", "teachers"): 12, ("B", "teachers"): 16})
    with pytest.raises(ToolboxError) as fault:
        release_trend(
            line(first, second_round(first, shift=0.1), "A"), viewer=Viewer(role="head", schools=frozenset("B"))
        )
    assert fault.value.code == "not_your_school"


def test_a_band_is_made_of_schools_that_show_their_mean():
    sizes = {(f"S{place:02d}", "teachers"): 6 + place for place in range(12)}
    found = answers(sizes | {("T1", "teachers"): 2, ("T2", "teachers"): 3})
    profile = profile_of(found)
    bands = {band.area: band for band in release_bands(profile, school_means(found, SELFIE))}
    pages = {school: released_profile(found, school) for school in found.schools}
    for area, band in bands.items():
        means = [cell.mean for page in pages.values() for cell in page.areas if cell.area == area and not cell.hidden]
        assert band.schools == len(means) >= 10
        assert band.middle == round(float(np.median(means)), 1)


def test_a_band_of_few_schools_or_one_large_one_is_hidden():
    few = answers({(f"S{place}", "teachers"): 12 for place in range(9)})
    assert {band.hidden for band in release_bands(profile_of(few), school_means(few, SELFIE))} == {"few_schools"}
    large = answers({(f"S{place:02d}", "teachers"): 12 for place in range(11)} | {("Z", "teachers"): 200})
    assert {band.hidden for band in release_bands(profile_of(large), school_means(large, SELFIE))} == {"large_school"}


def test_agreement_and_levels_come_with_the_spread():
    found = answers({("N", "teachers"): 8, ("S", "teachers"): 14})
    few, more = (released_profile(found, school).areas for school in "NS")
    assert all(cell.unity is None and cell.reached == () and cell.shares_away == () for cell in few)
    assert any(cell.unity is not None and cell.reached for cell in more)
    assert release(profile_of(found, "S")).areas[0].unity == profile_of(found, "S").areas[0].unity
