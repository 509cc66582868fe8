"""Words for how sure, how far apart and how much alike: by the numbers, in no direction, of nobody in particular."""

from dataclasses import replace

import numpy as np
import pytest

from tests.invented import SELFIE, answers, released_profile
from tests.wording.test_templates import percentages_of_few, said_too_much
from toolbox.disclosure import ReleasedCell, ReleasedCount, ReleasedGap, ReleasedGapMove
from toolbox.disclosure.examples import FRAMEWORK
from toolbox.disclosure.released import gate
from toolbox.model import Level, State, Unity
from toolbox.wording import (
    agreement_words,
    basis,
    bounds_left_out,
    bounds_words,
    certainty_sentence,
    gap_said,
    gap_words,
    gaps_alt,
    left_out_words,
    move_words,
    moves_sentence,
    profile_sentences,
    spread_words,
    unity_alt,
    unity_words,
    unsure_sentence,
    widest,
)

SCHOOL = answers({("North", "leaders"): 6, ("North", "teachers"): 24, ("North", "pupils"): 60})
FOUND = released_profile(SCHOOL, "North", invited={("North", "teachers"): 30, ("North", "pupils"): 61})


def gap(low=None, high=None, group="leaders", other="teachers", **more):
    middle = None if low is None else (low + high) / 2
    direction = "" if low is None else "up" if low > 0 else "down" if high < 0 else "unclear"
    known = {"mean": 3.0 + (middle or 0.5), "mean_other": 3.0, "difference": middle or 0.5, "n": 30, "n_other": 30}
    with gate():
        return ReleasedGap(
            **(
                {"area": "A", "group": group, "other": other, "ci_low": low, "ci_high": high, "direction": direction}
                | known
                | more
            )
        )


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (gap(0.31, 1.12, clear=True), "leaders see it higher, by 0.3 to 1.1 points"),
        (gap(-1.12, -0.31, clear=True), "teachers see it higher, by 0.3 to 1.1 points"),
        (gap(0.02, 0.62), "leaders may see it higher (just above 0 to 0.6 points), or chance"),
        (gap(-0.2, 0.6), "no clear difference (leaders from 0.2 lower to 0.6 higher)"),
        (gap(0.3, 1.1, other="pupils", clear=True), "different viewpoints, leaders higher by 0.3 to 1.1 points"),
        (gap(-1.1, -0.3, other="pupils"), "perhaps different viewpoints (pupils higher by 0.3 to 1.1), or chance"),
        (gap(n=7), "too few answers to say how sure"),
        (gap(), "how sure that is cannot be said"),
        (gap(hidden="few", mean=None, difference=None), "hidden: fewer than 5 answers"),
        (gap(mean=None, difference=None), "nothing to compare"),
    ],
)  # fmt: skip
def test_a_gap_is_told_by_its_range(found, said):
    assert gap_words(found) == said
    assert not said_too_much(said)


def test_fewer_items_are_told():
    assert gap_said(gap(-0.2, 0.6, items_common=2, items_all=5), FOUND).endswith(
        "; over the 2 of 5 items both were asked"
    )
    assert "items" not in gap_said(gap(-0.2, 0.6, items_common=5, items_all=5), FOUND)


def test_the_widest_pair_of_an_area_is_one_whose_range_is_known():
    unsure, sure, small = (
        gap(difference=1.4, n=6),
        gap(0.3, 1.1, other="pupils"),
        gap(0.1, 0.3, group="teachers", other="pupils"),
    )
    hidden = gap(area="B", hidden="few", difference=None)
    assert widest([unsure, sure, small, hidden]) == (sure, hidden)
    assert widest([unsure, sure, small], ("teachers", "pupils")) == (small,)


def move(course, moved=-0.6):
    with gate():
        return ReleasedGapMove(area="A", group="leaders", other="teachers", moved=moved, course=course)


def test_a_move_is_told_where_it_is_clear():
    assert move_words(move("closer"), "2024") == "closer than in 2024 (0.6 points)"
    assert move_words(move("apart", 0.6), "2024") == "further apart than in 2024 (0.6 points)"
    assert move_words(move("turned"), "2024") == "the other way round than in 2024"
    assert move_words(move("unclear"), "2024") == move_words(None, "2024") == ""
    assert (
        moves_sentence([move("unclear"), move("")], "2024")
        == "Since 2024, no gap between groups has clearly opened or closed."
    )
    assert moves_sentence([move("closer"), move("unclear")], "2024").startswith("Since 2024, 1 of 2 gaps")
    assert moves_sentence([move("")], "2024") == ""


