"""What agreed ratings say: where a school stands, which indicators stand lowest, what is short of the required level."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from toolbox.disclosure import ReleasedCell, ReleasedProfile
from toolbox.disclosure.words import headed, listed, middle, to_go, why_blank
from toolbox.model import Framework, Item, RatingNote
from toolbox.wording.templates import say

#: So many indicators are named in a sentence; further ones are counted.
NAMED = 3


def rating_sentences(released: ReleasedProfile) -> tuple[str, ...]:
    """Up to three sentences on a rubric that is not averaged: where it stands, what stands lowest, what is not rated."""
    shown = [cell for cell in released.areas if cell.median is not None]
    if not shown:
        return (say("rated_nothing"),)
    several = len(released.schools) > 1
    if released.framework.summary == "compliance":
        found = _schools_met(released, shown) if several else _met(released, shown)
    else:
        found = _schools_stand(released, shown) if several else _stand(released, shown)
    return tuple(sentence for sentence in (*found, not_rated(released)) if sentence)


def not_rated(released: ReleasedProfile) -> str:
    """How many indicators have no rating; "" where all have one.

    Example:
        >>> from toolbox.disclosure.examples import rated
        >>> not_rated(rated([3, 4, None]))
        '1 of 3 indicators is not rated.'
    """
    asked = sum(cell.indicators or 0 for cell in released.areas)
    missing = asked - sum(cell.rated or 0 for cell in released.areas)
    if not missing:
        return ""
    words = {"missing": missing, "asked": asked}
    if released.framework.summary == "compliance" and len(released.schools) == 1:
        return say("not_rated_short_one" if missing == 1 else "not_rated_short", **words)
    return say("not_rated_one" if missing == 1 else "not_rated", **words)


def _stand(released: ReleasedProfile, shown: Sequence[ReleasedCell]) -> tuple[str, ...]:
    by_median = sorted(shown, key=lambda cell: cell.median)
    low, high = by_median[0], by_median[-1]
    top = released.framework.span()[1]
    words = {
        "high": _area(released, high), "high_level": middle(high.median),
        "low": _area(released, low), "low_level": middle(low.median), "top": top,
    }  # fmt: skip
    if len(shown) == 1:
        stand = say("ratings_one", area=words["low"], level=middle(low.median), top=top)
    elif low.median == high.median:
        stand = say("ratings_even", level=middle(low.median), top=top)
    else:
        stand = say("ratings_stand", **words)
    return stand, _lowest(released)


def _lowest(released: ReleasedProfile) -> str:
    """The indicators with the lowest rating, named up to :data:`NAMED`."""
    rated = [cell for cell in released.items if cell.lowest is not None]
    if not rated:
        return ""
    level = min(cell.lowest for cell in rated)
    if level == max(cell.highest for cell in rated):
        return say("ratings_alike", level=level)
    found = [cell for cell in rated if cell.lowest == level]
    return say("ratings_lowest", items=_named(released.framework, found), level=level)


def _met(released: ReleasedProfile, shown: Sequence[ReleasedCell]) -> tuple[str, ...]:
    required = released.framework.required
    met, asked = sum(cell.met or 0 for cell in shown), sum(cell.indicators or 0 for cell in released.areas)
    if met == asked:
        return (say("met_all", asked=asked, required=required),)
    short = sorted((cell for cell in released.items if cell.distance), key=lambda cell: -cell.distance)
    first = say("met_some", met=met, asked=asked, required=required)
    if not short:
        return (first,)
    furthest = [cell for cell in short if cell.distance == short[0].distance]
    words = {"items": _named(released.framework, furthest), "distance": short[0].distance}
    return first, say("met_furthest_one" if short[0].distance == 1 else "met_furthest", **words)


def _schools_stand(released: ReleasedProfile, shown: Sequence[ReleasedCell]) -> tuple[str, ...]:
    most = max(shown, key=lambda cell: max(schools for _, schools in cell.levels))
    level, schools = max(most.levels, key=lambda pair: pair[1])
    if schools < 2:
        return ()
    stand = say("schools_stand", area=_area(released, most), schools=schools, of=most.n, level=level)
    return (stand,)


def _schools_met(released: ReleasedProfile, shown: Sequence[ReleasedCell]) -> tuple[str, ...]:
    by_met = sorted(shown, key=lambda cell: cell.met or 0)
    least, most = by_met[0], by_met[-1]
    words = {"met": most.met, "of": most.n, "required": released.framework.required, "area": _area(released, most)}
    if len(by_met) > 1 and (least.met, least.n) == (most.met, most.n):
        return (say("schools_met_even", **words),)
    told = [say("schools_met_most", **words)]
    if len(by_met) > 1:
        told.append(say("schools_met_least", area=_area(released, least), met=least.met, of=least.n))
    return tuple(told)


def areas_alt(released: ReleasedProfile) -> str:
    """What :func:`toolbox.charts.rated_areas` shows, area by area.

    Example:
        >>> from toolbox.disclosure.examples import rated
        >>> areas_alt(rated([1, 4, None], required=3))
        'Bars: indicators at level 3 or above in each area. Security: 1 of 3, lowest level 1, 1 not rated.'
    """
    framework, several = released.framework, len(released.schools) > 1
    name = "alt_schools_levels" if several else "alt_met" if framework.required is not None else "alt_levels"
    rows = [say("alt_row", name=_area(released, cell), values=area_words(cell, released)) for cell in released.areas]
    low, high = framework.span()
    return say(name, rows=" ".join(rows), required=framework.required, low_end=low, high_end=high)


def levels_alt(released: ReleasedProfile, area: str) -> str:
    """What :func:`toolbox.charts.schools_at_levels` shows, indicator by indicator."""
    rows = [
        say("alt_row", name=headed(_item(released.framework, cell.item)), values=area_words(cell, released))
        for cell in released.items
        if cell.area == area
    ]
    low, high = released.framework.span(area)
    return say("alt_schools_levels", rows=" ".join(rows), low_end=low, high_end=high)


def area_words(cell: ReleasedCell, released: ReleasedProfile) -> str:
    """One area in the fewest words: levels of schools, indicators that reach the level, or the middle level."""
    if cell.median is None:
        return why_blank("no_answers", released.framework, released.policy)
    if len(released.schools) > 1:
        return ", ".join(f"{schools} at level {level}" for level, schools in cell.levels if schools)
    missing = (cell.indicators or 0) - (cell.rated or 0)
    away = f", {missing} not rated" if missing else ""
    if released.framework.required is not None:
        return f"{cell.met} of {cell.indicators}, lowest level {cell.lowest}{away}"
    between = "" if cell.lowest == cell.highest else f", {cell.lowest} to {cell.highest}"
    return f"middle level {middle(cell.median)}{between}{away}"


def _named(framework: Framework, cells: Sequence[ReleasedCell]) -> str:
    """Indicators by code and name, further ones counted.

    Example:
        >>> from toolbox.disclosure.examples import rated
        >>> found = rated([1, 1, 1, 1, 1])
        >>> _named(found.framework, found.items)
        '“I1 Indicator 1”, “I2 Indicator 2”, “I3 Indicator 3” and 2 more'
    """
    names = [f"“{headed(_item(framework, cell.item))}”" for cell in cells]
    return listed([*names[:NAMED], f"{len(names) - NAMED} more"] if len(names) > NAMED else names)


def _item(framework: Framework, id: str) -> Item:
    return next(item for item in framework.items if item.id == id)


def _area(released: ReleasedProfile, cell: ReleasedCell) -> str:
    return next(area.name for area in released.framework.areas if area.id == cell.area)


def matrix_alt(released: ReleasedProfile, area: str, notes: Mapping[str, RatingNote] = MappingProxyType({})) -> str:
    """What :func:`toolbox.charts.rating_matrix` shows of one school, indicator by indicator."""
    cells = [cell for cell in released.items if cell.area == area]
    rows = [
        say(
            "alt_row",
            name=headed(_item(released.framework, cell.item)),
            values=indicator_words(cell, released.framework, notes.get(cell.item)),
        )
        for cell in cells
    ]
    low, high = released.framework.span(area)
    name = next(each.name for each in released.framework.areas if each.id == area)
    return say("alt_matrix", area=name, low_end=low, high_end=high, rows=" ".join(rows))


def indicator_words(cell: ReleasedCell, framework: Framework, note: RatingNote | None = None) -> str:
    """One indicator of one school in the fewest words: its level, how far it has to go, what is aimed at, what others saw.

    Example:
        >>> from toolbox.disclosure.examples import rated
        >>> found = rated([1, 4, None], required=3)
        >>> [indicator_words(cell, found.framework) for cell in found.items]
        ['level 1, 2 levels to go', 'level 4, reached', 'not rated']
    """
    parts = ["not rated" if cell.median is None else f"level {middle(cell.median)}"]
    if cell.distance is not None:
        parts.append(to_go(cell.distance))
    if note is not None and note.target is not None:
        by = f" by {note.due:%d %b %Y}" if note.due else ""
        parts.append(f"target {note.target}{by}")
    if note is not None and note.external is not None:
        parts.append(f"rated {note.external} from outside")
    return ", ".join(parts)
