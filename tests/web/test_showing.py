"""What a page draws where nothing may be drawn."""

from __future__ import annotations

import json

from streamlit.testing.v1 import AppTest

from tests.web.conftest import said


def _page(size: int) -> None:
    from tests.invented import answers, released_profile
    from toolbox.web import showing

    showing.profile(released_profile(answers({("North", "leaders"): size}), "North"))


def test_a_profile_of_which_nothing_may_be_shown_says_why_and_draws_no_empty_frame():
    at = AppTest.from_function(_page, kwargs={"size": 3}, default_timeout=60).run()
    assert not at.exception
    assert "Leaders hidden\\: fewer than 5 answers" in said(at)
    assert not at.get("vega_lite_chart")
    assert not at.expander


def test_a_profile_is_drawn_as_high_as_its_lanes_ask():
    at = AppTest.from_function(_page, kwargs={"size": 12}, default_timeout=60).run()
    assert not at.exception
    (chart,) = at.get("vega_lite_chart")
    # Streamlit would write "fit" and take title, key and axis out of the height.
    assert json.loads(chart.proto.spec)["autosize"]["type"] == "fit-x"
