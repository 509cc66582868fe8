"""The pseudonym key: made once, kept to its database, never replaced while rounds need it."""

from __future__ import annotations

import errno
import os

import pytest

from tests.store.makers import EVERYONE, answers, save, source
from toolbox.model import ToolboxError
from toolbox.store import open_store
from toolbox.store.keys import FILE


def refusal(store) -> str:
    with pytest.raises(ToolboxError, match="key file") as refused:
        store.pseudonym_key()
    return refused.value.code


def test_the_key_is_made_once_and_only_its_owner_may_read_it(store, place):
    key = store.pseudonym_key()
    assert len(key) == 32
    assert store.pseudonym_key() == key
    again = place.open()
    assert again.pseudonym_key() == key
    again.close()
    if os.name == "posix":
        assert (place.folder / FILE).stat().st_mode & 0o777 == 0o600
    assert [file.name for file in place.folder.glob(f"{FILE}*")] == [FILE]


def test_the_key_itself_is_not_in_the_database(sqlite_place):
    store = sqlite_place.open()
    key = store.pseudonym_key()
    save(store)
    store.close()
    content = (sqlite_place.folder / "toolbox.db").read_bytes()
    assert key not in content
    assert key.hex().encode() not in content


def test_two_stores_have_two_keys(tmp_path):
    one, other = open_store(folder=tmp_path / "one"), open_store(folder=tmp_path / "other")
    assert one.pseudonym_key() != other.pseudonym_key()


def test_a_key_of_another_store_is_refused_while_rounds_need_the_first(store, place, tmp_path):
    key = store.pseudonym_key()
    made = save(store)
    other = open_store(place.url, tmp_path / "other")
    assert refusal(other) == "key_missing"
    assert not (tmp_path / "other" / FILE).exists()
    strange = open_store(folder=tmp_path / "strange").pseudonym_key()
    (tmp_path / "other" / FILE).write_text(strange.hex())
    assert refusal(other) == "key_mismatch"
    assert other.rounds(EVERYONE) == (made,)  # what is there can still be looked at
    (tmp_path / "other" / FILE).write_text(key.hex())
    assert other.pseudonym_key() == key
    (tmp_path / "other" / FILE).unlink()
    other.delete_round(EVERYONE, made.id)  # no round needs the lost key any more
    assert other.pseudonym_key() != key
    other.close()


def test_two_servers_with_a_key_each_do_not_both_save(store, place, tmp_path):
    other = open_store(place.url, tmp_path / "other")
    assert store.pseudonym_key() != other.pseudonym_key()  # no round yet: either may be the first
    made = save(store)
    with pytest.raises(ToolboxError, match="is not the one the rounds in this store were made with") as refused:
        save(other)
    assert refused.value.code == "key_mismatch"
    with pytest.raises(ToolboxError, match="is not the one"):
        other.add_to_round(EVERYONE, made.id, answers=answers(start=50), sources=(source(),), version=1)
    assert store.rounds(EVERYONE) == (made,)
    other.close()


def test_a_key_that_could_not_be_written_leaves_nothing_half(store, place, monkeypatch):
    store.migrate()

    def full(_file) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ToolboxError, match="disk of the store is full"):
        store.pseudonym_key()
    assert list(place.folder.glob(f"{FILE}*")) == []
    monkeypatch.undo()
    assert len(store.pseudonym_key()) == 32


@pytest.mark.parametrize("content", ["", "not a key", "abcd", "é"])
def test_a_file_that_is_no_key_is_refused_and_kept(store, place, content):
    store.migrate()
    (place.folder / FILE).write_text(content, encoding="utf-8")
    assert refusal(store) == "key_unreadable"
    assert (place.folder / FILE).read_text(encoding="utf-8") == content
