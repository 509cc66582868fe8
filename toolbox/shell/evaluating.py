"""An evaluation repeated from its recipe: the same data sets, found by their sha256, give the same tables, to the byte."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from toolbox.disclosure import release
from toolbox.disclosure.compared_before import (
    Told,
    compared_earlier,
    evaluation_beside,
    every_two,
    told_alone,
    told_of,
    told_of_every_two,
)
from toolbox.disclosure.minimums import policy_of, stricter
from toolbox.disclosure.since import as_linked, evaluation_since, sides_shown
from toolbox.disclosure.states import AsShown, as_shown, levels
from toolbox.disclosure.told import sets_before, sets_states, with_sets
from toolbox.disclosure.words import many
from toolbox.evaluation import evaluate
from toolbox.evaluation.recipe import EvaluationRecipe, NamedRound, invited_sha256
from toolbox.frameworks import load
from toolbox.model import Evaluation, EvaluationRound, Framework, Policy, Release, Round, Shown, ToolboxError, Viewer
from toolbox.reports import bundle_files
from toolbox.reports.bundle import fingerprint
from toolbox.reports.packing import packed
from toolbox.reports.provenance import versions
from toolbox.shell.carried import Carried, carried, carried_rounds
from toolbox.shell.printing import records
from toolbox.store import Store, open_store
from toolbox.store.mergings import merged_invited
from toolbox.store.place import holds_a_store
from toolbox.tables import block_tables


def repeat(asked: argparse.Namespace) -> None:
    """The tables of a recipe, and with ``--out`` the whole bundle."""
    found = carried(asked.recipe)
    recipe = found.recipe
    _must_be_free(asked.out)
    store = _store_of(found, asked.store)
    policy = recipe.policy if store is None else stricter(recipe.policy, policy_of(store, Viewer()))
    framework = _framework(found, store)
    if store is None:
        kept = carried_rounds(found)
        rounds = [kept[named.name] for named in recipe.rounds]
        shown = []
    else:
        shown = [_from_store(store, named, policy, framework) for named in recipe.rounds]
        rounds = [
            (replace(each.round, invited=merged_invited(each.round.invited, each.merged)), each.answers)
            for each in shown
        ]
    rounds = [(_as_named(known, named), answers) for (known, answers), named in zip(rounds, recipe.rounds, strict=True)]
    warnings = _differences(recipe, framework, [known for known, _ in rounds])
    if policy != recipe.policy:
        warnings.append("The least numbers of this store were raised since the recipe was made: more is hidden.")
    taken = [
        EvaluationRound(
            name=known.name, collected_on=known.collected_on, answers=answers, sha256=known.sha256, invited=known.invited
        )
        for known, answers in rounds
    ]  # fmt: skip
    if store is not None:
        known = list(zip([each.name for each in taken], shown, strict=True))
        taken = as_linked(taken, known, recipe.plan, policy)
    evaluation = evaluate(taken, framework, recipe.plan)
    if store is not None:
        ids = [each.round.id for each in shown]
        seen = store.ledger.shown(Viewer(), ids)
        sets = sets_before(evaluation, seen, ids)
        evaluation = with_sets(evaluation_since(evaluation, known, policy), sets)
        names = [each.name for each in taken]
        compared = every_two(names, ids, [each.state.data_set for each in shown], policy)
        evaluation = _beside(store, evaluation, taken, shown, dict(compared), seen, policy)
    released = release(evaluation, policy=policy)
    if store is not None:
        states = [*sets_states(sets, ids, policy), *told_of_every_two(compared, evaluation, released)]
        _note(store, shown, framework, policy, states, seen, asked.out.name if asked.out else "")
    tables = block_tables(released)
    written = ""
    if asked.out is not None:
        files = bundle_files(released, [known for known, _ in rounds])
        if asked.store is None and found.holds_answers:
            files |= found.answers
        _write(asked.out, files)
        written = f"{len(files)} files written to {asked.out.name}."
    said = [
        f"{many(len(released.schools), 'school')}, {many(len(released.rounds), 'round')} of {framework.name}.",
        written,
    ]
    if asked.json:
        made = {table.name: records(table) for table in tables}
        told = {"kind": "evaluation", "sentences": [each for each in said if each], **made, "problems": warnings}
        print(json.dumps(told, ensure_ascii=False))
        return
    print("\n".join(each for each in said if each), end="\n\n")
    for table in tables:
        rows = many(len(table.frame), "row") if len(table.frame) else next(iter(table.notes[1:]), "no rows")
        print(f"{table.name:12} {rows}")
    if warnings:
        print("\nTo know:", *(f"- {warning}" for warning in warnings), sep="\n")


def _store_of(found: Carried, folder: Path | None) -> Store | None:
    """The store the rounds come from; None where the bundle holds the answers and no store is named."""
    if folder is None and found.holds_answers:
        return None
    if not holds_a_store(folder):
        where = f"The folder {folder.name} holds no store" if folder else "There is no store here"
        raise ToolboxError(
            "no_store",
            f"{where} (no toolbox.db). Name the app's data folder with --store, or give an evidence bundle that holds the "
            "answers, without --store.",
        )
    return open_store(folder=folder)


def _framework(found: Carried, store: Store | None) -> Framework:
    wanted = found.recipe.framework
    own = () if store is None else store.frameworks(Viewer())
    return found.framework or next((each for each in own if each.id == wanted), None) or load(wanted)


def _note(
    store: Store,
    shown: list[AsShown],
    framework: Framework,
    policy: Policy,
    sets: list[Shown],
    seen: Sequence[Shown],
    out: str,
) -> None:
    """Write down that the tables leave, before they do; where that cannot be done they do not."""
    known = {state.order for each in shown for state in each.seen}
    if any(state.order not in known for state in seen if state.about.startswith("round:")):
        raise ToolboxError("shown_meanwhile", "A round of this recipe was shown in another state just now. Try again.")
    store.ledger.add(
        Viewer(),
        Release(
            at=datetime.now(UTC),
            role=Viewer().role,
            what="evaluation",
            how="shell",
            rounds=tuple(each.round.id for each in shown),
            data_sets=tuple(each.state.data_set for each in shown),
            framework=f"{framework.id} {fingerprint(framework)[:8]}",
            policy=levels(policy),
            merged=tuple(sorted({pair for each in shown for pair in (*each.state.merged, *each.state.together)})),
            files=tuple(sorted({source.sha256 for each in shown for source in each.round.sources})),
            detail=out,
        ),
        [*(each.state for each in shown), *sets],
        seen=seen,
    )


def _beside(
    store: Store,
    evaluation: Evaluation,
    rounds: Sequence[EvaluationRound],
    shown: Sequence[AsShown],
    compared: Mapping[tuple[str, str], Shown],
    seen: Sequence[Shown],
    policy: Policy,
) -> Evaluation:
    """The evaluation beside the comparisons of its rounds that were shown before."""
    of = {named.name: each for named, each in zip(rounds, shown, strict=True)}
    survey = evaluation.framework.kind != "rubric"

    def then(id: str, sha256: str) -> AsShown:
        return as_shown(store, Viewer(), id, policy, survey=survey, sha256=sha256)

    def told(two: tuple[str, str]) -> list[Told]:
        earlier = told_of(compared_earlier(compared[two], seen), then, lambda *each: sides_shown(*each, policy)[-1])
        return [*earlier, *told_alone([of[name].round.id for name in two], [of[name] for name in two])]

    ids = {name: each.round.id for name, each in of.items()}
    return evaluation_beside(evaluation, ids, {each.name: each.answers for each in rounds}, told, policy)


def _as_named(known: Round, named: NamedRound) -> Round:
    """The round under the recipe's name and date, which may have been changed since."""
    return replace(known, name=named.name, collected_on=named.collected_on, sha256=named.sha256)


def _from_store(store: Store, named: NamedRound, policy: Policy, framework: Framework) -> AsShown:
    """The round with this very data set, as it is now or as it was, beside what was shown of it."""
    viewer, survey = Viewer(), framework.kind != "rubric"
    rounds = store.rounds(viewer)
    same = sorted((each for each in rounds if each.sha256 == named.sha256), key=lambda each: each.name != named.name)
    if same:
        return as_shown(store, viewer, same[0].id, policy, survey=survey)
    called = [each for each in rounds if each.name == named.name]
    for each in called:
        try:
            return as_shown(store, viewer, each.id, policy, survey=survey, sha256=named.sha256)
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
