"""Whatever a framework file holds: it is read and written back unchanged, or refused in a sentence."""

from __future__ import annotations

import contextlib
import datetime

import hypothesis
from hypothesis import given, settings
from hypothesis import strategies as st

from toolbox.frameworks import broken_rules, finished, lineage, parse, to_toml
from toolbox.frameworks.fields import KNOWN
from toolbox.frameworks.parsing import _Builder
from toolbox.frameworks.rules import check
from toolbox.model import Area, Descent, Framework, Item, Level, Scale, ToolboxError

WORDS = st.text(min_size=1, max_size=20).map(str.strip).filter(bool)
NAMES = st.from_regex(r"[A-Za-z][A-Za-z0-9.-]{0,8}", fullmatch=True)
CALM = settings(max_examples=40, deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])


@st.composite
def frameworks(draw) -> Framework:
    """A sound framework of any kind, with every field that may be filled."""
    kind = draw(st.sampled_from(["survey", "rubric", "frame"]))
    low = draw(st.integers(-5, 5))
    high = low + draw(st.integers(1, 6))
    labels = draw(st.lists(WORDS, max_size=high - low + 1, unique_by=str.casefold))
    scale = Scale(
        id=draw(NAMES),
        low=low,
        high=high,
        labels=tuple(enumerate(labels, start=low)),
        top_from=draw(st.none() | st.integers(low + 1, high)),
        categories=kind == "survey" and draw(st.booleans()),
    )
    area_ids = draw(st.lists(NAMES, min_size=1, max_size=3, unique=True))
    follows = draw(st.sampled_from(["", "before-1"]))
    codes = iter(draw(st.lists(NAMES, min_size=9, max_size=9, unique=True)))
    told = st.sampled_from(["same", "reworded", "moved"])
    items, areas = [], []
    for place, id in enumerate(area_ids):
        descent = (Descent(relation=draw(told), previous=f"area-{place}"),) if follows else ()
        areas.append(Area(id=id, name=draw(WORDS), descent=descent))
        for _ in range(0 if kind == "frame" else draw(st.integers(1, 3))):
            code = next(codes)
            items.append(
                Item(
                    id=f"ours.{code}",
                    code=code,
                    area=id,
                    name=draw(WORDS),
                    text=draw(st.just("") | WORDS),
                    scale=scale.id,
                    reverse=draw(st.booleans()),
                    optional=draw(st.booleans()),
                    descent=Descent(relation=draw(told), previous=f"before.{code}") if follows else None,
                    levels=tuple((value, draw(WORDS)) for value in range(low, high + 1)) if draw(st.booleans()) else (),
                )
            )
    compliance = kind == "rubric" and draw(st.booleans())
    return Framework(
        id=draw(NAMES.filter(lambda id: id != "before-1")),
        version=draw(WORDS),
        name=draw(WORDS),
        kind=kind,
        source=draw(WORDS),
        licence=draw(WORDS),
        areas=tuple(areas),
        items=tuple(items),
        scales=(scale,),
        levels=(Level(value=1, name=draw(WORDS), at_least=draw(st.floats(-5, 5))),) if draw(st.booleans()) else (),
        text_included=any(item.text or item.levels for item in items),
        confirmed=tuple(draw(st.lists(WORDS, max_size=2))),
        own=True,
        valid_from=draw(st.sampled_from(["", "2020", "2020-09", "2020-09-01"])),
        follows=follows,
        retired=("before.gone",) if follows and draw(st.booleans()) else (),
        summary="compliance" if compliance else "mean",
        required=high if compliance else None,
    )


@CALM
@given(frameworks())
def test_what_is_written_is_read_back(made: Framework) -> None:
    assert list(check(made)) == []
    assert parse(to_toml(made)) == made


@CALM
@given(frameworks())
def test_a_next_version_in_which_nothing_was_changed_is_the_same_throughout(made: Framework) -> None:
    following = finished(Framework(**{**vars(made), "id": "next-1", "retired": ()}), earlier=made)
    assert broken_rules(following) == ()
    found = lineage(following, {made.id: made}).of(made.id)
    assert len(found.same) == len(made.items)
    assert len(found.areas) == len(made.areas)
    assert (found.moved, found.other, found.other_areas) == ((), (), ())


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-200, 200) | st.floats(allow_nan=True) | st.text(max_size=8)
    | st.just(datetime.date(2026, 1, 1)) | st.sampled_from(["same", "rubric", "frame", "compliance", "A", "agree"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(sorted(set().union(*KNOWN.values()))) | st.text(max_size=4), inner, max_size=6
    ),
    max_leaves=12,
)  # fmt: skip


@settings(CALM, max_examples=120)
@given(st.fixed_dictionaries({}, optional={field: VALUES for field in sorted(KNOWN["framework"])}), VALUES, VALUES)
def test_any_table_is_a_framework_or_refused_in_a_sentence(table: dict, area: object, item: object) -> None:
    sound = {"id": "ours", "name": "Ours", "source": "Staff", "scales": [{"id": "agree", "low": 1, "high": 5}]}
    inside = {"id": "A", "name": "Together", "items": [{"code": "A1", "name": "Plans"}]}
    for tried in (
        table,
        {**sound, **table},
        {**sound, "areas": [area]},
        {**sound, "areas": [{**inside, "items": [item]}]},
    ):
        with contextlib.suppress(ToolboxError):
            made = _Builder("").framework(tried, True)
            assert parse(to_toml(made)) == made
    for field in ("descent", "levels", "scale", "text", "reverse"):
        with contextlib.suppress(ToolboxError):
            _Builder("").framework(
                {**sound, "areas": [{**inside, "items": [{**inside["items"][0], field: item}]}]}, True
            )
    for field in ("labels", "top_from", "categories"):
        with contextlib.suppress(ToolboxError):
            _Builder("").framework({**sound, "scales": [{**sound["scales"][0], field: item}], "areas": [inside]}, True)
