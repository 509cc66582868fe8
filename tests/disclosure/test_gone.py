"""A round that was shown and deleted comes back: as it was, corrected, under other groups, or as another round."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from tests.invented import SELFIE, compared
from tests.late import Sizes, note, released, shown
from tests.late import round_of as invented
from tests.store.makers import EVERYONE, source
from toolbox.disclosure import release
from toolbox.disclosure.gone import comparison_again, gone_of
from toolbox.disclosure.remembering import to_remember
from toolbox.disclosure.since import comparison_since, sides_shown
from toolbox.model import Answers, Policy, Round
from toolbox.store import Store, open_store

SIZES = {("Ash", "teachers"): 30, ("Elm", "teachers"): 24, ("Oak", "teachers"): 22, ("Yew", "teachers"): 19}
SIZES |= {("Fir", "teachers"): 20}
DAY = date(2026, 10, 1)


@pytest.fixture
def store(tmp_path) -> Iterator[Store]:
    opened = open_store(folder=tmp_path)
    yield opened
    opened.close()


def round_of(sizes: Sizes, **more) -> Answers:
    """Invented answers, each question answered."""
    made = invented(sizes, **more)
    return replace(made, values=np.asfortranarray(np.where(made.values < 1, 3, made.values).astype(np.int8)))


def kept(store: Store, answers: Answers, *, file: str = "a", on: date = DAY, name: str = "Autumn") -> Round:
    return store.save_round(
        EVERYONE, name=name, collected_on=on, framework="selfie-2020", answers=answers, sources=(source(file * 64),)
    )  # fmt: skip


def deleted(store: Store, answers: Answers, *, look: bool = True) -> None:
    """A round that was saved, shown and deleted."""
    made = kept(store, answers)
    if look:
        note(store, shown(store, made))
    store.delete_round(EVERYONE, made.id, remember=to_remember(store, EVERYONE, made, SELFIE, Policy()))


def seen(store: Store, made: Round, schools=(None, "Ash", "Elm", "Fir", "Oak", "Yew")) -> dict[str | None, set[str]]:
    """School → why its areas are hidden."""
    found = shown(store, made)
    return {school: {cell.hidden for cell in released(found, school).areas} for school in schools}


def some(answers: Answers, rows: np.ndarray) -> Answers:
    return replace(
        answers, person=answers.person[rows], school=answers.school[rows], group=answers.group[rows],
        values=np.asfortranarray(answers.values[rows]),
    )  # fmt: skip


def corrected(answers: Answers, many: int, school: str = "Elm") -> Answers:
    values = answers.values.copy(order="F")
    rows = np.flatnonzero(answers.school == answers.schools.index(school))[:many]
    values[rows] = np.where(values[rows] == 1, 2, 1)
    return replace(answers, values=values)


def test_the_same_file_once_more_is_shown_as_it_was(store) -> None:
    answers = round_of(SIZES)
    deleted(store, answers)
    again = kept(store, some(answers, np.arange(len(answers))[::-1]), file="b", name="Once more")
    assert shown(store, again).again is not None
    assert set.union(*seen(store, again).values()) == {""}


@pytest.mark.parametrize("file", ["a", "b"])
@pytest.mark.parametrize("many", [1, 4, 12])
def test_a_corrected_file_hides_the_school_that_came_back_otherwise(store, file, many) -> None:
    """How many differ is not known any more: twelve corrected answers are hidden as one is."""
    answers = round_of(SIZES)
    deleted(store, answers)
    found = seen(store, kept(store, corrected(answers, many), file=file))
    assert found["Elm"] == {"since"}
    assert found[None] == {"since"}
    assert found["Ash"] == {""}


def test_a_round_nobody_saw_is_forgotten_whole(store) -> None:
    answers = round_of(SIZES)
    deleted(store, answers, look=False)
    assert set.union(*seen(store, kept(store, corrected(answers, 2))).values()) == {""}


@pytest.mark.parametrize(("more", "why"), [(4, "since"), (12, "")])
def test_late_answers_in_the_new_file_are_shown_where_their_number_is_enough(store, more, why) -> None:
    answers = round_of(SIZES)
    elm = np.flatnonzero(answers.school == answers.schools.index("Elm"))
    deleted(store, some(answers, np.setdiff1d(np.arange(len(answers)), elm[:more])))
    found = seen(store, kept(store, answers, file="b"))
    assert found["Elm"] == {why}
    assert found[None] == {why}


def test_leaders_mapped_as_teachers_first_are_shown_where_they_are_enough(store) -> None:
    for leaders, why in ((3, {"since"}), (12, {""})):
        answers = round_of({("Elm", "teachers"): 24}, first=1 + 1000 * leaders)
        deleted(store, answers)
        group = (np.arange(24) < leaders).astype(np.int16)
        again = kept(store, replace(answers, groups=("teachers", "leaders"), group=group), file="b")
        found = released(shown(store, again))
        assert {cell.hidden for cell in found.areas if cell.group == "teachers"} == why
        store.delete_round(EVERYONE, again.id)


def test_a_school_under_another_name_is_known_again(store) -> None:
    answers = round_of(SIZES)
    deleted(store, answers)
    names = ("Ash School", *answers.schools[1:])
    again = kept(store, replace(answers, schools=names), file="b")
    assert set.union(*seen(store, again, (None, *names)).values()) == {""}


def test_a_small_school_left_out_of_the_new_file_does_not_follow_from_the_two_totals(store) -> None:
    sizes = (
        {("Ash", "teachers"): 4, ("Birch", "teachers"): 6} | SIZES | {("Ash", "teachers"): 4, ("Cedar", "teachers"): 30}
    )
    answers = round_of(sizes)
    deleted(store, answers)
    without = some(answers, np.flatnonzero(answers.school != answers.schools.index("Ash")))
    found = seen(store, kept(store, without, file="b"), (None, "Birch", "Cedar"))
    assert found[None] == {"since"}
    assert found["Birch"] == {"since"}, "it covered for Ash, and still does"
    assert found["Cedar"] == {""}


def test_the_next_round_is_another_one(store) -> None:
    deleted(store, round_of(SIZES))
    later = kept(store, round_of(SIZES, seed=9), on=date(2027, 4, 1), name="Spring")
    assert shown(store, later).again is None
    assert set.union(*seen(store, later).values()) == {""}


def test_a_round_of_the_same_day_that_was_shown_before_stays_as_it_was(store) -> None:
    other = kept(store, round_of(SIZES, seed=5, first=900), file="c", name="Second building")
    note(store, shown(store, other))
    deleted(store, round_of(SIZES))
    assert shown(store, other).again is None


def test_pairs_of_a_school_that_came_back_otherwise_are_compared_as_two_groups_elsewhere(store) -> None:
    first, later = round_of(SIZES), kept(store, round_of(SIZES, seed=7), on=date(2027, 4, 1), file="d", name="Spring")
    deleted(store, first)
    two = shown(store, kept(store, corrected(first, 2), file="b")), shown(store, later)
    sides = sides_shown(*two, Policy())

    def how(school: str | None) -> set[tuple[str, str]]:
        found = comparison_again(
            comparison_since(compared(*sides[-1], school), sides, Policy()), [each.again for each in two], Policy()
        )
        return {(row.design, row.hidden) for row in release(found).areas}

    assert how("Ash") == {("paired", "")}
    assert how("Elm") == {("independent", "since")}
    assert how(None) == {("independent", "since")}


def test_nothing_that_is_kept_holds_a_code_or_an_answer(store) -> None:
    answers = round_of(SIZES)
    made = kept(store, answers)
    note(store, shown(store, made))
    (state,) = to_remember(store, EVERYONE, made, SELFIE, Policy())
    said = " ".join(state.members)
    assert not [who for who in answers.person if who in said]
    found = gone_of(state)
    assert {len(check) for check in found.checks.values()} == {20}
    assert {grid.n.max() for grid in found.grids} == {30}
    # Another store gives other check numbers: nobody can try answers out without this store's key.
    assert len(said) < 60 * len(answers)
