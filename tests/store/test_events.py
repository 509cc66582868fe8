"""Logs that are kept: the same twice, two that overlap, an interrupted save."""

from __future__ import annotations

import pandas as pd
import pyarrow.parquet as pq
import pytest

from tests.store.makers import EVERYONE
from toolbox.model import EVENT_COLUMNS, ToolboxError, Viewer
from toolbox.reading import read
from toolbox.reading.pseudonyms import Pseudonyms
from toolbox.store import open_store
from toolbox.store.events import SCHEMA, to_table

HEADINGS = "Time,User full name,Event context,Component,Event name,Description,Origin,IP address"


def log(*minutes: int, file: str = "log.csv"):
    rows = [
        f'"27/03/26, 10:{n:02d}:00",P {n % 3},Course: X,System,Course viewed,"The user with id \'{n % 3}\' viewed.",web,'
        for n in minutes
    ]
    return read("\n".join([HEADINGS, *rows]).encode(), file, pseudonym=Pseudonyms(bytes(32)))


def kept(store) -> pd.DataFrame:
    return pd.concat([pq.read_table(path).to_pandas() for path in store.events.paths(EVERYONE)])


def test_a_log_is_kept_with_the_columns_that_are_promised(store):
    file = store.events.add(EVERYONE, log(1, 2, 2, 3))
    assert (file.events, file.there, file.reader) == (4, 0, "moodle_log")
    (path,) = store.events.paths(EVERYONE)
    written = pq.read_schema(path)
    assert [(field.name, field.type) for field in written] == [(field.name, field.type) for field in SCHEMA]
    assert [field.name for field in SCHEMA] == [name for name, _ in EVENT_COLUMNS]
    assert not [name for name in path.parent.iterdir() if name.suffix == ".part"]
    assert kept(store)["id"].is_unique


def test_the_same_log_twice_is_one(store):
    first = store.events.add(EVERYONE, log(1, 2, 3))
    assert store.events.add(EVERYONE, log(1, 2, 3, file="again.csv")) == first
    assert store.events.files(EVERYONE) == (first,)


def test_logs_that_overlap_share_their_events(store):
    store.events.add(EVERYONE, log(1, 2, 2, 3))
    later = store.events.add(EVERYONE, log(2, 2, 2, 3, 4))
    assert (later.events, later.there) == (2, 3), "the third of the identical rows is new, and minute 4"
    assert len(kept(store)) == 6
    nothing_new = store.events.add(EVERYONE, log(1, 3))
    assert (nothing_new.events, nothing_new.there) == (0, 2)
    assert len(store.events.paths(EVERYONE)) == 2


def test_the_id_of_an_event_never_changes():
    """Held against numbers written down once: ids of logs kept earlier must be found again."""
    row = {
        "at": pd.Timestamp("2026-01-07 10:00"), "day": float("nan"), "actor": "P-1", "school": "", "kind": "viewed",
        "minutes": 1.5, "count": 1, "topic": "Ämne", "method": "", "delivered": True, "source": "moodle_log",
    }  # fmt: skip
    frame = pd.DataFrame([row, row])
    for column in ("actor", "school", "kind", "topic", "method", "source"):
        frame[column] = frame[column].astype("category")
    assert to_table(frame)["id"].to_pylist() == to_table(pd.DataFrame([row, row]))["id"].to_pylist() == EXPECTED


EXPECTED = [169602490655200149, 8733190172012402936]


def test_deleted_with_its_file(store):
    file = store.events.add(EVERYONE, log(1, 2))
    (path,) = store.events.paths(EVERYONE)
    store.events.delete(EVERYONE, file.id)
    assert not path.exists()
    assert store.events.files(EVERYONE) == ()
    with pytest.raises(ToolboxError) as refused:
        store.events.delete(EVERYONE, file.id)
    assert refused.value.code == "no_such_log"
    assert store.events.add(EVERYONE, log(1, 2)).events == 2


def test_a_save_that_breaks_off_loses_and_doubles_nothing(sqlite_place, monkeypatch):
    store = sqlite_place.open()
    store.events.add(EVERYONE, log(1, 2))

    def broken(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("toolbox.store.events.pq.write_table", broken)
    with pytest.raises(ToolboxError) as refused:
        store.events.add(EVERYONE, log(2, 3))
    assert refused.value.code == "disk_full"
    monkeypatch.undo()
    assert len(store.events.files(EVERYONE)) == 1
    assert len(list((store.folder / "events").iterdir())) == 1
    # The power went after the file was in its place and before its row was: the file alone is nobody's.
    (store.folder / "events" / f"{log(2, 3).sha256}.parquet").write_bytes(b"half")
    assert len(store.events.paths(EVERYONE)) == 1
    assert store.events.add(EVERYONE, log(2, 3)).events == 1
    assert len(kept(store)) == 3
    store.close()


def test_rights_and_what_is_no_log(store):
    some = Viewer(role="head", schools=frozenset({"Elm"}))
    for call in (lambda: store.events.add(some, log(1)), lambda: store.events.delete(some, "x")):
        with pytest.raises(ToolboxError) as refused:
            call()
        assert refused.value.code == "not_allowed"
    with pytest.raises(ToolboxError) as refused:
        store.events.add(EVERYONE, read(b"a,b\n1,2\n3,4\n", "answers.csv"))
    assert refused.value.code == "no_events"


def test_a_file_that_went_missing_is_told(store):
    store.events.add(EVERYONE, log(1))
    store.events.paths(EVERYONE)[0].unlink()
    with pytest.raises(ToolboxError, match="not in the data folder"):
        store.events.paths(EVERYONE)


def test_events_are_of_the_stores_key(tmp_path):
    """A log without a round settles the key too: another key would name the same people otherwise."""
    store = open_store(folder=tmp_path)
    store.pseudonym_key()
    store.events.add(EVERYONE, log(1))
    (tmp_path / "pseudonym.key").write_bytes(bytes(32))
    with pytest.raises(ToolboxError) as refused:
        store.pseudonym_key()
    assert refused.value.code in ("key_mismatch", "key_unreadable")
    store.close()
