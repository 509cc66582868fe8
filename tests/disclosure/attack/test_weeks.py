"""What the attack on weeks of activity takes for a week's number is what the engine counts out of the kept logs."""

from __future__ import annotations

from datetime import datetime, time

import pandas as pd
import pyarrow.parquet as pq

from tests.disclosure.attack import weeks
from tests.disclosure.attack.test_mentoring import drawn
from tests.engine.cases import event
from toolbox.engine import asking
from toolbox.store.events import to_table


def test_a_week_is_who_was_active_while_a_member(tmp_path):
    made, kept = drawn(11, 12)
    found = weeks.activity(kept, made.seed)
    rows = pd.DataFrame([event(person, datetime.combine(day, time(9))) for person, day in found.acts])
    path = tmp_path / "events.parquet"
    pq.write_table(to_table(rows), path)
    counted = asking.weeks([path], kept.memberships)
    of_school = {
        school: [(week.date(), int(persons)) for week, persons in zip(own["week"], own["persons"], strict=True)]
        for school, own in counted.groupby("school")
    }
    assert of_school == weeks.counted(found)
    assert all(found.active[of] <= found.members[of] for of in found.active)
