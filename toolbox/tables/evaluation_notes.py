"""The sheet of notes of an evaluation: rounds, plan, what was left out and why, framework, rule, versions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from toolbox.disclosure import ReleasedEvaluation, hidden
from toolbox.model import Round, Table
from toolbox.tables.contrasts import LEFT_OUT
from toolbox.tables.evaluations import TITLES
from toolbox.tables.frames import frame_of, schools_of
from toolbox.tables.notes import framework_notes, policy_note, software_note, source_notes

COMPARISONS = {
    "one_group": "one group of schools, before and after",
    "two_groups": "mentored schools beside schools not yet mentored",
    "waves": "schools that began in waves",
}


def evaluation_notes_table(released: ReleasedEvaluation, rounds: Sequence[Round] = ()) -> Table:
    """What a reader of the eleven tables must know; ``rounds`` adds sources and what was left out while reading."""
    plan = released.plan
    lines = [
        ("Round", f"{name}, collected on {day:%Y-%m-%d}; data set sha256 {sha256 or 'not saved'}")
        for name, day, sha256 in released.rounds
    ]
    lines += [
        ("Schools", f"{schools_of(released.schools)} (of {released.of_schools} in the rounds)"),
        ("Compared", COMPARISONS[plan.comparison]),
        ("Reading a change", "After minus before; positive is growth. It does not tell why anything changed."),
    ]
    if plan.assignment.strip():
        lines.append(("Assignment", " ".join(plan.assignment.split())))
    lines += [
        ("Table without rows", f"{TITLES[block]}: {LEFT_OUT.get(reason, reason.replace('_', ' '))}")
        for block, reason in released.left_out
    ]
    counted = Counter((line.block, line.hidden) for line in released.lines if line.hidden)
    lines += [
        (
            "Rows without numbers",
            f"{TITLES[block]}: {hidden(reason, released.policy)} ({rows} row{'s' if rows > 1 else ''})",
        )
        for (block, reason), rows in sorted(counted.items())
    ]
    for each in rounds:
        lines += source_notes(each)
    lines += [
        *framework_notes(released.framework),
        ("Rule of release", policy_note(released.policy, released.framework)),
        software_note(),
    ]
    rows = [{"topic": topic, "note": note} for topic, note in dict.fromkeys(lines)]
    return Table(name="notes", title="Notes", frame=frame_of(rows, ("topic", "note")))
