"""The watch itself: it must notice what it is there to notice, or the other tests prove nothing."""

from __future__ import annotations

import pytest


def test_an_error_in_the_console_is_noticed(chromium, server, settle, watched) -> None:
    context, watch = watched(chromium, server)
    page = context.new_page()
    page.goto(server.address)
    settle(page)
    watch.check()
    page.evaluate("console.error('a complaint')")
    page.wait_for_timeout(200)
    with pytest.raises(AssertionError, match="a complaint"):
        watch.check()
    context.close()


def test_a_request_to_another_host_is_noticed(chromium, server, watched) -> None:
    context, watch = watched(chromium, server)
    page = context.new_page()
    # A page without the toolbox's security policy, which would stop the request before it leaves.
    page.set_content("<img src='http://127.0.0.2:9/a.png'>")
    page.wait_for_timeout(500)
    with pytest.raises(AssertionError, match="another host"):
        watch.check()
    context.close()


def test_no_browser_is_a_failure_where_the_check_must_be_complete(monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    from tests.browser.conftest import missing

    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="no browser"):
        missing("no browser")
    monkeypatch.delenv("CI")
    with pytest.raises(pytest.skip.Exception, match="no browser"):
        missing("no browser")
    assert "no browser" in capsys.readouterr().out
