"""What is said about invented rounds: up to three sentences, one decimal, no percentage of few."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from types import SimpleNamespace

import numpy as np
import pytest

from tests.invented import LEVEL, answers, profile_of, released_comparison, released_profile, second_round
from tests.wording.test_templates import percentages_of_few, said_too_much
from toolbox.disclosure import release
from toolbox.model import ToolboxError
from toolbox.wording import (
    cautions,
    change_alt,
    change_sentences,
    group_name,
    hidden,
    items_alt,
    leavers,
    leavers_alt,
    profile_alt,
    profile_sentences,
    starting_alt,
    starting_sentence,
)
from toolbox.wording.changes import _end, answered_both

HUB = answers(
    {
        (f"School {name}", group): size
        for name in "ABCDE"
        for group, size in (("leaders", 6), ("teachers", 24), ("pupils", 60))
    }
)
INVITED = {("School A", "leaders"): 8, ("School A", "teachers"): 30, ("School A", "pupils"): 200}


@cache
def every_text() -> tuple[str, ...]:
    """Sentences and chart texts of many situations."""
    return tuple(_every_text())


def _every_text():
    later = second_round(HUB, shift=0.5)
    for school in ("School A", None):
        found = released_profile(HUB, school, invited=INVITED)
        yield from profile_sentences(found)
        yield profile_alt(found)
        yield items_alt(found, "A")
        for shift in (0.5, 0.0, -0.4):
            change = released_comparison(HUB, second_round(HUB, shift=shift), school)
            yield from change_sentences(change)
            for group in LEVEL:
                yield from change_sentences(change, group)
                yield change_alt(change, group)
    yield from change_sentences(released_comparison(replace(HUB, person=np.full(len(HUB), "", object)), later))


def many_results():
    """Sentences and chart texts about many invented pairs of rounds: few and many people and schools, up, down, apart."""
    draw = np.random.default_rng(20260901)
    for number in range(24):
        schools = int(draw.choice([1, 2, 5, 12]))
        sizes = {
            (f"School {place:02}", group): int(draw.choice([3, 6, 9, 12, 24]))
            for place in range(schools)
            for group in ("leaders", "teachers", "pupils")
        }
        gone = {place: int(draw.integers(0, size)) for place, size in sizes.items()}
        first = answers(sizes, seed=number, shift=float(draw.choice([-1.0, 0.0, 1.5])))
        later = second_round(first, shift=float(draw.choice([-0.8, -0.2, 0.0, 0.2, 0.8])), seed=number + 100)
        left = np.zeros(len(first), bool)
        for (school, group), many in gone.items():
            rows = (first.school == first.schools.index(school)) & (first.group == first.groups.index(group))
            left |= rows & (np.cumsum(rows) <= many)
        stayed = replace(
            later, person=later.person[~left], school=later.school[~left], group=later.group[~left],
            values=np.asfortranarray(later.values[~left]),
        )  # fmt: skip
        if not len(stayed):
            continue
        for school in {None, first.schools[0]}:
            try:
                found = released_comparison(first, stayed, school)
            except ToolboxError:
                continue
            for group in ("", *dict.fromkeys(row.group for row in found.areas)):
                yield from change_sentences(found, group)
                if group:
                    yield change_alt(found, group)
                    yield leavers(found, group)
                    yield leavers_alt(found, group)
                    yield from cautions(found, group)
                    yield starting_sentence(found, group)
                    yield starting_alt(found, group)


def test_nothing_forbidden_is_said_of_many_invented_results():
    texts = [text for text in many_results() if text]
    assert len(texts) > 200
    assert not [(text, found) for text in texts if (found := said_too_much(text))]
    assert not [text for text in texts if percentages_of_few(text)]
    for begin in ("Who answered", "The answers do not show clearly", "On “", "Dot chart"):
        assert any(text.startswith(begin) for text in texts), begin


def test_nothing_forbidden_is_said_in_any_situation():
    texts = every_text()
    assert len(texts) > 40
    assert not [text for text in texts if percentages_of_few(text)]
    assert not [(text, found) for text in texts if (found := said_too_much(text))]


def test_scale_points_have_one_decimal():
    for text in every_text():
        assert not re.search(r"\d\.\d\d", text), text


@pytest.mark.parametrize("shift", [0.5, 0.0])
@pytest.mark.parametrize("school", ["School A", None])
def test_three_sentences_at_most(school, shift):
    who, *findings = profile_sentences(released_profile(HUB, school))
    assert who.startswith("Who answered")
    assert 1 <= len(findings) <= 3
    assert 1 <= len(change_sentences(released_comparison(HUB, second_round(HUB, shift=shift), school))) <= 3


def test_who_answered_comes_first_and_a_percentage_needs_twenty_invited():
    first = profile_sentences(released_profile(HUB, "School A", invited=INVITED))[0]
    assert first == (
        "Who answered: 6 of 8 leaders, 24 of 30 teachers (80 %), 60 of 200 pupils (30 %). How far that speaks for all: a solid "
        "basis for leaders and teachers; not representative of pupils, do not compare. That counts as taking part: at least "
        "half of the teachers invited answered."
    )


def test_unknown_numbers_are_said():
    first = profile_sentences(released_profile(HUB, "School A"))[0]
    assert first == "Who answered: 6 leaders, 24 teachers, 60 pupils (numbers invited not known)."
    some = profile_sentences(released_profile(HUB, "School A", invited={("School A", "teachers"): 30}))[0]
    assert "6 leaders (number invited not known), 24 of 30 teachers (80 %)" in some


def test_too_few_is_said_without_a_number():
    two = answers({("North", "teachers"): 3})
    assert profile_sentences(released_profile(two, "North")) == (
        "Who answered: fewer than 5 teachers.",
        "Too few answers to show without identifying people.",
    )


def test_a_clear_change_names_area_people_and_range():
    who, what, sure = change_sentences(released_comparison(HUB, second_round(HUB, shift=0.6), "School A"), "teachers")
    assert who == "Who answered: 24 of 24 teachers both times (100 %)."
    assert re.fullmatch(
        r"On “.+” \(1–5\) the average of teachers went from \d\.\d to \d\.\d, up 0\.\d points( before rounding)?; "
        r"\d+ scored higher, \d+ the same, \d+ lower\.",
        what,
    )
    assert re.fullmatch(
        r"A change between \+\d\.\d and \+\d\.\d points fits the answers of these 24 teachers, who cannot speak for others; other "
        r"things that happened meanwhile may explain part or all of it\.",
        sure,
    )


def test_several_schools_are_named_with_the_reason_for_doubt():
    sure = change_sentences(released_comparison(HUB, second_round(HUB, shift=0.6)), "teachers")[2]
    assert sure.startswith("Across the 5 schools, a change between +0.")
    assert "not chosen by lottery" in sure


def test_a_fall_is_said_as_plainly_as_a_rise():
    assert (
        ", down 0."
        in change_sentences(released_comparison(HUB, second_round(HUB, shift=-0.6), "School A"), "teachers")[1]
    )


def test_an_unclear_change_says_so():
    what = change_sentences(released_comparison(HUB, second_round(HUB, shift=0.0, some=1.4), "School A"), "teachers")[1]
    assert what.startswith("The answers do not show clearly whether any average went up or down")


def test_why_two_groups_are_compared():
    unkeyed = replace(HUB, person=np.full(len(HUB), "", object))
    who = change_sentences(released_comparison(unkeyed, second_round(unkeyed, shift=0.3), "School A"), "teachers")[0]
    assert who == (
        "Who answered: 24 teachers before and 24 after, compared as two groups, since nothing links one person’s answers."
    )


def test_a_few_pairs_are_counted_not_averaged():
    few = answers({("North", "teachers"): 8}, seed=6)
    said = change_sentences(released_comparison(few, second_round(few, shift=0.4), "North"))
    assert re.fullmatch(
        r"Of 8 teachers who answered both times, \d scored higher on “.+”, \d the same and \d lower\.", said[1]
    )
    assert (
        said[2]
        == "This describes the 8 teachers who answered both times; it cannot speak for others, nor say why anything changed."
    )


def test_the_text_twin_has_every_area_and_every_reason():
    found = release(profile_of(answers({("North", "leaders"): 3, ("North", "teachers"): 24}), "North"))
    text = profile_alt(found)
    assert all(area.name in text for area in found.framework.areas)
    assert text.count("leaders hidden: fewer than 5 answers") == 8


def test_reasons_in_words():
    assert [hidden(reason) for reason in ("few", "alike", "complement", "beside", "no_answers")] == [
        "hidden: fewer than 5 answers",
        "hidden: everyone gave the same answer",
        "hidden: would reveal another group",
        "hidden: would reveal another item",
        "no answers",
    ]
    assert group_name("teachers") == "Teachers"


def test_a_group_hidden_for_another_group_is_not_said_to_be_too_few():
    shown = released_comparison(HUB, second_round(HUB, shift=0.5), "School A")
    (pupils,) = (row for row in shown.funnel if row.group == "pupils")
    rows = [SimpleNamespace(group="pupils", hidden="complement", design="independent") for _ in range(3)]
    assert answered_both(pupils, rows) == (
        f"{pupils.before} pupils before and {pupils.after} after (hidden: would reveal another group)"
    )
    few = [SimpleNamespace(group="pupils", hidden="few", design="independent")]
    assert answered_both(pupils, few) == "too few pupils to show"


def test_a_range_beside_zero_is_not_said_to_start_at_zero():
    assert [_end(value) for value in (0.03, -0.03, 0.2, -0.2)] == ["just above 0", "just below 0", "+0.2", "−0.2"]


def test_whom_a_few_answers_describe():
    few = answers({("North", "teachers"): 8})
    paired = change_sentences(released_comparison(few, second_round(few, shift=0.2), "North"), "teachers")
    assert paired[-1].startswith("This describes the 8 teachers who answered both times;")
    unkeyed = replace(few, person=np.full(len(few), "", object))
    single = change_sentences(released_comparison(unkeyed, second_round(unkeyed, shift=0.2), "North"), "teachers")
    assert single[-1].startswith("This describes the 8 teachers who answered before and the 8 after;")


def test_a_sure_but_little_change_is_not_called_open():
    sizes = {(f"S{number:02}", "teachers"): 40 for number in range(14)}
    first = answers(sizes, seed=3)
    values = first.values.astype(int)
    up = (np.random.default_rng(1).random(values.shape) < 0.15) & (values > 0) & (values < 5)
    after = replace(first, values=np.asfortranarray((values + up).astype(np.int8)))
    said = change_sentences(released_comparison(first, after), "teachers")[1]
    assert said.startswith("No average moved far up or down")


def left_after(first, seed: int, many: int, *, lowest: bool):
    """The second round without the ``many`` who stood lowest (or somewhere) at the start."""
    later = second_round(first, shift=0.2, seed=seed)
    order = np.argsort(np.where(first.values > 0, first.values, 3).mean(axis=1)) if lowest else np.arange(len(first))
    keep = np.ones(len(first), bool)
    keep[order[:many]] = False
    return replace(
        later, person=later.person[keep], school=later.school[keep], group=later.group[keep],
        values=np.asfortranarray(later.values[keep]),
    )  # fmt: skip


def test_those_who_left_from_low_down_are_spoken_of():
    """A third of every school leaves, so that nowhere one to four left who would have to stay unseen."""
    first = answers({(f"S{number}", "teachers"): 30 for number in range(6)})
    level = np.where(first.values > 0, first.values, 3).mean(axis=1)
    keep = np.concatenate([level[rows] > np.sort(level[rows])[8] for rows in np.arange(180).reshape(6, 30)])
    later = second_round(first, shift=0.2, seed=5)
    later = replace(
        later, person=later.person[keep], school=later.school[keep], group=later.group[keep],
        values=np.asfortranarray(later.values[keep]),
    )  # fmt: skip
    said = leavers(released_comparison(first, later), "teachers")
    gone = f"{1 - keep.mean():.0%}".rstrip("%")
    assert said.startswith(f"The {gone} % of teachers who did not answer again started clearly lower on “")
    assert said.endswith("; the picture may differ for them.")


def test_those_who_left_alike_nobody_and_few():
    first = answers({("S", "teachers"): 40})
    everybody = released_comparison(first, second_round(first, shift=0.2))
    assert leavers(everybody, "teachers") == "All 40 teachers who answered before answered again."
    few = released_comparison(first, left_after(first, 5, 3, lowest=False))
    assert leavers(few, "teachers") == "Fewer than 5 teachers did not answer again; they cannot be shown apart."
    eighteen = answers({("S", "teachers"): 18})
    told = leavers(released_comparison(eighteen, left_after(eighteen, 5, 6, lowest=True)), "teachers")
    assert told.startswith("The 6 of 18 teachers who did not answer again"), "no percentage of fewer than 20"
    unkeyed = replace(first, person=np.full(len(first), "", object))
    assert leavers(released_comparison(unkeyed, second_round(unkeyed, shift=0.2)), "teachers") == ""


def test_many_at_the_top_before_are_said_to_leave_no_room():
    first = answers({(f"S{number}", "teachers"): 20 for number in range(6)}, shift=2.2)
    found = released_comparison(first, second_round(first, shift=0.1))
    (said,) = cautions(found, "teachers")
    assert re.fullmatch(r"On “.+”, many already gave the top answer at the start, so growth could not show\.", said)
    assert cautions(released_comparison(HUB, second_round(HUB, shift=0.1)), "teachers") == ()


def test_a_change_known_to_be_tiny_is_said_to_be_smaller_than_a_number():
    first = answers({(f"S{number:02}", "teachers"): 60 for number in range(20)})
    found = released_comparison(first, second_round(first, shift=0.0, some=0.3))
    tested = max(row.smaller_than for row in found.areas)
    said = change_sentences(found, "teachers")[1]
    match = re.fullmatch(r"In every area, any change of an average is smaller than (\d\.\d) points\.", said)
    assert match
    assert float(match[1]) >= tested, "rounded up, never down"
    few = answers({(f"S{number:02}", "teachers"): 200 for number in range(2)})
    about_these = released_comparison(few, second_round(few, shift=0.0, some=0.3))
    assert {row.smaller_than for row in about_these.areas} == {None}, "two schools speak for nobody else"


def test_those_who_began_lowest_are_set_beside_what_was_to_be_expected():
    first = answers({(f"S{number}", "teachers"): 30 for number in range(6)})
    said = starting_sentence(released_comparison(first, second_round(first, shift=0.2)), "teachers")
    assert re.fullmatch(
        r"On “.+”, the third of teachers who began lowest changed by [+−]?\d\.\d points, where [+−]?\d\.\d was to be expected "
        r"anyway; the third who began highest by [+−]?\d\.\d, where [+−]?\d\.\d was\.",
        said,
    )


def test_a_stricter_eye_is_named_where_its_pattern_appears():
    first = answers({(f"S{number}", "teachers"): 30 for number in range(8)})
    values = first.values.astype(float)
    start = np.nanmean(np.where(values > 0, values, np.nan), axis=1)
    stricter = np.where((values > 1) & (start > np.quantile(start, 0.7))[:, None], values - 1, values)
    later = replace(first, values=np.asfortranarray(stricter.astype(np.int8)))
    said = [each for each in cautions(released_comparison(first, later), "teachers") if "stricter eye" in each]
    assert len(said) == 1
    assert "these answers cannot tell which" in said[0]
    rose = released_comparison(first, second_round(first, shift=0.3))
    assert not [each for each in cautions(rose, "teachers") if "stricter eye" in each]
