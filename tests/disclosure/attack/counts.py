"""What a hub counts, on any day: its own page under every policy, and the funder's sheet, which leaves the hub.

Every number of teachers is the set of those who were counted by then. On the sheet it is told to the five below; it is taken
for exact here, because whoever reads the hub's page as well is that near.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from tests.disclosure.attack.equations import Row, System
from tests.disclosure.attack.hubs import DAYS
from tests.disclosure.attack.mentored import TODAY, Mentored
from tests.disclosure.attack.reading import POLICIES, Reader
from toolbox.disclosure import hubs as counted_by
from toolbox.disclosure.hubs import ReleasedHub
from toolbox.indicators import Kept, hub_sheet
from toolbox.model import Indicator, Policy, Programme, Viewer
from toolbox.reports import indicator_sheet
from toolbox.tables import growth_table

WANTED = Programme(
    id="p", name="P",
    indicators=tuple(
        Indicator(id=id, name=id, definition="", counts=counts, target=100, **said)
        for id, counts, said in (
            ("teachers", "teachers", {}),
            ("finnish", "teachers", {"only": (("country", "Finland"),)}),
            ("colleagues", "teachers", {"direct": False}),
            ("active", "active_members", {"window_days": 30}),
        )
    ),
)  # fmt: skip
#: Columns of the sheet's tables: those of persons, what follows from them, and what is nobody's or the programme's own.
OF_PERSONS = ("counted", "counted_part", "counted_whole", "counted_once", "teachers_counted")
FOLLOW = ("share_of_target", "share_of_whole")
OWN = ("baseline", "target_counted", "schools_reached", "sessions_held", "hours_held")


def days() -> Iterator[date]:
    """Every seventh day."""
    return (DAYS[0] + timedelta(days=step) for step in range(0, (TODAY - DAYS[0]).days + 8, 7))


def read_counts(reader: Reader, kept: Mentored) -> None:
    """The page and the sheet on every day."""
    known = Kept(roster=kept.roster, memberships=kept.memberships, sessions=kept.sessions, clusters=kept.clusters)
    system = reader.systems["hub"] = System(len(reader.place))
    for day in days():
        sheet = hub_sheet(known, WANTED, as_of=day)
        for policy in POLICIES:
            _read(reader, system, sheet, policy)


def _read(reader: Reader, system: System, sheet, policy: Policy) -> None:
    found = counted_by.release_hub(sheet, policy, Viewer())
    waves = counted_by.waves_of(sheet.waves)
    since = counted_by._counted_from(sheet, waves, policy)
    raw = {each.indicator.id: {person for person, _ in each.persons} for each in sheet.values}
    public = policy.audience == "public"

    def tell(said: float | None, persons: Iterable[str]) -> None:
        persons = list(persons)
        if said:
            assert said == (5 * (len(persons) // 5) if public else len(persons))
            reader.numbers += 1
            system.tell(_one(reader, persons))

    for each in found.indicators:
        persons = [person for person in raw[each.indicator.id] if person in since]
        if each.indicator.id in ("teachers", "finnish"):
            tell(each.value, persons)
            assert each.part in (None, each.value)
            for wave, count in each.by_wave:
                tell(count, [person for person in persons if wave in waves[person]])
        elif each.indicator.id == "colleagues" and each.value is not None:
            tell(each.whole - each.value, persons)
    for row in found.growth:
        last = min((row.month.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1), sheet.as_of)
        counted = [one for one, day in since.items() if day <= last and (not row.wave or row.wave in waves[one])]
        tell(row.teachers, counted)
    if public and sheet.as_of > TODAY - timedelta(days=28):
        _nothing_else(found)


def _one(reader: Reader, persons: Iterable[str]) -> Row:
    row = np.zeros(len(reader.place))
    row[[reader.place[person] for person in persons]] = 1.0
    return {"": row}


# ── the files ──


def _nothing_else(found: ReleasedHub) -> None:
    """The workbook and the PDF hold the numbers read above, what follows from them alone, and nothing further."""
    told = {100.0, *(float(value) for each in found.indicators for value in _numbers(each))}
    told |= {float(row.teachers) for row in found.growth if row.teachers is not None}
    for table in (indicator_sheet.indicators(found), growth_table(found)):
        for name in table.frame.select_dtypes("number"):
            values = set(table.frame[name].dropna().astype(float))
            assert name in (*OF_PERSONS, *FOLLOW, *OWN), f"{name} is a number nobody reads here"
            assert name not in OF_PERSONS or values <= told, name
    frame = indicator_sheet.indicators(found).frame.set_index("indicator")
    for each in found.indicators:
        row = frame.loc[each.indicator.name]
        of_target = np.nan if each.value is None else each.value / each.indicator.target
        of_whole = each.part / each.whole if each.value is not None and each.part is not None and each.whole else np.nan
        assert row["share_of_target"] == pytest.approx(of_target, nan_ok=True)
        assert pd.isna(row["share_of_whole"]) or row["share_of_whole"] == pytest.approx(of_whole)
    for words in _words(found):
        for number, share in re.findall(r"(\d[\d,]*(?:\.\d+)?)(\s?%)?", words):
            value = float(number.replace(",", ""))
            assert share or value in told | _about(found), (value, words)


def _numbers(each) -> Iterator[float]:
    for value in (
        each.value,
        each.part,
        each.whole,
        each.counted_once,
        each.unknown,
        *(count for _, count in each.by_wave),
    ):
        if value is not None:
            yield value


def _words(found: ReleasedHub) -> Iterator[str]:
    """Everything the PDF says of numbers, and the workbook's notes."""
    for each in found.indicators:
        row = indicator_sheet._row(each, found)
        yield from (row["number"], row["plain"], *row["lines"])
    notes = indicator_sheet.notes(found).frame
    yield from notes.loc[notes["topic"] != "As of", "note"]


def _about(found: ReleasedHub) -> set[float]:
    """Least numbers, windows, days, waves, and what is counted of schools and sessions: nobody's answers, nobody's presence."""
    policy = found.policy
    of_days = {float(part) for each in (found.as_of, *(one.updated for one in found.indicators if one.updated)) for part in (each.year, each.day)}  # fmt: skip
    records = {float(value) for row in found.growth for value in (row.schools, row.sessions, row.hours)}
    return of_days | records | {policy.min_n, policy.min_n - 1, 5, 30, 90, 0, 1, 2, 3}
