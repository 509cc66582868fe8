"""``python -m toolbox evaluate``: the same recipe and the same answers give the same files, to the byte."""

from __future__ import annotations

import contextlib
import io
import json
import shutil
import sqlite3
import subprocess
import zipfile
from datetime import date
from pathlib import Path

import pytest

from tests.invented import answers, second_round
from tests.reports.evaluated import AWKWARD, facts, known, released_of, taken, two_rounds
from tests.test_shell import refused, toolbox
from toolbox import sample
from toolbox.disclosure import release_answers
from toolbox.disclosure.minimums import set_minimums
from toolbox.frameworks import load
from toolbox.model import Plan, Viewer
from toolbox.reports import evidence_bundle
from toolbox.shell import main
from toolbox.store import Store, open_store

VIEWER = Viewer()


def evaluate(*arguments: str | Path) -> subprocess.CompletedProcess:
    """The command in this process: starting another takes longer than most of what it does."""
    out, told = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(told):
        code = main(["evaluate", *map(str, arguments)])
    return subprocess.CompletedProcess(arguments, code, out.getvalue(), told.getvalue())


def files_of(bundle: Path | bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(bundle) if isinstance(bundle, bytes) else bundle) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def bundle_of(store: Store, *, answers: bool = True, **plan) -> bytes:
    """The bundle of everything in a store."""
    rounds = [(each, store.answers(VIEWER, each.id)) for each in store.rounds(VIEWER)]
    framework = load(rounds[0][0].framework)
    asked = Plan(rounds=tuple(each.name for each, _ in rounds), **plan)
    released = released_of(rounds, asked, framework)
    kept = release_answers(rounds, framework, viewer=VIEWER, groups=asked.groups) if answers else None
    return evidence_bundle(released, [each for each, _ in rounds], answers=kept)


@pytest.fixture(scope="module")
def hub(tmp_path_factory):
    """The sample hub in a store, and its bundle with answers."""
    folder = tmp_path_factory.mktemp("hub")
    store = open_store(folder=folder)
    sample.load(store, VIEWER)
    schools = store.rounds(VIEWER)[0].schools
    bundle = folder / "bundle.zip"
    bundle.write_bytes(
        bundle_of(store, comparison="two_groups", schools=facts(schools, 8), assignment="Those who asked first.", covariates=("hub",))
    )  # fmt: skip
    (folder / "small.zip").write_bytes(bundle_of(store, answers=False, areas=("A",), groups=("teachers",)))
    store.close()
    return folder


def test_the_sample_hubs_bundle_again_from_its_recipe(hub, tmp_path):
    """From the recipe alone, in another process, with the store: every file but the answers is the same."""
    first = files_of(hub / "bundle.zip")
    recipe = tmp_path / "recipe.json"
    recipe.write_bytes(first["recipe.json"])
    done = toolbox("evaluate", recipe, "--store", hub, "--out", tmp_path / "again")
    assert done.returncode == 0, done.stderr
    again = {
        str(place.relative_to(tmp_path / "again").as_posix()): place.read_bytes()
        for place in (tmp_path / "again").rglob("*") if place.is_file()
    }  # fmt: skip
    expected = {name: content for name, content in first.items() if not name.startswith("answers/")}
    assert set(again) == set(expected)
    for name, content in expected.items():
        assert again[name] == content, name
    assert "15 schools, 2 rounds of SELFIE" in done.stdout
    assert "To know" not in done.stdout


def test_the_zip_itself_is_the_same(hub, tmp_path):
    assert evaluate(hub / "small.zip", "--store", hub, "--out", tmp_path / "again.zip").returncode == 0
    assert (tmp_path / "again.zip").read_bytes() == (hub / "small.zip").read_bytes()


