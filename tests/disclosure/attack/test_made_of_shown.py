"""What leaves beside the pages and is made of their numbers: made once more from what the pages show, and from nothing else.

A number that anybody can work out from the pages tells nothing new. So there is nothing to attack in reference years and in
bands of schools, of rounds with late answers, too, as long as they can be made again from released records alone.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.disclosure.attack.hubs import DAYS, FRAMEWORK, hub
from toolbox.disclosure import bands, benchmarks, release, release_bands, rules
from toolbox.disclosure.benchmarks import freeze
from toolbox.disclosure.since import profile_since
from toolbox.model import Policy, ToolboxError
from toolbox.profile import count, profile
from toolbox.profile.bands import band_of, school_means

SCHOOLS = 24


def pages(shown, counted, school=None):
    """A page as the web releases it: raw, held against earlier states, and through the gate."""
    raw = profile(
        counted, FRAMEWORK, round_name="R", collected_on=DAYS[0], schools=[school] if school else None, sha256="0"
    )
    raw = profile_since(raw, shown, Policy())
    return raw, release(raw)


def of_schools(shown, counted):
    """Every school's own released page."""
    for school in shown.answers.schools:
        try:
            yield pages(shown, counted, school)[1]
        except ToolboxError as refusal:
            if refusal.code != "no_answers":
                raise


@pytest.fixture(scope="module", params=[1, 3, 7])
def states(request):
    drawn = hub(request.param, schools=SCHOOLS)
    return [(shown, count(shown.answers, FRAMEWORK)) for shown in drawn.rounds[:2]]


def made_again(cells, group: str):
    """The quarters of the means that the schools' own pages show; None where they are fewer than ten or one is most."""
    means = [(cell.mean, cell.n) for cell in cells if cell.group == group and cell.mean is not None]
    if len(means) < 10 or max(n for _, n in means) * 2 > sum(n for _, n in means):
        return None
    found = band_of("C", group, [mean for mean, _ in means])
    return tuple(round(end, 1) for end in (found.lower, found.middle, found.upper))


def told_by_bands(states):
    for shown, counted in states:
        raw, _ = pages(shown, counted)
        cells = [cell for page in of_schools(shown, counted) for cell in page.areas]
        for band in release_bands(raw, school_means(shown.answers, FRAMEWORK)):
            said = None if band.hidden else (band.lower, band.middle, band.upper)
            yield said, made_again(cells, band.group)


def told_by_reference_years(states):
    for shown, counted in states:
        raw, page = pages(shown, counted)
        cells = {(cell.group, cell.item): cell for cell in (*page.areas, *page.items)}
        for row in freeze(raw, name="Year").rows:
            cell = cells[row.group, row.item]
            yield (row.mean, row.sd), tuple(each if each is None else round(each, 2) for each in (cell.mean, cell.sd))
            assert row.n % 5 == 0


def test_bands_of_schools_are_made_of_shown_means(states):
    found = list(told_by_bands(states))
    assert any(said for said, _ in found)
    assert all(said == again for said, again in found)


def test_a_reference_year_is_made_of_the_page_of_all_schools(states):
    found = list(told_by_reference_years(states))
    assert found
    assert all(said == again for said, again in found)


def test_made_of_hidden_means_a_band_is_found_out(states, monkeypatch):
    """Rule 26 weakened: every school's mean enters."""
    monkeypatch.setattr(bands, "reasons_by_school", lambda profile, *_: [""] * profile.of_schools)
    assert any(said and said != again for said, again in told_by_bands(states))


def test_made_of_what_the_page_hides_a_reference_year_is_found_out(monkeypatch):
    """Rule 28 weakened: a frozen row that no page shows."""
    drawn = hub(4, schools=9, higher=1.4)
    states = [(shown, count(shown.answers, FRAMEWORK)) for shown in drawn.rounds]
    assert all(said == again for said, again in told_by_reference_years(states))
    monkeypatch.setattr(benchmarks, "release_profile", lambda profile, policy, viewer: open_page(profile))
    assert any(said != again for said, again in told_by_reference_years(states))


def open_page(profile):
    found = release(profile)
    with benchmarks.gate():
        cells = [
            tuple(
                replace(seen, hidden="", mean=cell.mean.estimate, n=cell.n)
                for seen, cell in zip(shown, raw, strict=True)
            )
            for shown, raw in ((found.areas, profile.areas), (found.items, profile.items))
        ]
        return replace(found, areas=cells[0], items=cells[1])


def test_the_rounds_hide_something(states):
    for shown, counted in states:
        hidden = [cell.hidden for page in of_schools(shown, counted) for cell in page.areas]
        assert np.mean([bool(reason) for reason in hidden]) > 0.2
    assert rules.LEAST_FOR_ALL <= SCHOOLS
