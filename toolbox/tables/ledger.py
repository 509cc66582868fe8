"""The ledger of releases as a table to take away. It holds no answer and no number that was shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from toolbox.model import Release, Table
from toolbox.tables.frames import frame_of

NAMES = (
    "released_first", "released_last", "released_times", "released_what", "released_how", "released_file", "released_role",
    "released_audience", "released_rounds", "released_schools", "released_minimums", "released_merged",
    "released_framework", "released_data_sets",
)  # fmt: skip


def ledger_table(releases: Sequence[Release], rounds: Mapping[str, str]) -> Table:
    """One row a release; ``rounds``: names by id, of those that are still there.

    Example:
        >>> from datetime import datetime
        >>> one = Release(at=datetime(2026, 10, 5), role="local", what="profile", how="page", rounds=("a", "b"))
        >>> ledger_table([one], {"a": "Autumn"}).frame[["released_what", "released_rounds"]].values.tolist()
        [['profile', 'Autumn; deleted (b)']]
    """
    rows = [
        {
            "released_first": f"{each.first_at or each.at:%Y-%m-%d %H:%M}",
            "released_last": f"{each.at:%Y-%m-%d %H:%M}",
            "released_times": each.times,
            "released_what": each.what,
            "released_how": each.how,
            "released_file": each.detail,
            "released_role": each.role,
            "released_audience": each.audience,
            "released_rounds": "; ".join(rounds.get(id, f"deleted ({id})") for id in each.rounds),
            "released_schools": "; ".join(each.schools) or "all",
            "released_minimums": ", ".join(map(str, each.policy)),
            "released_merged": "; ".join(f"{group} as {name}" for group, name in each.merged),
            "released_framework": each.framework,
            "released_data_sets": "; ".join(each.data_sets),
        }
        for each in releases
    ]
    return Table(name="ledger", title="What has been shown", frame=frame_of(rows, NAMES))
