"""Whole school or pockets, in two sentences: what :mod:`toolbox.wording.unity` says of each area, put together."""

from __future__ import annotations

from collections.abc import Sequence

from toolbox.disclosure import ReleasedCell, ReleasedProfile
from toolbox.disclosure.spread import target_of
from toolbox.disclosure.words import listed
from toolbox.wording.profiles import first_group
from toolbox.wording.templates import say
from toolbox.wording.unity import agreement_words, reach

#: What is said of one area, and how areas of which it is said are put together.
REACHED = {
    "unity_whole": "pockets_whole",
    "unity_close": "pockets_close",
    "unity_pockets": "pockets_pockets",
    "unity_few": "pockets_few",
    "unity_none": "pockets_none",
}
VIEWS = {"unity_split": "pockets_split", "unity_agree": "pockets_agree"}


def pockets_sentences(released: ReleasedProfile) -> tuple[str, ...]:
    """How the group whose view opens the page spreads over the areas, and where it agrees; () where that is not shown.

    Example:
        >>> from toolbox.disclosure import release
        >>> from toolbox.disclosure.examples import profile_of
        >>> pockets_sentences(release(profile_of(leaders=3, teachers=24)))
        ()
    """
    told = [cell for cell in released.areas if not cell.hidden and reach(cell, released.framework)]
    agreed = [cell for cell in released.areas if not cell.hidden and agreement_words(cell)]
    if not told and not agreed:
        return ()
    group = first_group(cell.group for cell in (*told, *agreed))
    cells = [cell for cell in told if cell.group == group]
    parts = [
        say(together, areas=_areas(found, released, len(cells)))
        for one, together in REACHED.items()
        if (found := [cell for cell in cells if reach(cell, released.framework) == one])
    ]
    steps = {target_of(cell, released.framework)[0] for cell in cells}
    step = steps.pop() if len(steps) == 1 else say("pockets_step")
    said = [say("pockets", group=group, step=step, parts="; ".join(parts))] if parts else []
    mine = [cell for cell in agreed if cell.group == group]
    views = [
        say(together, areas=_areas(found, released, len(mine)))
        for one, together in VIEWS.items()
        if (found := [cell for cell in mine if agreement_words(cell) == say(one)])
    ]
    if views:
        said.append(say("pockets_views", group=group, parts="; ".join(views)))
    return tuple(said)


def _areas(cells: Sequence[ReleasedCell], released: ReleasedProfile, of: int) -> str:
    if len(cells) == of > 2:
        return say("pockets_every")
    names = {area.id: area.name for area in released.framework.areas}
    return say("pockets_on", areas=listed([f"“{names[cell.area]}”" for cell in cells]))
