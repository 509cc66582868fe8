"""The three commands as somebody types them, on the sample hub's files."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from toolbox.frameworks import TEMPLATE, parse
from toolbox.model import Choices
from toolbox.reading import read
from toolbox.reading.recipes import guess, to_json

ROOT = Path(__file__).resolve().parents[1]
BEFORE = "sample_datasets/limesurvey/autumn-2025.csv"
AFTER = "sample_datasets/limesurvey/spring-2026.csv"


def toolbox(*arguments: str | Path) -> subprocess.CompletedProcess:
    """Run one command in the project's folder."""
    return subprocess.run(
        [sys.executable, "-m", "toolbox", *map(str, arguments)],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=120, env={**os.environ, "PYTHONUTF8": "1"},
    )  # fmt: skip


def refused(done: subprocess.CompletedProcess) -> dict:
    """The one object a refusal prints; the message stands on standard error too."""
    assert done.returncode == 2, done
    told = json.loads(done.stdout)
    assert set(told) == {"error"}
    assert set(told["error"]) == {"code", "message"}
    assert told["error"]["message"] in done.stderr
    assert "Traceback" not in done.stderr
    return told["error"]


def test_read_prints_one_object():
    done = toolbox("read", BEFORE, "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    expected = {
        "reader", "kind", "rows", "columns", "people", "finished", "first", "last", "encoding", "separator", "sheet",
        "heading_rows", "problems",
    }  # fmt: skip
    assert expected <= set(told)
    assert (told["reader"], told["kind"], told["separator"]) == ("limesurvey", "survey", ";")
    assert told["rows"] > 500
    for problem in told["problems"]:
        assert {"code", "message", "rows"} <= set(problem)


def test_read_says_it_in_words():
    done = toolbox("read", BEFORE)
    assert done.returncode == 0
    assert done.stdout.startswith("A LimeSurvey export, ")


REFUSED = {
    "empty.csv": b"",
    "picture.csv": b"\x89PNG\r\n\x1a\n" + bytes(50),
    "paper.pdf": b"%PDF-1.7\n",
    "page.xls": b"<html><body>x",
}


@pytest.mark.parametrize(
    ("job", "name"),
    [*(("read --json", name) for name in REFUSED), *((job, "paper.pdf") for job in ("read", "profile", "change"))],
)
def test_a_refused_file_ends_with_two(tmp_path, job, name):
    file = tmp_path / name
    file.write_bytes(REFUSED[name])
    command, *more = job.split()
    files = [file, file] if command == "change" else [file]
    assert refused(toolbox(command, *files, *more))["code"]


def test_a_missing_file_is_refused_without_its_folder(tmp_path):
    error = refused(toolbox("read", tmp_path / "nowhere.csv", "--json"))
    assert error["code"] == "no_such_file"
    assert str(tmp_path) not in error["message"]


def test_profile_says_sentences_then_areas():
    done = toolbox("profile", BEFORE)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Who answered in ")
    assert "Leadership" in done.stdout


def test_profile_of_one_school_passes_the_gate():
    told = json.loads(toolbox("profile", BEFORE, "--json").stdout)
    assert {row["schools"] for row in told["profile"]} != {""}
    names = _schools()
    hidden = 0
    for school in names[:2]:
        done = toolbox("profile", BEFORE, "--school", school, "--json")
        assert done.returncode == 0, done.stderr
        told = json.loads(done.stdout)
        assert {row["schools"] for row in told["profile"]} == {school}
        for row in (*told["profile"], *told["items"]):
            assert (row["mean"] is None) == bool(row["hidden"])
            assert row["n"] is None or row["n"] >= 5
            hidden += bool(row["hidden"])
    assert hidden, "the sample hub has groups too small to show"


def test_profile_as_csv_is_the_table_of_areas():
    rows = list(csv.DictReader(io.StringIO(toolbox("profile", BEFORE, "--csv", "--group", "teachers").stdout)))
    assert {row["group"] for row in rows} == {"teachers"}
    assert len(rows) == 8


