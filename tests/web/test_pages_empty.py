"""Every page on an empty store says what to do, with a way to do it, and never shows an empty frame."""

from __future__ import annotations

import pytest

from tests.web.conftest import Open, said


@pytest.mark.parametrize("page", ["school", "change", "tables"])
def test_result_pages_say_what_to_do(empty_store: Open, page: str) -> None:
    at = empty_store(page)
    assert not at.exception
    assert "Nothing to show yet" in said(at)
    assert "upload an export of your survey" in said(at)
    assert at.button(key="to_upload")
    assert at.button(key="bring_back")
    assert not at.table


def test_start_offers_upload_and_the_sample(empty_store: Open) -> None:
    at = empty_store("start")
    assert not at.exception
    assert at.button(key="start_upload").label == "Upload your first export"
    assert at.button(key="start_bring_back")
    assert "Rounds: 0" in said(at)
    assert "Last read: nothing yet" in said(at)


def test_data_says_that_nothing_is_kept(empty_store: Open) -> None:
    at = empty_store("data")
    assert not at.exception
    assert "Nothing is kept yet" in said(at)
    assert at.page_link[0].value == "Upload an export"


def test_the_sample_is_brought_in_by_one_click(empty_store: Open) -> None:
    at = empty_store("school")
    at.button(key="bring_back").click().run(timeout=120)
    assert not at.exception
    assert not at.error
    assert "Who answered" in said(at)


def test_a_folder_that_cannot_be_written_is_said_on_every_page(
    monkeypatch: pytest.MonkeyPatch, empty_store: Open
) -> None:
    from toolbox.model import ToolboxError
    from toolbox.web import state

    def refuses() -> None:
        raise ToolboxError("store_locked", "Another program holds the store. Close it and try again.")

    monkeypatch.setattr(state, "store", refuses)
    for page in ("start", "school", "data"):
        at = empty_store(page)
        assert not at.exception
        assert [error.value for error in at.error] == ["Another program holds the store. Close it and try again."]
