"""What the Hub page reads out of kept logs."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from toolbox.store.events import to_table
from toolbox.web.hub import asking


def kept(path, *acts: tuple[str, str]) -> str:
    """A log as it is kept: (actor, moment), "" for nobody and for no moment."""
    whole = {"day": np.nan, "school": "", "kind": "viewed", "minutes": np.nan, "count": 1, "topic": "", "method": "",
             "delivered": True, "source": "moodle_log"}  # fmt: skip
    rows = [{**whole, "actor": actor, "at": pd.Timestamp(at) if at else pd.NaT} for actor, at in acts]
    pq.write_table(to_table(pd.DataFrame(rows)), path)
    return str(path)


def test_days_of_two_logs_are_each_persons_own(tmp_path) -> None:
    first = kept(
        tmp_path / "a.parquet",
        ("P-2", "2026-03-01 23:59:59"), ("P-1", "2026-01-05 08:00"), ("P-1", "2026-01-05 09:00"), ("", "2026-01-05"),
        ("P-3", ""), ("P-4", "1969-12-31 23:00"),
    )  # fmt: skip
    second = kept(tmp_path / "b.parquet", ("P-1", "2025-12-01 10:00"), ("P-2", "2026-03-01 00:00"))
    actors, begin, days = asking._days.__wrapped__("", (), (first, second))
    found = {
        actor: [day.isoformat() for day in own.tolist()]
        for actor, own in zip(actors, np.split(days, begin[1:]), strict=True)
    }
    assert found == {"P-1": ["2025-12-01", "2026-01-05"], "P-2": ["2026-03-01"], "P-4": ["1969-12-31"]}


def test_of_everybody_the_latest_day_by_a_day_counts(tmp_path, monkeypatch) -> None:
    log = kept(tmp_path / "a.parquet", ("P-1", "2026-01-05"), ("P-1", "2026-02-05"), ("P-2", "2026-03-01"))
    monkeypatch.setattr(asking, "_logs", lambda viewer: ((), (log,)))
    asking._days.clear()
    assert asking._acts(str(tmp_path), None, date(2026, 2, 20)) == (("P-1", date(2026, 2, 5)),)
    assert dict(asking._acts(str(tmp_path), None, date(2026, 3, 1))) == {
        "P-1": date(2026, 2, 5),
        "P-2": date(2026, 3, 1),
    }
