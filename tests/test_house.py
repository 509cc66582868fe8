"""The rules of the house, kept by a test because a promise in a README does not hold."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

#: Room → floor. Imports go down only, never up and never sideways.
FLOORS = {
    "model": 0,
    "reading": 0.5,
    "frameworks": 0.5,
    "statistics": 0.5,
    "scoring": 1,
    "linking": 1,
    "store": 1,
    "engine": 1,
    "profile": 2,
    "comparison": 2,
    "evaluation": 2.25,
    "mentoring": 2.25,
    "indicators": 2.375,
    "sample": 2.4375,
    "disclosure": 2.5,
    "charts": 3,
    "tables": 3,
    "wording": 3,
    "reports": 4,
    "web": 5,
    "shell": 5,
    "__main__": 6,
}

MODULES = sorted(path for path in (ROOT / "toolbox").rglob("*.py"))
PAGES = sorted((ROOT / "pages").glob("*.py"))


def room_of(path: Path) -> str:
    """The room a module lies in: the first name below ``toolbox``."""
    return path.relative_to(ROOT / "toolbox").parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """Every module a file names in an import, at any depth, relative ones made absolute."""
    package = path.relative_to(ROOT).with_suffix("").parts[:-1]
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            module = ".".join(part for part in (base, node.module or "") if part)
            names |= {f"{module}.{alias.name}" for alias in node.names}
    return names


def rooms_imported(path: Path) -> set[str]:
    """The rooms of ``toolbox`` a file imports from."""
    return {name.split(".")[1] for name in imported(path) if name.startswith("toolbox.")}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_go_down_only(path: Path) -> None:
    room = room_of(path)
    if room == "__init__":
        assert not rooms_imported(path), "toolbox/__init__.py stays empty of rooms"
        return
    assert room in FLOORS, f"{room} has no floor: name it in FLOORS and in the README"
    for other in rooms_imported(path) - {room}:
        assert other in FLOORS, f"{path.name} imports {other}, which has no floor"
        assert FLOORS[other] < FLOORS[room], f"{room} (floor {FLOORS[room]}) imports {other} (floor {FLOORS[other]})"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_streamlit_lives_upstairs(path: Path) -> None:
    uses = any(name.split(".")[0] == "streamlit" for name in imported(path))
    assert not uses or room_of(path) == "web", "only toolbox/web, app.py and pages may know Streamlit"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_statistics_knows_no_frames(path: Path) -> None:
    if room_of(path) == "statistics":
        assert not any(name.split(".")[0] == "pandas" for name in imported(path))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_pages_are_thin(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = imported(path)
    assert not {name.split(".")[0] for name in names} & {"pandas", "numpy", "scipy", "statsmodels", "altair"}
    results = {"scoring", "linking", "profile", "comparison", "statistics"}
    assert not rooms_imported(path) & results, "pages take released results only: ask toolbox.web"
    arithmetic = [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.BinOp)
        and isinstance(node.op, ast.Add | ast.Sub | ast.Mult | ast.Div | ast.FloorDiv | ast.Mod | ast.Pow)
    ]
    assert not arithmetic, f"arithmetic in {path.name}, lines {arithmetic}"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_page_is_in_the_navigation(path: Path) -> None:
    text = "".join(module.read_text(encoding="utf-8") for module in (ROOT / "toolbox" / "web").glob("*.py"))
    assert path.name in text, f"{path.name} is not registered in toolbox/web"


@pytest.mark.parametrize("path", MODULES + PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_have_a_purpose_and_a_size(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if text.strip():
        assert ast.get_docstring(ast.parse(text)), "a module begins with what it is for"
    assert text.count("\n") <= 420, "a second idea lives in this module: split it"


def test_released_types_are_what_floors_above_take() -> None:
    """Charts, tables, wording and reports name no unreleased result in their signatures."""
    unreleased = {"Profile", "Comparison", "Cell", "Change", "Scores", "Answers", "Clues", "Followed", "Baseline"}
    unreleased |= {"Evaluation", "Line", "Crowd", "EvaluationRound"}
    unreleased |= {"SchoolDose", "TeacherDose", "MenteeCard", "DoseRelation", "DoseThird", "Equity", "Retention"}
    unreleased |= {"IndicatorValue", "Growth", "ClusterKind", "HubSheet", "MentoringSession", "Membership"}
    for room in ("charts", "tables", "wording", "reports"):
        for path in (module for module in MODULES if room_of(module) == room):
            used = {
                node.id for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Name)
            }
            assert not used & unreleased, f"{path.name} handles {used & unreleased} that have not passed disclosure"


def test_no_estimator_returns_a_bare_number() -> None:
    """What comes without its method and the reason it may be refused is no result; p adjusted together is a list."""
    import toolbox.statistics as room

    bare = {
        name
        for name in room.__all__
        if set(re.findall(r"\w+", str(inspect.signature(getattr(room, name)).return_annotation))) & {"float", "int"}
    }
    assert bare == {"adjusted", "holm"}
