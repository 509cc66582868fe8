"""The contract every shipped framework keeps. A new ``.toml`` file is found and checked by itself."""

import re
from pathlib import Path

import pytest

from toolbox import frameworks
from toolbox.frameworks import check_descent, lineage, load, parse, shipped, to_toml

FILES = sorted(Path(frameworks.__file__).parent.glob("*.toml"))

#: Once published, an item's id never changes: stored rounds name it. Numbers of items per area.
PUBLISHED = {
    "selfie-2020": {"A": 5, "B": 4, "C": 13, "D": 3, "E": 5, "F": 5, "G": 4, "H": 6},
    "digcompedu-checkin": {"1": 4, "2": 3, "3": 4, "4": 3, "5": 3, "6": 5},
    "idi-rubric": {"A": 3, "B": 3, "C": 3, "D": 2, "E": 4, "F": 4},
    "digital-mirror": {"1": 5, "2": 5, "3": 5},
    "future-classroom": {"LEARN": 1, "TEACH": 1, "OBJECT": 1, "CAPACITY": 1, "TOOLS": 1},
    "ibp-fo": {"S": 69, "P": 25},
    "device-use": {"TIME": 3, "FIND": 2},
    "wellbeing-citizenship": {"WELL": 4, "SAFE": 4, "CITIZEN": 4},
    "selfie-2018": dict.fromkeys(("LEA", "INF", "CPD", "TEA", "ASS", "SDC"), 0),
    "selfieforteachers": dict.fromkeys("123456", 0),
    "digcomporg": dict.fromkeys(("LEAD", "TEACH", "DEVELOP", "ASSESS", "CONTENT", "NETWORK", "INFRA"), 0),
    "digital-maturity-hr": dict.fromkeys("12345", 1),
}


@pytest.fixture(params=FILES, ids=lambda file: file.stem)
def framework(request):
    return parse(request.param.read_text(encoding="utf-8"), own=False)


def test_every_file_is_shipped_under_its_own_name():
    assert [found.id for found in shipped()] == [file.stem for file in FILES]


def test_it_says_where_it_comes_from_and_on_what_terms(framework):
    assert framework.source
    assert framework.licence
    assert framework.url.startswith("https://")
    assert framework.confirmed, "at least one fact must have been checked"
    assert not framework.own


def test_item_ids_are_unique_and_are_not_the_printed_code(framework):
    ids = [item.id for item in framework.items]
    assert len(set(ids)) == len(ids)
    codes = [item.code for item in framework.items]
    assert len(set(codes)) == len(codes)
    assert not set(ids) & set(codes)
    # One prefix per framework: ids of different frameworks can lie in one store.
    prefixes = {item_id.split(".")[0] for item_id in ids}
    assert len(prefixes) == (0 if framework.kind == "frame" else 1)
    others = {item.id for other in shipped() if other.id != framework.id for item in other.items}
    assert not set(ids) & others


def test_every_id_ends_in_its_code(framework):
    for item in framework.items:
        assert item.id.split(".", 1)[1] == item.code


def test_areas_and_scales_named_by_items_exist_and_labels_lie_on_the_scale(framework):
    for item in framework.items:
        assert item.area in {area.id for area in framework.areas}
        scale = framework.scale_of(item)
        assert all(scale.low <= value <= scale.high for value, _ in scale.labels)
    assert all(framework.items_of(area.id) for area in framework.areas) == (framework.kind != "frame")


def test_texts_are_there_only_where_the_file_says_so(framework):
    assert framework.text_included == any(item.text or item.levels for item in framework.items)


def test_what_is_not_confirmed_is_not_also_called_confirmed(framework):
    assert not set(framework.confirmed) & set(framework.unconfirmed)


def test_it_survives_being_written_and_read(framework):
    assert parse(to_toml(framework), own=False) == framework


