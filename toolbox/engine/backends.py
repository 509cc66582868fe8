"""The place where expressions run: DuckDB in memory, or the Spark cluster that ``TOOLBOX_ENGINE_URL`` names."""

from __future__ import annotations

import os
import socket
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from toolbox.model import ToolboxError

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa
    from ibis.backends import BaseBackend
    from pyspark.sql import DataFrame, SparkSession

#: The variable that names a cluster: "spark://host:7077", or "local[2]" for Spark in this process.
URL = "TOOLBOX_ENGINE_URL"
#: DuckDB lays what does not fit into files: ten million events need no more than this.
MEMORY = "256MB"
_MOST_THREADS = 4

_SETTINGS = {
    "spark.app.name": "toolbox",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.timestampType": "TIMESTAMP_NTZ",
    "spark.sql.shuffle.partitions": "2",
}
_starting = threading.Lock()


@contextmanager
def opened(url: str = "") -> Iterator[BaseBackend]:
    """A backend of Ibis, for one question. DuckDB is made anew and gone afterwards; a session with a cluster stays open.

    Args:
        url: "" asks ``TOOLBOX_ENGINE_URL``, and without it takes DuckDB; "duckdb" is DuckDB whatever the variable says.

    Raises:
        ToolboxError: ``no_spark_driver`` where a cluster is named and pyspark or Java is missing; ``engine_unreachable``.

    Example:
        >>> with opened("duckdb") as backend:
        ...     backend.name
        'duckdb'
    """
    place = url or os.environ.get(URL, "") or "duckdb"
    if place == "duckdb":
        with _duckdb() as backend:
            yield backend
    else:
        yield _spark(place)


@contextmanager
def _duckdb() -> Iterator[BaseBackend]:
    import ibis

    with tempfile.TemporaryDirectory(prefix="toolbox-engine-", ignore_cleanup_errors=True) as aside:
        threads = min(_MOST_THREADS, os.cpu_count() or 1)
        backend = ibis.duckdb.connect(
            memory_limit=MEMORY, threads=threads, temp_directory=aside, preserve_insertion_order=False
        )
        try:
            yield backend
        finally:
            backend.disconnect()


def _spark(url: str) -> BaseBackend:
    import ibis

    with _starting:
        return ibis.pyspark.connect(_session(url))


def _session(url: str) -> SparkSession:
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise ToolboxError(
            "no_spark_driver",
            f"{URL} names the Spark cluster {url}, but pyspark is not installed here. Install it with "
            "“pip install -r requirements-spark.txt” (it needs Java 17), or remove the variable.",
        ) from error
    running = SparkSession.getActiveSession() or SparkSession._instantiatedSession
    if running is not None and _alive(running) and running.sparkContext.master == url:
        return running
    if running is not None:
        running.stop()
    _reachable(url)
    builder = SparkSession.builder.master(url)
    for name, value in _SETTINGS.items():
        builder = builder.config(name, value)
    try:
        with _told(url):
            session = builder.getOrCreate()
    except PySparkException as error:
        raise ToolboxError(
            "no_spark_driver",
            f"{URL} names the Spark cluster {url}, but no driver could be started here: Java 17 is needed on the machine "
            f"the toolbox runs on. Install it, or remove the variable. (Spark says: {_first_line(error)})",
        ) from error
    session.sparkContext.setLogLevel("ERROR")
    return session


def _alive(session: SparkSession) -> bool:
    """A context that lost its master stays behind, stopped."""
    context = session.sparkContext._jsc
    return context is not None and not context.sc().isStopped()


def _reachable(url: str) -> None:
    """Spark itself tries for a minute before it gives up: a master nobody answers at is told in two seconds.

    Raises:
        ToolboxError: ``engine_unreachable``.
    """
    if not url.startswith("spark://"):
        return
    for place in url.removeprefix("spark://").split(","):
        host, _, port = place.rpartition(":")
        try:
            socket.create_connection((host, int(port)), timeout=2).close()
            return
        except (OSError, ValueError) as error:
            last = error
    raise _unreachable(url, last) from last


@contextmanager
def _told(url: str) -> Iterator[None]:
    """What Java threw, in words; what Python threw is ours, and stays as it is."""
    try:
        yield
    except Exception as error:
        if type(error).__module__.split(".")[0] != "py4j":
            raise
        raise _unreachable(url, error) from error


def _unreachable(url: str, error: Exception) -> ToolboxError:
    return ToolboxError(
        "engine_unreachable",
        f"The Spark cluster {url}, named by {URL}, does not answer, or gave up. Start it, correct the address, or remove the "
        f"variable. ({_first_line(error)})",
    )


def files(backend: BaseBackend, paths: Sequence[str]) -> ir.Table:
    """Parquet files of the same columns as one table. The workers of a cluster read them under the same paths."""
    if backend.name == "duckdb":
        return backend.read_parquet(list(paths))
    return _named(backend, backend._session.read.parquet(*paths))


def memory(backend: BaseBackend, table: pa.Table) -> ir.Table:
    """A table of this process as one of the backend. Spark takes it as Arrow: through pandas a null could become NaN."""
    import ibis

    if backend.name == "duckdb":
        return ibis.memtable(table)
    return _named(backend, backend._session.createDataFrame(table))


def fetched(backend: BaseBackend, asked: ir.Table) -> pa.Table:
    """Run an expression and bring what comes out here, as Arrow."""
    if backend.name == "duckdb":
        return backend.to_pyarrow(asked)
    with _told(backend._session.sparkContext.master):
        return backend._session.sql(backend.compile(asked)).toArrow()


def _named(backend: BaseBackend, frame: DataFrame) -> ir.Table:
    import ibis

    name = ibis.util.gen_name("toolbox")
    frame.createOrReplaceTempView(name)
    return backend.table(name)


def _first_line(error: Exception) -> str:
    return next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)[:200]
