"""Mentoring from file to finding: what is planted in the sample hub is found again, and each thing is counted once.

The hub is loaded as a visitor's first start loads it: through the readers, into the store. A second, small hub has no effect
of hours, and none may be seen there.
"""

from __future__ import annotations

import json
import threading
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from toolbox import sample
from toolbox.disclosure.given import release_given
from toolbox.engine import asking
from toolbox.frameworks import load
from toolbox.mentoring import DoseStudy, Given, dose_study, school_doses, teacher_doses, together
from toolbox.mentoring.cards import cards, mentees_of, never_reached
from toolbox.model import EvaluationRound, Policy, Reading, SchoolDose, ToolboxError, Viewer
from toolbox.reading import read
from toolbox.reading.pseudonyms import Pseudonyms
from toolbox.reading.recipes import apply, from_json
from toolbox.sample import files, mentoring
from toolbox.store import Store, open_store

TRUTH = json.loads((sample.FOLDER / "truth.json").read_text(encoding="utf-8"))
NO_DOSE = sample.FOLDER / "no_dose"
VIEWER = Viewer()
BEFORE, AFTER = (each.collected_on for each in sample.ROUNDS)
FRAMEWORK = load("selfie-2020")
#: A day on which the pair that never met is one, and every pair that still meets did so less than 60 days before.
LOOKED = date(2026, 5, 13)


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store with the sample hub; tests of this module read it only."""
    store = open_store(folder=tmp_path_factory.mktemp("hub"))
    store.migrate()
    sample.load(store, VIEWER)
    yield store
    store.close()


@pytest.fixture
def own(tmp_path: Path) -> Store:
    """A store with the mentoring records of the sample, to be changed."""
    store = open_store(folder=tmp_path)
    store.migrate()
    mentoring.load(store, VIEWER, Pseudonyms(store.pseudonym_key()), sample.FOLDER)
    yield store
    store.close()


def given(store: Store) -> Given:
    """What the hub wrote down, between the two rounds."""
    return Given(
        sessions=store.sessions.all(VIEWER), roster=store.roster.all(VIEWER), memberships=store.memberships.all(VIEWER),
        since=BEFORE, until=AFTER,
    )  # fmt: skip


def doses(store: Store, **period: date):
    kept = given(store)
    return {each.school: each for each in school_doses(kept.sessions, kept.roster, kept.memberships, **period)}


# ── dose ─────────────────────────────────────────────────────────────────────────────────────────


def test_the_planted_dose_of_every_school_comes_out_of_the_log(hub: Store) -> None:
    found = doses(hub, since=BEFORE, until=AFTER)
    assert set(found) == set(TRUTH["schools"]["mentored"])
    for school, told in TRUTH["dose"]["by_school"].items():
        one = found[school]
        assert (one.sessions_delivered, one.sessions_planned) == (told["sessions_delivered"], told["sessions_planned"])
        assert one.person_hours == pytest.approx(told["hours_of_teachers"])
        assert one.per_teacher == pytest.approx(told["hours_per_rostered_teacher"], abs=1e-4)
        assert one.unnamed == one.without_length == 0


def test_the_engine_gives_the_same_dose(hub: Store) -> None:
    """It counts everybody who came; leaders among them are no teachers, and are the only difference."""
    found, engine = doses(hub), asking.doses(hub.sessions.all(VIEWER)).set_index("school")
    for school, one in found.items():
        if one.sessions_planned:
            row = engine.loc[school]
            assert (row.sessions_delivered, row.sessions_planned) == (one.sessions_delivered, one.sessions_planned)
            assert row.hours_delivered == pytest.approx(one.hours_delivered)
            assert row.person_hours >= one.person_hours
            assert (row["first"].date(), row["last"].date()) == (one.first, one.last)


@pytest.fixture(scope="module")
def study(hub: Store) -> DoseStudy:
    rounds = sorted(hub.rounds(VIEWER), key=lambda each: each.collected_on)
    asked = [
        EvaluationRound(
            name=each.name, collected_on=each.collected_on, answers=hub.answers(VIEWER, each.id), sha256=each.id
        )
        for each in rounds
    ]
    return dose_study(*asked, FRAMEWORK, given(hub))


def test_the_planted_effect_of_hours_is_found_and_only_where_it_is(study: DoseStudy) -> None:
    found = {each.relation.area: each.relation for each in study.told if each.relation.group == "teachers"}
    assert found["D"].verdict == "rose_more"
    assert {area for area, each in found.items() if each.verdict != "no_clear_relation"} == {"D"}
    for area, planted in TRUTH["dose"]["expected_points_per_hour"].items():
        slope = found[area].slope
        assert 0 < slope.ci_low < planted < slope.ci_high, area


def test_a_hub_without_an_effect_of_hours_yields_no_clear_relation() -> None:
    key = Pseudonyms(b"one key for every file")
    truth = json.loads((NO_DOSE / "truth.json").read_text(encoding="utf-8"))

    def asked(name: str, on: date) -> EvaluationRound:
        recipe = from_json((NO_DOSE / f"recipe-{name}.json").read_text(encoding="utf-8"))
        content = (NO_DOSE / f"{name}.csv").read_bytes()
        reading: Reading = read(content, f"{name}.csv", choices=recipe.choices, pseudonym=key)
        answers = apply(recipe, reading, FRAMEWORK, key).answers
        return EvaluationRound(name=name, collected_on=on, answers=answers, sha256=reading.sha256)

    before, after = asked("autumn-2025", date(2025, 10, 13)), asked("spring-2026", date(2026, 5, 11))
    kept = Given(
        sessions=files.sessions(key, NO_DOSE), roster=files.roster(NO_DOSE),
        memberships=files.memberships(key, NO_DOSE), since=before.collected_on, until=after.collected_on,
    )  # fmt: skip
    told = {each.school: each.person_hours for each in school_doses(kept.sessions, kept.roster, kept.memberships)}
    assert {school: told[school] for school in truth["schools"]} == pytest.approx(truth["hours_of_teachers"])
    study = dose_study(before, after, FRAMEWORK, kept)
    assert len(study.told) == 8
    for each in study.told:
        assert each.relation.verdict == "no_clear_relation", each.relation.area
        assert each.relation.slope.n > 80
        assert each.relation.slope.ci_low < truth["points_per_hour"] < each.relation.slope.ci_high


# ── silence, and whom nothing reached ────────────────────────────────────────────────────────────


def card_of(store: Store, mentor: str, day: date) -> dict:
    kept = given(store)
    schools = mentees_of(kept.memberships, mentor, day)
    weeks: dict[str, list[tuple[date, int]]] = {}
    for row in asking.weeks(store.events.paths(VIEWER), kept.memberships).itertuples():
        weeks.setdefault(row.school, []).append((row.week.date(), row.persons))
    made = cards(
        schools, doses(store).values(), kept.sessions, kept.memberships, weeks=weeks, logs=None, actions={}, today=day
    )
    return {each.school: each for each in made}


def test_the_two_silent_pairs_are_found_and_no_other(hub: Store) -> None:
    silent, unmet = TRUTH["dose"]["silent"], TRUTH["dose"]["never_met"]
    mentors = [row.school for row in hub.memberships.all(VIEWER) if (row.kind, row.role) == ("school", "mentor")]
    found = {school: card for mentor in mentors for school, card in card_of(hub, mentor, LOOKED).items()}
    assert set(found) == {*TRUTH["schools"]["mentored"], unmet["school"]}
    warned = {school: [each.rule for each in card.silences] for school, card in found.items() if card.silences}
    assert warned == {silent["school"]: ["no_session_since"], unmet["school"]: ["no_session"]}
    days = found[silent["school"]].silences[0].days
    assert (LOOKED - timedelta(days=days)).isoformat() <= silent["no_session_after"]
    before = card_of(hub, unmet["mentored_by"], date.fromisoformat(unmet["since"]) - timedelta(days=1))
    assert unmet["school"] not in before, "nobody is silent before the mentoring began"


def test_the_engine_tells_the_same_of_those_who_stayed_and_those_who_left(hub: Store) -> None:
    kept = given(hub)
    teachers = [row for row in kept.memberships if row.role == "mentee"]
    engine = asking.reached(kept.sessions, teachers).set_index("school")
    for school, one in doses(hub).items():
        if one.sessions_delivered:
            row = engine.loc[school]
            assert (row.reached, row.left, row.left_reached) == (
                one.reached.part, len(one.left), one.came - one.reached.part,
            )  # fmt: skip


def test_the_reach_that_is_shown_holds_the_truth_and_exceeds_nothing(hub: Store) -> None:
    kept = given(hub)
    between = {"since": BEFORE, "until": AFTER}
    known = kept.sessions, kept.roster, kept.memberships
    *rows, whole = release_given(school_doses(*known, **between), together(*known, **between), Policy())
    told = {row.school: row for row in rows if row.reached is not None}
    assert told
    for school, row in told.items():
        truth = TRUTH["dose"]["by_school"][school]["teachers_reached"]
        # Told to the nearest five.
        assert row.reached_least - 2 <= truth <= row.reached + 2
        assert row.reached <= row.teachers
    assert whole.reached_least - 2 <= sum(each["teachers_reached"] for each in TRUTH["dose"]["by_school"].values())


def test_who_was_never_reached_is_a_number_for_every_school(hub: Store) -> None:
    """Whoever left before the last session is neither among those reached nor among the places of the roster."""
    found = doses(hub, since=BEFORE, until=AFTER)
    for school, told in TRUTH["dose"]["by_school"].items():
        one = found[school]
        assert one.reached.part == told["teachers_reached"], school
        assert len(one.left) == one.came - one.reached.part == told["teachers_reached_who_left"], school
        assert one.reached.whole == one.teachers, school
        assert never_reached(one) == one.teachers - told["teachers_reached"], school
        assert never_reached(one) >= TRUTH["dose"]["never_reached_on_purpose"][school], school
    assert sum(each.came > each.reached.part for each in found.values()) > 0
    assert sum(never_reached(each) for each in found.values()) > 0


# ── counted once ─────────────────────────────────────────────────────────────────────────────────


def test_persons_are_counted_once_whatever_names_them(hub: Store) -> None:
    rows = [row for row in hub.memberships.all(VIEWER) if row.kind == "person"]
    roles = {role: {row.member for row in rows if row.role == role} for role in ("mentor", "mentee", "facilitator")}
    assert {role: len(persons) for role, persons in roles.items()} == {
        "mentor": TRUTH["mentors"], "mentee": TRUTH["teachers_reached"], "facilitator": TRUTH["facilitators"],
    }  # fmt: skip
    assert len(rows) > len({row.member for row in rows}) == TRUTH["persons_in_the_list"]
    key = Pseudonyms(hub.pseudonym_key())
    assert {key(code) for code in TRUTH["mentors_who_are_mentees"]} == roles["mentor"] & roles["mentee"]
    schools = Counter(member for member, _ in {(row.member, row.school) for row in rows})
    assert {key(code) for code in TRUTH["in_two_schools"]} == {who for who, count in schools.items() if count > 1}
    kept = given(hub)
    whole = together(kept.sessions, kept.roster, kept.memberships)
    assert whole.came == TRUTH["teachers_reached"]
    left = sum(each["teachers_reached_who_left"] for each in TRUTH["dose"]["by_school"].values())
    assert whole.reached.part == TRUTH["teachers_reached"] - left
    assert whole.person_hours == pytest.approx(sum(each.person_hours for each in doses(hub).values()))


def test_a_mentor_who_is_a_mentee_has_only_the_hours_of_a_mentee(hub: Store) -> None:
    """Sessions somebody gave are no hours somebody got."""
    key, kept = Pseudonyms(hub.pseudonym_key()), given(hub)
    got = {each.person: each.hours for each in teacher_doses(kept.sessions, kept.memberships)}
    for code in TRUTH["mentors_who_are_mentees"]:
        came = [each.hours for each in kept.sessions if each.delivered and key(code) in each.persons]
        assert any(key(code) in each.mentors for each in kept.sessions)
        assert got[key(code)] == pytest.approx(sum(came))


def test_who_is_in_two_schools_is_active_in_both_and_once_in_the_hub(hub: Store) -> None:
    key, paths = Pseudonyms(hub.pseudonym_key()), hub.events.paths(VIEWER)
    (two,) = (key(code) for code in TRUTH["in_two_schools"])
    rows = [row for row in hub.memberships.all(VIEWER) if row.member == two]
    apart, once = asking.weeks(paths, rows), asking.weeks(paths, rows, by="hub")
    assert len(set(apart["school"])) == 2
    assert set(once["persons"]) == {1}
    assert len(once) < len(apart) <= 2 * len(once)


def test_the_session_both_sides_entered_is_one(hub: Store) -> None:
    told = TRUTH["entered_twice"]
    read_in = files.sessions(Pseudonyms(hub.pseudonym_key()))
    kept = hub.sessions.all(VIEWER)
    assert len(kept) == len(read_in) - 1
    same = [
        each for each in kept
        if (each.on.isoformat(), each.receiver, each.method) == (told["date"], told["school"], told["method"])
    ]  # fmt: skip
    assert len(same) == 1


def test_schools_that_became_another_type(hub: Store) -> None:
    found = {
        each.school: each.types[-1][1].isoformat()
        for each in hub.roster.all(VIEWER)
        if [type for type, _ in each.types] == ["AP", "AS"]
    }
    assert found == TRUTH["dose"]["became_as"]


# ── nothing lost, nothing twice ──────────────────────────────────────────────────────────────────


def everything(store: Store) -> tuple:
    """All that is kept beside rounds, without the numbers the store gives."""
    return (
        store.roster.all(VIEWER),
        Counter(replace(row, id="", version=1) for row in store.memberships.all(VIEWER)),
        Counter(replace(row, id="", version=1) for row in store.sessions.all(VIEWER)),
        [(log.id, log.events) for log in store.events.files(VIEWER)],
    )


def bring(store: Store) -> None:
    mentoring.load(store, VIEWER, Pseudonyms(store.pseudonym_key()), sample.FOLDER)


def test_every_list_and_log_twice_adds_nothing(own: Store) -> None:
    first = everything(own)
    bring(own)
    assert everything(own) == first
    assert len(own.memberships.clusters(VIEWER)) == 2


def test_two_who_bring_the_lists_at_once_bring_them_once(tmp_path: Path, own: Store) -> None:
    store = open_store(folder=tmp_path / "both")
    store.migrate()
    key = Pseudonyms(store.pseudonym_key())
    members, held = files.memberships(key), files.sessions(key)
    faults: list[BaseException] = []

    def both() -> None:
        try:
            store.memberships.add(VIEWER, members)
            store.sessions.add(VIEWER, held)
            store.events.add(VIEWER, files.activity(key))
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=both) for _ in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert faults == []
    counts = [len(each.memberships.all(VIEWER)) for each in (store, own)]
    assert counts[0] == counts[1]
    assert len(store.sessions.all(VIEWER)) == len(own.sessions.all(VIEWER))
    assert [log.events for log in store.events.files(VIEWER)] == [TRUTH["moodle"]["events"]]
    store.close()


@pytest.mark.parametrize("at", ["sessions", "events"])
def test_an_interrupted_save_leaves_all_or_nothing_and_goes_on(tmp_path: Path, monkeypatch, at: str) -> None:
    store = open_store(folder=tmp_path)
    store.migrate()
    with monkeypatch.context() as broken:
        if at == "sessions":  # after half of the rows were handed to the database
            import toolbox.store.sessions as room

            whole = room.bring

            def half(session, table, keyed):
                keyed = list(keyed)
                whole(session, table, keyed[: len(keyed) // 2])
                raise OSError("the cable was pulled")

            broken.setattr(room, "bring", half)
        else:
            broken.setattr("toolbox.store.events.os.fsync", _pulled)
        with pytest.raises((OSError, ToolboxError)):
            bring(store)
    assert store.events.files(VIEWER) == ()
    assert not list(tmp_path.rglob("*.part"))
    if at == "sessions":
        assert store.sessions.all(VIEWER) == ()
    bring(store)
    assert len(store.sessions.all(VIEWER)) == len(files.sessions(Pseudonyms(store.pseudonym_key()))) - 1
    assert store.events.files(VIEWER)[0].events == TRUTH["moodle"]["events"]
    store.close()


def _pulled(*_) -> None:
    raise OSError("the cable was pulled")


def under(dose: SchoolDose, school: str) -> SchoolDose:
    """The same dose under another name."""
    return replace(dose, school=school, left=tuple(replace(each, school=school) for each in dose.left))


def test_a_renamed_school_takes_everything_along_and_its_old_files_with_it(own: Store) -> None:
    old, new = "Sumuniemen koulu", "Sumuniemi Academy"
    before, rows = doses(own)[old], everything(own)
    weeks = asking.weeks(own.events.paths(VIEWER), own.memberships.all(VIEWER))
    own.roster.rename(VIEWER, old, new)
    after = doses(own)
    assert old not in after
    assert under(after[new], old) == before
    former = own.roster.former_names(VIEWER)
    again = asking.weeks(own.events.paths(VIEWER), own.memberships.all(VIEWER), former=former)
    assert again["persons"].sum() == weeks["persons"].sum()
    assert set(again["school"]) == {new if school == old else school for school in weeks["school"]}
    bring(own)  # the files still have the old name
    assert [len(each) for each in everything(own)[:1]] == [len(rows[0])]
    assert sum(everything(own)[1].values()) == sum(rows[1].values())
    assert sum(everything(own)[2].values()) == sum(rows[2].values())
    assert under(doses(own)[new], old) == before


def test_what_was_corrected_or_taken_out_stays_so_when_the_file_comes_again(own: Store) -> None:
    corrected, wrong, *_ = own.sessions.all(VIEWER)
    own.sessions.change(VIEWER, replace(corrected, hours=2.5, note="It ran late."))
    own.sessions.take_out(VIEWER, wrong.id, version=wrong.version)
    bring(own)
    now = {each.id: each for each in own.sessions.all(VIEWER)}
    assert (now[corrected.id].hours, now[corrected.id].note) == (2.5, "It ran late.")
    assert wrong.id not in now
    assert len(now) == len(files.sessions(Pseudonyms(own.pseudonym_key()))) - 2


def test_a_mentor_is_given_own_mentees_only(own: Store) -> None:
    mentor = "Debesų kalno gimnazija"
    narrow = Viewer(
        role="mentor", schools=frozenset({mentor, *mentees_of(own.memberships.all(VIEWER), mentor, LOOKED)})
    )
    seen = {each.receiver for each in own.sessions.all(narrow)}
    assert seen == {mentor, "Rūko slėnio mokykla", "Žaibo ežero mokykla", "Osnovna šola Megleni Dol"}
    assert {row.school for row in own.memberships.all(narrow)} <= narrow.schools
    with pytest.raises(ToolboxError) as refused:
        own.sessions.add(narrow, [replace(own.sessions.all(VIEWER)[0], id="", receiver="Pilvelahe Põhikool")])
    assert refused.value.code == "not_allowed"
