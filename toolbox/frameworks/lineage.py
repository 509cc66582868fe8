"""What of an earlier version of a framework may be compared with this one, item by item and area by area.

A version names the one it follows; its items and areas say where theirs come from. Over a chain of versions an item
stays the same only where every step says so. An item that says nothing is the same where it kept its id and its words,
and new otherwise: a question is never taken for another one silently.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from toolbox.model import Descent, Framework, Item, Scale

Reason = Literal["reworded", "rescaled", "moved", "new", "retired"]
"""Why something may not be compared; rescaled: answered on other numbers than before."""


@dataclass(frozen=True, kw_only=True)
class Ancestor:
    """An earlier version (or the framework itself), seen from the framework one compares in."""

    framework: Framework
    same: tuple[tuple[str, str], ...]
    """(item then, item now) that may be compared, as items and inside their area."""
    moved: tuple[tuple[str, str], ...] = ()
    """(item then, item now) in another area now: may be compared as items, never inside an area."""
    changed: tuple[tuple[str, str], ...] = ()
    """(item then, item now) that was reworded or rescaled on the way: never compared."""
    other: tuple[tuple[str, Reason], ...] = ()
    """(item, why not): by the id it has now where there is such an item, else by the one it had then."""
    areas: tuple[tuple[str, str], ...] = ()
    """(area then, area now) whose averages may be compared."""
    other_areas: tuple[tuple[str, Reason], ...] = ()

    @property
    def now(self) -> dict[str, str]:
        """Item then → item now, for everything that may be compared as an item."""
        return dict((*self.same, *self.moved))

    @property
    def apart(self) -> frozenset[str]:
        """Items (as they are called now) that are never put into an area's average together."""
        return frozenset(now for _, now in self.moved)


