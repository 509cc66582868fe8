"""What others reported, and reference years frozen from rounds here: kept as numbers, never as answers.

A benchmark is never changed: a corrected file is a new one, and the old one is deleted. A frozen reference year holds
what the gate let through on that day, so it stays as it is when its round gets more answers, or is deleted.
"""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from toolbox.model import Benchmark, ToolboxError, Viewer
from toolbox.store.records import from_plain, to_plain
from toolbox.store.rights import must_see_everything
from toolbox.store.rounds import _now
from toolbox.store.schema import BenchmarkRow

if TYPE_CHECKING:
    from toolbox.store.repository import Store

#: A framework has at most 500 items and a few groups; more rows than this are no benchmark.
MOST_ROWS = 5_000
#: So many are kept; a picker of more helps nobody.
MOST_KEPT = 200


class Benchmarks:
    """The benchmarks of a store. They hold nothing about any single school, so every viewer may see them."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self, viewer: Viewer, framework: str = "") -> tuple[Benchmark, ...]:
        """The benchmarks of one framework (or of all), by name."""
        asked = select(BenchmarkRow)
        if framework:
            asked = asked.where(BenchmarkRow.framework == framework)
        with self._store._read() as session:
            found = [replace(from_plain(Benchmark, row.benchmark), id=row.id) for row in session.scalars(asked)]
        return tuple(sorted(found, key=lambda each: (each.name.casefold(), each.id)))

    def one(self, viewer: Viewer, id: str) -> Benchmark:
        """One benchmark.

        Raises:
            ToolboxError: ``no_such_benchmark``.
        """
        with self._store._read() as session:
            row = session.get(BenchmarkRow, id)
            if row is None:
                raise ToolboxError(
                    "no_such_benchmark", "This benchmark is no longer here. Choose another, or upload the file again."
                )
            return replace(from_plain(Benchmark, row.benchmark), id=row.id)

    def save(self, viewer: Viewer, benchmark: Benchmark) -> Benchmark:
        """Save a new benchmark; a frozen reference year only for a viewer who may see every school.

        Raises:
            ToolboxError: ``bad_benchmark``, ``benchmark_there`` (one of this name, for this framework), ``not_allowed``.
        """
        made = _checked(benchmark)
        if made.frozen_from:
            must_see_everything(viewer, "A reference year")
        with self._store._write() as session:
            kept = [
                from_plain(Benchmark, row.benchmark)
                for row in session.scalars(select(BenchmarkRow).where(BenchmarkRow.framework == made.framework))
            ]
            if any(each.name.casefold() == made.name.casefold() for each in kept):
                raise ToolboxError(
                    "benchmark_there",
                    f"There is a benchmark “{made.name}” for this framework already. Give this one another name, or delete "
                    "the other first.",
                )
            if len(kept) >= MOST_KEPT:
                raise ToolboxError(
                    "bad_benchmark", f"{MOST_KEPT} benchmarks are kept for this framework. Delete one that is not used."
                )
            made = replace(made, id=secrets.token_hex(16))
            session.add(BenchmarkRow(id=made.id, framework=made.framework, benchmark=to_plain(made), saved_at=_now()))
        return made

    def delete(self, viewer: Viewer, id: str) -> None:
        """Forget a benchmark; only for a viewer who may see every school. One that is gone already is no fault.

        Raises:
            ToolboxError: ``not_allowed``.
        """
        must_see_everything(viewer, "A benchmark")
        with self._store._write() as session:
            row = session.get(BenchmarkRow, id)
            if row is not None:
                session.delete(row)


def _checked(benchmark: Benchmark) -> Benchmark:
    """The benchmark as it is kept.

    Example:
        >>> from toolbox.model import BenchmarkRow as Row
        >>> rows = (Row(group="teachers", area="A", mean=3.1),)
        >>> _checked(Benchmark(name=" Land  2025 ", framework="f", population="x", collected_on="2025", rows=rows)).name
        'Land 2025'
    """
    name = " ".join(benchmark.name.split())
    if not name or len(name) > 200:
        raise ToolboxError("bad_benchmark", "Give the benchmark a name of up to 200 letters, so that it can be chosen.")
    if not benchmark.rows:
        raise ToolboxError("bad_benchmark", f"“{name}” has no number to stand beside, so there is nothing to keep.")
    if len(benchmark.rows) > MOST_ROWS:
        raise ToolboxError(
            "bad_benchmark", f"“{name}” has {len(benchmark.rows):,} rows; a benchmark has at most {MOST_ROWS:,}."
        )
    return replace(benchmark, name=name)
