"""The Frameworks page: the catalogue, and a framework of one's own made from nothing to a saved file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from tests.web.conftest import Open, said
from toolbox.frameworks import TEMPLATE, lineage, load, parse, shipped, to_toml
from toolbox.model import Answers, Average, Averages, Framework, ToolboxError
from toolbox.web import released, state
from toolbox.web.frameworks.tables import REVERSE

OWN = parse(TEMPLATE)


def button(at: AppTest, end: str):
    return next(each for each in at.button if each.key and each.key.endswith(end))


def text(at: AppTest, end: str):
    return next(each for each in at.text_input if each.key.endswith(end))


def rows(at: AppTest, area: int, **edits) -> AppTest:
    """Type into the table of items of one area, as the browser reports it."""
    key = f"{at.session_state['frameworks_making'].key}_area_{area}_items"
    at.session_state[key] = {"edited_rows": {}, "added_rows": [], "deleted_rows": [], **edits}
    return at.run()


def own() -> tuple[Framework, ...]:
    return state.store().frameworks(state.viewer())


def a_round(framework: Framework, on: date = date(2025, 10, 1), name: str = "Autumn", shift: int = 0):
    """A stored round of 24 teachers who answered every item."""
    values = (np.arange(24 * len(framework.items)).reshape(24, -1) % 4 + 1 + shift).clip(1, 5).astype(np.int8)
    answers = Answers(
        person=np.array([f"P-{place:04d}" for place in range(24)]),
        school=np.zeros(24, np.int32),
        group=np.zeros(24, np.int16),
        schools=("Elm",),
        groups=("teachers",),
        items=tuple(item.id for item in framework.items),
        values=np.asfortranarray(values),
    )
    return keep(framework, answers, on, name)


def keep(framework: Framework, answers: Answers | Averages, on: date, name: str):
    return state.store().save_round(
        state.viewer(), name=name, collected_on=on, framework=framework.id, answers=answers, sources=(), recipe=None
    )


def test_the_catalogue_names_every_framework_and_what_is_not_confirmed(empty_store: Open) -> None:
    at = empty_store("frameworks")
    assert not at.exception
    words = said(at)
    assert all(each.name in words.replace("\\", "") for each in shipped())
    for each in shipped():
        at.selectbox(key="frameworks_chosen").set_value(each.id).run()
        assert not at.exception
        shown = said(at).replace("\\", "")
        for fact in (*each.confirmed, *each.unconfirmed, each.licence.rstrip("."), each.source.rstrip(".")):
            assert fact in shown, (each.id, fact)


def test_it_opens_on_what_is_used_and_says_by_how_many_rounds(sample_store: Open) -> None:
    at = sample_store("frameworks")
    assert at.selectbox(key="frameworks_chosen").value == "selfie-2020"
    assert "2 rounds" in at.table[0].value.to_string()
    assert "Of 8 areas, 5 may be compared as areas" in said(at)


def test_a_framework_is_made_from_nothing_and_saved(empty_store: Open) -> None:
    at = empty_store("frameworks")
    at.button(key="frameworks_begin").click().run()
    assert "“Name” is empty" in said(at)
    assert "Area “A” has no item" in said(at)
    button(at, "_save").click().run()
    assert "Not saved" in said(at)
    assert own() == ()
    text(at, "_name").set_value("Our survey")
    text(at, "_source").set_value("Staff, 2026")
    text(at, "_area_0_name").set_value("Working together").run()
    button(at, "_area_more").click().run()
    text(at, "_area_1_name").set_value("Equipment").run()
    rows(at, 0, added_rows=[{"Item": "We plan together"}, {"Item": "We work alone", "Turned round": True}])
    rows(at, 1, added_rows=[{"Code": "NET", "Item": "The internet works", "Optional": True}])
    assert "Complete: 2 areas, 3 items" in said(at)
    button(at, "_save").click().run()
    assert not at.exception
    assert "Saved: Our survey" in said(at)
    (made,) = own()
    assert [(item.code, item.area, item.reverse, item.optional) for item in made.items] == [
        ("A1", "A", False, False), ("A2", "A", True, False), ("NET", "B", False, True),
    ]  # fmt: skip
    assert all(item.id == f"{made.id}.{item.code}" for item in made.items)
    assert made.scales[0].top_from == 4
    assert parse(to_toml(made)) == made
    assert at.selectbox(key="frameworks_chosen").value == made.id
    assert made.id in state.frameworks()


def test_a_frame_becomes_a_survey_of_ones_own(empty_store: Open) -> None:
    at = empty_store("frameworks")
    at.selectbox(key="frameworks_chosen").set_value("digcomporg").run()
    button(at, "new_digcomporg").click().run()
    assert not at.exception
    assert said(at).count("has no item") == 7
    for place in range(7):
        rows(at, place, added_rows=[{"Item": f"Statement {place}"}])
    button(at, "_save").click().run()
    (made,) = own()
    assert (made.kind, len(made.items), made.follows) == ("survey", 7, "")
    assert made.source.startswith("After DigCompOrg")


def test_a_rubric_takes_ordered_words_for_each_level_and_is_counted(empty_store: Open) -> None:
    at = empty_store("frameworks")
    at.selectbox(key="frameworks_chosen").set_value("future-classroom").run()
    button(at, "new_future-classroom").click().run()
    next(each for each in at.selectbox if each.key.endswith("_summary")).set_value("compliance").run()
    first = next(each for each in at.text_area if "_level_LEARN_1" in each.key)
    first.set_value("Pupils look on.").run()
    next(each for each in at.selectbox if each.key.endswith("_described")).set_value("TEACH").run()
    next(each for each in at.text_area if "_level_TEACH_2" in each.key).set_value("Teachers try.").run()
    button(at, "_save").click().run()
    assert not at.exception
    (made,) = own()
    assert (made.summary, made.required) == ("compliance", 3)
    assert {item.code: item.levels for item in made.items if item.levels} == {
        "LEARN": ((1, "Pupils look on."),), "TEACH": ((2, "Teachers try."),),
    }  # fmt: skip


def test_what_is_typed_survives_a_look_at_another_page(empty_store: Open) -> None:
    at = empty_store("frameworks")
    at.button(key="frameworks_begin").click().run()
    text(at, "_name").set_value("Our survey").run()
    rows(at, 0, added_rows=[{"Item": "We plan together"}])
    at.switch_page("../../pages/data.py").run()
    at.switch_page("../../pages/frameworks.py").run()
    assert not at.exception
    assert text(at, "_name").value == "Our survey"
    assert at.session_state["frameworks_making"].framework.items[0].name == "We plan together"
    button(at, "_leave").click().run()
    assert at.button(key="frameworks_begin")
    assert own() == ()


def test_a_second_scale_can_be_added_and_taken_away(empty_store: Open) -> None:
    at = empty_store("frameworks")
    at.button(key="frameworks_begin").click().run()
    button(at, "_scale_more").click().run()
    rows(at, 0, added_rows=[{"Item": "We plan", "Scale": "scale-1"}, {"Item": "We meet"}])
    making = at.session_state["frameworks_typed"]
    assert [item.scale for item in making.framework.items] == ["scale-1", "agree"]
    button(at, "_scale_0_away").click().run()
    assert not at.exception
    assert {item.scale for item in at.session_state["frameworks_making"].framework.items} == {"scale-1"}


def test_an_item_moves_to_another_area_and_is_compared_by_itself(empty_store: Open) -> None:
    at = in_use(empty_store)
    button(at, f"version_{OWN.id}").click().run()
    rows(at, 0, edited_rows={1: {"Area": "B"}})
    assert not at.exception
    making = at.session_state["frameworks_making"]
    assert [item.code for item in making.framework.items_of("B")] == ["A2", "B1", "B2"]
    button(at, "_save").click().run()
    assert not at.exception
    made = next(each for each in own() if each.id != OWN.id)
    assert [(item.code, item.area) for item in made.items] == [("A1", "A"), ("A2", "B"), ("B1", "B"), ("B2", "B")]
    found = lineage(made, state.frameworks()).of(OWN.id)
    assert found.moved == ((f"{OWN.id}.A2", f"{made.id}.A2"),)
    assert len(found.same) == 3
    # Two versions of one name are told apart by what they are.
    assert {f"{OWN.name}, 2026", f"{OWN.name}, 2027"} <= set(at.selectbox(key="frameworks_chosen").options)


def test_a_scale_that_falls_is_named(empty_store: Open) -> None:
    at = empty_store("frameworks")
    at.button(key="frameworks_begin").click().run()
    next(each for each in at.number_input if each.key.endswith("_scale_0_high")).set_value(0).run()
    assert not at.exception
    assert "Scale “agree” must rise" in said(at)


def in_use(open_page: Open) -> AppTest:
    at = open_page("frameworks")
    state.store().save_framework(state.viewer(), OWN)
    a_round(OWN)
    at.switch_page("../../pages/start.py").run()
    at.switch_page("../../pages/frameworks.py").run()
    at.selectbox(key="frameworks_chosen").set_value(OWN.id).run()
    return at


def test_a_framework_in_use_loses_nothing_and_becomes_a_next_version_instead(empty_store: Open) -> None:
    at = in_use(empty_store)
    assert "cannot be deleted" in said(at)
    button(at, f"change_{OWN.id}").click().run()
    assert "1 round was read with this framework" in said(at)
    rows(at, 0, deleted_rows=[1])
    assert "Item A2 “We visit each other's lessons” would be gone" in said(at).replace("\\", "")
    button(at, "_save").click().run()
    assert "Not saved" in said(at)
    assert own() == (OWN,)
    button(at, "_instead").click().run()
    assert not at.exception
    button(at, "_save").click().run()
    assert not at.exception
    made = next(each for each in own() if each.id != OWN.id)
    assert (made.follows, made.retired) == (OWN.id, ("our-school.A2",))
    found = lineage(made, state.frameworks()).of(OWN.id)
    assert [then for then, _ in found.same] == ["our-school.A1", "our-school.B1", "our-school.B2"]
    assert "Of 3 items, 3 may be compared" in said(at)


def test_a_correction_is_saved_only_knowingly(empty_store: Open) -> None:
    at = in_use(empty_store)
    button(at, f"change_{OWN.id}").click().run()
    rows(at, 0, edited_rows={0: {"Item": "We plan our lessons together"}}, added_rows=[{"Item": "We share materials"}])
    button(at, "_save").click().run()
    assert "Not saved" in said(at)
    next(each for each in at.checkbox if each.key.endswith("_corrected")).check().run()
    button(at, "_save").click().run()
    assert not at.exception
    (made,) = own()
    assert [item.id for item in made.items_of("A")] == ["our-school.A1", "our-school.A2", "our-school.A3"]
    assert made.items[0].name == "We plan our lessons together"


def test_a_framework_whose_round_was_shown_is_not_turned_round_but_made_the_next_version(empty_store: Open) -> None:
    at = in_use(empty_store)
    (made,) = state.rounds()
    released.profile(made.id, None)
    turned = replace(OWN, items=(replace(OWN.items[0], reverse=True), *OWN.items[1:]))
    with pytest.raises(ToolboxError, match="would be turned round") as refused:
        state.store().save_framework(state.viewer(), turned, seen=OWN)
    assert refused.value.code == "framework_shown"
    button(at, f"change_{OWN.id}").click().run()
    rows(at, 0, edited_rows={0: {REVERSE: True}})
    next(each for each in at.checkbox if each.key.endswith("_corrected")).check().run()
    button(at, "_save").click().run()
    assert "would tell what single people answered" in said(at)
    assert own() == (OWN,)
    button(at, "_instead").click().run()
    button(at, "_save").click().run()
    assert not at.exception
    assert next(each for each in own() if each.id != OWN.id).follows == OWN.id


def test_two_people_change_a_framework_at_once_and_the_second_is_told(empty_store: Open) -> None:
    at = in_use(empty_store)
    button(at, f"change_{OWN.id}").click().run()
    hers = replace(OWN, version="hers")
    state.store().save_framework(state.viewer(), hers)
    text(at, "_version").set_value("mine").run()
    button(at, "_save").click().run()
    assert "Someone else changed or deleted this framework" in said(at)
    assert own() == (hers,)


def test_other_words_that_ask_the_same_are_compared_where_a_person_says_so(empty_store: Open) -> None:
    at = in_use(empty_store)
    button(at, f"version_{OWN.id}").click().run()
    rows(at, 0, edited_rows={0: {"Item": "We plan as a team", "Same question": True}, 1: {"Item": "We visit lessons"}})
    button(at, "_save").click().run()
    assert not at.exception
    made = next(each for each in own() if each.id != OWN.id)
    assert [item.descent.relation for item in made.items] == ["same", "reworded", "same", "same"]


def test_rounds_of_two_versions_are_compared_on_what_stayed_the_same(empty_store: Open) -> None:
    at = empty_store("change")
    renewed = to_toml(OWN).replace('"our-school', '"our-school-2').replace('version = "2026"', 'version = "2027"')
    renewed = renewed.replace("[[scales]]", 'follows = "our-school"\n\n[[scales]]', 1)
    second = parse(renewed.replace('name = "We plan lessons together"', 'name = "We plan alone"'))
    told = {item.code: item for item in second.items}
    items = tuple(
        replace(item, descent=replace_descent(told[item.code].code != "A1", item.code)) for item in second.items
    )
    second = replace(second, items=items)
    for each in (OWN, second):
        state.store().save_framework(state.viewer(), each)
    first, last = a_round(OWN), a_round(second, date(2026, 10, 1), "A year later", shift=1)
    found = released.comparison(first.id, last.id, None)
    assert found.framework == second
    assert {row.item for row in found.items} == {"our-school-2.A2", "our-school-2.B1", "our-school-2.B2"}
    area = next(row for row in found.areas if row.area == "A")
    assert (area.items_common, area.items_all) == (1, 2)
    assert ("our-school-2.A1", "reworded") in found.dropped_items
    at.switch_page("../../pages/start.py").run()
    at.switch_page("../../pages/change.py").run()
    assert not at.exception
    assert not at.error


def replace_descent(same: bool, code: str):
    from toolbox.model import Descent

    return Descent(relation="same" if same else "reworded", previous=f"our-school.{code}")


def test_averages_of_six_areas_are_compared_with_averages_of_eight_by_name_only(empty_store: Open) -> None:
    at = empty_store("school")

    def averages(mean: float, *areas: str) -> Averages:
        return Averages(
            rows=tuple(Average(school="Elm", group="teachers", area=area, mean=mean, n=30) for area in areas)
        )

    before = keep(load("selfie-2018"), averages(3.0, "LEA", "TEA", "SDC"), date(2019, 5, 1), "2019")
    after = keep(load("selfie-2020"), averages(3.5, "A", "E", "H"), date(2021, 5, 1), "2021")
    found = released.comparison(before.id, after.id, None)
    assert [row.area for row in found.areas] == ["A", "H"]
    assert [round(row.change.estimate, 6) for row in found.areas] == [0.5, 0.5]
    for page in ("school", "change", "tables", "frameworks", "data"):
        at.switch_page(f"../../pages/{page}.py").run()
        assert not at.exception, page
        # Averages cannot be evaluated, and the page says so.
        assert page == "tables" or not [each.value for each in at.error], page


def test_a_file_that_words_an_item_otherwise_takes_its_place_only_knowingly(empty_store: Open) -> None:
    at = in_use(empty_store)
    other = TEMPLATE.replace("We plan lessons together", "We plan alone")
    at.file_uploader[0].upload("own.toml", other.encode(), "text/plain").run()
    assert "would be worded “We plan alone”" in said(at)
    assert button(at, "_keep").disabled
    next(each for each in at.checkbox if each.key.endswith("_corrected")).check().run()
    button(at, "_keep").click().run()
    assert not at.exception
    assert own()[0].items[0].name == "We plan alone"
    shorter = TEMPLATE.replace('    { code = "A2", name = "We visit each other\'s lessons" },\n', "")
    assert shorter != TEMPLATE
    at.file_uploader[0].upload("own.toml", shorter.encode(), "text/plain").run()
    button(at, "_keep").click().run()
    assert "which would lose something" in said(at)
    assert len(own()[0].items) == 4


def test_a_file_is_put_on_the_shelf_and_a_shipped_id_is_refused(empty_store: Open) -> None:
    at = empty_store("frameworks")
    at.file_uploader[0].upload("own.toml", to_toml(load("idi-rubric")).encode(), "text/plain").run()
    assert "comes with the toolbox" in said(at)
    at.file_uploader[0].upload("own.toml", b"id = 7", "text/plain").run()
    assert "must be words in quotation marks" in said(at)
    assert own() == ()
    at.file_uploader[0].upload("own.toml", TEMPLATE.encode(), "text/plain").run()
    assert own() == ()
    button(at, "_keep").click().run()
    assert not at.exception
    assert own() == (OWN,)
    assert "Saved: Our own questions" in said(at)
    false = TEMPLATE.replace('"our-school"', '"our-next"\nfollows = "our-school"\nretired = ["our-school.A9"]')
    at.file_uploader[0].upload("own.toml", false.encode(), "text/plain").run()
    assert '"retired" names the item "our-school.A9"' in said(at)
    assert own() == (OWN,)
    button(at, f"delete_{OWN.id}").click().run()
    assert own() == ()
    assert "Deleted: Our own questions" in said(at)
