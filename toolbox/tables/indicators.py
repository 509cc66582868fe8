"""What a hub counts, as tables: indicators with rule and source, what may be claimed, growth, types, clusters, to-do list.

Sentences come from ``toolbox.wording`` through whoever asks (``said``), because tables and wording stand on one floor.
"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from toolbox.disclosure.hubs import ReleasedHub, ReleasedIndicator
from toolbox.disclosure.words import hidden
from toolbox.model import Table
from toolbox.tables.frames import frame_of

INDICATORS = (
    "indicator", "definition", "counting_rule", "direct", "counted", "bound", "unit_counted", "baseline", "target_counted",
    "share_of_target", "deadline", "counted_part", "counted_whole", "share_of_whole", "counted_once", "as_of", "updated", "stale",
    "target_source", "target_confirmed", "claim", "hidden", "notes",
)  # fmt: skip
GROWTH = ("month", "wave_started", "schools_reached", "teachers_counted", "sessions_held", "hours_held", "hidden")
TRANSITIONS = ("schools", "type_before", "type_after", "type_since")
CLUSTERS = (
    "alike_by", "alike", "clusters_alike", "schools_of_clusters", "hours_per_teacher", "reached_per_cent", "clusters_silent", "hidden"
)  # fmt: skip

_BOUNDS = {"": "", "at_least": "at least", "at_most": "at most"}
Said = Callable[[ReleasedIndicator], str]


def indicators_table(found: ReleasedHub, *, rule: Said, unit: Said, claim: Said, why: Said) -> Table:
    """One row an indicator; direct ones first, never added to the others."""
    ordered = sorted(found.indicators, key=lambda each: not each.indicator.direct)
    rows = [_indicator(each, found) | {"counting_rule": rule(each), "unit_counted": unit(each), "claim": claim(each), "hidden": why(each)} for each in ordered]  # fmt: skip
    return Table(name="indicators", title="Indicators", frame=frame_of(rows, INDICATORS))


def _indicator(each: ReleasedIndicator, found: ReleasedHub) -> dict[str, object]:
    wanted, known = each.indicator, each.value is not None
    steps = wanted.counts == "active_members"  # both told in steps: no share is made of such numbers
    return {
        "indicator": wanted.name,
        "definition": wanted.definition,
        "direct": "direct" if wanted.direct else "indirect",
        "counted": each.value,
        "bound": _BOUNDS[each.bound],
        "baseline": wanted.baseline,
        "target_counted": wanted.target,
        "share_of_target": None if each.per_cent is None else each.per_cent / 100,
        "deadline": _stamp(wanted.deadline),
        "counted_part": each.part if known else None,
        "counted_whole": each.whole if known else None,
        "share_of_whole": each.part / each.whole
        if known and each.part is not None and each.whole and not steps
        else None,
        "counted_once": each.counted_once,
        "as_of": _stamp(found.as_of),
        "updated": _stamp(each.updated),
        "stale": "nothing new for a while" if each.stale else "",
        "target_source": wanted.source,
        "target_confirmed": "" if wanted.target is None else "read in its source" if wanted.confirmed else "recalled",
        "notes": "rows named more than once: fewer than may be told" if each.counted_once is None else "",
    }


def growth_table(found: ReleasedHub) -> Table:
    """One row a month and wave; the rows of "all" count each once."""
    rows = [
        {
            "month": _stamp(each.month), "wave_started": each.wave or "all", "schools_reached": each.schools,
            "teachers_counted": each.teachers, "sessions_held": each.sessions, "hours_held": each.hours,
            "hidden": hidden("few_persons", found.policy) if each.teachers is None else "",
        }
        for each in found.growth
    ]  # fmt: skip
    return Table(name="growth", title="Growth by month", frame=frame_of(rows, GROWTH))


def transitions_table(found: ReleasedHub) -> Table:
    """One row a school and change of type."""
    rows = [
        {"schools": each.school, "type_before": each.before, "type_after": each.after, "type_since": _stamp(each.on)}
        for each in found.transitions
    ]
    return Table(name="transitions", title="Types of schools", frame=frame_of(rows, TRANSITIONS))


def clusters_table(found: ReleasedHub) -> Table:
    """One row a model or incentive."""
    rows = [
        {
            "alike_by": each.by, "alike": each.name or "not written down", "clusters_alike": each.clusters,
            "schools_of_clusters": each.schools, "hours_per_teacher": each.hours_per_teacher,
            "reached_per_cent": each.reached_per_cent, "clusters_silent": each.silent,
            "hidden": hidden(each.hidden, found.policy) if each.hidden else "",
        }
        for each in found.clusters
    ]  # fmt: skip
    return Table(name="clusters", title="Clusters side by side", frame=frame_of(rows, CLUSTERS))


def _stamp(day) -> pd.Timestamp | None:
    return None if day is None else pd.Timestamp(day)
