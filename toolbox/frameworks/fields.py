"""One field out of a framework's TOML table, or a refusal that names the line and the rule.

The file may come from a stranger: no field is believed before its kind is checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from toolbox.model import ToolboxError

Table = dict[str, Any]

KNOWN = {
    "framework": {
        "id", "version", "name", "kind", "source", "url", "licence", "text_included", "confirmed", "unconfirmed",
        "valid_from", "follows", "retired", "summary", "required", "scales", "areas", "levels",
    },
    "scale": {"id", "low", "high", "labels", "top_from", "categories"},
    "area": {"id", "name", "items", "descent"},
    "item": {"id", "code", "name", "text", "scale", "reverse", "optional", "descent", "levels"},
    "level": {"value", "name", "at_least"},
    "descent": {"relation", "previous"},
}  # fmt: skip


def broken(text: str, rule: str, words: Iterable[str] = ()) -> ToolboxError:
    """A refusal naming the first line on which one of ``words`` stands, most telling word first."""
    lines = text.splitlines()
    for word in filter(None, words):
        pattern = re.compile(rf"(?<![\w.-]){re.escape(word)}(?![\w.-])")
        for number, line in enumerate(lines, start=1):
            if not line.lstrip().startswith("#") and pattern.search(line):
                return ToolboxError("framework_rule", f"Line {number} of this framework file: {rule}.")
    return ToolboxError("framework_rule", f"This framework file cannot be used: {rule}.")


class Fields:
    """Reads fields of any table of one file; keeps the text only to say on which line something is wrong."""

    def __init__(self, text: str) -> None:
        self.text = text

    def known(self, kind: str, entry: Table, where: str) -> None:
        """Refuse a field that no table of this kind has."""
        for key in entry:
            if key not in KNOWN[kind]:
                there = ", ".join(sorted(KNOWN[kind]))
                raise self.broken(f'{where} has a field "{key}" that is not known here (known: {there})', (key,))

    def tables(self, entry: Table, key: str, where: str) -> list[Table]:
        tables = entry.get(key, [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            raise self.broken(f'"{key}" of {where} must be a list of tables, written as [[{key}]]', (key,))
        return tables

    def words(self, entry: Table, key: str, where: str, default: str | None = None) -> str:
        text = entry.get(key, default)
        if text is None:
            raise self.broken(f'{where} has no "{key}"', _place(entry, ""))
        if not isinstance(text, str):
            raise self.broken(f'"{key}" of {where} must be words in quotation marks', _place(entry, key))
        return text.strip()

    def day(self, entry: Table, key: str) -> str:
        """A year or a date, quoted or not, as text."""
        value = entry.get(key, "")
        if isinstance(value, bool) or not isinstance(value, str | int | date):
            raise self.broken(f'"{key}" must be a year or a date, such as "2020" or "2020-09-01"', (key,))
        return str(value).strip()

    def sentences(self, entry: Table, key: str) -> tuple[str, ...]:
        texts = entry.get(key, [])
        if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
            raise self.broken(f'"{key}" must be a list of sentences in quotation marks', (key,))
        return tuple(texts)

    def number(self, entry: Table, key: str, where: str) -> int:
        number = entry.get(key)
        if isinstance(number, bool) or not isinstance(number, int):
            raise self.broken(f'"{key}" of {where} must be a whole number', _place(entry, key))
        return number

    def number_or_none(self, entry: Table, key: str, where: str) -> int | None:
        return self.number(entry, key, where) if key in entry else None

    def truth(self, entry: Table, key: str, where: str) -> bool:
        truth = entry.get(key, False)
        if not isinstance(truth, bool):
            raise self.broken(f'"{key}" of {where} must be true or false', _place(entry, key))
        return truth

    def numbered(self, entry: Table, key: str, first: int, where: str) -> tuple[tuple[int, str], ...]:
        """Words by number: a table such as { "1" = "no" }, or a plain list that begins at ``first``."""
        found = entry.get(key, [])
        if isinstance(found, dict):
            if not all(re.fullmatch(r"-?\d+", name) for name in found):
                raise self.broken(f"the {key} of {where} must be named by whole numbers", found)
            pairs = [(int(name), words) for name, words in found.items()]
        elif isinstance(found, list):
            pairs = list(enumerate(found, start=first))
        else:
            raise self.broken(f'"{key}" of {where} must be a list of words', _place(entry, key))
        if not all(isinstance(words, str) for _, words in pairs):
            raise self.broken(f"the {key} of {where} must be words in quotation marks", _place(entry, key))
        return tuple(sorted((value, words.strip()) for value, words in pairs))

    def broken(self, rule: str, words: Iterable[str] = ()) -> ToolboxError:
        return broken(self.text, rule, words)


def _place(entry: Table, key: str) -> tuple[str, ...]:
    """Words that tell where a field stands: the code or id of its table, unless that table is the whole file."""
    if "areas" in entry or "scales" in entry:
        return (key,)
    return (str(entry.get("code", "")), str(entry.get("id", "")), key)
