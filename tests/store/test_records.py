"""Records <-> plain JSON values, whatever a record holds."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date, datetime

import pytest

from tests.store.makers import source
from tests.store.test_rounds import RECIPE
from tests.store.test_shelf import FRAMEWORK
from toolbox.model import Framework, Recipe, Round, Source
from toolbox.store.records import from_plain, to_plain

ROUND = Round(
    id="1",
    name="Autumn",
    collected_on=date(2026, 10, 1),
    framework="f",
    sha256="ab",
    people=1,
    schools=("Elm",),
    groups=("pupils",),
    invited={("Elm", "pupils"): 3},
    sources=(source(),),
    recipe=RECIPE,
)


@pytest.mark.parametrize("record", [RECIPE, FRAMEWORK, source(), ROUND], ids=lambda record: type(record).__name__)
def test_a_record_survives_json(record):
    assert from_plain(type(record), json.loads(json.dumps(to_plain(record)))) == record


@pytest.mark.parametrize("record", [RECIPE, FRAMEWORK, ROUND], ids=lambda record: type(record).__name__)
def test_a_field_older_rows_do_not_have_takes_its_default(record):
    plain = to_plain(record)
    optional = [part.name for part in fields(record) if part.default is not part.default_factory]
    for name in optional:
        del plain[name]
    again = from_plain(type(record), plain)
    assert all(getattr(again, name) is not None or name in ("recipe", "required") for name in optional)
    assert again.name == record.name


def test_a_field_this_program_does_not_know_is_ignored():
    assert from_plain(Recipe, {**to_plain(RECIPE), "colour": "blue"}) == RECIPE
    assert from_plain(Framework, {**to_plain(FRAMEWORK), "since": 2020}) == FRAMEWORK


def test_moments_keep_their_time_zone():
    assert from_plain(Source, to_plain(source())).read_at.utcoffset().total_seconds() == 0
    assert to_plain(datetime(2026, 1, 2, 3, 4)) == "2026-01-02T03:04:00"
