"""The sheet of notes: which rounds, what was left out and why, which versions. And the codebook."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from toolbox.disclosure import ReleasedComparison, ReleasedProfile, hidden
from toolbox.disclosure.words import under
from toolbox.model import Framework, Policy, Round, Table
from toolbox.tables.columns import COLUMNS, Column
from toolbox.tables.frames import frame_of, schools_of
from toolbox.tables.reasons import DROPPED


def notes_table(*released: ReleasedProfile | ReleasedComparison, rounds: Sequence[Round] = ()) -> Table:
    """What a reader of the tables must know: rounds, exclusions, hidden rows by reason, framework, versions.

    ``rounds`` adds where the answers came from and what was left out while reading.
    """
    lines: list[tuple[str, str]] = []
    for result in released:
        lines += _profile(result) if isinstance(result, ReleasedProfile) else _comparison(result)
        lines += _hidden(result)
    for each in rounds:
        lines += source_notes(each)
    for framework in dict.fromkeys(result.framework for result in released):
        lines += framework_notes(framework)
    lines += [("Rule of release", policy_note(result.policy, result.framework)) for result in released]
    lines.append(software_note())
    rows = [{"topic": topic, "note": note} for topic, note in dict.fromkeys(lines)]
    return Table(name="notes", title="Notes", frame=frame_of(rows, ("topic", "note")))


def codebook_table(tables: Iterable[Table], policy: Policy = Policy()) -> Table:
    """Every column of these tables: heading, meaning, unit, and the rule with the least numbers in force."""
    rows = []
    for table in tables:
        for name in table.frame.columns:
            column = COLUMNS.get(name, Column(label=name, meaning="A column of the table's own."))
            rows.append(
                {
                    "table": table.title,
                    "column": name,
                    "label": column.label,
                    "meaning": column.meaning,
                    "unit": column.unit,
                    "rule": under(column.rule, policy),
                }
            )
    columns = ("table", "column", "label", "meaning", "unit", "rule")
    return Table(name="codebook", title="Codebook", frame=frame_of(rows, columns))


def _profile(found: ReleasedProfile) -> list[tuple[str, str]]:
    where = schools_of(found.schools)
    return [
        (
            "Round",
            f"{found.round}, collected on {found.collected_on:%Y-%m-%d}; {where} (of {found.of_schools} in the round)",
        ),
        ("Data set", f"{found.round}: sha256 {found.sha256}")
        if found.sha256
        else ("Data set", f"{found.round}: not saved"),
    ]


def _comparison(found: ReleasedComparison) -> list[tuple[str, str]]:
    lines = [
        ("Round before", f"{found.before}, collected on {found.before_on:%Y-%m-%d}"),
        ("Round after", f"{found.after}, collected on {found.after_on:%Y-%m-%d}"),
        ("Schools", f"{schools_of(found.schools)} (of {found.of_schools} in the rounds)"),
    ]
    names = (found.before, found.after)
    lines += [("Data set", f"{name}: sha256 {sha}") for name, sha in zip(names, found.sha256, strict=True) if sha]
    codes = {item.id: f"{item.code} {item.name}" for item in found.framework.items}
    lines += [
        ("Item not compared", f"{codes.get(item, item)}: {DROPPED.get(reason, reason)}")
        for item, reason in found.dropped_items
    ]
    if any(row.design == "paired" and not row.hidden for row in found.areas) and found.framework.kind != "rubric":
        lines.append(
            (
                "Linking",
                "Persons are linked by equal codes within a school and group; the share followed is persons both times "
                "divided by persons before. Pairs of codes with one difference are used only where a person accepted "
                "them, in a table of their own.",
            )
        )
    lines.append(("Reading a change", "After minus before; positive is growth. It does not tell why anything changed."))
    return lines


def _hidden(found: ReleasedProfile | ReleasedComparison) -> list[tuple[str, str]]:
    counted = Counter(row.hidden for row in (*found.areas, *found.items) if row.hidden)
    return [
        ("Rows without numbers", f"{hidden(reason, found.policy)} ({rows} row{'s' if rows > 1 else ''})")
        for reason, rows in sorted(counted.items())
    ]


def source_notes(found: Round) -> list[tuple[str, str]]:
    """Where the answers of a round came from, and what was left out while reading."""
    lines = []
    for source in found.sources:
        lines.append(
            (
                "Source",
                f"{found.name}: {source.file}, read {source.read_at:%Y-%m-%d %H:%M}, {source.kept} of {source.rows} answers kept",
            )
        )
        lines += [("Left out or changed", f"{source.file}: {problem.message}") for problem in source.problems]
    return lines


def framework_notes(framework: Framework) -> list[tuple[str, str]]:
    """What the answers are measured by, whose it is, and what is not confirmed about it."""
    lines = [
        ("Framework", f"{framework.name}, version {framework.version}"),
        ("Source of the framework", framework.source),
    ]
    if framework.licence:
        lines.append(("Licence of the framework", framework.licence))
    lines += [("Not yet confirmed", fact) for fact in framework.unconfirmed]
    return lines


def policy_note(policy: Policy, framework: Framework | None = None) -> str:
    """From how many persons what is shown; of a rubric, whose ratings they are."""
    if framework is not None and framework.kind == "rubric":
        return "These are ratings each school states about itself, not answers of persons: no number is hidden for being of few."
    return (
        f"Numbers of fewer than {policy.min_n} persons are hidden, and others where they would reveal them; spread and "
        f"interval from {policy.min_bands} persons, single answers from {policy.min_distribution}."
    )


def software_note() -> tuple[str, str]:
    """Which version made the tables."""
    return "Software", f"Learning Analytics Toolbox {toolbox_version()}"


def toolbox_version() -> str:
    """The version of the folder the app was started in; of the installed package where there is no such folder."""
    project = Path(__file__).parents[2] / "pyproject.toml"
    if project.is_file():
        return tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"]
    try:
        return version("learning-analytics-toolbox")
    except PackageNotFoundError:
        return "(version not known)"
