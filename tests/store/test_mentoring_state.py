"""The word for what is kept beside rounds changes with every change, and with nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.store.makers import EVERYONE, save
from tests.store.test_events import log
from tests.store.test_indicators import REACH, SHARED
from tests.store.test_memberships import TEACHER
from tests.store.test_roster import ELM
from tests.store.test_sessions import HELD
from toolbox.model import Cluster, Consent, Viewer


def test_every_change_is_another_state(store):
    seen = [store.mentoring_state(EVERYONE)]

    def changed() -> None:
        now = store.mentoring_state(EVERYONE)
        assert now == store.mentoring_state(EVERYONE)
        assert now not in seen
        seen.append(now)

    store.roster.change(EVERYONE, [ELM], seen=())
    changed()
    store.roster.change(EVERYONE, [replace(ELM, teachers=15)], seen=[ELM])
    changed()
    store.memberships.add(EVERYONE, [TEACHER])
    changed()
    (row,) = store.memberships.all(EVERYONE)
    store.memberships.change(EVERYONE, replace(row, until=date(2026, 1, 31)))
    changed()
    store.memberships.save_cluster(EVERYONE, Cluster(name="Cluster Oak"))
    changed()
    store.sessions.add(EVERYONE, [HELD])
    changed()
    (held,) = store.sessions.all(EVERYONE)
    store.sessions.take_out(EVERYONE, held.id, version=1)
    store.sessions.add(EVERYONE, [replace(HELD, hours=2)])
    changed()
    store.sessions.save_consent(EVERYONE, Consent(person="P-1", mentor="P-9", given_on=date(2026, 1, 7)))
    changed()
    store.events.add(EVERYONE, log(1, 2))
    changed()
    store.indicators.save(EVERYONE, REACH, new=True)
    changed()
    store.indicators.enter(EVERYONE, SHARED)
    changed()
    store.roster.rename(EVERYONE, "Elm", "Elm Academy")
    changed()


def test_rounds_change_nothing_and_every_viewer_has_a_state(store):
    store.sessions.add(EVERYONE, [HELD])
    before = store.mentoring_state(EVERYONE)
    save(store)
    assert store.mentoring_state(EVERYONE) == before
    assert store.mentoring_state(Viewer(schools=frozenset({"Elm"}))) != before
