"""A framework's TOML text becomes a :class:`~toolbox.model.Framework`, or a refusal that names the line and the rule.

The file may come from a stranger: it is read by the standard library's TOML reader, which runs nothing,
and every field is checked for kind, length and range before it is believed.
"""

from __future__ import annotations

import re
import tomllib

from toolbox.frameworks.fields import Fields, Table, broken
from toolbox.frameworks.rules import check
from toolbox.model import Area, Descent, Framework, Item, Level, Scale, ToolboxError

_LONGEST_FILE = 500_000


def parse(toml_text: str, *, own: bool = True) -> Framework:
    """Read a framework from TOML and check it against every rule of the house.

    Short forms for a framework of one's own: an item without ``id`` gets ``<framework id>.<code>``, an item
    without ``scale`` is answered on the first scale, ``version`` is "1", ``kind`` is "survey", labels may be a plain
    list from low to high, and so may the ``levels`` of an item; ``descent = "new"`` stands for a table of its own.

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
        raise broken(toml_text, "the file is longer than a framework can be (500,000 characters)")
    try:
        table = tomllib.loads(toml_text.lstrip("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        raise ToolboxError(
            "framework_unreadable",
            f"This framework file is not valid TOML: {_plain(error)}. Correct that line and upload the file again.",
        ) from error
    except RecursionError as error:
        raise broken(toml_text, "its brackets are nested too deeply") from error
    return _Builder(toml_text).framework(table, own)


def _plain(error: tomllib.TOMLDecodeError) -> str:
    """tomllib's message with the place first: "line 3, column 5: Invalid value"."""
    found = re.fullmatch(r"(?P<what>.*) \(at (?P<where>.*)\)", str(error), flags=re.DOTALL)
    return f"{found['where']}: {found['what']}" if found else str(error)


class _Builder(Fields):
    """Turns the TOML table into records."""

    def framework(self, table: Table, own: bool) -> Framework:
        self.known("framework", table, "the file")
        scales = tuple(self._scale(entry) for entry in self.tables(table, "scales", "the file"))
        framework_id = self.words(table, "id", "the file")
        areas: list[Area] = []
        items: list[Item] = []
        for entry in self.tables(table, "areas", "the file"):
            self.known("area", entry, "an area")
            area = self._area(entry)
            areas.append(area)
            items += [
                self._item(each, area.id, framework_id, scales)
                for each in self.tables(entry, "items", f'area "{area.id}"')
            ]
        framework = Framework(
            id=framework_id,
            version=self.words(table, "version", "the file", "1"),
            name=self.words(table, "name", "the file"),
            kind=self.words(table, "kind", "the file", "survey"),  # type: ignore[arg-type]
            source=self.words(table, "source", "the file"),
            url=self.words(table, "url", "the file", ""),
            licence=self.words(table, "licence", "the file", "own" if own else ""),
            text_included=self.truth(table, "text_included", "the file"),
            areas=tuple(areas),
            items=tuple(items),
            scales=scales,
            levels=tuple(self._level(entry) for entry in self.tables(table, "levels", "the file")),
            confirmed=self.sentences(table, "confirmed"),
            unconfirmed=self.sentences(table, "unconfirmed"),
            own=own,
            valid_from=self.day(table, "valid_from"),
            follows=self.words(table, "follows", "the file", ""),
            retired=self.sentences(table, "retired"),
            summary=self.words(table, "summary", "the file", "mean"),  # type: ignore[arg-type]
            required=self.number_or_none(table, "required", "the file"),
        )
        for rule, words in check(framework):
            raise self.broken(rule, words)
        return framework

    def _scale(self, entry: Table) -> Scale:
        self.known("scale", entry, "a scale")
        scale_id = self.words(entry, "id", "a scale")
        where = f'scale "{scale_id}"'
        low = self.number(entry, "low", where)
        return Scale(
            id=scale_id,
            low=low,
            high=self.number(entry, "high", where),
            labels=self.numbered(entry, "labels", low, where),
            top_from=self.number_or_none(entry, "top_from", where),
            categories=self.truth(entry, "categories", where),
        )

    def _area(self, entry: Table) -> Area:
        area_id = self.words(entry, "id", "an area")
        return Area(
            id=area_id,
            name=self.words(entry, "name", "an area"),
            descent=tuple(self._descents(entry, f'area "{area_id}"')),
        )

    def _item(self, entry: Table, area: str, framework_id: str, scales: tuple[Scale, ...]) -> Item:
        self.known("item", entry, f'an item of area "{area}"')
        code = self.words(entry, "code", f'an item of area "{area}"')
        where = f'item "{code}"'
        scale_id = self.words(entry, "scale", where, scales[0].id if scales else "")
        first = next((scale.low for scale in scales if scale.id == scale_id), 1)
        descents = self._descents(entry, where)
        if len(descents) > 1:
            raise self.broken(f'{where} can come from one item only; "descent" must be one table', (code,))
        return Item(
            id=self.words(entry, "id", where, f"{framework_id}.{code}"),
            code=code,
            area=area,
            name=self.words(entry, "name", where),
            text=self.words(entry, "text", where, ""),
            scale=scale_id,
            reverse=self.truth(entry, "reverse", where),
            optional=self.truth(entry, "optional", where),
            descent=descents[0] if descents else None,
            levels=self.numbered(entry, "levels", first, where),
        )

    def _descents(self, entry: Table, where: str) -> list[Descent]:
        """Where something comes from: "new", one table or a list of tables."""
        found = entry.get("descent", [])
        found = found if isinstance(found, list) else [found]
        telling = (str(entry.get("code", "")), str(entry.get("id", "")), "descent")
        descents = []
        for each in found:
            if each == "new":
                each = {"relation": "new"}
            if not isinstance(each, dict):
                raise self.broken(
                    f'"descent" of {where} must be "new" or a table such as {{ relation = "same", previous = "A1" }}',
                    telling,
                )
            self.known("descent", each, f'"descent" of {where}')
            relation = self.words(each, "relation", f'"descent" of {where}')
            previous = self.words(each, "previous", f'"descent" of {where}', "")
            descents.append(Descent(relation=relation, previous=previous))  # type: ignore[arg-type]
        return descents

    def _level(self, entry: Table) -> Level:
        self.known("level", entry, "a level")
        at_least = entry.get("at_least")
        if isinstance(at_least, bool) or not isinstance(at_least, int | float):
            raise self.broken('"at_least" of a level must be a number', ("at_least", "levels"))
        value, name = self.number(entry, "value", "a level"), self.words(entry, "name", "a level")
        return Level(value=value, name=name, at_least=float(at_least))
