"""The invented sample hub: put into the store through the same door as everybody's files, and taken out again.

The files lie in ``sample_datasets`` beside the toolbox and are described there. Two rounds of the same survey are
read as LimeSurvey exports, mapped by the recipes shipped with them, and saved with the numbers invited from the
roster; roster, members, mentoring log and the log of the course room come through their readers. Nothing takes a short
cut: what a visitor sees of the sample is what their own files would show.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from toolbox.frameworks import load as framework_of
from toolbox.model import Framework, Round, Source, Viewer
from toolbox.reading import read
from toolbox.reading.pseudonyms import Pseudonyms
from toolbox.reading.recipes import apply, from_json
from toolbox.sample import mentoring
from toolbox.sample.files import FOLDER, benchmark, content, invited, next_steps, roster
from toolbox.store import Store
from toolbox.store.actions import MOST_OPEN

__all__ = [
    "ASSIGNMENT", "FOLDER", "ROUNDS", "SampleRound", "benchmark", "invited", "load", "next_steps", "present", "put_away",
    "roster",
]  # fmt: skip

#: Who chose which of its schools are mentored, and how: what a hub would write down before it compares them.
ASSIGNMENT = (
    "Invented sample: schools applied to the hub in spring 2025. The coordinators let those begin first that had time for a "
    "mentor in autumn 2025; the others wait until autumn 2026. Nothing was drawn by lot, and everybody knew who was mentored."
)

#: Two visitors of one server may ask for the sample at the same moment; the second finds it there.
_one_at_a_time = threading.Lock()


@dataclass(frozen=True, kw_only=True)
class SampleRound:
    """One round of the sample hub and the files it is made from."""

    name: str
    collected_on: date
    export: str
    recipe: str


ROUNDS = (
    SampleRound(
        name="Sample, autumn 2025",
        collected_on=date(2025, 10, 6),
        export="limesurvey/autumn-2025.csv",
        recipe="recipes/limesurvey-autumn-2025.json",
    ),
    SampleRound(
        name="Sample, spring 2026",
        collected_on=date(2026, 5, 4),
        export="limesurvey/spring-2026.csv",
        recipe="recipes/limesurvey-spring-2026.json",
    ),
)


def present(store: Store, viewer: Viewer) -> bool:
    """Whether the sample hub, or a part of it, is in the store."""
    return any(kept.sample for kept in store.rounds(viewer))


def load(store: Store, viewer: Viewer) -> None:
    """Put the sample hub into the store. Rounds of it that are there already stay as they are.

    Raises:
        ToolboxError: ``sample_missing`` when the files are not beside the toolbox, and the faults of reading and store.
    """
    with _one_at_a_time:
        there = {kept.name for kept in store.rounds(viewer) if kept.sample}
        pseudonym = Pseudonyms(store.pseudonym_key())
        for wanted in ROUNDS:
            if wanted.name not in there:
                made = _save(store, viewer, wanted, pseudonym)
                for step in next_steps() if wanted is ROUNDS[0] else ():
                    if len(store.actions.open_steps(viewer, step.school)) < MOST_OPEN:
                        store.actions.add(viewer, replace(step, chosen_in=made.id))
        figures = benchmark()
        if all(each.name != figures.name for each in store.benchmarks.all(viewer, figures.framework)):
            store.benchmarks.save(viewer, figures)
        mentoring.load(store, viewer, pseudonym, FOLDER)


def put_away(store: Store, viewer: Viewer) -> None:
    """Take the sample hub out of the store; other rounds are not touched. :func:`load` brings it back."""
    with _one_at_a_time:
        invented = [kept for kept in store.rounds(viewer) if kept.sample]
        for kept in invented:
            store.delete_round(viewer, kept.id)
        _forget_steps(store, viewer, invented)
        figures = benchmark()
        for each in store.benchmarks.all(viewer, figures.framework):
            if replace(each, id="") == figures:
                store.benchmarks.delete(viewer, each.id)
        own = {school for kept in store.rounds(viewer) for school in kept.schools}
        mentoring.put_away(store, viewer, FOLDER, own)


def _forget_steps(store: Store, viewer: Viewer, invented: Iterable[Round]) -> None:
    """Forget the steps chosen in these rounds, also those a visitor tried out on the sample."""
    ids = {kept.id for kept in invented}
    for school in {school for kept in invented for school in kept.schools}:
        for step in store.actions.of(viewer, school):
            if step.chosen_in in ids:
                store.actions.delete(viewer, step.id, version=step.version)


def _save(store: Store, viewer: Viewer, wanted: SampleRound, pseudonym: Pseudonyms) -> Round:
    """Read, map and save one round of the sample."""
    recipe = from_json(content(FOLDER, wanted.recipe).decode())
    framework: Framework = framework_of(recipe.framework)
    reading = read(
        content(FOLDER, wanted.export), Path(wanted.export).name, choices=recipe.choices, pseudonym=pseudonym
    )
    applied = apply(recipe, reading, framework, pseudonym)
    source = Source(
        file=reading.file,
        sha256=reading.sha256,
        reader=reading.reader,
        read_at=datetime.now(UTC),
        rows=applied.rows,
        kept=applied.kept,
        problems=(*reading.problems, *applied.problems),
    )
    return store.save_round(
        viewer,
        name=wanted.name,
        collected_on=wanted.collected_on,
        framework=framework.id,
        answers=applied.answers,
        sources=(source,),
        recipe=recipe,
        invited=invited(FOLDER),
        sample=True,
        clues=applied.clues(),
    )