def test_json_holds_every_table(hub):
    done = evaluate(hub / "small.zip", "--store", hub, "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["kind"] == "evaluation"
    assert told["problems"] == []
    assert {"flow", "change", "power", "profile"} <= set(told)
    assert any(row["estimate"] is not None for row in told["change"])
    assert all(
        row["refused_reason"]
        for row in told["change"]
        if row["estimate"] is None and row["es"] is None and row["n"] is None
    )


# ── from the answers inside a bundle ──


def carried(tmp_path, rounds, **plan) -> Path:
    asked = Plan(rounds=tuple(each.name for each, _ in rounds), **plan)
    bundle = tmp_path / "bundle.zip"
    bundle.write_bytes(
        evidence_bundle(
            released_of(rounds, asked), [each for each, _ in rounds], answers=taken(rounds, groups=asked.groups)
        )
    )
    return bundle


def test_a_bundle_with_answers_needs_no_store(tmp_path):
    """Awkward names, persons without a code, codes twice, some who left: every file comes again, the answers included."""
    rounds = two_rounds(
        {(school, group): 9 for school in AWKWARD for group in ("teachers", "=leaders")},
        gone={(AWKWARD[0], "teachers"): 2},
    )
    first, after = (found for _, found in rounds)
    for found, at in ((first, [0, 1]), (after, [3, 9])):
        found.person[at] = ""
    after.person[20], after.person[30] = after.person[21], "new"
    bundle = carried(
        tmp_path, rounds, comparison="two_groups", schools=facts(sorted(AWKWARD), 4), assignment="x", areas=("A",)
    )
    done = evaluate(bundle, "--out", tmp_path / "again.zip")
    assert done.returncode == 0, done.stderr + done.stdout
    one, two = files_of(bundle), files_of(tmp_path / "again.zip")
    assert set(one) == set(two)
    for name in one:
        assert one[name] == two[name], name
    assert bundle.read_bytes() == (tmp_path / "again.zip").read_bytes()


def test_the_round_that_asked_how_it_was_then_comes_along(tmp_path):
    first = answers(
        {("North", "teachers"): 14, ("South", "teachers"): 12, ("East", "teachers"): 11, ("West", "teachers"): 10}
    )
    rounds = known(
        [first, second_round(first, shift=0.3), second_round(first, shift=-0.4, seed=3)],
        names=("Before", "After", "Then"),
    )
    asked = Plan(rounds=("Before", "After"), then_round="Then", areas=("A",))
    bundle = tmp_path / "bundle.zip"
    released = released_of(rounds, asked)
    bundle.write_bytes(evidence_bundle(released, [each for each, _ in rounds], answers=taken(rounds)))
    assert any(line.contrast == "response_shift" and line.found.estimate is not None for line in released.lines)
    done = evaluate(bundle, "--out", tmp_path / "again.zip")
    assert done.returncode == 0, done.stdout
    assert bundle.read_bytes() == (tmp_path / "again.zip").read_bytes()


def test_a_round_whose_answers_stayed_behind_is_told(tmp_path):
    first = answers({("North", "teachers"): 14, ("South", "teachers"): 12})
    rounds = known([first, first, first], names=("Before", "After", "Then"))
    asked = Plan(rounds=("Before", "After"), then_round="Then", areas=("A",))
    bundle = tmp_path / "bundle.zip"
    kept = taken(rounds[:2])
    bundle.write_bytes(evidence_bundle(released_of(rounds, asked), [each for each, _ in rounds], answers=kept))
    error = refused(evaluate(bundle))
    assert error["code"] == "answers_incomplete"
    assert "“Then”" in error["message"]


def test_a_framework_changed_since_is_told(hub, tmp_path):
    recipe = recipe_with(hub, tmp_path, lambda plain: plain.update(framework_sha256="0" * 64))
    told = json.loads(evaluate(recipe, "--store", hub, "--json").stdout)
    assert told["problems"] == [
        f"{load('selfie-2020').name} has been changed since the recipe's tables were made: scores may differ."
    ]


def test_an_unpacked_bundle_serves_as_well(tmp_path):
    rounds = two_rounds({("North", "teachers"): 12, ("South", "teachers"): 12})
    bundle = carried(tmp_path, rounds, areas=("A",))
    with zipfile.ZipFile(bundle) as opened:
        opened.extractall(tmp_path / "unpacked")
    done = evaluate(tmp_path / "unpacked", "--out", tmp_path / "again.zip")
    assert done.returncode == 0, done.stdout
    assert bundle.read_bytes() == (tmp_path / "again.zip").read_bytes()


@pytest.mark.parametrize(
    ("sizes", "plan"),
    [
        ({("North", "teachers"): 12, ("South", "teachers"): 4, ("East", "teachers"): 5}, {"areas": ("A",)}),
        (
            {("North", "teachers"): 12, ("South", "teachers"): 9, ("North", "leaders"): 7},
            {"groups": ("teachers",), "areas": ("A",)},
        ),
    ],
    ids=["small schools under one label", "a group not asked for"],
)
def test_answers_that_are_not_all_there_are_not_taken_for_all(tmp_path, sizes, plan):
    error = refused(evaluate(carried(tmp_path, two_rounds(sizes), **plan)))
    assert error["code"] == "answers_incomplete"


def test_an_answer_changed_by_hand_is_noticed(tmp_path):
    files = files_of(carried(tmp_path, two_rounds({("North", "teachers"): 12}), areas=("A",)))
    files["answers/answers.csv"] = files["answers/answers.csv"].replace(b",3,", b",4,", 1)
    write(tmp_path / "changed", files)
    assert refused(evaluate(tmp_path / "changed"))["code"] == "changed_answers"


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[]", b"\xff", b'{"answers": 1, "complete": true}', b'{"answers": 99}']
)
def test_damaged_answers_are_refused(tmp_path, content):
    files = files_of(carried(tmp_path, two_rounds({("North", "teachers"): 12}), areas=("A",)))
    files["answers/answers.json"] = content
    write(tmp_path / "damaged", files)
    assert refused(evaluate(tmp_path / "damaged"))["code"] in ("damaged_answers", "newer_bundle")


