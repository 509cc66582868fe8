"""Codes with a slip: found under hashes, with a known truth; ties, contradictions, short codes, chance, speed."""

from __future__ import annotations

import time
import tracemalloc

import numpy as np
import pytest

from toolbox.linking import link, near, with_accepted
from toolbox.linking.words import difference, nothing_matches, short
from toolbox.model import Answers, NearPair
from toolbox.reading.pseudonyms import Pseudonyms
from toolbox.reading.slips import clues_of, forms_of, parts_of, units_of

KEY = Pseudonyms(b"a key of the tests")
LETTERS = np.array(list("abcdefghijklmnopqrstuvwxyz0123456789"))


def round_of(*rows, facts=(), in_parts=False, key=KEY):
    """(answers, clues) of rows (code, school[, group]); a code in boxes is a tuple."""
    rows = [(*row, "teachers")[:3] for row in rows]
    schools = tuple(dict.fromkeys(school for _, school, _ in rows))
    groups = tuple(dict.fromkeys(group for _, _, group in rows))
    person = np.array([key(" ".join(code) if in_parts else code) for code, _, _ in rows], object)
    school = np.array([schools.index(school) for _, school, _ in rows], np.int32)
    group = np.array([groups.index(group) for _, _, group in rows], np.int16)
    answers = Answers(
        person=person, school=school, group=group, schools=schools, groups=groups, items=(),
        values=np.zeros((len(rows), 0), np.int8),
    )  # fmt: skip
    units = [parts_of(code) if in_parts else units_of(code) for code, _, _ in rows]
    clues = clues_of(
        key, person=person, school=school, group=group, schools=schools, groups=groups, units=units,
        unit_codes=np.arange(len(rows)), in_parts=in_parts, facts={"birth year": facts} if facts else {},
    )  # fmt: skip
    return answers, clues


def found(before, after):
    return near(before[0], after[0], (before[1], after[1]))


def told(result):
    return [(pair.state, pair.slip, pair.place) for pair in result.pairs]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("ma17tk", "ma18tk", ("probable", "other", 4)),
        ("ma17tk", "mb17tk", ("probable", "other", 2)),
        ("ma17tk", "m17tk", ("probable", "missing", 2)),
        ("ma17tk", "ma17ttk", ("probable", "added", 5)),
        ("ma17tk", "am17tk", ("probable", "swapped", 1)),
        ("aab17k", "abb17k", ("probable", "other", 2)),
        ("aab17k", "ab17k", ("probable", "missing", 1)),
        ("ma17tkr", "mb18tkr", ("possible", "two", 0)),
        ("ma17tkr", "a17tkrx", ("possible", "two", 0)),
        ("ma17tkr", "mb17tk", ("possible", "two", 0)),
        ("ma17tkr", "ma17t", ("possible", "two", 0)),
    ],
)
def test_each_kind_of_slip(before, after, expected):
    assert told(found(round_of((before, "North")), round_of((after, "North")))) == [expected]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("ma17", "ma18"),  # too short: four characters
        ("ma17tk", "mb18tk"),  # two differences of six characters leave too few
        ("ma17tkr", "kb28tkr"),  # four differences
        ("mari@school.example", "marj@school.example"),
        ("abcdefgh", "badcfehg"),
    ],
)
def test_what_is_no_evidence(before, after):
    assert told(found(round_of((before, "North")), round_of((after, "North")))) == []


def test_spelling_is_no_difference():
    before, after = round_of(("MA-17 tk", "North")), round_of(("ma17TK", "North"))
    assert len(link(before[0], after[0])) == 1
    assert told(found(before, after)) == []


def test_never_across_schools_or_groups():
    before = round_of(("ma17tk", "North"), ("bo22xy", "North", "pupils"))
    after = round_of(("ma18tk", "South"), ("bo23xy", "North"))
    assert told(found(before, after)) == []


def test_somebody_found_by_the_same_code_is_in_no_pair():
    before = round_of(("ma17tk", "North"))
    after = round_of(("ma17tk", "North"), ("ma18tk", "North"))
    assert told(found(before, after)) == []


