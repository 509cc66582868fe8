"""What can be typed: five jobs and their options."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NoReturn

from toolbox.model import ToolboxError

SEPARATORS = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}

EXAMPLES = """examples:
  python -m toolbox read export.csv --json
  python -m toolbox profile export.csv --school "Elm School" --invited invited.csv
  python -m toolbox change autumn.csv spring.csv --group teachers --csv > change.csv
  python -m toolbox report spring.csv --since autumn.csv --school "Elm School" --public --out elm.pdf
  python -m toolbox evaluate bundle/recipe.json --store data --out again.zip

Exit code 0: done. Exit code 2: refused; what was found, and what to do, stands on standard error, and as one object
{"error": {"code", "message"}} on standard output."""


EVALUATE = """Rounds are found by the sha256 of their answers, in the store named with --store (without it: where the app keeps its
own). A bundle that holds the answers needs no store. Refused are a round that is missing or differs; other versions of the
software are told."""


class _Parser(argparse.ArgumentParser):
    """Wrong arguments are refused like a wrong file: one object on standard output, the words on standard error."""

    def error(self, message: str) -> NoReturn:
        raise ToolboxError("wrong_arguments", f"{message}. See {self.prog} --help.")


Job = Callable[[argparse.Namespace], None]


def parser(read: Job, profile: Job, change: Job, report: Job, evaluate: Job) -> argparse.ArgumentParser:
    """The parser; the job to do is its ``job``."""
    made = _Parser(
        prog="python -m toolbox",
        description="A school's profile, what changed, and a whole evaluation, from exports of survey tools.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    jobs = made.add_subparsers(required=True, metavar="read|profile|change|report|evaluate", dest="what")
    one = jobs.add_parser(
        "read",
        help="what a file is, and what is wrong with it",
        epilog=_tools(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    one.add_argument("file", type=Path, help="an export: CSV, TSV or XLSX")
    one.add_argument("--json", action="store_true", help="print one object")
    _choices(one)
    one.set_defaults(job=read)
    two = jobs.add_parser("profile", help="where a school stands, by group and area")
    two.add_argument("file", type=Path, help="an export: CSV, TSV or XLSX")
    _meaning(two)
    two.add_argument("--invited", **_INVITED)
    two.add_argument("--on", type=_day, metavar="DATE", help="when the answers were collected, as 2026-05-04")
    two.set_defaults(job=profile)
    three = jobs.add_parser("change", help="what changed between two files of the same survey")
    three.add_argument("before", type=Path, help="the export of the first round")
    three.add_argument("after", type=Path, help="the export of the second round")
    _meaning(three)
    three.add_argument("--invited", **_INVITED)
    three.add_argument(
        "--invited-after", type=Path, metavar="FILE.csv", help="the same for the second round, where it differs"
    )
    three.add_argument("--before-on", type=_day, metavar="DATE", help="when the first was collected, as 2025-10-06")
    three.add_argument("--after-on", type=_day, metavar="DATE", help="when the second was collected, as 2026-05-04")
    three.set_defaults(job=change)
    _report(jobs.add_parser("report", help="a school on one sheet of paper, as PDF or Word"), report)
    four = jobs.add_parser(
        "evaluate",
        help="an evaluation again from its recipe: the same tables, to the byte",
        epilog=EVALUATE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    four.add_argument(
        "recipe", type=Path, help="recipe.json, an evidence bundle (.zip), or the folder it was unpacked into"
    )
    four.add_argument(
        "--store", type=Path, metavar="FOLDER", help="the data folder that holds the rounds (with toolbox.db)"
    )
    four.add_argument(
        "--out", type=Path, metavar="FOLDER|FILE.zip", help="where the bundle is written; must not exist yet"
    )
    four.add_argument("--json", action="store_true", help="print one object with every table")
    four.set_defaults(job=evaluate)
    return made


def _report(made: argparse.ArgumentParser, report: Job) -> None:
    made.add_argument("file", type=Path, help="an export: CSV, TSV or XLSX")
    made.add_argument(
        "--out", type=Path, required=True, metavar="FILE.pdf|FILE.docx", help="where it is written; must not exist yet"
    )
    made.add_argument("--public", action="store_true", help="for the public: groups from ten answers, rounded numbers")
    made.add_argument("--since", type=Path, metavar="EARLIER.csv", help="the export of the round before: what moved")
    _meaning(made, printed=False)
    made.add_argument("--invited", **_INVITED)
    made.add_argument("--on", type=_day, metavar="DATE", help="when the answers were collected, as 2026-05-04")
    made.add_argument("--since-on", type=_day, metavar="DATE", help="when those of the round before were")
    made.set_defaults(job=report)


def _tools() -> str:
    """Every key for ``--reader``, the tool it stands for, and where that tool keeps its export."""
    from toolbox.reading import READERS

    lines = (f"  {reader.key:18} {reader.title}: {reader.where}" for reader in READERS)
    return "\n".join(["keys for --reader, and where each export is found:", *lines]).replace("%", "%%")


_INVITED = {
    "type": Path,
    "metavar": "FILE.csv",
    "help": "how many were invited: a table with the columns school, group, invited",
}


def _choices(made: argparse.ArgumentParser) -> None:
    made.add_argument("--reader", default="", help="the tool the file comes from, where it is not recognised")
    made.add_argument("--sheet", default="", help="the sheet of a workbook")
    made.add_argument("--heading-rows", type=_rows, default=0, metavar="N", help="how many rows of headings there are")
    made.add_argument(
        "--separator", type=_separator, default="", help="comma, semicolon, tab, pipe, or the character itself"
    )
    made.add_argument("--encoding", default="", help="utf-8, cp1252, ...")
    made.add_argument("--date-order", default="", choices=["dmy", "mdy", "ymd"], help="how dates are written")
    made.add_argument(
        "--school-year",
        type=_school_year,
        default=0,
        metavar="YEAR",
        help="the school year of a log whose dates have no year, as 2014/15 (from August 2014 to July 2015)",
    )
    made.add_argument(
        "--without-staff", action="store_true", help="leave accounts out of a log that edit, grade or view reports"
    )


def _meaning(made: argparse.ArgumentParser, *, printed: bool = True) -> None:
    made.add_argument("--framework", default="", help="id of a framework, or a .toml file of your own")
    made.add_argument("--recipe", type=Path, metavar="FILE.json", help="a recipe downloaded from the app")
    made.add_argument("--school", default="", help="show this school only; names it where the file has no such column")
    made.add_argument("--group", default="", help="show this group only; names it where the file has no such column")
    _choices(made)
    if not printed:
        made.add_argument("--json", action="store_true", help="print one object about what was written")
        return
    form = made.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print one object with every table")
    form.add_argument("--csv", action="store_true", help="print the table of areas as CSV")


def _day(text: str) -> date:
    """A date as it is typed. Example: ``_day("2026-05-04")``."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"'{text}' is not a date; write year, month and day, as in 2026-05-04"
        ) from None


def _rows(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 9):
        raise argparse.ArgumentTypeError(f"'{text}' is not a number of rows from 1 to 9")
    return int(text)


def _school_year(text: str) -> int:
    """The year a school year began in. Example: ``_school_year("2014/15")`` is 2014."""
    found = re.fullmatch(r"(20\d\d|19\d\d)(?:\s*[/\-–]\s*(?:\d\d)?(\d\d))?", text.strip())
    if not found or (found[2] and int(found[2]) != (int(found[1]) + 1) % 100):
        raise argparse.ArgumentTypeError(f"'{text}' is not a school year; write 2014/15, or 2014 for the same")
    return int(found[1])


def _separator(text: str) -> str:
    found = SEPARATORS.get(text.lower(), text)
    if not found:
        return ""
    if len(found) != 1 or found in "\r\n\"'" or found.isalnum():
        raise argparse.ArgumentTypeError(f"'{text}' is no separator; write {', '.join(SEPARATORS)}, or the character")
    return found
