"""Every case of a file of reference values, held against our functions.

``TOOLBOX_REFERENCE`` names the file (cases with method, data, R's command and the expected numbers); without it the
file beside the project is taken where there is one. A number agrees when |ours − expected| ≤ atol + rtol × |expected|.
A method or a number we have no answer to is a failure.
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
NUMBERS = [(name, key) for name, case in CASES.items() for key in case["expected"]]


@cache
def ours(name: str) -> dict[str, Any]:
    case = CASES[name]
    return METHODS[case["method"]](Case(case, FILE.parent))


def test_the_file_asks_for_methods_we_have():
    if not CASES:
        pytest.skip("no file of reference values: set TOOLBOX_REFERENCE to one")
    assert not {case["method"] for case in CASES.values()} - METHODS.keys()


@pytest.mark.skipif(not NUMBERS, reason="no file of reference values: set TOOLBOX_REFERENCE to one")
@pytest.mark.parametrize(("name", "key"), NUMBERS, ids=[f"{name}:{key}" for name, key in NUMBERS])
def test_number(name: str, key: str) -> None:
    case, found = CASES[name], ours(name)
    assert key in found, f"{case['method']} gives no {key}"
    if np.asarray(case["expected"][key]).dtype.kind == "U":
        assert np.atleast_1d(found[key]).tolist() == np.atleast_1d(case["expected"][key]).tolist()
        return
    expected = np.atleast_1d(np.asarray(case["expected"][key], float))
    value = np.atleast_1d(np.asarray(found[key], float))
    assert value.shape == expected.shape
    # Some numbers rest on an optimiser of R's that stops early: the case names a wider tolerance for them.
    reach = case["atol"] + case.get("rtol_by_key", {}).get(key, case["rtol"]) * np.abs(expected)
    both_missing = np.isnan(value) & np.isnan(expected)
    assert ((np.abs(value - expected) <= reach) | both_missing).all(), f"ours {value}, expected {expected}"
