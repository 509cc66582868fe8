"""Every case of a file of reference values, held against our functions.

``TOOLBOX_REFERENCE`` names the file (cases with method, data, R's command and the expected numbers); without it the
file beside the project is taken where there is one. A number agrees when |ours − expected| ≤ atol + rtol × |expected|.
What is not built yet is skipped by name, never passed.
"""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.reference.case import Case
from tests.reference.methods import METHODS

BESIDE = Path(__file__).resolve().parents[3] / "shared" / "reference" / "statistics.json"
FILE = Path(os.environ.get("TOOLBOX_REFERENCE") or BESIDE)


def _cases() -> list[dict[str, Any]]:
    if os.environ.get("TOOLBOX_REFERENCE"):
        assert FILE.is_file(), f"TOOLBOX_REFERENCE names {FILE}, which is not there"
    return json.loads(FILE.read_text(encoding="utf-8"))["cases"] if FILE.is_file() else []


CASES = {case["case"]: case for case in _cases()}
NUMBERS = [(name, key) for name, case in CASES.items() if case["method"] in METHODS for key in case["expected"]]
LATER = sorted({(case["method"], name) for name, case in CASES.items() if case["method"] not in METHODS})


@cache
def ours(name: str) -> dict[str, Any]:
    case = CASES[name]
    return METHODS[case["method"]](Case(case, FILE.parent))


def test_the_file_asks_for_methods_we_have():
    if not CASES:
        pytest.skip("no file of reference values: set TOOLBOX_REFERENCE to one")
    assert NUMBERS, f"none of {sorted({case['method'] for case in CASES.values()})} is built"


@pytest.mark.parametrize(("name", "key"), NUMBERS, ids=[f"{name}:{key}" for name, key in NUMBERS])
def test_number(name: str, key: str) -> None:
    case, found = CASES[name], ours(name)
    if key not in found:
        pytest.skip(f"{case['method']}: {key} is not built yet")
    if np.asarray(case["expected"][key]).dtype.kind == "U":
        assert np.atleast_1d(found[key]).tolist() == np.atleast_1d(case["expected"][key]).tolist()
        return
    expected = np.atleast_1d(np.asarray(case["expected"][key], float))
    value = np.atleast_1d(np.asarray(found[key], float))
    assert value.shape == expected.shape
    # Some numbers rest on an optimiser of R's that stops early: the case names a wider tolerance for them.
    reach = case["atol"] + case.get("rtol_by_key", {}).get(key, case["rtol"]) * np.abs(expected)
    assert (np.abs(value - expected) <= reach).all(), f"ours {value}, expected {expected}"


@pytest.mark.parametrize(("method", "name"), LATER, ids=[name for _, name in LATER])
def test_method_of_a_later_issue(method: str, name: str) -> None:
    pytest.skip(f"{method} is not built yet ({name})")
