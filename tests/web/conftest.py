"""A data folder of its own for every page test: empty, or with the invented sample hub."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parents[2]
MAIN = ROOT / "toolbox" / "web" / "main.py"

Open = Callable[..., AppTest]


@pytest.fixture(scope="session")
def sample_hub(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the sample hub, loaded once; tests work on copies of it."""
    from toolbox import sample
    from toolbox.model import Viewer
    from toolbox.store import open_store

    folder = tmp_path_factory.mktemp("hub")
    store = open_store(f"sqlite:///{folder / 'toolbox.db'}", folder)
    store.migrate()
    sample.load(store, Viewer())
    store.close()
    return folder


def _open(page: str, **address: str) -> AppTest:
    at = AppTest.from_file(str(MAIN), default_timeout=60)
    for key, value in address.items():
        at.query_params[key] = value
    at.run()
    if page != "start":
        at.switch_page(f"../../pages/{page}.py").run()
    return at


@pytest.fixture
def empty_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Opens a page on an empty data folder."""
    monkeypatch.delenv("TOOLBOX_DATABASE_URL", raising=False)
    monkeypatch.setenv("TOOLBOX_DATA", str(tmp_path))
    return _open


@pytest.fixture
def sample_store(sample_hub: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Opens a page on a copy of the sample hub."""
    folder = tmp_path / "data"
    shutil.copytree(sample_hub, folder)
    monkeypatch.delenv("TOOLBOX_DATABASE_URL", raising=False)
    monkeypatch.setenv("TOOLBOX_DATA", str(folder))
    return _open


def said(at: AppTest) -> str:
    """Every word on the page, in order of kind; for tests of what a visitor reads."""
    kinds = (at.title, at.header, at.subheader, at.markdown, at.caption, at.info, at.warning, at.error, at.success)
    words = [element.value for kind in kinds for element in kind]
    words += [f"{metric.label}: {metric.value}" for metric in at.metric]
    words += [table.value.to_string() for table in at.table]
    return "\n".join(words)
