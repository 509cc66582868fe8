"""A recipe as a small JSON text a person can keep, send and load again. It holds no answers."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from typing import Any, get_args

from toolbox.model import AnswerScale, Choices, ColumnMeaning, DateOrder, Meaning, Recipe, ToolboxError

#: Raised when the form changes; older forms are still read.
FORM = 1


def to_json(recipe: Recipe) -> str:
    """The recipe as JSON, the same text for the same recipe.

    Example:
        >>> recipe = Recipe(name="Autumn", reader="plain_table", framework="selfie-2020", columns=())
        >>> from_json(to_json(recipe)) == recipe
        True
    """
    plain = {"recipe": FORM, **asdict(recipe)}
    if not recipe.event:
        # Hardly any export has events: a recipe without one reads as it always did.
        del plain["event"]
    return json.dumps(plain, ensure_ascii=False, indent=1)


def from_json(text: str) -> Recipe:
    """A recipe from its JSON text.

    Raises:
        ToolboxError: ``bad_recipe`` with what was found and expected, ``newer_recipe`` for one of a later version.
    """
    try:
        plain = json.loads(text.removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        raise _bad(f"line {error.lineno} is not valid JSON ({error.msg})") from None
    if not isinstance(plain, dict) or not isinstance(plain.get("recipe"), int):
        raise _bad('it does not begin with "recipe" and a number')
    if plain["recipe"] > FORM:
        raise ToolboxError(
            "newer_recipe",
            "This recipe was saved by a newer version of the toolbox. Update the toolbox, or map the file again.",
        )
    missing = [name for name in ("name", "reader", "framework") if name not in plain]
    if missing:
        raise _bad(f"{' and '.join(repr(name) for name in missing)} missing")
    try:
        return Recipe(
            **_simple(Recipe, plain, leave=("columns", "scales", "schools", "groups", "choices")),
            columns=tuple(_column(one) for one in _list(plain, "columns")),
            scales=tuple(_scale(one) for one in _list(plain, "scales")),
            schools=_pairs(plain, "schools"),
            groups=_pairs(plain, "groups"),
            choices=_choices(plain.get("choices", {})),
        )
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise _bad(str(error)) from None


def _bad(found: str) -> ToolboxError:
    return ToolboxError(
        "bad_recipe",
        f"This is not a recipe of the toolbox: {found}. Choose the .json file that was downloaded as a recipe.",
    )


def _simple(record: type, plain: dict[str, Any], leave: tuple[str, ...] = ()) -> dict[str, Any]:
    """The plain fields of a record; a wrong type is named, an unknown name is left."""
    kept = {}
    for field in fields(record):
        if field.name in leave or field.name not in plain:
            continue
        value = plain[field.name]
        wanted = bool if "bool" in str(field.type) else int if str(field.type) == "int" else str
        if not isinstance(value, wanted) or (wanted is int and isinstance(value, bool)):
            raise ValueError(
                f"'{field.name}' is {value!r}, expected {'true or false' if wanted is bool else wanted.__name__}"
            )
        kept[field.name] = value
    return kept


def _list(plain: dict[str, Any], name: str) -> list[Any]:
    many = plain.get(name, [])
    if not isinstance(many, list):
        raise ValueError(f"'{name}' is not a list")
    return many


def _pairs(plain: dict[str, Any], name: str) -> tuple[tuple[str, str], ...]:
    return tuple((str(first), str(second)) for first, second in _list(plain, name))


def _column(plain: dict[str, Any]) -> ColumnMeaning:
    column = ColumnMeaning(**_simple(ColumnMeaning, plain))
    if column.meaning not in get_args(Meaning):
        raise ValueError(f"'{column.meaning}' is not a meaning; there are {', '.join(get_args(Meaning))}")
    return column


def _scale(plain: dict[str, Any]) -> AnswerScale:
    words = tuple((str(word), int(value)) for word, value in _list(plain, "words"))
    if any(not -128 <= value <= 127 for _, value in words):
        raise ValueError("a value of a scale is beyond -100 to 127")
    return AnswerScale(id=str(plain["id"]), words=words)


def _choices(plain: dict[str, Any]) -> Choices:
    choices = Choices(**_simple(Choices, plain))
    if choices.date_order not in get_args(DateOrder):
        raise ValueError(f"'{choices.date_order}' is not an order of day and month")
    return choices
