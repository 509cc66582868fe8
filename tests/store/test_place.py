"""Where the store lies, and what it is told by the environment."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from toolbox.model import ToolboxError, Viewer
from toolbox.store import open_store
from toolbox.store.place import ROOT, data_folder, database_url


def test_the_default_is_data_beside_the_app(monkeypatch, tmp_path):
    monkeypatch.delenv("TOOLBOX_DATA", raising=False)
    monkeypatch.delenv("TOOLBOX_DATABASE_URL", raising=False)
    monkeypatch.chdir(tmp_path)  # wherever one stands
    assert (ROOT / "toolbox" / "store" / "place.py").is_file()
    made = []
    monkeypatch.setattr(Path, "mkdir", lambda self, *_, **__: made.append(self))
    monkeypatch.setattr(os, "access", lambda *_: True)
    assert data_folder() == ROOT / "data"
    assert made == [ROOT / "data"]
    assert database_url(None, ROOT / "data").database == str(ROOT / "data" / "toolbox.db")


def test_the_environment_names_another_folder_and_database(monkeypatch, tmp_path):
    monkeypatch.setenv("TOOLBOX_DATA", str(tmp_path / "hub"))
    monkeypatch.setenv("TOOLBOX_DATABASE_URL", "postgresql://hub:word@db/toolbox")
    assert data_folder() == tmp_path / "hub"
    assert (tmp_path / "hub").is_dir()
    assert database_url(None, tmp_path).drivername == "postgresql+psycopg"
    assert database_url("sqlite:///mine.db", tmp_path).database == "mine.db"


def test_a_folder_named_in_the_call_holds_its_own_file(monkeypatch, tmp_path):
    monkeypatch.setenv("TOOLBOX_DATABASE_URL", "postgresql://hub:word@db/toolbox")
    assert open_store(folder=tmp_path / "a b").rounds(Viewer()) == ()
    assert (tmp_path / "a b" / "toolbox.db").is_file()


@pytest.mark.parametrize(
    "url", ["mysql://hub:word@db/x", "sqlite://", "sqlite:///:memory:", "no url: word", "http://word"]
)
def test_another_database_is_refused_without_telling_its_password(url, tmp_path):
    with pytest.raises(ToolboxError, match="not understood") as refused:
        database_url(url, tmp_path)
    assert refused.value.code == "unknown_database"
    assert "word" not in refused.value.message.replace("name:password", "")


def test_a_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(ToolboxError, match="cannot be written to") as refused:
        data_folder(tmp_path / "file" / "data")
    assert refused.value.code == "folder_not_writable"
    with pytest.raises(ToolboxError, match="cannot be written to"):
        data_folder(tmp_path / "file")
