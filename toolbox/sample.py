"""The invented sample hub: put into the store through the same door as everybody's files, and taken out again.

The files lie in ``sample_datasets`` beside this package and are described there. Two rounds of the same survey are
read as LimeSurvey exports, mapped by the recipes shipped with them, and saved with the numbers invited from the
roster. Nothing takes a short cut: what a visitor sees of the sample is what their own export would show.
"""

from __future__ import annotations

import csv
import threading
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from toolbox.frameworks import load as framework_of
from toolbox.model import Action, Benchmark, Framework, Round, SchoolFacts, Source, ToolboxError, Viewer
from toolbox.reading import read
from toolbox.reading.benchmark_files import read_benchmark
from toolbox.reading.pseudonyms import Pseudonyms
from toolbox.reading.recipes import apply, from_json
from toolbox.store import Store
from toolbox.store.actions import MOST_OPEN

#: Where the sample hub's files lie.
FOLDER = Path(__file__).resolve().parent.parent / "sample_datasets"

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
        told = {facts.school for facts in store.school_facts(viewer)}
        store.change_school_facts(viewer, [facts for facts in school_facts() if facts.school not in told], seen=())


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
        shipped = set(school_facts())
        there = [facts for facts in store.school_facts(viewer) if facts in shipped and facts.school not in own]
        store.change_school_facts(viewer, (), seen=there)


def invited(folder: Path = FOLDER) -> dict[tuple[str, str], int]:
    """Persons invited by (school, group), from the roster of the sample hub.

    Example:
        >>> invited()["Žaibo ežero mokykla", "teachers"]
        8
    """
    rows = csv.DictReader(_content(folder, "schools.csv").decode().splitlines())
    return {(row["school"], group): int(row[group]) for row in rows for group in ("leaders", "teachers", "pupils")}


def school_facts(folder: Path = FOLDER) -> tuple[SchoolFacts, ...]:
    """Hub and first day of mentoring of every school, from the roster of the sample hub.

    Example:
        >>> school_facts()[1]
        SchoolFacts(school='Pilvelahe Põhikool', hub='Fog Coast', starts=datetime.date(2025, 10, 27), hours=None)
    """
    rows = csv.DictReader(_content(folder, "schools.csv").decode().splitlines())
    return tuple(
        SchoolFacts(school=row["school"], hub=row["hub"], starts=date.fromisoformat(row["starts"])) for row in rows
    )


def benchmark(folder: Path = FOLDER) -> Benchmark:
    """The figures of an invented country, for the areas of the sample to stand beside.

    Example:
        >>> row = benchmark().rows[3]
        >>> row.group, row.area, row.mean, row.sd, row.n
        ('teachers', 'D', 2.8, 0.8, 1240)
    """
    framework = framework_of("selfie-2020")
    read_in = read_benchmark(_content(folder, "benchmark.csv"), "benchmark.csv", framework)
    return replace(read_in, name="Sample: figures of an invented country, 2024")


def next_steps(folder: Path = FOLDER) -> tuple[Action, ...]:
    """What one school of the sample chose to do next in autumn.

    Example:
        >>> [(step.item, step.owner) for step in next_steps()]
        [('selfie2020.D2', 'deputy head'), ('selfie2020.F1', 'heads of department')]
    """
    rows = csv.DictReader(_content(folder, "next_steps.csv").decode().splitlines())
    return tuple(
        Action(
            framework="selfie-2020",
            due=date.fromisoformat(row["due"]),
            target=float(row["target"]),
            **{name: row[name] for name in ("school", "area", "item", "group", "step", "owner")},
        )
        for row in rows
    )


def _forget_steps(store: Store, viewer: Viewer, invented: Iterable[Round]) -> None:
    """Forget the steps chosen in these rounds, also those a visitor tried out on the sample."""
    ids = {kept.id for kept in invented}
    for school in {school for kept in invented for school in kept.schools}:
        for step in store.actions.of(viewer, school):
            if step.chosen_in in ids:
                store.actions.delete(viewer, step.id, version=step.version)


def _save(store: Store, viewer: Viewer, wanted: SampleRound, pseudonym: Pseudonyms) -> Round:
    """Read, map and save one round of the sample."""
    recipe = from_json(_content(FOLDER, wanted.recipe).decode())
    framework: Framework = framework_of(recipe.framework)
    reading = read(
        _content(FOLDER, wanted.export), Path(wanted.export).name, choices=recipe.choices, pseudonym=pseudonym
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
        invited=invited(),
        sample=True,
        clues=applied.clues(),
    )


def _content(folder: Path, name: str) -> bytes:
    """The bytes of one sample file; a sentence where the folder did not come with the toolbox."""
    try:
        return (folder / name).read_bytes()
    except FileNotFoundError as missing:
        raise ToolboxError(
            "sample_missing",
            f"The invented sample hub is not complete: {name} is not in the folder sample_datasets beside the toolbox. "
            "Fetch the project again, or go on with your own files.",
        ) from missing
