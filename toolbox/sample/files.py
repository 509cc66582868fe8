"""What the files of the sample hub say, each read by the reader everybody's files go through."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

from toolbox.frameworks import load as framework_of
from toolbox.model import (
    Action,
    Benchmark,
    Cluster,
    Membership,
    MentoringSession,
    Programme,
    Reading,
    School,
    ToolboxError,
)
from toolbox.reading import read
from toolbox.reading.benchmark_files import read_benchmark
from toolbox.reading.cluster_lists import read_clusters
from toolbox.reading.membership_lists import read_memberships
from toolbox.reading.pseudonyms import Pseudonyms
from toolbox.reading.school_lists import read_schools
from toolbox.reading.session_lists import sessions_of

#: Where the sample hub's files lie.
FOLDER = Path(__file__).resolve().parents[2] / "sample_datasets"
MEMBERS, SESSIONS, ACTIVITY = "memberships.csv", "mentoring_log.xlsx", "moodle_log.csv"


def roster(folder: Path = FOLDER) -> tuple[School, ...]:
    """Every school with what the hub knows of it.

    Example:
        >>> one = roster()[2]
        >>> one.school, one.hub, one.teachers, one.starts
        ('Tähemäe Gümnaasium', 'Fog Coast', 26, datetime.date(2025, 10, 27))
        >>> one.types
        (('AP', datetime.date(2025, 9, 1)), ('AS', datetime.date(2026, 2, 2)))
    """
    return read_schools(content(folder, "schools.csv"), "schools.csv").schools


def invited(folder: Path = FOLDER) -> dict[tuple[str, str], int]:
    """Persons invited by (school, group), from the roster of the sample hub.

    Example:
        >>> invited()["Žaibo ežero mokykla", "teachers"]
        8
    """
    return {
        (one.school, group): getattr(one, group)
        for one in roster(folder)
        for group in ("leaders", "teachers", "pupils")
    }


def clusters(folder: Path = FOLDER) -> tuple[Cluster, ...]:
    """How each mentor school and its mentees work.

    Example:
        >>> [(one.name, one.model, one.capacity) for one in clusters()]
        [('Cluster Udulinna Kool', 'top-down', 4), ('Cluster Debesų kalno gimnazija', 'bottom-up', 3)]
    """
    return read_clusters(content(folder, "clusters.csv"), "clusters.csv").clusters


def programme(folder: Path = FOLDER) -> Programme:
    """What the hub promised its funder.

    Example:
        >>> [(one.id, one.target) for one in programme().indicators[:2]]
        [('schools', 12), ('teachers', 150)]
    """
    from toolbox.indicators.files import programme_of  # its room is wide, and only the first start needs it

    return programme_of(content(folder, "programme.toml"))


def memberships(pseudonym: Pseudonyms, folder: Path = FOLDER) -> tuple[Membership, ...]:
    """Who belongs where, persons as pseudonyms."""
    return read_memberships(content(folder, MEMBERS), MEMBERS, pseudonym=pseudonym).rows


def sessions(pseudonym: Pseudonyms, folder: Path = FOLDER) -> tuple[MentoringSession, ...]:
    """The mentoring log kept by hand. The session entered twice is in it twice."""
    return sessions_of(read(content(folder, SESSIONS), SESSIONS, pseudonym=pseudonym)).sessions


def activity(pseudonym: Pseudonyms, folder: Path = FOLDER) -> Reading:
    """The log of the hub's course room."""
    return read(content(folder, ACTIVITY), ACTIVITY, pseudonym=pseudonym)


def benchmark(folder: Path = FOLDER) -> Benchmark:
    """The figures of an invented country, for the areas of the sample to stand beside.

    Example:
        >>> row = benchmark().rows[3]
        >>> row.group, row.area, row.mean, row.sd, row.n
        ('teachers', 'D', 2.8, 0.8, 1240)
    """
    framework = framework_of("selfie-2020")
    read_in = read_benchmark(content(folder, "benchmark.csv"), "benchmark.csv", framework)
    return replace(read_in, name="Sample: figures of an invented country, 2024")


def next_steps(folder: Path = FOLDER) -> tuple[Action, ...]:
    """What one school of the sample chose to do next in autumn.

    Example:
        >>> [(step.item, step.owner) for step in next_steps()]
        [('selfie2020.D2', 'deputy head'), ('selfie2020.F1', 'heads of department')]
    """
    rows = csv.DictReader(content(folder, "next_steps.csv").decode().splitlines())
    return tuple(
        Action(
            framework="selfie-2020",
            due=date.fromisoformat(row["due"]),
            target=float(row["target"]),
            **{name: row[name] for name in ("school", "area", "item", "group", "step", "owner")},
        )
        for row in rows
    )


def checksum(folder: Path, name: str) -> str:
    """By which the store knows what a file brought."""
    return sha256(content(folder, name)).hexdigest()


def content(folder: Path, name: str) -> bytes:
    """The bytes of one sample file; a sentence where the folder did not come with the toolbox."""
    try:
        return (folder / name).read_bytes()
    except FileNotFoundError as missing:
        raise ToolboxError(
            "sample_missing",
            f"The invented sample hub is not complete: {name} is not in the folder sample_datasets beside the toolbox. "
            "Fetch the project again, or go on with your own files.",
        ) from missing
