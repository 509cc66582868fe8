"""The change page on linking: who could be followed, pairs to decide on one by one, results with them; no code anywhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from tests.exports import limesurvey
from tests.invented import CORE, answers, second_round
from tests.web.conftest import Open, said
from tests.web.test_upload import drop, press, through
from toolbox.model import Answers, Viewer
from toolbox.reading.pseudonyms import Pseudonyms
from toolbox.reading.slips import clues_of, units_of
from toolbox.store import open_store
from toolbox.web import offering, released, state
from toolbox.web.mapping.codes import no_code_matches

EVERYONE = Viewer()
PAIR_SCHOOL = "Žaibo ežero mokykla"


def coded(found: Answers, slips: int = 0, seed: int = 3) -> tuple[Answers, list[str]]:
    """Every person with a code of eight characters; the first so many with one of them mistyped."""
    draw = np.random.default_rng(seed)
    codes = ["".join(draw.choice(list("abcdefghjkmnpqrstuvwxyz23456789"), 8)) for _ in range(len(found))]
    return found, [f"{code[:3]}0{code[4:]}" if place < slips else code for place, code in enumerate(codes)]


def keep(folder, before: tuple, after: tuple) -> tuple[str, str]:
    """Two rounds in the store of a data folder."""
    store = open_store(folder=folder)
    key = Pseudonyms(store.pseudonym_key())
    ids = []
    for (found, codes), name, on in ((before, "Autumn", date(2025, 10, 6)), (after, "Spring", date(2026, 5, 4))):
        person = np.array([key(code) for code in codes], object)
        clues = clues_of(
            key, person=person, school=found.school, group=found.group, schools=found.schools, groups=found.groups,
            units=[units_of(code) for code in codes], unit_codes=np.arange(len(codes)), in_parts=False, facts={},
        )  # fmt: skip
        made = store.save_round(
            EVERYONE, name=name, collected_on=on, framework="selfie-2020",
            answers=replace(found, person=person, school=found.school.astype(np.int32), group=found.group.astype(np.int16)),
            clues=clues,
        )  # fmt: skip
        ids.append(made.id)
    store.set_setting(EVERYONE, "started", "yes")
    store.close()
    return tuple(ids)


@pytest.fixture
def hub(empty_store: Open, tmp_path):
    """Opens the change page on two schools of 60 teachers, 12 of whom mistyped their code in each."""
    first = answers({("North", "teachers"): 60})
    ids = keep(tmp_path, coded(first), coded(second_round(first, shift=0.4), slips=12))
    return empty_store, ids


def test_pairs_are_off_until_somebody_accepts_them(hub) -> None:
    opened, ids = hub
    at = opened("change")
    assert not at.exception
    words = said(at)
    assert "Who could be followed" in words
    assert "whoever answered in two schools counts in each" in words
    assert "**12 pairs with one difference**" in words
    assert "None is used unless you accept it" in words
    assert "With the accepted pairs" not in words
    found = released.comparison(*ids, "North")
    assert {row.n_pairs for row in found.areas} <= {47, 48}
    assert found.accepted == ()


def test_one_by_one_then_all_then_none(hub) -> None:
    opened, ids = hub
    at = opened("change")
    pairs = released.probable_pairs(*ids, "North")
    released.decide(*ids, pairs[:1], accept=True)
    at.run()
    assert not at.exception
    words = said(at)
    assert "1 accepted" in words
    assert "would reveal the few whose codes were accepted" in words
    released.decide(*ids, pairs, accept=True)
    at.run()
    words = said(at)
    assert "12 accepted" in words
    assert "With accepted pairs" in words
    found = released.comparison(*ids, "North")
    assert {row.n_pairs for row in found.accepted if not row.hidden} == {60}
    assert [table.name for table in offering.parts(found)].count("change_accepted") == 1
    released.decide(*ids, pairs, accept=False)
    at.run()
    assert "0 accepted" in said(at)
    assert released.comparison(*ids, "North").accepted == ()


def test_what_is_shown_is_a_short_pseudonym_and_never_a_code(hub) -> None:
    opened, ids = hub
    for pair in released.probable_pairs(*ids, "North"):
        assert pair.before.startswith("P-")
        assert len(pair.before) < 12
        assert pair.difference == "character 4 of 8 differs"
    words = said(opened("change"))
    _, codes = coded(answers({("North", "teachers"): 60}))
    assert not [code for code in codes if code in words]


def test_rounds_of_an_older_version_say_why_nothing_is_compared(empty_store: Open, tmp_path) -> None:
    first = answers({("North", "teachers"): 30})
    ids = keep(tmp_path, coded(first), coded(second_round(first, shift=0.4), slips=5))
    with state.store().engine.begin() as connection:
        connection.exec_driver_sql("UPDATE data_sets SET clues = NULL")
    at = empty_store("change")
    assert not at.exception
    assert "saved by an older version" in said(at)
    assert released.probable_pairs(*ids, "North") == ()


def test_no_code_in_common_asks_for_the_column(empty_store: Open, tmp_path) -> None:
    first = answers({("North", "teachers"): 30})
    keep(tmp_path, coded(first, seed=3), coded(second_round(first, shift=0.4), seed=4))
    at = empty_store("change")
    assert not at.exception
    assert "No codes occur in both rounds. Is the code in another column?" in said(at)
    assert "Codes are not kept, only pseudonyms" in said(at)


def test_no_codes_at_all_is_said_in_a_sentence(empty_store: Open, tmp_path) -> None:
    first = answers({("North", "teachers"): 30}, keyed=False)
    store = open_store(folder=tmp_path)
    for name, on in (("Autumn", date(2025, 10, 6)), ("Spring", date(2026, 5, 4))):
        found = replace(
            first, school=first.school.astype(np.int32), group=first.group.astype(np.int16), items=CORE,
            values=np.asfortranarray(np.roll(first.values, on.month, axis=0)),
        )  # fmt: skip
        store.save_round(EVERYONE, name=name, collected_on=on, framework="selfie-2020", answers=found)
    store.set_setting(EVERYONE, "started", "yes")
    store.close()
    at = empty_store("change")
    assert not at.exception
    assert "Nobody: the answers hold no codes" in said(at)


def test_the_sample_hub_has_a_mistyped_code_to_look_at(sample_store: Open) -> None:
    at = sample_store("change", change_school=PAIR_SCHOOL)
    assert not at.exception
    words = said(at)
    assert "**1 pair with one difference** (chance alone would give hardly any), 0 accepted" in words
    at = sample_store("change", change_school="All 15 schools together")
    words = said(at)
    assert not at.exception
    assert "Who did not answer again" in words
    assert "Were they alike when it began?" in words
    assert "The 32 % of teachers who did not answer again started" in words.replace("\\", "").replace(
        "\N{NO-BREAK SPACE}", " "
    )


def test_a_group_hidden_in_every_area_says_so_once(sample_store: Open) -> None:
    at = sample_store("change", change_school="Debesų kalno gimnazija")
    words = said(at).replace("\\", "")
    assert words.count("- Fewer than 5 teachers did not answer again; they cannot be shown apart.") == 1
    assert "Were they alike when it began?" not in words, "no question that is not answered"
    assert not any("Why hidden" in table.value.columns for table in at.table)


def test_a_file_whose_codes_are_not_in_the_round_before() -> None:
    assert no_code_matches("Autumn", ("a73k", "b22m")) == (
        "No code of this file occurs in “Autumn”. Examples from this file, as they are compared: a73k, b22m. The codes of "
        "“Autumn” are kept as pseudonyms only, so they cannot be shown. Is the code in another column?"
    )


def test_the_upload_page_says_that_no_code_occurs_in_the_round_before(empty_store: Open, tmp_path) -> None:
    through(drop(empty_store("upload"), "autumn.csv", limesurvey(60)), name="Autumn")
    at = drop(empty_store("upload"), "spring.csv", limesurvey(60, seed=2).replace(b'"AN', b'"XQ'))
    for label in ("Next: Framework", "Next: Columns", "Next: Answers", "Next: Check", "Next: Save"):
        press(at, label)
    (warned,) = [each.value for each in at.warning if "No code of this file" in each.value]
    assert "occurs in “Autumn”. Examples from this file, as they are compared: xq000t, xq001t, xq002t" in warned
    assert "an000t" not in warned.lower()


def test_an_uploaded_round_keeps_what_shows_a_slip_and_the_fact_a_person_named(empty_store: Open, tmp_path) -> None:
    at = drop(empty_store("upload"), "autumn.csv", limesurvey(60, added={"born": "Where were you born?"}))
    for label in ("Next: Framework", "Next: Columns"):
        press(at, label)
    born = next(box for box in at.selectbox if "meaning_" in (box.key or "") and "born" in box.key)
    born.select("fact").run()
    next(each for each in at.segmented_control if each.label == "Show").set_value("used").run()
    assert "the person's code, 1 fact;" in said(at)
    assert "Kept unreadable (as a hash)" in said(at)
    for label in ("Next: Answers", "Next: Check", "Next: Save", "Save the round"):
        press(at, label)
    store = open_store(folder=tmp_path)
    (made,) = store.rounds(EVERYONE)
    clues = store.clues(EVERYONE, made.id)
    assert clues.units.tolist() == [6] * 60
    assert clues.facts.shape == (60, 1)
    assert len(set(clues.facts[:, 0].tolist())) > 5
    store.close()
