"""A next step beside what was released of the rounds it was chosen in and is looked at in. Nothing is computed here.

Both values come from released profiles, so whatever the gate hides on a School page is hidden here with the same reason.
They stand beside each other only where both rounds asked the same: the same statement, or an area of the same statements.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from toolbox.disclosure.released import ReleasedCell, ReleasedProfile
from toolbox.model import Action, Framework

Apart = Literal["", "gone", "unseen", "not_asked", "reworded", "other_items", "earlier", "other_framework"]
"""Why two values do not stand beside each other: the round is gone, or holds nothing of the school; the statement (or the
area's statements) differ; the round in view is no later than the choice; the step belongs to another instrument."""


@dataclass(frozen=True, kw_only=True)
class StepValue:
    """What one group said when the step was chosen and says now; None where that is not known (see ``Apart``)."""

    group: str
    then: ReleasedCell | None = None
    now: ReleasedCell | None = None


@dataclass(frozen=True, kw_only=True)
class StepBeside:
    """One step with the released values that tell how it goes."""

    action: Action
    framework: Framework
    """The one in whose words it is told: of the round in view, else the step's own."""
    area: str
    item: str
    """As ``framework`` calls them."""
    chosen: tuple[str, date] | None = None
    """Name and date of the round it was chosen in; None where that is gone."""
    seen: tuple[str, date] | None = None
    """Name and date of the round in view, where it is later and asked the same."""
    values: tuple[StepValue, ...] = ()
    apart: Apart = ""

    @property
    def name(self) -> str:
        """What the step is about, as a person reads it."""
        known = next((item for item in self.framework.items if item.id == self.item), None)
        if known is not None:
            return f"{known.code} {known.name}"
        return next((area.name for area in self.framework.areas if area.id == self.area), self.item or self.area)


def standing(cell: ReleasedCell | None, framework: Framework) -> float | None:
    """The one number a step is judged by: the average; in a rubric that is not averaged the rating, or the area's middle level.

    Example:
        >>> from toolbox.disclosure import release
        >>> from toolbox.disclosure.examples import profile_of, rated
        >>> found, security = release(profile_of(leaders=3, teachers=24)), rated([1, 4, 4], required=3)
        >>> [standing(cell, found.framework) for cell in found.areas], standing(security.items[1], security.framework)
        ([None, 3.5], 4.0)
    """
    if cell is None:
        return None
    return cell.median if cell.mean is None and framework.kind == "rubric" else cell.mean


def step_beside(
    action: Action,
    now: ReleasedProfile,
    then: ReleasedProfile | None,
    *,
    then_gone: Literal["gone", "unseen"] = "gone",
    own: Framework | None = None,
    items: Mapping[str, str] | None = None,
    areas: Mapping[str, str] | None = None,
    reworded: Collection[str] = (),
) -> StepBeside:
    """A step beside the round in view (``now``) and the one it was chosen in (``then``, None where there is none).

    Args:
        own: the framework the step was chosen in, where it is still known.
        items: what the statements of ``then`` are called in the framework of ``now``, those that stayed the same only;
            None where both rounds have one framework.
        areas: the same of areas.
        reworded: statements (as ``now`` calls them) whose wording differs in either round.

    Example:
        >>> from toolbox.disclosure import release
        >>> from toolbox.disclosure.examples import profile_of
        >>> now = release(profile_of(leaders=3, teachers=24))
        >>> step = Action(school="Northbank School", framework="example", area="A", step="Meet", group="teachers")
        >>> found = step_beside(step, now, None)
        >>> found.name, found.apart, [(each.group, each.now.mean) for each in found.values]
        ('Leadership', 'gone', [('teachers', 3.5)])
    """
    if then is not None and then.framework.id != action.framework:
        then = None  # the round was read anew with another framework: what was chosen in it is not there any more
    area, item = action.area, action.item
    if action.framework != now.framework.id:
        area, item = (areas or {}).get(action.area, ""), (items or {}).get(action.item, "")
        if not (item if action.item else area):
            return _elsewhere(action, then, own)
        area = area or next(each.area for each in now.framework.items if each.id == item)
    chosen = None if then is None else (then.round, then.collected_on)
    told = {"action": action, "framework": now.framework, "area": area, "item": item, "chosen": chosen}
    was = {} if then is None else _cells(then, action.area, action.item)
    if then is not None and now.collected_on <= then.collected_on:
        apart: Apart = "" if now.sha256 == then.sha256 else "earlier"
        return StepBeside(**told, values=_values(action, then, was, {}), apart=apart)
    here = _cells(now, area, item)
    apart = then_gone if then is None else _differ(then, now, action, area, item, items, reworded)
    if not here:
        return StepBeside(**told, values=_values(action, then, was, {}), apart="not_asked")
    if apart:
        was = {}
    return StepBeside(**told, seen=(now.round, now.collected_on), values=_values(action, now, was, here), apart=apart)


def _elsewhere(action: Action, then: ReleasedProfile | None, own: Framework | None) -> StepBeside:
    """A step of another instrument: told with what it was when chosen, where that is known."""
    framework = then.framework if then is not None else own or _unknown(action.framework)
    was = {} if then is None else _cells(then, action.area, action.item)
    return StepBeside(
        action=action,
        framework=framework,
        area=action.area,
        item=action.item,
        chosen=None if then is None else (then.round, then.collected_on),
        values=_values(action, then, was, {}),
        apart="other_framework",
    )


def _unknown(id: str) -> Framework:
    """In the place of a framework that was deleted."""
    return Framework(id=id, version="", name=id, kind="frame", source="", areas=(), items=(), scales=())


def _cells(found: ReleasedProfile, area: str, item: str) -> dict[str, ReleasedCell]:
    if item:
        return {cell.group: cell for cell in found.items if cell.item == item}
    return {cell.group: cell for cell in found.areas if cell.area == area}


def _values(
    action: Action, found: ReleasedProfile | None, was: Mapping[str, ReleasedCell], here: Mapping[str, ReleasedCell]
) -> tuple[StepValue, ...]:
    order = [count.group for count in found.groups] if found is not None else []
    groups = [group for group in dict.fromkeys((*order, *was, *here)) if group in was or group in here]
    wanted = [action.group] if action.group in groups else groups
    return tuple(StepValue(group=group, then=was.get(group), now=here.get(group)) for group in wanted)


def _differ(
    then: ReleasedProfile,
    now: ReleasedProfile,
    action: Action,
    area: str,
    item: str,
    items: Mapping[str, str] | None,
    reworded: Collection[str],
) -> Apart:
    """Whether the two rounds asked something else."""
    if item:
        return "reworded" if item in reworded else ""
    called = {id: id for id in _asked(then, action.area)} if items is None else items
    before, after = _asked(then, action.area), _asked(now, area)
    if before or after:
        same = {called.get(id, "") for id in before} == after
        return "" if same and not after & set(reworded) else "other_items"
    return ""  # averages of a tool that names no statements


def _asked(found: ReleasedProfile, area: str) -> set[str]:
    return {cell.item for cell in found.items if cell.area == area}
