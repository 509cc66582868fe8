"""Several rounds evaluated: the lines say what the pages say, every block is there or says why not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from tests.invented import DAYS, SELFIE, answers, as_rounds, evaluated, released_comparison, second_round
from toolbox.disclosure import release
from toolbox.evaluation import evaluate
from toolbox.frameworks import load
from toolbox.model import BLOCKS, Answers, Average, Averages, Plan, SchoolFacts, State, ToolboxError
from toolbox.tables import block_table, block_tables
from toolbox.tables.contrasts import CONTRASTS, FLAGS, LEFT_OUT, REFUSALS
from toolbox.tables.reasons import NOTES, REFUSED

ASSIGNED = "The hub chose them in May 2025 by distance; nobody was masked."


def hub(sizes=range(12, 22), groups=("teachers",), *, shift=0.3, seed=1):
    """Ten schools, a round and the same persons half a year later."""
    first = answers({(f"S{n:02d}", group): size for n, size in enumerate(sizes) for group in groups}, seed=seed)
    return first, second_round(first, shift=shift)


def facts(first: Answers, starts=lambda n: date(2025, 11, 1) if n % 2 else None, hours=lambda n: 2.0 * n):
    return tuple(
        SchoolFacts(school=school, hub="north" if n < 5 else "south", starts=starts(n), hours=hours(n))
        for n, school in enumerate(first.schools)
    )


def without(found: Answers, gone: np.ndarray) -> Answers:
    """The round without some of its rows."""
    rows = np.flatnonzero(~gone)
    return replace(
        found, person=found.person[rows], school=found.school[rows], group=found.group[rows],
        values=np.asfortranarray(found.values[rows]),
    )  # fmt: skip


def lines_of(evaluation, block, contrast="", **more):
    return [
        line
        for line in evaluation.lines
        if line.block == block
        and contrast in ("", line.contrast)
        and all(getattr(line, name) == value for name, value in more.items())
    ]


def same(one, two) -> bool:
    """The same number but for the order it was summed in, or both not there."""
    return one is two is None or one == pytest.approx(two, rel=1e-10)


FIRST, SECOND = hub()
PLANNED = {"areas": ("A", "B"), "comparison": "two_groups", "schools": facts(FIRST), "assignment": ASSIGNED}
TWO = evaluated(FIRST, SECOND, **PLANNED)


def test_the_change_block_is_what_the_change_page_shows():
    page = released_comparison(FIRST, SECOND)
    seen = release(evaluated(FIRST, SECOND))
    rows = {(line.area, line.group): line for line in lines_of(seen, "change", "change")}
    assert len(page.areas) == len(rows) == 8
    for row in page.areas:
        line = rows[row.area, row.group]
        assert row.change.estimate is not None
        for name in ("estimate", "se", "df", "ci_low", "ci_high", "p", "n", "n_schools"):
            assert same(getattr(line.found, name), getattr(row.change, name))
        assert same(line.effect.estimate, row.effect.estimate)
        assert same(line.effect.ci_low, row.effect.ci_low)
        assert line.effect.refused == row.effect.refused
        assert same(line.p_adjusted, row.p_adjusted)
        for name in ("mean_before", "mean_after", "sd_before", "sd_after", "higher", "same", "lower"):
            assert same(line.values[name], getattr(row, name))


def test_two_groups_have_ancova_first_and_every_check_beside_it():
    found = [line.contrast for line in lines_of(TWO, "groups", area="A") if line.part in ("headline", "check")]
    assert found == ["ancova", "difference_in_changes", "lin", "label_permutation", "wild_bootstrap"]
    head = lines_of(TWO, "groups", "ancova", area="A")[0]
    assert head.part == "headline"
    assert head.effect_name == "d_ppc2"
    assert head.p_adjusted is not None
    assert "equal_starts" in head.found.flags


def test_every_block_is_there_or_says_why_not():
    for made in (TWO, evaluated(FIRST, SECOND, areas=("A",))):
        there = {line.block for line in made.lines}
        out = dict(made.left_out)
        assert there | set(out) == set(BLOCKS)
        assert not there & set(out)
        assert set(out.values()) <= set(LEFT_OUT)
    assert dict(evaluated(FIRST, SECOND, areas=("A",)).left_out)["groups"] == "one_group"


def test_a_comparison_of_groups_needs_its_assignment():
    made = evaluated(FIRST, SECOND, **{**PLANNED, "assignment": "  "})
    assert [
        made.left_out[place][1] for place, (block, _) in enumerate(made.left_out) if block in ("baseline", "groups")
    ] == [
        "no_assignment",
        "no_assignment",
    ]
    table = block_table(release(made), "groups")
    assert "who chose the mentored schools" in table.notes[1]


def test_few_schools_in_a_group_are_described_side_by_side():
    made = evaluated(
        FIRST, SECOND, **{**PLANNED, "schools": facts(FIRST, lambda n: date(2025, 11, 1) if n < 3 else None)}
    )
    head = next(line for line in lines_of(made, "groups", area="A") if line.part == "headline")
    assert head.found.refused == "few_schools_per_group"
    assert head.found.estimate is None
    assert [line.arm for line in lines_of(made, "groups", "change", area="A")] == ["mentored", "waiting"]


def test_groups_that_began_too_far_apart_are_printed_without_a_claim():
    values = FIRST.values.astype(int)
    odd = (FIRST.school % 2 == 1)[:, None] & (values > 0)
    first = replace(FIRST, values=np.asfortranarray(np.clip(np.where(odd, values + 1, values), -9, 5).astype(np.int8)))
    made = evaluated(first, SECOND, **{**PLANNED, "areas": ("A",)})
    head = next(line for line in lines_of(made, "groups") if line.part == "headline")
    assert head.found.estimate is not None
    assert (head.found.p, head.found.refused) == (None, "apart_at_start")
    assert lines_of(made, "baseline")[0].values["standing"] == "apart"


def test_whole_hubs_that_start_together_are_what_is_compared():
    starts = facts(FIRST, lambda n: date(2025, 11, 1) if n < 5 else None)
    made = evaluated(FIRST, SECOND, **{**PLANNED, "schools": starts, "areas": ("A",)})
    head = next(line for line in lines_of(made, "groups") if line.part == "headline")
    assert head.found.refused == "few_schools_per_group"
    assert head.n_hubs == 2


def test_three_rounds_have_waves_and_a_model():
    third = second_round(FIRST, shift=0.5, seed=4)
    rounds = as_rounds(FIRST, SECOND, third)
    plan = Plan(
        rounds=tuple(each.name for each in rounds), areas=("A",), comparison="waves", assignment=ASSIGNED,
        schools=facts(FIRST, lambda n: (date(2025, 11, 1), date(2026, 6, 1), None)[n % 3] if n < 9 else None),
    )  # fmt: skip
    made = evaluate(rounds, SELFIE, plan)
    cells = {(line.arm, line.values["to_round"]) for line in lines_of(made, "waves", "wave_effect")}
    assert cells == {("Round 2", "Round 2"), ("Round 2", "Round 3"), ("Round 3", "Round 3")}
    assert lines_of(made, "change", "mixed")[0].found.estimate is not None
    grouped = evaluated(FIRST, SECOND, third, **{**PLANNED, "areas": ("A",)})
    head = next(line for line in lines_of(grouped, "groups") if line.part == "headline")
    assert head.contrast in ("mixed_groups", "difference_in_changes")


def test_missing_answers_are_told_by_every_method():
    gone = np.random.default_rng(5).random(len(SECOND)) < 0.3
    made = evaluated(FIRST, without(SECOND, gone), areas=("A",))
    found = [line.contrast for line in lines_of(made, "missing")]
    assert found[:4] == ["complete_pairs", "all_available", "all_available_model", "full_information"]
    assert found.count("delta_shift") == 5
    first = lines_of(made, "change", area="A")[0]
    assert (first.contrast, first.part) in (("mixed", "headline"), ("change", "headline"))
    shifts = [line.found.estimate for line in lines_of(made, "missing", "delta_shift")]
    assert shifts == sorted(shifts, reverse=True)


def test_nobody_without_a_key_is_paired():
    first = answers({(f"S{n}", "pupils"): 25 for n in range(10)}, keyed=False)
    second = second_round(first, shift=0.4)
    made = evaluated(first, second, **{**PLANNED, "areas": ("A",), "schools": facts(first)})
    assert [line.contrast for line in lines_of(made, "change") if line.part == "headline"] == ["two_samples"]
    assert [line.contrast for line in lines_of(made, "groups")] == ["two_samples_groups"]
    assert lines_of(made, "groups")[0].found.p is not None
    assert dict(made.left_out)["attrition"] == "no_pairs"


def test_looking_back_stands_beside_the_change():
    rounds = as_rounds(FIRST, SECOND, second_round(FIRST, shift=-0.3, seed=3))
    plan = Plan(rounds=("Round 1", "Round 2"), then_round="Round 3", areas=("A",), bayesian=True)
    made = evaluate(rounds, SELFIE, plan)
    shift = lines_of(made, "change", "response_shift")[0].found.estimate
    since = lines_of(made, "change", "change_since_then")[0].found.estimate
    change = lines_of(made, "change", "change")[0].found.estimate
    assert since == pytest.approx(change - shift)
    assert 0 <= lines_of(made, "change", "posterior")[0].values["probability"] <= 1


def test_one_round_and_eight_teachers_and_one_school():
    alone = evaluated(FIRST, areas=("A",))
    assert {line.block for line in alone.lines} == {"flow", "reliability", "profile"}
    assert dict(alone.left_out)["change"] == "one_round"
    first = answers({("North", "teachers"): 8})
    seen = release(evaluated(first, second_round(first, shift=0.3)))
    head = lines_of(seen, "change", "change", area="A")[0]
    assert head.found.estimate is None
    assert head.values["higher"] + head.values["same"] + head.values["lower"] == 8
    assert head.found.refused == "few_pairs"
    assert all(table.frame is not None for table in block_tables(seen))


def test_a_rubric_has_change_and_no_persons():
    framework = load("idi-rubric")
    items = tuple(item.id for item in framework.items)
    draw = np.random.default_rng(2)

    def ratings(shift):
        values = np.clip(draw.integers(1, 4, (12, len(items))) + shift, 1, 4).astype(np.int8)
        return Answers(
            person=np.array([""] * 12, object), school=np.arange(12), group=np.zeros(12, int),
            schools=tuple(f"S{n:02d}" for n in range(12)), groups=("staff",), items=items, values=np.asfortranarray(values),
        )  # fmt: skip

    made = evaluated(ratings(0), ratings(1), framework=framework)
    assert dict(made.left_out)["reliability"] == dict(made.left_out)["attrition"] == "rubric"
    seen = release(made)
    head = lines_of(seen, "change", "change")[0]
    assert head.found.estimate is not None
    assert not head.hidden
    assert lines_of(seen, "flow", "answered")[0].found.n == 12
    assert set(block_table(seen, "change").frame["contrast_name"]) >= {"change of the same schools"}
    assert not any("persons" in name for name in block_table(seen, "flow").frame["contrast_name"])


def test_averages_are_refused_in_a_sentence():
    averages = Averages(rows=(Average(school="North", group="teachers", area="A", mean=3.2, n=14),))
    with pytest.raises(ToolboxError) as fault:
        evaluated(averages, averages)
    assert fault.value.code == "averages_only"


@pytest.mark.parametrize(
    ("plan", "code"),
    [
        ({"rounds": ()}, "no_rounds"),
        ({"rounds": ("Round 1", "Round 9")}, "unknown_round"),
        ({"rounds": ("Round 2", "Round 1")}, "swapped_rounds"),
        ({"rounds": ("Round 1", "Round 2"), "groups": ("parents",)}, "unknown_group"),
        ({"rounds": ("Round 1", "Round 2"), "areas": ("Z",)}, "unknown_area"),
        ({"rounds": ("Round 1", "Round 2"), "primary": ("Z",)}, "unknown_area"),
    ],
)
def test_a_plan_that_cannot_be_followed_is_refused_in_a_sentence(plan, code):
    with pytest.raises(ToolboxError) as fault:
        evaluate(as_rounds(FIRST, SECOND), SELFIE, Plan(**plan))
    assert fault.value.code == code
    assert fault.value.message.endswith(".")


def test_families_are_those_of_the_plan():
    made = evaluated(FIRST, SECOND, areas=("A", "B", "C"), primary=("B",))
    named = {line.area: (line.family, line.p_adjusted, line.found.p) for line in lines_of(made, "change", "change")}
    assert named["B"][0] == "primary (Holm)"
    assert named["B"][1] == named["B"][2]
    assert named["A"][0] == named["C"][0] == "secondary (BH)"
    assert {line.family for line in lines_of(made, "items", "change") if line.found.p is not None} == {"items (BH)"}


def test_every_code_of_a_line_has_words():
    rounds = (FIRST, without(SECOND, np.random.default_rng(5).random(len(SECOND)) < 0.2))
    for made in (TWO, evaluated(*rounds, **{**PLANNED, "areas": ("A",), "resampling": True, "draws": 49})):
        for line in made.lines:
            assert line.contrast in CONTRASTS, line.contrast
            for found in (line.found, line.effect):
                assert not [flag for flag in found.flags if flag not in NOTES | FLAGS], found.flags
                assert found.refused in ("", *(REFUSED | REFUSALS)), found.refused


def test_a_row_has_numbers_or_a_reason():
    for table in block_tables(release(TWO)):
        frame = table.frame
        silent = frame[frame["n"].isna() & (frame["refused_reason"] == "")]
        assert not len(silent), (table.name, silent["contrast"].tolist())


def test_arms_nobody_is_in_and_rounds_nobody_is_found_again_in_leave_their_blocks_out():
    empty = {"areas": ("A",), "assignment": ASSIGNED}
    for comparison, block in (("two_groups", "groups"), ("waves", "waves")):
        made = evaluated(FIRST, SECOND, comparison=comparison, **empty)
        assert dict(made.left_out)[block] == dict(made.left_out)["baseline"] == "no_arms"
    others = replace(SECOND, person=np.array([f"X-{row}" for row in range(len(SECOND))], object))
    made = evaluated(FIRST, others, comparison="waves", schools=facts(FIRST), **empty)
    assert {dict(made.left_out)[block] for block in ("attrition", "waves", "missing", "power")} == {"no_pairs"}


@pytest.mark.filterwarnings("error::RuntimeWarning")
def test_answers_that_are_all_alike_and_schools_of_one_are_told_without_a_warning():
    flat = replace(FIRST, values=np.asfortranarray(np.full_like(FIRST.values, 5)))
    tiny = answers({("North", "teachers"): 1, ("South", "teachers"): 2})
    for first, second in ((flat, flat), (tiny, second_round(tiny, shift=0.3))):
        plan = {**PLANNED, "areas": ("A",), "schools": facts(first), "bayesian": True, "resampling": True, "draws": 99}
        assert len(block_tables(release(evaluated(first, second, **plan)))) == 11


def test_days_are_in_order():
    assert list(DAYS) == sorted(DAYS)
    assert State.BLANK < 0