def cell(**more):
    with gate():
        return ReleasedCell(
            **(
                {
                    "area": "A",
                    "group": "teachers",
                    "n": 24,
                    "mean": 3.4,
                    "sd": 0.9,
                    "reached": ((4, 0.5),),
                    "top_share": 0.5,
                }
                | more
            )
        )


@pytest.mark.parametrize(
    ("r_wg", "ends", "said"),
    [
        (0.2, (0.1, 0.1), "opinions are split"), (0.9, (0.25, 0.3), "opinions are split"), (0.9, (0.24, 0.6), "most agree"),
        (0.6, (0.1, 0.1), "views differ"), (0.71, None, "most agree"),
    ],
)  # fmt: skip
def test_agreement_and_both_ends(r_wg, ends, said):
    assert agreement_words(cell(unity=Unity(r_wg=r_wg, both_ends=ends))) == said
    assert agreement_words(cell()) == agreement_words(cell(unity=Unity(refused="too_few_persons"))) == ""


@pytest.mark.parametrize(
    ("share", "sd", "n", "said"),
    [
        (0.8, 0.9, 40, "80 % reach 4: across the group"), (0.25, 0.9, 40, "25 % reach 4: a beginning"),
        (0.5, 0.9, 40, "50 % reach 4: in pockets"), (0.5, 0.5, 40, "50 % reach 4, most are near it"),
        (0.5, 0.9, 14, "7 of 14 reach 4: in pockets"), (0, 0.9, 40, "nobody reaches 4 so far"),
    ],
)  # fmt: skip
def test_whole_school_or_pockets(share, sd, n, said):
    found = cell(top_share=share, sd=sd, n=n)
    assert spread_words(found, FRAMEWORK) == said
    assert not said_too_much(said)


def test_named_levels_are_looked_at_by_the_one_the_average_has_reached():
    levels = (
        Level(value=1, name="Start", at_least=1),
        Level(value=2, name="Under way", at_least=3),
        Level(value=3, name="Ahead", at_least=4),
    )
    framework = replace(FRAMEWORK, levels=levels)
    found = cell(reached=((1, 1.0), (2, 0.8), (3, 0.1)))
    assert spread_words(found, framework) == "80 % reach Under way: across the group"
    assert spread_words(cell(mean=1.5, reached=((1, 1.0), (2, 0.1), (3, 0))), framework) == "", (
        "everybody is at the first"
    )


def test_who_has_no_worst_case_is_said_with_the_reason():
    def of(*cells):
        with gate():
            return bounds_left_out(replace(FOUND, areas=cells))

    known = {"bounds": (1.7, 4.5)}
    only = {"flags": ("mean_only",)}
    assert of(cell(**known), cell(area="B", **known)) == ""
    assert of(cell(**known), cell(group="leaders", n=6, **only), cell(area="B", group="leaders", n=7, **only)) == (
        "Left out: leaders. Of fewer than 10 answers only the average is shown."
    )
    assert of(cell(**known), cell(area="B", n=9, **only), cell(group="leaders", n=6, **only)) == (
        "Left out: teachers (some areas) and leaders. Of fewer than 10 answers only the average is shown."
    )
    assert of(cell(**known), cell(group="pupils", n=40, **only), cell(group="parents")) == (
        "Left out: pupils. Too few answered in a school, so only the average is shown. "
        "Left out: parents. How many were invited is not known, or more answered than were invited."
    )
    assert of(cell(**known), cell(group="leaders", n=None, mean=None, hidden="few")) == "", "its place says why"


