"""Rounds of an earlier version, as the version they are compared in calls them."""

from datetime import date

import numpy as np

from toolbox.comparison import compare
from toolbox.frameworks import lineage, load
from toolbox.frameworks.examples import FIRST, SECOND, THIRD
from toolbox.model import Answers, Average, Averages, Framework
from toolbox.scoring import common_items, in_words_of, inside_areas

KNOWN = {each.id: each for each in (FIRST, SECOND, THIRD)}


def answers(framework: Framework, *means: int, n: int = 12) -> Answers:
    """``n`` teachers who answered every item of a framework around ``means``."""
    values = np.array(means, np.int8) + (np.arange(n)[:, None] % 3 - 1).astype(np.int8)
    return Answers(
        person=np.array([f"P-{place}" for place in range(n)]),
        school=np.zeros(n, np.int32),
        group=np.zeros(n, np.int16),
        schools=("Elm",),
        groups=("teachers",),
        items=tuple(item.id for item in framework.items),
        values=np.asfortranarray(values),
    )


def changes(before: Answers, after: Answers):
    return compare(
        before, after, THIRD, before_name="a", after_name="b", before_on=date(2025, 1, 1), after_on=date(2026, 1, 1)
    )


def test_a_round_of_the_framework_itself_comes_back_as_it_is():
    found = answers(FIRST, 3, 3, 3)
    assert in_words_of(found, lineage(FIRST, KNOWN).of("first")) is found


def test_a_moved_item_is_compared_by_itself_and_never_inside_an_area():
    before = in_words_of(answers(SECOND, 2, 2), lineage(THIRD, KNOWN).of("second"))
    after = answers(THIRD, 3, 4, 4)
    found = changes(before, after)
    (area,) = (row for row in found.independent if not row.item)
    # A1 went from 2 to 3; the moved A2, from 2 to 4, would have made it 1.5.
    assert (area.area, area.change.estimate, area.items_common) == ("A", 1.0, 1)
    items = {row.item: row.change.estimate for row in found.independent if row.item}
    assert items == {"third.A1": 1.0, "third.A2": 2.0}
    assert found.dropped_items == (("third.A3", "only_after"),)


def test_over_two_steps_a_reworded_item_is_not_compared_at_all():
    before = in_words_of(answers(FIRST, 2, 2, 2), lineage(THIRD, KNOWN).of("first"))
    assert before.items == ("third.A1", "third.A2")
    assert before.reworded == {"third.A2"}
    found = changes(before, answers(THIRD, 3, 3, 3))
    assert {row.item for row in found.independent if row.item} == {"third.A1"}
    assert ("third.A2", "reworded") in found.dropped_items


def test_rounds_that_share_moved_items_only_have_no_area():
    ancestor = lineage(THIRD, KNOWN).of("second")
    before, after = in_words_of(answers(SECOND, 2, 2), ancestor), answers(THIRD, 3, 4, 4)
    both = [
        Answers(**{**vars(each), "items": ("third.A2",), "values": each.values[:, [1]]}) for each in (before, after)
    ]
    common, _ = common_items(*both, THIRD)
    assert common == ("third.A2",)
    assert inside_areas(common, both) == ()
    assert [row.item for row in changes(*both).independent] == ["third.A2"]


def test_what_was_reworded_within_a_version_stays_so():
    told = Answers(**{**vars(answers(SECOND, 2, 2)), "reworded": frozenset({"second.A1"})})
    assert in_words_of(told, lineage(THIRD, KNOWN).of("second")).reworded == {"third.A1"}


def test_averages_keep_the_areas_that_are_the_same():
    known = {id: load(id) for id in ("selfie-2018", "selfie-2020")}
    rows = tuple(
        Average(school="Elm", group="pupils", area=area.id, mean=3.0, n=20) for area in known["selfie-2018"].areas
    )
    found = in_words_of(Averages(rows=rows), lineage(known["selfie-2020"], known).of("selfie-2018"))
    assert [row.area for row in found.rows] == ["A", "C", "D", "G", "H"]