@pytest.mark.parametrize(
    ("before", "after", "ties"),
    [
        (["ma17tk"], ["ma18tk", "ma19tk"], 1),
        (["ma17tk", "ma19tk"], ["ma18tk"], 2),
        (["ma17tk", "ma27tk"], ["ma18tk", "zz9988"], 1),  # two of one round lie as near: nobody's slip for certain
        (["ma17tk", "zz9988"], ["ma18tk", "ma28tk"], 1),
        (["ma17tk", "ma28tk"], ["ma18tk", "ma28tk"], 1),  # ma28tk is linked, and still as near to ma18tk
    ],
)
def test_ties_are_nobodys(before, after, ties):
    result = found(round_of(*((code, "North") for code in before)), round_of(*((code, "North") for code in after)))
    assert result.probable() == frozenset()
    assert dict(result.ties) == {("North", "teachers"): ties}


def test_running_numbers_of_a_panel_are_all_ties():
    before = round_of(*((str(100_200 + number), "North") for number in range(0, 60)))
    after = round_of(*((str(100_200 + number), "North") for number in range(20, 80)))
    result = found(before, after)
    assert result.probable() == frozenset()


def test_very_many_codes_that_lie_close_take_no_time():
    codes = [f"{number:05d}" for number in range(3000)]
    before = round_of(*((code, "North") for code in codes[::2]))
    after = round_of(*((code, "North") for code in codes[1::2]))
    started = time.perf_counter()
    assert found(before, after).probable() == frozenset()
    assert time.perf_counter() - started < 60


def test_a_fact_that_differs_contradicts_and_never_chooses():
    before = round_of(("ma17tk", "North"), ("bo22xy", "North"), ("ki33pq", "North"), facts=("1970", "1980", "1990"))
    after = round_of(("ma18tk", "North"), ("bo23xy", "North"), ("ki34pq", "North"), facts=("1971", "1980", ""))
    states = {pair.before: pair.state for pair in found(before, after).pairs}
    assert states == {KEY("ma17tk"): "contradicted", KEY("bo22xy"): "probable", KEY("ki33pq"): "probable"}
    two = round_of(("ma18tk", "North"), ("ma19tk", "North"), facts=("1971", "1970"))
    assert found(before, two).probable() == frozenset()


def test_the_same_fact_of_two_schools_does_not_look_the_same():
    _, clues = round_of(("ma17tk", "North"), ("bo22xy", "South"), facts=("1970", "1970"))
    assert clues.facts[0, 0] != clues.facts[1, 0]


def test_a_whole_box_is_one_difference():
    before = round_of(
        (("May", "Tartu", "Anna", "2"), "North"), (("June", "Narva", "Olga", "0"), "North"), in_parts=True
    )
    after = round_of(
        (("April", "Tartu", "Anna", "2"), "North"), (("June", "Narva", "Inna", "1"), "North"), in_parts=True
    )
    result = found(before, after)
    assert told(result) == [("probable", "other", 1)]
    assert difference(result.pairs[0]) == "part 1 of 4 differs"


def test_five_boxes_with_two_differences_are_possible():
    before = round_of((("May", "Tartu", "Anna", "2", "b"), "North"), in_parts=True)
    after = round_of((("June", "Tartu", "Anna", "1", "b"), "North"), in_parts=True)
    assert told(found(before, after)) == [("possible", "two", 0)]


def test_boxes_and_one_piece_are_not_compared():
    before = round_of((("ma", "17", "tk", "r"), "North"), in_parts=True)
    assert told(found(before, round_of(("ma18tkr", "North")))) == []


def test_a_round_without_clues_is_told_apart_from_one_without_pairs():
    (before, clues), (after, _) = round_of(("ma17tk", "North")), round_of(("ma18tk", "North"))
    assert not near(before, after, (clues, None)).compared
    assert near(before, before, (clues, clues)).compared


def test_another_key_finds_nothing():
    assert told(found(round_of(("ma17tk", "North")), round_of(("ma18tk", "North"), key=Pseudonyms(b"another")))) == []


def test_a_code_that_repeats_is_in_no_pair():
    before = round_of(("ma17tk", "North"), ("ma17tk", "North"))
    assert told(found(before, round_of(("ma18tk", "North")))) == []


def test_accepted_pairs_link_like_equal_codes():
    before, after = (
        round_of(("ma17tk", "North"), ("bo22xy", "North")),
        round_of(("ma18tk", "North"), ("bo22xy", "North")),
    )
    result = found(before, after)
    again = with_accepted(after[0], result.pairs)
    assert len(link(before[0], after[0])) == 1
    assert len(link(before[0], again)) == 2
    assert after[0].person[0] == KEY("ma18tk"), "what is stored stays"