def write(folder: Path, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


# ── what is refused, what is told ──


def recipe_with(hub: Path, tmp_path: Path, change) -> Path:
    plain = json.loads(files_of(hub / "small.zip")["recipe.json"])
    change(plain)
    made = tmp_path / "recipe.json"
    made.write_text(json.dumps(plain), encoding="utf-8")
    return made


def test_a_round_that_is_missing_is_refused(hub, tmp_path):
    def renamed(plain):
        plain["rounds"][1] |= {"name": "Winter", "sha256": "0" * 64}
        plain["plan"]["rounds"][1] = "Winter"

    error = refused(evaluate(recipe_with(hub, tmp_path, renamed), "--store", hub))
    assert error["code"] == "round_missing"
    assert "“Winter”" in error["message"]


def test_a_round_whose_answers_differ_is_refused(hub, tmp_path):
    error = refused(
        evaluate(recipe_with(hub, tmp_path, lambda plain: plain["rounds"][0].update(sha256="0" * 64)), "--store", hub)
    )
    assert error["code"] == "round_differs"
    assert "000000000000…" in error["message"]


def test_other_versions_are_told_not_refused(hub, tmp_path):
    recipe = recipe_with(hub, tmp_path, lambda plain: plain["versions"].update(numpy="1.0"))
    told = json.loads(evaluate(recipe, "--store", hub, "--json").stdout)
    assert len(told["problems"]) == 1
    assert "numpy 1.0 made the recipe's tables" in told["problems"][0]


def test_a_renamed_round_is_found_by_its_answers(hub, tmp_path):
    folder = tmp_path / "store"
    shutil.copytree(hub, folder)
    store = open_store(folder=folder)
    one = store.rounds(VIEWER)[0]
    store.update_round(VIEWER, one.id, version=one.version, name="Another name", collected_on=date(2025, 10, 7))
    store.close()
    done = evaluate(hub / "small.zip", "--store", folder, "--out", tmp_path / "again")
    assert done.returncode == 0, done.stdout
    first = files_of(hub / "small.zip")
    for name in first:
        if name.startswith("tables/"):
            assert (tmp_path / "again" / name).read_bytes() == first[name], name


def test_other_numbers_invited_are_told(hub, tmp_path):
    folder = tmp_path / "store"
    shutil.copytree(hub, folder)
    store = open_store(folder=folder)
    one = store.rounds(VIEWER)[0]
    store.update_round(VIEWER, one.id, version=one.version, invited={})
    store.close()
    told = json.loads(evaluate(hub / "small.zip", "--store", folder, "--json").stdout)
    assert told["problems"] == [
        f"The numbers invited to “{one.name}” have been changed since: flow and response rates may differ."
    ]


@pytest.mark.parametrize("name", ["answers/../../evil.txt", "answers//../evil.txt", "../evil.txt", "answers/more.csv"])
def test_a_name_in_a_zip_leads_nowhere(tmp_path, name):
    files = files_of(carried(tmp_path, two_rounds({("North", "teachers"): 12}), areas=("A",)))
    (tmp_path / "inside").mkdir()
    with zipfile.ZipFile(tmp_path / "bad.zip", "w") as made:
        for each, content in (files | {name: b"evil"}).items():
            made.writestr(each, content)
    done = evaluate(tmp_path / "bad.zip", "--out", tmp_path / "inside" / "out")
    assert done.returncode == 0, done.stdout
    assert not [place for place in tmp_path.rglob("*") if place.name in ("evil.txt", "more.csv")]


def test_nothing_is_written_over(hub, tmp_path):
    there = tmp_path / "there.zip"
    there.write_bytes(b"mine")
    assert refused(evaluate(hub / "bundle.zip", "--store", hub, "--out", there))["code"] == "out_exists"
    assert refused(evaluate(hub / "bundle.zip", "--store", hub, "--out", tmp_path))["code"] == "out_exists"
    assert there.read_bytes() == b"mine"


def test_a_folder_without_a_store_is_not_made_into_one(hub, tmp_path):
    files = files_of(hub / "bundle.zip")
    (tmp_path / "recipe.json").write_bytes(files["recipe.json"])
    error = refused(evaluate(tmp_path / "recipe.json", "--store", tmp_path / "nowhere"))
    assert error["code"] == "no_store"
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "bad_recipe"), (b"\xff\xfe\x00", "not_text"), (b"PK\x03\x04", "not_text"), (b"[1]", "bad_recipe")],
)
def test_what_is_no_recipe_is_refused(tmp_path, content, code):
    file = tmp_path / "recipe.json"
    file.write_bytes(content)
    assert refused(evaluate(file))["code"] in (code, "bad_recipe")


