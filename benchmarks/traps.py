"""Small files with one trap each, read by every way: what each gets wrong is measured in the run, and printed beside its time.

A trap is a file and what a careful person reads in it, one text a row. A way reads the file to such texts too; the rest
is counting. To add a kind of file: make its traps, and give its ways ``reads``.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

Reads = Callable[[Path], Iterable[object]]
"""A file → its rows in the file's order, each as something whose ``str`` a trap's truth can be compared with."""


@dataclass(frozen=True, kw_only=True)
class Trap:
    """One small file and what stands in it."""

    name: str
    file: str
    """Its name, with the ending a person would meet it under."""
    content: bytes
    rows: tuple[str, ...]
    """What a careful person reads, one text a row."""


def verdict(trap: Trap, reads: Reads) -> str:
    """What a way gets wrong in a trap; "" where it reads every row right.

    Example:
        >>> trap = Trap(name="blank", file="a.csv", content=b"1\\n2\\n3\\n", rows=("1", "2", "3"))
        >>> verdict(trap, lambda path: path.read_text().split())
        ''
        >>> verdict(trap, lambda path: [1, 3]), verdict(trap, lambda path: [1, 9, 3]), verdict(trap, lambda path: 1 / 0)
        ('1 of 3 rows lost', '1 of 3 rows wrong', 'stops: ZeroDivisionError, division by zero')
    """
    with tempfile.TemporaryDirectory(prefix="toolbox-trap-") as place:
        path = Path(place) / trap.file
        path.write_bytes(trap.content)
        try:
            found = [str(row) for row in reads(path)]
        except (
            BaseException
        ) as stopped:  # What other people's readers raise is theirs, panics of compiled code included.
            if isinstance(stopped, KeyboardInterrupt | SystemExit):
                raise
            said = (str(stopped).strip().splitlines() or [""])[0].replace(place, "")
            return f"stops: {type(stopped).__name__}, {said[:60]}"
    return _difference(trap.rows, found)


def _difference(wanted: Sequence[str], found: Sequence[str]) -> str:
    many, more = len(wanted), len(found) - len(wanted)
    alike = (
        sum(one == other for one, other in zip(wanted, found, strict=True))
        if not more
        else (Counter(wanted) & Counter(found)).total()
    )
    told = []
    if more:
        told.append(f"{-more} of {many} rows lost" if more < 0 else f"{more} rows too many")
    if wrong := min(many, len(found)) - alike:
        told.append(f"{wrong} of {many} rows wrong")
    return ", ".join(told)


def judge(group: str) -> dict[str, dict[str, str]]:
    """Every way of a group led into every trap, in a process of its own: title of the way → trap → what it gets wrong."""
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.traps", group]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if ended.returncode:
        raise SystemExit(f"The traps of {group} failed:\n{ended.stderr[-2000:]}")
    return json.loads(ended.stdout.splitlines()[-1])


def show(judged: Mapping[str, Mapping[str, str]]) -> None:
    """Print what each way gets wrong, trap by trap."""
    for title, wrong in judged.items():
        fallen = {trap: said for trap, said in wrong.items() if said}
        print(
            f"  {title}: {f'wrong in {len(fallen)} of {len(wrong)} traps' if fallen else f'right in {len(wrong)} traps'}"
        )
        for trap, said in fallen.items():
            print(f"      {trap}: {said}")


def main() -> None:
    """Inside the process: print one line of JSON."""
    from benchmarks.ways import GROUPS

    warnings.simplefilter("ignore")
    group = GROUPS[sys.argv[1]]
    print(
        json.dumps(
            {
                way.title: {trap.name: verdict(trap, way.reads) for trap in group.traps}
                for way in group.ways
                if way.reads and way.possible
            }
        )
    )


if __name__ == "__main__":
    main()
