"""What is shown without any round (mentoring, indicators) is written down like everything else."""

from __future__ import annotations

from pathlib import Path

import pytest

from toolbox.model import Viewer
from toolbox.store import open_store
from toolbox.web import noting
from toolbox.wording.ledger import release_line


def test_a_result_without_rounds_is_noted_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TOOLBOX_DATABASE_URL", raising=False)
    monkeypatch.setenv("TOOLBOX_DATA", str(tmp_path))
    assert noting.noted("hub", (), lambda: 3, beside="one state") == 3
    noting.noted("hub", (), lambda: 4, beside="another state")
    with noting.as_file("hub.xlsx"):
        noting.noted("hub", (), lambda: 4, schools=("Elm",), beside="another state")
    store = open_store(folder=tmp_path)
    found = store.ledger.releases(Viewer()).releases
    store.close()
    assert [(each.what, each.how, each.beside, each.times) for each in found] == [
        ("hub", "file", "another state", 1),
        ("hub", "page", "another state", 1),
        ("hub", "page", "one state", 1),
    ]
    assert release_line(found[0], {})["What"] == "Whom the hub has reached: Elm"
    assert release_line(found[2], {})["What"] == "Whom the hub has reached: all schools"
