"""An evaluation repeated from its recipe: the same data sets, found by their sha256, give the same tables, to the byte."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from toolbox.disclosure import release
from toolbox.evaluation import evaluate
from toolbox.evaluation.recipe import EvaluationRecipe, NamedRound, invited_sha256
from toolbox.frameworks import load
from toolbox.model import Answers, Averages, EvaluationRound, Framework, Round, ToolboxError, Viewer
from toolbox.reports import bundle_files
from toolbox.reports.bundle import fingerprint
from toolbox.reports.packing import packed
from toolbox.reports.provenance import versions
from toolbox.shell.carried import Carried, carried, carried_rounds
from toolbox.shell.printing import records
from toolbox.store import Store, open_store
from toolbox.store.place import holds_a_store
from toolbox.tables import block_tables

Found = tuple[Round, Answers | Averages]


def repeat(asked: argparse.Namespace) -> None:
    """The tables of a recipe, and with ``--out`` the whole bundle."""
    found = carried(asked.recipe)
    recipe = found.recipe
    _must_be_free(asked.out)
    rounds, framework = _rounds_and_framework(found, asked.store)
    warnings = _differences(recipe, framework, [known for known, _ in rounds])
    taken = [
        EvaluationRound(
            name=known.name, collected_on=known.collected_on, answers=answers, sha256=known.sha256, invited=known.invited
        )
        for known, answers in rounds
    ]  # fmt: skip
    released = release(evaluate(taken, framework, recipe.plan), policy=recipe.policy)
    tables = block_tables(released)
    written = ""
    if asked.out is not None:
        files = bundle_files(released, [known for known, _ in rounds])
        if asked.store is None and found.holds_answers:
            files |= found.answers
        _write(asked.out, files)
        written = f"{len(files)} files written to {asked.out.name}."
    said = [
        f"{_count(len(released.schools), 'school')}, {_count(len(released.rounds), 'round')} of {framework.name}.",
        written,
    ]
    if asked.json:
        made = {table.name: records(table) for table in tables}
        told = {"kind": "evaluation", "sentences": [each for each in said if each], **made, "problems": warnings}
        print(json.dumps(told, ensure_ascii=False))
        return
    print("\n".join(each for each in said if each), end="\n\n")
    for table in tables:
        rows = _count(len(table.frame), "row") if len(table.frame) else next(iter(table.notes[1:]), "no rows")
        print(f"{table.name:12} {rows}")
    if warnings:
        print("\nTo know:", *(f"- {warning}" for warning in warnings), sep="\n")


def _rounds_and_framework(found: Carried, folder: Path | None) -> tuple[list[Found], Framework]:
    """From the answers in the bundle where it has them and no store is named; else from the store."""
    recipe = found.recipe
    if folder is None and found.holds_answers:
        kept = carried_rounds(found)
        rounds = [kept[named.name] for named in recipe.rounds]
        framework = found.framework or load(recipe.framework)
    else:
        if not holds_a_store(folder):
            where = f"The folder {folder.name} holds no store" if folder else "There is no store here"
            raise ToolboxError(
                "no_store",
                f"{where} (no toolbox.db). Name the app's data folder with --store, or give an evidence bundle that holds the "
                "answers, without --store.",
            )
        store = open_store(folder=folder)
        rounds = [_from_store(store, named) for named in recipe.rounds]
        own = next((each for each in store.frameworks(Viewer()) if each.id == recipe.framework), None)
        framework = found.framework or own or load(recipe.framework)
    return [
        (_as_named(known, named), answers) for (known, answers), named in zip(rounds, recipe.rounds, strict=True)
    ], framework


def _as_named(known: Round, named: NamedRound) -> Round:
    """The round under the recipe's name and date, which may have been changed since."""
    return replace(known, name=named.name, collected_on=named.collected_on, sha256=named.sha256)


def _from_store(store: Store, named: NamedRound) -> Found:
    """The round with this very data set, as it is now or as it was."""
    viewer = Viewer()
    rounds = store.rounds(viewer)
    same = sorted((each for each in rounds if each.sha256 == named.sha256), key=lambda each: each.name != named.name)
    if same:
        return same[0], store.answers(viewer, same[0].id)
    called = [each for each in rounds if each.name == named.name]
    for each in called:
        try:
            return each, store.answers(viewer, each.id, sha256=named.sha256)
        except ToolboxError as refusal:
            if refusal.code != "no_such_data_set":
                raise
    if called:
        raise ToolboxError(
            "round_differs",
            f"The answers of “{named.name}” in this store are not those of the recipe: their sha256 is {called[0].sha256[:12]}…, "
            f"expected {named.sha256[:12]}…. Use the store, or a copy of it, that the recipe was made with, or plan the evaluation again.",
        )
    raise ToolboxError(
        "round_missing",
        f"This store has no round with the answers of “{named.name}” (sha256 {named.sha256[:12]}…). Use the store the recipe was "
        "made with, or put the round back.",
    )


def _differences(recipe: EvaluationRecipe, framework: Framework, rounds: Sequence[Round]) -> list[str]:
    """What differs from when the recipe was made; told, not refused."""
    here = versions()
    told = [
        f"{name} {then} made the recipe's tables, here it is {here.get(name, 'not there')}: digits may differ."
        for name, then in recipe.versions.items()
        if here.get(name) != then
    ]
    if framework.version != recipe.framework_version:
        told.append(
            f"{framework.name} is version {framework.version} here, the recipe's tables were made with {recipe.framework_version}: "
            "scores may differ."
        )
    elif recipe.framework_sha256 not in ("", fingerprint(framework)):
        told.append(f"{framework.name} has been changed since the recipe's tables were made: scores may differ.")
    told += [
        f"The numbers invited to “{named.name}” have been changed since: flow and response rates may differ."
        for named, known in zip(recipe.rounds, rounds, strict=True)
        if invited_sha256(known.invited) != named.invited_sha256
    ]
    return told


def _must_be_free(out: Path | None) -> None:
    """Refuse to write over something: evidence is not replaced by accident."""
    if out is None:
        return
    if (out.is_dir() and any(out.iterdir())) or out.is_file():
        raise ToolboxError("out_exists", f"{out.name} exists already. Name a new file or an empty folder with --out.")


def _write(out: Path, files: dict[str, bytes]) -> None:
    try:
        if out.suffix.lower() == ".zip":
            out.write_bytes(packed(files))
            return
        for name, content in files.items():
            place = out / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
    except OSError as fault:
        raise ToolboxError(
            "out_not_writable", f"{out.name} could not be written: {fault.strerror}. Name another place with --out."
        ) from None


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
