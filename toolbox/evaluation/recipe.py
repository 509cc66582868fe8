"""An evaluation as a small JSON text: what was asked, of which data sets, under which rule. It holds no answers.

Who has the recipe and the same data sets gets the same tables, to the byte. A round is named by the sha256 of its data
set, so that a recipe never quietly runs on other answers. Reading is strict: a key that is not known here, or a value of
another kind, is refused, because an option that was read past would give other tables under the same name.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from toolbox.model import Plan, Policy, SchoolFacts, ToolboxError

#: Raised when the form changes.
FORM = 1


@dataclass(frozen=True, kw_only=True)
class NamedRound:
    """A round as a recipe names it."""

    name: str
    collected_on: date
    sha256: str
    """Of the data set."""
    invited_sha256: str = ""
    """Of the numbers invited (:func:`invited_sha256`), which the store keeps beside the data set; "" where none were known.
    The numbers themselves are not in a recipe: of a small school they may not be seen."""


@dataclass(frozen=True, kw_only=True)
class EvaluationRecipe:
    """Everything that decides what an evaluation's tables hold, except the answers."""

    plan: Plan
    framework: str
    framework_version: str
    framework_sha256: str = ""
    """Of the framework as TOML: what its version may not tell."""
    rounds: tuple[NamedRound, ...]
    """In order of time."""
    policy: Policy = Policy()
    versions: dict[str, str] = field(default_factory=dict)
    """Of the software that made the tables, by name: told when they differ, not required."""


def invited_sha256(invited: Mapping[tuple[str, str], int]) -> str:
    """A fingerprint of numbers invited by (school, group); "" of none.

    Example:
        >>> invited_sha256({}), len(invited_sha256({("Elm", "teachers"): 8}))
        ('', 64)
    """
    told = json.dumps(sorted([school, group, number] for (school, group), number in invited.items()))
    return hashlib.sha256(told.encode()).hexdigest() if invited else ""


def to_json(recipe: EvaluationRecipe) -> str:
    """The recipe as JSON, the same text for the same recipe.

    Example:
        >>> named = NamedRound(name="Autumn", collected_on=date(2025, 10, 6), sha256="0" * 64)
        >>> recipe = EvaluationRecipe(plan=Plan(rounds=("Autumn",)), framework="selfie-2020", framework_version="1", rounds=(named,))
        >>> from_json(to_json(recipe)) == recipe
        True
    """
    import msgspec

    plain = {"evaluation": FORM, **msgspec.to_builtins(recipe)}
    return json.dumps(plain, ensure_ascii=False, indent=1) + "\n"


def from_json(text: str) -> EvaluationRecipe:
    """A recipe from its JSON text.

    Raises:
        ToolboxError: ``bad_recipe`` with what was found and expected, ``newer_recipe`` for one of a later version.
    """
    import msgspec

    try:
        plain = json.loads(text.removeprefix("\ufeff"), object_pairs_hook=_once, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise _bad(f"line {error.lineno} is not valid JSON ({error.msg})") from None
    except RecursionError:
        raise _bad("it is nested too deeply") from None
    form = plain.pop("evaluation", None) if isinstance(plain, dict) else None
    if not isinstance(form, int) or isinstance(form, bool):
        if isinstance(plain, dict) and "recipe" in plain and "reader" in plain:
            raise _bad("it is the recipe of a survey's columns, which goes with “profile” and “change”")
        raise _bad('it does not begin with "evaluation" and a number')
    if form > FORM:
        raise ToolboxError(
            "newer_recipe",
            "This recipe was saved by a newer version of the toolbox. Update the toolbox, or plan the evaluation again.",
        )
    _known_keys(plain)
    try:
        recipe = msgspec.convert(plain, EvaluationRecipe)
    except msgspec.ValidationError as error:
        raise _bad(_said(str(error))) from None
    _make_sense(recipe)
    return recipe


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose keys stand once each: of two values nobody could say which one was meant."""
    made = dict(pairs)
    if len(made) < len(pairs):
        twice = next(name for place, (name, _) in enumerate(pairs) if name in dict(pairs[:place]))
        raise _bad(f"“{twice}” stands in it twice")
    return made


def _no_number(text: str) -> float:
    raise _bad(f"{text} is not a number")


def _known_keys(plain: dict[str, Any]) -> None:
    """Refuse keys no record has."""
    plan = plain.get("plan")
    several = [("", EvaluationRecipe, plain), ("plan.", Plan, plan), ("policy.", Policy, plain.get("policy"))]
    several += [("rounds.", NamedRound, one) for one in _listed(plain.get("rounds"))]
    several += [
        ("plan.schools.", SchoolFacts, one) for one in _listed(plan.get("schools") if isinstance(plan, dict) else None)
    ]
    for where, record, found in several:
        known = [part.name for part in fields(record)]
        for name in found if isinstance(found, dict) else ():
            if name not in known:
                raise _bad(f"“{where}{name}” is not known. Known there: {', '.join(known)}")


def _listed(found: Any) -> list[Any]:
    return found if isinstance(found, list) else []


def _make_sense(recipe: EvaluationRecipe) -> None:
    """Refuse what has the right form and still cannot be meant."""
    plan, names = recipe.plan, [each.name for each in recipe.rounds]
    if len(set(names)) < len(names):
        raise _bad("two of its rounds have the same name")
    if not plan.rounds or any(name not in names for name in (*plan.rounds, *filter(None, [plan.then_round]))):
        raise _bad("its plan asks for rounds that “rounds” does not name")
    for each in recipe.rounds:
        if not re.fullmatch(r"[0-9a-f]{64}", each.sha256):
            raise _bad(f"the sha256 of “{each.name}” is not 64 digits and letters a to f")
    if not 0.5 <= plan.confidence < 1:
        raise _bad(f"“plan.confidence” is {plan.confidence}, expected a share from 0.5 to below 1")
    if plan.draws < 99 or plan.draws > 1_000_000 or plan.seed < 0:
        raise _bad("“plan.draws” has to be 99 to 1,000,000 and “plan.seed” not below 0")
    if plan.smallest_change is not None and plan.smallest_change <= 0:
        raise _bad(f"“plan.smallest_change” is {plan.smallest_change}, expected more than 0, or null")


def _said(error: str) -> str:
    """What msgspec found, in our words.

    Example:
        >>> _said("Expected `str`, got `int` - at `$.plan.rounds[...]`")
        'at “plan.rounds[...]” expected str, got int'
    """
    found, _, where = error.partition(" - at ")
    found = (found[:1].lower() + found[1:]).replace("`", "")
    where = where.strip("`").removeprefix("$").removeprefix(".")
    return f"at “{where}” {found}" if where else found


def _bad(found: str) -> ToolboxError:
    return ToolboxError(
        "bad_recipe",
        f"This is not a recipe of an evaluation: {found}. Choose the recipe.json of an evidence bundle, unchanged.",
    )
