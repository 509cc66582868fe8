"""What a file may be read with: recipes of earlier rounds that fit it, the frameworks, or areas of one's own."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from toolbox.model import Framework, Reading, Recipe
from toolbox.reading.recipes import difference, guess, look
from toolbox.reading.recipes.rereading import FITS
from toolbox.web.frameworks.words import names
from toolbox.web.mapping.areas import OwnAreas
from toolbox.web.mapping.draft import Draft

#: A recipe is offered when at least this share of its columns is in the file, and taken by itself from the second number on.
OFFERED, TAKEN = 0.5, FITS
#: A framework is taken by itself when at least so many of its items were found.
ITEMS_FOUND = 3

OWN = "own"


@dataclass(frozen=True, kw_only=True)
class Offer:
    """One way to read the file."""

    key: str
    label: str
    caption: str
    share: float = 0.0
    """How much of a recipe is in the file, 0..1."""
    items: int = 0
    """How many items of a framework were found in the file."""
    framework: Framework | None = None
    earlier: Recipe | None = None
    guessed: Recipe | None = None
    """The columns' meanings, where they were guessed already to see how well it fits."""


def offers(reading: Reading, frameworks: Mapping[str, Framework], recipes: Iterable[Recipe]) -> tuple[Offer, ...]:
    """Every way to read the file: fitting recipes first, frameworks by how many of their items were found, own areas last."""
    fitting = [offer for offer in (_of_recipe(each, reading, frameworks) for each in recipes) if offer is not None]
    looked = look(reading)
    # A frame has areas only: there is no item a column could belong to.
    asked = [framework for framework in frameworks.values() if framework.kind != "frame"]
    named = names(asked)
    known = [
        replace(_of_framework(framework, guess(reading, framework, looked=looked)), label=named[framework.id])
        for framework in asked
    ]
    own = Offer(
        key=OWN,
        label="My own areas",
        caption="You name the areas while you look through the columns.",
        guessed=guess(reading, None, looked=looked),
    )
    # The same code may stand in two frameworks; a file of many answers is then more likely a survey than a rubric.
    known.sort(key=_likely)
    return (*sorted(fitting, key=lambda offer: -offer.share)[:5], *known, own)


def _likely(offer: Offer) -> tuple[int, bool, bool]:
    return -offer.items, not offer.framework.own, offer.framework.kind == "rubric"


def best(every: tuple[Offer, ...]) -> Offer:
    """The way taken by itself: a recipe that fits, else the framework most of whose items were found, else own areas."""
    for offer in every:
        if offer.earlier is not None and offer.share >= TAKEN:
            return offer
    for offer in every:
        if offer.earlier is None and offer.items >= ITEMS_FOUND:
            return offer
    return every[-1]


def begin(draft: Draft, offer: Offer) -> Draft:
    """The draft with every column's meaning guessed by this offer; what was decided before goes."""
    if draft.reading is None:
        return draft
    own = OwnAreas(mark=secrets.token_hex(3)) if offer.key == OWN else None
    recipe = offer.guessed or guess(draft.reading, offer.framework, offer.earlier)
    return replace(draft, framework=offer.framework, own=own, earlier=offer.earlier, recipe=recipe, offer=offer.key)


def _of_recipe(recipe: Recipe, reading: Reading, frameworks: Mapping[str, Framework]) -> Offer | None:
    if recipe.reader != reading.reader or recipe.framework not in frameworks:
        return None
    used = sum(each.meaning != "unused" for each in recipe.columns)
    found = difference(recipe, reading)
    share = 1 - len(found.missing) / max(used, 1)
    if share < OFFERED:
        return None
    return Offer(
        key=f"recipe:{recipe.name}",
        label=f"As before: {recipe.name}",
        caption=found.sentence,
        share=share,
        framework=frameworks[recipe.framework],
        earlier=recipe,
    )


def _of_framework(framework: Framework, guessed: Recipe) -> Offer:
    items = {each.item for each in guessed.columns if each.meaning == "item" and each.item}
    of_all = len(framework.items)
    # Of a framework none of whose items are in the file nothing is said: there are many, and the list stays short.
    caption = f"{len(items)} of its {of_all} items were found in this file." if items else ""
    kind = "Your own framework." if framework.own else ""
    return Offer(
        key=f"framework:{framework.id}",
        label=framework.name,
        caption=" ".join(filter(None, (caption, kind))),
        items=len(items),
        framework=framework,
        guessed=guessed,
    )