def test_change_links_persons_across_the_two_files():
    done = toolbox("change", BEFORE, AFTER, "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    funnel = {row["group"]: row for row in told["funnel"]}
    assert funnel["teachers"]["linked"] > 50
    teachers = [row for row in told["change"] if row["group"] == "teachers"]
    assert {row["design"] for row in teachers} == {"the same persons twice"}
    assert all(row["ci_low"] < row["change"] < row["ci_high"] for row in teachers)
    assert len(told["sentences"]) <= 3


def test_before_and_after_swapped_is_refused():
    assert refused(toolbox("change", AFTER, BEFORE))["code"] == "swapped_rounds"


def test_the_same_file_twice_is_refused():
    assert refused(toolbox("change", BEFORE, BEFORE))["code"] == "same_round"


def test_an_unknown_school_group_or_framework_is_refused():
    assert refused(toolbox("profile", BEFORE, "--school", "Nowhere School"))["code"] == "unknown_school"
    assert refused(toolbox("profile", BEFORE, "--group", "gardeners"))["code"] == "unknown_group"
    assert refused(toolbox("profile", BEFORE, "--framework", "nothing"))["code"] == "unknown_framework"


def test_columns_of_no_known_framework_are_refused_with_what_to_do(tmp_path):
    file = tmp_path / "other.csv"
    file.write_text("school,role,How was lunch?\nNorth,teacher,good\nNorth,teacher,bad\n", encoding="utf-8")
    error = refused(toolbox("profile", file))
    assert error["message"]


def test_no_person_is_printed():
    for arguments in (("read", BEFORE, "--json"), ("profile", BEFORE, "--json"), ("change", BEFORE, AFTER, "--json")):
        text = toolbox(*arguments).stdout
        assert "@" not in text.replace("@SUM", "")


def _schools() -> list[str]:
    with (ROOT / "sample_datasets" / "schools.csv").open(encoding="utf-8-sig", newline="") as roster:
        return [row["school"] for row in csv.DictReader(roster)]


def test_a_recipe_brings_its_reading_choices(tmp_path):
    lines = ["Date,Name of your school,Your role,We plan lessons together"]
    lines += [f"03/{month:02d}/2026,Tamme,teacher,{1 + month % 5}" for month in range(1, 13)]
    file, recipe, framework = tmp_path / "next.csv", tmp_path / "recipe.json", tmp_path / "own.toml"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    framework.write_text(TEMPLATE, encoding="utf-8")
    kept = guess(read(file.read_bytes(), file.name), parse(TEMPLATE))
    recipe.write_text(to_json(replace(kept, choices=Choices(date_order="mdy"))), encoding="utf-8")
    done = toolbox("profile", file, "--framework", framework, "--recipe", recipe)
    assert done.returncode == 0, done.stderr
    assert "As in the earlier round: month first." in done.stdout
    done = toolbox("profile", file, "--framework", framework, "--recipe", recipe, "--date-order", "dmy")
    assert done.returncode == 0, done.stderr
    assert "As in the earlier round" not in done.stdout


@pytest.fixture(scope="module")
def invited(tmp_path_factory) -> Path:
    """Numbers invited of one school, as somebody types them into a spreadsheet of a country with comma decimals."""
    file = tmp_path_factory.mktemp("invited") / "invited.csv"
    file.write_text(f"School;Group;Invited\r\n{_schools()[0]};teachers;24\r\n;;\r\n", encoding="utf-8-sig")
    return file


def test_numbers_invited_give_the_rate(invited):
    told = json.loads(toolbox("profile", BEFORE, "--school", _schools()[0], "--invited", invited, "--json").stdout)
    groups = {row["group"]: row for row in told["groups"]}
    assert groups["teachers"]["invited"] == 24
    assert groups["teachers"]["rate"] == pytest.approx(groups["teachers"]["answered"] / 24)
    assert groups["pupils"]["invited"] is None
    told = json.loads(
        toolbox("change", BEFORE, AFTER, "--school", _schools()[0], "--invited", invited, "--json").stdout
    )
    funnel = {row["group"]: row for row in told["funnel"]}
    assert (funnel["teachers"]["invited_before"], funnel["teachers"]["invited_after"]) == (24, 24)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "invited_columns"),
        ("school,group\nElm,teachers\n", "invited_columns"),
        ("school,group,invited\n{school},teachers,many\n", "invited_number"),
        ("school,group,invited\n{school},teachers,-3\n", "invited_number"),
        ("school,group,invited\n{school},teachers\n", "invited_number"),
        ("school,group,invited\n{school},teachers,3\n{school},teachers,4\n", "invited_twice"),
        ("school,group,invited\n{school},gardeners,3\n", "invited_group"),
        ("school,group,invited\nNowhere,teachers,3\n", "invited_school"),
    ],
)
def test_a_wrong_list_of_numbers_invited_is_refused_in_words(tmp_path, text, code):
    file = tmp_path / "invited.csv"
    file.write_text(text.replace("{school}", _schools()[0]), encoding="utf-8")
    error = refused(toolbox("profile", BEFORE, "--invited", file))
    assert error["code"] == code
    assert "invited.csv" in error["message"]


