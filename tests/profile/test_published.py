"""Published numbers come out again."""

from datetime import date

import numpy as np
import pytest

from tests.scoring.makers import answers, framework
from toolbox import charts, tables
from toolbox.comparison import compare
from toolbox.disclosure import release
from toolbox.frameworks import load
from toolbox.model import Answers
from toolbox.profile import profile
from toolbox.statistics.student import interval
from toolbox.web import glance
from toolbox.wording import profile_alt, profile_sentences

#: Ilomäki & Lakkala 2018, table 8: three schools, 19 sub-dimensions A1-3 B1-3 C1-3 D1-2 E1-4 F1-4, and the elements' means
#: as printed (one decimal; F with two where it has them).
TABLE_8 = {
    "School A": ("223 323 333 23 3232 3323", "2.3 2.7 3.0 2.5 2.5 2.75"),
    "School B": ("112 213 122 21 1111 1222", "1.3 2.0 1.7 1.5 1.0 1.75"),
    "School C": ("223 333 323 22 2213 2222", "2.3 3.0 2.7 2.0 2.0 2.0"),
}


@pytest.fixture
def rubric_round() -> Answers:
    rubric = load("idi-rubric")
    rows = [[int(digit) for digit in ratings.replace(" ", "")] for ratings, _ in TABLE_8.values()]
    return Answers(
        person=np.array(["", "", ""], object),
        school=np.arange(3),
        group=np.zeros(3, int),
        schools=tuple(TABLE_8),
        groups=("staff",),
        items=tuple(item.id for item in rubric.items),
        values=np.asfortranarray(np.array(rows, np.int8)),
    )


@pytest.mark.parametrize("school", TABLE_8)
def test_the_rubrics_published_table_digit_for_digit(rubric_round, school):
    found = profile(
        rubric_round, load("idi-rubric"), round_name="2018", collected_on=date(2018, 1, 1), schools=[school]
    )
    ratings, published = TABLE_8[school]
    assert [cell.area for cell in found.areas] == list("ABCDEF")
    printed = [
        f"{cell.mean.estimate:.{len(text.split('.')[1])}f}"
        for cell, text in zip(found.areas, published.split(), strict=True)
    ]
    assert " ".join(printed) == published
    for cell, levels in zip(found.areas, ratings.split(), strict=True):
        assert cell.median == np.median([int(level) for level in levels])
        assert (cell.lowest, cell.highest) == (int(min(levels)), int(max(levels)))
        assert cell.mean.ci_low is None, "an agreed rating is no sample"
        assert (cell.n, cell.siblings) == (1, (1, 1, 1))
    assert [cell.mean.estimate for cell in found.items] == [int(digit) for digit in ratings.replace(" ", "")]


def test_three_schools_in_view_are_averaged_plainly(rubric_round):
    found = profile(rubric_round, load("idi-rubric"), round_name="2018", collected_on=date(2018, 1, 1))
    leadership = found.areas[1]
    assert leadership.n == 3
    assert leadership.mean.estimate == pytest.approx((8 / 3 + 2 + 3) / 3)
    assert (leadership.median, leadership.lowest, leadership.highest) == (3.0, 1, 3)
    assert leadership.mean.refused == ""


#: Ten persons, an area of four items, 25 invited; numbers computed in R 4.2 from the half rule's scores.
FIXTURE = ["443-", "3---", "5445", "2322", "--43", "4544", "33-2", "----", "1221", "4454"]


@pytest.fixture
def fixture_cell():
    of = framework({"A": 4})
    found = profile(
        answers([("North", "teachers", row) for row in FIXTURE], of), of,
        round_name="r", collected_on=date(2026, 1, 1), invited={("North", "teachers"): 25},
    )  # fmt: skip
    return found


def test_the_fixtures_mean_and_spread(fixture_cell):
    (cell,) = fixture_cell.areas
    assert cell.n == 8
    assert cell.mean.estimate == pytest.approx(3.3229167, abs=5e-8)
    assert cell.sd == pytest.approx(1.0796067, abs=5e-8)
    assert cell.top_share == 3 / 8
    assert [(count.group, count.answered, count.invited) for count in fixture_cell.groups] == [("teachers", 10, 25)]


def test_the_fixtures_items(fixture_cell):
    assert [cell.n for cell in fixture_cell.items] == [8, 7, 7, 7]
    means = [cell.mean.estimate for cell in fixture_cell.items]
    np.testing.assert_allclose(means, [3.25, 3.5714286, 3.4285714, 3.0], atol=5e-8)
    assert np.mean(means) == pytest.approx(3.3125)
    assert fixture_cell.items[0].top_share == 4 / 8
    pooled = sum(cell.n * cell.mean.estimate for cell in fixture_cell.items) / sum(
        cell.n for cell in fixture_cell.items
    )
    assert pooled == pytest.approx(3.3103448, abs=5e-8)
    assert fixture_cell.areas[0].mean.flags == (), "3.3229 and 3.3125 differ by less than 0.10"


def test_eight_answers_get_no_interval_but_the_formula_is_the_published_one(fixture_cell):
    """Below ten answers only the mean is stated; the formula itself gives R's numbers for the same mean and spread."""
    (cell,) = fixture_cell.areas
    assert (cell.mean.refused, cell.mean.ci_low) == ("few_persons", None)
    se = cell.sd / cell.n**0.5
    np.testing.assert_allclose(se, 0.3816986, atol=5e-8)
    np.testing.assert_allclose(interval(0.0, 1.0, 7)[1], 2.3646243, atol=5e-8)
    np.testing.assert_allclose(interval(cell.mean.estimate, se, 7), [2.4203429, 4.2254904], atol=1e-6)
    shrunk = se * (1 - 8 / 25) ** 0.5
    np.testing.assert_allclose(interval(cell.mean.estimate, shrunk, 7), [2.5786353, 4.0671981], atol=1e-6)


