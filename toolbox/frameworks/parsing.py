"""A framework's TOML text becomes a :class:`~toolbox.model.Framework`, or a refusal that names the line and the rule.

The file may come from a stranger: it is read by the standard library's TOML reader, which runs nothing,
and every field is checked for kind, length and range before it is believed.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from typing import Any

from toolbox.frameworks.rules import check
from toolbox.model import Area, Framework, Item, Level, Scale, ToolboxError

_LONGEST_FILE = 500_000
_FIELDS = {
    "framework": {
        "id", "version", "name", "kind", "source", "url", "licence", "text_included",
        "confirmed", "unconfirmed", "scales", "areas", "levels",
    },
    "scale": {"id", "low", "high", "labels", "top_from"},
    "area": {"id", "name", "items"},
    "item": {"id", "code", "name", "text", "scale", "reverse", "optional"},
    "level": {"value", "name", "at_least"},
}  # fmt: skip


def parse(toml_text: str, *, own: bool = True) -> Framework:
    """Read a framework from TOML and check it against every rule of the house.

    Short forms for a framework of one's own: an item without ``id`` gets ``<framework id>.<code>``, an item
    without ``scale`` is answered on the first scale, ``version`` is "1", ``kind`` is "survey", labels may be a plain
    list from low to high.

    Raises:
        ToolboxError: ``framework_unreadable`` (not TOML; the line is named) or ``framework_rule`` (a rule is broken).

    Example:
        >>> text = '''
        ... id = "ours"
        ... name = "Our own questions"
        ... source = "Written by our staff"
        ... scales = [{id = "agree", low = 1, high = 5}]
        ... [[areas]]
        ... id = "A"
        ... name = "Working together"
        ... items = [{code = "A1", name = "We plan lessons together"}]
        ... '''
        >>> parse(text).items[0].id
        'ours.A1'
    """
    if len(toml_text) > _LONGEST_FILE:
        raise _broken(toml_text, "the file is longer than a framework can be (500,000 characters)")
    try:
        table = tomllib.loads(toml_text.lstrip("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        raise ToolboxError(
            "framework_unreadable",
            f"This framework file is not valid TOML: {_plain(error)}. Correct that line and upload the file again.",
        ) from error
    except RecursionError as error:
        raise _broken(toml_text, "its brackets are nested too deeply") from error
    return _Builder(toml_text).framework(table, own)


def _plain(error: tomllib.TOMLDecodeError) -> str:
    """tomllib's message with the place first: "line 3, column 5: Invalid value"."""
    found = re.fullmatch(r"(?P<what>.*) \(at (?P<where>.*)\)", str(error), flags=re.DOTALL)
    return f"{found['where']}: {found['what']}" if found else str(error)


def _broken(text: str, rule: str, words: Iterable[str] = ()) -> ToolboxError:
    """A refusal naming the first line on which one of ``words`` stands, most telling word first."""
    lines = text.splitlines()
    for word in filter(None, words):
        pattern = re.compile(rf"(?<![\w.-]){re.escape(word)}(?![\w.-])")
        for number, line in enumerate(lines, start=1):
            if not line.lstrip().startswith("#") and pattern.search(line):
                return ToolboxError("framework_rule", f"Line {number} of this framework file: {rule}.")
    return ToolboxError("framework_rule", f"This framework file cannot be used: {rule}.")


def _place(entry: dict[str, Any], key: str) -> tuple[str, ...]:
    """Words that tell where a field stands: the code or id of its table, unless that table is the whole file."""
    if "areas" in entry or "scales" in entry:
        return (key,)
    return (str(entry.get("code", "")), str(entry.get("id", "")), key)


