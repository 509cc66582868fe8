"""What is said of a school over the rounds and beside others."""

from __future__ import annotations

from dataclasses import replace

from tests.over_rounds import BANDS, BROKEN, COUNTRY, COUNTRY_BESIDE, HERE, TREND, line
from tests.wording.test_templates import said_too_much
from toolbox.model import SchoolFacts
from toolbox.wording import (
    band_alt,
    band_sentences,
    benchmark_alt,
    benchmark_sentences,
    marks_said,
    trend_alt,
    trend_sentences,
)
from toolbox.wording.others import no_band


def test_what_the_lines_rest_on_and_where_an_average_went():
    first, second = trend_sentences(TREND)
    assert first == "4 rounds from April 2023 to October 2024, over the same 32 items in every round."
    assert second.startswith("On “")
    assert "went from" in second
    assert "(October 2023)" in second, "the round of averages is over other items"


def test_few_persons_are_never_said_clearly():
    small = line(3, averages=0, sizes={("North", "teachers"): 7})
    said = " ".join(trend_sentences(small))
    assert "how sure that is cannot be said" in said or "the same average" in said


def test_a_new_questionnaire_is_said():
    said = " ".join(trend_sentences(BROKEN))
    assert "The questionnaire was another one from April 2024 on, so no line is drawn across." in said
    assert "Dotted lines: the questionnaire changed." in marks_said(BROKEN)


def test_marks_are_explained_only_where_they_are():
    assert marks_said(TREND) == (
        "Dashed line: mentoring began (6 November 2023).",
        "Hollow marks: averages a tool reported, over items of its own.",
    )
    assert marks_said(line(3, averages=0, facts=())) == ()
    sizes = {(school, "teachers"): 20 for school in ("North", "South", "West")}
    starts = tuple(SchoolFacts(school=school, starts=BROKEN.rounds[1].collected_on) for school in ("North", "South"))
    assert marks_said(line(3, averages=0, facts=starts, school=None, sizes=sizes)) == (
        "Dashed line: mentoring began (in 2 schools on 7 October 2023).",
    )


def test_the_text_twin_says_every_round_and_why_not():
    twin = trend_alt(TREND, "C")
    assert twin.startswith("Line chart of “Infrastructure and Equipment”: average of leaders, teachers and pupils")
    assert "April 2023 hidden: fewer than 5 answers" in twin
    assert twin.count("October 2023") == 3
    assert "(between" in twin


def test_bands_are_said_without_a_rank():
    said = band_sentences(HERE, BANDS)
    assert all("12 schools" in each or "hidden" in each for each in said)
    assert all(not said_too_much(each) for each in (*said, band_alt(HERE, BANDS)))
    assert "middle half" in band_alt(HERE, BANDS)
    assert no_band(BANDS, HERE) == ""
    assert no_band([band for band in BANDS if band.group == "leaders"], HERE).startswith("How other schools lie cannot")


def test_a_benchmark_says_what_it_is_what_is_clear_and_what_it_is_not():
    said = benchmark_sentences(COUNTRY_BESIDE, COUNTRY, HERE)
    assert said[0] == "Country: Teachers of one country, 2024."
    assert said[1].startswith(
        "Teachers here, beside “Country”: higher on “Collaboration and Networking” and “Continuing"
    )
    assert "lower on “Leadership”" in said[1]
    assert "Infrastructure" not in said[1], "without a spread nothing is clear"
    assert said[-1].startswith("Those in it chose to take part")
    drawn = benchmark_sentences(COUNTRY_BESIDE, replace(COUNTRY, self_selected=False), HERE)
    assert not any("chose to take part" in each for each in drawn)
    assert all(not said_too_much(each) for each in (*said, benchmark_alt(HERE, COUNTRY_BESIDE, "Country")))