@dataclass(frozen=True, kw_only=True)
class Lineage:
    """A framework and every version it goes back to, itself first, then nearest first."""

    framework: Framework
    ancestors: tuple[Ancestor, ...]

    def __contains__(self, id: object) -> bool:
        return any(each.framework.id == id for each in self.ancestors)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all versions, this one first."""
        return tuple(each.framework.id for each in self.ancestors)

    def of(self, id: str) -> Ancestor:
        """The version of this id, as seen from the framework.

        Raises:
            KeyError: where it is none of the family.
        """
        for each in self.ancestors:
            if each.framework.id == id:
                return each
        raise KeyError(id)


def lineage(framework: Framework, known: Mapping[str, Framework]) -> Lineage:
    """The framework and the versions it goes back to, as far as ``known`` (by id) has them.

    Example:
        >>> from toolbox.frameworks.examples import FIRST, SECOND, THIRD
        >>> known = {each.id: each for each in (FIRST, SECOND, THIRD)}
        >>> found = lineage(THIRD, known)
        >>> found.ids
        ('third', 'second', 'first')
        >>> found.of("second").same, found.of("second").moved
        ((('second.A1', 'third.A1'),), (('second.B1', 'third.A2'),))
        >>> found.of("first").same, found.of("first").other
        ((('first.A1', 'third.A1'),), (('first.A2', 'retired'), ('third.A2', 'reworded'), ('third.A3', 'new')))
    """
    items, areas = _kept(framework)
    ancestors, version, seen = [_ancestor(framework, framework, items, areas)], framework, {framework.id}
    while (earlier := known.get(version.follows)) is not None and earlier.id not in seen:
        seen.add(earlier.id)
        items = _further(items, _items_step(version, earlier))
        areas = _further(areas, _areas_step(version, earlier))
        ancestors.append(_ancestor(framework, earlier, items, areas))
        version = earlier
    return Lineage(framework=framework, ancestors=tuple(ancestors))


def family_of(id: str, known: Mapping[str, Framework]) -> str:
    """The id of the first version a framework goes back to: the same for every version that follows one another.

    Example:
        >>> from toolbox.frameworks.examples import FIRST, SECOND, THIRD
        >>> known = {each.id: each for each in (FIRST, SECOND, THIRD)}
        >>> [family_of(id, known) for id in ("third", "first", "gone")]
        ['first', 'first', 'gone']
    """
    seen = {id}
    while id in known and known[id].follows in known and known[id].follows not in seen:
        id = known[id].follows
        seen.add(id)
    return id


def comparable(
    items_before: Iterable[str], items_after: Iterable[str], ancestor: Ancestor
) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    """Which items two rounds may be compared on: (item before, item now), and those not, with the reason.

    Reasons are those of :data:`Reason`, and "only_before" or "only_after" for an item one of the rounds did not ask.

    Example:
        >>> from toolbox.frameworks.examples import FIRST, SECOND, THIRD
        >>> found = lineage(THIRD, {each.id: each for each in (FIRST, SECOND)})
        >>> comparable(["second.A1", "second.B1"], ["third.A1", "third.A2", "third.A3"], found.of("second"))
        ((('second.A1', 'third.A1'), ('second.B1', 'third.A2')), (('third.A3', 'new'),))
    """
    before, after = set(items_before), set(items_after)
    pairs = [pair for pair in (*ancestor.same, *ancestor.moved) if pair[0] in before and pair[1] in after]
    reasons: dict[str, str] = {id: why for id, why in ancestor.other if id in before or id in after}
    for then, now in (*ancestor.same, *ancestor.moved):
        if then in before and now not in after:
            reasons[now] = "only_before"
        elif now in after and then not in before:
            reasons[now] = "only_after"
    return tuple(pairs), tuple(reasons.items())


def check_descent(framework: Framework, earlier: Framework) -> Iterator[str]:
    """Every way in which a framework speaks falsely of the version it follows; none for a sound one.

    Example:
        >>> from toolbox.frameworks.examples import FIRST, SECOND
        >>> list(check_descent(SECOND, FIRST))
        []
        >>> from dataclasses import replace
        >>> list(check_descent(replace(SECOND, retired=("first.Z9",)), FIRST))
        ['"retired" names the item "first.Z9", which "The first version" does not have']
    """
    items, areas = {item.id for item in earlier.items}, {area.id for area in earlier.areas}
    for item in framework.items:
        if item.descent and item.descent.previous and item.descent.previous not in items:
            yield (
                f'item "{item.code}" comes from the item "{item.descent.previous}", which "{earlier.name}" does not have'
            )
    for area in framework.areas:
        for each in area.descent:
            if each.previous and each.previous not in areas:
                yield f'area "{area.id}" comes from the area "{each.previous}", which "{earlier.name}" does not have'
    for id in framework.retired:
        if id not in items:
            yield f'"retired" names the item "{id}", which "{earlier.name}" does not have'


#: How what became of something is put together over several steps: the worst of them counts.
_WORST = ("same", "moved", "reworded", "rescaled", "retired")

#: What became of everything an earlier version had: its id then → (its id now or "", in one of the words above).
Fates = Mapping[str, tuple[str, str]]


def _kept(framework: Framework) -> tuple[Fates, Fates]:
    """Items and areas of a framework, seen from itself."""
    return ({item.id: (item.id, "same") for item in framework.items},
            {area.id: (area.id, "same") for area in framework.areas})  # fmt: skip


def _further(fates: Fates, step: Fates) -> Fates:
    """What became of the things of a version, by way of the version that follows it."""
    found = {}
    for then, (between, relation) in step.items():
        now, later = fates.get(between, ("", "retired"))
        found[then] = (now, max(relation, later, key=_WORST.index))
    return found


def _items_step(framework: Framework, earlier: Framework) -> Fates:
    """What became of the items of the version a framework follows."""
    then = {item.id: item for item in earlier.items}
    fates: dict[str, tuple[str, str]] = {}
    for item in framework.items:
        told = item.descent or _untold(item, then)
        before = then.get(told.previous)
        if before is not None:
            alike = _alike(framework.scale_of(item), earlier.scale_of(before))
            fates[before.id] = (item.id, told.relation if alike or told.relation == "reworded" else "rescaled")
    return {id: fates.get(id, ("", "retired")) for id in then}


def _untold(item: Item, then: Mapping[str, Item]) -> Descent:
    """What may be taken for granted of an item that says nothing: same id, words and area are the same item."""
    before = then.get(item.id)
    if before is None:
        return Descent(relation="new")
    worded = (before.name, before.text, before.reverse) == (item.name, item.text, item.reverse)
    relation = "reworded" if not worded else "same" if before.area == item.area else "moved"
    return Descent(relation=relation, previous=item.id)


def _alike(now: Scale, then: Scale) -> bool:
    """Whether two scales hold the same numbers; their words may differ, as in a translation."""
    return (now.low, now.high, now.categories) == (then.low, then.high, then.categories)


def _areas_step(framework: Framework, earlier: Framework) -> Fates:
    """What became of the areas; one that was parted, or put together with another, is not the same any more."""
    then = {area.id: area for area in earlier.areas}
    fates: dict[str, tuple[str, str]] = {}
    for area in framework.areas:
        told = area.descent
        if not told and area.id in then:
            told = (Descent(relation="same" if then[area.id].name == area.name else "reworded", previous=area.id),)
        for each in told:
            if each.previous not in then:
                continue
            # An area whose items went elsewhere is another area now, whatever moved.
            same = each.relation == "same" and len(told) == 1
            relation = "same" if same else "reworded"
            if relation == "same" and _ends(framework, area.id) != _ends(earlier, each.previous):
                relation = "rescaled"
            if fates.get(each.previous, ("", ""))[1] != "same":
                fates[each.previous] = (area.id, relation)
    return {id: fates.get(id, ("", "retired")) for id in then}


def _ends(framework: Framework, area: str) -> tuple[int, int] | None:
    """Lowest and highest value in an area; None in a frame without a scale."""
    return framework.span(area) if framework.scales else None


def _ancestor(framework: Framework, earlier: Framework, items: Fates, areas: Fates) -> Ancestor:
    def of(fates: Fates, *relations: str) -> tuple[tuple[str, str], ...]:
        return tuple((then, now) for then, (now, relation) in fates.items() if relation in relations)

    def others(fates: Fates, ids: Iterable[str]) -> tuple[tuple[str, Reason], ...]:
        reached = {now for now, _ in fates.values()}
        why = {now or then: relation for then, (now, relation) in fates.items() if relation not in ("same", "moved")}
        return (*why.items(), *((id, "new") for id in ids if id not in reached))  # type: ignore[return-value]

    return Ancestor(
        framework=earlier,
        same=of(items, "same"),
        moved=of(items, "moved"),
        changed=of(items, "reworded", "rescaled"),
        other=others(items, [item.id for item in framework.items]),
        areas=of(areas, "same"),
        other_areas=others(areas, [area.id for area in framework.areas]),
    )