def test_the_worst_case_and_what_was_left_out():
    assert bounds_words(cell(bounds=(1.7433, 4.4633))) == "between 1.7 and 4.5, whatever the silent think"
    assert bounds_words(cell()) == ""
    away = cell(shares_away=((State.NOT_APPLICABLE, 0.06), (State.BLANK, 0.04), (State.DECLINED, 0.2)))
    with gate():
        found = replace(FOUND, areas=(away,))
    assert left_out_words(found, "A") == "Left out: teachers 6 % not applicable, 20 % prefer not to say."
    with gate():
        assert left_out_words(replace(FOUND, areas=(replace(away, n=14),)), "A") == "", "no percentage of few"


def count(group, answered, invited):
    with gate():
        return ReleasedCount(group=group, answered=answered, invited=invited, rate=answered / invited)


def test_what_a_response_rate_is_a_basis_for():
    groups = [
        count("leaders", 6, 8), count("teachers", 13, 20), count("staff", 10, 20), count("pupils", 49, 100),
        count("parents", 20, 100),
    ]  # fmt: skip
    assert basis(groups) == (
        "How far that speaks for all: a solid basis for leaders; a fair basis for teachers and parents; a thin basis for "
        "staff; not representative of pupils, do not compare."
    )
    assert basis([]) == ""
    assert not said_too_much(basis(groups))


def least_certain(sizes, invited=None, **more):
    found = released_profile(answers(sizes, **more), "North", invited=invited)
    return certainty_sentence(found)


def test_what_is_least_certain():
    few = least_certain({("North", "leaders"): 6, ("North", "teachers"): 24})
    assert few == (
        "The averages of leaders are of fewer than 10 people, where one answer moves much: take them as a hint."
    )  # not "least certain": where all of them answered, the line above calls it a solid basis
    part = least_certain({("North", "teachers"): 24}, {("North", "teachers"): 60})
    assert part.startswith("Least certain are the averages of teachers: so many did not answer")
    wide = least_certain({("North", "teachers"): 12, ("North", "pupils"): 400})
    assert wide.startswith("Least certain is the average of teachers on “")
    assert wide.endswith(("(rough).", "(very rough)."))
    assert (
        least_certain({("North", "pupils"): 400})
        == "Every average shown is clear: none may lie more than about 0.1 points off."
    )
    everybody = least_certain({("North", "teachers"): 24}, {("North", "teachers"): 24})
    assert everybody == "Everybody who was invited answered, so these averages leave nobody out."


def test_a_page_says_three_findings_and_nothing_forbidden():
    who, *findings = profile_sentences(FOUND)
    assert who.startswith("Who answered")
    assert len(findings) == 3
    texts = [who, *findings, gaps_alt(FOUND), unity_alt(FOUND), *(unity_words(each, FOUND) for each in FOUND.areas)]
    texts += [gap_said(each, FOUND) for each in FOUND.gaps]
    assert not [(text, found) for text in texts if (found := said_too_much(text))]
    assert not [text for text in texts if percentages_of_few(text)]


def test_the_text_twins_have_every_area_and_every_reason():
    assert all(area.name in text for area in SELFIE.areas for text in (gaps_alt(FOUND), unity_alt(FOUND)))
    assert unity_alt(FOUND).count("average only: fewer than 10 answered") == 8
    hidden = released_profile(answers({("North", "leaders"): 3, ("North", "teachers"): 24}), "North")
    assert gaps_alt(hidden).count("hidden: fewer than 5 answers") == 8
    assert unity_alt(hidden).count("leaders hidden: fewer than 5 answers") == 8


def test_gaps_of_which_none_is_sure_are_said_to_be_so_once():
    school = released_profile(answers({("North", "leaders"): 6, ("North", "teachers"): 24}), "North")
    assert unsure_sentence(school, school.gaps) == "Too few answered to say how sure these distances are."
    sizes = {"N": 4, "S": 5, "E": 20, "W": 20, "M": 20}
    five = answers({(name, group): size for name, size in sizes.items() for group in ("leaders", "teachers")})
    hub = released_profile(replace(five, values=np.where(five.values < 1, 3, five.values)))
    assert (
        unsure_sentence(hub, hub.gaps) == "In some of the schools too few answered to say how sure these distances are."
    )
    assert {unity_words(cell, hub) for cell in hub.areas} == {"average only: too few in a school"}
    assert unsure_sentence(FOUND, FOUND.gaps) == unsure_sentence(FOUND, []) == ""
    assert not said_too_much(unsure_sentence(hub, hub.gaps))