def test_a_list_of_numbers_invited_that_is_no_text_is_refused(tmp_path):
    file = tmp_path / "invited.csv"
    file.write_bytes("school,group,invited\nPöhja,teachers,3\n".encode("latin-1"))
    assert refused(toolbox("profile", BEFORE, "--invited", file))["code"] == "not_text"


@pytest.mark.parametrize(
    "arguments",
    [
        (), ("dance",), ("read",), ("read", BEFORE, "--separator", "xx"), ("read", BEFORE, "--separator", "a"),
        ("read", BEFORE, "--heading-rows", "0"), ("read", BEFORE, "--heading-rows", "-3"),
        ("profile", BEFORE, "--on", "2025-13-01"), ("profile", BEFORE, "--json", "--csv"), ("profile", BEFORE, "--colour"),
    ],
)  # fmt: skip
def test_wrong_arguments_are_refused_like_a_wrong_file(arguments):
    error = refused(toolbox(*arguments))
    assert error["code"] == "wrong_arguments"
    assert "--help" in error["message"]


def test_a_separator_may_be_named_or_typed(tmp_path):
    file = tmp_path / "piped.csv"
    file.write_text("school|role|I like maths\nTamme|teacher|Agree\nKase|pupil|Disagree\n", encoding="utf-8")
    for separator in ("pipe", "|"):
        assert json.loads(toolbox("read", file, "--separator", separator, "--json").stdout)["columns"] == 3


def test_change_tells_who_could_be_followed():
    done = toolbox("change", BEFORE, AFTER, "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    teachers = next(row for row in told["links"] if row["group"] == "teachers")
    assert teachers["share_linked"] == pytest.approx(teachers["linked"] / teachers["answered_before"])
    assert teachers["answered_before_only"] == teachers["answered_before"] - teachers["linked"]
    assert teachers["probable"] is None, "one to four pairs are hidden"
    assert teachers["accepted"] == 0
    assert teachers["wrong_by"] == "from the same group's codes of different schools"
    paired = [row for row in told["change"] if row["design"] == "the same persons twice"]
    assert paired
    assert all(row["share_linked"] == pytest.approx(row["n_pairs"] / row["n_before"]) for row in paired)
    assert {row["area"] for row in told["baseline"] if not row["hidden"]}


def test_the_share_stands_in_the_csv_too():
    rows = list(csv.DictReader(io.StringIO(toolbox("change", BEFORE, AFTER, "--csv", "--group", "teachers").stdout)))
    assert rows
    assert all(0 < float(row["share_linked"]) < 1 for row in rows if row["design"] == "the same persons twice")


def test_codes_that_occur_in_one_file_only_are_told_with_examples(tmp_path):
    for name, letter in (("before", "a"), ("after", "b")):
        lines = [f"Tamme,teacher,{letter}{place:02d}kx-{letter}{letter},{place % 5 + 1},4" for place in range(12)]
        (tmp_path / f"{name}.csv").write_text(
            "\n".join(["School,Role,Personal code,A1,A2", *lines]) + "\n", encoding="utf-8"
        )
    done = toolbox("change", tmp_path / "before.csv", tmp_path / "after.csv", "--framework", "selfie-2020", "--json")
    assert done.returncode == 0, done.stdout
    assert json.loads(done.stdout)["problems"][-1] == (
        "No codes occur in both files. Examples: before 'a00kxaa' and 'a01kxaa', after 'b00kxbb' and 'b01kxbb'. "
        "Is the code in another column?"
    )


def test_a_frame_reads_averages_and_no_answers(tmp_path):
    done = toolbox("profile", ROOT / "sample_datasets" / "limesurvey" / "autumn-2025.csv", "--framework", "digcomporg")
    assert done.returncode != 0
    assert "is a frame: it names areas but no items" in done.stderr
    report = tmp_path / "six.csv"
    report.write_text("Area,Leaders,Teachers\nLeadership,3.9,3.4\nNumber of answers,6,18\n", encoding="utf-8")
    done = toolbox("profile", report, "--framework", "selfie-2018", "--school", "Tamme")
    assert done.returncode == 0, done.stderr
    assert "Leadership" in done.stdout
    done = toolbox("profile", report, "--framework", "ibp-fo", "--school", "Tamme")
    assert done.returncode != 0
    assert "Averages cannot be entered" in done.stderr
