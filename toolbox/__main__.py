"""The same jobs from a shell: ``python -m toolbox read|profile|change``. Numbers pass the same gate as on a page.

A refused file ends with exit code 2: one object ``{"error": {"code", "message"}}`` on standard output, the message
also on standard error. Nothing is stored; persons are known by a pseudonym made with a key that dies with the command.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from toolbox.model import Answers, Choices, Framework, Problem, Reading, Recipe, Table, ToolboxError

REFUSED = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Do one job; returns the exit code. Only a :class:`ToolboxError` is caught: anything else is a bug."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # "| head" ends the job quietly
    asked = _parser().parse_args(arguments)
    try:
        asked.job(asked)
    except ToolboxError as refusal:
        print(json.dumps({"error": {"code": refusal.code, "message": refusal.message}}, ensure_ascii=False))
        print(refusal.message, file=sys.stderr)
        return REFUSED
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m toolbox", description="A school's profile, and what changed, from exports."
    )
    jobs = parser.add_subparsers(required=True, metavar="read|profile|change")
    one = jobs.add_parser("read", help="what a file is, and what is wrong with it")
    one.add_argument("file", type=Path)
    one.add_argument("--json", action="store_true", help="print one object")
    _add_choices(one)
    one.set_defaults(job=_read)
    two = jobs.add_parser("profile", help="where a school stands, by group and area")
    two.add_argument("file", type=Path)
    _add_meaning(two)
    two.add_argument("--on", type=date.fromisoformat, help="when the answers were collected (2026-05-04)")
    two.set_defaults(job=_profile)
    three = jobs.add_parser("change", help="what changed between two files of the same survey")
    three.add_argument("before", type=Path)
    three.add_argument("after", type=Path)
    _add_meaning(three)
    three.add_argument("--before-on", type=date.fromisoformat, help="when the first was collected (2025-10-06)")
    three.add_argument("--after-on", type=date.fromisoformat, help="when the second was collected (2026-05-04)")
    three.set_defaults(job=_change)
    return parser


def _add_choices(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--reader", default="", help="the tool the file comes from, where it is not recognised")
    parser.add_argument("--sheet", default="", help="the sheet of a workbook")
    parser.add_argument("--heading-rows", type=int, default=0, help="how many rows of headings there are")
    parser.add_argument("--separator", default="", help="comma, semicolon, tab, or the character itself")
    parser.add_argument("--encoding", default="", help="utf-8, cp1252, ...")
    parser.add_argument("--date-order", default="", choices=["dmy", "mdy", "ymd"], help="how dates are written")


def _add_meaning(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--framework", default="", help="id of a framework, or a .toml file of your own")
    parser.add_argument("--recipe", type=Path, help="a recipe downloaded from the app (.json)")
    parser.add_argument(
        "--school", default="", help="show this school only; names it where the file has no such column"
    )
    parser.add_argument("--group", default="", help="show this group only; names it where the file has no such column")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print one object with every table")
    form.add_argument("--csv", action="store_true", help="print the table of areas as CSV")
    _add_choices(parser)


# ── read ─────────────────────────────────────────────────────────────────────────────────────────


def _read(asked: argparse.Namespace) -> None:
    from toolbox.reading.printed import as_json
    from toolbox.reading.recognised import sentence

    reading = _open(asked.file, asked)
    if asked.json:
        print(json.dumps(as_json(reading), ensure_ascii=False, default=str))
        return
    print(sentence(reading))
    for problem in reading.problems:
        print(f"- {problem.message}")


def _open(file: Path, asked: argparse.Namespace, pseudonym=None, known: Recipe | None = None) -> Reading:
    """Read a file by what was typed, then by what a recipe keeps, then by its bytes."""
    from toolbox.reading.recipes import read_as_before

    try:
        content = file.read_bytes()
    except OSError as missing:
        raise ToolboxError(
            "no_such_file", f"{file.name} could not be opened: {missing.strerror}. Check the path."
        ) from None
    named = {"tab": "\t", "comma": ",", "semicolon": ";"}
    choices = Choices(
        sheet=asked.sheet,
        heading_rows=asked.heading_rows,
        separator=named.get(asked.separator, asked.separator),
        encoding=asked.encoding,
        date_order=asked.date_order,
        reader=asked.reader,
    )
    found = read_as_before(content, file.name, [known] if known else [], choices=choices, pseudonym=pseudonym)
    told = (Problem(code="as_before", message=found.said),) if found.said else ()
    return replace(found.reading, problems=(*told, *found.reading.problems))


# ── profile and change ───────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, kw_only=True)
class Mapped:
    """A file whose columns have a meaning."""

    name: str
    reading: Reading
    framework: Framework
    recipe: Recipe
    answers: Answers
    problems: tuple[str, ...]


def _profile(asked: argparse.Namespace) -> None:
    from toolbox.disclosure import release
    from toolbox.profile import profile
    from toolbox.reading.pseudonyms import Pseudonyms
    from toolbox.reading.recipes import from_json
    from toolbox.tables import answers_table, groups_table, items_table, notes_table, profile_table
    from toolbox.wording import profile_sentences

    pseudonym = Pseudonyms.random()
    known = from_json(_text(asked.recipe)) if asked.recipe else None
    mapped = _map(_open(asked.file, asked, pseudonym, known), asked, pseudonym, known)
    result = profile(
        mapped.answers,
        mapped.framework,
        round_name=mapped.name,
        collected_on=asked.on or _collected(mapped) or date.today(),
        schools=_schools(asked, mapped.recipe),
        sha256=mapped.reading.sha256,
    )
    if asked.group:
        _has_group(asked.group, [count.group for count in result.groups])
        result = replace(
            result,
            groups=tuple(each for each in result.groups if each.group == asked.group),
            areas=tuple(each for each in result.areas if each.group == asked.group),
            items=tuple(each for each in result.items if each.group == asked.group),
        )
    released = release(result)
    made = [profile_table(released), groups_table(released), items_table(released), answers_table(released)]
    _print("profile", asked, profile_sentences(released), [*made, notes_table(released)], mapped.problems)


def _change(asked: argparse.Namespace) -> None:
    from toolbox.comparison import compare
    from toolbox.disclosure import release
    from toolbox.reading.pseudonyms import Pseudonyms
    from toolbox.reading.recipes import from_json
    from toolbox.tables import change_items_table, change_table, funnel_table, notes_table
    from toolbox.wording import change_sentences

    pseudonym = Pseudonyms.random()
    known = from_json(_text(asked.recipe)) if asked.recipe else None
    before = _map(_open(asked.before, asked, pseudonym, known), asked, pseudonym, known)
    after = _map(_open(asked.after, asked, pseudonym, before.recipe), asked, pseudonym, before.recipe, before)
    before_on, after_on = asked.before_on or _collected(before), asked.after_on or _collected(after)
    if before_on is None or after_on is None:
        before_on, after_on = before_on or after_on or date.today(), after_on or before_on or date.today()
    result = compare(
        before.answers,
        after.answers,
        before.framework,
        before_name=before.name,
        after_name=after.name,
        before_on=before_on,
        after_on=after_on,
        schools=_schools(asked, before.recipe),
        sha256=(before.reading.sha256, after.reading.sha256),
    )
    if asked.group:
        _has_group(asked.group, [count.group for count in result.funnel])
        result = replace(
            result,
            funnel=tuple(each for each in result.funnel if each.group == asked.group),
            paired=tuple(each for each in result.paired if each.group == asked.group),
            independent=tuple(each for each in result.independent if each.group == asked.group),
        )
    released = release(result)
    made = [change_table(released), funnel_table(released), change_items_table(released)]
    problems = (*before.problems, *after.problems)
    _print("change", asked, change_sentences(released), [*made, notes_table(released)], problems)


def _map(reading: Reading, asked: argparse.Namespace, pseudonym, known: Recipe | None, earlier=None) -> Mapped:
    """Give the columns their meaning: by the recipe given, by the earlier :class:`Mapped`, or by a guess."""
    from toolbox.reading.recipes import apply, guess

    if earlier is not None:
        framework, known = earlier.framework, earlier.recipe
    elif asked.framework or known is not None:
        framework = _framework(asked.framework or known.framework)
    else:
        framework = _best_framework(reading)
    recipe = guess(reading, framework, known)
    meanings = {column.meaning for column in recipe.columns}
    if asked.school and "school" not in meanings:
        recipe = replace(recipe, school=asked.school)
    if asked.group and "group" not in meanings:
        recipe = replace(recipe, group=asked.group)
    applied = apply(recipe, reading, framework, pseudonym)
    return Mapped(
        name=Path(reading.file).stem,
        reading=reading,
        framework=framework,
        recipe=recipe,
        answers=applied.answers,
        problems=tuple(f"{reading.file}: {each.message}" for each in (*reading.problems, *applied.problems)),
    )


def _framework(named: str) -> Framework:
    from toolbox.frameworks import load, parse

    return parse(_text(Path(named))) if named.endswith(".toml") else load(named)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError as missing:
        raise ToolboxError(
            "no_such_file", f"{file.name} could not be opened: {missing.strerror}. Check the path."
        ) from None
    except UnicodeDecodeError:
        raise ToolboxError("not_text", f"{file.name} is not a text file in UTF-8. Download it again.") from None


def _best_framework(reading: Reading) -> Framework:
    """The shipped framework most columns of the file belong to."""
    from toolbox.frameworks import shipped
    from toolbox.reading.recipes import guess, look

    looked = look(reading)
    guessed = {each.id: guess(reading, each, looked=looked) for each in shipped()}
    found = {
        id: sum(column.meaning == "item" and bool(column.item) for column in recipe.columns)
        for id, recipe in guessed.items()
    }
    best = max(shipped(), key=lambda each: found[each.id])
    if not found[best.id]:
        raise ToolboxError(
            "no_framework",
            f"No column of {reading.file} looks like an item of a framework the toolbox knows "
            f"({', '.join(found)}). Name one with --framework, give your own .toml file, or a recipe with --recipe.",
        )
    return best


def _schools(asked: argparse.Namespace, recipe: Recipe) -> list[str] | None:
    return [asked.school] if asked.school and any(column.meaning == "school" for column in recipe.columns) else None


def _has_group(group: str, groups: list[str]) -> None:
    if group not in groups:
        there = ", ".join(dict.fromkeys(groups))
        raise ToolboxError(
            "unknown_group", f"No group “{group}” in these answers. There are: {there}. Choose one of them."
        )


def _collected(mapped: Mapped) -> date | None:
    return mapped.reading.last.date() if mapped.reading.last else None


# ── printing ─────────────────────────────────────────────────────────────────────────────────────


def _print(
    kind: str, asked: argparse.Namespace, said: Sequence[str], made: Sequence[Table], problems: Sequence[str]
) -> None:
    from toolbox.reports import csv

    if asked.csv:
        sys.stdout.write(csv(made[0]).decode("utf-8-sig").replace("\r\n", "\n"))
    elif asked.json:
        found = {table.name: _records(table) for table in made}
        print(
            json.dumps({"kind": kind, "sentences": list(said), **found, "problems": list(problems)}, ensure_ascii=False)
        )
    else:
        print("\n".join(said), end="\n\n")
        print(_plain(made[0], kind))
        if problems:
            print("\nLeft out or changed while reading:", *(f"- {problem}" for problem in problems), sep="\n")


def _records(table: Table) -> list[dict]:
    """Rows with full precision; what is missing is null."""
    frame = table.frame.astype(object).where(table.frame.notna(), None)
    return [
        {name: value.date().isoformat() if hasattr(value, "date") else value for name, value in row.items()}
        for row in frame.to_dict("records")
    ]


def _plain(table: Table, kind: str) -> str:
    """The areas as lines of text, columns aligned, hidden ones with their reason."""
    shown = {
        "profile": ("area_name", "group", "n", "mean", "ci_low", "ci_high", "hidden"),
        "change": ("area_name", "group", "n_pairs", "mean_before", "mean_after", "change", "ci_low", "ci_high",
                   "higher", "same", "lower", "hidden"),
    }[kind]  # fmt: skip
    from toolbox.tables import COLUMNS

    head = [COLUMNS[name].label for name in shown]
    lines = [[_cell(row[name]) for name in shown] for row in _records(table)]
    widths = [max(len(line[place]) for line in [head, *lines]) for place in range(len(shown))]
    return "\n".join(
        "  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip()
        for line in [head, *lines]
    )


def _cell(value: object) -> str:
    if value is None:
        return "-"
    return f"{value:.2f}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    sys.exit(main())
