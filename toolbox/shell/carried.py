"""An evaluation's recipe as it was carried home: alone, or in an evidence bundle, packed or not, perhaps with its answers."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from toolbox.evaluation.recipe import EvaluationRecipe, NamedRound, from_json
from toolbox.linking.plain_order import REPEATED
from toolbox.model import Answers, Framework, Round, Source, ToolboxError
from toolbox.reports.answers_files import CODES, FORM
from toolbox.reports.spreadsheet_text import harmless

RECIPE, FRAMEWORK, PROVENANCE = "recipe.json", "framework.toml", "provenance.json"
ANSWERS, ABOUT = "answers/answers.csv", "answers/answers.json"

#: What is read of a bundle, by exactly these names: a name in a zip could lead anywhere.
READ = (
    RECIPE,
    FRAMEWORK,
    PROVENANCE,
    ANSWERS,
    ABOUT,
    "answers/answers.sav",
    "answers/answers.dta",
    "answers/codebook.csv",
)

#: More than any bundle's file holds; what claims to be larger is not opened.
LARGEST = 2 * 1024**3


@dataclass(frozen=True, kw_only=True)
class Carried:
    """A recipe and what lay beside it."""

    recipe: EvaluationRecipe
    framework: Framework | None
    """A hub's own, where the bundle holds it."""
    files: dict[str, bytes]
    """Those of the bundle by name: recipe, framework, provenance, answers."""

    @property
    def holds_answers(self) -> bool:
        return ANSWERS in self.files and ABOUT in self.files

    @property
    def answers(self) -> dict[str, bytes]:
        """The files of single answers, to be passed on as they are."""
        return {name: content for name, content in self.files.items() if name.startswith("answers/")}


def carried(path: Path) -> Carried:
    """A recipe (.json), an evidence bundle (.zip), or the folder one was unpacked into.

    Raises:
        ToolboxError: ``no_such_file``, ``no_recipe``, ``not_text``, and what the recipe is refused for.
    """
    from toolbox.frameworks import parse

    files = _files(path)
    recipe = from_json(_text(files[RECIPE], path.name))
    framework = parse(_text(files[FRAMEWORK], FRAMEWORK)) if FRAMEWORK in files else None
    return Carried(recipe=recipe, framework=framework, files=files)


def _files(path: Path) -> dict[str, bytes]:
    try:
        if path.is_dir():
            files = {name: (path / name).read_bytes() for name in READ if (path / name).is_file()}
        elif zipfile.is_zipfile(path):
            files = dict(_unpacked(path))
        else:
            return {RECIPE: path.read_bytes()}
    except (OSError, zipfile.BadZipFile) as fault:
        told = getattr(fault, "strerror", None) or fault
        raise ToolboxError("no_such_file", f"{path.name} could not be opened: {told}. Check the path.") from None
    if RECIPE not in files:
        raise ToolboxError(
            "no_recipe",
            f"There is no recipe.json in {path.name}. Give the recipe of an evaluation, or an evidence bundle as it was downloaded.",
        )
    return files


def _unpacked(path: Path) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(path) as bundle:
        for place in bundle.infolist():
            if place.filename not in READ:
                continue
            if place.file_size > LARGEST:
                raise ToolboxError(
                    "too_large", f"{place.filename} in {path.name} is larger than any bundle's. It is not opened."
                )
            yield place.filename, bundle.read(place)


