"""The timeline draws what was released and nothing more; whatever a school has, there is a chart of it."""

from __future__ import annotations

import json
from datetime import date, timedelta

import altair as alt
import pytest
import vl_convert

from toolbox.charts import timeline
from toolbox.charts.theme import DARK, LIGHT, contrast
from toolbox.disclosure.mentees import release_timeline
from toolbox.model import Policy, TimelineMark, Viewer
from toolbox.wording.mentees import timeline_alt

DAY = date(2026, 1, 5)


def mark(kind: str, weeks: int = 0, **more) -> TimelineMark:
    return TimelineMark(at=DAY + timedelta(weeks=weeks), kind=kind, **more)


def released(*marks: TimelineMark):
    return release_timeline("Elm", marks, policy=Policy(), viewer=Viewer())


FULL = released(
    mark("round", words="Autumn"), mark("session", 1, words="workshop", hours=2.0, persons=17), mark("session", 2),
    mark("planned", 3, hours=1.0), mark("activity", 1, persons=9), mark("activity", 2, persons=3), mark("activity", 3, persons=0),
    mark("round", 9, words="Spring"),
)  # fmt: skip


@pytest.mark.parametrize(
    "found",
    [
        FULL,
        released(mark("session", hours=None)),
        released(mark("round", words="Autumn")),
        released(mark("activity", persons=2)),
        released(mark("activity", persons=0)),
        released(mark("planned")),
        released(*(mark("round", weeks, words=f"Round {weeks}") for weeks in range(30))),
    ],
    ids=["everything", "one session", "one round", "few only", "nobody", "planned only", "thirty rounds"],
)
@pytest.mark.parametrize("dark", [False, True])
def test_it_is_drawn_whatever_there_is(found, dark) -> None:
    svg = vl_convert.vegalite_to_svg(timeline(found, dark).properties(width=390).to_dict())
    assert svg.startswith("<svg")
    assert "NaN" not in svg
    assert timeline_alt(found).startswith("Elm, from ")


def test_a_hidden_number_and_who_came_are_nowhere_in_it() -> None:
    spec = timeline(FULL).to_dict()
    rows = [row for layer in spec["layer"] for row in layer["data"].get("values", [])]
    rows = rows or [row for values in spec.get("datasets", {}).values() for row in values]
    assert rows
    assert "9" in {row.get("said") for row in rows}
    assert not {"17", "3"} & {str(value) for row in rows for value in row.values()}
    assert "17" not in json.dumps([row.get("said") for row in rows])


def test_every_kind_has_a_shape_of_its_own_and_enough_contrast() -> None:
    spec = timeline(FULL).to_dict()
    shapes = [layer["mark"].get("shape") for layer in spec["layer"] if layer["mark"]["type"] == "point"]
    assert sorted(shapes) == ["circle", "diamond", "square", "triangle-up"]
    for colours in (LIGHT, DARK):
        for colour in (colours.ink, *colours.groups[:3], colours.edge):
            assert contrast(colour, colours.paper) >= 3
    assert isinstance(timeline(FULL), alt.LayerChart)


def test_the_text_twin_says_the_same() -> None:
    said = timeline_alt(FULL)
    assert "2 held, from 12 January 2026 to 19 January 2026" in said
    assert "1 planned and not held" in said
    assert "Autumn (5 January 2026) and Spring (9 March 2026)" in said
    assert "Of 3 weeks of the kept logs, somebody was active in 1 and nobody in 1; of 1 it is not shown" in said
    assert "fewer than 5 persons were active, or fewer than 5 were not" in said
