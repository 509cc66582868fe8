"""A school, or all schools of a file, on one sheet of paper: the same page as in the app."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from toolbox.disclosure import release
from toolbox.model import PUBLIC, Policy, ToolboxError
from toolbox.reading.pseudonyms import Pseudonyms
from toolbox.reports.one_page import OnePage, one_page, pdf, word
from toolbox.shell.files import open_export
from toolbox.shell.jobs import compared, profiled
from toolbox.shell.meaning import give_meaning, recipe_given

WRITERS = (".pdf", ".docx")


def write(asked: argparse.Namespace) -> None:
    """Write the page, and say what had to be left out of it."""
    _must_be_free(asked.out)
    policy = PUBLIC if asked.public else Policy()
    pseudonym, known = Pseudonyms.random(), recipe_given(asked)
    earlier = change = None
    if asked.since is not None:
        earlier = give_meaning(open_export(asked.since, asked, pseudonym, known), asked, pseudonym, known)
        known = earlier.recipe
    mapped = give_meaning(open_export(asked.file, asked, pseudonym, known), asked, pseudonym, known, earlier)
    if asked.group and any(column.meaning == "group" for column in mapped.recipe.columns):
        raise ToolboxError(
            "whole_school",
            f"{mapped.reading.file} has a column of groups, and the page is about all of them. Leave out --group.",
        )
    result = profiled(mapped, asked)
    if earlier is not None:
        days = {"before_on": asked.since_on, "after_on": asked.on, "invited_after": None}
        change = release(compared(earlier, mapped, argparse.Namespace(**{**vars(asked), **days})), policy=policy)
    made, page = pdf(one_page(release(result, policy=policy), change=change))
    if asked.out.suffix.lower() == ".docx":
        made = word(page)
    try:
        asked.out.write_bytes(made)
    except OSError as fault:
        raise ToolboxError(
            "out_not_writable",
            f"{asked.out.name} could not be written: {fault.strerror}. Name another place with --out.",
        ) from None
    problems = (*(earlier.problems if earlier else ()), *mapped.problems)
    _say(asked, page, problems)


def _must_be_free(out: Path) -> None:
    if out.suffix.lower() not in WRITERS:
        raise ToolboxError(
            "out_kind",
            f"{out.name} is neither a PDF nor a Word file. Name a file that ends in .pdf or .docx with --out.",
        )
    if out.exists():
        raise ToolboxError("out_exists", f"{out.name} exists already. Name a new file with --out.")


def _say(asked: argparse.Namespace, page: OnePage, problems: tuple[str, ...]) -> None:
    said = [page.who, *page.findings]
    if asked.json:
        told = {"kind": "report", "file": asked.out.name, "audience": page.audience, "sentences": said}
        print(json.dumps({**told, "left_out": list(page.left_out), "problems": list(problems)}, ensure_ascii=False))
        return
    print("\n".join(said), end="\n\n")
    print(f"{asked.out.name} written.")
    if page.left_out:
        print(f"Left out so that one page is enough: {'; '.join(page.left_out)}.")
    if problems:
        print("\nLeft out or changed while reading:", *(f"- {problem}" for problem in problems), sep="\n")
