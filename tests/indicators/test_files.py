"""Indicator files: written, edited by a person, read again."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toolbox.indicators import RULES, preset, presets, programme_of, to_toml
from toolbox.model import Indicator, Programme, ToolboxError

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40).map(lambda text: " ".join(text.split()))
NUMBER = st.none() | st.integers(0, 10**6) | st.floats(0, 1e6, allow_nan=False)


@st.composite
def indicators(draw) -> Indicator:
    counts = draw(st.sampled_from(sorted(RULES)))
    direct = counts not in ("teachers", "by_hand") or draw(st.booleans())
    words = st.lists(TEXT.filter(bool), min_size=1, max_size=3).map(tuple)
    only = draw(st.lists(st.tuples(st.sampled_from(["country", "wave"]), TEXT.filter(bool)), max_size=3))
    return Indicator(
        id="x", name=draw(TEXT.filter(bool)), definition=draw(TEXT), counts=counts, unit=draw(TEXT), direct=direct,
        only=tuple(sorted(only, key=lambda each: each[0])), window_days=draw(st.none() | st.integers(1, 999)),
        actions=draw(words) if counts == "materials" else (),
        baseline=draw(NUMBER), target=draw(NUMBER), deadline=draw(st.none() | st.dates()), source=draw(TEXT),
        confirmed=draw(st.booleans()), owner=draw(TEXT),
    )  # fmt: skip


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(one=indicators(), name=TEXT.filter(bool), about=TEXT)
def test_a_written_file_is_the_same_programme(one: Indicator, name: str, about: str) -> None:
    programme = Programme(id="p", name=name, about=about, indicators=(one,))
    assert programme_of(to_toml(programme).encode()) == programme


def test_the_four_programmes_promise_what_they_published() -> None:
    promised = {
        each.id: {one.id: one.target for one in each.indicators if one.target is not None} for each in presets()
    }
    assert promised == {
        "ihub4schools": {"schools": 75, "teachers": 600, "hubs": 5, "countries": 5},
        "living-schools-lab": {"advanced-schools": 24, "advanced-practitioner-schools": 60, "countries": 12},
        "mensi": {"mentor-schools": 24, "mentee-schools": 96, "clusters": 24, "countries": 6},
        "relecofa": {"facilitators": 24, "communities": 12, "countries": 4, "active-members": 48},
    }
    for each in presets():
        assert programme_of(to_toml(each).encode()) == each
        for one in each.indicators:
            assert one.definition, (each.id, one.id)
            assert one.source or one.target is None, f"{one.id}: a target without a source is nobody's promise"


def test_a_deadline_is_a_day() -> None:
    assert preset("ihub4schools").indicators[0].deadline == date(2023, 6, 30)


GOOD = 'id = "p"\nname = "P"\n[[indicators]]\nid = "s"\nname = "S"\ncounts = "schools"\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id = ", "not valid TOML"),
        ('id = "p"\nname = "P"\n', "1 to 60 indicators"),
        (GOOD + "targte = 5\n", "“targte”"),
        (GOOD + 'target = "75"\n', "no number"),
        (GOOD + "target = -1\n", "no number"),
        (GOOD + "target = inf\n", "no number"),
        (GOOD + "target = true\n", "no number"),
        (GOOD + 'deadline = "June"\n', "no day"),
        (GOOD + "direct = false\n", "cannot be counted indirectly"),
        (GOOD + 'only = { pupil = "x" }\n', "“pupil”"),
        (GOOD + "window_days = 0\n", "window_days"),
        (GOOD + 'actions = ["shared"]\n', "only for counts"),
        (GOOD.replace('"schools"', '"materials"'), "what a log calls sharing"),
        (GOOD.replace('"schools"', '"materials"') + 'actions = "shared"\n', "no list of words"),
        (GOOD.replace('"schools"', '"materials"') + 'actions = [" "]\n', "no list of words"),
        (GOOD.replace('"schools"', '"money"'), "no counting rule"),
        (GOOD + GOOD.split("\n", 2)[2], "called “s”"),
        (GOOD.replace('"p"', '"../p"'), "other signs"),
        (GOOD.replace('name = "P"', "name = 5"), "no text"),
        ("\x00\xff", "not valid TOML"),
    ],
)
def test_a_file_that_is_wrong_is_refused_in_words(text: str, said: str) -> None:
    with pytest.raises(ToolboxError, match=said) as refusal:
        programme_of(text.encode("latin-1"))
    assert refusal.value.code in ("programme_rule", "programme_unreadable")
