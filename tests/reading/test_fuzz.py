"""Damaged samples and files made to break their reader end in a Reading or in a sentence, within bounded memory and time.

The ordinary run tries the same seeds each time; ``TOOLBOX_SEEDS=20000`` tries so many others. A failure prints its seed:
``python -m tests.reading.fuzzing SEED 1`` damages the same sample the same way and shows the trace.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

from tests.reading import fuzzing
from tests.reading.monsters import MONSTERS

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot hold a process to a limit of memory")

SEEDS = int(os.environ.get("TOOLBOX_SEEDS", "0"))


def test_every_sample_is_found_and_read() -> None:
    found = fuzzing.samples()
    assert len(found) >= 60
    assert {"ods", "xls", "invented.qualtrics", "activities.xapi_lines_gz", "invented_more.spss"} <= set(found)


def test_the_same_seed_damages_the_same_way() -> None:
    fuzzing.samples.cache_clear()
    first = [fuzzing.damaged(seed) for seed in range(40)]
    fuzzing.samples.cache_clear()
    assert [fuzzing.damaged(seed) for seed in range(40)] == first


def test_a_wrong_end_is_seen(monkeypatch) -> None:
    """The campaign itself must be able to fail."""
    found, tried, _ = fuzzing.campaign(0, 3, module="tests.reading.broken_on_purpose")
    assert tried == 3
    assert ["broken on purpose" in line for line in found] == [True, False, True]
    assert "died" in found[1]


def test_damaged_samples_end_in_a_reading_or_in_words() -> None:
    first = int(time.time()) if SEEDS else 0
    found, tried, ends = fuzzing.campaign(first, SEEDS or 500, seconds=None if SEEDS else 60)
    assert not found, "\n\n".join(found)
    assert tried >= 10
    assert ends.get("read"), "no damaged sample was read at all"


@pytest.mark.parametrize("name", MONSTERS)
def test_a_monster_is_read_or_refused(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.reading.monsters", name],
        capture_output=True,
        text=True,
        cwd=fuzzing.ROOT,
        timeout=900,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stdout.split()[-1] in MONSTERS[name][1], done.stdout