def apart(one: str, other: str) -> int:
    """How many slips two codes are apart, counted the slow and plain way (optimal string alignment)."""
    far = np.zeros((len(one) + 1, len(other) + 1), int)
    far[:, 0], far[0, :] = range(len(one) + 1), range(len(other) + 1)
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            far[i, j] = min(
                far[i - 1, j] + 1, far[i, j - 1] + 1, far[i - 1, j - 1] + (one[i - 1] != other[j - 1])
            )  # fmt: skip
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                far[i, j] = min(far[i, j], far[i - 2, j - 2] + 1)
    return int(far[-1, -1])


@pytest.mark.parametrize("letters", ["abc", "abcdefghij"])
@pytest.mark.parametrize("seed", range(4))
def test_the_same_pairs_as_holding_every_code_against_every_other(seed, letters):
    """Codes of few letters, so that many lie close: forms under a key find exactly what plain text would."""
    draw = np.random.default_rng(seed)
    sides = [["".join(draw.choice(list(letters), draw.integers(5, 8))) for _ in range(25)] for _ in range(2)]
    sides[1] += [mistyped(draw, code) for code in sides[0][:10] if len(code) > 5]
    sides = [sorted(set(side)) for side in sides]
    before, after = (round_of(*((code, "North") for code in side)) for side in sides)
    left = [code for code in sides[0] if code not in sides[1]], [code for code in sides[1] if code not in sides[0]]

    def alone(code: str) -> bool:
        around = [other for side in sides for other in side if other != code and apart(code, other) == 1]
        return len(around) == 1

    truth = {
        ("North", "teachers", KEY(one), KEY(other))
        for one in left[0]
        for other in left[1]
        if apart(one, other) == 1 and alone(one) and alone(other)
    }
    tied = {one for one in left[0] for other in left[1] if apart(one, other) == 1 and not (alone(one) and alone(other))}
    result = found(before, after)
    assert result.probable() == truth
    assert truth or letters == "abc"
    assert sum(many for _, many in result.ties) == len(tied)


def planted(draw, *, schools=40, people=25, leave=0.1, slip=0.1):
    """Two rounds of invented codes; of the second some are mistyped, some are new people. (before, after, truth)."""
    before, after, truth = [], [], set()
    for number in range(schools):
        name = f"S{number}"
        for _ in range(people):
            code = "".join(draw.choice(LETTERS, 7))
            before.append((code, name))
            chance = draw.random()
            if chance < leave:
                after.append(("".join(draw.choice(LETTERS, 7)), name))
                continue
            if chance < leave + slip:
                typed = mistyped(draw, code)
                if typed != code:
                    truth.add((name, "teachers", KEY(code), KEY(typed)))
                code = typed
            after.append((code, name))
    return round_of(*before), round_of(*after), truth


def mistyped(draw, code: str) -> str:
    """One slip of the hand, of any of four kinds."""
    at, kind, letter = int(draw.integers(len(code) - 1)), int(draw.integers(4)), str(draw.choice(LETTERS))
    return (
        code[:at] + letter + code[at + 1 :],
        code[:at] + code[at + 1 :],
        code[:at] + letter + code[at:],
        code[:at] + code[at + 1] + code[at] + code[at + 2 :],
    )[kind]


@pytest.mark.parametrize("seed", range(3))
def test_planted_slips_are_found_and_nothing_else(seed):
    before, after, truth = planted(np.random.default_rng(seed))
    result = found(before, after)
    right = result.probable() & truth
    print(f"planted {len(truth)}, found {len(result.probable())}, right {len(right)}, by chance {expected(result):.3f}")
    assert len(truth) > 60
    assert len(right) >= 0.97 * len(truth)
    assert len(result.probable() - truth) <= 2


def expected(result) -> float:
    shares = {group: share for group, share, _ in result.by_chance}
    return sum(many * shares[group] for (_, group), many in result.chances)