def test_the_fixtures_median():
    """R: ``median(c(11/3, 4.5, 2.25, 3.5, 4.25, 8/3, 1.5, 4.25))``; told of two rounds, where it stands beside the mean."""
    of = framework({"A": 4})
    rounds = [answers([("North", "teachers", row) for row in rows], of) for rows in (FIXTURE, FIXTURE[::-1])]
    (found,) = (
        each
        for each in compare(
            *rounds, of, before_name="1", after_name="2", before_on=date(2026, 1, 1), after_on=date(2027, 1, 1)
        ).independent
        if not each.item
    )
    assert (found.n_before, found.n_after) == (8, 8)
    assert (found.median_before, found.median_after) == pytest.approx((3.5833333, 3.5833333), abs=5.1e-8)


@pytest.mark.parametrize("school", TABLE_8)
def test_the_published_table_on_page_chart_and_file(rubric_round, school):
    """As printed: one decimal, and two where the authors print two (four ratings give quarters)."""
    shown = release(
        profile(rubric_round, load("idi-rubric"), round_name="2018", collected_on=date(2018, 1, 1), schools=[school])
    )
    ratings, published = TABLE_8[school]
    printed = published.split()
    page = [next(said for name, said in row.items() if name != "Area") for row in glance.areas(shown)]
    assert [said.strip("*") for said in page] == printed
    spec = charts.profile(shown).to_dict()
    drawn = [row for rows in spec["datasets"].values() for row in rows if "persons" in row]
    assert [dot["value"] for dot in sorted(drawn, key=lambda dot: dot["y"])] == printed
    alt = profile_alt(shown)
    assert all(f": staff {value}." in alt for value in printed)
    table = tables.profile_table(shown).frame
    assert [f"{mean:.2f}" for mean in table["mean"]] == [
        f"{np.mean([int(d) for d in part]):.2f}" for part in ratings.split()
    ]
    by_indicator = tables.ratings_table(shown).frame
    assert "".join(f"{level:g}" for level in by_indicator["rating"]) == ratings.replace(" ", "")
    levels = [
        row for rows in charts.rating_matrix(shown, "F").to_dict()["datasets"].values() for row in rows if "kind" in row
    ]
    assert [mark["x"] for mark in levels] == [int(digit) for digit in ratings.split()[-1]]


#: Castaño Muñoz et al. 2018: who took part in the SELFIE pilot of 2017, and (Panesi et al. 2020) in Italy.
PILOT = {"leaders": 2_979, "teachers": 11_773, "pupils": 52_962}
ITALY = {"leaders": 1_507, "teachers": 5_690, "pupils": 24_715}


def spread(persons: dict[str, int], schools: int, first: int = 0) -> list[np.ndarray]:
    """For each group the school of each person, schools filled in turn."""
    return [first + np.arange(many) % schools for many in persons.values()]


def pilot(parts: list[tuple[dict[str, int], int]]) -> Answers:
    """Answers of so many persons in so many schools, part after part, all to one statement."""
    school, group, first = [], [], 0
    for persons, schools in parts:
        for number, places in enumerate(spread(persons, schools, first)):
            school.append(places)
            group.append(np.full(len(places), number))
        first += schools
    school, group = np.concatenate(school), np.concatenate(group)
    order = np.lexsort((group, school))
    rows = len(school)
    return Answers(
        person=np.full(rows, "", object),
        school=school[order].astype(np.int32),
        group=group[order].astype(np.int16),
        schools=tuple(f"School {number:03d}" for number in range(first)),
        groups=tuple(PILOT),
        items=("selfie2020.A1",),
        values=np.asfortranarray((np.arange(rows) % 5 + 1).astype(np.int8)[:, None]),
    )


def test_the_counts_of_the_selfie_pilot_add_up_as_published():
    """2,979 + 11,773 + 52,962 = 67,714 in 650 schools, of whom 1,507 + 5,690 + 24,715 = 31,912 in 201 Italian ones."""
    elsewhere = {group: PILOT[group] - ITALY[group] for group in PILOT}
    everybody = pilot([(ITALY, 201), (elsewhere, 449)])
    known = {"round_name": "2017", "collected_on": date(2017, 10, 1), "items": False}
    whole = profile(everybody, load("selfie-2020"), **known)
    assert whole.of_schools == 650
    assert {count.group: count.answered for count in whole.groups} == PILOT
    assert sum(count.answered for count in whole.groups) == 67_714 == len(everybody)
    shares = {count.group: f"{count.answered / 67_714:.1%}" for count in whole.groups}
    assert shares == {"leaders": "4.4%", "teachers": "17.4%", "pupils": "78.2%"}, (
        "pooled, this would be a pupils' score"
    )
    italian = profile(everybody, load("selfie-2020"), schools=everybody.schools[:201], **known)
    assert {count.group: count.answered for count in italian.groups} == ITALY
    assert sum(count.answered for count in italian.groups) == 31_912
    assert profile_sentences(release(whole))[0] == (
        "Who answered in 650 schools: 2979 leaders, 11773 teachers, 52962 pupils (numbers invited not known)."
    )
    alone = profile(pilot([(ITALY, 201)]), load("selfie-2020"), **known)
    assert profile_sentences(release(alone))[0] == (
        "Who answered in 201 schools: 1507 leaders, 5690 teachers, 24715 pupils (numbers invited not known)."
    )
    frame = tables.groups_table(release(whole)).frame
    assert frame["answered"].tolist() == list(PILOT.values())
