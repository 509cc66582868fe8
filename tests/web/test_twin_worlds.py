"""Two worlds nobody may tell apart: the School and Change pages of one, with all their files, are those of the other.

The worlds have the same people with the same answers; only two of them sit in each other's school, and both schools are
too small for their group to be shown. Whatever is shown differently would tell who sits where, so everything must be
the same to the byte: no arithmetic is needed to find a leak, and no shape a number can take is left out.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from itertools import count
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
import streamlit as st

from tests.invented import CORE, answers, evaluated, second_round
from tests.web.conftest import MAIN
from toolbox.disclosure import deciding, release
from toolbox.model import ToolboxError, Viewer
from toolbox.store import open_store, rounds
from toolbox.store.parquet import from_parquet
from toolbox.tables import block_tables

AUTUMN, SPRING = date(2025, 10, 6), date(2026, 5, 4)
#: In two of the schools either group is too small to be shown.
SIZES = {
    ("Ash", "leaders"): 3, ("Birch", "leaders"): 3, ("Cedar", "leaders"): 2, ("Elm", "leaders"): 12, ("Oak", "leaders"): 6,
    ("Ash", "teachers"): 4, ("Birch", "teachers"): 3, ("Cedar", "teachers"): 21, ("Elm", "teachers"): 30,
    ("Oak", "teachers"): 11,
}  # fmt: skip
PAGES = ("school", "change")
#: Schools are the units of these, so that a school's hidden mean moves them; the gate keeps three schools behind them.
BY_SCHOOL = ("se", "df", "ci_low", "ci_high", "p", "es_low", "es_high", "smallest_p")


def swapped(found, group: str):
    """The same round, with the first person of a group in Ash and the last of it in Birch in each other's place."""
    chosen = found.groups.index(group)
    one, two = (
        np.flatnonzero((found.school == found.schools.index(school)) & (found.group == chosen))[place]
        for school, place in (("Ash", 0), ("Birch", -1))
    )
    values, person = found.values.copy(), found.person.copy()
    values[[one, two]], person[[one, two]] = values[[two, one]], person[[two, one]]
    return replace(found, values=np.asfortranarray(values), person=person)


def world(folder: Path, monkeypatch, group: str = "") -> None:
    """A store with two rounds of the hub; with ``group`` the world in which two persons changed places.

    What names a round or a data set, and tells nothing of it, is the same in both worlds.
    """
    numbers = count()
    monkeypatch.setattr(rounds.secrets, "token_hex", lambda size=16: f"{next(numbers):0{2 * size}x}")
    monkeypatch.setattr(rounds, "hashlib", SimpleNamespace(sha256=fingerprint))
    store = open_store(f"sqlite:///{folder / 'toolbox.db'}", folder)
    first = answers(SIZES, seed=7, items=CORE[:6])
    for name, on, found in (("Autumn", AUTUMN, first), ("Spring", SPRING, second_round(first, shift=0.3))):
        coded = [f"P-{hashlib.sha256(name.encode()).hexdigest()[:16].upper()}" for name in found.person]
        found = replace(found, person=np.array(coded, dtype=object))
        told = swapped(found, group) if group else found
        store.save_round(Viewer(), name=name, collected_on=on, framework="selfie-2020", answers=told)
    store.close()


def fingerprint(content: bytes):
    """Of answers whoever sits where, as a fingerprint of the data set would be."""
    try:
        found = from_parquet(content)
    except ToolboxError:
        return hashlib.sha256(content)
    return hashlib.sha256(str(sorted(zip(found.person, found.values.tolist(), strict=True))).encode())


def shown(folder: Path, school: str, monkeypatch) -> dict[str, bytes]:
    """Everything a visitor sees or can take away of one school ("" for all), page by page."""
    from streamlit.testing.v1 import AppTest

    monkeypatch.setenv("TOOLBOX_DATA", str(folder))
    monkeypatch.delenv("TOOLBOX_DATABASE_URL", raising=False)
    # Results are kept by what names a data set, and that is the same in both worlds.
    st.cache_resource.clear()
    st.cache_data.clear()
    taken: dict[str, bytes] = {}
    button = st.download_button

    def taking(label, data=b"", file_name="", **more):
        content = data() if callable(data) else data
        taken[f"{file_name} {label}"] = content.encode() if isinstance(content, str) else content
        return button(label, data=b"", file_name=file_name, **more)

    monkeypatch.setattr(st, "download_button", taking)
    found: dict[str, bytes] = {}
    for page in PAGES:
        at = AppTest.from_file(str(MAIN), default_timeout=120)
        at.query_params[f"{page}_school"] = school or "All schools together"
        at.run()
        at.switch_page(f"../../pages/{page}.py").run()
        assert not at.exception, at.exception
        assert school in "".join(str(each.value) for each in at.selectbox), [str(e) for e in elements(at.main)]
        for area in (each for each in at.selectbox if each.key == f"{page}_area"):
            area.select(area.options[0]).run() if area.options else None
        for place, element in enumerate(elements(at.main)):
            found[f"{page} {place} {type(element).__name__}"] = bare(element.proto.SerializeToString())
    for name, content in taken.items():
        for part, text in unpacked(content):
            found[f"{name} {part}"] = bare(text)
    return found


def elements(block):
    """Every element below a block, those AppTest has no name for included."""
    for child in block.children.values():
        if hasattr(child, "children"):
            yield from elements(child)
        else:
            yield child


def unpacked(content: bytes):
    """The parts of a file that is a ZIP, or the file."""
    if not content.startswith(b"PK"):
        return [("", content)]
    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        return [(name, pack.read(name)) for name in sorted(pack.namelist())]


def bare(content: bytes) -> bytes:
    """Without the time of day."""
    return re.sub(rb"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(\.\d+)?(Z|\+00:00)?", b"<time>", content)


@pytest.mark.parametrize("school", ["Elm", "Ash", ""])
def test_two_persons_of_hidden_groups_in_each_others_school_change_nothing_anybody_sees(school, tmp_path, monkeypatch):
    worlds = {}
    for moved in ("", "leaders", "teachers"):
        folder = tmp_path / (moved or "as they are")
        folder.mkdir()
        with monkeypatch.context() as within:
            world(folder, within, moved)
            worlds[moved] = shown(folder, school, within)
    as_they_are = worlds.pop("")
    assert len(as_they_are) > 30
    for moved, found in worlds.items():
        assert list(found) == list(as_they_are)
        different = [name for name in found if found[name] != as_they_are[name]]
        assert not different, moved


@pytest.mark.parametrize("group", ["leaders", "teachers"])
def test_nor_does_the_evaluation_but_for_how_sure_schools_make_it(group):
    first = answers(SIZES, seed=7, items=CORE[:6])
    both = first, second_round(first, shift=0.3)
    one, two = (block_tables(release(evaluated(*found))) for found in (both, [swapped(each, group) for each in both]))
    for before, after in zip(one, two, strict=True):
        told = [name for name in before.frame.columns if name not in BY_SCHOOL]
        pd.testing.assert_frame_equal(before.frame[told], after.frame[told], rtol=1e-9)


def test_a_gate_without_its_least_number_is_found_out(tmp_path, monkeypatch):
    monkeypatch.setattr(deciding.Decided, "reason", lambda *_: "")
    with pytest.raises(AssertionError, match="leaders"):
        test_two_persons_of_hidden_groups_in_each_others_school_change_nothing_anybody_sees(
            "Ash", tmp_path, monkeypatch
        )
