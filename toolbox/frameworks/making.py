"""A framework of one's own made from another: a copy, a next version, and what a change does to rounds already read.

While it is being made a framework may break every rule; an item that is new in it has no id yet.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from toolbox.frameworks.rules import check
from toolbox.model import Area, Descent, Framework, Item, Scale

#: What a framework made from nothing starts with.
BLANK = Framework(
    id="",
    version="1",
    name="",
    kind="survey",
    source="",
    licence="own",
    areas=(Area(id="A", name=""),),
    items=(),
    scales=(
        Scale(
            id="agree",
            low=1,
            high=5,
            top_from=4,
            labels=(
                (1, "Strongly disagree"),
                (2, "Disagree"),
                (3, "Neither agree nor disagree"),
                (4, "Agree"),
                (5, "Strongly agree"),
            ),
        ),
    ),
    own=True,
)


def copied(framework: Framework) -> Framework:
    """A framework to make one's own from: same areas, items and scales, nothing said of where they come from.

    Example:
        >>> from toolbox.frameworks import load
        >>> own = copied(load("digcomporg"))
        >>> own.name, own.kind, len(own.areas), len(own.scales), own.source.startswith("After DigCompOrg")
        ('DigCompOrg (our version)', 'survey', 7, 1, True)
    """
    scales = framework.scales or BLANK.scales
    return replace(
        framework,
        id="",
        version="1",
        name=f"{framework.name} (our version)",
        kind="survey" if framework.kind == "frame" else framework.kind,
        source=f"After {framework.name}. {framework.source}",
        confirmed=(),
        unconfirmed=(),
        own=True,
        valid_from="",
        follows="",
        retired=(),
        areas=tuple(replace(area, descent=()) for area in framework.areas),
        items=tuple(replace(item, id="", descent=None, scale=item.scale or scales[0].id) for item in framework.items),
        scales=scales,
    )


def finished(made: Framework, *, earlier: Framework | None = None, meant: frozenset[str] = frozenset()) -> Framework:
    """The framework with an id for every item that has none, and (``earlier``) as the version that takes its place.

    In a next version items still carry the id they had; each becomes the same, reworded, moved or new by what was
    changed. ``meant``: ids of items that ask the same in other words, as the person who changed them says.

    Example:
        >>> from toolbox.frameworks.examples import FIRST
        >>> items = (replace(FIRST.items[0], name="We plan lessons together"), replace(FIRST.items[2], id="", code="B2"))
        >>> made = finished(replace(FIRST, id="next", items=items), earlier=FIRST)
        >>> [(item.id, item.descent.relation) for item in made.items], made.retired
        ([('next.A1', 'reworded'), ('next.B2', 'new')], ('first.A2', 'first.B1'))
        >>> finished(replace(FIRST, id="next", items=items), earlier=FIRST, meant=frozenset({"first.A1"})).items[0].descent
        Descent(relation='same', previous='first.A1')
    """
    if earlier is None:
        items = tuple(replace(item, id=item.id or f"{made.id}.{item.code}") for item in made.items)
        return _with_text_told(replace(made, items=items))
    then = {item.id: item for item in earlier.items}
    areas_then = {area.id: area.name for area in earlier.areas}
    kept = {item.id for item in made.items}
    return _with_text_told(
        replace(
            made,
            follows=earlier.id,
            items=tuple(
                replace(item, id=f"{made.id}.{item.code}", descent=_descent(then.get(item.id), item, meant))
                for item in made.items
            ),
            areas=tuple(replace(area, descent=(_area_descent(area, areas_then),)) for area in made.areas),
            retired=tuple(id for id in then if id not in kept),
        )
    )


def _with_text_told(made: Framework) -> Framework:
    return replace(made, text_included=any(item.text or item.levels for item in made.items))


def _descent(before: Item | None, now: Item, meant: frozenset[str]) -> Descent:
    if before is None:
        return Descent(relation="new")
    if _asks(before) != _asks(now) and before.id not in meant:
        return Descent(relation="reworded", previous=before.id)
    return Descent(relation="same" if before.area == now.area else "moved", previous=before.id)


def _asks(item: Item) -> tuple[str, str, bool]:
    return (item.name, item.text, item.reverse)


def _area_descent(area: Area, then: dict[str, str]) -> Descent:
    if area.id not in then:
        return Descent(relation="new")
    return Descent(relation="same" if then[area.id] == area.name else "reworded", previous=area.id)


@dataclass(frozen=True, kw_only=True)
class Changed:
    """What a framework that takes its own place does to the rounds read with it, in sentences."""

    lost: tuple[str, ...] = ()
    """What rounds would lose: never done in place."""
    altered: tuple[str, ...] = ()
    """What rounds would show otherwise from now on: done in place only knowingly, as a correction."""
    averages: tuple[str, ...] = ()
    """Those of ``altered``, and what else, that gives other averages of the same answers: never done in place once one of the
    rounds was shown, for the old averages and the new ones together would tell of those who left some items out."""


def changed(before: Framework, after: Framework) -> Changed:
    """What becomes of rounds read with ``before`` when ``after`` takes its place under the same id.

    Example:
        >>> from toolbox.frameworks.examples import FIRST
        >>> found = changed(FIRST, replace(FIRST, items=(replace(FIRST.items[0], reverse=True), FIRST.items[2])))
        >>> found.lost
        ('Item A2 “We meet weekly” would be gone.',)
        >>> found.altered == found.averages
        True
        >>> found.averages
        ('Item A1 “We plan together” would be turned round.',)
    """
    now = {item.id: item for item in after.items}
    areas = {area.id: area.name for area in after.areas}
    lost, altered, averages = [], [], []
    if before.kind != after.kind:
        lost.append("Answers of persons and ratings of schools are not read alike: the kind would be another one.")
    for area in before.areas:
        if area.id not in areas:
            lost.append(f"Area {area.id} “{area.name}” would be gone.")
        elif areas[area.id] != area.name:
            altered.append(f"Area {area.id} “{area.name}” would be called “{areas[area.id]}”.")
    for item in before.items:
        words = f"Item {item.code} “{item.name}” would be"
        if item.id not in now:
            lost.append(f"{words} gone.")
            continue
        other = now[item.id]
        scales = (before.scale_of(item), _scale_of(after, other))
        if scales[1] is None or _numbers(scales[0]) != _numbers(scales[1]):
            lost.append(f"{words} answered on other numbers.")
        if (item.name, item.text) != (other.name, other.text):
            altered.append(f"{words} worded “{other.name}”.")
        if item.reverse != other.reverse:
            averages.append(f"{words} turned round.")
        if item.area != other.area and other.area in areas:
            averages.append(f"{words} in the area “{areas[other.area]}”.")
        if item.optional != other.optional:
            averages.append(f"{words} {'one a school may leave out' if other.optional else 'asked of every school'}.")
    if _beginnings(before) != _beginnings(after):
        averages.append("Levels would begin at other averages.")
    return Changed(lost=tuple(lost), altered=(*altered, *averages), averages=tuple(averages))


def _beginnings(framework: Framework) -> tuple[float, ...]:
    return tuple(sorted(level.at_least for level in framework.levels))


def _scale_of(framework: Framework, item: Item) -> Scale | None:
    return next((scale for scale in framework.scales if scale.id == item.scale), None)


def _numbers(scale: Scale) -> tuple[int, int, bool]:
    return (scale.low, scale.high, scale.categories)


def broken_rules(made: Framework) -> tuple[str, ...]:
    """Every rule the framework still breaks, as sentences for whoever is making it.

    Example:
        >>> for sentence in broken_rules(replace(BLANK, id="ours")): print(sentence)
        “Name” is empty.
        “Source” is empty: say where the framework comes from.
        Area “A” needs a “name” of up to 300 characters.
        Area “A” has no item.
    """
    said = []
    for rule, _ in check(made):
        words = rule.removeprefix("the ")
        if "; say where the framework comes from" in words:
            field = words.split('"')[1].capitalize()
            words = f'"{field}" is empty' + (": say where the framework comes from" if field == "Source" else "")
        said.append(_quoted(words[0].upper() + words[1:]) + ".")
    return tuple(dict.fromkeys(said))


def _quoted(text: str) -> str:
    """Straight quotation marks as printed ones, in turn."""
    parts = text.split('"')
    return "".join(part + ("" if place == len(parts) - 1 else "“”"[place % 2]) for place, part in enumerate(parts))
