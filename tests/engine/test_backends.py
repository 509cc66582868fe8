"""Every expression on DuckDB, on Spark in one process, and on a standalone master with two workers: the same tables.

Master and workers run on the loopback address, on ports they choose, and end with the test, by their own process ids.
Without Java or pyspark the tests are skipped and say so; with ``CI=true`` they fail instead.
"""

from __future__ import annotations

import inspect
import os
import pickle
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from tests.engine import cases
from tests.engine.holding import everything, held_equal, needed
from toolbox.engine import expressions

ROOT = Path(__file__).resolve().parents[2]
#: So many small hubs, drawn by Hypothesis, are asked about at once: a question costs Spark half a second.
MANY = 250
_WAIT = 300.0
#: Small JVMs that do not spend these few seconds on making themselves fast, and speak to nobody outside.
_SMALL = {
    "JAVA_TOOL_OPTIONS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    "SPARK_LOCAL_IP": "127.0.0.1",
    "SPARK_DAEMON_MEMORY": "256m",
}


@pytest.fixture(scope="module")
def case() -> cases.Case:
    return cases.together(MANY)


@pytest.fixture(scope="module")
def on_duckdb(case: cases.Case, tmp_path_factory: pytest.TempPathFactory) -> dict[str, pd.DataFrame]:
    return everything(cases.kept(case, tmp_path_factory.mktemp("duckdb")), case, "duckdb")


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a standalone master that two workers have joined."""
    needed()
    folder = tmp_path_factory.mktemp("spark")
    started: list[subprocess.Popen] = []
    loopback = ["--host", "127.0.0.1", "--port", "0", "--webui-port", "0"]
    try:
        url = _start(started, "master.Master", loopback, folder, r"Starting Spark master at (spark://\S+)")
        for number in (1, 2):
            more = [*loopback, "--cores", "1", "--memory", "1g", "--work-dir", str(folder / f"work-{number}"), url]
            _start(started, "worker.Worker", more, folder, r"(Successfully registered) with master")
        yield url
    finally:
        for each in reversed(started):
            each.terminate()
        for each in started:
            try:
                each.wait(timeout=20)
            except subprocess.TimeoutExpired:
                each.kill()
                each.wait()


def _start(started: list[subprocess.Popen], what: str, more: list[str], folder: Path, ready: str) -> str:
    """Start one process of a cluster, which says on its standard error when it is ready; what it said of itself then."""
    import pyspark

    home = Path(pyspark.__file__).parent
    said = folder / f"{len(started)}.log"
    with said.open("w") as log:
        # spark-class ends by becoming java itself: the process id stays the same.
        command = [str(home / "bin" / "spark-class"), f"org.apache.spark.deploy.{what}", *more]
        started.append(subprocess.Popen(command, env={**os.environ, **_SMALL, "SPARK_HOME": str(home)}, stderr=log, stdout=log))  # fmt: skip
    until = time.monotonic() + _WAIT
    while not (found := re.search(ready, said.read_text())):
        assert started[-1].poll() is None, said.read_text()[-2000:]
        assert time.monotonic() < until, f"{what} was not ready in {_WAIT:.0f} s: {said.read_text()[-2000:]}"
        time.sleep(0.1)
    return found[1]


def asked_of(url: str, case: cases.Case, folder: Path) -> dict:
    """Everything asked of a cluster, by a process of its own: the driver, and the JVM it starts, end with it."""
    (folder / "case").write_bytes(pickle.dumps(case))
    ended = subprocess.run(
        [sys.executable, __file__, url, str(folder)], cwd=ROOT, capture_output=True, text=True, timeout=600, check=False,
        env={**os.environ, **_SMALL, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr[-3000:]
    return pickle.loads((folder / "found").read_bytes())


def same(found: dict[str, pd.DataFrame], other: dict[str, pd.DataFrame]) -> None:
    """Counts, texts and days equal; floats to a relative 1e-9."""
    assert found.keys() == other.keys()
    for name, frame in found.items():
        pd.testing.assert_frame_equal(frame, other[name], check_exact=False, rtol=1e-9, atol=1e-12, obj=name)
        for column in frame.columns:
            if frame[column].dtype.kind != "f":
                assert frame[column].equals(other[name][column]), (name, column)


def test_the_cases_are_worth_asking(case: cases.Case, on_duckdb: dict[str, pd.DataFrame]) -> None:
    """They hold what backends differ in, and DuckDB counts them as plain Python does."""
    assert any(pd.isna(row["at"]) for row in case.events)
    assert any(not row["actor"] for row in case.events)
    assert {pd.Timestamp(row["at"]).year for row in case.events if not pd.isna(row["at"])} >= {
        1969,
        2021,
        2025,
        2026,
        2040,
    }
    assert on_duckdb["weeks"]["minutes"].isna().any()
    assert on_duckdb["doses"]["first"].isna().any()
    assert min(len(frame) for name, frame in on_duckdb.items() if name != "hub") > 30
    held_equal(case, on_duckdb)


def test_every_expression_is_asked_for() -> None:
    """Whoever writes another expression adds its question to ``everything``."""
    public = {name for name, _ in inspect.getmembers(expressions, inspect.isfunction) if not name.startswith("_")}
    assert public == {"acts", "weekly", "visits", "dose", "dose_by_person", "reach"}


def test_spark_in_one_process_gives_the_same_tables(case, on_duckdb, tmp_path: Path) -> None:
    needed()
    found = asked_of("local[2]", case, tmp_path)
    same(found["asked"], on_duckdb)
    assert found["empty"] == {name: 0 for name in on_duckdb}


def test_a_cluster_of_two_workers_gives_the_same_tables(case, on_duckdb, master: str, tmp_path: Path) -> None:
    found = asked_of(master, case, tmp_path)
    same(found["asked"], on_duckdb)
    assert found["workers"] == 2


def _driver(url: str, folder: Path) -> None:
    """In a process of its own: the questions, by way of the variable a person would set."""
    from toolbox.engine import backends

    os.environ[backends.URL] = url
    case = pickle.loads((folder / "case").read_bytes())
    found: dict = {"asked": everything(cases.kept(case, folder), case, "")}
    with backends.opened() as backend:
        context = backend._session.sparkContext
        if url.startswith("spark://"):
            until = time.monotonic() + _WAIT
            while (known := context._jsc.sc().getExecutorMemoryStatus().size()) < 3 and time.monotonic() < until:
                time.sleep(0.1)
            found["workers"] = known - 1  # the driver is one of them
        else:
            found["empty"] = {name: len(frame) for name, frame in everything([], cases.Case(), url).items()}
        backend._session.stop()
    (folder / "found").write_bytes(pickle.dumps(found))


if __name__ == "__main__":
    _driver(sys.argv[1], Path(sys.argv[2]))
