"""An invented hub of three waves in the store: rounds in autumn, winter and summer, and schools that begin one after another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from tests.mentoring.hubs import FRAMEWORK, _answers
from toolbox.model import School, Viewer
from toolbox.web import assignment, state

ROUNDS = (("Autumn", date(2025, 10, 1)), ("Winter", date(2026, 2, 1)), ("Summer", date(2026, 6, 1)))
BEGAN = (date(2025, 11, 3), date(2026, 3, 2), date(2026, 9, 1))
HOW = "Schools applied; those with time for a mentor began first."


def keep(
    *, rounds: int = 3, schools: Sequence[int] = (8, 8, 8), teachers: int = 14, rise: float = 0.6, seed: int = 5, text: str = HOW,
    keyed: bool = True, small: int = 0,
) -> list[str]:  # fmt: skip
    """``schools`` a wave; ``rise``: points from the first round after a school began on; the ids of the rounds."""
    rng, store, viewer = np.random.default_rng(seed), state.store(), Viewer()
    wave = np.repeat(np.arange(len(schools)), schools)
    names = [f"School {place:02d}" for place in range(len(wave))]
    school = np.repeat(np.arange(len(wave)), [4 if place < small else teachers for place in range(len(wave))])
    person = np.array([f"P-{place:05d}" if keyed else "" for place in range(len(school))], object)
    start = rng.normal(3.0, 0.5, len(school))
    ids = []
    for name, on in ROUNDS[:rounds]:
        begun = np.array([BEGAN[each] < on for each in wave])[school]
        value = start + rise * begun + rng.normal(0, 0.2, len(school))
        kept = store.save_round(viewer, name=name, collected_on=on, framework=FRAMEWORK.id, answers=_answers(rng, names, school, person, value))  # fmt: skip
        ids.append(kept.id)
    roster = [
        School(school=name, hub="North", wave=str(each + 1), starts=BEGAN[each], teachers=teachers)
        for name, each in zip(names, wave.tolist(), strict=True)
    ]
    store.roster.change(viewer, roster, seen=[])
    if text:
        store.set_setting(viewer, assignment.SETTING, {"text": text, "at_random": False})
    return ids
