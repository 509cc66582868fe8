"""Activity by week, laid down beside the logs: counted once, anew when something changed, open to nobody else."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from toolbox.engine import asking
from toolbox.model import Membership, Viewer
from toolbox.reading import read
from toolbox.reading.pseudonyms import Pseudonyms
from toolbox.store import Store, open_store
from toolbox.web.activity import FOLDER, prepared

EVERYONE = Viewer()
HEADINGS = "Time,User full name,Event context,Component,Event name,Description,Origin,IP address"
NAMES = Pseudonyms(bytes(32))


def log(*persons: int, day: int = 7):
    rows = [
        f'"{day:02d}/01/26, 10:{n:02d}:00",P {who},Course: X,System,Course viewed,"The user with id \'{who}\' viewed.",web,'
        for n, who in enumerate(persons)
    ]
    return read("\n".join([HEADINGS, *rows]).encode(), "log.csv", pseudonym=NAMES)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    opened = open_store(folder=tmp_path)
    opened.migrate()
    opened.pseudonym_key()
    events = log(1, 2, 3).events
    actors = list(events["actor"].cat.categories)
    opened.events.add(EVERYONE, log(1, 2, 3))
    opened.memberships.add(
        EVERYONE,
        [Membership(member=actors[n], role="teacher", school=school) for n, school in enumerate(("Elm", "Elm", "Oak"))],
    )
    return opened


def laid(store: Store) -> list[Path]:
    return sorted((store.folder / FOLDER).glob("*"))


def uncounted(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on nothing may be counted."""

    def refuse(*_, **__):
        raise AssertionError("events were read again")

    monkeypatch.setattr(asking, "weeks", refuse)


def test_counted_once_and_then_read(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    first = prepared(store, EVERYONE)
    assert first[["school", "persons"]].to_numpy().tolist() == [["Elm", 2], ["Oak", 1]]
    assert first["week"].tolist() == [pd.Timestamp(2026, 1, 5)] * 2
    uncounted(monkeypatch)
    again = prepared(store, EVERYONE)
    pd.testing.assert_frame_equal(again, first)
    assert again.dtypes.to_dict() == first.dtypes.to_dict()


def test_sessions_and_the_roster_do_not_make_it_anew(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    from toolbox.model import MentoringSession

    before = prepared(store, EVERYONE)
    store.sessions.add(EVERYONE, [MentoringSession(on=date(2026, 1, 7), receiver="Elm", hours=1)])
    uncounted(monkeypatch)
    pd.testing.assert_frame_equal(prepared(store, EVERYONE), before)


def test_another_log_and_another_member_make_it_anew(store: Store) -> None:
    prepared(store, EVERYONE)
    store.events.add(EVERYONE, log(1, day=21))
    assert prepared(store, EVERYONE)["week"].nunique() == 2
    row = next(row for row in store.memberships.all(EVERYONE) if row.school == "Oak")
    store.memberships.take_out(EVERYONE, row.id, version=row.version)
    assert set(prepared(store, EVERYONE)["school"]) == {"Elm"}
    assert len(laid(store)) == 1, "what was counted before is gone"


def test_a_renamed_school_has_its_activity_under_its_name_of_now(store: Store) -> None:
    prepared(store, EVERYONE)
    store.roster.rename(EVERYONE, "Elm", "Elm Academy")
    assert set(prepared(store, EVERYONE)["school"]) == {"Elm Academy", "Oak"}


def test_each_viewer_has_their_schools_only(store: Store) -> None:
    everybody = prepared(store, EVERYONE)
    mine = prepared(store, Viewer(role="mentor", schools=frozenset({"Oak"}), person="P-X"))
    assert mine["school"].tolist() == ["Oak"]
    pd.testing.assert_frame_equal(prepared(store, EVERYONE), everybody)
    assert len(laid(store)) == 2


def test_without_logs_nothing_is_laid_down_and_nothing_stays(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    prepared(store, EVERYONE)
    (kept,) = store.events.files(EVERYONE)
    store.events.delete(EVERYONE, kept.id)
    assert prepared(store, EVERYONE).empty
    assert laid(store) == []


def test_a_damaged_file_is_counted_again(store: Store) -> None:
    first = prepared(store, EVERYONE)
    (path,) = laid(store)
    path.write_bytes(path.read_bytes()[:50])
    pd.testing.assert_frame_equal(prepared(store, EVERYONE), first)
    assert path.stat().st_size > 50


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
def test_nobody_else_on_the_machine_may_read_it(store: Store) -> None:
    prepared(store, EVERYONE)
    assert [path.stat().st_mode & 0o777 for path in laid(store)] == [0o600]
    assert (store.folder / FOLDER).stat().st_mode & 0o777 == 0o700


def test_the_hub_counts_who_is_in_two_schools_once(store: Store) -> None:
    person = store.memberships.all(EVERYONE, school="Oak")[0].member
    store.memberships.add(EVERYONE, [Membership(member=person, role="mentee", school="Elm")])
    assert prepared(store, EVERYONE)["persons"].sum() == 4
    assert prepared(store, EVERYONE, by="hub")["persons"].tolist() == [3]


def test_a_click_through_the_page_reads_no_event(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    from toolbox.web import activity, state

    monkeypatch.setattr(state, "store", lambda: store)
    first = activity.weeks(EVERYONE)
    uncounted(monkeypatch)
    assert activity.weeks(EVERYONE) is first


def test_who_sees_some_schools_is_handed_their_weeks_of_what_was_counted_once(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    from toolbox.web import activity, state

    mentor = Viewer(role="mentor", schools=frozenset({"Oak"}), person="P-X")
    own = prepared(store, mentor)
    monkeypatch.setattr(state, "store", lambda: store)
    activity.weeks(EVERYONE)
    uncounted(monkeypatch)
    pd.testing.assert_frame_equal(activity.weeks(mentor), own)
