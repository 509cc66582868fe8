"""The evidence bundle: everything a researcher carries home from one evaluation, as one zip.

Takes released results only. The same input gives the same bytes: names are sorted, times of writing are fixed, and no file
tells when it was made. Single answers are in it only where the gate released them to the person asking.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from toolbox.disclosure import ReleasedAnswers, ReleasedEvaluation
from toolbox.evaluation.recipe import EvaluationRecipe, NamedRound, invited_sha256, to_json
from toolbox.frameworks import to_toml
from toolbox.model import Framework, Round
from toolbox.reports.answers_files import answers_files
from toolbox.reports.bundle_words import README
from toolbox.reports.csv_file import csv
from toolbox.reports.packing import packed
from toolbox.reports.provenance import provenance, versions
from toolbox.reports.word_change import change_document
from toolbox.reports.word_table1 import table1_document
from toolbox.reports.workbook_file import workbook
from toolbox.tables import block_tables, evaluation_notes_table
from toolbox.tables.contrasts import LEFT_OUT, REFUSALS
from toolbox.tables.reasons import REFUSED
from toolbox.wording.methods import methods


def evidence_bundle(
    released: ReleasedEvaluation, rounds: Sequence[Round], *, answers: ReleasedAnswers | None = None
) -> bytes:
    """The bundle as a zip; arguments as for :func:`bundle_files`."""
    return packed(bundle_files(released, rounds, answers=answers))


def bundle_files(
    released: ReleasedEvaluation, rounds: Sequence[Round], *, answers: ReleasedAnswers | None = None
) -> dict[str, bytes]:
    """Name → content of every file.

    Args:
        rounds: the rounds the evaluation is of, as the store knows them for this viewer: numbers invited, and sources; with
            that which asked how it was then.
        answers: what :func:`toolbox.disclosure.release_answers` let out, where the person asking may have it and wants it.

    Raises:
        ValueError: where ``rounds`` or ``answers`` are not of this evaluation (a bug).
    """
    known = _known(released, rounds)
    if answers is not None and not set(released.rounds) <= set(answers.rounds):
        raise ValueError("The answers are not those of this evaluation.")
    tables = block_tables(released)
    files = {f"tables/{table.name}.csv": csv(table) for table in tables}
    filled = [table for table in tables if len(table.frame)] or tables[:1]
    files["tables.xlsx"] = workbook(filled, evaluation_notes_table(released, known), released.policy)
    files["methods.md"] = methods(released, REFUSED | REFUSALS | LEFT_OUT).encode()
    files["table1.docx"], files["change.docx"] = table1_document(released), change_document(released)
    files["recipe.json"] = to_json(recipe_of(released, known)).encode()
    if released.framework.own:
        files["framework.toml"] = to_toml(released.framework).encode()
    files["README.txt"] = README.encode()
    files["provenance.json"] = provenance(released, tables, known, files)
    return files | (answers_files(answers) if answers is not None else {})


def fingerprint(framework: Framework) -> str:
    """Of all that decides a score: two frameworks that agree in it give the same tables.

    Example:
        >>> from toolbox.disclosure.examples import FRAMEWORK
        >>> len(fingerprint(FRAMEWORK))
        64
    """
    return hashlib.sha256(to_toml(framework).encode()).hexdigest()


def recipe_of(released: ReleasedEvaluation, rounds: Sequence[Round]) -> EvaluationRecipe:
    """What repeats this evaluation."""
    return EvaluationRecipe(
        plan=released.plan,
        framework=released.framework.id,
        framework_version=released.framework.version,
        framework_sha256=fingerprint(released.framework),
        rounds=tuple(
            NamedRound(
                name=each.name,
                collected_on=each.collected_on,
                sha256=each.sha256,
                invited_sha256=invited_sha256(each.invited),
            )
            for each in rounds
        ),
        policy=released.policy,
        versions=versions(),
    )


def _known(released: ReleasedEvaluation, rounds: Sequence[Round]) -> list[Round]:
    """The rounds of the evaluation in order of time, then the one that asked how it was then."""
    named = {(each.name, each.sha256): each for each in rounds}
    found = [named.get((name, sha256)) for name, _, sha256 in released.rounds]
    then = released.plan.then_round
    if then and then not in [name for name, _, _ in released.rounds]:
        found.append(next((each for each in rounds if each.name == then), None))
    if None in found:
        raise ValueError("The bundle needs every round of the evaluation as the store knows it.")
    return found