def test_a_zip_without_a_recipe_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as made:
        made.writestr("a.txt", "a")
    assert refused(evaluate(tmp_path / "other.zip"))["code"] == "no_recipe"
    assert refused(evaluate(tmp_path / "gone.zip"))["code"] == "no_such_file"
    assert refused(evaluate())["code"] == "wrong_arguments"


def test_what_leaves_from_a_shell_is_written_down_and_a_store_that_is_locked_gives_nothing(hub, tmp_path):
    folder = tmp_path / "store"
    shutil.copytree(hub, folder)
    done = evaluate(hub / "small.zip", "--store", folder, "--json")
    assert done.returncode == 0, done.stderr
    store = open_store(folder=folder)
    found = [each for each in store.ledger.releases(VIEWER, per=0).releases if each.detail == ""]
    assert {(each.what, each.how) for each in found} == {("evaluation", "shell")}
    assert found[0].rounds == tuple(each.id for each in store.rounds(VIEWER))
    assert found[0].data_sets == tuple(each.sha256 for each in store.rounds(VIEWER))
    store.close()
    with contextlib.closing(sqlite3.connect(folder / "toolbox.db")) as other:
        other.execute("BEGIN IMMEDIATE")  # somebody writes, and goes on writing
        told = refused(evaluate(hub / "small.zip", "--store", folder, "--json"))
    assert told["code"] == "not_recorded"
    assert "This is not shown" in told["message"]


def test_a_minimum_raised_in_the_store_holds_for_its_shell_jobs(hub, tmp_path):
    folder = tmp_path / "store"
    shutil.copytree(hub, folder)
    before = json.loads(evaluate(hub / "small.zip", "--store", folder, "--json").stdout)
    store = open_store(folder=folder)
    set_minimums(store, VIEWER, 40, 40, 40)
    store.close()
    after = json.loads(evaluate(hub / "small.zip", "--store", folder, "--json").stdout)
    shown = [[row for row in made["profile"] if row["estimate"] is not None] for made in (before, after)]
    assert len(shown[1]) < len(shown[0])
    assert any("least numbers of this store were raised" in told for told in after["problems"])
