"""Small invented rounds for the tests of the store, and the jobs other processes do in them.

Run as a script by the tests that need more than one process: ``python makers.py JOB URL FOLDER [more …]``.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np

from toolbox.model import Answers, Problem, Source, State, ToolboxError, Viewer
from toolbox.store import open_store

ROOT = Path(__file__).resolve().parents[2]
EVERYONE = Viewer()


def answers(schools=("Elm", "Oak"), people=3, items=("x.1", "x.2"), group="pupils", start=1, first="P") -> Answers:
    """``people`` of each school, all of one group; values run 1..5, one BLANK in between."""
    rows = len(schools) * people
    values = (np.arange(rows * len(items)).reshape(rows, -1) % 5 + 1).astype(np.int8)
    values[0, 0] = State.BLANK
    return Answers(
        person=np.array([f"{first}-{start + row:06X}" for row in range(rows)], dtype=object),
        school=np.repeat(np.arange(len(schools), dtype=np.int32), people),
        group=np.zeros(rows, dtype=np.int16),
        schools=tuple(schools),
        groups=(group,),
        items=tuple(items),
        values=np.asfortranarray(values),
    )


def source(sha256: str = "ab" * 32, file: str = "pupils.csv") -> Source:
    return Source(
        file=file,
        sha256=sha256,
        reader="limesurvey",
        read_at=datetime(2026, 10, 1, 9, 30, tzinfo=UTC),
        rows=7,
        kept=6,
        problems=(Problem(code="unfinished", message="1 unfinished answer was left out.", rows=(5,), count=1),),
    )


def save(store, viewer=EVERYONE, **changes):
    """Save a small round; ``changes`` replace what is asked for."""
    asked = {
        "name": "Autumn 2026",
        "collected_on": date(2026, 10, 1),
        "framework": "selfie-2020",
        "answers": answers(),
        "sources": (source(),),
        "recipe": None,
        "invited": {("Elm", "pupils"): 5, ("Oak", "pupils"): 9},
    }
    return store.save_round(viewer, **{**asked, **changes})


def same(one: Answers, other: Answers) -> bool:
    """Whether two sets of answers are equal in every part."""
    arrays = all(np.array_equal(getattr(one, name), getattr(other, name)) for name in ("school", "group", "values"))
    names = all(getattr(one, name) == getattr(other, name) for name in ("schools", "groups", "items", "reworded"))
    return arrays and names and list(one.person) == list(other.person)


def start(job: str, place, *more: object) -> subprocess.Popen:
    """Another process doing a job in the same store."""
    return subprocess.Popen(
        [sys.executable, __file__, job, place.url, str(place.folder), *map(str, more)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(workers: list[subprocess.Popen]) -> list[str]:
    """What the processes printed; fails with their errors when one of them failed."""
    told = [worker.communicate(timeout=300) for worker in workers]
    for worker, (_, errors) in zip(workers, told, strict=True):
        assert worker.returncode == 0, errors
    return [printed.strip() for printed, _ in told]


# ── jobs ─────────────────────────────────────────────────────────────────────────────────────────


def rename(store, id: str, times: str) -> None:
    """Raise the number at the end of a round's name, trying again whenever somebody else was quicker."""
    for _ in range(int(times)):
        while True:
            now = store.round(EVERYONE, id)
            try:
                store.update_round(EVERYONE, id, version=now.version, name=f"Round {int(now.name.split()[1]) + 1}")
                break
            except ToolboxError as error:
                if error.code != "changed_meanwhile":
                    raise


def begin(store, go: str) -> None:
    """Wait for the starting signal (a file), then open the store and tell the key."""
    while not Path(go).exists():
        pass
    store.migrate()
    print(store.pseudonym_key().hex())


def die_saving(store) -> None:
    """Save a round and be killed when everything is written but not yet committed."""
    from sqlalchemy import event

    store.migrate()
    event.listen(store.engine, "commit", lambda _: os.kill(os.getpid(), signal.SIGKILL))
    save(store, name="Half", answers=answers(people=2000))


def keep_adding(store, id: str) -> None:
    """Add answers to a round until killed."""
    print("going", flush=True)
    number = 0
    while True:
        number += 1
        now = store.round(EVERYONE, id)
        more = answers(people=50, start=1 + 100 * (now.version + 1), first="P")
        store.add_to_round(EVERYONE, id, answers=more, sources=(source(f"{number:064x}"),), version=now.version)


def save_and_delete(store, name: str, times: str) -> None:
    """Save rounds of one's own and delete every second of them."""
    for number in range(int(times)):
        made = save(store, name=f"{name} {number}")
        if number % 2:
            store.delete_round(EVERYONE, made.id)


def show(store, id: str, role: str, times: str) -> None:
    """Write down again and again that a round was shown, each time as a file of its own, and try once more when asked."""
    from toolbox.model import Release, Shown

    for number in range(int(times)):
        while True:
            seen = store.ledger.shown(EVERYONE, [id])
            state = Shown(about=f"round:{id}", data_set=f"{role}{number}")
            release = Release(
                at=datetime(2026, 10, 1, 9, tzinfo=UTC), role=role, what="profile", how="file", rounds=(id,),
                data_sets=(state.data_set,),
            )  # fmt: skip
            try:
                store.ledger.add(EVERYONE, release, [state], seen=seen)
                break
            except ToolboxError as error:
                if error.code != "shown_meanwhile":
                    raise


if __name__ == "__main__":
    job, url, folder, *more = sys.argv[1:]
    globals()[job](open_store(url, Path(folder), wait=60), *more)
