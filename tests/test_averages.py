"""A round of averages: read, kept, shown and compared, and never more than the gate allows."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from toolbox import charts
from toolbox.comparison import compare
from toolbox.disclosure import release
from toolbox.frameworks import load
from toolbox.model import Answers, Average, Averages, ToolboxError, Viewer
from toolbox.profile import profile
from toolbox.reading import read
from toolbox.reading.averages import Line, areas_named, averages, lines_of
from toolbox.store import open_store
from toolbox.tables import change_table, profile_table
from toolbox.wording import change_sentences, profile_sentences

SELFIE = load("selfie-2020")
TABLE = b"Area;Leaders;Teachers;Pupils\nA. Leadership;3,9;3,4;\nD Training;2,8;3,0;3,1\nNumber of answers;6;18;140\n"


def made(table: bytes = TABLE, school: str = "Elm") -> Averages:
    lines = lines_of(read(table, "selfie.csv"))
    return averages(lines, areas_named({line.area for line in lines}, SELFIE), school, SELFIE)[0]


def of(*rows: tuple[str, str, float, int], area: str = "A") -> Averages:
    """Averages of one area, (school, group, mean, n) each."""
    return Averages(
        rows=tuple(
            Average(school=school, group=group, area=area, mean=mean, n=n, alike=mean in (1, 5))
            for school, group, mean, n in rows
        )
    )


def shown(held: Averages | Answers, schools=None, **more):
    found = profile(held, SELFIE, round_name="R", collected_on=date(2025, 11, 1), schools=schools, **more)
    return release(found)


def compared(before, after, schools=None):
    found = compare(
        before, after, SELFIE, before_name="One", after_name="Two", before_on=date(2024, 11, 1),
        after_on=date(2025, 11, 1), schools=schools,
    )  # fmt: skip
    return release(found)


def test_a_table_becomes_averages() -> None:
    found = {(row.area, row.group): (row.mean, row.n) for row in made().rows}
    assert found == {
        ("A", "leaders"): (3.9, 6), ("A", "teachers"): (3.4, 18),
        ("D", "leaders"): (2.8, 6), ("D", "teachers"): (3.0, 18), ("D", "pupils"): (3.1, 140),
    }  # fmt: skip
    assert len(made()) == 6 + 18 + 140


@pytest.mark.parametrize(
    ("line", "code", "says"),
    [
        (Line(area="A", group="pupils", mean=3.0), "no_number", "How many pupils answered?"),
        (Line(area="A", group="pupils", mean=5.5, n=9), "not_on_scale", "the scale goes from 1 to 5"),
        (Line(area="Canteen", group="pupils", mean=3.0, n=9), "no_averages", "None of the averages belongs to an area"),
    ],
)
def test_what_cannot_be_kept_is_said(line: Line, code: str, says: str) -> None:
    with pytest.raises(ToolboxError, match=says.replace("?", r"\?")) as refusal:
        averages([line], areas_named([line.area], SELFIE), "Elm", SELFIE)
    assert refusal.value.code == code


def test_an_area_that_is_not_recognised_is_named() -> None:
    lines = [Line(area="A", group="pupils", mean=3.0, n=9), Line(area="Canteen", group="pupils", mean=2.0, n=9)]
    found, problems = averages(lines, areas_named(["A", "Canteen"], SELFIE), "Elm", SELFIE)
    assert len(found.rows) == 1
    assert "“Canteen” is no area of" in problems[0].message


def test_twice_the_same_average_is_refused() -> None:
    lines = [Line(area=area, group="pupils", mean=3.0, n=9) for area in ("A", "Leadership")]
    with pytest.raises(ToolboxError, match="two averages of pupils for “Leadership”"):
        averages(lines, areas_named(["A", "Leadership"], SELFIE), "Elm", SELFIE)


def test_the_store_gives_back_what_it_was_given(tmp_path: Path) -> None:
    store = open_store(folder=tmp_path)
    held = Averages(rows=made().rows + made(school="Oak").rows)
    saved = store.save_round(
        Viewer(), name="SELFIE", collected_on=date(2025, 11, 1), framework="selfie-2020", answers=held
    )
    assert store.answers(Viewer(), saved.id) == held
    assert (saved.people, saved.schools) == (2 * 164, ("Elm", "Oak"))
    only = Viewer(role="head", schools=frozenset({"Oak"}))
    assert store.answers(only, saved.id).schools == ("Oak",)
    assert store.round(only, saved.id).people == 164


def test_answers_are_not_added_to_averages(tmp_path: Path) -> None:
    store = open_store(folder=tmp_path)
    saved = store.save_round(
        Viewer(), name="SELFIE", collected_on=date(2025, 11, 1), framework="selfie-2020", answers=made()
    )
    with pytest.raises(ToolboxError, match="Averages and answers cannot be put into one round"):
        store.add_to_round(Viewer(), saved.id, answers=answers(8), sources=(), version=saved.version)
    assert store.answers(Viewer(), saved.id) == made()


def answers(n: int, value: int | None = None, school: str = "Elm") -> Answers:
    values = np.arange(n) % 3 + 2 if value is None else np.full(n, value)
    return Answers(
        person=np.array([f"P-{place:X}" for place in range(n)]), school=np.zeros(n, np.int32),
        group=np.zeros(n, np.int16), schools=(school,), groups=("teachers",), items=("selfie2020.A1",),
        values=values.astype(np.int8)[:, None],
    )  # fmt: skip


def test_few_persons_stay_hidden_and_nothing_is_invented() -> None:
    found = shown(of(("Elm", "leaders", 4.1, 4), ("Elm", "teachers", 3.5, 18)))
    by_group = {cell.group: cell for cell in found.areas}
    assert by_group["leaders"].hidden == "few"
    assert (by_group["teachers"].mean, by_group["teachers"].n) == (3.5, 18)
    assert (by_group["teachers"].ci_low, by_group["teachers"].sd) == (None, None)
    assert "only averages are known" not in " ".join(profile_sentences(found))  # one group: no distance is said
    notes = profile_table(found).frame["notes"].tolist()
    assert "an average reported by the tool" in notes[1]


def test_an_average_at_the_end_of_the_scale_is_everybodys_answer() -> None:
    assert shown(of(("Elm", "teachers", 5.0, 7))).areas[0].hidden == "alike"
    assert shown(of(("Elm", "teachers", 5.0, 12))).areas[0].mean == 5.0


def test_a_hidden_school_does_not_follow_from_the_total() -> None:
    held = of(("Elm", "teachers", 2.0, 3), ("Oak", "teachers", 3.5, 40))
    assert shown(held, ["Oak"]).areas[0].mean == 3.5
    assert shown(held).areas[0].hidden == "complement"


def test_several_schools_are_the_mean_over_their_persons() -> None:
    held = of(("Elm", "teachers", 2.0, 10), *((name, "teachers", 3.5, 10) for name in ("Ash", "Fir", "Oak", "Yew")))
    assert shown(held).areas[0].mean == pytest.approx(3.2)
    assert shown(of(("Elm", "teachers", 2.0, 10), ("Oak", "teachers", 3.5, 40))).areas[0].hidden == "few_for_all"


def test_two_rounds_of_averages_differ_without_a_range() -> None:
    found = compared(of(("Elm", "teachers", 3.0, 18)), of(("Elm", "teachers", 3.5, 20)))
    row = found.areas[0]
    assert (row.design, row.why, row.change.estimate, row.change.ci_low) == ("independent", "averages", 0.5, None)
    assert (row.direction, row.clear) == ("", False)
    said = " ".join(change_sentences(found))
    assert "of whom only averages are known" in said
    assert "how sure that is cannot be said" in said
    assert "only averages are known: no spread" in str(change_table(found).frame.iloc[0].to_dict())
    drawn = str(charts.change(found, "teachers").to_dict())
    assert "+0.5" in drawn
    assert "too few people" not in drawn, "however many answered, averages have no range"


def test_answers_beside_averages_are_taken_by_their_mean() -> None:
    row = compared(answers(12), of(("Elm", "teachers", 3.5, 20))).areas[0]
    assert (row.mean_before, row.mean_after, row.n_before) == (3.0, 3.5, 12)
    assert compared(answers(12), of(("Elm", "teachers", 3.5, 4))).areas[0].hidden == "few"
    assert compared(answers(7, value=3), of(("Elm", "teachers", 3.5, 20))).areas[0].hidden == "alike"


def test_rounds_without_a_common_group_are_refused() -> None:
    with pytest.raises(ToolboxError, match="no area in common that the same group answered"):
        compared(of(("Elm", "teachers", 3.0, 18)), of(("Elm", "pupils", 3.5, 20)))


def test_schools_of_one_round_only_keep_their_place() -> None:
    before = of(("Elm", "teachers", 3.0, 18), ("Oak", "teachers", 3.0, 18))
    after = of(("Ash", "teachers", 4.0, 18), ("Oak", "teachers", 3.5, 18))
    row = compared(before, after, ["Oak"]).areas[0]
    assert (row.mean_before, row.mean_after) == (3.0, 3.5)
