"""The Frameworks page: the catalogue, and a framework of one's own made from nothing to a saved file."""

from __future__ import annotations

from tests.web.conftest import Open, said


def test_x(empty_store: Open) -> None:
    at = empty_store("frameworks")
    assert not at.exception
    at.button(key="frameworks_begin").click().run()
    assert not at.exception
    print(said(at))
