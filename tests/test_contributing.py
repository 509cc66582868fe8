"""``docs/contributing.md`` is done as it says, block by block, in a copy of the project: the reader it adds works."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
GUIDE = (ROOT / "docs" / "contributing.md").read_text(encoding="utf-8")
#: (language, text) of every fenced block, in order.
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE)
_LEFT_BEHIND = shutil.ignore_patterns(".*", "venv", "__pycache__", "data", "*.png", "benchmarks")


def written(language: str) -> list[str]:
    """The blocks of one language."""
    return [text for one, text in BLOCKS if one == language]


def run(line: str, folder: Path) -> str:
    """One line of a shell block, with the Python that runs the tests; its output. The line must succeed."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    environment = {**os.environ, "PATH": path, "PYTHONPATH": str(folder), "PYTHONUTF8": "1"}
    # How this run of the tests was asked to go is nothing to the run inside it.
    environment.pop("PYTEST_ADDOPTS", None)
    done = subprocess.run(
        line.split(), cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False, timeout=300
    )
    assert done.returncode == 0, f"{line}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    return done.stdout


def put_in(difference: str, folder: Path) -> None:
    """Add the lines of a block that shows what is new in a file: the lines around them must stand there once."""
    head, *lines = difference.splitlines()
    file = folder / head.removeprefix("--- ")
    before = "".join(f"{line[1:]}\n" for line in lines if not line.startswith("+"))
    after = "".join(f"{line[1:]}\n" for line in lines)
    text = file.read_text(encoding="utf-8")
    assert text.count(before) == 1, f"{file.name} does not hold these lines once:\n{before}"
    file.write_text(text.replace(before, after), encoding="utf-8")


@pytest.fixture(scope="module")
def outputs(tmp_path_factory) -> dict[str, str]:
    """Line → what it printed, after every block was done in its turn in a copy of the project."""
    folder = tmp_path_factory.mktemp("copy") / "toolbox-copy"
    shutil.copytree(ROOT, folder, ignore=_LEFT_BEHIND)
    printed: dict[str, str] = {}
    for language, text in BLOCKS:
        if language == "python":
            head, _, body = text.partition("\n")
            (folder / head.removeprefix("# ")).write_text(body, encoding="utf-8")
        elif language == "diff":
            put_in(text, folder)
        elif language == "sh":
            printed |= {line: run(line, folder) for line in text.splitlines()}
    return printed


def test_the_reader_of_the_guide_reads_its_sample(outputs) -> None:
    (line,) = [line for line in outputs if line.startswith("python -m toolbox read")]
    (promised,) = written("text")
    assert outputs[line] == promised


def test_the_tests_find_the_new_reader_by_themselves(outputs) -> None:
    (line,) = [line for line in outputs if "pytest" in line]
    assert "7 passed" in outputs[line], outputs[line]
    for file in ("test_samples.py", "test_recognition.py", "test_listed.py"):
        assert f"{file} .." in outputs[line]


def test_the_reader_is_about_sixty_lines_and_the_sample_too() -> None:
    for text in written("python"):
        assert text.count("\n") <= 65, text.splitlines()[0]


def test_every_block_is_of_a_kind_that_is_run_or_shown() -> None:
    assert {language for language, _ in BLOCKS} == {"", "python", "diff", "sh", "text"}
    assert [language for language, _ in BLOCKS].count("") == 1, (
        "only the lines of the export are shown without being run"
    )


def test_the_readme_leads_here() -> None:
    assert "(docs/contributing.md)" in (ROOT / "README.md").read_text(encoding="utf-8")
