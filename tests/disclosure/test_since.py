"""A round gets late answers after it was shown: with both states and a pencil nobody finds a few persons."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from tests.invented import CORE, SELFIE, compared
from tests.late import add, note, released, round_of, save, shown
from tests.store.makers import EVERYONE, source
from toolbox.comparison.cells import points
from toolbox.disclosure import hidden, release
from toolbox.disclosure.since import comparison_since, sides_shown
from toolbox.disclosure.states import AsShown
from toolbox.linking import link
from toolbox.model import Policy, ToolboxError, Viewer
from toolbox.scoring import score
from toolbox.store import Store, open_store

SIZES = {("Ash", "teachers"): 30, ("Elm", "teachers"): 24, ("Oak", "teachers"): 22, ("Yew", "teachers"): 9}


@pytest.fixture
def store(tmp_path) -> Iterator[Store]:
    opened = open_store(folder=tmp_path)
    yield opened
    opened.close()


def values_of(found: AsShown) -> dict[tuple[str, str], dict[tuple, float]]:
    """(area, item) → (school, person, the row itself) → value."""
    answers = found.answers
    names = [
        (answers.schools[s], p, answers.values[r].tobytes())
        for r, (s, p) in enumerate(zip(answers.school, answers.person, strict=True))
    ]
    scores = score(answers, SELFIE)
    cells = {(area, ""): scores.score[:, place] for place, area in enumerate(scores.areas)}
    cells |= {(item.area, item.id): points(answers, item, SELFIE) for item in SELFIE.items if item.id in answers.items}
    return {
        key: {name: value for name, value in zip(names, column, strict=True) if np.isfinite(value)}
        for key, column in cells.items()
    }


def equations(states, policy: Policy = Policy()) -> dict[tuple[str, str], list[dict[tuple, float]]]:
    """Every mean anybody saw, as the persons it is made of: (area, item) → one dictionary a mean."""
    made: dict[tuple[str, str], list[dict[tuple, float]]] = {}
    for found in states:
        values = values_of(found)
        for school in (*found.answers.schools, None):
            view = released(found, school, policy=policy)
            for cell in (*view.areas, *view.items):
                if cell.mean is None:
                    continue
                persons = {
                    name: value for name, value in values[cell.area, cell.item].items() if school in (None, name[0])
                }
                assert cell.n == len(persons), (school, cell)
                assert cell.mean == pytest.approx(np.mean(list(persons.values())))
                made.setdefault((cell.area, cell.item), []).append(persons)
    return made


def solvable(seen: list[dict[tuple, float]], few: set[tuple]) -> bool:
    """Whether the sum over these persons is a combination of the sums that were seen."""
    persons = sorted({name for each in seen for name in each} | few)
    rows = np.array([[name in each for name in persons] for each in seen], float)
    wanted = np.array([name in few for name in persons], float)
    found, *_ = np.linalg.lstsq(rows.T, wanted, rcond=None)
    return bool(np.abs(rows.T @ found - wanted).max() < 1e-8)


def attack(states, policy: Policy = Policy()) -> list[tuple]:
    """Cells of which the late persons of a school, or of several, can be worked out though they are fewer than five."""
    cells, found = equations(states, policy), []
    before, now = values_of(states[0]), values_of(states[-1])
    for key, seen in cells.items():
        late = set(now[key]) ^ set(before[key])
        schools = sorted({name[0] for name in late})
        for many in range(1, len(schools) + 1):
            for some in itertools.combinations(schools, many):
                few = {name for name in late if name[0] in some}
                if 0 < len(few) < policy.min_n and solvable(seen, few):
                    found.append((key, some, len(few)))
    return found


def ignoring(found: AsShown, store: Store) -> AsShown:
    """The same round with the gate weakened on purpose: as if nothing had been shown before."""
    return replace(found, answers=store.answers(EVERYONE, found.round.id), earlier=(), held={})


@pytest.mark.parametrize("late", [1, 2, 3, 4])
@pytest.mark.parametrize("keyed", [True, False])
def test_one_to_four_late_answers_are_held_back_and_cannot_be_solved(store, late, keyed) -> None:
    made = save(store, SIZES, keyed=keyed)
    first = shown(store, made)
    note(store, first)
    add(store, made, {("Elm", "teachers"): late}, keyed=keyed)
    second = shown(store, made)
    assert second.held == {("Elm", "teachers"): late}
    assert len(second.answers) == len(first.answers)
    assert attack([first, second]) == []
    # The attack is real: with a gate that knows nothing of what was shown it finds the late ones in every cell.
    weak = ignoring(second, store)
    assert len(weak.answers) == len(first.answers) + late
    assert attack([first, weak])


def test_five_late_answers_are_shown(store) -> None:
    made = save(store, SIZES)
    first = shown(store, made)
    note(store, first)
    add(store, made, {("Elm", "teachers"): 5})
    second = shown(store, made)
    assert second.held == {}
    assert {cell.n for cell in released(second, "Elm").areas} == {29}
    assert attack([first, second]) == []


def test_late_answers_that_trickle_in_are_shown_when_they_are_five(store) -> None:
    made = save(store, SIZES)
    states = [shown(store, made)]
    note(store, states[0])
    for number, many in enumerate((2, 2, 1, 3)):
        add(store, made, {("Oak", "teachers"): many}, seed=80 + number, first=6000 + 100 * number, file="cdef"[number])
        states.append(shown(store, made))
        note(store, states[-1])
    assert [len(each.answers) - 85 for each in states] == [0, 0, 0, 5, 5]
    for before, now in itertools.combinations(states, 2):
        assert attack([before, now]) == []


def test_nothing_is_held_back_from_a_round_never_shown(store) -> None:
    made = save(store, SIZES)
    add(store, made, {("Elm", "teachers"): 2})
    found = shown(store, made)
    assert (found.held, found.earlier, len(found.answers)) == ({}, (), 87)


def test_an_item_fewer_of_the_late_ones_answered_is_hidden_with_its_reason(store) -> None:
    made = save(store, SIZES)
    first = shown(store, made)
    note(store, first)
    item = CORE[1]
    add(store, made, {("Elm", "teachers"): 12}, blank=[item], few=10)
    second = shown(store, made)
    assert second.held == {}
    cell = next(cell for cell in released(second, "Elm").items if cell.item == item)
    assert (cell.mean, cell.hidden) == (None, "since")
    assert hidden("since") == "hidden: would reveal the few who answered since it was last shown"
    # Two of the late ones answered it all: beside the area, the other items would be told less the ten.
    assert next(cell for cell in released(second, "Elm").items if cell.item == CORE[2]).hidden == "since"
    assert next(cell for cell in released(second, "Elm").areas if cell.area == "A").mean is not None
    assert attack([first, second]) == []
    assert attack([first, replace(second, earlier=())]), "the attack sees what the gate hides"


def test_late_ones_who_all_say_the_same_are_not_told_by_their_mean(store) -> None:
    made = save(store, SIZES)
    note(store, shown(store, made))
    late = round_of({("Elm", "teachers"): 6}, first=5000)
    now = store.round(EVERYONE, made.id)
    store.add_to_round(
        EVERYONE, made.id, answers=replace(late, values=np.asfortranarray(np.full_like(late.values, 4))),
        sources=(source("b" * 64),), version=now.version,
    )  # fmt: skip
    assert {cell.hidden for cell in released(shown(store, made), "Elm").items} == {"since"}


def test_detail_of_the_late_ones_follows_their_number(store) -> None:
    """Seven late answers: their average may be told, how they spread over the options may not."""
    made = save(store, {("Elm", "teachers"): 40})
    note(store, shown(store, made))
    add(store, made, {("Elm", "teachers"): 7})
    cells = released(shown(store, made)).areas
    assert {cell.mean is not None for cell in cells} == {True}
    assert {cell.sd for cell in cells} == {None}


def test_a_corrected_answer_counts_as_a_person_who_differs(store) -> None:
    made = save(store, SIZES)
    first = shown(store, made)
    note(store, first)
    old = store.answers(EVERYONE, made.id)
    rows = np.flatnonzero(old.school == old.schools.index("Elm"))[:3]
    values = np.where(old.values[rows] == 1, 2, 1).astype(np.int8)
    again = replace(
        old, person=old.person[rows], school=old.school[rows], group=old.group[rows], values=np.asfortranarray(values)
    )
    store.add_to_round(EVERYONE, made.id, answers=again, sources=(source("b" * 64),), version=made.version)
    second = shown(store, made)
    assert second.held == {("Elm", "teachers"): 3}
    assert np.array_equal(np.sort(second.answers.values, axis=0), np.sort(first.answers.values, axis=0))


def test_every_earlier_state_counts_and_a_state_stays_what_it_was(store) -> None:
    made = save(store, SIZES)
    first = shown(store, made)
    note(store, first)
    add(store, made, {("Elm", "teachers"): 6})
    second = shown(store, made)
    note(store, second)
    add(store, made, {("Elm", "teachers"): 1}, seed=5, first=9000, file="c")
    third = shown(store, made)
    note(store, third)
    assert len(third.answers) == len(second.answers), "one more is one against the second, seven against the first"
    # What was shown of the first data set is what is shown of it again: a recipe repeats.
    from toolbox.disclosure.states import as_shown

    again = as_shown(store, EVERYONE, made.id, Policy(), survey=True, sha256=first.state.data_set)
    assert np.array_equal(again.answers.values, first.answers.values)
    again = as_shown(store, EVERYONE, made.id, Policy(), survey=True, sha256=second.state.data_set)
    assert len(again.answers) == len(second.answers)


def test_an_earlier_data_set_first_shown_later_is_held_too(store) -> None:
    made = save(store, SIZES)
    sha256 = made.sha256
    add(store, made, {("Elm", "teachers"): 3})
    note(store, shown(store, made))
    from toolbox.disclosure.states import as_shown

    found = as_shown(store, EVERYONE, made.id, Policy(), survey=True, sha256=sha256)
    assert len(found.answers) == 88, "the state that was shown, not the one without the three"


def test_a_raised_minimum_holds_back_more_and_hides_nothing_that_was_safe(store) -> None:
    made = save(store, SIZES)
    note(store, shown(store, made))
    add(store, made, {("Elm", "teachers"): 6})
    strict = Policy(min_n=8)
    assert shown(store, made, policy=strict).held == {("Elm", "teachers"): 6}
    assert shown(store, made).held == {}
    note(store, shown(store, made))
    raised = shown(store, made, policy=strict)
    assert (raised.held, len(raised.answers)) == ({}, 91), "the six have been shown"


def test_roles_see_the_same_state_and_their_schools_only(store) -> None:
    made = save(store, SIZES)
    note(store, shown(store, made))
    add(store, made, {("Elm", "teachers"): 2})
    head = Viewer(role="head", schools=frozenset({"Elm"}))
    mine = shown(store, made, viewer=head)
    assert mine.held == {("Elm", "teachers"): 2}
    assert released(mine, "Elm", viewer=head) == released(shown(store, made), "Elm")
    for school in ("Oak", None):
        with pytest.raises(ToolboxError, match="no access"):
            released(mine, school, viewer=head)
    other = shown(store, made, viewer=Viewer(role="head", schools=frozenset({"Oak"})))
    assert other.held == {}
    note(store, mine, viewer=head)
    assert len(shown(store, made).answers) == 85


def test_the_same_file_with_other_groups_is_refused_and_with_the_same_held(store) -> None:
    made = save(store, {("Elm", "leaders"): 3, ("Elm", "teachers"): 24, ("Oak", "teachers"): 20})
    note(store, shown(store, made))
    whole = store.answers(EVERYONE, made.id)
    as_staff = replace(whole, groups=("staff",), group=np.zeros(len(whole), np.int16))
    kept = {"collected_on": date(2026, 10, 1), "framework": "selfie-2020", "sources": (source("a" * 64),)}
    second = store.save_round(EVERYONE, name="As staff", answers=as_staff, **kept)
    with pytest.raises(ToolboxError, match="same file") as refused:
        shown(store, second)
    assert refused.value.code == "same_file"
    less = replace(
        whole, person=whole.person[2:], school=whole.school[2:], group=whole.group[2:],
        values=np.asfortranarray(whole.values[2:]),
    )  # fmt: skip
    third = store.save_round(EVERYONE, name="Without two", answers=less, **kept)
    assert len(shown(store, third).answers) == 47, "the two are left in: without them they would be told"
    other = store.save_round(EVERYONE, name="Another file", answers=less, **{**kept, "sources": (source("9" * 64),)})
    assert len(shown(store, other).answers) == 45


def test_two_waves_in_one_file_are_two_rounds(store) -> None:
    """The same persons, other answers: nothing of the one is taken for the other."""
    made = save(store, {("Elm", "leaders"): 3, ("Elm", "teachers"): 24})
    note(store, shown(store, made))
    after = save(store, {("Elm", "leaders"): 3, ("Elm", "teachers"): 24}, name="Spring", seed=8, on=date(2027, 4, 1))
    found = shown(store, after)
    assert (found.held, found.earlier) == ({}, ())


def test_pairs_that_came_since_hide_the_same_persons_and_not_everybody(store) -> None:
    first = save(store, {("Elm", "teachers"): 30, ("Oak", "teachers"): 30})
    later = save(
        store, {("Elm", "teachers"): 24, ("Oak", "teachers"): 30}, name="Spring", seed=4, on=date(2027, 4, 1), file="d"
    )
    for each in (first, later):
        note(store, shown(store, each))
    # Six late answers in the second round: two of them are persons of the first.
    before = store.answers(EVERYONE, first.id)
    elm = before.person[before.school == before.schools.index("Elm")]
    late = round_of({("Elm", "teachers"): 6}, first=9000)
    late.person[:2] = elm[-2:]
    store.add_to_round(EVERYONE, later.id, answers=late, sources=(source("e" * 64),), version=later.version)
    sides = sides_shown(shown(store, first), shown(store, later), Policy())
    assert [len(link(*each)) for each in sides] == [48, 48], "the two late pairs wait"
    raw = compared(*sides[-1], "Elm")
    found = release(comparison_since(raw, sides, Policy()))
    assert {row.design for row in found.areas} == {"paired"}
    assert max(row.n_pairs for row in found.areas) <= 24
    # Were they linked all the same, the gate would hide the pairs of everybody.
    weak = [*sides[:-1], (shown(store, first).answers, shown(store, later).answers)]
    raw = compared(*weak[-1], "Elm")
    assert {(row.design, row.why) for row in release(comparison_since(raw, weak, Policy())).areas} == {
        ("independent", "protects_few")
    }
    assert {row.design for row in release(raw).areas} == {"paired"}


def test_what_a_head_sees_of_the_own_school_is_decided_by_the_whole_round(store) -> None:
    """Alone the six would be shown; beside all schools together they cover for the three of another."""
    made = save(
        store, {("Ash", "teachers"): 3, ("Birch", "teachers"): 6, ("Elm", "teachers"): 24, ("Oak", "teachers"): 30}
    )
    head = Viewer(role="head", schools=frozenset({"Birch"}))
    mine = released(shown(store, made, viewer=head), "Birch", viewer=head)
    assert mine == released(shown(store, made), "Birch")
    assert "complement" in {cell.hidden for cell in mine.areas}


@pytest.mark.parametrize(
    "more",
    [{"Ash": 5}, {"Birch": 30}, {"Ash": 5, "Birch": 15}, {"Gum": 7}, {"Gum": 7, "Ash": 6}, {"Birch": 5, "Elm": 9}],
)
def test_a_few_hidden_first_do_not_follow_once_more_have_answered(store, more) -> None:
    """The four of Ash were covered by Birch when all schools together were shown; more answer later, there or elsewhere."""
    sizes = {"Ash": 4, "Birch": 6, "Cedar": 21, "Elm": 24, "Oak": 30, "Yew": 18}
    made = save(store, {(school, "teachers"): size for school, size in sizes.items()})
    first = shown(store, made)
    then = {school: released(first, school).areas[0].hidden for school in (*sizes, None)}
    assert (then["Ash"], then["Birch"], then["Elm"], then[None]) == ("few", "complement", "", "")
    note(store, first)
    add(store, made, {(school, "teachers"): size for school, size in more.items()})
    later = shown(store, made)
    assert later.held == {}
    now = {school: released(later, school).areas[0].hidden for school in (*dict.fromkeys([*sizes, *more]), None)}
    assert now["Ash"]
    assert now["Birch"]
    # What is told in both states, as sums over the persons of each school then and those who came later.
    units = [*sizes, *(f"{school}, later" for school in more)]
    told = []
    for seen, all_there in ((then, list(sizes)), (now, units)):
        for school, why in seen.items():
            inside = [unit for unit in all_there if school is None or unit.split(",")[0] == school]
            told += [] if why else [[float(unit in inside) for unit in units]]
    equations = np.array(told)
    for secret in ("Ash", "Birch"):
        aim = np.array([[float(unit == secret) for unit in units]])
        assert np.linalg.matrix_rank(np.vstack([equations, aim])) > np.linalg.matrix_rank(equations), secret