class _Builder:
    """Turns the TOML table into records; keeps the text only to say on which line something is wrong."""

    def __init__(self, text: str) -> None:
        self.text = text

    def framework(self, table: dict[str, Any], own: bool) -> Framework:
        self._known("framework", table, "the file")
        scales = tuple(self._scale(entry) for entry in self._tables(table, "scales", "the file"))
        first_scale = scales[0].id if scales else ""
        framework_id = self._text(table, "id", "the file")
        areas: list[Area] = []
        items: list[Item] = []
        for entry in self._tables(table, "areas", "the file"):
            self._known("area", entry, "an area")
            area = Area(id=self._text(entry, "id", "an area"), name=self._text(entry, "name", "an area"))
            areas.append(area)
            of_area = self._tables(entry, "items", f'area "{area.id}"')
            items += [self._item(each, area.id, framework_id, first_scale) for each in of_area]
        framework = Framework(
            id=framework_id,
            version=self._text(table, "version", "the file", "1"),
            name=self._text(table, "name", "the file"),
            kind=self._text(table, "kind", "the file", "survey"),  # type: ignore[arg-type]
            source=self._text(table, "source", "the file"),
            url=self._text(table, "url", "the file", ""),
            licence=self._text(table, "licence", "the file", "own" if own else ""),
            text_included=self._truth(table, "text_included", "the file"),
            areas=tuple(areas),
            items=tuple(items),
            scales=scales,
            levels=tuple(self._level(entry) for entry in self._tables(table, "levels", "the file")),
            confirmed=self._texts(table, "confirmed"),
            unconfirmed=self._texts(table, "unconfirmed"),
            own=own,
        )
        for rule, words in check(framework):
            raise _broken(self.text, rule, words)
        return framework

    def _scale(self, entry: dict[str, Any]) -> Scale:
        self._known("scale", entry, "a scale")
        scale_id = self._text(entry, "id", "a scale")
        where = f'scale "{scale_id}"'
        low, high = self._number(entry, "low", where), self._number(entry, "high", where)
        top = self._number(entry, "top_from", where) if "top_from" in entry else None
        return Scale(id=scale_id, low=low, high=high, labels=self._labels(entry, low, where), top_from=top)

    def _labels(self, entry: dict[str, Any], low: int, where: str) -> tuple[tuple[int, str], ...]:
        labels = entry.get("labels", [])
        if isinstance(labels, dict):
            if not all(re.fullmatch(r"-?\d+", key) for key in labels):
                raise _broken(self.text, f"the labels of {where} must be named by whole numbers", labels)
            pairs = [(int(key), words) for key, words in labels.items()]
        elif isinstance(labels, list):
            pairs = list(enumerate(labels, start=low))
        else:
            raise _broken(self.text, f'"labels" of {where} must be a list of words', ("labels",))
        if not all(isinstance(words, str) for _, words in pairs):
            raise _broken(self.text, f"the labels of {where} must be words in quotation marks", ("labels",))
        return tuple(sorted((value, words.strip()) for value, words in pairs))

    def _item(self, entry: dict[str, Any], area: str, framework_id: str, first_scale: str) -> Item:
        self._known("item", entry, f'an item of area "{area}"')
        code = self._text(entry, "code", f'an item of area "{area}"')
        where = f'item "{code}"'
        return Item(
            id=self._text(entry, "id", where, f"{framework_id}.{code}"),
            code=code,
            area=area,
            name=self._text(entry, "name", where),
            text=self._text(entry, "text", where, ""),
            scale=self._text(entry, "scale", where, first_scale),
            reverse=self._truth(entry, "reverse", where),
            optional=self._truth(entry, "optional", where),
        )

    def _level(self, entry: dict[str, Any]) -> Level:
        self._known("level", entry, "a level")
        at_least = entry.get("at_least")
        if isinstance(at_least, bool) or not isinstance(at_least, int | float):
            raise _broken(self.text, '"at_least" of a level must be a number', ("at_least", "levels"))
        value, name = self._number(entry, "value", "a level"), self._text(entry, "name", "a level")
        return Level(value=value, name=name, at_least=float(at_least))

    def _known(self, kind: str, entry: dict[str, Any], where: str) -> None:
        for key in entry:
            if key not in _FIELDS[kind]:
                known = ", ".join(sorted(_FIELDS[kind]))
                raise _broken(self.text, f'{where} has a field "{key}" that is not known here (known: {known})', (key,))

    def _tables(self, entry: dict[str, Any], key: str, where: str) -> list[dict[str, Any]]:
        tables = entry.get(key, [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            raise _broken(self.text, f'"{key}" of {where} must be a list of tables, written as [[{key}]]', (key,))
        return tables

    def _text(self, entry: dict[str, Any], key: str, where: str, default: str | None = None) -> str:
        text = entry.get(key, default)
        if text is None:
            raise _broken(self.text, f'{where} has no "{key}"', _place(entry, ""))
        if not isinstance(text, str):
            raise _broken(self.text, f'"{key}" of {where} must be words in quotation marks', _place(entry, key))
        return text.strip()

    def _texts(self, entry: dict[str, Any], key: str) -> tuple[str, ...]:
        texts = entry.get(key, [])
        if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
            raise _broken(self.text, f'"{key}" must be a list of sentences in quotation marks', (key,))
        return tuple(texts)

    def _number(self, entry: dict[str, Any], key: str, where: str) -> int:
        number = entry.get(key)
        if isinstance(number, bool) or not isinstance(number, int):
            raise _broken(self.text, f'"{key}" of {where} must be a whole number', _place(entry, key))
        return number

    def _truth(self, entry: dict[str, Any], key: str, where: str) -> bool:
        truth = entry.get(key, False)
        if not isinstance(truth, bool):
            raise _broken(self.text, f'"{key}" of {where} must be true or false', _place(entry, key))
        return truth