def test_chance_is_estimated_where_codes_are_poor():
    """Codes of five digits: chance brings many together; the estimate tells how many before ties are taken off."""
    draw = np.random.default_rng(5)

    def strangers():
        return round_of(*((f"{draw.integers(100_000):05d}", f"S{place % 40}") for place in range(1600)))

    before, after = strangers(), strangers()
    result = found(before, after)
    wrong, seen = (
        expected(result),
        len(result.probable()) + len([1 for pair in result.pairs if pair.state != "possible"]),
    )
    tied = sum(many for _, many in result.ties)
    print(f"expected {wrong:.1f}; found {len(result.probable())} and {tied} persons in ties")
    assert len(result.probable()) <= wrong * 1.3
    assert wrong <= (len(result.probable()) + 2 * tied) * 1.3
    assert seen > 0


def test_the_estimate_is_the_same_every_time():
    before, after, _ = planted(np.random.default_rng(9), slip=0.5)
    assert found(before, after).by_chance == found(before, after).by_chance


def test_one_school_borrows_other_groups_and_one_block_says_so():
    before = round_of(("ma17tk", "North"), ("bo22xy", "North", "pupils"))
    after = round_of(("ma18tk", "North"), ("zz99qq", "North", "pupils"))
    assert {by for _, _, by in found(before, after).by_chance} == {"other_groups"}
    alone = found(round_of(("ma17tk", "North")), round_of(("ma18tk", "North")))
    assert alone.by_chance == (("teachers", None, "one_block"),)


def test_empty_rounds():
    (before, clues), _ = round_of(("ma17tk", "North")), None
    nobody = Answers(
        person=np.zeros(0, object), school=np.zeros(0, int), group=np.zeros(0, int), schools=(), groups=(), items=(),
        values=np.zeros((0, 0), np.int8),
    )  # fmt: skip
    assert near(before, nobody, (clues, clues)).pairs == ()
    assert near(nobody, nobody, (clues, clues)).pairs == ()


def test_forms_say_nothing_of_the_code_without_the_key():
    _, one = round_of(("ma17tk", "North"))
    _, other = round_of(("ma17tk", "North"), key=Pseudonyms(b"another"))
    assert not set(one.forms.tolist()) & set(other.forms.tolist())


@pytest.mark.parametrize(("many", "forms"), [(5, 6), (7, 29), (8, 37), (12, 79), (13, 14)])
def test_how_many_forms_a_code_has(many, forms):
    code = "".join(LETTERS[:many])
    assert len(set(forms_of(code))) == forms
    assert forms_of(code)[1 : 1 + many] == [code[:at] + code[at + 1 :] for at in range(many)]


def test_short_names_are_told_apart():
    assert short(["P-7F3A11", "P-7F3A12", "P-0000FF"]) == {
        "P-0000FF": "P-0000", "P-7F3A11": "P-7F3A11", "P-7F3A12": "P-7F3A12",
    }  # fmt: skip


def test_slips_in_words():
    pair = NearPair(school="North", group="teachers", before="P-1", after="P-2", state="probable", slip="swapped", place=2, units=6)  # fmt: skip
    assert difference(pair) == "characters 2 and 3 of 6 are swapped"


def test_nothing_matches_in_words():
    assert nothing_matches(["a73k"], ["7a3k", "b1"]) == (
        "No codes occur in both files. Examples: before 'a73k', after '7a3k' and 'b1'. Is the code in another column?"
    )


def test_a_hundred_thousand_people():
    """Printed, not asserted: how long reading the forms and comparing take, and how much memory comparing takes."""
    draw = np.random.default_rng(1)
    many, schools = 100_000, 400
    codes = ["".join(row) for row in draw.choice(LETTERS, (many, 6))]
    slips = draw.random(many)
    after = [
        (mistyped(draw, code) if slip < 0.1 else "".join(draw.choice(LETTERS, 6)) if slip < 0.2 else code, f"S{place % schools}")
        for place, (code, slip) in enumerate(zip(codes, slips, strict=True))
    ]  # fmt: skip
    started = time.process_time()
    first = round_of(*((code, f"S{place % schools}") for place, code in enumerate(codes)))
    second = round_of(*after)
    read = time.process_time()
    result = found(first, second)
    done = time.process_time()
    tracemalloc.start()
    found(first, second)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    print(
        f"100,000 people twice: forms {read - started:.1f} s, comparing {done - read:.1f} s, {peak / 1e6:.0f} MB at most"
    )
    assert len(result.probable()) > 8_000
