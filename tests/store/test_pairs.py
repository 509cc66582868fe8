"""What shows a slip in a code, and the pairs a person accepted: kept with the rounds, seen by whom may, gone with them."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from tests.store.makers import EVERYONE, answers, save, source
from toolbox.model import Clues, ToolboxError, Viewer
from toolbox.reading.pseudonyms import Pseudonyms
from toolbox.reading.slips import clues_of, units_of

KEY = Pseudonyms(b"a key of the tests")
PAIR = ("Elm", "pupils", "P-1A", "P-2B")


def clues(*rows, facts=()) -> Clues:
    """Rows are (code, school)."""
    schools = tuple(sorted({school for _, school in rows}))
    return clues_of(
        KEY,
        person=np.array([KEY(code) for code, _ in rows], object),
        school=np.array([schools.index(school) for _, school in rows]),
        group=np.zeros(len(rows), int),
        schools=schools,
        groups=("pupils",),
        units=[units_of(code) for code, _ in rows],
        unit_codes=np.arange(len(rows)),
        in_parts=False,
        facts={"birth year": facts} if facts else {},
    )


def listed(found: Clues) -> dict:
    """Each person's forms and facts, whatever the order of rows."""
    sizes = np.where(found.units, 1 + found.units.astype(int), 0)
    ends = np.cumsum(sizes)
    return {
        (found.schools[found.school[row]], found.person[row]): (
            found.forms[ends[row] - sizes[row] : ends[row]].tolist(), found.facts[row].tolist(),
        )
        for row in range(len(found))
    }  # fmt: skip


def test_clues_come_back_as_they_were(store):
    wanted = clues(("ab12k", "Elm"), ("cd34m", "Oak"), ("x", "Oak"), facts=("1990", "", "1981"))
    made = save(store, clues=wanted)
    found = store.clues(EVERYONE, made.id)
    assert listed(found) == listed(wanted)
    assert (found.in_parts, found.fact_names, found.units.tolist()) == (False, wanted.fact_names, [5, 5, 0])


def test_a_round_without_codes_has_none(store):
    assert store.clues(EVERYONE, save(store).id) is None


def test_a_viewer_gets_the_clues_of_their_schools_only(store):
    made = save(store, clues=clues(("ab12k", "Elm"), ("cd34m", "Oak")))
    found = store.clues(Viewer(schools=frozenset({"Oak"})), made.id)
    assert found.schools == ("Oak",)
    assert listed(found) == listed(clues(("cd34m", "Oak")))
    with pytest.raises(ToolboxError) as refused:
        store.clues(Viewer(schools=frozenset({"Fir"})), made.id)
    assert refused.value.code == "no_such_round"


def test_more_answers_bring_their_clues_and_the_newer_ones_count(store):
    made = save(store, clues=clues(("ab12k", "Elm"), ("cd34m", "Oak"), facts=("1990", "1985")))
    newer = clues(("cd34m", "Oak"), ("ef56p", "Fir"), facts=("1986", ""))
    store.add_to_round(
        EVERYONE, made.id, answers=answers(start=50), sources=(source("cd" * 32),), version=made.version, clues=newer
    )
    found = listed(store.clues(EVERYONE, made.id))
    assert found == listed(clues(("ab12k", "Elm"), facts=("1990",))) | listed(newer)


def test_codes_as_written_are_refused(store):
    wrong = clues(("ab12k", "Elm"))
    wrong.person[0] = "ab12k"
    with pytest.raises(ValueError, match="not a pseudonym"):
        save(store, clues=wrong)
    assert store.rounds(EVERYONE) == ()


def test_neither_code_nor_fact_stands_in_the_database(sqlite_place):
    store = sqlite_place.open()
    save(store, clues=clues(("ab12kzzq", "Elm"), ("cd34mzzq", "Oak"), facts=("birthyear1990", "birthyear1991")))
    store.close()
    for file in sqlite_place.folder.iterdir():
        held = file.read_bytes()
        assert b"ab12kzzq" not in held
        assert b"birthyear1990" not in held


def test_accepted_pairs_are_kept_taken_back_and_gone_with_either_round(store):
    for gone in (0, 1):
        made = [save(store, name=name) for name in ("Autumn", "Spring")]
        ids = tuple(each.id for each in made)
        store.pairs.accept(EVERYONE, *ids, [PAIR, ("Oak", "pupils", "P-3", "P-4")])
        store.pairs.accept(EVERYONE, *ids, [PAIR])
        assert store.pairs.accepted(EVERYONE, *ids) == {PAIR, ("Oak", "pupils", "P-3", "P-4")}
        assert store.pairs.accepted(EVERYONE, *reversed(ids)) == frozenset()
        store.pairs.take_back(EVERYONE, *ids, [("Oak", "pupils", "P-3", "P-4")])
        assert store.pairs.accepted(EVERYONE, *ids) == {PAIR}
        store.delete_round(EVERYONE, ids[gone])
        with store.engine.connect() as connection:
            assert not connection.exec_driver_sql("SELECT count(*) FROM accepted_pairs").scalar()
        with pytest.raises(ToolboxError) as refused:
            store.pairs.accepted(EVERYONE, *ids)
        assert refused.value.code == "no_such_round"


def test_pairs_of_another_school_are_neither_seen_nor_changed(store):
    ids = tuple(save(store, name=name).id for name in ("Autumn", "Spring"))
    store.pairs.accept(EVERYONE, *ids, [PAIR])
    other = Viewer(schools=frozenset({"Oak"}))
    assert store.pairs.accepted(other, *ids) == frozenset()
    for change in (store.pairs.accept, store.pairs.take_back):
        with pytest.raises(ToolboxError) as refused:
            change(other, *ids, [PAIR])
        assert refused.value.code == "not_allowed"
    assert store.pairs.accepted(EVERYONE, *ids) == {PAIR}


def test_two_visitors_who_accept_at_once_lose_nothing(store, place):
    ids = tuple(save(store, name=name).id for name in ("Autumn", "Spring"))
    stores = [place.open() for _ in range(2)]

    def accept(which: int) -> None:
        for number in range(15):
            stores[which].pairs.accept(
                EVERYONE, *ids, [("Elm", "pupils", f"P-{which}{number}", f"P-F{which}{number}"), PAIR]
            )

    threads = [threading.Thread(target=accept, args=(which,)) for which in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(store.pairs.accepted(EVERYONE, *ids)) == 31
    for each in stores:
        each.close()