def _text(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ToolboxError(
            "not_text", f"{name} is not a text file in UTF-8. Take the file as it was downloaded."
        ) from None


# ── answers ──


def carried_rounds(found: Carried) -> dict[str, tuple[Round, Answers]]:
    """Round by name, made from the answers in the bundle.

    Raises:
        ToolboxError: ``answers_incomplete`` where persons or names of schools stayed behind; ``changed_answers`` where the
            file is not the one that was downloaded; ``damaged_answers``.
    """
    plain = found.files[ANSWERS]
    try:
        about = json.loads(found.files[ABOUT].decode("utf-8-sig"))
        if about["answers"] > FORM:
            raise ToolboxError(
                "newer_bundle", "These answers were saved by a newer version of the toolbox. Update the toolbox."
            )
        if not about["complete"]:
            raise ToolboxError(
                "answers_incomplete",
                "The answers in this bundle do not name every school, or leave persons out, to protect small schools and groups "
                "not asked for. The same tables can be made from the store only: name its folder with --store.",
            )
        kept = {one["name"]: one for one in about["rounds"]}
        away = [named.name for named in found.recipe.rounds if named.name not in kept]
        if away:
            raise ToolboxError(
                "answers_incomplete",
                f"The answers of “{away[0]}” are not in this bundle. The same tables can be made from the store only: name its folder "
                "with --store.",
            )
        if hashlib.sha256(plain).hexdigest() != about["sha256"]:
            raise ToolboxError(
                "changed_answers",
                "answers.csv is not the file that was downloaded with this bundle: its sha256 differs. Take the bundle as it was "
                "downloaded; opening the file in a spreadsheet and saving it is enough to change it.",
            )
        frame = _frame(plain, about)
        return {named.name: _round(found, named, kept[named.name], frame, about) for named in found.recipe.rounds}
    except (KeyError, ValueError, TypeError, UnicodeDecodeError) as fault:
        raise ToolboxError(
            "damaged_answers",
            f"The answers in this bundle cannot be read ({fault}). Take the bundle as it was downloaded.",
        ) from None


def _frame(plain: bytes, about: dict[str, Any]) -> pd.DataFrame:
    """The rows, names of schools, groups and rounds as they were before a spreadsheet was protected from them."""
    texts = ("person", "code", "round", "school", "group")
    frame = pd.read_csv(
        io.BytesIO(plain), encoding="utf-8-sig", keep_default_na=False, na_filter=False, dtype=dict.fromkeys(texts, object),
        lineterminator=None,
    )  # fmt: skip
    for name, known in (
        ("school", about["schools"]),
        ("group", about["groups"]),
        ("round", [one["name"] for one in about["rounds"]]),
    ):
        back = {harmless(each): each for each in known}
        if len(back) < len(known):
            raise ValueError(f"two names of a {name} look alike")
        frame[name] = [back[each] for each in frame[name]]
    return frame


def _round(
    found: Carried, named: NamedRound, one: dict[str, Any], frame: pd.DataFrame, about: dict[str, Any]
) -> tuple[Round, Answers]:
    if one["sha256"] != named.sha256:
        raise ToolboxError(
            "other_answers", f"The answers of “{named.name}” in this bundle are not those its recipe names."
        )
    rows = frame[frame["round"] == named.name].sort_values(["school", "group"], kind="stable")
    schools, groups = tuple(sorted(set(rows["school"]))), tuple(about["groups"])
    codes = {words: code for code, words in CODES.items()}
    code = np.array([codes[words] for words in rows["code"]], int)
    person = np.where(code == 1, rows["person"].to_numpy(object), np.where(code == 2, REPEATED, ""))
    columns = {item: variable for variable, item in ((variable, item) for item, variable in about["variables"].items())}
    values = rows[[columns[item] for item in one["items"]]].to_numpy(np.int8)
    answers = Answers(
        person=person.astype(object),
        school=np.array([schools.index(each) for each in rows["school"]], np.int32),
        group=np.array([groups.index(each) for each in rows["group"]], np.int16),
        schools=schools,
        groups=groups,
        items=tuple(one["items"]),
        values=np.asfortranarray(values),
        reworded=frozenset(one["reworded"]),
    )
    known = Round(
        id="", name=named.name, collected_on=named.collected_on, framework=found.recipe.framework, sha256=named.sha256,
        people=len(answers), schools=schools, groups=groups, sources=_sources(found, named),
        invited={(school, group): int(number) for school, group, number in one["invited"]},
    )  # fmt: skip
    return known, answers


def _sources(found: Carried, named: NamedRound) -> tuple[Source, ...]:
    """Where the answers came from, as the bundle's provenance tells."""
    import msgspec

    told = json.loads(found.files.get(PROVENANCE, b"{}").decode("utf-8-sig"))
    for one in told.get("rounds", []):
        if (one["name"], one["sha256"]) == (named.name, named.sha256):
            return tuple(msgspec.convert(source, Source) for source in one["sources"])
    return ()