def test_published_structure_stays():
    """Ids may be added to this list, never taken away or renamed: old rounds would lose their items."""
    assert set(PUBLISHED) == {framework.id for framework in shipped()}
    for framework_id, areas in PUBLISHED.items():
        framework = load(framework_id)
        assert {area.id: len(framework.items_of(area.id)) for area in framework.areas} == areas


def test_what_it_follows_is_here_and_is_spoken_of_truly(framework):
    if framework.follows:
        assert list(check_descent(framework, load(framework.follows))) == []


def test_a_single_rating_is_never_called_an_average(framework):
    """Only the one rubric whose authors average it is averaged; norms are counted."""
    averaged = framework.kind == "rubric" and framework.summary == "mean"
    assert averaged == (framework.id == "idi-rubric")
    assert (framework.required == 3) == (framework.id == "ibp-fo")


def test_recalled_facts_are_no_values():
    """What was not read in a source is told as such, and stands nowhere among the values."""
    assert dict(load("future-classroom").scales[0].labels).get(3) is None
    assert dict(load("digital-mirror").scales[0].labels)[5] == "E"
    assert [value for value, _ in load("ibp-fo").scales[0].labels] == [1, 2]
    for framework_id in ("selfie-2018", "selfieforteachers", "digcomporg", "digital-maturity-hr", "ibp-fo"):
        assert load(framework_id).unconfirmed
    assert all(not framework.levels for framework in shipped()), "no cut-off was read in a source yet"


def test_dutch_norms_are_94_and_counted():
    norms = load("ibp-fo")
    assert (len(norms.items_of("S")), len(norms.items_of("P")), norms.summary) == (69, 25, "compliance")


def test_the_six_areas_of_selfie_meet_the_eight_by_name_only():
    known = {each.id: each for each in shipped()}
    before = lineage(known["selfie-2020"], known).of("selfie-2018")
    named = [{area.id: area.name for area in known[id].areas} for id in ("selfie-2018", "selfie-2020")]
    assert [named[0][then] for then, _ in before.areas] == [named[1][now] for _, now in before.areas]
    assert dict(before.other_areas) == {"TEA": "retired", "B": "new", "E": "new", "F": "new"}


def test_device_use_is_counted_and_never_averaged():
    assert all(scale.categories and scale.top_from is None for scale in load("device-use").scales)


def test_selfie_has_no_neutral_point_and_its_codes_have_gaps():
    selfie = load("selfie-2020")
    (scale,) = selfie.scales
    assert scale.labels == (
        (1, "Strongly disagree"), (2, "Disagree"), (3, "Slightly agree"), (4, "Agree"), (5, "Strongly agree"),
    )  # fmt: skip
    assert scale.top_from == 4
    codes = [item.code for item in selfie.items_of("C")]
    assert codes == ["C1", "C2", "C3", "C5", "C7", "C8", "C10", "C11", "C12", "C13", "C14", "C15", "C16"]
    assert [item.code for item in selfie.items_of("A") if item.optional] == ["A4", "A5"]
    assert not selfie.levels, "SELFIE names no levels; none are invented"


def test_names_that_were_not_read_in_the_source_are_no_invented_names():
    rubric = load("idi-rubric")
    placeholders = [item.code for item in rubric.items if item.name == f"Sub-dimension {item.code}"]
    assert placeholders == ["C2", "C3", "D1", "D2", "E1", "E2", "E3", "E4", "F1", "F2", "F3", "F4"]
    assert any("C2 to F4" in fact for fact in rubric.unconfirmed)
    assert any("D to H" in fact for fact in load("selfie-2020").unconfirmed)


def test_checkin_names_22_competences_by_area():
    checkin = load("digcompedu-checkin")
    assert len(checkin.items) == 22
    assert all(re.fullmatch(rf"{item.area}\.\d", item.code) for item in checkin.items)
    assert not checkin.levels, "cut-offs are not confirmed, so none are shipped"


def test_the_readme_names_every_framework():
    readme = Path(frameworks.__file__).parents[2] / "README.md"
    told = readme.read_text(encoding="utf-8")
    assert all(f"`{framework.id}`" in told for framework in shipped())
