"""How fast the toolbox is, against plain tools and against what no tool can beat.

    python benchmarks/run.py                  all of them
    python benchmarks/run.py xlsx csv         only these: xlsx, xlsx_large, csv, profile, moodle, xapi, estimators,
                                              evaluation, suppression, page, browser, country, engine, mentored
    python benchmarks/run.py --slow           and the ways that take many minutes

Every way is run in a process of its own (so that its peak memory is its own), the files are made once with a fixed
seed, and the ways that must give the same result are held against each other. Read the ratios, not the seconds:
they move less from machine to machine; *busy* is processor time, which other work on the machine does not lengthen. Where a kind of file has traps, every way is led into them too, and what it
reads wrong there is printed below its time. polars and DuckDB, which some ways need, come with
``pip install ".[benchmarks]"``.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import country, engine, estimators, evaluations, in_browser, mentored, pages, suppression, traps
from benchmarks.groups import Group
from benchmarks.processes import Measured, make, measure
from benchmarks.ways import GROUPS

#: Benchmarks that measure themselves: other programs time their own steps.
APART = {
    "estimators": estimators.run,
    "evaluation": evaluations.run,
    "suppression": suppression.run,
    "page": pages.run,
    "browser": in_browser.run,
    "country": country.run,
    "engine": engine.run,
    "mentored": mentored.run,
}


def show(title: str, rows: list[tuple[str, Measured]], aims: list[str]) -> None:
    """Print one table: the first row is the one the others are compared with."""
    base = rows[0][1].seconds
    wide = max(len(name) for name, _ in rows)
    print(f"\n{title}\n  {'':{wide}}  {'seconds':>8}  {'ratio':>7}  {'busy':>8}  {'peak MB':>8}  runs")
    for name, found in rows:
        peak = f"{found.peak_mb:8.0f}" if found.peak_mb is not None else f"{'':8}"
        busy = f"{found.busy:8.3f}" if found.busy is not None else f"{'':8}"
        print(f"  {name:{wide}}  {found.seconds:8.3f}  {found.seconds / base:6.2f}×  {busy}  {peak}  {found.runs:4}")
    for line in aims:
        print(f"  {line}")


def run_group(group: Group, folder: Path, *, slow: bool = False) -> list[str]:
    """Measure one group of ways and print its table. Returns what went wrong, in words."""
    ways = [way for way in group.ways if way.possible and (slow or not way.slow)]
    rows = [(way.title, measure(way.name, folder, way.runs)) for way in ways]
    by_name = {way.name: found for way, (_, found) in zip(ways, rows, strict=True)}
    aims, wrong = [], []
    for aim in group.aims:
        if not {aim.way, aim.against} <= set(by_name):
            continue
        reached = getattr(by_name[aim.against], aim.of) / getattr(by_name[aim.way], aim.of)
        verdict = "reached" if reached >= aim.times else "not reached"
        aims.append(f"aim: {aim.text} at least {aim.times:g}×; measured {reached:.2g}× ({verdict})")
    for way in group.ways:
        if not way.possible:
            aims.append(f"left out: {way.title}, because {way.lacking}")
        elif way not in ways:
            aims.append(f"left out: {way.title}, because it takes many minutes (--slow)")
    for names in group.same:
        results = {name: by_name[name].result for name in names if name in by_name}
        first = results[names[0]]
        if any(abs(result - first) > 1e-6 * max(1.0, abs(first)) for result in results.values()):
            wrong.append(f"{group.name}: these should give the same result and do not: {results}")
    show(group.title(folder), rows, aims)
    if group.traps:
        print("\n  What each gets wrong on small files with one trap each:")
        traps.show(traps.judge(group.name))
    return wrong


def main() -> int:
    """Run the benchmarks named on the command line; exit with 1 when two ways disagree about a result."""
    names = [*GROUPS, *APART]
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("name", nargs="*", choices=[*names, []], help="which to run; all without a name")
    reader.add_argument("--slow", action="store_true", help="run the ways that take many minutes, too")
    asked = reader.parse_args()
    chosen = asked.name or names
    wrong: list[str] = []
    with tempfile.TemporaryDirectory(prefix="toolbox-benchmarks-") as place:
        folder = Path(place)
        for name in chosen:
            if name in APART:
                wrong += APART[name](folder, show)
                continue
            make(name, folder)
            wrong += run_group(GROUPS[name], folder, slow=asked.slow)
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
